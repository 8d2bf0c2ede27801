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
