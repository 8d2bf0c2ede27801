//! Our reading of valid YAML against saphyr-parser's: a table of every way to write things, and
//! random documents beside it. Also what must hold of every source map.

use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{JsonType, Node, Style, Yaml};

mod random;

/// A value as both readings must see it.
#[derive(Clone, PartialEq, Debug)]
enum Value {
    Plain(String),
    Quoted(String),
    /// With a tag other than `!!str`: what it means is not ours to say.
    Tagged(String),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

const NULL: fn() -> Value = || Value::Plain(String::new());

fn ours(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let value = |v: Option<Node<'_>>| v.map_or_else(NULL, ours);
        return Value::Map(
            node.pairs()
                .map(|p| (ours(p.key), value(p.value)))
                .collect(),
        );
    }
    if node.is_sequence() {
        return Value::List(node.items().map(ours).collect());
    }
    let decoded = node
        .decode()
        .unwrap_or_else(|| panic!("neither scalar nor collection"));
    assert_eq!(
        node.as_str().as_deref(),
        Some(&*decoded.text),
        "both ways to the text agree"
    );
    check_map(node, &decoded);
    match (node.json_type(), node.style()) {
        (None, _) => Value::Tagged(decoded.text),
        (Some(_), Some(Style::Plain)) if node.tag().is_none() => Value::Plain(decoded.text),
        _ => Value::Quoted(decoded.text),
    }
}

/// A copied character stands in the file as it is, and the way there and back ends where it began.
fn check_map(node: Node<'_>, decoded: &crate::Decoded) {
    let (text, map) = (node.yaml().text(), &decoded.map);
    let mut before = 0;
    for (i, c) in decoded.text.char_indices() {
        let outer = map.outer(i);
        assert!(outer >= before, "order is kept");
        before = outer;
        assert!(text.is_char_boundary(outer));
        if map.is_copied(i) {
            assert!(
                text[outer..].starts_with(c),
                "{c:?} at {i} in {:?}",
                decoded.text
            );
            assert_eq!(
                map.inner(outer),
                Some(i),
                "{c:?} at {i} in {:?}",
                decoded.text
            );
        }
        let span = map.outer_span(crate::Span::new(i, i + c.len_utf8()));
        assert!(text.is_char_boundary(span.end as usize) && !span.is_empty());
        assert!(span.start as usize == outer);
    }
    for outer in 0..=text.len() {
        assert!(map.inner(outer).is_none_or(|i| i <= decoded.text.len()));
    }
}

/// The first document as saphyr-parser reads it; `None`: it is broken.
fn theirs(text: &str) -> Option<Value> {
    let mut stack: Vec<(usize, bool, Vec<Value>)> = Vec::new();
    let mut anchors: Vec<(usize, Value)> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text.trim_start_matches('\u{feff}')) {
        let (anchor, value) = match event.ok()?.0 {
            Event::SequenceStart(anchor, _) => {
                stack.push((anchor, false, Vec::new()));
                continue;
            }
            Event::MappingStart(anchor, _) => {
                stack.push((anchor, true, Vec::new()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (anchor, map, items) = stack.pop()?;
                let mut items = items.into_iter();
                let mut pairs = Vec::new();
                if map {
                    while let (Some(key), Some(value)) = (items.next(), items.next()) {
                        pairs.push((key, value));
                    }
                    (anchor, Value::Map(pairs))
                } else {
                    (anchor, Value::List(items.collect()))
                }
            }
            Event::Alias(id) => (0, anchors.iter().rev().find(|(a, _)| *a == id)?.1.clone()),
            Event::Scalar(text, style, anchor, tag) => {
                (anchor, scalar(&text, style, tag.as_deref()))
            }
            _ => continue,
        };
        if anchor > 0 {
            anchors.push((anchor, value.clone()));
        }
        match stack.last_mut() {
            Some((_, _, items)) => items.push(value),
            None if root.is_none() => root = Some(value),
            None => {}
        }
    }
    Some(root.unwrap_or_else(NULL))
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let text = text.to_owned();
    match tag {
        Some(t) if t.handle == "!" && t.suffix == "inline" => Value::Quoted(text),
        Some(t) if t.is_yaml_core_schema() && t.suffix == "str" => Value::Quoted(text),
        Some(t) if !(t.handle.is_empty() && t.suffix == "!") => Value::Tagged(text),
        // `~` says what an empty value says.
        None if style == ScalarStyle::Plain && text == "~" => Value::Plain("~".into()),
        None if style == ScalarStyle::Plain => Value::Plain(text),
        _ => Value::Quoted(text),
    }
}

/// A null without a text of its own: saphyr-parser writes `~` for it.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Plain(a), Value::Plain(b)) if a.is_empty() => b.is_empty() || b == "~",
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            let pairs = |((ak, av), (bk, bv)): (&(Value, Value), &(Value, Value))| {
                same(ak, bk) && same(av, bv)
            };
            a.len() == b.len() && a.iter().zip(b).all(pairs)
        }
        _ => a == b,
    }
}

