//! What JavaScript itself has: the members of lists, texts, numbers and dates, and its global objects.
//!
//! Source: ECMAScript 2023, <https://tc39.es/ecma262/2023/>. Members that an expression has no use for (those that change
//! a result in place, or that are out of use) are left out.

use shape::Shape;
use syntax::Span;

use super::{Completion, CompletionKind, Snippet};

/// A member: its name, its signature behind the name (empty: no function) and what it is.
type Member = (&'static str, &'static str, &'static str);

const LIST: &[Member] = &[
    ("length", "", "How many items there are."),
    (
        "map",
        "(item => …): list",
        "A list of what the function gives for each item.",
    ),
    (
        "filter",
        "(item => …): list",
        "The items for which the function gives true.",
    ),
    (
        "find",
        "(item => …)",
        "The first item for which the function gives true, else undefined.",
    ),
    (
        "some",
        "(item => …): boolean",
        "Whether the function gives true for any item.",
    ),
    (
        "every",
        "(item => …): boolean",
        "Whether the function gives true for all items.",
    ),
    (
        "includes",
        "(value): boolean",
        "Whether the list has this value.",
    ),
    ("join", "(separator): string", "The items as one text."),
    (
        "slice",
        "(start, end): list",
        "The items from start (from 0) up to end, without it.",
    ),
    (
        "flatMap",
        "(item => …): list",
        "Like map, with lists that the function gives joined into one.",
    ),
    (
        "reduce",
        "((sum, item) => …, start)",
        "One value worked out of all items.",
    ),
    (
        "at",
        "(index)",
        "The item at an index from 0; -1 is the last.",
    ),
    ("concat", "(list): list", "The items of both lists."),
    (
        "findIndex",
        "(item => …): number",
        "The index of the first item for which the function gives true, else -1.",
    ),
    (
        "indexOf",
        "(value): number",
        "The index of this value from 0, else -1.",
    ),
    ("flat", "(): list", "Lists in the list joined into one."),
    ("toSorted", "((a, b) => …): list", "A sorted copy."),
    (
        "toReversed",
        "(): list",
        "A copy from the last item to the first.",
    ),
];

const TEXT: &[Member] = &[
    ("length", "", "How many UTF-16 units it has."),
    ("trim", "(): string", "Without spaces at both ends."),
    (
        "split",
        "(separator): list",
        "Its parts between the separators.",
    ),
    (
        "includes",
        "(text): boolean",
        "Whether this text stands in it.",
    ),
    (
        "startsWith",
        "(text): boolean",
        "Whether it starts with this text.",
    ),
    (
        "endsWith",
        "(text): boolean",
        "Whether it ends with this text.",
    ),
    ("toLowerCase", "(): string", "In lower case."),
    ("toUpperCase", "(): string", "In upper case."),
    (
        "replace",
        "(old, new): string",
        "With the first place of old replaced.",
    ),
    (
        "replaceAll",
        "(old, new): string",
        "With all places of old replaced.",
    ),
    (
        "slice",
        "(start, end): string",
        "The part from start (from 0) up to end, without it.",
    ),
    (
        "match",
        "(pattern): list",
        "What the pattern finds, else null.",
    ),
    (
        "padStart",
        "(length, filler): string",
        "Filled up to a length at its start.",
    ),
    (
        "indexOf",
        "(text): number",
        "Where this text starts, from 0, else -1.",
    ),
    (
        "at",
        "(index): string",
        "The letter at an index from 0; -1 is the last.",
    ),
];

const NUMBER: &[Member] = &[
    (
        "toFixed",
        "(digits): string",
        "With so many digits after the point.",
    ),
    ("toString", "(): string", "As text."),
    (
        "toLocaleString",
        "(locale): string",
        "As people of a language write it.",
    ),
];

const GLOBALS: &[(&str, &str, &[Member])] = &[
    (
        "Math",
        "Functions of numbers.",
        &[
            ("round", "(number): number", "The nearest whole number."),
            ("floor", "(number): number", "The whole number below."),
            ("ceil", "(number): number", "The whole number above."),
            ("min", "(…numbers): number", "The smallest."),
            ("max", "(…numbers): number", "The largest."),
            ("abs", "(number): number", "Without its sign."),
            (
                "trunc",
                "(number): number",
                "Without what is after the point.",
            ),
            (
                "random",
                "(): number",
                "A number from 0 up to 1, without it.",
            ),
        ],
    ),
    (
        "JSON",
        "From and to JSON.",
        &[
            ("stringify", "(value): string", "A value as JSON."),
            ("parse", "(text)", "The value of a text in JSON."),
        ],
    ),
    (
        "Object",
        "Functions of objects.",
        &[
            ("keys", "(object): list", "The names of its properties."),
            ("values", "(object): list", "The values of its properties."),
            (
                "entries",
                "(object): list",
                "Its properties as pairs of name and value.",
            ),
            (
                "fromEntries",
                "(pairs): object",
                "An object of pairs of name and value.",
            ),
            (
                "assign",
                "(object, …others): object",
                "The first object with the properties of the others.",
            ),
        ],
    ),
    (
        "Date",
        "A moment; `new Date()` is now.",
        &[
            ("now", "(): number", "Milliseconds since 1970."),
            (
                "parse",
                "(text): number",
                "Milliseconds since 1970 of a date in ISO form.",
            ),
        ],
    ),
    (
        "Array",
        "Functions of lists.",
        &[
            ("isArray", "(value): boolean", "Whether a value is a list."),
            (
                "from",
                "(values): list",
                "A list of what can be gone through.",
            ),
        ],
    ),
    (
        "Number",
        "A value as a number; functions of numbers.",
        &[
            (
                "isInteger",
                "(value): boolean",
                "Whether it is a whole number.",
            ),
            (
                "parseFloat",
                "(text): number",
                "The number that a text starts with.",
            ),
            (
                "parseInt",
                "(text, base): number",
                "The whole number that a text starts with.",
            ),
        ],
    ),
    ("String", "A value as text.", &[]),
    ("Boolean", "Whether a value counts as true.", &[]),
];

/// The members of a value of this shape; none where it may be something else.
pub(super) fn members(shape: &Shape, replace: Span) -> Vec<Completion> {
    let known = shape.without_null();
    let kinds = known.members();
    let all = |is: fn(&Shape) -> bool| !kinds.is_empty() && kinds.iter().all(is);
    let members = match () {
        () if all(|s| matches!(s, Shape::List(_))) => LIST,
        () if all(|s| matches!(s, Shape::String | Shape::Text(_))) => TEXT,
        () if all(|s| *s == Shape::Number) => NUMBER,
        () => return Vec::new(),
    };
    members.iter().map(|m| item(m, replace)).collect()
}

/// The members of a global object; `None` where the name is none.
pub(super) fn members_of(global: &str, replace: Span) -> Option<Vec<Completion>> {
    let (.., members) = GLOBALS.iter().find(|(name, ..)| *name == global)?;
    Some(members.iter().map(|m| item(m, replace)).collect())
}

/// The global objects.
pub(super) fn globals(replace: Span) -> impl Iterator<Item = Completion> {
    let item = move |(name, about, _): &(&'static str, &'static str, &[Member])| {
        Completion::new(*name, CompletionKind::Variable, replace).about(*about)
    };
    GLOBALS.iter().map(item)
}

fn item((name, signature, about): &Member, replace: Span) -> Completion {
    if signature.is_empty() {
        let item = Completion::new(*name, CompletionKind::Property, replace);
        return item.detail("number").about(*about);
    }
    let call = Snippet::new().text(name).text("(");
    let call = match signature.starts_with("()") {
        true => call.text(")"),
        false => call.stop("").text(")"),
    };
    Completion::new(*name, CompletionKind::Function, replace)
        .detail(format!("{name}{signature}"))
        .about(*about)
        .inserting_snippet(call)
}
