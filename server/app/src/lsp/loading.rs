//! Progress while folders are read and checked for the first time, for clients that show it.
//!
//! A token that comes with `initialize` is not used: it ends with the answer, which waits for nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::interval;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

use super::state::Shared;

/// How often is told how far it is.
const TICK: Duration = Duration::from_millis(250);

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Stage {
    /// Everything is read and checked.
    #[default]
    Done,
    /// Folders are being read.
    Reading,
    /// What was read is being checked.
    Checking,
}

impl Shared {
    /// Notes whether folders are being read.
    pub(super) fn is_read(&self) {
        let is_loading = self.lock().backlog.is_loading();
        self.stage.send_if_modified(|stage| {
            let now = match (is_loading, *stage) {
                (true, _) => Stage::Reading,
                (false, Stage::Reading) => Stage::Checking,
                (false, stage) => stage,
            };
            std::mem::replace(stage, now) != now
        });
    }

    /// Notes that everything was checked that was read.
    pub(super) fn is_checked(&self) {
        let is_loading = self.lock().backlog.is_loading();
        self.stage.send_if_modified(|stage| {
            let is_over = *stage == Stage::Checking && !is_loading;
            if is_over {
                *stage = Stage::Done;
            }
            is_over
        });
    }
}

/// Shows it, each time that folders are read, until the server ends.
pub(super) async fn show(shared: Arc<Shared>, client: Client) {
    let mut stages = shared.stage.subscribe();
    for number in 0_u64.. {
        // The sender lives as long as the server.
        let _ = stages.wait_for(|s| *s != Stage::Done).await;
        let token = ProgressToken::String(format!("windmill-ls/loading/{number}"));
        if let Err(error) = client.create_work_done_progress(token.clone()).await {
            tracing::warn!("the client shows no progress: {error}");
            return;
        }
        if *stages.borrow() != Stage::Done {
            one(&shared, &client, token, &mut stages).await;
        }
    }
}

async fn one(
    shared: &Shared,
    client: &Client,
    token: ProgressToken,
    stages: &mut watch::Receiver<Stage>,
) {
    let progress = client.progress(token, "windmill-ls");
    let progress = progress.with_message("reading files").begin().await;
    let mut ticks = interval(TICK);
    let mut told = 0;
    let mut last = Stage::Reading;
    loop {
        let stage = *stages.borrow_and_update();
        match stage {
            Stage::Done => break,
            Stage::Checking if last != stage => progress.report("checking files").await,
            Stage::Reading => {
                let read = shared.lock().backlog.read();
                let s = if read == 1 { "" } else { "s" };
                if read != told {
                    told = read;
                    progress.report(format!("{read} file{s} read")).await;
                }
            }
            Stage::Checking => {}
        }
        last = stage;
        // Nothing is told at a tick that did not change since the last.
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stages.changed() => {}
        }
    }
    progress.finish().await;
}
