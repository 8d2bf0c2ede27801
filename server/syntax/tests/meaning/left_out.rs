//! What we do not read as strict YAML does, each with its reason. The lists can only shrink: the tests
//! fail where something on them is read well.

/// Id and reason of a text of the YAML test suite. `+crlf`, `+cr` and `+bom` name a variant of a text;
/// a text without a suffix stands for its variants too.
pub(crate) const LEFT_OUT: &[(&str, &str)] = &[
    (
        "JEF9/02",
        "a block scalar whose last line has no end: readers differ",
    ),
    (
        "L24T/01",
        "a block scalar whose last line has no end: readers differ",
    ),
];

/// A way to write things that generated texts are left out for: the shortest text that shows it, the
/// reason, and how to see it in a text.
pub(crate) const FORMS: &[(&str, &str, Form)] = &[];

/// Whether a text may hold the form.
type Form = fn(&str) -> bool;
