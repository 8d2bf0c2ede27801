//! Texts that are made to hurt: all must be read without ending the process, without an ERROR node, and
//! the same after an edit as from scratch. An abort ends the test run itself.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Cause, Yaml};
use crate::{Edit, Language, Span, Tree};

const UNITS: &[&str] = &[
    "- ",
    "? ",
    ": ",
    "a: ",
    "- a: ",
    "? - ",
    "-\t",
    "- - ",
    "a: b: ",
    "[",
    "{",
    "]",
    "}",
    "'",
    "\"",
    "|",
    "|\n",
    "> ",
    "- |\n",
    "a: |\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "x",
    "&a ",
    "*a",
    "!t ",
    "#c\n",
    "\0",
    "é",
    "---\n",
    "...\n",
    "--- ",
    "-\n",
    "?\n",
    ":\n",
    "a:\n",
    "`",
    "@",
    "%",
    ",",
    "|2\n",
    "\u{feff}",
    "\n  ",
    "\n\t",
    "😀",
    "<<<<<<< HEAD\n",
];

fn unit() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(UNITS)
}

/// A few units over and over.
fn repeated() -> impl Strategy<Value = String> {
    let part = (proptest::collection::vec(unit(), 1..4), 1usize..400);
    proptest::collection::vec(part, 1..4).prop_map(|parts| {
        parts
            .iter()
            .map(|(units, n)| units.concat().repeat(*n))
            .collect()
    })
}

/// Lines that go deeper and deeper, with other lines between them.
fn deep() -> impl Strategy<Value = String> {
    let line = (
        unit(),
        0usize..4,
        prop_oneof![9 => Just(None), 1 => (unit(), 0usize..300).prop_map(Some)],
    );
    (
        unit(),
        proptest::collection::vec(line, 50..400),
        prop_oneof!["\n", "\r", "\r\n"],
    )
        .prop_map(|(main, lines, line_break)| {
            let (mut text, mut column) = (String::new(), 0);
            for (unit, step, between) in lines {
                // Mostly the same unit: only that goes deep.
                let unit = if step == 0 { unit } else { main };
                text += &format!("{}{unit}{line_break}", " ".repeat(column));
                column += step;
                if let Some((unit, at)) = between {
                    text += &format!("{}{unit}{line_break}", " ".repeat(at.min(column)));
                }
            }
            text
        })
}

fn nasty() -> impl Strategy<Value = String> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..300);
    prop_oneof![
        repeated(),
        deep(),
        "[-?:a \n\t'\"|>{}\\[\\],#&*!]{0,200}",
        bytes.prop_map(|b| String::from_utf8_lossy(&b).into_owned()),
    ]
}

/// Everything that can be asked of a text, so that a panic shows.
fn ask(yaml: &Yaml) {
    let mut left: Vec<_> = yaml.roots().collect();
    while let Some(node) = left.pop() {
        assert!(
            yaml.text().get(node.span().range()).is_some(),
            "spans are spans of the text"
        );
        if let Some(decoded) = node.decode() {
            assert_eq!(node.as_str().as_deref(), Some(&*decoded.text));
            assert!(decoded.map.outer(decoded.text.len()) <= yaml.text().len());
        }
        for pair in node.pairs().take(3) {
            let Some(text) = pair.key.as_str() else {
                continue;
            };
            let says = |p: &super::Pair<'_>| p.key.says(&text);
            let found = node.pair(&text).map(|p| p.key);
            assert_eq!(found, node.pairs().rfind(says).map(|p| p.key));
        }
        left.extend(node.pairs().flat_map(|p| [Some(p.key), p.value]).flatten());
        left.extend(node.items());
    }
    let mistakes = yaml.mistakes().iter().map(|m| &m.span);
    assert!(
        mistakes
            .chain(yaml.comments())
            .all(|s| yaml.text().get(s.range()).is_some())
    );
}

/// Whether two readings of a text are one.
pub(super) fn read_alike(a: &Yaml, b: &Yaml) -> bool {
    let nodes = |y: &Yaml| {
        (
            y.nodes.clone(),
            y.pairs.clone(),
            y.items.clone(),
            y.tags.clone(),
            y.roots.clone(),
        )
    };
    let rest = |y: &Yaml| {
        (
            y.comments.clone(),
            y.marks.clone(),
            y.unknown_aliases.clone(),
            y.has_anchors,
        )
    };
    nodes(a) == nodes(b) && rest(a) == rest(b) && a.mistakes == b.mistakes
}

/// How long the shortest node at a place is, found by looking at all of them.
fn shortest_at(yaml: &Yaml, offset: usize) -> Option<usize> {
    let touching = yaml.nodes.iter().filter(|n| n.span.touches(offset));
    touching.map(|n| n.span.len()).min()
}

