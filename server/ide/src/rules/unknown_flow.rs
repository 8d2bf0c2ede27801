//! A step that runs a flow which the synced workspace does not have.

use model::flow::Kind;

use super::synced::{keeps, report, root};
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "unknown-flow",
        Level::Warning,
        include_str!("unknown_flow.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let (Some(flow), Some(root)) = (cx.flow(), root(cx)) else {
        return;
    };
    if !root.config.as_ref().is_some_and(|c| c.syncs_flows()) {
        return;
    }
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let known: Vec<&str> = names.flows(&from).map(|(path, _)| path).collect();
    for (_, module) in flow.modules() {
        let Kind::Flow(Some(path)) = &module.kind else {
            continue;
        };
        let there = names.flow(&from, &path.value).is_some();
        if !there && keeps(root, &path.value, &[".flow/flow.yaml", "__flow/flow.yaml"]) {
            report(cx, root, path, "flow", &known);
        }
    }
}
