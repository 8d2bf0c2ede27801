//! The short way for a plain chain, `a.b?.["c"][0]`, which is what four expressions of five are.

use syntax::{Span, Spanned};

use super::literal::is_reserved;
use super::{Access, Chain, ChainUse, Key, Quote, Segment};

/// The chain that the whole text is; `None` where it is more than that, or unusual in any way.
pub fn chain(text: &str) -> Option<Chain> {
    let start = text.len() - text.trim_ascii_start().len();
    let end = text.trim_ascii_end().len();
    let bytes = text.as_bytes().get(..end)?;
    let root_end = word(bytes, start)?;
    let root = text.get(start..root_end)?;
    // `async` and its like are names as well as words: let the grammar decide.
    if is_reserved(root) || matches!(root, "async" | "get" | "set" | "of" | "using" | "arguments") {
        return None;
    }
    let mut path = Vec::new();
    let mut at = root_end;
    while at < end {
        let (segment, next) = segment(text, bytes, at)?;
        path.push(segment);
        at = next;
    }
    Some(Chain {
        root: Spanned::new(root.to_owned(), Span::new(start, root_end)),
        path,
        span: Span::new(start, end),
        guarded: false,
        called: false,
        under_typeof: false,
        in_sync_function: false,
        place: ChainUse::Given,
    })
}

fn segment(text: &str, bytes: &[u8], at: usize) -> Option<(Segment, usize)> {
    let optional = bytes[at..].starts_with(b"?.");
    let at = if optional { at + 2 } else { at };
    let name_at = match bytes.get(at)? {
        b'[' => return bracket(text, bytes, at + 1, optional),
        _ if optional => at,
        b'.' => at + 1,
        _ => return None,
    };
    let end = word(bytes, name_at)?;
    let access = if optional {
        Access::OptionalDot
    } else {
        Access::Dot
    };
    let key = Key::Name(text.get(name_at..end)?.to_owned());
    Some((
        Segment {
            key,
            span: Span::new(name_at, end),
            access,
        },
        end,
    ))
}

fn bracket(text: &str, bytes: &[u8], at: usize, optional: bool) -> Option<(Segment, usize)> {
    let access = if optional {
        Access::OptionalBracket
    } else {
        Access::Bracket
    };
    let quote = match bytes.get(at)? {
        b'"' => Quote::Double,
        b'\'' => Quote::Single,
        b'0'..=b'9' => Quote::None,
        _ => return None,
    };
    let (start, end, close) = if quote == Quote::None {
        let end = at + bytes[at..].iter().position(|b| !b.is_ascii_digit())?;
        (at, end, end)
    } else {
        let start = at + 1;
        let end = start + bytes[start..].iter().position(|b| *b == bytes[at])?;
        if bytes[start..end]
            .iter()
            .any(|b| matches!(b, b'\\' | b'\n' | b'\r'))
        {
            return None;
        }
        (start, end, end + 1)
    };
    if bytes.get(close) != Some(&b']') {
        return None;
    }
    let raw = text.get(start..end)?;
    let key = match quote {
        Quote::None if raw.len() > 1 && raw.starts_with('0') => return None,
        Quote::None => Key::Index(raw.parse().ok()?),
        _ => Key::Name(raw.to_owned()),
    };
    Some((
        Segment {
            key,
            span: Span::new(start, end),
            access: access(quote),
        },
        close + 1,
    ))
}

/// Where the ASCII word that starts at `at` ends.
fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let first = *rest.first()?;
    let len = rest.iter().position(|b| !is_word(*b)).unwrap_or(rest.len());
    (is_word(first) && !first.is_ascii_digit()).then_some(at + len)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}
