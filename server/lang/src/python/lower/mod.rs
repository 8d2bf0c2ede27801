//! From tree-sitter's tree to ours, in one pass over all nodes and tokens.
//!
//! Where tree-sitter reads valid code otherwise than Python does, that is put right here (`star`), so that nobody above
//! has to know of it.
//!
//! What a node becomes depends on what it stands in. So each open node has a [`Frame`], which says where its
//! children go; tokens change the node that they stand in. Nothing is searched for, and nothing recurses: a
//! text nests as deep as it is long.

mod enter;
mod pattern;
mod star;
mod step;
mod syntax;
mod token;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ::syntax::Span;
use rustc_hash::FxHashMap;

use self::syntax::Syntax;
use crate::python::tree::{Kind, Node, NodeId, Symbol, Tree};

/// Our tree of a text, from tree-sitter's tree of the same text.
pub fn lower(text: &Arc<str>, tree: &::syntax::Tree) -> Tree {
    let root = tree.root_node();
    let mut cursor = root.walk();
    let mut lowering = Lowering {
        text,
        nodes: Vec::with_capacity(text.len() / 6 + 1),
        symbols: Vec::new(),
        known: FxHashMap::default(),
        frames: Vec::new(),
        has_error: root.has_error(),
    };
    lowering.begin();
    loop {
        if lowering.enter(cursor.node()) {
            if cursor.goto_first_child() {
                continue;
            }
            lowering.leave();
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return lowering.finish(text);
            }
            lowering.leave();
        }
    }
}

/// A node of tree-sitter that is open.
#[derive(Clone, Copy)]
struct Frame {
    syntax: Syntax,
    /// The node of ours that takes the children.
    into: NodeId,
    /// How many nodes of ours end with it, `into` the innermost of them.
    closes: u8,
    /// How many nodes have come in it, comments not counted.
    nodes: u8,
    /// How many of the tokens have come in it that part what stands in it.
    parted: u8,
    /// Whether there is a comma right in it.
    wide: bool,
}

struct Lowering<'t> {
    text: &'t str,
    nodes: Vec<Node>,
    symbols: Vec<Span>,
    known: FxHashMap<&'t str, Symbol>,
    frames: Vec<Frame>,
    has_error: bool,
}

/// In place of a span: it covers what stands in the node.
const COVER: Span = Span {
    start: u32::MAX,
    end: u32::MAX,
};

impl<'t> Lowering<'t> {
    fn begin(&mut self) {
        let root = self.push(NodeId::ROOT, Kind::Module, Span::new(0, self.text.len()));
        self.open(Syntax::Module, root, 1);
    }

    fn finish(mut self, text: &Arc<str>) -> Tree {
        while !self.frames.is_empty() {
            self.leave();
        }
        self.nodes.shrink_to_fit();
        self.symbols.shrink_to_fit();
        Tree::new(Arc::clone(text), self.nodes, self.symbols)
    }

    /// Adds a node. It is a leaf until it is closed later.
    fn push(&mut self, parent: NodeId, kind: Kind, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            kind,
            span,
            parent,
            end: NodeId(id.0 + 1),
        });
        id
    }

    /// The children that come go into a node of ours, which ends with the node of tree-sitter's, as do
    /// as many above it as `closes` says.
    fn open(&mut self, syntax: Syntax, into: NodeId, closes: u8) {
        self.frames.push(Frame {
            syntax,
            into,
            closes,
            nodes: 0,
            parted: 0,
            wide: false,
        });
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let mut node = frame.into;
        for _ in 0..frame.closes {
            self.close(node);
            self.lift_star(node);
            node = self.nodes[node.index()].parent;
        }
    }

    /// Ends the innermost of two nodes that end with the innermost frame.
    fn close_inner(&mut self) {
        let Some(frame) = self.frames.last_mut().filter(|f| f.closes == 2) else {
            return;
        };
        let inner = frame.into;
        frame.closes = 1;
        frame.into = self.nodes[inner.index()].parent;
        self.close(inner);
    }

    fn close(&mut self, node: NodeId) {
        let end = NodeId(self.nodes.len() as u32);
        self.nodes[node.index()].end = end;
        let Node {
            kind, span, parent, ..
        } = self.nodes[node.index()];
        if span != COVER && kind != Kind::Block {
            return;
        }
        let mut child = NodeId(node.0 + 1);
        let mut cover: Option<Span> = None;
        while child < end {
            let Node { span, end, .. } = self.nodes[child.index()];
            cover = Some(cover.map_or(span, |c| c.cover(span)));
            child = end;
        }
        let start = match span == COVER {
            true => self.nodes[parent.index()].span.start,
            false => span.start,
        };
        self.nodes[node.index()].span = cover.unwrap_or(Span { start, end: start });
    }

    fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind
    }

    fn set(&mut self, node: NodeId, kind: Kind) {
        self.nodes[node.index()].kind = kind;
    }

    fn symbol(&mut self, span: Span) -> Symbol {
        let text: &'t str = self.text;
        let next = Symbol(self.symbols.len() as u32);
        let symbol = *self.known.entry(span.slice(text)).or_insert(next);
        if symbol == next {
            self.symbols.push(span);
        }
        symbol
    }
}

fn span(node: tree_sitter::Node<'_>) -> Span {
    Span::from(node.byte_range())
}
