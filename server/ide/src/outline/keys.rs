//! The keys of a YAML file that is no flow.

use model::file::File;
use syntax::Span;
use syntax::yaml::{JsonType, Node};

use super::{OutlineItem, OutlineKind, short};

/// Deepest key that is listed, from 0.
const MAX_DEPTH: usize = 12;

pub(super) fn outline(file: &File, items: &mut Vec<OutlineItem>) {
    for root in file.yaml().roots() {
        inside(root, 0, items);
    }
}

/// What a mapping or a list holds. Of a list only what holds something itself: the rest has no name.
fn inside(node: Node<'_>, depth: usize, items: &mut Vec<OutlineItem>) {
    if depth > MAX_DEPTH {
        return;
    }
    for pair in node.pairs() {
        // What an alias stands for is listed where it is written.
        let value = pair.value.filter(|v| pair.span.contains(v.span()));
        let (kind, detail) = describe(value, pair.value);
        let name = match pair.key.as_str() {
            Some(key) if !key.trim().is_empty() => short(&key),
            _ => "(no key)".to_owned(),
        };
        items.push(OutlineItem {
            name,
            detail,
            kind,
            span: pair.span,
            name_span: pair.key.span(),
            depth,
        });
        if let Some(value) = value {
            inside(value, depth + 1, items);
        }
    }
    for (i, item) in node.items().enumerate() {
        let holds = item.is_mapping() || item.is_sequence();
        if !holds || !node.span().contains(item.span()) {
            continue;
        }
        items.push(OutlineItem {
            name: i.to_string(),
            detail: title(item),
            kind: describe(Some(item), None).0,
            span: super::flow::item_span(item),
            name_span: Span::at(item.span().start as usize),
            depth,
        });
        inside(item, depth + 1, items);
    }
}

/// What a key has, in kind and in a word. `stands_for`: what an alias says that is written elsewhere.
fn describe(value: Option<Node<'_>>, stands_for: Option<Node<'_>>) -> (OutlineKind, String) {
    let Some(value) = value.or(stands_for) else {
        return (OutlineKind::Null, String::new());
    };
    let kind = match value.json_type() {
        Some(JsonType::Object) => OutlineKind::Mapping,
        Some(JsonType::Array) => OutlineKind::List,
        Some(JsonType::Integer | JsonType::Number) => OutlineKind::Number,
        Some(JsonType::Boolean) => OutlineKind::Boolean,
        Some(JsonType::Null) | None => OutlineKind::Null,
        Some(JsonType::String) => OutlineKind::Text,
    };
    let written = value.as_str();
    (kind, written.map_or_else(String::new, |w| short(&w)))
}

/// What the first key of a mapping says.
fn title(item: Node<'_>) -> String {
    let first = item.pairs().next().and_then(|p| p.value?.as_str());
    first.map_or_else(String::new, |f| short(&f))
}