fn read(text: &str) -> Value {
    let yaml = Yaml::new(Arc::from(text));
    assert!(yaml.is_clean(), "{text:?}: broken at {:?}", yaml.mistakes());
    yaml.root().map_or_else(NULL, ours)
}

const TABLE: &[&str] = &[
    // plain
    "",
    "\n\n",
    "a",
    "a: b",
    "a: b\n",
    "a:\n",
    "a: ~\n",
    "a: b c  d \n",
    "a: b\n  c\n  d\n",
    "a: b\n\n  c\n\n\n  d\n",
    "a: b\n   \n  c\n",
    "a: b#c\nd: e #f\n",
    "a: http://x/y?z=1&k\n",
    "a: -1\nb: -x\nc: ?x\nd: :x\n",
    "a b: c d\n",
    "a:\n  b\n  c\n",
    "é: ü 😀 x\n",
    "a: b\t\n",
    "- a\n- b\n  c\n",
    "plain\n  more\n",
    // quoted
    "a: 'b'\n",
    "a: ''\n",
    "a: 'it''s'\n",
    "a: '''x'''\n",
    "a: 'b\n  c'\n",
    "a: 'b\n\n  c\n  d '\n",
    "a: ' b '\n",
    "a: \"b\"\n",
    "a: \"\"\n",
    "a: \"b\\nc\\td\\\\e\\\"f\\/g\"\n",
    "a: \"\\x41\\u00e9\\U0001F600\\0\\a\\b\\e\\v\\f\\r\\_\\N\\L\\P\\ \"\n",
    "a: \"b \\\n  c\"\n",
    "a: \"b\\\n\n  c\"\n",
    "a: \"b\n  c\"\n",
    "a: \"b\n\n\n  c\"\n",
    "a: \" b \n  c \"\n",
    "a: \"b\\ \n  c\"\n",
    "\"a b\": 'c'\n'd': \"e\"\n",
    "a: \"b: c #d\"\n",
    "a: '\\n'\n",
    "a: \"b\t\n  \tc\"\n",
    "a: \"😀\\u00e9x\"\n",
    // literal blocks
    "a: |\n  b\n",
    "a: |\n  b\n  c\n",
    "a: |-\n  b\n",
    "a: |+\n  b\n",
    "a: |+\n  b\n\n\n",
    "a: |+\n  b\n\n\nc: d\n",
    "a: |\n  b\n\n\nc: d\n",
    "a: |-\n  b\n\n\nc: d\n",
    "a: |\n\n\n  b\n",
    "a: |\n  b\n    c\n   d\n\n  e\n",
    "a: |2\n    b\n   c\n",
    "a: |2-\n    b\n",
    "a: |-2\n    b\n",
    "a: |+1\n  b\n\n",
    "a: | # c\n  b\n",
    "a: |\n  # no comment\n  b # none\n",
    "a: |\n  b\n# comment\nc: d\n",
    "a: |\nb: c\n",
    "a: |-\nb: c\n",
    "a: |+\nb: c\n",
    "a: |+\n\n\nb: c\n",
    "- |\n  a\n- |\n b\n",
    "- |2\n    a\n   b\n",
    "- - |\n   a\n  - |-\n    b\n",
    "- a: |2\n      b\n  c: d\n",
    "a:\n- b: |1\n    c\n- d\n",
    "a:\n  b:\n    c: |\n     d\n  e: f\n",
    "|\n  root\n  text\n",
    "--- |\n  root\n",
    "|2\n    a\n   b\n",
    "--- |-\ntext\nmore\n",
    "a: |\n  \tb\n  c\td\n",
    "a: |\n  b  \n   \n  c\n",
    "a: |\n  b\n    \n",
    "a: |\n  b\n  \nc: d\n",
    "a: |\n  é😀\n  ü\n",
    "a: |\n  b\n ",
    "a: |\n\n  b\n \n  c\n\nd: e\n",
    "a: !inline |\n  b\n",
    "a: &x |\n  b\nc: *x\n",
    "a: |\n  {b: [\n  'c\n",
    "a: |\n  - b\n  - c\n",
    "? |\n  k\n: |\n  v\n",
    "a: |\n  b\n   # text\n",
    // folded blocks
    "a: >\n  b\n",
    "a: >\n  b\n  c\n",
    "a: >-\n  b\n  c\n",
    "a: >+\n  b\n\n",
    "a: >\n  b\n\n  c\n",
    "a: >\n  b\n\n\n  c\n  d\n",
    "a: >\n  b\n    c\n  d\n",
    "a: >\n    b\n\n      c\n\n    d\n",
    "a: >\n\n  b\n",
    "a: >\n  b\n  \tc\n  d\n",
    "a: >2\n    b\n  c\n  d\n",
    ">\n a\n b\n\n\n",
    "a: >-\n  b\n    c\n\n    d\n  e\nf: g\n",
    "- >\n  a\n  b\n- >-\n  c\n",
    "a: >\n  b \n  c\n",
    // collections
    "- a\n- b\n",
    "- - x\n",
    "- - x\n  - y\n- z\n",
    "-\n- a\n-\n",
    "- - - a\n    - b\n",
    "-\n  - a\n",
    "- a: b\n  c: d\n- e\n",
    "-   a: b\n    c: d\n",
    "a:\n- b\n- c\nd: e\n",
    "a:\n  - b\n",
    "a:\n  -\n    b: c\n",
    "? a\n: b\n",
    "? a\n? b\n: c\n",
    "? a\n",
    "? - a\n  - b\n: - c\n",
    "? a: b\n: c: d\n",
    "a: {}\nb: []\n",
    "a: {b: c, d: e}\n",
    "a: {b, c: , d}\n",
    "a: {b: c,\n  d: [e,\n  f], }\n",
    "a: [b, c: d, {e: f}]\n",
    "[a, [b, [c]], {}]",
    "{a: {b: {c: d}}}",
    "a: [\n  b,\n  # c\n  d\n]\n",
    "a: {\"b\":c, 'd': e}\n",
    "a: [b c, d\n  e]\n",
    "a: [ 'x, y', \"]\" ]\n",
    "{? a : b}",
    "a: [x y: z]\n",
    "[a, b, ]",
    "a: {b: \"c\n  d\", e: 'f\n  g'}\n",
    "a: {url: http://x:80/y}\n",
    ": a\n",
    "a:\n  ? b\n  : c\n",
    // comments, blank lines, documents
    "# c\na: b\n",
    "\n\n# c\n\na: b\n\n\n# d\n",
    "a: # c\n  b: c\n",
    "a:\n  # c\n  b: c\n # d\ne: f\n",
    "a: b # c\n  # d\ne: f\n",
    "---\na: b\n",
    "---\na: b\n...\n",
    "--- a\n",
    "a: b\n---\nc: d\n",
    "%YAML 1.2\n---\na: b\n",
    "--- # c\na: b\n",
    "- a\n\n\n- b\n",
    "\u{feff}a: b\n",
    "\u{feff}- é\n",
    "---\n# only\n...\n",
    "a: b\n...\n# c\n",
    // tags, anchors, merges
    "a: !inline b.py\n",
    "a: !!str 1\n",
    "a: !!int 1\n",
    "a: !x\n",
    "a: ! 1\n",
    "a: !x {b: c}\n",
    "a: !inline 'b'\n",
    "a: &x b\nc: *x\n",
    "a: &x {b: c}\nd: *x\n",
    "a: &x\n  b: c\nd:\n  <<: *x\n  e: f\n",
    "a: &x\nb: *x\n",
    "- &x a\n- *x\n- &x b\n- *x\n",
    "&x a: b\nc: *x\n",
    "a: &x !inline b\nc: !inline &y d\ne: *y\n",
    "&x\na: b\n",
    "!x\na: b\n",
    "- &x\n  - a\n- *x\n",
    "a: !<tag:x> b\n",
    "a: &x [b, &y c]\nd: [*x, *y]\n",
];

