//! Whether an expression can be read at all, as its place in a flow wants it.

use syntax::Span;
use syntax::strict::{Problem, Said, Verdict, said, short};

use super::foreign;
use super::judge::{Goal, STATEMENT_WORDS, judge, runs_as_it_stands};
use lang::javascript::tree::{Kind as NodeKind, Tree};
use lang::javascript::{Snippet, plain_chain};
use syntax::lex::{self, Inside, Token, TokenClass};
use syntax::text::is_word;

/// The first mistake in an expression's text, or `None`.
///
/// The strict parser is asked only where the tolerant tree shows an error, or shows statements where
/// an expression must stand; nothing is wrong that it accepts. A blank text is no mistake of syntax.
pub fn problem(snippet: &Snippet, goal: Goal) -> Option<Problem> {
    let text = &*snippet.text;
    if text.trim().is_empty() || plain_chain(text).is_some() {
        return None;
    }
    if let Some(span) = import(text) {
        let message = said(
            "an expression cannot `import`",
            "import it in a step's code, and read what the step returns",
        );
        return Some(Problem::new(span, message));
    }
    let returned = goal == Goal::Body && !runs_as_it_stands(text);
    let tree = snippet.tree();
    if let Some(problem) = tree.and_then(curly_quote) {
        return Some(problem);
    }
    if tree.is_some() {
        let analysis = snippet.analysis();
        let misplaced = analysis.statements && (goal == Goal::Expression || returned);
        if let Some(span) = analysis.stray_await.filter(|_| !analysis.has_error) {
            let message = said(
                "`await` works in `async` functions only",
                "write `async` before the function around it",
            );
            return Some(Problem::new(span, message.to_owned()));
        }
        if !analysis.has_error && !misplaced {
            return None;
        }
    }
    match if returned {
        judge_returned(text)
    } else {
        judge(text, goal)
    } {
        Verdict::Valid => None,
        Verdict::Broken(problems) => {
            let problem = problems.into_iter().next()?;
            Some(explained(text, problem, goal))
        }
        Verdict::Unknown => {
            let error = tree.and_then(|tree| Some(tree.span(*tree.broken().first()?)));
            let start = error.map_or(0, |span| span.start as usize);
            let message = "the expression is too long or too deeply nested to be read".to_owned();
            Some(Problem::new(visible(text, Span::at(start)), message))
        }
    }
}

/// Quotes as prose has them, and JavaScript's own.
const CURLY_QUOTES: [(char, &str); 4] = [
    ('\u{201c}', "\""),
    ('\u{201d}', "\""),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
];

/// The first curly quote that stands in code. The tolerant tree takes it for a letter.
fn curly_quote(tree: &Tree) -> Option<Problem> {
    let find = |text: &str| {
        let mut chars = text.char_indices();
        chars.find_map(|(at, c)| {
            let (_, plain) = CURLY_QUOTES.iter().find(|(curly, _)| *curly == c)?;
            Some((at, c, *plain))
        })
    };
    find(tree.text())?;
    let is_code = |node| {
        let is_broken = tree.kind(node) == NodeKind::Broken && tree.child(node, 0).is_none();
        is_broken || tree.symbol_of(node).is_some()
    };
    for node in tree.all().filter(|n| is_code(*n)) {
        if let Some((at, curly, plain)) = find(tree.text_of(node)) {
            let start = tree.span(node).start as usize + at;
            let message = said(
                format!("`{curly}` is a curly quote"),
                format!("write `{plain}`"),
            );
            return Some(Problem::new(
                Span::new(start, start + curly.len_utf8()),
                message,
            ));
        }
    }
    None
}

/// The word of an import statement at the head of a text.
fn import(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let rest = text[start..].strip_prefix("import")?;
    let is_statement = rest.starts_with([' ', '{', '*', '"', '\'', '\t', '\n']);
    let is_call = rest.trim_start().starts_with(['(', '.', '=', ',', '?']);
    (is_statement && !is_call).then(|| Span::new(start, start + "import".len()))
}

/// Judges the text with the `return` that Windmill puts in front.
fn judge_returned(text: &str) -> Verdict {
    let trimmed = text.trim_start();
    let blanks = text.len() - trimmed.len();
    let front = "return ";
    let inner = |offset: u32| (offset as usize).saturating_sub(front.len()) + blanks;
    match judge(&format!("{front}{trimmed}"), Goal::Body) {
        Verdict::Broken(problems) => {
            let problems = problems.into_iter().map(|problem| Problem {
                span: Span::new(inner(problem.span.start), inner(problem.span.end)),
                ..problem
            });
            Verdict::Broken(problems.collect())
        }
        verdict => verdict,
    }
}

