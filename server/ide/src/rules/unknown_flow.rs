//! A step, an app, or code, that runs a flow which the synced workspace does not have.

use model::references::Key;
use sdk::PathKind;

use super::support::code_path;
use super::support::synced::{self, endings, is_synced, keeps, report, root, run_by_path};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-flow",
        Level::Warning,
        include_str!("unknown_flow.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(root) = root(cx) else { return };
    if !is_synced(root, PathKind::Flow) {
        return;
    }
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    let endings = endings(PathKind::Flow);
    let is_there = |path: &str| names.flow(&from, path).is_some();
    for run in run_by_path(cx, |key| match key {
        Key::Flow(path) => Some(path),
        _ => None,
    }) {
        let path = &run.path;
        let is_script = names.script(&from, &path.value).is_some();
        if is_script && !is_there(&path.value) && keeps(root, &path.value, endings) {
            synced::report_kind(cx, &run, "flow", "script");
            continue;
        }
        if !is_there(&path.value) && keeps(root, &path.value, endings) {
            report(cx, root, path, PathKind::Flow);
        }
    }
    // A script may stand where a flow was thought to be: that is told nowhere yet.
    let is_there = |path: &str| is_there(path) || names.script(&from, path).is_some();
    code_path::check(cx, root, PathKind::Flow, endings, is_there);
}
