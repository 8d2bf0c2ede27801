//! One value for both readings: what a document says, with tags and styles, and the first place
//! where two of them differ.

use std::fmt::Write;

use syntax::yaml::{Node, Style, Yaml};

/// A node as both readings must see it. Tags are written in full (`tag:yaml.org,2002:str`).
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value {
    Scalar {
        style: Style,
        tag: Option<String>,
        text: String,
    },
    List {
        tag: Option<String>,
        items: Vec<Value>,
    },
    Map {
        tag: Option<String>,
        pairs: Vec<(Value, Value)>,
    },
    /// An alias in a key: nobody follows it, so its name is compared.
    AliasKey(String),
    /// An alias that our reading does not follow.
    Unknown,
    /// An alias that may stand for nothing known, because what it names holds aliases itself.
    /// `None`: it names a node that it is part of.
    Careful(Option<Box<Value>>),
}

impl Value {
    /// What stands where nothing is written.
    pub(crate) fn empty() -> Value {
        Value::Scalar {
            style: Style::Plain,
            tag: None,
            text: String::new(),
        }
    }

    fn name(&self) -> String {
        match self {
            Value::Scalar { style, text, .. } => format!("{style:?} {text:?}"),
            Value::List { items, .. } => format!("a list of {}", items.len()),
            Value::Map { pairs, .. } => format!("a mapping of {}", pairs.len()),
            Value::AliasKey(name) => format!("the alias {name}"),
            Value::Unknown => "an unknown alias".to_owned(),
            Value::Careful(_) => "an alias of aliases".to_owned(),
        }
    }

    fn tag(&self) -> Option<&str> {
        match self {
            Value::Scalar { tag, .. } | Value::List { tag, .. } | Value::Map { tag, .. } => {
                tag.as_deref()
            }
            _ => None,
        }
    }
}

/// What our reading says of all documents that are not empty.
pub(crate) fn ours(yaml: &Yaml) -> Vec<Value> {
    documents(yaml.roots().map(value).collect())
}

/// Documents without those that say nothing: our reading may leave them out.
pub(crate) fn documents(all: Vec<Value>) -> Vec<Value> {
    all.into_iter().filter(|d| *d != Value::empty()).collect()
}

fn value(node: Node<'_>) -> Value {
    let tag = tag(node);
    if node.is_mapping() {
        let pairs = node.pairs().map(|p| {
            let value = p.value.map_or_else(Value::empty, value);
            (key(p.key), value)
        });
        return Value::Map {
            tag,
            pairs: pairs.collect(),
        };
    }
    if node.is_sequence() {
        return Value::List {
            tag,
            items: node.items().map(value).collect(),
        };
    }
    match (node.style(), node.as_str()) {
        (Some(style), Some(text)) => {
            let decoded = node.decode().map(|d| d.text);
            assert_eq!(decoded.as_deref(), Some(&*text), "two ways to one text");
            let text = text.into_owned();
            Value::Scalar { style, tag, text }
        }
        _ => Value::Unknown,
    }
}

fn key(node: Node<'_>) -> Value {
    let alias = node.style().is_none() && !node.is_mapping() && !node.is_sequence();
    match alias {
        true => Value::AliasKey(node.span().slice(node.yaml().text()).to_owned()),
        false => value(node),
    }
}

