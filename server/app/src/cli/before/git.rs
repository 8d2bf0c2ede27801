//! The files of a workspace at a revision, read from the repository's objects.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use gix::bstr::ByteSlice;
use gix::index::entry::Flags;
use gix::objs::tree::EntryKind;
use gix::traverse::tree::Recorder;
use model::file::Source;
use rustc_hash::FxHashSet;

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
    let left_out = LeftOut::of(&repository);
    let prefix = inside.to_string_lossy().replace('\\', "/");
    let mut files = Vec::new();
    for entry in recorder.records {
        let is_file = matches!(
            entry.mode.kind(),
            EntryKind::Blob | EntryKind::BlobExecutable
        );
        let Ok(path) = entry.filepath.to_str() else {
            continue;
        };
        let in_top = match prefix.is_empty() {
            true => path.to_owned(),
            false => format!("{prefix}/{path}"),
        };
        if !is_file || is_hidden(path) || left_out.has(&in_top) {
            continue;
        }
        let Some(name) = disk::to_model(&folder.join(path)) else {
            continue;
        };
        let missing = || {
            format!(
                "{shown}: `{path}` of that revision is not in this clone; a partial clone has not all files of its history"
            )
        };
        let size = repository
            .find_header(entry.oid)
            .with_context(missing)?
            .size();
        let source = match disk::is_kept(&name, size) {
            true => {
                let blob = repository.find_object(entry.oid).with_context(missing)?;
                disk::from_bytes(blob.detach().data)
            }
            false => Source::Unread,
        };
        files.push((name, source));
    }
    Ok(files)
}

/// What a sparse checkout leaves out of the working tree: it is not gone.
#[derive(Default)]
struct LeftOut {
    files: FxHashSet<String>,
    /// Folders, each with a slash at its end.
    folders: Vec<String>,
}

impl LeftOut {
    fn of(repository: &gix::Repository) -> LeftOut {
        let mut left_out = LeftOut::default();
        // Without an index nothing was checked out, and what is there stands for itself.
        let Ok(index) = repository.index_or_empty() else {
            return left_out;
        };
        for entry in index.entries() {
            if !entry.flags.contains(Flags::SKIP_WORKTREE) {
                continue;
            }
            let path = entry.path(&index).to_string();
            match entry.mode.is_sparse() {
                true => left_out.folders.push(path),
                false => {
                    left_out.files.insert(path);
                }
            }
        }
        left_out
    }

    fn has(&self, path: &str) -> bool {
        self.files.contains(path) || self.folders.iter().any(|f| path.starts_with(f.as_str()))
    }
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
