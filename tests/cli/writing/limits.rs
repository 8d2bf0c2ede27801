//! No room: a limit on the size of files stands for a full disk, for everybody may set one.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{broken, fixed, rubbish};
use crate::support::{Run, Workspace, program, run};

/// Runs the program where no file can become longer than a few thousand bytes.
fn run_limited(workspace: &Workspace, args: &str) -> Run {
    let mut command = Command::new("sh");
    // Blocks of 512 or 1,024 bytes, as the shell has it.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    command.args(["-c", limited]).arg(program());
    command
        .args(args.split_whitespace())
        .current_dir(workspace.path(""));
    run(command, b"")
}

/// A workspace with a flow that has no room, and one that has.
fn crowded() -> (Workspace, String) {
    let workspace = Workspace::new();
    let long = broken("a") + &"# a comment to make it longer\n".repeat(1000);
    workspace.write("f/a/long.flow/flow.yaml", &long);
    workspace.write("f/a/short.flow/flow.yaml", broken("a"));
    (workspace, long)
}

#[test]
fn what_does_not_fit_is_left_and_the_rest_is_fixed() {
    for args in ["--check --fix --unsafe-fixes", "--check --add-ignore=later"] {
        let (workspace, long) = crowded();
        let run = run_limited(&workspace, args);
        run.ends_with(2);
        assert!(
            run.stderr
                .contains("f/a/long.flow/flow.yaml: cannot be written"),
            "{run:#?}"
        );
        let text = |name: &str| fs::read_to_string(workspace.path(name)).unwrap();
        assert_eq!(text("f/a/long.flow/flow.yaml"), long);
        let short = text("f/a/short.flow/flow.yaml");
        assert!(
            short == fixed(&broken("a")) || short.contains("ignore["),
            "{short}"
        );
        assert_eq!(rubbish(&workspace.path("")), Vec::<PathBuf>::new());
    }
}

#[test]
fn a_report_that_does_not_fit_leaves_the_old_one() {
    let workspace = Workspace::new();
    for i in 0..60 {
        workspace.write(&format!("f/a/x{i}.flow/flow.yaml"), broken("a"));
    }
    let args = "--check --output-format sarif --output-file report.json";
    run_limited(&workspace, args).ends_with(2);
    assert!(!workspace.path("report.json").exists());
    workspace.write("report.json", "{\"old\": true}\n");
    let run = run_limited(&workspace, args);
    run.ends_with(2);
    assert!(
        run.stderr.contains("report.json: cannot be written"),
        "{run:#?}"
    );
    let text = fs::read_to_string(workspace.path("report.json")).unwrap();
    assert_eq!(text, "{\"old\": true}\n");
    assert_eq!(rubbish(&workspace.path("")), Vec::<PathBuf>::new());
}
