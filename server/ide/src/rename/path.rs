//! A script, a flow, a resource or a variable: its files move, and everything that names it follows.

use model::annotation::{DEFAULT, FOLDER, Source};
use model::file::FileKind;
use model::path;
use model::symbol::{PathKind, Spelling, Symbol};
use model::workspace::Workspace;
use syntax::FileId;
use syntax::text::{is_ascii_word, is_word};

use super::moves::{follow, free};
use super::{Change, Move, Refused, backend};

/// Refuses what cannot get another path, and places that do not write the path.
pub(super) fn plan(
    workspace: &Workspace,
    symbol: &Symbol,
    spelling: Spelling,
) -> Result<(), Refused> {
    let Symbol::Path { kind, root, path } = symbol else {
        return Ok(());
    };
    if let Spelling::Code(_) = spelling {
        return Err(format!(
            "This name stands for `{path}`: rename that where its path is written"
        ));
    }
    files(workspace, *kind, root, path).map(|_| ())
}

/// The files and folders of a path, by their own paths.
fn files(
    workspace: &Workspace,
    kind: PathKind,
    root: &str,
    windmill: &str,
) -> Result<Vec<String>, Refused> {
    let at = workspace.file_of_path(kind, root, windmill);
    if windmill.starts_with("hub/") {
        return Err(format!("`{windmill}` belongs to Windmill's hub"));
    }
    let Some(file) = at.and_then(|id| workspace.get(id)) else {
        return Err(format!(
            "`{windmill}` is not among these files: what the server alone knows cannot be renamed here"
        ));
    };
    if kind == PathKind::Flow {
        return Ok(vec![path::parent(&file.path).to_owned()]);
    }
    let start = format!("{}/{windmill}.", root.trim_end_matches('/'));
    let names = workspace.names();
    let is_own = |file: &str| {
        let rest = &file[start.len()..];
        let of_kind = |word: &str| rest.starts_with(word) || rest.contains(&format!(".{word}"));
        let id = workspace.id(file);
        match kind {
            PathKind::Resource => of_kind("resource."),
            PathKind::Variable => of_kind("variable."),
            _ => id
                .and_then(|id| workspace.get(id))
                .is_some_and(|f| match f.kind {
                    FileKind::Metadata | FileKind::Lock => rest.starts_with("script."),
                    FileKind::Script(_) => {
                        path::script_stem(file) == Some(&start[..start.len() - 1])
                    }
                    _ => false,
                }),
        }
    };
    let all = names.starting(&start).iter().filter(|f| is_own(f));
    let mut files: Vec<String> = all.map(|f| f.to_string()).collect();
    let modules = format!("{}/{windmill}__mod", root.trim_end_matches('/'));
    if kind == PathKind::Script && !names.starting(&format!("{modules}/")).is_empty() {
        files.push(modules);
    }
    Ok(files)
}

/// The change that gives something another path.
pub(super) fn rename(
    workspace: &Workspace,
    kind: PathKind,
    root: &str,
    old: &str,
    new: &str,
) -> Result<Change, Refused> {
    let files = files(workspace, kind, root, old)?;
    if new == old {
        return Ok(Change::default());
    }
    fits(new)?;
    let place = |windmill: &str| format!("{}/{windmill}", root.trim_end_matches('/'));
    let (from, to) = (place(old), place(new));
    let moves: Vec<Move> = files
        .iter()
        .filter_map(|file| {
            let rest = file.strip_prefix(&from)?;
            Some(Move {
                from: file.as_str().into(),
                to: format!("{to}{rest}"),
            })
        })
        .collect();
    if moves.len() != files.len() {
        return Err(format!(
            "The files of `{old}` do not stand where its path says"
        ));
    }
    free(workspace, &moves)?;
    if workspace.file_of_path(kind, root, new).is_some() {
        return Err(format!("There is `{new}` already"));
    }
    follow(workspace, &moves, true)
}

/// Windmill's own rule for paths, as far as it is known: a space that is a folder's or a user's, and words.
fn fits(new: &str) -> Result<(), Refused> {
    let parts: Vec<&str> = new.split('/').collect();
    let is_word = |part: &&str| {
        let fits = |c: char| is_ascii_word(c) || c == '-';
        !part.is_empty() && part.chars().all(fits)
    };
    let is_path = parts.len() >= 3 && ["f", "u"].contains(&parts[0]) && parts.iter().all(is_word);
    match is_path {
        true => Ok(()),
        false => Err(format!(
            "`{new}` is no path: it is `f/`, a folder and a name, or `u/`, a user and a name, of letters, digits, `_` and `-`"
        )),
    }
}

/// The name of a file that steps have beside them.
pub(super) fn name_of(workspace: &Workspace, id: FileId) -> Result<String, Refused> {
    let file = workspace.get(id).ok_or("Nothing here can be renamed")?;
    if let Some(id) = backend::id_of(&file.path) {
        return Ok(id.to_owned());
    }
    match listed(workspace, &file.path) {
        Some((source, DEFAULT)) => Err(format!(
            "`{DEFAULT}` stands for `{FOLDER}/{}`, whatever else there is",
            source.ending
        )),
        Some((_, name)) => Ok(name.to_owned()),
        None => Ok(path::name(&file.path).to_owned()),
    }
}

/// What a file of `dependencies/` lists the packages for, and the name that scripts have for it.
fn listed<'f>(workspace: &Workspace, file: &'f str) -> Option<(&'static Source, &'f str)> {
    Source::named(workspace.dependencies_name(file)?)
}

/// The change that gives such a file another name.
pub(super) fn rename_inlined(
    workspace: &Workspace,
    id: FileId,
    new: &str,
) -> Result<Change, Refused> {
    let old = name_of(workspace, id)?;
    if new == old {
        return Ok(Change::default());
    }
    if let Some(file) = workspace
        .get(id)
        .filter(|f| backend::id_of(&f.path).is_some())
    {
        return backend::rename(workspace, id, &file.path, new);
    }
    let Some(file) = workspace.get(id) else {
        return Err("Nothing here can be renamed".to_owned());
    };
    let whole = listed(workspace, &file.path).map(|(source, _)| source.file(new));
    if whole.is_some() && (new == DEFAULT || new.contains(['.', ' '])) {
        return Err(format!("`{new}` is no name for a list of packages"));
    }
    let is_listed = whole.is_some();
    let new = whole.as_deref().unwrap_or(new);
    let ending = |name: &str| name.split_once('.').map(|(_, ending)| ending.to_owned());
    let fits = |c: char| is_word(c) || matches!(c, '-' | '.' | ' ');
    if new.is_empty() || !new.chars().all(fits) || new.starts_with(['.', ' ']) {
        return Err(format!("`{new}` is no name for a file here"));
    }
    if !is_listed && ending(new) != ending(&old) {
        let ending = ending(&old).unwrap_or_default();
        return Err(format!(
            "The name has to end with `.{ending}`, which says what the file is"
        ));
    }
    let moves = [Move {
        from: file.path.clone(),
        to: format!("{}/{new}", path::parent(&file.path)),
    }];
    free(workspace, &moves)?;
    follow(workspace, &moves, true)
}
