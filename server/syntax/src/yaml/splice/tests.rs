//! An item that was lowered by itself against the whole text, over many edits.

use std::cell::Cell;
use std::sync::Arc;

use proptest::prelude::*;

use super::super::nasty::read_alike;
use super::*;
use crate::Language;

/// Lines that stand below `modules:` at some level.
const LINES: &[&str] = &[
    "- id: a",
    "- id: b # why",
    "# a comment",
    "",
    "- ",
    "- - x",
    "  summary: 'it''s'",
    "  value: {type: identity, list: [a, {b: c}]}",
    "  value:",
    "    type: forloopflow",
    "    modules:",
    "    content: |",
    "      def main():",
    "          return 1",
    "    lock: !inline a.lock",
    "  \"quoted\": !!str 12",
    "  x: &anchor {a: 1}",
    "  y: *anchor",
    "    # deeper",
];

const TYPED: &[&str] = &[
    "x",
    " ",
    "\n",
    "- ",
    ":",
    ": ",
    "#",
    " # c",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    "|",
    "!t ",
    "&a ",
    "*a",
    "\n  - id: new",
    "\n      - id: new\n        value: {a: b}",
    "😀",
    "---\n",
];

fn line() -> impl Strategy<Value = String> {
    let common = (0..7usize).prop_map(|i| LINES[i]);
    let any = prop::sample::select(LINES);
    (prop_oneof![common, any], 0usize..3).prop_map(|(line, level)| match line {
        "" => String::new(),
        _ => format!("{}{line}", " ".repeat(4 + 6 * level)),
    })
}

fn text() -> impl Strategy<Value = String> {
    let step = "    - id: a\n      value:\n        type: branchone\n        branches:\n          - expr: a\n            modules:\n              - id: b\n                value: {type: identity}\n";
    let parts = prop::collection::vec(prop_oneof![4 => Just(step.to_owned()), 1 => line()], 1..8);
    parts.prop_map(|parts| {
        format!(
            "summary: s\nvalue:\n  modules:\n{}\nlast: 1\n",
            parts.join("\n").replace("\n\n", "\n")
        )
    })
}

fn check(old: &Yaml, edit: Edit, text: &str, spliced: &Cell<usize>) -> Yaml {
    let text: Arc<str> = Arc::from(text);
    let tree = old.tree.as_ref().expect("it was edited before");
    let (tree, changed) =
        crate::tree::reparse_changed(Language::Yaml, tree, &old.text, edit, &text);
    let mut yaml = Yaml::empty(Arc::clone(&text));
    let whole = changed.and_then(|c| splice(old, edit, &tree, &c, &mut yaml));
    spliced.set(spliced.get() + usize::from(whole.is_some()));
    let new = old.edited(&[edit], Arc::clone(&text));
    let fresh = Yaml::new(Arc::clone(&text));
    assert!(
        read_alike(&new, &fresh),
        "{:?} in {:?}",
        edit,
        (&old.text, &text)
    );
    new
}

fn edits(text: String, edits: &[(prop::sample::Index, usize, &str)], spliced: &Cell<usize>) {
    let mut yaml = Yaml::new(Arc::from(&*text)).edited(&[], Arc::from(&*text));
    for (at, len, typed) in edits {
        let text = Arc::clone(yaml.text());
        let floor = |i: usize| {
            (0..=i.min(text.len()))
                .rev()
                .find(|&i| text.is_char_boundary(i))
        };
        let start = floor(at.index(text.len() + 1)).unwrap_or(0);
        let end = floor(start + len).unwrap_or(start).max(start);
        let edit = Edit {
            span: Span::new(start, end),
            new_len: typed.len(),
        };
        let next = format!("{}{typed}{}", &text[..start], &text[end..]);
        let new = check(&yaml, edit, &next, spliced);
        // Most mistakes are undone, so that the next edit finds a text without any.
        let undo = Edit {
            span: Span::new(start, start + typed.len()),
            new_len: end - start,
        };
        yaml = match new.is_clean() {
            true => new,
            false => check(&new, undo, &text, spliced),
        };
    }
}

#[test]
fn an_item_by_itself_reads_as_the_whole() {
    let len = prop_oneof![Just(0), 0usize..9, 0usize..60];
    let typed = (
        any::<prop::sample::Index>(),
        len,
        prop::sample::select(TYPED),
    );
    let config = ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let all = (text(), prop::collection::vec(typed, 1..12));
    let spliced = Cell::new(0);
    let run = |(text, typed): (String, Vec<_>)| {
        edits(text, &typed, &spliced);
        Ok(())
    };
    runner.run(&all, run).unwrap_or_else(|e| panic!("{e}"));
    assert!(spliced.get() > 200, "only {} were spliced", spliced.get());
}

#[test]
fn a_letter_in_a_step_lowers_that_step_alone() {
    let text = "value:\n  modules:\n    - id: a\n      value:\n        path: f/a/b\n    - id: b\n      summary: x\n";
    for (at, is_spliced) in [
        ("f/a/b", true),
        ("path", true),
        ("id: a", true),
        ("summary: x", true),
        ("modules", false),
        ("value:\n  ", false),
    ] {
        let start = text.find(at).expect("it is there") + at.trim_end().len();
        let old = Yaml::new(Arc::from(text)).edited(&[], Arc::from(text));
        let edit = Edit {
            span: Span::at(start),
            new_len: 1,
        };
        let next = format!("{}y{}", &text[..start], &text[start..]);
        let next: Arc<str> = Arc::from(next.as_str());
        let tree = old.tree.as_ref().expect("it was edited before");
        let (tree, changed) =
            crate::tree::reparse_changed(Language::Yaml, tree, &old.text, edit, &next);
        let mut yaml = Yaml::empty(next);
        let spliced = splice(
            &old,
            edit,
            &tree,
            &changed.expect("both are whole"),
            &mut yaml,
        );
        assert_eq!(spliced.is_some(), is_spliced, "{at}");
    }
}
