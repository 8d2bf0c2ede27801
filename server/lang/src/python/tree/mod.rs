//! A Python module as a tree of our own: it can be kept, sent and shared, which a tree-sitter node cannot.
//!
//! All nodes lie in one list, each before what stands in it, in the order of the text: going over a tree is
//! going over a list, what stands in a node is a range, and to drop it is to drop a list, however deep it
//! nests. A node has 24 bytes. What a node's children are to it is said by its [`Kind`] and their order;
//! [`parts`] puts it into words. Brackets round an expression, comments and punctuation are no nodes.
//!
//! What does not parse is there as far as it could be read, in or beside a [`Kind::Broken`].

mod kind;
mod parts;
mod walk;

use std::sync::{Arc, OnceLock};

use syntax::Span;

pub use kind::{
    Comparison, Comparisons, Comprehension, Constant, Kind, Operator, ParamKind, PatternKind,
    StringForm, TypeParamKind, Unary,
};
pub use parts::{AliasParts, AssignParts, ClassParts, FunctionParts, ParamParts};
pub use walk::{Children, Descendants};

/// A node of a [`Tree`]: its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The module.
    pub const ROOT: NodeId = NodeId(0);

    /// Its place in the list of all nodes: what is kept of each may lie in a list as long as the tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A name as it is written, in one tree: the same text is the same symbol.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub(crate) u32);

/// What is kept of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    /// The root is its own.
    pub(crate) parent: NodeId,
    /// The node after the last one in this one.
    pub(crate) end: NodeId,
}

/// A Python module.
#[derive(Debug)]
pub struct Tree {
    text: Arc<str>,
    nodes: Vec<Node>,
    /// Where each symbol stands first.
    symbols: Vec<Span>,
    /// The broken nodes, in order.
    broken: Vec<NodeId>,
    /// All symbols in the order of their texts, once one is searched for.
    sorted: OnceLock<Vec<Symbol>>,
}

impl Tree {
    pub(crate) fn new(text: Arc<str>, nodes: Vec<Node>, symbols: Vec<Span>) -> Tree {
        let broken = nodes.iter().enumerate();
        let broken = broken.filter(|(_, n)| n.kind == Kind::Broken);
        Tree {
            broken: broken.map(|(i, _)| NodeId(i as u32)).collect(),
            text,
            nodes,
            symbols,
            sorted: OnceLock::new(),
        }
    }

    /// The text that the tree was read from. All spans are bytes of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many nodes there are, the module among them.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: there is always the module.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind
    }

    /// Where a node stands, without brackets round it. Of a function or class its decorators are part; a block
    /// goes from its first statement to its last.
    pub fn span(&self, node: NodeId) -> Span {
        self.nodes[node.index()].span
    }

    /// The node that this one stands in; `None` for the module.
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

    /// The symbol of an identifier, be it an expression or not, of an attribute and of a keyword.
    pub fn symbol_of(&self, node: NodeId) -> Option<Symbol> {
        match self.kind(node) {
            Kind::Name(symbol)
            | Kind::Ident(symbol)
            | Kind::Attribute(symbol)
            | Kind::Keyword(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// Where the name of an attribute or of a keyword stands; for all else, all of it.
    pub fn name_span(&self, node: NodeId) -> Span {
        let span = self.span(node);
        match self.kind(node) {
            Kind::Attribute(symbol) => {
                let len = self.symbols[symbol.0 as usize].len();
                Span::new((span.end as usize).saturating_sub(len), span.end as usize)
            }
            Kind::Keyword(symbol) => {
                let len = self.symbols[symbol.0 as usize].len();
                Span::new(span.start as usize, span.start as usize + len)
            }
            _ => span,
        }
    }

    /// Whether something below a node, or the node itself, does not parse.
    pub fn is_broken(&self, node: NodeId) -> bool {
        let first = self.broken.partition_point(|b| *b < node);
        self.broken.get(first).is_some_and(|b| *b < self.end(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_small_and_trees_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<Tree>();
        assert_eq!(size_of::<Kind>(), 8);
        assert_eq!(size_of::<Node>(), 24);
    }
}
