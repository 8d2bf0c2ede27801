//! Fifty nasty texts through everything that the server says: what is shown is harmless, what is inserted
//! means the text.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use serde_json::{Value, json};
use tests::Client;
use tests::nasty::{NASTY, file_name, flow, harm, quoted, write_library};

use crate::Folder;

/// A client that shows everything there is.
fn capabilities(format: &str) -> Value {
    json!({"textDocument": {
        "hover": {"contentFormat": [format]},
        "completion": {"completionItem": {"documentationFormat": [format]}},
        "signatureHelp": {"signatureInformation": {
            "documentationFormat": [format],
            "parameterInformation": {"labelOffsetSupport": true},
        }},
        "publishDiagnostics": {"relatedInformation": true},
        "diagnostic": {},
        "definition": {"linkSupport": true},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        "foldingRange": {"foldingRange": {"collapsedText": true}},
    }})
}

/// A workspace with all texts; the flow and the script of each.
fn nasty() -> (Folder, Vec<(PathBuf, PathBuf)>) {
    let folder = Folder::new("first");
    let root = folder.root();
    let mut files = Vec::new();
    for (i, text) in NASTY.iter().enumerate() {
        let name = file_name(text).unwrap_or_else(|| format!("n{i}"));
        let file = root.join(format!("f/a/{name}.flow/flow.yaml"));
        folder.write(&file, &flow(text, i));
        write_library(&root, text, i);
        files.push((file, root.join(format!("f/lib/s{i}.py"))));
    }
    folder.write(&root.join("windmill-ls.toml"), "[hints]\nshapes = true\n");
    (folder, files)
}

/// Looks at what the server said: every text that is shown.
fn is_harmless(value: &Value, what: &str) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| is_harmless(v, what)),
        Value::Object(fields) => {
            let kind = value["kind"].as_str();
            for (key, field) in fields {
                match (key.as_str(), field) {
                    ("value", Value::String(text)) if kind == Some("markdown") => {
                        is_tame(text).unwrap_or_else(|why| panic!("{what}: {why}"));
                        is_shown(text, what);
                    }
                    (
                        "value" | "message" | "label" | "detail" | "title" | "tooltip" | "name"
                        | "collapsedText" | "containerName",
                        Value::String(text),
                    ) => {
                        is_shown(text, what);
                    }
                    // What is inserted and matched is the text itself.
                    ("newText" | "filterText" | "sortText", _) => {}
                    _ => is_harmless(field, what),
                }
            }
        }
        _ => {}
    }
}

/// What is shown may have several lines; a service's commands mean nothing to an editor.
fn is_shown(text: &str, what: &str) {
    for line in text.split('\n') {
        if let Some(harm) = harm(line).filter(|h| !h.starts_with("a command")) {
            panic!("{what}: {harm}");
        }
    }
}

/// Whether Markdown has nothing live in it but links of our own descriptions.
fn is_tame(markdown: &str) -> Result<(), String> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    let arena = Arena::new();
    for node in parse_document(&arena, markdown, &options).descendants() {
        let found = &node.data.borrow().value;
        let is_live = match found {
            NodeValue::Link(link) => !link.url.starts_with("https://www.windmill.dev/"),
            NodeValue::Image(_) | NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => true,
            NodeValue::Heading(_) | NodeValue::Table(..) | NodeValue::BlockQuote => true,
            NodeValue::TaskItem(_) | NodeValue::Strikethrough => true,
            _ => false,
        };
        if is_live {
            return Err(format!("{found:?} in {markdown:?}"));
        }
    }
    Ok(())
}

/// Line and column, in UTF-16, of an offset.
fn place(text: &str, offset: usize) -> (u32, u32) {
    // A carriage return alone ends a line too.
    let before = text[..offset].replace("\r\n", "\n").replace('\r', "\n");
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let column = before[start..].encode_utf16().count();
    (before.matches('\n').count() as u32, column as u32)
}

/// Everything an editor asks at a place.
fn ask_all(client: &mut Client, file: &Path, (line, column): (u32, u32), what: &str) -> Value {
    let mut all = json!({});
    for method in [
        "hover",
        "completion",
        "signatureHelp",
        "definition",
        "prepareCallHierarchy",
    ] {
        let answer = client.at(method, file, line, column);
        is_harmless(&answer, &format!("{what}: {method} at {line}:{column}"));
        all[method] = answer;
    }
    all
}

