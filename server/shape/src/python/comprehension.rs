//! Comprehensions and their variables.

use lang::python::tree::{Kind, NodeId};

use super::mutation::mutation_at;
use super::places::Places;
use super::value::{UNKNOWN, Value};
use super::{Local, Reader, variable};

/// How deep the names on the left of `for … in` are looked into.
const MAX_PATTERN: usize = 40;

impl Reader<'_> {
    /// Runs `read` with the variables of a comprehension in place.
    pub(super) fn comprehended<T>(&mut self, node: NodeId, read: impl FnOnce(&mut Self) -> T) -> T {
        let tree = self.tree;
        let before = self.locals.len();
        let clauses = tree.children(node);
        let is_clause = |c: &NodeId| matches!(tree.kind(*c), Kind::CompFor { .. });
        for clause in clauses.filter(is_clause) {
            let iterated = tree.two(clause);
            let iterated = iterated.map_or(UNKNOWN, |(_, n)| self.value(n));
            let item = iterated.item();
            if let Some(target) = tree.child(clause, 0) {
                let item = match changes_any(node, target, &self.places) {
                    true => UNKNOWN,
                    false => item,
                };
                self.unpack(target, item, node, 0);
            }
        }
        let result = read(self);
        self.locals.truncate(before);
        result
    }

    /// What a comprehension, whose value comes first in it, gives for each item; of a dict the value.
    pub(super) fn each(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        let value = tree
            .child(node, 0)
            .and_then(|first| match tree.kind(first) {
                Kind::Pair => tree.two(first).map(|(_, value)| value),
                _ => Some(first),
            });
        self.comprehended(node, |this| value.map_or(UNKNOWN, |n| this.value(n)))
    }

    /// Gives the names on the left of `for … in` their values.
    fn unpack(&mut self, target: NodeId, value: Value, within: NodeId, depth: usize) {
        let tree = self.tree;
        match tree.kind(target) {
            Kind::Name(name) => self.locals.push(Local {
                name,
                value,
                within,
            }),
            Kind::Tuple | Kind::List if depth < MAX_PATTERN => {
                let starred = tree.find(target, |k| k == Kind::Starred).is_some();
                for (i, part) in tree.children(target).enumerate() {
                    let value = match starred {
                        true => UNKNOWN,
                        false => variable::part(value.clone(), &[i]),
                    };
                    self.unpack(part, value, within, depth + 1);
                }
            }
            _ => {
                for part in tree.below(target) {
                    if let Kind::Name(name) = tree.kind(part) {
                        self.locals.push(Local {
                            name,
                            value: UNKNOWN,
                            within,
                        });
                    }
                }
            }
        }
    }
}

/// Whether a comprehension changes what its variables hold.
fn changes_any(comprehension: NodeId, variables: NodeId, places: &Places<'_>) -> bool {
    let tree = places.tree;
    let names = tree.within(variables).filter_map(|n| match tree.kind(n) {
        Kind::Name(name) => Some(name),
        _ => None,
    });
    let names: Vec<_> = names.collect();
    let mut below = tree.below(comprehension);
    below.any(|node| match tree.kind(node) {
        Kind::Name(name) => names.contains(&name) && mutation_at(node, places).is_some(),
        _ => false,
    })
}
