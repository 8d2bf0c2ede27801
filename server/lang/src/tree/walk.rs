//! Ways through a tree: down, up, and to a place in the text.

use super::{Data, NodeId, Tree};

/// The children of a node, in order; see [`Tree::children`].
#[derive(Clone, Debug)]
pub struct Children<'t, D> {
    tree: &'t Tree<D>,
    at: NodeId,
    end: NodeId,
}

impl<D: Data> Iterator for Children<'_, D> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let found = self.at;
        (found < self.end).then(|| {
            self.at = self.tree.end(found);
            found
        })
    }
}

/// All that stands in a node, in reading order; see [`Tree::below`].
#[derive(Clone, Debug)]
pub struct Descendants<'t, D> {
    tree: &'t Tree<D>,
    at: u32,
    end: u32,
}

impl<D: Data> Descendants<'_, D> {
    /// Leaves out what stands in the node that was given last.
    pub fn leave_out(&mut self) {
        if let Some(last) = self.at.checked_sub(1) {
            self.at = self.tree.end(NodeId(last)).0;
        }
    }
}

impl<D: Data> Iterator for Descendants<'_, D> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let found = self.at;
        (found < self.end).then(|| {
            self.at += 1;
            NodeId(found)
        })
    }
}

impl<D: Data> Tree<D> {
    /// The children of a node, in order.
    pub fn children(&self, node: NodeId) -> Children<'_, D> {
        Children {
            tree: self,
            at: NodeId(node.0 + 1),
            end: self.end(node),
        }
    }

    /// The child at an index.
    pub fn child(&self, node: NodeId, index: usize) -> Option<NodeId> {
        self.children(node).nth(index)
    }

    /// All nodes below one, in reading order, without itself.
    pub fn below(&self, node: NodeId) -> Descendants<'_, D> {
        Descendants {
            tree: self,
            at: node.0 + 1,
            end: self.end(node).0,
        }
    }

    /// A node and all that stands in it, in reading order.
    pub fn within(&self, node: NodeId) -> Descendants<'_, D> {
        Descendants {
            tree: self,
            at: node.0,
            end: self.end(node).0,
        }
    }

    /// All nodes, in reading order.
    pub fn all(&self) -> Descendants<'_, D> {
        Descendants {
            tree: self,
            at: 0,
            end: self.len() as u32,
        }
    }

    /// The nodes that this one stands in, innermost first.
    pub fn above(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |n| self.parent(*n))
    }

    /// Whether one node stands in another, or is it.
    pub fn holds(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// Whether a node is the first child of its parent.
    pub fn is_first(&self, node: NodeId) -> bool {
        self.parent(node).is_some_and(|p| p.0 + 1 == node.0)
    }

    /// The smallest node that holds the byte at `offset`; the root where no other does.
    pub fn at(&self, offset: usize) -> NodeId {
        // The last one that begins before the byte lies in the smallest one that holds it.
        let behind = self
            .nodes
            .partition_point(|n| n.span.start as usize <= offset);
        let mut found = NodeId(behind.saturating_sub(1) as u32);
        while (self.span(found).end as usize) <= offset {
            match self.parent(found) {
                Some(parent) => found = parent,
                None => break,
            }
        }
        found
    }

    /// The first child of this kind.
    pub fn find(&self, node: NodeId, is: impl Fn(D::Kind) -> bool) -> Option<NodeId> {
        self.children(node).find(|c| is(self.kind(*c)))
    }
}
