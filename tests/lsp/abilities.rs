//! What each ability of a client changes in what is answered, and that it changes nothing else: all requests are asked
//! without it and with it.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::Folder;

/// A flow whose places have another column in each encoding.
pub(crate) const FLOW: &str = "\
value:
  modules:
    - {summary: 😀, id: first, value: {type: identity}}
    - {summary: 😀, id: last, value: {type: script, path: f/a/run, input_transforms: {x: {type: javascript, expr: results.first}}}}
    - id: code
      value:
        type: rawscript
        language: python3
        content: |
          def inner(a='😀', b=1): return b
          # One
          # Two
schema:
  properties: {x: {type: string, title: 😀}, y: {type: number}}
";

pub(crate) const SCRIPT: &str = "def main(x: int, y='😀'): return x\n";

/// A place in a text of one line: its line, and its column in both encodings.
struct Text {
    text: &'static str,
    is_utf8: bool,
}

impl Text {
    /// The place `inside` bytes behind the beginning of the first `word`.
    fn at(&self, word: &str, inside: usize) -> Value {
        let offset = self.text.find(word).unwrap() + inside;
        let before = &self.text[..offset];
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        let column = &before[start..];
        let character = match self.is_utf8 {
            true => column.len(),
            false => column.encode_utf16().count(),
        };
        json!({"line": before.matches('\n').count(), "character": character})
    }
}

pub(crate) fn folder() -> Folder {
    let folder = Folder::new("first");
    folder.write(&folder.flow, FLOW);
    folder.write(&folder.script, SCRIPT);
    folder.write(&folder.root().join("f/a/run.script.yaml"), "summary: ''\n");
    folder.write(&folder.root().join("f/a/db.resource.yaml"), "value: 1\n");
    folder
}

/// What a client with these abilities is answered to all requests, in order; an error is its message.
pub(crate) fn answers(
    folder: &Folder,
    client: &mut Client,
    is_utf8: bool,
) -> Vec<(&'static str, Value)> {
    let flow = Text {
        text: FLOW,
        is_utf8,
    };
    let script = Text {
        text: SCRIPT,
        is_utf8,
    };
    let asked = |path: &Path, position: Value| json!({"textDocument": {"uri": uri(path)}, "position": position});
    let with = |mut params: Value, key: &str, value: Value| {
        params[key] = value;
        params
    };
    let step = || asked(&folder.flow, flow.at("results.first", 9));
    let run = || asked(&folder.flow, flow.at("f/a/run", 2));
    let all = || json!({"textDocument": {"uri": uri(&folder.flow)}});
    let file = |path: &Path| json!({"files": [{"uri": uri(path)}]});
    let moved = json!({"files": [{
        "oldUri": uri(&folder.script),
        "newUri": uri(&folder.root().join("f/b/go.py")),
    }]});
    let part = json!({"start": flow.at("schema", 0), "end": flow.at("title", 0)});
    let context = json!({"includeDeclaration": true});
    let mut answers = Vec::new();
    let mut ask = |method: &'static str, params: Value| -> Value {
        let id = client.ask(method, params);
        let answer = client.answer(id);
        let told = match answer.get("error") {
            Some(error) => error["message"].clone(),
            None => answer["result"].clone(),
        };
        answers.push((method, told.clone()));
        told
    };
    ask("textDocument/definition", step());
    ask("textDocument/definition", run());
    ask("textDocument/references", with(step(), "context", context));
    ask("textDocument/documentHighlight", step());
    ask(
        "textDocument/linkedEditingRange",
        asked(&folder.flow, flow.at("id: first", 5)),
    );
    ask("textDocument/prepareRename", step());
    ask(
        "textDocument/rename",
        with(step(), "newName", json!("start")),
    );
    let parameter = asked(&folder.script, script.at("x: int", 0));
    ask(
        "textDocument/rename",
        with(parameter, "newName", json!("amount")),
    );
    ask(
        "textDocument/rename",
        with(run(), "newName", json!("f/b/go")),
    );
    ask("workspace/willRenameFiles", moved);
    ask(
        "workspace/willCreateFiles",
        file(&folder.root().join("f/a/new.py")),
    );
    ask("workspace/willDeleteFiles", file(&folder.root().join("f")));
    ask("textDocument/documentSymbol", all());
    ask("workspace/symbol", json!({"query": "f/a/db"}));
    ask("workspace/symbol", json!({"query": "first"}));
    let item = ask("textDocument/prepareCallHierarchy", run())[0].clone();
    ask("callHierarchy/incomingCalls", json!({"item": item}));
    let item = ask(
        "textDocument/prepareCallHierarchy",
        asked(&folder.flow, flow.at("last", 1)),
    );
    ask("callHierarchy/outgoingCalls", json!({"item": item[0]}));
    let lenses = json!({"textDocument": {"uri": uri(&folder.script)}});
    let lens = ask("textDocument/codeLens", lenses)[0].clone();
    ask("codeLens/resolve", lens);
    ask("textDocument/foldingRange", all());
    let places = json!([flow.at("results.first", 9), flow.at("return b", 7)]);
    ask(
        "textDocument/selectionRange",
        with(all(), "positions", places),
    );
    ask("textDocument/documentLink", all());
    let full = ask("textDocument/semanticTokens/full", all());
    let delta = with(all(), "previousResultId", full["resultId"].clone());
    ask("textDocument/semanticTokens/full/delta", delta);
    ask(
        "textDocument/semanticTokens/range",
        with(all(), "range", part),
    );
    answers
}