fn pulled(client: &mut Client, file: &Path) -> Value {
    let document = json!({"uri": tests::uri(file)});
    let mut report = client.request("textDocument/diagnostic", json!({"textDocument": document}));
    report["items"].take()
}

#[test]
fn what_is_shown_is_harmless() {
    let (folder, files) = nasty();
    for format in ["markdown", "plaintext"] {
        let mut client = Client::open(&folder.root(), capabilities(format));
        let symbols = client.request("workspace/symbol", json!({"query": ""}));
        assert!(symbols.as_array().unwrap().len() > NASTY.len());
        is_harmless(&symbols, "symbols of the workspace");
        let (mut hovers, mut items, mut found, mut actions) = (0, 0, 0, 0);
        for (i, (file, script)) in files.iter().enumerate() {
            let what = format!("{:?} as {format}", NASTY[i]);
            let text = flow(NASTY[i], i);
            let diagnostics = pulled(&mut client, file);
            is_harmless(&diagnostics, &what);
            found += diagnostics.as_array().unwrap().len();
            let whole =
                json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
            let document = json!({"uri": tests::uri(file)});
            let asked =
                json!({"textDocument": document, "range": whole, "context": {"diagnostics": []}});
            let answer = client.request("textDocument/codeAction", asked);
            is_harmless(&answer, &what);
            actions += answer.as_array().unwrap().len();
            let asked = json!({"textDocument": document, "range": whole});
            is_harmless(&client.request("textDocument/inlayHint", asked), &what);
            for file in [file, script] {
                let asked = json!({"textDocument": {"uri": tests::uri(file)}});
                let symbols = client.request("textDocument/documentSymbol", asked);
                assert_ne!(symbols, json!([]), "{what}");
                is_harmless(&symbols, &what);
                let asked = json!({"textDocument": {"uri": tests::uri(file)}});
                let folds = client.request("textDocument/foldingRange", asked);
                is_harmless(&folds, &what);
            }
            let q = quoted(NASTY[i]);
            for (needle, at) in [
                ("id: first".to_owned(), 5),
                (format!("id: {q}"), 5),
                ("results.first.plain".to_owned(), 10),
                ("results.first.plain".to_owned(), 15),
                ("expr: \"results[".to_owned(), 18),
                ("expr: \"results.first[".to_owned(), 24),
                ("expr: \"flow_input[".to_owned(), 22),
                (format!("{q}: {{ type: javascript"), 1),
                (format!("{q}: {{ type: static"), 1),
                ("path: f/lib/s".to_owned(), 8),
                ("path: f/lib/sub".to_owned(), 8),
                (
                    format!("content: {}", quoted("!inline")).replace('"', ""),
                    10,
                ),
                ("type: rawscript".to_owned(), 8),
                ("more: { type: static, value: \"$res:".to_owned(), 35),
                ("          a: {".to_owned(), 10),
            ] {
                let Some(start) = text.find(&needle) else {
                    continue;
                };
                let at = text.floor_char_boundary(start + at);
                let answers = ask_all(&mut client, file, place(&text, at), &what);
                hovers += usize::from(!answers["hover"].is_null());
                items += answers["completion"].as_array().map_or(0, Vec::len);
            }
            let code = std::fs::read_to_string(script).unwrap();
            let at = code.find("main(a=1)").unwrap();
            for at in [at + 2, at + 5, at + 7] {
                let answers = ask_all(&mut client, script, place(&code, at), &what);
                let is_inside = code[..at].ends_with(['(', '=']);
                assert!(!answers["signatureHelp"].is_null() || !is_inside, "{what}");
            }
            is_harmless(&pulled(&mut client, script), &what);
        }
        let least = NASTY.len();
        assert!(hovers > 5 * least && items > 10 * least, "{hovers} {items}");
        assert!(found > 5 * least && actions > least, "{found} {actions}");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn an_installed_package_is_a_stranger_too() {
    for text in NASTY {
        let folder = Folder::new("first");
        let root = folder.root();
        let doc = text.replace(['\\', '\0'], "").replace("'''", "");
        let q = quoted(text);
        let packages = root.join(".venv/lib/python3.12/site-packages");
        folder.write(
            &packages.join("wmill/client.py"),
            &format!("def fresh(x: str = {q}) -> {q}:\n    '''\n    {doc}\n\n    Args:\n        x: {doc}\n    '''\n"),
        );
        let version = text.lines().next().unwrap_or("");
        folder.write(
            &packages.join("wmill-1.dist-info/METADATA"),
            &format!("Name: wmill\nVersion: {version}\n"),
        );
        let code = "import wmill\n\ndef main():\n    return wmill.fresh(x=1)\n";
        folder.write(&folder.script, code);
        let mut client = Client::open(&root, capabilities("markdown"));
        for (at, wanted) in [(19, "hover"), (20, "completion"), (23, "signatureHelp")] {
            let answers = ask_all(&mut client, &folder.script, (3, at), &format!("{text:?}"));
            assert!(!answers[wanted].is_null(), "{text:?}: {wanted}");
        }
    }
}

/// A flow whose first step has this id; the second one is about to read it.
fn reader(id: &str) -> String {
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: {}\n      value: {{ type: identity }}\n    - id: last\n      value:\n        \
         type: script\n        path: hub/1/x\n        input_transforms:\n          a:\n            type: javascript\n            \
         expr: results.\n",
        quoted(id)
    )
}

#[test]
fn what_is_inserted_means_the_text() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), capabilities("markdown"));
    client.did_open(&folder.flow, 1, &reader("x"));
    for (i, text) in NASTY.iter().enumerate() {
        let flow = reader(text);
        let version = 2 * i as i32 + 2;
        client.did_change(&folder.flow, version, json!([{"text": flow}]));
        let (line, column) = place(&flow, flow.len() - 1);
        let items = client.at("completion", &folder.flow, line, column);
        let items = items.as_array().unwrap();
        let matched = |i: &Value| {
            i["filterText"]
                .as_str()
                .or(i["label"].as_str())
                .unwrap()
                .to_owned()
        };
        let item = items
            .iter()
            .find(|i| matched(i).trim_start_matches('.') == *text);
        let item = item.unwrap_or_else(|| panic!("{text:?} is not among {items:?}"));
        let edit = &item["textEdit"];
        let change = json!([{"range": edit["range"], "text": edit["newText"]}]);
        client.did_change(&folder.flow, version + 1, change);
        let found = pulled(&mut client, &folder.flow);
        let wrong = [
            "unknown-step",
            "expression-syntax",
            "yaml-syntax",
            "duplicate-key",
        ];
        let wrong = |d: &&Value| wrong.contains(&d["code"].as_str().unwrap());
        let wrong = found.as_array().unwrap().iter().find(wrong);
        assert!(wrong.is_none(), "{text:?}: {}: {wrong:?}", edit["newText"]);
    }
}

