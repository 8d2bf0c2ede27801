//! What is needed of a scope's names, worked out from its top to its end: each value is then made of
//! values that are known, however long the chain of names is.

use lang::python::tree::{Kind, NodeId, Tree};
use rustc_hash::FxHashSet;

use super::mutation::MutationKind;
use super::scope::{Binding, Change, Scope, Source};
use super::value::Value;
use super::{BUDGET, Reader};
use crate::Shape;

/// Something that is worked out in its turn.
enum Turn<'s, 't> {
    Binding(&'s Binding),
    Change(&'s Change<'t>),
}

impl<'t> Reader<'t> {
    /// Works out what names of `owner` are given and how that is changed, as far as what stands in
    /// `asked` needs it.
    pub(super) fn prepare(&mut self, owner: NodeId, scope: &Scope<'t>, asked: &[NodeId]) {
        let mut turns = Vec::new();
        let tree = self.tree;
        let mut open: Vec<NodeId> = asked.to_vec();
        // Each node once, for values may lie in each other: `(a := (a := …))`.
        let mut looked_at = FxHashSet::default();
        let prepared = self.prepared.entry(owner).or_default();
        while let Some(node) = open.pop() {
            let mut within = tree.within(node);
            while let Some(node) = within.next() {
                if !looked_at.insert(node) {
                    within.leave_out();
                    continue;
                }
                let Kind::Name(name) = tree.kind(node) else {
                    continue;
                };
                if let Some(known) = scope.names.get(&name)
                    && prepared.insert(name)
                {
                    for binding in known.bindings.values() {
                        open.extend(binding.source.node());
                        turns.push((binding.end, Turn::Binding(binding)));
                    }
                    for change in &known.changes {
                        open.extend(change.kind.given(tree));
                        turns.push((change.end, Turn::Change(change)));
                    }
                }
            }
        }
        turns.sort_by_key(|(end, _)| *end);
        let outside = std::mem::replace(&mut self.owner, owner);
        let budget = std::mem::replace(&mut self.budget, BUDGET);
        for (_, turn) in turns {
            match turn {
                Turn::Binding(binding) => {
                    self.bound(binding);
                }
                // What is given is worked out whatever it is given to.
                Turn::Change(change) => {
                    let empty = Value::Shape(Shape::list(Shape::Never));
                    self.changed(empty, change, false);
                }
            }
        }
        self.budget = budget;
        self.owner = outside;
    }
}

impl Source {
    /// What it reads.
    fn node(&self) -> Option<NodeId> {
        match self {
            Source::Value(node)
            | Source::Augmented(node)
            | Source::Item(node)
            | Source::Annotated(_, node) => Some(*node),
            Source::Param { .. } | Source::Unknown => None,
        }
    }
}

impl MutationKind<'_> {
    /// What is put into the value.
    fn given(&self, tree: &Tree) -> Option<NodeId> {
        match *self {
            MutationKind::Set(value) => Some(value),
            MutationKind::Augmented(statement) | MutationKind::Grown(statement) => {
                tree.two(statement).map(|(_, right)| right)
            }
            MutationKind::Call(_, call) => Some(call),
            MutationKind::SetUnknown
            | MutationKind::Delete
            | MutationKind::Escape
            | MutationKind::Aliased => None,
        }
    }
}
