//! Findings for who asks: ids, related documents, and the question for the whole workspace, which waits until
//! there is something to say.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::disk::tell;
use crate::{Folder, flow};

/// A client that asks for findings itself, and that can be told to ask again.
pub(crate) fn pulls() -> Value {
    json!({
        "textDocument": {"diagnostic": {"relatedDocumentSupport": true}},
        "workspace": {
            "diagnostics": {"refreshSupport": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
    })
}

/// What is found in a document.
pub(crate) fn pull(client: &mut Client, path: &Path, previous: Option<&Value>) -> Value {
    let mut params = json!({"textDocument": {"uri": uri(path)}});
    if let Some(previous) = previous {
        params["previousResultId"] = previous.clone();
    }
    client.request("textDocument/diagnostic", params)
}

/// Asks for all findings with what is known: addresses and ids.
fn ask(client: &mut Client, known: &[(String, String)]) -> i64 {
    let known = known.iter();
    let known: Vec<Value> = known
        .map(|(u, id)| json!({"uri": u, "value": id}))
        .collect();
    client.ask("workspace/diagnostic", json!({"previousResultIds": known}))
}

/// The items of an answer: address, kind, rules.
fn items(answer: &Value) -> Vec<(String, String, Vec<String>)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let items = answer["result"]["items"].as_array().expect("a list").iter();
    let items = items.map(|item| {
        let found = item["items"].as_array().into_iter().flatten();
        (
            text(&item["uri"]),
            text(&item["kind"]),
            found.map(|d| text(&d["code"])).collect(),
        )
    });
    items.collect()
}

/// What a client knows after an answer.
fn note(known: &mut Vec<(String, String)>, answer: &Value) {
    for item in answer["result"]["items"].as_array().expect("a list") {
        let uri = item["uri"].as_str().expect("an address").to_owned();
        known.retain(|(u, _)| *u != uri);
        let id = item["resultId"].as_str().expect("every report has an id");
        known.push((uri, id.to_owned()));
    }
}

fn item(path: &Path, kind: &str, rules: &[&str]) -> (String, String, Vec<String>) {
    let rules = rules.iter().map(|r| (*r).to_owned());
    (uri(path), kind.to_owned(), rules.collect())
}

#[test]
fn a_document_has_the_same_id_for_the_same_findings() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({"textDocument": {"diagnostic": {}}}));
    client.did_open(&folder.flow, 1, &flow("frist"));
    let first = pull(&mut client, &folder.flow, None);
    assert_eq!(
        (&first["kind"], &first["items"][0]["code"]),
        (&json!("full"), &json!("unknown-step"))
    );
    let id = &first["resultId"];
    let again = pull(&mut client, &folder.flow, Some(id));
    assert_eq!(again, json!({"kind": "unchanged", "resultId": id}));
    // An id that is not known, of this server or another, is no reason to say nothing.
    let other = pull(&mut client, &folder.flow, Some(&json!("x")));
    assert_eq!(other, first);
    client.did_change(&folder.flow, 2, json!([{"text": flow("first")}]));
    let fixed = pull(&mut client, &folder.flow, Some(id));
    assert_eq!(
        (&fixed["kind"], &fixed["items"]),
        (&json!("full"), &json!([]))
    );
    assert_ne!(fixed["resultId"], *id);
    client.did_change(&folder.flow, 3, json!([{"text": flow("frist")}]));
    assert_eq!(
        pull(&mut client, &folder.flow, Some(&fixed["resultId"])),
        first
    );
    // In another session as well.
    let mut client = Client::open(&folder.root(), json!({"textDocument": {"diagnostic": {}}}));
    client.did_open(&folder.flow, 1, &flow("frist"));
    assert_eq!(
        pull(&mut client, &folder.flow, Some(id))["kind"],
        "unchanged"
    );
    // Of what is no document there is nothing to say.
    let none = pull(&mut client, &folder.root().join("none.py"), None);
    assert_eq!(none, json!({"kind": "full", "items": []}));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn open_documents_come_with_those_they_concern() {
    for takes in [true, false] {
        let folder = Folder::new("first");
        let mut capabilities = pulls();
        capabilities["textDocument"]["diagnostic"]["relatedDocumentSupport"] = json!(takes);
        let mut client = Client::open(&folder.root(), capabilities);
        let other = folder.root().join("f/a/other.py");
        client.did_open(&folder.flow, 1, &flow("first"));
        client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
        client.did_open(&other, 1, "def main():\n    return 1\n");
        pull(&mut client, &folder.flow, None);
        let text = "def main(x: int, y: str):\n    return x\n";
        client.did_change(&folder.script, 2, json!([{"text": text}]));
        let report = pull(&mut client, &folder.script, None);
        if !takes {
            assert!(report.get("relatedDocuments").is_none(), "{report}");
            continue;
        }
        // The script's flow, and nothing else.
        let related = report["relatedDocuments"]
            .as_object()
            .expect("there are some");
        assert_eq!(related.keys().collect::<Vec<_>>(), [&uri(&folder.flow)]);
        let told = &related[&uri(&folder.flow)];
        assert_eq!(
            (&told["kind"], &told["items"][0]["code"]),
            (&json!("full"), &json!("missing-input"))
        );
        // What was told with another document is known.
        let report = pull(&mut client, &folder.script, Some(&report["resultId"]));
        assert_eq!(report["kind"], "unchanged");
        let again = &report["relatedDocuments"][uri(&folder.flow)];
        assert_eq!(
            *again,
            json!({"kind": "unchanged", "resultId": told["resultId"]})
        );
        let own = pull(&mut client, &folder.flow, Some(&told["resultId"]));
        assert_eq!(own["kind"], "unchanged");
        // The other way round as well.
        assert_eq!(
            own["relatedDocuments"][uri(&folder.script)]["kind"],
            "unchanged"
        );
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn all_findings_are_told_to_who_asks_and_then_what_changes() {
    let folder = Folder::new("frist");
    let more = folder.root().join("f/a/c.flow/flow.yaml");
    folder.write(&more, &flow("nobody"));
    let mut client = Client::start();
    let params = json!({"rootUri": uri(&folder.root()), "capabilities": pulls()});
    let offered = client.request("initialize", params);
    let offered = &offered["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"];
    assert_eq!(*offered, true);
    client.notify("initialized", json!({}));
    client.published_rules(&folder.flow, &["unknown-step"]);
    let id = ask(&mut client, &[]);
    let first = client.answer(id);
    let both = [
        item(&folder.flow, "full", &["unknown-step"]),
        item(&more, "full", &["unknown-step"]),
    ];
    assert_eq!(items(&first), both);
    // From then on they are not told of a second time; what was told is taken back.
    client.published_rules(&folder.flow, &[]);
    let mut known = Vec::new();
    note(&mut known, &first);
    // The next question waits, and nothing waits for it.
    let id = ask(&mut client, &known);
    client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
    pull(&mut client, &folder.script, None);
    assert!(!client.has_come(|m| m["id"] == id && m.get("method").is_none()));
    folder.write(&more, &flow("first"));
    tell(&mut client, [(&*more, 2)]);
    let second = client.answer(id);
    let news = [
        item(&folder.flow, "unchanged", &[]),
        item(&more, "full", &[]),
    ];
    assert_eq!(items(&second), news);
    note(&mut known, &second);
    // What changes between two questions is not lost: also what is gone, and a script that concerns flows.
    fs::remove_file(&folder.flow).unwrap();
    folder.write(&folder.script, "def main(x: int, y: str):\n    return x\n");
    tell(&mut client, [(&*folder.flow, 3), (&*folder.script, 2)]);
    client.did_close(&folder.script);
    let mut found = Vec::new();
    while !found.contains(&item(&more, "full", &["missing-input"])) {
        let id = ask(&mut client, &known);
        let answer = client.answer(id);
        note(&mut known, &answer);
        found.extend(items(&answer));
    }
    assert!(
        found.contains(&item(&folder.flow, "full", &[])),
        "{found:?}"
    );
    // A newer question ends an older one; the end ends them all.
    let old = ask(&mut client, &known);
    let new = ask(&mut client, &known);
    assert_eq!(client.answer(old)["result"], json!({"items": []}));
    client.notify("$/cancelRequest", json!({"id": new}));
    assert_eq!(client.answer(new)["error"]["code"], -32800);
    let last = ask(&mut client, &known);
    assert_eq!(
        client.heard(|m| m["method"] == "textDocument/publishDiagnostics"
            && m["params"]["diagnostics"] != json!([])),
        1
    );
    client.request("shutdown", Value::Null);
    assert_eq!(client.answer(last)["result"], json!({"items": []}));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit(), Some(0));
}

#[test]
fn open_documents_are_among_all_with_their_version() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), pulls());
    client.did_open(&folder.flow, 7, &flow("frist"));
    let id = ask(&mut client, &[]);
    let answer = client.answer(id);
    assert_eq!(
        items(&answer),
        [item(&folder.flow, "full", &["unknown-step"])]
    );
    assert_eq!(answer["result"]["items"][0]["version"], 7);
    let mut known = Vec::new();
    note(&mut known, &answer);
    // One that is opened and has none is no news.
    client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
    pull(&mut client, &folder.script, None);
    let id = ask(&mut client, &known);
    client.did_change(&folder.flow, 8, json!([{"text": flow("first")}]));
    let answer = client.answer(id);
    assert_eq!(items(&answer), [item(&folder.flow, "full", &[])]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn where_nothing_is_found_the_answer_says_so_once() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), pulls());
    let id = ask(&mut client, &[]);
    let answer = client.answer(id);
    // One file stands for all, so that there is an id to wait with.
    assert_eq!(items(&answer).len(), 1);
    assert_eq!(items(&answer)[0].2, [""; 0]);
    let mut known = Vec::new();
    note(&mut known, &answer);
    let id = ask(&mut client, &known);
    pull(&mut client, &folder.flow, None);
    assert!(!client.has_come(|m| m["id"] == id && m.get("method").is_none()));
    // Who knows nothing yet is answered again.
    let again = ask(&mut client, &[]);
    assert_eq!(items(&client.answer(again)).len(), 1);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_empty_folder_has_an_answer() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut client = Client::open(folder.path(), pulls());
    let id = ask(&mut client, &[]);
    assert_eq!(client.answer(id)["result"], json!({"items": []}));
    ask(&mut client, &[]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn many_files_come_in_parts() {
    let folder = Folder::new("first");
    for i in 0..250 {
        let path = folder.root().join(format!("f/a/many_{i}.flow/flow.yaml"));
        folder.write(&path, &flow("frist"));
    }
    let mut client = Client::open(&folder.root(), pulls());
    let params = json!({"previousResultIds": [], "partialResultToken": "part"});
    let id = client.ask("workspace/diagnostic", params);
    // All parts come before the answer, which has nothing but their end.
    assert_eq!(client.answer(id)["result"], json!({"items": []}));
    let is_part = |m: &Value| m["method"] == "$/progress" && m["params"]["token"] == "part";
    let mut all = 0;
    for size in [100, 100, 50] {
        assert!(client.has_come(is_part));
        let part = client.wait(is_part);
        let items = part["params"]["value"]["items"].as_array().unwrap().len();
        assert_eq!(items, size);
        all += items;
    }
    assert_eq!(all, 250);
    assert!(!client.has_come(is_part));
}

#[test]
fn who_does_not_ask_again_is_told_to() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), pulls());
    let id = ask(&mut client, &[]);
    client.answer(id);
    folder.write(&folder.flow, &flow("frist"));
    tell(&mut client, [(&*folder.flow, 2)]);
    client.wait(|m| m["method"] == "workspace/diagnostic/refresh");
    let id = ask(&mut client, &[]);
    let answer = client.answer(id);
    assert_eq!(
        items(&answer),
        [item(&folder.flow, "full", &["unknown-step"])]
    );
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn who_cannot_be_told_to_ask_again_is_not_offered_all_findings() {
    let folder = Folder::new("frist");
    // Neovim 0.12 can be told, but then leaves its open documents as they are.
    for (name, capabilities) in [
        ("any", json!({})),
        ("any", json!({"textDocument": {"diagnostic": {}}})),
        ("Neovim", pulls()),
    ] {
        let mut client = Client::start();
        let params = json!({
            "rootUri": uri(&folder.root()),
            "clientInfo": {"name": name},
            "capabilities": capabilities,
        });
        let offered = client.request("initialize", params);
        let offered = &offered["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"];
        assert_ne!(*offered, true);
        client.notify("initialized", json!({}));
        // Who asks all the same is answered.
        let id = ask(&mut client, &[]);
        assert_eq!(
            items(&client.answer(id)),
            [item(&folder.flow, "full", &["unknown-step"])]
        );
        assert_eq!(client.shut_down(), Some(0));
    }
}
