//! From the tree-sitter-yaml tree to the arena. The only file that knows that grammar's node names.

use std::collections::HashMap;
use std::sync::LazyLock;

use tree_sitter::Node as Ts;

use super::node::{Data, Kind, NodeId, PairData, Style};
use super::{TooMuch, Yaml};
use crate::{Span, Tree};

/// Deepest nesting that is lowered; a deeper text counts as unread. Keeps recursion off the stack's end,
/// here and in everything that walks the nodes.
const MAX_DEPTH: usize = 500;

pub(super) fn lower(yaml: &mut Yaml, tree: &Tree) {
    let root = tree.root_node();
    let mut lowering = Lowering {
        yaml,
        anchors: HashMap::new(),
        aliases: 0,
    };
    if root.has_error() {
        lowering.collect_broken(root);
    }
    let mut cursor = root.walk();
    for child in root.children(&mut cursor) {
        match kind(child) {
            "document" => {
                let id = lowering.document(child);
                lowering.yaml.roots.extend(id);
            }
            "comment" => lowering.comment(child),
            _ => {}
        }
    }
    // A broken root holds the pieces of the document loose: gather what is left of it.
    if lowering.yaml.roots.is_empty() && root.has_error() {
        let id = lowering.loose(root);
        lowering.yaml.roots.extend(id);
    }
    yaml.broken.sort();
    yaml.comments.sort();
    if yaml.too_much.is_some() {
        yaml.nodes.clear();
        yaml.roots.clear();
    }
}

/// Names of the grammar's node kinds by their ids: asking a node for its name costs a search each time.
static KINDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let grammar = crate::Language::Yaml.grammar();
    let name = |id| grammar.node_kind_for_id(id as u16).unwrap_or("");
    (0..grammar.node_kind_count()).map(name).collect()
});

/// What [`Ts::kind`] says.
fn kind(node: Ts<'_>) -> &'static str {
    KINDS
        .get(node.kind_id() as usize)
        .copied()
        .unwrap_or("ERROR")
}

struct Lowering<'y> {
    yaml: &'y mut Yaml,
    /// What each anchor stands for so far: `None` inside its own node, or where following an alias to
    /// it could loop or multiply (there is an alias inside).
    anchors: HashMap<String, Option<NodeId>>,
    /// Aliases seen so far.
    aliases: usize,
}

