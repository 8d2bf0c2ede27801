//! What the Python parser finds, in words for people who are no parsers: what is wrong, and what to do.
//!
//! The parser says what it would have liked to read next. Whoever forgot something looks for what is
//! missing, so each of its kinds of error is turned round here, with the words around it.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{LexicalErrorType, ParseErrorType};

use super::python_sentences::{in_text, tabbed};
use super::{Problem, Said, last_char, said, short, visible};
use crate::Span;
use crate::text::{self, leading, line_start};

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
            return Problem::new(
                Span::new(start, start + CONFLICT.len()),
                said(
                    "a merge conflict is left in the file",
                    "keep one side and remove the three markers",
                ),
            );
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
        Problem::new(shown(self.text, span), self.words(error, span))
    }

    fn words(&self, error: &ParseErrorType, span: Span) -> Said {
        use ParseErrorType as E;
        match error {
            E::ExpectedToken { expected, found } => self.expected(*expected, *found, span),
            E::ExpectedExpression | E::EmptySlice => self.no_value(span),
            E::OtherError(message) => self.other(message, span),
            E::SimpleStatementsOnSameLine | E::UnexpectedExpressionToken => self.beside(span),
            E::FStringError(error) | E::TStringError(error) => in_text(error),
            E::Lexical(error) => self.lexical(error, span),
            E::SimpleAndCompoundStatementOnSameLine => own_line(self.found(span)),
            E::UnexpectedTokenAfterAsync(_) => said(
                "`def` is missing after `async`",
                "write `async def main(…):`",
            ),
            E::InvalidArgumentUnpackingOrder => {
                said("`*…` cannot stand after `**…` in a call", "write it before")
            }
            E::IterableUnpackingInComprehension => "`*…` cannot be used in a comprehension".into(),
            E::UnparenthesizedNamedExpression => "`:=` needs brackets around it here".into(),
            E::UnparenthesizedTupleExpression => {
                "several values need brackets around them here".into()
            }
            E::UnparenthesizedGeneratorExpression => {
                "`… for … in …` needs brackets around it here".into()
            }
            E::InvalidYieldExpressionUsage => "`yield` needs brackets around it here".into(),
            E::InvalidLambdaExpressionUsage => "`lambda` needs brackets around it here".into(),
            E::InvalidStarredExpressionUsage => "`*…` cannot be used here".into(),
            E::InvalidStarPatternUsage => "`*…` cannot be used in this pattern".into(),
            E::InvalidMatchPatternTarget => "`_` cannot be used as a name here".into(),
            E::PositionalAfterKeywordArgument => said(
                "a value without a name stands after one with a name",
                "write it before that one, or give its name too",
            ),
            E::PositionalAfterKeywordUnpacking => {
                said("a value stands after `**…` in a call", "write it before")
            }
            E::EmptyGlobalNames => "a name is missing after `global`".into(),
            E::EmptyNonlocalNames => "a name is missing after `nonlocal`".into(),
            E::EmptyDeleteTargets => {
                said("it is not said what to delete", "write a name after `del`")
            }
            E::EmptyImportNames => said(
                "it is not said what to import",
                "write a name after `import`",
            ),
            E::EmptyTypeParams => said(
                "the square brackets are empty",
                "write a name in them, or remove them",
            ),
            E::ParamAfterVarKeywordParam => said(
                "a parameter stands after the one with `**`",
                "write it before that one",
            ),
            E::NonDefaultParamAfterDefaultParam => said(
                "a parameter without default stands after one with a default",
                "write it before that one, or give it a default too",
            ),
            E::ExpectedKeywordParam => "a parameter is missing after `*`".into(),
            E::VarParameterWithDefault => said(
                "a parameter with `*` or `**` has a default",
                "remove the default",
            ),
            E::ExpectedRealNumber | E::ExpectedImaginaryNumber => {
                "this is not a number that a `case` can compare with".into()
            }
            E::UnexpectedIndentation if self.is_tabbed(span) => tabbed(),
            E::UnexpectedIndentation if self.is_first(span) => {
                said("the first line is indented", "remove the spaces before it")
            }
            E::UnexpectedIndentation => said(
                "this line is indented further than the one above",
                "remove the spaces before it, or end the line above with a `:`",
            ),
            // `main(x: int):` is read as a call with an annotation.
            E::InvalidAnnotatedAssignmentTarget if span.slice(self.text).ends_with(')') => said(
                "`def` is missing at the start of this line",
                "write `def main(…):`",
            ),
            E::InvalidAssignmentTarget if span.slice(self.text).ends_with("==") => {
                said("`===` is not Python", "write `==`")
            }
            E::InvalidAssignmentTarget
            | E::InvalidAnnotatedAssignmentTarget
            | E::InvalidNamedAssignmentTarget
            | E::InvalidAugmentedAssignmentTarget => said(
                "nothing can be assigned to this",
                "write a name before the `=`, or `==` to compare",
            ),
            E::InvalidDeleteTarget => said("this cannot be deleted", "write a name after `del`"),
            E::UnexpectedIpythonEscapeCommand => said(
                "this is a command of a notebook, not Python",
                "remove the line",
            ),
            E::StringAnnotationError(_) => self.no_fit(span),
        }
    }

    /// The parser wanted one token and found another.
    fn expected(&self, expected: TokenKind, found: TokenKind, span: Span) -> Said {
        use TokenKind as T;
        let sign = short(self.found(span));
        if let Some(said) = self.foreign(span) {
            return said;
        }
        let ends = matches!(found, T::Newline | T::EndOfFile | T::Dedent | T::Indent);
        match expected {
            T::Colon if found == T::Equal => said("`=` stores a value", "write `==` to compare"),
            T::Colon if ends => "a `:` is missing at the end of this line".into(),
            T::Colon if found == T::If && self.word_before(span) == "else" => {
                said("`else if` is not Python", "write `elif`")
            }
            _ if matches!(found, T::Rpar | T::Rsqb | T::Rbrace) && !self.is_open_before(span) => {
                said(format!("`{sign}` closes nothing"), "remove it")
            }
            T::Rpar | T::Rsqb | T::Rbrace if !ends => said(
                format!("something is missing before `{sign}`"),
                format!("a comma, perhaps, or {expected}"),
            ),
            T::Comma if !ends => said(
                format!("something is missing before `{sign}`"),
                "a comma, perhaps",
            ),
            T::Newline => said(
                format!("`{sign}` does not fit here"),
                "start a new line before it",
            ),
            T::Indent | T::Dedent | T::EndOfFile | T::Name if ends => {
                "something is missing at the end of this line".into()
            }
            _ if ends => format!("{expected} is missing at the end of this line").into(),
            T::Indent | T::Dedent | T::EndOfFile | T::Name => self.no_fit(span),
            _ => format!("{expected} is missing before `{sign}`").into(),
        }
    }

    /// A value was wanted.
    pub(super) fn no_value(&self, span: Span) -> Said {
        if let Some(said) = self.foreign(span) {
            return said;
        }
        let (before, found) = (self.word_before(span), self.found(span));
        match found {
            _ if is_blank(self.text, span) && before.is_empty() => {
                "something is missing here".into()
            }
            _ if is_blank(self.text, span) => {
                format!("something is missing after `{}`", short(before)).into()
            }
            ")" | "]" | "}" if !self.is_open_before(span) => {
                said(format!("`{found}` closes nothing"), "remove it")
            }
            ")" | "]" | "}" | "," | ":" | "=" if !before.is_empty() => format!(
                "a value is missing between `{}` and `{found}`",
                short(before)
            )
            .into(),
            _ => said(
                format!("`{}` does not fit here", short(found)),
                "a value is missing before it",
            ),
        }
    }

    /// Two things on a line with nothing between them.
    fn beside(&self, span: Span) -> Said {
        if let Some(said) = self.foreign(span) {
            return said;
        }
        let (before, found) = (self.word_before(span), self.found(span));
        match before {
            "print" | "exec" => said(
                format!("`{before}` needs brackets"),
                format!("write `{before}(…)`"),
            ),
            _ => said(
                format!(
                    "something is missing between `{}` and `{}`",
                    short(before),
                    short(found)
                ),
                "an operator, a comma or a new line, perhaps",
            ),
        }
    }

    /// What is found stands where nothing like it can.
    pub(super) fn no_fit(&self, span: Span) -> Said {
        format!("`{}` does not fit here", short(self.found(span))).into()
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

    /// The text of the token at the place, up to the end of its line.
    pub(super) fn found(&self, span: Span) -> &'t str {
        let start = span.start as usize;
        let token = self
            .tokens
            .iter()
            .find(|(_, at)| at.start as usize == start && !at.is_empty());
        let text = match token {
            Some((_, at)) => at.slice(self.text),
            None => shown(self.text, span).slice(self.text),
        };
        text.lines().next().unwrap_or_default()
    }

    /// The token before the place on its line; empty where there is none.
    pub(super) fn word_before(&self, span: Span) -> &'t str {
        let line = self.line_start(span.start as usize);
        let before = self.tokens.iter().rev().find(|(_, at)| {
            at.end <= span.start
                && at.start as usize >= line
                && !at.slice(self.text).trim().is_empty()
        });
        before.map_or("", |(_, at)| self.found(*at))
    }

    /// Whether no code stands before the place.
    fn is_first(&self, span: Span) -> bool {
        self.text[..(span.start as usize).min(self.text.len())]
            .lines()
            .all(|l| l.trim().is_empty() || l.trim_start().starts_with('#'))
    }

    /// Whether nothing but space stands before the place on its line.
    pub(super) fn starts_line(&self, span: Span) -> bool {
        let start = (span.start as usize).min(self.text.len());
        self.text[self.line_start(start)..start].trim().is_empty()
    }

    /// Whether the line is indented with tabs and another one with spaces.
    pub(super) fn is_tabbed(&self, span: Span) -> bool {
        let line = &self.text[self.line_start(span.start as usize)..];
        let indent = |l: &str| leading(l, text::is_blank).to_owned();
        let spaces = self
            .text
            .lines()
            .any(|l| l.starts_with(' ') && !l.trim().is_empty());
        spaces && indent(line).contains('\t')
    }

    pub(super) fn line_start(&self, offset: usize) -> usize {
        line_start(self.text, offset.min(self.text.len()))
    }
}

/// A word that begins a block stands behind something else.
pub(super) fn own_line(word: &str) -> Said {
    said(
        format!("`{}` needs a line of its own", short(word)),
        "start a new line before it",
    )
}

/// How a side of a merge conflict begins.
pub(super) const CONFLICT: &str = "<<<<<<<";

/// Whether nothing can be seen at the place: the line or the file ends there.
pub(super) fn is_blank(text: &str, span: Span) -> bool {
    let rest = &text[(span.start as usize).min(text.len())..];
    rest.is_empty() || rest.starts_with(['\n', '\r']) || span.is_empty() && rest.trim().is_empty()
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
