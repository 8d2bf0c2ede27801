//! Proposals where a person writes, for clients with snippets and without.

use std::path::Path;

use serde_json::{Value, json};
use tests::Client;

use crate::Folder;

/// A client that takes snippets, or one that does not.
pub(crate) fn client(folder: &Folder, snippets: bool) -> Client {
    let item = json!({"snippetSupport": snippets});
    Client::open(
        &folder.root(),
        json!({"textDocument": {"completion": {"completionItem": item}}}),
    )
}

/// What is proposed at `<|>` in a file of a workspace, with a client for each kind of snippet support.
pub(crate) fn everywhere(
    folder: fn() -> Folder,
    path: &str,
    text: &str,
    holds: impl Fn(&[Value], bool),
) {
    for snippets in [true, false] {
        let folder = folder();
        let file = folder.root().join(path);
        folder.write(&file, "");
        let mut client = client(&folder, snippets);
        holds(&proposals(&mut client, &file, text), snippets);
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// What is proposed at `<|>` in a file, once everything is read.
pub(crate) fn proposals(client: &mut Client, file: &Path, text: &str) -> Vec<Value> {
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

/// What is shown of proposals.
pub(crate) fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|i| i["label"].as_str().unwrap()).collect()
}

/// The proposal of this label.
#[track_caller]
pub(crate) fn named<'i>(items: &'i [Value], label: &str) -> &'i Value {
    let found = items.iter().find(|i| i["label"] == label);
    found.unwrap_or_else(|| panic!("{label} is not among {:?}", labels(items)))
}

/// What a proposal inserts.
pub(crate) fn inserted(item: &Value) -> &str {
    item["textEdit"]["newText"].as_str().unwrap()
}
