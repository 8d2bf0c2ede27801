//! Requests: slow ones, cancelled ones, panicking ones, and what the features answer.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{EXPRESSION, Folder, flow};

#[test]
fn a_slow_request_delays_nothing() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let slow: Vec<i64> = (0..20)
        .map(|_| client.ask("windmill-ls/test/slow", Value::Null))
        .collect();
    client.did_change(&folder.flow, 2, json!([{"text": flow("frist")}]));
    let found = client.published(&folder.flow, |p| p["version"] == 2);
    assert_eq!(found["diagnostics"][0]["code"], "unknown-step");
    let (line, column) = EXPRESSION;
    assert!(!client.at("hover", &folder.flow, line, column + 2).is_null());
    client.request("windmill-ls/test/release", Value::Null);
    for id in slow {
        assert_eq!(client.answer(id)["result"], true);
    }
}

#[test]
fn a_cancelled_request_says_so() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let id = client.ask("windmill-ls/test/slow", Value::Null);
    client.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    client.request("windmill-ls/test/release", Value::Null);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_panicking_request_harms_nobody_else() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), json!({}));
    let id = client.ask("windmill-ls/test/panic", Value::Null);
    assert_eq!(client.answer(id)["error"]["code"], -32603);
    client.published_rules(&folder.flow, &["unknown-step"]);
    let (line, column) = EXPRESSION;
    assert!(!client.at("hover", &folder.flow, line, column + 2).is_null());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn unopened_documents_answer_from_the_disk() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let (line, column) = EXPRESSION;
    let hover = client.at("hover", &folder.flow, line, column + 10);
    assert!(
        hover["contents"]["value"]
            .as_str()
            .unwrap()
            .starts_with("Step `first`"),
        "{hover}"
    );
}

#[test]
fn definitions_as_places_and_as_links() {
    let folder = Folder::new("first");
    let (line, column) = EXPRESSION;
    let mut client = Client::open(&folder.root(), json!({}));
    let places = client.at("definition", &folder.flow, line, column + 10);
    assert_eq!(places[0]["uri"], uri(&folder.flow));
    assert_eq!(
        places[0]["range"]["start"],
        json!({"line": 3, "character": 10})
    );
    let capabilities = json!({"textDocument": {"definition": {"linkSupport": true}}});
    let mut client = Client::open(&folder.root(), capabilities);
    let links = client.at("definition", &folder.flow, 9, 18);
    assert_eq!(links[0]["targetUri"], uri(&folder.script));
    assert_eq!(
        links[0]["originSelectionRange"]["start"],
        json!({"line": 9, "character": 14})
    );
}

#[test]
fn uses_and_highlights_of_a_step() {
    let folder = Folder::new("first");
    let (line, column) = EXPRESSION;
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &format!("# 😀\n{}", flow("first")));
    let ask = |client: &mut Client, method: &str, line: u32, column: u32, declared: bool| {
        let params = json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "position": {"line": line, "character": column},
            "context": {"includeDeclaration": declared},
        });
        client.request(method, params)
    };
    let name = |line: u32, column: u32| {
        json!({
            "start": {"line": line, "character": column},
            "end": {"line": line, "character": column + 5},
        })
    };
    // What is open counts, not what is on the disk.
    let (id, used) = (name(4, 10), name(line + 1, column + 8));
    let found = ask(&mut client, "textDocument/references", 4, 11, true);
    let place = |range: &Value| json!({"uri": uri(&folder.flow), "range": range});
    assert_eq!(found, json!([place(&id), place(&used)]));
    let found = ask(
        &mut client,
        "textDocument/references",
        line + 1,
        column + 9,
        false,
    );
    assert_eq!(found, json!([place(&used)]));
    let found = ask(&mut client, "textDocument/documentHighlight", 4, 11, true);
    assert_eq!(
        found,
        json!([{"range": id, "kind": 3}, {"range": used, "kind": 2}])
    );
    let found = ask(&mut client, "textDocument/references", 0, 0, true);
    assert_eq!(found, json!([]));
}

