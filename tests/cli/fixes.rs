//! `--fix`, `--unsafe-fixes` and `--diff`.

use std::fs;

use crate::support::Workspace;

const FLOW: &str = "f/a/b.flow/flow.yaml";

/// Mistakes that have a safe fix, a comment and CRLF that must stay.
const BROKEN: &str = "summary: Greet: you # why\r\nvalue:\r\n  modules\r\n    - id: a\r\n      value:\r\n\
                      \ttype: identity\r\n    - id: b\r\n      summary: It's `x`: y\r\n      value: {type: identity}\r\n      \
                      timeout:30\r\n";

const FIXED: &str = "summary: 'Greet: you' # why\r\nvalue:\r\n  modules:\r\n    - id: a\r\n      value:\r\n        \
                      type: identity\r\n    - id: b\r\n      summary: 'It''s `x`: y'\r\n      value: {type: identity}\r\n      \
                      timeout: 30\r\n";

#[test]
fn what_is_broken_is_fixed_and_nothing_else_changes() {
    let workspace = Workspace::new();
    workspace.write(FLOW, BROKEN);
    let run = workspace.run("--check --fix");
    assert_eq!(run.code, Some(0), "{run:#?}");
    assert_eq!(run.stdout, "No findings in 2 files.\n");
    assert_eq!(run.stderr, "windmill-ls: 5 fixed\n");
    let text = |w: &Workspace| fs::read_to_string(w.path(FLOW)).unwrap();
    assert_eq!(text(&workspace), FIXED);
    let again = workspace.run("--check --fix");
    assert_eq!(
        (again.code, again.stderr.as_str()),
        (Some(0), "windmill-ls: 0 fixed\n")
    );
    assert_eq!(text(&workspace), FIXED);
}

#[test]
fn diff_shows_and_writes_nothing() {
    let workspace = Workspace::new();
    workspace.write(FLOW, BROKEN);
    let run = workspace.run("--check --diff");
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert!(
        run.stdout
            .starts_with(&format!("--- a/{FLOW}\n+++ b/{FLOW}\n@@ ")),
        "{run:#?}"
    );
    assert!(
        run.stdout.contains("\n-  modules\r\n+  modules:\r\n"),
        "{run:#?}"
    );
    assert_eq!(fs::read_to_string(workspace.path(FLOW)).unwrap(), BROKEN);
    workspace.write(FLOW, FIXED);
    let run = workspace.run("--check --diff");
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
}

#[test]
fn json_tells_of_fixes() {
    let workspace = Workspace::new();
    workspace.write(FLOW, "summary: Greet: you\nvalue:\n  modules: []\n");
    let run = workspace.run("--check --output-format json");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let fix = &found["findings"][0]["fix"];
    assert_eq!(fix["safety"], "safe");
    assert_eq!(fix["edits"][0]["text"], "'Greet: you'");
    assert_eq!(fix["edits"][0]["file"], FLOW);
    assert_eq!(fix["edits"][0]["range"]["start"]["column"], 10);
}

#[test]
fn stdin_cannot_be_written() {
    let workspace = Workspace::new();
    let run = workspace.run_with_stdin(
        &format!("--check - --stdin-filename {FLOW} --fix"),
        BROKEN.as_bytes(),
    );
    assert_eq!(run.code, Some(2), "{run:#?}");
    let run = workspace.run_with_stdin(
        &format!("--check - --stdin-filename {FLOW} --diff"),
        BROKEN.as_bytes(),
    );
    assert_eq!(run.code, Some(1), "{run:#?}");
}

#[test]
fn what_a_person_has_to_write_is_left_alone() {
    let workspace = Workspace::new();
    let flow = "summary: ''\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: \
                python3\n        content: '!inline fetch.py'\n        input_transforms: {}\n    - id: b\n      value:\n        \
                type: rawscript\n        language: python3\n        content: |\n          def main(url: str):\n              \
                return url\n        input_transforms: {}\n    - id: c\n      value:\n        type: rawscript\n        \
                language: python3\n        content: |\n          def run():\n              return 1\n        \
                input_transforms: {}\n";
    workspace.write(FLOW, flow);
    for flags in [
        "--diff",
        "--diff --unsafe-fixes",
        "--diff --fix",
        "--fix --diff --unsafe-fixes",
    ] {
        let run = workspace.run(&format!("--check {flags}"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{run:#?}");
    }
    let json = workspace.run("--check --output-format json").json();
    let found = json["findings"].as_array().unwrap();
    let kinds: Vec<_> = found
        .iter()
        .map(|f| (f["rule"].as_str(), f["fix"]["safety"].as_str()))
        .collect();
    let editor = Some("editor");
    assert_eq!(
        kinds,
        [
            (Some("missing-inline-file"), editor),
            (Some("missing-input"), editor),
            (Some("missing-main"), editor)
        ]
    );
    assert_eq!(found[0]["fix"]["creates"]["file"], "f/a/b.flow/fetch.py");
    let run = workspace.run("--check --fix --unsafe-fixes");
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert_eq!(run.stderr, "windmill-ls: 0 fixed\n");
    assert!(
        run.stdout
            .ends_with("3 can be fixed in an editor only: part of the fix is yours to write.\n"),
        "{run:#?}"
    );
    assert_eq!(fs::read_to_string(workspace.path(FLOW)).unwrap(), flow);
    assert!(!workspace.path("f/a/b.flow/fetch.py").exists());
}
