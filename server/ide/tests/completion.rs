//! Completion as people type: whole flows with the cursor `<|>` in a half-typed line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fixture::cursor;
use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FLOW: &str = "summary: Orders
value:
  preprocessor_module:
    id: preprocessor
    value:
      type: script
      path: hub/1/p
      input_transforms:
        event:
          type: javascript
          expr: PRE
  modules:
    - id: fetch
      summary: Fetch the orders
      value:
        type: rawscript
        language: python3
        content: '!inline fetch.py'
        input_transforms:
          limit:
            type: javascript
            expr: FETCH
    - id: each-order
      value:
        type: forloopflow
        skip_failures: false
        iterator:
          type: javascript
          expr: ITERATOR
        modules:
          - id: check
            value:
              type: script
              path: f/shop/check
              input_transforms:
                order:
                  type: javascript
                  expr: INNER
          - id: store
            skip_if:
              expr: SKIP
            value:
              type: identity
    - id: report
      value:
        type: rawscript
        language: python3
        content: |
          import wmill

          def main(total: float, to: str = \"all\"):
              CODE
        input_transforms:
          total:
            type: javascript
            expr: LAST
          PARAM
  failure_module:
    id: failure
    value:
      type: script
      path: BYPATH
      input_transforms:
        message:
          type: javascript
          expr: FAIL
schema:
  type: object
  required: [day]
  properties:
    day:
      type: string
      description: Which day
    user:
      type: object
      properties:
        e-mail: {type: string}
        name: {type: string}
";

const BLANKS: &[(&str, &str)] = &[
    ("PRE", "flow_input.day"),
    ("FETCH", "flow_input.day"),
    ("ITERATOR", "results.fetch"),
    ("INNER", "flow_input.iter.value"),
    ("SKIP", "result"),
    ("CODE", "return total"),
    ("LAST", "results.fetch"),
    ("          PARAM\n", ""),
    ("BYPATH", "f/shop/tell"),
    ("FAIL", "error.message"),
];

fn at(text: &str) -> (Vec<Completion>, String) {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/shop/check.py",
        "def main(order: dict, strict: bool = False):\n    return order\n",
    );
    set(
        "f/shop/tell.py",
        "def main(message: str):\n    return message\n",
    );
    set(
        "f/shop/sub.flow/flow.yaml",
        "summary: s\nvalue:\n  modules: []\n",
    );
    set(
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue: {}\n",
    );
    set("f/shop/key.variable.yaml", "value: x\n");
    set(
        "f/shop/orders.flow/fetch.py",
        "def main(limit: str):\n    return []\n",
    );
    set("f/shop/orders.flow/other.ts", "export function main() {}\n");
    let id = set("f/shop/orders.flow/flow.yaml", &text);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot.completions(id, offset), text)
}

/// The flow with one blank filled by what is being typed, the others by what is right.
fn typed(blank: &str, text: &str) -> String {
    let mut flow = FLOW.to_owned();
    for (name, right) in BLANKS {
        let name_only = name.trim();
        if name_only != blank {
            flow = flow.replacen(name, right, 1);
        }
    }
    let at = flow.rfind(blank).unwrap();
    flow.replace_range(at..at + blank.len(), text);
    flow
}

fn labels(blank: &str, text: &str) -> Vec<String> {
    at(&typed(blank, text))
        .0
        .into_iter()
        .map(|c| c.label)
        .collect()
}

#[test]
fn steps_after_results() {
    for half in [
        "results.<|>",
        "results?.<|>",
        "results[\"<|>",
        "results['<|>']",
        "results.fe<|>",
        "results.fetch.x + results.<|>",
        "\"results.<|>",
        "'results.<|>'",
        "a ? results.<|> : 2",
        "`x ${results.<|>",
        "foo(results.<|>",
        "[results.<|>",
        "results.<|> ?? 1",
    ] {
        let labels = labels("LAST", half);
        assert_eq!(labels, ["each-order", "fetch"], "{half}");
    }
}

#[test]
fn scope_decides_which_steps() {
    assert_eq!(labels("FETCH", "results.<|>"), Vec::<String>::new());
    assert_eq!(labels("ITERATOR", "results.<|>"), ["fetch"]);
    // `order` takes an object.
    assert_eq!(labels("INNER", "results.<|>"), ["store", "check", "fetch"]);
    assert_eq!(labels("PRE", "results.<|>"), Vec::<String>::new());
}