/// The tag in full, by the `%TAG` lines above it.
fn tag(node: Node<'_>) -> Option<String> {
    let (raw, span) = (node.tag()?, node.tag_span()?);
    if let Some(uri) = raw.strip_prefix("!<") {
        return Some(uri.trim_end_matches('>').to_owned());
    }
    let handle_end = raw[1..].find('!').map_or(1, |i| i + 2);
    let (handle, suffix) = raw.split_at(handle_end);
    let before = node.yaml().text()[..span.start as usize].trim_start_matches('\u{feff}');
    let directive = |line: &str| {
        let mut words = line.split([' ', '\t']).filter(|w| !w.is_empty());
        (words.next() == Some("%TAG") && words.next() == Some(handle))
            .then(|| words.next().unwrap_or_default().to_owned())
    };
    let prefix = before.split(['\n', '\r']).rev().find_map(directive);
    let prefix = match (prefix, handle) {
        _ if raw == "!" => "!".to_owned(),
        (Some(prefix), _) => prefix,
        (None, "!!") => "tag:yaml.org,2002:".to_owned(),
        (None, _) => handle.to_owned(),
    };
    Some(prefix + &percent_decoded(suffix))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(i) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..i]);
        let code = rest.get(i + 1..i + 3);
        match code.and_then(|c| u8::from_str_radix(c, 16).ok()) {
            Some(byte) => bytes.push(byte),
            None => return text.to_owned(),
        }
        rest = &rest[i + 3..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The first place where the documents differ, in one line; `None`: they are the same.
pub(crate) fn difference(ours: &[Value], expected: &[Value]) -> Option<String> {
    let (a, b) = (ours.len(), expected.len());
    let mut docs = ours.iter().zip(expected).enumerate();
    docs.find_map(|(i, (ours, expected))| {
        let path = if b > 1 {
            format!("#{i}")
        } else {
            String::new()
        };
        below(ours, expected, &path)
    })
    .or_else(|| (a != b).then(|| format!("{a} documents, not {b}")))
}

fn below(ours: &Value, expected: &Value, path: &str) -> Option<String> {
    let at = if path.is_empty() { "root" } else { path };
    let differ = || {
        let (ours, expected) = (ours.name(), expected.name());
        Some(format!("{at}: {ours}, not {expected}"))
    };
    match (ours, expected) {
        (Value::Unknown, Value::Careful(_)) => return None,
        (_, Value::Careful(Some(expected))) => return below(ours, expected, path),
        _ => {}
    }
    let found = match (ours, expected) {
        (Value::List { items: a, .. }, Value::List { items: b, .. }) => {
            let mut items = a.iter().zip(b).enumerate();
            let found = items.find_map(|(i, (a, b))| below(a, b, &format!("{path}[{i}]")));
            found.or_else(|| (a.len() != b.len()).then(differ).flatten())
        }
        (Value::Map { pairs: a, .. }, Value::Map { pairs: b, .. }) => {
            let mut pairs = a.iter().zip(b).enumerate();
            let found = pairs.find_map(|(i, ((ak, av), (bk, bv)))| {
                below(ak, bk, &format!("{path}.key{i}"))
                    .or_else(|| below(av, bv, &format!("{path}.{}", step(bk, i))))
            });
            found.or_else(|| (a.len() != b.len()).then(differ).flatten())
        }
        (
            Value::Scalar { style, text, .. },
            Value::Scalar {
                style: other_style,
                text: other,
                ..
            },
        ) => (style != other_style || text != other)
            .then(differ)
            .flatten(),
        _ => (ours != expected).then(differ).flatten(),
    };
    found.or_else(|| {
        let (a, b) = (ours.tag(), expected.tag());
        (a != b).then(|| format!("{at}: tag {a:?}, not {b:?}"))
    })
}

fn step(key: &Value, i: usize) -> String {
    match key {
        Value::Scalar { text, .. } if !text.is_empty() && text.len() < 20 => text.clone(),
        _ => format!("value{i}"),
    }
}

/// The value as an indented list, for a person who looks into one case.
pub(crate) fn outline(values: &[Value]) -> String {
    let mut out = String::new();
    for value in values {
        write_outline(value, 1, &mut out);
    }
    out
}

fn write_outline(value: &Value, depth: usize, out: &mut String) {
    let tag = value.tag().map(|t| format!(" <{t}>")).unwrap_or_default();
    let _ = writeln!(out, "{:1$}{2}{tag}", "", depth * 2, value.name());
    match value {
        Value::List { items, .. } => {
            items.iter().for_each(|v| write_outline(v, depth + 1, out));
        }
        Value::Map { pairs, .. } => {
            for (k, v) in pairs {
                write_outline(k, depth + 1, out);
                write_outline(v, depth + 2, out);
            }
        }
        Value::Careful(Some(v)) => write_outline(v, depth + 1, out),
        _ => {}
    }
}
