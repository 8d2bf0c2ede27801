//! How every request is answered: a snapshot taken on arrival, the work on a thread that may block, a
//! panic turned into an error, and nothing done any more once the request was cancelled.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ide::{Checked, Snapshot};
use model::file::File;
use syntax::FileId;
use tokio::sync::{Semaphore, SemaphorePermit};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Uri;

use super::convert;
use super::initialize::Client;
use super::recent::Recent;
use super::state::Shared;

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
    /// All other open documents, where the client takes related ones: path, address and version.
    pub(super) others: Vec<(String, Uri, i32)>,
    /// What the client can do.
    pub(super) client: Client,
    generation: u64,
    recent: Arc<Recent>,
}

impl Request {
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
    shared: &Shared,
    uri: &Uri,
    work: impl FnOnce(Request) -> T + Send + 'static,
) -> Result<Option<T>> {
    shared.ready_soon().await;
    answer_now(shared, uri, work).await
}

/// Answers a request about findings, which must not be told before all files are known that they depend
/// on. `None` also where that takes too long.
pub(super) async fn answer_settled<T: Send + 'static>(
    shared: &Arc<Shared>,
    uri: &Uri,
    work: impl FnOnce(Request) -> T + Send + 'static,
) -> Result<Option<Option<T>>> {
    match shared.settled().await {
        true => answer_now(shared, uri, work).await.map(Some),
        false => Ok(None),
    }
}

async fn answer_now<T: Send + 'static>(
    shared: &Shared,
    uri: &Uri,
    work: impl FnOnce(Request) -> T + Send + 'static,
) -> Result<Option<T>> {
    let job = JOBS.acquire().await.ok();
    let request = {
        let state = shared.lock();
        let snapshot = state.snapshot.clone();
        let client = state.client.clone();
        let generation = state.generation;
        let path = convert::path(uri);
        let version = path.as_ref().and_then(|p| state.open.get(p));
        let version = version.map(|o| o.version());
        let others = state.open.iter().filter(|_| client.related_documents);
        let others = others.filter(|(p, _)| Some(*p) != path.as_ref());
        let others = others.map(|(p, o)| (p.clone(), o.uri.clone(), o.version()));
        let others = others.collect();
        drop(state);
        let id = path.and_then(|p| snapshot.workspace.id(&p));
        let file = id.and_then(|id| snapshot.workspace.get(id).cloned());
        match (id, file) {
            (Some(id), Some(file)) => Request {
                snapshot,
                id,
                file,
                client,
                generation,
                recent: Arc::clone(&shared.recent),
                uri: uri.clone(),
                version,
                others,
            },
            _ => return Ok(None),
        }
    };
    run(job, move || work(request)).await.map(Some)
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
