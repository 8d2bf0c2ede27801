//! What `SECURITY.md` says is read, written, run and sent, held against the system calls of runs in a
//! workspace that names every way out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;

use serde_json::json;
use tests::{Client, uri};

use crate::calls::{self, Call};
use crate::strace;
use crate::trap::{SECRET, Trap};

/// Calls that look at a name and open nothing.
const LOOKS: [&str; 9] = [
    "stat",
    "lstat",
    "newfstatat",
    "statx",
    "readlink",
    "readlinkat",
    "access",
    "faccessat",
    "faccessat2",
];

/// Calls that change what is on the disk.
const CHANGES: [&str; 22] = [
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "truncate",
    "chmod",
    "fchmodat",
    "chown",
    "lchown",
    "fchownat",
    "setxattr",
    "lsetxattr",
    "mknod",
    "mknodat",
];

/// A run that was traced.
struct Run {
    trap: Trap,
    name: &'static str,
    calls: Vec<Call>,
    /// Everything that people or an editor get to see.
    shown: String,
}

impl Run {
    fn check(name: &'static str, args: &[&str]) -> Run {
        let trap = Trap::new();
        let mut command = strace::command(&["-e", "trace=%file,%network,%process"], &trap.log());
        command.arg("--check").args(args).current_dir(trap.root());
        command
            .env("HOME", trap.home())
            .env_remove("XDG_CACHE_HOME")
            .env_remove("XDG_CONFIG_HOME");
        let output = command.stdin(Stdio::null()).output().unwrap();
        let shown = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8_lossy(&shown).into_owned();
        assert!(
            [Some(0), Some(1), Some(2)].contains(&output.status.code()),
            "{name}: {shown}"
        );
        let calls = calls::read(&trap.log());
        Run {
            trap,
            name,
            calls,
            shown,
        }
    }

    /// A session of the server that asks for everything everywhere, and is told of all kinds of changes.
    fn session() -> Run {
        let trap = Trap::new();
        let root = trap.root();
        let mut client = Client::start_with(|command| {
            let mut traced = strace::command(&["-e", "trace=%file,%network,%process"], &trap.log());
            traced
                .arg("--stdio")
                .current_dir(&root)
                .env("HOME", trap.home());
            traced.env("XDG_CACHE_HOME", trap.home().join(".cache"));
            traced
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
            *command = traced;
        });
        client.listen();
        client.initialize(
            &root,
            json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}),
        );
        let mut shown = String::new();
        for (path, language) in [("f/a/b.flow/flow.yaml", "yaml"), ("f/a/ok.py", "python")] {
            let address = uri(&root.join(path));
            let text = fs::read_to_string(root.join(path)).unwrap();
            client.notify(
                "textDocument/didOpen",
                json!({"textDocument": {"uri": address, "languageId": language, "version": 1, "text": text}}),
            );
            shown += &ask_everywhere(&mut client, &address, &text);
        }
        let told = [
            "f/a/link.py",
            "f/a/dir",
            "f/a/dir/secret.py",
            "f/a/l.flow/flow.yaml",
            "f/wmill.yaml",
            ".venv/wmill/client.py",
            "windmill-ls.toml",
            "../../secret/secret.py",
            "../../secret",
        ];
        let told = told.map(|path| json!({"uri": uri(&root.join(path)), "type": 1}));
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": told}));
        let address = uri(&root.join("f/a/b.flow/flow.yaml"));
        let asked = json!({"textDocument": {"uri": address}});
        shown += &client.request("textDocument/diagnostic", asked).to_string();
        client.shut_down();
        let calls = calls::read(&trap.log());
        Run {
            trap,
            name: "a session",
            calls,
            shown,
        }
    }

    fn said(&self, call: &Call) -> String {
        format!("{}: {}", self.name, call.line)
    }
}

/// Definitions, hovers and completions at the end of every other line, and at names of an SDK.
fn ask_everywhere(client: &mut Client, address: &str, text: &str) -> String {
    let mut shown = String::new();
    for (line, content) in text.lines().enumerate().filter(|(i, _)| i % 2 == 0) {
        for method in ["definition", "hover", "completion"] {
            let at = content
                .find("get_variable")
                .map_or(content.len().saturating_sub(3), |i| i + 3);
            let asked = json!({"textDocument": {"uri": address}, "position": {"line": line, "character": at}});
            shown += &client
                .request(&format!("textDocument/{method}"), asked)
                .to_string();
        }
    }
    shown
}

