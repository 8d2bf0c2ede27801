//! The walk over the mappings of a flow, or of another file that has a schema, with what the schema says of each: shared by
//! the rules on fields.

use model::file::FileKind;
use model::openflow::{Def, Reading, openflow};
use syntax::Span;
use syntax::yaml::Node;

use crate::context::Context;

/// A mapping of a file, or another node, with how the schema reads it.
pub(crate) struct SchemaNode<'a> {
    /// The node.
    pub(crate) node: Node<'a>,
    /// How it is read.
    pub(crate) reading: Reading,
    /// The field it is the value of, before references are followed.
    pub(crate) field: Option<&'static Def>,
    /// The name of that field, or of the list it is an item of.
    pub(crate) name: &'a str,
}

impl SchemaNode<'_> {
    /// Whether it is a mapping whose fields are all known.
    pub(crate) fn is_closed(&self) -> bool {
        let reading = &self.reading;
        self.node.is_mapping()
            && !reading.is_free()
            && !reading.undecided
            && !reading.defs.is_empty()
            && reading.defs.iter().all(|d| !d.is_open())
    }
}

/// Every node of the file that its schema describes, in the order of the text. Free-form values are
/// not entered, and neither is what an alias stands for: it is visited where it is written.
pub(crate) fn schema_nodes<'a>(cx: &Context<'a>) -> &'a [SchemaNode<'a>] {
    cx.shared.schema_nodes.get_or_init(|| walk(cx))
}

fn walk<'a>(cx: &Context<'a>) -> Vec<SchemaNode<'a>> {
    let (kind, path) = (&cx.file.kind, &cx.file.path);
    let is_described = *kind == FileKind::Flow || openflow().kind_of(kind, path).is_some();
    if !is_described {
        return Vec::new();
    }
    let Some(root) = cx.file.yaml().root() else {
        return Vec::new();
    };
    let Some(reading) = openflow().root_of(kind, path, root) else {
        return Vec::new();
    };
    let mut nodes = Vec::new();
    let first = SchemaNode {
        node: root,
        reading,
        field: None,
        name: "",
    };
    let mut open = vec![first];
    while let Some(shaped) = open.pop() {
        let node = shaped.node;
        let from = open.len();
        if !shaped.reading.is_free() {
            for pair in node.pairs() {
                let Some(key) = pair.key.as_str() else {
                    continue;
                };
                let Some(value) = pair.value.filter(|v| is_own(node, *v)) else {
                    continue;
                };
                let place = openflow().child(&shaped.reading, &key, Some(value));
                let name = pair.key.span().slice(cx.file.text());
                open.push(SchemaNode {
                    node: value,
                    reading: place.reading,
                    field: place.field,
                    name,
                });
            }
            for item in node.items().filter(|i| is_own(node, *i)) {
                let reading = openflow().item(&shaped.reading, item);
                open.push(SchemaNode {
                    node: item,
                    reading,
                    field: None,
                    name: shaped.name,
                });
            }
        }
        open[from..].reverse();
        nodes.push(shaped);
    }
    nodes
}

/// Whether a child stands inside its parent's text, and not behind an alias.
pub(in crate::rules) fn is_own(parent: Node<'_>, child: Node<'_>) -> bool {
    parent.span().contains(child.span())
}

/// Where something absent from a mapping is reported: the value of its discriminator, else its first
/// key.
pub(crate) fn place_of_absent(node: Node<'_>, discriminator: Option<&str>) -> Span {
    let keys = ["type", discriminator.unwrap_or("type")];
    let kind = keys
        .iter()
        .find_map(|k| node.get(k))
        .filter(|k| k.style().is_some());
    match (kind, node.pairs().next()) {
        (Some(kind), _) => kind.span(),
        (None, Some(pair)) => pair.key.span(),
        (None, None) => node.span(),
    }
}

/// `text`, `a list` and so on, for messages.
pub(crate) fn article(kind: &str) -> &'static str {
    match kind {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a group of fields",
        _ => "null",
    }
}

/// A type of a parameter as the model writes it, in words; `None` where it says nothing.
pub(crate) fn told_type(kind: &str) -> Option<String> {
    match kind {
        "" | "unknown" | "any" => None,
        "bytes (base64)" => Some("bytes".to_owned()),
        kind => Some(match kind.strip_prefix("resource-") {
            Some(name) => format!("a `{name}` resource"),
            None => kind.to_owned(),
        }),
    }
}
