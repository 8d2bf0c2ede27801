//! Which values are changed by another name than the one that is looked at: names hold what other names
//! hold, or a part of it, and what is changed by one is changed for all.
//!
//! A name is *touched* at a depth if what it holds there is mutated or escapes, be it by an alias. The order of the code
//! is not looked at: whoever is touched once is so everywhere.

use lang::python::tree::{NodeId, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};

use super::effect::{self, ChangeKind};
use super::places::Places;
use super::sharing::{Use, goes};

/// Deeper places count as this deep.
const MAX_INSIDE: usize = 3;

/// The names by which what they hold, this deep inside or deeper, is changed.
pub(super) struct Touched<'t, 'u> {
    names: FxHashSet<(Symbol, usize)>,
    up: &'u Places<'t>,
}

impl<'t, 'u> Touched<'t, 'u> {
    /// Looks at all places of all names once.
    pub(super) fn new(owner: NodeId, uses: &[Use<'t>], up: &'u Places<'t>) -> Touched<'t, 'u> {
        let mut names = FxHashSet::default();
        // Who holds what a name holds, and how deep.
        let mut held_by: FxHashMap<(Symbol, usize), Vec<(Symbol, usize)>> = FxHashMap::default();
        let mut open = Vec::new();
        for used in uses {
            let name = used.name;
            for depth in 0..=MAX_INSIDE {
                let is_plain = match &used.effect {
                    Some(change) if changes_at_depth(change, depth) => {
                        open.push((name, depth));
                        continue;
                    }
                    Some(change) => !matches!(change.kind, ChangeKind::Call(..)),
                    None => false,
                };
                if is_plain {
                    continue;
                }
                let goes = goes(used.node, depth, up);
                // How deep something lies decides nothing but how deep it lies in the end.
                if goes.stays() {
                    break;
                }
                if goes.leaves(owner, up.tree) {
                    open.push((name, depth));
                }
                for (sink, inside) in &goes.sinks {
                    let sink = (*sink, (*inside).min(MAX_INSIDE));
                    held_by.entry(sink).or_default().push((name, depth));
                }
            }
        }
        while let Some(one) = open.pop() {
            if names.insert(one) {
                open.extend(held_by.remove(&one).into_iter().flatten());
            }
        }
        Touched { names, up }
    }

    /// Whether the value that is read at `place` may be changed by another name for it, or for a part.
    pub(super) fn changes(&self, place: NodeId, owner: NodeId) -> bool {
        let goes = goes(place, 0, self.up);
        let mut sinks = goes.sinks.iter();
        goes.leaves(owner, self.up.tree)
            || sinks.any(|(sink, depth)| self.names.contains(&(*sink, (*depth).min(MAX_INSIDE))))
    }
}

/// Whether a change reaches what lies `depth` deep inside of the value.
fn changes_at_depth(change: &effect::Effect<'_>, depth: usize) -> bool {
    let path = change.path.len();
    match change.kind {
        ChangeKind::Escape | ChangeKind::Shared => true,
        ChangeKind::Set(_) | ChangeKind::SetUnknown | ChangeKind::Delete => path > depth,
        ChangeKind::Augmented(_) | ChangeKind::Grown(_) => path + 1 > depth,
        ChangeKind::Call(method, _) => path >= depth || !effect::MUTATORS.contains(&method),
    }
}
