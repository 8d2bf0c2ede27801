//! Semantic tokens as the protocol has them: numbers, each token counted from the one before.

use std::sync::Arc;

use ide::{Token, TokenKind};
use syntax::Span;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::requests::{self, Request};
use super::server::Backend;

/// What the numbers of a token's kind stand for.
pub(super) fn legend() -> lsp::SemanticTokensLegend {
    lsp::SemanticTokensLegend {
        token_types: TYPES.to_vec(),
        token_modifiers: vec![lsp::SemanticTokenModifier::DECLARATION, UNRESOLVED],
    }
}

/// A modifier of our own: what it is about is not there.
const UNRESOLVED: lsp::SemanticTokenModifier = lsp::SemanticTokenModifier::new("unresolved");

const TYPES: [lsp::SemanticTokenType; 13] = [
    lsp::SemanticTokenType::FUNCTION,
    lsp::SemanticTokenType::PARAMETER,
    lsp::SemanticTokenType::KEYWORD,
    lsp::SemanticTokenType::COMMENT,
    lsp::SemanticTokenType::STRING,
    lsp::SemanticTokenType::NUMBER,
    lsp::SemanticTokenType::REGEXP,
    lsp::SemanticTokenType::METHOD,
    lsp::SemanticTokenType::PROPERTY,
    lsp::SemanticTokenType::CLASS,
    lsp::SemanticTokenType::TYPE,
    lsp::SemanticTokenType::NAMESPACE,
    lsp::SemanticTokenType::DECORATOR,
];

fn kind(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Step | TokenKind::Function => 0,
        TokenKind::Parameter => 1,
        TokenKind::Keyword => 2,
        TokenKind::Comment => 3,
        TokenKind::String => 4,
        TokenKind::Number => 5,
        TokenKind::Regexp => 6,
        TokenKind::Method => 7,
        TokenKind::Property => 8,
        TokenKind::Class => 9,
        TokenKind::Type => 10,
        TokenKind::Namespace => 11,
        TokenKind::Decorator => 12,
    }
}

/// What a client was given for an open document, so that it can be given the difference.
#[derive(Clone, Debug)]
pub(super) struct Given {
    id: u64,
    tokens: Arc<[lsp::SemanticToken]>,
}

/// Numbers of one token in the protocol.
const NUMBERS: usize = 5;

impl Backend {
    pub(super) async fn all_tokens(&self, uri: &lsp::Uri) -> Result<Option<lsp::SemanticTokens>> {
        let tokens = requests::answer(&self.shared, uri, |r| tokens(&r, None)).await?;
        Ok(tokens.map(|tokens| {
            let tokens: Arc<[_]> = tokens.into();
            lsp::SemanticTokens {
                result_id: self.keep(uri, &tokens),
                data: tokens.to_vec(),
            }
        }))
    }

    /// What is another than it was in the answer of this id; all of it where that is not known.
    pub(super) async fn changed_tokens(
        &self,
        uri: &lsp::Uri,
        before: &str,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        let given = convert::path(uri).and_then(|path| {
            let state = self.shared.lock();
            let given = state.open.get(&path)?.given_tokens.clone()?;
            (given.id.to_string() == before).then_some(given)
        });
        let Some(now) = self.all_tokens(uri).await? else {
            return Ok(None);
        };
        Ok(Some(match given {
            Some(given) => lsp::SemanticTokensDelta {
                result_id: now.result_id,
                edits: difference(&given.tokens, &now.data),
            }
            .into(),
            None => now.into(),
        }))
    }

    /// Keeps what the client is given for an open document; its id. `None`: the document is not open.
    fn keep(&self, uri: &lsp::Uri, tokens: &Arc<[lsp::SemanticToken]>) -> Option<String> {
        let path = convert::path(uri)?;
        let mut state = self.shared.lock();
        state.tokens_given += 1;
        let id = state.tokens_given;
        let open = state.open.get_mut(&path)?;
        open.given_tokens = Some(Given {
            id,
            tokens: Arc::clone(tokens),
        });
        Some(id.to_string())
    }
}

/// The tokens of a document, or of those that touch a part of it.
pub(super) fn tokens(request: &Request, part: Option<lsp::Range>) -> Vec<lsp::SemanticToken> {
    let encoding = request.client.encoding;
    let offset = |at| convert::offset(&request.file, at, encoding);
    let part = match part {
        Some(range) => Span::new(offset(range.start), offset(range.end)),
        None => Span::new(0, request.file.text().len()),
    };
    let found = request.snapshot.tokens(request.id, part);
    let spans: Vec<Span> = found.iter().map(|t| t.span).collect();
    let ranges = convert::ranges(&request.file, &spans, encoding);
    let mut before = lsp::Position::default();
    let token = |(token, range): (Token, lsp::Range)| {
        let start = range.start;
        let is_same_line = start.line == before.line;
        let from = if is_same_line { before.character } else { 0 };
        let delta_line = start.line - before.line;
        before = start;
        lsp::SemanticToken {
            delta_line,
            delta_start: start.character - from,
            length: range.end.character.saturating_sub(start.character),
            token_type: kind(token.kind),
            token_modifiers_bitset: u32::from(token.declares) | u32::from(token.unresolved) << 1,
        }
    };
    found.into_iter().zip(ranges).map(token).collect()
}

/// One replacement that makes `new` of `old`, or none.
fn difference(
    old: &[lsp::SemanticToken],
    new: &[lsp::SemanticToken],
) -> Vec<lsp::SemanticTokensEdit> {
    let same = |(a, b): &(&lsp::SemanticToken, &lsp::SemanticToken)| a == b;
    let start = old.iter().zip(new).take_while(same).count();
    if start == old.len() && start == new.len() {
        return Vec::new();
    }
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let end = pairs.take_while(same).count();
    vec![lsp::SemanticTokensEdit {
        start: (start * NUMBERS) as u32,
        delete_count: ((old_rest.len() - end) * NUMBERS) as u32,
        data: Some(new_rest[..new_rest.len() - end].to_vec()),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_makes_one_of_the_other() {
        let token = |n: u32| lsp::SemanticToken {
            delta_line: n,
            delta_start: 0,
            length: 1,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        let all: [&[u32]; 6] = [&[], &[1], &[1, 2], &[1, 1, 2], &[2, 1], &[1, 3, 1, 2]];
        for old in all {
            for new in all {
                let tokens =
                    |numbers: &[u32]| numbers.iter().copied().map(token).collect::<Vec<_>>();
                let (mut made, new) = (tokens(old), tokens(new));
                for edit in difference(&made.clone(), &new) {
                    let (start, count) = (edit.start as usize / 5, edit.delete_count as usize / 5);
                    made.splice(start..start + count, edit.data.unwrap_or_default());
                }
                assert_eq!(made, new);
            }
        }
    }
}
