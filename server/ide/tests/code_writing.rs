//! TypeScript, SQL and Bash written from nothing: how a script starts, what the client has, types, the comments and lines
//! that take inputs. In a file, and in a flow's YAML.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\ndefaultTs: bun\n"),
    (
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue: {host: h}\n",
    ),
    ("f/shop/token.variable.yaml", "value: x\nis_secret: true\n"),
    (
        "c_crm.resource-type.yaml",
        "schema: {properties: {key: {type: string}, size: {type: integer}}}\n",
    ),
    (
        "f/shop/all.flow/flow.yaml",
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
         language: bun\n        content: '!inline a.ts'\n        input_transforms:\n          rows: {type: static, value: 1}\n          \
         to-day: {type: static, value: 1}\n    - id: b\n      value:\n        type: rawscript\n        language: bash\n        \
         content: '!inline b.sh'\n        input_transforms:\n          rows: {type: static, value: 1}\n          day: {type: static, value: 1}\n    - id: c\n      \
         value:\n        type: rawscript\n        language: postgresql\n        content: '!inline c.pg.sql'\n        input_transforms:\n          \
         day: {type: static, value: 1}\n          limit: {type: static, value: 1}\n          database: {type: static, value: '$res:f/shop/db'}\n",
    ),
    ("f/shop/all.flow/a.ts", ""),
    ("f/shop/all.flow/b.sh", ""),
    ("f/shop/all.flow/c.pg.sql", ""),
];

const SCRIPT: &str = "f/shop/run.ts";
const FLOW: &str = "f/shop/own.flow/flow.yaml";

/// The code as a flow embeds it.
fn embedded(language: &str, code: &str) -> String {
    let lines = code.lines().map(|l| match l.is_empty() {
        true => "\n".to_owned(),
        false => format!("          {l}\n"),
    });
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
         language: {language}\n        content: |\n{}        input_transforms: {{}}\n",
        lines.collect::<String>()
    )
}

fn snapshot(path: &str, text: &str) -> (Snapshot, syntax::FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    for (path, text) in FILES {
        set(path, text);
    }
    let id = set(path, text);
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    (snapshot, id)
}

/// What is offered at `<|>`, and the text without it.
fn at(path: &str, text: &str) -> (Vec<Completion>, String) {
    let (text, offset) = fixture::cursor(text);
    let (snapshot, id) = snapshot(path, &text);
    (snapshot.completions(id, offset), text)
}

fn labels(path: &str, text: &str) -> Vec<String> {
    at(path, text).0.into_iter().map(|i| i.label).collect()
}

/// The text with an item applied, its other edits too.
#[track_caller]
fn chosen(path: &str, text: &str, label: &str) -> String {
    let (items, mut text) = at(path, text);
    let found = items.iter().find(|i| i.label == label);
    let labels: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
    let item = found.unwrap_or_else(|| panic!("{label} is not among {labels:?}"));
    if let Some(snippet) = &item.snippet {
        assert_eq!(snippet.to_plain(), item.insert);
    }
    let mut edits: Vec<_> = item.also.iter().map(|e| (e.span, e.text.clone())).collect();
    for (span, _) in &edits {
        let apart = span.end < item.replace.start || span.start > item.replace.end;
        assert!(apart, "an edit touches what is replaced: {item:?}");
    }
    edits.push((item.replace, item.insert.clone()));
    edits.sort_by_key(|(span, _)| span.start);
    for (span, new) in edits.into_iter().rev() {
        text.replace_range(span.range(), &new);
    }
    text
}

/// The same choice in a file and in a flow gives the same code.
#[track_caller]
fn gives(code: &str, label: &str, wanted: &str) {
    assert_eq!(chosen(SCRIPT, code, label), wanted);
    assert_eq!(
        chosen(FLOW, &embedded("bun", code), label),
        embedded("bun", wanted)
    );
    let windows = code.replace('\n', "\r\n");
    assert_eq!(
        chosen(SCRIPT, &windows, label),
        wanted.replace('\n', "\r\n")
    );
}

