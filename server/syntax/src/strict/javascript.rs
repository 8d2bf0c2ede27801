//! oxc_parser: judges JavaScript.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::{Problem, Said, Verdict, last_char, said, with_room};
use crate::text::{is_js_word, leading};
use crate::{Language, Span, parses};

/// Stack in bytes that a token takes at most: 2,350 for `(`, without optimisation.
pub(super) const LEVEL: usize = 4 * 1024;

/// Most brackets inside each other that may hold the parameters of an arrow function. The parser tries
/// that first, then reads the bracket anew, in a second tree: time and memory grow with each level.
pub(super) const MAX_GUESSES: usize = 50;

/// Judges a text of JavaScript with `before` and `after` put around it: whether that is one statement. A text
/// that closes what is put around it and opens it again is broken.
pub fn javascript(text: &str, (before, after): (&str, &str)) -> Verdict {
    if guesses(text) > MAX_GUESSES {
        return Verdict::Unknown;
    }
    parses::count(Language::JavaScript, |p| p.strict += 1);
    let whole = format!("{before}{text}{after}");
    let judged = with_room(&whole, LEVEL, || {
        let allocator = Allocator::default();
        let kind = SourceType::default().with_script(true);
        let result = Parser::new(&allocator, &whole, kind).parse();
        let error = result.diagnostics.first().map(|error| {
            let place = error.labels.first().map(|l| (l.offset(), l.len()));
            problem(text, before.len(), place, &error.message)
        });
        error.or_else(|| (result.program.body.len() != 1).then(|| escaped(text)))
    });
    verdict(judged)
}

/// How deep brackets nest that may hold parameters, by the look of what stands behind them. Strings and
/// comments are read like code.
pub(super) fn guesses(text: &str) -> usize {
    let mut open: Vec<bool> = Vec::new();
    let (mut depth, mut deepest) = (0usize, 0);
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'(' => {
                let next = text[i + 1..].trim_start().chars().next();
                let is_guess = next
                    .is_some_and(|c| c.is_alphabetic() || matches!(c, '[' | '{' | '.' | '_' | '$'));
                open.push(is_guess);
                depth += usize::from(is_guess);
                deepest = deepest.max(depth);
            }
            b')' => depth -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
    }
    deepest
}

fn verdict(judged: Option<Option<Problem>>) -> Verdict {
    match judged {
        None => Verdict::Unknown,
        Some(None) => Verdict::Valid,
        Some(Some(problem)) => Verdict::Broken(vec![problem]),
    }
}

/// The text closes what is put around it and opens it again.
fn escaped(text: &str) -> Problem {
    let offset = text.find(['}', ')', ']']).unwrap_or(0);
    Problem::new(
        word(text, offset),
        format!("unexpected `{}`", word(text, offset).slice(text)),
    )
}

/// The parser's finding in the text's own offsets, said plainly.
fn problem(text: &str, before: usize, place: Option<(u32, u32)>, message: &str) -> Problem {
    let inner = |o: u32| text.floor_char_boundary((o as usize).saturating_sub(before));
    let (offset, len) = place.unwrap_or_default();
    let (start, end) = (inner(offset), inner(offset + len));
    let open = [
        ("Unterminated string", "this string is never closed"),
        (
            "Unterminated regular expression",
            "this regular expression is never closed",
        ),
        (
            "Unterminated multiline comment",
            "this comment is never closed",
        ),
    ];
    if let Some((_, plain)) = open.iter().find(|(theirs, _)| *theirs == message) {
        let line = text[start..end]
            .find(['\n', '\r'])
            .map_or(end, |i| start + i);
        let span = if start < line {
            Span::new(start, line)
        } else {
            last_char(text)
        };
        return Problem::new(span, (*plain).to_owned());
    }
    let next = start + (text[start..].len() - text[start..].trim_start().len());
    let says_what_is_there = [
        "Unexpected token",
        "Expected `",
        "Expected a semicolon",
        "Invalid Character",
    ];
    let says_what_is_there = says_what_is_there.iter().any(|m| message.starts_with(m));
    if next >= text.len() && (says_what_is_there || start == end) {
        let missing = match message.starts_with("Expected `:`") {
            true => said(
                "the `:` that belongs to `?` is missing",
                "write `a ? b : c`",
            ),
            false => "unexpected end".into(),
        };
        return Problem::new(last_char(text), missing);
    }
    if says_what_is_there {
        let span = word(text, next);
        return Problem::new(span, format!("unexpected `{}`", span.slice(text)));
    }
    let span = if start < end {
        Span::new(start, end)
    } else {
        word(text, next.min(text.len()))
    };
    // An escape is told at what stands behind its `\`.
    let next = match message.starts_with("Invalid Unicode") {
        true => text[..next].rfind('\\').unwrap_or(next),
        false => next,
    };
    if ["JSX", "Invalid Unicode", "Unexpected"]
        .iter()
        .any(|m| message.contains(m))
    {
        let span = word(text, next.min(text.len()));
        return Problem::new(span, format!("unexpected `{}`", span.slice(text)));
    }
    Problem::new(span, in_words(message))
}

/// The sentences of the parser that say more than what stands at the place, the frequent ones in our words.
fn in_words(message: &str) -> Said {
    match message.trim_end_matches('.') {
        "Invalid characters after number" => "a name cannot start with a digit".into(),
        "Identifier expected after '?.'" => "a name is missing after `?.`".into(),
        "Missing initializer in const declaration" => {
            said("`const` needs a value", "write `= …` behind the name")
        }
        "Missing catch or finally clause" => "`catch` or `finally` is missing after `try`".into(),
        "Cannot assign to this expression" => {
            said("nothing can be assigned to this", "write `===` to compare")
        }
        "Type assertion expressions can only be used in TypeScript files" => {
            said("`as …` is TypeScript", "remove it")
        }
        "Type satisfaction expressions can only be used in TypeScript files" => {
            said("`satisfies …` is TypeScript", "remove it")
        }
        m if m.contains("TypeScript") => said("this is TypeScript", "remove it"),
        m if m.contains("mixed") && m.contains("oalesc") => said(
            "`??` cannot stand beside `&&` or `||`",
            "put brackets around one of them",
        ),
        m => {
            let mut chars = m.chars();
            let first = chars.next().into_iter().flat_map(char::to_lowercase);
            first.chain(chars).collect::<String>().into()
        }
    }
}

/// The word or the character at `offset`.
pub(super) fn word(text: &str, offset: usize) -> Span {
    let rest = &text[offset..];
    let len = leading(rest, is_js_word).len();
    let first = rest.chars().next().map_or(0, char::len_utf8);
    Span::new(offset, offset + len.max(first))
}
