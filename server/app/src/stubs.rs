//! The stubs that are built in, as files that an editor can show: written once into the user's cache.

use std::path::PathBuf;
use std::{fs, io};

use crate::disk::guard::Guard;
use crate::disk::write;

/// The file of this name with a stub in it.
///
/// # Errors
/// The cache cannot be written.
pub(crate) fn file(name: &str, text: &str) -> io::Result<PathBuf> {
    file_in(cache(), name, text)
}

fn file_in(cache: PathBuf, name: &str, text: &str) -> io::Result<PathBuf> {
    let folder = cache.join("windmill-ls").join(env!("CARGO_PKG_VERSION"));
    let path = folder.join(name);
    fs::create_dir_all(&cache)?;
    // Where there is no cache of the user's, others can write to what stands for it.
    let guard = Guard::new(&[&cache]);
    let place = guard.place(&path).ok_or(io::ErrorKind::NotFound)?;
    // Somebody may have edited it: the places are those of the text that is built in.
    let there = place.read(text.len() as u64);
    if !there.is_ok_and(|t| t == text.as_bytes()) {
        write::put(&place, text).map_err(io::Error::other)?;
    }
    Ok(path)
}

/// Where programs keep what can be made again.
fn cache() -> PathBuf {
    let folder = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|h| h.join(".cache")))
        .unwrap_or_else(std::env::temp_dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stubs_are_written_once_and_fixed() {
        let root = tempfile::tempdir().expect("a folder");
        let write = || {
            file_in(
                root.path().to_owned(),
                "wmill.pyi",
                "def get_resource(): ...\n",
            )
        };
        let path = write().expect("it is written");
        let text = fs::read_to_string(&path).expect("it is there");
        assert_eq!(text, "def get_resource(): ...\n");
        fs::write(&path, "x").expect("it can be written");
        let again = write().expect("it is written");
        assert_eq!(again, path);
        assert_eq!(fs::read_to_string(&path).expect("it is there"), text);
        let entries = fs::read_dir(path.parent().expect("a folder")).expect("it can be read");
        assert_eq!(entries.count(), 1);
    }
}
