//! What is known while the folders are read for the first time: where every file is, from the walk alone. A request
//! then reads what its document names, and is answered from that; findings wait for all of it.
//!
//! It is a workspace of its own, which goes when everything is read: nothing of it lasts.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use ide::Snapshot;
use model::file::{File, Source};
use model::workspace::Workspace;
use serde_json::Value;
use syntax::FileId;

use super::backlog::read_settings;
use super::state::State;
use crate::disk::{self, Opened};

/// How many files are read for one request.
const MOST: usize = 200;

/// How far references are followed: a flow, what it runs, and what that imports.
const STEPS: usize = 3;

/// The preview, if there is one.
#[derive(Debug, Default)]
pub(super) struct Previews(Mutex<Option<Preview>>);

#[derive(Debug)]
struct Preview {
    /// The job that reads everything.
    job: u64,
    snapshot: Snapshot,
    opened: Arc<Opened>,
    folders: Vec<PathBuf>,
    /// The client's settings, as they are taken up in the snapshot.
    said: Value,
}

impl Preview {
    /// Takes up settings that the client sent since: the job has the old ones until its end.
    fn configure(&mut self, said: &Value) {
        if self.said != *said {
            self.snapshot.settings = read_settings(&self.folders, said);
            self.said.clone_from(said);
        }
    }
}

impl Previews {
    /// A job has walked through the folders.
    pub(super) fn begin(&self, job: u64, snapshot: Snapshot, folders: &[PathBuf], said: Value) {
        let opened = Arc::new(Opened::new(folders));
        let preview = Preview {
            job,
            snapshot,
            opened,
            folders: folders.to_vec(),
            said,
        };
        *self.0.lock().unwrap_or_else(|e| e.into_inner()) = Some(preview);
    }

    /// Whether there is one.
    pub(super) fn is_there(&self) -> bool {
        self.0.lock().unwrap_or_else(|e| e.into_inner()).is_some()
    }

    /// A job has read everything.
    pub(super) fn end(&self, job: u64) {
        let mut preview = self.0.lock().unwrap_or_else(|e| e.into_inner());
        preview.take_if(|p| p.job == job);
    }

    /// What a request about the file at `path` is answered from, with what it names. `None`: nothing is being read,
    /// or the walk is not done.
    pub(super) fn snapshot(&self, open: &Open, path: &str) -> Option<Snapshot> {
        let (mut snapshot, opened) = {
            let mut preview = self.0.lock().unwrap_or_else(|e| e.into_inner());
            let preview = preview.as_mut().filter(|p| p.job == open.job)?;
            preview.configure(&open.said);
            (preview.snapshot.clone(), Arc::clone(&preview.opened))
        };
        for file in &open.files {
            snapshot.workspace.add(Arc::clone(file));
        }
        let read = read_near(&mut snapshot.workspace, &opened, path);
        let mut preview = self.0.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(preview) = preview.as_mut().filter(|p| p.job == open.job) {
            for file in read {
                preview.snapshot.workspace.add(file);
            }
        }
        Some(snapshot)
    }
}

/// The open documents while a job reads everything.
pub(super) struct Open {
    job: u64,
    files: Vec<Arc<File>>,
    /// The client's settings.
    said: Value,
}

impl State {
    /// The open documents, if everything is being read.
    pub(super) fn while_loading(&self) -> Option<Open> {
        let workspace = &self.snapshot.workspace;
        let ids = self.open.keys().filter_map(|path| workspace.id(path));
        Some(Open {
            job: self.backlog.loading()?,
            said: self.client_settings.clone(),
            files: ids.filter_map(|id| workspace.get(id).cloned()).collect(),
        })
    }
}

/// Reads the file at `path`, what it names, and what that names.
fn read_near(workspace: &mut Workspace, opened: &Opened, path: &str) -> Vec<Arc<File>> {
    let mut read = Vec::new();
    let mut near: Vec<FileId> = workspace.id(path).into_iter().collect();
    for _ in 0..=STEPS {
        let mut next = Vec::new();
        for id in near {
            let Some(mut file) = workspace.get(id).cloned() else {
                continue;
            };
            if file.source == Source::Unread && read.len() < MOST {
                let Some(fresh) = disk::read_one(opened, workspace, &file.path) else {
                    continue;
                };
                file = Arc::new(fresh);
                workspace.add(Arc::clone(&file));
                read.push(Arc::clone(&file));
            }
            next.extend(workspace.named_by(&file));
        }
        next.sort_unstable();
        next.dedup();
        near = next;
    }
    read
}
