//! Which bindings reach a use: what a name may hold where it is read, by the order in which code runs.
//!
//! Words, as they are used here and by those who ask:
//! - A *variable* is a name of one scope. `names` says which one a use means; here the order counts as well.
//! - A binding *reaches* a use if code can run from the one to the other without another binding of the same
//!   variable in between. A binding *kills* those before it.
//! - A *state* is what a variable may hold at a place: nothing yet ([`State::Unbound`]), what one binding gave it, or
//!   a *join* of states, where several ways lead to the place. Joins are shared and form a graph, so that what
//!   is worked out of a state can be kept by its id: once a binding, once a join. A join may lead back to itself,
//!   and only that of a loop's head does: what holds there takes a fixpoint to be worked out.
//! - A *flow* is code that runs from its beginning in one go: the module, a function's body, a lambda's, a generator's.
//!   Classes and other comprehensions run in the flow that they stand in.
//! - A *junction* is a place where ways meet: behind an `if`, at the head of a loop, behind it, at a handler.
//! - A use is *late* if it reads a variable of another flow, which has gone on meanwhile: a function reads what
//!   it is defined in. What reached the definition and all that is bound later reach such a use.
//!
//! It is one walk, as ty's use-def map is made: at a branch the states are remembered, put back for the other
//! branch, and joined behind. Conditions are not looked at, but for `while True`. What can raise an error may do
//! so: within `try` each such place leads to the handlers. Wherever more is said than happens, all bindings
//! that reach a use are among those that are told; that is the one promise. It does not hold for what Python
//! does behind its own back: `exec`, `globals()`, a module whose names others set, `from … import *`.
//!
//! A variable to which another flow gives values (`nonlocal`, `global`, `:=` in a generator) has no order: all
//! its bindings reach all its uses. So it is with a flow that nests too deep. What stands in broken code kills nothing.

mod expression;
mod flow;
mod statement;
#[cfg(test)]
mod tests;
mod uses;
mod variables;
mod walk;

use super::names::{Binding, Names};
use super::tree::{NodeId, Tree};

/// A binding: its place in [`Names::bindings`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BindingId(pub(crate) u32);

impl BindingId {
    /// Its place in the list of all bindings.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A state: what is worked out of it may be kept by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StateId(u32);

/// What a variable may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State<'r> {
    /// Nothing: it has not been given a value.
    Unbound,
    /// What a binding gave it; after a `del`, nothing.
    Binding(BindingId),
    /// What one of these says.
    Join(&'r [StateId]),
}

/// What reaches a use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reaching {
    /// The bindings, `del` left out, in the order of the text.
    pub bindings: Vec<BindingId>,
    /// Whether the variable may have no value there.
    pub may_be_unbound: bool,
}

/// Which bindings reach the uses of a module.
#[derive(Debug)]
pub struct Reach {
    /// By use.
    uses: Vec<u32>,
    /// How many bindings there are: states up to here are theirs, those behind are joins.
    bindings: u32,
    /// Where the states of each join lie.
    joins: Vec<(u32, u32)>,
    operands: Vec<StateId>,
    /// The variables of the module at its end.
    at_end: Vec<StateId>,
    /// Statements that are never come to: where they begin and end, in order.
    unreachable: Vec<(NodeId, NodeId)>,
    /// Functions, lambdas and generators whose end is never come to, in order.
    endless: Vec<NodeId>,
}

/// No state: the use is not reached, or its name is free.
const NONE: u32 = u32::MAX;

impl Reach {
    /// Reads a tree.
    pub fn new(tree: &Tree, names: &Names) -> Reach {
        walk::walk(tree, names)
    }

    /// What the variable may hold that is read by a [`Kind::Name`](super::tree::Kind::Name). `None`: it is no use, the
    /// code is never come to, or no scope keeps the name.
    pub fn state_at(&self, names: &Names, node: NodeId) -> Option<StateId> {
        let at = names.uses().binary_search_by_key(&node, |u| u.node).ok()?;
        let state = self.uses[at];
        (state != NONE).then_some(StateId(state))
    }

    /// What a state is.
    pub fn state(&self, id: StateId) -> State<'_> {
        match id.0.checked_sub(self.bindings + 1) {
            Some(join) => {
                let (start, end) = self.joins[join as usize];
                State::Join(&self.operands[start as usize..end as usize])
            }
            None => match id.0.checked_sub(1) {
                Some(binding) => State::Binding(BindingId(binding)),
                None => State::Unbound,
            },
        }
    }

    /// The state of what a binding gives, and nothing else does.
    pub fn given_by(&self, id: BindingId) -> StateId {
        StateId(id.0 + 1)
    }

    /// What a variable of the module holds at its end, by one of its bindings.
    pub fn at_end(&self, names: &Names, binding: &Binding) -> Option<StateId> {
        let variable = names.variable(binding.symbol, binding.scope)?;
        self.at_end.get(variable).copied()
    }

    /// All bindings that a state is made of.
    pub fn reaching(&self, names: &Names, state: StateId) -> Reaching {
        let mut found = Reaching {
            bindings: Vec::new(),
            may_be_unbound: false,
        };
        let mut open = vec![state];
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(state) = open.pop() {
            if !seen.insert(state) {
                continue;
            }
            match self.state(state) {
                State::Unbound => found.may_be_unbound = true,
                State::Binding(id) if names.binding(id).is_deletion() => {
                    found.may_be_unbound = true;
                }
                State::Binding(id) => found.bindings.push(id),
                State::Join(states) => open.extend(states),
            }
        }
        found.bindings.sort_unstable();
        found
    }

    /// Whether code can come to a statement, or to what stands in one. Yes, where that is not certain.
    pub fn is_reachable(&self, node: NodeId) -> bool {
        let behind = self
            .unreachable
            .partition_point(|(start, _)| *start <= node);
        let last = behind.checked_sub(1).map(|i| self.unreachable[i]);
        last.is_none_or(|(_, end)| end <= node)
    }

    /// Whether a function can come to its end without a `return`. Yes, where that is not certain.
    pub fn falls_through(&self, function: NodeId) -> bool {
        self.endless.binary_search(&function).is_err()
    }
}
