//! Fixes that import something in Python, as a person would write it: a name joins the import of its module, and where
//! there is no import yet, two blank lines stand between the new one and what follows.

use lang::python::{Import, ImportPlace};
use syntax::Span;
use syntax::text::line_start;

use super::code_edit;
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;

/// Imports a module, or a name from it. `None` where nothing can be added, or nothing is there that needs it.
pub(in crate::rules) fn added(
    cx: &Context<'_>,
    code: &CheckedCode,
    module: &str,
    name: Option<&str>,
    is_safe: bool,
) -> Option<Fix> {
    let script = &code.script;
    let line = match name {
        Some(name) => format!("from {module} import {name}"),
        None => format!("import {module}"),
    };
    let title = format!("Add `{line}`");
    let is_top = |i: &&Import| i.place == ImportPlace::Top && !i.optional;
    let is_future = |i: &Import| i.module.value == "__future__";
    let imports: Vec<&Import> = script.imports().iter().filter(is_top).collect();
    let of_module = |i: &&&Import| i.module.value == module && i.name.is_some() && !i.is_star();
    if let Some((name, last)) = name.zip(imports.iter().rfind(of_module)) {
        let end = last.bound.as_ref()?.span.end as usize;
        let edit = code_edit::replaced(cx, code, Span::at(end), &format!(", {name}"));
        let title = format!("Add `{name}` to the import from `{module}`");
        return code_edit::fix(title, is_safe, vec![edit]);
    }
    let edit = match imports.iter().find(|i| !is_future(i)) {
        Some(first) => code_edit::above(cx, code, first.span.start as usize, &line),
        None => match imports.last() {
            Some(future) => code_edit::below(cx, code, future.span.end as usize, &line),
            None => {
                let at = first_definition(&script.text)?;
                code_edit::above(cx, code, at, &format!("{line}\n\n\n"))
            }
        },
    };
    code_edit::fix(title, is_safe, vec![edit])
}

/// Where the first function or class starts, with its decorators and the comments right above it; a comment at the head
/// of the text belongs to the text.
fn first_definition(text: &str) -> Option<usize> {
    let starts = ["def ", "async def ", "class ", "@"];
    let mut first = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if starts.iter().any(|s| line.starts_with(s)) {
            first = Some(at);
            break;
        }
        at += line.len();
    }
    let first = first?;
    let mut above = first;
    while above > 0 {
        let before = &text[..above];
        let line = before.strip_suffix('\n').unwrap_or(before);
        let start = line_start(text, line.trim_end_matches('\r').len());
        if !text[start..above].starts_with('#') {
            return Some(above);
        }
        above = start;
    }
    Some(first)
}

#[test]
fn comments_stay_with_what_they_are_about() {
    for text in [
        "<|>def main():\n",
        "# requirements:\n# wmill\n<|>def main():\n",
        "# head\n\n<|># about it\n@task\ndef main():\n",
        "x = 1\n\n<|># about it\nclass a:\n",
    ] {
        let (text, at) = fixture::cursor(text);
        assert_eq!(first_definition(&text), Some(at), "{text}");
    }
    assert_eq!(first_definition("x = 1\n"), None);
}