#[test]
fn typescript_starts() {
    let all = labels(SCRIPT, "<|>");
    let first = [
        "export async function main",
        "import * as wmill from \"windmill-client\";",
        "export async function preprocessor",
        "export async function preprocessor: http",
    ];
    assert_eq!(all[..4], first, "{all:?}");
    assert_eq!(labels(SCRIPT, "ma<|>"), ["export async function main"]);
    assert_eq!(
        labels(SCRIPT, "export async function m<|>"),
        ["export async function main"]
    );
    assert_eq!(
        labels("f/shop/run.deno.ts", "imp<|>"),
        ["import * as wmill from \"npm:windmill-client\";"]
    );
    gives(
        "//native\n\nexport<|>\n",
        "export async function main",
        "//native\n\nexport async function main() {\n  return {};\n}\n",
    );
    gives(
        "import x from \"x\";\nma<|>\nconst a = 1;\n",
        "export async function main",
        "import x from \"x\";\n\nexport async function main() {\n  return {};\n}\n\nconst a = 1;\n",
    );
    let is_there =
        "import * as wmill from \"windmill-client\";\nexport async function main() {}\n<|>";
    let found = labels(SCRIPT, is_there);
    assert!(
        found
            .iter()
            .all(|l| l.starts_with("export async function preprocessor")),
        "{found:?}"
    );
    for code in [
        "export async function main() {\n<|>\n}",
        "const a =\n<|>",
        "  <|>",
        "'<|>'",
        "const a = 1;\n// <|>",
        "// about <|>",
        "main(<|>",
    ] {
        assert_eq!(labels(SCRIPT, code), [""; 0], "{code}");
    }
}

#[test]
fn a_step_in_typescript_takes_what_it_is_given() {
    let path = "f/shop/all.flow/a.ts";
    assert_eq!(
        chosen(path, "<|>", "export async function main"),
        "export async function main(rows: any) {\n  return {};\n}"
    );
    assert!(
        labels(path, "<|>")
            .iter()
            .all(|l| !l.contains("preprocessor"))
    );
    let main = "\n\nexport async function main(name: string, size = 1) {}\n";
    assert_eq!(
        chosen(
            SCRIPT,
            &format!("<|>{main}"),
            "export async function preprocessor: websocket"
        ),
        format!(
            "export async function preprocessor(event: {{\n  kind: \"websocket\";\n  trigger_path: string;\n  msg: string;\n  \
             url: string;\n}}) {{\n  return {{\n    name: event.msg,\n    size: event.msg,\n  }};\n}}{main}"
        )
    );
    let all = chosen(
        SCRIPT,
        &format!("<|>{main}"),
        "export async function preprocessor",
    );
    assert!(
        all.contains("    case \"http\":\n      return {\n        name: event.body.name,\n"),
        "{all}"
    );
}

#[test]
fn the_client_has_its_members() {
    let star = "import * as wmill from \"windmill-client\";\n\nexport async function main() {\n";
    let found = labels(SCRIPT, &format!("{star}  const x = await wmill.<|>\n}}\n"));
    assert_eq!(
        found[..3],
        ["getVariable", "getResource", "runScriptByPath"],
        "{found:?}"
    );
    let place = |name: &str| found.iter().position(|l| l == name).unwrap();
    assert!(place("waitJob") < place("S3Object") && place("S3Object") < place("JobService"));
    assert!(
        place("JobService") < place("runScript"),
        "what is out of use comes last"
    );
    assert!(
        !found.contains(&"getWorkspace".to_owned()),
        "the namespace has none"
    );
    let default = "import wmill from \"windmill-client\";\nwmill.<|>";
    assert!(labels(SCRIPT, default).contains(&"getWorkspace".to_owned()));
    assert_eq!(
        labels(SCRIPT, "import { <|> } from \"windmill-client\";")[0],
        "getVariable"
    );
    gives(
        "export async function main() {\n  const x = await wmill.getV<|>;\n}\n",
        "getVariable",
        "import * as wmill from \"windmill-client\";\n\nexport async function main() {\n  const x = await wmill.getVariable;\n}\n",
    );
    gives(
        "//native\nimport x from \"x\";\n\nwmill.<|>\n",
        "getState",
        "//native\nimport * as wmill from \"windmill-client\";\nimport x from \"x\";\n\nwmill.getState\n",
    );
    for code in [
        "function f(wmill: any) {\n  wmill.<|>\n}\n",
        "const wmill = 1;\nwmill.<|>\n",
        "x.wmill.<|>",
        "'wmill.<|>'",
        "// wmill.<|>",
        "import * as wmill from './mine';\nwmill.<|>",
        "wmill.getState().<|>",
    ] {
        assert_eq!(labels(SCRIPT, code), [""; 0], "{code}");
    }
}

