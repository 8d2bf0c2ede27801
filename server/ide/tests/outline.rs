//! What a file is made of: flows, scripts and other YAML, as pages.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

/// The outline of a text: names behind as many blanks as they are deep, with detail and lines, from 1.
fn page(path: &str, text: &str) -> String {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let id = workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let file = snapshot.workspace.get(id).unwrap().clone();
    let mut page = String::new();
    for item in snapshot.outline(id) {
        let line = |at: u32| file.lines().line_of(at as usize) + 1;
        let (first, last) = (line(item.span.start), line(item.span.end));
        let blanks = "  ".repeat(item.depth);
        let detail = match &*item.detail {
            "" => String::new(),
            detail => format!(" ({detail})"),
        };
        page += &format!("{blanks}{}{detail} {first}-{last}\n", item.name);
    }
    page
}

const FLOW: &str = "f/a/b.flow/flow.yaml";

#[test]
fn a_flow() {
    let text = "\
summary: x
value:
  preprocessor_module:
    id: preprocessor
    value:
      type: rawscript
      language: bun
      content: export function preprocessor() {}
  modules:
    - id: a
      summary: Charge
        the card
      value:
        type: rawscript
        language: python3
        content: |
          class A:
              def b(self):
                  pass

          def main():
              return 1

    # A comment.
    - id: each
      value:
        type: forloopflow
        iterator: {type: javascript, expr: '[1]'}
        modules:
          - id: choose
            value:
              type: branchone
              branches:
                - summary: Rich
                  expr: results.a > 1
                  modules:
                    - {id: c, value: {type: script, path: f/lib/x}}
                - expr: results.a > 2
                  modules: []
              default:
                - id: d
                  value: {type: flow, path: f/lib/y}
    -
      id: agent
      value:
        type: aiagent
        tools:
          - id: t
            value: {type: rawscript, language: bash, content: ls}
  failure_module:
    id: failure
    value: {type: identity}
schema:
  type: object
  properties:
    user:
      type: object
      properties:
        name: {type: string}
    db: {type: object, format: resource-postgresql}
  required: [db]
";
    let wanted = "\
preprocessor (bun) 3-8
  preprocessor 8-8
a (python3 · Charge the card) 10-22
  A 17-19
    b 18-19
  main 21-22
each (for loop) 25-42
  choose (one branch) 30-42
    Rich (results.a > 1) 34-37
      c (f/lib/x) 37-37
    branch 2 (results.a > 2) 38-39
    default 40-42
      d (f/lib/y) 41-42
agent (AI agent) 43-49
  t (bash) 48-49
failure (identity) 50-52
inputs 53-61
  user (object) 56-59
    name (string) 59-59
  db (resource-postgresql · required) 60-60
";
    assert_eq!(page(FLOW, text), wanted);
}

#[test]
fn a_flow_that_is_being_written() {
    // A key cut short, quotes left open, a step without an id.
    let text = "\
value:
  modu
  - id: a
    value:
      type: branchall
      branches:
        - modules:
          - id: b
            summary: 'Not closed
            value:
  - value:
      type: identity
  - id:
    summary: Named by this
  -
";
    let wanted = "\
a (all branches) 3-10
  branch 1 7-10
    b (Not closed) 8-10
identity 11-12
Named by this 13-14
";
    assert_eq!(page(FLOW, text), wanted);
}

#[test]
fn aliases_are_listed_where_they_are_written() {
    let text = "\
value:
  modules:
    - &a
      id: a
      value: {type: identity}
    - *a
    - id: loop
      value:
        type: forloopflow
        modules: [*a]
";
    let wanted = "a (identity) 4-5\nloop (for loop) 7-10\n";
    assert_eq!(page(FLOW, text), wanted);
}

#[test]
fn scripts() {
    let text = "@x\ndef main(a):\n    def b(): pass\n\nclass C:\n    d: int\n";
    let wanted = "main 1-3\n  b 3-3\nC 5-6\n  d 6-6\n";
    assert_eq!(page("f/a/b.py", text), wanted);
    let text = "type T = {\n  a: string\n}\nexport async function main() {}\n";
    let wanted = "T 1-3\n  a 2-2\nmain 4-4\n";
    assert_eq!(page("f/a/b.ts", text), wanted);
    assert_eq!(page("f/a/b.sh", "main() { ls; }\n"), "");
}

#[test]
fn other_files() {
    let text = "\
args:
  user: {name: x}
  list:
    - 1
    - id: one
      b:
        c: 2
summary: |
  Some
  text
enabled: true
nothing:
";
    let wanted = "\
args 1-7
  user 2-2
    name (x) 2-2
  list 3-7
    1 (one) 5-7
      id (one) 5-5
      b 6-7
        c (2) 7-7
summary (Some text) 8-10
enabled (true) 11-11
nothing 12-12
";
    assert_eq!(page("f/a/b.schedule.yaml", text), wanted);
    assert_eq!(
        page("f/a/b.resource.json", "{\"a\": [[{\"b\": 1}]]}"),
        "a 1-1\n  0 1-1\n    0 (1) 1-1\n      b (1) 1-1\n"
    );
    assert_eq!(page("f/a/b.md", "a: 1"), "");
}
