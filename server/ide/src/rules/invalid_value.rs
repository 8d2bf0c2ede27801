//! An enum value that no version of OpenFlow knows.

use model::openflow::openflow;

use super::shape::shapes;
use super::{FixKind, Level, Rule, did_you_mean};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "invalid-value",
        Level::Error,
        include_str!("invalid_value.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    for shaped in shapes(cx) {
        let node = shaped.node;
        if let Some((union, key)) = shaped.reading.union.filter(|_| shaped.reading.undecided) {
            let Some(value) = node.get(key).filter(|v| v.is_string()) else {
                continue;
            };
            let kinds = openflow().kinds(union);
            report(cx, value, key, kinds.into_iter().map(|(k, _)| k).collect());
            continue;
        }
        if !node.is_string() || node.style().is_none() {
            continue;
        }
        let choices: Vec<&str> = shaped
            .reading
            .defs
            .iter()
            .flat_map(|d| d.choices())
            .collect();
        let is_kind = shaped.reading.defs.iter().any(|d| d.is_constant());
        if choices.is_empty()
            || is_kind
            || choices.contains(&node.as_str().as_deref().unwrap_or(""))
        {
            continue;
        }
        report(cx, node, shaped.name, choices);
    }
}

fn report(cx: &mut Context<'_>, node: syntax::yaml::Node<'_>, name: &str, known: Vec<&str>) {
    let Some(value) = node.as_str() else { return };
    if known.contains(&&*value) || cx.settings.knows(name, &value) {
        return;
    }
    let near = did_you_mean(&value, known.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it is one of: {}", known.join(", ")),
    };
    let message = format!("`{value}` is no `{name}` that Windmill knows");
    let finding = cx.report(node.span(), message).help(help);
    if let Some(near) = near {
        finding.fix(Fix::meant(node.span(), near));
    }
}
