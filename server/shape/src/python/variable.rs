//! What a variable holds at a place: what the bindings gave it that reach the place, and what was done to it since.
//!
//! Which bindings *reach* the place is said by [`lang::python::reach`], and what they gave is worked out once a state
//! (`reaching`). Which *mutations* count there is still told by where they stand: those behind the first of these bindings
//! and before the place, those that a loop comes back with, and those that happen who knows when. One is *certain* if
//! each way from a binding to the place leads through it, and nothing else holds the value.

use std::ops::Range;

use lang::python::reach::StateId;
use lang::python::tree::{NodeId, Symbol};
use rustc_hash::FxHashSet;

use super::Reader;
use super::alias::is_kept;
use super::choice::within;
use super::mutation::MutationKind;
use super::places::Around;
use super::scope::{Binding, Change, Name, Scope, Source};
use super::settle::Part;
use super::value::{UNKNOWN, Value, union};
use crate::{Field, Object, Rest, Shape};

/// Most places that give one name its value or change that; where they are more, it is unknown.
const MAX_PLACES: usize = 1000;

/// What a variable held where it was read last, so that the next place goes on from there.
#[derive(Default)]
pub(super) struct Seen {
    /// What it had been given.
    state: Option<StateId>,
    /// The changes that counted, and whether they had certainly happened.
    changes: Runs,
    changed: Option<Value>,
}

/// Numbers in rising order, each with a sign: as runs, for most follow one another.
#[derive(Clone, PartialEq, Default)]
struct Runs(Vec<(Range<usize>, bool)>);

impl Runs {
    fn push(&mut self, number: usize, sign: bool) {
        match self.0.last_mut() {
            Some((run, old)) if run.end == number && *old == sign => run.end += 1,
            _ => self.0.push((number..number + 1, sign)),
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn iter(&self) -> impl Iterator<Item = (usize, bool)> {
        let runs = self.0.iter();
        runs.flat_map(|(run, sign)| run.clone().map(move |number| (number, *sign)))
    }

    /// What comes behind `start`, where these begin with it.
    fn behind<'a>(&'a self, start: &Runs) -> Option<impl Iterator<Item = (usize, bool)> + 'a> {
        let (last, whole) = start.0.split_last()?;
        let own = self.0.get(whole.len())?;
        let begins = self.0.starts_with(whole)
            && own.0.start == last.0.start
            && own.0.end >= last.0.end
            && own.1 == last.1;
        let rest = last.0.end..own.0.end;
        let others = self.0[whole.len() + 1..].iter();
        begins.then(|| {
            let first = rest.map(|number| (number, own.1));
            let others = others.flat_map(|(run, sign)| run.clone().map(|n| (n, *sign)));
            first.chain(others)
        })
    }
}

impl<'t> Reader<'t> {
    /// What a variable of `owner` holds at `place`.
    pub(super) fn variable(
        &mut self,
        name: Symbol,
        place: NodeId,
        owner: NodeId,
        scope: &Scope<'t>,
    ) -> Value {
        let Some(known) = scope.names.get(&name).filter(|n| !n.lost) else {
            return UNKNOWN;
        };
        if known.bindings.len() + known.changes.len() > MAX_PLACES {
            return UNKNOWN;
        }
        let Some(state) = self.reach.state_at(self.places.names, place) else {
            return match self.reach.is_reachable(place) {
                true => UNKNOWN,
                false => Value::Shape(Shape::Never),
            };
        };
        let changes = self.counted(known, state, place, owner);
        let outside = std::mem::replace(&mut self.owner, owner);
        let key = (owner, name);
        // In comprehensions their variables decide as well.
        let keeps = self.locals.is_empty();
        let mut seen = match keeps {
            true => self.seen.remove(&key).unwrap_or_default(),
            false => Seen::default(),
        };
        if seen.state != Some(state) {
            seen = Seen {
                state: Some(state),
                ..Seen::default()
            };
        }
        let ((value, aliased), is_final) = self.is_final(|this| {
            let value = this.state(known, state);
            this.changed_by(known, value, changes, &mut seen)
        });
        if keeps {
            if !is_final {
                seen = Seen::default();
            }
            self.seen.insert(key, seen);
        }
        // The other name may change it at any time from there on.
        let mut value = value;
        for change in aliased {
            value = self.changed(value, change, false);
        }
        self.owner = outside;
        value
    }

