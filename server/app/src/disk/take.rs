//! Takes up what is on the disk: all of it, or what happened to some paths. One way for both, so that
//! a server that was told of changes has what a fresh one would read.
//!
//! Works on a copy of the workspace, without any lock, however long the disk takes; what comes out is
//! the difference. A file whose text is the same stays the same file, with all that was worked out.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::file::{File, FileKind, Source};
use model::path::FilePath;
use model::workspace::Workspace;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::guard::What;
use super::opened::Opened;
use super::path::{absolute, to_disk, to_model};
use super::walk::{Found, is_flow_file, walk};
use super::{Problem, inline, read};

/// What to take up.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Told<'a> {
    /// Everything, anew.
    All,
    /// What happened to these paths: files, or folders with everything below.
    Paths(&'a [PathBuf]),
}

/// What is known before.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The files.
    pub(crate) workspace: &'a Workspace,
    /// Whether a path is an open document, which stays as the editor has it.
    pub(crate) open: &'a FxHashSet<String>,
    /// What the walk alone does not show.
    pub(crate) aside: &'a Aside,
    /// Told of all files once it is known where they are, before they are read.
    pub(crate) walked: Option<&'a (dyn Fn(Workspace) + Sync)>,
}

/// What the walk alone does not show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aside {
    /// Files that are known only because a flow names them.
    pub(crate) probed: FxHashSet<FilePath>,
    /// Paths that go through a link: what is there changes when something else does.
    pub(super) links: FxHashSet<FilePath>,
}

/// What is known then.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// All files.
    pub(crate) workspace: Workspace,
    /// Files that are gone.
    pub(crate) removed: Vec<FilePath>,
    /// Files that came or changed.
    pub(crate) added: Vec<Arc<File>>,
    /// What the walk alone does not show.
    pub(crate) aside: Aside,
    /// What people should be told of, beside findings.
    pub(crate) problems: Vec<Problem>,
}

/// Takes up what was told. `None`: `stop` was set meanwhile.
pub(crate) fn take_up(
    opened: &Opened,
    known: Known<'_>,
    told: Told<'_>,
    stop: &AtomicBool,
) -> Option<Taken> {
    let before = known.workspace;
    let (mut found, gone) = match told {
        Told::All => {
            let folders = opened.paths().into_iter();
            let found = folders.flat_map(|f| everything(opened, &f, stop)).collect();
            (
                found,
                before
                    .files()
                    .iter()
                    .map(|(_, f)| Arc::clone(&f.path))
                    .collect(),
            )
        }
        Told::Paths(paths) => {
            let links = known.aside.links.iter().map(|l| to_disk(l));
            let paths = meant(before, paths.iter().cloned().chain(links));
            let found = paths.par_iter().flat_map_iter(|p| look(opened, p, stop));
            (found.collect::<Vec<Found>>(), below(before, &paths))
        }
    };
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    found.dedup_by(|a, b| a.name == b.name);
    let links = found.iter().filter(|f| f.what == What::Link);
    let links = links.map(|f| FilePath::from(&*f.name)).collect();
    let mut after = before.clone();
    if matches!(told, Told::All) {
        after.set_folders(opened.names());
    }
    let mut touched: FxHashSet<FilePath> = FxHashSet::default();
    let mut there: FxHashSet<FilePath> = FxHashSet::default();
    // `wmill.yaml` first: it decides what a bare `.ts` file is.
    let is_config = |f: &Found| f.name.ends_with("/wmill.yaml");
    let (configs, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_config);
    for (found, is_last) in [(configs, false), (others, true)] {
        if let Some(walked) = known.walked.filter(|_| is_last) {
            walked(unread(&after, &found));
        }
        let read = |found: &Found| match stop.load(Ordering::Relaxed) {
            true => None,
            false => file(opened, known, &after, found),
        };
        let files: Vec<Arc<File>> = found.par_iter().filter_map(read).collect();
        for file in files {
            there.insert(Arc::clone(&file.path));
            let same = after.id(&file.path).and_then(|id| after.get(id));
            if same.is_none_or(|f| !Arc::ptr_eq(f, &file)) {
                touched.insert(Arc::clone(&file.path));
                after.add(file);
            }
        }
    }
    let gone = gone.into_iter();
    for path in gone.filter(|path| !there.contains(path) && !known.open.contains(&**path)) {
        after.remove(&path);
        touched.insert(path);
    }
    let mut aside = Aside {
        probed: known.aside.probed.clone(),
        links,
    };
    let is_probed = |path: &FilePath| !there.contains(path) && after.id(path).is_some();
    aside.probed.retain(is_probed);
    let all = matches!(told, Told::All);
    inline::settle(
        opened,
        &mut after,
        known.open,
        &mut aside,
        &mut touched,
        all,
    );
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    Some(difference(opened, after, touched, aside))
}

