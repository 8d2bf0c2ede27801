//! What is looked up again and again in a flow, put in order once: what lies in a step, what stands
//! before it.

use rustc_hash::FxHashMap;

use super::{Flow, ModuleIdx, Place};

/// What is looked up in one flow.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The steps in a step, those of the flow itself under `None`.
    children: FxHashMap<Option<ModuleIdx>, Vec<ModuleIdx>>,
    /// Steps by what they lie in and where.
    places: FxHashMap<(Option<ModuleIdx>, Place), ModuleIdx>,
    /// The expressions of each step, by their places among all.
    expressions: FxHashMap<ModuleIdx, Vec<usize>>,
    /// For each step, whether one before it in its list waits for approval.
    approved: Vec<bool>,
}

/// Which of its parent's lists a step stands in.
fn list(place: Place) -> Option<Option<Option<usize>>> {
    match place {
        Place::Top(_) | Place::Body(_) => Some(None),
        Place::Branch(branch, _) => Some(Some(branch)),
        _ => None,
    }
}

impl Index {
    pub(super) fn new(flow: &Flow) -> Index {
        let mut index = Index::default();
        let mut waiting: FxHashMap<(Option<ModuleIdx>, Option<Option<usize>>), bool> =
            FxHashMap::default();
        for (idx, module) in flow.modules() {
            let children = index.children.entry(module.parent);
            children.or_default().push(idx);
            let place = index.places.entry((module.parent, module.place));
            place.or_insert(idx);
            index.approved.push(match list(module.place) {
                Some(list) => {
                    let waits = waiting.entry((module.parent, list)).or_default();
                    let before = *waits;
                    *waits |= flow.node(module.node).get("suspend").is_some();
                    before
                }
                None => false,
            });
        }
        for (i, expression) in flow.expressions().iter().enumerate() {
            if let Some(module) = expression.module {
                index.expressions.entry(module).or_default().push(i);
            }
        }
        index
    }

    pub(super) fn children(&self, of: Option<ModuleIdx>) -> &[ModuleIdx] {
        self.children.get(&of).map_or(&[], Vec::as_slice)
    }

    pub(super) fn at(&self, parent: Option<ModuleIdx>, place: Place) -> Option<ModuleIdx> {
        self.places.get(&(parent, place)).copied()
    }

    pub(super) fn expressions(&self, of: ModuleIdx) -> &[usize] {
        self.expressions.get(&of).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_after_approval(&self, idx: ModuleIdx) -> bool {
        self.approved.get(idx.0 as usize).is_some_and(|a| *a)
    }
}
