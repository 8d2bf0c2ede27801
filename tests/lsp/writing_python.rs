//! Python written from nothing: what is proposed where a person begins, with snippets and without.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::Folder;
use crate::proposals::{client, everywhere, inserted, labels, named, proposals};

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

const SCRIPT: &str = "f/a/new.py";

#[test]
fn an_empty_script() {
    everywhere(folder, SCRIPT, "<|>", |items, snippets| {
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
    everywhere(folder, SCRIPT, "import w<|>", |items, _| {
        assert_eq!(labels(items)[..2], ["f", "wmill"]);
    });
    everywhere(folder, SCRIPT, "from f.<|>", |items, _| {
        assert_eq!(labels(items), ["a", "lib", "a.run", "lib.rates"]);
    });
    everywhere(folder, SCRIPT, "from f.lib.<|> import ", |items, _| {
        assert_eq!(labels(items), ["rates"]);
    });
    everywhere(folder, SCRIPT, "from f.lib.rates import <|>", |items, _| {
        assert_eq!(labels(items), ["convert"]);
    });
}

#[test]
fn the_sdk_without_its_import() {
    let code = "def main():\n    x = wmill.<|>\n";
    everywhere(folder, SCRIPT, code, |items, _| {
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
    everywhere(folder, SCRIPT, code, |items, snippets| {
        // A resource is called so, and what it is comes first.
        assert_eq!(labels(items)[..4], ["postgresql", "Row", "str", "int"]);
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
    everywhere(
        folder,
        SCRIPT,
        "import wmill\n\nx = wmill.<|>\n",
        |items, _| {
            assert_eq!(labels(items)[..2], ["get_variable", "get_resource"]);
            assert!(items.iter().all(|i| i.get("additionalTextEdits").is_none()));
            assert_eq!(items[0]["sortText"], "00000");
        },
    );
    let code = "from typing import Any\n\ndef main(db: postg<|>):\n    pass\n";
    everywhere(folder, SCRIPT, code, |items, _| {
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

#[test]
fn modules_that_are_installed() {
    let folder = || {
        let folder = folder();
        let other = folder.root().join("f/lib/table.py");
        folder.write(&other, "import pandas\nfrom pandas import DataFrame\n");
        folder
    };
    everywhere(folder, SCRIPT, "import <|>", |items, _| {
        assert_eq!(labels(items)[..3], ["f", "wmill", "pandas"]);
        assert_eq!(
            named(items, "pandas")["detail"],
            "imported by other scripts"
        );
    });
    everywhere(folder, SCRIPT, "from pandas import <|>", |items, _| {
        assert_eq!(labels(items), ["DataFrame"]);
    });
}
