//! Every request has one answer, whatever it asks for, however many there are.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::wire::{is_in_order, refusal};
use crate::{EXPRESSION, Folder, flow};

#[test]
fn requests_that_nobody_knows_are_answered() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    for method in [
        "x",
        "$/x",
        "$/cancelRequest/x",
        "",
        "exit/",
        "textDocument/x",
        "\u{0}",
        &"a".repeat(100_000),
    ] {
        let id = client.ask(method, json!({"a": 1}));
        assert_eq!(client.answer(id)["error"]["code"], -32601, "{method:?}");
        client.notify(method, json!({"a": 1}));
    }
    // Notifications that come with an id are no notifications.
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "$/cancelRequest",
        "initialized",
    ] {
        let id = client.ask(method, json!({}));
        let code = client.answer(id)["error"]["code"].as_i64();
        assert!(matches!(code, Some(-32600 | -32602)), "{method}: {code:?}");
    }
    is_in_order(&mut client, &folder, "unknown methods");
    assert_eq!(client.heard(|m| m.get("error").is_some()), 0);
}

#[test]
fn every_request_has_one_answer_whatever_its_parameters() {
    let methods = [
        "completion",
        "hover",
        "definition",
        "references",
        "documentHighlight",
        "prepareRename",
        "rename",
        "documentSymbol",
        "foldingRange",
        "selectionRange",
        "documentLink",
        "codeLens",
        "prepareCallHierarchy",
        "semanticTokens/full",
        "semanticTokens/full/delta",
        "semanticTokens/range",
        "signatureHelp",
        "inlayHint",
        "diagnostic",
        "codeAction",
        "didOpen",
        "didChange",
        "didClose",
        "didSave",
        "x",
    ];
    let others = [
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "$/setTrace",
        "$/progress",
        "window/workDoneProgress/cancel",
        "workspace/diagnostic",
        "workspace/symbol",
        "workspace/executeCommand",
        "completionItem/resolve",
        "codeLens/resolve",
        "callHierarchy/incomingCalls",
        "callHierarchy/outgoingCalls",
        "windmill-ls/rulePage",
    ];
    let place = json!({"line": u32::MAX, "character": u32::MAX});
    let shapes = [
        Value::Null,
        json!(5),
        json!("x"),
        json!([]),
        json!({}),
        json!([1, [2]]),
        json!({"textDocument": null}),
        json!({"textDocument": {"uri": 5}, "position": {}}),
        json!({"textDocument": {"uri": ""}, "position": {"line": -1, "character": -1}}),
        json!({"textDocument": {"uri": "file:///x", "version": 1.5}, "contentChanges": [{}]}),
        json!({"textDocument": {"uri": "file:///x"}, "position": {"line": 1u64 << 32, "character": 0}}),
        json!({"textDocument": {"uri": "file:///x"}, "position": place, "range": {"start": place, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}),
        json!({"changes": [{"uri": "nonsense", "type": 99}]}),
        json!({"event": {"added": [null], "removed": 3}}),
        json!({"settings": {"windmill-ls": 7}}),
        json!({"id": {"a": 1}}),
    ];
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let methods = methods.iter().map(|m| format!("textDocument/{m}"));
    for method in methods.chain(others.map(str::to_owned)) {
        for shape in &shapes {
            client.notify(&method, shape.clone());
            let id = client.ask(&method, shape.clone());
            client.answer(id);
        }
    }
    is_in_order(&mut client, &folder, "odd shapes");
    assert_eq!(
        client.heard(|m| m.get("id").is_some() && m.get("method").is_none()),
        0
    );
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn ids_come_back_as_they_were() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let long = "x".repeat(100_000);
    for id in [
        json!("a"),
        json!(""),
        json!("💰"),
        json!(long),
        json!(-1),
        json!(0),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1u64 << 53),
    ] {
        let params = json!({"textDocument": {"uri": uri(&folder.flow)}, "position": {"line": 3, "character": 4}});
        client.send(
            &json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": params}),
        );
        let answer = client.wait(|m| m.get("method").is_none() && m["id"] == id);
        assert!(answer.get("result").is_some(), "{id}: {answer}");
    }
    // One id for many: each has an answer, if only to say that the id is taken.
    for _ in 0..50 {
        client.send(&json!({"jsonrpc": "2.0", "id": "twin", "method": "windmill-ls/test/slow"}));
    }
    client.request("windmill-ls/test/release", Value::Null);
    for _ in 0..50 {
        client.wait(|m| m["id"] == "twin");
    }
    // A server that stopped would answer nothing to this either.
    client.send(&json!({"jsonrpc": "2.0", "id": null, "method": "windmill-ls/none"}));
    assert_eq!(refusal(&mut client), -32601);
    is_in_order(&mut client, &folder, "odd ids");
}

