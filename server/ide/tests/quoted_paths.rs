//! Findings on paths in quotes: what is marked is the path, so that what replaces it leaves the quotes as they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const ROOT: &str = "/workspace";

#[test]
fn paths_in_quotes_are_marked_and_changed_inside_of_them() {
    let flow = "value:\n  modules:\n    - id: a\n      value: {type: script, path: 'f/lib/chrge'}\n    - id: b\n      \
                value: {type: flow, path: \"f/lib/nihgtly\"}\n    - id: c\n      value: {type: script, path: f/lib/chage}\n";
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    for (path, text) in [
        ("wmill.yaml", "includes: ['**']\n"),
        ("f/lib/charge.py", "def main(): ...\n"),
        ("f/lib/charge.script.yaml", "summary: ''\n"),
        ("f/lib/nightly.flow/flow.yaml", "value: {modules: []}\n"),
        ("f/a/x.flow/flow.yaml", flow),
    ] {
        workspace.set(&format!("{ROOT}/{path}"), Source::Text(text.into()));
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let path = format!("{ROOT}/f/a/x.flow/flow.yaml");
    let id = snapshot.workspace.id(&path).unwrap();
    let mut findings = snapshot.check(id);
    findings.retain(|f| ["unknown-script", "unknown-flow"].contains(&f.rule.name));
    let marked: Vec<&str> = findings.iter().map(|f| f.span.slice(flow)).collect();
    assert_eq!(marked, ["f/lib/chrge", "f/lib/nihgtly", "f/lib/chage"]);
    let mut text = flow.to_owned();
    for finding in findings.iter().rev() {
        let fix = finding.fix.as_ref().unwrap();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
    }
    let right = flow
        .replace("chrge", "charge")
        .replace("nihgtly", "nightly");
    assert_eq!(text, right.replace("chage", "charge"));
}