/// The workspace with the files that were found and are not known; none of them is read.
fn unread(known: &Workspace, found: &[Found]) -> Workspace {
    let mut workspace = known.clone();
    for found in found.iter().filter(|f| matches!(f.what, What::File(_))) {
        if workspace.id(&found.name).is_none() {
            workspace.set(&found.name, Source::Unread);
        }
    }
    workspace
}

/// A file of the workspace as it is on the disk. `None`: it must not be read, or is gone.
pub(crate) fn read_one(opened: &Opened, workspace: &Workspace, path: &str) -> Option<File> {
    let place = opened.place(&to_disk(path))?;
    let source = read::source(path, &place, place.what_itself().ok()?)?;
    let file = workspace.file(path, source);
    warm(&file);
    Some(file)
}

fn difference(
    opened: &Opened,
    workspace: Workspace,
    touched: FxHashSet<FilePath>,
    aside: Aside,
) -> Taken {
    let mut touched: Vec<FilePath> = touched.into_iter().collect();
    touched.sort_unstable();
    let mut taken = Taken {
        aside,
        problems: opened.problems(),
        ..Taken::default()
    };
    for path in touched {
        match workspace.id(&path).and_then(|id| workspace.get(id)) {
            Some(file) => taken.added.push(Arc::clone(file)),
            None => taken.removed.push(path),
        }
    }
    for file in &taken.added {
        if let Some(Err(message)) = file.config() {
            let message = format!("cannot be read, its settings do not count: {message}");
            let path = to_disk(&file.path);
            taken.problems.push(Problem { path, message });
        }
    }
    taken.workspace = workspace;
    taken
}

/// Everything below a folder that a walk comes to.
fn everything(opened: &Opened, folder: &Path, stop: &AtomicBool) -> Vec<Found> {
    let Some((place, rules)) = opened.place(folder).zip(opened.rules(folder)) else {
        let message = "cannot be opened".to_owned();
        let path = folder.to_owned();
        opened.tell(vec![Problem { path, message }]);
        return Vec::new();
    };
    let (found, problems) = walk(&place, rules, stop);
    opened.tell(problems);
    found
}

/// What is at and below a path and belongs to the workspace.
fn look(opened: &Opened, path: &Path, stop: &AtomicBool) -> Vec<Found> {
    let what = opened.place(path).map(|p| p.what_itself());
    let is_folder = matches!(what, Some(Ok(What::Folder)) | None);
    let mut found = Vec::new();
    if is_folder {
        let below = opened.walked_below(path).into_iter();
        found.extend(below.flat_map(|folder| everything(opened, &folder, stop)));
    }
    let counts = !is_folder || path.file_name().is_some_and(is_flow_file);
    if let (Some(Ok(what)), Some(name)) = (what, to_model(path))
        && counts
        && opened.reaches(path, is_folder)
    {
        found.push(Found { name, what });
    }
    found
}

/// A file as it is now: the one that is known, where its text is the same. `None`: it must not be read,
/// or is open.
fn file(
    opened: &Opened,
    known: Known<'_>,
    workspace: &Workspace,
    found: &Found,
) -> Option<Arc<File>> {
    if known.open.contains(&found.name) {
        return None;
    }
    let place = opened.place(&to_disk(&found.name))?;
    let source = read::source(&found.name, &place, found.what)?;
    opened.has_read();
    let before = workspace.id(&found.name).and_then(|id| workspace.get(id));
    if let Some(same) = before.filter(|f| f.source == source) {
        return Some(Arc::clone(same));
    }
    let file = workspace.file(&found.name, source);
    warm(&file);
    Some(Arc::new(file))
}

/// Works out what every reader of the workspace will ask of a file, while all cores are at it.
pub(super) fn warm(file: &File) {
    match file.kind {
        FileKind::Metadata | FileKind::Item(_) => drop(file.yaml()),
        FileKind::App | FileKind::Frontend => drop(file.references()),
        FileKind::Hashes => {}
        _ => {
            file.embedded();
            file.script();
        }
    }
}

