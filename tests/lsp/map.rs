//! What is told of a whole document: symbols, folds, links, colours; as each client takes it.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::Folder;

const TEXT: &str = "\
# 😀
value:
  modules:
    - id: a
      summary: 😀
      value:
        type: branchall
        branches:
          - modules:
              - id: b
                value:
                  type: rawscript
                  language: python3
                  content: |
                    def main(): pass
schema:
  properties: {x: {type: string}}
";

fn ask(client: &mut Client, folder: &Folder, method: &str) -> Value {
    let params = json!({"textDocument": {"uri": uri(&folder.flow)}});
    client.request(method, params)
}

fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    let place = |(line, column): (u32, u32)| json!({"line": line, "character": column});
    json!({"start": place(from), "end": place(to)})
}

#[test]
fn symbols_in_each_other() {
    let folder = Folder::new("first");
    let kinds: Vec<u32> = (1..=26).collect();
    let capabilities = json!({"textDocument": {"documentSymbol": {
        "hierarchicalDocumentSymbolSupport": true,
        "symbolKind": {"valueSet": kinds},
    }}});
    let mut client = Client::open(&folder.root(), capabilities);
    assert_eq!(client.capabilities()["documentSymbolProvider"], true);
    client.did_open(&folder.flow, 1, TEXT);
    let found = ask(&mut client, &folder, "textDocument/documentSymbol");
    let wanted = json!([
        {
            "name": "a", "detail": "all branches · 😀", "kind": 10,
            "range": range((3, 4), (14, 36)), "selectionRange": range((3, 10), (3, 11)),
            "children": [{
                "name": "branch 1", "kind": 22,
                "range": range((8, 10), (14, 36)), "selectionRange": range((8, 12), (8, 19)),
                "children": [{
                    "name": "b", "detail": "python3", "kind": 12,
                    "range": range((9, 14), (14, 36)), "selectionRange": range((9, 20), (9, 21)),
                    "children": [{
                        "name": "main", "kind": 12,
                        "range": range((14, 20), (14, 36)), "selectionRange": range((14, 24), (14, 28)),
                    }],
                }],
            }],
        },
        {
            "name": "inputs", "kind": 3,
            "range": range((15, 0), (16, 33)), "selectionRange": range((15, 0), (15, 6)),
            "children": [{
                "name": "x", "detail": "string", "kind": 8,
                "range": range((16, 15), (16, 32)), "selectionRange": range((16, 15), (16, 16)),
            }],
        },
    ]);
    assert_eq!(found, wanted);
    client.did_change(&folder.flow, 2, json!([{"text": ""}]));
    let found = ask(&mut client, &folder, "textDocument/documentSymbol");
    assert_eq!(found, json!([]));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn symbols_one_after_the_other() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, TEXT);
    let found = ask(&mut client, &folder, "textDocument/documentSymbol");
    let found = found.as_array().unwrap().iter();
    // The kinds are those that every client knows.
    let found: Vec<Value> = found
        .map(|s| {
            json!([
                s["name"],
                s["kind"],
                s["containerName"],
                s["location"]["range"]["start"]["line"]
            ])
        })
        .collect();
    let wanted = json!([
        ["a", 10, null, 3],
        ["branch 1", 14, "a", 8],
        ["b", 12, "branch 1", 9],
        ["main", 12, "b", 14],
        ["inputs", 3, null, 15],
        ["x", 8, "inputs", 16],
    ]);
    assert_eq!(json!(found), wanted);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn folds_as_the_client_takes_them() {
    let folder = Folder::new("first");
    let method = "textDocument/foldingRange";
    let mut client = Client::open(&folder.root(), json!({}));
    assert_eq!(client.capabilities()["foldingRangeProvider"], true);
    client.did_open(&folder.flow, 1, TEXT);
    let found = ask(&mut client, &folder, method);
    let step = json!({"startLine": 3, "endLine": 14, "endCharacter": 36});
    assert_eq!(found[2], step, "{found}");
    assert_eq!(found.as_array().unwrap().len(), 10, "{found}");

    let with = |folding: Value| json!({"textDocument": {"foldingRange": folding}});
    let texts = with(json!({"foldingRange": {"collapsedText": true}}));
    let mut client = Client::open(&folder.root(), texts);
    client.did_open(&folder.flow, 1, TEXT);
    let found = ask(&mut client, &folder, method);
    let step = json!({
        "startLine": 3, "startCharacter": 4, "endLine": 14, "endCharacter": 36,
        "collapsedText": "- id: a  😀",
    });
    assert_eq!(found[2], step, "{found}");

    let lines = with(json!({
        "lineFoldingOnly": true, "rangeLimit": 3, "foldingRange": {"collapsedText": true},
    }));
    let mut client = Client::open(&folder.root(), lines);
    client.did_open(&folder.flow, 1, TEXT);
    let found = ask(&mut client, &folder, method);
    let wanted = json!([
        {"startLine": 1, "endLine": 14},
        {"startLine": 2, "endLine": 14},
        {"startLine": 15, "endLine": 16},
    ]);
    assert_eq!(found, wanted);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_selection_for_each_place() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    assert_eq!(client.capabilities()["selectionRangeProvider"], true);
    client.did_open(&folder.flow, 1, TEXT);
    let params = json!({
        "textDocument": {"uri": uri(&folder.flow)},
        "positions": [{"line": 14, "character": 25}, {"line": 9999, "character": 9999}],
    });
    let found = client.request("textDocument/selectionRange", params);
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["range"], range((14, 24), (14, 28)));
    assert_eq!(found[0]["parent"]["range"], range((14, 20), (14, 36)));
    let whole = range((0, 0), (17, 0));
    assert_eq!(found[1]["range"], whole, "{found:?}");
    let mut outer = &found[0];
    while !outer["parent"].is_null() {
        outer = &outer["parent"];
    }
    assert_eq!(outer["range"], whole);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn links_to_files_and_to_the_hub() {
    let folder = Folder::new("first");
    let shows = json!({"textDocument": {"documentLink": {"tooltipSupport": true}}});
    let mut client = Client::open(&folder.root(), shows);
    let found = ask(&mut client, &folder, "textDocument/documentLink");
    assert_eq!(found[0]["tooltip"], "f/a/run.py");
    client.did_open(
        &folder.flow,
        1,
        &crate::flow("first").replace("f/a/run", "hub/1/a/b"),
    );
    let found = ask(&mut client, &folder, "textDocument/documentLink");
    assert_eq!(found[0]["tooltip"], "Script of Windmill's hub");
    let mut client = Client::open(&folder.root(), json!({}));
    assert!(client.capabilities()["documentLinkProvider"].is_object());
    let found = ask(&mut client, &folder, "textDocument/documentLink");
    let script = json!([{"range": range((9, 14), (9, 21)), "target": uri(&folder.script)}]);
    assert_eq!(found, script);
    let text = crate::flow("first").replace("f/a/run", "hub/28/slack/send");
    client.did_open(&folder.flow, 1, &text);
    let found = ask(&mut client, &folder, "textDocument/documentLink");
    let target = "https://hub.windmill.dev/from_version/28/slack/send";
    assert_eq!(
        found,
        json!([{"range": range((9, 14), (9, 31)), "target": target}])
    );
    let text = crate::flow("first").replace("f/a/run", "f/a/none");
    client.did_change(&folder.flow, 2, json!([{"text": text}]));
    assert_eq!(
        ask(&mut client, &folder, "textDocument/documentLink"),
        json!([])
    );
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn symbols_of_the_workspace() {
    let folder = Folder::new("first");
    folder.write(&folder.root().join("f/a/db.resource.yaml"), "value: 1\n");
    let kinds =
        |kinds: Vec<u32>| json!({"workspace": {"symbol": {"symbolKind": {"valueSet": kinds}}}});
    let found = |client: &mut Client, query: &str| -> Vec<Value> {
        let symbols = client.request("workspace/symbol", json!({"query": query}));
        let symbols = symbols.as_array().unwrap().clone().into_iter();
        let symbol = |s: Value| json!([s["name"], s["kind"], s["containerName"], s["location"]]);
        symbols.map(symbol).collect()
    };
    let mut client = Client::open(&folder.root(), kinds((1..=26).collect()));
    assert_eq!(client.capabilities()["workspaceSymbolProvider"], true);
    let place = |path: &std::path::Path, range: Value| json!({"uri": uri(path), "range": range});
    let resource = folder.root().join("f/a/db.resource.yaml");
    assert_eq!(
        found(&mut client, "f/a/db"),
        [json!([
            "f/a/db",
            19,
            null,
            place(&resource, range((0, 0), (0, 0)))
        ])]
    );
    assert_eq!(
        found(&mut client, "f/a/run"),
        [json!([
            "f/a/run",
            1,
            null,
            place(&folder.script, range((0, 4), (0, 8)))
        ])]
    );
    // What is open counts, not what is on the disk.
    client.did_open(&folder.flow, 1, &format!("# 😀\n{}", crate::flow("first")));
    assert_eq!(
        found(&mut client, "FRST"),
        [json!([
            "first",
            12,
            "f/a/b",
            place(&folder.flow, range((4, 10), (4, 15)))
        ])]
    );
    let mut client = Client::open(&folder.root(), json!({}));
    assert_eq!(found(&mut client, "f/a/db")[0][1], 14);
    assert_eq!(client.shut_down(), Some(0));
}

/// A client that colours what it is told to.
fn colours() -> Value {
    json!({"textDocument": {"semanticTokens": {
        "requests": {"range": true, "full": {"delta": true}},
        "tokenTypes": ["function", "parameter", "keyword"],
        "tokenModifiers": ["declaration"],
        "formats": ["relative"],
        "overlappingTokenSupport": false,
        "multilineTokenSupport": false,
    }}})
}

#[test]
fn a_step_that_is_not_there_is_told_by_a_modifier() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), colours());
    let legend = client.capabilities()["semanticTokensProvider"]["legend"].clone();
    assert_eq!(
        legend["tokenModifiers"],
        json!(["declaration", "unresolved"])
    );
    let text = "value:\n  modules:\n    - id: a\n      value: {type: identity}\n      skip_if:\n        expr: results.b\n";
    client.did_open(&folder.flow, 1, text);
    let full = ask(&mut client, &folder, "textDocument/semanticTokens/full");
    let data: Vec<u64> = serde_json::from_value(full["data"].clone()).unwrap();
    let last = data.chunks(5).next_back().unwrap();
    assert_eq!(last[3..], [0, 0b10], "{full}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn colours_of_a_flow() {
    let folder = Folder::new("first");
    let client = Client::open(&folder.root(), json!({}));
    assert!(
        client
            .capabilities()
            .get("semanticTokensProvider")
            .is_none()
    );
    client.shut_down();

    let mut client = Client::open(&folder.root(), colours());
    let provider = client.capabilities()["semanticTokensProvider"].clone();
    assert_eq!(provider["full"], json!({"delta": true}));
    assert_eq!(provider["range"], true);
    let legend = &provider["legend"]["tokenTypes"];
    let number = |name: &str| {
        let names = legend.as_array().unwrap();
        names.iter().position(|n| n == name).unwrap()
    };
    let [function, parameter, keyword] = ["function", "parameter", "keyword"].map(number);
    client.did_open(&folder.flow, 1, TEXT);
    let full = ask(&mut client, &folder, "textDocument/semanticTokens/full");
    let wanted = [
        [3, 10, 1, function, 1],
        [6, 20, 1, function, 1],
        [5, 20, 3, keyword, 0],
        [0, 4, 4, function, 1],
        [0, 8, 4, keyword, 0],
        [2, 15, 1, parameter, 1],
    ];
    let numbers = |tokens: &[[usize; 5]]| json!(tokens.concat());
    assert_eq!(full["data"], numbers(&wanted), "{full}");

    // Only what is another since then.
    let id = full["resultId"].as_str().unwrap().to_owned();
    let delta = |client: &mut Client, id: &str| {
        let params = json!({"textDocument": {"uri": uri(&folder.flow)}, "previousResultId": id});
        client.request("textDocument/semanticTokens/full/delta", params)
    };
    client.did_change(
        &folder.flow,
        2,
        json!([{"text": TEXT.replace("main()", "main(a)")}]),
    );
    let changed = delta(&mut client, &id);
    let added = numbers(&[[0, 5, 1, parameter, 1], [0, 4, 4, keyword, 0]]);
    let edit = json!([{"start": 20, "deleteCount": 5, "data": added}]);
    assert_eq!(changed["edits"], edit, "{changed}");
    let id = changed["resultId"].as_str().unwrap().to_owned();
    assert_eq!(delta(&mut client, &id)["edits"], json!([]));
    // An answer that is not known any more: all of it.
    let again = delta(&mut client, "nothing");
    assert_eq!(again["data"].as_array().unwrap().len(), 5 * 7, "{again}");

    let params = json!({
        "textDocument": {"uri": uri(&folder.flow)},
        "range": range((15, 0), (16, 99)),
    });
    let part = client.request("textDocument/semanticTokens/range", params);
    assert_eq!(part, json!({"data": [16, 15, 1, parameter, 1]}));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn lenses_say_who_uses_a_script() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    assert!(client.capabilities().get("codeLensProvider").is_none());
    let shown = |client: &mut Client| -> Value {
        let params = json!({"textDocument": {"uri": uri(&folder.script)}});
        let lenses = client.request("textDocument/codeLens", params);
        let lens = lenses[0].clone();
        assert!(lens.get("command").is_none(), "{lens}");
        assert_eq!(lens["range"], range((0, 4), (0, 8)));
        client.request("codeLens/resolve", lens)["command"]["title"].take()
    };
    // Nothing is sent by itself to who does not take it.
    let is_refresh = |m: &Value| m["method"] == "workspace/codeLens/refresh";
    client.did_open(&folder.flow, 1, &crate::flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    assert!(!client.has_come(is_refresh));
    client.shut_down();

    let capabilities = json!({
        "textDocument": {"codeLens": {}},
        "workspace": {"codeLens": {"refreshSupport": true}},
    });
    let mut client = Client::open(&folder.root(), capabilities);
    let provider = &client.capabilities()["codeLensProvider"];
    assert_eq!(provider["resolveProvider"], true);
    assert_eq!(shown(&mut client), "1 flow");
    // A flow that names it no longer: the client is told to ask again.
    client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
    client.did_open(&folder.flow, 1, &crate::flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    client.forget();
    let text = crate::flow("first").replace("f/a/run", "f/a/none");
    client.did_change(&folder.flow, 2, json!([{"text": text}]));
    client.wait(is_refresh);
    assert_eq!(
        shown(&mut client),
        "used by no flow, script, schedule, trigger or app"
    );
    // A lens that nobody knows stays as it is.
    let odd = json!({"range": range((0, 0), (0, 0)), "data": {"uri": 5}});
    assert_eq!(client.request("codeLens/resolve", odd.clone()), odd);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_lens_shows_its_places_to_who_can() {
    let folder = Folder::new("first");
    let capabilities = json!({
        "textDocument": {"codeLens": {}},
        "experimental": {"windmillShowReferences": true},
    });
    let mut client = Client::open(&folder.root(), capabilities);
    client.did_open(&folder.flow, 1, &crate::flow("first"));
    let params = json!({"textDocument": {"uri": uri(&folder.script)}});
    let lens = client.request("textDocument/codeLens", params)[0].clone();
    let place = json!({"uri": uri(&folder.flow), "range": range((9, 14), (9, 21))});
    let command = json!({
        "title": "1 flow",
        "command": "windmill-ls.showReferences",
        "arguments": [uri(&folder.script), {"line": 0, "character": 4}, [place]],
    });
    assert_eq!(client.request("codeLens/resolve", lens)["command"], command);
    // Others get the words alone.
    client.shut_down();
    let capabilities = json!({"textDocument": {"codeLens": {}}});
    let mut client = Client::open(&folder.root(), capabilities);
    let params = json!({"textDocument": {"uri": uri(&folder.script)}});
    let lens = client.request("textDocument/codeLens", params)[0].clone();
    let command = json!({"title": "1 flow", "command": ""});
    assert_eq!(client.request("codeLens/resolve", lens)["command"], command);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_id_is_typed_in_all_places_at_once() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    assert_eq!(client.capabilities()["linkedEditingRangeProvider"], true);
    client.did_open(&folder.flow, 1, &crate::flow("first"));
    let text = crate::flow("first");
    let places: Vec<Value> = text
        .lines()
        .enumerate()
        .filter_map(|(line, l)| Some((line, l.find("first")?)))
        .map(|(line, at)| (line as u32, at as u32))
        .map(|(line, at)| range((line, at), (line, at + 5)))
        .collect();
    assert_eq!(places.len(), 2, "{text}");
    let at = places[0]["start"].clone();
    let params = json!({"textDocument": {"uri": uri(&folder.flow)}, "position": at});
    let linked = client.request("textDocument/linkedEditingRange", params);
    assert_eq!(linked["ranges"], json!(places));
    let params = json!({"textDocument": {"uri": uri(&folder.flow)}, "position": {"line": 0, "character": 0}});
    let none = client.request("textDocument/linkedEditingRange", params);
    assert!(none.is_null(), "{none}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn who_runs_what() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    assert_eq!(client.capabilities()["callHierarchyProvider"], true);
    client.did_open(&folder.flow, 1, &format!("# 😀\n{}", crate::flow("first")));
    let step = client.at("prepareCallHierarchy", &folder.flow, 8, 14)[0].clone();
    assert_eq!(
        (&step["name"], &step["detail"]),
        (&json!("last"), &json!("f/a/b"))
    );
    assert_eq!(step["selectionRange"], range((7, 10), (7, 14)));
    let runs = client.request("callHierarchy/outgoingCalls", json!({"item": step}));
    assert_eq!(runs.as_array().unwrap().len(), 1, "{runs}");
    assert_eq!(runs[0]["fromRanges"], json!([range((10, 14), (10, 21))]));
    let script = runs[0]["to"].clone();
    assert_eq!(script["uri"], uri(&folder.script));
    assert_eq!(script["selectionRange"], range((0, 4), (0, 8)));
    let by = client.request("callHierarchy/incomingCalls", json!({"item": script}));
    assert_eq!(
        by,
        json!([{"from": step, "fromRanges": [range((10, 14), (10, 21))]}])
    );
    let by = client.request("callHierarchy/incomingCalls", json!({"item": step}));
    assert_eq!(by[0]["from"]["name"], "f/a/b");
    // The step is gone.
    client.did_change(&folder.flow, 2, json!([{"text": ""}]));
    let by = client.request("callHierarchy/incomingCalls", json!({"item": step}));
    assert!(by.is_null(), "{by}");
    assert_eq!(client.shut_down(), Some(0));
}
