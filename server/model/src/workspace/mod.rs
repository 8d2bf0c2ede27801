//! The workspace: every file at one moment, and how they find each other.
//!
//! A `Workspace` is a value: the server keeps the current one, readers clone it and answer from their
//! clone. Nothing here asks the disk; whoever owns the value tells it what exists.

mod backend;
pub mod callee;
mod imports;
mod names;
mod near;
mod summary;
mod uses;

use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use immutable_chunkmap::map::Map;
use syntax::Edit;

pub use backend::Runnable;
pub use callee::{Callee, Input};
pub use imports::ImportTarget;
pub use names::{InlineTarget, PathNames};
pub use summary::{EntrySummary, FlowSummary, ParamSummary, Run, ScriptSummary, Summary, Target};
pub use uses::ScriptUse;

use crate::config::WmillConfig;
use crate::file::{File, FileKind, Source};
use crate::language::ScriptLanguage;
use crate::path::{self, FilePath};
use crate::references::{Cell, Index, Key, Notebook, Noted, Reads};
use sdk::{InstalledSdks, Sdks};
use syntax::FileId;

/// Every file at one moment. A clone costs next to nothing, and so does a change of one that has clones.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    files: Map<FileId, Arc<File>, 64>,
    /// By path.
    ids: Map<FilePath, FileId, 64>,
    next: u32,
    revision: u64,
    folders: Arc<[FilePath]>,
    names: Arc<OnceLock<PathNames>>,
    references: Cell,
    installed: Arc<InstalledSdks>,
    /// What is read of it, where that is noted.
    notebook: Option<Arc<Notebook>>,
}

/// A synced workspace: a folder with a `wmill.yaml`, or an opened folder without one.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder.
    pub dir: FilePath,
    /// `wmill.yaml`, where there is one that can be read.
    pub config: Option<WmillConfig>,
}

impl Workspace {
    /// An empty workspace over these folders; paths outside them are never looked at.
    pub fn new(folders: Vec<FilePath>) -> Workspace {
        Workspace {
            folders: Arc::from(folders),
            ..Workspace::default()
        }
    }

    /// The opened folders.
    pub fn folders(&self) -> &[FilePath] {
        self.note(|reads| reads.names = true);
        &self.folders
    }

    /// Replaces the opened folders.
    pub fn set_folders(&mut self, folders: Vec<FilePath>) {
        self.folders = Arc::from(folders);
        self.names = Arc::default();
        self.revision += 1;
    }

    /// A clone that notes what is read of it for an answer about the file `own`; see [`Workspace::reads`].
    pub fn noting(&self, own: FileId) -> Workspace {
        Workspace {
            notebook: Some(Arc::new(Notebook::new(own))),
            ..self.clone()
        }
    }

    /// What was read of it since [`Workspace::noting`]; nothing where nothing is noted.
    pub fn reads(&self) -> Reads {
        let notebook = self.notebook.as_ref();
        notebook.map_or_else(Reads::default, |n| n.reads())
    }

    /// Whether anything but the answer's own file was read since this was asked last. Always, where nothing
    /// is noted.
    pub fn has_read(&self) -> bool {
        let notebook = self.notebook.as_ref();
        notebook.is_none_or(|n| std::mem::take(&mut n.open().anything))
    }

    /// Notes that something is used that was worked out of other files before.
    pub fn uses_others(&self) {
        self.note(|_| {});
    }

    fn note(&self, what: impl FnOnce(&mut Noted)) {
        if let Some(notebook) = &self.notebook {
            notebook.note(what);
        }
    }

    /// Grows with every change: two states of one workspace with the same revision are the same.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Says which SDKs are installed.
    pub fn set_installed(&mut self, installed: InstalledSdks) {
        self.revision += 1;
        self.installed = Arc::new(installed);
    }