/// All runs, traced once; none where tracing is not possible.
fn runs() -> &'static [Run] {
    static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
        if !strace::is_possible() {
            return Vec::new();
        }
        vec![
            Run::check("--check", &["--verbose", "--output-format", "json"]),
            Run::check("--diff", &["--diff", "--unsafe-fixes"]),
            Run::check("--fix", &["--fix", "--unsafe-fixes"]),
            Run::check("--add-ignore", &["--add-ignore=later"]),
            Run::session(),
        ]
    });
    &RUNS
}

/// The places of the system that the page lists.
fn places_of_the_system() -> Vec<String> {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../SECURITY.md")).unwrap();
    let (_, list) = page.split_once("- The system's own").unwrap();
    let (list, _) = list.split_once("\n- ").unwrap();
    let places: Vec<String> = list
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|p| p.starts_with('/'))
        .map(str::to_owned)
        .collect();
    assert!(places.len() > 5);
    places
}

fn is_of_the_system(path: &Path) -> bool {
    static PLACES: LazyLock<Vec<String>> = LazyLock::new(places_of_the_system);
    let is_library = path.to_string_lossy().contains(".so");
    PLACES.iter().any(|place| {
        let is_folder_of_libraries = place.contains("/lib");
        path.starts_with(place) && (!is_folder_of_libraries || is_library)
    })
}

#[test]
fn nothing_is_run() {
    for run in runs() {
        // The first is the program itself.
        let started = run
            .calls
            .iter()
            .filter(|c| c.name.starts_with("execve"))
            .skip(1);
        assert_eq!(started.map(|c| run.said(c)).next(), None);
        let new = |c: &&Call| ["fork", "vfork", "clone", "clone3"].contains(&&*c.name);
        for call in run
            .calls
            .iter()
            .filter(new)
            .filter(|c| c.line.contains('('))
        {
            let is_thread = call.line.contains("CLONE_THREAD") || call.line.contains(" resumed>");
            assert!(is_thread, "{}", run.said(call));
        }
    }
}

#[test]
fn nothing_is_sent() {
    const NETWORK: [&str; 10] = [
        "socket",
        "connect",
        "bind",
        "listen",
        "accept",
        "accept4",
        "sendto",
        "sendmsg",
        "sendmmsg",
        "getaddrinfo",
    ];
    for run in runs() {
        for call in run.calls.iter().filter(|c| NETWORK.contains(&&*c.name)) {
            // What wakes the server's own threads.
            assert!(call.line.contains("<UNIX"), "{}", run.said(call));
        }
    }
}

#[test]
fn nothing_outside_is_opened() {
    for run in runs() {
        let (root, cache) = (run.trap.root(), run.trap.home().join(".cache"));
        let mut inside = 0;
        for call in run.calls.iter().filter(|c| c.name.starts_with("open")) {
            let Some(path) = call.opened() else { continue };
            let is_inside = path.starts_with(&root);
            inside += usize::from(is_inside);
            let is_fine = is_inside
                || is_of_the_system(&path)
                || run.name == "a session" && path.starts_with(&cache)
                || !path.is_absolute();
            assert!(is_fine, "{}", run.said(call));
        }
        assert!(inside > 5, "{}: the log has what it opens", run.name);
        assert!(!run.shown.contains(SECRET), "{}: {}", run.name, run.shown);
        let is_told = run.shown.contains("a15")
            || run.shown.contains("Greet")
            || run.shown.contains("fixed")
            || run.shown.contains("ignored");
        assert!(is_told, "{}: {}", run.name, run.shown);
    }
}

