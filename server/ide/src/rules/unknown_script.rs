//! A step that runs a script which the synced workspace does not have.

use model::flow::Kind;

use super::synced::{keeps, report, root};
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "unknown-script",
        Level::Warning,
        include_str!("unknown_script.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let (Some(flow), Some(root)) = (cx.flow(), root(cx)) else {
        return;
    };
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let known: Vec<&str> = names.scripts(&from).map(|(path, _)| path).collect();
    let synced = root.config.as_ref().is_some_and(|c| c.syncs_scripts());
    // Where no script is kept at all, they live elsewhere.
    if !synced || known.is_empty() {
        return;
    }
    for (_, module) in flow.modules() {
        let Kind::Script(Some(path)) = &module.kind else {
            continue;
        };
        let there = names.script(&from, &path.value).is_some()
            || names.has_metadata(&from, &path.value)
            || names.flow(&from, &path.value).is_some();
        if !there && keeps(root, &path.value, &[".py", ".ts", ".sh", ".script.yaml"]) {
            report(cx, root, path, "script", &known);
        }
    }
}
