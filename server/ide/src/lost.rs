//! What a change took away that others use still: a script, an input, a property of a result. Told of two workspaces, the one
//! before and the one now.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::file::File;
use model::signature::EntryName;
use model::symbol::{CodeId, Symbol, Use};
use model::workspace::{EntrySummary, Summary, Workspace};
use syntax::FileId;

use crate::Snapshot;
use crate::lenses;

/// Something that is gone, and who uses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// The Windmill path of the script, flow or other item that it is gone from, or that is gone.
    pub path: String,
    /// The input or property that is gone; `None`: all of it.
    pub name: Option<String>,
    /// What it was: `input`, `property`, or `file`.
    pub what: LostKind,
    /// What a file that is gone is called now: it was moved, and who uses it was not told.
    pub now: Option<String>,
    /// The files that use it still, by path.
    pub users: Vec<FileId>,
    /// Those in a few words, as "3 flows and 1 schedule".
    pub said: String,
}

/// What is gone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LostKind {
    /// A script, flow, resource, variable or resource type.
    File,
    /// An input of a flow or a script.
    Input,
    /// A property of a result.
    Property,
}

impl LostKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            LostKind::File => "file",
            LostKind::Input => "input",
            LostKind::Property => "property",
        }
    }
}

/// What is gone of files that changed, each with its id before and its id now. What nobody uses is not told.
pub(crate) fn lost(now: &Snapshot, before: &Snapshot, changed: &[(FileId, FileId)]) -> Vec<Lost> {
    let (now, before) = (&now.workspace, &before.workspace);
    let mut found = Vec::new();
    for (then_id, now_id) in changed {
        let Some(then) = before.get(*then_id) else {
            continue;
        };
        let Some(symbol) = lenses::symbol(before, *then_id, then) else {
            continue;
        };
        let path = path_of(before, then, &symbol);
        // In another language, or in a folder of the other layout, it is what the path leads to.
        let now_id = &file_of(now, &symbol).unwrap_or(*now_id);
        let is_now = now.get(*now_id);
        let symbol_now = is_now.and_then(|is| Some((is, lenses::symbol(now, *now_id, is)?)));
        let path_now = symbol_now.and_then(|(is, symbol)| path_of(now, is, &symbol));
        let moved_to = path_now.filter(|path_now| Some(path_now) != path.as_ref());
        let mut tell = |what, name: Option<&str>, symbol: &Symbol| {
            let uses = before.uses_of(symbol);
            let users = users(now, before, *then_id, symbol, &uses);
            if let (Some(path), false) = (&path, users.is_empty()) {
                found.push(Lost {
                    path: path.clone(),
                    name: name.map(str::to_owned),
                    what,
                    now: moved_to.clone().filter(|_| what == LostKind::File),
                    said: lenses::counted(now, users.iter().copied()).join(" and "),
                    users,
                });
            }
        };
        let Some(is) = is_now else {
            tell(LostKind::File, None, &symbol);
            continue;
        };
        if moved_to.is_some() {
            tell(LostKind::File, None, &symbol);
        }
        for name in gone(inputs(then), inputs(is)) {
            let symbol = input(then, *then_id, &name);
            tell(LostKind::Input, Some(&name), &symbol);
        }
        let (had, has) = (before.returned_names(*then_id), now.returned_names(*now_id));
        let is_known = had
            .as_ref()
            .zip(has.as_ref())
            .is_some_and(|(_, has)| has.closed);
        for name in gone(
            had.map(|h| h.names),
            has.filter(|_| is_known).map(|h| h.names),
        ) {
            if let Some(symbol) = before.property_of_file(*then_id, &[&name]) {
                tell(LostKind::Property, Some(&name), &symbol);
            }
        }
    }
    found.sort_by(|a, b| (&a.path, a.what, &a.name).cmp(&(&b.path, b.what, &b.name)));
    found
}

/// The file that a path or a resource type means.
fn file_of(workspace: &Workspace, symbol: &Symbol) -> Option<FileId> {
    match symbol {
        Symbol::Path { kind, root, path } => workspace.file_of_path(*kind, root, path),
        Symbol::ResourceType { root, name } => workspace.file_of_type(root, name),
        _ => None,
    }
}

/// What the first list has and the second lacks; nothing where one of them is not known.
fn gone(had: Option<Vec<String>>, has: Option<Vec<String>>) -> Vec<String> {
    let (Some(had), Some(has)) = (had, has) else {
        return Vec::new();
    };
    had.into_iter().filter(|name| !has.contains(name)).collect()
}

/// The names of a file's inputs; `None`: not known, or there may be any.
fn inputs(file: &File) -> Option<Vec<String>> {
    match file.summary() {
        Summary::Flow(flow) => {
            let inputs = flow.inputs.as_ref()?;
            Some(inputs.iter().map(|(name, _)| name.clone()).collect())
        }
        Summary::Script(script) => match &script.main {
            EntrySummary::Found {
                params,
                takes_any: false,
            } => Some(params.iter().map(|p| p.name.clone()).collect()),
            _ => None,
        },
        _ => None,
    }
}

fn input(file: &File, id: FileId, name: &str) -> Symbol {
    match file.flow() {
        Some(_) => Symbol::Input {
            flow: id,
            name: name.into(),
        },
        None => Symbol::Parameter {
            code: CodeId {
                file: id,
                module: None,
            },
            entry: EntryName::Main,
            name: name.into(),
        },
    }
}

/// The files that use it now, by path: those that did and are what they were, and those where it is found today.
fn users(
    now: &Workspace,
    before: &Workspace,
    own: FileId,
    symbol: &Symbol,
    uses: &[Use],
) -> Vec<FileId> {
    let is_same = |id: FileId| {
        let (then, is) = (before.get(id), now.get(id));
        then.zip(is).is_some_and(|(a, b)| a.text() == b.text())
    };
    let found = match symbol {
        Symbol::Path { .. } | Symbol::ResourceType { .. } => now.uses_of(symbol),
        _ => Vec::new(),
    };
    let stays = uses.iter().map(|u| u.file).filter(|id| is_same(*id));
    let all: BTreeSet<FileId> = stays.chain(found.iter().map(|u| u.file)).collect();
    let is_user = |id: &FileId| {
        let file = now.get(*id);
        *id != own && file.is_some_and(|f| !lenses::is_beside(&f.kind))
    };
    let mut users: Vec<FileId> = all.into_iter().filter(is_user).collect();
    users.sort_by_key(|id| now.get(*id).map(|f| Arc::clone(&f.path)));
    users
}

fn path_of(workspace: &Workspace, file: &File, symbol: &Symbol) -> Option<String> {
    match symbol {
        Symbol::Path { path, .. } => Some(path.to_string()),
        Symbol::ResourceType { name, .. } => Some(name.to_string()),
        // Code of a step: its file is all that it is called by.
        _ => Some(workspace.shown(&file.path).to_owned()),
    }
}
