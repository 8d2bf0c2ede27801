//! What the Python parser says in a sentence of its own, in ours.
//!
//! Those sentences are for people who know grammars, and some are meant for nobody: what is not known here is
//! told by what stands at the place.

use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType};

use super::python_words::{Source, is_blank, own_line};
use super::{Said, said, short};
use crate::Span;

impl Source<'_> {
    pub(super) fn other(&self, message: &str, span: Span) -> Said {
        let found = self.found(span);
        let shown = short(found);
        match message {
            "Expected a statement" | "Expected a simple statement" | "Invalid Syntax" => {
                return self.no_statement(span);
            }
            "Expected an identifier" | "Expected a parameter name" => {
                return match is_blank(self.text, span) {
                    true => format!(
                        "a name is missing after `{}`",
                        short(self.word_before(span))
                    )
                    .into(),
                    false => said(format!("`{shown}` is not a name"), "write a name here"),
                };
            }
            _ => {}
        }
        let keyword = message.strip_prefix("Expected an identifier, but found a keyword ");
        if let Some(word) = keyword.and_then(|k| k.split('`').nth(1)) {
            return said(
                format!("`{word}` is a word of Python and cannot be a name"),
                format!("write `{word}_`, for example"),
            );
        }
        if let Some(head) = message.strip_prefix("Expected an indented block after ") {
            return self.nothing_below(head, span);
        }
        match message {
            "Expected a module name" => "a module's name is missing after `from`".into(),
            "Expected an import name" | "Expected an import name or a ')'" => {
                "a name is missing after `import`".into()
            }
            "Expected name after `as`" | "Expected symbol after `as`" => {
                "a name is missing after `as`".into()
            }
            "Expected one or more exception types" => {
                "the name of an exception is missing after `except`".into()
            }
            "Expected `except` or `finally` after `try` block" => said(
                "`except` or `finally` is missing after this `try`",
                "write one of them below it, indented like the `try`",
            ),
            "Exception missing in `raise` statement with cause" => {
                "an exception is missing after `raise`".into()
            }
            "Trailing comma not allowed" => said("a comma is left at the end", "remove it"),
            "Expected a delete target" => {
                said("it is not said what to delete", "write a name after `del`")
            }
            "Expected an assignment target" => "a name is missing here".into(),
            "Expected `case` block" => "`match` needs a `case` below it, indented".into(),
            "Star import must be the only import" | "Star import cannot be parenthesized" => {
                "`import *` can have nothing beside the star".into()
            }
            "Missing closing brace `}`" => "a `}` is missing".into(),
            "Missing closing bracket `]`" => "a `]` is missing".into(),
            "Missing closing parenthesis `)`" => "a `)` is missing".into(),
            "Bytes literal cannot be mixed with non-bytes literals" => {
                "texts with and without `b` before them cannot stand side by side".into()
            }
            "Cannot mix t-string literals with string or bytes literals" => {
                "texts with and without `t` before them cannot stand side by side".into()
            }
            "Only single target (not tuple) can be annotated"
            | "Only single target (not list) can be annotated" => {
                "only one name can have a type".into()
            }
            "Position-only parameter separator not allowed as first parameter" => {
                said("`/` cannot stand before all parameters", "remove it")
            }
            "Multiple exception types must be parenthesized when using `as`" => {
                "several exceptions need brackets around them before `as`".into()
            }
            "Multiple return types must be parenthesized" => {
                "several types need brackets around them after `->`".into()
            }
            "Invalid decimal integer literal" => starts_with_zero(found),
            "missing closing quote in string literal" => unclosed(span.slice(self.text)),
            _ if message.starts_with("ParseIntError") => "this is not a number".into(),
            _ if message.starts_with("Cannot have both 'except' and 'except*'") => {
                "`except` and `except*` cannot belong to one `try`".into()
            }
            _ if message.contains("must appear before") => match message.split('\'').nth(3) {
                Some(later) => said(
                    format!("`{shown}` stands behind `{later}`"),
                    "write it before",
                ),
                None => self.no_fit(span),
            },
            _ if message.starts_with("Only one ") => {
                match message
                    .split(['\'', '`'])
                    .nth(1)
                    .filter(|s| matches!(*s, "*" | "**" | "/"))
                {
                    Some(sign) => format!("`{sign}` can stand only once").into(),
                    None => self.no_fit(span),
                }
            }
            _ if message.contains("pattern") => "this is not a pattern that `case` can have".into(),
            _ if message.starts_with("Expected an expression") => self.no_value(span),
            _ => self.no_fit(span),
        }
    }

    /// Nothing can begin like this.
    fn no_statement(&self, span: Span) -> Said {
        if let Some(said) = self.foreign(span) {
            return said;
        }
        const HEADS: &[&str] = &[
            "def", "class", "if", "for", "while", "try", "with", "async", "match", "@",
        ];
        let found = self.found(span);
        match found {
            "else" | "elif" => said(
                format!("this `{found}` belongs to no `if`"),
                "indent it like the `if`",
            ),
            "except" | "finally" => said(
                format!("this `{found}` belongs to no `try`"),
                "indent it like the `try`",
            ),
            ")" | "]" | "}" => said(format!("`{found}` closes nothing"), "remove it"),
            _ if self.starts_line(span) => {
                format!("no line can start with `{}`", short(found)).into()
            }
            _ if HEADS.contains(&found) => own_line(found),
            _ => self.no_fit(span),
        }
    }

    /// A head, as the parser calls it, has nothing that belongs to it.
    fn nothing_below(&self, head: &str, span: Span) -> Said {
        let word = head.split('`').nth(1).unwrap_or("def");
        let rest = &self.text[(span.start as usize).min(self.text.len())..];
        match rest.trim().is_empty() {
            true => said(
                format!("nothing is indented below this `{word}`"),
                "write what belongs to it there, or `pass`",
            ),
            false => said(
                format!("nothing is indented below the `{word}` above"),
                "indent what belongs to it by four spaces, or write `pass` there",
            ),
        }
    }

    pub(super) fn lexical(&self, error: &LexicalErrorType, span: Span) -> Said {
        use LexicalErrorType as L;
        match error {
            L::UnclosedStringError | L::StringError => unclosed(span.slice(self.text)),
            L::FStringError(error) | L::TStringError(error) => in_text(error),
            L::IndentationError if self.is_tabbed(span) => tabbed(),
            L::IndentationError => said(
                "this line is indented like no other line above it",
                "indent it like the lines it belongs to",
            ),
            L::UnrecognizedToken { tok } => self.foreign(span).unwrap_or_else(|| match tok {
                '“' | '”' | '„' => said(
                    format!("`{tok}` is a quote of word processors"),
                    "write `\"`",
                ),
                '‘' | '’' => said(
                    format!("`{tok}` is a quote of word processors"),
                    "write `'`",
                ),
                '\u{a0}' | '\u{200b}' | '\u{feff}' => said(
                    "this space is of a kind that Python does not take",
                    "write a plain space",
                ),
                _ => format!("`{tok}` has no meaning in Python here").into(),
            }),
            L::LineContinuationError => said(
                "nothing may follow a `\\` on its line",
                "remove the `\\`, or what follows",
            ),
            L::Eof => "the file ends in the middle".into(),
            L::InvalidByteLiteral => said(
                "a text with `b` before it takes plain letters only",
                "remove the `b`, or the other letters",
            ),
            L::UnicodeError | L::MissingUnicodeLbrace | L::MissingUnicodeRbrace => said(
                "a `\\` in this text stands before the wrong letter",
                "write `\\\\` for a plain backslash",
            ),
            L::OtherError(message) => self.other(message, span),
        }
    }
}

