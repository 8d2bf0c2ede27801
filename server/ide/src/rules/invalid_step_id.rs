//! A step id with characters that ids cannot have.

use model::flow::Flow;
use model::symbol::{Spelling, Symbol};
use syntax::text::is_ascii_word;
use syntax::yaml::JsonType;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Fix, TextEdit};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-step-id",
        Level::Error,
        include_str!("invalid_step_id.md"),
    )
    .fix(FixKind::Unsafe),
    check,
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
        let fits = |c: char| is_ascii_word(c) || c == '-';
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
        let fix = renamed(cx, flow, &id.value);
        cx.report(span, message)
            .help("ids take the letters a to z and A to Z, digits, `_` and `-`, and start with a letter or `_`")
            .fix = fix;
    }
}

/// The step by a name that fits, wherever the flow names it.
fn renamed(cx: &Context<'_>, flow: &Flow, id: &str) -> Option<Fix> {
    let fits = |c: char| is_ascii_word(c) || c == '-';
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
    let symbol = Symbol::Step {
        flow: cx.id,
        id: id.into(),
    };
    let uses = cx.workspace.uses_of(&symbol).into_iter();
    let edits: Vec<Option<TextEdit>> = uses
        .map(|at| {
            let in_brackets = matches!(at.spelling, Spelling::Dot(_)) && name.contains('-');
            let is_it = at.span.slice(cx.file.text()) == id && !in_brackets;
            is_it.then(|| TextEdit {
                span: at.span,
                text: name.clone(),
            })
        })
        .collect();
    let mentions = cx.file.text().matches(id).count();
    // Where the id is written in other ways too, something may be missed.
    let all = edits.len() >= mentions || id.len() < 3;
    code_edit::fix(format!("Rename it to `{name}`"), false, edits).filter(|_| all)
}
