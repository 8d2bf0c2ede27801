//! What the tolerant reading found wrong, by cause.

use crate::Span;

/// A mistake in a YAML text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// What is wrong.
    pub cause: Cause,
    /// Where. Of no width where something is missing, or where a line starts in a wrong column.
    pub span: Span,
}

/// What can be wrong in a YAML text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// A key without its colon.
    MissingColon,
    /// A line that starts in a column that no open mapping or list has.
    Misindented,
    /// A line indented with tabs.
    Tab,
    /// A plain value that cannot be one: `: ` in it, or a start like `@` or a backtick.
    BadScalar,
    /// A block scalar with a wrong header, or with a line left of its text.
    BadBlock,
    /// A quote that is never closed.
    UnclosedQuote,
    /// A bracket that is never closed.
    UnclosedFlow,
    /// A line, or the end of one, that is neither a key nor an item nor part of a value.
    StrayLine,
    /// What git leaves where a merge needs a decision.
    Conflict,
    /// More levels than are read; what is deeper counts as not there.
    TooDeep,
}
