//! Finds the entry point of a Python script the way Windmill does: by text, not by grammar.
//!
//! Windmill takes the first line that starts with `def main(` in column 0, cuts the signature out by
//! counting brackets and parses that alone. So the signature is readable here while the body is being
//! typed, and anything Windmill would stumble over is [`Entry::Unknown`].
//!
//! Source: <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-py/src/lib.rs>; which
//! arguments are passed, <https://github.com/windmill-labs/windmill/blob/main/backend/windmill-worker/src/python_executor.rs>.

use std::sync::Arc;

use syntax::{Span, Spanned};

use super::python_types::{DefaultKind, annotation, default};
use super::types::Type;
use super::{Entry, Param, Signature};
use lang::python::tree::{Kind, NodeId, ParamParts};
use lang::python::{Annotation, Class, ParamKind, Tree, after_string, read_any};

/// Reads the function `name` of a script; `None` where Windmill finds none. `tree` may be that of the outline.
pub(crate) fn entry(tree: &Tree, classes: &[Class], name: &str) -> Option<Entry> {
    let header = header(tree.text(), name)?;
    if in_string(tree, header.start) {
        return Some(Entry::Unknown);
    }
    Some(signature(tree, classes, &header).map_or(Entry::Unknown, Entry::Found))
}

struct Header {
    /// Where `def` or `async` stands.
    start: usize,
    /// Where the opening bracket stands.
    bracket: usize,
}

/// The first line that defines `name` as Windmill wants it.
fn header(source: &str, name: &str) -> Option<Header> {
    let top = source.len() - source.trim_start_matches('\u{feff}').len();
    source[top..].match_indices("def ").find_map(|(at, word)| {
        let at = top + at;
        let before = &source[top..at];
        let before = before.strip_suffix("async ").unwrap_or(before);
        let is_start = before.is_empty() || before.ends_with('\n');
        let behind = at + word.len();
        let rest = source[behind..].strip_prefix(name)?;
        (is_start && rest.starts_with('(')).then_some(Header {
            start: top + before.len(),
            bracket: behind + name.len(),
        })
    })
}

fn in_string(tree: &Tree, offset: usize) -> bool {
    let innermost = tree.at(offset);
    let mut around = std::iter::once(innermost).chain(tree.above(innermost));
    around.any(|n| matches!(tree.kind(n), Kind::Str(_)) && (tree.span(n).start as usize) < offset)
}

fn signature(tree: &Tree, classes: &[Class], header: &Header) -> Option<Signature> {
    let source = tree.text();
    let close = closing_bracket(source, header.bracket)?;
    // Windmill counts brackets in strings and comments too; where that goes wrong it gives up.
    if naive_closing_bracket(source, header.bracket) != Some(close) {
        return None;
    }
    let colon = colon(source, close + 1).filter(|c| source[close + 1..*c].contains("->"));
    let ends = colon.into_iter().chain([close + 1]);
    let (end, small) = ends.into_iter().find_map(|end| {
        let snippet: Arc<str> = format!("{}: pass\n", &source[header.start..end]).into();
        let tree = read_any(&snippet);
        (!tree.is_broken(NodeId::ROOT)).then_some((end, tree))
    })?;
    let mut functions = small.children(NodeId::ROOT);
    let function = functions.find_map(|n| small.function(n))?;
    let start = header.start as u32;
    let written =
        |span: Span| Spanned::new(span.slice(small.text()).to_owned(), span.shifted(start));
    let spanned = |node: NodeId| written(small.span(node));
    let list: Vec<(NodeId, ParamParts)> = function
        .params
        .iter()
        .filter_map(|p| Some((*p, small.param(*p)?)))
        .collect();
    let takes_any = list.iter().any(|(_, p)| p.kind == ParamKind::Kwargs);
    let read = |(node, p): &(NodeId, ParamParts)| {
        let parts = p.annotation.map(|n| Annotation::read(&small, n));
        let (mut ty, optional) = parts
            .as_ref()
            .map_or((Type::Unknown, false), |a| annotation(a, classes));
        let understood = p.default.map(|n| default(&small, n));
        if p.annotation.is_none() {
            ty = understood.clone().map_or(Type::Unknown, |(_, ty)| ty);
        }
        // Of a bare `list` Windmill believes the default more: `list = None` is anything.
        let bare = ty == Type::List(Box::new(Type::Unknown));
        let default_ty = understood.as_ref().map(|(_, ty)| ty);
        if bare && default_ty.is_some_and(|ty| !matches!(ty, Type::List(_))) {
            ty = Type::Unknown;
        }
        Some(Param {
            name: spanned(p.name?),
            ty,
            annotation: p.annotation.map(spanned),
            parts,
            default: p.default.map(|n| written(small.bracketed(n))),
            default_kind: understood.map(|(kind, _)| kind),
            kind: p.kind,
            // With `**kwargs`, Windmill passes all inputs by name.
            passed: p.kind == ParamKind::Plain || takes_any && p.kind == ParamKind::KeywordOnly,
            optional,
            span: small.span(*node).shifted(start),
        })
    };
    let named = list
        .iter()
        .filter(|(_, p)| !matches!(p.kind, ParamKind::Args | ParamKind::Kwargs));
    Some(Signature {
        name: spanned(function.name?),
        params: named.filter_map(read).collect(),
        takes_any,
        span: Span::new(header.start, end),
        doc: doc(tree, header.start),
        returns: function.returns.map(spanned),
        is_async: source[header.start..].starts_with("async"),
    })
}

fn doc(tree: &Tree, start: usize) -> Option<String> {
    let node = tree.at(start);
    match tree.kind(node) {
        Kind::Function { head, .. } if head as usize == start => tree.docstring(node),
        _ => None,
    }
}

/// The bracket that closes the one at `open`, strings and comments left out.
fn closing_bracket(source: &str, open: usize) -> Option<usize> {
    scan(source, open, |b, depth| {
        depth == 0 && matches!(b, b')' | b']' | b'}')
    })
}

/// The colon that ends a header whose parameters end before `from`.
fn colon(source: &str, from: usize) -> Option<usize> {
    let end = scan(source, from, |b, depth| {
        depth == 0 && matches!(b, b':' | b'\n')
    })?;
    (source.as_bytes()[end] == b':').then_some(end)
}

fn naive_closing_bracket(source: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, b) in source.bytes().enumerate().skip(open) {
        match b {
            b'(' => depth += 1,
            b')' if depth <= 1 => return Some(i),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first byte of code from `from` on that `wanted` accepts, given how many brackets are open
/// after it. `None` where there is none, or a string breaks off.
fn scan(source: &str, from: usize, wanted: impl Fn(u8, usize) -> bool) -> Option<usize> {
    let bytes = source.as_bytes();
    let (mut i, mut depth) = (from, 0usize);
    while let Some(&b) = bytes.get(i) {
        match b {
            b'#' => {
                i = bytes[i..]
                    .iter()
                    .position(|&b| b == b'\n')
                    .map_or(bytes.len(), |n| i + n);
                continue;
            }
            b'"' | b'\'' => {
                i = after_string(bytes, i)?;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if wanted(b, depth) {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// Whether Windmill cannot read the default that a parameter has, so that it is never applied.
pub(crate) fn is_lost(kind: Option<DefaultKind>) -> bool {
    kind == Some(DefaultKind::Lost)
}