#[test]
fn a_step_is_renamed_as_the_client_takes_it() {
    let folder = Folder::new("first");
    let (line, column) = EXPRESSION;
    let at = |name: &str| {
        json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "position": {"line": line, "character": column + 9},
            "newName": name,
        })
    };
    let mut client = Client::open(&folder.root(), json!({}));
    assert_eq!(client.capabilities()["renameProvider"], true);
    let edit = client.request("textDocument/rename", at("start"));
    let edits = edit["changes"][uri(&folder.flow)].as_array().unwrap();
    assert_eq!(edits.len(), 2, "{edit}");
    assert!(edits.iter().all(|e| e["newText"] == "start"), "{edit}");
    let id = client.ask("textDocument/rename", at("last"));
    let error = client.answer(id)["error"].clone();
    assert_eq!(error["code"], -32803);
    assert_eq!(error["message"], "The flow has a step `last` already");

    let capabilities = json!({
        "textDocument": {"rename": {"prepareSupport": true}},
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    });
    let mut client = Client::open(&folder.root(), capabilities);
    assert_eq!(
        client.capabilities()["renameProvider"]["prepareProvider"],
        true
    );
    client.did_open(&folder.flow, 7, &flow("first"));
    let name = client.request("textDocument/prepareRename", at(""));
    assert_eq!(name["placeholder"], "first");
    assert_eq!(
        name["range"]["start"],
        json!({"line": line, "character": column + 8})
    );
    let edit = client.request("textDocument/rename", at("start"));
    let document = &edit["documentChanges"][0];
    assert_eq!(
        document["textDocument"],
        json!({"uri": uri(&folder.flow), "version": 7})
    );
    assert_eq!(document["edits"].as_array().unwrap().len(), 2, "{edit}");
    // Nothing that has a name to change.
    let nothing = json!({
        "textDocument": {"uri": uri(&folder.flow)},
        "position": {"line": 0, "character": 0},
    });
    assert!(
        client
            .request("textDocument/prepareRename", nothing)
            .is_null()
    );
}

#[test]
fn completion_while_typing() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let (line, column) = EXPRESSION;
    let whole = flow("first");
    let end = "results.first".len() as u32;
    for (version, typed) in ["r", "results.", "results.f", "\"results.", "`${results."]
        .iter()
        .enumerate()
    {
        let text = whole.replace("results.first", typed);
        client.did_change(&folder.flow, version as i32 + 2, json!([{"text": text}]));
        let at = column + typed.len() as u32;
        let items = client.at("completion", &folder.flow, line, at);
        let labels: Vec<_> = items
            .as_array()
            .unwrap()
            .iter()
            .map(|i| &i["label"])
            .collect();
        let wanted = if *typed == "r" {
            "results.first"
        } else {
            "first"
        };
        assert_eq!(*labels[0], wanted, "{typed}");
    }
    assert!(end > 0);
    let caps = client.shut_down();
    assert_eq!(caps, Some(0));
}

