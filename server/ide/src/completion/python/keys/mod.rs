//! Keys of dictionaries, while the string of one is typed: of a class, of a resource, of what code makes, of the event of a
//! preprocessor; and of the inputs that are given to a script or a flow.

mod given;
mod sent;
mod value;

use model::file::File;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_word, leading};

use self::given::given;
use self::value::of_value;
use crate::completion::quote::in_code as quoted;
use crate::completion::{Completion, CompletionKind, Snippet};
use crate::cursor::InCode;
use crate::python::{Bracket, Site};

/// A key, its type or origin, and what belongs to it.
struct Key {
    name: String,
    ty: String,
}

impl Key {
    fn new(name: impl Into<String>, ty: impl Into<String>) -> Key {
        Key {
            name: name.into(),
            ty: ty.into(),
        }
    }
}

/// The keys that may stand in the string at the cursor.
pub(super) fn in_text(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
    content: Span,
) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let Some(bracket) = site.open.last() else {
        return Vec::new();
    };
    let start = bracket.current().start.unwrap_or(content.start as usize);
    let quote = text.get(start..content.start as usize).unwrap_or("");
    // Only a plain string that stands first, and all alone so far.
    if !matches!(quote, "\"" | "'") || bracket.current().keyword.is_some() {
        return Vec::new();
    }
    let end = content.end as usize;
    let behind = end + usize::from(text[end..].starts_with(quote));
    let (keys, tail) = match bracket.kind {
        b'{' => (given(workspace, file, at, site, behind), ": "),
        b'[' if bracket.before == 1 => (of_value(workspace, file, at, site, bracket.at), "]"),
        b'(' if bracket.before == 1 => match getter(text, bracket) {
            Some(dot) => (of_value(workspace, file, at, site, dot), ")"),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    // Where nothing closes the string, what is accepted does.
    let rest = text[at.inner..].lines().next().unwrap_or_default();
    let is_open = rest.trim().is_empty();
    let tail = if is_open {
        format!("{quote}{tail}")
    } else {
        String::new()
    };
    let more = leading(&text[at.inner..content.end as usize], is_word).len();
    let replace = at.outer(Span::new(content.start as usize, at.inner + more));
    let mark = quote.chars().next().unwrap_or('"');
    let item = |key: Key| {
        let insert = format!("{}{tail}", quoted(&key.name, mark));
        Completion::new(key.name, CompletionKind::Property, replace)
            .detail(key.ty)
            .inserting(insert)
    };
    keys.into_iter().map(item).collect()
}

/// The keys that may stand at the cursor in braces, with their quotes.
pub(super) fn in_braces(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let Some(bracket) = site.open.last().filter(|b| b.kind == b'{') else {
        return Vec::new();
    };
    let word = text[..at.inner].trim_end_matches(is_word).len();
    if bracket.current().start.is_some_and(|s| s != word) {
        return Vec::new();
    }
    let keys = given(workspace, file, at, site, at.inner);
    let replace = at.outer(Span::new(word, at.inner));
    let mut items = Vec::new();
    if keys.len() > 1 && bracket.before == 1 && word == at.inner {
        let mut snippet = Snippet::new();
        for (i, key) in keys.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            snippet = snippet
                .text(&format!("{comma}\"{}\": ", quoted(&key.name, '"')))
                .stop("");
        }
        let all = Completion::new("all inputs", CompletionKind::Snippet, replace);
        let mut all = all.inserting_snippet(snippet);
        // Without places to fill in, what is left out would have to be found again.
        if let Some(first) = keys.first() {
            all.insert = format!("\"{}\": ", quoted(&first.name, '"'));
        }
        items.push(all);
    }
    items.extend(keys.into_iter().map(|key| {
        let insert = format!("\"{}\": ", quoted(&key.name, '"'));
        Completion::new(key.name, CompletionKind::Property, replace)
            .detail(key.ty)
            .inserting(insert)
    }));
    items
}

/// The dot before `get` or `pop`, where the bracket opens a call of that.
fn getter(text: &str, bracket: &Bracket) -> Option<usize> {
    let name = bracket
        .callee
        .filter(|c| matches!(c.slice(text), "get" | "pop"))?;
    text[..name.start as usize].strip_suffix('.').map(str::len)
}