/// The paths to look at for those that were told of, each once, none below another: for a file with
/// rules, the folder that it has a say in.
fn meant(workspace: &Workspace, paths: impl Iterator<Item = PathBuf>) -> Vec<PathBuf> {
    let mut meant: Vec<PathBuf> = paths.filter_map(|p| means(&absolute(&p))).collect();
    // Something is below what was a file: it is none any more.
    let files: Vec<PathBuf> = meant
        .iter()
        .flat_map(|p| p.ancestors().skip(1))
        .filter(|p| to_model(p).is_some_and(|p| workspace.id(&p).is_some()))
        .map(Path::to_owned)
        .collect();
    meant.extend(files);
    meant.sort_unstable();
    let mut outer: Vec<PathBuf> = Vec::new();
    for path in meant {
        if outer.last().is_none_or(|o| !path.starts_with(o)) {
            outer.push(path);
        }
    }
    outer
}

fn means(path: &Path) -> Option<PathBuf> {
    let is_git = |d: &&Path| d.file_name().is_some_and(|n| n == ".git" || n == ".jj");
    // The outermost: nothing in it belongs to the workspace, but rules may lie there.
    if let Some(git) = path.ancestors().filter(is_git).last() {
        let inside = path.strip_prefix(git).ok()?;
        let has_rules = Path::new("info/exclude").starts_with(inside);
        return git.parent().filter(|_| has_rules).map(Path::to_owned);
    }
    match path.file_name()?.to_str() {
        Some(".gitignore" | ".ignore") => path.parent().map(Path::to_owned),
        _ => Some(path.to_owned()),
    }
}

/// The known files at and below these paths, none of which is below another.
fn below(workspace: &Workspace, paths: &[PathBuf]) -> Vec<FilePath> {
    let mut below = Vec::new();
    for path in paths.iter().filter_map(|p| to_model(p)) {
        if let Some(id) = workspace.id(&path).and_then(|id| workspace.get(id)) {
            below.push(Arc::clone(&id.path));
        }
        let start = format!("{}/", path.trim_end_matches('/'));
        let inside = workspace.starting(&start);
        below.extend(inside.map(|(_, f)| Arc::clone(&f.path)));
    }
    below
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_did_not_change_stays_the_same_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("it is there");
        for i in 0..20 {
            let text = format!("def main(x: int = {i}):\n    return x\n");
            fs::write(root.join(format!("s{i}.py")), text).expect("it can be written");
        }
        let opened = Opened::new(std::slice::from_ref(&root));
        let go_on = AtomicBool::new(false);
        let first = super::super::load(&opened);
        assert_eq!((first.added.len(), first.removed.len()), (20, 0));
        let known = Known {
            workspace: &first.workspace,
            open: &FxHashSet::default(),
            aside: &first.aside,
            walked: None,
        };
        let again = |told| take_up(&opened, known, told, &go_on).expect("nobody stops it");
        let paths: Vec<PathBuf> = (0..20).map(|i| root.join(format!("s{i}.py"))).collect();
        for told in [
            Told::All,
            Told::Paths(&paths),
            Told::Paths(std::slice::from_ref(&root)),
        ] {
            let taken = again(told);
            assert_eq!((taken.added.len(), taken.removed.len()), (0, 0), "{told:?}");
        }
        fs::write(&paths[3], "def main():\n    return 1\n").expect("it can be written");
        fs::remove_file(&paths[4]).expect("it is there");
        for told in [Told::All, Told::Paths(&paths)] {
            let taken = again(told);
            let added: Vec<&str> = taken.added.iter().map(|f| &*f.path).collect();
            assert_eq!(added, [to_model(&paths[3]).expect("UTF-8")]);
            let removed: Vec<String> = taken.removed.iter().map(|p| p.to_string()).collect();
            assert_eq!(removed, [to_model(&paths[4]).expect("UTF-8")]);
        }
        // A job that is stopped brings nothing.
        let stop = AtomicBool::new(true);
        assert!(take_up(&opened, known, Told::All, &stop).is_none());
    }

    #[test]
    fn paths_mean_what_they_have_a_say_in() {
        let means = |path: &str| means(Path::new(path)).map(|p| p.display().to_string());
        for (path, meant) in [
            ("/w/f/a.py", Some("/w/f/a.py")),
            ("/w/f/.gitignore", Some("/w/f")),
            ("/w/.ignore", Some("/w")),
            ("/w/.git", Some("/w")),
            ("/w/.git/info/exclude", Some("/w")),
            ("/w/.git/index", None),
            ("/w/.git/objects/.git", None),
            ("/", None),
        ] {
            assert_eq!(means(path).as_deref(), meant, "{path}");
        }
    }
}
