//! What we do not read as strict YAML does, each with its reason. The lists can only shrink: the tests
//! fail where something on them is read well.

/// Id and reason of a text of the YAML test suite. `+crlf`, `+cr` and `+bom` name a variant of a text;
/// a text without a suffix stands for its variants too.
pub(crate) const LEFT_OUT: &[(&str, &str)] = &[
    (
        "DWX9+crlf",
        "with CRLF, the grammar takes comments behind a block scalar into it",
    ),
    (
        "F8F9+crlf",
        "with CRLF, the grammar takes comments behind a block scalar into it",
    ),
    (
        "JEF9/02",
        "a block scalar whose last line has no end: readers differ",
    ),
    (
        "L24T/01",
        "a block scalar whose last line has no end: readers differ",
    ),
    (
        "T26H+crlf",
        "with CRLF, the grammar takes comments behind a block scalar into it",
    ),
];

/// A way to write things that generated texts are left out for: the shortest text that shows it, the
/// reason, and how to see it in a text.
pub(crate) const FORMS: &[(&str, &str, Form)] = &[
    (
        "a: [? b]\n",
        "an explicit key in a flow list, or an empty one in a flow mapping",
        |text| {
            let mut parts = text.split(['[', '{', ',', ']']).skip(1);
            parts.any(|part| part.trim_start().starts_with('?'))
        },
    ),
    (
        "a: |\r\n  b\r\n # c\r\nd: e\r\n",
        "a comment behind a block scalar that is indented less, above all with CRLF",
        |text| text.contains(['|', '>']) && text.contains('#'),
    ),
    (
        " :\n -\n -:\n",
        "a list in the column of its empty key, and a key after it",
        |text| text.lines().any(|line| line.trim() == ":"),
    ),
];

/// Whether a text may hold the form.
type Form = fn(&str) -> bool;
