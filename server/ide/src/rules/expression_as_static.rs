//! A static text that reads like an expression from end to end.

use lang::javascript::{self, Chain, Snippet};
use model::expression::{self, Goal};
use model::flow::{Flow, Module, ModuleIdx, ModuleKind, Place, TransformKind, loop_depth};
use syntax::Span;
use syntax::text::is_word;
use syntax::yaml::Node;

use super::support::code_edit;
use super::support::names::may_exist;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Fix, TextEdit};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "expression-as-static",
        Level::Warning,
        include_str!("expression_as_static.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        for value in static_values(flow, module) {
            let Some(text) = value.as_str().filter(|_| value.is_string()) else {
                continue;
            };
            if !is_expression(flow, idx, &text) {
                placeholders(cx, flow, idx, value);
                continue;
            }
            let what = match text.trim() {
                short if short.len() <= 40 && !short.contains('`') => format!("`{short}`"),
                _ => "This expression".to_owned(),
            };
            let message = format!("{what} is passed as text: it is `static`");
            let fix = as_expression(cx.file.text(), value);
            cx.report(value.span(), message)
                .help("write `type: javascript`, and `expr` instead of `value`")
                .fix = fix;
        }
        // A list or an object has to become an expression as a whole.
        let inner = static_values(flow, module).flat_map(|v| texts(v).into_iter().skip(1));
        for value in inner.collect::<Vec<_>>() {
            let Some(text) = value.as_str().filter(|t| is_expression(flow, idx, t)) else {
                placeholders(cx, flow, idx, value);
                continue;
            };
            let what = match text.trim() {
                short if short.len() <= 40 && !short.contains('`') => format!("`{short}`"),
                _ => "This expression".to_owned(),
            };
            let message = format!("{what} is passed as text: it is inside a `static` value");
            cx.report(value.span(), message)
                .help("make the whole input `type: javascript`, with the object as its `expr`");
        }
    }
}

/// `{{ flow_input.name }}` and `${flow_input.name}` in a static text, which Windmill passes on as they are.
fn placeholders(cx: &mut Context<'_>, flow: &Flow, idx: ModuleIdx, value: Node<'_>) {
    // What an agent is told is for a model to read.
    if flow.module(idx).kind == ModuleKind::Agent {
        return;
    }
    let Some(decoded) = value.decode() else {
        return;
    };
    let Some((span, name)) = placeholder(flow, idx, &decoded.text) else {
        return;
    };
    let form = span.slice(&decoded.text);
    let whole = form.len() == decoded.text.trim().len();
    let shown = match form.chars().count() <= 30 {
        true => format!("`{form}`"),
        false => "This".to_owned(),
    };
    let help = match whole {
        true => format!("write `type: javascript` and `expr: {name}`"),
        false => {
            format!("write `type: javascript`, and an `expr` with backticks: '`… ${{{name}}} …`'")
        }
    };
    let message = format!("{shown} is passed as it is: Windmill puts no value here");
    cx.report(decoded.map.outer_span(span), message).help(help);
}

/// The first placeholder of a text, and what it reads: an input or a result that is there.
fn placeholder<'t>(flow: &Flow, idx: ModuleIdx, text: &'t str) -> Option<(Span, &'t str)> {
    let forms = [("{{", "}}"), ("${", "}")];
    let mut found: Vec<(Span, &str)> = Vec::new();
    for (open, close) in forms {
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|i| at + i) {
            let inner = start + open.len();
            let Some(len) = text[inner..].find(close) else {
                break;
            };
            let name = text[inner..inner + len].trim();
            at = inner + len;
            let plain = |c: char| is_word(c) || matches!(c, '.' | '?' | '[' | ']');
            if !name.chars().all(plain) || name.len() > 80 {
                at = inner;
                continue;
            }
            let analysis = javascript::analyze(name);
            if let [chain] = &analysis.chains[..]
                && matches!(chain.root.value.as_str(), "results" | "flow_input")
                && reads_known(flow, idx, chain)
            {
                found.push((Span::new(start, inner + len + close.len()), name));
                break;
            }
        }
    }
    found.into_iter().min_by_key(|(span, _)| span.start)
}

