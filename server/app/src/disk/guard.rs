//! The guard: every path of a workspace that is read or written goes through a handle of the folder
//! that was opened, and nothing above that folder can be reached through it.
//!
//! A path that was looked at and then opened can have become a link in between. So there is no check
//! beforehand: the system itself resolves each path beneath the handle (`openat2` on Linux, step by step
//! elsewhere) and refuses what leads out, at the moment of use. Links that stay inside are followed.
//!
//! Only regular files are opened: a pipe has no end, and a device may do anything.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::OpenOptionsSyncExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, FileType, OpenOptions};

use super::absolute;

/// Most links that one path may go through.
const MAX_LINKS: usize = 40;

/// Folders that were opened, each with a handle.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    /// Outer ones first: what lies in several belongs to the outermost.
    roots: Vec<Root>,
}

/// One folder, and everything beneath it.
#[derive(Debug)]
struct Root {
    /// As it was named: absolute, links in it not followed.
    folder: PathBuf,
    /// Where it really is.
    real: PathBuf,
    handle: Dir,
}

/// A path beneath a folder that was opened. Nothing needs to be there.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    root: &'a Root,
    /// From the root; empty for the root itself. Has no `.` and no `..`.
    inside: PathBuf,
}

/// What is at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// A regular file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A link, where it was not to be followed.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

impl Guard {
    /// A guard over `folders`. Those that cannot be opened hold nothing.
    pub(crate) fn new<P: AsRef<Path>>(folders: &[P]) -> Guard {
        let roots = folders.iter().filter_map(|f| Root::open(f.as_ref()).ok());
        let mut roots: Vec<Root> = roots.collect();
        roots.sort_by_key(|r| r.folder.components().count());
        Guard { roots }
    }

    /// Where `path` lies; `None` where it is in none of the folders by its name.
    pub(crate) fn place(&self, path: &Path) -> Option<Place<'_>> {
        let path = absolute(path);
        self.roots.iter().find_map(|root| {
            let inside = path.strip_prefix(&root.folder);
            let inside = inside.or_else(|_| path.strip_prefix(&root.real)).ok()?;
            Some(Place {
                root,
                inside: inside.to_owned(),
            })
        })
    }
}

impl Root {
    fn open(folder: &Path) -> io::Result<Root> {
        let folder = absolute(folder);
        Ok(Root {
            handle: Dir::open_ambient_dir(&folder, ambient_authority())?,
            real: folder.canonicalize()?,
            folder,
        })
    }
}

impl<'a> Place<'a> {
    /// The whole path, as it was named.
    pub(crate) fn path(&self) -> PathBuf {
        self.root.folder.join(&self.inside)
    }

