//! A script written from nothing: how it starts, the imports that come along, types, what the SDK offers first. In a file,
//! in a file beside a flow, and in a flow's YAML.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    (
        "f/shop/types.py",
        "from typing import TypedDict\n\n\nclass Order(TypedDict):\n    id: int\n",
    ),
    (
        "f/shop/all.flow/flow.yaml",
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
         language: python3\n        content: '!inline a.py'\n        input_transforms:\n          rows:\n            \
         type: static\n            value: 1\n          to-day:\n            type: static\n            value: 1\n  \
         preprocessor_module:\n    id: preprocessor\n    value:\n      type: rawscript\n      language: python3\n      \
         content: '!inline pre.py'\n      input_transforms: {}\nschema:\n  properties:\n    order: {type: string}\n",
    ),
    ("f/shop/all.flow/a.py", ""),
    ("f/shop/all.flow/pre.py", ""),
    (
        "c_crm.resource-type.yaml",
        "schema: {properties: {key: {type: string}, url: {type: string}}, order: [url]}\n",
    ),
];

/// The file that most is asked of.
const SCRIPT: &str = "f/shop/run.py";
const FLOW: &str = "f/shop/own.flow/flow.yaml";

/// The code as a flow embeds it.
fn embedded(code: &str) -> String {
    let lines = code.lines().map(|l| match l.is_empty() {
        true => "\n".to_owned(),
        false => format!("          {l}\n"),
    });
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
         language: python3\n        content: |\n{}        input_transforms: {{}}\n",
        lines.collect::<String>()
    )
}

/// What is offered at `<|>`, and the text without it.
fn at(path: &str, text: &str) -> (Vec<Completion>, String) {
    let (text, offset) = fixture::cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    for (path, text) in FILES {
        set(path, text);
    }
    let id = set(path, &text);
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    (snapshot.completions(id, offset), text)
}

fn labels(path: &str, text: &str) -> Vec<String> {
    at(path, text).0.into_iter().map(|i| i.label).collect()
}

/// The text with an item applied, its other edits too. Accepted as a snippet it says the same.
fn applied(text: &str, item: &Completion) -> String {
    if let Some(snippet) = item.snippet.as_ref().filter(|_| item.label != "Literal") {
        assert_eq!(snippet.to_plain(), item.insert);
    }
    let mut edits: Vec<_> = item.also.iter().map(|e| (e.span, e.text.clone())).collect();
    for (span, _) in &edits {
        let apart = span.end < item.replace.start || span.start > item.replace.end;
        assert!(apart, "an edit touches what is replaced: {item:?}");
    }
    edits.push((item.replace, item.insert.clone()));
    edits.sort_by_key(|(span, _)| span.start);
    let mut text = text.to_owned();
    for (span, new) in edits.into_iter().rev() {
        text.replace_range(span.range(), &new);
    }
    text
}

#[track_caller]
fn chosen(path: &str, text: &str, label: &str) -> String {
    let (items, text) = at(path, text);
    let item = items.iter().find(|i| i.label == label);
    let labels: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
    applied(
        &text,
        item.unwrap_or_else(|| panic!("{label} is not among {labels:?}")),
    )
}

/// The same choice in a file and in a flow gives the same code.
#[track_caller]
fn gives(code: &str, label: &str, wanted: &str) {
    assert_eq!(chosen(SCRIPT, code, label), wanted);
    assert_eq!(chosen(FLOW, &embedded(code), label), embedded(wanted));
    let windows = code.replace('\n', "\r\n");
    assert_eq!(
        chosen(SCRIPT, &windows, label),
        wanted.replace('\n', "\r\n")
    );
}

