//! The language server.

use std::process::ExitCode;

/// Serves until the client is gone.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
