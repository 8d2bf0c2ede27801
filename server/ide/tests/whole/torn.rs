//! Where taking a proposal could tear what stands around it: right behind a colon or a dash, below brackets, above keys,
//! between items, with two signs for a line break; and what clients without snippets get.

use crate::{HEAD, LIST, at, labels, snapshot, taken};

/// The rules that find something in a flow.
fn rules(text: &str) -> Vec<&'static str> {
    let (snapshot, id) = snapshot(text);
    let found = snapshot.check(id).into_iter();
    found.map(|f| f.rule.name).collect()
}

/// The text after a proposal was taken, with what goes along.
#[track_caller]
fn with_all(text: &str, label: &str) -> String {
    let (items, mut text) = at(text);
    let item = items.iter().find(|c| c.label == label);
    let item = item.unwrap_or_else(|| {
        let labels: Vec<_> = items.iter().map(|c| &c.label).collect();
        panic!("no {label} in {labels:?}")
    });
    let mut edits = vec![(item.replace, item.insert.as_str())];
    edits.extend(item.also.iter().map(|e| (e.span, e.text.as_str())));
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, new) in edits {
        text.replace_range(span.range(), new);
    }
    text
}

#[test]
fn behind_a_colon_and_a_dash_comes_a_blank() {
    for (text, label, line) in [
        (format!("{HEAD}    - id:<|>"), "a", "- id: a"),
        (
            format!("{LIST}    - id: b\n      value: {{type:<|>"),
            "identity",
            "value: {type: identity",
        ),
        (
            format!("{HEAD}    - id: a\n      value:\n        type:<|>"),
            "identity",
            "type: identity",
        ),
        (
            format!("{HEAD}    - id: a\n      value:\n        type: script\n        path:<|>"),
            "f/other/tell",
            "path: f/other/tell",
        ),
        (
            format!("{LIST}    - id: b\n      skip_if:\n        expr:<|>"),
            "results.list",
            "expr: results.list",
        ),
        (
            format!("{LIST}  same_worker:<|>"),
            "true",
            "same_worker: true",
        ),
        (
            format!("{HEAD}    -<|>"),
            "step",
            "- id: a\n      summary: ",
        ),
        (
            format!(
                "{LIST}schema:\n  properties:\n    a:\n      type: string\n  required:\n    -<|>"
            ),
            "a",
            "    - a",
        ),
    ] {
        let after = taken(&text, label);
        assert!(after.ends_with(line), "{text}: {after}");
    }
    // The sign of a reference is no key.
    let text = format!(
        "{LIST}    - id: b\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          db:\n            type: static\n            value: $res:<|>"
    );
    assert!(taken(&text, "f/shop/db").ends_with("value: $res:f/shop/db"));
}

#[test]
fn brackets_above_go() {
    for (text, label) in [
        (
            "summary: s\nvalue:\n  modules: []\n    <|>".to_owned(),
            "Identity",
        ),
        (
            "summary: s\nvalue:\n  modules: []\n    - <|>".to_owned(),
            "Identity",
        ),
        (
            format!(
                "{LIST}    - id: b\n      value:\n        type: branchone\n        branches: []\n        default: []\n          <|>"
            ),
            "Identity",
        ),
        (
            format!(
                "{LIST}    - id: b\n      value:\n        type: script\n        path: f/other/tell\n        input_transforms: {{}}\n          <|>"
            ),
            "message",
        ),
        (
            format!("{LIST}schema:\n  type: object\n  properties: {{}}\n    <|>"),
            "day",
        ),
    ] {
        let after = with_all(&text, label);
        let line = text[..text.find("<|>").unwrap()].matches('\n').count() - 1;
        let above = after.lines().nth(line).unwrap();
        assert!(above.ends_with(':'), "{above}\n{after}");
        let found = rules(&after);
        assert!(!found.contains(&"yaml-syntax"), "{found:?}\n{after}");
    }
    // What is in them stays, and then nothing can come below.
    let text = format!("{LIST}schema:\n  required: [day]\n    <|>");
    assert_eq!(labels(&text), Vec::<String>::new());
}

#[test]
fn keys_that_follow_are_not_written_again() {
    let text = format!("{HEAD}    - <|>\n      value:\n        type: identity\n");
    for item in at(&text).0 {
        assert!(!item.insert.contains("value:"), "{item:?}");
    }
}

#[test]
fn dashes_in_the_column_of_their_key() {
    let head = "summary: s\nvalue:\n  modules:\n  - id: a\n    value:\n      type: identity\n";
    let after = taken(&format!("{head}  <|>"), "Identity");
    assert_eq!(
        after,
        format!("{head}  - id: b\n    summary: ''\n    value:\n      type: identity")
    );
    let found = labels(&format!("{head}  <|>"));
    assert!(found.contains(&"failure_module".to_owned()), "{found:?}");
}

#[test]
fn a_letter_does_not_end_it() {
    for (text, label) in [
        (format!("{HEAD}    l<|>"), "For loop"),
        (format!("{HEAD}    Py<|>"), "Python"),
        (
            format!("{HEAD}    - id: a\n      value:\n      Py<|>"),
            "Python",
        ),
        (
            format!(
                "{HEAD}    - id: b\n      value:\n        type: branchone\n        branches:\n          b<|>"
            ),
            "branch",
        ),
    ] {
        let found = labels(&text);
        assert!(found.contains(&label.to_owned()), "{text}: {found:?}");
        let after = taken(&text, label);
        assert!(!rules(&after).contains(&"yaml-syntax"), "{after}");
    }
}

