//! Names as they are given on a command line: `f/a/x`, `f/a/x#step`, `f/a/x?input`, and a property of a result:
//! `f/a/x.property`, `f/a/x#step.property`, with more names behind it where it is further in.

use std::sync::Arc;

use model::signature::EntryName;
use model::symbol::{CodeId, PathKind, Symbol};
use model::workspace::Workspace;
use syntax::FileId;

use super::{Change, Refused, of_symbol};

/// What a path can be of, and the word that says so where it is of several: `flow:f/a/x`.
const KINDS: [(&str, PathKind); 4] = [
    ("script", PathKind::Script),
    ("flow", PathKind::Flow),
    ("resource", PathKind::Resource),
    ("variable", PathKind::Variable),
];

/// What gives another name to what `old` names in the synced workspace that the file or folder `from` is in.
pub(crate) fn rename_named(
    workspace: &Workspace,
    from: &str,
    old: &str,
    new: &str,
) -> Result<Change, Refused> {
    of_symbol(workspace, &named(workspace, from, old)?, new)
}

/// What `old` names in the synced workspace that the file or folder `from` is in.
pub(crate) fn named(workspace: &Workspace, from: &str, old: &str) -> Result<Symbol, Refused> {
    let from = format!("{}/wmill.yaml", from.trim_end_matches('/'));
    let root = workspace
        .root_of(&from)
        .map(|r| Arc::clone(&r.dir))
        .ok_or("This folder is in no workspace")?;
    let sign = old.find(['#', '?']);
    let (path, name) = match sign {
        Some(at) => (&old[..at], Some((&old[at..at + 1], &old[at + 1..]))),
        None => match old.find('.') {
            Some(at) => (&old[..at], Some((".", &old[at + 1..]))),
            None => (old, None),
        },
    };
    let prefix = KINDS.iter().find_map(|(word, kind)| {
        let rest = path.strip_prefix(word)?.strip_prefix(':')?;
        Some((*kind, rest))
    });
    let path = prefix.map_or(path, |(_, rest)| rest);
    let fits = |kind: PathKind| match name {
        Some(("#", _)) => kind == PathKind::Flow,
        Some(_) => matches!(kind, PathKind::Script | PathKind::Flow),
        None => true,
    };
    let all = KINDS
        .iter()
        .filter(|(_, kind)| prefix.is_none_or(|(wanted, _)| wanted == *kind) && fits(*kind));
    let found: Vec<(&str, PathKind, FileId)> = all
        .filter_map(|(word, kind)| {
            Some((*word, *kind, workspace.file_of_path(*kind, &root, path)?))
        })
        .collect();
    let (kind, id) = match found.as_slice() {
        [(_, kind, id)] => (*kind, *id),
        [] => {
            let what = match name {
                Some(("#", _)) => "flow",
                Some(_) => "script or flow",
                None => "script, flow, resource or variable",
            };
            return Err(format!("There is no {what} `{path}` in this workspace"));
        }
        [(first, ..), (second, ..), ..] => {
            return Err(format!(
                "`{path}` is a {first} and a {second}: write `{first}:{old}` or `{second}:{old}`"
            ));
        }
    };
    let property = |symbol: Option<Symbol>, owner: &str, property: &str| {
        symbol.ok_or_else(|| {
            format!("`{owner}` gives no property `{property}` that code is seen to make")
        })
    };
    let steps = workspace.get(id).and_then(|f| f.flow());
    let is_step = |id: &str| steps.is_some_and(|f| !f.by_id(id).is_empty());
    Ok(match (name, kind) {
        (Some((".", names)), _) => {
            let parts: Vec<&str> = names.split('.').collect();
            property(workspace.property_of_file(id, &parts), path, names)?
        }
        (Some(("#", name)), _) if !is_step(name) && name.contains('.') => {
            let (step, names) = name.split_once('.').unwrap_or((name, ""));
            if !is_step(step) {
                return Err(format!("The flow has no step `{step}`"));
            }
            let parts: Vec<&str> = names.split('.').collect();
            let found = workspace.property_of_step(id, step, &parts);
            property(found, &format!("{path}#{step}"), names)?
        }
        (Some(("#", id_of_step)), _) => Symbol::Step {
            flow: id,
            id: id_of_step.into(),
        },
        (Some((_, name)), PathKind::Flow) => Symbol::Input {
            flow: id,
            name: name.into(),
        },
        (Some((_, name)), _) => Symbol::Parameter {
            code: CodeId {
                file: id,
                module: None,
            },
            entry: EntryName::Main,
            name: name.into(),
        },
        (None, _) => Symbol::Path {
            kind,
            root,
            path: path.into(),
        },
    })
}
