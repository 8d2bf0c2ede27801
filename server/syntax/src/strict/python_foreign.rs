//! What people write into Python who think of JavaScript or of another language, with Python's word for it.

use super::python_words::Source;
use super::{Said, said};
use crate::Span;

impl Source<'_> {
    /// What other languages have, with Python's word for it.
    pub(super) fn foreign(&self, span: Span) -> Option<Said> {
        let start = span.start as usize;
        let text = self.text;
        let rest = &text[start..];
        let line = self.line_start(start);
        let before = &text[line..start];
        let first = before.split_whitespace().next().unwrap_or_default();
        // The parser takes the first sign of some for one of its own.
        let around = |sign: &str| {
            let split = |at: usize| before.ends_with(&sign[..at]) && rest.starts_with(&sign[at..]);
            (0..=sign.len()).any(split)
        };
        let said = match first {
            "const" | "let" | "var" if before.trim() == first => {
                said(format!("`{first}` is not Python"), "remove it")
            }
            "function" | "fn" | "func" | "fun" if before.trim() == first => {
                said(format!("`{first}` is not Python"), "write `def`")
            }
            "else" if before.trim() == first && rest.starts_with("if") => {
                said("`else if` is not Python", "write `elif`")
            }
            "elseif" | "elsif" if before.trim() == first => {
                said(format!("`{first}` is not Python"), "write `elif`")
            }
            "switch" if before.trim() == first => said("`switch` is not Python", "write `match`"),
            "catch" if before.trim() == first => said("`catch` is not Python", "write `except`"),
            "throw" if before.trim() == first => said("`throw` is not Python", "write `raise`"),
            "new" if before.trim() == first => said("`new` is not Python", "remove it"),
            _ if before.trim().is_empty() && (rest.starts_with("//") || rest.starts_with("/*")) => {
                "a comment starts with `#` in Python".into()
            }
            _ if around("&&") => said("`&&` is not Python", "write `and`"),
            _ if around("||") => said("`||` is not Python", "write `or`"),
            _ if around("++") || around("--") => {
                said("`++` and `--` are not Python", "write `+= 1` or `-= 1`")
            }
            _ if around("===") => said("`===` is not Python", "write `==`"),
            _ if around("=>") => said(
                "`=>` is not Python",
                "write `lambda x: …`, or a function with `def`",
            ),
            _ if around("?.") => said("`?.` is not Python", "ask with `if … is not None` first"),
            _ if around("??") => said(
                "`??` is not Python",
                "write `or`, or `… if … is not None else …`",
            ),
            _ if before.trim().is_empty()
                && (rest.starts_with('%') || rest.starts_with('!') && !rest.starts_with("!=")) =>
            {
                said(
                    "this is a command of a notebook, not Python",
                    "remove the line",
                )
            }
            _ if rest.starts_with('!') && !rest.starts_with("!=") => {
                said("`!` is not Python", "write `not`")
            }
            _ if rest.starts_with('?') => {
                said("`… ? … : …` is not Python", "write `a if condition else b`")
            }
            _ if rest.starts_with('`') => said(
                "a backtick is not Python",
                "write `f\"…\"`, with values as `{value}`",
            ),
            _ if rest.starts_with('$') => said("`$` has no meaning in Python", "remove it"),
            _ if rest.starts_with('{') && before.trim_end().ends_with(')') => said(
                "Python has no `{ … }` around lines",
                "end this line with `:`, and indent the lines below",
            ),
            _ => return None,
        };
        Some(said)
    }
}
