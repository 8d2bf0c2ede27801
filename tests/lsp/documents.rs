//! Documents being edited: order, columns, what is told of them.

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::{EXPRESSION, Folder, change, flow};

#[test]
fn edits_apply_in_order() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 0, &flow("first"));
    let (line, column) = EXPRESSION;
    // Type a long expression one character at a time, in bursts: any disorder scrambles it.
    let typed: String = (0..1_000)
        .map(|i| if i % 7 == 6 { '+' } else { 'a' })
        .collect();
    for (i, c) in typed.chars().enumerate() {
        let at = column + i as u32;
        client.did_change(
            &folder.flow,
            i as i32 + 1,
            json!([change(line, at, at, &c.to_string())]),
        );
    }
    let end = column + typed.len() as u32;
    let last = json!([
        change(line, column, end, ""),
        change(line, column + 8, column + 13, "frist")
    ]);
    client.did_change(&folder.flow, 2_000, last);
    let found = client.published(&folder.flow, |p| p["version"] == 2_000);
    assert_eq!(found["diagnostics"][0]["code"], "unknown-step");
    let start = &found["diagnostics"][0]["range"]["start"];
    assert_eq!(*start, json!({"line": line, "character": column}));
}

/// Of a quick burst, Helix 25.01 sends version 200 before 199.
#[test]
fn versions_that_overtake_each_other_are_put_in_order() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 0, &flow(""));
    let (line, column) = EXPRESSION;
    let start = column + "results.".len() as u32;
    for (word, versions) in [("frist", [2, 1, 5, 3, 4]), ("first", [10, 9, 8, 7, 6])] {
        for version in versions {
            let i = (version - 1) as usize % 5;
            let at = start + i as u32;
            let until = if version > 5 { at + 1 } else { at };
            let typed = json!([change(line, at, until, &word[i..=i])]);
            client.did_change(&folder.flow, version, typed);
        }
        let wrong = if word == "frist" {
            &["unknown-step"][..]
        } else {
            &[]
        };
        client.published_rules(&folder.flow, wrong);
    }
}

#[test]
fn findings_are_told_between_edits_that_do_not_pause() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &flow("frist"));
    client.published(&folder.flow, |p| p["version"] == 1);
    // An edit follows the answer to the last one at once, much sooner than edits count as settled.
    // (Between `summary:` and its text.)
    let told = (2..200_000).find(|&version| {
        client.did_change(&folder.flow, version, json!([change(0, 9, 9, " ")]));
        client.request("windmill-ls/test/checked", json!(null));
        client.has_come(|m| m["method"] == "textDocument/publishDiagnostics")
    });
    assert!(told.is_some(), "nothing is told while edits come");
    let found = client.published(&folder.flow, |_| true);
    assert_eq!(found["diagnostics"][0]["code"], "unknown-step");
}

#[test]
fn findings_are_told_and_taken_back() {
    let folder = Folder::new("first");
    let capabilities =
        json!({"textDocument": {"publishDiagnostics": {"relatedInformation": true}}});
    let mut client = Client::open(&folder.root(), capabilities);
    client.did_open(&folder.flow, 1, &flow("frist"));
    let found = client.published(&folder.flow, |p| p["version"] == 1);
    let finding = &found["diagnostics"][0];
    assert_eq!(finding["code"], "unknown-step");
    assert_eq!(finding["source"], "windmill-ls");
    assert_eq!(finding["severity"], 1);
    let link = ide::rule("unknown-step").unwrap().url();
    assert_eq!(finding["codeDescription"]["href"].as_str(), link.as_deref());
    assert!(
        finding["message"]
            .as_str()
            .unwrap()
            .contains("did you mean `results.first`?")
    );

    client.did_change(&folder.flow, 2, json!([{"text": flow("first")}]));
    assert_eq!(
        client.published(&folder.flow, |p| p["version"] == 2)["diagnostics"],
        json!([])
    );

    client.did_change(&folder.flow, 3, json!([{"text": flow("last")}]));
    let found = client.published(&folder.flow, |p| p["version"] == 3);
    assert_eq!(found["diagnostics"][0]["code"], "forward-step-reference");
    let related = &found["diagnostics"][0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], uri(&folder.flow));

    // The disk has the right text: closing takes the finding back.
    client.did_close(&folder.flow);
    let found = client.published_rules(&folder.flow, &[]);
    assert!(found.get("version").is_none());
}

