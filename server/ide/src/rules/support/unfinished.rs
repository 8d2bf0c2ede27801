//! Where somebody may still be writing: what a finding says is missing may come with the next keys.

use syntax::Span;
use syntax::yaml::Node;

/// Lists of steps: who writes in one of them writes another step.
const STEPS: &[&str] = &["modules", "branches", "default", "tools"];

/// Most bytes of blanks that are looked at.
const MOST_BLANKS: usize = 4096;

/// The part in which the fields of a mapping are written: up to the steps that it holds, else with the empty lines
/// below it.
pub(in crate::rules) fn fields(text: &str, mapping: Node<'_>) -> Span {
    let start = mapping.span().start as usize;
    let steps = |node: Node<'_>| {
        let mut pairs = node.pairs();
        let is_steps = |v: Node<'_>| v.items().next().is_some();
        let list =
            pairs.find(|p| STEPS.iter().any(|k| p.key.says(k)) && p.value.is_some_and(is_steps));
        list.map(|p| p.span.start as usize)
    };
    let value = mapping
        .get("value")
        .filter(|v| mapping.span().contains(v.span()));
    match steps(mapping).or_else(|| value.and_then(steps)) {
        Some(end) => Span::new(start, end.max(start)),
        None => with_blanks(text, mapping.span()),
    }
}

/// A part with the blanks and empty lines behind it.
pub(in crate::rules) fn with_blanks(text: &str, span: Span) -> Span {
    let end = span.end as usize;
    let rest = text.as_bytes().get(end..).unwrap_or_default();
    let is_blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
    let blanks = rest.iter().take(MOST_BLANKS).take_while(is_blank).count();
    Span::new(span.start as usize, end + blanks)
}