impl Lowering<'_> {
    fn push(&mut self, node: Ts<'_>, tag: Option<Span>, kind: Kind) -> NodeId {
        let id = NodeId(self.yaml.nodes.len() as u32);
        let span = Span::from(node.byte_range());
        self.yaml.nodes.push(Data {
            span,
            parent: None,
            tag,
            kind,
        });
        id
    }

    fn adopt(&mut self, parent: NodeId) {
        let children: Vec<NodeId> = match &self.yaml.nodes[parent.0 as usize].kind {
            Kind::Mapping(pairs) => pairs
                .iter()
                .flat_map(|p| std::iter::once(p.key).chain(p.value))
                .collect(),
            Kind::Sequence(items) => items.clone(),
            _ => Vec::new(),
        };
        for child in children {
            self.yaml.nodes[child.0 as usize].parent = Some(parent);
        }
    }

    fn comment(&mut self, node: Ts<'_>) {
        self.yaml.comments.push(node.byte_range().into());
    }

    fn collect_broken(&mut self, root: Ts<'_>) {
        let mut cursor = root.walk();
        let mut enter = true;
        loop {
            let node = cursor.node();
            if enter {
                if node.is_error() || node.is_missing() {
                    self.yaml.broken.push(node.byte_range().into());
                }
                if node.has_error() && cursor.goto_first_child() {
                    continue;
                }
            }
            if cursor.goto_next_sibling() {
                enter = true;
            } else if cursor.goto_parent() {
                enter = false;
            } else {
                return;
            }
        }
    }

    fn document(&mut self, node: Ts<'_>) -> Option<NodeId> {
        self.anchors.clear();
        let mut cursor = node.walk();
        let mut found = None;
        for child in node.children(&mut cursor) {
            match kind(child) {
                "comment" => self.comment(child),
                "block_node" | "flow_node" if found.is_none() => found = self.value(child, 0),
                "ERROR" if found.is_none() => found = self.loose(child),
                _ => {}
            }
        }
        found
    }

    /// `block_node` or `flow_node`: properties, then the content.
    fn value(&mut self, node: Ts<'_>, depth: usize) -> Option<NodeId> {
        if depth > MAX_DEPTH {
            self.yaml
                .too_much
                .get_or_insert(TooMuch::Depth(node.start_byte()));
            return None;
        }
        let aliases = self.aliases;
        let mut anchor = None;
        let mut tag = None;
        let mut content = None;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match kind(child) {
                "tag" => tag = Some(Span::from(child.byte_range())),
                "anchor" => {
                    let name = Span::from(child.byte_range()).slice(&self.yaml.text);
                    let name = name.trim_start_matches('&').to_owned();
                    self.anchors.insert(name.clone(), None);
                    anchor = Some(name);
                }
                "comment" => self.comment(child),
                "ERROR" => {}
                _ => content = Some(child),
            }
        }
        let Some(content) = content else {
            // `key: !tag` or `key: &a` with nothing behind: an empty scalar.
            let end = node.end_byte();
            let id = self.push(node, tag, Kind::Scalar(Style::Plain));
            self.yaml.nodes[id.0 as usize].span = Span::at(end);
            if let Some(name) = anchor {
                self.anchors.insert(name, Some(id));
            }
            return Some(id);
        };
        let scalar = |style| Some(Kind::Scalar(style));
        let kind = match kind(content) {
            "plain_scalar" => scalar(Style::Plain),
            "single_quote_scalar" => scalar(Style::Single),
            "double_quote_scalar" => scalar(Style::Double),
            "block_scalar" => {
                let folded = Span::from(content.byte_range()).slice(&self.yaml.text);
                let folded = folded.starts_with('>');
                scalar(if folded {
                    Style::Folded
                } else {
                    Style::Literal
                })
            }
            "alias" => {
                let name = Span::from(content.byte_range()).slice(&self.yaml.text);
                self.aliases += 1;
                let target = self.anchors.get(name.trim_start_matches('*')).copied();
                Some(Kind::Alias(target.flatten()))
            }
            "block_mapping" | "flow_mapping" => Some(Kind::Mapping(self.pairs(content, depth))),
            "block_sequence" | "flow_sequence" => Some(Kind::Sequence(self.items(content, depth))),
            _ => None,
        }?;
        let id = self.push(content, tag, kind);
        self.adopt(id);
        if let Some(name) = anchor {
            self.anchors
                .insert(name, (self.aliases == aliases).then_some(id));
        }
        Some(id)
    }

    fn pairs(&mut self, node: Ts<'_>, depth: usize) -> Vec<PairData> {
        let mut pairs = Vec::new();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match kind(child) {
                "block_mapping_pair" | "flow_pair" => pairs.extend(self.pair(child, depth)),
                "comment" => self.comment(child),
                // `{a}`: a key without a value.
                "flow_node" => {
                    let span = Span::from(child.byte_range());
                    let key = self.value(child, depth + 1);
                    pairs.extend(key.map(|key| PairData {
                        key,
                        value: None,
                        span,
                    }));
                }
                "ERROR" => {
                    let mut inner = child.walk();
                    for lost in child.children(&mut inner) {
                        if matches!(kind(lost), "block_mapping_pair" | "flow_pair") {
                            pairs.extend(self.pair(lost, depth));
                        }
                    }
                }
                _ => {}
            }
        }
        pairs
    }

    fn pair(&mut self, node: Ts<'_>, depth: usize) -> Option<PairData> {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if kind(child) == "comment" {
                self.comment(child);
            }
        }
        let key = match node.child_by_field_name("key") {
            Some(key) => self.value(key, depth + 1)?,
            // `: value`: the key is null.
            None => {
                let id = self.push(node, None, Kind::Scalar(Style::Plain));
                self.yaml.nodes[id.0 as usize].span = Span::at(node.start_byte());
                id
            }
        };
        let value = node
            .child_by_field_name("value")
            .and_then(|v| self.value(v, depth + 1));
        Some(PairData {
            key,
            value,
            span: node.byte_range().into(),
        })
    }

    fn items(&mut self, node: Ts<'_>, depth: usize) -> Vec<NodeId> {
        let mut items = Vec::new();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match kind(child) {
                "block_sequence_item" => {
                    let mut inner = child.walk();
                    let mut found = None;
                    for part in child.children(&mut inner) {
                        match kind(part) {
                            "block_node" | "flow_node" => found = self.value(part, depth + 1),
                            "comment" => self.comment(part),
                            _ => {}
                        }
                    }
                    // `-` alone is a null item; it stands where the dash is.
                    items.push(found.unwrap_or_else(|| {
                        let id = self.push(child, None, Kind::Scalar(Style::Plain));
                        self.yaml.nodes[id.0 as usize].span = Span::at(child.end_byte());
                        id
                    }));
                }
                "flow_node" => items.extend(self.value(child, depth + 1)),
                // `[a: 1]`: an item that is a mapping of one pair.
                "flow_pair" => {
                    if let Some(pair) = self.pair(child, depth) {
                        let id = self.push(child, None, Kind::Mapping(vec![pair]));
                        self.adopt(id);
                        items.push(id);
                    }
                }
                "comment" => self.comment(child),
                _ => {}
            }
        }
        items
    }

    /// What a broken document still holds: its loose pairs as one mapping, else its first value.
    fn loose(&mut self, node: Ts<'_>) -> Option<NodeId> {
        let pairs = self.pairs(node, 0);
        if !pairs.is_empty() {
            let id = self.push(node, None, Kind::Mapping(pairs));
            self.adopt(id);
            return Some(id);
        }
        let mut cursor = node.walk();
        let children: Vec<Ts<'_>> = node.children(&mut cursor).collect();
        children.into_iter().find_map(|c| match kind(c) {
            "block_node" | "flow_node" => self.value(c, 0),
            "document" => self.document(c),
            _ => None,
        })
    }
}
