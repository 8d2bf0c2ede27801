//! What fixing changes, worked out in rounds: each on one snapshot, all files at once, so that the number
//! of cores makes no difference; the next where a round left something to look at again.

use std::collections::BTreeMap;
use std::sync::Arc;

use ide::Snapshot;
use ide::fix::MAX_ROUNDS;
use model::file::{File, Source};
use model::path::FilePath;
use syntax::FileId;

use super::change::Change;
use crate::cli::check::each;

/// Fixes files in the workspace. Gives what that changes, by path, and whether a file could not be worked
/// out, which has been told.
pub(super) fn fix(
    snapshot: &mut Snapshot,
    files: &[FileId],
    also_unsafe: bool,
) -> (Vec<Change>, bool) {
    let mut changes: BTreeMap<FilePath, Change> = BTreeMap::new();
    let mut is_broken = false;
    let mut pending = files.to_vec();
    for _ in 0..MAX_ROUNDS {
        let fixed = each(&pending, |id| fixed(snapshot, id, also_unsafe));
        let (mut changed, mut concerns_all) = (Vec::new(), false);
        for (&id, fixed) in pending.iter().zip(fixed) {
            let Some(fixed) = fixed else {
                is_broken = true;
                continue;
            };
            let Some(Fixed {
                file,
                is_seen,
                count,
            }) = fixed
            else {
                continue;
            };
            let old = snapshot.workspace.get(id).map_or("", |f| f.text());
            let change = changes
                .entry(Arc::clone(&file.path))
                .or_insert_with(|| Change {
                    path: Arc::clone(&file.path),
                    old: old.into(),
                    new: Arc::default(),
                    count: 0,
                });
            change.new = file.text().into();
            change.count += count;
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
    changes.retain(|_, c| c.old != c.new);
    (changes.into_values().collect(), is_broken)
}

/// A file that a round changed.
struct Fixed {
    /// Its new version.
    file: File,
    /// Whether other files see the change.
    is_seen: bool,
    /// How many fixes that took.
    count: usize,
}

/// One round of fixing a file; `None` where there is nothing to fix.
fn fixed(snapshot: &Snapshot, id: FileId, also_unsafe: bool) -> Option<Fixed> {
    let (text, count) = snapshot.fix_once(id, also_unsafe)?;
    let old = snapshot.workspace.get(id)?;
    let file = snapshot.workspace.file(&old.path, Source::Text(text));
    let is_seen = file.summary() != old.summary();
    Some(Fixed {
        file,
        is_seen,
        count,
    })
}