/// Puts `from` into `into`, whatever of it is there already.
fn join(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                join(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}

/// `{"a": {"b": value}}` of `a.b`.
pub(crate) fn ability(path: &str, value: Value) -> Value {
    let wrap = |inner: Value, key: &str| json!({key: inner});
    path.rsplit('.').fold(value, wrap)
}

pub(crate) fn open(folder: &Folder, abilities: &[Value]) -> Client {
    let mut all = json!({});
    for one in abilities {
        join(&mut all, one);
    }
    let mut client = Client::open(&folder.root(), all);
    client.did_open(&folder.flow, 3, FLOW);
    client
}

/// A client that colours what it is told to.
pub(crate) fn colours() -> Value {
    ability(
        "textDocument.semanticTokens",
        json!({
            "requests": {"range": true, "full": {"delta": true}},
            "tokenTypes": ["function"], "tokenModifiers": [], "formats": ["relative"],
        }),
    )
}

/// A client that may be asked to offer any of these later: all of them are offered at once, so it is asked nothing.
pub(crate) fn registering() -> Value {
    let names = [
        "references",
        "documentHighlight",
        "definition",
        "rename",
        "documentSymbol",
        "callHierarchy",
        "foldingRange",
        "selectionRange",
        "documentLink",
        "linkedEditingRange",
    ];
    let mut all = ability("workspace.symbol.dynamicRegistration", json!(true));
    for name in names {
        let path = format!("textDocument.{name}.dynamicRegistration");
        join(&mut all, &ability(&path, json!(true)));
    }
    all
}

/// An ability, beside those that are there already, and the answers that differ: each with what is there without it and
/// with it, by pointer.
struct Row {
    before: Vec<Value>,
    ability: Value,
    changes: &'static [(&'static str, &'static str, &'static str)],
}

