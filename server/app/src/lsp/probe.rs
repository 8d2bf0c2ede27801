//! Requests for tests alone: a panicking one, a slow one, a disk that does not answer. They answer only
//! where the environment has `WINDMILL_LS_TEST`.

use std::sync::atomic::Ordering;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use tower_lsp::jsonrpc::{Error, Result};

use super::publish::CHECKED;
use super::requests;
use super::server::Backend;

/// Whether the disk is held: it does not answer.
static HELD: Mutex<bool> = Mutex::new(false);
static LET_GO: Condvar = Condvar::new();

/// Waits for as long as a test holds the disk.
pub(super) fn wait_while_held() {
    let held = HELD.lock().unwrap_or_else(|e| e.into_inner());
    drop(LET_GO.wait_while(held, |held| *held));
}

/// How long requests wait for the disk. In tests that is as long as it takes, on however busy a machine, as long as the
/// test itself does not hold the disk.
pub(super) fn patience(usual: Duration) -> Duration {
    let is_test = std::env::var_os("WINDMILL_LS_TEST").is_some_and(|t| t == "1");
    let is_held = || *HELD.lock().unwrap_or_else(|e| e.into_inner());
    match is_test && !is_held() {
        true => Duration::from_secs(120),
        false => usual,
    }
}

/// Whether the files may be read that a walk has found, where a test wants to say so.
static MAY_READ: Mutex<bool> = Mutex::new(false);

/// Waits after a walk, where a test wants that, until [`Backend::test_release`] is called.
pub(super) fn wait_after_walk() {
    if std::env::var_os("WINDMILL_LS_TEST").is_some_and(|t| t == "walk") {
        let may_read = MAY_READ.lock().unwrap_or_else(|e| e.into_inner());
        drop(LET_GO.wait_while(may_read, |may_read| !*may_read));
    }
}

/// Whether a test wants the system to refuse to watch folders.
pub(super) fn refuses_to_watch() -> bool {
    std::env::var_os("WINDMILL_LS_TEST").is_some_and(|t| t == "blind")
}

static RELEASED: Mutex<bool> = Mutex::new(false);
static RELEASE: Condvar = Condvar::new();

fn enabled() -> Result<()> {
    match std::env::var_os("WINDMILL_LS_TEST") {
        Some(_) => Ok(()),
        None => Err(Error::method_not_found()),
    }
}

impl Backend {
    /// Panics.
    pub(super) async fn test_panic(&self) -> Result<()> {
        enabled()?;
        requests::run(None, || panic!("asked for by a test")).await
    }

    /// Takes until [`Backend::test_release`] is called.
    pub(super) async fn test_slow(&self) -> Result<bool> {
        enabled()?;
        requests::run(None, || {
            let released = RELEASED.lock().unwrap_or_else(|e| e.into_inner());
            let waited = RELEASE.wait_while(released, |released| !*released);
            *waited.unwrap_or_else(|e| e.into_inner())
        })
        .await
    }

    /// How many files were checked for their diagnostics so far.
    pub(super) async fn test_checked(&self) -> Result<usize> {
        enabled()?;
        Ok(CHECKED.load(Ordering::Relaxed))
    }

    /// Holds the disk, which answers no more until [`Backend::test_release`] is called.
    pub(super) async fn test_hold(&self) -> Result<()> {
        enabled()?;
        *HELD.lock().unwrap_or_else(|e| e.into_inner()) = true;
        Ok(())
    }

    /// How many folders we watch ourselves.
    pub(super) async fn test_watched(&self) -> Result<usize> {
        enabled()?;
        Ok(*self.shared.watched.borrow())
    }

    /// How many jobs of the disk were begun so far.
    pub(super) async fn test_jobs(&self) -> Result<u64> {
        enabled()?;
        Ok(self.shared.lock().backlog.jobs())
    }

    /// All files that are known once everything that was told is taken up, by path: what each is, its
    /// text or why there is none, and its findings.
    pub(super) async fn test_files(&self) -> Result<Vec<Value>> {
        enabled()?;
        self.shared.settle().await;
        let snapshot = self.shared.lock().snapshot.clone();
        requests::run(None, move || {
            let files = snapshot.workspace.files().into_iter();
            let files = files.map(|(id, file)| {
                let checked = file.kind.is_checked().then(|| snapshot.check(id));
                let findings = checked.into_iter().flatten();
                let findings =
                    findings.map(|f| format!("{:?} {} {}", f.span, f.rule.name, f.message));
                json!({
                    "path": &*file.path,
                    "kind": format!("{:?}", file.kind),
                    "source": format!("{:?}", file.source),
                    "findings": findings.collect::<Vec<_>>(),
                })
            });
            files.collect()
        })
        .await
    }

    /// Lets [`Backend::test_slow`] and the disk go on.
    pub(super) async fn test_release(&self) -> Result<()> {
        enabled()?;
        *RELEASED.lock().unwrap_or_else(|e| e.into_inner()) = true;
        RELEASE.notify_all();
        *HELD.lock().unwrap_or_else(|e| e.into_inner()) = false;
        *MAY_READ.lock().unwrap_or_else(|e| e.into_inner()) = true;
        LET_GO.notify_all();
        Ok(())
    }
}
