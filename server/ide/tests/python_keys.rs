//! Keys of dictionaries in Python code while they are typed, in a file and in a flow's YAML.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    (
        "f/shop/types.py",
        "from typing import TypedDict\n\n\nclass Base(TypedDict):\n    id: int\n\n\nclass Order(Base):\n    total: float\n",
    ),
    (
        "f/shop/rates.py",
        "def today(of: str, *, late: bool = False):\n    return {\"usd\": 1.5, \"when\": of}\n\n\ndef main(b: int = 1, a: str = None, c=None):\n    return today('x')\n",
    ),
    (
        "f/shop/take.py",
        "def main(late: int = 1, name: str = None, first: str = ''):\n    pass\n",
    ),
    (
        "f/shop/do.flow/flow.yaml",
        "summary: s\nvalue:\n  modules: []\nschema:\n  properties:\n    opt: {type: string}\n    req: {type: integer}\n  required: [req]\n",
    ),
    (
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue:\n  host: h\n  extra: 1\n",
    ),
    (
        "f/shop/own.resource.yaml",
        "resource_type: c_crm\nvalue:\n  url: x\n",
    ),
    (
        "c_crm.resource-type.yaml",
        "schema: {properties: {url: {type: string}, limit: {type: integer}}}\n",
    ),
];

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

/// The keys with what stands beside them: the same in a file and in a flow.
#[track_caller]
fn keys(code: &str) -> String {
    let of = |items: Vec<Completion>| {
        let keys = items
            .into_iter()
            .map(|i| format!("{}: {}", i.label, i.detail.unwrap_or_default()));
        keys.collect::<Vec<_>>().join(", ")
    };
    let here = of(at("f/shop/run.py", code).0);
    let there = of(at("f/shop/all.flow/flow.yaml", &embedded(code)).0);
    assert_eq!(here, there, "{code}");
    here
}

const CLASS: &str = "from typing import TypedDict\n\n\nclass Db(TypedDict):\n    host: str\n    port: int | None\n\n\n";

#[test]
fn of_a_class() {
    let own = "host: str, port: int | None";
    for code in [
        "def main(db: Db):\n    x = db[\"<|>",
        "def main(db: Db, b: int):\n    x = db[\"<|>\"]\n    return x\n",
        "def main(db: Db | None = None):\n    print(1, [db['po<|>'])\n",
        "async def main(db: \"Db\"):\n    if x and db.get(\"<|>\n    return 1\n",
        "def helper(db: Db):\n    try:\n        return f\"{db['<|>']}\"\n",
    ] {
        assert_eq!(keys(&format!("{CLASS}{code}")), own, "{code}");
    }
    let imported =
        "from f.shop.types import Order\n\n\ndef main(order: Order):\n    return order[\"<|>";
    assert_eq!(keys(imported), "id: int, total: float");
    let listed = format!("{CLASS}def main(all: list[Db]):\n    for db in all:\n        db[\"<|>");
    assert_eq!(keys(&listed), "host: string, port: number | null");
}

#[test]
fn of_a_resource() {
    let all = "host: str, port: int, user: str, password: str, dbname: str, sslmode: str, root_certificate_pem: str, extra: f/shop/db";
    for code in [
        "def main():\n    r = wmill.get_resource(\"f/shop/db\")\n    x = r[\"<|>",
        "def main():\n    r: dict = wmill.get_resource('f/shop/db')\n    x = r['<|>']\n",
        "def main():\n    return wmill.get_resource(\"f/shop/db\")[\"<|>",
        "r = wmill.get_resource(\"f/shop/db\")\nr[\"<|>",
    ] {
        assert_eq!(keys(&format!("import wmill\n\n\n{code}")), all, "{code}");
    }
    let own = "import wmill\n\n\ndef main():\n    r = wmill.get_resource(\"f/shop/own\")\n    x = r[\"<|>";
    assert_eq!(keys(own), "url: str, limit: int");
    for code in [
        "def main():\n    r = wmill.get_variable(\"f/shop/db\")\n    r[\"<|>",
        "def main():\n    r = wmill.get_resource(\"f/shop/none\")\n    r[\"<|>",
        "def main():\n    r = 1\n    s = wmill.get_resource(\"f/shop/db\")\n    r[\"<|>",
        "def main():\n    r = wmill.get_resource(\"f/shop/db\")\n    r = 1\n    r[\"<|>",
    ] {
        assert_eq!(keys(&format!("import wmill\n\n\n{code}")), "", "{code}");
    }
}

