//! The workspace around documents: files that come, change and go; folders that join and leave.

use std::fs;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{Folder, flow};

fn touched(client: &mut Client, path: &std::path::Path, kind: u8) {
    let changes = json!({"changes": [{"uri": uri(path), "type": kind}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
}

#[test]
fn scripts_that_change_on_the_disk_update_their_flows() {
    for open in [false, true] {
        let folder = Folder::new("first");
        let mut client = Client::open(&folder.root(), json!({}));
        if open {
            client.did_open(&folder.flow, 1, &flow("first"));
            client.published_rules(&folder.flow, &[]);
        }
        folder.write(&folder.script, "def main(x: int, y: str):\n    return x\n");
        touched(&mut client, &folder.script, 2);
        client.published_rules(&folder.flow, &["missing-input"]);
        fs::remove_file(&folder.script).unwrap();
        touched(&mut client, &folder.script, 3);
        client.published_rules(&folder.flow, &[]);
        folder.write(&folder.script, "def main(z: int = 1):\n    return z\n");
        touched(&mut client, &folder.script, 1);
        client.published_rules(&folder.flow, &["unknown-input"]);
    }
}

#[test]
fn a_script_edited_in_the_editor_updates_closed_flows() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
    client.did_change(
        &folder.script,
        2,
        json!([{"text": "def main(x: int, y: int):\n    return x\n"}]),
    );
    client.published_rules(&folder.flow, &["missing-input"]);
    // What is open stays as the editor has it.
    folder.write(&folder.script, "def main(x: int):\n    return x\n");
    touched(&mut client, &folder.script, 2);
    client.did_change(
        &folder.script,
        3,
        json!([{"text": "def main():\n    return 1\n"}]),
    );
    client.published_rules(&folder.flow, &["unknown-input"]);
}

#[test]
fn deleted_flows_are_cleared() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), json!({}));
    client.published_rules(&folder.flow, &["unknown-step"]);
    fs::remove_dir_all(folder.flow.parent().unwrap()).unwrap();
    touched(&mut client, folder.flow.parent().unwrap(), 3);
    client.published_rules(&folder.flow, &[]);
}

#[test]
fn folders_join_and_leave() {
    let (one, two) = (Folder::new("first"), Folder::new("frist"));
    let mut client = Client::open(&one.root(), json!({}));
    let folder = json!({"uri": uri(&two.root()), "name": "two"});
    let event = json!({"event": {"added": [folder], "removed": []}});
    client.notify("workspace/didChangeWorkspaceFolders", event);
    client.published_rules(&two.flow, &["unknown-step"]);
    let event = json!({"event": {"added": [], "removed": [folder]}});
    client.notify("workspace/didChangeWorkspaceFolders", event);
    client.published_rules(&two.flow, &[]);
}

