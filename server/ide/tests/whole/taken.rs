//! Everything that is proposed, taken.

use std::collections::BTreeSet;

use crate::{HEAD, LIST, at, snapshot};

/// Everything that can be taken anywhere leaves YAML that is read, with fields that are known.
#[test]
fn whatever_is_taken_is_a_flow() {
    let places = [
        "<|>".to_owned(),
        format!("{HEAD}    <|>"),
        format!("{HEAD}  <|>"),
        format!("{LIST}    - <|>"),
        format!("{LIST}    - id: pay\n      summary: Charge\n      <|>"),
        format!(
            "{LIST}    - id: pay\n      summary: Charge\n      <|>\n    - id: z\n      value:\n        type: identity\n"
        ),
        format!("{LIST}    - id: pay\n      summary: Charge\n      value:\n        <|>"),
        format!(
            "{LIST}    - id: pay\n      summary: Charge\n      value:\n        type: script\n        <|>"
        ),
        format!(
            "{LIST}    - id: pay\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          <|>"
        ),
        format!(
            "{LIST}    - id: pay\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          db:\n            <|>"
        ),
        format!(
            "{LIST}    - id: x\n      value:\n        type: aiagent\n        tools:\n          - id: t\n            summary: Charge\n            <|>"
        ),
        format!(
            "{LIST}    - id: x\n      value:\n        type: branchone\n        branches:\n          <|>"
        ),
        format!("{LIST}    - id: x\n      value:\n        type: forloopflow\n        <|>"),
        format!("{LIST}  <|>"),
        format!("{LIST}  failure_module:\n    <|>"),
        format!("{LIST}<|>"),
        format!("{LIST}schema:\n  <|>"),
        format!("{LIST}schema:\n<|>"),
        format!("{LIST}schema:\n  properties:\n    <|>"),
        format!("{LIST}schema:\n  properties:\n    day:\n      <|>"),
        "summary: s\nvalue: <|>".to_owned(),
        "summary: s\nvalue:\n  modules: <|>".to_owned(),
        format!("{LIST}    - id: pay\n      summary: Charge\n      value: <|>"),
        format!("{LIST}    - id: pay\n      summary: Charge\n      retry: <|>"),
        format!(
            "{LIST}    - id: pay\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms: <|>"
        ),
        format!(
            "{LIST}    - id: pay\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          db: <|>"
        ),
        format!("{LIST}schema: <|>"),
        format!("{LIST}schema:\n  properties: <|>"),
        format!("{LIST}  failure_module: <|>"),
    ];
    let told = [
        "yaml-syntax",
        "unknown-field",
        "duplicate-key",
        "misplaced-field",
        "invalid-flow-schema",
    ];
    let rules = |text: &str| -> BTreeSet<&'static str> {
        let (snapshot, id) = snapshot(text);
        let found = snapshot.check(id).into_iter().map(|f| f.rule.name);
        found.filter(|r| told.contains(r)).collect()
    };
    let mut count = 0;
    for place in &places {
        let (items, text) = at(place);
        assert!(!items.is_empty(), "{place}");
        for item in items {
            // A key that is left without its value is no more than begun.
            let plain = item.insert.trim_end().to_owned();
            let filled = item.snippet.as_ref().map(filled);
            for insert in [Some(plain), filled].into_iter().flatten() {
                let mut after = text.clone();
                after.replace_range(item.replace.range(), &insert);
                let broken = rules(&after);
                assert!(
                    broken.is_empty(),
                    "{place}\n{}: {broken:?}\n{after}",
                    item.label
                );
                count += 1;
            }
        }
    }
    assert!(count > 400, "{count}");
}

/// A snippet with its defaults, and something where there are none.
fn filled(snippet: &ide::Snippet) -> String {
    let text = snippet.to_lsp("");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        if let Some(before) = before.strip_suffix('\\') {
            out += before;
            out.push('$');
            rest = &from[1..];
            continue;
        }
        out += before;
        if let Some(after) = from.strip_prefix("$0") {
            rest = after;
            continue;
        }
        let end = from.find('}').unwrap();
        let inner = from[2..end].trim_start_matches(|c: char| c.is_ascii_digit());
        let default = match inner.chars().next() {
            Some(':') => inner[1..].replace("\\$", "$"),
            Some('|') => inner[1..].split([',', '|']).next().unwrap().to_owned(),
            _ => "1".to_owned(),
        };
        out += &default;
        rest = &from[end + 1..];
    }
    out + rest
}