#[test]
fn the_log_is_harmless() {
    let folder = Folder::new("first");
    let root = folder.root();
    let all: String = NASTY
        .iter()
        .map(|t| format!("{} = 1\n", quoted(t)))
        .collect();
    folder.write(&root.join("windmill-ls.toml"), &all);
    let mut server = Command::new(tests::program())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = server.stdin.take().unwrap();
    let settings: Value = NASTY.iter().map(|t| (t.to_string(), json!(1))).collect();
    for message in [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "capabilities": {}, "rootUri": tests::uri(&root), "initializationOptions": settings,
        }}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        // It is answered when the folders have been read.
        json!({"jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": {
            "textDocument": {"uri": tests::uri(&folder.flow)}, "position": {"line": 0, "character": 0},
        }}),
    ] {
        let body = message.to_string();
        write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }
    let (mut stdout, mut said) = (server.stdout.take().unwrap(), Vec::new());
    let mut byte = [0];
    while !said.ends_with(b"\"id\":2") {
        stdout.read_exact(&mut byte).unwrap();
        said.extend(byte);
    }
    drop(stdin);
    let mut log = Vec::new();
    server.stderr.take().unwrap().read_to_end(&mut log).unwrap();
    server.wait().unwrap();
    let log = String::from_utf8(log).unwrap();
    assert!(log.contains("there is no setting"), "{log}");
    for line in log.split('\n') {
        if let Some(harm) = harm(line) {
            panic!("{harm}");
        }
    }
}