#[test]
fn tags_as_the_client_shows_them() {
    let folder = Folder::new("first");
    let script = "import wmill\ndef main(x: int):\n    return wmill.run_script('f/a/run')\n";
    let with = |tags: Value| json!({"textDocument": {"publishDiagnostics": {"tagSupport": tags}}});
    let rows = [
        (json!({}), json!(null), json!(null)),
        (with(json!({"valueSet": []})), json!(null), json!(null)),
        (with(json!({"valueSet": [1]})), json!([1]), json!(null)),
        (with(json!({"valueSet": [2]})), json!(null), json!([2])),
        (with(json!({"valueSet": [1, 2]})), json!([1]), json!([2])),
        (with(json!({"valueSet": [1, 2, 3]})), json!([1]), json!([2])),
    ];
    for (capabilities, unused, deprecated) in rows {
        let mut client = Client::open(&folder.root(), capabilities.clone());
        let text = flow("first") + "# windmill-ls: ignore[unknown-step]\n";
        client.did_open(&folder.flow, 1, &text);
        let found = client.published_rules(&folder.flow, &["unused-ignore"]);
        assert_eq!(found["diagnostics"][0]["tags"], unused, "{capabilities}");
        client.did_open(&folder.script, 1, script);
        let found = client.published_rules(&folder.script, &["deprecated-sdk"]);
        assert_eq!(
            found["diagnostics"][0]["tags"], deprecated,
            "{capabilities}"
        );
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn columns_in_both_encodings() {
    // A break of two characters, an emoji and a combining mark before the target.
    let odd = "😀e\u{301} ";
    for (encoding, width) in [("utf-8", odd.len()), ("utf-16", odd.encode_utf16().count())] {
        let folder = Folder::new("first");
        let capabilities = json!({"general": {"positionEncodings": [encoding]}});
        let mut client = Client::start();
        let params = json!({"processId": null, "rootUri": uri(&folder.root()), "capabilities": capabilities});
        let answer = client.request("initialize", params);
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.notify("initialized", json!({}));
        let (line, column) = EXPRESSION;
        let text = flow("first").replace('\n', "\r\n");
        let text = text.replace("expr: ", &format!("expr: /* {odd}*/ "));
        client.did_open(&folder.flow, 1, &text);
        let shift = (width + 6) as u32;
        let from = column + shift + 8;
        client.did_change(
            &folder.flow,
            2,
            json!([change(line, from, from + 5, "frist")]),
        );
        let found = client.published(&folder.flow, |p| p["version"] == 2);
        let range = &found["diagnostics"][0]["range"];
        assert_eq!(
            range["start"],
            json!({"line": line, "character": column + shift}),
            "{encoding}"
        );
        assert_eq!(range["end"]["character"], json!(from + 5), "{encoding}");
        let items = client.at("completion", &folder.flow, line, from + 2);
        let edit = &items[0]["textEdit"];
        assert_eq!(edit["newText"], "first");
        assert_eq!(
            edit["range"]["start"]["character"],
            json!(from),
            "{encoding}"
        );
    }
}

#[test]
fn pulled_diagnostics_are_not_pushed_as_well() {
    let folder = Folder::new("frist");
    let mut client = Client::open(&folder.root(), crate::pulls::pulls());
    // Closed, it is told of; opened, it is asked about.
    client.published_rules(&folder.flow, &["unknown-step"]);
    client.did_open(&folder.flow, 1, &flow("frist"));
    client.published_rules(&folder.flow, &[]);
    let params = json!({"textDocument": {"uri": uri(&folder.flow)}});
    let report = client.request("textDocument/diagnostic", params.clone());
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"][0]["code"], "unknown-step");
    client.did_change(&folder.flow, 2, json!([{"text": flow("first")}]));
    let report = client.request("textDocument/diagnostic", params);
    assert_eq!(report["items"], json!([]));
}

#[test]
fn hopeless_documents_do_no_harm() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let large = format!("summary: {}\n", "x".repeat(50 << 20));
    let rows = "# a\n".repeat(40_000);
    for (version, text) in [
        "",
        "\u{feff}",
        &"[".repeat(100_000),
        &"- ".repeat(400),
        &rows,
        &large,
    ]
    .into_iter()
    .enumerate()
    {
        client.did_open(&folder.flow, version as i32, text);
        let found = client.published(&folder.flow, |p| p["version"] == version as i32);
        assert_eq!(
            found["diagnostics"].as_array().unwrap().len(),
            1,
            "document {version}"
        );
        client.at("completion", &folder.flow, 0, 0);
        client.at("hover", &folder.flow, 0, 3);
        client.did_close(&folder.flow);
    }
    client.did_open(&folder.flow, 99, &flow("frist"));
    client.published_rules(&folder.flow, &["unknown-step"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn unknown_documents_are_left_alone() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    let other = folder.root().join("f/a/none.flow/flow.yaml");
    client.did_change(&other, 3, json!([{"text": "x"}]));
    client.did_close(&other);
    assert!(client.at("hover", &other, 0, 0).is_null());
    let untitled = json!({"textDocument": {"uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1, "text": "a"}});
    client.notify("textDocument/didOpen", untitled);
    let hover = json!({"textDocument": {"uri": "untitled:Untitled-1"}, "position": {"line": 0, "character": 0}});
    assert!(client.request("textDocument/hover", hover).is_null());
    assert_eq!(client.shut_down(), Some(0));
}
