//! After any edits a tree is that of the text from scratch, in every language, and an open document is
//! the text it should be. The edits are the same at each run; `PROPTEST_CASES` says how many other
//! cases there are to be, and `PROPTEST_RNG_SEED` which ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use syntax::{Document, Edit, Encoding, Language, LineIndex, Tree, parse, reparse};

const WORDS: &[&str] = &[
    "a",
    "results.",
    "flow_input.",
    "x: 1\n",
    "\n",
    "- id: new\n",
    "  ",
    "\t",
    "'",
    "\"",
    "é",
    "💰",
    "\r\n",
    "{",
    "[",
    ": ",
    "|\n",
    "#",
    "expr: a ? 1 : 2\n",
    "`",
    "@",
    "    value:\n",
    "def main(",
    "):\n    return {",
    "<<<<<<< HEAD\n",
    "e\u{301}",
    "}",
    "]",
    ",",
    "-",
    "- ",
    "?",
    "? ",
    ":",
    "|",
    ">-\n",
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "...\n",
    "\r",
    "\u{feff}",
    "\u{2028}",
    "\u{a0}",
    "\0",
    " ",
    "\n\n",
    "\n  ",
    "\n    ",
    "%",
    "\\",
    "=",
    "=======\n",
    ">>>>>>> b\n",
    "\u{c}",
    "|2-\n",
    "''",
    "\"\"\"",
    "'''",
    "${",
    "//",
    "/*",
    "*/",
    "=>",
    "(",
    ")",
    "f\"",
    "class A:\n",
    "if x:\n",
    "else:\n",
    "async ",
    "await ",
    "lambda ",
    "import ",
    "return",
    "function f(",
    ";",
    "<",
    ">",
    "\\\n",
    "r'",
    "{}",
    "[]",
    "match x:\n",
    "case 1:\n",
    "@d\n",
    "type ",
    "0x",
    "1e",
    "**",
    "print ",
    "not in",
    "\u{85}",
    "\u{b}",
];

/// The sample files in a language.
fn samples(language: Language) -> &'static [String] {
    static SAMPLES: LazyLock<[Vec<String>; 3]> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces");
        let mut files: [Vec<String>; 3] = Default::default();
        let mut open = vec![root];
        while let Some(dir) = open.pop() {
            let entries = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
            let mut entries: Vec<PathBuf> = entries.collect();
            entries.sort();
            for path in entries {
                let slot = match path.extension().and_then(|e| e.to_str()) {
                    _ if path.is_dir() => {
                        open.push(path);
                        continue;
                    }
                    Some("yaml") => 0,
                    Some("py") => 1,
                    Some("ts") => 2,
                    _ => continue,
                };
                files[slot].extend(fs::read_to_string(path));
            }
        }
        files
    });
    &SAMPLES[match language {
        Language::Yaml => 0,
        Language::Python => 1,
        Language::TypeScript | Language::Tsx | Language::JavaScript => 2,
    }]
}

/// Part of a sample, or words and breaks: of code, rarely so, for there nearly all is an error.
fn text(language: Language) -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..20).prop_map(|w| w.concat());
    let part = (
        prop::sample::select(samples(language)),
        0.0..1.0,
        any::<bool>(),
        1..40usize,
    );
    let part = part.prop_map(|(file, from, first, lines)| {
        let all: Vec<&str> = file.split_inclusive('\n').collect();
        let from = if first {
            0
        } else {
            (all.len() as f64 * from) as usize
        };
        all[from..(from + lines).min(all.len())].concat()
    });
    let words_of_ten = if language == Language::Yaml { 4 } else { 1 };
    let text = prop_oneof![words_of_ten => words, 10 - words_of_ten => part];
    (text, prop::bool::weighted(0.15)).prop_map(|(text, crlf)| match crlf {
        true => text.replace('\n', "\r\n"),
        false => text,
    })
}

/// Where an edit ends.
#[derive(Clone, Debug)]
enum Reach {
    /// Where it starts, or so many bytes behind.
    Bytes(usize),
    /// So many bytes into the line that is so many lines further.
    Lines(usize, usize),
    /// At a share of the text.
    Share(f64),
}

/// One change: at a share of the text, moved to the start or the end of its line or neither; to where;
/// what stands there then, or else what stood there with other line breaks.
type Change = ((f64, Option<bool>), Reach, Option<Vec<&'static str>>);

fn change() -> impl Strategy<Value = Change> {
    let at = (
        0.0..1.0,
        prop_oneof![2 => Just(None), 1 => any::<bool>().prop_map(Some)],
    );
    let reach = prop_oneof![
        5 => Just(Reach::Bytes(0)),
        2 => (1..12usize).prop_map(Reach::Bytes),
        3 => (1..4usize, prop_oneof![2 => Just(0), 1 => 1..5usize]).prop_map(|(n, c)| Reach::Lines(n, c)),
        1 => (0.0..1.0).prop_map(Reach::Share),
    ];
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..4);
    (
        at,
        reach,
        prop_oneof![9 => words.prop_map(Some), 1 => Just(None)],
    )
}

/// The start of the character that `offset` lies in.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

fn range(text: &str, ((share, edge), reach, _): &Change) -> Range<usize> {
    let mut from = floor(text, (text.len() as f64 * share) as usize);
    from = match edge {
        None => from,
        Some(true) => from + text[from..].find('\n').unwrap_or(text.len() - from),
        Some(false) => text[..from].rfind('\n').map_or(0, |i| i + 1),
    };
    let to = match reach {
        Reach::Bytes(n) => floor(text, from + n),
        Reach::Lines(lines, bytes) => {
            let ends = text[from..].match_indices('\n').map(|(i, _)| from + i + 1);
            let start = ends.take(*lines).last().unwrap_or(text.len());
            floor(text, start + bytes)
        }
        Reach::Share(share) => floor(text, (text.len() as f64 * share) as usize),
    };
    from.min(to)..from.max(to)
}

