//! What was found before a change, so that only what the change brought is told: a workspace as it was, beside the one that is.

mod git;
mod moved;

use anyhow::bail;
use ide::{Checks, Finding, Lost, Snapshot};
use model::file::{File, Source};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::FileId;

use super::known::{Identity, Known};
use crate::disk::Opened;

/// The workspace before a change.
#[derive(Debug)]
pub(super) struct Before {
    snapshot: Snapshot,
    /// What a file was called before, where it was moved.
    moved: FxHashMap<FileId, FileId>,
    /// Files that are not what they were, came or went.
    changed: FxHashSet<FileId>,
}

impl Before {
    /// The workspace at a revision of its repository.
    ///
    /// # Errors
    /// It lies in no repository, or the revision is not known there.
    pub(super) fn revision(
        revision: &str,
        now: &Snapshot,
        opened: &Opened,
    ) -> anyhow::Result<Before> {
        let mut then = Vec::new();
        if now.workspace.folders().is_empty() {
            bail!("--since {revision}: what is checked lies in no git repository");
        }
        for folder in now.workspace.folders() {
            then.extend(git::files(&crate::disk::to_disk(folder), revision)?);
        }
        Ok(Before::of(now, opened, then))
    }

    /// The workspace with these files instead of those that it has, of all that it has.
    fn of(now: &Snapshot, opened: &Opened, then: Vec<(String, Source)>) -> Before {
        let mut snapshot = now.clone();
        let mut changed = FxHashSet::default();
        let mut stay = FxHashSet::default();
        for (path, source) in then {
            let id = now.workspace.id(&path);
            let file = id.and_then(|id| now.workspace.get(id));
            stay.extend(id);
            // It is there, and a walk of the folders does not come to it.
            if file.is_none() && opened.is_there(&path) || file.is_some_and(|f| f.source == source)
            {
                continue;
            }
            changed.insert(snapshot.workspace.set(&path, source));
        }
        let mut gone = Vec::new();
        for (id, file) in now.workspace.files() {
            if !stay.contains(&id) {
                gone.push(file.path.clone());
                changed.insert(id);
            }
        }
        for path in gone {
            snapshot.workspace.remove(&path);
        }
        let moved = moved::find(&snapshot.workspace, &now.workspace, &changed);
        Before {
            snapshot,
            moved,
            changed,
        }
    }

    /// The workspace with one file as it was; `None`: it was not there.
    pub(super) fn one(now: &Snapshot, id: FileId, path: &str, text: Option<Source>) -> Before {
        let mut snapshot = now.clone();
        match text {
            Some(source) => {
                snapshot.workspace.set(path, source);
            }
            None => {
                snapshot.workspace.remove(path);
            }
        }
        Before {
            snapshot,
            moved: FxHashMap::default(),
            changed: FxHashSet::from_iter([id]),
        }
    }

    /// Whether other files can tell the file as it is from what it was.
    pub(super) fn is_same_to_others(&self, now: &File, id: FileId) -> bool {
        let then = self.snapshot.workspace.get(id);
        then.is_some_and(|then| Checks::is_same_to_others(then, now))
    }

    /// Those of a file's findings that were not there.
    pub(super) fn new_ones(&self, id: FileId, findings: Vec<Finding>) -> Vec<Finding> {
        let id = self.moved.get(&id).copied().unwrap_or(id);
        if findings.is_empty() || self.snapshot.workspace.get(id).is_none() {
            return findings;
        }
        let mut known = Known::default();
        for finding in self.snapshot.check_all(id) {
            known.add(Identity::of("", &finding), 1);
        }
        let is_new = |f: &Finding| !known.take(&Identity::of("", f));
        findings.into_iter().filter(is_new).collect()
    }

    /// What the change took away that other files use still.
    pub(super) fn lost(&self, now: &Snapshot) -> Vec<Lost> {
        let mut changed: Vec<(FileId, FileId)> = self.changed.iter().map(|id| (*id, *id)).collect();
        changed.extend(self.moved.iter().map(|(now, then)| (*then, *now)));
        // A file that was moved is there still, under another name.
        let gone: FxHashSet<FileId> = self.moved.values().copied().collect();
        changed.retain(|(then, now)| then != now || !gone.contains(then));
        changed.sort_unstable();
        now.lost(&self.snapshot, &changed)
    }
}
