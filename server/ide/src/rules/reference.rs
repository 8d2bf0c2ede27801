//! References: the places where expressions read a named property of one of Windmill's objects.

use model::expr::{Access, Chain, Quote};
use model::flow::{Expression, Flow, ModuleIdx, Reach};
use syntax::Span;

use super::names::may_exist;

/// `root.name` in an expression.
pub(crate) struct Reference<'f> {
    /// The expression it stands in.
    pub(crate) expression: &'f Expression,
    /// The whole chain.
    pub(crate) chain: &'f Chain,
    /// The name.
    pub(crate) name: &'f str,
}

impl Reference<'_> {
    /// `root.name` as written, in the file.
    pub(crate) fn span(&self) -> Span {
        self.expression.outer(span_to(self.chain, 1))
    }
}

/// Every `root.name` and `root["name"]` of the flow's expressions, in order.
pub(crate) fn references<'f>(
    flow: &'f Flow,
    root: &'static str,
) -> impl Iterator<Item = Reference<'f>> {
    flow.expressions()
        .iter()
        .filter(move |e| e.text.contains(root))
        .flat_map(move |expression| {
            let chains = expression
                .analysis()
                .chains
                .iter()
                .filter(move |c| c.root.value == root);
            chains.filter_map(move |chain| {
                Some(Reference {
                    expression,
                    chain,
                    name: chain.path.first()?.key.name()?,
                })
            })
        })
}

/// What reading the step gives, and which one it is. Where several steps share the id, the one that
/// can be read best counts. `None`: no such step, or no step that reads.
pub(crate) fn reach(flow: &Flow, reference: &Reference<'_>) -> Option<(ModuleIdx, Reach)> {
    let reader = reference.expression.module?;
    let position = reference.expression.position;
    let targets = flow.by_id(reference.name).iter();
    let reaches = targets.map(|&t| (t, flow.reach(reader, position, t)));
    let usable = |r: Reach| matches!(r, Reach::Visible | Reach::PreviousIteration);
    let reaches: Vec<_> = reaches.collect();
    reaches
        .iter()
        .find(|(_, r)| usable(*r))
        .or(reaches.first())
        .copied()
}

/// From the chain's root to the end of its `n`th property, brackets included.
pub(crate) fn span_to(chain: &Chain, n: usize) -> Span {
    let start = chain.root.span.start;
    if n >= chain.path.len() {
        return Span {
            start,
            ..chain.span
        };
    }
    let Some(segment) = n.checked_sub(1).map(|i| &chain.path[i]) else {
        return chain.root.span;
    };
    let closing = match segment.access {
        Access::Bracket(Quote::None) | Access::OptionalBracket(Quote::None) => 1,
        Access::Bracket(_) | Access::OptionalBracket(_) => 2,
        _ => 0,
    };
    Span {
        start,
        end: segment.span.end + closing,
    }
}

/// How a step's result is written so that Windmill finds it.
pub(crate) fn results_of(id: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if id.chars().all(word) && !id.starts_with(|c: char| c.is_ascii_digit()) {
        format!("results.{id}")
    } else {
        format!("results[\"{id}\"]")
    }
}

/// Every `results.a-b` of an expression that can only mean the step `a-b`, with that id.
pub(crate) fn hyphenated<'f>(flow: &'f Flow, expression: &Expression) -> Vec<(Span, &'f str)> {
    let text = &expression.text;
    if !text.contains('-') || !text.contains("results") {
        return Vec::new();
    }
    let chains = expression.analysis().chains.iter();
    let chains = chains.filter(|c| c.root.value == "results" && c.path.len() == 1);
    let found = chains.filter_map(|chain| {
        let first = chain.path.first()?;
        let name = first.key.name()?;
        let is_dot = matches!(first.access, Access::Dot | Access::OptionalDot);
        if !is_dot {
            return None;
        }
        let rest = text.get(first.span.start as usize..)?;
        let goes_on = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let ids = flow.ids().into_iter().filter(|id| {
            let behind = rest.strip_prefix(id);
            id.strip_prefix(name).is_some_and(|r| r.starts_with('-'))
                && behind.is_some_and(|b| !b.starts_with(goes_on))
        });
        let id = ids.max_by_key(|id| id.len())?;
        let end = first.span.start as usize + id.len();
        // With a step of the shorter id it may be a subtraction, unless of a name that cannot exist.
        let part = Span::new(first.span.end as usize, end);
        let mut roots = expression.analysis().chains.iter().map(|c| &c.root);
        let nameless = roots.any(|r| part.contains(r.span) && !may_exist(&r.value));
        if !nameless && !flow.by_id(name).is_empty() {
            return None;
        }
        Some((Span::new(chain.root.span.start as usize, end), id))
    });
    found.collect()
}
