//! Whole values, written with the person: a flow, a step, what it does and what it is given, a schema.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agents;
mod behind;
mod effect;
mod files;
mod off_column;
mod ranked;
mod taken;
mod torn;

use fixture::cursor;
use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

/// A workspace around the flow, and what is proposed at `<|>`.
fn at(text: &str) -> (Vec<Completion>, String) {
    let (text, offset) = cursor(text);
    let (snapshot, id) = snapshot(&text);
    (snapshot.completions(id, offset), text)
}

fn snapshot(flow: &str) -> (Snapshot, syntax::FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\ndefaultTs: bun\n");
    set(
        "f/shop/charge.py",
        "def main(customer: str, cents: int, db: postgresql, dry_run: bool = False):\n    return {\"paid\": True, \"id\": 1}\n",
    );
    set(
        "f/other/tell.py",
        "def main(message: str):\n    return message\n",
    );
    set(
        "f/shop/sub.flow/flow.yaml",
        "summary: s\nvalue:\n  modules: []\nschema:\n  properties:\n    day: {type: string}\n",
    );
    set(
        "f/shop/odd.py",
        "def main(flow_name: str, tags: list[str] = [\"a\"], count: int = 3, more: dict = make()):\n    return tags\n",
    );
    set(
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue: {}\n",
    );
    set(
        "f/shop/orders.flow/list_orders.inline_script.py",
        "def main(day: str):\n    return [{\"customer\": \"a\", \"cents\": 1}]\n",
    );
    set("f/shop/orders.flow/list_orders.inline_script.lock", "");
    let id = set("f/shop/orders.flow/flow.yaml", flow);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot, id)
}

fn labels(text: &str) -> Vec<String> {
    at(text).0.into_iter().map(|c| c.label).collect()
}

/// The text after the proposal of this label was taken, in its plain form.
fn taken(text: &str, label: &str) -> String {
    let (items, mut text) = at(text);
    let item = items.iter().find(|c| c.label == label);
    let item = item.unwrap_or_else(|| {
        panic!(
            "no {label} in {:?}",
            items.iter().map(|c| &c.label).collect::<Vec<_>>()
        )
    });
    text.replace_range(item.replace.range(), &item.insert);
    text
}

/// The same as a snippet, in LSP's form.
fn snippet(text: &str, label: &str) -> String {
    let (items, _) = at(text);
    let item = items.iter().find(|c| c.label == label).unwrap();
    let snippet = item.snippet.as_ref();
    snippet.map_or(item.insert.clone(), |s| s.to_lsp(""))
}

const HEAD: &str = "summary: s\nvalue:\n  modules:\n";

const LIST: &str = "summary: s
value:
  modules:
    - id: list
      value:
        type: rawscript
        content: '!inline list_orders.inline_script.py'
        input_transforms:
          day:
            type: javascript
            expr: flow_input.day
        language: python3
";

#[test]
fn an_empty_flow() {
    let found = labels("<|>");
    assert_eq!(found[..4], ["flow", "summary", "value", "description"]);
    let text = snippet("<|>", "flow");
    assert!(
        text.starts_with("summary: ${1}\ndescription: ''\nvalue:\n  modules:\n    - id: ${2:a}\n"),
        "{text}"
    );
    assert!(text.contains("\nschema:\n  \\$schema: https"), "{text}");
    assert_eq!(taken("<|>", "value"), "value:\n  modules:\n    - ");
    // A flow that has begun is no longer offered whole.
    assert!(!labels("summary: a\n<|>").contains(&"flow".to_owned()));
}

#[test]
fn steps_where_a_list_begins() {
    for text in [
        format!("{HEAD}    <|>"),
        format!("{HEAD}    - <|>"),
        format!("{HEAD}  <|>"),
        format!("{LIST}    <|>"),
        format!(
            "{LIST}    - id: loop\n      value:\n        type: forloopflow\n        modules:\n          <|>"
        ),
        format!(
            "{LIST}    - id: b\n      value:\n        type: branchone\n        default:\n          <|>"
        ),
        format!(
            "{LIST}    - id: b\n      value:\n        type: branchone\n        branches:\n          - modules:\n              <|>"
        ),
    ] {
        let found = labels(&text);
        for label in [
            "step",
            "Python",
            "For loop",
            "While loop",
            "Branch to one",
            "Branch to all",
            "Script by path",
            "Flow by path",
            "AI agent",
        ] {
            assert!(
                found.contains(&label.to_owned()),
                "{text}: no {label} in {found:?}"
            );
        }
    }
    // One column further in, for the cursor is still below the key.
    assert_eq!(
        taken(&format!("{HEAD}  <|>"), "step"),
        format!("{HEAD}    - id: a\n      summary: ")
    );
    assert_eq!(
        snippet(&format!("{LIST}    <|>"), "step"),
        "- id: ${1:a}\n      summary: $0"
    );
    let text = format!("{LIST}    - id: c\n      value:\n        type: identity\n    <|>");
    assert_eq!(snippet(&text, "step"), "- id: ${1:d}\n      summary: $0");
    let tools = format!(
        "{LIST}    - id: x\n      value:\n        type: aiagent\n        tools:\n          <|>"
    );
    let found = labels(&tools);
    assert!(
        found.contains(&"tool".to_owned()) && found.contains(&"MCP server".to_owned()),
        "{found:?}"
    );
    assert!(!found.contains(&"For loop".to_owned()), "{found:?}");
}

