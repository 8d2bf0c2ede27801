//! Flows and the files beside them written from nothing: what is proposed where a person begins, with snippets and
//! without, and whose work the indentation is.

use serde_json::json;
use tests::Client;

use crate::Folder;
use crate::proposals::{named, proposals};

const FLOW: &str = "f/a/new.flow/flow.yaml";

/// A workspace with a script, a resource, and code beside the flow that no step runs.
fn folder() -> Folder {
    let folder = Folder::new("first");
    let write = |path: &str, text: &str| folder.write(&folder.root().join(path), text);
    write(
        "f/lib/charge.py",
        "def main(cents: int, db: postgresql, dry_run: bool = False):\n    return {\"paid\": True}\n",
    );
    write(
        "f/lib/db.resource.yaml",
        "resource_type: postgresql\nvalue: {}\n",
    );
    write(
        "f/a/new.flow/list_orders.inline_script.py",
        "def main(day: str):\n    return [1]\n",
    );
    write(FLOW, "");
    folder
}

const HEAD: &str = "summary: s\nvalue:\n  modules:\n";

/// Where, what is typed, the proposal, its snippet (as a client takes it that adds the line's indentation itself), its text.
const ROWS: &[(&str, &str, &str, &str, &str)] = &[
    (
        FLOW,
        "summary: s\nvalue: <|>",
        "modules",
        "\n  modules:\n    - $0",
        "\n  modules:\n    - ",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      value: <|>",
        "Script by path",
        "\n  type: script\n  path: $0",
        "\n        type: script\n        path: ",
    ),
    (
        FLOW,
        "<|>",
        "value",
        "value:\n  modules:\n    - $0",
        "value:\n  modules:\n    - ",
    ),
    (
        FLOW,
        "HEAD    <|>",
        "step",
        "- id: ${1:a}\n  summary: $0",
        "- id: a\n      summary: ",
    ),
    (
        FLOW,
        "HEAD  <|>",
        "step",
        "  - id: ${1:a}\n    summary: $0",
        "  - id: a\n      summary: ",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      <|>",
        "value",
        "value:\n  $0",
        "value:\n        ",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      summary: List orders\n      value:\n        <|>",
        "list_orders.inline_script.py",
        "type: rawscript\ncontent: '!inline list_orders.inline_script.py'\ninput_transforms:\n  day:\n    type: javascript\n    expr: ${1:flow_input.day}\nlanguage: python3",
        "type: rawscript\n        content: '!inline list_orders.inline_script.py'\n        input_transforms:\n          day:\n            type: javascript\n            expr: flow_input.day\n        language: python3",
    ),
    // The same as a whole step, named by its file.
    (
        FLOW,
        "HEAD    <|>",
        "list_orders.inline_script.py",
        "- id: ${1:a}\n  summary: ${2:List orders}\n  value:\n    type: rawscript\n    content: '!inline list_orders.inline_script.py'\n    input_transforms:\n      day:\n        type: javascript\n        expr: ${3:flow_input.day}\n    language: python3",
        "- id: a\n      summary: List orders\n      value:\n        type: rawscript\n        content: '!inline list_orders.inline_script.py'\n        input_transforms:\n          day:\n            type: javascript\n            expr: flow_input.day\n        language: python3",
    ),
    // What takes the inputs that are given.
    (
        FLOW,
        "HEAD    - id: a\n      value:\n        type: script\n        input_transforms:\n          cents:\n            type: static\n            value: 1\n        <|>",
        "path: f/lib/charge",
        "path: f/lib/charge",
        "path: f/lib/charge",
    ),
    // One column off, the line is put right.
    (
        FLOW,
        "HEAD    - id: a\n       <|>",
        "continue_on_error",
        "      continue_on_error: ${1|true,false|}",
        "      continue_on_error: true",
    ),
    // What a schedule gives to a parameter that is a resource.
    (
        "f/a/day.schedule.yaml",
        "script_path: f/lib/charge\nis_flow: false\nargs:\n  <|>",
        "db",
        "db: $res:f/lib/db",
        "db: $res:f/lib/db",
    ),
    (
        "f/a/day.schedule.yaml",
        "script_path: f/lib/charge\nis_flow: false\nargs:\n  db: <|>",
        "$res:f/lib/db",
        "$res:f/lib/db",
        "$res:f/lib/db",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      value:\n        type: script\n        path: f/lib/charge\n        input_transforms:\n          <|>",
        "all 3 missing inputs",
        "cents:\n  type: javascript\n  expr: ${1:flow_input.cents}\ndb:\n  type: static\n  value: \\$res:f/lib/db\ndry_run:\n  type: static\n  value: ${2|false,true|}",
        "cents:\n            type: javascript\n            expr: flow_input.cents\n          db:\n            type: static\n            value: $res:f/lib/db\n          dry_run:\n            type: static\n            value: false",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      value:\n        type: script\n        path: f/lib/charge\n        input_transforms:\n          cents:\n            type: javascript\n            expr: flow_input.cents\n    - id: b\n      value:\n        type: rawscript\n        language: python3\n        content: |\n          def main(x: int): ...\n        input_transforms:\n          x:\n            type: javascript\n            expr: <|>",
        "results.a.paid",
        "results.a.paid",
        "results.a.paid",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      value:\n        type: rawscript\n        language: python3\n        content: <|>",
        "python3 in the flow",
        // Nothing to fill in: no snippet, so that nobody adds to the lines.
        "|\n          def main():\n              return {}",
        "|\n          def main():\n              return {}",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      summary: Sum up\n      value:\n        type: rawscript\n        language: python3\n        content: <|>",
        "!inline sum_up.inline_script.py",
        "'!inline sum_up.inline_script.py'",
        "'!inline sum_up.inline_script.py'",
    ),
    (
        FLOW,
        "HEAD    - id: a\n      value:\n        type: rawscript\n        language: python3\n        content: |\n          <|>",
        "def main",
        "def main(${1}):\n    $0",
        "def main():\n              ",
    ),
    (FLOW, "HEAD    - id: <|>", "a", "a", "a"),
    (
        FLOW,
        "HEAD  failure_module:\n    id: <|>",
        "failure",
        "failure",
        "failure",
    ),
    (
        FLOW,
        "HEAD  failure_module:\n    id: failure\n    value:\n      type: script\n      path: f/lib/charge\n      input_transforms:\n        cents:\n          type: javascript\n          expr: <|>",
        "error.message",
        "error.message",
        "error.message",
    ),
    (
        FLOW,
        "HEAD  <|>",
        "failure_module",
        "failure_module:\n  id: failure\n  summary: ${1}\n  value:\n    $0",
        "failure_module:\n    id: failure\n    summary: ",
    ),
    (
        FLOW,
        "summary: s\nvalue:\n  modules: []\nschema:\n  <|>",
        "properties",
        "properties: {}",
        "properties: {}",
    ),
    (
        FLOW,
        "summary: s\nvalue:\n  modules: []\nschema:\n  properties:\n    <|>",
        "a property",
        "${1:name}:\n  type: ${2|string,integer,number,boolean,object,array|}\n  description: $0",
        "name:\n      type: string\n      description: ",
    ),
    (
        FLOW,
        "summary: s\nvalue:\n  modules: []\nschema:\n  properties:\n    db:\n      format: <|>",
        "resource-postgresql",
        "resource-postgresql",
        "resource-postgresql",
    ),
    (
        "f/a/day.schedule.yaml",
        "<|>",
        "script_path",
        "script_path: $0",
        "script_path: ",
    ),
    (
        "f/a/x.resource.yaml",
        "resource_type: a\n<|>",
        "value",
        "value:\n  $0",
        "value:\n  ",
    ),
];

