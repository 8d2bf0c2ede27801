//! Python written from nothing: what is proposed where a person begins, with snippets and without.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tests::Client;

use crate::Folder;

/// A workspace with a script that others import, and what they read.
fn folder() -> Folder {
    let folder = Folder::new("first");
    let write = |path: &str, text: &str| folder.write(&folder.root().join(path), text);
    write(
        "f/lib/rates.py",
        "def convert(amount: float, to: str = \"EUR\") -> float:\n    \"\"\"In another currency.\"\"\"\n    return amount\n",
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
fn an_empty_script() {
    everywhere(SCRIPT, "<|>", |items, snippets| {
        let first = [
            "def main",
            "import wmill",
            "from typing import TypedDict",
            "def preprocessor",
        ];
        assert_eq!(labels(items)[..4], first);
        let main = named(items, "def main");
        match snippets {
            true => {
                assert_eq!(main["insertTextFormat"], 2);
                assert_eq!(inserted(main), "def main(${1}):\n    $0");
            }
            false => {
                assert!(main.get("insertTextFormat").is_none(), "{main}");
                assert_eq!(inserted(main), "def main():\n    ");
            }
        }
        assert_eq!(inserted(named(items, "import wmill")), "import wmill");
        let http = inserted(named(items, "def preprocessor: http"));
        let name = if snippets { "${1:name}" } else { "name" };
        let wanted =
            format!("def preprocessor(event: dict):\n    return {{\"{name}\": event[\"body\"]}}");
        assert_eq!(http, wanted);
    });
}

#[test]
fn modules_and_their_names() {
    everywhere(SCRIPT, "import w<|>", |items, _| {
        assert_eq!(labels(items)[..2], ["f", "wmill"]);
    });
    everywhere(SCRIPT, "from f.<|>", |items, _| {
        assert_eq!(labels(items), ["a", "lib", "a.run", "lib.rates"]);
    });
    everywhere(SCRIPT, "from f.lib.<|> import ", |items, _| {
        assert_eq!(labels(items), ["rates"]);
    });
    everywhere(SCRIPT, "from f.lib.rates import <|>", |items, _| {
        assert_eq!(labels(items), ["convert"]);
    });
}

#[test]
fn the_sdk_without_its_import() {
    let code = "def main():\n    x = wmill.<|>\n";
    everywhere(SCRIPT, code, |items, _| {
        assert_eq!(labels(items)[..2], ["get_variable", "get_resource"]);
        for item in items {
            let edits = item["additionalTextEdits"].as_array().unwrap();
            assert_eq!(edits.len(), 1);
            assert_eq!(edits[0]["newText"], "import wmill\n\n\n");
            let start = json!({"line": 0, "character": 0});
            assert_eq!(edits[0]["range"], json!({"start": start, "end": start}));
        }
    });
}

#[test]
fn types_of_parameters() {
    let code =
        "from typing import TypedDict\n\n\nclass Row(TypedDict):\n    x: int\n\n\ndef main(db: <|>";
    everywhere(SCRIPT, code, |items, snippets| {
        assert_eq!(labels(items)[..3], ["Row", "str", "int"]);
        for name in ["postgresql", "S3Object", "datetime"] {
            let edits = named(items, name)["additionalTextEdits"]
                .as_array()
                .unwrap();
            assert_eq!(edits.len(), 1, "{name}: {edits:?}");
        }
        let literal = inserted(named(items, "Literal"));
        assert_eq!(
            literal,
            if snippets {
                "Literal[\"${1}\"]"
            } else {
                "Literal"
            }
        );
    });
}

#[test]
fn what_people_call_and_what_comes_along() {
    everywhere(SCRIPT, "import wmill\n\nx = wmill.<|>\n", |items, _| {
        assert_eq!(labels(items)[..2], ["get_variable", "get_resource"]);
        assert!(items.iter().all(|i| i.get("additionalTextEdits").is_none()));
        assert_eq!(items[0]["sortText"], "00000");
    });
    let code = "from typing import Any\n\ndef main(db: postg<|>):\n    pass\n";
    everywhere(SCRIPT, code, |items, _| {
        let item = named(items, "postgresql");
        assert_eq!(inserted(item), "postgresql");
        let edits: Vec<(&Value, &str)> = item["additionalTextEdits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (&e["range"]["start"]["line"], e["newText"].as_str().unwrap()))
            .collect();
        // The name joins the import; between that and the class are two blank lines.
        assert_eq!(edits[0], (&json!(0), ", TypedDict"));
        assert_eq!(edits[1], (&json!(1), "\n"));
        assert!(
            edits[2]
                .1
                .starts_with("class postgresql(TypedDict):\n    host: str\n")
        );
        assert!(edits[2].1.ends_with("\n\n\n"), "{edits:?}");
    });
}

/// A flow with this code in a step, its lines in the column of code.
fn flow(code: &str) -> String {
    let code = code.replace('\n', "\n          ");
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
         content: |\n          {code}\n        input_transforms: {{}}\n"
    )
}

#[test]
fn code_of_a_flow() {
    let code = flow("import os\n\n\nde<|>");
    for snippets in [true, false] {
        let folder = folder();
        let mut client = client(&folder, snippets);
        let path: PathBuf = folder.flow.clone();
        let items = proposals(&mut client, &path, &code);
        // Who adds the line's indentation to a snippet's lines on his own gets them without.
        let wanted = match snippets {
            true => "def main(${1}):\n    $0",
            false => "def main():\n              ",
        };
        assert_eq!(inserted(named(&items, "def main")), wanted);
        assert!(labels(&items).iter().all(|l| !l.starts_with("def pre")));
        assert_eq!(client.shut_down(), Some(0));
    }
}
