//! Texts that parse and that Windmill evaluates to `null` without a word.
//!
//! Windmill runs a text as the body of an async function. It puts `return` in front, unless the text
//! looks like statements to it: it begins with certain words, or has a `;` outside quotes. Where that
//! guess is wrong nothing is returned. The guess is followed here to the letter, its flaws included.

use syntax::Span;

use lang::javascript::Analysis;

/// Why a text gives `null`, and the part of it that is to blame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Nothing {
    /// Why.
    pub why: Why,
    /// The `;`, the first word, or the comment.
    pub span: Span,
}

/// What keeps a text's value from being returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// A `;` at the very end, and no other.
    LastSemicolon,
    /// A `;` further in: between statements, or in a nested function.
    Semicolon,
    /// It begins with a word of statements, and no statement returns.
    Statement,
    /// It begins with `await`.
    Await,
    /// It begins with a comment that ends its line: `return` stands alone on that line.
    Comment,
}

/// How texts begin that are run as they stand: the blank counts.
const BEGINNINGS: [&str; 18] = [
    "const ",
    "let ",
    "var ",
    "if ",
    "if(",
    "for ",
    "for(",
    "while ",
    "while(",
    "switch ",
    "switch(",
    "try ",
    "try{",
    "throw ",
    "function ",
    "class ",
    "async ",
    "await ",
];

/// Why a text that is no predicate gives `null`; `None` where it gives a value, cannot be read, or may
/// raise an exception on purpose.
pub fn nothing(text: &str, analysis: &Analysis) -> Option<Nothing> {
    let body = text.trim();
    if body.is_empty() || analysis.has_error {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    let found = |why, from: usize, to: usize| {
        let span = Span::new(start + from, start + to);
        Some(Nothing { why, span })
    };
    if body == "return" || body.starts_with("return ") || body.starts_with("return;") {
        return None;
    }
    let beginning = BEGINNINGS.iter().find(|b| body.starts_with(**b));
    let semicolon = semicolon(body);
    if beginning.is_none() && semicolon.is_none() {
        let comment = comment_line(body)?;
        return found(Why::Comment, 0, comment);
    }
    if analysis.returns || analysis.throws {
        return None;
    }
    match (beginning, semicolon) {
        (Some(word), _) => {
            let len = word.trim_end_matches([' ', '(', '{']).len();
            let why = if *word == "await " {
                Why::Await
            } else {
                Why::Statement
            };
            found(why, 0, len)
        }
        (None, Some(at)) if at + 1 == body.len() => found(Why::LastSemicolon, at, at + 1),
        (None, Some(at)) => found(Why::Semicolon, at, at + 1),
        (None, None) => None,
    }
}

/// Whether a text begins as one that is run as it stands.
pub(super) fn begins_statements(body: &str) -> bool {
    body == "return"
        || body.starts_with("return ")
        || body.starts_with("return;")
        || BEGINNINGS.iter().any(|b| body.starts_with(*b))
}

/// The first `;` that Windmill takes to be outside quotes. It knows no comments and no regular
/// expressions.
pub(super) fn semicolon(body: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, '\0');
    for (at, c) in body.char_indices() {
        match c {
            '\'' | '"' | '`' if before != '\\' && quote.is_none() => quote = Some(c),
            _ if quote == Some(c) && before != '\\' => quote = None,
            ';' if quote.is_none() => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

/// Where the first comment ends, if a line ends before the first word of code.
fn comment_line(body: &str) -> Option<usize> {
    let (mut at, mut first, mut line_ends) = (0, None, false);
    loop {
        let rest = &body[at..];
        let blanks = rest.len() - rest.trim_start().len();
        line_ends |= rest[..blanks].contains(LINE_ENDS);
        at += blanks;
        let rest = &body[at..];
        let len = if rest.starts_with("//") {
            rest.find(LINE_ENDS)?
        } else if rest.starts_with("/*") {
            rest.find("*/")? + 2
        } else {
            return first.filter(|_| line_ends && !rest.is_empty());
        };
        line_ends |= rest[..len].contains(LINE_ENDS);
        at += len;
        first = first.or(Some(at));
    }
}

/// What ends a line in JavaScript.
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];