#[test]
fn nothing_above_is_opened() {
    for run in runs() {
        let root = run.trap.root();
        let mut marks = BTreeSet::new();
        for call in &run.calls {
            for path in call
                .asked()
                .iter()
                .filter(|p| !p.starts_with(&root) && !is_of_the_system(p))
            {
                // The program itself, and the user's cache.
                if call.name == "execve"
                    || path.starts_with(run.trap.home()) && run.name == "a session"
                {
                    continue;
                }
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let is_above = |p: &Path| root.starts_with(p);
                let is_mark =
                    ["wmill.yaml", ".git"].contains(&&*name) && path.parent().is_some_and(is_above);
                let is_fine = LOOKS.contains(&&*call.name) && (is_mark || is_above(path))
                    || call.name == "getcwd"
                    || !path.is_absolute()
                    || path.as_os_str().is_empty();
                assert!(is_fine, "{}", run.said(call));
                marks.insert(name);
            }
        }
    }
}

#[test]
fn nothing_is_written_unasked() {
    for run in runs() {
        let is_asked = ["--fix", "--add-ignore"].contains(&run.name);
        let root = run.trap.root();
        for call in &run.calls {
            let opens = call.name.starts_with("open");
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_TMPFILE"];
            let writes = opens && writes.iter().any(|w| call.line.contains(w));
            if !(writes || CHANGES.contains(&&*call.name)) {
                continue;
            }
            for path in call.asked() {
                let is_own = path.starts_with("/proc/self/fd") || path == Path::new("/dev/null");
                let is_cache =
                    run.name == "a session" && path.starts_with(run.trap.home().join(".cache"));
                let is_fine = is_own || is_cache || is_asked && path.starts_with(&root);
                assert!(is_fine, "{}", run.said(call));
            }
        }
    }
}

#[test]
fn only_the_stub_is_written() {
    for run in runs().iter().filter(|r| r.name == "a session") {
        let home = run.trap.home();
        let mut files = Vec::new();
        let mut left = vec![home.join(".cache")];
        while let Some(folder) = left.pop() {
            for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                match path.is_dir() {
                    true => left.push(path),
                    false => files.push(path),
                }
            }
        }
        let stub = Path::new("windmill-ls")
            .join(env!("CARGO_PKG_VERSION"))
            .join("wmill.pyi");
        assert_eq!(files, [home.join(".cache").join(stub)]);
    }
}

#[test]
fn a_named_file_is_read() {
    if !strace::is_possible() {
        return;
    }
    let trap = Trap::new();
    let named = trap.world().join("secret/windmill-ls.toml");
    let args = ["--check", "--config", &*named.to_string_lossy()];
    let output = strace::run(&trap.root(), &["-e", "trace=%file"], &trap.log(), &args);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let opened: BTreeSet<PathBuf> = calls::read(&trap.log())
        .iter()
        .filter_map(Call::opened)
        .collect();
    let outside = opened
        .iter()
        .filter(|p| p.starts_with(trap.world()) && !p.starts_with(trap.root()));
    assert_eq!(outside.collect::<Vec<_>>(), [&named]);
}

#[test]
fn only_rules_are_read_up_to_the_repository() {
    if !strace::is_possible() {
        return;
    }
    let trap = Trap::new();
    let (root, folder) = (trap.root(), trap.root().join("sub/ws"));
    let rules = [
        "windmill-ls.toml",
        ".gitignore",
        ".ignore",
        ".git/info/exclude",
    ];
    fs::create_dir_all(root.join(".git/info")).unwrap();
    for name in &rules[1..] {
        fs::write(root.join(name), "f/out\n").unwrap();
    }
    fs::create_dir_all(folder.join("f/a")).unwrap();
    fs::write(folder.join("wmill.yaml"), "").unwrap();
    fs::write(
        folder.join("f/a/ok.py"),
        "def main(x: int):\n    return x\n",
    )
    .unwrap();
    let args = ["--check", "--verbose"];
    let output = strace::run(&folder, &["-e", "trace=%file"], &trap.log(), &args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let opened: BTreeSet<PathBuf> = calls::read(&trap.log())
        .iter()
        .filter_map(Call::opened)
        .filter(|p| p.starts_with(trap.world()) && p.is_file())
        .collect();
    let (inside, above): (Vec<&PathBuf>, Vec<&PathBuf>) =
        opened.iter().partition(|p| p.starts_with(&folder));
    assert!(inside.contains(&&folder.join("f/a/ok.py")), "{inside:?}");
    let rules: BTreeSet<PathBuf> = rules.iter().map(|r| root.join(r)).collect();
    assert_eq!(above, rules.iter().collect::<Vec<_>>());
}
