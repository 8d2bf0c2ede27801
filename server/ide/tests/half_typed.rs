//! Completion in states that only exist while one types: nothing after the colon, an open bracket,
//! a blank at the end, a block that goes on.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const HEAD: &str = "summary: s
value:
  modules:
    - id: a-b
      value: {type: identity}
    - id: c
      value:
        type: script
        path: f/shop/check
        input_transforms:
";

const TAIL: &str = "    - id: last
      value: {type: identity}
schema:
  type: object
  properties:
    rows:
      type: array
      items:
        type: object
        properties: {sku: {type: string}}
";

fn complete(text: &str) -> (Vec<Completion>, String) {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/shop/check.py",
        "from typing import Literal\n\ndef main(order: dict, strict: bool = False, mode: Literal['x', 'y'] = 'x'):\n    return order\n",
    );
    set("f/shop/o.flow/a.py", "def main():\n    return 1\n");
    set("f/shop/o.flow/a.ts", "export function main() {}\n");
    set("f/shop/o.flow/b.deno.ts", "export function main() {}\n");
    let id = set("f/shop/o.flow/flow.yaml", &text);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot.completions(id, offset), text)
}

fn labels(text: &str) -> Vec<String> {
    complete(text).0.into_iter().map(|c| c.label).collect()
}

/// Under `input_transforms` of step `c`.
fn transform(typed: &str) -> String {
    format!("{HEAD}{typed}\n{TAIL}")
}

/// A step `b` with these lines.
fn step(typed: &str) -> String {
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value: {{type: identity}}\n    - id: b\n{typed}\nschema:\n  type: object\n"
    )
}

#[test]
fn expressions_go_on() {
    for typed in [
        "          order: {type: javascript, expr: results.<|>}",
        "          order: {type: javascript, expr: results.<|>",
        "          order: { expr: 'results[\"<|>",
        "          order:\n            expr: results.<|>",
        "          order:\n            type: javascript\n            expr: |-\n              results.<|>",
        "          order:\n            type: javascript\n            expr: >-\n              1 +\n              results.<|>",
    ] {
        assert_eq!(labels(&transform(typed)), ["a-b"], "{typed}");
    }
}

#[test]
fn a_blank_or_a_new_line_does_not_end_it() {
    for typed in [
        "expr: <|>",
        "expr: flow_input.rows + <|>",
        "expr: |-\n              1 +\n              <|>",
        "expr: |\n              1 +\n\n              <|>",
    ] {
        let text = transform(&format!(
            "          order:\n            type: javascript\n            {typed}"
        ));
        let found = labels(&text);
        assert!(found.contains(&"results".to_owned()), "{typed}: {found:?}");
    }
    // Under the block, at the column of its key's owner, the next parameter is typed.
    let text = transform(
        "          order:\n            type: javascript\n            expr: |-\n              1\n          <|>",
    );
    assert_eq!(
        labels(&text),
        [
            "all 2 missing inputs",
            "mode",
            "mode",
            "mode",
            "strict",
            "strict",
            "strict"
        ]
    );
}

/// The flow after the only proposal was taken.
fn taken(text: &str) -> String {
    let (items, mut text) = complete(text);
    let [item] = items.as_slice() else {
        panic!("{items:?}")
    };
    text.replace_range(item.replace.range(), &item.insert);
    text
}

#[test]
fn what_is_inserted_can_be_read() {
    for (typed, expected) in [
        ("results.<|>", "expr: results[\"a-b\"]\n"),
        ("results?.<|>", "expr: results[\"a-b\"]\n"),
        ("\"results.<|>\"", "expr: \"results[\\\"a-b\\\"]\"\n"),
        ("'results.<|>'", "expr: 'results[\"a-b\"]'\n"),
    ] {
        let text = taken(&transform(&format!(
            "          order:\n            type: javascript\n            expr: {typed}"
        )));
        assert!(text.contains(expected), "{typed}: {text}");
        assert!(
            syntax::yaml::Yaml::new(text.as_str().into()).is_clean(),
            "{typed}: {text}"
        );
    }
}

#[test]
fn items_of_lists() {
    let text = transform(
        "          order:\n            type: javascript\n            expr: flow_input.rows[0].<|>",
    );
    assert_eq!(labels(&text), ["sku"]);
    // Of the list itself what any list has.
    let found = labels(&text.replace("rows[0]", "rows"));
    let has = |name: &str| found.iter().any(|l| l == name);
    assert!(has("map") && has("length") && !has("sku"), "{found:?}");
}

#[test]
fn keys_and_kinds_in_brackets() {
    assert_eq!(
        labels(&transform("          order: {type: javascript, <|>}")),
        ["expr"]
    );
    assert_eq!(
        labels(&transform("          order: {type: <|>}")),
        ["static", "javascript", "ai"]
    );
    assert_eq!(
        labels(&transform("          order: {<|>}")),
        [
            "results[\"a-b\"]",
            "type: javascript",
            "type: static",
            "type"
        ]
    );
}

#[test]
fn fixed_values_by_the_parameters_type() {
    let typed = |name: &str| {
        labels(&transform(&format!(
            "          {name}:\n            type: static\n            value: <|>"
        )))
    };
    assert_eq!(typed("strict"), ["true", "false", "$res:", "$var:"]);
    assert_eq!(typed("mode"), ["x", "y", "$res:", "$var:"]);
    assert_eq!(typed("order"), ["$res:", "$var:"]);
}

#[test]
fn inputs_of_an_agent() {
    let found = labels(&step(
        "      value:\n        type: aiagent\n        input_transforms:\n          <|>",
    ));
    // Each as a fixed value and as an expression; what must be given comes first.
    assert_eq!(found[..2], ["provider", "provider"]);
    assert!(found.contains(&"user_message".to_owned()), "{found:?}");
}

#[test]
fn files_before_the_word_inline() {
    let content = |language: &str, typed: &str| {
        let value = "      value:\n        type: rawscript\n        language: ";
        complete(&step(&format!(
            "{value}{language}\n        content: {typed}"
        )))
    };
    let (items, _) = content("python3", "<|>");
    assert_eq!(
        (items[0].label.as_str(), items[0].insert.as_str()),
        ("!inline a.py", "'!inline a.py'")
    );
    assert_eq!(
        content("bun", "'!inline <|>'").0.len(),
        1,
        "a file of Deno is not one of Bun"
    );
    assert_eq!(content("bun", "'!inline <|>'").0[0].label, "a.ts");
    assert!(
        content("deno", "'!inline <|>'")
            .0
            .iter()
            .any(|c| c.label == "b.deno.ts")
    );
}

#[test]
fn python_in_a_block_that_ends_here() {
    let value =
        "      value:\n        type: rawscript\n        language: python3\n        content: |\n";
    let found = labels(&step(&format!("{value}          from wmill import <|>")));
    assert!(
        found.contains(&"get_resource".to_owned()),
        "{}",
        found.len()
    );
}