/// A node: kind, place, field, and whether it is an error, missing, extra, or holds an error.
type Seen = (&'static str, Range<usize>, Option<&'static str>, [bool; 4]);

/// Every node, so that two trees can be compared.
fn dump(tree: &Tree) -> Vec<Seen> {
    let mut cursor = tree.walk();
    let mut nodes = Vec::new();
    loop {
        let node = cursor.node();
        let marks = [
            node.is_error(),
            node.is_missing(),
            node.is_extra(),
            node.has_error(),
        ];
        nodes.push((node.kind(), node.byte_range(), cursor.field_name(), marks));
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

fn config(cases: u32) -> Config {
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(13);
    }
    config
}

/// Edits a text, several changes at a time, and compares after each message.
fn run(language: Language, text: &str, messages: &[Vec<Change>]) -> Result<(), TestCaseError> {
    let mut text = text.to_owned();
    let mut document = Document::new(&text);
    let mut tree = parse(language, &text);
    for changes in messages {
        let before = text.clone();
        let mut whole: Option<Edit> = None;
        for change in changes {
            let mut range = range(&text, change);
            let new = match &change.2 {
                Some(words) => words.concat(),
                None if text[range.clone()].contains("\r\n") => {
                    text[range.clone()].replace("\r\n", "\n")
                }
                None => text[range.clone()].replace('\n', "\r\n"),
            };
            // No place lies between the two characters of a line break.
            let whole_break = |i: usize| {
                i - usize::from(text[..i].ends_with('\r') && text[i..].starts_with('\n'))
            };
            range = whole_break(range.start)..whole_break(range.end);
            let lines = LineIndex::new(&text);
            let place = |offset| lines.line_col(&text, offset, Encoding::Utf16);
            let places = (place(range.start), place(range.end));
            let edit = document.replace(Some(places), Encoding::Utf16, &new);
            prop_assert_eq!(
                edit.span.range(),
                range.clone(),
                "{:?} in {:?}",
                places,
                text
            );
            text.replace_range(range, &new);
            prop_assert_eq!(&*document.text(), &text);
            whole = Some(whole.map_or(edit, |w| w.then(edit)));
        }
        let Some(edit) = whole else { continue };
        tree = reparse(language, &tree, &before, &[edit], &text);
        let fresh = parse(language, &text);
        prop_assert!(
            language != Language::Yaml || !fresh.root_node().has_error(),
            "ERROR in {:?}",
            text
        );
        prop_assert_eq!(
            dump(&tree),
            dump(&fresh),
            "{:?} to {:?} by {:?}",
            before,
            text,
            edit
        );
        if text.len() > 20_000 {
            break;
        }
    }
    Ok(())
}

/// Messages of one change or two, fewer than `most` of them.
fn messages(most: usize) -> impl Strategy<Value = Vec<Vec<Change>>> {
    prop::collection::vec(prop::collection::vec(change(), 1..3), 1..most)
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn yaml_edited_equals_fresh(text in text(Language::Yaml), messages in messages(20)) {
        run(Language::Yaml, &text, &messages)?;
    }
}

/// Lines of which many open brackets, so that what is read ahead for their ends reaches far.
fn brackets() -> impl Strategy<Value = String> {
    const LINES: &[&str] = &[
        "a: [x\n",
        "a: [x\n",
        "  b: {y: [\n",
        "  c: 1,\n",
        "d, {e: f},\n",
        "]\n",
        "  }, \"g\",\n",
        "- [h,\n",
        "'i\n",
        "---\n",
    ];
    let odd = prop::collection::vec(prop::sample::select(LINES), 0..6);
    let block = (0..60usize, prop::sample::select(&LINES[..5]), odd);
    let block = block.prop_map(|(times, line, odd)| line.repeat(times) + &odd.concat());
    prop::collection::vec(block, 1..16).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn unclosed_brackets_edited_equal_fresh(text in brackets(), messages in messages(10)) {
        run(Language::Yaml, &text, &messages)?;
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn python_edited_equals_fresh(text in text(Language::Python), messages in messages(4)) {
        run(Language::Python, &text, &messages)?;
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn typescript_edited_equals_fresh(text in text(Language::TypeScript), messages in messages(4)) {
        run(Language::TypeScript, &text, &messages)?;
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn javascript_edited_equals_fresh(text in text(Language::JavaScript), messages in messages(4)) {
        run(Language::JavaScript, &text, &messages)?;
    }
}

/// Edits of broken Python behind which tree-sitter alone gives another tree than from scratch.
#[test]
fn errors_are_got_over_as_from_scratch() {
    for (before, at, new) in [
        (
            "type - >@d\n=>{}\n>*a-\nit\n>-\ntype ?await )",
            7,
            "pe - >@d\n=>{}\n",
        ),
        (
            "|((,*/def main(2-\n,x: 1#class A:\n\n\u{a0}lambda mbda 💰- ''x: 1\n|\n\r\ncase 1:",
            0,
            "class A:\n",
        ),
    ] {
        let tree = parse(Language::Python, before);
        let after = format!("{}{new}{}", &before[..at], &before[at..]);
        let edit = Edit {
            span: syntax::Span::at(at),
            new_len: new.len(),
        };
        let edited = reparse(Language::Python, &tree, before, &[edit], &after);
        let fresh = parse(Language::Python, &after);
        assert_eq!(dump(&edited), dump(&fresh), "{after:?}");
    }
}