    /// The SDKs of the workspace: those installed, else those built in.
    pub fn sdks(&self) -> Sdks<'_> {
        self.installed.sdks()
    }

    /// Whether Windmill's client for TypeScript is installed.
    pub fn has_client(&self) -> bool {
        self.installed.has_client
    }

    /// Adds a file or replaces its text. Its kind follows from its path.
    pub fn set(&mut self, path: &str, source: Source) -> FileId {
        self.add(self.file(path, source))
    }

    /// A file as this workspace would add it.
    pub fn file(&self, path: &str, source: Source) -> File {
        File::new(Arc::from(path), self.kind(path), source)
    }

    fn kind(&self, path: &str) -> FileKind {
        // Of other files the answer would not count.
        let default_ts = match path.ends_with(".ts") {
            true => self.default_ts(path),
            false => ScriptLanguage::Bun,
        };
        FileKind::of(path, &default_ts)
    }

    /// Adds a file that was made by [`Workspace::file`], with what was worked out of it.
    pub fn add(&mut self, file: impl Into<Arc<File>>) -> FileId {
        let mut file = file.into();
        // It may have been made before a `wmill.yaml` changed.
        let kind = self.kind(&file.path);
        if kind != file.kind {
            file = Arc::new(File::new(Arc::clone(&file.path), kind, file.source.clone()));
        }
        let path = Arc::clone(&file.path);
        let id = match self.ids.get(&*path) {
            Some(&id) => id,
            None => {
                let id = FileId(self.next);
                self.next += 1;
                self.ids.insert_cow(path, id);
                self.names = Arc::default();
                id
            }
        };
        self.insert(id, file);
        id
    }

    /// Applies an edit to a file's text. `text` is the whole text after it.
    pub fn edit(&mut self, id: FileId, edit: Edit, text: Arc<str>) {
        let Some(file) = self.files.get(&id) else {
            return;
        };
        let file = file.edited(edit, text);
        self.insert(id, Arc::new(file));
    }

    fn insert(&mut self, id: FileId, file: Arc<File>) {
        let config = (file.kind == FileKind::Config).then(|| Arc::clone(&file.path));
        let before = config.as_ref().map(|c| self.default_ts(c));
        let old = self.files.insert_cow(id, file);
        self.references.change(id, old);
        self.revision += 1;
        if let Some((config, before)) = config.zip(before) {
            self.names = Arc::default();
            self.name_kinds(&config, &before);
        }
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &str) -> Option<FileId> {
        let id = *self.ids.get(path)?;
        let config = self.files.get(&id)?.kind == FileKind::Config;
        let before = config.then(|| self.default_ts(path));
        self.ids.remove_cow(&FilePath::from(path));
        let old = self.files.remove_cow(&id);
        self.references.change(id, old);
        self.names = Arc::default();
        self.revision += 1;
        if let Some(before) = before {
            self.name_kinds(path, &before);
        }
        Some(id)
    }

    /// The `wmill.yaml` at `config` changed, and with it what a bare `.ts` file is. Nothing of a file is
    /// kept that was read as another language.
    fn name_kinds(&mut self, config: &str, before: &ScriptLanguage) {
        if self.default_ts(config) == *before {
            return;
        }
        let dir = path::parent(config);
        let below = self.every();
        let below = below.filter(|(_, f)| path::relative(dir, &f.path).is_some());
        let other = below.filter_map(|(id, file)| {
            let kind = self.kind(&file.path);
            let now = || File::new(Arc::clone(&file.path), kind.clone(), file.source.clone());
            (kind != file.kind).then(|| (id, Arc::new(now())))
        });
        let other: Vec<(FileId, Arc<File>)> = other.collect();
        for (id, file) in other {
            let old = self.files.insert_cow(id, file);
            self.references.change(id, old);
        }
    }

    /// The file with this id, if it still exists.
    pub fn get(&self, id: FileId) -> Option<&Arc<File>> {
        if let Some(notebook) = &self.notebook {
            notebook.files([id]);
        }
        self.files.get(&id)
    }

    /// The file at this path.
    pub fn id(&self, path: &str) -> Option<FileId> {
        self.note(|reads| reads.names = true);
        self.ids.get(path).copied()
    }

    /// All files, by path. Takes as long as there are many: nothing that is answered or checked for one
    /// file may ask for it.
    pub fn files(&self) -> Vec<(FileId, &Arc<File>)> {
        self.note(|reads| reads.all = true);
        self.every().collect()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.len() == 0
    }

    /// The files at paths that start with `start`, by path.
    pub fn starting<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (FileId, &'a Arc<File>)> {
        self.note(|reads| reads.names = true);
        let range = self
            .ids
            .range::<str, _>((Bound::Included(start), Bound::Unbounded));
        let below = range.take_while(move |(path, _)| path.starts_with(start));
        below.filter_map(|(_, &id)| Some((id, self.files.get(&id)?)))
    }

    fn every(&self) -> impl Iterator<Item = (FileId, &Arc<File>)> {
        let ids = self.ids.into_iter();
        ids.filter_map(|(_, &id)| Some((id, self.files.get(&id)?)))
    }

    /// The names of everything: Windmill paths and where they are.
    pub fn names(&self) -> &PathNames {
        self.note(|reads| reads.names = true);
        self.names.get_or_init(|| PathNames::of(self))
    }

    /// The files that write this key, by path.
    pub(crate) fn naming(&self, key: Key) -> Vec<(FileId, &Arc<File>)> {
        let files = self.index().files(&key);
        let mut files: Vec<_> = files
            .filter_map(|id| Some((id, self.files.get(&id)?)))
            .collect();
        files.sort_unstable_by(|a, b| a.1.path.cmp(&b.1.path));
        if let Some(notebook) = &self.notebook {
            notebook.files(files.iter().map(|(id, _)| *id));
            notebook.note(|reads| {
                reads.keys.insert(key);
            });
        }
        files
    }

    /// Whether a file writes this key.
    fn is_named(&self, key: Key) -> bool {
        let is_named = self.index().has(&key);
        self.note(|reads| {
            reads.keys.insert(key);
        });
        is_named
    }

    pub(crate) fn index(&self) -> &Index {
        let now = |id| self.files.get(&id);
        self.references.get(|| self.every(), now)
    }

    /// The synced workspace that a path belongs to.
    pub fn root_of(&self, path: &str) -> Option<&Root> {
        self.names().root_of(path)
    }

    /// A path as people know it: from the root of its synced workspace; outside of one as it is.
    pub fn shown<'p>(&self, path: &'p str) -> &'p str {
        let root = self.root_of(path);
        root.and_then(|r| path::relative(&r.dir, path))
            .unwrap_or(path)
    }

    /// Whether what `!inline` names at `path` may be looked at from the flow at `flow`: both lie inside what
    /// was opened, or, where the flow was opened alone, the path in the flow's own folder.
    fn reaches(&self, flow: &str, path: &str) -> bool {
        match self.holds(flow) {
            true => self.holds(path),
            false => path::relative(path::parent(flow), path).is_some(),
        }
    }

    /// Whether a path lies inside what was opened.
    pub fn holds(&self, path: &str) -> bool {
        self.note(|reads| reads.names = true);
        self.folders
            .iter()
            .any(|f| &**f == path || path::relative(f, path).is_some())
    }

    /// The language of bare `.ts` files around `path`: asked before the names exist.
    fn default_ts(&self, path: &str) -> ScriptLanguage {
        let mut dir = path::parent(path);
        loop {
            let config = self.ids.get(&*format!("{dir}/wmill.yaml"));
            let config = config.and_then(|id| self.files.get(id));
            if let Some(Ok(config)) = config.and_then(|f| f.config()) {
                return config.default_ts();
            }
            if dir.is_empty() {
                return ScriptLanguage::Bun;
            }
            dir = path::parent(dir);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(workspace: &Workspace, path: &str) -> FileKind {
        let file = workspace.id(path).and_then(|id| workspace.get(id));
        file.expect("the file is there").kind.clone()
    }

    #[test]
    fn bare_typescript_is_what_the_nearest_settings_say() {
        let text = |t: &str| Source::Text(Arc::from(t));
        let (bun, deno) = (
            FileKind::Script(ScriptLanguage::Bun),
            FileKind::Script(ScriptLanguage::Deno),
        );
        let mut workspace = Workspace::new(vec![Arc::from("/w")]);
        let (outer, inner) = ("/w/wmill.yaml", "/w/in/wmill.yaml");
        let (one, two, named) = ("/w/f/x.ts", "/w/in/f/y.ts", "/w/f/z.bun.ts");
        for path in [one, two, named] {
            workspace.set(path, text("x\n"));
        }
        let kinds = |w: &Workspace| [one, two, named].map(|p| kind(w, p));
        let all = |a: &FileKind, b: &FileKind| [a.clone(), b.clone(), bun.clone()];
        assert_eq!(kinds(&workspace), all(&bun, &bun));
        let config = workspace.set(outer, text("defaultTs: deno\n"));
        assert_eq!(kinds(&workspace), all(&deno, &deno));
        workspace.set(inner, text("defaultTs: bun\n"));
        assert_eq!(kinds(&workspace), all(&deno, &bun));
        let edit = Edit {
            span: syntax::Span::new(11, 15),
            new_len: 3,
        };
        workspace.edit(config, edit, Arc::from("defaultTs: bun\n"));
        assert_eq!(kinds(&workspace), all(&bun, &bun));
        workspace.set(inner, text("defaultTs: deno\n"));
        assert_eq!(kinds(&workspace), all(&bun, &deno));
        workspace.remove(inner);
        assert_eq!(kinds(&workspace), all(&bun, &bun));
    }
}
