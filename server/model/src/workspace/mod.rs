//! The workspace: every file at one moment, and how they find each other.
//!
//! A `Workspace` is a value: the server keeps the current one, readers clone it and answer from their
//! clone. Nothing here asks the disk; whoever owns the value tells it what exists.

pub mod callee;
mod names;
mod summary;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use syntax::Edit;

pub use callee::{Callee, Input};
pub use names::{InlineTarget, Names};
pub use summary::{ScriptUse, Summary, Target, Uses, resource_formats};

use crate::config::WmillConfig;
use crate::file::{File, FileId, FileKind, Source};
use crate::path::{self, FilePath};
use crate::script::ScriptLanguage;
use crate::sdk::{InstalledSdks, Sdks};

/// Every file at one moment.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    files: Arc<FxHashMap<FileId, Arc<File>>>,
    ids: Arc<FxHashMap<FilePath, FileId>>,
    next: u32,
    folders: Vec<FilePath>,
    names: Arc<OnceLock<Names>>,
    uses: Arc<OnceLock<Uses>>,
    installed: Arc<InstalledSdks>,
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
            folders,
            ..Workspace::default()
        }
    }

    /// The opened folders.
    pub fn folders(&self) -> &[FilePath] {
        &self.folders
    }

    /// Replaces the opened folders.
    pub fn set_folders(&mut self, folders: Vec<FilePath>) {
        self.folders = folders;
        self.names = Arc::default();
        self.uses = Arc::default();
    }

    /// Says which SDKs are installed.
    pub fn set_installed(&mut self, installed: InstalledSdks) {
        self.installed = Arc::new(installed);
    }

    /// The SDKs of the workspace: those installed, else those built in.
    pub fn sdks(&self) -> Sdks<'_> {
        self.installed.sdks()
    }

    /// Adds a file or replaces its text. Its kind follows from its path.
    pub fn set(&mut self, path: &str, source: Source) -> FileId {
        self.add(self.file(path, source))
    }

    /// A file as this workspace would add it.
    pub fn file(&self, path: &str, source: Source) -> File {
        let kind = FileKind::of(path, &self.default_ts(path));
        File::new(Arc::from(path), kind, source)
    }

    /// Adds a file that was made by [`Workspace::file`], with what was worked out of it.
    pub fn add(&mut self, file: File) -> FileId {
        let path = Arc::clone(&file.path);
        let id = match self.ids.get(&path) {
            Some(&id) => id,
            None => {
                let id = FileId(self.next);
                self.next += 1;
                Arc::make_mut(&mut self.ids).insert(Arc::clone(&path), id);
                self.names = Arc::default();
                id
            }
        };
        if file.kind == FileKind::Config {
            self.names = Arc::default();
        }
        self.insert(id, file);
        id
    }

    /// Applies an edit to a file's text. `text` is the whole text after it.
    pub fn edit(&mut self, id: FileId, edit: Edit, text: Arc<str>) {
        let Some(file) = self.files.get(&id) else {
            return;
        };
        let file = file.edited(edit, text);
        if file.kind == FileKind::Config {
            self.names = Arc::default();
        }
        self.insert(id, file);
    }

    fn insert(&mut self, id: FileId, file: File) {
        Arc::make_mut(&mut self.files).insert(id, Arc::new(file));
        self.uses = Arc::default();
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &str) -> Option<FileId> {
        let id = Arc::make_mut(&mut self.ids).remove(path)?;
        Arc::make_mut(&mut self.files).remove(&id);
        self.names = Arc::default();
        self.uses = Arc::default();
        Some(id)
    }

    /// The file with this id, if it still exists.
    pub fn get(&self, id: FileId) -> Option<&Arc<File>> {
        self.files.get(&id)
    }

    /// The file at this path.
    pub fn id(&self, path: &str) -> Option<FileId> {
        self.ids.get(path).copied()
    }

    /// All files, by path.
    pub fn files(&self) -> Vec<(FileId, &Arc<File>)> {
        let mut files: Vec<_> = self.files.iter().map(|(&id, file)| (id, file)).collect();
        files.sort_unstable_by(|a, b| a.1.path.cmp(&b.1.path));
        files
    }

    /// The names of everything: Windmill paths and where they are.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(self))
    }

    /// Who runs which script.
    pub fn uses(&self) -> &Uses {
        self.uses.get_or_init(|| Uses::of(self))
    }

    /// The synced workspace that a path belongs to.
    pub fn root_of(&self, path: &str) -> Option<&Root> {
        self.names().root_of(path)
    }

    /// Whether a path lies inside what was opened.
    pub fn holds(&self, path: &str) -> bool {
        self.folders
            .iter()
            .any(|f| &**f == path || path::relative(f, path).is_some())
    }

    /// The language of bare `.ts` files around `path`: asked before the names exist.
    fn default_ts(&self, path: &str) -> ScriptLanguage {
        let mut dir = path::parent(path);
        if !path.ends_with(".ts") {
            return ScriptLanguage::Bun;
        }
        loop {
            let config = self
                .id(&format!("{dir}/wmill.yaml"))
                .and_then(|id| self.get(id));
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
