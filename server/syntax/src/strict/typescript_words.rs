//! What the TypeScript parser finds, in words for people who are no parsers: what is wrong, and what to do.
//!
//! The parser stops where nothing makes sense any more, which is often far below the mistake: a bracket
//! that is never closed is looked for above, and what is missing is told by the words around it.

use tree_sitter::{Node, TreeCursor};

use super::javascript::word;
use super::typescript::{STRANGE, UNTERMINATED};
use super::{Problem, Said, last_char, said, short, visible};
use crate::text::{is_blank, leading};
use crate::{Span, Tree};

/// A text with its tokens, comments left out.
pub(super) struct Source<'t> {
    text: &'t str,
    tokens: Vec<Span>,
    brackets: Brackets,
}

/// Brackets that have no partner, in the order in which they stand.
#[derive(Default)]
struct Brackets {
    unclosed: Vec<Span>,
    unopened: Vec<Span>,
    /// Opened on a line that is indented further than the line that closes it.
    askew: Vec<Span>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str, tree: &Tree) -> Source<'t> {
        let tokens = tokens(tree);
        let brackets = brackets(text, &tokens);
        Source {
            text,
            tokens,
            brackets,
        }
    }

    /// The parser's finding in words, at the text that is to blame. `opened` is the bracket that the
    /// parser wanted to see closed.
    pub(super) fn tell(&self, message: &str, span: Span, opened: Option<Span>) -> Problem {
        if message.starts_with(UNTERMINATED) {
            return self.unterminated(message, span);
        }
        if message == "Encountered diff marker" {
            return Problem::new(
                span,
                said(
                    "a merge conflict is left in the file",
                    "keep one side and remove the markers",
                ),
            );
        }
        // A `#` alone is told at what stands behind it.
        let hash = message.starts_with(STRANGE) && self.text[..span.range().start].ends_with('#');
        if hash {
            return self.at_token(
                message,
                Span::new(span.range().start - 1, span.range().start),
            );
        }
        let foreign = foreign(span.slice(self.text)).is_some();
        if let Some(open) = self.never_closed(span, opened).filter(|_| !foreign) {
            return Problem::never_closed(self.text, open);
        }
        let found = self.token_at(span);
        if found.is_empty() {
            let last = last_char(self.text);
            let before = short(self.before(span).unwrap_or(last).slice(self.text));
            return Problem::new(
                last,
                said(
                    "the file ends too early",
                    format!("something is missing after `{before}`"),
                ),
            );
        }
        self.at_token(message, found)
    }

    fn at_token(&self, message: &str, span: Span) -> Problem {
        let quote = word_processed(span.slice(self.text));
        let span = quote.map_or(span, |len| {
            Span::new(span.range().start, span.range().start + len)
        });
        // `#word` is taken for the start of `#word in value`.
        let span = self
            .before(span)
            .filter(|b| message.starts_with("Expected `in`") && b.slice(self.text).starts_with('#'))
            .unwrap_or(span);
        let found = span.slice(self.text).lines().next().unwrap_or_default();
        let shown = short(found);
        let here = |said: Said| Problem::new(span, said);
        if let Some(instead) = foreign(found) {
            return here(said(
                format!("`{shown}` is not TypeScript"),
                format!("write {instead}"),
            ));
        }
        if let Some(reserved) = message.strip_prefix("Identifier expected. '") {
            let name = reserved.split('\'').next().unwrap_or(found);
            return here(said(
                format!("`{name}` is a word of TypeScript and cannot be a name"),
                format!("write `{name}_`, for example"),
            ));
        }
        if message.starts_with("Invalid characters after number") {
            return here(said(
                "a name cannot start with a digit",
                "put a letter first, or a space behind the number",
            ));
        }
        let closes = matches!(found, ")" | "]" | "}");
        if closes && self.brackets.unopened.contains(&span) {
            return here(said(format!("this `{shown}` closes nothing"), "remove it"));
        }
        let Some(before_at) = self.before(span) else {
            return here(said(
                format!("no script can start with `{shown}`"),
                "remove it",
            ));
        };
        let before = before_at
            .slice(self.text)
            .lines()
            .next()
            .unwrap_or_default();
        if let Some(instead) = foreign(before) {
            return Problem::new(
                before_at,
                said(
                    format!("`{before}` is not TypeScript"),
                    format!("write {instead}"),
                ),
            );
        }
        let from = message.starts_with("Expected `from`") && is_near("from", found);
        let meant = match before {
            _ if from => Some("from"),
            "async" | "export" | "default" => misspelt(found),
            _ => None,
        };
        if let Some(meant) = meant {
            return here(said(
                format!("`{shown}` means nothing here"),
                format!("write `{meant}`"),
            ));
        }
        if let Some(meant) = misspelt(before) {
            return Problem::new(
                before_at,
                said(
                    format!("`{before}` means nothing here"),
                    format!("write `{meant}`"),
                ),
            );
        }
        let takes_value = matches!(
            before,
            "=" | "("
                | "["
                | ","
                | ":"
                | "?"
                | "+"
                | "-"
                | "*"
                | "/"
                | "=>"
                | "&&"
                | "||"
                | "??"
                | "."
        ) || matches!(
            before,
            "==" | "==="
                | "!="
                | "!=="
                | "<="
                | ">="
                | "<"
                | "return"
                | "await"
                | "throw"
                | "new"
                | "typeof"
        );
        let before_shown = short(before);
        let breaks_line = self.text[before_at.range().end..span.range().start].contains('\n');
        match expected(message) {
            Some(Expected::Separator(separator, close)) => here(said(
                format!("something is missing before `{shown}`"),
                format!("a `{separator}`, perhaps, or `{close}`"),
            )),
            _ if takes_value && breaks_line => Problem::new(
                before_at,
                said(
                    format!("something is missing after `{before_shown}`"),
                    "write it there",
                ),
            ),
            Some(Expected::Token("(")) if matches!(before, "if" | "while" | "for" | "switch") => {
                here(said(
                    format!("`{before_shown}` needs brackets"),
                    format!("write `{before} (…) {{`"),
                ))
            }
            Some(Expected::Token(token)) if token.chars().all(|c| !c.is_uppercase()) => here(said(
                format!("`{token}` is missing before `{shown}`"),
                "write it there",
            )),
            Some(Expected::Semicolon) => Problem::new(
                span,
                said(
                    format!("something is missing between `{before_shown}` and `{shown}`"),
                    "an operator, a comma or a new line, perhaps",
                ),
            ),
            _ if takes_value && (closes || matches!(found, "," | ";" | ":" | "=")) => here(said(
                format!("something is missing between `{before_shown}` and `{shown}`"),
                format!("write it, or remove `{before_shown}`"),
            )),
            _ => here(said(
                format!("`{shown}` does not fit here, behind `{before_shown}`"),
                "remove it, or write what is missing before it",
            )),
        }
    }

    /// A text, a comment or a regular expression without an end; shown up to the end of its line.
    fn unterminated(&self, message: &str, span: Span) -> Problem {
        let rest = &self.text[span.range().start..];
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let at = match line {
            0 => visible(self.text, span.range().start),
            len => Span::new(span.range().start, span.range().start + len),
        };
        let told = if message.contains("comment") {
            said("this comment is never closed", "write `*/` where it ends")
        } else if message.contains("regular expression") {
            said(
                "this regular expression is never closed",
                "write `/` where it ends",
            )
        } else {
            match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => said(
                    "this text is never closed",
                    format!("write `{quote}` at its end"),
                ),
                _ => said(
                    "this text is never closed",
                    "write a backtick where it ends",
                ),
            }
        };
        Problem::new(at, told)
    }

    /// The bracket to blame: opened before the place, and closed nowhere. Of those that are closed by
    /// something that was meant for another one, indentation tells.
    fn never_closed(&self, span: Span, opened: Option<Span>) -> Option<Span> {
        let mut before = self.brackets.unclosed.iter();
        let blamed = match opened.filter(|o| self.brackets.unclosed.contains(o)) {
            Some(opened) => opened,
            None => *before.rfind(|b| b.end <= span.start)?,
        };
        let inner = self.brackets.askew.iter();
        let mut inner = inner.filter(|a| a.start > blamed.start && a.end <= span.start);
        let is_brace = blamed.slice(self.text) == "{";
        Some(inner.next().copied().filter(|_| is_brace).unwrap_or(blamed))
    }

    /// The token at or behind the start of the place; empty at the end of the file.
    fn token_at(&self, span: Span) -> Span {
        let rest = &self.text[span.range().start..];
        let start = span.range().start + (rest.len() - rest.trim_start().len());
        if start >= self.text.len() {
            return Span::at(self.text.len());
        }
        let known = self.tokens.iter().find(|t| t.range().start == start);
        known.copied().unwrap_or_else(|| word(self.text, start))
    }

    fn before(&self, span: Span) -> Option<Span> {
        let end = self.tokens.partition_point(|t| t.end <= span.start);
        self.tokens[..end].last().copied()
    }
}

