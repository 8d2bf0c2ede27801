//! A known field in the wrong mapping: a step's in its `value`, a flow's at the root, and back.

use syntax::yaml::Node;

use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "misplaced-field",
        Level::Error,
        include_str!("misplaced_field.md"),
        check,
    )
};

/// Fields of a step that people write into its `value`.
const STEP_FIELDS: &[&str] = &[
    "id",
    "summary",
    "suspend",
    "stop_after_if",
    "stop_after_all_iters_if",
    "skip_if",
    "retry",
    "sleep",
    "timeout",
    "cache_ttl",
    "mock",
    "priority",
    "continue_on_error",
    "delete_after_secs",
];

/// Fields of a step's `value` that people write beside it.
const VALUE_FIELDS: &[&str] = &[
    "type",
    "language",
    "content",
    "path",
    "lock",
    "input_transforms",
    "iterator",
    "modules",
    "branches",
    "default",
    "skip_failures",
    "parallel",
    "parallelism",
    "tools",
    "hash",
    "tag_override",
];

/// Fields of the flow's `value` that people write at the root.
const FLOW_FIELDS: &[&str] = &[
    "modules",
    "failure_module",
    "preprocessor_module",
    "same_worker",
    "concurrent_limit",
    "concurrency_key",
    "concurrency_time_window_s",
    "skip_expr",
    "flow_env",
    "early_return",
    "notes",
    "groups",
    "chat_input_enabled",
];

/// Whether a name is a field of a flow, a step or a step's `value`, and so at most in the wrong place.
pub(super) fn is_field(name: &str) -> bool {
    [STEP_FIELDS, VALUE_FIELDS, FLOW_FIELDS]
        .iter()
        .any(|fields| fields.contains(&name))
}

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    if let Some(root) = flow.yaml().root() {
        for_each(root, FLOW_FIELDS, |key, span| {
            cx.report(
                span,
                format!("`{key}` belongs into the flow's `value`, not beside it"),
            )
            .help("move it under `value`");
        });
    }
    for (_, module) in flow.modules() {
        let node = flow.node(module.node);
        for_each(node, VALUE_FIELDS, |key, span| {
            cx.report(
                span,
                format!("`{key}` belongs into this step's `value`, not beside it"),
            )
            .help("move it under the step's `value`");
        });
        let Some(value) = module.value.map(|v| flow.node(v)) else {
            continue;
        };
        for_each(value, &own_fields(value), |key, span| {
            cx.report(
                span,
                format!("`{key}` belongs to the step, not into its `value`"),
            )
            .help("move it out of `value`, beside `id`");
        });
    }
}

/// The fields of a step that this `value` does not have as fields of its own.
fn own_fields(value: Node<'_>) -> Vec<&'static str> {
    let reading = model::openflow::place_of(value).reading;
    let foreign = |f: &&&str| reading.field(f).is_none();
    STEP_FIELDS.iter().filter(foreign).copied().collect()
}

fn for_each(node: Node<'_>, fields: &[&str], mut report: impl FnMut(&str, syntax::Span)) {
    for pair in node.pairs() {
        let Some(key) = pair.key.as_str() else {
            continue;
        };
        if fields.contains(&&*key) && !pair.value.is_some_and(|v| v.is_null()) {
            report(&key, pair.key.span());
        }
    }
}
