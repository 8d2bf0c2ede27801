//! Mistakes in expressions.

use model::flow::{Expression, Flow, Place, Position, TransformKind, loop_depth};
use syntax::Span;

use super::plant::{Plants, line, replaced};

pub(super) fn expressions(plants: &mut Plants<'_>, path: &str, text: &str, flow: &Flow) {
    for expression in flow.expressions() {
        let node = flow.node(expression.node);
        let span = node.span();
        let at = line(text, span.start as usize);
        // Only what stands on one line, plainly.
        let plain = span.slice(text) == &*expression.text;
        let single = line(text, span.end as usize) == at;
        if !single {
            continue;
        }
        let module = expression.module.map(|m| flow.module(m));
        let special = module.is_some_and(|m| m.is_special() || matches!(m.place, Place::Tool(_)));
        let whole = |new: &str| replaced(text, span, new);
        let compared = expression.text.matches(" === ").count() == 1;
        if expression.position.is_predicate() && plain && compared {
            let set = whole(&expression.text.replace(" === ", " = "));
            plants.implying("constant-condition", path, set, at, UNUSED);
        }
        let transform = expression.position == Position::Transform && !special;
        if transform {
            plants.implying("empty-expression", path, whole("''"), at, UNUSED);
            plants.implying(
                "expression-syntax",
                path,
                whole("'flow_input.(a'"),
                at,
                UNUSED,
            );
            plants.implying(
                "null-expression",
                path,
                whole("'const a = 1; a'"),
                at,
                UNUSED,
            );
            plants.implying("unknown-name", path, whole("who_knows.what"), at, UNUSED);
            plants.implying("unavailable-name", path, whole("result"), at, UNUSED);
            if plants
                .base
                .files
                .keys()
                .any(|k| k.ends_with(".resource.yaml"))
            {
                plants.implying(
                    "reference-as-expression",
                    path,
                    whole("$res:f/lab/bench"),
                    at,
                    &["unused-flow-input", "unknown-resource"],
                );
            }
            if module
                .is_some_and(|_| loop_depth(flow, expression.module.unwrap_or_default_index()) == 0)
            {
                plants.implying(
                    "iter-outside-loop",
                    path,
                    whole("flow_input.iter.value"),
                    at,
                    UNUSED,
                );
            }
        }
        if plain {
            references(plants, path, text, flow, expression, at);
        }
    }
    statics(plants, path, text, flow);
}

const UNUSED: &[&str] = &["unused-flow-input"];

trait Index {
    fn unwrap_or_default_index(self) -> model::flow::ModuleIdx;
}

impl Index for Option<model::flow::ModuleIdx> {
    fn unwrap_or_default_index(self) -> model::flow::ModuleIdx {
        self.expect("an expression of a step")
    }
}

fn references(
    plants: &mut Plants<'_>,
    path: &str,
    text: &str,
    flow: &Flow,
    expression: &Expression,
    at: usize,
) {
    let outer = |inner: Span| expression.outer(inner);
    for chain in &expression.analysis().chains {
        let Some(first) = chain.path.first() else {
            continue;
        };
        let Some(name) = first.key.name() else {
            continue;
        };
        match chain.root.value.as_str() {
            "results" => {
                plants.add(
                    "unknown-step",
                    path,
                    replaced(text, outer(first.span), &format!("{name}_x")),
                    at,
                );
                let span = Span::new(chain.root.span.start as usize, first.span.end as usize);
                if chain.path.len() > 1
                    && !expression.position.is_predicate()
                    && !expression.text.contains("=>")
                {
                    let key = format!("results['{name}']");
                    let implied: &[&str] = &[];
                    let new = replaced(text, outer(span), &key);
                    if expression.text.matches("results").count() == 1 {
                        plants.implying("unresolvable-results-access", path, new, at, implied);
                    }
                }
                if let Some(second) = chain.path.get(1)
                    && let Some(property) = second.key.name()
                    && KNOWN.contains(&property)
                {
                    let new = replaced(text, outer(second.span), &format!("{property}_x"));
                    plants.add("unknown-property", path, new, at);
                }
                // The object as a whole, for a text in it.
                if let [_, second] = chain.path.as_slice()
                    && second.key.name() == Some("sample")
                    && chain.span.slice(&expression.text) == &*expression.text
                {
                    let cut = Span::new(first.span.end as usize, chain.span.end as usize);
                    let new = replaced(text, outer(cut), "");
                    plants.add("input-type-mismatch", path, new, at);
                }
                later(plants, path, text, flow, expression, outer(first.span), at);
            }
            "flow_input"
                if chain.path.len() == 1 && !name.starts_with("iter") && !chain.guarded =>
            {
                let special = expression
                    .module
                    .is_some_and(|m| flow.module(m).place == Place::Preprocessor);
                if !special && flow.schema().is_some_and(|s| s.property(name).is_some()) {
                    let new = replaced(text, outer(first.span), &format!("{name}_x"));
                    plants.implying("unknown-flow-input", path, new, at, UNUSED);
                }
            }
            _ => {}
        }
    }
    // A list of the loop becomes an object: the iterator names the step as a whole.
    if expression.position == Position::Iterator
        && let [chain] = expression.analysis().chains.as_slice()
        && chain.root.value == "results"
        && chain.path.len() == 2
        && chain.path[1].key.name().is_some_and(|n| KNOWN.contains(&n))
    {
        let end = chain.path[0].span.end as usize;
        let cut = Span::new(end, chain.span.end as usize);
        plants.implying(
            "iterator-not-array",
            path,
            replaced(text, outer(cut), ""),
            at,
            &["unknown-property"],
        );
    }
}