    /// What has this name in the folder here.
    pub(crate) fn join(&self, name: &OsStr) -> Place<'a> {
        self.at(self.inside.join(name))
    }

    fn at(&self, inside: PathBuf) -> Place<'a> {
        Place {
            root: self.root,
            inside,
        }
    }

    fn name(&self) -> &Path {
        if self.inside.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &self.inside
        }
    }

    /// What is here, links followed. The error is that nothing is, or that the path leads out: see
    /// [`leads_out`].
    pub(crate) fn what(&self) -> io::Result<What> {
        self.followed(|place| {
            let metadata = place.root.handle.metadata(place.name())?;
            Ok(what(metadata.file_type(), metadata.len()))
        })
    }

    /// What is here itself: a link is a link. Links of the folders above it are followed.
    pub(crate) fn what_itself(&self) -> io::Result<What> {
        let look = |p: &Place<'_>| p.root.handle.symlink_metadata(p.name());
        let metadata = match (look(self), self.inside.parent(), self.inside.file_name()) {
            (Err(e), Some(above), Some(name)) if leads_out(&e) => {
                look(&self.at(above.to_owned()).resolved()?.join(name))?
            }
            (found, _, _) => found?,
        };
        Ok(what(metadata.file_type(), metadata.len()))
    }

    /// Opens the regular file here for reading.
    pub(crate) fn open(&self) -> io::Result<File> {
        // A device may do something on being opened: look first. The look after it is what counts.
        match self.what()? {
            What::File(_) => self.open_found(),
            _ => Err(not_regular()),
        }
    }

    /// Opens what was found to be a regular file a moment ago.
    pub(super) fn open_found(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        // A pipe must not hold us up until somebody writes to it.
        options.read(true).nonblock(true);
        let file = self.followed(|p| p.root.handle.open_with(p.name(), &options))?;
        let file = file.into_std();
        match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(not_regular()),
        }
    }

    /// The bytes of the regular file here, at most one more than `limit`: it may grow while it is read.
    pub(crate) fn read(&self, limit: u64) -> io::Result<Vec<u8>> {
        bytes(&self.open()?, limit)
    }

    /// The names in the folder here, and what each is itself; a file's size is not asked for. In no order.
    pub(crate) fn entries(&self) -> io::Result<Vec<(OsString, What)>> {
        let entries = self.followed(|p| p.root.handle.read_dir(p.name()))?;
        entries
            .map(|entry| {
                let entry = entry?;
                let mut found = what(entry.file_type()?, 0);
                // Some file systems do not say in a folder's list what a name is.
                if found == What::Other {
                    found = what(entry.metadata()?.file_type(), 0);
                }
                Ok((entry.file_name(), found))
            })
            .collect()
    }

    /// The same place by a path without links, the last part included. Nothing needs to be there.
    pub(crate) fn resolved(&self) -> io::Result<Place<'a>> {
        let mut left: Vec<OsString> = parts(&self.inside).rev().collect();
        let mut path = PathBuf::new();
        let mut links = 0;
        while let Some(part) = left.pop() {
            if part == ".." {
                if !path.pop() {
                    return Err(out());
                }
                continue;
            }
            let next = path.join(&part);
            let is_link = match self.root.handle.symlink_metadata(&next) {
                Ok(found) => found.is_symlink(),
                Err(e) if e.kind() == io::ErrorKind::NotFound => false,
                Err(e) => return Err(e),
            };
            if !is_link {
                path = next;
                continue;
            }
            links += 1;
            if links > MAX_LINKS {
                return Err(io::Error::other("goes through too many links"));
            }
            let target = self.root.handle.read_link_contents(&next)?;
            let target = if target.has_root() {
                path = PathBuf::new();
                let inside = target.strip_prefix(&self.root.real);
                inside.or_else(|_| target.strip_prefix(&self.root.folder))
            } else {
                Ok(target.as_path())
            };
            left.extend(parts(target.map_err(|_| out())?).rev());
        }
        Ok(self.at(path))
    }

    /// Does something here. The system takes no link that is an absolute path, not even one that leads
    /// inside; it is followed by hand, and the path without links goes the same guarded way.
    fn followed<T>(&self, act: impl Fn(&Place<'a>) -> io::Result<T>) -> io::Result<T> {
        match act(self) {
            Err(e) if leads_out(&e) => act(&self.resolved()?),
            done => done,
        }
    }

    /// Creates the folder here and those above it, where they are missing.
    pub(crate) fn create_folders(&self) -> io::Result<()> {
        match self.inside.as_os_str().is_empty() {
            true => Ok(()),
            false => self.root.handle.create_dir_all(&self.inside),
        }
    }

    /// The folder that holds what is here, opened, and the name in it: what happens to the path above
    /// from now on, the handle stays with that folder. The error is also that this is the root itself.
    pub(super) fn holder(&self) -> io::Result<(Dir, OsString)> {
        let name = self.inside.file_name().ok_or_else(not_regular)?.to_owned();
        let above = self.inside.parent().unwrap_or(Path::new(""));
        let above = self.at(above.to_owned());
        let dir = above.followed(|p| p.root.handle.open_dir(p.name()))?;
        Ok((dir, name))
    }

    /// The folder above, or here where this is the root.
    pub(super) fn above(&self) -> Place<'a> {
        self.at(self.inside.parent().unwrap_or(Path::new("")).to_owned())
    }
}

/// Whether it is the guard that refused, for the path leads out of the folder.
pub(crate) fn leads_out(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

/// The bytes of an open file, at most one more than `limit`.
pub(crate) fn bytes(file: &File, limit: u64) -> io::Result<Vec<u8>> {
    let size = file.metadata()?.len().min(limit) as usize;
    // One byte more, so that reading to the end needs no larger buffer to see that it is the end.
    let mut bytes = Vec::with_capacity(size + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a file that a person named, wherever it is: regular, else it is not read.
pub(crate) fn open_named(path: &Path) -> io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(not_regular());
    }
    let mut options = OpenOptions::new();
    options.read(true).nonblock(true);
    let file = cap_std::fs::File::open_ambient_with(path, &options, ambient_authority())?;
    let file = file.into_std();
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(not_regular()),
    }
}

fn what(kind: FileType, bytes: u64) -> What {
    match () {
        _ if kind.is_file() => What::File(bytes),
        _ if kind.is_dir() => What::Folder,
        _ if kind.is_symlink() => What::Link,
        _ => What::Other,
    }
}

fn parts(path: &Path) -> impl DoubleEndedIterator<Item = OsString> {
    path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some(OsString::from("..")),
        _ => None,
    })
}

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "is no regular file")
}

