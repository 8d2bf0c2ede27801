//! What the server knows: the workspace at this moment and the open documents.
//!
//! Everything changes under one lock, held for the change only: a flow and its scripts are always read
//! at one moment. Readers take a [`Snapshot`] and let go.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use ide::Snapshot;
use model::file::{File, FileKind, Source};
use rustc_hash::FxHashMap;
use syntax::{Document, FileId};
use tokio::sync::{Notify, watch};
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use super::backlog::{Backlog, lies_in};
use super::convert;
use super::findings::Findings;
use super::initialize::Client;
use super::loading::Stage;
use super::preview::Previews;
use super::recent::Recent;
use super::resolve::Proposed;
use super::status::Status;
use super::tokens;
use super::versions::Versions;
use super::wire::Flushed;
use super::writing::Writing;
use crate::disk;

/// Shared by all messages.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    /// Wakes the publisher.
    pub(super) changed: Notify,
    /// How much of what was told is taken up: the count of [`Backlog`].
    pub(super) taken: watch::Sender<u64>,
    /// The rounds of checks that are done: the count of [`State::tell_everything`] when the last one began.
    pub(super) rounds: watch::Sender<u64>,
    /// What was found in the last one. Whoever locks the state as well does that first.
    findings: Mutex<Findings>,
    /// The number of the last question for all findings; the others are over.
    pub(super) questions: watch::Sender<u64>,
    /// Told when the client is to ask anew.
    pub(super) refresh: Notify,
    /// Told when the client is to ask anew for inlay hints.
    pub(super) refresh_hints: Notify,
    /// Wakes who tells the client to ask for code lenses again.
    pub(super) refresh_lenses: Notify,
    /// Told when something was not told because somebody is still writing it.
    pub(super) held: Notify,
    /// Told of every edit.
    pub(super) edited: Notify,
    /// Told when the client is to be asked for its settings.
    pub(super) ask_for_settings: Notify,
    /// How far the folders are read.
    pub(super) stage: watch::Sender<Stage>,
    /// How many folders we watch ourselves.
    pub(super) watched: watch::Sender<usize>,
    /// What was found last in the documents that somebody asked for.
    pub(super) recent: Arc<Recent>,
    /// What is known while everything is read for the first time.
    pub(super) previews: Arc<Previews>,
    /// The last proposals.
    pub(super) proposed: Proposed,
    /// What the client was told last of how the server is.
    pub(super) status: tokio::sync::Mutex<Option<Status>>,
    /// What was said to the client and is on its way.
    pub(super) flushed: Arc<Flushed>,
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
    /// How often the settings or the SDKs changed: older findings say nothing then.
    pub(super) generation: u64,
    /// Whether everything is to be told again, be it news or not.
    pub(super) all_told: bool,
    /// How often that was asked for.
    pub(super) asked: u64,
    /// Whether the client asks for the findings of all files.
    pub(super) pulls_all: bool,
    /// How often it did.
    pub(super) questions: u64,
    /// How often semantic tokens were given.
    pub(super) tokens_given: u64,
    /// Settings that the client sent.
    pub(super) client_settings: serde_json::Value,
    /// What was told of the disk.
    pub(super) backlog: Backlog,
}

/// A document that the editor holds.
#[derive(Debug)]
pub(super) struct OpenDocument {
    /// Its address as the client writes it.
    pub(super) uri: Uri,
    text: Versions,
    /// The version that the client was last answered for, and what that was ([`super::findings::id`]).
    pub(super) pulled: Option<(i32, u64)>,
    /// The semantic tokens that the client was given last.
    pub(super) given_tokens: Option<tokens::Given>,
    /// What the client was last told to ask again for.
    pub(super) refreshed: Option<u64>,
    /// Where somebody is writing.
    pub(super) writing: Option<Writing>,
}

impl OpenDocument {
    /// Its text.
    pub(super) fn text(&self) -> Arc<str> {
        self.text.document().text()
    }

    /// The client's count of its versions.
    pub(super) fn version(&self) -> i32 {
        self.text.version()
    }
}

impl Default for Shared {
    fn default() -> Shared {
        Shared {
            state: Mutex::default(),
            changed: Notify::new(),
            taken: watch::Sender::new(0),
            rounds: watch::Sender::new(0),
            questions: watch::Sender::new(0),
            refresh: Notify::new(),
            refresh_hints: Notify::new(),
            refresh_lenses: Notify::new(),
            held: Notify::new(),
            edited: Notify::new(),
            ask_for_settings: Notify::new(),
            stage: watch::Sender::default(),
            watched: watch::Sender::default(),
            recent: Arc::default(),
            previews: Arc::default(),
            proposed: Proposed::default(),
            findings: Mutex::default(),
            status: tokio::sync::Mutex::default(),
            flushed: Arc::default(),
            shut_down: AtomicBool::new(false),
        }
    }
}

