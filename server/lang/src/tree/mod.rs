//! Trees of our own, whatever the language: they can be kept, sent and shared, which a tree-sitter node cannot.
//!
//! All nodes lie in one list, each before what stands in it, in the order of the text: going over a tree is
//! going over a list, what stands in a node is a range, and to drop it is to drop a list, however deep it
//! nests. A node has 24 bytes. What there is to know of a node is said by its language, in eight of them.

mod walk;

use std::sync::{Arc, OnceLock};

use syntax::{Span, Spanned};

pub use walk::{Children, Descendants};

/// A node of a [`Tree`]: its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The whole text.
    pub const ROOT: NodeId = NodeId(0);

    /// Its place in the list of all nodes: what is kept of each may lie in a list as long as the tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A name as it is written, in one tree: the same text is the same symbol.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub(crate) u32);

/// What a language says of a node.
pub trait Data: Copy {
    /// What a node is.
    type Kind: Copy;

    /// What it is.
    fn kind(self) -> Self::Kind;

    /// The name that it is, or that it has.
    fn symbol(self) -> Option<Symbol>;

    /// Whether it is what does not parse.
    fn is_broken(self) -> bool;
}

/// What is kept of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Node<D> {
    pub(crate) kind: D,
    pub(crate) span: Span,
    /// The root is its own.
    pub(crate) parent: NodeId,
    /// The node after the last one in this one.
    pub(crate) end: NodeId,
}

/// The tree of a text.
#[derive(Debug)]
pub struct Tree<D> {
    text: Arc<str>,
    nodes: Vec<Node<D>>,
    /// Where each symbol stands first.
    symbols: Vec<Span>,
    /// The broken nodes, in order.
    broken: Vec<NodeId>,
    /// Comments, in order, where the language keeps them.
    comments: Vec<Span>,
    /// All symbols in the order of their texts, once one is searched for.
    sorted: OnceLock<Vec<Symbol>>,
}

/// Two trees are equal where they have the same nodes of the same text.
impl<D: PartialEq> PartialEq for Tree<D> {
    fn eq(&self, other: &Tree<D>) -> bool {
        self.nodes == other.nodes
            && self.symbols == other.symbols
            && self.comments == other.comments
            && self.text == other.text
    }
}

impl<D: Data> Tree<D> {
    pub(crate) fn new(text: Arc<str>, nodes: Vec<Node<D>>, symbols: Vec<Span>) -> Tree<D> {
        let broken = nodes.iter().enumerate();
        let broken = broken.filter(|(_, n)| n.kind.is_broken());
        Tree {
            broken: broken.map(|(i, _)| NodeId(i as u32)).collect(),
            text,
            nodes,
            symbols,
            comments: Vec::new(),
            sorted: OnceLock::new(),
        }
    }

    pub(crate) fn with_comments(self, comments: Vec<Span>) -> Tree<D> {
        Tree { comments, ..self }
    }

    /// The comments of the text, in order; of Python none is kept.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// The comment before a node, with nothing but blanks between.
    pub fn comment_before(&self, node: NodeId) -> Option<Span> {
        let start = self.span(node).start;
        let before = self.comments.partition_point(|c| c.end <= start);
        let comment = *self.comments.get(before.checked_sub(1)?)?;
        let gap = self.text.get(comment.end as usize..start as usize)?;
        gap.trim().is_empty().then_some(comment)
    }

    /// The text that the tree was read from. All spans are bytes of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many nodes there are, the whole text's among them.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: there is always the whole text's.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> D::Kind {
        self.nodes[node.index()].kind.kind()
    }

    /// All that is said of a node.
    pub(crate) fn data(&self, node: NodeId) -> D {
        self.nodes[node.index()].kind
    }

    /// Where a node stands.
    pub fn span(&self, node: NodeId) -> Span {
        self.nodes[node.index()].span
    }

    /// The node that this one stands in; `None` for the whole text's.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.nodes[node.index()].parent;
        (parent != node).then_some(parent)
    }

    /// The node after all that stands in this one: not below it, and perhaps the end of the list.
    pub fn end(&self, node: NodeId) -> NodeId {
        self.nodes[node.index()].end
    }

    /// What a node is written as.
    pub fn text_of(&self, node: NodeId) -> &str {
        self.span(node).slice(&self.text)
    }

    /// The same, with its place.
    pub fn spanned(&self, node: NodeId) -> Spanned<String> {
        Spanned::new(self.text_of(node).to_owned(), self.span(node))
    }

    /// What a symbol is written as.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.symbols[symbol.0 as usize].slice(&self.text)
    }

    /// The symbol of a name; `None` where no identifier is written so.
    pub fn symbol(&self, name: &str) -> Option<Symbol> {
        let sorted = self.sorted.get_or_init(|| {
            let mut all: Vec<Symbol> = (0..self.symbols.len() as u32).map(Symbol).collect();
            all.sort_by_key(|s| self.name(*s));
            all
        });
        let found = sorted.binary_search_by_key(&name, |s| self.name(*s)).ok()?;
        Some(sorted[found])
    }

    /// The name that a node is, or that it has.
    pub fn symbol_of(&self, node: NodeId) -> Option<Symbol> {
        self.data(node).symbol()
    }

    /// The broken nodes, in order.
    pub fn broken(&self) -> &[NodeId] {
        &self.broken
    }

    /// Whether something below a node, or the node itself, does not parse.
    pub fn is_broken(&self, node: NodeId) -> bool {
        let first = self.broken.partition_point(|b| *b < node);
        self.broken.get(first).is_some_and(|b| *b < self.end(node))
    }
}
