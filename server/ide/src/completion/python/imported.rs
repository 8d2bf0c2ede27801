//! Names of other scripts: those that are imported, and the members of a module that is.

use lang::python::{DeclarationKind, ImportPlace};
use model::file::File;
use model::workspace::Workspace;
use syntax::text::{is_word, trailing};
use syntax::{FileId, Span};

use crate::completion::{Completion, CompletionKind, imports};
use crate::cursor::InCode;
use crate::hover::imports::page;
use crate::python::module_of;

/// What a module of the workspace has, behind its name and a dot.
pub(super) fn members(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    let script = &at.code.script;
    let before = &script.text[..at.inner];
    let word = before.trim_end_matches(is_word).len();
    let Some(object) = before[..word].strip_suffix('.') else {
        return Vec::new();
    };
    let chain = trailing(object, |c| is_word(c) || c == '.');
    let chain = Span::new(object.len() - chain.len(), object.len());
    let there = (!chain.is_empty())
        .then(|| module_of(workspace, file, script, chain))
        .flatten();
    let Some(there) = there else {
        return Vec::new();
    };
    let replace = at.outer(Span::new(word, at.inner));
    imports::names(workspace, there, replace)
}

/// The names that are imported from other scripts and fit what is typed.
pub(super) fn names(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    word: usize,
) -> Vec<Completion> {
    let script = &at.code.script;
    let typed = &script.text[word..at.inner];
    let is_free = !script.text[..word].trim_end().ends_with(['.', '@']);
    if typed.is_empty() || !is_free || typed.starts_with(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let replace = at.outer(Span::new(word, at.inner));
    let mut items: Vec<Completion> = Vec::new();
    for import in script
        .imports()
        .iter()
        .filter(|i| i.place == ImportPlace::Top)
    {
        let (Some(name), Some(bound)) = (&import.name, &import.bound) else {
            continue;
        };
        let is_known = items.iter().any(|i| i.label == bound.value);
        if is_known || !bound.starts_with(typed) {
            continue;
        }
        let declared = script.declarations_at(bound, word);
        if declared.iter().any(|d| d.kind != DeclarationKind::Import) {
            continue;
        }
        let there = workspace.imported(&file.path, &import.module.value);
        items.extend(there.and_then(|id| item(workspace, id, name, bound, replace)));
    }
    items
}

/// A name that another script declares, by what it is called here.
fn item(
    workspace: &Workspace,
    there: FileId,
    name: &str,
    bound: &str,
    replace: Span,
) -> Option<Completion> {
    let other = workspace.get(there)?;
    let declared = other.script()?.find_declaration(name)?;
    let kind = match declared.kind {
        DeclarationKind::Function => CompletionKind::Function,
        DeclarationKind::Class => CompletionKind::Class,
        _ => CompletionKind::Variable,
    };
    let path = workspace.names().windmill_path(&other.path)?;
    let about = page(workspace, there, name)?;
    Some(
        Completion::new(bound, kind, replace)
            .detail(path)
            .about(about),
    )
}
