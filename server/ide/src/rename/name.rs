//! A name of code: a function, a class, a variable, in its script and in those that import it.

use std::collections::BTreeMap;

use lang::occurrences::{Form, Local};
use model::script::Script;
use model::signature::EntryName;
use model::symbol::{CodeId, Symbol, Use};
use model::workspace::Workspace;
use syntax::{FileId, Span};

use super::{Change, Refused, edit, identifier, readable, shown};
use crate::finding::TextEdit;

/// The names that Windmill calls.
const CALLED: &[&str] = &["main", "preprocessor"];

/// The change that gives a name of code another one.
pub(super) fn rename(
    workspace: &Workspace,
    code: CodeId,
    local: &Local,
    new: &str,
) -> Result<Change, Refused> {
    let uses = plan(workspace, code, local)?;
    let mut change = Change::default();
    if new == local.name {
        return Ok(change);
    }
    identifier(workspace, code, new)?;
    if local.scope == 0 && CALLED.contains(&new) {
        return Err(format!("Windmill would call it, if its name were `{new}`"));
    }
    let taken = |file: &str| {
        Err(format!(
            "There is a name `{new}` already in {file}, which would be another one there"
        ))
    };
    if workspace
        .code_of(code)
        .is_some_and(|c| c.script.is_taken(local, new))
    {
        return taken("this code");
    }
    for (file, script, inner) in workspace.imported_as_local(code, local) {
        if script.is_taken(&inner, new) {
            let file = workspace
                .get(file)
                .map_or_else(String::new, |f| shown(workspace, f));
            return taken(&format!("`{file}`"));
        }
    }
    if local.scope == 0 && code.module.is_none() {
        let passing = workspace.passing_on(code.file, &local.name);
        if let Some(file) = passing.iter().find(|id| workspace.may_export(**id, new)) {
            let file = workspace.get(*file);
            let file = file.map_or_else(String::new, |f| shown(workspace, f));
            return taken(&format!("`{file}`"));
        }
        let script = workspace.code_of(code).map(|c| c.script);
        let typescript = script.as_ref().and_then(|s| s.typescript());
        if typescript.is_some_and(|t| t.export(&local.name).is_some() && t.has_export(new)) {
            return taken("what this code exports");
        }
        let starred: Vec<_> = uses
            .iter()
            .filter_map(|at| Some((at, workspace.starred_at(at)?)))
            .collect();
        let brings = |id: &FileId| workspace.brings_by_star(*id, &local.name);
        if new.starts_with('_')
            && !local.name.starts_with('_')
            && (!starred.is_empty() || passing.iter().any(brings))
        {
            return Err(format!(
                "`import *` would not bring `{new}`, for it begins with `_`"
            ));
        }
        for (at, script) in starred {
            let is_there = script
                .python()
                .is_some_and(|p| p.tree.symbol(new).is_some());
            if is_there {
                let file = workspace.get(at.file);
                let file = file.map_or_else(String::new, |f| shown(workspace, f));
                return taken(&format!("`{file}`"));
            }
        }
    }
    let shortened = shortened(workspace, code, local, new);
    for at in &uses {
        let edit = match shortened.get(&(at.file, at.span)) {
            Some(edit) => edit.clone(),
            None => edit(workspace, at, &local.name, new)?,
        };
        change.add(at.file, edit);
    }
    Ok(change)
}

/// The edits where a new name would stand twice, by their places.
pub(super) fn shortened(
    workspace: &Workspace,
    id: CodeId,
    local: &Local,
    new: &str,
) -> BTreeMap<(FileId, Span), TextEdit> {
    let Some(code) = workspace.code_of(id) else {
        return BTreeMap::new();
    };
    let places = code.script.shortened(local, new).into_iter();
    places
        .map(|(place, whole)| {
            let edit = TextEdit {
                span: code.outer(whole),
                text: new.to_owned(),
            };
            ((id.file, code.outer(place)), edit)
        })
        .collect()
}

/// Whether Windmill reads the name itself, as text: in the types of what it gives, and for what a class is there.
fn is_read(script: &Script, local: &Local) -> bool {
    let entries = [EntryName::Main, EntryName::Preprocessor].into_iter();
    let signatures = entries.filter_map(|e| script.entry(e).signature());
    let types = signatures
        .flat_map(|s| &s.params)
        .filter_map(|p| p.annotation.as_ref());
    let types: Vec<Span> = types.map(|t| t.span).collect();
    let python = script.python();
    let is_base = |span: Span| {
        let Some(python) = python else { return false };
        let tree = &python.tree;
        let node = tree.identifier_at(span.start as usize);
        let class = node
            .and_then(|n| tree.parent(n))
            .and_then(|c| tree.class(c));
        class.is_some_and(|c| c.arguments.iter().any(|a| Some(*a) == node))
    };
    let places = script.occurrences(local);
    let is_imported = places
        .iter()
        .any(|o| matches!(o.form, Form::Imported | Form::Fixed));
    places.iter().any(|o| {
        let in_types = types
            .iter()
            .any(|t| t.start <= o.span.start && o.span.end <= t.end);
        in_types || is_imported && is_base(o.span)
    })
}

/// The places of a name, when nothing stands against another one.
pub(super) fn plan(
    workspace: &Workspace,
    code: CodeId,
    local: &Local,
) -> Result<Vec<Use>, Refused> {
    let name = &local.name;
    let found = workspace.code_of(code);
    let script = found
        .ok_or_else(|| "Nothing here can be renamed".to_owned())?
        .script;
    if !script.is_python() && !script.language.is_typescript() {
        return Err("Only names of Python and TypeScript can be renamed".to_owned());
    }
    if script.is_of_class(local) {
        if !script.is_certain_attribute(local) {
            return Err(format!(
                "`{name}` belongs to a class: where it is used as an attribute cannot be followed"
            ));
        }
        if let Some(importer) = workspace.importer_with_attribute(code, name) {
            let file = workspace
                .get(importer)
                .map_or_else(String::new, |f| shown(workspace, f));
            return Err(format!(
                "`{name}` belongs to a class, and `{file}` has an attribute of that name, which may be this one"
            ));
        }
    }
    if local.scope == 0 && CALLED.contains(&name.as_str()) {
        return Err(format!("Windmill calls `{name}` by this name"));
    }
    if local.scope == 0
        && code.module.is_none()
        && let Some(star) = workspace.star_importer(code, name)
    {
        let file = workspace
            .get(star)
            .map_or_else(String::new, |f| shown(workspace, f));
        return Err(format!(
            "`{file}` imports everything from here, and may use `{name}`"
        ));
    }
    if is_read(&script, local) {
        return Err(format!(
            "Windmill reads `{name}` by this name, to know what `main` takes"
        ));
    }
    let symbol = Symbol::Name {
        code,
        local: local.clone(),
    };
    let uses = workspace.uses_of(&symbol);
    for at in &uses {
        readable(workspace, at.file)?;
        edit(workspace, at, name, name)?;
    }
    Ok(uses)
}