#[test]
fn with_snippets_and_without() {
    for snippets in [true, false] {
        let folder = folder();
        let mut client = Client::open(
            &folder.root(),
            json!({"textDocument": {"completion": {"completionItem": {"snippetSupport": snippets}}}}),
        );
        for (path, text, label, snippet, plain) in ROWS {
            let file = folder.root().join(path);
            let items = proposals(&mut client, &file, &text.replace("HEAD", HEAD));
            client.did_close(&file);
            let item = named(&items, label);
            let inserted = item["textEdit"]["newText"].as_str().unwrap();
            let is_snippet = item["insertTextFormat"] == 2;
            match snippets {
                true => assert_eq!(inserted, *snippet, "{text}"),
                false => assert_eq!((inserted, is_snippet), (*plain, false), "{text}"),
            }
            // `$res:` is text.
            let has_stops = snippet.contains("${") || snippet.contains("$0");
            assert_eq!(is_snippet, snippets && has_stops);
            assert!(item.get("insertTextMode").is_none(), "{item}");
            assert!(item.get("command").is_none(), "{item}");
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn who_can_be_told_leaves_the_indentation_and_shows_the_list_again() {
    let folder = folder();
    let item = json!({"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}});
    let mut client = Client::open(
        &folder.root(),
        json!({
            "textDocument": {"completion": {"completionItem": item}},
            "experimental": {"windmillTriggerSuggest": true},
        }),
    );
    let file = folder.root().join(FLOW);
    let text = format!("{HEAD}    - id: a\n      <|>");
    let items = proposals(&mut client, &file, &text);
    let value = named(&items, "value");
    assert_eq!(value["textEdit"]["newText"], "value:\n        $0");
    assert_eq!(value["insertTextMode"], 1);
    assert_eq!(value["command"]["command"], "editor.action.triggerSuggest");
    // On one line there is nothing to adjust, and after a whole value nothing more to choose.
    let timeout = named(&items, "continue_on_error");
    assert!(timeout.get("insertTextMode").is_none() && timeout.get("command").is_none());
    assert_eq!(client.shut_down(), Some(0));
}
