//! An agent's tool whose name the model cannot call it by.
//!
//! Windmill offers a tool under its `summary`. Servers of tools and the web search have names of their
//! own, so their summaries are plain labels.

use model::flow::{Flow, Module, ModuleIdx, Place};
use rustc_hash::FxHashMap;

use super::reserved_step_id::is_reserved;
use super::support::scalar;
use super::support::suggest::free_name;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-tool-name",
        Level::Error,
        include_str!("invalid_tool_name.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let mut seen: FxHashMap<(Option<ModuleIdx>, String), ModuleIdx> = FxHashMap::default();
    for (idx, module) in flow.modules() {
        if !matches!(module.place, Place::Tool(_)) || !is_named(flow, module) {
            continue;
        }
        let node = flow.node(module.node);
        let Some(summary) = node.get("summary") else {
            if says_flowmodule(flow, module) && !node.merges_unknown() {
                let message = "This tool has no name: Windmill does not start the agent";
                cx.report(flow.id_span(idx), message)
                    .help("give it a `summary`: the model calls the tool by that");
            }
            continue;
        };
        if !summary.is_string() || summary.is_broken() {
            continue;
        }
        let Some(name) = summary.as_str() else {
            continue;
        };
        if let Some(why) = what_does_not_fit(&name) {
            let what = match name.is_empty() {
                true => "The tool's name".to_owned(),
                false => format!("Tool name `{name}`"),
            };
            let message = format!("{what} {why}: Windmill does not start the agent");
            let fix = callable(&name).and_then(|new| scalar::meant(cx.file.text(), summary, &new));
            cx.report(summary.span(), message)
                .help("write letters, digits and `_`; text for people goes to `description`")
                .fix = fix;
            continue;
        }
        let first = *seen.entry((module.parent, name.to_string())).or_insert(idx);
        if first == idx && is_reserved(&name) {
            let message =
                format!("Tool name `{name}` is a reserved word: Windmill's editor refuses it");
            cx.report(summary.span(), message)
                .level(Level::Warning)
                .help("the agent runs; write another name, so that the tool can be edited");
        }
        // A tool behind an alias is written once.
        if first == idx || flow.module(first).node == module.node {
            continue;
        }
        let other = flow.node(flow.module(first).node).get("summary");
        let (file, place) = (cx.id, other.map_or(flow.id_span(first), |s| s.span()));
        if place == summary.span() {
            continue;
        }
        let message = format!("Tool name `{name}` is used twice by this agent");
        let is_taken = |new: &str| {
            let tools = flow.modules().filter(|(_, m)| m.parent == module.parent);
            let mut summaries = tools.filter_map(|(_, m)| flow.node(m.node).get("summary"));
            summaries.any(|s| s.says(new))
        };
        let free = free_name(&name, is_taken);
        let fix = free.and_then(|new| scalar::meant(cx.file.text(), summary, &new));
        cx.report(summary.span(), message)
            .help("give this tool a name of its own: the model can call only one of them")
            .related(file, place, "the other one")
            .fix = fix;
    }
}

/// Whether the model calls the tool by its summary. A tool without `tool_type` is an older form of the
/// same.
fn is_named(flow: &Flow, module: &Module) -> bool {
    let Some(value) = module.value.map(|v| flow.node(v)) else {
        return false;
    };
    match value.pair("tool_type") {
        None => !value.merges_unknown(),
        Some(_) => says_flowmodule(flow, module),
    }
}

fn says_flowmodule(flow: &Flow, module: &Module) -> bool {
    let kind = module.value.and_then(|v| flow.node(v).get("tool_type"));
    kind.and_then(|k| k.as_str())
        .is_some_and(|k| k == "flowmodule")
}

fn what_does_not_fit(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("is empty".to_owned());
    }
    if name == "__wm_web_search" {
        return Some("is the web search's own".to_owned());
    }
    let odd = name
        .chars()
        .find(|c| !c.is_ascii_alphanumeric() && *c != '_')?;
    Some(match odd {
        ' ' => "has a space".to_owned(),
        c if c.is_control() => "has more than one line".to_owned(),
        c => format!("has `{c}`"),
    })
}

/// The name with `_` where it has something else; `None` where too little of it is left, or where letters of
/// another alphabet would go.
fn callable(name: &str) -> Option<String> {
    let mut new = String::new();
    for word in name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        if !word.is_empty() {
            let joint = if new.is_empty() { "" } else { "_" };
            new = new + joint + word;
        }
    }
    let loses_letters = name.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let has_some = new.chars().any(|c| c.is_ascii_alphanumeric());
    (has_some && !loses_letters && new != name).then_some(new)
}
