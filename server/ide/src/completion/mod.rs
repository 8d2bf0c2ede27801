//! Completion: what could be typed at the cursor.

use model::file::FileId;
use model::workspace::Workspace;
use syntax::Span;

/// One proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What is shown and matched.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Bytes of the file that are replaced.
    pub replace: Span,
    /// What they are replaced by.
    pub insert: String,
    /// One short line beside the label: a type, an origin.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// Out of use.
    pub deprecated: bool,
}

/// What a proposal is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompletionKind {
    /// A step's result.
    Step,
    /// A flow input or a property of one.
    Property,
    /// A name of the position, such as `results`.
    Variable,
    /// A key of OpenFlow.
    Key,
    /// A value of an enum.
    Value,
    /// A parameter of the script.
    Parameter,
    /// A file.
    File,
    /// A workspace path.
    Path,
    /// A function.
    Function,
    /// A class.
    Class,
}

/// What could be typed at `offset`, best first.
pub(crate) fn completions(
    _workspace: &Workspace,
    _file: FileId,
    _offset: usize,
) -> Vec<Completion> {
    Vec::new()
}