fn out() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "leads out of the folder")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[cfg(unix)]
    fn text(guard: &Guard, path: &Path) -> io::Result<String> {
        let place = guard.place(path).expect("it is inside by its name");
        Ok(String::from_utf8_lossy(&place.read(100)?).into_owned())
    }

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    #[test]
    fn regular_files_are_read_to_the_limit() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("in");
        write(&root.join("a/b.txt"), "0123456789");
        write(&dir.path().join("out.txt"), "secret");
        let guard = Guard::new(&[&root]);
        let place = guard.place(&root.join("a/../a/./b.txt")).expect("inside");
        assert_eq!(place.path(), root.join("a/b.txt"));
        assert_eq!(place.read(100).expect("text"), b"0123456789");
        assert_eq!(place.read(3).expect("text"), b"0123");
        assert_eq!(place.what().expect("there"), What::File(10));
        let folder = guard.place(&root.join("a")).expect("inside");
        assert_eq!(folder.what().expect("there"), What::Folder);
        assert_eq!(
            folder.open().expect_err("no file").kind(),
            io::ErrorKind::InvalidInput
        );
        let names = folder.entries().expect("a folder");
        assert_eq!(names, [(OsString::from("b.txt"), What::File(0))]);
        assert!(guard.place(&root).is_some_and(|p| p.entries().is_ok()));
        assert!(guard.place(&root.join("../out.txt")).is_none());
        assert!(guard.place(&dir.path().join("inside")).is_none());
        let missing = guard.place(&root.join("none")).expect("inside").what();
        assert_eq!(
            missing.expect_err("nothing").kind(),
            io::ErrorKind::NotFound
        );
    }

    #[test]
    fn a_file_is_named_in_its_open_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let guard = Guard::new(&[dir.path()]);
        let place = guard.place(&dir.path().join("x/y/z.txt")).expect("inside");
        assert!(place.holder().is_err());
        place.above().create_folders().expect("made");
        let (folder, name) = place.holder().expect("there");
        // The folder moves, and its handle with it.
        fs::rename(dir.path().join("x"), dir.path().join("w")).expect("moved");
        folder.write(&name, "new").expect("written");
        let moved = guard.place(&dir.path().join("w/y/z.txt")).expect("inside");
        assert_eq!(moved.read(10).expect("text"), b"new");
        let root = guard.place(dir.path()).expect("inside");
        assert!(root.holder().is_err() && root.create_folders().is_ok());
    }

    /// Every way out that a link offers, for everything that can be done with a path.
    #[cfg(unix)]
    #[test]
    fn no_link_leads_out() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().expect("a folder");
        let (root, secret) = (dir.path().join("in"), dir.path().join("secret"));
        write(&root.join("a/real.txt"), "mine");
        write(&secret.join("s.txt"), "TOPSECRET");
        let link = |to: &Path, name: &str| symlink(to, root.join(name)).expect("a link");
        link(&secret.join("s.txt"), "file");
        link(Path::new("../secret/s.txt"), "climbs");
        link(&secret, "folder");
        link(Path::new("folder"), "chain");
        link(Path::new("a/../../secret"), "winding");
        link(&root.join("a/../../secret/s.txt"), "through-itself");
        link(Path::new("loop"), "loop");
        link(&secret.join("not-yet"), "dangling");
        let guard = Guard::new(&[&root]);
        for name in [
            "file",
            "climbs",
            "folder/s.txt",
            "chain/s.txt",
            "winding/s.txt",
            "through-itself",
            "loop",
            "folder",
            "dangling",
            "folder/new",
            "chain/sub/new",
        ] {
            let place = guard.place(&root.join(name)).expect("inside by its name");
            assert!(place.what().is_err(), "{name}");
            assert!(place.open().is_err(), "{name}");
            assert!(place.open_found().is_err(), "{name}");
            assert!(place.entries().is_err(), "{name}");
            assert!(place.resolved().is_err(), "{name}");
            let below = place.join(OsStr::new("n"));
            assert!(below.holder().is_err(), "{name}");
            assert!(
                place.join(OsStr::new("n")).create_folders().is_err(),
                "{name}"
            );
        }
        let kept = fs::read_dir(&secret).expect("a folder").count();
        assert_eq!(
            (
                kept,
                text(&guard, &root.join("a/real.txt"))
                    .expect("mine")
                    .as_str()
            ),
            (1, "mine")
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_that_stay_inside_are_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("in");
        write(&root.join("a/real.txt"), "mine");
        symlink(root.join("a"), root.join("absolute")).expect("a link");
        symlink("../a/real.txt", root.join("a/relative")).expect("a link");
        // The folder itself may be reached through a link: that is how it was named.
        let named = dir.path().join("named");
        symlink(&root, &named).expect("a link");
        for folder in [&root, &named] {
            let guard = Guard::new(&[folder]);
            for name in ["absolute/real.txt", "a/relative", "absolute/relative"] {
                assert_eq!(text(&guard, &folder.join(name)).expect("text"), "mine");
                let place = guard.place(&folder.join(name)).expect("inside");
                let real = place.resolved().expect("inside").path();
                assert_eq!(real, folder.join("a/real.txt"));
            }
            let link = guard
                .place(&folder.join("absolute/relative"))
                .expect("inside");
            assert_eq!(link.what_itself().expect("there"), What::Link);
            assert_eq!(link.what().expect("there"), What::File(4));
        }
        // By its real path, too.
        let guard = Guard::new(&[&named]);
        assert_eq!(
            text(&guard, &root.join("a/real.txt")).expect("text"),
            "mine"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_not_opened() {
        let dir = tempfile::tempdir().expect("a folder");
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        let guard = Guard::new(&[dir.path()]);
        let place = guard.place(&socket).expect("inside");
        assert_eq!(place.what().expect("there"), What::Other);
        assert!(place.read(10).is_err() && place.open_found().is_err());
        assert!(open_named(&socket).is_err());
        assert!(open_named(Path::new("/dev/zero")).is_err());
    }
}
