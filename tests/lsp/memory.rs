//! What is over is given back: the memory of a server that works for long levels off.
//!
//! The most that the process ever had is read from the system after some rounds and after four
//! times as many. A round that left its document behind would take megabytes each time.

use std::fs;

use serde_json::json;
use tests::{Client, uri};

use crate::Folder;

const ROUNDS: i32 = 8;

/// The most memory of the process so far, in kilobytes.
fn most(client: &Client) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", client.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.unwrap().parse().unwrap()
}

/// A flow of some 100 kB that is another one each time.
fn large(round: i32) -> String {
    let steps: String = (0..1_500)
        .map(|i| format!("    - id: s{i}_{round}\n      value:\n        type: identity\n"))
        .collect();
    format!("summary: s\nvalue:\n  modules:\n{steps}")
}

/// Asks for what needs the whole document.
fn look(client: &mut Client, folder: &Folder) {
    let document = json!({"textDocument": {"uri": uri(&folder.flow)}});
    client.request("textDocument/diagnostic", document);
    client.at("hover", &folder.flow, 3, 10);
    client.forget();
}

type Way = (&'static str, fn(&mut Client, &Folder, i32));

#[test]
fn memory_levels_off() {
    let ways: [Way; 5] = [
        ("opened and closed", |client, folder, round| {
            client.did_open(&folder.flow, round, &large(round));
            look(client, folder);
            client.did_close(&folder.flow);
        }),
        ("opened and closed unseen", |client, folder, round| {
            client.did_open(&folder.flow, round, &large(round));
            client.did_close(&folder.flow);
            look(client, folder);
        }),
        ("replaced", |client, folder, round| {
            if round == 0 {
                client.did_open(&folder.flow, 0, &large(0));
            }
            let all = json!([{"text": large(round)}]);
            client.did_change(&folder.flow, round + 1, all);
            look(client, folder);
        }),
        ("changed on the disk", |client, folder, round| {
            folder.write(&folder.flow, &large(round));
            let changes = json!({"changes": [{"uri": uri(&folder.flow), "type": 2}]});
            client.notify("workspace/didChangeWatchedFiles", changes);
            look(client, folder);
        }),
        ("settings", |client, folder, round| {
            if round == 0 {
                client.did_open(&folder.flow, 0, &large(0));
            }
            let level = ["off", "error"][round as usize % 2];
            let settings = json!({"settings": {"rules": {"unknown-step": level}}});
            client.notify("workspace/didChangeConfiguration", settings);
            look(client, folder);
        }),
    ];
    for (way, round) in ways {
        let folder = Folder::new("first");
        let watches =
            json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
        let mut client = Client::open(&folder.root(), watches);
        let mut marks = Vec::new();
        for n in 0..4 * ROUNDS {
            round(&mut client, &folder, n);
            if n + 1 == ROUNDS || n + 1 == 4 * ROUNDS {
                marks.push(most(&client));
            }
        }
        let (first, last) = (marks[0], marks[1]);
        assert!(
            last * 4 < first * 5 + 32_000,
            "{way}: {first} kB, then {last} kB"
        );
        assert_eq!(client.shut_down(), Some(0));
    }
}
