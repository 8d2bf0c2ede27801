//! An input that what a step runs does not take.

use model::flow::{Flow, Kind, Transform, TransformKind};
use model::workspace::Callee;

use super::{FixKind, Level, Rule, did_you_mean};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "unknown-input",
        Level::Error,
        include_str!("unknown_input.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        if module.transforms.is_empty() {
            continue;
        }
        let callee = cx.callee(idx);
        let Some(inputs) = callee.inputs(module) else {
            continue;
        };
        let names: Vec<&str> = inputs.iter().map(|i| i.name.as_str()).collect();
        for transform in &module.transforms {
            let name = transform.name.value.as_str();
            if names.contains(&name) || matches!(callee, Callee::Flow(_, f) if reads(f, name)) {
                continue;
            }
            let message = match &module.kind {
                Kind::Flow(Some(path)) => {
                    format!("The sub-flow `{}` has no input `{name}`", path.value)
                }
                Kind::Script(Some(path)) => {
                    format!(
                        "`{}` has no parameter `{name}`: the value is dropped",
                        path.value
                    )
                }
                _ => format!("The script has no parameter `{name}`: the value is dropped"),
            };
            let given = |n: &&str| module.transforms.iter().any(|t| t.name.value == **n);
            let free = names.iter().copied().filter(|n| !given(n));
            let near = did_you_mean(name, free);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "it takes no inputs".to_owned(),
                None if names.len() <= 12 => format!("its inputs are: {}", names.join(", ")),
                None => "remove it, or add the parameter".to_owned(),
            };
            let span = transform.name.span;
            let as_written = span.slice(cx.file.text()) == name;
            let gone = given_nothing(flow, transform);
            let finding = cx.report(span, message).help(help);
            // Nothing is lost with an empty value, that the parameter was renamed is seen elsewhere.
            if gone {
                finding.level(Level::Warning);
            }
            if let Some(near) = near.filter(|n| as_written && is_plain_key(n)) {
                finding.fix(Fix::meant(span, near));
            }
        }
    }
}

/// Whether the value is empty: what the form left of a parameter that is gone.
fn given_nothing(flow: &Flow, transform: &Transform) -> bool {
    let TransformKind::Static(value) = transform.kind else {
        return false;
    };
    value.is_none_or(|v| {
        let value = flow.node(v);
        value.is_null() || value.as_str().is_some_and(|t| t.is_empty())
    })
}

/// Whether a name can be a key without quotes.
fn is_plain_key(name: &str) -> bool {
    let mut chars = name.chars();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    chars.next().is_some_and(char::is_alphabetic) && chars.all(is_word)
}

/// Whether a flow reads an input that its schema does not name, or all of them at once.
fn reads(flow: &Flow, name: &str) -> bool {
    flow.expressions().iter().any(|e| {
        let chains = e
            .analysis()
            .chains
            .iter()
            .filter(|c| c.root.value == "flow_input");
        chains.into_iter().any(|c| {
            c.path
                .first()
                .is_none_or(|s| s.key.name().is_none_or(|n| n == name))
        })
    })
}
