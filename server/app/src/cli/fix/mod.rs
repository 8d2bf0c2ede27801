//! `--fix`, `--diff` and `--add-ignore`: all is worked out first, on one snapshot, then written. So `--diff`
//! shows what `--fix` writes, and what cannot be written takes nothing from the rest.

pub(super) mod change;
mod rounds;

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use ide::Snapshot;
use rayon::prelude::*;
use syntax::FileId;

use super::check::each;
use super::output::diff::{Diff, unified};
use super::{Args, output, say};
use change::Change;

/// How it went, beside what is said of it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Outcome {
    /// Whether something was to be changed.
    pub(super) is_change: bool,
    /// Whether something of it could not be written.
    pub(super) is_left: bool,
    /// Whether working it out failed for a file, by a fault of our own.
    pub(super) is_broken: bool,
}

/// Fixes files on disk and in the workspace.
pub(super) fn write(
    args: &Args,
    snapshot: &mut Snapshot,
    from: &str,
    files: &[FileId],
) -> anyhow::Result<Outcome> {
    if args.paths.iter().any(|p| p == Path::new("-")) {
        bail!("--fix writes files, and stdin is none: use --diff");
    }
    let (changes, is_broken) = rounds::fix(snapshot, files, args.unsafe_fixes);
    let (count, is_left) = change::write(snapshot, from, &changes);
    if !args.quiet {
        say(&format!("{count} fixed"));
    }
    Ok(Outcome {
        is_change: !changes.is_empty(),
        is_left,
        is_broken,
    })
}

/// Writes ignore comments for everything that is found.
pub(super) fn ignore(
    args: &Args,
    reason: &str,
    snapshot: &mut Snapshot,
    from: &str,
    files: &[FileId],
) -> anyhow::Result<Outcome> {
    if args.paths.iter().any(|p| p == Path::new("-")) {
        bail!("--add-ignore writes files, and stdin is none");
    }
    let ignored = each(files, |id| snapshot.ignored(id, reason));
    let is_broken = ignored.iter().any(Option::is_none);
    let (mut changes, mut silent) = (Vec::new(), 0);
    for (&id, ignored) in files.iter().zip(ignored) {
        let Some(ignored) = ignored.flatten() else {
            continue;
        };
        silent += ignored.left;
        if let Some(file) = snapshot.workspace.get(id).filter(|_| ignored.silenced > 0) {
            changes.push(Change {
                path: Arc::clone(&file.path),
                old: file.text().into(),
                new: ignored.text,
                count: ignored.silenced,
            });
        }
    }
    for change in &changes {
        change.apply(snapshot);
    }
    let (count, is_left) = change::write(snapshot, from, &changes);
    if !args.quiet {
        say(&format!("{count} ignored"));
        if silent > 0 {
            say(&format!("{silent} cannot be silenced by a comment"));
        }
    }
    Ok(Outcome {
        is_change: !changes.is_empty(),
        is_left,
        is_broken,
    })
}

/// Prints what would change as a unified diff.
pub(super) fn diff(
    args: &Args,
    snapshot: &mut Snapshot,
    from: &str,
    files: &[FileId],
) -> anyhow::Result<Outcome> {
    let (changes, is_broken) = rounds::fix(snapshot, files, args.unsafe_fixes);
    let shown = |change: &Change| {
        let path = output::relative(from, &change.path);
        unified(&path, &change.old, &change.new)
    };
    let diffs: Vec<Diff> = changes.par_iter().map(shown).collect();
    let text: String = diffs.iter().map(|d| d.text.as_str()).collect();
    output::to_stdout(&text)?;
    if !args.quiet && diffs.iter().any(|d| d.is_altered) {
        say(
            "some characters are shown as escapes: such a part of the diff cannot be applied, --fix can",
        );
    }
    Ok(Outcome {
        is_change: !changes.is_empty(),
        is_left: false,
        is_broken,
    })
}
