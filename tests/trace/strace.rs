//! Runs under `strace`.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// Whether tracing is possible here; where the system does not allow it, that is said.
///
/// # Panics
/// There is no `strace`, which can be cured, or tracing is not possible and `TRACE=must` asks for it.
pub(crate) fn is_possible() -> bool {
    static POSSIBLE: LazyLock<bool> = LazyLock::new(|| {
        let mut probe = Command::new("strace");
        probe.args(["-f", "-qq", "-o", "/dev/null", "true"]);
        let why = match probe.stderr(Stdio::piped()).output() {
            Ok(output) if output.status.success() => return true,
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => panic!("strace is missing; tests/run installs it: {error}"),
        };
        let said = format!(
            "\nnot held here: what the program opens, runs, connects to and leaves of files; strace cannot trace: {}\n",
            why.trim()
        );
        let must = std::env::var_os("TRACE").is_some_and(|trace| trace == "must");
        assert!(!must, "TRACE=must, but {}", said.trim());
        // Not `eprintln!`: that is shown of tests that fail only.
        std::io::stderr().write_all(said.as_bytes()).unwrap();
        false
    });
    *POSSIBLE
}

/// The program under `strace` with options of that; `log` gets the calls.
pub(crate) fn command(options: &[&str], log: &Path) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-y", "-s", "4096", "-o"])
        .arg(log);
    command.args(options).arg(tests::program());
    // One thread does what is done to files: calls are counted by thread.
    command
        .env("RAYON_NUM_THREADS", "1")
        .env("RUST_BACKTRACE", "0");
    // Cargo's places for libraries are no part of a run.
    command.env_remove("LD_LIBRARY_PATH");
    command
}

/// Runs the program to its end.
pub(crate) fn run(folder: &Path, options: &[&str], log: &Path, args: &[&str]) -> Output {
    let mut command = command(options, log);
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command.output().unwrap()
}

/// An option that does something to the `when`th of these calls, or with `+` to all from then on.
pub(crate) fn inject(call: &str, what: &str, when: &str) -> [OsString; 2] {
    [
        "-e".into(),
        format!("inject={call}:{what}:when={when}").into(),
    ]
}
