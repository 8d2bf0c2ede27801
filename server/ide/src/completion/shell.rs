//! Bash: the lines at the head of a script that take its inputs, `name="$1"`.

use model::file::File;
use model::signature::EntryName;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_word, line_start};

use super::layout::Layout;
use super::runner::runner;
use super::{Completion, CompletionKind, Snippet};
use crate::cursor::InCode;

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    let script = &at.code.script;
    let text = &*script.text;
    let start = line_start(text, at.inner);
    let typed = &text[start..at.inner];
    let rest = text[at.inner..].lines().next().unwrap_or_default();
    let Some(layout) = Layout::of(file, at).filter(|_| rest.trim().is_empty()) else {
        return Vec::new();
    };
    if !text[..start].lines().all(is_head) {
        return Vec::new();
    }
    let signature = script.entry(EntryName::Main).signature();
    let params = signature.map_or(&[][..], |s| &s.params);
    let next = params.len() + 1;
    // `name=`
    let name = typed.strip_suffix('=').filter(|n| is_name(n));
    if name.is_some() {
        let replace = at.outer(Span::at(at.inner));
        let item = |value: String, about| {
            Completion::new(value, CompletionKind::Value, replace).detail(about)
        };
        return vec![
            item(format!("\"${next}\""), "the next input"),
            item(
                format!("\"${{{next}:-}}\""),
                "the next input, which may be left out",
            ),
        ];
    }
    if !typed.is_empty() {
        return Vec::new();
    }
    let replace = at.outer(Span::at(at.inner));
    let runner = runner(workspace, file, at);
    let is_taken = |name: &&str| params.iter().any(|p| p.name.value == **name);
    let given: Vec<&str> = runner.names(is_name).filter(|n| !is_taken(n)).collect();
    let mut items = Vec::new();
    let line = |(i, name): (usize, &&str)| format!("{name}=\"${}\"", next + i);
    let lines: Vec<String> = given.iter().enumerate().map(line).collect();
    if lines.len() > 1 {
        let all = Completion::new("all inputs of the step", CompletionKind::Snippet, replace)
            .detail(given.join(", "))
            .inserting(layout.joined(&lines));
        items.push(all);
    }
    for name in &given {
        let line = format!("{name}=\"${next}\"");
        items.push(
            Completion::new(line, CompletionKind::Parameter, replace).detail("input of the step"),
        );
    }
    let plain = Snippet::new().stop("name").text(&format!("=\"${next}\""));
    let optional = Snippet::new()
        .stop("name")
        .text(&format!("=\"${{{next}:-"))
        .stop("default")
        .text("}\"");
    for (snippet, about) in [(plain, "an input"), (optional, "an input with a default")] {
        let item = Completion::new(snippet.to_plain(), CompletionKind::Snippet, replace);
        items.push(item.detail(about).inserting_snippet(snippet));
    }
    items
}

/// Whether a line may stand above one that takes an input: comments, options of the shell, other inputs.
fn is_head(line: &str) -> bool {
    let line = line.trim_end();
    let is_input = line
        .split_once('=')
        .is_some_and(|(name, value)| is_name(name) && value.starts_with("\"$"));
    line.is_empty() || line.starts_with('#') || line.starts_with("set ") || is_input
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.is_ascii()
        && name.chars().all(is_word)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}
