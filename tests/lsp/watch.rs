//! A client that does not watch files: the server sees what happens by itself.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{Folder, flow};

/// A client that tells of nothing.
fn open(folder: &Folder) -> Client {
    let mut client = Client::start();
    client.initialize(
        &folder.root(),
        json!({"workspace": {"didChangeWatchedFiles": {}}}),
    );
    client
}

fn watched(client: &mut Client) -> u64 {
    let watched = client.request("windmill-ls/test/watched", Value::Null);
    watched.as_u64().expect("a number")
}

/// Asks until so many folders are watched.
fn watches(client: &mut Client, folders: u64) {
    let is_so = (0..100_000).any(|_| watched(client) == folders);
    assert!(is_so, "{} are watched, not {folders}", watched(client));
}

#[test]
fn scripts_that_change_are_seen() {
    let folder = Folder::new("first");
    let mut client = open(&folder);
    client.did_open(&folder.flow, 1, &flow("first"));
    client.published_rules(&folder.flow, &[]);
    folder.write(&folder.script, "def main(x: int, y: str):\n    return x\n");
    client.published_rules(&folder.flow, &["missing-input"]);
    // Written beside and moved over it, as many editors do.
    let beside = folder.script.with_extension("py.tmp");
    folder.write(&beside, "def main(z: int = 1):\n    return z\n");
    fs::rename(&beside, &folder.script).unwrap();
    client.published_rules(&folder.flow, &["unknown-input"]);
    fs::remove_file(&folder.script).unwrap();
    client.published_rules(&folder.flow, &[]);
    let settings = folder.root().join("windmill-ls.toml");
    folder.write(&folder.script, "def main(z: int = 1):\n    return z\n");
    client.published_rules(&folder.flow, &["unknown-input"]);
    folder.write(&settings, "[rules]\nunknown-input = \"off\"\n");
    client.published_rules(&folder.flow, &[]);
    assert!(!client.has_come(|m| m["method"] == "client/registerCapability"));
    assert_eq!(client.shut_down(), Some(0));
}

/// Helix takes requests to watch files, and then tells of what it saves itself.
#[test]
fn who_tells_of_its_own_saves_only_is_not_relied_on() {
    let folder = Folder::new("first");
    let mut client = Client::start();
    let params = json!({
        "rootUri": uri(&folder.root()),
        "clientInfo": {"name": "helix", "version": "25.07"},
        "capabilities": {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}},
    });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    client.published_rules(&folder.flow, &[]);
    folder.write(&folder.script, "def main(x: int, y: str):\n    return x\n");
    client.published_rules(&folder.flow, &["missing-input"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn folders_that_come_move_and_go_are_seen() {
    let folder = Folder::new("first");
    let mut client = open(&folder);
    // The root, f, f/a and f/a/b.flow.
    watches(&mut client, 4);
    let new = folder.root().join("f/new/deep/x.flow/flow.yaml");
    folder.write(&new, &flow("frist"));
    client.published_rules(&new, &["unknown-step"]);
    watches(&mut client, 7);
    folder.write(&new, &flow("first"));
    client.published_rules(&new, &[]);
    let (old, moved) = (folder.root().join("f/new"), folder.root().join("f/moved"));
    folder.write(&new, &flow("frist"));
    client.published_rules(&new, &["unknown-step"]);
    fs::rename(&old, &moved).unwrap();
    let there = moved.join("deep/x.flow/flow.yaml");
    client.published_rules(&new, &[]);
    client.published_rules(&there, &["unknown-step"]);
    folder.write(&there, &flow("first"));
    client.published_rules(&there, &[]);
    // Gone and there again, in one go.
    fs::remove_dir_all(&moved).unwrap();
    folder.write(&there, &flow("frist"));
    client.published_rules(&there, &["unknown-step"]);
    folder.write(&there, &flow("first"));
    client.published_rules(&there, &[]);
    fs::remove_dir_all(&moved).unwrap();
    watches(&mut client, 4);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_a_walk_leaves_out_is_not_watched() {
    let folder = Folder::new("first");
    for path in [
        "node_modules/p/a.js",
        ".hidden/b.py",
        "f/old/c.flow/flow.yaml",
    ] {
        folder.write(&folder.root().join(path), "a: b\n");
    }
    let ignore = folder.root().join(".ignore");
    folder.write(&ignore, "node_modules\n");
    let mut client = open(&folder);
    watches(&mut client, 6);
    // Rules that change change what is watched.
    folder.write(&ignore, "node_modules\nold\n");
    watches(&mut client, 4);
    let old = folder.root().join("f/old/c.flow/flow.yaml");
    folder.write(&old, &flow("nobody"));
    fs::remove_file(&ignore).unwrap();
    client.published_rules(&old, &["unknown-step"]);
    watches(&mut client, 8);
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    let (folder, out) = (Folder::new("first"), tempfile::TempDir::new().unwrap());
    fs::create_dir_all(out.path().join("a/b/c")).unwrap();
    std::os::unix::fs::symlink(out.path(), folder.root().join("f/out")).unwrap();
    let mut client = open(&folder);
    watches(&mut client, 4);
    std::os::unix::fs::symlink(out.path(), folder.root().join("f/more")).unwrap();
    folder.write(&folder.flow, &flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    assert_eq!(watched(&mut client), 4);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn folders_that_join_are_watched_and_those_that_leave_are_not() {
    let (one, two) = (Folder::new("first"), Folder::new("first"));
    let mut client = open(&one);
    watches(&mut client, 4);
    let event = |added: &[&Path], removed: &[&Path]| {
        let list = |paths: &[&Path]| -> Vec<Value> {
            let paths = paths.iter();
            paths
                .map(|p| json!({"uri": tests::uri(p), "name": "x"}))
                .collect()
        };
        json!({"event": {"added": list(added), "removed": list(removed)}})
    };
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        event(&[&two.root()], &[]),
    );
    watches(&mut client, 8);
    two.write(&two.flow, &flow("frist"));
    client.published_rules(&two.flow, &["unknown-step"]);
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        event(&[], &[&two.root()]),
    );
    watches(&mut client, 4);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn where_the_system_refuses_one_line_says_so() {
    let folder = Folder::new("first");
    let log = tempfile::NamedTempFile::new().unwrap();
    let to = log.reopen().unwrap();
    let mut client = Client::start_with(|command| {
        command
            .env("WINDMILL_LS_TEST", "blind")
            .stderr(Stdio::from(to));
    });
    client.listen();
    client.initialize(
        &folder.root(),
        json!({"workspace": {"didChangeWatchedFiles": {}}}),
    );
    folder.write(&folder.flow, &flow("frist"));
    crate::disk::tell(&mut client, [(&*folder.flow, 2)]);
    client.published_rules(&folder.flow, &["unknown-step"]);
    assert_eq!(watched(&mut client), 0);
    assert_eq!(client.shut_down(), Some(0));
    let log = fs::read_to_string(log.path()).unwrap();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(
        log.contains("changed files are not seen by themselves"),
        "{log}"
    );
}
