//! What the paths of the command line stand for.

use std::fs;

use serde_json::Value;

use crate::support::{Run, Workspace, flow};

/// The files that have findings.
fn files(run: &Run) -> Vec<String> {
    let name = |f: &Value| f["file"].as_str().unwrap().to_owned();
    run.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(name)
        .collect()
}

const CHECK: &str = "--check --output-format json --select unknown-step,python-syntax";

/// Three files, each with a finding.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("f/a/b.flow/flow.yaml", flow("results.nope"));
    workspace.write("f/a/c.py", "def main(:\n");
    workspace.write("f/d/e.py", "def main(:\n");
    workspace.write("f/d/notes.txt", "none");
    workspace
}

#[test]
fn files_and_folders() {
    let workspace = workspace();
    let (flow, c, e) = ("f/a/b.flow/flow.yaml", "f/a/c.py", "f/d/e.py");
    for (paths, expected) in [
        ("", &[flow, c, e][..]),
        (".", &[flow, c, e]),
        ("f/a", &[flow, c]),
        ("f/a/", &[flow, c]),
        ("f/a/b.flow", &[flow]),
        (flow, &[flow]),
        ("f/d/e.py f/a/c.py", &[c, e]),
        ("f/a f/a/c.py ./f/a/../a/c.py f", &[flow, c, e]),
    ] {
        let run = workspace.run(&format!("{CHECK} {paths}"));
        run.ends_with(1);
        assert_eq!(files(&run), expected, "{paths}");
        // The whole workspace has a `wmill.yaml`, too.
        let more = usize::from(matches!(paths, "" | "."));
        assert_eq!(
            run.json()["summary"]["files"],
            expected.len() + more,
            "{paths}"
        );
    }
}

#[test]
fn paths_are_shown_from_the_current_folder() {
    let workspace = workspace();
    let run = workspace.run_in("f/a", &format!("{CHECK} . ../d"));
    assert_eq!(files(&run), ["b.flow/flow.yaml", "c.py", "../d/e.py"]);
}

#[test]
fn the_rest_of_the_workspace_is_known() {
    let workspace = Workspace::new();
    workspace.write("f/lib/send.py", "def main(to: str):\n    return to\n");
    let text = flow("results.fetch_user").replace("hub/1/greet", "f/lib/send");
    workspace.write("f/a/b.flow/flow.yaml", text);
    let run = workspace.run("--check --select unknown-input --output-format json f/a/b.flow");
    run.ends_with(1);
    assert_eq!(files(&run), ["f/a/b.flow/flow.yaml"]);
}

#[test]
fn several_workspaces() {
    let workspace = workspace();
    workspace.write("other/wmill.yaml", "defaultTs: deno\n");
    workspace.write("other/f/x.py", "def main(:\n");
    let run = workspace.run(&format!("{CHECK} other f/d"));
    assert_eq!(files(&run), ["f/d/e.py", "other/f/x.py"]);
    let run = workspace.run_in("other", CHECK);
    assert_eq!(files(&run), ["f/x.py"]);
}

#[test]
fn ignored_by_git() {
    let workspace = workspace();
    fs::create_dir(workspace.path(".git")).unwrap();
    workspace.write(".gitignore", "/f/d\n");
    assert_eq!(
        files(&workspace.run(CHECK)),
        ["f/a/b.flow/flow.yaml", "f/a/c.py"]
    );
    assert_eq!(
        files(&workspace.run(&format!("{CHECK} f/d/e.py"))),
        ["f/d/e.py"]
    );
    assert_eq!(files(&workspace.run(&format!("{CHECK} f/d"))), ["f/d/e.py"]);
}

#[test]
fn nothing_to_check() {
    let workspace = workspace();
    fs::create_dir(workspace.path("empty")).unwrap();
    for path in ["f/d/notes.txt", "empty"] {
        let run = workspace.run(&format!("--check {path}"));
        run.ends_with(2);
        assert_eq!(run.stdout, "No findings in 0 files.\n", "{path}");
        assert!(
            run.stderr.contains(&format!("{path}: nothing to check")),
            "{}",
            run.stderr
        );
    }
    // A file that is not checked beside others is no failure; a folder without anything may be misspelt.
    let run = workspace.run(&format!("{CHECK} f/d/notes.txt f/d/e.py"));
    assert_eq!(files(run.ends_with(1)), ["f/d/e.py"]);
    assert!(run.stderr.contains("f/d/notes.txt: nothing to check"));
    let run = workspace.run("--check --quiet f/a empty");
    assert!(
        run.ends_with(2)
            .stderr
            .contains("empty: nothing to check; looked for")
    );
    assert!(run.stderr.contains("`flow.yaml`"), "{}", run.stderr);
}

#[test]
fn paths_that_do_not_exist() {
    let workspace = workspace();
    for path in ["f/nope.py", "f/a/nope.flow", "f/a/c.py/x"] {
        let run = workspace.run(&format!("--check f/a {path}"));
        run.ends_with(2);
        assert_eq!(run.stdout, "", "{path}");
        assert!(run.stderr.contains(path), "{}", run.stderr);
    }
}

#[test]
fn text_on_stdin() {
    let workspace = workspace();
    let check = format!("{CHECK} - --stdin-filename");
    let broken = flow("results.other");
    // In the place of a file that exists: its text on the disk does not count.
    let run = workspace.run_with_stdin(&format!("{check} f/a/b.flow/flow.yaml"), broken.as_bytes());
    run.ends_with(1);
    let finding = &run.json()["findings"][0];
    assert_eq!(finding["file"], "f/a/b.flow/flow.yaml");
    assert!(
        finding["message"]
            .as_str()
            .is_some_and(|m| m.contains("other")),
        "{finding}"
    );
    assert_eq!(run.json()["summary"]["files"], 1);
    // In places that do not exist.
    for name in ["f/a/new.flow/flow.yaml", "g/new/folder.flow/flow.yaml"] {
        let run = workspace.run_with_stdin(&format!("{check} {name}"), broken.as_bytes());
        assert_eq!(files(run.ends_with(1)), [name]);
        assert_eq!(run.stderr, "");
    }
    let run = workspace.run_with_stdin(&format!("{check} f/a/new.py"), b"def main():\n    pass\n");
    assert!(files(run.ends_with(0)).is_empty());
    let run = workspace.run_with_stdin(&format!("{check} notes.txt"), b"");
    assert!(run.ends_with(0).stderr.contains("nothing to check"));
    let run = workspace.run_with_stdin(&format!("{check} f/a/x.py"), b"def \xff\xfe");
    assert_eq!(files(run.ends_with(1)), ["f/a/x.py"]);
}

#[test]
fn text_on_stdin_needs_a_name() {
    let workspace = workspace();
    for args in [
        "--check -",
        "--check f --stdin-filename f/a/c.py",
        "--check - f --stdin-filename x.py",
    ] {
        let run = workspace.run_with_stdin(args, b"x");
        run.ends_with(2);
        assert_eq!(run.stdout, "");
        assert!(
            run.stderr.contains("stdin") || run.stderr.contains("`-`"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn settings_that_cannot_be_read() {
    let workspace = workspace();
    workspace.write("wmill.yaml", "defaultTs: [\n");
    let run = workspace.run(CHECK);
    run.ends_with(2);
    assert!(run.stderr.contains("wmill.yaml: "), "{}", run.stderr);
    assert_eq!(files(&run).len(), 3, "the findings are there all the same");
}