/// Most texts of one value that are looked at.
const MAX_TEXTS: usize = 1000;

/// The node, and every text in it that is written there and not behind an alias.
pub(super) fn texts(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = vec![node];
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        let values = node.pairs().filter_map(|p| p.value);
        let inner: Vec<Node<'_>> = values.chain(node.items()).collect();
        for inner in inner.into_iter().rev() {
            if !node.span().contains(inner.span()) || found.len() > MAX_TEXTS {
                continue;
            }
            if inner.is_string() {
                found.push(inner);
            }
            open.push(inner);
        }
    }
    found
}

/// The transform as an expression.
fn as_expression(text: &str, value: Node<'_>) -> Option<Fix> {
    let mapping = value.parent()?;
    let (kind, key) = (mapping.get("type")?, mapping.pair("value")?.key);
    let written = kind.span().slice(text) == "static" && key.span().slice(text) == "value";
    let edit = |span, text: &str| {
        Some(TextEdit {
            span,
            text: text.to_owned(),
        })
    };
    let edits = vec![edit(kind.span(), "javascript"), edit(key.span(), "expr")];
    let free = written && mapping.get("expr").is_none();
    code_edit::fix("Change to an expression", false, edits).filter(|_| free)
}

/// The static values of a step that are written in its own text.
pub(super) fn static_values<'f>(
    flow: &'f Flow,
    module: &'f Module,
) -> impl Iterator<Item = Node<'f>> {
    let inputs = module.transforms.iter().filter_map(|t| match t.kind {
        TransformKind::Static(Some(value)) => Some((flow.node(t.node?), flow.node(value))),
        _ => None,
    });
    let node = flow.node(module.node);
    let value = module.value.map(|v| flow.node(v));
    let others = [
        value.and_then(|v| v.get("iterator")),
        value.and_then(|v| v.get("parallelism")),
        node.get("timeout"),
        node.get("sleep"),
    ];
    let others = others.into_iter().flatten().filter_map(|transform| {
        let kind = transform.get("type").and_then(Node::as_str);
        let value = transform.get("value")?;
        (kind.as_deref() == Some("static")).then_some((transform, value))
    });
    let own = |(transform, value): &(Node<'_>, Node<'_>)| transform.span().contains(value.span());
    inputs.chain(others).filter(own).map(|(_, value)| value)
}

/// Whether the text is one expression that reads a step's result or an input, and nothing that is not
/// there.
fn is_expression(flow: &Flow, module: ModuleIdx, text: &str) -> bool {
    let roots = ["results", "flow_input", "previous_result", "error."];
    let mentions = roots.iter().any(|r| text.contains(r));
    // A list of paths is prose as much as it is an expression.
    let is_list = text.contains(',') && !text.contains(['(', '[', '{']);
    if !mentions || is_list || text.trim().contains(['\n', '\r']) {
        return false;
    }
    let snippet = Snippet::new(text);
    let analysis = snippet.analysis();
    let reads = |chain: &Chain| reads_known(flow, module, chain);
    let fits = |chain: &Chain| match chain.root.value.as_str() {
        "results" | "flow_input" | "error" | "previous_result" => reads(chain),
        name => may_exist(name),
    };
    !analysis.has_error
        && !analysis.statements
        && analysis.chains.iter().any(reads)
        && analysis.chains.iter().all(fits)
        && expression::problem(&snippet, Goal::Expression).is_none()
}

/// Whether it is a step's result or a flow's input that is there.
fn reads_known(flow: &Flow, module: ModuleIdx, chain: &Chain) -> bool {
    let Some(name) = chain.path.first().and_then(|s| s.key.name()) else {
        return false;
    };
    match chain.root.value.as_str() {
        "results" => !flow.by_id(name).is_empty(),
        "flow_input" if name == "iter" => loop_depth(flow, module) > 0,
        // A bare `error` or `previous_result` may be a word.
        "error" => {
            flow.module(module).place == Place::Failure
                && ["message", "name", "stack", "step_id"].contains(&name)
        }
        "previous_result" => true,
        "flow_input" => flow.schema().is_some_and(|s| s.property(name).is_some()),
        _ => false,
    }
}
