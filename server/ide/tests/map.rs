//! Folds, what a selection grows to, and links of a file.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{FoldKind, LinkTarget, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const FLOW: &str = "f/a/b.flow/flow.yaml";

fn open(files: &[(&str, &str)]) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut ids = Vec::new();
    for (path, text) in files {
        ids.push(workspace.set(&format!("/w/{path}"), Source::Text((*text).into())));
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot, ids[0])
}

/// The folds of a text: lines from 1, what it is if it is no plain one, and what stands for it.
fn folds(path: &str, text: &str) -> String {
    let (snapshot, id) = open(&[(path, text)]);
    let file = snapshot.workspace.get(id).unwrap();
    let mut page = String::new();
    for fold in snapshot.folds(id, usize::MAX) {
        let line = |at: u32| file.lines().line_of(at as usize) + 1;
        let kind = match fold.kind {
            FoldKind::Plain => "",
            FoldKind::Comment => " comment",
            FoldKind::Imports => " imports",
        };
        let text = fold.text.map_or(String::new(), |t| format!(" {t}"));
        let (first, last) = (line(fold.span.start), line(fold.span.end));
        page += &format!("{first}-{last}{kind}{text}\n");
    }
    page
}

#[test]
fn a_flow_folds_to_its_steps() {
    let text = "\
# One
# and two.
value:
  modules:
    - summary: Charge the card
      id: a
      value:
        type: rawscript
        language: python3
        content: |
          import a
          import b

          def main():
              if a:
                  pass
              else:
                  return {
                      'a': 1
                  }

    # Between.
    - id: b
      value: {
        type: identity
      }
  failure_module:
    id: failure
    value: {type: identity}
";
    let wanted = "\
1-2 comment
3-29
4-26
5-20 - id: a  Charge the card
7-20
10-20
11-12 imports
14-20
15-16
17-20
18-19
23-25 - id: b
24-25
27-29 failure_module: failure
";
    assert_eq!(folds(FLOW, text), wanted);
}

#[test]
fn scripts_and_other_files_fold() {
    let python = "\
import a
from b import (
    c,
)
@x
def main(
    a,
):
    \"\"\"Says
    what.\"\"\"
    # One
    # two
    for a in [
        1
    ]: pass
";
    let wanted = "\
1-4 imports
2-3
6-15
9-10
11-12 comment
13-15
";
    assert_eq!(folds("f/a/b.py", python), wanted);
    let typescript = "\
/*
 * One
 */
export async function main(
  a: string,
) {
  switch (a) {
    case 'b': return `
    `
  }
}
";
    let wanted = "1-3 comment\n4-5\n6-10\n7-9\n8-9\n";
    assert_eq!(folds("f/a/b.ts", typescript), wanted);
    let json = "{\n  \"a\": [\n    1\n  ]\n}\n";
    assert_eq!(folds("f/a/b.resource.json", json), "2-3\n");
    assert_eq!(folds("f/a/b.md", "a:\n  b: 1\n"), "");
}

#[test]
fn of_many_folds_the_outer_ones_are_kept() {
    let (snapshot, id) = open(&[(
        "f/a/b.variable.yaml",
        "a:\n  b:\n    c:\n      d: 1\ne:\n  f:\n    g: 1\n",
    )]);
    let lines = |limit: usize| -> Vec<usize> {
        let file = snapshot.workspace.get(id).unwrap();
        let folds = snapshot.folds(id, limit).into_iter();
        folds
            .map(|f| file.lines().line_of(f.span.start as usize) + 1)
            .collect()
    };
    assert_eq!(lines(9), [1, 2, 3, 5, 6]);
    assert_eq!(lines(4), [1, 2, 5, 6]);
    assert_eq!(lines(2), [1, 5]);
    assert!(lines(0).is_empty());
}

