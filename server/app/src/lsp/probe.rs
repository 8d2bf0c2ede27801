//! Requests for tests alone: a panicking one and a slow one. They answer only where the environment
//! has `WINDMILL_LS_TEST`.

use std::sync::atomic::Ordering;
use std::sync::{Condvar, Mutex};

use tower_lsp::jsonrpc::{Error, Result};

use super::publish::CHECKED;
use super::requests;
use super::server::Backend;

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

    /// Lets [`Backend::test_slow`] go on.
    pub(super) async fn test_release(&self) -> Result<()> {
        enabled()?;
        *RELEASED.lock().unwrap_or_else(|e| e.into_inner()) = true;
        RELEASE.notify_all();
        Ok(())
    }
}
