//! A step id with characters that ids cannot have.

use syntax::yaml::JsonType;

use super::code_edit;
use super::reference::references;
use super::{FixKind, Level, Rule};
use crate::context::Context;
use crate::finding::{Fix, TextEdit};
use model::flow::Flow;
use syntax::Span;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "invalid-step-id",
        Level::Error,
        include_str!("invalid_step_id.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let Some(id) = &module.id else { continue };
        let node = flow.node(module.node).get("id");
        // A number or `null` is the wrong type: another rule says so.
        if node.and_then(|n| n.json_type()) != Some(JsonType::String) {
            continue;
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let why = match id.value.chars().next() {
            None => "is empty".to_owned(),
            Some(c) if c.is_ascii_digit() || c == '-' => format!("starts with `{c}`"),
            _ => match id.value.chars().find(|&c| !fits(c)) {
                Some(' ') => "has a space".to_owned(),
                Some(c) => format!("has `{c}`"),
                None => continue,
            },
        };
        let message = match id.value.is_empty() {
            true => "The step's id is empty".to_owned(),
            false => format!("Step id `{}` {why}", id.value),
        };
        let span = node.map_or(id.span, |n| n.span());
        let fix = renamed(cx, flow, &id.value, span);
        cx.report(span, message)
            .help("ids take the letters a to z and A to Z, digits, `_` and `-`, and start with a letter or `_`")
            .fix = fix;
    }
}

/// The step by a name that fits, wherever the flow names it.
fn renamed(cx: &Context<'_>, flow: &Flow, id: &str, span: Span) -> Option<Fix> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut name: String = id
        .trim()
        .chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        name = format!("step_{}", name.trim_start_matches('-'));
    }
    let free = !id.is_empty() && flow.by_id(&name).is_empty() && flow.by_id(id).len() == 1;
    let readable = name.chars().any(|c| c.is_ascii_alphanumeric());
    // What another alphabet's letter becomes, a person chooses.
    let keeps_letters = !id.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    if !free || !readable || !keeps_letters {
        return None;
    }
    let mut edits = vec![Some(TextEdit {
        span,
        text: name.clone(),
    })];
    for reference in references(flow, "results").filter(|r| r.name == id) {
        edits.push(reference.place_of(&name).map(|span| TextEdit {
            span,
            text: name.clone(),
        }));
    }
    // Notes, groups and the early return name steps as plain values.
    let value = flow.yaml().root().and_then(|r| r.get("value"));
    let list = |key: &str| {
        value
            .and_then(|v| v.get(key))
            .into_iter()
            .flat_map(|l| l.items())
    };
    let groups = list("groups").flat_map(|g| [g.get("start_id"), g.get("end_id")]);
    let notes = list("notes")
        .filter_map(|n| n.get("contained_node_ids"))
        .flat_map(|n| n.items().map(Some));
    let early = std::iter::once(value.and_then(|v| v.get("early_return")));
    for node in groups.chain(notes).chain(early).flatten() {
        if node.as_str().is_some_and(|t| t == id) {
            edits.push(Some(TextEdit {
                span: node.span(),
                text: name.clone(),
            }));
        }
    }
    let mentions = cx.file.text().matches(id).count();
    // Where the id is written in other ways too, something may be missed.
    let all = edits.len() >= mentions || id.len() < 3;
    code_edit::fix(format!("Rename it to `{name}`"), false, edits).filter(|_| all)
}
