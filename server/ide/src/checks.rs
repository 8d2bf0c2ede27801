//! What was found in all files, and which files are to be checked again when some change.
//!
//! A file is concerned by a change of another if it read that one, or asked who names something that the
//! other names now, or no longer. What it read is noted while it is checked ([`crate::Checked`]); that other
//! files see only a [`model::workspace::Summary`] keeps the changes few that concern others.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::file::{File, FileKind};
use model::references::Key;
use model::workspace::Workspace;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::FileId;

use crate::Checked;

/// The last findings of files, with what they were made of.
#[derive(Default, Debug)]
pub struct Checks {
    files: FxHashMap<FileId, Arc<Checked>>,
    /// A file, and one that read it.
    readers: BTreeSet<(FileId, FileId)>,
    /// A key, and a file that asked who names it.
    askers: BTreeSet<(Key, FileId)>,
    /// Files that looked at all others.
    walkers: FxHashSet<FileId>,
}

impl Checks {
    /// What was found in a file last.
    pub fn get(&self, file: FileId) -> Option<&Arc<Checked>> {
        self.files.get(&file)
    }

    /// Keeps what was found in a file.
    pub fn put(&mut self, file: FileId, checked: Arc<Checked>) {
        self.remove(file);
        let reads = &checked.reads;
        self.readers.extend(reads.files.iter().map(|f| (*f, file)));
        self.askers
            .extend(reads.keys.iter().map(|k| (k.clone(), file)));
        if reads.all {
            self.walkers.insert(file);
        }
        self.files.insert(file, checked);
    }

    /// Forgets a file.
    pub fn remove(&mut self, file: FileId) {
        let Some(old) = self.files.remove(&file) else {
            return;
        };
        for read in &old.reads.files {
            self.readers.remove(&(*read, file));
        }
        for key in &old.reads.keys {
            self.askers.remove(&(key.clone(), file));
        }
        self.walkers.remove(&file);
    }

    /// The files whose findings may be others now, by id: those that changed since they were checked
    /// (`changed` has them as they were) and those that these concern. `None`: all files.
    pub fn concerned(
        &self,
        workspace: &Workspace,
        changed: &FxHashMap<FileId, Arc<File>>,
    ) -> Option<BTreeSet<FileId>> {
        let mut concerned: BTreeSet<FileId> = changed.keys().copied().collect();
        #[expect(clippy::iter_over_hash_type, reason = "sets have no order")]
        for (id, before) in changed {
            let now = workspace.get(*id)?;
            if Arc::ptr_eq(before, now) {
                continue;
            }
            if Checks::is_same_to_others(before, now) {
                continue;
            }
            if now.kind == FileKind::Config {
                return None;
            }
            concerned.extend(&self.walkers);
            concerned.extend(between(&self.readers, *id));
            let (old, new) = (before.keys(), now.keys());
            let gone = old.iter().filter(|k| new.binary_search(k).is_err());
            let come = new.iter().filter(|k| old.binary_search(k).is_err());
            for key in gone.chain(come) {
                concerned.extend(between(&self.askers, (*key).clone()));
            }
        }
        Some(concerned)
    }

    /// Whether two versions of a file are the same to all other files.
    pub fn is_same_to_others(before: &File, now: &File) -> bool {
        let is_same_kind = before.kind == now.kind
            && std::mem::discriminant(&before.source) == std::mem::discriminant(&now.source);
        is_same_kind && before.summary() == now.summary()
    }
}

/// The files that stand behind a key.
fn between<K: Ord + Clone>(pairs: &BTreeSet<(K, FileId)>, key: K) -> impl Iterator<Item = FileId> {
    let range = (key.clone(), FileId(0))..=(key, FileId(u32::MAX));
    pairs.range(range).map(|(_, file)| *file)
}
