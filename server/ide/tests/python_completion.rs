//! Completion in Python code: arguments of calls and their values, paths in strings, members, classes of
//! resource types. In a file and in a flow's YAML.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    ("f/shop/sync.py", "def main():\n    pass\n"),
    ("f/shop/tell.ts", "export async function main() {}\n"),
    (
        "f/shop/sub.flow/flow.yaml",
        "summary: s\nvalue:\n  modules: []\n",
    ),
    (
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue: {}\n",
    ),
    ("f/shop/key.variable.yaml", "value: x\n"),
    (
        "c_crm.resource-type.yaml",
        "schema:\n  type: object\n  properties:\n    url: {type: string}\n    from: {type: string}\n    limit: {type: integer}\n    \
         ratio: {type: number}\n    on: {type: boolean}\n    tags: {type: array}\n    more: {type: object}\n    any: {}\n",
    ),
];

fn snapshot(path: &str, text: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    for (path, text) in FILES {
        set(path, text);
    }
    let id = set(path, text);
    let settings = Settings::default();
    (
        Snapshot {
            workspace,
            settings,
        },
        id,
    )
}

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
    let (snapshot, id) = snapshot(path, &text);
    (snapshot.completions(id, offset), text)
}

/// The labels at `<|>`: the same in a file and in a flow.
#[track_caller]
fn labels(code: &str) -> Vec<String> {
    let of =
        |items: Vec<Completion>| -> Vec<String> { items.into_iter().map(|i| i.label).collect() };
    let here = of(at("f/shop/run.py", code).0);
    let there = of(at("f/shop/all.flow/flow.yaml", &embedded(code)).0);
    assert_eq!(here, there, "{code}");
    here
}

/// The text with an item applied, its other edits too.
fn applied(text: &str, item: &Completion) -> String {
    let mut edits: Vec<_> = item.also.iter().map(|e| (e.span, e.text.clone())).collect();
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
    applied(
        &text,
        item.unwrap_or_else(|| panic!("{label} is not among {items:?}")),
    )
}

const IMPORTS: &str =
    "import wmill\nimport wmill as w\nfrom wmill import task as job, run_flow_async, S3Object\n";

#[test]
fn arguments_that_are_missing() {
    let rows: &[(&str, &[&str])] = &[
        (
            "wmill.run_script_async(<|>)",
            &["hash_or_path=", "args=", "scheduled_in_secs=", "tag="],
        ),
        (
            "wmill.run_script_async(<|>",
            &["hash_or_path=", "args=", "scheduled_in_secs=", "tag="],
        ),
        (
            "w.run_script_async('f/a', <|>",
            &["args=", "scheduled_in_secs=", "tag="],
        ),
        (
            "w.run_script_async('f/a', ta<|>)",
            &["args=", "scheduled_in_secs=", "tag="],
        ),
        (
            "w.run_script_async(args={'a': (1, 2)}, <|>)",
            &["hash_or_path=", "scheduled_in_secs=", "tag="],
        ),
        (
            "w.run_script_async(<|>, args={})",
            &["hash_or_path=", "scheduled_in_secs=", "tag="],
        ),
        ("x = [str(w.get_variable(<|>))]", &["path="]),
        ("w.get_variable('a', <|>)", &[]),
        (
            "run_flow_async(tag='x', path='a', <|>",
            &["args=", "scheduled_in_secs=", "do_not_track_in_parent="],
        ),
        (
            "@job(timeout=1, re<|>)",
            &[
                "path=",
                "tag=",
                "cache_ttl=",
                "priority=",
                "concurrency_limit=",
                "concurrency_key=",
                "concurrency_time_window_s=",
                "retry=",
            ],
        ),
        ("w.datatable('a', <|>)", &["role="]),
        ("S3Object(s3='a', <|>)", &["storage=", "presigned="]),
        ("w.get_variable([<|>])", &[]),
        ("w.get_variable(path=<|>)", &[]),
        ("w.get_variable(x.<|>)", &[]),
        ("w.get_variable(1 + <|>)", &[]),
        ("w.get_variable(12<|>)", &[]),
        ("w.get_variable(*<|>)", &[]),
        ("w.no_such_name(<|>)", &[]),
        ("'w.get_variable(<|>)'", &[]),
        ("# w.get_variable(<|>)", &[]),
        ("def w(a): pass\nw.get_variable(<|>)", &[]),
    ];
    for (code, wanted) in rows {
        assert_eq!(labels(&format!("{IMPORTS}{code}\n")), *wanted, "{code}");
    }
    let own = "def helper(first, *, flag=False): pass\nhelper(<|>)\n";
    assert_eq!(labels(own), ["first=", "flag="]);
    let path = "f/shop/run.py";
    let (items, _) = at(path, own);
    assert_eq!(items[0].detail.as_deref(), Some("this file"));
    let (items, text) = at(path, "import wmill\nwmill.get_resource('a', no<|>)\n");
    assert_eq!(items[0].label, "none_if_undefined=");
    assert!(
        items[0].detail.as_deref().unwrap().starts_with("wmill 1."),
        "{items:?}"
    );
    assert!(
        items[0]
            .documentation
            .as_ref()
            .unwrap()
            .to_markdown()
            .contains("Return None when"),
        "{items:?}"
    );
    assert!(applied(&text, &items[0]).ends_with("wmill.get_resource('a', none_if_undefined=)\n"));
    let there = chosen(
        path,
        "import wmill\nwmill.get_resource('a', no<|>=1)\n",
        "none_if_undefined=",
    );
    assert!(
        there.ends_with("get_resource('a', none_if_undefined=1)\n"),
        "{there}"
    );
}