/// A number with zeros before it, which other languages take for an octal one.
fn starts_with_zero(number: &str) -> Said {
    let digits = number.trim_start_matches(['0', '_']);
    let is_octal = digits.bytes().all(|b| matches!(b, b'0'..=b'7' | b'_'));
    let help = match is_octal {
        true => format!("write `0o{}` or `{}`", short(digits), short(digits)),
        false => format!("write `{}`", short(digits)),
    };
    said("a number cannot start with `0`", help)
}

pub(super) fn tabbed() -> Said {
    said(
        "a tab stands before this line, and spaces before others",
        "replace the tab with spaces",
    )
}

/// A text whose quote is missing at its end.
fn unclosed(text: &str) -> Said {
    let quote = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let three = quote.starts_with("'''") || quote.starts_with("\"\"\"");
    let help = match quote.chars().next() {
        Some(_) if three => format!("write `{}` where it ends", &quote[..3]),
        Some(quote @ ('\'' | '"')) => format!("write `{quote}` at its end"),
        _ => "write the quote at its end".to_owned(),
    };
    said("this text is never closed", help)
}

pub(super) fn in_text(error: &InterpolatedStringErrorType) -> Said {
    use InterpolatedStringErrorType as I;
    match error {
        I::UnclosedLbrace => said(
            "a `{` in this text is never closed",
            "write `}` behind the value, or `{{` for a plain brace",
        ),
        I::SingleRbrace => said(
            "a `}` in this text closes nothing",
            "write `}}` for a plain brace",
        ),
        I::InvalidConversionFlag | I::ConversionFlagNotImmediatelyAfterExclamation => {
            "only `!r`, `!s` or `!a` can stand behind a value in this text".into()
        }
        I::UnterminatedString => said("this text is never closed", "write the quote at its end"),
        I::UnterminatedTripleQuotedString => said(
            "this text is never closed",
            "write the three quotes where it ends",
        ),
        I::LambdaWithoutParentheses => "`lambda` needs brackets around it here".into(),
        I::NewlineInFormatSpec => said(
            "a line ends inside the braces of this text",
            "use three quotes, or one line",
        ),
    }
}
