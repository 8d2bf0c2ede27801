//! A field that has no effect beside another one, or without it.

use model::flow::Kind;

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "ignored-field",
    Level::Warning,
    include_str!("ignored_field.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let step = flow.node(module.node);
        // Source: `get_stop_after_if_data`, windmill-labs/windmill#8464.
        if let Some(stop) = step.get("stop_after_if").filter(|s| !s.merges_unknown()) {
            let skips = stop.get("skip_if_stopped").and_then(|s| s.as_bool()) == Some(true);
            let message = stop.pair("error_message").filter(|p| {
                p.value
                    .is_some_and(|v| v.as_str().is_some_and(|t| !t.is_empty()) && !v.is_null())
            });
            if let Some(pair) = message.filter(|_| skips) {
                cx.report(
                    pair.key.span(),
                    "`error_message` is never shown: with `skip_if_stopped: true` nothing fails",
                )
                .help("remove it, or set `skip_if_stopped: false`; older servers fail with it");
            }
        }
        let Some(value) = module.value.map(|v| flow.node(v)) else {
            continue;
        };
        if module.kind == Kind::BranchAll {
            let branches = value.get("branches").into_iter().flat_map(|b| b.items());
            for condition in branches.filter_map(|b| b.pair("expr")) {
                // Editors write `false` there; who writes a condition means it.
                let text = condition.value.and_then(|v| v.as_str());
                let reads = |text: &str| !model::expr::analyze(text).chains.is_empty();
                if text.is_some_and(|t| reads(&t)) {
                    cx.report(
                        condition.key.span(),
                        "`expr` has no effect: a `branchall` runs all its branches",
                    )
                    .help("write a `branchone`, or `skip_if` in the steps of the branch");
                }
            }
        }
        // Source: `push_next_flow_job`, windmill-labs/windmill#6815.
        let given = |p: &syntax::yaml::Pair<'_>| p.value.is_some_and(|v| !v.is_null());
        let limit = value.pair("parallelism").filter(given);
        let Some(limit) = limit.filter(|_| module.is_loop() && !value.merges_unknown()) else {
            continue;
        };
        let parallel = value.get("parallel").and_then(|p| p.as_bool()) == Some(true);
        if module.kind == Kind::WhileLoop {
            cx.report(
                limit.key.span(),
                "`parallelism` has no effect: a while loop runs one round after the other",
            )
            .help("remove it");
        } else if !parallel {
            cx.report(
                limit.key.span(),
                "`parallelism` has no effect without `parallel: true`",
            )
            .help("set `parallel: true`, or remove it");
        }
    }
}
