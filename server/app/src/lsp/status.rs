//! How the server is, for an editor's status item: told to clients that say `windmillStatus` in their
//! experimental capabilities, and only where it changed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::Client;
use tower_lsp::ls_types::notification::Notification;

use super::state::Shared;

/// The notification `windmill-ls/status`.
#[derive(Debug)]
enum StatusNotification {}

impl Notification for StatusNotification {
    type Params = Status;
    const METHOD: &'static str = "windmill-ls/status";
}

/// How the server is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Status {
    state: Phase,
    /// How many files are checked, of the whole workspace.
    files: usize,
    /// How many errors there are in them.
    errors: usize,
    /// How many warnings.
    warnings: usize,
    /// The server's version.
    version: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Phase {
    /// Folders are being read; the counts are those before.
    Loading,
    Ready,
}

impl Shared {
    /// Tells how the server is, if somebody wants to know and it is news.
    pub(super) async fn tell_status(self: &Arc<Self>, client: &Client) {
        // Held until it is on its way: two of them must not overtake each other.
        let mut told = self.status.lock().await;
        let is_loading = {
            let state = self.lock();
            if !state.client.status {
                return;
            }
            state.backlog.is_loading()
        };
        let (counts, is_complete) = {
            let findings = self.findings();
            (findings.counts(), findings.is_complete)
        };
        let status = Status {
            state: match is_loading || !is_complete {
                true => Phase::Loading,
                false => Phase::Ready,
            },
            files: counts.files,
            errors: counts.errors,
            warnings: counts.warnings,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        if told.as_ref() != Some(&status) {
            *told = Some(status.clone());
            client.send_notification::<StatusNotification>(status).await;
        }
    }
}
