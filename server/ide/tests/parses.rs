//! How often texts are parsed: each expression of a flow once, however many rules and questions ask of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{Language, parses_of};

/// A flow with these expressions: an input, one in braces, a body of statements, a condition.
fn flow(expressions: [&str; 4]) -> String {
    let [input, braces, body, condition] = expressions;
    format!(
        "summary: s
value:
  modules:
    - id: a
      value:
        type: identity
    - id: b
      skip_if:
        expr: {condition}
      value:
        type: script
        path: f/x/y
        input_transforms:
          one:
            type: javascript
            expr: {input}
          two:
            type: javascript
            expr: '{braces}'
          three:
            type: javascript
            expr: '{body}'
schema:
  type: object
  properties:
    n:
      type: number
"
    )
}

/// How many expressions are parsed while everything is asked of a flow.
fn parses(text: &str) -> u32 {
    let parses = || parses_of(Language::JavaScript).tolerant;
    let mut workspace = Workspace::new(vec!["/workspace".into()]);
    let before = parses();
    workspace.set("/workspace/f/x/z.flow/flow.yaml", Source::Text(text.into()));
    let id = workspace.id("/workspace/f/x/z.flow/flow.yaml").unwrap();
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    snapshot.check_all(id);
    snapshot.outline(id);
    snapshot.check_all(id);
    // Right behind a closing quote something else is typed.
    let inside = |at: &usize| !text[..*at].ends_with('\'');
    for offset in (0..text.len()).filter(inside) {
        snapshot.hover(id, offset);
        snapshot.definition(id, offset);
        snapshot.uses(id, offset);
    }
    parses() - before
}

#[test]
fn an_expression_is_parsed_once() {
    // Chains alone are read without a parser.
    let plain = "flow_input.n";
    let bare = parses(&flow([plain; 4]));
    let all = parses(&flow([
        "flow_input.n + 1",
        "{ n: flow_input.n }",
        "const n = flow_input.n; return n",
        "flow_input.n > results.a.n",
    ]));
    assert_eq!(all, bare + 4);
}
