//! Keys of dictionaries in Python code, with snippets and without.

use crate::Folder;
use crate::proposals::{everywhere, inserted, labels, named};

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

const SCRIPT: &str = "f/a/new.py";

#[test]
fn keys_of_dictionaries() {
    let class =
        "from typing import TypedDict\n\n\nclass Row(TypedDict):\n    x: int\n    y: str\n\n\n";
    let db = format!("{class}def main(db: Row):\n    return db[\"<|>");
    everywhere(folder, SCRIPT, &db, |items, _| {
        assert_eq!(labels(items), ["x", "y"]);
        assert_eq!(named(items, "x")["detail"], "int");
        assert_eq!(inserted(named(items, "x")), "x\"]");
    });
    let resource = "import wmill\n\n\ndef main():\n    r = wmill.get_resource(\"f/lib/db\")\n    return r[\"<|>\"]\n";
    everywhere(folder, SCRIPT, resource, |items, _| {
        assert_eq!(labels(items)[..2], ["host", "port"]);
        assert_eq!(named(items, "port")["detail"], "int");
        assert_eq!(inserted(named(items, "port")), "port");
    });
    let run =
        "import wmill\n\n\ndef main():\n    wmill.run_script_by_path(\"f/a/run\", args={\"<|>";
    everywhere(folder, SCRIPT, run, |items, _| {
        assert_eq!(labels(items), ["x"]);
        assert_eq!(inserted(named(items, "x")), "x\": ");
    });
    let braces =
        "import wmill\n\n\ndef main():\n    wmill.run_script_by_path(\"f/lib/rates\", args={<|>})";
    everywhere(folder, SCRIPT, braces, |items, snippets| {
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
    everywhere(folder, SCRIPT, event, |items, _| {
        assert_eq!(labels(items)[..2], ["kind", "body"]);
    });
}

#[test]
fn what_was_sent_with_an_event() {
    let code = "def preprocessor(event: dict):\n    if event[\"kind\"] == \"amqp\":\n        return event[\"<|>\"]\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        assert_eq!(labels(items)[..3], ["kind", "payload", "exchange"]);
    });
    let code = "def preprocessor(event: dict):\n    x = event[\"parsed_email\"][\"attachments\"][0][\"<|>\"]\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        assert_eq!(labels(items), ["headers", "body"]);
    });
    let code = "def preprocessor(event: dict):\n    return {\"b\": event[\"body\"][\"<|>\"]}\n\n\ndef main(a: int, b: str):\n    return a\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        assert_eq!(labels(items), ["b", "a"]);
        assert_eq!(inserted(named(items, "b")), "b");
    });
}
