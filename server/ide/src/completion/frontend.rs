//! In the frontend of an app: the runnables of its backend behind `backend.`, and what they take.

use model::file::File;
use model::path;
use model::workspace::{Input, Workspace};
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::text::{is_js_word, line_start};

use super::{Completion, CompletionKind};
use crate::markdown::Markdown;

/// What could be typed at an offset.
pub(super) fn completions(workspace: &Workspace, file: &File, offset: usize) -> Vec<Completion> {
    let text = file.text();
    let before = &text[..offset];
    let start = before.trim_end_matches(is_js_word).len();
    let behind = &text[offset..];
    let end = offset + behind.find(|c| !is_js_word(c)).unwrap_or(behind.len());
    let word = Span::new(start, end);
    let line = &text[line_start(text, offset)..start];
    if line.trim_start().starts_with("//") {
        return Vec::new();
    }
    let found = runnables(workspace, file, word);
    match found.is_empty() {
        true => arguments(workspace, file, word),
        false => found,
    }
}

/// Behind `backend.`: all runnables that can be written so.
fn runnables(workspace: &Workspace, file: &File, word: Span) -> Vec<Completion> {
    let before = &file.text()[..word.start as usize];
    let object = before
        .strip_suffix("?.")
        .or_else(|| before.strip_suffix('.'));
    let Some((object, read)) = object.zip(file.frontend()) else {
        return Vec::new();
    };
    let is_it = |name: &String| {
        let rest = object.strip_suffix(name.as_str());
        rest.is_some_and(|rest| !rest.ends_with(|c| is_js_word(c) || c == '.'))
    };
    let app = path::raw_app_folder(&file.path);
    let Some(app) = app.filter(|_| read.names.iter().any(is_it)) else {
        return Vec::new();
    };
    let all = workspace.runnables(app).into_iter();
    let plain = all.filter(|r| lang::javascript::is_identifier(&r.id));
    let proposal = |runnable: model::workspace::Runnable| {
        let filled = workspace.filled_in(&runnable);
        let inputs = workspace.inputs_of_runnable(&runnable);
        let told = inputs.map(|inputs| told(&inputs, &filled));
        let description = runnable.description.and_then(|d| workspace.get(d));
        let name = description.and_then(|d| d.yaml().root()?.get("name")?.as_str());
        let name = name.filter(|name| **name != runnable.id);
        Completion::new(runnable.id.as_str(), CompletionKind::Function, word)
            .detail(told.unwrap_or_default())
            .about(Markdown::default().prose(name.as_deref().unwrap_or_default()))
    };
    plain.map(proposal).collect()
}

/// Its inputs as they are given: `{ id: number, of?: string }`.
fn told(inputs: &[Input], filled: &FxHashSet<String>) -> String {
    let open = inputs.iter().filter(|i| !filled.contains(&i.name));
    let told = open.map(|input| {
        let mark = if input.required { "" } else { "?" };
        match input.kind.is_empty() {
            true => format!("{}{mark}", input.name),
            false => format!("{}{mark}: {}", input.name, input.kind),
        }
    });
    let told: Vec<String> = told.collect();
    match told.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{ {} }}", told.join(", ")),
    }
}

/// At a name in the object that a call gives: the inputs that are not given yet, required ones first.
fn arguments(workspace: &Workspace, file: &File, word: Span) -> Vec<Completion> {
    let (text, at) = (file.text(), word.start as usize);
    let found = file.frontend().and_then(|f| f.given_at(at.max(1)));
    let Some((call, given)) = found else {
        return Vec::new();
    };
    let open = given.span.start as usize;
    if !is_name_place(&text[open..at]) {
        return Vec::new();
    }
    let app = path::raw_app_folder(&file.path);
    let runnable = app.and_then(|app| workspace.runnable(app, &call.id.value));
    let Some(runnable) = runnable else {
        return Vec::new();
    };
    let filled = workspace.filled_in(&runnable);
    let others = given.names.iter().filter(|(n, _)| n.span != word);
    let there: FxHashSet<&str> = others.map(|(n, _)| n.value.as_str()).collect();
    let mut inputs = workspace.inputs_of_runnable(&runnable).unwrap_or_default();
    inputs.retain(|i| !there.contains(&*i.name) && !filled.contains(&i.name));
    inputs.retain(|i| lang::javascript::is_identifier(&i.name));
    inputs.sort_by_key(|i| !i.required);
    let has_colon = text[word.end as usize..].trim_start().starts_with(':');
    let proposal = |input: &Input| {
        let kind = match (&*input.kind, input.required) {
            (kind, true) => kind.to_owned(),
            ("", false) => "optional".to_owned(),
            (kind, false) => format!("{kind}, optional"),
        };
        let inserted = match has_colon {
            true => input.name.clone(),
            false => format!("{}: ", input.name),
        };
        Completion::new(input.name.as_str(), CompletionKind::Parameter, word)
            .detail(kind)
            .inserting(inserted)
    };
    inputs.iter().map(proposal).collect()
}

/// Whether a name may stand behind the beginning of an object, right in its brackets.
fn is_name_place(begun: &str) -> bool {
    if !begun.starts_with('{') {
        return false;
    }
    let (mut depth, mut quote, mut last) = (0usize, None, ' ');
    for sign in begun.chars() {
        match (quote, sign) {
            (Some(open), _) if open == sign => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(sign),
            (None, '{' | '[' | '(') => depth += 1,
            (None, '}' | ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !sign.is_whitespace() {
            last = sign;
        }
    }
    depth == 1 && quote.is_none() && matches!(last, '{' | ',')
}
