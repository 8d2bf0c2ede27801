//! A step's id, and everything in its flow that names it.

use model::file::File;
use model::flow::{Flow, ModuleIdx};
use model::symbol::{Spelling, Symbol, Use};
use model::workspace::{InlineTarget, Workspace};
use syntax::{FileId, Span};

use super::{Change, Refused, edit, is_bare, is_text, parses};
use crate::rules::is_reserved_id;

/// The change that gives a step another id.
pub(super) fn rename(
    workspace: &Workspace,
    flow: FileId,
    id: &str,
    new: &str,
) -> Result<Change, Refused> {
    let uses = plan(workspace, flow, id)?;
    let mut change = Change::default();
    if new == id {
        return Ok(change);
    }
    fits(new)?;
    let file = workspace.get(flow).and_then(|f| f.flow());
    if file.is_some_and(|f| !f.by_id(new).is_empty()) {
        return Err(format!("The flow has a step `{new}` already"));
    }
    let other = Symbol::Step {
        flow,
        id: new.into(),
    };
    if !workspace.uses_of(&other).is_empty() {
        return Err(format!(
            "The flow names a step `{new}` that it does not have: those places would mean this step"
        ));
    }
    for at in &uses {
        change.add(at.file, edit(workspace, at, id, new)?);
    }
    Ok(change)
}

/// The places of a step, when nothing stands against another id.
pub(super) fn plan(workspace: &Workspace, file: FileId, id: &str) -> Result<Vec<Use>, Refused> {
    let symbol = Symbol::Step {
        flow: file,
        id: id.into(),
    };
    let nothing = || "Nothing here can be renamed".to_owned();
    let own = workspace.get(file).ok_or_else(nothing)?;
    let flow = own.flow().ok_or_else(nothing)?;
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
    parses(workspace, file, "results", id)?;
    found_by_id(workspace, own, flow, only)?;
    let mut uses = workspace.uses_of(&symbol);
    compared(workspace, own, flow, id, &uses)?;
    uses.retain(|at| at.spelling != Spelling::Word);
    for at in &uses {
        edit(workspace, at, id, id)?;
    }
    Ok(uses)
}

/// Refuses where the step's file is found by the id alone.
fn found_by_id(
    workspace: &Workspace,
    file: &File,
    flow: &Flow,
    idx: ModuleIdx,
) -> Result<(), Refused> {
    let module = flow.module(idx);
    for inline in module.inlines() {
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

/// Refuses where something may compare the id of the step that failed, and is no use: that is text like any other.
fn compared(
    workspace: &Workspace,
    file: &File,
    flow: &Flow,
    id: &str,
    uses: &[Use],
) -> Result<(), Refused> {
    let quoted = ['"', '\'', '`'].map(|q| format!("{q}{id}{q}"));
    let compares = |text: &str, is_left: &dyn Fn(Span) -> bool| {
        let mut places = quoted.iter().flat_map(|q| text.match_indices(q.as_str()));
        text.contains("step_id")
            && places.any(|(at, _)| is_left(Span::new(at + 1, at + 1 + id.len())))
    };
    let in_expression = flow.expressions().iter().any(|expression| {
        let is_use = |outer| uses.iter().any(|u| u.span == outer);
        compares(&expression.text, &|inner| !is_use(expression.outer(inner)))
    });
    let in_code = || {
        flow.modules().any(|(idx, _)| {
            let callee = workspace.callee(file, flow, idx);
            callee
                .script()
                .is_some_and(|s| compares(&s.text, &|_| true))
        })
    };
    if in_expression || in_code() {
        return Err(format!(
            "The flow compares a `step_id` with `{id}`: change that by hand first"
        ));
    }
    Ok(())
}

fn fits(new: &str) -> Result<(), Refused> {
    if !is_bare(new) {
        return Err(
            "Ids take the letters a to z and A to Z, digits, `_` and `-`, and start with a letter or `_`"
                .to_owned(),
        );
    }
    if !is_text(new) || is_reserved_id(new) {
        return Err(format!(
            "`{new}` is reserved: no step can have it as its id"
        ));
    }
    Ok(())
}
