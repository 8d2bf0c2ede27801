//! What is offered where nothing is wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fixture::cursor;
use ide::fix::edited;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::Span;

/// The titles at `<|>`, and the text after the first.
fn offered(text: &str) -> (Vec<String>, String) {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let id = workspace.set(
        "/w/f/a/b.flow/flow.yaml",
        Source::Text(text.as_str().into()),
    );
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let unknown = |f: &ide::Finding| f.rule.name == "unknown-flow-input";
    assert!(!snapshot.check(id).iter().any(unknown));
    let fixes = snapshot.offers(id, Span::at(offset));
    let after = fixes
        .first()
        .map_or(String::new(), |f| edited(&text, &f.edits));
    (fixes.into_iter().map(|f| f.title).collect(), after)
}

const STEP: &str =
    "summary: s\nvalue:\n  modules:\n    - id: a\n      value: {type: identity}\n      skip_if:\n";

#[test]
fn an_input_for_a_schema_without_inputs() {
    let schema = "schema:\n  type: object\n  properties: {}\n  required: []\n";
    let step = format!("{STEP}        expr: flow_input.d<|>ay === flow_input.other\n");
    for newline in ["\n", "\r\n"] {
        let text = format!("{step}{schema}").replace('\n', newline);
        let (titles, after) = offered(&text);
        assert_eq!(titles, ["Add the input `day`"]);
        let day =
            "  properties:\n    day:\n      type: string\n      description: ''\n  required: []\n";
        assert!(after.ends_with(&day.replace('\n', newline)), "{after}");
    }
    // A list of all inputs has it too.
    let ordered = "schema:\n  type: object\n  order: []\n  properties: {}\n  required: []\n";
    let day = "  order:\n    - day\n  properties:\n    day:\n      type: string\n      description: ''\n  required: []\n";
    for newline in ["\n", "\r\n"] {
        let (titles, after) = offered(&format!("{step}{ordered}").replace('\n', newline));
        assert_eq!(titles, ["Add the input `day`"]);
        assert!(after.ends_with(&day.replace('\n', newline)), "{after}");
    }
    let beside = ordered.replace("order: []", "order: [] # of the form");
    let (_, after) = offered(&format!("{step}{beside}"));
    assert!(after.contains("  order: [day] # of the form\n"), "{after}");
    let last = "schema:\n  properties: {}\n  order: []";
    let (_, after) = offered(&format!("{step}{last}"));
    assert!(after.ends_with("\n  order:\n    - day"), "{after}");
    // Nothing else at the cursor, an input there already, no schema, or no place in it.
    for text in [
        format!("{STEP}        expr: flow_input.day <|> && true\n{schema}"),
        format!("{STEP}        expr: flow_input[\"a b\"<|>]\n{schema}"),
        format!("{STEP}        expr: flow_input.iter<|>.value\n{schema}"),
        format!("{step}schema:\n  additionalProperties: true\n  properties:\n    x: {{}}\n"),
        format!("{step}schema: {{properties: {{}}}}\n"),
        step.clone(),
    ] {
        assert_eq!(offered(&text).0, Vec::<String>::new(), "{text}");
    }
}

/// The text after the fix of the input that the flow lacks.
fn fixed(text: &str) -> String {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: []\n".into()));
    let path = "/w/f/a/b.flow/flow.yaml";
    let id = workspace.set(path, Source::Text(text.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let findings = snapshot.check(id);
    let mut unknown = findings
        .iter()
        .filter(|f| f.rule.name == "unknown-flow-input");
    let fix = unknown.next().and_then(|f| f.fix.as_ref());
    edited(text, &fix.unwrap().edits)
}

#[test]
fn an_input_stands_in_the_lists_that_name_all() {
    let step = format!("{STEP}        expr: flow_input.day === 1\n");
    let properties = "  properties:\n    other:\n      type: string\n";
    let all = format!("{step}schema:\n  order:\n    - other\n{properties}  required: [other]\n");
    let after = fixed(&all);
    assert!(
        after.ends_with(
            "schema:\n  order:\n    - other\n    - day\n  properties:\n    other:\n      type: string\n    day:\n      description: ''\n  required: [other, day]\n"
        ),
        "{after}"
    );
    // Who leaves one out may leave this one out as well.
    let some =
        format!("{step}schema:\n{properties}    more: {{}}\n  required:\n  - other\n  order: []\n");
    let after = fixed(&some);
    assert!(
        after.ends_with("    day:\n      description: ''\n  required:\n  - other\n  order: []\n"),
        "{after}"
    );
}
