//! The ends of the pipes: clients that are gone, that do not read, that never answer.

use std::process::Stdio;

use serde_json::{Value, json};
use tests::{Client, Exit, uri};

use crate::{EXPRESSION, Folder, flow};

/// A client that watches files but never says so.
fn mute(folder: &Folder) -> Client {
    let mut client = Client::start();
    client.ignore_requests();
    let watches = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    client.initialize(&folder.root(), watches);
    client.wait(|m| m["method"] == "client/registerCapability");
    client
}

/// Work that has no end.
fn keep_busy(client: &mut Client) {
    for _ in 0..40 {
        client.ask("windmill-ls/test/slow", Value::Null);
    }
}

/// What it is called, what the client does, and the status that it must give.
type Way = (&'static str, fn(Client) -> Exit, Exit);

#[test]
fn the_end_comes_whatever_is_under_way() {
    let ways: [Way; 4] = [
        ("shutdown and exit", Client::shut_down, Some(0)),
        (
            "exit",
            |mut client| {
                client.notify("exit", Value::Null);
                client.exit()
            },
            Some(1),
        ),
        (
            "the end of stdin",
            |mut client| {
                client.hang_up();
                client.exit()
            },
            Some(1),
        ),
        (
            "shutdown and the end of stdin",
            |mut client| {
                client.request("shutdown", Value::Null);
                client.hang_up();
                client.exit()
            },
            Some(0),
        ),
    ];
    for (way, end, code) in ways {
        let folder = Folder::new("first");
        assert_eq!(end(mute(&folder)), code, "{way}, nobody answers");
        let mut client = Client::open(&folder.root(), json!({}));
        keep_busy(&mut client);
        assert_eq!(end(client), code, "{way}, busy");
        let mut client = Client::open(&folder.root(), json!({}));
        client.send_raw(b"Content-Length: 100\r\n\r\n{");
        client.hang_up();
        assert_eq!(client.exit(), Some(1), "in the midst of a message");
    }
}

#[test]
fn everything_at_once_is_done_in_order() {
    let folder = Folder::new("first");
    let mut client = Client::start();
    let params = json!({"processId": null, "rootUri": uri(&folder.root()), "capabilities": {}});
    let first = client.ask("initialize", params);
    client.notify("initialized", json!({}));
    let last = client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    client.hang_up();
    assert!(client.answer(first).get("result").is_some());
    assert!(client.answer(last).get("result").is_some());
    assert_eq!(client.exit(), Some(0));
}

#[cfg(unix)]
#[test]
fn it_ends_with_its_parent_whatever_is_under_way() {
    for pending in [true, false] {
        let folder = Folder::new("first");
        let mut parent = std::process::Command::new("cat")
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut client = Client::start();
        client.ignore_requests();
        let watches =
            json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": pending}}});
        let params = json!({"processId": parent.id(), "rootUri": uri(&folder.root()), "capabilities": watches});
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        keep_busy(&mut client);
        parent.kill().unwrap();
        parent.wait().unwrap();
        // Stdin stays open: only the parent is gone.
        assert_eq!(client.exit(), Some(1));
    }
}

#[test]
fn a_parent_that_is_not_there_is_of_another_machine() {
    let folder = Folder::new("first");
    for parent in [json!(0), json!(i32::MAX), json!(u32::MAX), json!(null)] {
        let mut client = Client::start();
        let params =
            json!({"processId": parent, "rootUri": uri(&folder.root()), "capabilities": {}});
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// A session with what goes to stderr: warnings, and the text of a panic.
fn noisy_session(mut client: Client) {
    let folder = Folder::new("frist");
    // More than a pipe holds.
    let unknown: String = (0..120)
        .map(|n| format!("there-is-no-such-setting-{n} = 1\n"))
        .collect();
    folder.write(&folder.root().join("windmill-ls.toml"), &unknown);
    client.listen();
    client.initialize(&folder.root(), json!({}));
    for n in 0..40 {
        let settings = json!({"settings": {"windmill-ls": {"no-such-setting": n, "rules": {"none": "x".repeat(3000)}}}});
        client.notify("workspace/didChangeConfiguration", settings);
        let id = client.ask("windmill-ls/test/panic", Value::Null);
        assert_eq!(client.answer(id)["error"]["code"], -32603);
        client.send_body(b"{nope");
    }
    client.did_open(&folder.flow, 1, &flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    let (line, column) = EXPRESSION;
    assert!(!client.at("hover", &folder.flow, line, column).is_null());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn nobody_reads_stderr() {
    let (reader, writer) = std::io::pipe().unwrap();
    noisy_session(Client::start_with(|command| {
        command.stderr(writer).env("WINDMILL_LS_LOG", "trace");
    }));
    drop(reader);
}

#[test]
fn stderr_is_closed() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    noisy_session(Client::start_with(|command| {
        command.stderr(writer);
    }));
}

#[cfg(target_os = "linux")]
#[test]
fn stderr_is_full() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    noisy_session(Client::start_with(|command| {
        command.stderr(full);
    }));
}

#[test]
fn stderr_has_the_warnings_and_says_how_many_more() {
    let (reader, writer) = std::io::pipe().unwrap();
    let folder = Folder::new("first");
    let unknown: String = (0..300).map(|n| format!("none-{n} = 1\n")).collect();
    folder.write(&folder.root().join("windmill-ls.toml"), &unknown);
    let mut client = Client::start_with(|command| {
        command.stderr(writer);
    });
    client.listen();
    client.initialize(&folder.root(), json!({}));
    // The settings are read with the folder.
    client.request("windmill-ls/test/files", Value::Null);
    let id = client.ask("windmill-ls/test/panic", Value::Null);
    client.answer(id);
    assert_eq!(client.shut_down(), Some(0));
    let said = std::io::read_to_string(reader).unwrap();
    assert!(
        said.contains("`none-0`") && said.contains("`none-99`"),
        "{said}"
    );
    assert!(!said.contains("`none-100`"), "{said}");
    assert!(said.contains("asked for by a test"), "{said}");
}

/// Sends more than the server works on while nobody reads.
fn deaf(folder: &Folder) -> (Client, Vec<i64>) {
    let mut client = Client::start_with(|_| {});
    let params = json!({"processId": null, "rootUri": uri(&folder.root()), "capabilities": {}});
    let mut asked = vec![client.ask("initialize", params)];
    client.notify("initialized", json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let (line, column) = EXPRESSION;
    for n in 0..5000 {
        let params = json!({"textDocument": {"uri": uri(&folder.flow)}, "position": {"line": line, "character": column}});
        asked.push(client.ask("textDocument/completion", params));
        if n % 10 == 0 {
            let change = crate::change(0, 9, 9, "x");
            client.did_change(&folder.flow, 2 + n, json!([change]));
        }
    }
    (client, asked)
}

#[test]
fn a_client_that_reads_late_gets_every_answer() {
    let folder = Folder::new("first");
    let (mut client, asked) = deaf(&folder);
    client.listen();
    for id in asked {
        let answer = client.answer(id);
        assert!(answer.get("result").is_some(), "{answer}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_client_that_never_reads_can_end_it() {
    let folder = Folder::new("first");
    let (mut client, _) = deaf(&folder);
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(0));
    let (mut client, _) = deaf(&folder);
    client.hang_up();
    assert_eq!(client.status(), Some(1));
}

#[test]
fn it_ends_when_nobody_can_hear_it() {
    let folder = Folder::new("first");
    let (mut client, _) = deaf(&folder);
    client.stop_listening();
    assert_eq!(client.status(), Some(1));
}
