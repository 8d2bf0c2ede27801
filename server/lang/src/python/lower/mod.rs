//! From tree-sitter's tree to ours, in one pass over all nodes and tokens.
//!
//! Where tree-sitter reads valid code otherwise than Python does, that is put right here (`star`, `union`, `called_type`), so that nobody above
//! has to know of it.
//!
//! What a node becomes depends on what it stands in. So each open node has a [`Frame`], which says where its
//! children go; tokens change the node that they stand in. Nothing is searched for, and nothing recurses: a
//! text nests as deep as it is long.

mod called_type;
mod enter;
mod listed;
mod pattern;
mod star;
mod step;
mod syntax;
mod token;
mod union;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ::syntax::Span;

use self::syntax::Syntax;
use crate::python::tree::builder::Builder;
use crate::python::tree::{NodeId, Tree};

/// Our tree of a text, from tree-sitter's tree of the same text.
pub fn lower(text: &Arc<str>, tree: &::syntax::Tree) -> Tree {
    let root = tree.root_node();
    let mut cursor = root.walk();
    let mut lowering = Lowering {
        tree: Builder::new(text),
        frames: Vec::new(),
        has_error: root.has_error(),
        minus: None,
        called: None,
    };
    lowering.open(Syntax::Module, NodeId::ROOT, 1);
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
    /// Where what is between its brackets stands, where there is a comma in it.
    wide: Option<Span>,
}

struct Lowering<'t> {
    tree: Builder<'t>,
    frames: Vec<Frame>,
    has_error: bool,
    /// Where a `-` stands right before, in a pattern.
    minus: Option<usize>,
    /// Where the brackets of a call of `type` begin that come next.
    called: Option<usize>,
}

impl Lowering<'_> {
    fn finish(mut self, text: &Arc<str>) -> Tree {
        while !self.frames.is_empty() {
            self.leave();
        }
        self.tree.finish(text)
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
            wide: None,
        });
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let mut node = frame.into;
        for _ in 0..frame.closes {
            self.tree.close(node);
            self.lift_star(node);
            self.lean_left(node, frame.syntax);
            node = self.tree.nodes[node.index()].parent;
        }
    }

    /// Ends the innermost of two nodes that end with the innermost frame.
    fn close_inner(&mut self) {
        let Some(frame) = self.frames.last_mut().filter(|f| f.closes == 2) else {
            return;
        };
        let inner = frame.into;
        frame.closes = 1;
        frame.into = self.tree.nodes[inner.index()].parent;
        self.tree.close(inner);
    }
}

fn span(node: tree_sitter::Node<'_>) -> Span {
    Span::from(node.byte_range())
}
