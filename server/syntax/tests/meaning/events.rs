//! From a stream of events to values, with anchors resolved: events of the suite's notation and
//! those of saphyr-parser.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use syntax::yaml::Style;

use crate::value::{Value, documents};

/// An event as both sources have it; anchors by whatever names them within a document.
enum Step<'e> {
    Document,
    Open {
        map: bool,
        anchor: Option<&'e str>,
        tag: Option<String>,
    },
    Close,
    Leaf {
        value: Value,
        anchor: Option<&'e str>,
    },
    Alias {
        name: &'e str,
        written: String,
    },
}

struct Open {
    map: bool,
    id: usize,
    tag: Option<String>,
    items: Vec<Value>,
    aliases: usize,
}

#[derive(Default)]
struct Builder {
    roots: Vec<Value>,
    stack: Vec<Open>,
    /// The node that each name stands for now.
    names: HashMap<String, usize>,
    /// By node: its value once it is closed, and whether there is an alias inside.
    nodes: Vec<Option<(Value, bool)>>,
    aliases: usize,
}

impl Builder {
    fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Document => self.names.clear(),
            Step::Open { map, anchor, tag } => {
                let id = self.node(anchor);
                let aliases = self.aliases;
                self.stack.push(Open {
                    map,
                    id,
                    tag,
                    items: Vec::new(),
                    aliases,
                });
            }
            Step::Close => {
                let open = self.stack.pop().expect("as many ends as starts");
                let Open {
                    map,
                    id,
                    tag,
                    items,
                    aliases,
                } = open;
                let value = match map {
                    false => Value::List { tag, items },
                    true => {
                        let mut items = items.into_iter();
                        let mut pairs = Vec::new();
                        while let (Some(key), Some(value)) = (items.next(), items.next()) {
                            pairs.push((key, value));
                        }
                        Value::Map { tag, pairs }
                    }
                };
                self.nodes[id] = Some((value.clone(), self.aliases > aliases));
                self.put(value);
            }
            Step::Leaf { value, anchor } => {
                let id = self.node(anchor);
                self.nodes[id] = Some((value.clone(), false));
                self.put(value);
            }
            Step::Alias { name, written } => {
                self.aliases += 1;
                let in_key = |o: &Open| o.map && o.items.len().is_multiple_of(2);
                if self.stack.last().is_some_and(in_key) {
                    return self.put(Value::AliasKey(written));
                }
                let id = *self
                    .names
                    .get(name)
                    .expect("a valid document names its aliases");
                let value = match self.nodes[id].clone() {
                    None => Value::Careful(None),
                    Some((value, true)) => Value::Careful(Some(Box::new(value))),
                    Some((value, false)) => value,
                };
                self.put(value);
            }
        }
    }

    fn node(&mut self, anchor: Option<&str>) -> usize {
        let id = self.nodes.len();
        self.nodes.push(None);
        if let Some(name) = anchor {
            self.names.insert(name.to_owned(), id);
        }
        id
    }

    fn put(&mut self, value: Value) {
        match self.stack.last_mut() {
            Some(open) => open.items.push(value),
            None => self.roots.push(value),
        }
    }
}

/// The documents of events in the suite's notation (`+MAP &a <tag>`, `=VAL :text`).
pub(crate) fn of_suite(tree: &str) -> Vec<Value> {
    let mut builder = Builder::default();
    for line in tree.lines().map(str::trim_start) {
        let (kind, rest) = line.split_at(line.len().min(4));
        let mut rest = rest.trim_start();
        let mut property = |open: char| {
            let found = rest.strip_prefix(open)?;
            let (word, after) = found.split_once(' ').unwrap_or((found, ""));
            rest = after;
            Some(word)
        };
        if kind == "=ALI" {
            let name = property('*').expect("an alias has a name");
            let written = format!("*{name}");
            builder.take(Step::Alias { name, written });
            continue;
        }
        if matches!(kind, "+MAP" | "+SEQ") {
            let _ = property('{').or_else(|| property('['));
        }
        let anchor = property('&');
        let tag = property('<').map(|t| t.trim_end_matches('>').to_owned());
        let map = kind == "+MAP";
        match kind {
            "+DOC" => builder.take(Step::Document),
            "+MAP" | "+SEQ" => builder.take(Step::Open { map, anchor, tag }),
            "-MAP" | "-SEQ" => builder.take(Step::Close),
            "=VAL" => {
                let mut chars = rest.chars();
                let style = match chars.next() {
                    Some(':') => Style::Plain,
                    Some('\'') => Style::Single,
                    Some('"') => Style::Double,
                    Some('|') => Style::Literal,
                    Some('>') => Style::Folded,
                    other => panic!("{line:?}: no style {other:?}"),
                };
                let text = unescaped(chars.as_str());
                let value = Value::Scalar { style, tag, text };
                builder.take(Step::Leaf { value, anchor });
            }
            "+STR" | "-STR" | "-DOC" | "" => {}
            _ => panic!("{line:?}: an unknown event"),
        }
    }
    documents(builder.roots)
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('\\') => '\\',
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('b') => '\u{8}',
                other => panic!("{text:?}: an unknown escape {other:?}"),
            },
            c => c,
        });
    }
    out
}

/// The documents as saphyr-parser reads them, or its message.
pub(crate) fn of_saphyr(text: &str) -> Result<Vec<Value>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| e.to_string())?;
        let name = |id: usize| (id > 0).then(|| id.to_string());
        match event {
            Event::DocumentStart(_) => builder.take(Step::Document),
            Event::SequenceStart(id, ref tag) | Event::MappingStart(id, ref tag) => {
                let map = matches!(event, Event::MappingStart(..));
                let (anchor, tag) = (name(id), tag.as_deref().map(in_full));
                let anchor = anchor.as_deref();
                builder.take(Step::Open { map, anchor, tag });
            }
            Event::SequenceEnd | Event::MappingEnd => builder.take(Step::Close),
            Event::Scalar(text, style, id, tag) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                };
                let tag = tag.as_deref().map(in_full);
                let text = text.into_owned();
                let value = Value::Scalar { style, tag, text };
                let anchor = name(id);
                let anchor = anchor.as_deref();
                builder.take(Step::Leaf { value, anchor });
            }
            Event::Alias(id) => {
                let (start, len) = (span.start.index(), span.len());
                let written = text.chars().skip(start).take(len).collect();
                let name = &id.to_string();
                builder.take(Step::Alias { name, written });
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }
    Ok(documents(builder.roots))
}

fn in_full(tag: &Tag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}
