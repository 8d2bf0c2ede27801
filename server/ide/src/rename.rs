//! Rename: a step's id, and everything in its flow that names it.
//!
//! All of it or nothing: where something is written that may name the step and cannot be followed, the rename is
//! refused, with the reason.

use model::file::File;
use model::flow::{Content, Flow, Kind, ModuleIdx};
use model::symbol::{Spelling, Symbol, Use};
use model::workspace::{InlineTarget, Workspace};
use syntax::yaml::Style;
use syntax::{FileId, Span};

use crate::finding::TextEdit;
use crate::rules::is_reserved_id;

/// Words that YAML reads as something else than text.
const NOT_TEXT: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Why something is not renamed, in a sentence for people.
pub type Refused = String;

/// What would be renamed at `offset`: its place. `Ok(None)`: nothing that has a name to change.
pub(crate) fn prepare(
    workspace: &Workspace,
    id: FileId,
    offset: usize,
) -> Result<Option<Span>, Refused> {
    let Some((symbol, at)) = workspace.symbol_at(id, offset) else {
        return Ok(None);
    };
    plan(workspace, &symbol).map(|_| Some(at.span))
}

/// The edits that give what stands at `offset` another name, by place; all in the file that was asked.
pub(crate) fn rename(
    workspace: &Workspace,
    id: FileId,
    offset: usize,
    new: &str,
) -> Result<Vec<TextEdit>, Refused> {
    let Some((symbol, _)) = workspace.symbol_at(id, offset) else {
        return Err("Nothing here can be renamed".to_owned());
    };
    let plan = plan(workspace, &symbol)?;
    if new == plan.id {
        return Ok(Vec::new());
    }
    fits(new)?;
    if !plan.flow.by_id(new).is_empty() {
        return Err(format!("The flow has a step `{new}` already"));
    }
    let other = Symbol::Step {
        flow: id,
        id: new.into(),
    };
    if !workspace.uses_of(&other).is_empty() {
        return Err(format!(
            "The flow names a step `{new}` that it does not have: those places would mean this step"
        ));
    }
    plan.uses.iter().map(|at| edit(&plan, at, new)).collect()
}

/// What a rename starts from, when nothing stands against it.
struct Plan<'w> {
    file: &'w File,
    flow: &'w Flow,
    id: String,
    uses: Vec<Use>,
}

fn plan<'w>(workspace: &'w Workspace, symbol: &Symbol) -> Result<Plan<'w>, Refused> {
    let Symbol::Step { flow: file, id } = symbol else {
        return Err("Inputs cannot be renamed yet, steps can".to_owned());
    };
    let nothing = || "Nothing here can be renamed".to_owned();
    let file = workspace.get(*file).ok_or_else(nothing)?;
    let flow = file.flow().ok_or_else(nothing)?;
    if !flow.yaml().is_clean() || !flow.is_complete() {
        return Err("The flow cannot be read in full: fix its syntax first".to_owned());
    }
    let [only] = *flow.by_id(id) else {
        return Err(match flow.by_id(id).len() {
            0 => format!("The flow has no step `{id}`"),
            n => format!("{n} steps have the id `{id}`: it is not clear which one is meant"),
        });
    };
    if flow.module(only).is_special() {
        return Err(format!("Windmill needs the id `{id}` as it is"));
    }
    for expression in flow.expressions() {
        if expression.analysis().has_error && expression.text.contains(&**id) {
            let line = line(file, flow.node(expression.node).span());
            return Err(format!(
                "The expression in line {line} does not parse, and may name `{id}`"
            ));
        }
    }
    found_by_id(workspace, file, flow, only)?;
    compared(workspace, file, flow, id)?;
    let uses = workspace.uses_of(symbol);
    for at in &uses {
        if at.span.slice(file.text()) != &**id {
            let line = line(file, at.span);
            return Err(format!(
                "Line {line} writes `{id}` in a way that cannot be changed"
            ));
        }
    }
    Ok(Plan {
        file,
        flow,
        id: id.to_string(),
        uses,
    })
}

/// The line of a span, from 1.
fn line(file: &File, span: Span) -> usize {
    file.lines().line_of(span.start as usize) + 1
}

/// Refuses where the step's file is found by the id alone.
fn found_by_id(
    workspace: &Workspace,
    file: &File,
    flow: &Flow,
    idx: ModuleIdx,
) -> Result<(), Refused> {
    let module = flow.module(idx);
    let Kind::RawScript { content, lock, .. } = &module.kind else {
        return Ok(());
    };
    let content = match content {
        Content::Inline(inline) => Some(inline),
        _ => None,
    };
    for inline in content.into_iter().chain(lock) {
        let target = workspace.inline_target(&file.path, inline, module.id_text());
        let written = workspace.inline_path(&file.path, inline);
        let is_there = written.is_some_and(|path| workspace.id(&path).is_some());
        if matches!(target, InlineTarget::File(_)) && !is_there {
            let name = &inline.name.value;
            return Err(format!(
                "`{name}` is not there, and another file is found by the step's id: write that file's name first"
            ));
        }
    }
    Ok(())
}

/// Refuses where something compares the id of the step that failed: that is text like any other.
fn compared(workspace: &Workspace, file: &File, flow: &Flow, id: &str) -> Result<(), Refused> {
    let compares = |text: &str| {
        let quoted = ['"', '\'', '`'].map(|q| format!("{q}{id}{q}"));
        text.contains("step_id") && quoted.iter().any(|q| text.contains(q))
    };
    let code = flow.modules().filter_map(|(idx, _)| {
        let callee = workspace.callee(file, flow, idx);
        Some(compares(&callee.script()?.text))
    });
    if compares(file.text()) || code.into_iter().any(|c| c) {
        return Err(format!(
            "The flow compares a `step_id` with `{id}`: change that by hand first"
        ));
    }
    Ok(())
}

fn fits(new: &str) -> Result<(), Refused> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let starts = new.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts || !new.chars().all(fits) {
        return Err(
            "Ids take the letters a to z and A to Z, digits, `_` and `-`, and start with a letter or `_`"
                .to_owned(),
        );
    }
    let is_text = !NOT_TEXT.contains(&&*new.to_ascii_lowercase());
    if !is_text || is_reserved_id(new) {
        return Err(format!(
            "`{new}` is reserved: no step can have it as its id"
        ));
    }
    Ok(())
}

fn edit(plan: &Plan<'_>, at: &Use, new: &str) -> Result<TextEdit, Refused> {
    let (span, text) = match at.spelling {
        Spelling::Dot(whole) if new.contains('-') => {
            let line = line(plan.file, at.span);
            let whole = whole.ok_or_else(|| {
                format!("`{}` in line {line} cannot be written in brackets", plan.id)
            })?;
            // A quote that the scalar has no need to escape.
            let expression = plan.flow.expression_at(at.span.start as usize);
            let style = expression.and_then(|e| plan.flow.node(e.node).style());
            let quote = match style {
                Some(Style::Double) => '\'',
                _ => '"',
            };
            let optional = match whole.slice(plan.file.text()).starts_with('?') {
                true => "?.",
                false => "",
            };
            (whole, format!("{optional}[{quote}{new}{quote}]"))
        }
        _ => (at.span, new.to_owned()),
    };
    Ok(TextEdit { span, text })
}
