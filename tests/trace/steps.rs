//! `--fix`, killed, refused or overtaken at each system call by which it writes.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::calls;
use crate::strace::{self, inject};

const BROKEN: &str = "summary: Greet: you\nvalue:\n  modules: []\n";
const FIXED: &str = "summary: 'Greet: you'\nvalue:\n  modules: []\n";

/// The calls by which files are written.
const WRITING: [&str; 8] = [
    "write",
    "fdatasync",
    "fchmod",
    "fchown",
    "fsetxattr",
    "linkat",
    "renameat2",
    "unlinkat",
];

const FIX: [&str; 3] = ["--check", "--fix", "--exit-zero"];

struct Workspace {
    dir: TempDir,
}

impl Workspace {
    /// Three flows to be fixed.
    fn new() -> Workspace {
        let workspace = Workspace {
            dir: TempDir::new().unwrap(),
        };
        workspace.write("wmill.yaml", "defaultTs: bun\n");
        workspace.write("f/a/x.flow/flow.yaml", BROKEN);
        workspace.write("f/a/y.flow/flow.yaml", BROKEN);
        workspace.write("f/a/z.flow/flow.yaml", BROKEN);
        workspace
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("w")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn log(&self) -> PathBuf {
        self.dir.path().join("log")
    }

    fn run(&self, options: &[&str]) -> Output {
        strace::run(&self.root(), options, &self.log(), &FIX)
    }

    /// Which of the three are done; each is whole.
    fn done(&self) -> [bool; 3] {
        let is_fixed = |name: &str| {
            let text = self.text(name);
            assert!(text == BROKEN || text == FIXED, "{name}: {text:?}");
            text == FIXED
        };
        ["x", "y", "z"].map(|n| is_fixed(&format!("f/a/{n}.flow/flow.yaml")))
    }

    fn rubbish(&self) -> Vec<PathBuf> {
        let folders = ["x", "y", "z"].map(|n| self.path(&format!("f/a/{n}.flow")));
        let entries = folders.iter().flat_map(|f| fs::read_dir(f).unwrap());
        let paths = entries.map(|e| e.unwrap().path());
        paths.filter(|p| !p.ends_with("flow.yaml")).collect()
    }
}

/// Runs once for each time that a call is made, with something done to that one, until there is none.
fn each_time(call: &str, what: &str, hold: impl Fn(&Workspace, &Output)) -> usize {
    for when in 1..200 {
        let workspace = Workspace::new();
        let injected = inject(call, what, &when.to_string());
        let trace = format!("trace={call}");
        let options = ["-e", &trace, "-e", injected[1].to_str().unwrap()];
        let output = workspace.run(&options);
        let calls = calls::read(&workspace.log());
        let is_hit =
            calls.iter().any(|c| c.line.contains("(INJECTED)")) || output.status.signal().is_some();
        if !is_hit {
            return when - 1;
        }
        hold(&workspace, &output);
    }
    panic!("{call} is made without end");
}

#[test]
fn killed_at_any_call_files_are_whole() {
    if !strace::is_possible() {
        return;
    }
    let mut kills = 0;
    for call in WRITING {
        kills += each_time(call, "signal=KILL", |workspace, output| {
            assert_eq!(output.status.signal(), Some(9), "{call}: {output:?}");
            workspace.done();
            let left = workspace.rubbish();
            assert!(left.len() <= 1, "{call}: {left:?}");
            for path in left {
                let text = fs::read_to_string(path).unwrap();
                assert!([BROKEN, FIXED].contains(&&*text), "{call}: {text:?}");
            }
        });
    }
    // Each of the three is written, gets to the disk and takes its place.
    assert!(kills >= 9, "{kills} kills");
}

#[test]
fn refused_at_any_call_files_are_whole_and_that_is_said() {
    if !strace::is_possible() {
        return;
    }
    let mut refusals = 0;
    for call in WRITING {
        for error in ["ENOSPC", "EIO", "EPERM"] {
            refusals += each_time(call, &format!("error={error}"), |workspace, output| {
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(
                    !said.contains("a fault of its own"),
                    "{call} {error}: {said}"
                );
                assert_eq!(output.status.signal(), None, "{call} {error}: {said}");
                let done = workspace.done();
                if done.contains(&false) {
                    assert_eq!(output.status.code(), Some(2), "{call} {error}: {said}");
                    assert!(
                        done.contains(&true),
                        "{call} {error}: the rest is left too: {said}"
                    );
                }
                // What cannot be removed stays.
                let left = workspace.rubbish();
                assert!(
                    left.is_empty() || call == "unlinkat",
                    "{call} {error}: {left:?}"
                );
            });
        }
    }
    assert!(refusals >= 9, "{refusals} refusals");
}

#[test]
fn without_exchange_files_are_fixed() {
    if !strace::is_possible() {
        return;
    }
    for error in ["EINVAL", "ENOSYS"] {
        let workspace = Workspace::new();
        let injected = inject("renameat2", &format!("error={error}"), "1+");
        let output = workspace.run(&["-e", "trace=renameat2", "-e", injected[1].to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(workspace.done(), [true; 3]);
        assert_eq!(workspace.rubbish(), Vec::<PathBuf>::new());
    }
}

/// Stops a run when the new text of the first file is written and about to take its place, and goes on when
/// `save` is done with that file.
fn overtaken(exchange: bool, save: impl Fn(&Path)) -> (Workspace, Output) {
    let workspace = Workspace::new();
    let mut options = vec![
        "-e",
        "trace=linkat,renameat2",
        "-e",
        "inject=linkat:signal=STOP:when=1",
    ];
    if !exchange {
        options.extend(["-e", "inject=renameat2:error=EINVAL:when=1+"]);
    }
    let mut command = strace::command(&options, &workspace.log());
    command
        .args(FIX)
        .args(["f/a/x.flow"])
        .current_dir(workspace.root());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut tracer = command.spawn().unwrap();
    // The name comes with the call at which it stops.
    while workspace.rubbish().is_empty() && tracer.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    save(&workspace.path("f/a/x.flow/flow.yaml"));
    let children = format!("/proc/{0}/task/{0}/children", tracer.id());
    let children = fs::read_to_string(children).unwrap_or_default();
    for child in children.split_whitespace() {
        let go_on = format!("kill -CONT {child}");
        assert!(
            Command::new("sh")
                .args(["-c", &go_on])
                .status()
                .unwrap()
                .success()
        );
    }
    (workspace, tracer.wait_with_output().unwrap())
}

#[test]
fn what_is_saved_at_the_last_moment_is_kept() {
    if !strace::is_possible() {
        return;
    }
    const SAVED: &str = "summary: Greet: them all\n";
    let in_place = |path: &Path| fs::write(path, SAVED).unwrap();
    let by_name = |path: &Path| {
        let beside = path.with_file_name("flow.yaml~");
        fs::write(&beside, SAVED).unwrap();
        fs::rename(beside, path).unwrap();
    };
    let saves: [&dyn Fn(&Path); 2] = [&in_place, &by_name];
    for (exchange, save) in [true, false]
        .into_iter()
        .flat_map(|e| saves.map(|s| (e, s)))
    {
        let (workspace, output) = overtaken(exchange, save);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(workspace.text("f/a/x.flow/flow.yaml"), SAVED, "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("f/a/x.flow/flow.yaml: was changed meanwhile"),
            "{said}"
        );
        assert_eq!(workspace.rubbish(), Vec::<PathBuf>::new());
    }
}

#[test]
fn what_is_removed_at_the_last_moment_stays_away() {
    if !strace::is_possible() {
        return;
    }
    for exchange in [true, false] {
        let (workspace, output) = overtaken(exchange, |path| fs::remove_file(path).unwrap());
        assert!(!workspace.path("f/a/x.flow/flow.yaml").exists());
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert_eq!(workspace.rubbish(), Vec::<PathBuf>::new());
    }
}
