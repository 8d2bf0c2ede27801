//! `--watch`: each change is answered, by the program as it runs.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::support::{Workspace, flow};

/// A line that takes longer does not come.
const LIMIT: Duration = Duration::from_secs(60);

const FILE: &str = "f/a/b.flow/flow.yaml";

struct Watching {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Watching {
    fn start(workspace: &Workspace, args: &str) -> Watching {
        let mut command = workspace.command(".", args);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stdout = lines(child.stdout.take().unwrap());
        let stderr = lines(child.stderr.take().unwrap());
        Watching {
            child,
            stdout,
            stderr,
        }
    }

    /// The next line of a check.
    #[track_caller]
    fn says(&self, start: &str) {
        let line = self.stdout.recv_timeout(LIMIT).expect("a line");
        assert!(line.starts_with(start), "{line}");
    }

    #[track_caller]
    fn waits(&self) {
        let line = self.stderr.recv_timeout(LIMIT).expect("a line");
        assert_eq!(line, "windmill-ls: waiting for changes");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Writes a file, or its new folder, in one step: nobody sees half of it.
fn put(workspace: &Workspace, part: &str, path: &str, text: &str) {
    let beside = Workspace::unmarked();
    beside.write(path, text);
    fs::rename(beside.path(part), workspace.path(part)).unwrap();
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines() {
            // The test may have seen enough.
            if send.send(line.expect("output is UTF-8")).is_err() {
                return;
            }
        }
    });
    lines
}

#[test]
fn each_change_is_checked() {
    let workspace = Workspace::with_mistake();
    let watching = Watching::start(&workspace, "--check --watch --output-format concise");
    watching.says(&format!("{FILE}:14:19: error[unknown-step]"));
    watching.waits();
    put(&workspace, FILE, FILE, &flow("results.nobody"));
    watching.says(&format!(
        "{FILE}:14:19: error[unknown-step] `results.nobody`"
    ));
    watching.waits();
    // A file in a folder that comes, and one that goes.
    put(
        &workspace,
        "f/new",
        "f/new/c.flow/flow.yaml",
        &flow("results.other"),
    );
    watching.says(&format!(
        "{FILE}:14:19: error[unknown-step] `results.nobody`"
    ));
    watching.says("f/new/c.flow/flow.yaml:14:19: error[unknown-step] `results.other`");
    watching.waits();
    fs::remove_file(workspace.path(FILE)).unwrap();
    watching.says("f/new/c.flow/flow.yaml:14:19:");
    watching.waits();
}

#[test]
fn settings_that_are_broken_meanwhile_are_told_and_it_goes_on() {
    let workspace = Workspace::with_mistake();
    let watching = Watching::start(&workspace, "--check --watch --output-format concise");
    watching.says(FILE);
    watching.waits();
    put(
        &workspace,
        "windmill-ls.toml",
        "windmill-ls.toml",
        "[levels\n",
    );
    let line = watching.stderr.recv_timeout(LIMIT).expect("a line");
    assert!(line.contains("windmill-ls.toml"), "{line}");
    while watching.stderr.recv_timeout(LIMIT).expect("a line") != "windmill-ls: waiting for changes"
    {
    }
    fs::remove_file(workspace.path("windmill-ls.toml")).unwrap();
    watching.says(FILE);
    watching.waits();
}

#[test]
fn there_must_be_something_to_watch() {
    let workspace = Workspace::with_mistake();
    let run = workspace.run("--check --watch -");
    run.ends_with(2);
    assert_eq!(
        run.stderr,
        "windmill-ls: --watch is for files, not for text on stdin\n"
    );
}
