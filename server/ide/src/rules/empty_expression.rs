//! An `expr` that says nothing.

use syntax::Span;
use syntax::yaml::{Node, NodeId};

use super::support::schema_node::{SchemaNode, schema_nodes};
use super::support::unfinished;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "empty-expression",
        Level::Error,
        include_str!("empty_expression.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let optional = optional(cx);
    for shaped in schema_nodes(cx) {
        if let Some(value) = tagged(shaped) {
            report_tag(cx, value);
            continue;
        }
        let Some(span) = empty(shaped) else { continue };
        // Inputs say what they are; conditions are nothing but their expression.
        let is_input = shaped.node.pair("type").is_some();
        let inputs = shaped.node.parent().and_then(|p| p.pair_above());
        let is_of_step = !inputs.is_some_and(|i| i.key.says("input_transforms"));
        let name = shaped.name;
        let (message, help) = match is_input {
            true if is_of_step && name == "iterator" => (
                "This `iterator` is empty: the loop fails".to_owned(),
                "write what gives the list",
            ),
            true if is_of_step && !name.is_empty() => (
                format!("This `{name}` is empty: it will be null"),
                "write an expression, or make it `static`",
            ),
            true => (
                "This expression is empty: the input will be null".to_owned(),
                "write an expression, or make the input `static`",
            ),
            false => (
                "This condition is empty: it is never true".to_owned(),
                "write an expression, or remove the condition",
            ),
        };
        let written = unfinished::with_blanks(cx.file.text(), shaped.node.span());
        let finding = cx.report(span, message).help(help).unfinished(written);
        if is_input && optional.contains(&shaped.node.id()) {
            finding.level(Level::Hint);
        }
    }
}

/// The value of a required `expr` that begins with a tag of YAML: `!x` was meant as JavaScript's *not*.
fn tagged<'a>(shaped: &SchemaNode<'a>) -> Option<Node<'a>> {
    if !shaped.reading.required().any(|(name, _)| name == "expr") {
        return None;
    }
    let value = shaped.node.pair("expr")?.value?;
    let tag = value.tag()?;
    // `!!str` says that the value is text. So does `!` alone, but who writes that means *not*.
    let is_name = tag.starts_with('!') && !tag.starts_with("!!");
    let is_own = shaped.node.span().contains(value.tag_span()?);
    (is_name && is_own && !tag.starts_with("!inline")).then_some(value)
}

fn report_tag(cx: &mut Context<'_>, value: Node<'_>) {
    let Some(tag) = value.tag_span() else { return };
    let text = cx.file.text();
    let start = tag.start as usize;
    let line = text[start..]
        .find(['\n', '\r'])
        .map_or(text.len(), |i| start + i);
    let line = &text[start..line];
    let meant = line.split(" #").next().unwrap_or(line).trim_end();
    let is_whole = value.span().end as usize <= start + meant.len();
    let message = format!(
        "YAML takes `{}` for a tag: it is not part of the expression",
        tag.slice(text)
    );
    let quoted = !meant.contains(['"', '\\']);
    let written = format!("\"{meant}\"");
    let finding = cx.report(tag, message);
    finding.help(format!("put the expression in quotes: `{written}`"));
    if quoted && is_whole {
        finding.fix(Fix::meant(Span::new(start, start + meant.len()), written));
    }
}

/// The transforms of inputs that need not be given.
fn optional(cx: &Context<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let Some(flow) = cx.flow() else { return found };
    for (idx, module) in flow.modules().filter(|(_, m)| !m.transforms.is_empty()) {
        let Some(inputs) = cx.callee(idx).inputs(module) else {
            continue;
        };
        let free = |name: &str| inputs.iter().any(|i| !i.required && i.name == name);
        let transforms = module.transforms.iter().filter(|t| free(&t.name));
        found.extend(transforms.filter_map(|t| t.node));
    }
    found
}

/// The empty `expr` of a mapping that must have one: its value, or the key where nothing follows.
fn empty(shaped: &SchemaNode<'_>) -> Option<Span> {
    let mut required = shaped.reading.required();
    if !required.any(|(name, _)| name == "expr") {
        return None;
    }
    let pair = shaped.node.pair("expr")?;
    let place = pair.value.map_or(pair.key.span(), Node::span);
    // What a merge or an alias brings is reported where it is written.
    if !shaped.node.span().contains(place) {
        return None;
    }
    let blank =
        |value: Node<'_>| value.is_string() && value.as_str().is_some_and(|t| t.trim().is_empty());
    pair.value.is_none_or(blank).then_some(place)
}
