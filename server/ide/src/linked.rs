//! Names that may be typed in all places at once: ids of steps.
//!
//! Editors change the other places while the name is typed, without asking whether it can be had. So it is only
//! offered where all places are in one file and written the same way, as words.

use model::symbol::{Spelling, Symbol};
use syntax::{FileId, Span};

use crate::{Snapshot, rename};

/// The places of the name at `offset`, in order; none where typing it in one place is not enough.
pub(crate) fn linked(snapshot: &Snapshot, id: FileId, offset: usize) -> Vec<Span> {
    let workspace = &snapshot.workspace;
    let Some((symbol @ Symbol::Step { .. }, at)) = workspace.symbol_at(id, offset) else {
        return Vec::new();
    };
    let can_change = matches!(rename::prepare(workspace, id, offset), Ok(Some(_)));
    if !can_change || at.file != id {
        return Vec::new();
    }
    let mut uses = workspace.uses_of(&symbol);
    uses.retain(|u| u.spelling != Spelling::Word);
    let spans: Vec<Span> = uses
        .iter()
        .filter(|u| u.file == id)
        .map(|u| u.span)
        .collect();
    match spans.len() {
        0 | 1 => Vec::new(),
        _ => spans,
    }
}
