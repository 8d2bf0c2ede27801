//! A resource type that the workspace has: its file moves, and resources, inputs and classes follow.

use std::sync::Arc;

use lang::occurrences::Form;
use model::path::{self, FilePath};
use model::symbol::{Spelling, Symbol, Use};
use model::workspace::Workspace;

use super::moves::free;
use super::{Change, Move, Refused, edit, place, readable, shown};

/// The places of a resource type, when nothing stands against another name.
pub(super) fn plan(
    workspace: &Workspace,
    root: &FilePath,
    name: &Arc<str>,
) -> Result<Vec<Use>, Refused> {
    if workspace.file_of_type(root, name).is_none() {
        return Err(format!(
            "The resource type `{name}` is not among these files: what the server alone knows cannot be renamed here"
        ));
    }
    let mut uses = workspace.uses_of(&symbol(root, name));
    uses.retain(|at| at.spelling != Spelling::File);
    for at in &uses {
        readable(workspace, at.file)?;
        edit(workspace, at, name, name)?;
        if matches!(
            at.spelling,
            Spelling::Code(Form::Imported | Form::Exported | Form::Fixed)
        ) {
            let place = place(workspace, at);
            return Err(format!("{place} imports it: change that by hand first"));
        }
    }
    Ok(uses)
}

fn symbol(root: &FilePath, name: &Arc<str>) -> Symbol {
    Symbol::ResourceType {
        root: Arc::clone(root),
        name: Arc::clone(name),
    }
}

/// The change that gives a resource type another name.
pub(super) fn rename(
    workspace: &Workspace,
    root: &FilePath,
    old: &Arc<str>,
    new: &str,
) -> Result<Change, Refused> {
    let uses = plan(workspace, root, old)?;
    let mut change = Change::default();
    if new == &**old {
        return Ok(change);
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !new.chars().all(fits) || !lang::python::is_identifier(new) {
        return Err(format!(
            "`{new}` is no name of a resource type: it takes the letters a to z, digits and `_`, and starts with a letter"
        ));
    }
    let other = symbol(root, &Arc::from(new));
    if let Some(taken) = workspace.uses_of(&other).first() {
        let place = place(workspace, taken);
        return Err(format!(
            "There is a resource type `{new}` already, in {place}"
        ));
    }
    for at in &uses {
        if let Spelling::Code(_) = at.spelling
            && is_taken(workspace, at, new)
        {
            let file = workspace.get(at.file);
            let file = file.map_or_else(String::new, |f| shown(workspace, f));
            return Err(format!(
                "There is a name `{new}` already in `{file}`, which would be another one there"
            ));
        }
        change.add(at.file, edit(workspace, at, old, new)?);
    }
    let file = workspace
        .file_of_type(root, old)
        .and_then(|id| workspace.get(id));
    let Some(file) = file else {
        return Err("Nothing here can be renamed".to_owned());
    };
    let ending = path::name(&file.path)
        .strip_prefix(&**old)
        .unwrap_or_default();
    change.moves = vec![Move {
        from: file.path.clone(),
        to: format!("{}/{new}{ending}", path::parent(&file.path)),
    }];
    free(workspace, &change.moves)?;
    Ok(change)
}

/// Whether the code at a place has another name `new` where this one is.
fn is_taken(workspace: &Workspace, at: &Use, new: &str) -> bool {
    workspace
        .local_of(at)
        .is_none_or(|(script, local)| script.is_taken(&local, new))
}
