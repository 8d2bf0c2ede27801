//! Hover as a reader asks: one flow, the cursor `<|>` on a word of it.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FLOW: &str = "summary: Orders
value:
  modules:
    - id: fetch
      summary: Fetch the orders
      value:
        type: script
        path: f/shop/fetch
        input_transforms:
          limit:
            type: javascript
            expr: flow_input.user.name
    - id: each-order
      value:
        type: forloopflow
        skip_failures: false
        iterator: {type: javascript, expr: results.fetch}
        modules:
          - id: inner
            value: {type: identity}
    - id: report
      value:
        type: rawscript
        language: python3
        content: '!inline report.py'
        input_transforms:
          total:
            type: javascript
            expr: results.inner + results[\"each-order\"] + results.late
          old:
            type: javascript
            expr: previous_result
    - id: late
      value: {type: flow, path: f/shop/sub, input_transforms: {}}
    - id: embedded
      value:
        type: rawscript
        language: python3
        content: |
          import wmill
          def main():
              return wmill.get_variable('f/shop/key')
        input_transforms: {}
schema:
  type: object
  required: [day]
  properties:
    day: {type: string, description: Which day, default: today}
    user:
      type: object
      properties:
        name: {type: string, description: What they are called}
";

/// The hovered text and what it covers; `word` is the place, with the cursor in it.
fn hover(word: &str) -> Option<(String, String)> {
    let bare = word.replace("<|>", "");
    let (text, offset) = cursor(&FLOW.replacen(&bare, word, 1));
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/shop/fetch.py",
        "def main(limit: int = 10):\n    return []\n",
    );
    set(
        "f/shop/fetch.script.yaml",
        "summary: Reads the shop\nschema: {}\n",
    );
    set(
        "f/shop/orders.flow/report.py",
        "def main(total: float, old: str = 'x'):\n    return 1\n",
    );
    set(
        "f/shop/sub.flow/flow.yaml",
        "summary: Sub\nvalue: {modules: []}\nschema:\n  properties:\n    a: {type: string}\n",
    );
    set(
        "f/shop/day.schedule.yaml",
        "script_path: f/shop/sub\nis_flow: true\n",
    );
    set(
        "f/shop/other.flow/flow.yaml",
        "value: {modules: [{id: a, value: {type: flow, path: f/shop/sub}}]}\n",
    );
    let id = set("f/shop/orders.flow/flow.yaml", &text);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let hover = snapshot.hover(id, offset)?;
    Some((hover.text.to_markdown(), hover.span.slice(&text).to_owned()))
}

#[track_caller]
fn says(word: &str, covers: &str, parts: &[&str]) {
    let (text, span) = hover(word).unwrap_or_else(|| panic!("nothing on {word}"));
    assert_eq!(span, covers, "{word}");
    for part in parts {
        assert!(text.contains(part), "{word}: {part:?} is not in {text:?}");
    }
}

#[test]
fn who_uses_it_is_said() {
    says("id: fe<|>tch", "fetch", &["Read by 1 step."]);
    says("results.fe<|>tch", "fetch", &["Read by 1 step."]);
    says("flow_input.us<|>er", "user", &["Read by 1 step."]);
    let (text, _) = hover("id: emb<|>edded").unwrap();
    assert!(!text.contains("Read by"), "{text}");
    // The flow itself is no news.
    let (text, _) = hover("path: f/shop/fe<|>tch").unwrap();
    assert!(!text.contains("Used by"), "{text}");
    says(
        "path: f/shop/s<|>ub",
        "f/shop/sub",
        &["Used by `f/shop/day.schedule.yaml`, `f/shop/other`."],
    );
}

#[test]
fn steps() {
    says(
        "results.fe<|>tch",
        "fetch",
        &[
            "fetch",
            "Fetch the orders",
            "f/shop/fetch",
            "limit: int = 10",
        ],
    );
    says(
        "results[\"each-<|>order\"]",
        "each-order",
        &["each-order", "loop"],
    );
    says("id: la<|>te", "late", &["f/shop/sub", "`a`"]);
}

#[test]
fn a_step_that_is_not_simply_there_says_so() {
    let plain = hover("results.fe<|>tch").unwrap().0;
    assert!(!plain.contains("null"), "{plain}");
    says("results.inn<|>er", "inner", &["last"]);
    says("results.la<|>te", "late", &["null"]);
}

#[test]
fn inputs_and_names() {
    says("flow_input.us<|>er", "user", &["user", "object"]);
    says(
        "flow_input.user.na<|>me",
        "name",
        &["string", "What they are called"],
    );
    says("flow_<|>input", "flow_input", &["flow_input"]);
    says("previous_<|>result", "previous_result", &["step before"]);
}

#[test]
fn keys_values_paths_and_files() {
    says("skip_<|>failures", "skip_failures", &["skip_failures"]);
    says("forloop<|>flow", "forloopflow", &["list"]);
    says("pyth<|>on3", "python3", &["main"]);
    says("lim<|>it", "limit", &["integer", "10"]);
    says(
        "path: f/shop/fe<|>tch",
        "f/shop/fetch",
        &["Reads the shop", "main(limit: int = 10)"],
    );
    let (text, _) = hover("report<|>.py").unwrap();
    assert!(text.contains("total: float"), "{text}");
}

#[test]
fn the_sdk_in_embedded_code() {
    says(
        "wmill.get_<|>variable",
        "get_variable",
        &["def get_variable(", "```python"],
    );
    says("import wm<|>ill", "wmill", &["wmill"]);
}

#[test]
fn nothing_where_nothing_is_known() {
    for word in [
        "summary: Fetch th<|>e orders",
        "ret<|>urn wmill",
        "expr: previous_result<|>\n    - id: late",
    ] {
        let found = hover(word);
        assert!(
            found
                .as_ref()
                .is_none_or(|(_, span)| span == "previous_result"),
            "{word}: {found:?}"
        );
    }
    assert_eq!(hover("summary: Fetch th<|>e orders"), None);
}