/// The problem with what the tokens tell beyond the parser's words.
fn explained(text: &str, problem: Problem, goal: Goal) -> Problem {
    let (tokens, inside) = lex::before(text, text.len());
    if let Some(foreign) = foreign::foreign(text, &tokens, problem.span) {
        return foreign;
    }
    // Behind a quote that is never closed no bracket can be told from text.
    if !matches!(inside, Inside::Text(_))
        && let Some(bracket) = bracket(text, &tokens)
    {
        return bracket;
    }
    let span = visible(text, problem.span);
    if problem.message == "unexpected end" {
        let span = tokens.last().map_or(span, |last| last.span);
        // `&&` is two signs.
        let end = span.end as usize;
        let doubled = ["&&", "||", "??", "=="]
            .into_iter()
            .find(|s| text[..end].ends_with(s));
        let span = doubled.map_or(span, |sign| Span::new(end - sign.len(), end));
        let message = format!("something is missing after `{}`", short(span.slice(text)));
        return Problem::new(span, message);
    }
    let found = span.slice(text);
    let shown = short(found);
    let message: Said = match goal {
        Goal::Expression if found == ";" => said("`;` cannot stand in a condition", "remove it"),
        Goal::Expression if STATEMENT_WORDS[..12].contains(&found) => said(
            format!("`{found}` cannot stand in a condition"),
            "write a single value that is true or false",
        ),
        _ if problem.message == format!("unexpected `{found}`") => {
            let before = tokens.iter().rev().find(|t| t.span.end <= span.start);
            let is_value = |t: &&Token| {
                matches!(
                    t.kind,
                    TokenClass::Word | TokenClass::Number | TokenClass::Text
                )
            };
            let starts = found.starts_with(|c: char| is_word(c) || matches!(c, '"' | '\''));
            match before.filter(is_value) {
                Some(before) if starts => {
                    let before = short(before.span.slice(text));
                    said(
                        format!("something is missing between `{before}` and `{shown}`"),
                        "a dot or an operator, perhaps",
                    )
                }
                // There is nothing that it could be the end of.
                _ if found == "\\" => format!("`{shown}` does not fit here").into(),
                _ => said(
                    format!("`{shown}` does not fit here"),
                    "something may be missing before it",
                ),
            }
        }
        _ => return Problem { span, ..problem },
    };
    Problem::new(span, message)
}

/// The first bracket without a partner.
fn bracket(text: &str, tokens: &[Token]) -> Option<Problem> {
    let mut open: Vec<Span> = Vec::new();
    for token in tokens {
        let sign = token.span.slice(text);
        match (token.kind, sign) {
            (TokenClass::Open, _) | (TokenClass::Sign, "(" | "[" | "{") => open.push(token.span),
            (TokenClass::Close, _) | (TokenClass::Sign, ")" | "]" | "}") => {
                let partner = match sign {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                match open.pop() {
                    Some(span) if span.slice(text).ends_with(partner) => {}
                    Some(span) => {
                        let opened = span.slice(text);
                        let message = format!("`{sign}` does not close the `{opened}` before it");
                        return Some(Problem::new(token.span, message));
                    }
                    None => {
                        let message = format!("`{sign}` closes nothing");
                        return Some(Problem::new(token.span, message));
                    }
                }
            }
            _ => {}
        }
    }
    let span = open.pop()?;
    Some(Problem::new(
        span,
        format!("`{}` is never closed", span.slice(text)),
    ))
}

/// A span that covers something: the character at its place, or the last visible one before it.
fn visible(text: &str, span: Span) -> Span {
    let floor = |offset: u32| text.floor_char_boundary(offset as usize);
    let (start, end) = (floor(span.start), floor(span.end));
    if start < end {
        return Span::new(start, end);
    }
    if let Some(c) = text[start..].chars().next().filter(|c| !c.is_whitespace()) {
        return Span::new(start, start + c.len_utf8());
    }
    let before = text[..start].trim_end();
    match before.chars().next_back() {
        Some(c) => Span::new(before.len() - c.len_utf8(), before.len()),
        None => Span::at(start),
    }
}
