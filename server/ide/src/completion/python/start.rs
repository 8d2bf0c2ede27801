//! How a script starts: its entry points whole, the imports that most scripts have.

use model::file::File;
use model::signature::{Entry, EntryName};
use model::workspace::Workspace;
use syntax::Span;

use super::bring::{TYPED_DICT, WMILL};
use crate::completion::event::{Event, events};
use crate::completion::layout::Layout;
use crate::completion::runner::{Runner, runner, script_wants};
use crate::completion::{Completion, CompletionKind, Snippet};
use crate::cursor::InCode;
use crate::markdown::Markdown;

/// What fits what is typed of a line from `word` to the cursor.
pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    word: usize,
    layout: &Layout,
) -> Vec<Completion> {
    let script = &at.code.script;
    let typed = script.text[word..at.inner].to_lowercase();
    let replace = at.outer(Span::new(word, at.inner));
    let runner = runner(workspace, file, at);
    let lacks = |name: EntryName| {
        *script.entry(name) == Entry::Missing && script.find_declaration(name.as_str()).is_none()
    };
    let mut items = Vec::new();
    let mut offer = |label: String, snippet: Snippet, about: &'static str| {
        let starts = |w: &str| w.to_lowercase().starts_with(&typed);
        if label.split_whitespace().any(starts) {
            let shown = Markdown::new().code("python", &snippet.to_plain());
            let item = Completion::new(label, CompletionKind::Snippet, replace)
                .detail(about)
                .about(shown)
                .inserting_snippet(snippet);
            items.push(item);
        }
    };
    if !runner.is_preprocessor && lacks(EntryName::Main) {
        offer(
            "def main".to_owned(),
            main(&runner, layout),
            "what Windmill runs",
        );
    }
    let has_event = !runner.is_step && lacks(EntryName::Preprocessor);
    if has_event && runner.is_preprocessor {
        let all = preprocessor(script_wants(at, &runner), layout);
        offer(
            "def preprocessor".to_owned(),
            all,
            "for every kind of trigger",
        );
    }
    for wanted in [WMILL, TYPED_DICT] {
        if !wanted.is_there(script) {
            let line = wanted.line();
            let about = match wanted.module {
                "wmill" => "Windmill's Python client",
                _ => "for classes of resource types",
            };
            offer(line.clone(), Snippet::new().text(&line), about);
        }
    }
    if has_event {
        let inputs = script_wants(at, &runner);
        if !runner.is_preprocessor {
            let all = preprocessor(inputs.clone(), layout);
            offer(
                "def preprocessor".to_owned(),
                all,
                "for every kind of trigger",
            );
        }
        for event in events() {
            let one = preprocessor_of(event, &inputs, layout);
            offer(
                format!("def preprocessor: {}", event.kind),
                one,
                "for one kind of trigger",
            );
        }
    }
    let mut also = layout
        .parted_above(at, word, 2)
        .into_iter()
        .collect::<Vec<_>>();
    also.extend(layout.parted_below(at, at.inner, 2));
    for item in items.iter_mut().filter(|i| i.label.starts_with("def ")) {
        item.also.clone_from(&also);
    }
    items
}

/// `main` with what the step gives.
fn main(runner: &Runner, layout: &Layout) -> Snippet {
    let names: Vec<&str> = runner.names(lang::python::is_identifier).collect();
    Snippet::new()
        .text("def main(")
        .stop(names.join(", "))
        .text(&layout.block("):\n    "))
        .end()
}

/// A preprocessor that looks at the kind of the trigger.
fn preprocessor(inputs: Vec<String>, layout: &Layout) -> Snippet {
    let mut snippet = Snippet::new().text(&layout.block(
        "def preprocessor(event: dict):\n    match event[\"kind\"]:\n        case \"webhook\" | \"http\":\n            return ",
    ));
    snippet.append(returned(&inputs, "body", "            ", layout));
    snippet.text(&layout.block(
        "\n        case kind:\n            raise ValueError(f\"Unsupported trigger kind: {kind}\")",
    ))
}

/// A preprocessor for triggers of one kind.
fn preprocessor_of(event: Event, inputs: &[String], layout: &Layout) -> Snippet {
    let mut snippet =
        Snippet::new().text(&layout.block("def preprocessor(event: dict):\n    return "));
    snippet.append(returned(inputs, event.payload(), "    ", layout));
    snippet
}

/// What a preprocessor returns: each input, filled from what the event holds.
fn returned(inputs: &[String], payload: &str, indent: &str, layout: &Layout) -> Snippet {
    let mut snippet = Snippet::new().text("{");
    if inputs.is_empty() {
        snippet = snippet
            .text("\"")
            .stop("name")
            .text(&format!("\": event[\"{payload}\"]}}"));
        return snippet;
    }
    // Only what is JSON has parts.
    let has_parts = matches!(payload, "body" | "row");
    for input in inputs {
        let value = match has_parts {
            true => format!("event[\"{payload}\"][\"{input}\"]"),
            false => format!("event[\"{payload}\"]"),
        };
        let line = format!("\n{indent}    \"{input}\": ");
        snippet = snippet.text(&layout.block(&line)).stop(value).text(",");
    }
    snippet.text(&layout.block(&format!("\n{indent}}}")))
}
