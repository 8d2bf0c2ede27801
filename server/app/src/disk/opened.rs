//! The folders that are opened, and which paths in them belong to the workspace. A walk and a single
//! path ask the same rules, so that a server that was told of changes knows what a fresh one would.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use model::path::FilePath;
use rustc_hash::FxHashMap;

use super::Problem;
use super::guard::{Guard, Place, What};
use super::ignored::Rules;
use super::path::{absolute, to_model};
use super::root;

/// Folders of one moment: rules and handles are taken when first asked, and kept.
#[derive(Debug)]
pub(crate) struct Opened {
    folders: Vec<Folder>,
    guard: Guard,
    /// Over the folders of flows that were opened alone.
    lone: Mutex<FxHashMap<PathBuf, Arc<Guard>>>,
    /// How many files were read.
    read: Arc<AtomicUsize>,
}

/// A folder that was opened.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Where rules begin: the root of its repository, else itself.
    base: PathBuf,
    /// Over `base`: for files with rules.
    above: Guard,
    rules: Mutex<FxHashMap<PathBuf, Arc<Rules>>>,
    /// Folders below, and whether a walk comes into them.
    reached: Mutex<FxHashMap<PathBuf, bool>>,
    problems: Mutex<Vec<Problem>>,
}

impl Opened {
    /// These folders, each once.
    pub(crate) fn new(folders: &[PathBuf]) -> Opened {
        let mut paths: Vec<PathBuf> = folders.iter().map(|f| absolute(f)).collect();
        paths.sort();
        paths.dedup();
        Opened {
            guard: Guard::new(&paths),
            folders: paths.into_iter().map(Folder::new).collect(),
            lone: Mutex::default(),
            read: Arc::default(),
        }
    }

    /// Counts the files that are read where others see it.
    pub(crate) fn counting(mut self, read: &Arc<AtomicUsize>) -> Opened {
        self.read = Arc::clone(read);
        self
    }

    /// Counts a file that was read.
    pub(super) fn has_read(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    /// The folders, as the model names them.
    pub(crate) fn names(&self) -> Vec<FilePath> {
        let names = self.folders.iter().filter_map(|f| to_model(&f.path));
        names.map(FilePath::from).collect()
    }

    /// The folders.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.folders.iter().map(|f| f.path.clone()).collect()
    }

    /// The folders that can be opened.
    pub(crate) fn places(&self) -> Vec<Place<'_>> {
        let places = self.folders.iter().map(|f| self.place(&f.path));
        places.flatten().collect()
    }

    /// Where a path lies in the folders; `None`: outside.
    pub(crate) fn place(&self, path: &Path) -> Option<Place<'_>> {
        self.guard.place(path)
    }

    /// Where `!inline` of the flow at `flow` finds `path`, by the guard that holds both.
    pub(super) fn beside<T>(
        &self,
        flow: &Path,
        path: &Path,
        then: impl Fn(&Place<'_>) -> Option<T>,
    ) -> Option<T> {
        if self.place(flow).is_some() {
            return then(&self.place(path)?);
        }
        let dir = flow.parent()?;
        let guard = {
            let mut lone = self.lone.lock().unwrap_or_else(|e| e.into_inner());
            let new = || Arc::new(Guard::new(&[dir]));
            Arc::clone(lone.entry(dir.to_owned()).or_insert_with(new))
        };
        then(&guard.place(path)?)
    }

    /// Whether something lies in the folders under a name of the model's.
    pub(crate) fn is_there(&self, name: &str) -> bool {
        let place = self.place(&super::to_disk(name));
        place.is_some_and(|p| p.what_itself().is_ok())
    }

    /// Whether a walk of the folders comes to what lies at `path`.
    pub(super) fn reaches(&self, path: &Path, is_folder: bool) -> bool {
        self.folders
            .iter()
            .any(|f| f.reaches(self, path, is_folder))
    }

    /// The folders that lie at or below `path`, and `path` itself where a walk of some other one comes
    /// into it.
    pub(super) fn walked_below(&self, path: &Path) -> Vec<PathBuf> {
        let mut below = self.paths();
        below.retain(|f| f.starts_with(path));
        if !below.iter().any(|f| f == path) && self.reaches(path, true) {
            below.push(path.to_owned());
        }
        below
    }

    /// The rules in a folder inside an opened one, whether or not a walk comes into it.
    pub(super) fn rules(&self, dir: &Path) -> Option<Arc<Rules>> {
        let holds = |f: &&Folder| dir.starts_with(&f.path);
        // The innermost folder was opened to be seen.
        self.folders.iter().rev().find(holds)?.rules(dir)
    }

    /// What stood in the way so far, once.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let each = |f: &Folder| {
            let mut problems = f.problems.lock().unwrap_or_else(|e| e.into_inner());
            std::mem::take(&mut *problems)
        };
        self.folders.iter().flat_map(each).collect()
    }

    /// Adds to what stood in the way.
    pub(super) fn tell(&self, problems: Vec<Problem>) {
        if let Some(folder) = self.folders.first() {
            let mut all = folder.problems.lock().unwrap_or_else(|e| e.into_inner());
            all.extend(problems);
        }
    }
}