#[test]
fn of_what_code_makes() {
    let code = "def main():\n    if x:\n        return {\"no\": 1}\n    row = {\"id\": 1, \"name\": \"a\"}\n    return row[\"<|>";
    assert_eq!(keys(code), "id: number, name: string");
    let code = "from f.shop.rates import today\n\n\ndef main() -> dict[str, int]:\n    rates = today(\"x\")\n    return rates[\"<|>";
    assert_eq!(keys(code), "usd: number, when: string");
    for code in [
        "def main(a):\n    a[\"<|>",
        "x[\"<|>",
        "def main(a: dict):\n    a[0, \"<|>",
        "[\"<|>",
        "def main(a: str):\n    a[b\"<|>",
    ] {
        assert_eq!(keys(code), "", "{code}");
    }
}

#[test]
fn of_an_event() {
    let at_once = keys("def preprocessor(event: dict):\n    x = event[\"<|>");
    assert!(
        at_once.starts_with("kind: str, body: dict of http, webhook, raw_string: str | None of http, webhook, route: str of http"),
        "{at_once}"
    );
    let code = "def preprocessor(event):\n    if event[\"kind\"] == \"websocket\":\n        return event[\"<|>";
    assert_eq!(
        keys(code),
        "kind: str, msg: str, url: str, trigger_path: str"
    );
    let code = "def preprocessor(event):\n    match event[\"kind\"]:\n        case \"postgres\":\n            x = event[\"<|>";
    assert_eq!(
        keys(code),
        "kind: str, transaction_type: str, schema_name: str, table_name: str, old_row: dict | None, row: dict, trigger_path: str"
    );
    assert_eq!(keys("def main(event):\n    event[\"<|>"), "");
    let code =
        "def preprocessor(event):\n    if event[\"kind\"] == \"amqp\":\n        return event[\"<|>";
    assert_eq!(
        keys(code),
        "kind: str, payload: str, exchange: str, routing_key: str, queue_name: str, redelivered: bool, delivery_tag: int, trigger_path: str"
    );
    // What a mail has, one level down.
    let mail = "headers: dict[str, str], text_body: str, html_body: str, attachments: list[dict]";
    let code = "def preprocessor(event: dict):\n    return event[\"parsed_email\"][\"<|>";
    assert_eq!(keys(code), mail);
    assert_eq!(keys(&code.replace("preprocessor", "main")), "");
    let code = "def preprocessor(event):\n    return event['parsed_email']['attachments'][0]['<|>";
    assert_eq!(keys(code), "headers: dict[str, str], body: dict");
}

#[test]
fn of_what_was_sent() {
    let main = "\n\n\ndef main(day: str, count: int = 1):\n    return day\n";
    let code = "def preprocessor(event: dict):\n    day = event[\"body\"][\"<|>";
    assert_eq!(keys(&format!("{code}{main}")), "day: input, count: input");
    let code = "def preprocessor(event: dict):\n    return {\"count\": event['body'].get('<|>";
    assert_eq!(keys(&format!("{code}{main}")), "count: input, day: input");
    // Nobody knows what something else holds.
    for code in [
        "def preprocessor(event: dict):\n    return event[\"raw_string\"][\"<|>",
        "def preprocessor(event: dict):\n    return event[\"body\"][\"day\"][\"<|>",
        "def other(event: dict):\n    return event[\"body\"][\"<|>",
    ] {
        assert_eq!(keys(&format!("{code}{main}")), "", "{code}");
    }
}

