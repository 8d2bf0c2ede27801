//! Ignore comments: which findings they silence, and which of them silence nothing.

use model::file::{File, FileId};

use crate::Snapshot;
use crate::finding::Finding;

/// The findings that no comment silences.
pub(crate) fn apply(
    _snapshot: &Snapshot,
    _id: FileId,
    _file: &File,
    findings: Vec<Finding>,
) -> Vec<Finding> {
    findings
}