/// What a selection at `<|>` grows to, each on one line, until it is more than a line.
fn grows(path: &str, text: &str) -> Vec<String> {
    let (text, at) = cursor(text);
    let (snapshot, id) = open(&[(path, &text)]);
    let spans = snapshot.selections(id, at);
    assert_eq!(spans.last().unwrap().range(), 0..text.len());
    let lines = spans.iter().map(|s| s.slice(&text));
    lines
        .take_while(|l| !l.contains('\n'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_selection_grows_in_an_expression() {
    let flow = |expr: &str| {
        format!(
            "value:\n  modules:\n    - id: a\n      value:\n        input_transforms:\n          x:\n            expr: {expr}\n            type: javascript\n"
        )
    };
    assert_eq!(
        grows(FLOW, &flow("f(results.a.b<|>c.d, 1) + 2")),
        [
            "bc",
            "results.a.bc",
            "results.a.bc.d",
            "(results.a.bc.d, 1)",
            "f(results.a.bc.d, 1)",
            "f(results.a.bc.d, 1) + 2",
            "expr: f(results.a.bc.d, 1) + 2",
        ]
    );
    assert_eq!(
        grows(FLOW, &flow("'{a: \"<|>b\"}'")),
        [
            "b",
            "\"b\"",
            "a: \"b\"",
            "{a: \"b\"}",
            "'{a: \"b\"}'",
            "expr: '{a: \"b\"}'"
        ]
    );
}

#[test]
fn a_selection_grows_from_a_transform_to_the_flow() {
    let text = "\
value:
  modules:
    - id: c
      value:
        type: branchall
        branches:
          - modules:
              - id: a
                value:
                  input_transforms:
                    x:
                      type: javascript
                      expr: fl<|>ow_input.x
                    y: {type: ai}
";
    let (text, at) = cursor(text);
    let (snapshot, id) = open(&[(FLOW, &text)]);
    let grown = snapshot.selections(id, at);
    let starts: Vec<&str> = grown
        .iter()
        .map(|s| s.slice(&text).lines().next().unwrap())
        .collect();
    let wanted = [
        "flow_input",
        "flow_input.x",
        "expr: flow_input.x",
        "type: javascript",
        "x:",
        "x:",
        "input_transforms:",
        "value:",
        "id: a",
        "- id: a",
        "modules:",
        "- modules:",
        "branches:",
        "type: branchall",
        "value:",
        "id: c",
        "- id: c",
        "modules:",
        "value:",
        "value:",
    ];
    assert_eq!(starts, wanted);
}

#[test]
fn a_selection_grows_in_code() {
    assert_eq!(
        grows("f/a/b.py", "def main(a):\n    return [f(a<|>b)]\n"),
        ["ab", "(ab)", "f(ab)", "[f(ab)]", "return [f(ab)]"]
    );
    assert_eq!(
        grows(
            FLOW,
            "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        content: |\n          def main(a):\n              return [a<|>]\n"
        ),
        ["a", "[a]", "return [a]"]
    );
    // Very deep: the innermost and the outermost.
    let text = format!("x = {}<|>1{}\n", "[".repeat(5_000), "]".repeat(5_000));
    assert!(grows("f/a/b.py", &text).len() < 200);
}

#[test]
fn links_lead_to_what_is_there() {
    let flow = "\
value:
  modules:
    - id: a
      value: {type: rawscript, language: python3, content: '!inline a.py', lock: '!inline a.lock'}
    - id: b
      value:
        type: script
        path: f/lib/x
        input_transforms:
          a: {type: static, value: $res:f/lib/db}
          b: {type: static, value: '$var:f/lib/none'}
          c: {type: javascript, expr: variable('f/lib/key')}
    - id: c
      value: {type: flow, path: \"f/lib/sub\"}
    - id: d
      value: {type: script, path: hub/28/slack/send_message}
    - id: e
      value: {type: script, path: hub/10000001/own/secret}
    - id: f
      value: {type: script, path: f/lib/none}
";
    let (snapshot, id) = open(&[
        (FLOW, flow),
        ("wmill.yaml", "includes: ['f/**']\n"),
        ("f/a/b.flow/a.py", "def main(): pass\n"),
        ("f/lib/x.py", "def main(): pass\n"),
        ("f/lib/db.resource.yaml", "value: 1\n"),
        ("f/lib/key.variable.yaml", "value: x\n"),
        ("f/lib/sub.flow/flow.yaml", "value: {modules: []}\n"),
    ]);
    let link = |l: ide::Link| {
        let target = match l.target {
            LinkTarget::File(id) => snapshot.workspace.get(id).unwrap().path.to_string(),
            LinkTarget::Url(url) => url,
        };
        (l.span.slice(flow).to_owned(), target)
    };
    let links: Vec<_> = snapshot.links(id).into_iter().map(link).collect();
    let wanted = [
        ("a.py", "/w/f/a/b.flow/a.py"),
        ("f/lib/x", "/w/f/lib/x.py"),
        ("f/lib/db", "/w/f/lib/db.resource.yaml"),
        ("f/lib/key", "/w/f/lib/key.variable.yaml"),
        ("f/lib/sub", "/w/f/lib/sub.flow/flow.yaml"),
        (
            "hub/28/slack/send_message",
            "https://hub.windmill.dev/from_version/28/slack/send_message",
        ),
    ];
    assert_eq!(links, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
}
