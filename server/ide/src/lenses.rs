//! Who uses a script, a flow, a resource or a variable, to be shown above it: "3 flows · 1 schedule".

use std::collections::BTreeSet;

use model::file::{File, FileKind, ItemKind};
use model::flow::first_key;
use model::path::{app_folder, parent, raw_app_folder};
use model::signature::EntryName;
use model::symbol::{PathKind, Symbol, Use};
use model::workspace::Workspace;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::rename::new_path;

/// Where it is to be shown who uses a file: at a script's entry point, at another file's first key. `None`: the file has
/// nothing that others name.
pub(crate) fn lens(snapshot: &Snapshot, id: FileId) -> Option<Span> {
    let file = snapshot.workspace.get(id)?;
    symbol(&snapshot.workspace, id, file)?;
    match &file.kind {
        FileKind::Flow | FileKind::Item(_) => Some(first_key(file.yaml().root()?)),
        _ => {
            let script = file.script()?;
            let main = script.entry(EntryName::Main).signature();
            let entry = main.or_else(|| script.entry(EntryName::Preprocessor).signature());
            entry.map(|e| e.name.span)
        }
    }
}

/// Who uses what a file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Users {
    /// In a few words, as "3 flows · 1 schedule": how many files of each kind name it.
    pub said: String,
    /// The places that name it, but for those in the file itself and beside it.
    pub places: Vec<Use>,
}

fn places(workspace: &Workspace, id: FileId, symbol: &Symbol) -> Vec<Use> {
    let mut uses = workspace.uses_of(symbol);
    uses.retain(|at| {
        let kind = workspace.get(at.file).map(|f| &f.kind);
        at.file != id && kind.is_some_and(|kind| !is_beside(kind))
    });
    uses
}

/// Whether such a file belongs to a script itself.
pub(crate) fn is_beside(kind: &FileKind) -> bool {
    matches!(kind, FileKind::Metadata | FileKind::Lock)
}

/// Who uses a file; `None`: there is no such file, or nothing that others name.
pub(crate) fn users(snapshot: &Snapshot, id: FileId) -> Option<Users> {
    let workspace = &snapshot.workspace;
    let symbol = symbol(workspace, id, workspace.get(id)?)?;
    let places = places(workspace, id, &symbol);
    let files: BTreeSet<FileId> = places.iter().map(|u| u.file).collect();
    let said = counted(workspace, files);
    let said = match said.is_empty() {
        true => "used by no flow, script, schedule, trigger or app".to_owned(),
        false => said.join(" · "),
    };
    Some(Users { said, places })
}

/// How many of some files there are of each kind: "3 flows", "1 schedule".
pub(crate) fn counted(
    workspace: &Workspace,
    files: impl IntoIterator<Item = FileId>,
) -> Vec<String> {
    let mut apps = BTreeSet::new();
    let mut counts = [0; 7];
    for user in files {
        let file = workspace.get(user);
        let place = match file.map(|f| &f.kind) {
            // One app may have several files.
            Some(FileKind::App | FileKind::Frontend)
                if !apps.insert(file.and_then(|f| app_folder(&f.path))) =>
            {
                continue;
            }
            Some(FileKind::App | FileKind::Frontend) => 5,
            Some(FileKind::Flow) => 0,
            Some(FileKind::Script(_)) => 1,
            Some(FileKind::Item(ItemKind::Schedule)) => 2,
            Some(FileKind::Item(ItemKind::Trigger)) => 3,
            Some(FileKind::Item(ItemKind::Resource)) => 4,
            _ => 6,
        };
        counts[place] += 1;
    }
    let words = [
        "flow",
        "script",
        "schedule",
        "trigger",
        "resource",
        "app",
        "other file",
    ];
    let said = counts
        .into_iter()
        .zip(words)
        .filter(|(count, _)| *count > 0);
    let said = said.map(|(count, word)| match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    });
    said.collect()
}

/// What others name of a file.
pub(crate) fn symbol(workspace: &Workspace, id: FileId, file: &File) -> Option<Symbol> {
    let kind = match file.kind {
        FileKind::Flow => PathKind::Flow,
        FileKind::Script(_) => PathKind::Script,
        FileKind::Item(kind) => return item(workspace, id, file, kind),
        _ => return None,
    };
    // The frontend of an app calls it by the name of its file.
    let is_in_backend = raw_app_folder(&file.path)
        .is_some_and(|app| parent(&file.path) == format!("{app}/backend"));
    if is_in_backend || !workspace.inliners(&file.path).is_empty() {
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

/// The same of a resource, a variable or a resource type.
fn item(workspace: &Workspace, id: FileId, file: &File, kind: ItemKind) -> Option<Symbol> {
    let root = workspace.root_of(&file.path)?.dir.clone();
    let of = match kind {
        ItemKind::Resource => PathKind::Resource,
        ItemKind::Variable => PathKind::Variable,
        ItemKind::ResourceType => {
            let (name, _) = model::path::name(&file.path).split_once(".resource-type.")?;
            let is_it = workspace.file_of_type(&root, name) == Some(id);
            let name = name.into();
            return is_it.then_some(Symbol::ResourceType { root, name });
        }
        _ => return None,
    };
    let path = new_path(workspace, of, &file.path)?;
    let is_it = workspace.names().item_file(&file.path, kind, &path) == Some(id);
    is_it.then(|| Symbol::Path {
        kind: of,
        root,
        path: path.into(),
    })
}
