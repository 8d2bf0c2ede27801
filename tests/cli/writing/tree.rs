//! All that can be seen of a folder: what its files are, say and have beside their text.

use std::collections::BTreeMap;
use std::ffi::CStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What can be seen of a file, a folder or a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// The text of a file, the target of a link, the names in a folder.
    pub(super) bytes: Vec<u8>,
    /// Kind and permissions.
    pub(super) mode: u32,
    pub(super) owner: (u32, u32),
    pub(super) links: u64,
    /// Which file it is, whatever its name.
    pub(super) number: u64,
    /// When it was written last, in nanoseconds.
    pub(super) written: (i64, i64),
    pub(super) attributes: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// Everything below a folder, and the folder, by path. Links are not followed.
pub(super) fn of(folder: &Path) -> BTreeMap<PathBuf, Entry> {
    let mut entries = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        let about = fs::symlink_metadata(&path).unwrap();
        let kind = about.file_type();
        let bytes = if kind.is_dir() {
            let names = fs::read_dir(&path).unwrap().map(|e| e.unwrap().path());
            let mut names: Vec<PathBuf> = names.collect();
            names.sort();
            left.extend(names.iter().cloned());
            names
                .iter()
                .flat_map(|n| n.as_os_str().as_bytes().to_vec())
                .collect()
        } else if kind.is_symlink() {
            fs::read_link(&path)
                .unwrap()
                .into_os_string()
                .as_bytes()
                .to_vec()
        } else if kind.is_file() {
            fs::read(&path).unwrap()
        } else {
            Vec::new()
        };
        let entry = Entry {
            bytes,
            mode: about.mode(),
            owner: (about.uid(), about.gid()),
            links: about.nlink(),
            number: about.ino(),
            written: (about.mtime(), about.mtime_nsec()),
            attributes: match kind.is_file() {
                true => attributes(&path),
                false => BTreeMap::new(),
            },
        };
        entries.insert(path, entry);
    }
    entries
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn attributes(path: &Path) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut names = [0; 4096];
    let len = rustix::fs::listxattr(path, &mut names[..]).unwrap_or(0);
    let names = names[..len].split_inclusive(|&b| b == 0);
    let names = names.map(|n| CStr::from_bytes_with_nul(n).unwrap());
    let read = |name: &CStr| {
        let mut value = [0; 4096];
        let len = rustix::fs::getxattr(path, name, &mut value[..]).unwrap();
        (name.to_bytes().to_vec(), value[..len].to_vec())
    };
    names.map(read).collect()
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn attributes(_: &Path) -> BTreeMap<Vec<u8>, Vec<u8>> {
    BTreeMap::new()
}
