//! A script's metadata without the script.

use model::file::{File, FileKind};
use model::path;
use syntax::Span;

use super::synced::root;
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "orphan-metadata",
    Level::Error,
    include_str!("orphan_metadata.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let Some(contents) = contents(cx) else { return };
    if contents.is_empty() {
        let name = path::name(&cx.file.path).to_owned();
        let place = first_line(cx.file);
        cx.report(place, format!("There is no script beside `{name}`"))
            .help("`wmill sync push` fails: add the code, or remove this file");
    }
}

/// The names of all files that may be the code of the metadata that is checked; `None` for other files,
/// and where sync does not look.
pub(super) fn contents(cx: &Context<'_>) -> Option<Vec<String>> {
    if cx.file.kind != FileKind::Metadata {
        return None;
    }
    let root = root(cx)?;
    let relative = path::relative(&root.dir, &cx.file.path)?;
    // A set of files is a resource's, whatever they are called.
    if relative.split('/').any(|part| part.ends_with(".fileset")) {
        return None;
    }
    let (stem, _) = relative.rsplit_once(".script.")?;
    let synced = root
        .config
        .as_ref()
        .is_some_and(|c| c.syncs(relative) && c.syncs_scripts());
    if !synced
        || !(relative.starts_with("f/") || relative.starts_with("u/") || relative.starts_with("g/"))
    {
        return None;
    }
    let known = cx.workspace.names();
    let from = &cx.file.path;
    let files = known
        .contents(from, stem)
        .iter()
        .filter_map(|id| cx.workspace.get(*id));
    let names: Vec<String> = files.map(|f| path::name(&f.path).to_owned()).collect();
    if names.is_empty() && known.is_unread(from, stem) {
        return None;
    }
    Some(names)
}

/// The first line of a file.
pub(super) fn first_line(file: &File) -> Span {
    let line = file.text().lines().next().unwrap_or_default();
    Span::new(0, line.trim_end().len())
}