#[test]
fn a_script_starts() {
    let all = labels(SCRIPT, "<|>");
    let first = [
        "def main",
        "import wmill",
        "from typing import TypedDict",
        "def preprocessor",
    ];
    assert_eq!(all[..4], first, "{all:?}");
    assert!(
        all[4..].iter().all(|l| l.starts_with("def preprocessor: ")),
        "{all:?}"
    );
    assert_eq!(
        labels(SCRIPT, "d<|>")[..3],
        ["def main", "def preprocessor", "def preprocessor: http"]
    );
    assert_eq!(labels(SCRIPT, "ma<|>")[0], "def main");
    // What is there is not offered again; classes of resource types come behind.
    assert_eq!(
        labels(
            SCRIPT,
            "import wmill\n\n\ndef main():\n    pass\n\n\nimp<|>"
        ),
        ["from typing import TypedDict"]
    );
    let behind = labels(SCRIPT, "m<|>");
    assert_eq!(behind[0], "def main");
    assert!(behind[1..].iter().any(|l| l == "mysql"), "{behind:?}");
    gives("im<|>\n", "import wmill", "import wmill\n");
    gives("ma<|>\n", "def main", "def main():\n    \n");
    gives(
        "import wmill\nde<|>\nx = 1\n",
        "def main",
        "import wmill\n\n\ndef main():\n    \n\n\nx = 1\n",
    );
    for code in [
        "def main():\n<|>",
        "x = <|>",
        "'<|>'",
        "# <|>",
        "f(<|>",
        "if x:\n    <|>",
    ] {
        let found = labels(SCRIPT, code);
        assert!(
            !found
                .iter()
                .any(|l| l.starts_with("def ") || l.starts_with("import ")),
            "{code}: {found:?}"
        );
    }
}

#[test]
fn a_preprocessor_gives_what_main_takes() {
    let main = "\n\n\ndef main(name: str, *, late: int = 1):\n    return name\n";
    assert_eq!(
        chosen(SCRIPT, &format!("<|>{main}"), "def preprocessor: http"),
        format!(
            "def preprocessor(event: dict):\n    return {{\n        \"name\": event[\"body\"][\"name\"],\n    }}{main}"
        )
    );
    assert_eq!(
        chosen(SCRIPT, &format!("<|>{main}"), "def preprocessor: kafka"),
        format!(
            "def preprocessor(event: dict):\n    return {{\n        \"name\": event[\"payload\"],\n    }}{main}"
        )
    );
    assert_eq!(
        chosen(SCRIPT, "<|>", "def preprocessor: websocket"),
        "def preprocessor(event: dict):\n    return {\"name\": event[\"msg\"]}"
    );
    assert_eq!(
        chosen(SCRIPT, &format!("<|>{main}"), "def preprocessor"),
        format!(
            "def preprocessor(event: dict):\n    match event[\"kind\"]:\n        case \"webhook\" | \"http\":\n            \
             return {{\n                \"name\": event[\"body\"][\"name\"],\n            }}\n        case kind:\n            \
             raise ValueError(f\"Unsupported trigger kind: {{kind}}\"){main}"
        )
    );
}

#[test]
fn a_step_takes_what_it_is_given() {
    let path = "f/shop/all.flow/a.py";
    let all = labels(path, "<|>");
    assert_eq!(
        all,
        ["def main", "import wmill", "from typing import TypedDict"]
    );
    assert_eq!(chosen(path, "<|>", "def main"), "def main(rows):\n    ");
    let path = "f/shop/all.flow/pre.py";
    let all = labels(path, "<|>");
    assert_eq!(
        all[..3],
        [
            "def preprocessor",
            "import wmill",
            "from typing import TypedDict"
        ]
    );
    assert!(!all.contains(&"def main".to_owned()), "{all:?}");
    assert_eq!(
        chosen(path, "<|>", "def preprocessor: webhook"),
        "def preprocessor(event: dict):\n    return {\n        \"order\": event[\"body\"][\"order\"],\n    }"
    );
    let step = embedded("de<|>\n").replace(
        "input_transforms: {}",
        "input_transforms: {a: {type: static, value: 1}}",
    );
    let wanted = embedded("def main(a):\n    \n").replace(
        "input_transforms: {}",
        "input_transforms: {a: {type: static, value: 1}}",
    );
    assert_eq!(chosen(FLOW, &step, "def main"), wanted);
}