    /// Which changes count at a place that this state reaches, and whether each has certainly happened.
    fn counted(&mut self, known: &Name<'t>, state: StateId, place: NodeId, owner: NodeId) -> Runs {
        let mut counted = Runs::default();
        if known.changes.is_empty() {
            return counted;
        }
        let reaching = self.reaching(known, state);
        let around = self.places.around(place, owner);
        let at = self.tree.span(place).start as usize;
        // A loop around the place comes back to it with what was done further down, unless the variable is
        // bound anew in each round.
        let from = if reaching.is_empty() {
            0
        } else {
            reaching.first
        };
        let comes_round = reaching.is_empty() || reaching.last > at;
        let again = |l: &&(usize, usize)| comes_round || l.0 > from;
        let loops: Option<Vec<(usize, usize)>> = around.as_ref().map(|a| {
            let loops = a.loops.iter().filter(again);
            loops.copied().collect()
        });
        let comes_back = |end: usize| match &loops {
            Some(loops) => loops.iter().any(|l| l.0 <= end && end <= l.1),
            None => true,
        };
        // What is done later counts as well where something still holds the value.
        let kept = is_kept(place, owner, &self.places);
        // What is done by the name alone is certain only where nothing else can hold the value.
        let is_new = reaching.is_new && !reaching.is_empty() && !comes_round;
        let is_own = reaching.is_own && !reaching.is_empty() && !comes_round;
        let certain_here = |around: &Around, change: &Change<'_>| {
            is_own && reaching.last <= change.start && around.blocks.contains(&change.block)
        };
        // `x += …` gives `x` its value as well.
        let only = reaching.only.and_then(|id| known.bindings.get(&id));
        let own = only.map(|b| b.end);
        for (i, change) in known.changes.iter().enumerate() {
            let before = change.end <= at;
            let around_it = change.start <= at && at < change.end;
            let rebound = at < change.bound_at;
            let later = kept && !before && !around_it && !rebound;
            let happens = match &around {
                None => true,
                Some(_) => {
                    let aliased = matches!(change.kind, MutationKind::Aliased);
                    before && (change.end >= from || comes_round || aliased && !is_new)
                        || later
                        || aliased && around_it && change.aside
                        || comes_back(change.end)
                        || change.inner
                }
            };
            let is_own = matches!(change.kind, MutationKind::Grown(_)) && own == Some(change.end);
            if !happens || is_own && !comes_back(change.end) {
                continue;
            }
            let certain =
                !change.inner && before && around.as_ref().is_some_and(|a| certain_here(a, change));
            counted.push(i, certain);
        }
        counted
    }

    /// A value after these changes, and those of them by which another name may change it at any time:
    /// one for each part that is changed so.
    fn changed_by<'s>(
        &mut self,
        known: &'s Name<'t>,
        value: Value,
        changes: Runs,
        seen: &mut Seen,
    ) -> (Value, Vec<&'s Change<'t>>) {
        if changes.is_empty() || value.is_unknown() || is_immutable(&value) {
            return (value, Vec::new());
        }
        let behind = changes.behind(&seen.changes);
        let (mut value, more) = match (&seen.changed, behind) {
            (Some(value), Some(more)) => (value.clone(), more.collect()),
            _ => (value, changes.iter().collect::<Vec<_>>()),
        };
        for (i, certain) in more {
            if self.budget == 0 {
                return (UNKNOWN, Vec::new());
            }
            self.budget -= 1;
            value = self.changed(value, &known.changes[i], certain);
        }
        let mut aliased = Vec::new();
        let mut ways = FxHashSet::default();
        for (i, _) in changes.iter() {
            let change = &known.changes[i];
            if matches!(change.kind, MutationKind::Aliased) && ways.insert(change.way) {
                aliased.push(change);
            }
        }
        seen.changes = changes;
        seen.changed = Some(value.clone());
        (value, aliased)
    }

    /// What a binding gives. One that depends on itself is read again with what it gave, until that
    /// does not change.
    pub(super) fn bound(&mut self, binding: &Binding) -> Value {
        let (node, what) = match &binding.source {
            Source::Value(node) | Source::Annotated(_, node) => (*node, Part::Value),
            Source::Item(node) => (*node, Part::Item),
            Source::Augmented(node) => (*node, Part::Augmented),
            Source::Param {
                annotation,
                default,
            } => match annotation.or(*default) {
                Some(node) => (node, Part::Param),
                None => return UNKNOWN,
            },
            Source::Unknown => return UNKNOWN,
        };
        let value = self.once(node, what, |this| this.source(&binding.source));
        part(value, &binding.path)
    }

    fn source(&mut self, source: &Source) -> Value {
        match source {
            Source::Value(value) => self.value(*value),
            Source::Item(value) => self.value(*value).item(),
            Source::Annotated(annotation, value) => {
                let annotated = self.annotation(*annotation);
                let inferred = self.value(*value);
                self.choose(annotated, inferred)
            }
            Source::Augmented(statement) => self.augmented(*statement),
            Source::Param {
                annotation,
                default,
            } => {
                let default = default.map(|d| self.value(d));
                let annotated = annotation.map(|a| self.annotation(a));
                match (annotated, default) {
                    (Some(Value::Shape(shape)), default) => {
                        // What is passed is not held to the annotation's properties.
                        let default = default.filter(|d| match d {
                            Value::Shape(default) => !within(default, &shape),
                            _ => true,
                        });
                        let given = Value::Shape(opened(&shape));
                        union([Some(given), default].into_iter().flatten())
                    }
                    (Some(value), default) => union([Some(value), default].into_iter().flatten()),
                    (None, _) => UNKNOWN,
                }
            }
            Source::Unknown => UNKNOWN,
        }
    }
}

/// Whether nothing can change a value: a text, a number.
fn is_immutable(value: &Value) -> bool {
    let Value::Shape(shape) = value else {
        return false;
    };
    let is_plain = |s: &Shape| {
        matches!(
            s,
            Shape::Null | Shape::Bool | Shape::Number | Shape::String | Shape::Text(_)
        )
    };
    shape.members().iter().all(is_plain)
}

/// The same, where objects may have more properties than are listed.
pub(crate) fn opened(shape: &Shape) -> Shape {
    shape.mapped(&|part| {
        let Shape::Object(object) = part else {
            return None;
        };
        let fields = object.fields.iter().map(|f| Field {
            shape: opened(&f.shape),
            ..f.clone()
        });
        Some(Shape::from(Object {
            fields: fields.collect(),
            rest: match &object.rest {
                Rest::Closed => Rest::Open,
                rest => rest.clone(),
            },
        }))
    })
}

/// The part of a value that an unpacking gives.
pub(super) fn part(value: Value, path: &[usize]) -> Value {
    path.iter().fold(value, |value, &i| match value {
        Value::Tuple(items) => items.get(i).cloned().unwrap_or(UNKNOWN),
        value => value.item(),
    })
}