#[test]
fn values_that_a_parameter_lists() {
    let code = |call: &str| format!("import wmill\nasync def main():\n    await {call}\n");
    let skin = ["\"detailed\"", "\"minimal\""];
    assert_eq!(labels(&code("wmill.wait_for_approval(skin=<|>)")), skin);
    assert_eq!(labels(&code("wmill.wait_for_approval(skin = mi<|>)")), skin);
    let bare = ["detailed", "minimal"];
    for call in [
        "wmill.wait_for_approval(skin=\"<|>\")",
        "wmill.wait_for_approval(skin='<|>",
        "wmill.wait_for_approval(skin='mi<|>', key='a')",
        "wmill.wait_for_approval(1, None, True, 'k', '<|>')",
    ] {
        assert_eq!(labels(&code(call)), bare, "{call}");
    }
    for call in [
        "wmill.wait_for_approval(key='<|>')",
        "wmill.wait_for_approval(skin=['<|>'])",
        "wmill.wait_for_approval(skin='a' + '<|>')",
        "wmill.wait_for_approval(skin=f'<|>')",
    ] {
        assert_eq!(labels(&code(call)), [""; 0], "{call}");
    }
    let own = "from enum import Enum\nfrom typing import Literal\nclass Colour(Enum):\n    RED = 1\n    BLUE = 2\n\
        def paint(colour: Colour, size: Literal['s', 'm'] = 's'): pass\n";
    assert_eq!(
        labels(&format!("{own}paint(<|>)")),
        ["Colour.RED", "Colour.BLUE", "colour=", "size="]
    );
    assert_eq!(
        labels(&format!("{own}paint(Colour.RED, '<|>')")),
        ["s", "m"]
    );
    let (items, text) = at("f/shop/run.py", &format!("{own}paint(size='s<|>, 'b')"));
    assert!(
        applied(&text, &items[1]).ends_with("paint(size='m, 'b')"),
        "{items:?}"
    );
}

