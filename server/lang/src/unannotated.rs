//! A text without the types that its author wrote beside parameters, results and names, where nothing
//! holds anybody to them.

use std::sync::Arc;

use syntax::Span;

use crate::javascript::tree::{Kind, NodeId};
use crate::{javascript, python};

/// A text of Python with spaces in place of `: T` of a parameter and of `-> T`. The fields of classes stay: they say what a
/// class is.
pub(crate) fn python(tree: &python::Tree) -> Arc<str> {
    let types = tree.all().filter_map(|node| {
        let (from, sign, annotation) = match (tree.param(node), tree.function(node)) {
            (Some(param), _) => (param.name, ":", param.annotation),
            (None, Some(function)) => {
                let last = function.params.last().copied();
                (last.or(function.name), "->", function.returns)
            }
            _ => return None,
        };
        behind(tree, from?, sign, annotation?)
    });
    blank(tree.text(), types)
}

/// From the sign behind a node to the end of an annotation, with the brackets round that.
fn behind(tree: &python::Tree, from: NodeId, sign: &str, annotation: NodeId) -> Option<Span> {
    let (text, annotation) = (tree.text(), tree.span(annotation));
    let from = tree.span(from).end as usize;
    let mut start = None;
    let mut open = 0usize;
    for (at, rest) in signs(text, from) {
        if at >= annotation.start as usize {
            break;
        }
        if start.is_none() && rest.starts_with(sign) {
            start = Some(at);
        }
        open += usize::from(start.is_some() && rest.starts_with('('));
    }
    let mut closing = signs(text, annotation.end as usize);
    let end = match open.checked_sub(1) {
        Some(last) => closing.nth(last).map(|(at, _)| at + 1),
        None => Some(annotation.end as usize),
    };
    Some(Span::new(start?, end?))
}

/// The signs and letters from an offset on, without blanks and comments: where each stands, and the text from there.
fn signs(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut is_comment = false;
    text[from..].char_indices().filter_map(move |(i, c)| {
        is_comment = c == '#' || is_comment && !matches!(c, '\n' | '\r');
        let is_blank = is_comment || c == '\\' || c.is_whitespace();
        (!is_blank).then(|| (from + i, &text[from + i..]))
    })
}

/// A text of TypeScript with spaces in place of `: T` anywhere, and of `as T`.
pub(crate) fn typescript(tree: &javascript::Tree) -> Arc<str> {
    let types = tree.all().filter_map(|node| {
        let span = tree.span(node);
        match tree.kind(node) {
            // That of a key in a type may begin with more than a colon.
            Kind::TypeAnnotation => tree.text_of(node).starts_with(':').then_some(span),
            Kind::As => {
                let value = tree.span(tree.child(node, 0)?);
                Some(Span::new(value.end as usize, span.end as usize))
            }
            _ => None,
        }
    });
    blank(tree.text(), types)
}

/// The text with these parts as spaces; line breaks stay.
fn blank(source: &str, parts: impl Iterator<Item = Span>) -> Arc<str> {
    let mut bytes = source.as_bytes().to_vec();
    for part in parts {
        let inner = bytes[part.range()].iter_mut();
        inner
            .filter(|b| !matches!(b, b'\n' | b'\r'))
            .for_each(|b| *b = b' ');
    }
    String::from_utf8(bytes).map_or_else(|_| source.into(), Into::into)
}

#[cfg(test)]
mod tests {
    use syntax::Language;

    use crate::Program;

    fn bare(grammar: Language, text: &str) -> String {
        let program = Program::new(Some(grammar), text.into());
        let bare = program.unannotated().expect("it has types");
        bare.text.to_string()
    }

    #[test]
    fn types_are_spaces() {
        let python = |text: &str| bare(Language::Python, text);
        assert_eq!(
            python("def main(a: str, b: int = 1) -> é:\n    return a\n"),
            "def main(a     , b      = 1)      :\n    return a\n"
        );
        assert_eq!(
            python("class A:\n    b: str\ndef main(*a: int, **b): pass"),
            "class A:\n    b: str\ndef main(*a     , **b): pass"
        );
        assert_eq!(
            python("def main(a: (int) = 1, b : (  # : c\n  'x: y'\n)) -> (\n  (z)): pass"),
            "def main(a        = 1, b           \n        \n )     \n      : pass"
        );
        let typescript = |text: &str| bare(Language::TypeScript, text);
        assert_eq!(
            typescript("export function main(a: string, b?: { c: 1 }): d { return a as string }"),
            "export function main(a        , b?          )    { return a           }"
        );
        assert_eq!(
            typescript("type A = { [K in B]?: c }; let d: A = await (e as F) as G;"),
            "type A = { [K in B]?: c }; let d    = await (e     )     ;"
        );
    }
}
