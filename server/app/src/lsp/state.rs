//! What the server knows: the workspace at this moment and the open documents.
//!
//! Everything changes under one lock, held for the change only: a flow and its scripts are always read
//! at one moment. Readers take a [`Snapshot`] and let go.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use ide::Snapshot;
use model::file::{File, FileId, FileKind, Source};
use model::script::ScriptLanguage;
use rustc_hash::FxHashMap;
use syntax::{Document, LineCol};
use tokio::sync::{Notify, watch};
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use super::convert;
use super::initialize::Client;
use super::log;
use crate::{disk, installed, settings};

/// Shared by all messages.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    /// Wakes the publisher.
    pub(super) changed: Notify,
    /// Whether the folders have been read.
    pub(super) loaded: watch::Sender<bool>,
    shut_down: AtomicBool,
}

/// The state behind the lock.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The workspace, with open documents as the editor has them.
    pub(super) snapshot: Snapshot,
    /// Open documents by path.
    pub(super) open: FxHashMap<String, OpenDocument>,
    /// What the client can do.
    pub(super) client: Client,
    /// Folders to read; all of them are read anew when one joins.
    pub(super) folders: Vec<PathBuf>,
    /// Files whose text changed since they were checked last, as they were then.
    pub(super) dirty: FxHashMap<FileId, Arc<File>>,
    /// Whether files came or went, so that everything is to be checked.
    pub(super) all_dirty: bool,
    /// Settings that the client sent.
    pub(super) client_settings: serde_json::Value,
    /// Number of the load that counts: the last one begun.
    load: u64,
    /// Whether it is still under way.
    is_loading: bool,
    late: Vec<PathBuf>,
}

/// A document that the editor holds.
#[derive(Debug)]
pub(super) struct OpenDocument {
    /// Its address as the client writes it.
    pub(super) uri: Uri,
    /// The client's count of its versions.
    pub(super) version: i32,
    document: Document,
}

impl Default for Shared {
    fn default() -> Shared {
        Shared {
            state: Mutex::default(),
            changed: Notify::new(),
            loaded: watch::Sender::new(true),
            shut_down: AtomicBool::new(false),
        }
    }
}

impl Shared {
    /// The state. A panic elsewhere does not take it away: it is whole between any two changes.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Notes that the client asked to shut down.
    pub(super) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::SeqCst);
    }

    /// Whether it did.
    pub(super) fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }

    /// Reads all folders on a thread of its own, then puts the result in place. Edits made meanwhile
    /// are kept: open documents are laid over what the disk has.
    pub(super) fn load(self: &Arc<Self>) {
        let (load, folders) = {
            let mut state = self.lock();
            state.load += 1;
            state.is_loading = true;
            self.loaded.send_replace(false);
            (state.load, state.folders.clone())
        };
        let shared = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let loaded = disk::load(&folders);
            let said = |p: &disk::Problem| format!("{}: {}", p.path.display(), p.message);
            log::problems(loaded.problems.iter().map(said));
            let mut state = shared.lock();
            // Loads may end in another order than they began: only the last one has today's folders.
            if state.load == load {
                state.is_loading = false;
                state.replace(loaded.workspace);
                shared.loaded.send_replace(true);
                drop(state);
                shared.changed.notify_one();
            }
        });
    }

    /// Waits until the folders have been read.
    pub(super) async fn ready(&self) {
        let mut loaded = self.loaded.subscribe();
        // The sender lives as long as `self`.
        let _ = loaded.wait_for(|&l| l).await;
    }
}

impl State {
    fn replace(&mut self, workspace: model::workspace::Workspace) {
        self.snapshot.workspace = workspace;
        #[expect(clippy::iter_over_hash_type, reason = "each is set on its own")]
        for (path, open) in &self.open {
            set(&mut self.snapshot, path, &open.document);
        }
        for path in std::mem::take(&mut self.late) {
            self.refresh(&path);
        }
        self.read_settings();
    }

    /// Reads the settings file of the first folder anew, and what the client sent over it; then the SDKs,
    /// which may lie elsewhere now.
    pub(super) fn read_settings(&mut self) {
        let mut settings = ide::Settings::default();
        let folder = self.folders.first();
        if let Some(file) = folder.and_then(|f| settings::for_folder(f)) {
            match settings::read_file(&mut settings, &file) {
                Ok(notes) => log::problems(notes.iter().map(ToString::to_string)),
                Err(error) => tracing::error!("{error}"),
            }
        }
        let base = folder.and_then(|f| disk::to_model(f)).unwrap_or_default();
        for problem in settings::apply(&mut settings, &self.client_settings, &base) {
            tracing::warn!(
                "the editor's settings: {}: {}",
                problem.path.join("."),
                problem.message
            );
        }
        self.snapshot.settings = settings;
        // What is being read now comes with its own.
        if !self.is_loading {
            for problem in installed::take_up(&mut self.snapshot) {
                tracing::warn!("{problem}");
            }
        }
        self.all_dirty = true;
    }

