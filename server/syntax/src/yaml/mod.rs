//! YAML as spanned nodes, whatever grammar reads it.
//!
//! The rest of the product sees only this interface: an arena of nodes with byte spans, scalars that
//! decode with a [`SourceMap`](crate::SourceMap), and a list of broken spots. Reading never fails.

#[cfg(test)]
mod differential;
mod guard;
mod lower;
#[cfg(test)]
mod nasty;
mod node;
mod scalar;

use std::sync::Arc;

use crate::{Edit, Language, Span, Tree};

pub use guard::{MAX_DEPTH, MAX_LINES, TooMuch, guard};
pub use node::{Node, NodeId, Pair, Style};
pub use scalar::JsonType;

use node::{Data, Kind};

/// One YAML text, read.
#[derive(Clone, Debug)]
pub struct Yaml {
    text: Arc<str>,
    tree: Option<Tree>,
    nodes: Vec<Data>,
    roots: Vec<NodeId>,
    comments: Vec<Span>,
    broken: Vec<Span>,
    too_much: Option<TooMuch>,
    patched: Option<Span>,
}

impl Yaml {
    /// Reads a text.
    pub fn new(text: Arc<str>) -> Yaml {
        match guard(&text) {
            Some(too_much) => Yaml::unread(text, too_much),
            None => {
                let mut yaml = Yaml::lowered(crate::parse(Language::Yaml, &text), text);
                // Most texts are never edited, and a tree takes thirty times its text: the first
                // edit parses once more, and from then on the tree is kept.
                yaml.tree = None;
                yaml
            }
        }
    }

    /// Reads a text that came from this one by `edits`, doing only the new work.
    pub fn edited(&self, edits: &[Edit], text: Arc<str>) -> Yaml {
        match (guard(&text), &self.tree) {
            (Some(too_much), _) => Yaml::unread(text, too_much),
            (None, Some(tree)) => {
                let tree = crate::reparse(Language::Yaml, tree, &self.text, edits, &text);
                Yaml::lowered(tree, text)
            }
            (None, None) => Yaml::lowered(crate::parse(Language::Yaml, &text), text),
        }
    }

    fn unread(text: Arc<str>, too_much: TooMuch) -> Yaml {
        let too_much = Some(too_much);
        Yaml {
            too_much,
            ..Yaml::empty(text)
        }
    }

    fn empty(text: Arc<str>) -> Yaml {
        Yaml {
            text,
            tree: None,
            nodes: Vec::new(),
            roots: Vec::new(),
            comments: Vec::new(),
            broken: Vec::new(),
            too_much: None,
            patched: None,
        }
    }

    fn lowered(tree: Tree, text: Arc<str>) -> Yaml {
        let mut yaml = Yaml::empty(text);
        lower::lower(&mut yaml, &tree);
        yaml.tree = Some(tree);
        yaml
    }

    /// The text as it stands in the file.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Root of the first document, the only one that Windmill reads. `None`: empty or unreadable.
    pub fn root(&self) -> Option<Node<'_>> {
        self.roots.first().map(|&id| self.node(id))
    }

    /// Roots of all documents.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|&id| self.node(id))
    }

    /// The node with this id.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { yaml: self, id }
    }

    /// All comments, `#` included, in order.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Where the tolerant reading found something it could not place. Empty: the text is clean.
    pub fn broken(&self) -> &[Span] {
        &self.broken
    }

    /// Why the text was not read at all.
    pub fn too_much(&self) -> Option<TooMuch> {
        self.too_much
    }

    /// Whether the text was read without a broken spot.
    pub fn is_clean(&self) -> bool {
        self.broken.is_empty() && self.too_much.is_none()
    }

    /// Number of key-value pairs: how much structure was found.
    pub fn pair_count(&self) -> usize {
        self.nodes
            .iter()
            .map(|n| {
                if let Kind::Mapping(pairs) = &n.kind {
                    pairs.len()
                } else {
                    0
                }
            })
            .sum()
    }

    /// The part that was blanked or replaced for [`crate::recover`] to read the rest.
    pub fn patched(&self) -> Option<Span> {
        self.patched
    }

    /// The innermost node whose span touches `offset`, in any document.
    pub fn at(&self, offset: usize) -> Option<Node<'_>> {
        let mut best: Option<Node<'_>> = None;
        for i in 0..self.nodes.len() {
            let node = self.node(NodeId(i as u32));
            let closer = best.is_none_or(|b| node.span().len() <= b.span().len());
            if node.span().touches(offset) && closer {
                best = Some(node);
            }
        }
        best
    }
}

impl Yaml {
    /// Reads `patched_text`, a variant of `text` of the same length, keeping `text` as the file's.
    pub(crate) fn with_patch(text: Arc<str>, patched_text: &str, patched: Span) -> Yaml {
        let mut yaml = Yaml::new(Arc::from(patched_text));
        yaml.text = text;
        yaml.patched = Some(patched);
        // Its tree belongs to another text: never parse on from it.
        yaml.tree = None;
        yaml
    }
}
