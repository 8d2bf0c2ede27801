//! Hover: what stands under the cursor.

use model::file::FileId;
use model::workspace::Workspace;
use syntax::Span;

/// What stands under the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// Markdown.
    pub text: String,
    /// What it is about, in bytes of the file.
    pub span: Span,
}

/// What stands at `offset`.
pub(crate) fn hover(_workspace: &Workspace, _file: FileId, _offset: usize) -> Option<Hover> {
    None
}
