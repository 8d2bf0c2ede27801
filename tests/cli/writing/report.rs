//! `--output-file`: never over what is read, whole or not at all.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;
use std::thread;

use super::{broken, tree};
use crate::support::Workspace;

const JSON: &str = "--check --exit-zero --output-format json --output-file";

#[test]
fn what_is_read_is_never_written() {
    let workspace = Workspace::new();
    let flow = "f/a/b.flow/flow.yaml";
    let text = super::inlining("query.pg.sql").replace("python3", "postgresql")
        + "        lock: '!inline a.lock'\n";
    workspace.write(flow, text);
    for (path, text) in [
        ("f/a/b.flow/query.pg.sql", "select 1\n"),
        ("f/a/b.flow/a.lock", ""),
        ("f/a/c.py", "def main():\n    return 1\n"),
        ("f/a/c.script.yaml", "summary: s\n"),
        ("f/a/d.resource.yaml", "value: {}\n"),
        ("windmill-ls.toml", ""),
        (".gitignore", "ignored\n"),
        ("ignored/flow.yaml", "summary: s\n"),
        ("elsewhere.toml", ""),
    ] {
        workspace.write(path, text);
    }
    symlink(workspace.path(flow), workspace.path("link.json")).unwrap();
    let before = tree::of(&workspace.path(""));
    for path in [
        flow,
        "./f/../f/a/b.flow/flow.yaml",
        "f/a/b.flow/query.pg.sql",
        "f/a/b.flow/a.lock",
        "f/a/c.py",
        "f/a/c.script.yaml",
        "f/a/d.resource.yaml",
        "wmill.yaml",
        "windmill-ls.toml",
        ".gitignore",
        "ignored/flow.yaml",
        "link.json",
        "elsewhere.toml --config elsewhere.toml",
    ] {
        for more in ["", " --fix", " --add-ignore=later"] {
            let run = workspace.run(&format!("{JSON} {path}{more}"));
            run.ends_with(2);
            assert!(
                run.stderr.contains("is a file that is read"),
                "{path} {run:#?}"
            );
            assert_eq!(tree::of(&workspace.path("")), before, "{path}{more}");
        }
    }
}

#[test]
fn a_report_takes_the_place_of_an_older_one() {
    let workspace = Workspace::with_mistake();
    let report = workspace.path("report.json");
    let read = || fs::read_to_string(&report).unwrap();
    workspace.run(&format!("{JSON} report.json")).ends_with(0);
    let whole = read();
    assert!(whole.ends_with("}\n"));
    fs::write(&report, "old and longer ".repeat(10_000)).unwrap();
    fs::set_permissions(&report, fs::Permissions::from_mode(0o640)).unwrap();
    workspace.run(&format!("{JSON} report.json")).ends_with(0);
    assert_eq!(read(), whole);
    assert_eq!(fs::metadata(&report).unwrap().mode() & 0o777, 0o640);
    // A link leads to the report, wherever that is, and stays.
    let outside = tempfile::TempDir::new().unwrap();
    let real = outside.path().join("real.json");
    fs::write(&real, "old").unwrap();
    fs::remove_file(&report).unwrap();
    symlink(&real, &report).unwrap();
    workspace.run(&format!("{JSON} report.json")).ends_with(0);
    assert!(report.is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), whole);
    // What is no input of Windmill's may be written over, even inside.
    workspace.write("f/a/notes.md", "old");
    workspace.run(&format!("{JSON} f/a/notes.md")).ends_with(0);
    assert_eq!(
        fs::read_to_string(workspace.path("f/a/notes.md")).unwrap(),
        whole
    );
}

#[test]
fn what_cannot_be_written_is_said() {
    let workspace = Workspace::with_mistake();
    workspace.write("locked.json", "old");
    let mode = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(workspace.path("locked.json"), permissions).unwrap();
    };
    mode(0o444);
    symlink(
        workspace.path("nowhere/at/all"),
        workspace.path("dangling.json"),
    )
    .unwrap();
    let before = tree::of(&workspace.path(""));
    for path in [
        "f/a",
        "nowhere/x.json",
        "locked.json",
        "dangling.json",
        "f/a/b.flow/flow.yaml/x",
    ] {
        let run = workspace.run(&format!("{JSON} {path}"));
        run.ends_with(2);
        assert!(
            run.stderr
                .starts_with(&format!("windmill-ls: --output-file {path}: ")),
            "{run:#?}"
        );
        assert!(!run.stderr.contains("fault"), "{run:#?}");
        assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
        assert_eq!(tree::of(&workspace.path("")), before, "{path}");
    }
    if fs::exists("/dev/full").unwrap() {
        let run = workspace.run(&format!("{JSON} /dev/full"));
        run.ends_with(2);
    }
}

#[test]
fn pipes_and_devices_are_written_as_they_are() {
    let workspace = Workspace::with_mistake();
    let whole = workspace
        .run("--check --exit-zero --output-format json")
        .stdout;
    let run = workspace.run(&format!("{JSON} /dev/stdout"));
    assert_eq!(run.ends_with(0).stdout, whole);
    workspace.run(&format!("{JSON} /dev/null")).ends_with(0);
    let pipe = workspace.path("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = thread::spawn(move || {
        let mut text = String::new();
        fs::File::open(pipe)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    });
    workspace.run(&format!("{JSON} pipe")).ends_with(0);
    assert_eq!(reader.join().unwrap(), whole);
}

#[test]
fn a_report_beside_a_fix() {
    let workspace = Workspace::new();
    workspace.write("f/a/b.flow/flow.yaml", broken("a"));
    let run = workspace.run(&format!("{JSON} report.json --fix --unsafe-fixes"));
    run.ends_with(0);
    let report = fs::read_to_string(workspace.path("report.json")).unwrap();
    assert!(report.contains("\"findings\":[]"), "{report}");
}
