//! Progress while folders are read, for clients that show it.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::Folder;

/// The kinds of progress that were told under a token, up to the end.
fn kinds(client: &mut Client, token: &Value) -> Vec<String> {
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|k| k != "end") {
        let told = client.wait(|m| m["method"] == "$/progress" && m["params"]["token"] == *token);
        let kind = told["params"]["value"]["kind"].as_str();
        kinds.push(kind.expect("a kind").to_owned());
    }
    kinds
}

#[test]
fn who_shows_progress_sees_a_folder_load() {
    let (folder, other) = (Folder::new("frist"), Folder::new("frist"));
    let capabilities = json!({"window": {"workDoneProgress": true}});
    let mut client = Client::open(&folder.root(), capabilities);
    client.published_rules(&folder.flow, &["unknown-step"]);
    client.wait(|m| m["method"] == "$/progress" && m["params"]["value"]["kind"] == "end");
    client.request("windmill-ls/test/hold", Value::Null);
    client.forget();
    let added = json!({"added": [{"uri": uri(&other.root()), "name": "x"}], "removed": []});
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": added}),
    );
    let asked = client.wait(|m| m["method"] == "window/workDoneProgress/create");
    let token = asked["params"]["token"].clone();
    let begin = client.wait(|m| m["method"] == "$/progress" && m["params"]["token"] == token);
    assert_eq!(begin["params"]["value"]["kind"], "begin", "{begin}");
    client.request("windmill-ls/test/release", Value::Null);
    let kinds = kinds(&mut client, &token);
    let (end, reports) = kinds.split_last().expect("there is an end");
    assert_eq!(end, "end");
    assert!(reports.iter().all(|k| k == "report"), "{kinds:?}");
    client.published_rules(&other.flow, &["unknown-step"]);
    assert!(!client.has_come(|m| m["method"] == "$/progress"));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn nobody_else_does() {
    let folder = Folder::new("frist");
    for capabilities in [json!({}), json!({"window": {"workDoneProgress": false}})] {
        let mut client = Client::open(&folder.root(), capabilities);
        client.published_rules(&folder.flow, &["unknown-step"]);
        let is_progress = |m: &Value| {
            m["method"] == "$/progress" || m["method"] == "window/workDoneProgress/create"
        };
        assert!(!client.has_come(is_progress));
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_client_that_does_not_answer_is_served_all_the_same() {
    let folder = Folder::new("frist");
    let capabilities = json!({
        "window": {"workDoneProgress": true},
        "workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}},
    });
    let mut client = Client::start();
    client.ignore_requests();
    client.initialize(&folder.root(), capabilities);
    client.published_rules(&folder.flow, &["unknown-step"]);
    let settings = json!({"settings": {"windmill-ls": {"rules": {"unknown-step": "off"}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    client.published_rules(&folder.flow, &[]);
    assert!(!client.has_come(|m| m["method"] == "$/progress"));
    let is_question = |m: &Value| m["method"] == "workspace/configuration";
    for _ in 0..20 {
        client.notify(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        );
    }
    client.request("windmill-ls/test/checked", Value::Null);
    assert_eq!(client.heard(is_question), 1, "they do not pile up");
    assert_eq!(client.shut_down(), Some(0));
}

/// A flow that runs a script, which imports another.
const READS: &str = "summary: Test\nvalue:\n  modules:\n    - id: first\n      value:\n        type: script\n        \
                     path: f/a/run\n    - id: last\n      value:\n        type: identity\n      skip_if:\n        \
                     expr: results.first.t\n";

#[test]
fn answers_come_before_everything_is_read() {
    let folder = Folder::new("frist");
    folder.write(
        &folder.script,
        "from f.a.lib import made\n\n\ndef main():\n    return made()\n",
    );
    folder.write(
        &folder.root().join("f/a/lib.py"),
        "def made():\n    return {\"total\": 1, \"rows\": []}\n",
    );
    let mut client = Client::start_with(|command| {
        command.env("WINDMILL_LS_TEST", "walk");
    });
    client.listen();
    client.initialize(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, READS);
    let labels = |client: &mut Client, line, character| {
        let items = client.at("completion", &folder.flow, line, character);
        let items = items.as_array().or(items["items"].as_array());
        let labels = items
            .expect("completions")
            .iter()
            .filter_map(|i| i["label"].as_str());
        labels.map(str::to_owned).collect::<Vec<_>>()
    };
    // What the step returns stands in a file that its script imports.
    assert_eq!(labels(&mut client, 11, 29), ["total", "rows"]);
    // Where all scripts are is known from their names.
    let paths = labels(&mut client, 6, 21);
    assert!(paths.iter().any(|p| p == "f/a/lib"), "{paths:?}");
    let definition = client.at("definition", &folder.flow, 6, 18);
    let target = serde_json::to_string(&definition).unwrap();
    assert!(target.contains(&uri(&folder.script)), "{target}");
    // An edit counts at once.
    let other = READS.replace("id: first", "id: other");
    let other = other.replace("results.first.t", "results.other.t");
    client.did_change(&folder.flow, 2, json!([{"text": other}]));
    assert_eq!(labels(&mut client, 11, 29), ["total", "rows"]);
    // Findings wait for everything.
    assert!(!client.has_come(|m| m["method"] == "textDocument/publishDiagnostics"));
    client.request("windmill-ls/test/release", Value::Null);
    client.published_rules(&folder.flow, &["missing-field", "unknown-property"]);
    assert_eq!(labels(&mut client, 11, 29), ["total", "rows"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn settings_that_change_meanwhile_are_gone_by() {
    let folder = Folder::new("frist");
    let file = folder.root().join("windmill-ls.toml");
    folder.write(&file, "[sdk]\nenabled = false\n");
    folder.write(
        &folder.script,
        "import wmill\n\n\ndef main():\n    wmill.get_resource(\"\")\n",
    );
    let mut client = Client::start_with(|command| {
        command.env("WINDMILL_LS_TEST", "walk");
    });
    client.listen();
    client.initialize(&folder.root(), json!({}));
    let text = std::fs::read_to_string(&folder.script).unwrap();
    client.did_open(&folder.script, 1, &text);
    let has_help =
        |client: &mut Client| !client.at("signatureHelp", &folder.script, 4, 23).is_null();
    assert!(!has_help(&mut client));
    for enabled in [true, false, true] {
        let settings = json!({"settings": {"windmill-ls": {"sdk": {"enabled": enabled}}}});
        client.notify("workspace/didChangeConfiguration", settings);
        assert_eq!(has_help(&mut client), enabled, "not everything is read yet");
    }
    client.request("windmill-ls/test/release", Value::Null);
    client.request("windmill-ls/test/checked", Value::Null);
    assert!(has_help(&mut client));
    assert_eq!(client.shut_down(), Some(0));
}