    /// Takes up settings of the client: the table itself, or under the server's name.
    pub(super) fn configure(&mut self, value: serde_json::Value) {
        let own = value.get("windmill-ls").cloned();
        self.client_settings = own.unwrap_or(value);
        self.read_settings();
    }

    /// Takes up a document; says whether its folder has to be read first.
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: &str) -> bool {
        let Some(path) = convert::path(&uri) else {
            return false;
        };
        let document = Document::new(text);
        let workspace = &self.snapshot.workspace;
        let before = workspace.id(&path).and_then(|id| workspace.get(id));
        let before = before.filter(|f| f.text() == text && matches!(f.source, Source::Text(_)));
        let before = before.cloned();
        let outside = !self.snapshot.workspace.holds(&path);
        let root = disk::root_for(&disk::to_disk(&path));
        // Nothing is said of other files; the folder round a stub in the cache may be a whole home.
        let is_read = FileKind::of(&path, &ScriptLanguage::Bun).is_read();
        let joins = outside && is_read && !self.folders.contains(&root);
        if joins {
            self.folders.push(root);
        }
        let id = set(&mut self.snapshot, &path, &document);
        let open = OpenDocument {
            uri,
            version,
            document,
        };
        self.open.insert(path, open);
        match before {
            // As the disk has it: nothing is new to other files.
            Some(file) if !joins => {
                self.dirty.entry(id).or_insert(file);
            }
            _ => self.all_dirty = true,
        }
        joins
    }

    /// Applies edits in order. Unknown documents are left alone: the client never opened them.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let Some(path) = convert::path(uri) else {
            return;
        };
        let encoding = self.client.encoding;
        let Some(open) = self.open.get_mut(&path) else {
            return;
        };
        open.version = version;
        let mut edit: Option<syntax::Edit> = None;
        for change in changes {
            let place = |p: tower_lsp::ls_types::Position| LineCol {
                line: p.line,
                col: p.character,
            };
            let range = change.range.map(|r| (place(r.start), place(r.end)));
            let next = open.document.replace(range, encoding, &change.text);
            edit = Some(edit.map_or(next, |e| e.then(next)));
        }
        let Some(edit) = edit else { return };
        let workspace = &mut self.snapshot.workspace;
        let text = open.document.text();
        let before = workspace
            .id(&path)
            .and_then(|id| workspace.get(id).cloned());
        let id = match workspace.id(&path) {
            Some(id) if text.len() as u64 <= disk::MAX_BYTES && is_text(workspace, id) => {
                workspace.edit(id, edit, text);
                id
            }
            _ => set(&mut self.snapshot, &path, &open.document),
        };
        match before {
            Some(file) => {
                self.dirty.entry(id).or_insert(file);
            }
            None => self.all_dirty = true,
        }
    }

    /// Gives a document back to the disk.
    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(path) = convert::path(uri) else {
            return;
        };
        if self.open.remove(&path).is_some() {
            self.refresh(&disk::to_disk(&path));
        }
    }

    /// Takes up what happened on the disk. What is open stays as the editor has it.
    pub(super) fn refresh(&mut self, path: &Path) {
        if self.is_loading {
            self.late.push(path.to_owned());
        }
        let name = disk::to_model(path);
        if name.is_some_and(|n| self.open.contains_key(&n)) {
            return;
        }
        if path.file_name().is_some_and(|n| n == settings::NAME) {
            self.read_settings();
            return;
        }
        disk::refresh(&mut self.snapshot.workspace, path);
        // A folder may have brought open files along.
        #[expect(clippy::iter_over_hash_type, reason = "each is set on its own")]
        for (name, open) in &self.open {
            if path.is_dir() && disk::to_disk(name).starts_with(path) {
                set(&mut self.snapshot, name, &open.document);
            }
        }
        self.all_dirty = true;
    }
}

fn is_text(workspace: &model::workspace::Workspace, id: FileId) -> bool {
    workspace
        .get(id)
        .is_some_and(|f| matches!(f.source, Source::Text(_)))
}

fn set(snapshot: &mut Snapshot, path: &str, document: &Document) -> FileId {
    let text = document.text();
    let source = if text.len() as u64 > disk::MAX_BYTES {
        disk::from_bytes(text.as_bytes().to_vec())
    } else {
        Source::Text(text)
    };
    snapshot.workspace.set(path, source)
}