#[test]
fn an_input_of_a_schema_without_any_is_a_code_action() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let text = "summary: s\nvalue:\n  modules:\n    - id: a\n      value: {type: identity}\n      skip_if:\n        expr: flow_input.day > 1\nschema:\n  type: object\n  properties: {}\n";
    client.did_open(&folder.flow, 1, text);
    let mut ask = |character: u32| {
        let at = json!({"line": 6, "character": character});
        let params = json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        client.request("textDocument/codeAction", params)
    };
    assert_eq!(ask(32), json!([]));
    let actions = ask(20);
    assert_eq!(actions[0]["title"], "Add the input `day`", "{actions:#}");
    assert_eq!(actions[0]["kind"], "quickfix");
    assert_eq!(actions[0]["diagnostics"], Value::Null);
    let edits = &actions[0]["edit"]["changes"][uri(&folder.flow).as_str()];
    let range = json!({
        "start": {"line": 9, "character": 13},
        "end": {"line": 9, "character": 16},
    });
    let new = "\n    day:\n      type: string\n      description: ''";
    assert_eq!(*edits, json!([{"range": range, "newText": new}]));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn fixes_are_code_actions() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let text = "summary: Greet: \u{1f600}: you\nvalue:\n  modules\n    - id: a\n      value: {type: identity}\n";
    client.did_open(&folder.flow, 1, text);
    client.published_rules(&folder.flow, &["yaml-syntax", "yaml-syntax"]);
    let mut ask = |line: u32, only: Value| {
        let at = json!({"line": line, "character": 4});
        let mut context = json!({"diagnostics": []});
        if !only.is_null() {
            context["only"] = only;
        }
        let document = json!({"uri": uri(&folder.flow)});
        let params = json!({"textDocument": document, "range": {"start": at, "end": at}, "context": context});
        client.request("textDocument/codeAction", params)
    };
    let actions = ask(2, json!(["quickfix"]));
    let titles = actions.as_array().unwrap().iter().map(|a| &a["title"]);
    let want = [
        "Add the colon",
        "Ignore `yaml-syntax` here",
        "Ignore `yaml-syntax` in this file",
    ];
    assert!(titles.eq(want), "{actions:#}");
    assert_eq!(actions[0]["isPreferred"], true);
    assert_eq!(actions[0]["diagnostics"][0]["code"], "yaml-syntax");
    let edits = &actions[0]["edit"]["changes"][uri(&folder.flow).as_str()];
    assert_eq!(edits[0]["newText"], ":");
    assert_eq!(
        edits[0]["range"]["start"],
        json!({"line": 2, "character": 9})
    );
    assert_eq!(ask(4, json!(["quickfix"])), json!([]));
    for only in ["source", "source.fixAll", "source.fixAll.windmill-ls"] {
        let actions = ask(4, json!([only]));
        assert_eq!(actions[0]["kind"], "source.fixAll.windmill-ls");
        let edits = &actions[0]["edit"]["changes"][uri(&folder.flow).as_str()];
        assert_eq!(edits.as_array().unwrap().len(), 2, "{actions:#}");
        // In UTF-16: the face counts for two.
        assert_eq!(
            edits[0]["range"]["end"],
            json!({"line": 0, "character": 23})
        );
    }
    assert_eq!(ask(4, json!(["refactor"])), json!([]));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_missing_file_is_created_where_the_client_can() {
    let text = "summary: ''\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
                language: bun\n        content: '!inline gone.ts'\n        input_transforms: {}\n";
    let able = json!({"workspace": {"workspaceEdit": {"resourceOperations": ["create"]}}});
    for (capabilities, offers) in [(able, true), (json!({}), false)] {
        let folder = Folder::new("first");
        let mut client = Client::open(&folder.root(), capabilities);
        client.did_open(&folder.flow, 1, text);
        client.published_rules(&folder.flow, &["missing-inline-file"]);
        let at = json!({"line": 7, "character": 30});
        let params = json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        let actions = client.request("textDocument/codeAction", params);
        if offers {
            assert_eq!(actions[0]["title"], "Create `gone.ts`");
            let changes = &actions[0]["edit"]["documentChanges"];
            let new = uri(&folder.flow.with_file_name("gone.ts"));
            assert_eq!(changes[0], json!({"kind": "create", "uri": new}));
            assert_eq!(changes[1]["textDocument"]["uri"], new.as_str());
            assert_eq!(
                changes[1]["edits"][0]["newText"],
                "export async function main() {\n  return null\n}\n"
            );
        } else {
            let mut actions = actions.as_array().unwrap().iter();
            assert!(actions.all(|a| a["title"].as_str().unwrap().starts_with("Ignore ")));
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn what_is_left_to_write_is_selected() {
    let text = "summary: \u{1f600}\r\nvalue:\r\n  modules:\r\n    - id: a\r\n      value:\r\n        type: rawscript\r\n        \
                language: python3\r\n        content: \"def main(x):\\n  return x\"\r\n        input_transforms: {}\r\n";
    let able = json!({"window": {"showDocument": {"support": true}}});
    for (capabilities, offers) in [(able, true), (json!({}), false)] {
        let folder = Folder::new("first");
        let mut client = Client::open(&folder.root(), capabilities);
        client.did_open(&folder.flow, 1, text);
        client.published_rules(&folder.flow, &["missing-input"]);
        let at = json!({"line": 8, "character": 10});
        let params = json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        let actions = client.request("textDocument/codeAction", params);
        let action = &actions[0];
        assert_eq!(action["isPreferred"], false, "{action:#}");
        let edit = &action["edit"]["changes"][uri(&folder.flow).as_str()][0];
        assert_eq!(
            edit["newText"],
            "\r\n          x:\r\n            type: static\r\n            value: null"
        );
        if offers {
            let command = &action["command"];
            let params = json!({
                "command": command["command"],
                "arguments": command["arguments"],
            });
            assert_eq!(
                client.request("workspace/executeCommand", params),
                Value::Null
            );
            let shown = client.wait(|m| m["method"] == "window/showDocument");
            let selection = json!({
                "start": {"line": 11, "character": 19},
                "end": {"line": 11, "character": 23},
            });
            assert_eq!(shown["params"]["selection"], selection);
            assert_eq!(shown["params"]["uri"], uri(&folder.flow).as_str());
        } else {
            assert!(action.get("command").is_none(), "{action:#}");
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn inlay_hints_come_where_the_settings_ask_for_them() {
    let text = "summary: \u{1f600}\nschema:\n  properties:\n    a: {type: string}\n  required: [a]\nvalue:\n  modules:\n    - id: x\n      \
                value:\n        type: identity\n        input_transforms:\n          \u{1f600}: {type: javascript, expr: \
                flow_input.a}\n";
    for asked in [true, false] {
        let folder = Folder::new("first");
        folder.write(
            &folder.root().join("windmill-ls.toml"),
            &format!("[hints]\nshapes = {asked}\n"),
        );
        let mut client = Client::open(&folder.root(), json!({}));
        client.did_open(&folder.flow, 1, text);
        let place = |line| json!({"line": line, "character": 0});
        let params = json!({
            "textDocument": {"uri": uri(&folder.flow)},
            "range": {"start": place(0), "end": place(12)},
        });
        let hints = client.request("textDocument/inlayHint", params);
        if asked {
            assert_eq!(hints[0]["label"], ": string");
            assert_eq!(hints[0]["kind"], 1);
            assert_eq!(hints[0]["position"], json!({"line": 11, "character": 51}));
        } else {
            assert_eq!(hints, json!([]));
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}
