//! `--rename OLD NEW`: all is worked out on one snapshot, then written: first the texts, all or none of them, then what moves.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use ide::fix::edited;
use ide::{Move, Settings, Snapshot};
use model::path::FilePath;

use super::fix::change::{self, Change};
use super::output::diff::{Diff, moved, unified};
use super::{Args, FAILED, output, say, targets};
use crate::disk;
use crate::disk::guard::{Guard, Place};
use crate::disk::write::{self, Left};

/// Renames what the arguments name.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let [old, new] = args.rename.as_slice() else {
        anyhow::bail!("--rename takes an old name and a new one");
    };
    let from = disk::to_model(&std::env::current_dir()?).unwrap_or_default();
    let targets = targets::find(args)?;
    let snapshot = Snapshot {
        workspace: targets.workspace,
        settings: Settings::default(),
    };
    for problem in &targets.problems {
        say(&format!("{}: {}", problem.path.display(), problem.message));
    }
    let Plan {
        changes,
        moves,
        folders,
        left,
    } = plan(&snapshot, &from, old, new)?;
    for place in &left {
        say(&format!(
            "this may be the same property, and is left: {place}"
        ));
    }
    if args.diff {
        return shown(args, &diff(&from, &changes, &moves));
    }
    for one in &folders {
        // It may be something that is not looked at, and must not be lost.
        if at(&snapshot, &one.to, |to| Ok(to.what_itself().is_ok())).unwrap_or(false) {
            anyhow::bail!("there is `{}` already", output::relative(&from, &one.to));
        }
    }
    if !change::write_all(&snapshot, &from, &changes) {
        say("nothing is renamed, for not all that names it could be written");
        return Ok(ExitCode::from(FAILED));
    }
    let count: usize = changes.iter().map(|c| c.count).sum();
    let mut is_left = false;
    let mut count_moved = 0;
    for one in &folders {
        match put(&snapshot, one) {
            Ok(()) => count_moved += 1,
            Err(why) => {
                is_left = true;
                say(&format!("{}: {why}", output::relative(&from, &one.from)));
            }
        }
    }
    if !args.quiet {
        let places = output::counted(count, "place");
        let files = output::counted(changes.len(), "file");
        let moved = match count_moved {
            0 => String::new(),
            n => format!(", {n} moved"),
        };
        say(&format!("{places} in {files} changed{moved}"));
    }
    Ok(ExitCode::from(if is_left { FAILED } else { 0 }))
}

/// The moves of single files, those of folders taken apart.
fn each_file(snapshot: &Snapshot, moves: &[Move]) -> Vec<(FilePath, String)> {
    let files = snapshot.workspace.files().into_iter();
    let moved = files.filter_map(|(_, file)| {
        moves.iter().find_map(|m| {
            let rest = file.path.strip_prefix(&*m.from)?;
            let is_in = rest.is_empty() || rest.starts_with('/');
            is_in.then(|| (Arc::clone(&file.path), format!("{}{rest}", m.to)))
        })
    });
    moved.collect()
}

fn put(snapshot: &Snapshot, one: &Move) -> Result<(), Left> {
    at(snapshot, &one.from, |from| {
        at(snapshot, &one.to, |to| write::rename(from, to))
    })
}

/// Does something at a place inside the workspace.
fn at<T>(
    snapshot: &Snapshot,
    path: &str,
    act: impl FnOnce(&Place<'_>) -> Result<T, Left>,
) -> Result<T, Left> {
    let folders = snapshot.workspace.folders().iter();
    let folders: Vec<PathBuf> = folders.map(|f| disk::to_disk(f)).collect();
    let guard = Guard::new(&folders);
    let place = guard.place(&disk::to_disk(path)).ok_or(Left::Outside)?;
    act(&place)
}

/// What a rename does.
pub(super) struct Plan {
    /// The texts that change.
    changes: Vec<Change>,
    /// The files that move, from where and to where.
    moves: Vec<(FilePath, String)>,
    /// The same, of folders as a whole.
    folders: Vec<Move>,
    /// What may mean the name as well and is left, each in a few words.
    pub(super) left: Vec<String>,
}

/// Works out what gives another name to what `old` names in the workspace that `from` lies in.
///
/// # Errors
/// It cannot be renamed: why.
pub(super) fn plan(snapshot: &Snapshot, from: &str, old: &str, new: &str) -> anyhow::Result<Plan> {
    let planned = snapshot.rename_named(from, old, new);
    let planned = planned.map_err(anyhow::Error::msg)?;
    let mut changes = Vec::new();
    for (id, edits) in &planned.edits {
        let Some(file) = snapshot.workspace.get(*id) else {
            continue;
        };
        changes.push(Change {
            path: Arc::clone(&file.path),
            old: file.text().into(),
            new: edited(file.text(), edits).into(),
            count: edits.len(),
        });
    }
    Ok(Plan {
        changes,
        moves: each_file(snapshot, &planned.moves),
        folders: planned.moves,
        left: planned.left,
    })
}

impl Plan {
    /// What changes, as a diff.
    pub(super) fn diff(&self, from: &str) -> Diff {
        diff(from, &self.changes, &self.moves)
    }
}

fn diff(from: &str, changes: &[Change], moves: &[(FilePath, String)]) -> Diff {
    let mut diff = Diff {
        text: String::new(),
        is_altered: false,
    };
    for change in changes {
        let path = output::relative(from, &change.path);
        let target = moves.iter().find(|(from, _)| *from == change.path);
        let shown = match target {
            Some((_, to)) => moved(&path, &output::relative(from, to), &change.old, &change.new),
            None => unified(&path, &change.old, &change.new),
        };
        diff.text += &shown.text;
        diff.is_altered |= shown.is_altered;
    }
    for (path, to) in moves {
        if changes.iter().all(|c| c.path != *path) {
            let (path, to) = (output::relative(from, path), output::relative(from, to));
            diff.text += &moved(&path, &to, "", "").text;
        }
    }
    diff
}

fn shown(args: &Args, diff: &Diff) -> anyhow::Result<ExitCode> {
    output::to_stdout(&diff.text)?;
    if !args.quiet && diff.is_altered {
        say("some characters are shown as escapes: such a part of the diff cannot be applied");
    }
    Ok(ExitCode::from(u8::from(!diff.text.is_empty())))
}