#[test]
fn paths_of_the_workspace() {
    let rows: &[(&str, &[&str])] = &[
        ("wmill.get_resource(\"<|>", &["f/shop/db"]),
        ("wmill.get_resource(path='f/sh<|>')", &["f/shop/db"]),
        ("w.set_resource('<|>', {})", &["f/shop/db"]),
        ("wmill.get_variable(\"<|>\")", &["f/shop/key"]),
        (
            "wmill.run_script_by_path('<|>')",
            &["f/shop/sync", "f/shop/tell"],
        ),
        (
            "wmill.run_script_async(hash_or_path=\"<|>",
            &["f/shop/sync", "f/shop/tell"],
        ),
        (
            "wmill.task_script(\"<|>\")",
            &["f/shop/sync", "f/shop/tell"],
        ),
        ("@job(path='<|>')", &["f/shop/sync", "f/shop/tell"]),
        ("run_flow_async('f/shop/<|>')", &["f/shop/sub"]),
        ("wmill.task_flow('<|>')", &["f/shop/sub"]),
        ("wmill.run_script_by_path('a', args={'x': '<|>'})", &[]),
        ("wmill.get_state('<|>')", &[]),
        ("wmill.run_script_by_path('a', tag='<|>')", &[]),
        ("print('<|>')", &[]),
        ("wmill.get_variable(b'<|>')", &[]),
        ("wmill.get_variable('a', '<|>')", &[]),
    ];
    for (code, wanted) in rows {
        let code = format!("{IMPORTS}{code}\n");
        // A flow and a script are not offered themselves.
        assert_eq!(labels(&code), *wanted, "{code}");
    }
    let text = chosen(
        "f/shop/run.py",
        "import wmill\nwmill.get_variable('f/x<|>')\n",
        "f/shop/key",
    );
    assert!(
        text.ends_with("wmill.get_variable('f/shop/key')\n"),
        "{text}"
    );
    let text = chosen(
        "f/shop/run.py",
        "import wmill\nwmill.get_variable('f/x<|>)\nx = 'a'\n",
        "f/shop/key",
    );
    assert!(text.contains("wmill.get_variable('f/shop/key)\n"), "{text}");
    let own = "def get_variable(path): pass\nget_variable('<|>')\n";
    assert_eq!(labels(own), [""; 0]);
}

#[test]
fn members_and_imports() {
    for code in [
        "import wmill\nwmill.<|>\n",
        "import wmill as w\nx = w.get_<|>\n",
        "from wmill import <|>\n",
        "from wmill import (\n    task,\n    get_<|>\n)\n",
        "import wmill\n@wmill.<|>\ndef f(): pass\n",
    ] {
        let found = labels(code);
        assert!(found.contains(&"get_variable".to_owned()), "{code}");
        assert!(found.contains(&"Windmill".to_owned()), "{code}");
        let (items, _) = at("f/shop/run.py", code);
        let sources = items.iter().filter(|i| {
            i.detail
                .as_deref()
                .is_some_and(|d| d.starts_with("wmill 1."))
        });
        assert_eq!(sources.count(), items.len(), "{code}");
    }
    let old = at("f/shop/run.py", "import wmill\nwmill.<|>").0;
    assert!(old.iter().any(|i| i.deprecated && i.label == "run_script"));
}

