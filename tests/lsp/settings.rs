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