/// Every node with its place, so that two trees can be compared.
fn dump(tree: &Tree) -> Vec<(&'static str, std::ops::Range<usize>)> {
    let mut cursor = tree.walk();
    let mut nodes = Vec::new();
    loop {
        let node = cursor.node();
        nodes.push((node.kind(), node.byte_range()));
        if cursor.goto_first_child() || cursor.goto_next_sibling() {
            continue;
        }
        loop {
            if !cursor.goto_parent() {
                return nodes;
            }
            if cursor.goto_next_sibling() {
                break;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nasty_texts_and_their_edits_are_read(
        text in nasty(), at: prop::sample::Index, len in 0usize..40, typed in unit(), times in 1usize..300,
    ) {
        let yaml = Yaml::new(Arc::from(&*text));
        ask(&yaml);
        for node in yaml.roots().flat_map(|r| r.pairs()).flat_map(|p| [Some(p.key), p.value]).flatten() {
            if node.own_pair().is_some_and(|p| p.key != node) {
                return Err(TestCaseError::fail(format!("another's pair: {text:?}")));
            }
        }
        for offset in [at.index(text.len() + 1), len, text.len() / 2] {
            let found = yaml.at(offset).map(|n| n.span().len());
            prop_assert_eq!(found, shortest_at(&yaml, offset), "at {} of {:?}", offset, text);
        }
        let floor = |i: usize| (0..=i.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let start = floor(at.index(text.len() + 1));
        let end = floor(start + len).max(start);
        let typed = typed.repeat(times);
        let edited = format!("{}{typed}{}", &text[..start], &text[end..]);
        let edit = Edit { span: Span::new(start, end), new_len: typed.len() };
        let tree = crate::parse(Language::Yaml, &text);
        prop_assert!(!tree.root_node().has_error(), "ERROR in {:?}", text);
        let after = crate::reparse(Language::Yaml, &tree, &text, &[edit], &edited);
        let fresh = crate::parse(Language::Yaml, &edited);
        prop_assert!(!fresh.root_node().has_error(), "ERROR in {:?}", edited);
        prop_assert_eq!(dump(&after), dump(&fresh), "{:?}", edited);
        // The first edit makes a tree, the second one starts from it.
        let typed = yaml.edited(&[edit], Arc::from(&*edited));
        ask(&typed);
        prop_assert!(read_alike(&typed, &Yaml::new(Arc::from(&*edited))), "{:?}", edited);
        let undo = Edit { span: Span::new(start, start + edit.new_len), new_len: end - start };
        let back = typed.edited(&[undo], Arc::clone(yaml.text()));
        prop_assert!(read_alike(&back, &yaml), "{:?} to {:?}", edited, text);
    }
}

fn is_too_deep(yaml: &Yaml) -> bool {
    yaml.mistakes().iter().any(|m| m.cause == Cause::TooDeep)
}

#[test]
fn depth_is_stopped_before_it_hurts() {
    for unit in [
        "- ", "? ", ": ", "- - ", "? - ", "- ? ", "&a - ", "!t - ", "a: ", "a: b: ", "- a: ", "| ",
        "-\t",
    ] {
        for before in [
            "",
            "a: b\n c\n",
            "[",
            "'",
            "`",
            "--- ",
            "\u{feff}",
            "k:\n  ",
        ] {
            for times in (1..=400).step_by(7) {
                ask(&Yaml::new(Arc::from(format!(
                    "{before}{}",
                    unit.repeat(times)
                ))));
            }
        }
    }
    for key in [
        "k:", "- k:", "-", "?", "k: |", "? k:", "k: [", "k: {", "é:", "!t",
    ] {
        for line_break in ["\n", "\r", "\r\n"] {
            for depth in [100, 119, 120, 200, 239, 240, 241, 254, 260, 400] {
                let line = |i: usize| format!("{}{key}{line_break}", " ".repeat(i));
                let text: String = (0..depth).map(line).collect();
                let yaml = Yaml::new(Arc::from(text));
                ask(&yaml);
                if depth > 300 && matches!(key, "k:" | "é:") {
                    assert!(is_too_deep(&yaml), "{key} {depth}");
                    assert!(yaml.root().is_some(), "what is less deep is kept");
                }
            }
        }
    }
}

#[test]
fn deep_flow_collections_are_not_half_read() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("[{a: ", "}]")] {
        let nested = |n: usize| format!("a: {}x{}\n", open.repeat(n), close.repeat(n));
        assert!(Yaml::new(Arc::from(nested(100))).is_clean());
        let yaml = Yaml::new(Arc::from(nested(5_000)));
        assert!(is_too_deep(&yaml));
        ask(&yaml);
    }
    let unclosed = Yaml::new(Arc::from("[".repeat(100_000)));
    ask(&unclosed);
    assert!(!unclosed.is_clean());
}

#[test]
fn aliases_neither_loop_nor_multiply() {
    let mut text = String::from("a0: &a0 [x]\n");
    for i in 1..200 {
        text += &format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1);
    }
    text += "self: &s [*s]\nagain: &a0 [*a0]\nlater: *nowhere\n";
    let yaml = Yaml::new(Arc::from(text));
    ask(&yaml);
    let root = yaml.root().unwrap();
    let first = |key: &str| root.get(key).unwrap().items().next().unwrap();
    assert!(
        first("a1").is_sequence(),
        "an anchor without aliases in it is followed"
    );
    assert!(first("a2").is_unknown() && first("self").is_unknown() && first("again").is_unknown());
    assert!(root.get("later").unwrap().is_unknown());
}

#[test]
fn many_aliases_to_a_large_node_are_cheap() {
    let text = format!(
        "a: &a [{}]\nb:\n{}",
        "x, ".repeat(20_000),
        "  - *a\n".repeat(20_000)
    );
    let yaml = Yaml::new(Arc::from(text));
    assert_eq!(
        yaml.root()
            .unwrap()
            .get("b")
            .unwrap()
            .items()
            .filter(|n| n.is_sequence())
            .count(),
        20_000
    );
}
