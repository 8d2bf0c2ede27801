//! ruff_python_parser: judges Python as CPython 3.10 to 3.14 would.

use ruff_python_parser::parse_module;

use super::{Problem, Verdict, with_room};
use crate::Span;

/// Deepest nesting of brackets that CPython takes (its tokenizer's MAXLEVEL).
const MAX_NESTING: usize = 200;

/// Judges a module. Problems on one line are one spot: only the first of them is kept.
pub fn python(text: &str) -> Verdict {
    if crate::nesting(text) > MAX_NESTING {
        return Verdict::Unknown;
    }
    let judged = with_room(text, || match parse_module(text) {
        Ok(_) => Vec::new(),
        Err(error) => vec![Problem {
            span: Span::new(error.location.start().to_usize(), error.location.end().to_usize()),
            message: error.error.to_string(),
        }],
    });
    match judged {
        None => Verdict::Unknown,
        Some(problems) if problems.is_empty() => Verdict::Valid,
        Some(problems) => Verdict::Broken(problems),
    }
}
