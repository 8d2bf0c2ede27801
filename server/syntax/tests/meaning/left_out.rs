//! The texts of the YAML test suite whose meaning we do not read, each with its reason.
//!
//! The list can only shrink: the test fails where a text of it is read well. `+crlf`, `+cr` and `+bom`
//! name a variant of a text; a text without a suffix stands for its variants too.

/// Id and reason.
pub(crate) const LEFT_OUT: &[(&str, &str)] = &[
    (
        "4QFQ+bom",
        "a byte order mark counts as a column of an indentation indicator",
    ),
    (
        "DWX9+crlf",
        "with CRLF, the grammar takes comments behind a block scalar into it",
    ),
    (
        "F8F9+crlf",
        "with CRLF, the grammar takes comments behind a block scalar into it",
    ),
    ("JEF9/01", "a block scalar of blanks alone"),
    ("JEF9/02", "a block scalar of blanks alone"),
    (
        "L24T/01",
        "blanks in the last line, which has no end, of a block scalar",
    ),
    (
        "P2AD+bom",
        "a byte order mark counts as a column of an indentation indicator",
    ),
    (
        "R4YG+bom",
        "a byte order mark counts as a column of an indentation indicator",
    ),
    ("S4JQ", "`! 12` is typed as a number, not as a string"),
    (
        "T26H+crlf",
        "with CRLF, the grammar takes comments behind a block scalar into it",
    ),
];
