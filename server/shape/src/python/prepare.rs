//! What is needed of a scope's names, worked out from its top to its end: each value is then made of
//! values that are known, however long the chain of names is.

use rustc_hash::FxHashSet;
use tree_sitter::Node;

use super::effect::ChangeKind;
use super::scope::{Binding, Change, Scope, Source};
use super::value::Value;
use super::{BUDGET, Reader};
use crate::Shape;
use lang::walk::{Visit, text, walk};

/// Something that is worked out in its turn.
enum Turn<'s, 't> {
    Binding(&'s Binding<'t>),
    Change(&'s Change<'t>),
}

impl<'t> Reader<'t> {
    /// Works out what names of `owner` are given and how that is changed, as far as what stands in
    /// `asked` needs it.
    pub(super) fn prepare(&mut self, owner: Node<'t>, scope: &Scope<'t>, asked: &[Node<'t>]) {
        let mut turns = Vec::new();
        let mut open: Vec<Node<'t>> = asked.to_vec();
        // Each node once, for values may lie in each other: `(a := (a := …))`.
        let mut looked_at = FxHashSet::default();
        let prepared = self.prepared.entry(owner.id()).or_default();
        while let Some(node) = open.pop() {
            walk(node, |visit| {
                let Visit::Enter(node, ()) = visit else {
                    return true;
                };
                if !node.is_named() || !looked_at.insert(node.id()) {
                    return false;
                }
                if node.kind() != "identifier" {
                    return true;
                }
                let name = text(node, self.source);
                if let Some(known) = scope.names.get(name)
                    && prepared.insert(name)
                {
                    for binding in &known.bindings {
                        open.extend(binding.source.node());
                        turns.push((binding.end, Turn::Binding(binding)));
                    }
                    for change in &known.changes {
                        open.extend(change.kind.given());
                        turns.push((change.end, Turn::Change(change)));
                    }
                }
                false
            });
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

impl<'t> Source<'t> {
    /// What it reads.
    fn node(&self) -> Option<Node<'t>> {
        match self {
            Source::Value(node)
            | Source::Augmented(node)
            | Source::Item(node)
            | Source::Annotated(_, node) => Some(*node),
            Source::Param { .. } | Source::Unknown => None,
        }
    }
}

impl<'t> ChangeKind<'t> {
    /// What is put into the value.
    fn given(&self) -> Option<Node<'t>> {
        match *self {
            ChangeKind::Set(value) => Some(value),
            ChangeKind::Augmented(statement) | ChangeKind::Grown(statement) => {
                statement.child_by_field_name("right")
            }
            ChangeKind::Call(_, call) => Some(call),
            ChangeKind::SetUnknown
            | ChangeKind::Delete
            | ChangeKind::Escape
            | ChangeKind::Shared => None,
        }
    }
}
