//! What an ordinary user may not write is left and said; the rest is fixed. Where the tests run as the
//! superuser, the program runs as `nobody`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use tempfile::TempDir;

use super::{broken, fixed, is_root};
use crate::support::{Run, Workspace, program, run};

const NOBODY: u32 = 65534;

/// Runs the program as somebody to whom permissions mean something, on files that are theirs.
fn run_as_ordinary(workspace: &Workspace, args: &str, others: &[&str]) -> Run {
    let root = workspace.path("");
    if !is_root(&root) {
        return workspace.run(args);
    }
    // Where the program lies, `nobody` may not look.
    let place = TempDir::new().unwrap();
    let copy = place.path().join("windmill-ls");
    fs::copy(program(), &copy).unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let theirs = others.iter().map(|p| workspace.path(p)).collect::<Vec<_>>();
    for path in super::tree::of(&root)
        .keys()
        .filter(|p| !theirs.contains(p))
    {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let mut command = Command::new(copy);
    command.args(args.split_whitespace()).current_dir(&root);
    command.uid(NOBODY).gid(NOBODY);
    run(command, b"")
}

#[test]
fn a_folder_or_file_that_cannot_be_written_takes_nothing_from_the_rest() {
    let workspace = Workspace::new();
    let flow = |i: usize| format!("f/a/x{i}.flow/flow.yaml");
    for i in 0..6 {
        workspace.write(&flow(i), broken("a"));
    }
    let mode = |path: &str, mode: u32| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(workspace.path(path), permissions).unwrap();
    };
    mode("f/a/x1.flow", 0o555);
    mode(&flow(3), 0o444);
    // Somebody else's, though all may write to it: the owner would be another one.
    mode(&flow(5), 0o666);
    let run = run_as_ordinary(
        &workspace,
        "--check --fix --unsafe-fixes --output-format concise",
        &[&flow(5)],
    );
    mode("f/a/x1.flow", 0o755);
    run.ends_with(2);
    let is_other = is_root(&workspace.path(""));
    for i in 0..6 {
        let text = fs::read_to_string(workspace.path(&flow(i))).unwrap();
        let is_left = i == 1 || i == 3 || i == 5 && is_other;
        let expected = if is_left {
            broken("a")
        } else {
            fixed(&broken("a"))
        };
        assert_eq!(text, expected, "{i} {run:#?}");
        // Each that was left is named, and its findings are still told.
        assert_eq!(run.stderr.contains(&flow(i)), is_left, "{i} {run:#?}");
        assert_eq!(run.stdout.contains(&flow(i)), is_left, "{i} {run:#?}");
    }
}
