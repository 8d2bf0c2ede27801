//! The sample workspaces in memory.

use std::fs;
use std::path::Path;

use ide::{Settings, Snapshot};
use model::file::{FileKind, Source};
use model::workspace::Workspace;
use syntax::FileId;

/// Where a sample lies in the model.
pub(crate) const ROOT: &str = "/w";

/// The names of all samples.
pub(crate) const SAMPLES: [&str; 3] = ["clean", "broken", "nondotted"];

/// Paths and texts of a sample's files, by path.
pub(crate) fn texts(name: &str) -> Vec<(String, String)> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("workspaces")
        .join(name);
    let mut texts = Vec::new();
    let mut open = vec![base.clone()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inner = path.strip_prefix(&base).unwrap();
            let inner = inner.to_str().unwrap().replace('\\', "/");
            texts.push((
                format!("{ROOT}/{inner}"),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
    texts.sort();
    assert!(!texts.is_empty(), "{name} has files");
    texts
}

/// A workspace of these files, added in this order.
pub(crate) fn workspace(files: &[(String, String)]) -> Workspace {
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    for (path, text) in files {
        workspace.set(path, Source::Text(text.as_str().into()));
    }
    workspace
}

/// A workspace with the usual settings.
pub(crate) fn snapshot(workspace: &Workspace) -> Snapshot {
    Snapshot {
        workspace: workspace.clone(),
        settings: Settings::default(),
    }
}

/// The files that are looked at, by path.
pub(crate) fn read_files(workspace: &Workspace) -> Vec<FileId> {
    let files = workspace.files().into_iter();
    files
        .filter(|(_, f)| f.kind.is_read())
        .map(|(id, _)| id)
        .collect()
}

/// Whether the file is a flow.
pub(crate) fn is_flow(workspace: &Workspace, id: FileId) -> bool {
    workspace.get(id).unwrap().kind == FileKind::Flow
}
