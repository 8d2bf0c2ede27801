//! Definition: where the thing under the cursor comes from.

use model::file::FileId;
use model::workspace::Workspace;
use syntax::Span;

/// A place to go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// What the jump starts from, in bytes of the file that was asked about.
    pub origin: Span,
    /// The file to go to.
    pub file: FileId,
    /// The whole thing there.
    pub full: Span,
    /// Its name there.
    pub name: Span,
}

/// Where the thing at `offset` comes from.
pub(crate) fn definition(_workspace: &Workspace, _file: FileId, _offset: usize) -> Vec<Target> {
    Vec::new()
}