#[test]
fn classes_of_resource_types() {
    let path = "f/shop/run.py";
    assert_eq!(
        chosen(
            path,
            "import wmill\nfrom x import y\n\npostg<|>\n\ndef main(): pass\n",
            "postgresql"
        ),
        "from typing import TypedDict\nimport wmill\nfrom x import y\n\n\nclass postgresql(TypedDict):\n    host: str\n    \
         port: int\n    user: str\n    password: str\n    dbname: str\n    sslmode: str\n    root_certificate_pem: str\n\n\n\
         def main(): pass\n"
    );
    assert_eq!(
        chosen(path, "from typing import TypedDict\nclass sl<|>\n", "slack"),
        "from typing import TypedDict\n\n\nclass slack(TypedDict):\n    token: str\n"
    );
    assert_eq!(
        chosen(path, "class sl<|>\n", "slack"),
        "from typing import TypedDict\n\n\nclass slack(TypedDict):\n    token: str\n"
    );
    // In a file that has nothing yet, the import comes with the class.
    assert_eq!(
        chosen(path, "sl<|>", "slack"),
        "from typing import TypedDict\n\n\nclass slack(TypedDict):\n    token: str"
    );
    assert_eq!(
        chosen("f/shop/all.flow/flow.yaml", &embedded("sl<|>\n"), "slack"),
        embedded("from typing import TypedDict\n\n\nclass slack(TypedDict):\n    token: str\n")
    );
    assert_eq!(
        chosen(
            path,
            "@x\ndef main(a: int, b: Stri<|>):\n    pass\n",
            "stripe"
        ),
        "from typing import TypedDict\n\n\nclass stripe(TypedDict):\n    token: str\n\n\n\
         @x\ndef main(a: int, b: stripe):\n    pass\n"
    );
    assert_eq!(
        chosen(path, "import json\r\n\r\ndef main(db: c_<|>\r\n", "c_crm"),
        "from typing import TypedDict\r\nimport json\r\n\r\n\r\nclass c_crm(TypedDict):\r\n    url: str\r\n    limit: int\r\n    \
         ratio: float\r\n    on: bool\r\n    tags: list\r\n    more: dict\r\n    any: object\r\n\r\n\r\ndef main(db: c_crm\r\n"
    );
    let flow = embedded("import json\n\ndef main(hook: discord_w<|>):\n    pass\n");
    assert_eq!(
        chosen("f/shop/all.flow/flow.yaml", &flow, "discord_webhook"),
        embedded(
            "from typing import TypedDict\nimport json\n\n\nclass discord_webhook(TypedDict):\n    webhook_url: str\n\n\n\
             def main(hook: discord_webhook):\n    pass\n"
        )
    );
    let flow = embedded("import json\n\nopena<|>\n\ndef main(): pass\n");
    assert_eq!(
        chosen("f/shop/all.flow/flow.yaml", &flow, "openai"),
        embedded(
            "from typing import TypedDict\nimport json\n\n\nclass openai(TypedDict):\n    api_key: str\n    \
             organization_id: str\n\n\ndef main(): pass\n"
        )
    );
    for code in [
        "<|>\n",
        "x = postg<|>\n",
        "def f():\n    postg<|>\n",
        "postg<|>x = 1\n",
        "def main(postg<|>): pass\n",
        "def main(a=postg<|>): pass\n",
        "def main(a: int = postg<|>): pass\n",
        "f(postg<|>)\n",
        "import postgresql\npostg<|>\n",
        "'postg<|>'\n",
        "# postg<|>\n",
        "class X:\n    def f(self, db: postg<|>): pass\n",
    ] {
        // What starts a script is not the same in a step.
        for (path, text) in [
            ("f/shop/run.py", code.to_owned()),
            ("f/shop/all.flow/flow.yaml", embedded(code)),
        ] {
            let (items, _) = at(path, &text);
            assert!(items.iter().all(|i| i.label != "postgresql"), "{text}");
        }
    }
    // A class of the file is the one that is meant.
    let (items, _) = at(
        path,
        "class postgresql: pass\ndef main(db: postg<|>): pass\n",
    );
    let own: Vec<_> = items.iter().filter(|i| i.label == "postgresql").collect();
    assert!(matches!(&own[..], [own] if own.also.is_empty()), "{own:?}");
    let folded = embedded("postg<|>\n").replace("content: |", "content: >");
    assert_eq!(at("f/shop/all.flow/flow.yaml", &folded).0, []);
}

#[test]
fn nothing_where_it_is_turned_off() {
    let code = "import wmill\nwmill.get_variable(\n";
    let (mut snapshot, id) = snapshot("f/shop/run.py", code);
    let ask = |snapshot: &Snapshot| {
        let items =
            snapshot.completions(id, code.len() - 1).len() + snapshot.completions(id, 19).len();
        let hover = snapshot.hover(id, code.find("get_").unwrap()).is_some();
        (
            items > 0,
            hover,
            snapshot.signature(id, code.len() - 1).is_some(),
        )
    };
    assert_eq!(ask(&snapshot), (true, true, true));
    snapshot.settings.set_sdk(false);
    assert_eq!(ask(&snapshot), (false, false, false));
}

#[test]
fn the_step_under_the_cursor_decides_how_lines_are_added() {
    let (text, offset) = fixture::cursor(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
         language: python3\n        content: \"postg\\n\"\n    - id: b\n      value:\n        type: rawscript\n        \
         language: python3\n        content: |\n          postg<|>\n",
    );
    let (mut snapshot, id) = snapshot("f/shop/all.flow/flow.yaml", &text);
    let fresh = snapshot.completions(id, offset);
    assert!(fresh.iter().any(|i| i.label == "postgresql"));
    // After an edit elsewhere, both steps have one script.
    let at = text.find("s\n").unwrap_or_default();
    let edit = syntax::Edit {
        span: syntax::Span::new(at, at + 1),
        new_len: 1,
    };
    let edited = text.replacen("s\n", "t\n", 1);
    snapshot.workspace.edit(id, edit, edited.into());
    assert_eq!(snapshot.completions(id, offset), fresh);
}
