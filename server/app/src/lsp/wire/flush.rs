//! What the server says by itself and what it answers take two ways to stdout. A mark that is sent the first
//! way tells when all before it has gone, so that an answer can wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types::notification::Notification;

use super::super::state::Shared;

/// A mark: it never leaves the server.
#[derive(Debug)]
enum Mark {}

impl Notification for Mark {
    type Params = u64;
    const METHOD: &'static str = "windmill-ls/mark";
}

/// How many marks were sent, and how many came by.
#[derive(Debug)]
pub(in super::super) struct Flushed {
    sent: AtomicU64,
    passed: watch::Sender<u64>,
}

impl Default for Flushed {
    fn default() -> Flushed {
        Flushed {
            sent: AtomicU64::new(0),
            passed: watch::Sender::new(0),
        }
    }
}

impl Flushed {
    /// Whether something that goes to the client is only a mark; whoever waits for it goes on.
    pub(in super::super) fn is_mark(&self, request: &Request) -> bool {
        if request.method() != Mark::METHOD {
            return false;
        }
        let number = request
            .params()
            .and_then(|p| p.as_u64())
            .unwrap_or(u64::MAX);
        self.passed
            .send_modify(|passed| *passed = number.max(*passed));
        true
    }
}

impl Shared {
    /// Waits until everything that was said to the client so far is on its way.
    pub(in super::super) async fn flush(self: Arc<Self>, client: &Client) {
        // Numbers are given after all that is to come first was said: whichever mark of two goes first, the
        // later number means both.
        let number = self.flushed.sent.fetch_add(1, Ordering::SeqCst) + 1;
        client.send_notification::<Mark>(number).await;
        let mut passed = self.flushed.passed.subscribe();
        // The sender lives as long as `self`.
        let _ = passed.wait_for(|&passed| passed >= number).await;
    }
}
