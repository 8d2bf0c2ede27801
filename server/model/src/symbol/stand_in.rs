//! Steps in expressions that do not write `results.<id>`: the id that `error.step_id` is compared with, and the words
//! that mean the step before.

use syntax::Span;

use super::{Found, Role, Spelling};
use crate::flow::{Expression, Flow, ModuleKind, Position};

/// What ends a comparison on its right.
const AFTER: &[char] = &[')', ']', '}', '&', '|', '?', ':', ',', ';'];
/// What starts one on its left.
const BEFORE: &[char] = &['(', '[', '{', '&', '|', '?', ':', ',', ';'];
const EQUALS: &[&str] = &["===", "!==", "==", "!="];

impl Found<'_> {
    pub(super) fn stand_ins(&mut self, flow: &Flow, expression: &Expression) {
        for chain in &expression.analysis().chains {
            match &*chain.root.value {
                "error" => {
                    let is_id =
                        matches!(chain.path.as_slice(), [s] if s.key.name() == Some("step_id"));
                    if is_id && let Some(span) = compared(&expression.text, chain.span) {
                        let symbol = self.step(span.slice(&expression.text));
                        let outer = expression.outer(span);
                        self.add(symbol, outer, Role::Use, Spelling::Text);
                    }
                }
                word @ ("previous_result" | "result") => {
                    if let Some(id) = meant(flow, expression, word) {
                        let symbol = self.step(id);
                        let outer = expression.outer(chain.root.span);
                        self.add(symbol, outer, Role::Use, Spelling::Word);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The text that a chain is compared with, without its quotes, where nothing else belongs to either side.
fn compared(text: &str, chain: Span) -> Option<Span> {
    let (start, end) = (chain.start as usize, chain.end as usize);
    let before = text[..start].trim_end();
    let after = text[end..].trim_start();
    let starts = |text: &str| {
        let words = ["return", "=>"].iter();
        text.is_empty() || text.ends_with(BEFORE) || words.copied().any(|w| text.ends_with(w))
    };
    let ends = |text: &str| text.is_empty() || text.starts_with(AFTER) && !text.starts_with("?.");
    let sign = |text: &str, of: &str| {
        let rest = text.strip_prefix(of)?;
        Some(text.len() - rest.len())
    };
    if starts(before)
        && let Some(length) = EQUALS.iter().find_map(|of| sign(after, of))
    {
        let right = after[length..].trim_start();
        let span = literal(text, text.len() - right.len())?;
        let rest = text[span.end as usize + 1..].trim_start();
        return ends(rest).then_some(span);
    }
    if ends(after)
        && let Some(left) = EQUALS.iter().find_map(|of| before.strip_suffix(of))
    {
        let left = left.trim_end();
        let close = left.len().checked_sub(1)?;
        let quote = left[close..]
            .chars()
            .next()
            .filter(|c| ['"', '\''].contains(c))?;
        let open = left[..close].rfind(quote)?;
        let span = literal(text, open).filter(|s| s.end as usize == close)?;
        return starts(left[..open].trim_end()).then_some(span);
    }
    None
}

/// What stands in a string of one word that opens at `start`.
fn literal(text: &str, start: usize) -> Option<Span> {
    let quote = text[start..]
        .chars()
        .next()
        .filter(|c| ['"', '\''].contains(c))?;
    let rest = &text[start + 1..];
    let length = rest.find(quote)?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let is_plain = length > 0 && rest[..length].chars().all(is_word);
    is_plain.then(|| Span::new(start + 1, start + 1 + length))
}

/// The id of the step before, where a word means its result.
fn meant<'f>(flow: &'f Flow, expression: &Expression, word: &str) -> Option<&'f str> {
    let reader = expression.module?;
    let module = flow.module(reader);
    let is_meant = match expression.position {
        Position::Iterator | Position::SkipIf => true,
        // The branches of a decision are asked once it has its own answer.
        Position::Branch => !matches!(module.kind, ModuleKind::Other(_)),
        Position::Transform | Position::Timeout | Position::Parallelism => {
            word == "previous_result"
        }
        _ => false,
    };
    if !is_meant || module.is_special() {
        return None;
    }
    let before = flow.module(flow.previous(reader)?);
    before.id.as_ref().map(|id| id.value.as_str())
}
