//! A large file's rules run on two threads after an edit: what they find, and what they read, is the same.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Finding, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{Edit, Span};

/// A flow of more than 128 KiB: each step reads the one before, every tenth has mistakes.
fn flow() -> String {
    let mut text = "summary: large\nvalue:\n  modules:\n".to_owned();
    for i in 0..1_500 {
        let before = i.max(1) - 1;
        let (path, name) = match i % 10 {
            9 => ("f/lib/absent", "amuont"),
            _ => ("f/lib/run", "amount"),
        };
        text += &format!(
            "    - id: s{i}\n      value:\n        type: script\n        path: {path}\n        input_transforms:\n          {name}: {{type: javascript, expr: results.s{before}.total}}\n",
        );
    }
    text
}

fn told(findings: &[Finding]) -> Vec<String> {
    let told = findings
        .iter()
        .map(|f| format!("{:?} {} {}", f.span, f.rule.name, f.message));
    told.collect()
}

#[test]
fn the_same_as_from_nothing() {
    let text = flow();
    assert!(text.len() > 128 * 1024, "{}", text.len());
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['f/**']\n".into()));
    let run = "def main(amount: int):\n    return {'total': amount}\n";
    workspace.set("/w/f/lib/run.py", Source::Text(run.into()));
    let id = workspace.set(
        "/w/f/a/large.flow/flow.yaml",
        Source::Text(text.as_str().into()),
    );
    let mut snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let before = snapshot.check_again(id, None).unwrap();
    let at = text.find("results.s700.total").unwrap() + "results.s700".len();
    let edited = format!("{}x{}", &text[..at], &text[at..]);
    let edit = Edit {
        span: Span::at(at),
        new_len: 1,
    };
    snapshot.workspace.edit(id, edit, edited.as_str().into());
    let after = snapshot.check_again(id, Some(&before)).unwrap();
    let fresh = snapshot.check_again(id, None).unwrap();
    assert_ne!(told(&after.all), told(&before.all));
    assert_eq!(told(&after.all), told(&fresh.all));
    assert_eq!(after.reads.files, fresh.reads.files);
    assert_eq!(after.reads.keys, fresh.reads.keys);
    assert_eq!(after.reads.names, fresh.reads.names);
    assert_eq!(after.reads.all, fresh.reads.all);
    // What only reads others runs again, and only that.
    let again = snapshot.check_again(id, Some(&after)).unwrap();
    assert_eq!(told(&again.all), told(&fresh.all));
}
