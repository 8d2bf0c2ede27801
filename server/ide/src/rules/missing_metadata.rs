//! A script with a `main` and without metadata, among scripts that have some.

use model::signature::{Entry, EntryName};

use super::support::synced::root;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-metadata",
        Level::Hint,
        include_str!("missing_metadata.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let (Some(script), Some(root)) = (cx.file.script(), root(cx)) else {
        return;
    };
    let names = cx.workspace.names();
    let from = &cx.file.path;
    let Some(path) = names.windmill_path(from) else {
        return;
    };
    // Files of flows and apps, and modules of a script, have no metadata of their own.
    let stands_alone = names.script(from, &path) == Some(cx.id)
        && !path.contains("__mod/")
        && !path.contains("__dbt/");
    let relative = model::path::relative(&root.dir, from).unwrap_or_default();
    let synced = root
        .config
        .as_ref()
        .is_some_and(|c| c.syncs(relative) && c.syncs_scripts());
    if !stands_alone || !synced || names.has_metadata(from, &path) || !names.knows_metadata(from) {
        return;
    }
    let is_inlined = || cx.workspace.uses(cx.id).iter().any(|u| u.inline);
    if cx.workspace.is_imported(cx.id) || is_inlined() {
        return;
    }
    let found = script.entry(EntryName::Main);
    if let Entry::Found(signature) = found
        && script.language.syntax().is_some()
    {
        let place = signature.name.span;
        cx.report(
            place,
            "This script has no `.script.yaml`: the next push makes one",
        )
        .help("`wmill generate-metadata` makes it now, so that it can be looked at first");
    }
}