impl Folder {
    fn new(path: PathBuf) -> Folder {
        let base = root::repository(&path).unwrap_or(&path).to_owned();
        Folder {
            above: Guard::new(&[&base]),
            base,
            path,
            rules: Mutex::default(),
            reached: Mutex::default(),
            problems: Mutex::default(),
        }
    }

    fn rules(&self, dir: &Path) -> Option<Arc<Rules>> {
        if let Some(rules) = self.known(dir) {
            return Some(rules);
        }
        // From the base down, without recursion: a path can have thousands of parts.
        let mut chain: Vec<&Path> = dir.ancestors().collect();
        chain.retain(|d| d.starts_with(&self.base));
        let mut above: Option<Arc<Rules>> = None;
        let mut problems = Vec::new();
        for dir in chain.into_iter().rev() {
            let rules = match self.known(dir) {
                Some(rules) => rules,
                None => {
                    let place = self.above.place(dir)?;
                    let has = |name: &str| place.join(OsStr::new(name)).what_itself().ok();
                    Rules::of(&place, above.as_ref(), has, &mut problems)
                }
            };
            let mut all = self.rules.lock().unwrap_or_else(|e| e.into_inner());
            all.insert(dir.to_owned(), Arc::clone(&rules));
            above = Some(rules);
        }
        let mut all = self.problems.lock().unwrap_or_else(|e| e.into_inner());
        all.extend(problems);
        above
    }

    fn known(&self, dir: &Path) -> Option<Arc<Rules>> {
        let rules = self.rules.lock().unwrap_or_else(|e| e.into_inner());
        rules.get(dir).cloned()
    }

    fn reaches(&self, opened: &Opened, path: &Path, is_folder: bool) -> bool {
        let Ok(inside) = path.strip_prefix(&self.path) else {
            return false;
        };
        let mut dir = self.path.clone();
        let parts: Vec<&OsStr> = inside.iter().collect();
        for (i, part) in parts.iter().enumerate() {
            let is_last = i + 1 == parts.len();
            let below = dir.join(part);
            let comes = match is_last {
                true => self.keeps(&dir, &below, is_folder),
                false => self.enters(opened, &dir, &below),
            };
            if !comes {
                return false;
            }
            dir = below;
        }
        true
    }

    /// Whether a walk comes from the folder `dir` into `below`.
    fn enters(&self, opened: &Opened, dir: &Path, below: &Path) -> bool {
        let known = {
            let reached = self.reached.lock().unwrap_or_else(|e| e.into_inner());
            reached.get(below).copied()
        };
        known.unwrap_or_else(|| {
            let place = opened.place(below);
            let is_folder = matches!(place.map(|p| p.what_itself()), Some(Ok(What::Folder)));
            let enters = is_folder && self.keeps(dir, below, true);
            let mut reached = self.reached.lock().unwrap_or_else(|e| e.into_inner());
            reached.insert(below.to_owned(), enters);
            enters
        })
    }

    fn keeps(&self, dir: &Path, path: &Path, is_folder: bool) -> bool {
        let rules = self.rules(dir);
        rules.is_some_and(|r| !r.leave_out(path, is_folder))
    }
}
