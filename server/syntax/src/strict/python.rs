//! ruff_python_parser: judges Python as CPython 3.10 to 3.14 would.
//!
//! What one of these versions takes is valid. Names, scopes and types are not judged.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{Mod, ModModule};
use ruff_python_parser::lexer::lex;
use ruff_python_parser::{
    LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, parse_unchecked,
};
use ruff_text_size::TextRange;

use super::compiled::{Compiled, compiled};
use super::python_words::{CONFLICT, Source, shown};
use super::{Problem, Verdict, with_room};
use crate::{Language, LineIndex, Span, parses};

/// Deepest nesting of brackets that CPython takes (its tokenizer's MAXLEVEL).
const MAX_NESTING: usize = 200;

/// Deepest nesting of f-strings that CPython takes from 3.12 on (its tokenizer's MAXFSTRINGLEVEL).
const MAX_STRINGS: usize = 150;

/// Stack in bytes that a token takes at most, in parsing or in dropping the tree: 850 for the default of
/// a lambda's parameter, 110 for all else, without optimisation.
const LEVEL: usize = 1_536;

/// Most broken spots that are reported for one text.
const MAX_PROBLEMS: usize = 10;

/// Judges a module. Problems on one line or on lines that follow each other are one spot: the first
/// of them is kept, the others mostly come from it.
pub fn python(text: &str) -> Verdict {
    python_read(text, |_, _| ()).0
}

/// Judges a module, and says what Python refuses of one that parses, and which names nothing defines.
pub fn python_compiled(text: &str) -> (Verdict, Compiled) {
    let (verdict, compiled) = python_read(text, |module, _| compiled(text, module));
    (verdict, compiled.unwrap_or_default())
}

/// Judges a module, and looks at its tree and its tokens where it is valid. It may recurse over the tree with as much
/// stack as the parser takes: 1,536 bytes for each token.
pub fn python_read<T: Send>(
    text: &str,
    look: impl FnOnce(&ModModule, &[Token]) -> T + Send,
) -> (Verdict, Option<T>) {
    // The parser takes a copy of all open f-strings at each of them.
    if strings(text) > MAX_STRINGS && nested_strings(text) > MAX_STRINGS {
        return (Verdict::Unknown, None);
    }
    parses::count(Language::Python, |p| p.strict += 1);
    let deep = crate::nesting(text) > MAX_NESTING;
    let judged = with_room(text, LEVEL, || {
        let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
        let tokens = parsed.tokens().iter().map(|t| t.as_tuple());
        let tokens = tokens.map(|(kind, range)| (kind, range.start().to_usize()));
        let depth = if deep { depth(tokens) } else { Depth::Fine };
        let span = |range: TextRange| Span::new(range.start().to_usize(), range.end().to_usize());
        if parsed.errors().is_empty() {
            let seen = match parsed.syntax() {
                Mod::Module(module) => Some(look(module, parsed.tokens())),
                Mod::Expression(_) => None,
            };
            return (depth, Vec::new(), seen);
        }
        let tokens = parsed.tokens().iter().map(|t| t.as_tuple());
        let source = Source::new(text, tokens.map(|(kind, range)| (kind, span(range))));
        let mut errors: Vec<_> = parsed.errors().iter().collect();
        errors.sort_by_key(|e| (e.location.start(), e.location.end()));
        (
            depth,
            spots(text, &errors, |e| source.tell(&e.error, span(e.location))),
            None,
        )
    });
    let (judged, seen) = match judged {
        Some((depth, errors, seen)) => (Some((depth, errors)), seen),
        None => (None, None),
    };
    let verdict = match judged {
        None | Some((Depth::Unknown, _)) => Verdict::Unknown,
        Some((Depth::TooDeep(at), _)) => {
            let message = format!("more than {MAX_NESTING} brackets inside each other");
            Verdict::Broken(vec![Problem::new(Span::new(at, at + 1), message)])
        }
        Some((Depth::Fine, spots)) if spots.is_empty() => Verdict::Valid,
        Some((Depth::Fine, spots)) => Verdict::Broken(spots),
    };
    let seen = seen.filter(|_| verdict == Verdict::Valid);
    (verdict, seen)
}

