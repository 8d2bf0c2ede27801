//! The language server: LSP on stdin and stdout over the engine in [`ide`].
//!
//! Nothing here knows flows. [`state`] holds the workspace, [`convert`] speaks the protocol's places,
//! [`publish`] tells of findings, [`server`] has one short method a message.

mod actions;
mod convert;
mod initialize;
mod probe;
mod publish;
mod requests;
mod server;
mod state;

use std::process::ExitCode;
use std::sync::Arc;

use tower_lsp::{LspService, Server};

use server::Backend;
use state::Shared;

/// How many messages may be under way: enough that slow requests never hold up an edit.
const CONCURRENCY: usize = 256;

/// Serves until the client is gone. Exit status 0 after a proper `shutdown`, else 1.
pub(crate) fn run() -> ExitCode {
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    let shared = Arc::new(Shared::default());
    runtime.block_on(serve(Arc::clone(&shared)));
    // A read of stdin may still be under way: do not wait for it.
    runtime.shutdown_background();
    ExitCode::from(u8::from(!shared.is_shut_down()))
}

async fn serve(shared: Arc<Shared>) {
    let (service, socket) = LspService::build(|client| Backend::new(client, shared))
        .custom_method("windmill-ls/test/panic", Backend::test_panic)
        .custom_method("windmill-ls/test/slow", Backend::test_slow)
        .custom_method("windmill-ls/test/checked", Backend::test_checked)
        .custom_method("windmill-ls/test/release", Backend::test_release)
        .finish();
    Server::new(tokio::io::stdin(), tokio::io::stdout(), socket)
        .concurrency_level(CONCURRENCY)
        .serve(service)
        .await;
}

/// Logs go to stderr, from the level that `WINDMILL_LS_LOG` names on (`warn` without it).
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WINDMILL_LS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("windmill_ls=warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    // A second start in one process keeps the first one's log.
    let _ = subscriber.try_init();
}
