//! What mending changes, worked out in rounds: each on one snapshot, all files at once, so that the number
//! of cores makes no difference; the next where a round left something to look at again.

use std::collections::BTreeMap;
use std::sync::Arc;

use ide::Snapshot;
use ide::fix::{MAX_ROUNDS, Mending};
use model::file::{File, FileId, Source};
use model::path::FilePath;

use super::change::Change;
use crate::cli::check::each;

/// Mends files in the workspace. Gives what that changes, by path, and whether a file could not be worked
/// out, which has been told.
pub(super) fn mend(
    snapshot: &mut Snapshot,
    files: &[FileId],
    also_unsafe: bool,
) -> (Vec<Change>, bool) {
    let mut changes: BTreeMap<FilePath, Change> = BTreeMap::new();
    let mut is_broken = false;
    let mut pending = files.to_vec();
    for _ in 0..MAX_ROUNDS {
        let mended = each(&pending, |id| mended(snapshot, id, also_unsafe));
        let (mut changed, mut concerns_all) = (Vec::new(), false);
        for (&id, mended) in pending.iter().zip(mended) {
            let Some((mending, file)) = mended else {
                is_broken = true;
                continue;
            };
            for new in mending.creates {
                // Two flows may lack the same file.
                if snapshot.workspace.id(&new.path).is_none() {
                    let change = Change {
                        path: new.path.into(),
                        old: None,
                        new: new.text.into(),
                        count: 1,
                    };
                    change.apply(snapshot);
                    changes.insert(Arc::clone(&change.path), change);
                    concerns_all = true;
                }
            }
            let Some((file, is_seen)) = file else {
                continue;
            };
            let old = snapshot.workspace.get(id).map_or("", |f| f.text());
            let change = changes
                .entry(Arc::clone(&file.path))
                .or_insert_with(|| Change {
                    path: Arc::clone(&file.path),
                    old: Some(old.into()),
                    new: Arc::default(),
                    count: 0,
                });
            change.new = file.text().into();
            change.count += mending.count;
            concerns_all |= is_seen;
            changed.push(snapshot.workspace.add(file));
        }
        if concerns_all {
            pending = files.to_vec();
        } else if changed.is_empty() {
            break;
        } else {
            pending = changed;
        }
    }
    // A later round may take back what an earlier one did.
    changes.retain(|_, c| c.old.as_ref() != Some(&c.new));
    (changes.into_values().collect(), is_broken)
}

/// A file's mending, and where its text changes the new version, with whether other files see that.
fn mended(snapshot: &Snapshot, id: FileId, also_unsafe: bool) -> (Mending, Option<(File, bool)>) {
    let mending = snapshot.mending(id, also_unsafe);
    let old = snapshot.workspace.get(id);
    let new = old.zip(mending.text.clone()).map(|(old, text)| {
        let new = snapshot.workspace.file(&old.path, Source::Text(text));
        let is_seen = new.summary() != old.summary();
        (new, is_seen)
    });
    (mending, new)
}
