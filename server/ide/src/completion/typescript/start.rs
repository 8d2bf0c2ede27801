//! How a script starts: its entry points whole, the import of Windmill's client.

use lang::javascript::is_identifier;
use model::file::File;
use model::signature::{Entry, EntryName};
use model::workspace::Workspace;
use syntax::Span;

use super::bring;
use super::types::of_python;
use crate::completion::event::{Event, events};
use crate::completion::layout::Layout;
use crate::completion::runner::{Runner, runner, script_wants};
use crate::completion::{Completion, CompletionKind, Snippet};
use crate::cursor::InCode;
use crate::markdown::Markdown;

/// What fits what is typed of a line from `start` to the cursor.
pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    start: usize,
    layout: &Layout,
) -> Vec<Completion> {
    let script = &at.code.script;
    let typed = script.text[start..at.inner].to_lowercase();
    let replace = at.outer(Span::new(start, at.inner));
    let runner = runner(workspace, file, at);
    let lacks = |name: EntryName| {
        let is_there = script.typescript().is_some_and(|read| {
            let mut bindings = read.names().bindings().iter();
            bindings.any(|b| read.tree.text_of(b.node) == name.as_str())
        });
        *script.entry(name) == Entry::Missing && !is_there
    };
    let mut items = Vec::new();
    let mut offer = |label: String, snippet: Snippet, about: &'static str| {
        let lower = label.to_lowercase();
        let is_word =
            !typed.contains(' ') && lower.split_whitespace().any(|w| w.starts_with(&typed));
        if is_word || lower.starts_with(&typed) {
            let shown = Markdown::new().code("typescript", &snippet.to_plain());
            let mut item = Completion::new(label, CompletionKind::Snippet, replace)
                .detail(about)
                .about(shown)
                .inserting_snippet(snippet);
            item.also.extend(layout.parted_above(at, start, 1));
            item.also.extend(layout.parted_below(at, at.inner, 1));
            items.push(item);
        }
    };
    if !runner.is_preprocessor && lacks(EntryName::Main) {
        offer(
            "export async function main".to_owned(),
            main(&runner, layout),
            "what Windmill runs",
        );
    }
    let has_event = !runner.is_step && lacks(EntryName::Preprocessor);
    let inputs: Vec<String> = script_wants(at, &runner);
    let preprocessors = |offer: &mut dyn FnMut(String, Snippet, &'static str)| {
        offer(
            "export async function preprocessor".to_owned(),
            preprocessor(&inputs, layout),
            "for every kind of trigger",
        );
    };
    if has_event && runner.is_preprocessor {
        preprocessors(&mut offer);
    }
    if !has_client(at) {
        let line = bring::line(&script.language);
        offer(
            line.clone(),
            Snippet::new().text(&line),
            "Windmill's TypeScript client",
        );
    }
    if has_event {
        if !runner.is_preprocessor {
            preprocessors(&mut offer);
        }
        for event in events() {
            offer(
                format!("export async function preprocessor: {}", event.kind),
                preprocessor_of(event, &inputs, layout),
                "for one kind of trigger",
            );
        }
    }
    items
}

/// Whether some import brings the client.
fn has_client(at: &InCode) -> bool {
    let imports = at.code.script.specifiers().iter();
    imports
        .into_iter()
        .any(|i| crate::typescript::client::is_package(&i.module.value))
}

/// `main` with what the step gives.
fn main(runner: &Runner, layout: &Layout) -> Snippet {
    let given = runner.names(is_identifier).map(|n| format!("{n}: any"));
    let given: Vec<String> = given.collect();
    Snippet::new()
        .text("export async function main(")
        .stop(given.join(", "))
        .text(&layout.block(") {\n  "))
        .stop("return {};")
        .text(&layout.block("\n}"))
}

/// A preprocessor that looks at the kind of the trigger.
fn preprocessor(inputs: &[String], layout: &Layout) -> Snippet {
    let mut snippet = Snippet::new().text(&layout.block(
        "export async function preprocessor(event: any) {\n  switch (event.kind) {\n    case \"webhook\":\n    case \"http\":\n      return ",
    ));
    snippet.append(returned(inputs, "body", "      ", layout));
    snippet.text(&layout.block(
        ";\n    default:\n      throw new Error(`Unsupported trigger kind: ${event.kind}`);\n  }\n}",
    ))
}

/// A preprocessor for triggers of one kind, with the type of the event.
fn preprocessor_of(event: Event, inputs: &[String], layout: &Layout) -> Snippet {
    let mut head = format!(
        "export async function preprocessor(event: {{\n  kind: \"{}\";\n",
        event.kind
    );
    for (name, ty) in event.fields() {
        head += &format!("  {name}: {};\n", of_python(ty));
    }
    head += "}) {\n  return ";
    let mut snippet = Snippet::new().text(&layout.block(&head));
    snippet.append(returned(inputs, event.payload(), "  ", layout));
    snippet.text(&layout.block(";\n}"))
}

/// What a preprocessor returns: each input, filled from what the event holds.
fn returned(inputs: &[String], payload: &str, indent: &str, layout: &Layout) -> Snippet {
    let inputs: Vec<&String> = inputs.iter().filter(|n| is_identifier(n)).collect();
    if inputs.is_empty() {
        return Snippet::new()
            .text("{ ")
            .stop("name")
            .text(&format!(": event.{payload} }}"));
    }
    // Only what is JSON has parts.
    let has_parts = matches!(payload, "body" | "row");
    let mut snippet = Snippet::new().text("{");
    for input in inputs {
        let value = match has_parts {
            true => format!("event.{payload}.{input}"),
            false => format!("event.{payload}"),
        };
        let line = layout.block(&format!("\n{indent}  {input}: "));
        snippet = snippet.text(&line).stop(value).text(",");
    }
    snippet.text(&layout.block(&format!("\n{indent}}}")))
}
