//! YAML as spanned nodes, whatever grammar reads it.
//!
//! The rest of the product sees only this interface: an arena of nodes with byte spans, scalars that
//! decode with a [`SourceMap`](crate::SourceMap), and a list of mistakes. Reading never fails.

#[cfg(test)]
mod differential;
mod grammar;
mod innermost;
mod lower;
mod mistake;
#[cfg(test)]
mod nasty;
mod node;
mod scalar;
mod splice;

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use crate::{Edit, Language, Span, Tree};

pub use mistake::{Cause, Mistake};
pub use node::{Node, NodeId, Pair, Style};
pub use scalar::{JsonType, is_plain_text};

use innermost::Innermost;
use node::{Data, Kind, PairData};

/// Most nested levels that are read; of block mappings and lists, 300.
pub const MAX_DEPTH: usize = lower::MAX_DEPTH;

/// One YAML text, read.
#[derive(Clone, Debug)]
pub struct Yaml {
    text: Arc<str>,
    tree: Option<Tree>,
    nodes: Vec<Data>,
    /// Those of all mappings; those of one follow each other.
    pairs: Vec<PairData>,
    /// Those of all sequences, likewise.
    items: Vec<NodeId>,
    /// By node.
    tags: Vec<(NodeId, Span)>,
    roots: Vec<NodeId>,
    comments: Vec<Span>,
    marks: Vec<Span>,
    mistakes: Vec<Mistake>,
    /// Whether there is an anchor or an alias.
    has_anchors: bool,
    unknown_aliases: Vec<Span>,
    /// Of a text with mistakes, once it was asked.
    innermost: OnceLock<Innermost>,
}

impl Yaml {
    /// Reads a text.
    pub fn new(text: Arc<str>) -> Yaml {
        let mut yaml = Yaml::lowered(crate::parse(Language::Yaml, &text), text);
        // Most texts are never edited, and a tree takes thirty times its text: the first edit parses
        // once more, and from then on the tree is kept.
        yaml.tree = None;
        yaml
    }

    /// Reads a text that came from this one by `edits`, doing only the new work.
    pub fn edited(&self, edits: &[Edit], text: Arc<str>) -> Yaml {
        let (Some(tree), [edit]) = (&self.tree, edits) else {
            return Yaml::lowered(crate::parse(Language::Yaml, &text), text);
        };
        let (tree, changed) =
            crate::tree::reparse_changed(Language::Yaml, tree, &self.text, *edit, &text);
        let mut yaml = Yaml::empty(Arc::clone(&text));
        let spliced = changed
            .and_then(|changed| splice::splice(self, *edit, &tree, &changed, &mut yaml))
            .is_some();
        if !spliced {
            return Yaml::lowered(tree, text);
        }
        yaml.tree = Some(tree);
        yaml
    }

    fn empty(text: Arc<str>) -> Yaml {
        Yaml {
            text,
            tree: None,
            nodes: Vec::new(),
            pairs: Vec::new(),
            items: Vec::new(),
            tags: Vec::new(),
            roots: Vec::new(),
            comments: Vec::new(),
            marks: Vec::new(),
            mistakes: Vec::new(),
            has_anchors: false,
            unknown_aliases: Vec::new(),
            innermost: OnceLock::new(),
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

    /// What is wrong, in the order of the text. Empty: the text is clean.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Where an alias stands that no anchor before it names, in order. No reader of YAML takes the text.
    pub fn unknown_aliases(&self) -> &[Span] {
        &self.unknown_aliases
    }

    /// Escapes in double quotes that YAML does not know, the first of each text, in the order in which texts are
    /// read. No reader of YAML takes them.
    pub fn bad_escapes(&self) -> impl Iterator<Item = Span> {
        // Looked for once: hardly any text has one.
        let has_escapes = self.text.contains('\\');
        let nodes = if has_escapes { &self.nodes[..] } else { &[] };
        nodes.iter().filter_map(|node| match node.kind {
            Kind::Scalar(Style::Double) => scalar::bad_escape(&self.text, node.span),
            _ => None,
        })
    }

    /// Document markers, `---` and `...`, in order.
    pub fn document_marks(&self) -> &[Span] {
        &self.marks
    }

    /// Whether the text was read without a mistake.
    pub fn is_clean(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// The innermost node whose span touches `offset`, in any document.
    pub fn at(&self, offset: usize) -> Option<Node<'_>> {
        if !self.is_clean() {
            let spans = || self.nodes.iter().map(|n| n.span);
            let innermost = self.innermost.get_or_init(|| Innermost::new(spans()));
            return innermost.at(offset).map(|id| self.node(id));
        }
        let mut best = None;
        let span = |id: &NodeId| self.node(*id).span();
        for &root in around(&self.roots, offset, span) {
            self.closest(root, offset, &mut best);
        }
        best.map(|(_, Reverse(id))| self.node(id))
    }

    /// Looks for the shortest node, the one read last where several are: along the children that touch
    /// the offset, for each of many comments may ask.
    fn closest(&self, id: NodeId, offset: usize, best: &mut Option<(usize, Reverse<NodeId>)>) {
        let node = &self.nodes[id.0 as usize];
        if !node.span.touches(offset) {
            return;
        }
        let own = (node.span.len(), Reverse(id));
        if best.is_none_or(|b| own < b) {
            *best = Some(own);
        }
        match node.kind {
            Kind::Mapping(pairs) => {
                for pair in around(pairs.of(&self.pairs), offset, |p| p.span) {
                    self.closest(pair.key, offset, best);
                    if let Some(value) = pair.value {
                        self.closest(value, offset, best);
                    }
                }
            }
            Kind::Sequence(items) => {
                let span = |id: &NodeId| self.node(*id).span();
                for &item in around(items.of(&self.items), offset, span) {
                    self.closest(item, offset, best);
                }
            }
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
    }
}

/// Those of some things in the order of the text that touch `offset`.
fn around<T>(all: &[T], offset: usize, span: impl Fn(&T) -> Span) -> &[T] {
    let from = all.partition_point(|t| (span(t).end as usize) < offset);
    let to = all[from..].partition_point(|t| span(t).start as usize <= offset);
    &all[from..from + to]
}
