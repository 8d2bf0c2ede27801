//! Streams that are gone, full or closed: an exit code that says so, and no fault of our own.

#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::support::{Run, Workspace, flow, run};

/// The mistakes of many flows: more than a pipe holds.
fn large() -> Workspace {
    let workspace = Workspace::new();
    for n in 0..300 {
        workspace.write(&format!("f/a/x{n}.flow/flow.yaml"), flow("results.nope"));
    }
    workspace
}

/// Runs with the shell's redirections; a stream that is not redirected is read.
fn redirected(workspace: &Workspace, args: &str, redirections: &str) -> Run {
    let program = workspace.command(".", args);
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(format!("exec \"$0\" \"$@\" {redirections}"))
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(workspace.path("."));
    run(shell, b"")
}

#[test]
fn closed_and_full_streams_have_their_exit_code() {
    let workspace = large();
    // Without `/dev/full` a system has no device that is full.
    let devices = cfg!(target_os = "linux");
    for (args, redirections, code) in [
        // Nobody wants to hear: the code says what was found.
        ("--check", ">&-", 1),
        ("--check", "2>&-", 1),
        ("--check", "<&-", 1),
        ("--check", ">&- 2>&- <&-", 1),
        ("--check . nowhere", "2>&-", 2),
        ("--check", "2>/dev/full", 1),
        ("--check . nowhere", "2>/dev/full", 2),
        // What was asked for could not be written.
        ("--check", ">/dev/full", 2),
        ("--check", ">/dev/full 2>/dev/full", 2),
        ("--check --output-format json", ">/dev/full", 2),
        ("--check --output-format github", ">/dev/full", 2),
        ("--rules", ">/dev/full", 2),
        ("--explain unknown-step", ">/dev/full", 2),
        ("--print-schema flow", ">/dev/full", 2),
        ("--rules", ">&-", 0),
        ("--version", ">&-", 0),
        ("--help", ">&-", 0),
        // The server: its client is gone.
        ("", "</dev/null", 1),
        ("", "<&-", 1),
        ("", "<&- >&- 2>&-", 1),
        ("", "</dev/null 2>/dev/full", 1),
    ] {
        if !devices && redirections.contains("/dev/full") {
            continue;
        }
        let run = redirected(&workspace, args, redirections);
        assert_eq!(run.code, Some(code), "{args} {redirections}: {run:?}");
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(
            !said.contains("fault of its own"),
            "{args} {redirections}: {said}"
        );
    }
}

#[test]
fn a_reader_that_has_had_enough_is_no_fault() {
    let workspace = large();
    for args in [
        "--check --output-format full",
        "--check --output-format concise",
        "--check --output-format json",
        "--check --diff",
        "--rules",
        "--print-schema flow",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = workspace.command(".", args);
        let child = command
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(
            matches!(ended.status.code(), Some(0 | 1)),
            "{args}: {:?} {said}",
            ended.status
        );
        assert!(!said.contains("fault of its own"), "{args}: {said}");
    }
}
