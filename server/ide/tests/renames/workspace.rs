//! Workspaces as texts, and what a change makes of them.

use std::collections::BTreeMap;
use std::path::Path;

use ide::{Change, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

/// All texts by path.
pub(crate) type Texts = BTreeMap<String, String>;

pub(crate) fn read(folder: &Path, at: &str, into: &mut Texts) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{at}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &path, into);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            into.insert(path, text);
        }
    }
}

pub(crate) fn snapshot(texts: &Texts) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in texts {
        workspace.set(path, Source::Text(text.as_str().into()));
    }
    let settings = Settings::default();
    Snapshot {
        workspace,
        settings,
    }
}

pub(crate) fn texts(snapshot: &Snapshot) -> Texts {
    let files = snapshot.workspace.files().into_iter();
    files
        .map(|(_, f)| (f.path.to_string(), f.text().to_owned()))
        .collect()
}

/// Where a file or what is in a folder goes.
pub(crate) fn place(change: &Change, path: &str) -> String {
    let moved = change.moves.iter().find_map(|m| {
        let rest = path.strip_prefix(&*m.from)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{}{rest}", m.to))
    });
    moved.unwrap_or_else(|| path.to_owned())
}

/// The workspace after a change, and the place of one of the new names in it.
pub(crate) fn changed(
    before: &Snapshot,
    change: &Change,
    new: &str,
) -> (Snapshot, Option<(FileId, usize)>) {
    let mut after = before.clone();
    let mut here = None;
    let mut sets: Vec<(String, String)> = Vec::new();
    for (id, edits) in &change.edits {
        let file = before.workspace.get(*id).unwrap();
        let mut text = file.text().to_owned();
        let path = place(change, &file.path);
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        let mut shift = 0_isize;
        for edit in edits {
            let start = edit.span.start as isize + shift;
            shift += edit.text.len() as isize - edit.span.len() as isize;
            if edit.text == new && here.is_none() {
                here = Some((path.clone(), start as usize));
            }
        }
        sets.push((path, text));
    }
    let moves = !change.moves.is_empty();
    if moves {
        for (_, file) in before.workspace.files() {
            let to = place(change, &file.path);
            if to != *file.path {
                after.workspace.remove(&file.path);
                if !sets.iter().any(|(path, _)| *path == to) {
                    sets.push((to, file.text().to_owned()));
                }
            }
        }
    }
    for (path, text) in sets {
        after.workspace.set(&path, Source::Text(text.into()));
    }
    let here = here.map(|(path, at)| (after.workspace.id(&path).unwrap(), at + 1));
    (after, here)
}

/// Whether a name may be given: those that are reserved are not in the samples.
pub(crate) fn is_valid(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    name.chars().all(fits) && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// How often each rule finds something in these files.
pub(crate) fn found(snapshot: &Snapshot, files: impl Iterator<Item = FileId>) -> Vec<&'static str> {
    let mut rules = Vec::new();
    for id in files {
        rules.extend(snapshot.check(id).into_iter().map(|f| f.rule.name));
    }
    rules.sort_unstable();
    rules
}

/// One of the sample workspaces.
pub(crate) fn sample(name: &str) -> Texts {
    let mut all = Texts::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces");
    read(&root.join(name), "/w", &mut all);
    all
}