#[test]
fn the_client_takes_paths() {
    let star = "import * as wmill from \"windmill-client\";\n";
    assert_eq!(
        labels(SCRIPT, &format!("{star}wmill.getResource(\"<|>\")")),
        ["f/shop/db"]
    );
    assert_eq!(
        labels(SCRIPT, &format!("{star}await wmill.getVariable('f/<|>')")),
        ["f/shop/token"]
    );
    assert_eq!(
        labels(
            SCRIPT,
            "import { getVariable as v } from 'windmill-client';\nv('<|>')"
        ),
        ["f/shop/token"]
    );
    for code in [
        "wmill.setVariable(\"a\", \"<|>\")",
        "console.log(\"<|>\")",
        "getVariable(\"<|>\")",
    ] {
        assert_eq!(labels(SCRIPT, &format!("{star}{code}")), [""; 0], "{code}");
    }
}

#[test]
fn types_of_typescript() {
    // Of a name that a resource has, its type; else what Windmill knows, or a type of that name.
    let first = |name: &str| {
        let code = format!("export async function main({name}: <|>) {{}}\n");
        labels(SCRIPT, &code)[0].clone()
    };
    for (name, wanted) in [
        ("db", "Postgresql"),
        ("shopDb", "Postgresql"),
        ("slack", "Slack"),
        ("date", "Date"),
        ("rows", "string"),
    ] {
        assert_eq!(first(name), wanted, "{name}");
    }
    let own = "type Row = { x: number };\ninterface Other {}\n\n";
    let found = labels(
        SCRIPT,
        &format!("{own}export async function main(a: <|>) {{}}\n"),
    );
    assert_eq!(
        found[..4],
        ["Row", "Other", "string", "number"],
        "{found:?}"
    );
    for name in ["wmill.S3Object", "Postgresql", "c_crm", "GcpServiceAccount"] {
        assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
    }
    gives(
        "import x from \"x\";\nexport async function main(a: c_<|>) {}\n",
        "c_crm",
        "import x from \"x\";\n\ntype c_crm = {\n  key: string;\n  size: number;\n};\n\nexport async function main(a: c_crm) {}\n",
    );
    gives(
        "//native\n\n/** About. */\nexport async function main(a: string, t: Sl<|>) {}\n",
        "Slack",
        "//native\n\ntype Slack = {\n  token: string;\n};\n\n/** About. */\nexport async function main(a: string, t: Slack) {}\n",
    );
    gives(
        "export async function main(a: S3<|>) {}\n",
        "wmill.S3Object",
        "import * as wmill from \"windmill-client\";\n\nexport async function main(a: wmill.S3Object) {}\n",
    );
    let there =
        "import * as wmill from \"windmill-client\";\nexport async function main(a: wmill<|>) {}\n";
    assert!(at(SCRIPT, there).0[0].also.is_empty());
    let namespace = labels(SCRIPT, "export async function main(a: RT.<|>) {}");
    assert!(namespace.contains(&"Postgresql".to_owned()));
    assert!(
        !namespace.iter().any(|l| l.to_lowercase().contains("crm")),
        "its name would be read as another type"
    );
    for code in ["main(a: <|>)", "const a: <|>", "function f(a = b ? c : <|>"] {
        assert_eq!(labels(SCRIPT, code), [""; 0], "{code}");
    }
}

#[test]
fn what_stands_there_in_typescript() {
    let about = |text: &str| {
        let (text, offset) = fixture::cursor(text);
        let (snapshot, id) = snapshot(SCRIPT, &text);
        snapshot.hover(id, offset).map(|h| h.text.to_plain())
    };
    let star = "import * as wmill from \"windmill-client\";\n";
    let shown = about(&format!("{star}await wmill.get<|>Variable('f/a/b');")).unwrap();
    assert!(
        shown.starts_with("function getVariable(path: string): Promise<string>"),
        "{shown}"
    );
    assert!(shown.contains("by its path"), "{shown}");
    let shown = about("import { run<|>Script } from 'windmill-client';").unwrap();
    assert!(shown.contains("runScriptByPath"), "{shown}");
    let shown = about(&format!("{star}w<|>mill.x()")).unwrap();
    assert!(shown.contains("Windmill's TypeScript client"), "{shown}");
    for text in [
        "wm<|>ill.getVariable()",
        "const wmill = 1;\nwmill.get<|>Variable",
        "'getV<|>ariable'",
        "import * as wmill from \"windmill-client\";\na.wmill.get<|>Variable",
    ] {
        assert_eq!(about(text), None, "{text}");
    }
}

