//! Random documents, written as people write flows: read as they were written, and as saphyr-parser
//! reads them.

use proptest::prelude::*;

use super::{Value, read, same, theirs};

#[derive(Clone, Debug)]
enum Tree {
    Text(String, u8),
    List(Vec<Tree>),
    Map(Vec<Tree>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let text = prop_oneof![
        "[a-z][a-z0-9_. ]{0,8}",
        "[ -~é😀\t\n]{0,30}",
        "( {0,3}[a-z:#\"'{-]{0,4} ?\n){0,5}[a-z]?"
    ];
    let leaf = (text, 0u8..6).prop_map(|(text, style)| Tree::Text(text, style));
    leaf.prop_recursive(5, 40, 5, |inner| {
        let inner = proptest::collection::vec(inner, 0..5);
        prop_oneof![
            inner.clone().prop_map(Tree::List),
            inner.prop_map(Tree::Map)
        ]
    })
}

/// Writes a value as people write flows; `indent` is the column of what it belongs to.
fn write(tree: &Tree, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match tree {
        Tree::List(items) if items.is_empty() => out.push_str(" []\n"),
        Tree::Map(items) if items.is_empty() => out.push_str(" {}\n"),
        Tree::List(items) => {
            out.push('\n');
            for item in items {
                out.push_str(&format!("{pad}-"));
                write(item, indent + 2, out);
            }
        }
        Tree::Map(items) => {
            out.push('\n');
            for (i, item) in items.iter().enumerate() {
                out.push_str(&format!("{pad}k{i}:"));
                write(item, indent + 2, out);
            }
        }
        Tree::Text(text, style) => write_text(text, *style, &pad, out),
    }
}

fn write_text(text: &str, style: u8, pad: &str, out: &mut String) {
    let word = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || matches!(c, ' ' | '.' | '_'))
        && !text.ends_with(' ');
    let one_line = !text.contains(['\n', '\t']) && text.trim() == text;
    let blockable = text.chars().any(|c| !c.is_whitespace());
    match style {
        0 if word => out.push_str(&format!(" {text} # note\n")),
        1 if one_line => out.push_str(&format!(" '{}'\n", text.replace('\'', "''"))),
        2..=4 if blockable => {
            let chomp = match text.len() - text.trim_end_matches('\n').len() {
                0 => "-",
                1 => "",
                _ => "+",
            };
            out.push_str(&format!(
                " {}{}{chomp}\n",
                if style == 4 { '>' } else { '|' },
                pad.len().clamp(1, 2)
            ));
            let pad = if pad.is_empty() { " " } else { pad };
            for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                let pad = if line.is_empty() { "" } else { pad };
                out.push_str(&format!("{pad}{line}\n"));
            }
        }
        _ => {
            let escaped = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            out.push_str(&format!(" \"{}\"\n", escaped.replace('\t', "\\t")));
        }
    }
}

/// The value that was written; folded text is left to saphyr-parser.
fn written(tree: &Tree) -> Option<Value> {
    let all = |items: &[Tree]| items.iter().map(written).collect::<Option<Vec<Value>>>();
    Some(match tree {
        Tree::Text(_, 4) => return None,
        Tree::Text(text, _) => Value::Quoted(text.clone()),
        Tree::List(items) => Value::List(all(items)?),
        Tree::Map(items) => {
            let keys = (0..).map(|i| Value::Quoted(format!("k{i}")));
            Value::Map(keys.zip(all(items)?).collect())
        }
    })
}

fn as_quoted(value: Value) -> Value {
    match value {
        Value::Plain(text) => Value::Quoted(text),
        Value::List(items) => Value::List(items.into_iter().map(as_quoted).collect()),
        Value::Map(pairs) => Value::Map(
            pairs
                .into_iter()
                .map(|(k, v)| (as_quoted(k), as_quoted(v)))
                .collect(),
        ),
        value => value,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_documents_read_as_written(tree in tree(), crlf: bool) {
        let mut text = String::from("root:");
        write(&tree, 2, &mut text);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let value = read(&text);
        let expected = theirs(&text);
        prop_assert!(expected.is_some(), "{text:?}");
        prop_assert!(expected.is_some_and(|e| same(&value, &e)), "{text:?}: {value:?}");
        if let Some(tree) = written(&tree) {
            let root = Value::Map(vec![(Value::Quoted("root".into()), tree)]);
            prop_assert_eq!(as_quoted(value), root, "{:?}", text);
        }
    }
}
