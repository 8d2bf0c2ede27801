//! The walk: everything below a folder that is not left out. No link is followed, and nothing is opened
//! but folders and files with rules.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Problem;
use super::guard::{Place, What};
use super::ignored::Rules;
use super::path::to_model;

/// Most files that one folder may hold before the rest is left out.
const MAX_FILES: usize = 200_000;

/// Most files that are looked at before a walk ends.
const MAX_SEEN: usize = 1_000_000;

/// A file, or what stands in the place of one.
#[derive(Debug)]
pub(super) struct Found {
    /// Its path as the model names it.
    pub(super) name: String,
    /// What it is itself.
    pub(super) what: What,
}

/// What a walk has come to.
struct Walk<'a> {
    found: Mutex<Vec<Found>>,
    problems: Mutex<Vec<Problem>>,
    seen: AtomicUsize,
    stop: &'a AtomicBool,
}

/// The files below `dir`, whose rules are `rules`: by path, and what stood in the way. Ends early when
/// `stop` is set.
pub(super) fn walk(
    dir: &Place<'_>,
    rules: Arc<Rules>,
    stop: &AtomicBool,
) -> (Vec<Found>, Vec<Problem>) {
    let walk = Walk {
        found: Mutex::default(),
        problems: Mutex::default(),
        seen: AtomicUsize::new(0),
        stop,
    };
    rayon::scope(|scope| visit(&walk, scope, dir.clone(), Above::Own(rules)));
    let mut found = walk.found.into_inner().unwrap_or_else(|e| e.into_inner());
    let mut problems = walk
        .problems
        .into_inner()
        .unwrap_or_else(|e| e.into_inner());
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    if found.len() > MAX_FILES {
        found.truncate(MAX_FILES);
        let message = format!("more than {MAX_FILES} files; the rest is left out");
        let path = dir.path();
        problems.push(Problem { path, message });
    }
    (found, problems)
}

/// The rules that a folder is visited with.
enum Above {
    /// Those of the folder above it.
    Folder(Arc<Rules>),
    /// Its own.
    Own(Arc<Rules>),
}

fn visit<'a>(walk: &'a Walk<'a>, scope: &rayon::Scope<'a>, dir: Place<'a>, above: Above) {
    if walk.stop.load(Ordering::Relaxed) || walk.seen.load(Ordering::Relaxed) > MAX_SEEN {
        return;
    }
    let mut problems = Vec::new();
    let path = dir.path();
    let entries = match dir.entries() {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("cannot be opened: {error}");
            walk.tell([Problem { path, message }]);
            return;
        }
    };
    let has = |name: &str| {
        let mut entries = entries.iter();
        entries.find(|(n, _)| n == name).map(|(_, what)| *what)
    };
    let rules = match above {
        Above::Own(rules) => rules,
        Above::Folder(above) => Rules::of(&dir, Some(&above), has, &mut problems),
    };
    let mut found = Vec::new();
    for (name, what) in &entries {
        let path = path.join(name);
        let is_folder = *what == What::Folder;
        if rules.leave_out(&path, is_folder) {
            continue;
        }
        if !is_folder || is_flow_file(name) {
            match to_model(&path) {
                Some(name) => found.push(Found { name, what: *what }),
                None => {
                    let message = "the name is not UTF-8; left out".to_owned();
                    problems.push(Problem { path, message });
                }
            }
        }
        if is_folder {
            let (below, rules) = (dir.join(name), Arc::clone(&rules));
            scope.spawn(move |scope| visit(walk, scope, below, Above::Folder(rules)));
        }
    }
    walk.seen.fetch_add(found.len(), Ordering::Relaxed);
    walk.tell(problems);
    let mut all = walk.found.lock().unwrap_or_else(|e| e.into_inner());
    all.append(&mut found);
}

impl Walk<'_> {
    fn tell(&self, problems: impl IntoIterator<Item = Problem>) {
        let mut all = self.problems.lock().unwrap_or_else(|e| e.into_inner());
        all.extend(problems);
    }
}

