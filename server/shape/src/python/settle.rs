//! Values that are worked out once, although they may be made of themselves: in a loop, what a name is
//! given can depend on what it was given before.
//!
//! What asks for itself is given what is known so far, and everything in the circle is worked out again
//! until nothing changes: the circles are found as Tarjan's algorithm finds them, on the way.
//!
//! - A *circle* is a strongly connected component of what asks for each other; the head of a loop begins one.
//! - A *fixpoint* is what a circle has come to when a *round* through it changes nothing. Rounds begin with nothing
//!   ([`Shape::Never`]) and only add, so that what is assumed grows. A circle that has none after a few rounds is unknown.
//! - A value is *final* if no circle that is still open had a part in it: only such a value is kept.

use lang::python::reach::StateId;
use lang::python::tree::NodeId;
use rustc_hash::FxHashMap;

use super::Reader;
use super::value::{UNKNOWN, Value, union};
use crate::Shape;

/// Most rounds of a circle; a value that still changes is unknown.
const MAX_ROUNDS: usize = 5;

/// What is worked out: a node, and what is asked of it.
pub(super) type Key = (NodeId, Part);

/// What is asked of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Part {
    /// Its value.
    Value,
    /// What a loop over it gives.
    Item,
    /// What its value is written as.
    Given,
    /// What a parameter is given.
    Param,
    /// What `+=` gives.
    Augmented,
    /// What a variable holds in this state, whatever node it is.
    State(StateId),
}

impl Part {
    /// The key of what is asked of no node.
    pub(super) fn of_all(self) -> Key {
        (NodeId::ROOT, self)
    }
}

/// What has been worked out, and what is being.
#[derive(Default)]
pub(super) struct Settled {
    known: FxHashMap<Key, Value>,
    /// What is being worked out: its number, and whether it was asked for meanwhile.
    open: FxHashMap<Key, (usize, bool)>,
    /// What members of circles gave in the round before.
    assumed: FxHashMap<Key, Value>,
    /// What was worked out in this round of the circles that are open, in order, with its number.
    round: Vec<Key>,
    in_round: FxHashMap<Key, (usize, Value)>,
    /// The lowest number that was asked for.
    lowest: usize,
    /// Whether something that was assumed has changed in this round.
    changed: bool,
    numbers: usize,
}

/// No number: nothing that is open was asked for.
const NONE: usize = usize::MAX;

impl Settled {
    pub(super) fn new() -> Settled {
        Settled {
            lowest: NONE,
            ..Settled::default()
        }
    }

    /// What has been worked out for good.
    pub(super) fn known(&self, key: Key) -> Option<Value> {
        self.known.get(&key).cloned()
    }

    fn ask(&mut self, key: Key) -> Option<Value> {
        if let Some(value) = self.known.get(&key) {
            return Some(value.clone());
        }
        if let Some((number, asked)) = self.open.get_mut(&key) {
            *asked = true;
            self.lowest = self.lowest.min(*number);
            let assumed = self.assumed.get(&key).cloned();
            return Some(assumed.unwrap_or(Value::Shape(Shape::Never)));
        }
        let (number, value) = self.in_round.get(&key)?;
        self.lowest = self.lowest.min(*number);
        Some(value.clone())
    }

    /// Takes what was worked out since `start` out of the round.
    fn take_since(&mut self, start: usize) -> Vec<(Key, Value)> {
        let keys = self.round.split_off(start);
        let known = keys.into_iter();
        known
            .filter_map(|key| Some((key, self.in_round.remove(&key)?.1)))
            .collect()
    }

    /// Notes what a member of a circle gave; whether that is more than was assumed.
    fn assume(&mut self, key: Key, value: &Value) -> bool {
        let before = self.assumed.get(&key).cloned();
        let before = before.unwrap_or(Value::Shape(Shape::Never));
        let next = union([before.clone(), value.clone()]);
        let grown = next != before;
        if grown {
            self.assumed.insert(key, next);
        }
        grown
    }
}

impl Reader<'_> {
    /// What `read` gives, worked out once.
    pub(super) fn settled(&mut self, key: Key, read: impl Fn(&mut Self) -> Value) -> Value {
        if let Some(value) = self.settled.ask(key) {
            return value;
        }
        let number = self.settled.numbers;
        self.settled.numbers += 1;
        let outer = std::mem::replace(&mut self.settled.lowest, NONE);
        let outer_changed = std::mem::replace(&mut self.settled.changed, false);
        let start = self.settled.round.len();
        let mut lowest = NONE;
        let mut rounds = 0;
        let value = loop {
            self.settled.lowest = NONE;
            self.settled.open.insert(key, (number, false));
            let value = read(self).bounded();
            let asked = self
                .settled
                .open
                .remove(&key)
                .is_some_and(|(_, asked)| asked);
            lowest = lowest.min(self.settled.lowest);
            if asked && self.settled.assume(key, &value) {
                self.settled.changed = true;
            }
            if lowest < number {
                // A member of a circle that something around this begins.
                self.settled.round.push(key);
                self.settled.in_round.insert(key, (number, value.clone()));
                self.settled.lowest = outer.min(lowest);
                self.settled.changed |= outer_changed;
                return value;
            }
            rounds += 1;
            let is_stable = !std::mem::take(&mut self.settled.changed);
            let members = self.settled.take_since(start);
            if !is_stable && rounds < MAX_ROUNDS {
                continue;
            }
            for (key, value) in members {
                let value = if is_stable { value } else { UNKNOWN };
                self.settled.assumed.remove(&key);
                self.settled.known.insert(key, value);
            }
            break if is_stable { value } else { UNKNOWN };
        };
        self.settled.assumed.remove(&key);
        self.settled.known.insert(key, value.clone());
        self.settled.lowest = outer;
        self.settled.changed = outer_changed;
        value
    }

    /// What `read` gives, and whether it is so whatever is being worked out.
    pub(super) fn is_final<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let outer = std::mem::replace(&mut self.settled.lowest, NONE);
        let read = read(self);
        let inner = std::mem::replace(&mut self.settled.lowest, outer);
        self.settled.lowest = outer.min(inner);
        (read, inner == NONE)
    }

    /// What `read` gives where the variables of comprehensions around decide: worked out each time.
    pub(super) fn unsettled(&mut self, key: Key, read: impl Fn(&mut Self) -> Value) -> Value {
        let value = self.settled(key, read);
        self.settled.known.remove(&key);
        self.settled.in_round.remove(&key);
        value
    }

    /// What `read` gives for a node, worked out once if it stands outside of comprehensions that are
    /// being read.
    pub(super) fn once(
        &mut self,
        node: NodeId,
        part: Part,
        read: impl Fn(&mut Self) -> Value,
    ) -> Value {
        let key = (node, part);
        let mut locals = self.locals.iter();
        match locals.any(|l| self.tree.holds(l.within, node)) {
            true => self.unsettled(key, read),
            false => self.settled(key, read),
        }
    }
}
