//! Exact verdicts on broken text, from parsers that accept no mistake.
//!
//! Those of Python and TypeScript are asked of every text, and show the tree of one that is valid. The others are asked only when
//! the tolerant tree shows an error: they say whether it is one, and where.
//! Those for code recurse, so a text is given to them on a stack that it cannot outgrow.

mod builtins;
mod compiled;
mod javascript;
mod problem;
mod python;
mod python_foreign;
mod python_sentences;
mod python_words;
mod typescript;
mod typescript_words;
mod yaml;

use crate::text::line_start;
use crate::{Span, stack};

pub use compiled::{Compiled, Unbound, compiled};
pub use javascript::javascript;
pub use problem::{Problem, Said, said, short};
pub use python::{python, python_compiled, python_read};
pub use typescript::{Judged, typescript_read};
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

/// Most tokens that are judged: some 250 kB of code.
const MAX_TOKENS: usize = 100_000;

/// Runs a recursive parser with `level` bytes of stack for each token of the text, which is what a level
/// of its nesting takes at most. `None`: the text is too long.
fn with_room<T: Send>(text: &str, level: usize, judge: impl FnOnce() -> T + Send) -> Option<T> {
    let tokens = stack::tokens(text);
    if tokens > MAX_TOKENS {
        return None;
    }
    stack::with_room(tokens, level, judge)
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
    let line = line_start(text, offset);
    match text[line..offset].chars().next_back() {
        Some(c) => Span::new(offset - c.len_utf8(), offset),
        None => Span::at(offset),
    }
}

/// The last character that can be seen.
fn last_char(text: &str) -> Span {
    let end = text.trim_end().len();
    let len = text[..end].chars().next_back().map_or(0, char::len_utf8);
    Span::new(end - len, end)
}