#[test]
fn of_what_is_run() {
    let code = |call: &str| format!("import wmill\n\n\ndef main():\n    wmill.{call}");
    let all = "late: integer, name: string, first: string";
    for call in [
        "run_script_by_path(\"f/shop/take\", args={\"<|>",
        "run_script_by_path(\"f/shop/take\", {'<|>'})",
        "run_script_by_path(path='f/shop/take', args={\"<|>\": 1})",
        "run_script_by_path_async(\"f/shop/take\", args={\n        \"<|>",
    ] {
        assert_eq!(keys(&code(call)), all, "{call}");
    }
    let rest = code("run_script_by_path(\"f/shop/take\", args={\"late\": 1, \"<|>\", 'first': 2})");
    assert_eq!(keys(&rest), "name: string");
    assert_eq!(
        keys(&code("run_flow_async(\"f/shop/do\", args={\"<|>")),
        "req: integer, opt: string"
    );
    let braces = code("run_flow_async(\"f/shop/do\", args={<|>})");
    assert_eq!(keys(&braces), "all inputs: , req: integer, opt: string");
    for call in [
        "run_script_by_path(\"f/shop/none\", args={\"<|>",
        "run_script_by_path(\"f/shop/take\", args={\"late\": \"<|>",
        "run_script_by_path(\"f/shop/take\", tag={\"<|>",
        "run_script_by_path(\"f/shop/take\", args=[{\"<|>",
    ] {
        assert_eq!(keys(&code(call)), "", "{call}");
    }
    let code = "def main(name: str, age: int):\n    pass\n\n\ndef preprocessor(event):\n    return {\"name\": 1, \"<|>";
    assert_eq!(labels(code), ["age"]);
}

fn labels(code: &str) -> Vec<String> {
    at("f/shop/run.py", code)
        .0
        .into_iter()
        .map(|i| i.label)
        .collect()
}

#[test]
fn what_is_accepted_closes_what_is_open() {
    let chosen = |code: &str, label: &str| {
        let (items, mut text) = at("f/shop/run.py", code);
        let item = items.into_iter().find(|i| i.label == label).unwrap();
        assert!(item.also.is_empty());
        text.replace_range(item.replace.range(), &item.insert);
        text[text.rfind('\n').unwrap() + 1..].to_owned()
    };
    let class = |line: &str| format!("{CLASS}def main(db: Db):\n    {line}");
    assert_eq!(chosen(&class("db[\"<|>"), "host"), "    db[\"host\"]");
    assert_eq!(chosen(&class("db['ho<|>"), "host"), "    db['host']");
    assert_eq!(chosen(&class("db[\"<|>\"]"), "host"), "    db[\"host\"]");
    assert_eq!(
        chosen(&class("db[\"po<|>rt\"]"), "host"),
        "    db[\"host\"]"
    );
    assert_eq!(
        chosen(&class("db.get(\"<|>"), "host"),
        "    db.get(\"host\")"
    );
    let run = "import wmill\nwmill.run_flow_async(\"f/shop/do\", args={<|>})";
    assert_eq!(
        chosen(run, "req"),
        "wmill.run_flow_async(\"f/shop/do\", args={\"req\": })"
    );
    let run = "import wmill\nwmill.run_flow_async(\"f/shop/do\", args={\"<|>";
    assert_eq!(
        chosen(run, "req"),
        "wmill.run_flow_async(\"f/shop/do\", args={\"req\": "
    );
    let (items, _) = at(
        "f/shop/run.py",
        "import wmill\nwmill.run_flow_async(\"f/shop/do\", args={<|>})",
    );
    let all = items[0].snippet.as_ref().unwrap();
    assert_eq!(all.to_plain(), "\"req\": , \"opt\": ");
}

/// In a quoted scalar a quote would end it.
#[test]
fn in_a_scalar_in_quotes() {
    let flow = |code: &str| {
        format!(
            "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
             content: \"{code}\"\n        input_transforms: {{}}\n"
        )
    };
    let labels = |code: &str| -> Vec<String> {
        let (items, text) = at("f/shop/all.flow/flow.yaml", &flow(code));
        for item in &items {
            let mut after = text.clone();
            after.replace_range(item.replace.range(), &item.insert);
            assert_eq!(
                after.matches('"').count(),
                text.matches('"').count(),
                "{item:?}"
            );
        }
        items.into_iter().map(|i| i.label).collect()
    };
    let head = "import wmill\\n\\n\\ndef main():\\n    ";
    let closed = format!("{head}wmill.run_flow_async('f/shop/do', args={{'<|>': 1}})");
    assert_eq!(labels(&closed), ["req", "opt"]);
    let braces = format!("{head}wmill.run_flow_async('f/shop/do', args={{<|>}})");
    assert_eq!(labels(&braces), [""; 0]);
    let member = format!("{head}wmill.get_v<|>");
    assert!(labels(&member).contains(&"get_variable".to_owned()));
}
