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
