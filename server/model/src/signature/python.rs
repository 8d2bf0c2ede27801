//! Finds the entry point of a Python script the way Windmill does: by text, not by grammar.
//!
//! Windmill takes the first line that starts with `def main(` in column 0, cuts the signature out by
//! counting brackets and parses that alone. So the signature is readable here while the body is being
//! typed, and anything Windmill would stumble over is [`Entry::Unknown`].

use syntax::{Language, Span, Spanned, Tree};

use super::python_types::{DefaultKind, annotation, default};
use super::types::Type;
use super::{Entry, Param, Signature};
use lang::python::{Class, ParamKind, RawParam, after_string, docstring, params, spanned};
use lang::walk::{children, path};

/// Reads the function `name` of a script; `None` where Windmill finds none.
pub(crate) fn entry(source: &str, tree: &Tree, classes: &[Class], name: &str) -> Option<Entry> {
    let header = header(source, name)?;
    if in_string(tree, header.start) {
        return Some(Entry::Unknown);
    }
    Some(signature(source, tree, classes, &header).map_or(Entry::Unknown, Entry::Found))
}

struct Header {
    /// Where `def` or `async` stands.
    start: usize,
    /// Where the opening bracket stands.
    bracket: usize,
}

/// The first line that defines `name` as Windmill wants it.
fn header(source: &str, name: &str) -> Option<Header> {
    let mut offset = source.len() - source.trim_start_matches('\u{feff}').len();
    for line in source[offset..].split_inclusive('\n') {
        let rest = line.strip_prefix("async ").unwrap_or(line);
        let rest = rest.strip_prefix("def ").and_then(|r| r.strip_prefix(name));
        if let Some(rest) = rest.filter(|r| r.starts_with('(')) {
            return Some(Header {
                start: offset,
                bracket: offset + line.len() - rest.len(),
            });
        }
        offset += line.len();
    }
    None
}

fn in_string(tree: &Tree, offset: usize) -> bool {
    path(tree.root_node(), offset)
        .iter()
        .any(|n| n.kind() == "string" && n.start_byte() < offset)
}

fn signature(source: &str, tree: &Tree, classes: &[Class], header: &Header) -> Option<Signature> {
    let close = closing_bracket(source, header.bracket)?;
    // Windmill counts brackets in strings and comments too; where that goes wrong it gives up.
    if naive_closing_bracket(source, header.bracket) != Some(close) {
        return None;
    }
    let colon = colon(source, close + 1).filter(|c| source[close + 1..*c].contains("->"));
    let ends = colon.into_iter().chain([close + 1]);
    let (end, snippet) = ends.into_iter().find_map(|end| {
        let snippet = format!("{}: pass\n", &source[header.start..end]);
        let tree = syntax::parse(Language::Python, &snippet);
        (!tree.root_node().has_error()).then_some((end, (snippet, tree)))
    })?;
    let (snippet, small) = snippet;
    let function = children(small.root_node())
        .into_iter()
        .find(|n| n.kind() == "function_definition")?;
    let start = header.start as u32;
    let shift = |s: Spanned<String>| Spanned::new(s.value, s.span.shifted(start));
    let list = params(function.child_by_field_name("parameters")?);
    let takes_any = list.iter().any(|p| p.kind == ParamKind::Kwargs);
    let read = |p: &RawParam<'_>| {
        let (mut ty, optional) = p
            .annotation
            .map_or((Type::Unknown, false), |n| annotation(n, &snippet, classes));
        let understood = p.default.map(|n| default(n, &snippet));
        if p.annotation.is_none() {
            ty = understood.clone().map_or(Type::Unknown, |(_, ty)| ty);
        }
        // Of a bare `list` Windmill believes the default more: `list = None` is anything.
        let bare = ty == Type::List(Box::new(Type::Unknown));
        let default_ty = understood.as_ref().map(|(_, ty)| ty);
        if bare && default_ty.is_some_and(|ty| !matches!(ty, Type::List(_))) {
            ty = Type::Unknown;
        }
        Param {
            name: shift(spanned(p.name, &snippet)),
            ty,
            annotation: p.annotation.map(|n| shift(spanned(n, &snippet))),
            default: p.default.map(|n| shift(spanned(n, &snippet))),
            default_kind: understood.map(|(kind, _)| kind),
            kind: p.kind,
            // With `**kwargs`, Windmill passes all inputs by name.
            passed: p.kind == ParamKind::Plain || takes_any && p.kind == ParamKind::KeywordOnly,
            optional,
            span: Span::from(p.node.byte_range()).shifted(start),
        }
    };
    let named = list
        .iter()
        .filter(|p| !matches!(p.kind, ParamKind::Args | ParamKind::Kwargs));
    Some(Signature {
        name: shift(spanned(function.child_by_field_name("name")?, &snippet)),
        params: named.map(read).collect(),
        takes_any,
        span: Span::new(header.start, end),
        doc: doc(source, tree, header.start),
        returns: function
            .child_by_field_name("return_type")
            .map(|n| shift(spanned(n, &snippet))),
        is_async: source[header.start..].starts_with("async"),
    })
}

fn doc(source: &str, tree: &Tree, start: usize) -> Option<String> {
    let nodes = path(tree.root_node(), start);
    let function = nodes
        .iter()
        .find(|n| n.kind() == "function_definition" && n.start_byte() == start)?;
    docstring(*function, source)
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
