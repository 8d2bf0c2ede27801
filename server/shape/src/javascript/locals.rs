//! The names that a text declares, where they can be seen, and what happens to their values.

use rustc_hash::FxHashMap;

use super::Escape;
use super::value::Value;
use lang::javascript::tree::NodeId;

/// A name that a text declares.
#[derive(Clone, Debug)]
pub(super) struct Local<'t> {
    pub(super) name: &'t str,
    pub(super) value: Value,
    /// Where it can be seen, in bytes.
    pub(super) scope: (usize, usize),
    /// Of how many branches and loops it stands in.
    pub(super) depth: usize,
    pub(super) escape: Escape,
    /// Its annotation.
    pub(super) annotation: Option<NodeId>,
}

/// All that are declared around a place, innermost last.
#[derive(Default)]
pub(super) struct Locals<'t> {
    all: Vec<Local<'t>>,
    /// Their places among all, by name.
    by_name: FxHashMap<&'t str, Vec<usize>>,
    /// What those held that have been given another value since: for each loop that is being read,
    /// innermost last, with how many names there were before it.
    watches: Vec<(usize, FxHashMap<usize, Value>)>,
    /// Raised with each change to a name at the top of the text.
    pub(super) version: usize,
    /// How many names stand at the top of the text; those behind are of functions being read.
    tops: Option<usize>,
}

impl<'t> Locals<'t> {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, at: usize) -> &Local<'t> {
        &self.all[at]
    }

    /// The one of this name that can be seen at a byte.
    pub(super) fn find(&self, name: &str, at: usize) -> Option<usize> {
        let seen = |l: &Local<'_>| l.scope.0 <= at && at < l.scope.1;
        let places = self.by_name.get(name)?;
        places.iter().rev().copied().find(|i| seen(&self.all[*i]))
    }

    pub(super) fn push(&mut self, local: Local<'t>) {
        self.version += usize::from(self.tops.is_none());
        let places = self.by_name.entry(local.name).or_default();
        places.push(self.all.len());
        self.all.push(local);
    }

    /// Forgets all but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        for local in self.all.drain(len..).rev() {
            if let Some(places) = self.by_name.get_mut(local.name) {
                places.pop();
            }
        }
    }

    /// Gives one another value.
    pub(super) fn give(&mut self, at: usize, value: Value) {
        self.version += usize::from(self.tops.is_none_or(|tops| at < tops));
        let before = std::mem::replace(&mut self.all[at].value, value);
        if let Some((len, held)) = self.watches.last_mut()
            && at < *len
        {
            held.entry(at).or_insert(before);
        }
    }

    /// Begins to note what names are given.
    pub(super) fn watch(&mut self) {
        self.watches.push((self.all.len(), FxHashMap::default()));
    }

    /// The names that have been given another value since [`Locals::watch`], in order.
    pub(super) fn given(&mut self) -> Vec<usize> {
        let (_, held) = self.watches.pop().unwrap_or_default();
        let mut given: Vec<usize> = Vec::new();
        for (at, before) in sorted(held) {
            if self.all[at].value != before {
                given.push(at);
            }
            if let Some((len, outer)) = self.watches.last_mut()
                && at < *len
            {
                outer.entry(at).or_insert(before);
            }
        }
        given
    }

    /// Begins a function; gives what [`Locals::leave`] takes.
    pub(super) fn enter(&mut self) -> Option<usize> {
        let outer = self.tops;
        self.tops = outer.or(Some(self.all.len()));
        outer
    }

    /// Ends a function.
    pub(super) fn leave(&mut self, outer: Option<usize>) {
        self.tops = outer;
    }

    /// Whether a place is in no function that is being read.
    pub(super) fn is_top(&self) -> bool {
        self.tops.is_none()
    }
}

fn sorted(held: FxHashMap<usize, Value>) -> Vec<(usize, Value)> {
    let mut held: Vec<_> = held.into_iter().collect();
    held.sort_unstable_by_key(|(at, _)| *at);
    held
}
