//! What each ability of a client changes in what is offered, and that it changes nothing else.

use serde_json::{Value, json};

use crate::abilities::{ability, answers, colours, folder, open, registering};

/// The places where two values differ, as pointers; lists as a whole.
fn differences(a: &Value, b: &Value, at: &str, found: &mut Vec<String>) {
    let (Value::Object(left), Value::Object(right)) = (a, b) else {
        found.extend((a != b).then(|| at.to_owned()));
        return;
    };
    let keys = left
        .keys()
        .chain(right.keys().filter(|k| !left.contains_key(*k)));
    for key in keys {
        let inner = |of: &Value| of.get(key).cloned().unwrap_or_default();
        differences(&inner(a), &inner(b), &format!("{at}/{key}"), found);
    }
}

#[test]
fn each_ability_is_offered_what_it_is_for() {
    let folder = folder();
    let plain = open(&folder, &[]);
    let all = || json!(true);
    // An ability; where what is offered differs.
    let rows: Vec<(Value, &[&str])> = vec![
        (
            ability("textDocument.rename.prepareSupport", all()),
            &["/renameProvider"],
        ),
        (
            ability("textDocument.codeLens", json!({})),
            &["/codeLensProvider"],
        ),
        (colours(), &["/semanticTokensProvider"]),
        (
            ability("textDocument.onTypeFormatting", json!({})),
            &["/documentOnTypeFormattingProvider"],
        ),
        (
            ability("workspace.fileOperations.willCreate", all()),
            &["/workspace/fileOperations"],
        ),
        (
            ability("workspace.fileOperations.didCreate", all()),
            &["/workspace/fileOperations"],
        ),
        (
            ability("workspace.fileOperations.willRename", all()),
            &["/workspace/fileOperations"],
        ),
        (
            ability("workspace.fileOperations.didRename", all()),
            &["/workspace/fileOperations"],
        ),
        (
            ability("workspace.fileOperations.willDelete", all()),
            &["/workspace/fileOperations"],
        ),
        (
            ability("workspace.fileOperations.didDelete", all()),
            &["/workspace/fileOperations"],
        ),
        (
            ability("workspace.fileOperations.dynamicRegistration", all()),
            &[],
        ),
        (
            ability("general.positionEncodings", json!(["utf-8"])),
            &["/positionEncoding"],
        ),
        (ability("textDocument.definition.linkSupport", all()), &[]),
        (
            ability("textDocument.documentLink.tooltipSupport", all()),
            &[],
        ),
        (
            ability(
                "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport",
                all(),
            ),
            &[],
        ),
        (
            ability("textDocument.foldingRange.lineFoldingOnly", all()),
            &[],
        ),
        (
            ability(
                "textDocument.publishDiagnostics.tagSupport.valueSet",
                json!([1, 2]),
            ),
            &[],
        ),
        (
            ability("workspace.workspaceEdit.documentChanges", all()),
            &[],
        ),
        (registering(), &[]),
    ];
    for (ability, wanted) in rows {
        let able = open(&folder, std::slice::from_ref(&ability));
        let mut found = Vec::new();
        differences(plain.capabilities(), able.capabilities(), "", &mut found);
        assert_eq!(found, wanted, "{ability}");
        for at in wanted {
            let offered = able.capabilities().pointer(at);
            assert!(offered.is_some_and(|o| !o.is_null()), "{ability}");
        }
        // Of files, what is told is what was said, and no more.
        if let Some(told) = ability["workspace"]["fileOperations"].as_object() {
            let offered = &able.capabilities()["workspace"]["fileOperations"];
            let of_told = |key: &String| offered.get(key).is_some();
            assert_eq!(told.keys().all(of_told), !wanted.is_empty(), "{offered}");
            assert!(
                offered.as_object().is_none_or(|o| o.len() == told.len()),
                "{offered}"
            );
        }
    }
}

/// What is offered at the handshake is not registered once more.
#[test]
fn only_watched_files_and_settings_are_registered() {
    let folder = folder();
    let settings = ability(
        "workspace.didChangeConfiguration.dynamicRegistration",
        json!(true),
    );
    let asks = ability("workspace.configuration", json!(true));
    let abilities = [registering(), settings, asks];
    let mut client = open(&folder, &abilities);
    let asked = client.wait(|m| m["method"] == "client/registerCapability");
    let registrations = asked["params"]["registrations"].as_array().unwrap().clone();
    let methods: Vec<&str> = registrations
        .iter()
        .filter_map(|r| r["method"].as_str())
        .collect();
    assert_eq!(
        methods,
        [
            "workspace/didChangeWatchedFiles",
            "workspace/didChangeConfiguration"
        ]
    );
    answers(&folder, &mut client, false);
    assert!(!client.has_come(|m| m["method"] == "client/registerCapability"));
    assert_eq!(client.shut_down(), Some(0));
}
