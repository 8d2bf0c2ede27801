//! TypeScript, SQL and Bash written from nothing: what is proposed where a person begins, with snippets and without.

use serde_json::json;

use crate::Folder;
use crate::proposals::{client, everywhere, inserted, labels, named, proposals};

fn folder() -> Folder {
    let folder = Folder::new("first");
    let write = |path: &str, text: &str| folder.write(&folder.root().join(path), text);
    write(
        "f/lib/db.resource.yaml",
        "resource_type: postgresql\nvalue:\n  host: h\n",
    );
    folder
}

const SCRIPT: &str = "f/a/new.ts";

#[test]
fn an_empty_script() {
    everywhere(folder, SCRIPT, "<|>", |items, snippets| {
        let first = [
            "export async function main",
            "import * as wmill from \"windmill-client\";",
            "export async function preprocessor",
        ];
        assert_eq!(labels(items)[..3], first);
        let main = inserted(named(items, "export async function main"));
        let wanted = match snippets {
            true => "export async function main(${1}) {\n  ${2:return {\\};}\n}",
            false => "export async function main() {\n  return {};\n}",
        };
        assert_eq!(main, wanted);
    });
    everywhere(
        folder,
        SCRIPT,
        "export async function pre<|>",
        |items, _| {
            let item = named(items, "export async function preprocessor");
            assert_eq!(item["textEdit"]["range"]["start"]["character"], 0);
        },
    );
}

#[test]
fn the_client() {
    let code = "export async function main() {\n  const x = await wmill.<|>\n}\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        assert_eq!(labels(items)[..2], ["getVariable", "getResource"]);
        for item in items {
            let edits = item["additionalTextEdits"].as_array().unwrap();
            assert_eq!(edits.len(), 1);
            let import = "import * as wmill from \"windmill-client\";\n\n";
            assert_eq!(edits[0]["newText"], import);
            let start = json!({"line": 0, "character": 0});
            assert_eq!(edits[0]["range"], json!({"start": start, "end": start}));
        }
    });
    let code = "import * as wmill from \"windmill-client\";\nwmill.getResource(\"<|>\");\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        assert_eq!(labels(items), ["f/lib/db"]);
    });
    everywhere(
        folder,
        SCRIPT,
        "import * as wmill from \"<|>\"",
        |items, _| {
            assert_eq!(labels(items), ["windmill-client"]);
            assert_eq!(inserted(&items[0]), "windmill-client");
        },
    );
    let code = "import { <|> } from \"windmill-client\";\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        assert_eq!(labels(items)[..2], ["getVariable", "getResource"]);
    });
}

#[test]
fn a_name_of_the_client_is_told() {
    let folder = folder();
    let mut client = client(&folder, true);
    let file = folder.root().join(SCRIPT);
    let code = "import * as wmill from \"windmill-client\";\nwmill.getVariable(\"f/a/b\");\n";
    folder.write(&file, code);
    client.did_open(&file, 1, code);
    client.published(&file, |_| true);
    let hover = client.at("hover", &file, 1, 10);
    let shown = hover["contents"]["value"].as_str().unwrap();
    assert!(
        shown.contains("function getVariable(path: string): Promise<string>"),
        "{shown}"
    );
    let help = client.at("signatureHelp", &file, 1, 18);
    let signature = &help["signatures"][0];
    let label = "getVariable(path: string): Promise<string>";
    assert_eq!(
        (&signature["label"], &help["activeParameter"]),
        (&json!(label), &json!(0))
    );
    let place = &client.at("definition", &file, 1, 10)[0];
    let address = place["uri"].as_str().unwrap();
    assert!(address.ends_with("/windmill-client.d.ts"), "{address}");
    let path = std::path::PathBuf::from(address.strip_prefix("file://").unwrap());
    let stub = std::fs::read_to_string(&path).unwrap();
    let line = place["range"]["start"]["line"].as_u64().unwrap() as usize;
    assert_eq!(
        stub.lines().nth(line),
        Some(format!("export function {label};").as_str())
    );
    // Of something that is called the same, nothing.
    let code = "import * as wmill from \"./mine\";\nwmill.getVariable(\"f/a/b\");\n";
    client.did_change(&file, 2, json!([{"text": code}]));
    assert!(client.at("signatureHelp", &file, 1, 18).is_null());
    assert!(client.at("definition", &file, 1, 10).is_null());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn types_of_parameters() {
    let code = "export async function main(db: <|>) {}\n";
    everywhere(folder, SCRIPT, code, |items, _| {
        // A resource is called so, and what it is comes first.
        assert_eq!(labels(items)[..3], ["Postgresql", "string", "number"]);
        let item = named(items, "Postgresql");
        let edits = item["additionalTextEdits"].as_array().unwrap();
        let text = edits[0]["newText"].as_str().unwrap();
        assert!(
            text.starts_with("type Postgresql = {\n  host: string;\n"),
            "{text}"
        );
        assert!(text.ends_with("};\n\n"), "{text}");
    });
}

#[test]
fn a_query() {
    everywhere(
        folder,
        "f/a/q.pg.sql",
        "<|>\nSELECT $1",
        |items, snippets| {
            assert_eq!(labels(items), ["-- $1 name (text)", "-- database f/lib/db"]);
            let input = inserted(named(items, "-- $1 name (text)"));
            match snippets {
                true => assert!(
                    input.starts_with("-- \\$1 ${1:name} (${2|text,int,"),
                    "{input}"
                ),
                false => assert_eq!(input, "-- $1 name (text)"),
            }
        },
    );
    everywhere(folder, "f/a/q.my.sql", "-- :day (d<|>", |items, _| {
        assert_eq!(labels(items), ["date", "datetime"]);
        assert_eq!(inserted(&items[0]), "date)");
    });
}

#[test]
fn a_shell_script() {
    everywhere(folder, "f/a/run.sh", "<|>", |items, snippets| {
        let item = named(items, "name=\"$1\"");
        let wanted = match snippets {
            true => "${1:name}=\"\\$1\"",
            false => "name=\"$1\"",
        };
        assert_eq!(inserted(item), wanted);
    });
    everywhere(folder, "f/a/run.sh", "city=<|>", |items, _| {
        assert_eq!(inserted(&items[0]), "\"$1\"");
    });
}

/// A flow with this code in a step, its lines in the column of code.
fn flow(language: &str, code: &str) -> String {
    let code = code.replace('\n', "\n          ");
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: {language}\n        \
         content: |\n          {code}\n        input_transforms:\n          day: {{type: static, value: 1}}\n          rows: {{type: static, value: 1}}\n"
    )
}

#[test]
fn code_of_a_flow() {
    for (language, label, wanted) in [
        (
            "bun",
            "export async function main",
            "export async function main(${1:day: any, rows: any}) {\n  ${2:return {\\};}\n}",
        ),
        (
            "bash",
            "all inputs of the step",
            "day=\"$1\"\n          rows=\"$2\"",
        ),
        (
            "bigquery",
            "-- @day (string)",
            "-- @day (${1|string,int64,float64,bool,date,timestamp,json,string[]|})",
        ),
    ] {
        let folder = folder();
        let mut client = client(&folder, true);
        let items = proposals(&mut client, &folder.flow, &flow(language, "<|>"));
        assert_eq!(inserted(named(&items, label)), wanted);
        assert_eq!(client.shut_down(), Some(0));
    }
}
