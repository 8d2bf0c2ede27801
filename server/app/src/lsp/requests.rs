//! How every request is answered: a snapshot taken on arrival, the work on a thread that may block, a
//! panic turned into an error, and nothing done any more once the request was cancelled.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ide::{Checked, Snapshot};
use model::file::File;
use model::path::FilePath;
use rustc_hash::FxHashMap;
use syntax::FileId;
use tokio::sync::{Semaphore, SemaphorePermit};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Uri;

use super::convert;
use super::initialize::Client;
use super::recent::Recent;
use super::state::{Shared, State};
use super::writing::Writing;

/// How many requests are worked on at a time, each on a thread, each with the workspace as it was when it
/// began: neither threads nor old versions of files pile up. One that was cancelled counts until it
/// ends.
static JOBS: Semaphore = Semaphore::const_new(32);

/// What a request answers from.
pub(super) struct Request {
    /// The workspace when it was asked.
    pub(super) snapshot: Snapshot,
    /// The document's id.
    pub(super) id: FileId,
    /// The document.
    pub(super) file: Arc<File>,
    /// Its address, as it was asked for.
    pub(super) uri: Uri,
    /// Its version, if it is open.
    pub(super) version: Option<i32>,
    /// All other open documents: path, address and version.
    pub(super) others: Vec<(FilePath, Uri, i32)>,
    /// What the client can do.
    pub(super) client: Client,
    /// Where somebody writes in open documents, by path.
    pub(super) writing: FxHashMap<String, Writing>,
    generation: u64,
    recent: Arc<Recent>,
}

impl Request {
    /// All open documents: path, address and version.
    pub(super) fn open(&self) -> Vec<(FilePath, Uri, i32)> {
        let own = self
            .version
            .map(|v| (self.file.path.clone(), self.uri.clone(), v));
        own.into_iter().chain(self.others.iter().cloned()).collect()
    }

    /// What is found in a file; `None`: there is no such file.
    pub(super) fn check(&self, file: FileId) -> Option<Arc<Checked>> {
        self.recent.check(&self.snapshot, self.generation, file)
    }
}

/// Set when the request's future is dropped: the client cancelled it, or is gone.
struct Cancelled(Arc<AtomicBool>);

impl Drop for Cancelled {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Answers a request about a document; `None` where the workspace has no such document. Where the disk
/// takes long, the answer is what is known so far.
pub(super) async fn answer<T: Send + 'static>(
    shared: &Arc<Shared>,
    uri: &Uri,
    work: impl FnOnce(Request) -> T + Send + 'static,
) -> Result<Option<T>> {
    shared.ready_soon().await;
    answer_now(shared, uri, true, work).await
}

/// Answers a request about findings, which must not be told before all files are known that they depend
/// on. `None` also where that takes too long.
pub(super) async fn answer_settled<T: Send + 'static>(
    shared: &Arc<Shared>,
    uri: &Uri,
    work: impl FnOnce(Request) -> T + Send + 'static,
) -> Result<Option<Option<T>>> {
    match shared.settled().await {
        true => answer_now(shared, uri, false, work).await.map(Some),
        false => Ok(None),
    }
}

/// `early`: while everything is read, what is near will do.
async fn answer_now<T: Send + 'static>(
    shared: &Arc<Shared>,
    uri: &Uri,
    early: bool,
    work: impl FnOnce(Request) -> T + Send + 'static,
) -> Result<Option<T>> {
    let job = JOBS.acquire().await.ok();
    let Some(path) = convert::path(uri) else {
        return Ok(None);
    };
    let (asked, loading) = {
        let state = shared.lock();
        let loading = early.then(|| state.while_loading());
        (Asked::of(shared, &state, uri, &path), loading.flatten())
    };
    let (shared, uri) = (Arc::clone(shared), uri.clone());
    run(job, move || {
        let mut asked = asked;
        // Until everything is read, what this document names is.
        if let Some(open) = loading {
            match shared.previews.snapshot(&open, &path) {
                Some(near) => asked.snapshot = near,
                // Everything may have been read in the meantime, and is in place then.
                None => asked = Asked::of(&shared, &shared.lock(), &uri, &path),
            }
        }
        asked.request(&path).map(work)
    })
    .await
}

/// What a request is answered from that is about no document.
pub(super) struct Everything {
    /// The workspace when it was asked.
    pub(super) snapshot: Snapshot,
    /// What the client can do.
    pub(super) client: Client,
    /// All open documents: path, address and version.
    pub(super) open: Vec<(FilePath, Uri, i32)>,
}

/// Answers a request about the workspace, once all files are known. `None` where that takes too long.
pub(super) async fn answer_all<T: Send + 'static>(
    shared: &Arc<Shared>,
    work: impl FnOnce(Everything) -> T + Send + 'static,
) -> Result<Option<T>> {
    if !shared.settled().await {
        return Ok(None);
    }
    let job = JOBS.acquire().await.ok();
    let all = {
        let state = shared.lock();
        Everything {
            snapshot: state.snapshot.clone(),
            client: state.client.clone(),
            open: open(&state),
        }
    };
    run(job, move || work(all)).await.map(Some)
}

fn open(state: &State) -> Vec<(FilePath, Uri, i32)> {
    let open = state.open.iter();
    open.map(|(path, o)| (FilePath::from(path.as_str()), o.uri.clone(), o.version()))
        .collect()
}

/// What a request is answered from, but for its document.
struct Asked {
    snapshot: Snapshot,
    others: Vec<(FilePath, Uri, i32)>,
    client: Client,
    uri: Uri,
    version: Option<i32>,
    writing: FxHashMap<String, Writing>,
    generation: u64,
    recent: Arc<Recent>,
}

impl Asked {
    /// As things stand for the document at `path`.
    fn of(shared: &Shared, state: &State, uri: &Uri, path: &str) -> Asked {
        let client = state.client.clone();
        let version = state.open.get(path).map(|o| o.version());
        let others = open(state).into_iter().filter(|(p, ..)| **p != *path);
        let writing = state.open.iter();
        let writing = writing.filter_map(|(p, o)| Some((p.clone(), o.writing?)));
        Asked {
            writing: writing.collect(),
            snapshot: state.snapshot.clone(),
            others: others.collect(),
            client,
            uri: uri.clone(),
            version,
            generation: state.generation,
            recent: Arc::clone(&shared.recent),
        }
    }

    /// The request about the document at `path`; `None`: there is none.
    fn request(self, path: &str) -> Option<Request> {
        let id = self.snapshot.workspace.id(path)?;
        let file = Arc::clone(self.snapshot.workspace.get(id)?);
        Some(Request {
            snapshot: self.snapshot,
            id,
            file,
            uri: self.uri,
            version: self.version,
            others: self.others,
            client: self.client,
            writing: self.writing,
            generation: self.generation,
            recent: self.recent,
        })
    }
}

/// Runs work that may block or panic; `job` is its place among [`JOBS`].
pub(super) async fn run<T: Send + 'static>(
    job: Option<SemaphorePermit<'static>>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let guard = Cancelled(Arc::clone(&cancelled));
    let job = tokio::task::spawn_blocking(move || {
        let _job = job;
        if cancelled.load(Ordering::Relaxed) {
            return None;
        }
        Some(catch_unwind(AssertUnwindSafe(work)))
    });
    let result = job.await;
    drop(guard);
    match result {
        Ok(Some(Ok(value))) => Ok(value),
        // What went wrong is in the log, through the panic hook.
        _ => Err(Error::internal_error()),
    }
}
