//! What an editor offers for every finding beside its fix: to ignore the rule here, in this file, everywhere.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{Folder, flow};

/// The quick fixes at a place.
fn actions(client: &mut Client, folder: &Folder, line: u32, character: u32) -> Vec<Value> {
    let at = json!({"line": line, "character": character});
    let params = json!({
        "textDocument": {"uri": uri(&folder.flow)},
        "range": {"start": at, "end": at},
        "context": {"diagnostics": [], "only": ["quickfix"]},
    });
    let actions = client.request("textDocument/codeAction", params);
    actions.as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> Option<&'a Value> {
    actions.iter().find(|a| a["title"] == title)
}

/// The place of `results` in [`flow`].
const PLACE: (u32, u32) = (12, 22);

#[test]
fn a_rule_is_ignored_here_or_in_this_file() {
    let places = [
        (
            "Ignore `unknown-step` here",
            12,
            "            # windmill-ls: ignore[unknown-step]\n",
        ),
        (
            "Ignore `unknown-step` in this file",
            0,
            "# windmill-ls: ignore-file[unknown-step]\n",
        ),
    ];
    for (title, line, comment) in places {
        let folder = Folder::new("frist");
        let mut client = Client::open(&folder.root(), json!({}));
        client.did_open(&folder.flow, 1, &flow("frist"));
        client.published_rules(&folder.flow, &["unknown-step"]);
        let offered = actions(&mut client, &folder, PLACE.0, PLACE.1);
        assert_eq!(
            offered[0]["title"], "Change to `first`",
            "the fix comes first"
        );
        let action = titled(&offered, title).unwrap();
        assert_eq!(action["isPreferred"], false);
        assert_eq!(action["diagnostics"][0]["code"], "unknown-step");
        let edits = &action["edit"]["changes"][uri(&folder.flow).as_str()];
        let start = json!({"line": line, "character": 0});
        let edit = json!({"range": {"start": start, "end": start}, "newText": comment});
        assert_eq!(*edits, json!([edit]));
        client.did_change(
            &folder.flow,
            2,
            edits
                .clone()
                .as_array()
                .unwrap()
                .iter()
                .map(change)
                .collect(),
        );
        client.published_rules(&folder.flow, &[]);
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// An edit as a change of the document.
fn change(edit: &Value) -> Value {
    json!({"range": edit["range"], "text": edit["newText"]})
}

#[test]
fn a_rule_is_turned_off_in_the_settings_file() {
    let able = json!({
        "workspace": {"applyEdit": true, "workspaceEdit": {"resourceOperations": ["create"]}},
    });
    let title = "Turn `unknown-step` off in windmill-ls.toml";
    for before in [None, Some("# ours\n[rules]\nunknown-name = \"hint\"\n")] {
        let folder = Folder::new("frist");
        let settings = folder.root().join("windmill-ls.toml");
        if let Some(text) = before {
            folder.write(&settings, text);
        }
        let mut client = Client::open(&folder.root(), able.clone());
        client.grant("workspace/applyEdit", json!({"applied": true}));
        client.did_open(&folder.flow, 1, &flow("frist"));
        client.published_rules(&folder.flow, &["unknown-step"]);
        let offered = actions(&mut client, &folder, PLACE.0, PLACE.1);
        let command = &titled(&offered, title).unwrap()["command"];
        let offers = &client.capabilities()["executeCommandProvider"]["commands"];
        assert!(offers.as_array().unwrap().contains(&command["command"]));
        let params = json!({"command": command["command"], "arguments": command["arguments"]});
        client.request("workspace/executeCommand", params);
        let asked = client.wait(|m| m["method"] == "workspace/applyEdit");
        let changes = asked["params"]["edit"]["documentChanges"]
            .as_array()
            .unwrap();
        let edit = &changes[changes.len() - 1]["edits"][0];
        let written = match before {
            None => {
                assert_eq!(changes[0], json!({"kind": "create", "uri": uri(&settings)}));
                assert_eq!(edit["newText"], "[rules]\nunknown-step = \"off\"\n");
                "[rules]\nunknown-step = \"off\"\n"
            }
            Some(_) => {
                assert_eq!(changes.len(), 1);
                assert_eq!(edit["range"]["start"], json!({"line": 2, "character": 0}));
                assert_eq!(edit["newText"], "unknown-step = \"off\"\n");
                "# ours\n[rules]\nunknown-step = \"off\"\nunknown-name = \"hint\"\n"
            }
        };
        folder.write(&settings, written);
        let event = json!({"uri": uri(&settings), "type": 2});
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [event]}),
        );
        client.published_rules(&folder.flow, &[]);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn what_the_client_cannot_do_is_not_offered() {
    let folder = Folder::new("frist");
    folder.write(&folder.root().join("windmill-ls.toml"), "[rules\n");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    let offered = actions(&mut client, &folder, PLACE.0, PLACE.1);
    assert!(
        offered.iter().all(|a| a.get("command").is_none()),
        "{offered:#?}"
    );
    for arguments in [
        json!([]),
        json!([{"rule": "nothing"}]),
        json!([{"rule": "unknown-step"}]),
    ] {
        // The settings file cannot be read: nothing is written over it.
        let params = json!({"command": "windmill-ls.turnRuleOff", "arguments": arguments});
        let id = client.ask("workspace/executeCommand", params);
        assert_eq!(client.answer(id)["error"]["code"], -32602, "{arguments}");
    }
    assert_eq!(client.shut_down(), Some(0));
}
