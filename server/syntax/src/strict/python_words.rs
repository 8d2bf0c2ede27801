//! What the Python parser finds, in words for people who are no parsers: what is wrong, and, behind
//! `; `, what to do.
//!
//! The parser says what it would have liked to read next. Whoever forgot something looks for what is
//! missing, so each of its kinds of error is turned round here, with the words around it.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType, ParseErrorType};

use super::{Problem, last_char, visible};
use crate::Span;

/// A text with its tokens, comments and line breaks inside brackets left out.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    tokens: Vec<(TokenKind, Span)>,
}

impl<'t> Source<'t> {
    pub(super) fn new(
        text: &'t str,
        tokens: impl Iterator<Item = (TokenKind, Span)>,
    ) -> Source<'t> {
        let counts = |(kind, _): &(TokenKind, Span)| {
            !matches!(kind, TokenKind::Comment | TokenKind::NonLogicalNewline)
        };
        Source {
            text,
            tokens: tokens.filter(counts).collect(),
        }
    }

    /// The error in words, at the text that is to blame.
    pub(super) fn tell(&self, error: &ParseErrorType, span: Span) -> Problem {
        if self.text[self.line_start(span.start as usize)..].starts_with(CONFLICT) {
            let start = self.line_start(span.start as usize);
            return Problem {
                span: Span::new(start, start + CONFLICT.len()),
                message: "a merge conflict is left in the file; keep one side and remove the three markers".to_owned(),
            };
        }
        use ParseErrorType as E;
        let at_end = matches!(error, E::Lexical(LexicalErrorType::Eof));
        let may_be_bracket = match error {
            E::ExpectedToken { .. } | E::ExpectedExpression | E::SimpleStatementsOnSameLine => true,
            E::OtherError(message) => message.starts_with("Expected an identifier"),
            _ => at_end,
        };
        if let Some(open) = self.never_closed(span, at_end).filter(|_| may_be_bracket) {
            return Problem::never_closed(self.text, open);
        }
        Problem {
            span: shown(self.text, span),
            message: self.words(error, span),
        }
    }

    fn words(&self, error: &ParseErrorType, span: Span) -> String {
        use ParseErrorType as E;
        let known = match error {
            E::ExpectedToken { expected, found } => return self.expected(*expected, *found, span),
            E::ExpectedExpression | E::EmptySlice => return self.no_value(span),
            E::OtherError(message) => return self.other(message, span),
            E::SimpleStatementsOnSameLine | E::UnexpectedExpressionToken => {
                return self.beside(span);
            }
            E::FStringError(error) | E::TStringError(error) => in_text(error),
            E::Lexical(error) => return self.lexical(error, span),
            E::SimpleAndCompoundStatementOnSameLine => {
                let found = self.found(span);
                return format!("`{found}` needs a line of its own; start a new line before it");
            }
            E::UnexpectedTokenAfterAsync(_) => {
                "`def` is missing after `async`; write `async def main(…):`"
            }
            E::InvalidArgumentUnpackingOrder => {
                "`*…` cannot stand after `**…` in a call; write it before"
            }
            E::IterableUnpackingInComprehension => "`*…` cannot be used in a comprehension",
            E::UnparenthesizedNamedExpression => "`:=` needs brackets around it here",
            E::UnparenthesizedTupleExpression => "several values need brackets around them here",
            E::UnparenthesizedGeneratorExpression => "`… for … in …` needs brackets around it here",
            E::InvalidYieldExpressionUsage => "`yield` needs brackets around it here",
            E::InvalidLambdaExpressionUsage => "`lambda` needs brackets around it here",
            E::InvalidStarredExpressionUsage => "`*…` cannot be used here",
            E::InvalidStarPatternUsage => "`*…` cannot be used in this pattern",
            E::InvalidMatchPatternTarget => "`_` cannot be used as a name here",
            E::PositionalAfterKeywordArgument => {
                "a value without a name stands after one with a name; write it before that one, or give its name too"
            }
            E::PositionalAfterKeywordUnpacking => {
                "a value stands after `**…` in a call; write it before"
            }
            E::EmptyGlobalNames => "a name is missing after `global`",
            E::EmptyNonlocalNames => "a name is missing after `nonlocal`",
            E::EmptyDeleteTargets => "it is not said what to delete; write a name after `del`",
            E::EmptyImportNames => "it is not said what to import; write a name after `import`",
            E::EmptyTypeParams => {
                "the square brackets are empty; write a name in them, or remove them"
            }
            E::ParamAfterVarKeywordParam => {
                "a parameter stands after the one with `**`; write it before that one"
            }
            E::NonDefaultParamAfterDefaultParam => {
                "a parameter without default stands after one with a default; write it before that one, or give it a default too"
            }
            E::ExpectedKeywordParam => "a parameter is missing after `*`",
            E::VarParameterWithDefault => {
                "a parameter with `*` or `**` has a default; remove the default"
            }
            E::ExpectedRealNumber | E::ExpectedImaginaryNumber => {
                "this is not a number that a `case` can compare with"
            }
            E::UnexpectedIndentation if self.is_tabbed(span) => TABBED,
            E::UnexpectedIndentation => {
                "this line is indented further than the one above; remove the spaces before it, or end the line above with a `:`"
            }
            // `main(x: int):` is read as a call with an annotation.
            E::InvalidAnnotatedAssignmentTarget if span.slice(self.text).ends_with(')') => {
                "`def` is missing at the start of this line; write `def main(…):`"
            }
            E::InvalidAssignmentTarget if span.slice(self.text).ends_with("==") => {
                "`===` is not Python; write `==`"
            }
            E::InvalidAssignmentTarget
            | E::InvalidAnnotatedAssignmentTarget
            | E::InvalidNamedAssignmentTarget
            | E::InvalidAugmentedAssignmentTarget => {
                "nothing can be assigned to this; write a name before the `=`, or `==` to compare"
            }
            E::InvalidDeleteTarget => "this cannot be deleted; write a name after `del`",
            E::UnexpectedIpythonEscapeCommand => {
                "this is a command of a notebook, not Python; remove the line"
            }
            E::StringAnnotationError(message) => return plain(message),
        };
        known.to_owned()
    }

    /// The parser wanted one token and found another.
    fn expected(&self, expected: TokenKind, found: TokenKind, span: Span) -> String {
        use TokenKind as T;
        let sign = self.found(span);
        if let Some(said) = self.foreign(span) {
            return said;
        }
        let ends = matches!(found, T::Newline | T::EndOfFile | T::Dedent | T::Indent);
        match expected {
            T::Colon if found == T::Equal => "`=` stores a value; write `==` to compare".to_owned(),
            T::Colon if ends => "a `:` is missing at the end of this line".to_owned(),
            T::Colon if found == T::If && self.word_before(span) == "else" => {
                "`else if` is not Python; write `elif`".to_owned()
            }
            T::Rpar | T::Rsqb | T::Rbrace if !ends => {
                format!("something is missing before `{sign}`; a comma, perhaps, or {expected}")
            }
            T::Comma if !ends => format!("something is missing before `{sign}`; a comma, perhaps"),
            T::Newline => format!("`{sign}` does not fit here; start a new line before it"),
            _ if ends => format!("{expected} is missing at the end of this line"),
            T::Indent | T::Dedent | T::EndOfFile | T::Name => format!("`{sign}` does not fit here"),
            _ => format!("{expected} is missing before `{sign}`"),
        }
    }

    /// A value was wanted.
    fn no_value(&self, span: Span) -> String {
        if let Some(said) = self.foreign(span) {
            return said;
        }
        let (before, found) = (self.word_before(span), self.found(span));
        match found {
            _ if is_blank(self.text, span) && before.is_empty() => {
                "something is missing here".to_owned()
            }
            _ if is_blank(self.text, span) => format!("something is missing after `{before}`"),
            ")" | "]" | "}" if !self.is_open_before(span) => {
                format!("`{found}` closes nothing; remove it")
            }
            ")" | "]" | "}" | "," | ":" | "=" if !before.is_empty() => {
                format!("a value is missing between `{before}` and `{found}`")
            }
            _ => format!("`{found}` does not fit here; a value is missing before it"),
        }
    }

    /// Two things on a line with nothing between them.
    fn beside(&self, span: Span) -> String {
        if let Some(said) = self.foreign(span) {
            return said;
        }
        let (before, found) = (self.word_before(span), self.found(span));
        match before {
            "print" | "exec" => format!("`{before}` needs brackets; write `{before}(…)`"),
            _ => format!(
                "something is missing between `{before}` and `{found}`; an operator, a comma or a new line, perhaps"
            ),
        }
    }

    fn other(&self, message: &str, span: Span) -> String {
        let found = self.found(span);
        match message {
            "Expected a statement" | "Expected a simple statement" | "Invalid Syntax" => {
                if let Some(said) = self.foreign(span) {
                    return said;
                }
                return match found {
                    "else" | "elif" => {
                        format!("this `{found}` belongs to no `if`; indent it like the `if`")
                    }
                    "except" | "finally" => {
                        format!("this `{found}` belongs to no `try`; indent it like the `try`")
                    }
                    ")" | "]" | "}" => format!("`{found}` closes nothing; remove it"),
                    _ => format!("no line can start with `{found}`"),
                };
            }
            "Expected an identifier" | "Expected a parameter name" => {
                return match is_blank(self.text, span) {
                    true => format!("a name is missing after `{}`", self.word_before(span)),
                    false => format!("`{found}` is not a name; write a name here"),
                };
            }
            "Expected `except` or `finally` after `try` block" => {
                return "`except` or `finally` is missing after this `try`; write one of them below it, indented like the `try`"
                    .to_owned();
            }
            _ => {}
        }
        let keyword = message.strip_prefix("Expected an identifier, but found a keyword ");
        if let Some(word) = keyword.and_then(|k| k.split('`').nth(1)) {
            return format!(
                "`{word}` is a word of Python and cannot be a name; write `{word}_`, for example"
            );
        }
        if message.starts_with("Expected an indented block after ") {
            return format!(
                "{}; indent what belongs to it by four spaces",
                plain(message)
            );
        }
        let known = match message {
            "Expected a module name" => "a module's name is missing after `from`",
            "Expected an import name" | "Expected an import name or a ')'" => {
                "a name is missing after `import`"
            }
            "Expected name after `as`" | "Expected symbol after `as`" => {
                "a name is missing after `as`"
            }
            "Expected one or more exception types" => {
                "the name of an exception is missing after `except`"
            }
            "Trailing comma not allowed" => "a comma is left at the end; remove it",
            "Expected a delete target" => "it is not said what to delete; write a name after `del`",
            "Expected an assignment target" => "a name is missing here",
            "Expected `case` block" => "`match` needs a `case` below it, indented",
            "Star import must be the only import" | "Star import cannot be parenthesized" => {
                "`import *` can have nothing beside the star"
            }
            "Missing closing brace `}`" => "a `}` is missing",
            "Missing closing bracket `]`" => "a `]` is missing",
            "Missing closing parenthesis `)`" => "a `)` is missing",
            _ if message.contains("pattern") => "this is not a pattern that `case` can have",
            _ if message.starts_with("Expected an expression") => return self.no_value(span),
            _ if message.starts_with("Expected") => return format!("`{found}` does not fit here"),
            _ if message.chars().count() > MAX_SENTENCE => {
                return format!("`{found}` does not fit here");
            }
            _ => return plain(message),
        };
        known.to_owned()
    }

    fn lexical(&self, error: &LexicalErrorType, span: Span) -> String {
        use LexicalErrorType as L;
        match error {
            L::UnclosedStringError | L::StringError => unclosed(span.slice(self.text)),
            L::FStringError(error) | L::TStringError(error) => in_text(error).to_owned(),
            L::IndentationError if self.is_tabbed(span) => TABBED.to_owned(),
            L::IndentationError => {
                "this line is indented like no other line above it; indent it like the lines it belongs to".to_owned()
            }
            L::UnrecognizedToken { tok } => self.foreign(span).unwrap_or_else(|| match tok {
                '“' | '”' | '„' => format!("`{tok}` is a quote of word processors; write `\"`"),
                '‘' | '’' => format!("`{tok}` is a quote of word processors; write `'`"),
                '\u{a0}' | '\u{200b}' | '\u{feff}' => "this space is of a kind that Python does not take; write a plain space".to_owned(),
                _ => format!("`{tok}` has no meaning in Python here"),
            }),
            L::LineContinuationError => "nothing may follow a `\\` on its line; remove the `\\`, or what follows".to_owned(),
            L::Eof => "the file ends in the middle".to_owned(),
            L::InvalidByteLiteral => "a text with `b` before it takes plain letters only; remove the `b`, or the other letters".to_owned(),
            L::UnicodeError | L::MissingUnicodeLbrace | L::MissingUnicodeRbrace => {
                "a `\\` in this text stands before the wrong letter; write `\\\\` for a plain backslash".to_owned()
            }
            L::OtherError(message) => self.other(message, span),
        }
    }

    /// The bracket to blame for an error: open before it, and closed nowhere. A parser that has one
    /// open sees the mistake only where the lines below make no sense any more.
    fn never_closed(&self, span: Span, at_end: bool) -> Option<Span> {
        let mut open: Vec<(Span, bool)> = Vec::new();
        let mut strings = 0usize;
        for (kind, at) in &self.tokens {
            match kind {
                TokenKind::FStringStart | TokenKind::TStringStart => strings += 1,
                TokenKind::FStringEnd | TokenKind::TStringEnd => {
                    strings = strings.saturating_sub(1)
                }
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                    open.push((*at, strings > 0))
                }
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        let blamed = open.iter().rfind(|(at, _)| at.start < span.end || at_end);
        // What an f-string leaves open is told as such.
        blamed.filter(|(_, in_text)| !in_text).map(|(at, _)| *at)
    }

    /// Whether a bracket is open before this place.
    fn is_open_before(&self, span: Span) -> bool {
        let before = self
            .tokens
            .iter()
            .take_while(|(_, at)| at.start < span.start);
        let mut open = 0usize;
        for (kind, _) in before {
            match kind {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open = open.saturating_sub(1)
                }
                _ => {}
            }
        }
        open > 0
    }

    /// The text of the token at the place, on one line and not long.
    fn found(&self, span: Span) -> &'t str {
        let start = span.start as usize;
        let token = self
            .tokens
            .iter()
            .find(|(_, at)| at.start as usize == start && !at.is_empty());
        let text = match token {
            Some((_, at)) => at.slice(self.text),
            None => shown(self.text, span).slice(self.text),
        };
        let line = text.lines().next().unwrap_or_default();
        let end = line
            .char_indices()
            .nth(MAX_SHOWN)
            .map_or(line.len(), |(at, _)| at);
        &line[..end]
    }

    /// The token before the place on its line; empty where there is none.
    fn word_before(&self, span: Span) -> &'t str {
        let line = self.line_start(span.start as usize);
        let before = self.tokens.iter().rev().find(|(_, at)| {
            at.end <= span.start
                && at.start as usize >= line
                && !at.slice(self.text).trim().is_empty()
        });
        before.map_or("", |(_, at)| self.found(*at))
    }

    /// Whether the line is indented with tabs and another one with spaces.
    fn is_tabbed(&self, span: Span) -> bool {
        let line = &self.text[self.line_start(span.start as usize)..];
        let indent = |l: &str| l[..l.len() - l.trim_start_matches([' ', '\t']).len()].to_owned();
        let spaces = self
            .text
            .lines()
            .any(|l| l.starts_with(' ') && !l.trim().is_empty());
        spaces && indent(line).contains('\t')
    }

    pub(super) fn line_start(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        self.text[..offset]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1)
    }
}

