//! Ways through a module that depend on what its nodes are.

use super::{Kind, NodeId, Tree};

impl Tree {
    /// What stands at the top: the statements of the module, and those that a syntax error caught up.
    pub fn top(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.children(NodeId::ROOT).flat_map(|node| {
            let is_broken = self.kind(node) == Kind::Broken;
            let inner = is_broken.then(|| self.children(node));
            let outer = (!is_broken).then_some(node);
            inner.into_iter().flatten().chain(outer)
        })
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
