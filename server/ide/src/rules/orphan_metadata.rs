//! A script's metadata or lock without the script.

use model::file::{File, FileKind};
use model::path;
use syntax::Span;

use super::support::synced::root;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "orphan-metadata",
        Level::Error,
        include_str!("orphan_metadata.md"),
    ),
    check,
};

/// The metadata of a script whose code has a folder.
const IN_MODULE: &str = "__mod/script.";

fn check(cx: &mut Context<'_>) {
    let (place, add) = match cx.file.kind {
        FileKind::Metadata => (first_line(cx.file), "add the code, or remove this file"),
        // Metadata without code is the finding, where there is some.
        FileKind::Lock if !has_metadata(cx) => (Span::at(0), "remove this file"),
        _ => return,
    };
    let is_orphan = match modules(cx) {
        Some(lacks) => lacks,
        None => contents(cx).is_some_and(|c| c.is_empty()),
    };
    if is_orphan {
        let name = path::name(&cx.file.path).to_owned();
        let help = match playbook(cx) {
            Some(book) => {
                format!("`wmill sync push` fails: only `.yml` is seen, so rename `{book}`")
            }
            None => format!("`wmill sync push` fails: {add}"),
        };
        cx.report(place, format!("There is no script beside `{name}`"))
            .help(help);
    }
}

/// A playbook beside it whose ending Windmill does not know.
fn playbook<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let (stem, _) = cx.file.path.rsplit_once(".script.")?;
    let book = cx.workspace.id(&format!("{stem}.playbook.yaml"))?;
    cx.workspace.get(book).map(|f| path::name(&f.path))
}

/// Whether the metadata of the lock's script is there.
fn has_metadata(cx: &Context<'_>) -> bool {
    let stem = cx.file.path.strip_suffix("lock");
    stem.is_some_and(|stem| {
        let beside = cx.workspace.names().starting(stem);
        beside.iter().any(|p| **p != *cx.file.path)
    })
}

/// Whether the folder of a script with modules lacks the script; `None` for other files.
fn modules(cx: &Context<'_>) -> Option<bool> {
    let at = cx.file.path.rfind(IN_MODULE)?;
    let stem = &cx.file.path[..at + IN_MODULE.len()];
    let is_code = |p: &str| !["yaml", "json", "lock"].contains(&&p[stem.len()..]);
    is_synced(cx)?;
    let beside = cx.workspace.names().starting(stem);
    Some(!beside.iter().any(|p| is_code(p)))
}

/// The path in the workspace of a file that sync looks at as a script's; `None` for others.
fn is_synced<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let root = root(cx)?;
    let relative = path::relative(&root.dir, &cx.file.path)?;
    // A set of files is a resource's, whatever they are called.
    if relative.split('/').any(|part| part.ends_with(".fileset")) {
        return None;
    }
    let config = root.config.as_ref()?;
    let is_ours = ["f/", "u/", "g/"].iter().any(|f| relative.starts_with(f));
    (is_ours && config.syncs(relative) && config.syncs_scripts()).then_some(relative)
}

/// The names of all files that may be the code of the metadata or lock that is checked; `None` for other
/// files, and where sync does not look.
pub(super) fn contents(cx: &Context<'_>) -> Option<Vec<String>> {
    if !matches!(cx.file.kind, FileKind::Metadata | FileKind::Lock) {
        return None;
    }
    let (stem, _) = is_synced(cx)?.rsplit_once(".script.")?;
    let known = cx.workspace.names();
    let from = &cx.file.path;
    // What lies in a flow's or an app's folder is no script of its own.
    if known.is_owned(from) {
        return None;
    }
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
