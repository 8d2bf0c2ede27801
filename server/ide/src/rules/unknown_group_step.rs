//! An id in a group, a note or `early_return` that no step has.

use model::flow::Flow;
use syntax::yaml::Node;

use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-group-step",
        Level::Warning,
        include_str!("unknown_group_step.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

/// What the editor draws beside the steps.
pub(super) const DRAWN: &[&str] = &["Input", "Result", "Trigger", "failure", "preprocessor"];

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow().filter(|f| f.is_complete()) else {
        return;
    };
    let value = flow.yaml().root().and_then(|r| r.get("value"));
    let Some(value) = value else { return };
    if let Some(id) = value.get("early_return").filter(|id| is_odd(flow, *id)) {
        let what = "the flow never returns early";
        let otherwise = "`early_return` takes the id of a step";
        report(cx, flow, id, what, otherwise, Level::Warning);
    }
    for group in list(value, "groups") {
        for key in ["start_id", "end_id"] {
            if let Some(id) = group.get(key).filter(|id| is_odd(flow, *id)) {
                let what = "the editor cannot draw the flow";
                let otherwise = "write the id of a step, or remove the group";
                report(cx, flow, id, what, otherwise, Level::Error);
            }
        }
    }
    for note in list(value, "notes") {
        for id in list(note, "contained_node_ids") {
            if is_odd(flow, id) && !is_drawn_for(flow, id) {
                let what = "the note belongs to nothing";
                let otherwise = "remove it, or write the id of a step";
                report(cx, flow, id, what, otherwise, Level::Warning);
            }
        }
    }
}

fn list<'a>(mapping: Node<'a>, key: &str) -> impl Iterator<Item = Node<'a>> + use<'a> {
    mapping.get(key).into_iter().flat_map(|n| n.items())
}

/// Whether an id names no step.
fn is_odd(flow: &Flow, id: Node<'_>) -> bool {
    let Some(name) = id.as_str().filter(|_| id.is_string() && !id.is_broken()) else {
        return false;
    };
    !name.trim().is_empty() && flow.by_id(&name).is_empty() && !DRAWN.contains(&&*name)
}

/// Whether an id may name something that the editor draws for a step, such as one of its branches.
fn is_drawn_for(flow: &Flow, id: Node<'_>) -> bool {
    let Some(name) = id.as_str() else { return true };
    let of_step = |i: usize| !flow.by_id(&name[..i]).is_empty();
    name.contains([':', '/']) || name.match_indices('-').any(|(i, _)| of_step(i))
}

fn report(
    cx: &mut Context<'_>,
    flow: &Flow,
    id: Node<'_>,
    what: &str,
    otherwise: &str,
    level: Level,
) {
    let Some(name) = id.as_str() else { return };
    let near = cx.did_you_mean(&name, flow.ids());
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    };
    let message = format!("`{name}` is not a step of this flow: {what}");
    let fix = near.and_then(|near| scalar::meant(cx.file.text(), id, near));
    cx.report(id.span(), message).level(level).help(help).fix = fix;
}