/// Whether a folder of this name stands in the place of a flow, which cannot be read then.
pub(super) fn is_flow_file(name: &std::ffi::OsStr) -> bool {
    name == "flow.yaml" || name == "flow.json"
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use ignore::WalkBuilder;

    use super::*;
    use crate::disk::{Opened, to_disk};

    const NAMES: &[&str] = &["a", "b", "c.py", "d.yaml", ".e", "flow.yaml", "a.flow"];

    const RULES: &[&str] = &[
        "a", "/a", "a/", "b/*", "**/c.py", "*.yaml", "!d.yaml", "!.e", "a/**", "# x", "b/a",
        "[ab]", "!a/c.py", "\\!x", "*", "!*/", "a.*",
    ];

    struct Random(u64);

    impl Random {
        fn up_to(&mut self, most: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (self.0 >> 33) as usize % most
        }
    }

    fn fill(random: &mut Random, folder: &Path, depth: usize) {
        fs::create_dir_all(folder).expect("it can be made");
        for name in NAMES {
            match random.up_to(4) {
                0 => {}
                1 if depth > 0 => fill(random, &folder.join(name), depth - 1),
                _ => fs::write(folder.join(name), "").expect("it can be written"),
            }
        }
        for name in [".gitignore", ".ignore"] {
            if random.up_to(3) == 0 {
                let count = 1 + random.up_to(3);
                let rules = (0..count).map(|_| RULES[random.up_to(RULES.len())]);
                let rules: Vec<&str> = rules.collect();
                fs::write(folder.join(name), rules.join("\n")).expect("it can be written");
            }
        }
        if random.up_to(5) == 0 {
            let info = folder.join(".git/info");
            fs::create_dir_all(&info).expect("it can be made");
            fs::write(info.join("exclude"), RULES[random.up_to(RULES.len())]).expect("written");
        }
    }

    fn every_path(folder: &Path, found: &mut Vec<(PathBuf, bool)>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let is_folder = entry.path().is_dir();
            found.push((entry.path(), is_folder));
            if is_folder {
                every_path(&entry.path(), found);
            }
        }
    }

    /// The crate's own walk, which opens what it finds, is right about files that are harmless.
    #[test]
    fn a_walk_finds_what_the_crate_finds_and_reaches_what_it_finds() {
        let mut random = Random(7);
        for round in 0..50 {
            let dir = tempfile::tempdir().expect("a folder");
            let top = dir.path().canonicalize().expect("it is there").join("top");
            fill(&mut random, &top, 3);
            // A folder below the root of a repository, and one that is no repository's.
            fs::create_dir_all(top.join("a.flow")).ok();
            let folders = [top.clone(), top.join("a.flow")];
            for folder in folders.iter().filter(|f| f.is_dir()) {
                let base = crate::disk::repository(folder).unwrap_or(folder);
                // Above the base nothing counts; the crate would go on.
                let is_outside = |f: &Path| base.strip_prefix(f).is_ok_and(|r| r != Path::new(""));
                let hidden: Vec<PathBuf> = folder
                    .ancestors()
                    .filter(|f| is_outside(f))
                    .flat_map(|f| [f.join(".ignore"), f.join(".gitignore")])
                    .filter(|f| f.exists())
                    .collect();
                for file in &hidden {
                    fs::rename(file, file.with_extension("away")).expect("moved");
                }
                let walk = WalkBuilder::new(folder).git_global(false).build();
                let entries = walk.flatten().filter(|e| {
                    let is_folder = e.file_type().is_some_and(|t| t.is_dir());
                    !is_folder || is_flow_file(e.file_name()) && e.depth() > 0
                });
                let mut wanted: Vec<String> = entries.filter_map(|e| to_model(e.path())).collect();
                for file in &hidden {
                    fs::rename(file.with_extension("away"), file).expect("moved");
                }
                wanted.sort();
                let opened = Opened::new(std::slice::from_ref(folder));
                let place = opened.place(folder).expect("it is there");
                let rules = opened.rules(folder).expect("it is there");
                let (found, problems) = super::walk(&place, rules, &AtomicBool::new(false));
                let found: Vec<&String> = found.iter().map(|f| &f.name).collect();
                assert_eq!(
                    found,
                    wanted.iter().collect::<Vec<_>>(),
                    "round {round}, {folder:?}"
                );
                assert_eq!(problems, []);
                let mut paths = Vec::new();
                every_path(folder, &mut paths);
                let entered = crate::disk::folders(&opened, folder).expect("they are few");
                assert!(entered.contains(folder));
                for (path, is_folder) in paths {
                    if is_folder && !path.ends_with(".git/info") {
                        let is_entered = entered.contains(&path);
                        assert_eq!(
                            is_entered,
                            opened.reaches(&path, true),
                            "round {round}, {path:?}"
                        );
                    }
                    let name = to_model(&path).expect("UTF-8");
                    let is_found = wanted.binary_search(&name).is_ok();
                    let reaches = opened.reaches(&path, is_folder);
                    let counts = !is_folder || path.file_name().is_some_and(is_flow_file);
                    assert_eq!(is_found, reaches && counts, "round {round}, {name}");
                    assert_eq!(to_disk(&name), path);
                }
            }
        }
    }
}
