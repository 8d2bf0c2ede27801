//! What stands round a node, of which only the tokens tell: brackets and keywords.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Reading;

impl<'t> Reading<'t> {
    /// The tokens from `offset` on, without comments and line breaks.
    pub(super) fn after(&self, offset: TextSize) -> impl Iterator<Item = &'t Token> + use<'t> {
        let first = self.tokens.partition_point(|t| t.end() <= offset);
        self.tokens[first..]
            .iter()
            .filter(|t| !is_between(t.kind()))
    }

    /// The tokens that end at `offset` or before it, the last one first, without comments and line breaks.
    fn before(&self, offset: TextSize) -> impl Iterator<Item = &'t Token> + use<'t> {
        let end = self.tokens.partition_point(|t| t.start() < offset);
        let tokens = self.tokens[..end].iter().rev();
        tokens.filter(|t| !is_between(t.kind()))
    }

    /// The first token of this kind from `offset` on: where it begins.
    pub(super) fn next(&self, kind: TokenKind, offset: TextSize) -> TextSize {
        let mut after = self.after(offset);
        let found = after.find(|t| t.kind() == kind);
        found.map_or(offset, Ranged::start)
    }

    /// The last token of this kind before `offset`: where it begins.
    pub(super) fn previous(&self, kind: TokenKind, offset: TextSize) -> TextSize {
        let mut before = self.before(offset);
        let found = before.find(|t| t.kind() == kind);
        found.map_or(offset, Ranged::start)
    }

    /// What stands there with all round brackets that open right before it and close right behind it.
    /// Only for what cannot itself begin or end right at the bracket of something else.
    pub(super) fn bracketed(&self, inner: impl Ranged) -> TextRange {
        let before = self.before(inner.start());
        let open = before.take_while(|t| t.kind() == TokenKind::Lpar).last();
        let start = open.map_or(inner.start(), Ranged::start);
        TextRange::new(start, self.closed(inner))
    }

    /// Where the last of the round brackets closes that close right behind something.
    pub(super) fn closed(&self, inner: impl Ranged) -> TextSize {
        let after = self.after(inner.end());
        let close = after.take_while(|t| t.kind() == TokenKind::Rpar).last();
        close.map_or(inner.end(), Ranged::end)
    }
}

/// Whether a token may stand anywhere between two others.
fn is_between(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Comment
            | TokenKind::Newline
            | TokenKind::NonLogicalNewline
            | TokenKind::Indent
            | TokenKind::Dedent
    )
}
