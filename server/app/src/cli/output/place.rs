//! Places as people count them: lines and columns from 1, columns in Unicode characters.

use model::file::File;
use syntax::{Encoding, Span};

/// Line and column, both from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// Line.
    pub(super) line: u32,
    /// Column, in characters. A byte order mark is none.
    pub(super) column: u32,
}

/// The place of a byte offset; past the end it is the end.
pub(super) fn place(file: &File, offset: usize) -> Place {
    let text = file.text();
    let at = file.lines().line_col(text, offset, Encoding::Chars);
    let mark = u32::from(at.line == 0 && at.col > 0 && text.starts_with('\u{feff}'));
    Place {
        line: at.line + 1,
        column: at.col - mark + 1,
    }
}

/// Where a span starts and ends, the end exclusive.
pub(super) fn range(file: &File, span: Span) -> (Place, Place) {
    let (start, end) = (span.start as usize, span.end as usize);
    (place(file, start), place(file, end.max(start)))
}
