//! Which values are changed by another name than the one that is looked at: names hold what other names
//! hold, or a part of it, and what is changed by one is changed for all.
//!
//! - A *holder* is what a binding gave a name, and of a use the state that reaches it: the bindings that it may read.
//! - A holder is *touched* at a depth if what it holds there is mutated or escapes, be it by an alias. When that happens is
//!   not looked at: whoever is touched once is so for good.
//! - What is touched by a state is touched for all its bindings (*down*); what one of its bindings has, a state may have
//!   (*up*).
//! - An alias works both ways below where it begins: of `x = y`, what is put into `x` can be changed by `y`.

use std::rc::Rc;

use lang::python::Reach;
use lang::python::reach::{State, StateId};
use lang::python::tree::{NodeId, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};

use super::alias::{Goes, Sink, Use, goes};
use super::mutation::{self, MutationKind};
use super::places::{Given, Places};

/// Deeper places count as this deep.
const MAX_INSIDE: usize = 3;

/// What holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    /// What reaches a use, or what one binding gave.
    State(StateId),
    /// A name that no scope keeps.
    Free(Symbol),
}

/// A holder, and how deep inside.
type Part = (Holder, usize);

/// The parts of values that are changed.
pub(super) struct Touched<'t, 'u> {
    /// Those of which something is changed.
    parts: FxHashSet<Part>,
    /// Those of which something is changed by a name that is no way to what was put there.
    aside: FxHashSet<Part>,
    reach: &'u Reach,
    up: &'u Places<'t>,
}

/// Who holds what.
#[derive(Default)]
struct Aliases {
    /// What the values are that lie in a part.
    held: FxHashMap<Part, Vec<Part>>,
    /// Where a part is put into.
    kept: FxHashMap<Part, Vec<Part>>,
    /// The joins that a state is a part of.
    joins: FxHashMap<StateId, Vec<StateId>>,
    /// The states whose joins are known.
    looked_at: FxHashSet<StateId>,
}

impl Aliases {
    /// What lies in `value`, this deep or deeper, lies in `sink` from some place on.
    fn hold(&mut self, value: Part, sink: Part, reach: &Reach) {
        self.held.entry(sink).or_default().push(value);
        self.look_at(value.0, reach);
        self.look_at(sink.0, reach);
    }

    /// What lies in `value`, just this deep, lies in `sink`. What is put there lies in it, and is not it.
    fn keep(&mut self, value: Part, sink: Part) {
        if value.1 > 0 && sink.1 > 0 {
            self.kept.entry(value).or_default().push(sink);
        }
    }

    fn look_at(&mut self, holder: Holder, reach: &Reach) {
        let Holder::State(state) = holder else { return };
        let mut open = vec![state];
        while let Some(state) = open.pop() {
            if let State::Join(parts) = reach.state(state)
                && self.looked_at.insert(state)
            {
                for part in parts {
                    self.joins.entry(*part).or_default().push(state);
                }
                open.extend(parts);
            }
        }
    }
}

