//! Completion wherever a key, a value or an item may stand: below its key, before a comment, in brackets, on an
//! empty line at the end, at odd columns.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Completion, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

fn complete(text: &str) -> (Vec<Completion>, String) {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/shop/check.py",
        "def main(order: dict, strict: bool = False):\n    return order\n",
    );
    let id = set("f/shop/o.flow/flow.yaml", &text);
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    (snapshot.completions(id, offset), text)
}

/// At the cursor all of these are offered, each so that the text has it afterwards, and none of those.
#[track_caller]
fn offers(flow: &str, has: &[&str], not: &[&str]) {
    let (items, text) = complete(flow);
    let labels: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
    for label in has {
        let item = items.iter().find(|i| i.label == *label);
        let item = item.unwrap_or_else(|| panic!("no {label} in {labels:?} of\n{flow}"));
        let mut after = text.clone();
        after.replace_range(item.replace.range(), &item.insert);
        assert!(after.contains(label), "{after}");
    }
    for label in not {
        assert!(!labels.contains(label), "{label} in {labels:?} of\n{flow}");
    }
}

const STEP: &str = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: f/shop/check\n";

#[test]
fn on_an_empty_line_at_the_end() {
    let under = format!("{STEP}        input_transforms:\n");
    offers(
        &format!("{under}          <|>\n"),
        &["order", "strict"],
        &[],
    );
    offers(&format!("{under}          <|>"), &["order", "strict"], &[]);
    offers(&format!("{under}          <|>    \n"), &["order"], &[]);
    offers(
        &format!("{under}          order: {{type: static, value: 1}}\n          <|>"),
        &["strict"],
        &["order"],
    );
}

#[test]
fn before_blanks_that_were_left_there() {
    offers(&format!("{STEP}    - <|>      \n"), &["id", "value"], &[]);
    offers(&format!("{STEP}      <|>      \n"), &["skip_if"], &["id"]);
    offers(&format!("{STEP}  <|>  - id: b\n"), &[], &["id", "value"]);
}

#[test]
fn before_a_comment() {
    let raw =
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n";
    offers(
        &format!("{raw}        language: <|> # which\n"),
        &["python3", "bun"],
        &[],
    );
    offers(
        &format!("{raw}        lang<|> # which\n"),
        &["language"],
        &[],
    );
    offers(
        &format!("{raw}        language: pyt<|>  # a: b\n"),
        &["python3"],
        &[],
    );
    let script =
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n";
    offers(
        &format!("{script}        path: <|> # hm\n"),
        &["f/shop/check"],
        &[],
    );
    // What is typed in the comment, or right before it, would be a part of it.
    for comment in [
        "language: # wh<|>ich",
        "language: <|># which",
        "# lang<|>",
        "language: bun # <|>",
    ] {
        let (items, _) = complete(&format!("{raw}        {comment}\n"));
        assert!(items.is_empty(), "{comment}: {items:?}");
    }
}

#[test]
fn below_its_key() {
    let raw = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language:\n          ";
    for typed in [
        "<|>",
        "pyt<|>",
        "<|>\n        input_transforms: {}",
        "pyt<|>\n        input_transforms: {}",
    ] {
        offers(&format!("{raw}{typed}\n"), &["python3", "bun"], &["-"]);
    }
    offers(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type:\n          <|>\n",
        &["rawscript", "identity"],
        &[],
    );
    offers(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value: {type: identity}\n    - id: b\n      skip_if:\n        expr:\n          results.<|>\n",
        &["a"],
        &["b"],
    );
    offers("summary: s\nvalue:\n  <|>\n", &["modules"], &["-"]);
}

#[test]
fn in_brackets() {
    let head = "summary: s\nvalue:\n  modules:";
    offers(
        &format!("{head}\n    - {{id: a, <|>}}\n"),
        &["value", "summary"],
        &["id"],
    );
    offers(&format!("{head}\n    - {{id: a, <|>\n"), &["value"], &[]);
    offers(
        &format!("{head} [{{id: a, value: {{type: <|>}}}}]\n"),
        &["identity"],
        &[],
    );
    offers(
        &format!("{head} [{{id: a, value: {{<|>}}}}]\n"),
        &["type"],
        &[],
    );
    offers(
        &format!("{head} [{{id: a, value: {{type: rawscript, language: <|>}}}}]\n"),
        &["bun"],
        &[],
    );
    offers(
        &format!(
            "{head} [{{id: a, value: {{type: identity}}}}, {{id: b, skip_if: {{expr: results.<|>}}}}]\n"
        ),
        &["a"],
        &["b"],
    );
    offers(
        &format!("{STEP}        input_transforms: {{order: {{type: <|>}}}}\n"),
        &["static", "javascript"],
        &[],
    );
}

#[test]
fn names_of_the_flow_itself() {
    let schema = "summary: s\nvalue:\n  modules: []\nschema:\n  type: object\n  properties:\n    due: {type: string}\n    who: {type: string}\n    '1': {type: string}\n  required:";
    offers(
        &format!("{schema}\n    - due\n    - <|>\n"),
        &["who", "1"],
        &["due"],
    );
    offers(&format!("{schema}\n    - <|>\n"), &["who", "due"], &[]);
    offers(
        &format!("{schema}\n    - w<|>\n    - due\n"),
        &["who"],
        &["due"],
    );
    offers(&format!("{schema} [due, <|>]\n"), &["who"], &["due"]);
    offers(&format!("{schema} [<|>, due]\n"), &["who"], &["due"]);
    offers(
        &format!("{STEP}  groups:\n    - start_id: <|>\n"),
        &["a"],
        &[],
    );
    offers(
        &format!("{STEP}  groups: [{{start_id: a, end_id: <|>}}]\n"),
        &["a"],
        &[],
    );
    offers(&format!("{STEP}  early_return: <|>\n"), &["a"], &[]);
}

#[test]
fn at_the_root_and_in_empty_lists() {
    offers("  summ<|>\n", &["summary"], &[]);
    offers("<|>\n", &["summary", "value"], &[]);
    offers("# a comment\n\n  <|>\n", &["summary"], &[]);
    offers("<|>\nsummary: s\n", &["value"], &["summary"]);
    offers("summary: s\nvalue:\n  modules:\n    <|>\n", &["-"], &["id"]);
    offers(&format!("{STEP}    <|>\n"), &["-"], &["id"]);
}