fn rows() -> Vec<Row> {
    let plain = |path: &str, value: Value, changes| Row {
        before: Vec::new(),
        ability: ability(path, value),
        changes,
    };
    let versions = || ability("workspace.workspaceEdit.documentChanges", json!(true));
    let moves = || {
        ability(
            "workspace.workspaceEdit.resourceOperations",
            json!(["rename"]),
        )
    };
    let notes = || ability("workspace.workspaceEdit.changeAnnotationSupport", json!({}));
    let kinds: Vec<u32> = (1..=26).collect();
    vec![
        plain(
            "textDocument.definition.linkSupport",
            json!(true),
            &[
                ("textDocument/definition", "/0/uri", "/0/targetUri"),
                (
                    "textDocument/definition",
                    "/0/range",
                    "/0/originSelectionRange",
                ),
            ],
        ),
        plain("textDocument.rename.prepareSupport", json!(true), &[]),
        Row {
            before: Vec::new(),
            ability: versions(),
            changes: &[
                (
                    "textDocument/rename",
                    "/changes",
                    "/documentChanges/0/textDocument/version",
                ),
                (
                    "textDocument/rename",
                    "/changes",
                    "/documentChanges/0/edits/0/range",
                ),
                (
                    "workspace/willRenameFiles",
                    "/changes",
                    "/documentChanges/0/textDocument",
                ),
            ],
        },
        // Without versions of documents there is no place for either.
        Row {
            before: Vec::new(),
            ability: moves(),
            changes: &[],
        },
        Row {
            before: Vec::new(),
            ability: notes(),
            changes: &[],
        },
        Row {
            before: vec![versions()],
            ability: moves(),
            changes: &[
                ("textDocument/rename", "", "/documentChanges/1/newUri"),
                ("workspace/willRenameFiles", "", "/documentChanges/1/newUri"),
            ],
        },
        Row {
            before: vec![versions()],
            ability: notes(),
            changes: &[
                ("textDocument/rename", "", "/changeAnnotations"),
                (
                    "workspace/willRenameFiles",
                    "",
                    "/documentChanges/0/edits/0/annotationId",
                ),
            ],
        },
        plain(
            "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport",
            json!(true),
            &[(
                "textDocument/documentSymbol",
                "/0/location",
                "/0/selectionRange",
            )],
        ),
        plain(
            "textDocument.documentSymbol.symbolKind.valueSet",
            json!(kinds),
            &[("textDocument/documentSymbol", "/0/kind", "/0/kind")],
        ),
        plain(
            "workspace.symbol.symbolKind.valueSet",
            json!(kinds),
            &[("workspace/symbol", "/0/kind", "/0/kind")],
        ),
        plain(
            "textDocument.foldingRange.lineFoldingOnly",
            json!(true),
            &[("textDocument/foldingRange", "/0/endCharacter", "/0/endLine")],
        ),
        plain(
            "textDocument.foldingRange.foldingRange.collapsedText",
            json!(true),
            &[(
                "textDocument/foldingRange",
                "/2/startLine",
                "/2/collapsedText",
            )],
        ),
        plain(
            "textDocument.foldingRange.rangeLimit",
            json!(1),
            &[("textDocument/foldingRange", "/1", "/0")],
        ),
        plain(
            "textDocument.documentLink.tooltipSupport",
            json!(true),
            &[("textDocument/documentLink", "/0/target", "/0/tooltip")],
        ),
        plain("textDocument.codeLens", json!({}), &[]),
        plain(
            "experimental.windmillShowReferences",
            json!(true),
            &[(
                "codeLens/resolve",
                "/command/title",
                "/command/arguments/2/0/uri",
            )],
        ),
        Row {
            before: Vec::new(),
            ability: colours(),
            changes: &[],
        },
        Row {
            before: Vec::new(),
            ability: registering(),
            changes: &[],
        },
    ]
}

#[test]
fn each_ability_changes_its_own_answers_alone() {
    let folder = folder();
    for row in rows() {
        let mut without = open(&folder, &row.before);
        let mut with = row.before.clone();
        with.push(row.ability.clone());
        let mut with = open(&folder, &with);
        let before = answers(&folder, &mut without, false);
        let after = answers(&folder, &mut with, false);
        let mut differ: Vec<&str> = Vec::new();
        for ((method, old), (_, new)) in before.iter().zip(&after) {
            if old != new {
                differ.push(method);
            }
        }
        differ.dedup();
        let mut wanted: Vec<&str> = row.changes.iter().map(|(method, ..)| *method).collect();
        wanted.dedup();
        assert_eq!(differ, wanted, "{}", row.ability);
        for (method, old_at, new_at) in row.changes {
            let is_it = |((m, old), (_, new)): (&(&str, Value), &(&str, Value))| {
                let there = |of: &Value, at: &str| of.pointer(at).is_some_and(|v| !v.is_null());
                let is_new = old_at == new_at || !there(old, new_at) || !there(new, old_at);
                m == method && old != new && there(old, old_at) && there(new, new_at) && is_new
            };
            let found = before.iter().zip(&after).any(is_it);
            assert!(found, "{} {method}: {old_at} {new_at}", row.ability);
        }
        assert_eq!(without.shut_down(), Some(0));
        assert_eq!(with.shut_down(), Some(0));
    }
}