#[test]
fn odd_ids_get_brackets() {
    let (items, text) = at(&typed("LAST", "results.<|>"));
    let item = items.iter().find(|c| c.label == "each-order").unwrap();
    assert_eq!(item.insert, "[\"each-order\"]");
    assert_eq!(item.replace.slice(&text), ".");
    let (items, _) = at(&typed("LAST", "results[\"<|>"));
    assert_eq!(items[0].insert, "each-order");
    let (items, _) = at(&typed("LAST", "results[<|>"));
    assert_eq!(items[0].insert, "\"each-order\"]");
}

#[test]
fn inputs_after_flow_input() {
    assert_eq!(labels("FETCH", "flow_input.<|>"), ["day", "user"]);
    assert_eq!(labels("FETCH", "flow_input[\"<|>"), ["day", "user"]);
    assert_eq!(labels("FETCH", "flow_input.user.<|>"), ["e-mail", "name"]);
    assert_eq!(labels("INNER", "flow_input.<|>"), ["user", "iter", "day"]);
    assert_eq!(labels("INNER", "flow_input.iter.<|>"), ["value", "index"]);
    assert_eq!(labels("FETCH", "flow_input.iter.<|>"), Vec::<String>::new());
    let (items, _) = at(&typed("FETCH", "flow_input.<|>"));
    assert_eq!(items[0].detail.as_deref(), Some("string"));
    let about = items[0].documentation.as_ref().unwrap();
    assert_eq!(about.to_markdown(), "Which day");
}

#[test]
fn names_of_the_position() {
    let has = |blank, name: &str| labels(blank, "<|>").iter().any(|l| l == name);
    assert!(has("LAST", "results") && has("LAST", "flow_input") && has("LAST", "resource"));
    assert!(!has("LAST", "error") && has("FAIL", "error"));
    assert!(has("SKIP", "result") && !has("LAST", "result"));
    assert!(!has("PRE", "results"));
    assert_eq!(
        labels("FAIL", "error.<|>"),
        ["message", "name", "stack", "step_id"]
    );
    assert_eq!(labels("LAST", "resource(\"<|>"), ["f/shop/db"]);
    assert_eq!(labels("LAST", "variable(\"f/<|>\")"), ["f/shop/key"]);
}

