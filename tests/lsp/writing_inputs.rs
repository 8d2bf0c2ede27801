//! What the inputs of steps are given, by defaults, agents, loops and the flow's name, and texts in which nothing is
//! proposed; with snippets and without.

use serde_json::json;
use tests::{Client, uri};

use crate::Folder;
use crate::proposals::{everywhere, inserted, labels, named};

const FLOW: &str = "f/a/new.flow/flow.yaml";

const HEAD: &str = "summary: Daily report\nvalue:\n  modules:\n";

/// A workspace with a script whose parameters have defaults.
fn folder() -> Folder {
    let folder = Folder::new("first");
    let write = |path: &str, text: &str| folder.write(&folder.root().join(path), text);
    write(
        "f/lib/notify.py",
        "def main(flow_name: str, tags: list[str] = [\"a\"]):\n    return tags\n",
    );
    folder
}

/// A step of Python with one parameter, whose expression is being written, at a column.
fn reading(parameter: &str, column: usize) -> String {
    let name = parameter.split(':').next().unwrap_or_default();
    let lines = format!(
        "- id: b\n  value:\n    type: rawscript\n    language: python3\n    content: |\n      def main({parameter}):\n        return 1\n    input_transforms:\n      {name}:\n        type: javascript\n        expr: <|>\n"
    );
    let indent = " ".repeat(column);
    lines.lines().map(|l| format!("{indent}{l}\n")).collect()
}

#[test]
fn defaults_and_the_name_of_the_flow() {
    let step = "    - id: a\n      value:\n        type: script\n        path: f/lib/notify\n        input_transforms:\n          <|>";
    everywhere(folder, FLOW, &format!("{HEAD}{step}"), |items, snippets| {
        let all = inserted(named(items, "all 2 missing inputs"));
        let wanted = match snippets {
            true => {
                "flow_name:\n  type: static\n  value: ${1:Daily report}\ntags:\n  type: static\n  value: ${2:[\"a\"]}"
            }
            false => {
                "flow_name:\n            type: static\n            value: Daily report\n          tags:\n            type: static\n            value: [\"a\"]"
            }
        };
        assert_eq!(all, wanted);
        let tags = "tags:\n            type: static\n            value: [\"a\"]";
        assert_eq!(inserted(named(items, "tags")), tags);
    });
}

#[test]
fn what_an_agent_says() {
    let agent = "    - id: ask\n      value:\n        type: aiagent\n        tools: []\n        input_transforms:\n          user_message:\n            type: static\n            value: hi\n";
    let text = format!("{HEAD}{agent}{}", reading("text: str", 4));
    everywhere(folder, FLOW, &text, |items, _| {
        assert_eq!(labels(items)[0], "results.ask.output");
    });
}

#[test]
fn pages_are_counted_from_one() {
    let around = "    - id: pages\n      value:\n        type: whileloopflow\n        modules:\n";
    let text = format!("{HEAD}{around}{}", reading("page: int", 10));
    everywhere(folder, FLOW, &text, |items, _| {
        assert_eq!(labels(items)[0], "flow_input.iter.index + 1");
    });
    // Of a list, rounds have indices and no pages.
    let listed = text.replace("whileloopflow", "forloopflow");
    everywhere(folder, FLOW, &listed, |items, _| {
        assert!(!labels(items).contains(&"flow_input.iter.index + 1"));
    });
}

#[test]
fn no_keys_where_a_text_is_open() {
    for text in [
        "summary: \"x\n<|>",
        "summary: s\nvalue:\n  modules:\n    - id: a\n      summary: 'x\n      <|>",
        "description: |\n  <|>",
    ] {
        everywhere(folder, FLOW, text, |items, _| {
            assert_eq!(labels(items), [""; 0], "{text}");
        });
    }
}

#[test]
fn an_input_that_the_schema_lacks() {
    let folder = folder();
    let mut client = Client::open(&folder.root(), json!({}));
    let mut version = 0;
    let mut fixed = |schema: &str| {
        version += 1;
        let text = format!(
            "summary: s\nvalue:\n  modules:\n    - id: a\n      value: {{type: identity}}\n      skip_if:\n        expr: flow_input.day > 1\nschema:\n{schema}"
        );
        match version {
            1 => client.did_open(&folder.flow, version, &text),
            _ => client.did_change(&folder.flow, version, json!([{"text": text}])),
        }
        let at = json!({"line": 6, "character": 28});
        let params = json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        let actions = client.request("textDocument/codeAction", params);
        let actions = actions.as_array().unwrap();
        let mut added = actions
            .iter()
            .filter(|a| a["title"] == "Add the input `day`");
        let edits = &added.next().unwrap()["edit"]["changes"][uri(&folder.flow).as_str()];
        assert!(added.next().is_none(), "{actions:#?}");
        let edits = edits.as_array().unwrap().iter();
        let edits = edits.map(|e| (e["range"]["start"]["line"].clone(), e["newText"].clone()));
        edits.collect::<Vec<_>>()
    };
    // A list that names all inputs names this one too, also where there are none yet.
    let day = "\n    day:\n      type: string\n      description: ''";
    assert_eq!(
        fixed("  order: []\n  properties: {}\n  required: []\n"),
        [(json!(8), json!("\n    - day")), (json!(9), json!(day))]
    );
    let day = "\n    day:\n      description: ''";
    assert_eq!(
        fixed("  order: [x]\n  properties:\n    x:\n      type: string\n  required: []\n"),
        [(json!(8), json!(", day")), (json!(11), json!(day))]
    );
    assert_eq!(client.shut_down(), Some(0));
}
