//! Workspaces in temporary folders, and runs of the program in them.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A run that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// The program, built once for all tests.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().expect("a test has a file");
    let target = test
        .parent()
        .and_then(Path::parent)
        .expect("target/<profile>/deps/<test>");
    let mut build = Command::new(env!("CARGO"));
    build
        .args(["build", "--quiet", "-p", "windmill-ls"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if target.ends_with("release") {
        build.arg("--release");
    }
    assert!(
        build.status().expect("cargo runs").success(),
        "the program does not build"
    );
    target.join(format!("windmill-ls{}", std::env::consts::EXE_SUFFIX))
});

/// The program.
#[cfg(unix)]
pub(crate) fn program() -> &'static Path {
    &PROGRAM
}

/// A folder with a `wmill.yaml`, and files in it.
pub(crate) struct Workspace {
    dir: TempDir,
}

/// What a run gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    pub(crate) fn new() -> Workspace {
        let workspace = Workspace {
            dir: TempDir::new().unwrap(),
        };
        workspace.write("wmill.yaml", "defaultTs: bun\n");
        workspace
    }

    /// A folder that nothing marks as a workspace.
    pub(crate) fn unmarked() -> Workspace {
        let dir = TempDir::new().unwrap();
        Workspace { dir }
    }

    /// A workspace with one flow that reads a step it does not have.
    pub(crate) fn with_mistake() -> Workspace {
        let workspace = Workspace::new();
        workspace.write("f/a/b.flow/flow.yaml", flow("results.fetch_usr"));
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs with arguments split at blanks.
    pub(crate) fn run(&self, args: &str) -> Run {
        self.run_in(".", args)
    }

    pub(crate) fn run_in(&self, dir: &str, args: &str) -> Run {
        run(self.command(dir, args), b"")
    }

    pub(crate) fn run_with_stdin(&self, args: &str, stdin: &[u8]) -> Run {
        run(self.command(".", args), stdin)
    }

    pub(crate) fn run_with_env(&self, args: &str, env: &[(&str, &str)]) -> Run {
        let mut command = self.command(".", args);
        command.envs(env.iter().copied());
        run(command, b"")
    }

    pub(crate) fn command(&self, dir: &str, args: &str) -> Command {
        let mut command = Command::new(&*PROGRAM);
        command
            .args(args.split_whitespace())
            .current_dir(self.path(dir));
        for name in ["NO_COLOR", "FORCE_COLOR", "RUST_LOG", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }
}

impl Run {
    /// The output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// It ended by itself, with this code, without a fault of its own.
    #[track_caller]
    pub(crate) fn ends_with(&self, code: i32) -> &Run {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

/// Runs a command to its end, with `stdin` as its input.
#[track_caller]
pub(crate) fn run(mut command: Command, stdin: &[u8]) -> Run {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().unwrap();
    let stdin = stdin.to_owned();
    // It may end without reading all: then there is nobody to write to.
    thread::spawn(move || input.write_all(&stdin));
    let stdout = reader(child.stdout.take().unwrap());
    let stderr = reader(child.stderr.take().unwrap());
    let (Ok(stdout), Ok(stderr)) = (stdout.recv_timeout(LIMIT), stderr.recv_timeout(LIMIT)) else {
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("hangs: {command:?}");
    };
    Run {
        code: child.wait().unwrap().code(),
        stdout,
        stderr,
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        // Nobody listens any more where the run took too long.
        let _ = sender.send(String::from_utf8(bytes).expect("output is UTF-8"));
    });
    receiver
}

/// A flow of two steps; the second reads `expr`, on line 14 from column 19.
pub(crate) fn flow(expr: &str) -> String {
    format!(
        "summary: Greet
value:
  modules:
    - id: fetch_user
      value:
        type: identity
    - id: greet
      value:
        type: script
        path: hub/1/greet
        input_transforms:
          name:
            type: javascript
            expr: {expr}
"
    )
}
