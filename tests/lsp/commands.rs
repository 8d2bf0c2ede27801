//! What an extension asks for beside the protocol's features: how the server is, a check of everything, a
//! rule's page.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{Folder, flow};

/// The next status that fits.
fn status(client: &mut Client, fits: impl Fn(&Value) -> bool) -> Value {
    let mut told = client.wait(|m| m["method"] == "windmill-ls/status" && fits(&m["params"]));
    told["params"].take()
}

#[test]
fn who_wants_to_know_is_told_how_the_server_is() {
    for pulls in [false, true] {
        let (folder, other) = (Folder::new("frist"), Folder::new("frist"));
        let mut capabilities = json!({"experimental": {"windmillStatus": true}});
        if pulls {
            capabilities["textDocument"] = json!({"diagnostic": {}});
            capabilities["workspace"] = json!({"diagnostics": {"refreshSupport": true}});
        }
        let mut client = Client::open(&folder.root(), capabilities);
        let ready = status(&mut client, |s| s["state"] == "ready");
        let version = env!("CARGO_PKG_VERSION");
        let want =
            json!({"state": "ready", "files": 3, "errors": 1, "warnings": 0, "version": version});
        assert_eq!(ready, want);
        // Open documents count as the editor has them, whoever asks for their findings.
        client.did_open(&folder.flow, 1, &flow("first"));
        status(&mut client, |s| s["state"] == "ready" && s["errors"] == 0);
        client.did_change(&folder.flow, 2, json!([{"text": flow("nobody")}]));
        status(&mut client, |s| s["state"] == "ready" && s["errors"] == 1);
        // A folder that joins is loaded for as long as the disk takes.
        client.forget();
        client.request("windmill-ls/test/hold", Value::Null);
        let added = json!({"added": [{"uri": uri(&other.root()), "name": "x"}], "removed": []});
        client.notify(
            "workspace/didChangeWorkspaceFolders",
            json!({"event": added}),
        );
        let loading = status(&mut client, |s| s["state"] == "loading");
        assert_eq!(loading["errors"], 1, "{loading}");
        client.request("windmill-ls/test/release", Value::Null);
        let ready = status(&mut client, |s| s["state"] == "ready");
        assert_eq!((&ready["files"], &ready["errors"]), (&json!(6), &json!(2)));
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn nobody_else_is_told_how_the_server_is() {
    let folder = Folder::new("frist");
    for experimental in [json!(null), json!(3), json!({"windmillStatus": false})] {
        let mut client = Client::open(&folder.root(), json!({"experimental": experimental}));
        client.published_rules(&folder.flow, &["unknown-step"]);
        client.did_open(&folder.flow, 1, &flow("first"));
        client.published_rules(&folder.flow, &[]);
        client.request(
            "workspace/executeCommand",
            json!({"command": "windmill-ls.checkAll"}),
        );
        assert!(!client.has_come(|m| m["method"] == "windmill-ls/status"));
    }
}

#[test]
fn everything_is_checked_and_told_anew() {
    for pulls in [false, true] {
        let folder = Folder::new("frist");
        let more = folder.root().join("f/a/c.flow/flow.yaml");
        folder.write(&more, &flow("nobody"));
        let capabilities = match pulls {
            true => {
                json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}})
            }
            false => json!({}),
        };
        let mut client = Client::open(&folder.root(), capabilities);
        client.published_rules(&folder.flow, &["unknown-step"]);
        client.published_rules(&more, &["unknown-step"]);
        client.did_open(&folder.flow, 1, &flow("frist"));
        client.published(&folder.flow, |_| true);
        // Nobody tells of this one.
        let unseen = folder.root().join("f/a/d.flow/flow.yaml");
        folder.write(&unseen, &flow("neither"));
        client.forget();
        let params = json!({"command": "windmill-ls.checkAll", "workDoneToken": "t"});
        let counts = client.request("workspace/executeCommand", params);
        let want = json!({"files": 5, "errors": 3, "warnings": 0, "hints": 0});
        assert_eq!(counts, want);
        // All this came before the answer; of what is open a client that asks is not told.
        let told = |path| {
            let uri = uri(path);
            move |m: &Value| {
                m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri
            }
        };
        assert!(client.has_come(told(&more)) && client.has_come(told(&unseen)));
        assert_eq!(client.has_come(told(&folder.flow)), !pulls);
        for kind in ["begin", "end"] {
            let is =
                |m: &Value| m["params"]["token"] == "t" && m["params"]["value"]["kind"] == kind;
            assert!(client.has_come(is), "{kind}");
        }
        if pulls {
            client.wait(|m| m["method"] == "workspace/diagnostic/refresh");
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_check_of_everything_does_not_wait_for_a_disk_that_hangs() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), json!({}));
    client.published_rules(&folder.flow, &["unknown-step"]);
    client.request("windmill-ls/test/hold", Value::Null);
    let id = client.ask(
        "workspace/executeCommand",
        json!({"command": "windmill-ls.checkAll"}),
    );
    assert_eq!(client.answer(id)["error"]["code"], -32802);
    client.request("windmill-ls/test/release", Value::Null);
    let counts = client.request(
        "workspace/executeCommand",
        json!({"command": "windmill-ls.checkAll"}),
    );
    assert_eq!(counts["errors"], 1);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_document_that_is_closed_again_is_told_of_again() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), crate::pulls::pulls());
    client.published_rules(&folder.flow, &["unknown-step"]);
    client.did_open(&folder.flow, 1, &flow("frist"));
    client.published_rules(&folder.flow, &[]);
    client.did_close(&folder.flow);
    client.published_rules(&folder.flow, &["unknown-step"]);
}

#[test]
fn commands_that_are_none_are_refused() {
    let folder = Folder::new("first");
    let mut client = Client::start();
    let params = json!({"rootUri": uri(&folder.root()), "capabilities": {}});
    let answer = client.request("initialize", params);
    let commands = &answer["capabilities"]["executeCommandProvider"]["commands"];
    assert_eq!(*commands, json!(["windmill-ls.checkAll"]));
    client.notify("initialized", json!({}));
    for params in [
        json!({"command": "windmill-ls.none"}),
        json!({"command": "windmill-ls.select"}),
        json!({"command": "windmill-ls.select", "arguments": [3]}),
        json!({"command": 3}),
    ] {
        let id = client.ask("workspace/executeCommand", params.clone());
        assert_eq!(client.answer(id)["error"]["code"], -32602, "{params}");
    }
}

#[test]
fn the_page_of_a_rule_is_here() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    for rule in ide::rules::RULES {
        let page = client.request("windmill-ls/rulePage", json!({"rule": rule.name}));
        assert_eq!(page, json!({"markdown": rule.explained()}));
    }
    for params in [
        json!({"rule": "unknown-stp"}),
        json!({"rule": 3}),
        json!({}),
        Value::Null,
    ] {
        let id = client.ask("windmill-ls/rulePage", params.clone());
        assert_eq!(client.answer(id)["error"]["code"], -32602, "{params}");
    }
}
