//! A runnable of an app whose frontend is code: its id is what its files in `backend` are called, and what the frontend calls.

use model::file::FileKind;
use model::path;
use model::symbol::{Spelling, Symbol};
use model::workspace::Workspace;
use syntax::FileId;
use syntax::text::is_ascii_word;

use super::moves::{follow, free};
use super::{Change, Move, Refused, edit, line, shown};

/// The id of the runnable that a file belongs to; `None` for files outside of a backend.
pub(super) fn id_of(file: &str) -> Option<&str> {
    let app = path::raw_app_folder(file)?;
    let name = path::relative(app, file)?.strip_prefix("backend/")?;
    path::script_stem(name).filter(|_| !name.contains('/'))
}

/// The change that gives a runnable another id.
pub(super) fn rename(
    workspace: &Workspace,
    target: FileId,
    file: &str,
    new: &str,
) -> Result<Change, Refused> {
    let nothing = || "Nothing here can be renamed".to_owned();
    let app = path::raw_app_folder(file).ok_or_else(nothing)?;
    let old = id_of(file).ok_or_else(nothing)?;
    let fits = |c: char| is_ascii_word(c) || c == '-';
    if new.is_empty() || !new.chars().all(fits) || new.starts_with('-') {
        return Err(format!(
            "`{new}` is no id: it takes letters, digits, `_` and `-`"
        ));
    }
    // Windmill's command line passes over upper and lower case.
    let is_it = |id: &str| id != old && id.eq_ignore_ascii_case(new);
    if workspace.runnables(app).iter().any(|r| is_it(&r.id)) {
        return Err(format!("The app has a runnable `{new}` already"));
    }
    followed(workspace, app, old)?;
    let folder = format!("{app}/backend/");
    let names = workspace.names();
    let own = names.starting(&format!("{folder}{old}."));
    let own = own.iter().filter(|f| id_of(f) == Some(old));
    let moves: Vec<Move> = own
        .map(|from| Move {
            from: from.clone(),
            to: format!("{folder}{new}{}", &from[folder.len() + old.len()..]),
        })
        .collect();
    free(workspace, &moves)?;
    let mut change = follow(workspace, &moves, true)?;
    for at in workspace.uses_of(&Symbol::Inlined(target)) {
        let is_name = !matches!(
            at.spelling,
            Spelling::File | Spelling::Word | Spelling::Scalar
        );
        if is_name {
            change.add(at.file, edit(workspace, &at, old, new)?);
        }
    }
    Ok(change)
}

/// Refuses where a frontend of the app cannot be read in full, or calls what is known only when it runs.
fn followed(workspace: &Workspace, app: &str, old: &str) -> Result<(), Refused> {
    for path in workspace.names().starting(&format!("{app}/")) {
        let file = workspace.id(path).and_then(|id| workspace.get(id));
        let Some(file) = file.filter(|f| f.kind == FileKind::Frontend) else {
            continue;
        };
        let Some(read) = file.frontend() else {
            continue;
        };
        if !read.is_whole {
            return Err(format!(
                "`{}` cannot be read in full: fix its syntax first",
                shown(workspace, file)
            ));
        }
        if let Some(at) = read.passed_on.first() {
            return Err(format!(
                "Line {} of `{}` takes the backend as a whole, and may call `{old}`: change that by hand first",
                line(file, *at),
                shown(workspace, file)
            ));
        }
    }
    Ok(())
}