impl<'t, 'u> Touched<'t, 'u> {
    /// Looks at all places of all names once.
    pub(super) fn new(
        owner: NodeId,
        uses: &[Use<'t>],
        up: &'u Places<'t>,
        reach: &'u Reach,
    ) -> Touched<'t, 'u> {
        let mut touched = Touched {
            parts: FxHashSet::default(),
            aside: FxHashSet::default(),
            reach,
            up,
        };
        let mut aliases = Aliases::default();
        let mut changed = Vec::new();
        for used in uses {
            let Some(holder) = touched.holder(used.node) else {
                continue;
            };
            if up.given(used.node) == Given::Both
                && let Some(binding) = up.names.binding_at(used.node)
            {
                // `x += …` may go on with the same object.
                let after = Holder::State(reach.given_by(binding));
                for depth in 0..=MAX_INSIDE {
                    aliases.hold((holder, depth), (after, depth), reach);
                    aliases.keep((holder, depth), (after, depth));
                }
            }
            // Where it goes, if that is known for the depth already, and whether it gets out of sight, at any depth.
            let (mut known, mut escapes): (Option<Rc<Goes>>, Option<bool>) = (None, None);
            for depth in 0..=MAX_INSIDE {
                let is_plain = match &used.mutation {
                    Some(change) if changes_at_depth(change, depth) => {
                        changed.push((holder, depth));
                        known = None;
                        continue;
                    }
                    Some(change) => match change.kind {
                        // These give nothing of it away.
                        MutationKind::Call(method, _) => {
                            mutation::MUTATORS.contains(&method)
                                && !matches!(method, "pop" | "popitem" | "setdefault")
                        }
                        _ => true,
                    },
                    None => false,
                };
                if is_plain {
                    known = None;
                    continue;
                }
                let found = match known.take() {
                    Some(found) => found,
                    None => goes(used.node, depth, up),
                };
                // How deep something lies decides nothing but how deep it lies in the end.
                if found.stays() {
                    break;
                }
                let escapes = *escapes.get_or_insert_with(|| found.escapes_from(owner, up.tree));
                if escapes {
                    changed.push((holder, depth));
                }
                if found.sinks.is_empty() {
                    known = Some(found);
                    continue;
                }
                let deeper = (depth < MAX_INSIDE).then(|| goes(used.node, depth + 1, up));
                for (i, (sink, inside)) in found.sinks.iter().enumerate() {
                    let Some(sink) = touched.sink(*sink) else {
                        continue;
                    };
                    let inside = (*inside).min(MAX_INSIDE);
                    aliases.hold((holder, depth), (sink, inside), reach);
                    // What lies deeper and comes out as deep is what is there, and not what it lies in.
                    let deeper = deeper.as_ref().and_then(|d| d.sinks.get(i));
                    if deeper.is_none_or(|(_, deeper)| *deeper > inside) {
                        aliases.keep((holder, depth), (sink, inside));
                    }
                }
                known = deeper;
            }
        }
        touched.spread(&mut aliases, changed);
        touched
    }

    /// Finds all that is touched where this is.
    fn spread(&mut self, aliases: &mut Aliases, mut down: Vec<Part>) {
        let mut seen = FxHashSet::default();
        let mut up = Vec::new();
        loop {
            if let Some((holder, depth)) = up.pop() {
                if !self.parts.insert((holder, depth)) {
                    continue;
                }
                let part = (holder, depth);
                down.extend(aliases.held.remove(&part).into_iter().flatten());
                let kept = aliases.kept.remove(&part).unwrap_or_default();
                self.note(&kept, aliases);
                down.extend(kept);
                if let Holder::State(state) = holder {
                    let joins = aliases.joins.get(&state).into_iter().flatten();
                    up.extend(joins.map(|join| (Holder::State(*join), depth)));
                }
            } else if let Some((holder, depth)) = down.pop() {
                if !seen.insert((holder, depth)) {
                    continue;
                }
                match holder {
                    Holder::State(state) => match self.reach.state(state) {
                        State::Join(parts) => {
                            down.extend(parts.iter().map(|part| (Holder::State(*part), depth)));
                        }
                        State::Binding(_) => up.push((holder, depth)),
                        State::Unbound => {}
                    },
                    Holder::Free(_) => up.push((holder, depth)),
                }
            } else {
                return;
            }
        }
    }

    /// Notes that something is put into these by another way than the one by which it is changed.
    fn note(&mut self, parts: &[Part], aliases: &Aliases) {
        let mut open = parts.to_vec();
        let mut leaves = Vec::new();
        let mut seen = FxHashSet::default();
        while let Some(part) = open.pop() {
            if self.aside.contains(&part) || !seen.insert(part) {
                continue;
            }
            match part.0 {
                Holder::State(state) if let State::Join(states) = self.reach.state(state) => {
                    open.extend(states.iter().map(|s| (Holder::State(*s), part.1)));
                }
                _ => leaves.push(part),
            }
        }
        while let Some((holder, depth)) = leaves.pop() {
            if self.aside.insert((holder, depth))
                && let Holder::State(state) = holder
            {
                let joins = aliases.joins.get(&state).into_iter().flatten();
                leaves.extend(joins.map(|join| (Holder::State(*join), depth)));
            }
        }
    }

    /// What is read by a name; `None` where code never comes to.
    fn holder(&self, place: NodeId) -> Option<Holder> {
        if let Some(state) = self.reach.state_at(self.up.names, place) {
            return Some(Holder::State(state));
        }
        let name = self.up.tree.symbol_of(place);
        let name = name.filter(|_| self.reach.is_reachable(place));
        name.map(Holder::Free)
    }

    fn sink(&self, sink: Sink) -> Option<Holder> {
        match sink {
            Sink::Binding(binding) => Some(Holder::State(self.reach.given_by(binding))),
            Sink::Store(place) => self.holder(place),
        }
    }

    /// Whether the value that is read at `place` may be changed by another name for it, or for a part.
    pub(super) fn changes(&self, place: NodeId, owner: NodeId) -> bool {
        let goes = goes(place, 0, self.up);
        goes.escapes_from(owner, self.up.tree) || self.is_any(&goes.sinks, &self.parts)
    }

    /// Whether it may be changed by a name that is not the one by which it is kept.
    pub(super) fn changes_aside(&self, place: NodeId) -> bool {
        self.is_any(&goes(place, 0, self.up).sinks, &self.aside)
    }

    fn is_any(&self, sinks: &[(Sink, usize)], parts: &FxHashSet<Part>) -> bool {
        sinks.iter().any(|(sink, depth)| {
            let holder = self.sink(*sink);
            holder.is_some_and(|h| parts.contains(&(h, (*depth).min(MAX_INSIDE))))
        })
    }
}

/// Whether a change reaches what lies `depth` deep inside of the value.
fn changes_at_depth(change: &mutation::Mutation<'_>, depth: usize) -> bool {
    let path = change.path.len();
    match change.kind {
        MutationKind::Escape | MutationKind::Aliased => true,
        MutationKind::Set(_) | MutationKind::SetUnknown | MutationKind::Delete => path > depth,
        MutationKind::Augmented(_) | MutationKind::Grown(_) => path + 1 > depth,
        MutationKind::Call(method, _) => path >= depth || !mutation::MUTATORS.contains(&method),
    }
}
