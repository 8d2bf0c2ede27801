//! `type(a).b = c`: tree-sitter takes it for a type alias of the name `(a).b`.

use ::syntax::Span;
use tree_sitter::Node;

use super::syntax::Syntax;
use super::{Lowering, span};
use crate::python::tree::{Kind, NodeId};

impl Lowering<'_> {
    /// Whether what looks like a type alias gives something a value that begins with a call of `type`.
    pub(super) fn is_call_of_type(&self, node: Node<'_>) -> bool {
        let left = node.named_child(0);
        left.is_some_and(|l| self.tree.text.as_bytes().get(l.start_byte()) == Some(&b'('))
    }

    pub(super) fn call_of_type(&mut self, node: Node<'_>, into: NodeId) {
        let kind = Kind::Assign {
            annotated: false,
            valued: true,
        };
        let id = self.tree.push(into, kind, span(node));
        self.open(Syntax::Parenthesized, id, 1);
        self.called = node.named_child(0).map(|l| l.start_byte());
    }

    /// The brackets of the call, which all that is open begins with.
    pub(super) fn called_with(&mut self, node: Node<'_>, into: NodeId) {
        self.called = None;
        let brackets = span(node);
        let mut at = into;
        while self.tree.nodes[at.index()].span.start == brackets.start {
            at = self.tree.nodes[at.index()].parent;
        }
        let start = self.tree.nodes[at.index()].span.start;
        let mut at = into;
        while self.tree.nodes[at.index()].span.start == brackets.start {
            self.tree.nodes[at.index()].span.start = start;
            at = self.tree.nodes[at.index()].parent;
        }
        let whole = Span { start, ..brackets };
        let call = self.tree.push(into, Kind::Call, whole);
        let word = Span {
            start,
            end: start + "type".len() as u32,
        };
        let symbol = self.tree.symbol(word);
        self.tree.push(call, Kind::Name(symbol), word);
        self.open(Syntax::Parenthesized, call, 1);
    }
}
