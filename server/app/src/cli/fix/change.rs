//! A change of one file, in the workspace and on the disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use ide::Snapshot;
use model::file::Source;
use model::path::FilePath;
use rayon::prelude::*;

use crate::cli::{output, say};
use crate::disk;
use crate::disk::guard::Guard;
use crate::disk::write::{self, Left};

/// Most files that are named one by one where they could not be written.
const MAX_NAMED: usize = 100;

/// A change of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::cli) struct Change {
    /// The file, as the workspace names it.
    pub(in crate::cli) path: FilePath,
    /// Its text as it was read.
    pub(in crate::cli) old: Arc<str>,
    /// Its text from now on.
    pub(in crate::cli) new: Arc<str>,
    /// What is to be counted of it, for people.
    pub(in crate::cli) count: usize,
}

impl Change {
    /// Changes the file in the workspace.
    pub(in crate::cli) fn apply(&self, snapshot: &mut Snapshot) {
        let text = Arc::clone(&self.new);
        snapshot.workspace.set(&self.path, Source::Text(text));
    }

    fn take_back(&self, snapshot: &mut Snapshot) {
        let text = Arc::clone(&self.old);
        snapshot.workspace.set(&self.path, Source::Text(text));
    }
}

/// Writes changes, all that can be written, and says of the others why not; those are taken back in the
/// workspace. Gives what was counted of the written ones, and whether any was left.
pub(in crate::cli) fn write(
    snapshot: &mut Snapshot,
    from: &str,
    changes: &[Change],
) -> (usize, bool) {
    let guard = guard_of(snapshot);
    let groups = same_files(&guard, changes);
    let written: Vec<Result<(), Left>> = groups
        .par_iter()
        .map(|group| write_one(&guard, group[0]))
        .collect();
    let (mut count, mut left) = (0, 0);
    for (group, written) in groups.iter().zip(written) {
        match written {
            Ok(()) => {
                count += group[0].count;
                for other in &group[1..] {
                    // What stands there now, whatever was meant for this name of it.
                    let text = Source::Text(Arc::clone(&group[0].new));
                    snapshot.workspace.set(&other.path, text);
                }
            }
            Err(why) => {
                for change in group {
                    change.take_back(snapshot);
                }
                left += 1;
                if left <= MAX_NAMED {
                    say(&format!(
                        "{}: {why}",
                        output::relative(from, &group[0].path)
                    ));
                }
            }
        }
    }
    if left > MAX_NAMED {
        say(&match left - MAX_NAMED {
            1 => "1 more file is left as it is".to_owned(),
            more => format!("{more} more files are left as they are"),
        });
    }
    (count, left > 0)
}

/// Writes changes, all or none: where one cannot be written, those before it are changed back. Says why, and what could
/// not be changed back. Whether all is written.
pub(in crate::cli) fn write_all(snapshot: &Snapshot, from: &str, changes: &[Change]) -> bool {
    let guard = guard_of(snapshot);
    let groups = same_files(&guard, changes);
    for (at, group) in groups.iter().enumerate() {
        let Err(why) = write_one(&guard, group[0]) else {
            continue;
        };
        say(&format!(
            "{}: {why}",
            output::relative(from, &group[0].path)
        ));
        for written in groups[..at].iter().rev() {
            let back = Change {
                old: Arc::clone(&written[0].new),
                new: Arc::clone(&written[0].old),
                ..written[0].clone()
            };
            if let Err(why) = write_one(&guard, &back) {
                let path = output::relative(from, &back.path);
                say(&format!(
                    "{path} was changed, and could not be changed back: {why}"
                ));
            }
        }
        return false;
    }
    true
}

/// What lets nothing be written but below the opened folders.
fn guard_of(snapshot: &Snapshot) -> Guard {
    let folders = snapshot.workspace.folders().iter();
    let folders: Vec<PathBuf> = folders.map(|f| disk::to_disk(f)).collect();
    Guard::new(&folders)
}

fn write_one(guard: &Guard, change: &Change) -> Result<(), Left> {
    let place = guard.place(&disk::to_disk(&change.path));
    let place = place.ok_or(Left::Outside)?;
    write::replace(&place, &change.old, &change.new)
}

/// Changes by the file that they end up in, in their order: links may give one file several names. The first
/// of a group is the one by the file's own name, if there is one.
fn same_files<'a>(guard: &Guard, changes: &'a [Change]) -> Vec<Vec<&'a Change>> {
    let real = |change: &Change| {
        let path = disk::to_disk(&change.path);
        let place = guard.place(&path).and_then(|p| p.resolved().ok());
        place.map_or(path, |p| p.path())
    };
    let reals: Vec<PathBuf> = changes.par_iter().map(real).collect();
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    let mut group_of: BTreeMap<&PathBuf, usize> = BTreeMap::new();
    for (change, real) in changes.iter().zip(&reals) {
        let next = groups.len();
        let group = *group_of.entry(real).or_insert(next);
        if group == next {
            groups.push(vec![change]);
        } else if disk::to_disk(&change.path) == *real {
            groups[group].insert(0, change);
        } else {
            groups[group].push(change);
        }
    }
    groups
}