/// What the parser wanted.
enum Expected<'m> {
    /// One token, as it calls it.
    Token(&'m str),
    /// The first of these, or the second, which closes a list.
    Separator(&'m str, &'m str),
    /// The end of a statement.
    Semicolon,
}

fn expected(message: &str) -> Option<Expected<'_>> {
    if message.starts_with("Expected a semicolon") {
        return Some(Expected::Semicolon);
    }
    let wanted = message
        .strip_prefix("Expected `")?
        .split(" but found")
        .next()?;
    let mut parts = wanted.split('`').filter(|p| *p != " or ");
    let first = parts.next()?;
    Some(match parts.next().filter(|p| !p.is_empty()) {
        Some(second) => Expected::Separator(first, second),
        None => Expected::Token(first),
    })
}

/// The length of the quote of word processors that a token starts with: the tolerant tree takes it for
/// a letter.
fn word_processed(token: &str) -> Option<usize> {
    let first = token.chars().next()?;
    "“”„‘’".contains(first).then(|| first.len_utf8())
}

/// What to write for a word or a sign of another language.
fn foreign(word: &str) -> Option<&'static str> {
    Some(match word {
        "def" => "`function`",
        "elif" => "`else if`",
        "and" => "`&&`",
        "or" => "`||`",
        "not" => "`!`",
        "except" => "`catch`",
        "pass" => "`{}`",
        "raise" => "`throw`",
        "lambda" => "`(x) => …`",
        _ if word.starts_with('#') => "`//` before a comment",
        "“" | "”" | "„" => "`\"`",
        "‘" | "’" => "`'`",
        _ => return None,
    })
}

