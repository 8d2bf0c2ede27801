//! Arguments of a call: the names that are still missing, and the values that a parameter lists.

use lang::python::Param;
use model::file::File;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::is_word;

use super::paths;
use crate::completion::quote::in_code;
use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::markdown::Markdown;
use crate::python::{Bracket, Callable, Doc, Site, Value, active, callable_at, missing, values};

/// What may stand as the argument at the cursor.
pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let Some(call) = site.direct_call() else {
        return Vec::new();
    };
    let before = &text[..at.inner];
    let word = before.trim_end_matches(is_word).len();
    let current = call.current();
    // The word must be all there is of the argument, or of its value.
    let begin = current.start.unwrap_or(word);
    let value_start = match current.keyword {
        Some(name) if (name.end as usize) < at.inner => text[name.end as usize..]
            .find('=')
            .map(|i| name.end as usize + i + 1),
        _ => None,
    };
    let from = value_start.unwrap_or(begin);
    if !text.get(from..word).is_some_and(|t| t.trim().is_empty()) {
        return Vec::new();
    }
    let Some(callable) = call
        .callee
        .and_then(|name| callable_at(workspace, file, &at.code.script, name))
    else {
        return Vec::new();
    };
    let typed = Span::new(word, at.inner);
    let mut items = Vec::new();
    if let Some(index) = active(text, &callable.params, call)
        && current.stars == 0
    {
        items.extend(listed(at, &callable, &callable.params[index], typed));
    }
    if value_start.is_none() && current.stars == 0 && !starts_number(&text[word..at.inner]) {
        items.extend(keywords(at, &callable, call, word));
    }
    items
}

/// What may stand in the string at the cursor, which is an argument.
pub(super) fn in_text(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
    content: Span,
) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let Some(call) = site.direct_call() else {
        return Vec::new();
    };
    let current = call.current();
    let Some(start) = current.start else {
        return Vec::new();
    };
    // Only a string that is the whole argument.
    let start = current.keyword.map_or(start, |k| k.end as usize);
    let lead = text.get(start..content.start as usize).unwrap_or("");
    let lead = lead.trim_start().trim_start_matches('=').trim_start();
    if lead.trim_end_matches(['"', '\'']).len() > 2 {
        return Vec::new();
    }
    let Some(callable) = call
        .callee
        .and_then(|name| callable_at(workspace, file, &at.code.script, name))
    else {
        return Vec::new();
    };
    let Some(param) = active(text, &callable.params, call).map(|i| &callable.params[i]) else {
        return Vec::new();
    };
    // A string that nothing closes yet goes on to the next quote: only what reads like a value is
    // replaced.
    let rest = &text[at.inner..content.end as usize];
    let more = rest.find(|c| !is_path(c)).unwrap_or(rest.len());
    let span = Span::new(content.start as usize, at.inner + more);
    if let Some(what) = callable
        .origin
        .and_then(|_| sdk::path_wanted(&callable.name, &param.name))
    {
        return paths::completions(workspace, file, what, at.outer(span));
    }
    let found = values(param.annotation.as_ref(), callable.origin, &at.code.script);
    let texts = found.into_iter().filter_map(|v| match v {
        Value::Text(value) => Some(value),
        Value::Code(_) => None,
    });
    let item = |value: String| {
        Completion::new(value, CompletionKind::Value, at.outer(span)).detail(origin(&callable))
    };
    texts.map(item).collect()
}

/// The values that a parameter's annotation lists, as code.
fn listed(at: &InCode, callable: &Callable<'_>, param: &Param, typed: Span) -> Vec<Completion> {
    let found = values(param.annotation.as_ref(), callable.origin, &at.code.script);
    let item = |value: Value| {
        let code = match value {
            Value::Text(text) => format!("\"{}\"", in_code(&text, '"')),
            Value::Code(code) => code,
        };
        Completion::new(code, CompletionKind::Value, at.outer(typed)).detail(origin(callable))
    };
    found.into_iter().map(item).collect()
}

/// The arguments that the call does not give yet, those that it must give first.
fn keywords(at: &InCode, callable: &Callable<'_>, call: &Bracket, word: usize) -> Vec<Completion> {
    let text = &*at.code.script.text;
    // A name that is there already with its `=` keeps that.
    let end = at.inner
        + text[at.inner..]
            .find(|c| !is_word(c))
            .unwrap_or(text.len() - at.inner);
    let after = text[end..].trim_start_matches([' ', '\t']);
    let has_equal = after.starts_with('=') && !after.starts_with("==");
    let replace = at.outer(Span::new(word, if has_equal { end } else { at.inner }));
    let doc = Doc::read(callable.doc.as_deref().unwrap_or(""));
    let mut missing = missing(text, &callable.params, call);
    missing.retain(|p| !p.name.starts_with('_'));
    missing.sort_by_key(|p| p.default.is_some());
    let item = |param: &Param| {
        let about = Markdown::new()
            .code("python", &param.render())
            .prose(doc.about(&param.name).unwrap_or(""));
        let equal = if has_equal { "" } else { "=" };
        Completion::new(
            format!("{}=", param.name),
            CompletionKind::Parameter,
            replace,
        )
        .inserting(format!("{}{equal}", param.name))
        .detail(origin(callable))
        .about(about)
    };
    missing.into_iter().map(item).collect()
}

/// Where a function comes from, for people.
fn origin<'c>(callable: &'c Callable<'_>) -> &'c str {
    match callable.source.as_str() {
        "" => "this file",
        source => source,
    }
}

fn is_path(c: char) -> bool {
    is_word(c) || matches!(c, '/' | '-' | '.')
}

fn starts_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}
