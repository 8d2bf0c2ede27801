//! The words and marks of a SQL text.

use syntax::text::{is_js_word, leading};

use super::Dialect;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A bare word: a keyword or a name.
    Word,
    /// A name in quotes.
    Quoted,
    /// Text or a number.
    Literal,
    /// Anything else, one character each.
    Mark,
}

/// A token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token<'s> {
    pub(super) kind: Kind,
    /// As written; of a quoted name what stands between the quotes.
    pub(super) text: &'s str,
    /// Where that begins, in bytes.
    pub(super) at: usize,
}

impl Token<'_> {
    /// Whether it is this keyword.
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }
}

/// The tokens of a text without comments; `None` where something is not closed, or written in a way
/// that is not read.
pub(super) fn tokens<'s>(text: &'s str, dialect: Dialect) -> Option<Vec<Token<'s>>> {
    use Dialect::*;
    // Text in double quotes is a name for most.
    let quotes_text = matches!(dialect, Mysql | Bigquery);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let len = match c {
            c if c.is_whitespace() => c.len_utf8(),
            '-' if rest.starts_with("--") => line(rest),
            '#' if quotes_text => line(rest),
            '/' if rest.starts_with("/*") => rest.find("*/")? + 2,
            '\'' => {
                let end = closed(rest, '\'')?;
                tokens.push(Token {
                    kind: Kind::Literal,
                    text: &rest[..end],
                    at,
                });
                end
            }
            '"' | '`' => {
                let end = closed(rest, c)?;
                let literal = c == '"' && quotes_text;
                tokens.push(Token {
                    kind: if literal { Kind::Literal } else { Kind::Quoted },
                    text: &rest[1..end - 1],
                    at: at + 1,
                });
                end
            }
            '[' if dialect == Mssql => {
                let end = rest.find(']')? + 1;
                tokens.push(Token {
                    kind: Kind::Quoted,
                    text: &rest[1..end - 1],
                    at: at + 1,
                });
                end
            }
            // Text between dollars.
            '$' if rest[1..].starts_with(|c: char| c == '$' || c.is_alphabetic())
                && matches!(dialect, Postgresql | Snowflake | Duckdb) =>
            {
                return None;
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = leading(rest, is_js_word).len();
                tokens.push(Token {
                    kind: Kind::Word,
                    text: &rest[..end],
                    at,
                });
                end
            }
            c if c.is_ascii_digit() => {
                let digit = |c: char| c.is_ascii_alphanumeric() || c == '.';
                let end = rest.find(|c| !digit(c)).unwrap_or(rest.len());
                tokens.push(Token {
                    kind: Kind::Literal,
                    text: &rest[..end],
                    at,
                });
                end
            }
            c => {
                tokens.push(Token {
                    kind: Kind::Mark,
                    text: &rest[..c.len_utf8()],
                    at,
                });
                c.len_utf8()
            }
        };
        at += len;
    }
    Some(tokens)
}

fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The length of what is in quotes, with them; `None` where that is not plain: some databases know
/// backslashes in it and others do not.
fn closed(text: &str, quote: char) -> Option<usize> {
    let end = text[1..].find(quote)? + 2;
    let inner = &text[1..end - 1];
    let doubled = text[end..].starts_with(quote);
    (!doubled && !inner.contains('\\')).then_some(end)
}