/// The word of TypeScript that these letters are, in another order or but for one.
fn misspelt(word: &str) -> Option<&'static str> {
    const WORDS: &[&str] = &[
        "function",
        "export",
        "import",
        "return",
        "const",
        "async",
        "await",
        "interface",
        "class",
    ];
    if word.len() < 4 || WORDS.contains(&word) {
        return None;
    }
    WORDS.iter().find(|w| is_near(w, word)).copied()
}

/// Whether a word is another one in another order, or but for one letter.
fn is_near(word: &str, written: &str) -> bool {
    let sorted = |w: &str| {
        let mut letters: Vec<char> = w.chars().collect();
        letters.sort_unstable();
        letters
    };
    let lacks_one = |long: &str, short: &str| {
        long.len() == short.len() + 1
            && (0..long.len()).any(|i| {
                long.is_char_boundary(i + 1)
                    && long.get(..i) == short.get(..i)
                    && long.get(i + 1..) == short.get(i..)
            })
    };
    sorted(word) == sorted(written) || lacks_one(word, written) || lacks_one(written, word)
}

/// All tokens but comments. Texts and regular expressions are one each.
fn tokens(tree: &Tree) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        let whole = matches!(node.kind(), "string" | "regex" | "comment");
        if (whole || !cursor.goto_first_child()) && is_token(node) {
            tokens.push(Span::new(node.start_byte(), node.end_byte()));
        } else if !whole && cursor.node() != node {
            continue;
        }
        if !forward(&mut cursor) {
            return tokens;
        }
    }
}

fn is_token(node: Node<'_>) -> bool {
    node.kind() != "comment" && node.start_byte() < node.end_byte()
}

/// To the next node that is not inside this one.
fn forward(cursor: &mut TreeCursor<'_>) -> bool {
    while !cursor.goto_next_sibling() {
        if !cursor.goto_parent() {
            return false;
        }
    }
    true
}

fn brackets(text: &str, tokens: &[Span]) -> Brackets {
    let mut found = Brackets::default();
    // The brackets that are open, each with what its line starts with.
    let mut open: Vec<(Span, &str)> = Vec::new();
    let (mut seen, mut line) = (0, 0);
    for token in tokens {
        let start = token.range().start;
        line = text[seen..start]
            .rfind(['\n', '\r'])
            .map_or(line, |at| seen + at + 1);
        seen = start;
        let indent = || leading(&text[line..], is_blank);
        let close = token.slice(text);
        let wanted: &[&str] = match close {
            "(" | "[" | "{" | "${" => {
                open.push((*token, indent()));
                continue;
            }
            ")" => &["("],
            "]" => &["["],
            "}" => &["{", "${"],
            _ => continue,
        };
        let is_wanted = |(opener, _): &(Span, &str)| wanted.contains(&opener.slice(text));
        let Some(at) = open.iter().rposition(is_wanted) else {
            found.unopened.push(*token);
            continue;
        };
        found.unclosed.extend(open.drain(at + 1..).map(|(o, _)| o));
        let Some((opener, inner)) = open.pop() else {
            continue;
        };
        let outer = indent();
        let starts_line = line > 0 && text[line..start] == *outer && text[..line].ends_with('\n');
        if close == "}" && starts_line && inner.len() > outer.len() && inner.starts_with(outer) {
            found.askew.push(opener);
        }
    }
    found.unclosed.extend(open.into_iter().map(|(o, _)| o));
    found.unclosed.sort_by_key(|s| s.start);
    found.askew.sort_by_key(|s| s.start);
    found
}
