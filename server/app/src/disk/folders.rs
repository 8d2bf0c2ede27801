//! The folders that a walk comes into, for who watches them: by the same rules, and no link followed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::guard::What;
use super::opened::Opened;

/// Most folders that are found; who has more does without.
const MOST: usize = 50_000;

/// The folders that a walk comes into at and below `path`, which lies in the opened ones, or around them; and
/// where git keeps rules of its own in these. `None`: too many.
pub(crate) fn folders(opened: &Opened, path: &Path) -> Option<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut rest = opened.walked_below(path);
    while let Some(folder) = rest.pop() {
        let Some((place, rules)) = opened.place(&folder).zip(opened.rules(&folder)) else {
            continue;
        };
        // What cannot be opened is told by the walk.
        let Ok(entries) = place.entries() else {
            continue;
        };
        for (name, what) in entries {
            if what != What::Folder {
                continue;
            }
            let below = folder.join(&name);
            if name == ".git" {
                let info = place.join(&name).join(OsStr::new("info"));
                if matches!(info.what_itself(), Ok(What::Folder)) {
                    found.insert(below.join("info"));
                }
            }
            if !rules.leave_out(&below, true) {
                rest.push(below);
            }
        }
        found.insert(folder);
        if found.len() + rest.len() > MOST {
            return None;
        }
    }
    Some(found)
}

/// Whether a change of this path may change which folders those are: a file with rules, or what makes a
/// repository.
pub(crate) fn has_rules(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    let is_exclude = || path.ends_with(".git/info/exclude") || path.ends_with(".git/info");
    matches!(name, Some(".gitignore" | ".ignore" | ".git" | ".jj")) || is_exclude()
}
