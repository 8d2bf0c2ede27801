//! The language server: LSP on stdin and stdout over the engine in [`ide`].
//!
//! Nothing here knows flows. [`wire`] reads and writes messages, [`state`] holds the workspace, [`convert`]
//! speaks the protocol's places, [`publish`] tells of findings, [`pull`] is asked for them, [`server`] has one short method a message,
//! [`commands`] what is asked for by name, [`lifeline`] sees to the end.

mod actions;
mod address;
mod answers;
mod backlog;
mod calls;
mod choosing;
mod commands;
mod configuration;
mod convert;
mod edits;
mod files;
mod find;
mod findings;
mod initialize;
mod lenses;
mod lifeline;
mod loading;
mod log;
mod outline;
mod preview;
mod probe;
mod publish;
mod pull;
mod question;
mod quirks;
mod recent;
mod requests;
mod resolve;
mod server;
mod state;
mod status;
mod symbols;
mod tokens;
mod turn_off;
mod versions;
mod watch;
mod wire;
mod writing;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use tower_lsp::LspService;

use lifeline::Lifeline;
use server::Backend;
use state::Shared;

use crate::threads;

/// How many threads may do what blocks: what the requests take ([`requests`]), loading, checking, and
/// some that are on their way from one piece of work to the next.
const THREADS: usize = 64;

/// Serves until the client is gone. Exit status 0 after a proper `shutdown`, else 1; 2 where the system
/// does not let it start.
pub(crate) fn run() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            crate::cli::say(&format!("cannot start: {error}"));
            ExitCode::from(2)
        }
    }
}

fn start() -> io::Result<()> {
    log::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(threads::STACK)
        .max_blocking_threads(THREADS)
        .build()?;
    let shared = Arc::new(Shared::default());
    let lifeline = Lifeline::start(Arc::clone(&shared))?;
    runtime.block_on(async {
        let (hanging, flushed) = (Arc::clone(&lifeline), Arc::clone(&shared.flushed));
        let (service, socket) = LspService::build(|client| Backend::new(client, shared, hanging))
            .custom_method("windmill-ls/rulePage", Backend::rule_page)
            .custom_method("windmill-ls/test/panic", Backend::test_panic)
            .custom_method("windmill-ls/test/slow", Backend::test_slow)
            .custom_method("windmill-ls/test/checked", Backend::test_checked)
            .custom_method("windmill-ls/test/release", Backend::test_release)
            .custom_method("windmill-ls/test/hold", Backend::test_hold)
            .custom_method("windmill-ls/test/jobs", Backend::test_jobs)
            .custom_method("windmill-ls/test/files", Backend::test_files)
            .custom_method("windmill-ls/test/watched", Backend::test_watched)
            .finish();
        wire::serve(service, socket, flushed, Arc::clone(&lifeline)).await
    })?;
    lifeline.exit()
}
