//! Keys of dictionaries in Python code, with snippets and without.

use std::path::Path;

use serde_json::{Value, json};
use tests::Client;

use crate::Folder;

/// A workspace with a script that others import, and what they read.
fn folder() -> Folder {
    let folder = Folder::new("first");
    let write = |path: &str, text: &str| folder.write(&folder.root().join(path), text);
    write(
        "f/lib/rates.py",
        "def convert(amount: float, to: str = \"EUR\") -> float:\n    \"\"\"In another currency.\"\"\"\n    return amount\n\n\n\
         def main(a: int, b: str = \"\"):\n    return a\n",
    );
    write(
        "f/lib/db.resource.yaml",
        "resource_type: postgresql\nvalue:\n  host: h\n",
    );
    folder
}

/// A client that takes snippets, or one that does not.
fn client(folder: &Folder, snippets: bool) -> Client {
    let item = json!({"snippetSupport": snippets});
    Client::open(
        &folder.root(),
        json!({"textDocument": {"completion": {"completionItem": item}}}),
    )
}

/// What is proposed at `<|>` in a file, with a client for each kind of snippet support.
fn everywhere(path: &str, text: &str, holds: impl Fn(&[Value], bool)) {
    for snippets in [true, false] {
        let folder = folder();
        let file = folder.root().join(path);
        folder.write(&file, "");
        let mut client = client(&folder, snippets);
        holds(&proposals(&mut client, &file, text), snippets);
        assert_eq!(client.shut_down(), Some(0));
    }
}

fn proposals(client: &mut Client, file: &Path, text: &str) -> Vec<Value> {
    let (before, after) = text.split_once("<|>").unwrap();
    client.did_open(file, 1, &format!("{before}{after}"));
    // Findings wait until everything is read.
    client.published(file, |_| true);
    let line = before.matches('\n').count() as u32;
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    let answer = client.at("completion", file, line, column as u32);
    let items = answer.as_array().cloned().unwrap_or_default();
    let snippet = |i: &&Value| i["insertTextFormat"] == 2;
    assert!(
        items
            .iter()
            .filter(snippet)
            .all(|i| i["textEdit"]["newText"].as_str().unwrap().contains('$'))
    );
    items
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|i| i["label"].as_str().unwrap()).collect()
}

#[track_caller]
fn named<'i>(items: &'i [Value], label: &str) -> &'i Value {
    let found = items.iter().find(|i| i["label"] == label);
    found.unwrap_or_else(|| panic!("{label} is not among {:?}", labels(items)))
}

fn inserted(item: &Value) -> &str {
    item["textEdit"]["newText"].as_str().unwrap()
}

const SCRIPT: &str = "f/a/new.py";

#[test]
fn keys_of_dictionaries() {
    let class =
        "from typing import TypedDict\n\n\nclass Row(TypedDict):\n    x: int\n    y: str\n\n\n";
    let db = format!("{class}def main(db: Row):\n    return db[\"<|>");
    everywhere(SCRIPT, &db, |items, _| {
        assert_eq!(labels(items), ["x", "y"]);
        assert_eq!(named(items, "x")["detail"], "int");
        assert_eq!(inserted(named(items, "x")), "x\"]");
    });
    let resource = "import wmill\n\n\ndef main():\n    r = wmill.get_resource(\"f/lib/db\")\n    return r[\"<|>\"]\n";
    everywhere(SCRIPT, resource, |items, _| {
        assert_eq!(labels(items)[..2], ["host", "port"]);
        assert_eq!(named(items, "port")["detail"], "int");
        assert_eq!(inserted(named(items, "port")), "port");
    });
    let run =
        "import wmill\n\n\ndef main():\n    wmill.run_script_by_path(\"f/a/run\", args={\"<|>";
    everywhere(SCRIPT, run, |items, _| {
        assert_eq!(labels(items), ["x"]);
        assert_eq!(inserted(named(items, "x")), "x\": ");
    });
    let braces =
        "import wmill\n\n\ndef main():\n    wmill.run_script_by_path(\"f/lib/rates\", args={<|>})";
    everywhere(SCRIPT, braces, |items, snippets| {
        assert_eq!(labels(items), ["all inputs", "a", "b"]);
        let all = inserted(named(items, "all inputs"));
        assert_eq!(
            all,
            if snippets {
                "\"a\": ${1}, \"b\": $0"
            } else {
                "\"a\": "
            }
        );
        assert_eq!(inserted(named(items, "a")), "\"a\": ");
    });
    let event = "def preprocessor(event: dict):\n    return {\"a\": event[\"<|>\"]}\n";
    everywhere(SCRIPT, event, |items, _| {
        assert_eq!(labels(items)[..2], ["kind", "body"]);
    });
}