/// How deep brackets nest.
enum Depth {
    Fine,
    /// Too deep from this bracket on.
    TooDeep(usize),
    /// Brackets of f-strings decide, which the versions count differently.
    Unknown,
}

fn depth(tokens: impl Iterator<Item = (TokenKind, usize)>) -> Depth {
    let (mut strings, mut depth, mut all, mut deepest) = (0usize, 0usize, 0usize, 0);
    for (kind, at) in tokens {
        match kind {
            TokenKind::FStringStart | TokenKind::TStringStart => strings += 1,
            TokenKind::FStringEnd | TokenKind::TStringEnd => strings = strings.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                all += 1;
                depth += usize::from(strings == 0);
                deepest = all.max(deepest);
                if depth > MAX_NESTING {
                    return Depth::TooDeep(at);
                }
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                all = all.saturating_sub(1);
                depth = depth.saturating_sub(usize::from(strings == 0));
            }
            _ => {}
        }
    }
    if deepest > MAX_NESTING {
        Depth::Unknown
    } else {
        Depth::Fine
    }
}

/// How many strings with a prefix there may be.
fn strings(text: &str) -> usize {
    let pairs = text.as_bytes().windows(2);
    let is_prefixed = |w: &&[u8]| w[0].is_ascii_alphabetic() && matches!(w[1], b'\'' | b'"');
    pairs.filter(is_prefixed).count()
}

/// How deep f-strings nest.
fn nested_strings(text: &str) -> usize {
    let mut lexer = lex(text, Mode::Module);
    let (mut depth, mut deepest) = (0usize, 0);
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return deepest,
            TokenKind::FStringStart | TokenKind::TStringStart => {
                depth += 1;
                deepest = depth.max(deepest);
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The errors in words, one for each broken spot.
fn spots(
    text: &str,
    errors: &[&ParseError],
    tell: impl Fn(&ParseError) -> Problem,
) -> Vec<Problem> {
    let index = LineIndex::new(text);
    let mut problems: Vec<Problem> = Vec::new();
    let mut before: Option<usize> = None;
    // Where the parser is on firm ground again after what it mostly cannot get over.
    let mut firm = 0;
    for error in errors {
        let place = Span::new(
            error.location.start().to_usize(),
            error.location.end().to_usize(),
        );
        let line = index.line_of(shown(text, place).start as usize);
        let start = index.line_range(text, line).start;
        // What is open at the end is so because of something above.
        let at_end = text[(place.start as usize).min(text.len())..]
            .trim()
            .is_empty();
        let by_parser = match &error.error {
            ParseErrorType::ExpectedToken { .. } => true,
            ParseErrorType::OtherError(message) => message == "Expected a statement",
            _ => false,
        };
        let follows = line < firm || at_end && by_parser && !problems.is_empty();
        let in_conflict = problems.iter().any(|p| p.span.slice(text) == CONFLICT)
            && ["=======", ">>>>>>>"]
                .iter()
                .any(|m| text[start..].starts_with(m));
        let is_told = before.is_none_or(|b| line > b + 1) && !in_conflict && !follows;
        if is_told && problems.len() < MAX_PROBLEMS {
            let problem = tell(error);
            if loses_the_thread(&error.error) || problem.message.contains("is never closed") {
                firm = (line + 1..index.lines())
                    .find(|l| starts_afresh(&text[index.line_range(text, *l)]))
                    .unwrap_or(usize::MAX);
            }
            problems.push(problem);
        }
        before = before.max(Some(line));
    }
    problems.sort_by_key(|p| p.span.start);
    problems.dedup_by_key(|p| p.span);
    problems
}

/// Whether the lines below mostly make no sense after such an error.
fn loses_the_thread(error: &ParseErrorType) -> bool {
    matches!(
        error,
        ParseErrorType::UnexpectedIndentation
            | ParseErrorType::Lexical(
                LexicalErrorType::IndentationError | LexicalErrorType::UnclosedStringError
            )
    )
}

/// Whether a line is the head of something at the top level.
fn starts_afresh(line: &str) -> bool {
    let heads = ["def ", "async def ", "class ", "@", "import ", "from "];
    heads.iter().any(|h| line.starts_with(h))
}

#[cfg(test)]
mod tests;
