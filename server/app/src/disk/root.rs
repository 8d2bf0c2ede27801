//! The folder that a path belongs to, and the repository round it: found by the names of files that
//! mark them, none of which is opened.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::guard::{Guard, What};
use super::path::absolute;

/// The folder that a path belongs to: the nearest one upward with a `wmill.yaml`, no further than its
/// repository, else the repository. `None`: nothing marks one.
///
/// What a link leads to may have marks of its own; it belongs to the folder that the link lies in, if
/// there is one: who plants a link does not make a workspace.
pub(crate) fn root_for(path: &Path) -> Option<PathBuf> {
    let path = absolute(path);
    let parts: Vec<&Path> = path.ancestors().collect();
    let is_link = |p: &&&Path| fs::symlink_metadata(p).is_ok_and(|m| m.is_symlink());
    let links = parts.iter().rev().filter(is_link);
    let mut holding = links.filter_map(|link| marked(link.parent()?));
    if let Some(root) = holding.next() {
        return Some(root);
    }
    let own = if path.is_dir() {
        path.as_path()
    } else {
        path.parent().unwrap_or(&path)
    };
    marked(own)
}

/// The nearest folder with a mark, from `own` upward.
fn marked(own: &Path) -> Option<PathBuf> {
    let repository = repository(own);
    let marked = up_to(own, repository).find(|dir| has_config(dir, repository.unwrap_or(dir)));
    marked.or(repository).map(Path::to_owned)
}

/// The repository that a folder lies in: the folder with the `.git`, a folder or a file.
pub(crate) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|dir| {
        let mark = fs::symlink_metadata(dir.join(".git"));
        mark.is_ok_and(|m| m.is_dir() || m.is_file())
    })
}

/// A folder and those above it, no further than `last`.
pub(crate) fn up_to<'a>(
    folder: &'a Path,
    last: Option<&'a Path>,
) -> impl Iterator<Item = &'a Path> {
    let mut is_past = false;
    folder.ancestors().take_while(move |dir| {
        let is_in = !is_past;
        is_past |= last == Some(*dir);
        is_in
    })
}

/// Whether a folder has a `wmill.yaml`; a link counts where it stays in `whole`.
fn has_config(dir: &Path, whole: &Path) -> bool {
    let path = dir.join("wmill.yaml");
    match fs::symlink_metadata(&path) {
        Ok(found) if found.is_symlink() => {
            let guard = Guard::new(&[whole]);
            let place = guard.place(dir).map(|d| d.join(OsStr::new("wmill.yaml")));
            matches!(place.map(|p| p.what()), Some(Ok(What::File(_))))
        }
        Ok(found) => found.is_file(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, "").expect("it can be written");
    }

    #[test]
    fn the_nearest_mark_counts_and_none_above_the_repository() {
        let dir = tempfile::tempdir().expect("a folder");
        let top = dir.path().canonicalize().expect("it is there");
        let root = |path: &str| root_for(&top.join(path));
        write(&top, "lone/x.py");
        assert_eq!(root("lone/x.py"), None);
        write(&top, "wmill.yaml");
        assert_eq!(root("lone/x.py"), Some(top.clone()));
        assert_eq!(root("lone/not/there.py"), Some(top.clone()));
        write(&top, "repo/.git/HEAD");
        write(&top, "repo/f/a/x.py");
        assert_eq!(root("repo/f/a/x.py"), Some(top.join("repo")));
        write(&top, "repo/f/wmill.yaml");
        assert_eq!(root("repo/f/a/x.py"), Some(top.join("repo/f")));
        assert_eq!(root("repo"), Some(top.join("repo")));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_marks_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let top = dir.path().canonicalize().expect("it is there");
        write(&top, "out/wmill.yaml");
        write(&top, "in/f/x.py");
        write(&top, "in/real/wmill.yaml");
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(top.join(to), top.join(name)).expect("a link");
        };
        link("out/wmill.yaml", "in/wmill.yaml");
        link("out", "in/.git");
        assert_eq!(root_for(&top.join("in/f/x.py")), None);
        write(&top, ".git/HEAD");
        fs::remove_file(top.join("in/wmill.yaml")).expect("it is there");
        link("in/real/wmill.yaml", "in/wmill.yaml");
        link("out", "in/f/linked");
        assert_eq!(root_for(&top.join("in/f/linked")), Some(top.join("in")));
        assert_eq!(
            root_for(&top.join("in/f/linked/x.py")),
            Some(top.join("in"))
        );
        assert_eq!(root_for(&top.join("in/f/x.py")), Some(top.join("in")));
    }
}
