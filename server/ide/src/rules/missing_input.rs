//! A required parameter of what a step runs that the step does not give.

use model::flow::{Kind, Place};

use super::insert::add_input;
use super::misplaced_field::has_inputs_beside;
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Safe,
    ..Rule::new(
        "missing-input",
        Level::Error,
        include_str!("missing_input.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow().filter(|f| f.is_complete()) else {
        return;
    };
    for (idx, module) in flow.modules() {
        if module.is_special() || matches!(module.place, Place::Tool(_)) {
            continue;
        }
        let value = module.value.map(|v| flow.node(v));
        if has_inputs_beside(flow.node(module.node), value) {
            continue;
        }
        let callee = cx.callee(idx);
        let Some(inputs) = callee.inputs(module) else {
            continue;
        };
        let what = match &module.kind {
            Kind::Flow(Some(path)) => format!("the sub-flow `{}`", path.value),
            Kind::Script(Some(path)) => format!("`{}`", path.value),
            _ => format!("step `{}`", module.id_text()),
        };
        for input in inputs.iter().filter(|i| i.required) {
            if module.transforms.iter().any(|t| t.name.value == input.name) {
                continue;
            }
            let name = &input.name;
            let kind = if input.kind.is_empty() || input.kind == "unknown" {
                String::new()
            } else {
                format!(" ({})", input.kind)
            };
            let span = module.transforms_key.unwrap_or_else(|| flow.id_span(idx));
            let message = format!("Input `{name}`{kind} of {what} is missing: it will be null");
            let fix = value.and_then(|v| add_input(cx.file.text(), v, name));
            cx.report(span, message)
                .help(format!(
                    "add `{name}` under `input_transforms`, or give it a default"
                ))
                .fix = fix;
        }
    }
}
