//! `--add-ignore`: comments for what is found, in the files.

use std::fs;
use std::path::Path;

use crate::support::Workspace;

#[test]
fn findings_are_silenced_with_a_reason() {
    let workspace = Workspace::with_mistake();
    let run = workspace.run("--check --add-ignore=known");
    assert!(run.ends_with(0).stderr.contains("1 ignored"), "{run:?}");
    let flow = fs::read_to_string(workspace.path("f/a/b.flow/flow.yaml")).unwrap();
    assert!(flow.contains("            # windmill-ls: ignore[unknown-step] known\n            expr: results.fetch_usr\n"), "{flow}");
    workspace.run("--check").ends_with(0);
    workspace.run("--check --add-ignore").ends_with(0);
    assert_eq!(
        fs::read_to_string(workspace.path("f/a/b.flow/flow.yaml")).unwrap(),
        flow
    );
}

#[test]
fn what_no_comment_silences_is_told() {
    let workspace = Workspace::new();
    workspace.write("f/a/b.flow/flow.json", r#"{"summary": "A"}"#);
    let run = workspace.run("--check --add-ignore");
    assert!(
        run.ends_with(1)
            .stderr
            .contains("cannot be silenced by a comment"),
        "{run:?}"
    );
}

/// Every rule has a mistake in that workspace.
#[test]
fn whatever_is_found_can_be_ignored() {
    let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces/broken");
    let workspace = Workspace::unmarked();
    copy(&broken, &workspace.path("."));
    let left = |found: &serde_json::Value| -> Vec<String> {
        let found = found["findings"].as_array().expect("a list").iter();
        let found = found.filter(|f| f["rule"] != "yaml-syntax");
        found
            .map(|f| format!("{}:{}: {}", f["path"], f["line"], f["rule"]))
            .collect()
    };
    let before = left(&workspace.run("--check --output-format json").json());
    assert!(before.len() > 90, "{}", before.len());
    workspace.run("--check --fix");
    workspace.run("--check --add-ignore=known");
    let after = left(&workspace.run("--check --output-format json").json());
    assert!(after.is_empty(), "{after:#?}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
