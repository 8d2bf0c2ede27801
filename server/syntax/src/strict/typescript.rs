//! oxc_parser: judges TypeScript modules.
//!
//! bun, which runs most of them, transpiles without a look at types, and lets much pass that other
//! readers refuse. So only what no reader gets over is broken: where the parser gives up for want of a
//! token. What it can go on after (names declared twice, `return` at the top, modifiers in an odd
//! order) is not judged.

use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::javascript::{LEVEL, MAX_GUESSES, guesses};
use super::typescript_words::Source;
use super::{Verdict, with_room};
use crate::{Language, Span, Tree, parses};

/// How the parser's messages start where it wanted a token and found another, or none.
const WANTS_A_TOKEN: &[&str] = &[
    "Unexpected token",
    "Unexpected end of file",
    "Expected `",
    "Expected a semicolon",
    "Encountered diff marker",
    "Identifier expected.",
    STRANGE,
    "Invalid characters after number",
    UNTERMINATED,
];

/// How they start where a text, a comment or a regular expression has no end.
pub(super) const UNTERMINATED: &str = "Unterminated";

/// Most places inside each other at which the parser tries one reading, and then another in a second
/// tree: time and memory grow with the square of their number.
const MAX_READINGS: usize = 200;

/// How they start at a character that no token starts with.
pub(super) const STRANGE: &str = "Invalid Character";

/// What the parser says of a text. In words it is put by a tree of the same text.
#[derive(Debug)]
pub struct Judged(Outcome);

#[derive(Debug)]
enum Outcome {
    /// It is too long or too deep to be judged.
    Unknown,
    /// No reader fails at it.
    Valid,
    /// The parser gave up, with these words, at these places.
    Stopped(String, Vec<Span>),
}

impl Judged {
    /// Where the text is broken, whose tree shows an error: one spot, where the parser gave up, or the bracket that is to
    /// blame for it.
    pub fn verdict(&self, text: &str, tree: &Tree) -> Verdict {
        match &self.0 {
            Outcome::Unknown => Verdict::Unknown,
            Outcome::Valid => Verdict::Valid,
            Outcome::Stopped(message, spans) => {
                let (span, opened) = (spans.first().copied(), spans.get(1).copied());
                let span = span.unwrap_or(Span::at(text.len()));
                Verdict::Broken(vec![Source::new(text, tree).tell(message, span, opened)])
            }
        }
    }
}

/// Judges a module without JSX, and looks at its tree where the parser finds nothing at all to say of it. It may recurse
/// over the tree with as much stack as the parser takes: 4,096 bytes for each token.
pub fn typescript_read<T: Send>(
    text: &str,
    look: impl FnOnce(&Program<'_>) -> T + Send,
) -> (Judged, Option<T>) {
    if guesses(text) > MAX_GUESSES || readings(text) > MAX_READINGS {
        return (Judged(Outcome::Unknown), None);
    }
    parses::count(Language::TypeScript, |p| p.strict += 1);
    let judged = with_room(text, LEVEL, || {
        let allocator = Allocator::default();
        // A script is a module, even where it neither imports nor exports.
        let kind = SourceType::ts().with_module(true);
        let result = Parser::new(&allocator, text, kind).parse();
        if result.diagnostics.is_empty() && !result.panicked {
            return (Outcome::Valid, Some(look(&result.program)));
        }
        let wanted = |message: &str| WANTS_A_TOKEN.iter().any(|m| message.starts_with(m));
        // The lexer takes the rest of the file for read at these.
        let ends =
            |message: &str| message.starts_with(UNTERMINATED) || message.starts_with(STRANGE);
        let stopped = result.panicked;
        // Nothing comes behind what the parser gave up at.
        let last = result
            .diagnostics
            .iter()
            .filter(|d| wanted(&d.message) && (stopped || ends(&d.message)))
            .max_by_key(|d| d.labels.first().map_or(0, |l| l.offset()));
        let Some(last) = last else {
            return (Outcome::Valid, None);
        };
        let spans = last.labels.iter().map(|l| {
            let start = l.offset() as usize;
            Span::new(
                start.min(text.len()),
                (start + l.len() as usize).min(text.len()),
            )
        });
        let stopped = Outcome::Stopped(last.message.to_string(), spans.collect());
        (stopped, None)
    });
    match judged {
        None => (Judged(Outcome::Unknown), None),
        Some((outcome, seen)) => (Judged(outcome), seen),
    }
}

/// How deep places nest that may be type arguments, or an arrow function in a condition. Strings and
/// comments are read like code, and what a bracket holds ends with it, and a statement with its `;`.
fn readings(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut outer: Vec<usize> = Vec::new();
    let (mut here, mut all, mut deepest) = (0usize, 0usize, 0);
    for (i, b) in bytes.iter().enumerate() {
        match b {
            b'(' | b'[' | b'{' => outer.push(std::mem::take(&mut here)),
            b')' | b']' | b'}' => {
                all -= here;
                here = outer.pop().unwrap_or(0);
            }
            b';' => all -= std::mem::take(&mut here),
            b'>' if here > 0 && i > 0 && bytes[i - 1] != b'=' => {
                (here, all) = (here - 1, all - 1);
            }
            b'<' => (here, all) = (here + 1, all + 1),
            b'?' if text[i + 1..].trim_start().starts_with('(') => {
                (here, all) = (here + 1, all + 1);
            }
            _ => {}
        }
        deepest = deepest.max(all);
    }
    deepest
}

#[cfg(test)]
mod tests;
