//! What generated texts are made of.

/// Plain keys.
#[rustfmt::skip]
pub(super) const KEYS: &[&str] = &[
    "summary", "value", "id", "path", "type", "content", "expr", "language", "retry", "modules",
    "input_transforms", "two words", "clé", "a#b", "a:b", "-x", "?x", "0", "null", "~", "<<",
    "日本", "a'b", "a\"b", "$res", "a,b", "x]",
];

/// Plain scalars, in flow collections too.
#[rustfmt::skip]
pub(super) const PLAIN: &[&str] = &[
    "word", "a b c", "python3", "results.a.b", "flow_input.x ?? 1", "f/billing/pay", "$res:f/x/y",
    "http://h:80/p?q=1&r#s", "a#b", "x:y", "-x", "?x", ":x", "a - b", "~", "null", "true", "No",
    "-1", "1e3", "0x1F", "0o17", ".inf", ".5", "2001-01-01", "a'b\"c", "a  b", "é 😀", "日本",
    "`x`y",
];

/// Plain outside flow collections only.
#[rustfmt::skip]
pub(super) const BLOCK_PLAIN: &[&str] = &[
    "a, b", "x[0]", "{x", "f(a, {b: c})", "a]", "b} c", "x, [y]",
];

/// Lines that go on a plain scalar; few of them could begin one.
#[rustfmt::skip]
pub(super) const GO_ON: &[&str] = &[
    "more", "- item", "? ask", "'quoted'", "\"double\"", "[list]", "{map}", "&x", "*x", "!x", "|",
    ">", "%x", "@x", "`x`", "---x", "a\tb", "-", "é", ":x", "#",
];

/// Between single quotes.
#[rustfmt::skip]
pub(super) const SINGLE: &[&str] = &[
    "", "a", " a ", "it''s", "a: b #c", "\\n", "\"", "é😀", "''", "{x: [", "- a", "a\tb", "*x",
    "0",
];

/// Between double quotes.
#[rustfmt::skip]
pub(super) const DOUBLE: &[&str] = &[
    "", "a", " a ", "\\n", "\\t", "\\\"", "\\\\", "\\u00e9", "\\x41", "\\U0001F600", "\\/", "\\_",
    "a: b #c", "'", "é😀", "[x}", "\\ ", "\\0", "\\N\\L\\P", "a\tb", "\\e", "\\r\\n", "1",
];

/// Lines of block scalars.
#[rustfmt::skip]
pub(super) const LINES: &[&str] = &[
    "text", "def main(x: int):", "    return x", "# not a comment", "- item", "key: value", "",
    "", "'open", "\"open", "{[", "  deeper", "é 😀 日本", "\tx", "a\tb ", "trailing  ", "--- x",
    "%x", "&a *b !c", "    ", "| >", "export async function main() {", "}", "x # y",
    " one deeper", "\\", "@x `y`",
];

/// Tags.
#[rustfmt::skip]
pub(super) const TAGS: &[&str] = &[
    "!inline", "!!str", "!x", "!", "!<tag:example.org,2020:y>", "!!map", "!inline_fileset",
    "!a%21b",
];
