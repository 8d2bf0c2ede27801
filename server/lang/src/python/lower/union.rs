//! `a[b] | c | d` as a type: tree-sitter takes it for `a[b] | (c | d)`.

use super::Lowering;
use super::syntax::Syntax;
use crate::python::tree::{Kind, NodeId, Operator};

/// Most nodes that a type has which is put right: more would have to be moved again and again.
const MOST: usize = 2_000;

impl Lowering<'_> {
    /// What stands right of `|` in a type that has just been closed goes below it on the left, where no brackets are
    /// round it.
    pub(super) fn lean_left(&mut self, outer: NodeId, syntax: Syntax) {
        let is_or = |this: &Self, n: NodeId| this.tree.kind(n) == Kind::Binary(Operator::BitOr);
        if syntax != Syntax::UnionType || !is_or(self, outer) {
            return;
        }
        let nodes = &self.tree.nodes;
        let left = NodeId(outer.0 + 1);
        let end = nodes[outer.index()].end;
        if left >= end || end.index() - outer.index() > MOST {
            return;
        }
        let first = nodes[left.index()].end;
        // Brackets of its own make a place of what is right of it begin elsewhere.
        if first >= end || nodes[first.index()].end != end || !is_or(self, first) {
            return;
        }
        let whole = nodes[outer.index()].span;
        if nodes[first.index()].span.end != whole.end {
            return;
        }
        // The operations on the right, the outermost first: each is what its own left side begins with.
        let mut count = 1;
        while is_or(self, NodeId(first.0 + count))
            && nodes[first.index() + count as usize].span.start == nodes[first.index()].span.start
        {
            count += 1;
        }
        let len = first.0 - left.0;
        // Each of them ends from now on where its left side does, and what is right of it stands in the one above.
        for at in 0..count {
            let here = NodeId(first.0 + at);
            let inner = NodeId(here.0 + 1);
            let behind = self.tree.nodes[inner.index()].end;
            self.tree.nodes[behind.index()].parent = NodeId(outer.0 + at);
            self.tree.nodes[here.index()].end = behind;
            self.tree.nodes[here.index()].parent = NodeId(outer.0 + at);
            self.tree.nodes[here.index()].span.start = whole.start;
            let end = match at + 1 == count {
                true => self.closed(inner),
                false => self.tree.nodes[inner.index()].span.end,
            };
            self.tree.nodes[here.index()].span.end = end;
        }
        // What was left of all is left of the innermost, as is what the innermost began with.
        let innermost = NodeId(outer.0 + count);
        let begun = NodeId(first.0 + count);
        self.tree.nodes[begun.index()].parent = innermost;
        for node in &mut self.tree.nodes[left.index()..first.index()] {
            node.parent = match node.parent == outer {
                true => innermost,
                false => NodeId(node.parent.0 + count),
            };
            node.end.0 += count;
        }
        self.tree.nodes[left.index()..begun.index()].rotate_left(len as usize);
    }

    /// Where the last of the brackets closes that close right behind a node.
    fn closed(&self, node: NodeId) -> u32 {
        let mut end = self.tree.nodes[node.index()].span.end as usize;
        let mut at = end;
        let bytes = self.tree.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b')' => end = at + 1,
                b'#' => {
                    let line = bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r'));
                    at += line.unwrap_or(bytes.len() - at);
                    continue;
                }
                b'\\' => {}
                byte if byte.is_ascii_whitespace() => {}
                _ => break,
            }
            at += 1;
        }
        end as u32
    }
}