#[test]
fn what_a_step_does_by_its_name() {
    let text = format!(
        "{LIST}    - id: pay\n      summary: Charge the customer\n      value:\n        <|>"
    );
    let found = labels(&text);
    assert_eq!(
        found[..3],
        ["f/shop/charge", "f/shop/charge", "type"],
        "{found:?}"
    );
    let all = "type: script
        input_transforms:
          cents:
            type: javascript
            expr: ${1:results.list[0].cents}
";
    let text = snippet(&text, "f/shop/charge");
    assert!(
        !text.contains("results.list[0]"),
        "{all}: a list has no such property: {text}"
    );
    assert!(
        text.contains(
            "          db:\n            type: static\n            value: \\$res:f/shop/db\n"
        ),
        "{text}"
    );
    assert!(
        text.contains(
            "          dry_run:\n            type: static\n            value: ${3|false,true|}\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("\n        path: f/shop/charge"), "{text}");

    // A file that no step runs, with what its `main` takes.
    let text = format!("{HEAD}    - id: a\n      summary: List orders\n      value:\n        <|>");
    let found = snippet(&text, "list_orders.inline_script.py");
    assert_eq!(
        found,
        "type: rawscript
        content: '!inline list_orders.inline_script.py'
        input_transforms:
          day:
            type: javascript
            expr: ${1:flow_input.day}
        lock: '!inline list_orders.inline_script.lock'
        language: python3"
    );
    // The same as a whole step, named by its file: by its summary, and by its id where the others have names.
    let found = snippet(&format!("{HEAD}    <|>"), "list_orders.inline_script.py");
    assert!(
        found.starts_with("- id: ${1:a}\n      summary: ${2:List orders}\n      value:\n"),
        "{found}"
    );
    let named = "    - id: first\n      value:\n        type: identity\n    <|>";
    let found = snippet(&format!("{HEAD}{named}"), "list_orders.inline_script.py");
    assert!(found.starts_with("- id: ${1:list_orders}\n"), "{found}");
    // Only once.
    let text = format!("{LIST}    - id: b\n      summary: List orders\n      value:\n        <|>");
    assert!(!labels(&text).contains(&"list_orders.inline_script.py".to_owned()));
    // What is there already is not written again.
    let text = format!(
        "{LIST}    - id: b\n      summary: Charge\n      value:\n        type: script\n        <|>"
    );
    let found = snippet(&text, "f/shop/charge");
    assert!(
        found.starts_with("input_transforms:\n") && found.ends_with("path: f/shop/charge"),
        "{found}"
    );
}

#[test]
fn inputs_with_what_they_are_given() {
    let text = format!(
        "{LIST}    - id: each
      value:
        type: forloopflow
        iterator:
          type: javascript
          expr: results.list
        modules:
          - id: pay
            value:
              type: script
              path: f/shop/charge
              input_transforms:
                <|>"
    );
    let found = labels(&text);
    assert_eq!(
        found[..3],
        ["all 4 missing inputs", "cents", "cents"],
        "{found:?}"
    );
    assert_eq!(
        snippet(&text, "all 4 missing inputs"),
        "cents:
                  type: javascript
                  expr: ${1:flow_input.iter.value.cents}
                customer:
                  type: javascript
                  expr: ${2:flow_input.iter.value.customer}
                db:
                  type: static
                  value: \\$res:f/shop/db
                dry_run:
                  type: static
                  value: ${3|false,true|}"
    );
    // After one is there, it is not offered again.
    let text = text.replace(
        "<|>",
        "db:\n                  type: static\n                <|>",
    );
    assert_eq!(labels(&text)[0], "all 3 missing inputs");
    // Expressions in full, what fits first.
    let text = text.replace("static\n                <|>", "static\n                cents:\n                  type: javascript\n                  expr: <|>");
    let found = labels(&text);
    assert_eq!(found[0], "flow_input.iter.value.cents", "{found:?}");
    assert!(
        found.contains(&"results.list".to_owned()) && found.contains(&"results".to_owned()),
        "{found:?}"
    );
}

#[test]
fn own_id_in_a_loop_of_one_step() {
    let text = |more: &str| {
        format!(
            "{HEAD}    - id: l
      value:
        type: whileloopflow
        skip_failures: false
        modules:
          - id: own
            value:
              type: script
              path: f/other/tell
              input_transforms:
                message:
                  type: javascript
                  expr: results.<|>
{more}"
        )
    };
    assert_eq!(labels(&text("")), Vec::<String>::new());
    let two = "          - id: two\n            value:\n              type: identity\n";
    assert_eq!(labels(&text(two)), ["two", "own"]);
}

#[test]
fn code_and_ids() {
    let text = format!(
        "{HEAD}    - id: a\n      summary: Sum up\n      value:\n        type: rawscript\n        language: python3\n        input_transforms:\n          rows:\n            type: static\n            value: []\n        content: <|>"
    );
    let found = labels(&text);
    assert!(
        found.contains(&"!inline sum_up.inline_script.py".to_owned()),
        "{found:?}"
    );
    let text = taken(&text, "python3 in the flow");
    assert!(
        text.ends_with("content: |\n          def main(rows):\n              return {}"),
        "{text}"
    );

    assert_eq!(labels(&format!("{LIST}    - id: <|>")), ["a"]);
    assert_eq!(
        labels(&format!("{LIST}    - summary: Sum up\n      id: <|>")),
        ["a", "sum_up"]
    );
    assert_eq!(
        labels(&format!("{HEAD}  failure_module:\n    id: <|>")),
        ["failure"]
    );
    assert_eq!(
        labels(&format!("{HEAD}  preprocessor_module:\n    id: <|>")),
        ["preprocessor"]
    );
    let found = labels(&format!(
        "{LIST}  failure_module:\n    id: failure\n    value:\n      <|>"
    ));
    assert!(
        found.contains(&"Python".to_owned()) && !found.contains(&"For loop".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_schema() {
    assert_eq!(
        taken(
            &format!("{LIST}schema:\n  <|>"),
            "schema of the input that is read"
        ),
        format!(
            "{LIST}schema:
  $schema: https://json-schema.org/draft/2020-12/schema
  type: object
  order:
    - day
  properties:
    day:
      type: string
      description: ''
  required:
    - day"
        )
    );
    let found = labels(&format!("{LIST}schema:\n  properties:\n    <|>"));
    assert_eq!(found, ["day", "a property"]);
    let found = labels(&format!(
        "{LIST}schema:\n  properties:\n    day:\n      type: <|>"
    ));
    assert_eq!(
        found,
        ["string", "integer", "number", "boolean", "object", "array"]
    );
    let found = labels(&format!(
        "{LIST}schema:\n  properties:\n    db:\n      type: object\n      format: <|>"
    ));
    assert!(
        found.contains(&"resource-postgresql".to_owned()) && found.contains(&"date".to_owned())
    );
    let found = labels(&format!(
        "{LIST}schema:\n  properties:\n    day:\n      <|>"
    ));
    assert_eq!(found[..3], ["type", "description", "default"], "{found:?}");
}

#[test]
fn what_javascript_has() {
    let text = |typed: &str| {
        format!(
            "{LIST}    - id: b
      value:
        type: script
        path: f/other/tell
        input_transforms:
          message:
            type: javascript
            expr: {typed}"
        )
    };
    let found = labels(&text("results.list.<|>"));
    assert_eq!(found[..2], ["map", "filter"], "{found:?}");
    assert!(found.contains(&"length".to_owned()), "{found:?}");
    let found = labels(&text("results.list[0].customer.<|>"));
    assert_eq!(found[..2], ["trim", "split"], "{found:?}");
    let found = labels(&text("results.list[0].cents.<|>"));
    assert_eq!(found, ["toFixed", "toString", "toLocaleString"]);
    assert_eq!(labels(&text("results.list[0].<|>")), ["customer", "cents"]);
    assert_eq!(labels(&text("Math.<|>"))[0], "round");
    assert_eq!(labels(&text("JSON.<|>")), ["stringify", "parse"]);
    let found = labels(&text("<|>"));
    assert!(found.contains(&"Object".to_owned()) && found.contains(&"Date".to_owned()));
    // Of what is not known, nothing is said; in brackets there are no functions.
    assert!(labels(&text("flow_input.day.<|>")).is_empty());
    assert!(labels(&text("results.list[\"<|>")).is_empty());
    assert_eq!(snippet(&text("results.list.ma<|>"), "map"), "map(${1})");
    assert!(taken(&text("results.list.ma<|>"), "map").ends_with("results.list.map()"));
}

#[test]
fn code_where_a_block_begins() {
    let step = |language: &str, code: &str| {
        format!(
            "{HEAD}    - id: a
      value:
        type: rawscript
{language}        content: |{code}
        input_transforms: {{}}
"
        )
    };
    let python = "        language: python3\n";
    let (items, text) = at(&step(python, "\n          <|>"));
    let main = items.iter().find(|c| c.label == "def main").unwrap();
    let mut after = text.clone();
    after.replace_range(main.replace.range(), &main.insert);
    assert_eq!(
        after,
        step(python, "\n          def main():\n              ")
    );
    // Steps' keys are no code.
    assert!(items.iter().all(|c| c.label != "type" && c.label != "lock"));
    // On lines that follow, too.
    let (items, _) = at(&step(python, "\n          import os\n          <|>"));
    assert!(items.iter().any(|c| c.label == "def main"), "{items:?}");
    // Further out it is the step's keys again.
    let (items, _) = at(&format!(
        "{}        <|>",
        step(python, "\n          import os")
    ));
    assert!(items.iter().any(|c| c.label == "lock"), "{items:?}");
}
