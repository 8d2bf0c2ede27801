//! Calm while somebody types: what may only be not finished yet is told when the person is elsewhere, saves, or
//! writes no more.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::pulls::{pull, pulls};
use crate::{Folder, change, flow};

/// A flow with a step that somebody begins, and the place behind its last line.
fn begun(last: &str) -> (String, u32) {
    let text = format!(
        "summary: Test\nvalue:\n  modules:\n    - id: first\n      value:\n        type: identity\n    - id: \
         second\n      value:\n{last}\n"
    );
    let line = text.lines().count() as u32 - 1;
    (text, line)
}

/// The rules of a list of diagnostics.
fn rules(diagnostics: &Value) -> Vec<&str> {
    let found = diagnostics.as_array().unwrap().iter();
    found.map(|d| d["code"].as_str().unwrap()).collect()
}

/// The rules that are published for a version of a document.
fn told(client: &mut Client, path: &Path, version: i32) -> Vec<String> {
    let told = client.published(path, |p| p["version"] == version);
    rules(&told["diagnostics"])
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Moves the cursor, as an editor shows it: by asking what to highlight there.
fn goes_to(client: &mut Client, path: &Path, line: u32) {
    client.at("documentHighlight", path, line, 0);
}

/// Types the last letter of a line's text; the document is told as version 2.
fn types(client: &mut Client, path: &Path, text: &str, line: u32) {
    let at = text.lines().nth(line as usize).unwrap().len() as u32;
    let all: Vec<&str> = text.lines().collect();
    let mut before = all.clone();
    let (rest, last) = all[line as usize].split_at(at as usize - 1);
    before[line as usize] = rest;
    client.did_open(path, 1, &(before.join("\n") + "\n"));
    client.did_change(path, 2, json!([change(line, at - 1, at - 1, last)]));
}

const STEP: &str = "        type: rawscript";

#[test]
fn a_step_that_is_being_written_lacks_nothing_yet() {
    let missing = ["missing-field"; 3];
    for event in ["elsewhere", "saved", "edited", "other document", "nothing"] {
        let folder = Folder::new("first");
        let (text, line) = begun(STEP);
        let mut client = Client::open(&folder.root(), json!({}));
        types(&mut client, &folder.flow, &text, line);
        assert!(told(&mut client, &folder.flow, 2).is_empty(), "{event}");
        // What is asked on the same line is no reason to tell.
        goes_to(&mut client, &folder.flow, line);
        let version = match event {
            "elsewhere" => {
                goes_to(&mut client, &folder.flow, 1);
                2
            }
            "saved" => {
                let document = json!({"textDocument": {"uri": uri(&folder.flow)}});
                client.notify("textDocument/didSave", document);
                2
            }
            "edited" => {
                client.did_change(&folder.flow, 3, json!([change(0, 13, 13, "s")]));
                3
            }
            "other document" => {
                client.did_open(&folder.script, 1, "def main(x: int):\n    return x\n");
                client.did_change(&folder.script, 2, json!([change(1, 12, 12, "x")]));
                2
            }
            // It is told all the same, as soon as nobody writes any more.
            _ => 2,
        };
        let fits = |p: &Value| p["version"] == version && rules(&p["diagnostics"]) == missing;
        client.published(&folder.flow, fits);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn enter_goes_on_with_the_step() {
    let folder = Folder::new("first");
    let (text, line) = begun(STEP);
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.flow, 1, &text);
    assert_eq!(
        told(&mut client, &folder.flow, 1),
        ["missing-field"; 3],
        "as a fresh start"
    );
    client.did_change(&folder.flow, 2, json!([change(line, 23, 23, "\n        ")]));
    assert!(told(&mut client, &folder.flow, 2).is_empty());
    // The next step is another one.
    client.did_change(
        &folder.flow,
        3,
        json!([change(line + 1, 0, 8, "    - id: third")]),
    );
    let now = told(&mut client, &folder.flow, 3);
    assert_eq!(now, ["missing-field"; 3], "those of the second step");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn names_that_are_begun_wait_and_others_do_not() {
    let python = |code: &str| format!("import wmill\n\n\ndef main():\n    {code}\n");
    let expression = |code: &str| flow("first").replace("results.first", code);
    let field =
        |line: &str| flow("first").replace("        type: script", &format!("        {line}"));
    let script = |folder: &Folder| folder.script.clone();
    let flow_of = |folder: &Folder| folder.flow.clone();
    type Place = fn(&Folder) -> std::path::PathBuf;
    let cases: [(Place, String, u32, &[&str]); 10] = [
        (script, python("wmill.get_resou"), 4, &[]),
        (script, python("wmill.get_nothi"), 4, &["unknown-sdk-name"]),
        (flow_of, field("type: scri"), 8, &[]),
        (flow_of, field("type: scrub"), 8, &["invalid-value"]),
        (flow_of, expression("results.fir"), 12, &[]),
        (flow_of, expression("results.fur"), 12, &["unknown-step"]),
        (flow_of, expression("resul"), 12, &[]),
        (flow_of, expression("rosul"), 12, &["unknown-name"]),
        (
            flow_of,
            flow("first")
                .replace("summary", "summa")
                .replace(": Test", ""),
            0,
            &[],
        ),
        (
            flow_of,
            flow("first") + "    - id: third\n      value:\n        type",
            16,
            &[],
        ),
    ];
    for (place, text, line, want) in cases {
        let folder = Folder::new("first");
        let path = place(&folder);
        let mut client = Client::open(&folder.root(), json!({}));
        types(&mut client, &path, &text, line);
        let now = told(&mut client, &path, 2);
        assert_eq!(now, want, "{text}");
        if want.is_empty() {
            goes_to(&mut client, &path, line + 1);
            let told = client.published(&path, |p| p["version"] == 2);
            assert!(!rules(&told["diagnostics"]).is_empty(), "{text}");
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn who_asks_is_told_to_ask_again() {
    let (text, line) = begun(STEP);
    for saves in [true, false] {
        let folder = Folder::new("first");
        let mut client = Client::open(&folder.root(), pulls());
        types(&mut client, &folder.flow, &text, line);
        let first = pull(&mut client, &folder.flow, None);
        assert_eq!(first["items"], json!([]), "{first:#}");
        client.forget();
        match saves {
            true => {
                let document = json!({"textDocument": {"uri": uri(&folder.flow)}});
                client.notify("textDocument/didSave", document);
            }
            false => goes_to(&mut client, &folder.flow, 1),
        }
        client.wait(|m| m["method"] == "workspace/diagnostic/refresh");
        let now = pull(&mut client, &folder.flow, Some(&first["resultId"]));
        assert_eq!(rules(&now["items"]), ["missing-field"; 3]);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn who_cannot_be_told_so_is_answered_in_full() {
    let folder = Folder::new("first");
    let (text, line) = begun(STEP);
    let mut client = Client::open(&folder.root(), json!({"textDocument": {"diagnostic": {}}}));
    types(&mut client, &folder.flow, &text, line);
    let found = pull(&mut client, &folder.flow, None);
    assert_eq!(rules(&found["items"]), ["missing-field"; 3]);
    // A text that comes as a whole does not show where somebody writes.
    client.did_change(&folder.flow, 3, json!([{"text": text}]));
    assert_eq!(told(&mut client, &folder.flow, 3), ["missing-field"; 3]);
    // Fixes are there at once.
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn fixes_do_not_wait() {
    let folder = Folder::new("first");
    let (text, line) = begun("        type: branchone\n        branches: []");
    let mut client = Client::open(&folder.root(), json!({}));
    types(&mut client, &folder.flow, &text, line);
    assert!(told(&mut client, &folder.flow, 2).is_empty());
    let at = json!({"line": line - 1, "character": 16});
    let end = json!({"line": line, "character": 4});
    let params = json!({
        "textDocument": {"uri": uri(&folder.flow)},
        "range": {"start": at, "end": end},
        "context": {"diagnostics": []},
    });
    let actions = client.request("textDocument/codeAction", params);
    assert_eq!(actions[0]["title"], "Add `default: []`", "{actions:#}");
    assert_eq!(client.shut_down(), Some(0));
}