#[test]
fn sql_declares_what_it_takes() {
    let pg = "f/shop/q.pg.sql";
    assert_eq!(
        labels(pg, "<|>"),
        ["-- $1 name (text)", "-- database f/shop/db"]
    );
    assert_eq!(
        chosen(pg, "--<|>", "-- $1 name (text)"),
        "-- $1 name (text)"
    );
    assert_eq!(
        labels(
            pg,
            "-- database f/shop/db\n-- $1 id (int)\n<|>\nSELECT $1, $2"
        ),
        ["-- $2 name (text)"]
    );
    assert_eq!(labels(pg, "-- $1 id (b<|>"), ["bigint", "bool"]);
    assert_eq!(
        chosen(pg, "-- $1 id (bi<|>\nSELECT $1", "bigint"),
        "-- $1 id (bigint)\nSELECT $1"
    );
    assert_eq!(chosen(pg, "-- $1 id (<|>)", "jsonb"), "-- $1 id (jsonb)");
    for code in [
        "SELECT 1;\n<|>",
        "-- $1 id (int) = <|>",
        "SELECT (<|>",
        "-- about <|>",
        "-- $x id (<|>",
    ] {
        assert_eq!(labels(pg, code), [""; 0], "{code}");
    }
    for (path, wanted) in [
        ("f/shop/q.my.sql", "-- :name (text)"),
        ("f/shop/q.bq.sql", "-- @name (string)"),
        ("f/shop/q.sf.sql", "-- ? name (varchar)"),
        ("f/shop/q.ms.sql", "-- @P1 name (nvarchar)"),
        ("f/shop/q.odb.sql", "-- :name (text)"),
        ("f/shop/q.duckdb.sql", "-- $name (text)"),
    ] {
        assert_eq!(labels(path, "<|>"), [wanted], "{path}");
        // What is proposed is what Windmill reads.
        let text = chosen(path, "<|>", wanted);
        let (snapshot, id) = snapshot(path, &text);
        let file = snapshot.workspace.get(id).unwrap();
        let entry = file
            .script()
            .unwrap()
            .entry(model::signature::EntryName::Main);
        let params = &entry.signature().unwrap().params;
        assert_eq!(params.last().unwrap().name.value, "name", "{path}");
    }
}

#[test]
fn a_step_in_sql_declares_what_it_is_given() {
    let path = "f/shop/all.flow/c.pg.sql";
    assert_eq!(
        labels(path, "<|>")[..3],
        [
            "-- all inputs of the step",
            "-- $1 day (text)",
            "-- $1 limit (text)"
        ]
    );
    assert_eq!(
        chosen(path, "<|>\nSELECT 1", "-- all inputs of the step"),
        "-- $1 day (text)\n-- $2 limit (text)\nSELECT 1"
    );
    assert_eq!(
        labels(path, "-- $1 day (date)\n-- $<|>")[0],
        "-- $2 limit (text)"
    );
    let step = embedded("postgresql", "<|>\n").replace(
        "input_transforms: {}",
        "input_transforms: {a: {type: static, value: 1}, b: {type: static, value: 1}}",
    );
    let wanted = embedded("postgresql", "-- $1 a (text)\n-- $2 b (text)\n").replace(
        "input_transforms: {}",
        "input_transforms: {a: {type: static, value: 1}, b: {type: static, value: 1}}",
    );
    assert_eq!(chosen(FLOW, &step, "-- all inputs of the step"), wanted);
}

#[test]
fn bash_takes_its_inputs() {
    let path = "f/shop/run.sh";
    assert_eq!(
        labels(path, "<|>"),
        ["name=\"$1\"", "name=\"${1:-default}\""]
    );
    assert_eq!(
        labels(path, "# about\nset -e\nid=\"$1\"\n<|>\necho")[0],
        "name=\"$2\""
    );
    assert_eq!(chosen(path, "id=<|>", "\"$1\""), "id=\"$1\"");
    for code in [
        "echo a\n<|>",
        "ec<|>",
        "a b=<|>",
        "id=\"$1\"\n# <|>",
        "# about <|>",
        "  <|>",
    ] {
        assert_eq!(labels(path, code), [""; 0], "{code}");
    }
    let step = "f/shop/all.flow/b.sh";
    assert_eq!(
        labels(step, "<|>")[..3],
        ["all inputs of the step", "rows=\"$1\"", "day=\"$1\""]
    );
    assert_eq!(
        chosen(step, "<|>\necho", "all inputs of the step"),
        "rows=\"$1\"\nday=\"$2\"\necho"
    );
    assert_eq!(labels(step, "rows=\"$1\"\n<|>")[0], "day=\"$2\"");
}
