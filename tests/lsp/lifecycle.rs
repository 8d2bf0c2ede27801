//! Start, handshake, end.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{EXPRESSION, Folder, flow};

#[test]
fn odd_options_are_fine() {
    for options in [
        Value::Null,
        json!({}),
        json!("nonsense"),
        json!([1, 2]),
        json!({"a": {"b": 3}}),
    ] {
        let folder = Folder::new("frist");
        let mut client = Client::start();
        let params = json!({"processId": null, "rootUri": uri(&folder.root()), "capabilities": {}, "initializationOptions": options});
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client.published_rules(&folder.flow, &["unknown-step"]);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn folders_come_in_every_form() {
    let folder = Folder::new("frist");
    let root = uri(&folder.root());
    for params in [
        json!({"capabilities": {}, "workspaceFolders": [{"uri": root, "name": "a"}]}),
        json!({"capabilities": {}, "rootUri": root}),
        json!({"capabilities": {}, "rootPath": folder.root()}),
        json!({"capabilities": {}, "rootUri": root, "workspaceFolders": null}),
    ] {
        let mut client = Client::start();
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client.published_rules(&folder.flow, &["unknown-step"]);
    }
}

#[test]
fn a_document_without_a_folder_brings_its_own() {
    let folder = Folder::new("first");
    let mut client = Client::start();
    client.request("initialize", json!({"capabilities": {}}));
    client.notify("initialized", json!({}));
    client.did_open(&folder.flow, 1, &flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    let (line, column) = EXPRESSION;
    let items = client.at("completion", &folder.flow, line, column + 8);
    assert_eq!(items[0]["label"], "first");
}

#[test]
fn requests_before_the_handshake_are_refused() {
    let mut client = Client::start();
    let id = client.ask(
        "textDocument/hover",
        json!({"textDocument": {"uri": "file:///x"}, "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(client.answer(id)["error"]["code"], -32002);
}

#[test]
fn exit_codes() {
    let folder = Folder::new("first");
    assert_eq!(Client::open(&folder.root(), json!({})).shut_down(), Some(0));
    let mut client = Client::open(&folder.root(), json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit(), Some(1), "exit without shutdown");
    let mut client = Client::open(&folder.root(), json!({}));
    client.hang_up();
    assert_eq!(client.exit(), Some(1), "the client is gone");
}

#[test]
fn messages_of_the_wrong_shape_are_answered() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), json!({}));
    let id = client.ask("textDocument/hover", json!({"nonsense": true}));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    let id = client.ask("windmill-ls/none", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32601);
    client.notify("windmill-ls/none", json!({}));
    client.published_rules(&folder.flow, &["unknown-step"]);
    assert_eq!(client.shut_down(), Some(0));
}

/// One ability in a form that cannot be read takes nothing from the others.
#[test]
fn odd_abilities_do_not_keep_the_server_from_starting() {
    let folder = Folder::new("frist");
    let odd = json!({
        "textDocument": {
            "semanticTokens": {"requests": {"range": {}}, "tokenTypes": 7},
            "hover": {"contentFormat": "markdown"},
            "rename": {"prepareSupport": true},
        },
        "window": [],
    });
    let mut client = Client::open(&folder.root(), odd);
    assert_eq!(
        client.capabilities()["renameProvider"]["prepareProvider"],
        true
    );
    client.published_rules(&folder.flow, &["unknown-step"]);
}