#[test]
fn a_storm_of_cancelled_requests_is_answered_one_by_one() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let asked: Vec<i64> = (0..1000)
        .map(|n| {
            let method = ["completion", "hover", "diagnostic", "codeAction", "definition"][n % 5];
            let id = client.ask(&format!("textDocument/{method}"), json!({
                "textDocument": {"uri": uri(&folder.flow)}, "position": {"line": 12, "character": 20},
                "range": range, "context": {"diagnostics": [], "triggerKind": 1},
            }));
            for _ in 0..n % 3 {
                client.notify("$/cancelRequest", json!({"id": id}));
            }
            client.notify("$/cancelRequest", json!({"id": "nobody"}));
            id
        })
        .collect();
    for id in asked {
        let answer = client.answer(id);
        let code = answer["error"]["code"].as_i64().unwrap_or(0);
        assert!(matches!(code, 0 | -32800), "{answer}");
    }
    is_in_order(&mut client, &folder, "a storm");
    assert_eq!(
        client.heard(|m| m.get("id").is_some() && m.get("method").is_none()),
        0
    );
}

#[test]
fn requests_after_an_edit_see_it_though_thousands_wait() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("first"));
    let document = json!({"textDocument": {"uri": uri(&folder.flow)}});
    let asked: Vec<i64> = (0..3000)
        .map(|_| client.ask("textDocument/diagnostic", document.clone()))
        .collect();
    client.did_change(&folder.flow, 2, json!([{"text": flow("frist")}]));
    let last = client.ask("textDocument/diagnostic", document);
    assert_eq!(
        client.answer(last)["result"]["items"][0]["code"],
        "unknown-step"
    );
    for id in asked {
        assert!(client.answer(id).get("result").is_some());
    }
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string(format!("/proc/{}/status", client.id())).unwrap();
        let threads = status
            .lines()
            .find_map(|l| l.strip_prefix("Threads:"))
            .unwrap();
        let most = 80 + 2 * std::thread::available_parallelism().unwrap().get();
        assert!(
            threads.trim().parse::<usize>().unwrap() <= most,
            "{threads} of {most} threads"
        );
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn settings_that_make_no_sense_keep_nothing_from_working() {
    let nonsense = [
        Value::Null,
        json!(5),
        json!("x"),
        json!([]),
        json!(true),
        json!({"rules": 5}),
        json!({"windmill-ls": null}),
        json!({"windmill-ls": []}),
        json!({"windmill-ls": {"rules": {"x": {}}}}),
        json!({"rules": {"unknown-step": []}}),
        json!({"files": {"exclude": ["[", "{a", "**".repeat(500)]}}),
        json!({"sdk": {"paths": ["/", "..", "\u{0}", "a".repeat(10_000), "//host/share"]}}),
        json!({"per-path": [{"paths": ["["], "rules": {}}]}),
        json!({"hints": {"shapes": "yes"}}),
        json!({"openflow": {"languages": vec!["x".repeat(10_000); 100]}}),
        json!({"\u{fffd}": {"\u{1b}[2J": 1}}),
    ];
    let folder = Folder::new("frist");
    let off = json!({"settings": {"windmill-ls": {"rules": {"unknown-step": "off"}}}});
    let mut later = Client::open(&folder.root(), json!({}));
    for settings in nonsense {
        let mut client = Client::start();
        let params = json!({"processId": null, "rootUri": uri(&folder.root()), "capabilities": {}, "initializationOptions": settings});
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client.published_rules(&folder.flow, &["unknown-step"]);
        for client in [&mut client, &mut later] {
            client.notify(
                "workspace/didChangeConfiguration",
                json!({"settings": settings}),
            );
            client.notify("workspace/didChangeConfiguration", off.clone());
            let document = json!({"textDocument": {"uri": uri(&folder.flow)}});
            let found = client.request("textDocument/diagnostic", document);
            assert_eq!(found["items"], json!([]), "after {settings}");
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn any_answer_to_the_request_for_watched_files_is_fine() {
    let answers = [
        None,
        Some(json!({"error": {"code": -32601, "message": "no"}})),
        Some(json!({"error": "no"})),
        Some(json!({"result": [{"a": 5}, "x"]})),
        Some(json!({})),
        Some(json!({"result": null, "error": null})),
    ];
    let watches = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    for answer in answers {
        let folder = Folder::new("frist");
        let mut client = Client::start();
        client.ignore_requests();
        client.initialize(&folder.root(), watches.clone());
        let asked = client.wait(|m| m["method"] == "client/registerCapability");
        client.published_rules(&folder.flow, &["unknown-step"]);
        if let Some(mut answer) = answer {
            answer["jsonrpc"] = json!("2.0");
            answer["id"] = asked["id"].clone();
            client.send(&answer);
            // Twice, and to a question that nobody asked.
            client.send(&answer);
            answer["id"] = json!("nobody");
            client.send(&answer);
        }
        let (line, column) = EXPRESSION;
        assert!(!client.at("hover", &folder.flow, line, column).is_null());
        assert_eq!(client.shut_down(), Some(0));
    }
}
