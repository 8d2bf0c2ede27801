//! What people write into Python who think of JavaScript or of another language, with Python's word for it.

use super::python_words::Source;
use crate::Span;

impl Source<'_> {
    /// What other languages have, with Python's word for it.
    pub(super) fn foreign(&self, span: Span) -> Option<String> {
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
                format!("`{first}` is not Python; remove it")
            }
            "function" | "fn" | "func" | "fun" if before.trim() == first => {
                format!("`{first}` is not Python; write `def`")
            }
            "else" if before.trim() == first && rest.starts_with("if") => {
                "`else if` is not Python; write `elif`".to_owned()
            }
            "elseif" | "elsif" if before.trim() == first => format!("`{first}` is not Python; write `elif`"),
            "switch" if before.trim() == first => "`switch` is not Python; write `match`".to_owned(),
            "catch" if before.trim() == first => "`catch` is not Python; write `except`".to_owned(),
            "throw" if before.trim() == first => "`throw` is not Python; write `raise`".to_owned(),
            "new" if before.trim() == first => "`new` is not Python; remove it".to_owned(),
            _ if before.trim().is_empty() && (rest.starts_with("//") || rest.starts_with("/*")) => {
                "a comment starts with `#` in Python".to_owned()
            }
            _ if around("&&") => "`&&` is not Python; write `and`".to_owned(),
            _ if around("||") => "`||` is not Python; write `or`".to_owned(),
            _ if around("++") || around("--") => "`++` and `--` are not Python; write `+= 1` or `-= 1`".to_owned(),
            _ if around("===") => "`===` is not Python; write `==`".to_owned(),
            _ if around("=>") => "`=>` is not Python; write `lambda x: …`, or a function with `def`".to_owned(),
            _ if around("?.") => "`?.` is not Python; ask with `if … is not None` first".to_owned(),
            _ if around("??") => "`??` is not Python; write `or`, or `… if … is not None else …`".to_owned(),
            _ if rest.starts_with('!') && !rest.starts_with("!=") => "`!` is not Python; write `not`".to_owned(),
            _ if rest.starts_with('?') => "`… ? … : …` is not Python; write `a if condition else b`".to_owned(),
            _ if rest.starts_with('`') => "a backtick is not Python; write `f\"…\"`, with values as `{value}`".to_owned(),
            _ if rest.starts_with('$') => "`$` has no meaning in Python; remove it".to_owned(),
            _ if rest.starts_with('{') && before.trim_end().ends_with(')') => {
                "Python has no `{ … }` around lines; end this line with `:`, and indent the lines below".to_owned()
            }
            _ => return None,
        };
        Some(said)
    }
}
