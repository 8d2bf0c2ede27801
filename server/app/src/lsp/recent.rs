//! The findings of a document at one state of the workspace are worked out once: for who asks for them, for who
//! publishes them, and for the fixes of the lines that somebody looks at.

use std::sync::{Arc, Mutex};

use ide::{Checked, Snapshot};
use rustc_hash::FxHashMap;
use syntax::FileId;

/// How many documents are kept.
const MOST: usize = 64;

/// What was found last.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<FxHashMap<FileId, Entry>>);

#[derive(Debug)]
struct Entry {
    /// Of the settings.
    generation: u64,
    /// Of the workspace.
    revision: u64,
    checked: Arc<Checked>,
}

impl Recent {
    /// What is found in a file; `generation` counts the changes of the settings that the snapshot has. `None`:
    /// there is no such file.
    pub(super) fn check(
        &self,
        snapshot: &Snapshot,
        generation: u64,
        file: FileId,
    ) -> Option<Arc<Checked>> {
        let revision = snapshot.workspace.revision();
        let (known, is_same) = self.known(file, generation, revision);
        if let Some(known) = known.as_ref().filter(|_| is_same) {
            return Some(Arc::clone(known));
        }
        let checked = Arc::new(snapshot.check_again(file, known.as_deref())?);
        let mut entries = self.0.lock().unwrap_or_else(|e| e.into_inner());
        let is_newer = |e: &Entry| (e.generation, e.revision) > (generation, revision);
        if entries.get(&file).is_some_and(is_newer) {
            return Some(checked);
        }
        if entries.len() >= MOST && !entries.contains_key(&file) {
            entries.clear();
        }
        let entry = Entry {
            generation,
            revision,
            checked: Arc::clone(&checked),
        };
        entries.insert(file, entry);
        Some(checked)
    }

    /// Keeps nothing but what was found in these files.
    pub(super) fn keep(&self, files: impl Fn(FileId) -> bool) {
        let mut entries = self.0.lock().unwrap_or_else(|e| e.into_inner());
        entries.retain(|id, _| files(*id));
    }

    /// What was found in a file at this state, if that is known.
    pub(super) fn get(&self, file: FileId, generation: u64, revision: u64) -> Option<Arc<Checked>> {
        let (known, is_same) = self.known(file, generation, revision);
        known.filter(|_| is_same)
    }

    /// What was found last with these settings, and whether that was at this state.
    fn known(&self, file: FileId, generation: u64, revision: u64) -> (Option<Arc<Checked>>, bool) {
        let entries = self.0.lock().unwrap_or_else(|e| e.into_inner());
        let entry = entries.get(&file).filter(|e| e.generation == generation);
        let known = entry.map(|e| Arc::clone(&e.checked));
        (known, entry.is_some_and(|e| e.revision == revision))
    }
}
