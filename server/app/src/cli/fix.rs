//! `--fix` and `--diff`: mends files, or shows what mending them would change.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use ide::Snapshot;
use model::file::{FileId, Source};
use rayon::prelude::*;

use super::output::diff::{Diff, unified};
use super::{Args, output, say};
use crate::disk;

/// Mends files on disk and in the workspace.
pub(super) fn write(args: &Args, snapshot: &mut Snapshot, files: &[FileId]) -> anyhow::Result<()> {
    if args.paths.iter().any(|p| p == Path::new("-")) {
        bail!("--fix writes files, and stdin is none: use --diff");
    }
    let mut count = 0;
    // One after the other: what a file says can depend on another one that was just mended.
    for &id in files {
        for new in snapshot.created(id) {
            let on_disk = disk::to_disk(&new.path);
            create(&on_disk, &new.text).with_context(|| format!("{}", on_disk.display()))?;
            snapshot
                .workspace
                .set(&new.path, Source::Text(new.text.into()));
            count += 1;
        }
        let Some((text, fixes)) = snapshot.fixed(id, args.unsafe_fixes) else {
            continue;
        };
        let Some(path) = snapshot.workspace.get(id).map(|f| f.path.to_string()) else {
            continue;
        };
        let on_disk = disk::to_disk(&path);
        replace(&on_disk, &text).with_context(|| format!("{}", on_disk.display()))?;
        snapshot.workspace.set(&path, Source::Text(text));
        count += fixes;
    }
    if !args.quiet {
        say(&format!("{count} fixed"));
    }
    Ok(())
}

/// Writes ignore comments for everything that is found.
pub(super) fn ignore(
    args: &Args,
    reason: &str,
    snapshot: &mut Snapshot,
    files: &[FileId],
) -> anyhow::Result<()> {
    if args.paths.iter().any(|p| p == Path::new("-")) {
        bail!("--add-ignore writes files, and stdin is none");
    }
    let (mut silenced, mut left) = (0, 0);
    for &id in files {
        let Some(ignored) = snapshot.ignored(id, reason) else {
            continue;
        };
        left += ignored.left;
        let Some(path) = snapshot.workspace.get(id).map(|f| f.path.to_string()) else {
            continue;
        };
        if ignored.silenced > 0 {
            let on_disk = disk::to_disk(&path);
            replace(&on_disk, &ignored.text).with_context(|| format!("{}", on_disk.display()))?;
            snapshot.workspace.set(&path, Source::Text(ignored.text));
            silenced += ignored.silenced;
        }
    }
    if !args.quiet {
        say(&format!("{silenced} ignored"));
        if left > 0 {
            say(&format!("{left} cannot be silenced by a comment"));
        }
    }
    Ok(())
}

/// Writes a file that is not there, and only then.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// Writes beside the file and renames, so that a full disk takes no text.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let path = path.canonicalize()?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The old text is still there; what was written beside it helps nobody.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Prints what would change as a unified diff; says whether anything would.
pub(super) fn diff(
    args: &Args,
    snapshot: &Snapshot,
    from: &str,
    files: &[FileId],
) -> anyhow::Result<bool> {
    let diffs: Vec<Diff> = files
        .par_iter()
        .flat_map_iter(|&id| {
            let created = snapshot.created(id).into_iter().map(|new| {
                let path = output::relative(from, &new.path);
                unified(&path, None, &new.text)
            });
            let fixed = snapshot.fixed(id, args.unsafe_fixes).and_then(|(text, _)| {
                let file = snapshot.workspace.get(id)?;
                let path = output::relative(from, &file.path);
                Some(unified(&path, Some(file.text()), &text))
            });
            created.chain(fixed).collect::<Vec<_>>()
        })
        .collect();
    let mut seen = HashSet::new();
    // Two flows may lack the same file.
    let diffs: Vec<Diff> = diffs
        .into_iter()
        .filter(|d| seen.insert(d.text.clone()))
        .collect();
    let text: String = diffs.iter().map(|d| d.text.as_str()).collect();
    output::to_stdout(&text)?;
    if !args.quiet && diffs.iter().any(|d| d.is_altered) {
        say(
            "some characters are shown as escapes: such a part of the diff cannot be applied, --fix can",
        );
    }
    Ok(!diffs.is_empty())
}
