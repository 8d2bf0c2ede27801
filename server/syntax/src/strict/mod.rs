//! Exact verdicts on broken text, from parsers that accept no mistake.
//!
//! They are asked only when the tolerant tree shows an error: they say whether it is one, and where.
//! All of them recurse, so a text is given to them on a stack that its length cannot outgrow.

mod javascript;
mod python;
mod yaml;

use crate::Span;

pub use javascript::{Goal, javascript, typescript};
pub use python::{python, python_with_outline};
pub use yaml::accepts_yaml;

/// What a strict parser says of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is fine: whatever the tolerant tree shows, say nothing.
    Valid,
    /// It is broken, at these places. Never empty.
    Broken(Vec<Problem>),
    /// It is too long or too deep to be judged.
    Unknown,
}

/// One broken spot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where, in bytes of the text that was judged.
    pub span: Span,
    /// What is wrong, in the parser's words, without a full stop.
    pub message: String,
}

/// Longest text in bytes that is judged.
const MAX_LEN: usize = 256 * 1024;

/// Most levels of nesting that an ordinary thread's stack (2 MiB) takes, at [`LEVEL`] bytes each.
const ORDINARY: usize = 250;

/// Stack in bytes that one level of nesting takes at most, in a build without optimisation.
const LEVEL: usize = 8 * 1024;

/// Runs a recursive parser with stack enough for whatever the text can nest.
fn with_room<T: Send>(text: &str, judge: impl FnOnce() -> T + Send) -> Option<T> {
    // Few texts are so long that they could nest too deep at all.
    let levels = match text.len() <= ORDINARY {
        true => 0,
        false => levels(text),
    };
    if levels <= ORDINARY {
        return Some(judge());
    }
    if text.len() > MAX_LEN {
        return None;
    }
    let stack = (levels * LEVEL).max(8 << 20);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, judge);
        thread.ok()?.join().ok()
    })
}

/// How deep a text can nest at most: each level costs a bracket, an operator or a keyword.
fn levels(text: &str) -> usize {
    const WORDS: &[&[u8]] = &[
        b"not",
        b"lambda",
        b"else",
        b"await",
        b"yield",
        b"typeof",
        b"void",
        b"delete",
        b"new",
        b"if",
        b"for",
        b"while",
        b"with",
        b"do",
        b"try",
        b"async",
        b"return",
        b"case",
        b"class",
        b"function",
        b"def",
    ];
    let is_sign = |b: u8| {
        matches!(
            b,
            b'(' | b'['
                | b'{'
                | b'-'
                | b'+'
                | b'~'
                | b'!'
                | b'*'
                | b'='
                | b':'
                | b'?'
                | b'<'
                | b'>'
                | b'&'
                | b'|'
                | b'%'
                | b'^'
                | b'`'
        )
    };
    let signs = text.bytes().filter(|&b| is_sign(b)).count();
    // A word costs two bytes and what parts it from the next.
    if signs + text.len() / 3 <= ORDINARY {
        return ORDINARY;
    }
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || !b.is_ascii();
    let words = text.as_bytes().split(|b| !is_part(b));
    let words = words.filter(|w| (2..=8).contains(&w.len()) && WORDS.contains(w));
    signs + words.count()
}

/// The character at `offset`, or the last one before it where that is the end or a line break.
fn visible(text: &str, offset: usize) -> Span {
    if let Some(c) = text[offset..]
        .chars()
        .next()
        .filter(|c| !matches!(c, '\n' | '\r'))
    {
        return Span::new(offset, offset + c.len_utf8());
    }
    let line = text[..offset].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    match text[line..offset].chars().next_back() {
        Some(c) => Span::new(offset - c.len_utf8(), offset),
        None => Span::at(offset),
    }
}

/// A parser's sentence as part of ours.
fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

/// The last character that can be seen.
fn last_char(text: &str) -> Span {
    let end = text.trim_end().len();
    let len = text[..end].chars().next_back().map_or(0, char::len_utf8);
    Span::new(end - len, end)
}
