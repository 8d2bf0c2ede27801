//! A component of Svelte or Vue: code in its `<script>`, and a template beside it.

use std::sync::Arc;

use lang::javascript::is_identifier;
use syntax::text::{is_js_word, is_whole};
use syntax::{Span, Spanned};

use super::{BackendCall, NameForm};

/// The code of a component where it stands, with blanks for all else, and the parts of its template.
pub(super) fn take_apart(text: &Arc<str>) -> (Arc<str>, Vec<Span>) {
    let mut code: String = text
        .bytes()
        .map(|b| {
            if matches!(b, b'\n' | b'\r') {
                b as char
            } else {
                ' '
            }
        })
        .collect();
    let mut template = Vec::new();
    let mut at = 0;
    while let Some((start, tag)) = next_tag(text, at) {
        template.push(Span::new(at, start));
        let (open, close) = match tag {
            Tag::Comment => (start, "-->"),
            Tag::Script => (inside(text, start), "</script"),
            Tag::Style => (inside(text, start), "</style"),
        };
        let end = text[open..].find(close).map_or(text.len(), |i| open + i);
        if tag == Tag::Script {
            // A component may have several, which are one module.
            code.replace_range(open..end, &text[open..end]);
        }
        at = end;
        if end < text.len() {
            at += close.len();
        }
    }
    template.push(Span::new(at, text.len()));
    (Arc::from(code), template)
}

/// What is no template.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Comment,
    Script,
    Style,
}

fn next_tag(text: &str, from: usize) -> Option<(usize, Tag)> {
    let mut at = from;
    while let Some(found) = text[at..].find('<').map(|i| at + i) {
        let rest = &text[found + 1..];
        let is_named = |name: &str| {
            let behind = rest.strip_prefix(name);
            behind.is_some_and(|r| r.starts_with(|c: char| c == '>' || c.is_whitespace()))
        };
        let tag = match () {
            _ if rest.starts_with("!--") => Some(Tag::Comment),
            _ if is_named("script") => Some(Tag::Script),
            _ if is_named("style") => Some(Tag::Style),
            _ => None,
        };
        if let Some(tag) = tag {
            return Some((found, tag));
        }
        at = found + 1;
    }
    None
}

/// Behind the tag that starts at `start`. A sign in quotes does not close it.
fn inside(text: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, sign) in text[start..].char_indices() {
        match (quote, sign) {
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            (None, '>') => return start + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where a part of a template has `name.x`.
pub(super) fn in_template(text: &str, part: Span, name: &str) -> Vec<BackendCall> {
    let mut found = Vec::new();
    let within = part.slice(text);
    for (at, _) in within.match_indices(name) {
        let is_word = is_whole(within, at..at + name.len(), is_js_word);
        let is_member = within[..at].trim_end().ends_with('.');
        let behind = &within[at + name.len()..];
        let Some(rest) = behind
            .strip_prefix("?.")
            .or_else(|| behind.strip_prefix('.'))
        else {
            continue;
        };
        let len = rest.find(|c| !is_js_word(c)).unwrap_or(rest.len());
        let id = &rest[..len];
        if !is_word || is_member || !is_identifier(id) {
            continue;
        }
        let start = part.start as usize + within.len() - rest.len();
        found.push(BackendCall {
            id: Spanned::new(id.to_owned(), Span::new(start, start + len)),
            form: NameForm::Dot,
            given: None,
            is_code: false,
        });
    }
    found
}
