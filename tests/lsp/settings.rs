//! Settings from the editor and from the workspace's file.

use serde_json::json;
use tests::{Client, uri};

use crate::Folder;

#[test]
fn settings_of_the_editor() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), json!({}));
    client.published_rules(&folder.flow, &["unknown-step"]);
    let settings = json!({"settings": {"windmill-ls": {"rules": {"unknown-step": "off"}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    client.published_rules(&folder.flow, &[]);
    for odd in [
        json!(null),
        json!(3),
        json!({"windmill-ls": {"rules": 3, "x": []}}),
    ] {
        client.notify("workspace/didChangeConfiguration", json!({"settings": odd}));
        client.published_rules(&folder.flow, &["unknown-step"]);
        let off = json!({"settings": {"rules": {"unknown-step": "off"}}});
        client.notify("workspace/didChangeConfiguration", off);
        client.published_rules(&folder.flow, &[]);
    }
}

#[test]
fn the_settings_file_is_read_and_watched() {
    let folder = Folder::new("frist");
    let file = folder.root().join("windmill-ls.toml");
    folder.write(&file, "[rules]\nunknown-step = \"warning\"\n");
    let mut client = Client::open(&folder.root(), json!({}));
    let told = client.published_rules(&folder.flow, &["unknown-step"]);
    assert_eq!(told["diagnostics"][0]["severity"], 2, "{told}");
    folder.write(&file, "[rules]\nunknown-step = \"off\"\n");
    let changes = json!({"changes": [{"uri": uri(&file), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
    client.published_rules(&folder.flow, &[]);
}

#[test]
fn paths_with_packages_are_read_anew_with_the_settings() {
    let folder = Folder::new("first");
    let root = folder.root();
    let script = "import wmill\n\ndef main(x: int):\n    return wmill.fresh(x)\n";
    folder.write(&folder.script, script);
    let client_file = root.join("lib/wmill/client.py");
    folder.write(&client_file, "def fresh(x): ...\n");
    let unknown = ["unknown-sdk-name"];
    let mut client = Client::open(&root, json!({}));
    client.published_rules(&folder.script, &unknown);
    // By the editor's settings, from the opened folder on.
    let paths = |paths: &[&str]| json!({"settings": {"sdk": {"paths": paths}}});
    client.notify("workspace/didChangeConfiguration", paths(&["lib"]));
    client.published_rules(&folder.script, &[]);
    client.notify("workspace/didChangeConfiguration", paths(&["../lib"]));
    client.published_rules(&folder.script, &unknown);
    client.notify("workspace/didChangeConfiguration", paths(&[]));
    // By the file, which is read anew with the packages whenever it changes.
    let file = root.join("windmill-ls.toml");
    folder.write(&file, "[sdk]\npaths = [\"lib\"]\n");
    client.notify("workspace/didChangeConfiguration", json!({"settings": {}}));
    client.published_rules(&folder.script, &[]);
    folder.write(&client_file, "def stale(x): ...\n");
    let changes = json!({"changes": [{"uri": uri(&file), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
    client.published_rules(&folder.script, &unknown);
}

#[test]
fn paths_with_packages_count_from_the_start() {
    let folder = Folder::new("first");
    let root = folder.root();
    let script =
        "import wmill\n\ndef main(x: int):\n    wmill.gone(x)\n    return wmill.fresh(x)\n";
    folder.write(&folder.script, script);
    folder.write(&root.join("lib/wmill/client.py"), "def fresh(x): ...\n");
    let file = root.join("windmill-ls.toml");
    folder.write(&file, "[sdk]\npaths = [\"lib\"]\n");
    let mut client = Client::open(&root, json!({}));
    let told = client.published_rules(&folder.script, &["unknown-sdk-name"]);
    assert_eq!(
        told["diagnostics"][0]["range"]["start"]["line"], 3,
        "{told}"
    );
}

#[test]
fn settings_are_asked_for_where_the_editor_answers() {
    let folder = Folder::new("frist");
    let off = json!({"rules": {"unknown-step": "off"}});
    let capabilities = json!({"workspace": {
        "configuration": true, "didChangeConfiguration": {"dynamicRegistration": true},
    }});
    let mut client = Client::start();
    client.grant("workspace/configuration", json!([off]));
    client.initialize(&folder.root(), capabilities);
    let asked = client.wait(|m| m["method"] == "workspace/configuration");
    let items = json!({"items": [{"section": "windmill-ls"}]});
    assert_eq!(asked["params"], items);
    let registered = client.wait(|m| m["method"] == "client/registerCapability");
    let registered = registered["params"].to_string();
    assert!(
        registered.contains("workspace/didChangeConfiguration"),
        "{registered}"
    );
    client.did_open(&folder.flow, 1, &crate::flow("frist"));
    client.published(&folder.flow, |p| p["diagnostics"] == json!([]));
    // A change says nothing but that there is one.
    let warns = json!({"rules": {"unknown-step": "warning"}});
    client.grant("workspace/configuration", json!([warns]));
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.published(&folder.flow, |p| p["diagnostics"][0]["severity"] == 2);
    // What is sent with a change counts, unless the answer says otherwise.
    client.grant("workspace/configuration", json!([null]));
    let sent = json!({"settings": {"windmill-ls": off}});
    client.notify("workspace/didChangeConfiguration", sent);
    client.published(&folder.flow, |p| p["diagnostics"] == json!([]));
    client.wait(|m| m["method"] == "workspace/configuration");
    // Settings that were taken back.
    client.grant("workspace/configuration", json!([{}]));
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.published(&folder.flow, |p| p["diagnostics"][0]["severity"] == 1);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_editor_without_an_answer_keeps_what_it_sent() {
    let folder = Folder::new("frist");
    for answer in [
        json!(null),
        json!([]),
        json!([null]),
        json!([{}]),
        json!([3]),
        json!("x"),
    ] {
        let mut client = Client::start();
        client.grant("workspace/configuration", answer);
        let params = json!({
            "rootUri": uri(&folder.root()),
            "capabilities": {"workspace": {"configuration": true}},
        });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client.wait(|m| m["method"] == "workspace/configuration");
        let sent = json!({"settings": {"rules": {"unknown-step": "warning"}}});
        client.notify("workspace/didChangeConfiguration", sent);
        client.wait(|m| m["method"] == "workspace/configuration");
        client.did_open(&folder.flow, 1, &crate::flow("frist"));
        client.published(&folder.flow, |p| {
            p["version"] == 1 && p["diagnostics"][0]["severity"] == 2
        });
        client.notify(
            "workspace/didChangeConfiguration",
            json!({"settings": null}),
        );
        client.wait(|m| m["method"] == "workspace/configuration");
        client.did_change(&folder.flow, 2, json!([{"text": crate::flow("nobody")}]));
        client.published(&folder.flow, |p| {
            p["version"] == 2 && p["diagnostics"][0]["severity"] == 2
        });
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn an_editor_that_cannot_answer_is_not_asked() {
    let folder = Folder::new("frist");
    let mut client = Client::open(
        &folder.root(),
        json!({"workspace": {"configuration": false, "didChangeWatchedFiles": {}}}),
    );
    client.published_rules(&folder.flow, &["unknown-step"]);
    let sent = json!({"settings": {"rules": {"unknown-step": "off"}}});
    client.notify("workspace/didChangeConfiguration", sent);
    client.published_rules(&folder.flow, &[]);
    assert!(!client.has_come(|m| m["method"] == "workspace/configuration"));
    assert!(!client.has_come(|m| m["method"] == "client/registerCapability"));
}

#[test]
fn an_editor_that_sends_settings_from_the_start_is_asked_only_when_it_stops() {
    let folder = Folder::new("frist");
    let severity = |n: u8| move |p: &serde_json::Value| p["diagnostics"][0]["severity"] == n;
    let mut client = Client::start();
    client.grant(
        "workspace/configuration",
        json!([{"rules": {"unknown-step": "hint"}}]),
    );
    let params = json!({
        "rootUri": uri(&folder.root()),
        "capabilities": {"workspace": {
            "configuration": true, "didChangeConfiguration": {"dynamicRegistration": true},
        }},
        "initializationOptions": {"rules": {"unknown-step": "warning"}},
    });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.published(&folder.flow, severity(2));
    let sent = json!({"settings": {"rules": {"unknown-step": "error"}}});
    client.notify("workspace/didChangeConfiguration", sent);
    client.published(&folder.flow, severity(1));
    assert!(!client.has_come(|m| m["method"] == "workspace/configuration"));
    assert!(!client.has_come(|m| m["method"] == "client/registerCapability"));
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    client.published(&folder.flow, severity(4));
    assert_eq!(client.shut_down(), Some(0));
}