#[test]
fn the_table_reads_as_saphyr_parser_reads_it() {
    for source in TABLE {
        for text in [(*source).to_owned(), source.replace('\n', "\r\n")] {
            let expected = theirs(&text).unwrap_or_else(|| panic!("{text:?}: not valid"));
            let value = read(&text);
            assert!(
                same(&value, &expected),
                "{text:?}: {value:?}, not {expected:?}"
            );
        }
    }
}

#[test]
fn plain_scalars_have_the_core_schema_s_types() {
    use JsonType::{Boolean, Integer, Null, Number, String};
    for (kind, texts) in [
        (Null, "~ null Null NULL"),
        (Boolean, "true True TRUE false False FALSE"),
        (
            Integer,
            "0 -1 +12 007 0x1F 0o17 123456789012345678901234567890",
        ),
        (
            Number,
            "1.5 -1.5 .5 5. 1e3 1.5E-3 +1e+3 .inf -.Inf +.INF .nan .NaN",
        ),
        (
            String,
            "nULL yes no on off y n tRUE 1_000 0x 0xG 0o8 1.2.3 1e e1 . .. - -. inf nan +-1 -0x1 1:30 2001-01-01 .Nan 1- ٣",
        ),
    ] {
        for text in texts.split(' ') {
            let yaml = Yaml::new(Arc::from(format!("a: {text}\n")));
            let node = yaml
                .root()
                .and_then(|r| r.get("a"))
                .filter(|n| n.style().is_some());
            // `a: -` is a list: ask for the type alone.
            let kind_read = node.map_or_else(
                || super::scalar::plain_type(text),
                |n| n.json_type().unwrap(),
            );
            assert_eq!(kind_read, kind, "{text}");
            let number = matches!(kind, Integer | Number);
            assert_eq!(node.and_then(Node::as_f64).is_some(), number, "{text}");
        }
    }
}