/// Properties of results whose scripts can be seen through.
const KNOWN: &[&str] = &["weight", "sample", "customers"];

fn later(
    plants: &mut Plants<'_>,
    path: &str,
    text: &str,
    flow: &Flow,
    expression: &Expression,
    id: Span,
    at: usize,
) {
    let Some(reader) = expression.module else {
        return;
    };
    if !matches!(flow.module(reader).place, Place::Top(_))
        || expression.position != Position::Transform
    {
        return;
    }
    let next = flow
        .modules()
        .find(|(i, m)| *i > reader && matches!(m.place, Place::Top(_)));
    if let Some((_, next)) = next {
        let implied: &[&str] = &["unknown-property", "iterator-not-array"];
        plants.implying(
            "forward-step-reference",
            path,
            replaced(text, id, next.id_text()),
            at,
            implied,
        );
    }
    let guarded = expression.text.contains("?.") || expression.text.contains("??");
    let inner = flow.modules().find(|(i, m)| {
        *i < reader && matches!(m.place, Place::Branch(..)) && !flow.is_inside(reader, *i)
    });
    if let Some((_, inner)) = inner.filter(|_| !guarded) {
        let implied: &[&str] = &["unknown-property"];
        plants.implying(
            "inner-step-reference",
            path,
            replaced(text, id, inner.id_text()),
            at,
            implied,
        );
    }
}

fn statics(plants: &mut Plants<'_>, path: &str, text: &str, flow: &Flow) {
    for (idx, module) in flow.modules() {
        if module.place == Place::Preprocessor {
            let expression = flow.expressions().iter().find(|e| e.module == Some(idx));
            if let Some(expression) = expression {
                let span = flow.node(expression.node).span();
                let new = replaced(text, span, "results.nobody");
                plants.implying(
                    "results-in-preprocessor",
                    path,
                    new,
                    line(text, span.start as usize),
                    &["unknown-step"],
                );
            }
            continue;
        }
        for transform in &module.transforms {
            let TransformKind::Static(Some(value)) = transform.kind else {
                continue;
            };
            let value = flow.node(value);
            let before = flow
                .modules()
                .find(|(i, m)| *i < idx && matches!(m.place, Place::Top(_)) && !m.is_special());
            let is_text = value.is_string() && !value.as_str().is_some_and(|t| t.starts_with('$'));
            if let Some((_, before)) = before.filter(|_| {
                is_text
                    && matches!(module.place, Place::Top(_))
                    && module.kind != model::flow::ModuleKind::Agent
            }) {
                let new = replaced(text, value.span(), &format!("results.{}", before.id_text()));
                plants.implying(
                    "expression-as-static",
                    path,
                    new,
                    line(text, value.span().start as usize),
                    &["static-type-mismatch"],
                );
            }
        }
    }
}