#[test]
fn nothing_in_strings_and_comments() {
    for text in ["'x results.<|>'.length", "1 // results.<|>"] {
        let quoted = format!("\"{}\"", text);
        assert_eq!(labels("LAST", &quoted), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn keys_of_steps_and_values() {
    let flow = typed("LAST", "1").replace("    - id: report\n", "    - id: report\n      <|>\n");
    let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
    assert!(found.contains(&"retry".to_owned()) && found.contains(&"suspend".to_owned()));
    assert!(!found.contains(&"id".to_owned()), "{found:?}");

    let flow = typed("LAST", "1").replace("    - id: report\n", "    - id: report\n      sus<|>\n");
    let (items, text) = at(&flow);
    let item = items.iter().find(|c| c.label == "suspend").unwrap();
    assert_eq!(
        (item.insert.as_str(), item.replace.slice(&text)),
        (
            "suspend:\n        required_events: 1\n        timeout: 1800",
            "sus"
        )
    );

    let flow = typed("LAST", "1").replace("    - id: report\n", "    - <|>\n    - id: report\n");
    let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
    assert_eq!(found[0], "step", "{found:?}");
    assert!(found.contains(&"id".to_owned()), "{found:?}");
}

#[test]
fn kinds_and_enum_values() {
    let flow = typed("LAST", "1").replace("type: identity", "type: <|>");
    let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
    assert!(found.contains(&"forloopflow".to_owned()), "{found:?}");
    let flow = typed("LAST", "1").replacen("language: python3", "language: py<|>", 1);
    let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
    assert!(found.contains(&"python3".to_owned()), "{found:?}");
    let flow = typed("LAST", "1").replacen("skip_failures: false", "skip_failures: <|>", 1);
    let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
    assert_eq!(found, ["true", "false"]);
}

#[test]
fn parameters_as_keys() {
    // With its default, with another fixed value, and with an expression.
    assert_eq!(labels("PARAM", "<|>"), ["to", "to", "to"]);
    assert_eq!(labels("PARAM", "t<|>"), ["to", "to", "to"]);
    let (items, _) = at(&typed("PARAM", "<|>"));
    assert_eq!(items[0].detail.as_deref(), Some("string = \"all\""));
    assert_eq!(items[0].way.as_deref(), Some("all"));
    assert_eq!(
        items[0].insert,
        "to:\n            type: static\n            value: all"
    );
    // Before a colon that is there, and in brackets, the name alone.
    let (items, _) = at(&typed("PARAM", "<|>:"));
    assert_eq!((items.len(), items[0].insert.as_str()), (1, "to"));
}

#[test]
fn files_and_paths() {
    let flow = typed("LAST", "1");
    for content in [
        "'!inline <|>'",
        "'!inline fe<|>'",
        "!inline <|>",
        "'!inline <|>",
    ] {
        let flow = flow.replacen("'!inline fetch.py'", content, 1);
        let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
        assert_eq!(found, ["fetch.py"], "{content}");
    }
    // First what takes the input that is given.
    assert_eq!(labels("BYPATH", "<|>"), ["f/shop/tell", "f/shop/check"]);
    assert_eq!(labels("BYPATH", "f/sh<|>"), ["f/shop/tell", "f/shop/check"]);
    let sub = flow.replacen(
        "type: script\n              path: f/shop/check",
        "type: flow\n              path: <|>",
        1,
    );
    let found: Vec<String> = at(&sub).0.into_iter().map(|c| c.label).collect();
    assert_eq!(found, ["f/shop/sub"]);
    let fixed = flow.replacen(
        "type: javascript\n            expr: flow_input.day",
        "type: static\n            value: $res:<|>",
        1,
    );
    let found: Vec<String> = at(&fixed).0.into_iter().map(|c| c.label).collect();
    assert_eq!(found, ["f/shop/db"]);
}

#[test]
fn sdk_members_in_embedded_code() {
    let found = labels("CODE", "wmill.get_var<|>");
    assert!(
        found.contains(&"get_variable".to_owned()),
        "{} found",
        found.len()
    );
    let (items, text) = at(&typed("CODE", "wmill.get_var<|>"));
    let item = items.iter().find(|c| c.label == "get_variable").unwrap();
    assert_eq!(item.replace.slice(&text), "get_var");
    assert!(
        item.documentation
            .as_ref()
            .unwrap()
            .to_markdown()
            .contains("def get_variable(")
    );
}

#[test]
fn broken_elsewhere_too() {
    for broken in ["\tx: 1\n", "<<<<<<< HEAD\n", "note: a: b\n", "   id: c\n"] {
        let flow =
            typed("LAST", "results.<|>").replacen("schema:\n", &format!("{broken}schema:\n"), 1);
        let found: Vec<String> = at(&flow).0.into_iter().map(|c| c.label).collect();
        assert_eq!(found, ["each-order", "fetch"], "{broken:?}");
    }
}

#[test]
fn any_place_of_a_flow() {
    let text = typed("LAST", "results.fetch");
    for offset in (0..=text.len()).filter(|&o| text.is_char_boundary(o)) {
        for end in [text.len(), offset] {
            let marked = format!("{}<|>{}", &text[..offset], &text[offset..end]);
            let (items, clean) = at(&marked);
            for item in items {
                assert!(item.replace.touches(offset), "{offset} {item:?}");
                assert!(
                    !item.replace.slice(&clean).contains('\n'),
                    "{offset} {item:?}"
                );
            }
        }
    }
}

#[test]
fn what_fits_the_parameter_comes_first() {
    let flow = |expr: &str| {
        format!(
            "summary: ''
schema:
  properties:
    day: {{type: string}}
    limit: {{type: integer}}
    rows: {{type: array, items: {{type: object}}}}
  required: [day, limit, rows]
value:
  modules:
    - id: name
      value:
        type: rawscript
        language: python3
        content: |
          def main():
              return 'x'
        input_transforms: {{}}
    - id: sum
      value:
        type: rawscript
        language: python3
        content: |
          def main():
              return {{'text': 'a', 'amount': 1, 'more': {{}}, 'odd': open('x')}}
        input_transforms: {{}}
    - id: last
      value:
        type: rawscript
        language: python3
        content: |
          def main(count: int):
              return count
        input_transforms:
          count:
            type: javascript
            expr: {expr}
"
        )
    };
    let labels = |expr: &str| {
        let (items, _) = at(&flow(expr));
        let labels = items.into_iter().map(|c| c.label);
        labels.collect::<Vec<_>>()
    };
    assert_eq!(labels("flow_input.<|>"), ["limit", "rows", "day"]);
    // The nearest first, unless it cannot be a number and holds none.
    assert_eq!(labels("results.<|>"), ["sum", "name"]);
    assert_eq!(labels("results.sum.<|>"), ["amount", "more", "odd", "text"]);
    assert_eq!(labels("results['sum'].<|>")[0], "amount");
    // Part of something larger may be anything.
    assert_eq!(labels("1 + results.sum.<|>")[0], "text");
    assert_eq!(labels("String(results.sum.<|>)")[0], "text");
}
