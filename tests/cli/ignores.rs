//! `--add-ignore`: comments for what is found, in the files.

use std::fs;

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
