//! Who uses a script or a flow, to be shown above it: "3 flows · 1 schedule".

use std::collections::BTreeSet;

use model::file::{File, FileKind, ItemKind};
use model::flow::first_key;
use model::signature::EntryName;
use model::symbol::{PathKind, Symbol};
use model::workspace::Workspace;
use syntax::{FileId, Span};

use crate::Snapshot;

/// Where it is to be shown who uses a file: at a script's entry point, at a flow's first key. `None`: the file has nothing
/// that others name.
pub(crate) fn lens(snapshot: &Snapshot, id: FileId) -> Option<Span> {
    let file = snapshot.workspace.get(id)?;
    symbol(&snapshot.workspace, id, file)?;
    match &file.kind {
        FileKind::Flow => Some(first_key(file.yaml().root()?)),
        _ => {
            let script = file.script()?;
            let main = script.entry(EntryName::Main).signature();
            let entry = main.or_else(|| script.entry(EntryName::Preprocessor).signature());
            entry.map(|e| e.name.span)
        }
    }
}

/// Who uses a file, in a few words; `None`: there is no such file, or nothing that others name.
pub(crate) fn users(snapshot: &Snapshot, id: FileId) -> Option<String> {
    let workspace = &snapshot.workspace;
    let symbol = symbol(workspace, id, workspace.get(id)?)?;
    let files: BTreeSet<FileId> = workspace.uses_of(&symbol).iter().map(|u| u.file).collect();
    let mut counts = [0; 5];
    for user in files.into_iter().filter(|user| *user != id) {
        let place = match workspace.get(user).map(|f| &f.kind) {
            Some(FileKind::Flow) => 0,
            Some(FileKind::Script(_)) => 1,
            Some(FileKind::Item(ItemKind::Schedule)) => 2,
            Some(FileKind::Item(ItemKind::Trigger)) => 3,
            // It belongs to the script itself.
            Some(FileKind::Metadata | FileKind::Lock) | None => continue,
            Some(_) => 4,
        };
        counts[place] += 1;
    }
    let words = ["flow", "script", "schedule", "trigger", "other file"];
    let said = counts
        .into_iter()
        .zip(words)
        .filter(|(count, _)| *count > 0);
    let said = said.map(|(count, word)| match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    });
    let said: Vec<String> = said.collect();
    // Apps are not read: they may use it all the same.
    Some(match said.is_empty() {
        true => "used by no flow, script, schedule or trigger".to_owned(),
        false => said.join(" · "),
    })
}

/// What others name of a file.
pub(crate) fn symbol(workspace: &Workspace, id: FileId, file: &File) -> Option<Symbol> {
    let kind = match file.kind {
        FileKind::Flow => PathKind::Flow,
        FileKind::Script(_) => PathKind::Script,
        _ => return None,
    };
    if !workspace.inliners(&file.path).is_empty() {
        return Some(Symbol::Inlined(id));
    }
    let names = workspace.names();
    let path = names.windmill_path(&file.path)?;
    let leads_here = match kind {
        PathKind::Flow => names.flow(&file.path, &path) == Some(id),
        _ => names.script(&file.path, &path) == Some(id),
    };
    let root = workspace.root_of(&file.path).filter(|_| leads_here)?;
    Some(Symbol::Path {
        kind,
        root: root.dir.clone(),
        path: path.into(),
    })
}