impl Shared {
    /// The state. A panic elsewhere does not take it away: it is whole between any two changes.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// What was found in the last round.
    pub(super) fn findings(&self) -> MutexGuard<'_, Findings> {
        self.findings.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Notes that the client asked to shut down.
    pub(super) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::SeqCst);
        // Whoever waits for findings hears no more.
        self.questions.send_replace(u64::MAX);
    }

    /// Whether it did.
    pub(super) fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }
}

impl State {
    /// Has the next round check everything and tell of everything; gives the count in [`Shared::rounds`]
    /// that says that this is done.
    pub(super) fn tell_everything(&mut self) -> u64 {
        self.all_dirty = true;
        self.all_told = true;
        self.asked += 1;
        self.asked
    }

    /// Takes up settings of the client: the table itself, or under the server's name.
    pub(super) fn configure(&mut self, value: serde_json::Value) {
        let own = value.get("windmill-ls").cloned();
        self.client_settings = own.unwrap_or(value);
        self.backlog.settings();
    }

    /// Takes up a document.
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: &str) {
        let Some(path) = convert::path(&uri) else {
            return;
        };
        let document = Document::new(text);
        let workspace = &self.snapshot.workspace;
        let before = workspace.id(&path).and_then(|id| workspace.get(id));
        let before = before.filter(|f| f.text() == text && matches!(f.source, Source::Text(_)));
        let before = before.cloned();
        let on_disk = disk::to_disk(&path);
        let id = set(&mut self.snapshot, &path, &document);
        let kind = self.snapshot.workspace.get(id).map(|f| f.kind.clone());
        let is_read = kind.as_ref().is_some_and(FileKind::is_read);
        let is_new = before.is_none();
        if is_read && !lies_in(&self.folders, &on_disk) {
            self.backlog.outside(on_disk);
        } else if is_new && kind == Some(FileKind::Flow) {
            // It may name files that nobody else does.
            self.backlog.path(on_disk, &self.snapshot.settings);
        }
        let open = OpenDocument {
            uri,
            text: Versions::new(text, version),
            pulled: None,
            given_tokens: None,
            refreshed: None,
            writing: None,
        };
        self.open.insert(path, open);
        match before {
            // As the disk has it: nothing is new to other files.
            Some(file) => {
                self.dirty.entry(id).or_insert(file);
            }
            None => self.all_dirty = true,
        }
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
        let is_late = version < open.version();
        let is_whole = changes.iter().any(|c| c.range.is_none());
        let Some(edit) = open.text.change(version, changes, encoding) else {
            return;
        };
        // Of a new text it is not known where somebody writes in it.
        let place = edit.span.start as usize + edit.new_len;
        open.writing = (!is_late && !is_whole).then(|| Writing::at(place));
        if is_late {
            // Another text than the one with that version before.
            open.pulled = None;
        }
        let workspace = &mut self.snapshot.workspace;
        let text = open.text.document().text();
        let before = workspace
            .id(&path)
            .and_then(|id| workspace.get(id).cloned());
        let id = match workspace.id(&path) {
            Some(id) if text.len() as u64 <= disk::MAX_BYTES && is_text(workspace, id) => {
                workspace.edit(id, edit, text);
                id
            }
            _ => set(&mut self.snapshot, &path, open.text.document()),
        };
        match before {
            Some(file) => {
                self.dirty.entry(id).or_insert(file);
            }
            None => self.all_dirty = true,
        }
        // Who writes here does not write elsewhere.
        self.is_left_but(&path);
    }

    /// Gives a document back to the disk.
    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(path) = convert::path(uri) else {
            return;
        };
        if self.open.remove(&path).is_some() {
            let file = self.snapshot.workspace.id(&path);
            let file = file.and_then(|id| Some((id, self.snapshot.workspace.get(id)?)));
            if let Some((id, file)) = file.filter(|_| self.client.pulls) {
                // What the client asked for itself it is told of from now on.
                self.dirty.entry(id).or_insert_with(|| Arc::clone(file));
            }
            self.refresh(disk::to_disk(&path));
        }
    }

    /// Notes that something happened to a path on the disk.
    pub(super) fn refresh(&mut self, path: PathBuf) {
        self.backlog.path(path, &self.snapshot.settings);
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