#[test]
fn the_sdk_comes_with_its_import() {
    gives(
        "def main():\n    x = wmill.get_v<|>\n",
        "get_variable",
        "import wmill\n\n\ndef main():\n    x = wmill.get_variable\n",
    );
    gives(
        "# a\nimport os\n\n\ndef main():\n    wmill.<|>\n",
        "get_resource",
        "# a\nimport os\nimport wmill\n\n\ndef main():\n    wmill.get_resource\n",
    );
    gives(
        "import os\nimport requests\n\n\ndef main():\n    wmill.<|>\n",
        "get_resource",
        "import os\nimport wmill\nimport requests\n\n\ndef main():\n    wmill.get_resource\n",
    );
    gives(
        "\"\"\"About.\"\"\"\n\ndef main():\n    wmill.<|>\n",
        "get_resource",
        "\"\"\"About.\"\"\"\n\nimport wmill\n\n\ndef main():\n    wmill.get_resource\n",
    );
    for code in [
        "def main(wmill):\n    wmill.<|>\n",
        "wmill = 1\nwmill.<|>\n",
        "x.wmill.<|>\n",
        "'wmill.<|>'\n",
        "# wmill.<|>\n",
        "from f.shop import wmill\nwmill.<|>\n",
    ] {
        assert_eq!(labels(SCRIPT, code), [""; 0], "{code}");
    }
}

#[test]
fn what_people_call_comes_first() {
    let found = labels(SCRIPT, "import wmill\nwmill.<|>\n");
    assert_eq!(found[..2], ["get_variable", "get_resource"], "{found:?}");
    let place = |name: &str| found.iter().position(|l| l == name).unwrap();
    assert!(place("get_job") < place("Windmill"));
    assert!(place("S3Object") < place("logger"));
    assert!(
        place("logger") < place("run_script"),
        "what is out of use comes last"
    );
}

#[test]
fn types_at_once() {
    let own = "from f.shop.types import Order\nfrom typing import TypedDict, Any\nimport json\n\n\nclass Row(TypedDict):\n    x: int\n\n\n";
    let found = labels(SCRIPT, &format!("{own}def main(a: <|>"));
    assert_eq!(
        found[..5],
        ["Row", "Order", "Any", "str", "int"],
        "{found:?}"
    );
    for name in [
        "datetime",
        "S3Object",
        "postgresql",
        "c_crm",
        "list[dict]",
        "Literal",
    ] {
        assert!(found.contains(&name.to_owned()), "{name} in {found:?}");
    }
    assert!(!found.contains(&"None".to_owned()), "{found:?}");
    let first = |code: &str| labels(SCRIPT, code).swap_remove(0);
    assert_eq!(first("def main(is_new: <|>"), "bool");
    assert_eq!(first("def main(limit: <|>, b)"), "int");
    assert_eq!(first("def main(a: <|>"), "str");
    for code in [
        "def f() -> <|>",
        "def main(a: int | <|>",
        "class A:\n    b: <|>",
        "def f(\n    a: list[<|>",
    ] {
        let found = labels(SCRIPT, code);
        assert!(found.contains(&"dict".to_owned()), "{code}");
        assert!(
            !found.contains(&"postgresql".to_owned()),
            "{code}: no class is put above it"
        );
    }
    assert!(labels(SCRIPT, "def main(a: int | <|>").contains(&"None".to_owned()));
    for code in [
        "def main(<|>",
        "def main(a: int = <|>",
        "f(a, <|>",
        "x: <|>",
    ] {
        assert!(!labels(SCRIPT, code).contains(&"dict".to_owned()), "{code}");
    }
    gives(
        "from typing import Any\n\n\ndef main(at: <|>):\n    pass\n",
        "datetime",
        "from datetime import datetime\nfrom typing import Any\n\n\ndef main(at: datetime):\n    pass\n",
    );
    gives(
        "import wmill\n\n\ndef main(file: S3<|>):\n    pass\n",
        "S3Object",
        "from wmill import S3Object\nimport wmill\n\n\ndef main(file: S3Object):\n    pass\n",
    );
}

