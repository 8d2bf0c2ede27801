//! The files of a workspace at a revision, read from the repository's objects.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use gix::bstr::ByteSlice;
use gix::objs::tree::EntryKind;
use gix::traverse::tree::Recorder;
use model::file::Source;

use crate::disk;

/// The files at a revision below a folder, as the model names them. Where the branches of the revision and of what is checked
/// out have parted, those where they did.
///
/// # Errors
/// The folder lies in no repository, or the revision is not known there.
pub(super) fn files(folder: &Path, revision: &str) -> anyhow::Result<Vec<(String, Source)>> {
    let shown = format!("--since {revision}");
    let options = gix::open::Options::isolated();
    let Ok(repository) =
        gix::discover_opts(folder, gix::discover::upwards::Options::default(), options)
    else {
        bail!("{shown}: {} is in no git repository", folder.display());
    };
    let Some(top) = repository.workdir().map(real) else {
        bail!("{shown}: the repository has no working tree");
    };
    let commit = commit(&repository, revision, &shown)?;
    let tree = repository.find_commit(commit)?.tree()?;
    let inside = real(folder);
    let Ok(inside) = inside.strip_prefix(&top) else {
        bail!(
            "{shown}: {} is not in the working tree of its repository",
            folder.display()
        );
    };
    let tree = match inside.as_os_str().is_empty() {
        true => tree,
        false => match tree.lookup_entry_by_path(inside)? {
            Some(entry) if entry.mode().is_tree() => entry.object()?.into_tree(),
            // The workspace came later.
            _ => return Ok(Vec::new()),
        },
    };
    let mut recorder = Recorder::default();
    tree.traverse()
        .breadthfirst(&mut recorder)
        .with_context(|| shown.clone())?;
    let mut files = Vec::new();
    for entry in recorder.records {
        let is_file = matches!(
            entry.mode.kind(),
            EntryKind::Blob | EntryKind::BlobExecutable
        );
        let Ok(path) = entry.filepath.to_str() else {
            continue;
        };
        if !is_file || is_hidden(path) {
            continue;
        }
        let Some(name) = disk::to_model(&folder.join(path)) else {
            continue;
        };
        let size = repository
            .find_header(entry.oid)
            .with_context(|| shown.clone())?
            .size();
        let source = match disk::is_kept(&name, size) {
            true if size > disk::MAX_BYTES => continue,
            true => disk::from_bytes(repository.find_object(entry.oid)?.detach().data),
            false => Source::Unread,
        };
        files.push((name, source));
    }
    Ok(files)
}

/// The commit that a revision is compared by.
fn commit(
    repository: &gix::Repository,
    revision: &str,
    shown: &str,
) -> anyhow::Result<gix::ObjectId> {
    let found = repository.rev_parse_single(revision).ok();
    let found = found.and_then(|id| id.object().ok()?.peel_to_commit().ok());
    let Some(commit) = found else {
        match repository.is_shallow() {
            Ok(true) => bail!(
                "{shown}: there is no such revision in this clone, which is shallow: fetch more of the history \
                 (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` of GitLab)"
            ),
            _ => bail!("{shown}: there is no such revision"),
        }
    };
    let base = repository
        .head_id()
        .ok()
        .and_then(|head| repository.merge_base(head, commit.id).ok()?)
        .map(|base| base.detach());
    Ok(base.unwrap_or(commit.id))
}

/// What a walk of the folders never comes to.
fn is_hidden(path: &str) -> bool {
    path.split('/')
        .any(|part| part.starts_with('.') || part == "node_modules" || part == "__pycache__")
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
