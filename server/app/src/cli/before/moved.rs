//! Which files are others that were moved.

use model::file::File;
use model::workspace::Workspace;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::FileId;

/// Most pairs of files that are compared line by line.
const MOST_PAIRS: usize = 10_000;

/// Part of the lines that a file and what became of it have in common at least, in percent.
const ALIKE: usize = 60;

/// Files that came, with the one that went and that they were. Text that is the same counts first, then text that is alike.
pub(super) fn find(
    then: &Workspace,
    now: &Workspace,
    changed: &FxHashSet<FileId>,
) -> FxHashMap<FileId, FileId> {
    let mut changed: Vec<FileId> = changed.iter().copied().collect();
    changed.sort_unstable();
    let of = |workspace: &Workspace, other: &Workspace| -> Vec<FileId> {
        let is_there = |id: &FileId| workspace.get(*id).is_some() && other.get(*id).is_none();
        changed.iter().copied().filter(is_there).collect()
    };
    let (mut gone, come) = (of(then, now), of(now, then));
    let mut moved = FxHashMap::default();
    let mut take = |gone: &mut Vec<FileId>, came: FileId, at: Option<usize>| {
        if let Some(at) = at {
            moved.insert(came, gone.remove(at));
        }
        at.is_none()
    };
    let mut left = come;
    left.retain(|came| {
        let file = now.get(*came);
        let is_same = |went: &FileId| {
            let (a, b) = (file, then.get(*went));
            a.zip(b)
                .is_some_and(|(a, b)| !a.text().is_empty() && a.text() == b.text())
        };
        let at = gone.iter().position(is_same);
        take(&mut gone, *came, at)
    });
    if left.len().saturating_mul(gone.len()) > MOST_PAIRS {
        return moved;
    }
    left.retain(|came| {
        let Some(file) = now.get(*came) else {
            return true;
        };
        let score = |went: &FileId| then.get(*went).map_or(0, |other| alike(other, file));
        let best = gone
            .iter()
            .enumerate()
            .map(|(at, went)| (score(went), at))
            .max();
        let at = best.filter(|(score, _)| *score >= ALIKE).map(|(_, at)| at);
        take(&mut gone, *came, at)
    });
    moved
}

/// How much two files of a kind have in common, in percent of the longer one's lines.
fn alike(a: &File, b: &File) -> usize {
    if a.kind != b.kind {
        return 0;
    }
    let mut lines: FxHashMap<&str, usize> = FxHashMap::default();
    for line in a.text().lines() {
        *lines.entry(line).or_default() += 1;
    }
    let mut same = 0;
    for line in b.text().lines() {
        if let Some(left) = lines.get_mut(line).filter(|left| **left > 0) {
            *left -= 1;
            same += 1;
        }
    }
    let longest = a.text().lines().count().max(b.text().lines().count());
    same * 100 / longest.max(1)
}