#[test]
fn a_name_joins_the_import_of_its_module() {
    gives(
        "from typing import Literal\n\ndef main(db: postg<|>):\n    pass\n",
        "postgresql",
        "from typing import Literal, TypedDict\n\n\nclass postgresql(TypedDict):\n    host: str\n    port: int\n    user: str\n    \
         password: str\n    dbname: str\n    sslmode: str\n    root_certificate_pem: str\n\n\ndef main(db: postgresql):\n    pass\n",
    );
    gives(
        "from typing import (\n    Any,\n    Literal as L,\n)\nsl<|>\n",
        "slack",
        "from typing import (\n    Any,\n    Literal as L, TypedDict,\n)\n\n\nclass slack(TypedDict):\n    token: str\n",
    );
    gives(
        "from typing import *\n\n\nclass sl<|>\n",
        "slack",
        "from typing import *\n\n\nclass slack(TypedDict):\n    token: str\n",
    );
    gives(
        "from typing import Any\ndef main(at: L<|>):\n    pass\n",
        "Literal",
        "from typing import Any, Literal\ndef main(at: Literal):\n    pass\n",
    );
}

#[test]
fn fields_stand_in_the_order_that_is_told() {
    gives(
        "from typing import TypedDict\n\n\nclass c_<|>\n",
        "c_crm",
        "from typing import TypedDict\n\n\nclass c_crm(TypedDict):\n    url: str\n    key: str\n",
    );
}

/// A file has a Python server for its own names, code in YAML has none.
#[test]
fn names_of_the_code_itself() {
    let code = "import json\n\nLIMIT = 1\n\n\ndef lift(x):\n    lost = 1\n    return x\n\n\ndef main(limit, low):\n    left = 2\n    return [l<|>]\n";
    assert_eq!(
        labels(FLOW, &embedded(code)),
        ["left", "low", "limit", "lift"]
    );
    assert_eq!(labels(SCRIPT, code), [""; 0]);
    for code in [
        "def main(a1):\n    x.a<|>\n",
        "def main(a1):\n    'a<|>'\n",
        "def main(a1):\n    1a<|>\n",
    ] {
        assert_eq!(labels(FLOW, &embedded(code)), [""; 0], "{code}");
    }
}

#[test]
fn a_step_whose_code_is_empty() {
    let empty = embedded("<|>\n");
    let all = labels(FLOW, &empty);
    assert_eq!(
        all,
        ["def main", "import wmill", "from typing import TypedDict"]
    );
    assert_eq!(
        chosen(FLOW, &empty, "def main"),
        embedded("def main():\n    \n")
    );
    let below = embedded("import wmill\n\n\n<|>\n");
    let wanted = embedded("import wmill\n\n\ndef main():\n    \n");
    assert_eq!(chosen(FLOW, &below, "def main"), wanted);
    let below = embedded("import wmill\n<|>\n");
    assert_eq!(chosen(FLOW, &below, "def main"), wanted);
    // In the body of a function nothing starts a script, and further out than the code is none of it.
    let body = embedded("x = 1\n\n\ndef main(limit):\n    y = 1\n    <|>\n");
    assert_eq!(labels(FLOW, &body), [""; 0]);
    let named = embedded("def main(limit):\n    y = 1\n\n    return li<|>\n");
    assert_eq!(labels(FLOW, &named), ["limit"]);
    let out = embedded("import wmill\n").replace("wmill\n", "wmill\n         <|>\n");
    assert!(!labels(FLOW, &out).contains(&"def main".to_owned()));
}
