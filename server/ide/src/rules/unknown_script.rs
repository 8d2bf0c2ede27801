//! A step, an app, or code, that runs a script which the synced workspace does not have.

use model::references::Key;
use sdk::PathKind;

use super::support::code_path;
use super::support::synced::{self, endings, is_synced, keeps, report, root, run_by_path};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-script",
        Level::Warning,
        include_str!("unknown_script.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(root) = root(cx) else { return };
    let names = cx.workspace.names();
    let from = cx.file.path.to_string();
    // Where no script is kept at all, they live elsewhere.
    if !is_synced(root, PathKind::Script) || names.scripts(&from).next().is_none() {
        return;
    }
    let is_there = |path: &str| {
        names.script(&from, path).is_some()
            || names.has_metadata(&from, path)
            || names.flow(&from, path).is_some()
    };
    let endings = endings(PathKind::Script);
    for run in run_by_path(cx, |key| match key {
        Key::Script(path) => Some(path),
        _ => None,
    }) {
        let path = &run.path;
        let is_script = names.script(&from, &path.value).is_some()
            || names.has_metadata(&from, &path.value)
            || names.is_unread(&from, &path.value);
        let is_flow = names.flow(&from, &path.value).is_some();
        if is_flow && !is_script && keeps(root, &path.value, endings) {
            synced::report_kind(cx, &run, "script", "flow");
            continue;
        }
        if !is_there(&path.value) && keeps(root, &path.value, endings) {
            report(cx, root, path, PathKind::Script);
        }
    }
    let is_there = |path: &str| is_there(path) || names.is_unread(&from, path);
    code_path::check(cx, root, PathKind::Script, endings, is_there);
}