#[test]
fn files_are_watched_where_the_client_can() {
    let folder = Folder::new("first");
    let capabilities =
        json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::open(&folder.root(), capabilities);
    let asked = client.wait(|m| m["method"] == "client/registerCapability");
    let registration = &asked["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    assert_ne!(registration["registerOptions"]["watchers"], Value::Null);
}

#[test]
fn metadata_and_schedules_follow_their_scripts() {
    let folder = Folder::new("first");
    let metadata = folder.root().join("f/a/run.script.yaml");
    folder.write(
        &metadata,
        "summary: Run\nschema:\n  type: object\n  properties:\n    x:\n      type: integer\n  required: [x]\n",
    );
    let schedule = folder.root().join("f/a/daily.schedule.yaml");
    folder.write(
        &schedule,
        "schedule: 0 0 2 * * *\ntimezone: UTC\nenabled: true\nis_flow: false\nscript_path: f/a/run\nargs:\n  x: 1\n",
    );
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
    let text = "def main(x: int, y: str):\n    return x\n";
    client.did_change(&folder.script, 2, json!([{ "text": text }]));
    client.published_rules(&schedule, &["schedule-target"]);
    client.published_rules(&metadata, &["stale-metadata"]);
    let text = "def main(x: int):\n    return x\n";
    client.did_change(&folder.script, 3, json!([{ "text": text }]));
    client.published_rules(&schedule, &[]);
    client.published_rules(&metadata, &[]);
    // Gone from the disk, and from the editor.
    client.did_close(&folder.script);
    fs::remove_file(&folder.script).unwrap();
    touched(&mut client, &folder.script, 3);
    client.published_rules(&metadata, &["orphan-metadata"]);
}

#[test]
fn a_script_follows_what_its_metadata_says_it_is() {
    let folder = Folder::new("first");
    let script = folder.root().join("f/a/rates.py");
    let metadata = folder.root().join("f/a/rates.script.yaml");
    folder.write(&script, "RATES = {}\n");
    folder.write(&metadata, "summary: Rates\n");
    let mut client = Client::open(&folder.root(), json!({}));
    client.published_rules(&script, &["missing-main"]);
    folder.write(&metadata, "summary: Rates\nno_main_func: true\n");
    touched(&mut client, &metadata, 2);
    client.published_rules(&script, &[]);
    folder.write(&metadata, "summary: Rates\nauto_kind: script\n");
    touched(&mut client, &metadata, 2);
    client.published_rules(&script, &["missing-main"]);
}

/// The diagnostics for this version, and how many files were checked for all diagnostics so far.
fn checked_for(client: &mut Client, path: &std::path::Path, version: i32) -> i64 {
    client.published(path, |p| p["version"] == version);
    let checked = client.request("windmill-ls/test/checked", Value::Null);
    checked.as_i64().unwrap()
}

#[test]
fn an_edit_checks_only_what_it_can_concern() {
    let folder = Folder::new("first");
    for i in 0..5 {
        let path = folder.root().join(format!("f/a/more_{i}.py"));
        folder.write(&path, "def main():\n    return 1\n");
    }
    let script = "def main(x: int):\n    return {'a': x}\n";
    folder.write(&folder.script, script);
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.script, 1, script);
    let opened = checked_for(&mut client, &folder.script, 1);
    let mut edit = |version: i32, line: &str| {
        let text = format!("def main(x: int):\n    {line}\n");
        client.did_change(&folder.script, version, json!([{"text": text}]));
        checked_for(&mut client, &folder.script, version)
    };
    // Another name, another statement: what others know stays.
    let body = edit(2, "return {'a': x + 1}");
    assert_eq!(body - opened, 1);
    let body = edit(3, "y = x; return {'a': y}");
    assert_eq!(body - opened, 2);
    // Another shape concerns the flow that runs it, and no other file.
    let shape = edit(4, "return {'b': x}");
    assert_eq!(shape - body, 2);
    assert_eq!(edit(5, "return {'b': x} ") - shape, 1);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_document_opened_as_the_disk_has_it_concerns_nobody_else() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let before = checked_for(&mut client, &folder.flow, 1);
    let script = "def main(x: int):\n    return x\n";
    client.did_open(&folder.script, 1, script);
    let opened = checked_for(&mut client, &folder.script, 1);
    assert_eq!(opened - before, 1);
    // Closed with other text on the disk, it is read anew; what is opened then counts from there.
    client.did_change(
        &folder.script,
        2,
        json!([{"text": "def main():\n    return 1\n"}]),
    );
    client.published_rules(&folder.flow, &["unknown-input"]);
    client.did_close(&folder.script);
    client.published_rules(&folder.flow, &[]);
    client.did_open(&folder.script, 3, script);
    client.did_change(
        &folder.script,
        4,
        json!([{"text": "def main():\n    return 1\n"}]),
    );
    client.published_rules(&folder.flow, &["unknown-input"]);
    assert_eq!(client.shut_down(), Some(0));
}
