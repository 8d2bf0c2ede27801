//! oxc_parser: judges JavaScript expressions and TypeScript modules.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::{Problem, Verdict, with_room};
use crate::Span;

/// How an expression's text is wrapped before it runs, which decides what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// An expression, nothing else: predicates run inside `Boolean(…)`.
    Expression,
    /// The body of an async function: statements with `return`, or an expression.
    Body,
}

/// Judges the text of one Windmill expression.
pub fn javascript(text: &str, goal: Goal) -> Verdict {
    let candidates: &[(&str, &str)] = match goal {
        // The line break keeps a trailing `//` comment from swallowing the bracket.
        Goal::Expression => &[("(async () => Boolean(", "\n))")],
        Goal::Body => &[("(async () => { return ", "\n})"), ("(async () => { ", "\n})")],
    };
    let mut broken = Verdict::Unknown;
    for (i, (before, after)) in candidates.iter().enumerate() {
        let verdict = judge(text, before, after, SourceType::default().with_script(true));
        match verdict {
            Verdict::Valid => return Verdict::Valid,
            // Statements are judged as statements, all else as an expression.
            verdict if i == 0 || starts_statement(text) => broken = verdict,
            _ => {}
        }
    }
    broken
}

/// Judges a TypeScript module.
pub fn typescript(text: &str) -> Verdict {
    judge(text, "", "", SourceType::ts())
}

/// Windmill puts no `return` in front of these (see the facts on evaluation).
fn starts_statement(text: &str) -> bool {
    let word = text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next();
    let words = [
        "return", "const", "let", "var", "if", "for", "while", "switch", "try", "throw", "function",
        "class", "async", "await",
    ];
    word.is_some_and(|w| words.contains(&w)) || text.contains(';')
}

fn judge(text: &str, before: &str, after: &str, kind: SourceType) -> Verdict {
    let whole = format!("{before}{text}{after}");
    let judged = with_room(&whole, || {
        let allocator = Allocator::default();
        let result = Parser::new(&allocator, &whole, kind).parse();
        result
            .diagnostics
            .first()
            .map(|error| {
                let label = error.labels.first();
                let start = label.map_or(0, |l| l.offset());
                let end = start + label.map_or(0, |l| l.len());
                let inner = |o: u32| (o as usize).saturating_sub(before.len()).min(text.len());
                let span = Span::new(inner(start), inner(end));
                Problem { span, message: error.message.to_string() }
            })
            .into_iter()
            .collect::<Vec<_>>()
    });
    match judged {
        None => Verdict::Unknown,
        Some(problems) if problems.is_empty() => Verdict::Valid,
        Some(problems) => Verdict::Broken(problems),
    }
}
