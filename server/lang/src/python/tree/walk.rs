//! Ways through a tree: down, up, and to a place in the text.

use super::{Kind, NodeId, Tree};

/// The children of a node, in order; see [`Tree::children`].
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree,
    at: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
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
pub struct Descendants<'t> {
    tree: &'t Tree,
    at: u32,
    end: u32,
}

impl Descendants<'_> {
    /// Leaves out what stands in the node that was given last.
    pub fn leave_out(&mut self) {
        if let Some(last) = self.at.checked_sub(1) {
            self.at = self.tree.end(NodeId(last)).0;
        }
    }
}

impl Iterator for Descendants<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let found = self.at;
        (found < self.end).then(|| {
            self.at += 1;
            NodeId(found)
        })
    }
}

impl Tree {
    /// The children of a node, in order.
    pub fn children(&self, node: NodeId) -> Children<'_> {
        Children {
            tree: self,
            at: NodeId(node.0 + 1),
            end: self.end(node),
        }
    }

    /// What stands at the top: the statements of the module, and those that a syntax error caught up.
    pub fn top(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.children(NodeId::ROOT).flat_map(|node| {
            let is_broken = self.kind(node) == Kind::Broken;
            let inner = is_broken.then(|| self.children(node));
            let outer = (!is_broken).then_some(node);
            inner.into_iter().flatten().chain(outer)
        })
    }

    /// The child at an index.
    pub fn child(&self, node: NodeId, index: usize) -> Option<NodeId> {
        self.children(node).nth(index)
    }

    /// All nodes below one, in reading order, without itself.
    pub fn below(&self, node: NodeId) -> Descendants<'_> {
        Descendants {
            tree: self,
            at: node.0 + 1,
            end: self.end(node).0,
        }
    }

    /// A node and all that stands in it, in reading order.
    pub fn within(&self, node: NodeId) -> Descendants<'_> {
        Descendants {
            tree: self,
            at: node.0,
            end: self.end(node).0,
        }
    }

    /// All nodes, in reading order.
    pub fn all(&self) -> Descendants<'_> {
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

    /// The smallest node that holds the byte at `offset`; the module where no other does.
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

    /// The identifier at `offset`, or that ends there: a [`Kind::Name`], a [`Kind::Ident`], an attribute or
    /// a keyword on its name.
    pub fn identifier_at(&self, offset: usize) -> Option<NodeId> {
        let at = |offset: usize| {
            let found = self.at(offset);
            let is_name = self.symbol_of(found).is_some();
            let span = self.name_span(found);
            let holds = span.start as usize <= offset && offset < span.end as usize;
            (is_name && holds).then_some(found)
        };
        at(offset).or_else(|| at(offset.checked_sub(1)?))
    }

    /// The first child of this kind.
    pub fn find(&self, node: NodeId, is: impl Fn(Kind) -> bool) -> Option<NodeId> {
        self.children(node).find(|c| is(self.kind(*c)))
    }

    /// The statement or clause that gives what is written as this expression a value, or takes it away: an
    /// assignment, a loop, a `with`, `del`. Also where it is one of several in a list.
    pub fn target_of(&self, node: NodeId) -> Option<NodeId> {
        let mut at = node;
        loop {
            let parent = self.parent(at)?;
            let is_target = match self.kind(parent) {
                Kind::Tuple | Kind::List | Kind::Starred => {
                    at = parent;
                    continue;
                }
                Kind::Assign { annotated, valued } => {
                    let is_value = valued && self.end(at) == self.end(parent);
                    self.is_first(at) || !annotated && !is_value
                }
                Kind::AugAssign(_) | Kind::For { .. } | Kind::CompFor { .. } | Kind::Named => {
                    self.is_first(at)
                }
                Kind::WithItem => !self.is_first(at),
                Kind::Delete => true,
                _ => false,
            };
            return is_target.then_some(parent);
        }
    }
}
