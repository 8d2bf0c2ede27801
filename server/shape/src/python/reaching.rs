//! What reaches a use of a variable, as far as shapes want to know it, once a state.
//!
//! States are those of [`lang::python::reach`]: joins of what bindings gave. What is known of a state is made of what
//! is known of those that it joins; only what leads back to itself is gone through to its end.

use lang::python::reach::{BindingId, State, StateId};
use rustc_hash::FxHashSet;

use super::Reader;
use super::scope::{Name, Source};
use super::settle::Part;
use super::value::{UNKNOWN, Value, union};

/// The bindings that reach a use.
#[derive(Clone, Copy)]
pub(super) struct Reaching {
    /// Where the first of them ends, in bytes; `usize::MAX` where there is none.
    pub(super) first: usize,
    /// Where the last of them ends.
    pub(super) last: usize,
    /// The only one.
    pub(super) only: Option<BindingId>,
    /// Whether each gives a value that nothing else holds.
    pub(super) is_new: bool,
    /// Whether each does, or goes on with such a value: `+=`.
    pub(super) is_own: bool,
}

impl Reaching {
    const NOTHING: Reaching = Reaching {
        first: usize::MAX,
        last: 0,
        only: None,
        is_new: true,
        is_own: true,
    };

    pub(super) fn is_empty(&self) -> bool {
        self.first == usize::MAX
    }

    fn and(self, other: Reaching) -> Reaching {
        if self.is_empty() || other.is_empty() {
            let (some, none) = if self.is_empty() {
                (other, self)
            } else {
                (self, other)
            };
            return Reaching {
                is_own: some.is_own && none.is_own,
                ..some
            };
        }
        Reaching {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            only: self.only.filter(|only| other.only == Some(*only)),
            is_new: self.is_new && other.is_new,
            is_own: self.is_own && other.is_own,
        }
    }
}

impl<'t> Reader<'t> {
    /// The bindings that a state is made of.
    pub(super) fn reaching(&mut self, known: &Name<'t>, state: StateId) -> Reaching {
        if let Some(reaching) = self.reaching.get(&state) {
            return *reaching;
        }
        for join in self.joins(state, |this, s| this.reaching.contains_key(&s)) {
            self.reaching_of(known, join);
        }
        self.reaching_of(known, state)
    }

    /// The joins that a state is made of and of which nothing is known, each behind those that it is made of, but for
    /// those that lead back to themselves. Without the state itself.
    fn joins(&self, state: StateId, is_known: impl Fn(&Self, StateId) -> bool) -> Vec<StateId> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut open = vec![state];
        while let Some(state) = open.pop() {
            if let State::Join(states) = self.reach.state(state)
                && !is_known(self, state)
                && seen.insert(state)
            {
                found.push(state);
                open.extend(states);
            }
        }
        // A join is numbered behind what it joins, unless that comes back to it.
        found.sort_unstable();
        let mut ready = FxHashSet::default();
        found.retain(|join| {
            let State::Join(states) = self.reach.state(*join) else {
                return false;
            };
            let is_ready = states
                .iter()
                .all(|s| !seen.contains(s) || ready.contains(s));
            if is_ready {
                ready.insert(*join);
            }
            is_ready && *join != state
        });
        found
    }

    fn reaching_of(&mut self, known: &Name<'t>, state: StateId) -> Reaching {
        let mut found = Reaching::NOTHING;
        // What `+=` goes on with decides only whose the value is.
        let mut open = vec![(state, true)];
        let mut seen = FxHashSet::default();
        while let Some((state, counts)) = open.pop() {
            if !seen.insert((state, counts)) {
                continue;
            }
            if let Some(reaching) = self.reaching.get(&state) {
                match counts {
                    true => found = found.and(*reaching),
                    false => found.is_own &= reaching.is_own,
                }
                continue;
            }
            match self.reach.state(state) {
                State::Unbound => {}
                State::Join(states) => open.extend(states.iter().map(|s| (*s, counts))),
                State::Binding(id) => {
                    let Some(binding) = known.bindings.get(&id) else {
                        found = found.and(Reaching {
                            first: 0,
                            last: usize::MAX,
                            only: None,
                            is_new: false,
                            is_own: false,
                        });
                        continue;
                    };
                    let before = match binding.source {
                        Source::Augmented(statement) => {
                            let left = self.tree.child(statement, 0);
                            left.and_then(|l| self.reach.state_at(self.places.names, l))
                        }
                        _ => None,
                    };
                    open.extend(before.map(|b| (b, false)));
                    let is_own = binding.is_new || before.is_some();
                    match counts {
                        true => {
                            found = found.and(Reaching {
                                first: binding.end,
                                last: binding.end,
                                only: Some(id),
                                is_new: binding.is_new,
                                is_own,
                            });
                        }
                        false => found.is_own &= is_own,
                    }
                }
            }
        }
        self.reaching.insert(state, found);
        found
    }

    /// What the bindings give that a state is made of.
    pub(super) fn state(&mut self, known: &Name<'t>, state: StateId) -> Value {
        let key = Part::State(state).of_all();
        if let Some(value) = self.settled.known(key) {
            return value;
        }
        // In comprehensions their variables decide as well.
        if !self.locals.is_empty() {
            return self.unsettled(key, |this| this.joined(known, state));
        }
        let is_known = |this: &Self, s| this.settled.known(Part::State(s).of_all()).is_some();
        for join in self.joins(state, is_known) {
            let key = Part::State(join).of_all();
            self.settled(key, |this| this.joined(known, join));
        }
        self.settled(key, |this| this.joined(known, state))
    }

    /// The same, worked out anew from what is known of what it is made of.
    fn joined(&mut self, known: &Name<'t>, state: StateId) -> Value {
        let mut values = Vec::new();
        let mut open = vec![state];
        let mut seen = FxHashSet::default();
        while let Some(state) = open.pop() {
            if !seen.insert(state) {
                continue;
            }
            if let Some(value) = self.settled.known(Part::State(state).of_all()) {
                values.push((state, value));
                continue;
            }
            match self.reach.state(state) {
                State::Unbound => {}
                State::Join(states) => open.extend(states),
                State::Binding(id) => {
                    let value = match known.bindings.get(&id) {
                        Some(binding) => self.bound(binding),
                        None => UNKNOWN,
                    };
                    values.push((state, value));
                }
            }
        }
        // As they stand in the text.
        values.sort_by_key(|(state, _)| self.reaching(known, *state).first);
        union(values.into_iter().map(|(_, value)| value))
    }
}
