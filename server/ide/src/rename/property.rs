//! A property of what code returns: the keys that make it, and the expressions that read it.

use model::symbol::{KeyForm, Location, Role, Spelling, Trail, Use};
use model::workspace::Workspace;
use syntax::Span;

use super::{Change, Refused, edit, is_bare, place_of, readable};
use crate::finding::TextEdit;

/// The change that gives a property another name.
pub(super) fn rename(
    workspace: &Workspace,
    name: &str,
    places: &[Location],
    new: &str,
) -> Result<Change, Refused> {
    let trail = plan(workspace, name, places)?;
    let mut change = Change::default();
    if new == name {
        return Ok(change);
    }
    // A key in quotes may have other letters than a name of code.
    let is_quoted = |at: &&Use| at.spelling == Spelling::Key(KeyForm::Quoted);
    let made = |at: &&Use| at.role == Role::Definition;
    let needs_name = !trail.uses.iter().filter(made).all(|at| is_quoted(&at));
    if !is_bare(new) || needs_name && !lang::python::is_identifier(new) {
        return Err(format!(
            "`{new}` cannot be the name here: write letters, digits and `_`, and start with a letter or `_`"
        ));
    }
    if trail.beside.contains(new) {
        return Err(format!("There is a property `{new}` beside it already"));
    }
    if let Some((file, span)) = workspace.reads_beside(name, places, new) {
        let place = place_of(workspace, file, span);
        return Err(format!(
            "{place} reads `{new}`, which is not there: it would be this property then"
        ));
    }
    for at in &trail.uses {
        let edit = match short(workspace, at, new) {
            Some(edit) => edit,
            None => edit(workspace, at, name, new)?,
        };
        change.add(at.file, edit);
    }
    let left = trail.left.iter();
    let mut left: Vec<String> = left
        .map(|(file, span)| place_of(workspace, *file, *span))
        .collect();
    left.dedup();
    change.left = left;
    Ok(change)
}

/// `{ old: x }` that becomes `{ x }`.
fn short(workspace: &Workspace, at: &Use, new: &str) -> Option<TextEdit> {
    let file = workspace.get(at.file)?;
    let is_key = at.role == Role::Definition && at.spelling == Spelling::Key(KeyForm::Plain);
    let code = workspace.code_around(file, (at.file, at.span))?.1;
    let after = &file.text()[at.span.end as usize..];
    let value = after.trim_start().strip_prefix(':')?.trim_start();
    let rest = value.strip_prefix(new)?;
    let is_short =
        is_key && code.script.language.is_typescript() && rest.trim_start().starts_with([',', '}']);
    let end = at.span.end as usize + after.len() - rest.len();
    is_short.then(|| TextEdit {
        span: Span::new(at.span.start as usize, end),
        text: new.to_owned(),
    })
}

/// Where a property goes, when nothing stands against another name.
pub(super) fn plan(
    workspace: &Workspace,
    name: &str,
    places: &[Location],
) -> Result<Trail, Refused> {
    let trail = workspace.trail(name, places);
    if !trail.is_certain {
        return Err(format!(
            "What reads `{name}` may have it from elsewhere as well: change it by hand"
        ));
    }
    for at in &trail.uses {
        readable(workspace, at.file)?;
        edit(workspace, at, name, name)?;
    }
    Ok(trail)
}
