//! `*a.b, c`: tree-sitter takes it for `(*a).b`, and `f(*a or b)` for `f((*a) or b)`.

use super::Lowering;
use crate::python::tree::{Kind, NodeId};

impl Lowering<'_> {
    /// A star that stands right at the beginning of what has just been closed is one before all of it.
    pub(super) fn lift_star(&mut self, node: NodeId) {
        let star = NodeId(node.0 + 1);
        let kind = self.tree.kind(node);
        let is_chain = matches!(
            kind,
            Kind::Attribute(_)
                | Kind::Subscript
                | Kind::Call
                | Kind::Binary(_)
                | Kind::Compare(_)
                | Kind::And
                | Kind::Or
                | Kind::Conditional
        );
        let end = self.tree.nodes[node.index()].end;
        if !is_chain || star >= end || self.tree.kind(star) != Kind::Starred {
            return;
        }
        let whole = self.tree.nodes[node.index()].span;
        let operand = self.tree.nodes[star.index()];
        if operand.span.start != whole.start {
            return;
        }
        let behind = self
            .tree
            .text
            .get(whole.start as usize + 1..whole.end as usize);
        let behind = behind.unwrap_or("").trim_start();
        self.tree.set(node, Kind::Starred);
        self.tree.set(star, kind);
        self.tree.nodes[star.index()].end = end;
        self.tree.nodes[star.index()].span.start = whole.end - behind.len() as u32;
        self.tree.nodes[star.index()].span.end = whole.end;
        // What stood beside the star stands in the same node as before, which is the next one now.
        let mut child = operand.end;
        while child < end {
            self.tree.nodes[child.index()].parent = star;
            child = self.tree.nodes[child.index()].end;
        }
    }
}