#[test]
fn without_snippets_a_whole_step_is_whole() {
    let place = format!("{HEAD}    - <|>");
    let mut seen = Vec::new();
    for label in [
        "Python",
        "PostgreSQL",
        "Approval",
        "Identity",
        "AI agent",
        "Branch to all",
    ] {
        let after = taken(&place, label);
        assert!(!seen.contains(&after), "{label}");
        let found = rules(&after);
        assert!(
            !found.contains(&"yaml-syntax"),
            "{label}: {found:?}\n{after}"
        );
        assert!(
            !found.contains(&"missing-field"),
            "{label}: {found:?}\n{after}"
        );
        seen.push(after);
    }
    // A loop is complete but for its steps, which come last in no order: they are an empty list.
    let after = taken(&place, "For loop");
    assert!(
        after.contains("modules: []\n") && after.contains("skip_failures: false"),
        "{after}"
    );
    let after = taken(&format!("{HEAD}  failure_module:\n    <|>"), "Python");
    assert!(after.contains("id: failure\n"), "{after}");
    let flow = taken("<|>", "flow");
    assert!(
        flow.starts_with("summary: ''\n") && flow.contains("\nschema:\n"),
        "{flow}"
    );
}

#[test]
fn line_breaks_are_those_of_the_file() {
    let text = format!("{HEAD}    - <|>").replace('\n', "\r\n");
    let (items, _) = at(&text);
    let mut many = 0;
    for item in items {
        let snippet = item.snippet.map(|s| s.to_lsp("")).unwrap_or_default();
        for text in [item.insert, snippet] {
            assert_eq!(
                text.matches('\n').count(),
                text.matches("\r\n").count(),
                "{text:?}"
            );
            many += usize::from(text.contains('\n'));
        }
    }
    assert!(many > 10, "{many}");
}

#[test]
fn optional_inputs_of_unknown_use_are_left_out() {
    let schema = "schema:\n  type: object\n  properties: {}\n";
    let text = format!(
        "{HEAD}    - id: a\n      value:\n        type: script\n        path: f/shop/odd\n        input_transforms:\n          <|>\n{schema}"
    );
    let after = taken(&text, "3 missing inputs");
    assert!(!after.contains("more"), "{after}");
    // A list that is the default is written as it is.
    let tags = "          tags:\n            type: static\n            value: [\"a\"]\n";
    assert!(after.contains(tags), "{after}");
    // What fits by a word that says nothing is not given.
    let text = format!(
        "{HEAD}  failure_module:\n    id: failure\n    value:\n      type: script\n      path: f/shop/odd\n      input_transforms:\n        <|>\n{schema}"
    );
    let after = taken(&text, "3 missing inputs");
    assert!(!after.contains("error.name"), "{after}");
}

#[test]
fn resources_where_they_belong() {
    let input = format!(
        "{LIST}    - id: b\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          db:\n            type: static\n            value: <|>"
    );
    assert_eq!(labels(&input)[..2], ["$res:f/shop/db", "$res:"]);
    let agent = format!(
        "{LIST}    - id: x\n      value:\n        type: aiagent\n        input_transforms:\n          provider:\n            type: static\n            value:\n              kind: openai\n              resource: <|>"
    );
    assert_eq!(labels(&agent), ["$res:f/shop/db"]);
    // Fixed values are no steps.
    let memory = format!(
        "{LIST}    - id: x\n      value:\n        type: aiagent\n        input_transforms:\n          memory:\n            type: static\n            value:\n              <|>"
    );
    assert_eq!(labels(&memory), ["kind"]);
    let kinds = labels(&format!(
        "{LIST}    - id: x\n      value:\n        type: <|>"
    ));
    assert!(!kinds.contains(&"flowscript".to_owned()), "{kinds:?}");
}

#[test]
fn no_keys_in_texts() {
    let value = "    - id: a\n      value:\n        type: rawscript\n        language: python3\n";
    for text in [
        // Where the first line of a block is to come.
        format!("{HEAD}{value}        lock: |\n          <|>"),
        format!("{HEAD}{value}        content: x\n        lock: >-\n         <|>"),
        "description: |\n  <|>".to_owned(),
        // Behind a quote that is still open.
        "summary: \"x\n<|>".to_owned(),
        format!("{HEAD}    - id: a\n      summary: 'x\n      <|>"),
    ] {
        assert_eq!(labels(&text), Vec::<String>::new(), "{text}");
    }
    // Beside them there are.
    for text in [
        format!("{HEAD}{value}        lock: |\n        <|>"),
        "summary: \"x\"\n<|>".to_owned(),
        "description: |\n  a\n<|>".to_owned(),
    ] {
        assert!(!labels(&text).is_empty(), "{text}");
    }
}

/// A quote that was left open takes nothing from the steps below it.
#[test]
fn an_open_quote_is_silent_no_further_than_its_line() {
    let text = format!("{LIST}    - id: b\n      <|>");
    let open = text.replacen("summary: s", "summary: 's", 1);
    assert_ne!(open, text);
    let found = labels(&open);
    assert!(found.iter().any(|l| l == "value"), "{open}\n{found:?}");
}