const TABBED: &str =
    "a tab stands before this line, and spaces before others; replace the tab with spaces";

/// How a side of a merge conflict begins.
pub(super) const CONFLICT: &str = "<<<<<<<";

/// Longest sentence of the parser's in characters that goes with ours on a line.
const MAX_SENTENCE: usize = 60;

/// Most characters of a token that are shown.
const MAX_SHOWN: usize = 14;

/// Whether nothing can be seen at the place: the line or the file ends there.
fn is_blank(text: &str, span: Span) -> bool {
    let rest = &text[(span.start as usize).min(text.len())..];
    rest.is_empty() || rest.starts_with(['\n', '\r']) || span.is_empty() && rest.trim().is_empty()
}

/// A text whose quote is missing at its end.
fn unclosed(text: &str) -> String {
    let quote = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let three = quote.starts_with("'''") || quote.starts_with("\"\"\"");
    match quote.chars().next() {
        Some(_) if three => format!(
            "this text is never closed; write `{}` where it ends",
            &quote[..3]
        ),
        Some(quote @ ('\'' | '"')) => {
            format!("this text is never closed; write `{quote}` at its end")
        }
        _ => "this text is never closed; write the quote at its end".to_owned(),
    }
}

fn in_text(error: &InterpolatedStringErrorType) -> &'static str {
    use InterpolatedStringErrorType as I;
    match error {
        I::UnclosedLbrace => {
            "a `{` in this text is never closed; write `}` behind the value, or `{{` for a plain brace"
        }
        I::SingleRbrace => "a `}` in this text closes nothing; write `}}` for a plain brace",
        I::InvalidConversionFlag | I::ConversionFlagNotImmediatelyAfterExclamation => {
            "only `!r`, `!s` or `!a` can stand behind a value in this text"
        }
        I::UnterminatedString => "this text is never closed; write the quote at its end",
        I::UnterminatedTripleQuotedString => {
            "this text is never closed; write the three quotes where it ends"
        }
        I::LambdaWithoutParentheses => "`lambda` needs brackets around it here",
        I::NewlineInFormatSpec => {
            "a line ends inside the braces of this text; use three quotes, or one line"
        }
    }
}

/// The parser's own sentence, where it says it well.
fn plain(message: &str) -> String {
    super::lower_first(message.trim_end_matches('.'))
}

/// The part of the span on its first line; where that shows nothing, the last character before it.
pub(super) fn shown(text: &str, span: Span) -> Span {
    let start = (span.start as usize).min(text.len());
    if text[start..].trim().is_empty() {
        return last_char(text);
    }
    match span.slice(text).find(['\n', '\r']).unwrap_or(span.len()) {
        0 => visible(text, start),
        len => Span::new(start, start + len),
    }
}
