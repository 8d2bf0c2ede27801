//! Writes files: whole or not at all, never outside the folder given, and never over what somebody else
//! wrote meanwhile.
//!
//! A file is opened in a handle of the folder it lies in, which the [guard](super::guard) gives: what a
//! path stands for can change between two looks at it, a handle cannot. The new text goes to a temporary file beside the old
//! one, which takes the old one's place in one step. What the file has beside its text (mode, owner,
//! attributes) goes with it, and where that cannot be, the file is left as it is.

mod kept;
mod moved;
mod temporary;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::guard::{Place, leads_out};
pub(crate) use moved::rename;
use temporary::Temporary;

/// Why a file was left as it is, for people. Some of it is seen on Unix alone.
#[cfg_attr(not(unix), allow(dead_code))]
#[derive(thiserror::Error, Debug)]
pub(crate) enum Left {
    /// Somebody else wrote it since it was read.
    #[error("was changed meanwhile and is left as it is")]
    Changed,
    /// There is no such file any more.
    #[error("is not there any more")]
    Gone,
    /// A file that was to be created.
    #[error("is there already and is left as it is")]
    Exists,
    /// It, or a folder above it, leads elsewhere.
    #[error("leads out of the workspace and is not written")]
    Outside,
    /// A folder, a pipe, a device.
    #[error("is no regular file and is not written")]
    Irregular,
    /// Nobody may write it, or this user may not.
    #[error("is read-only and is left as it is")]
    ReadOnly,
    /// Nothing can be put beside it.
    #[error("its folder cannot be written, so it is left as it is: {0}")]
    Folder(io::Error),
    /// There is no folder that a report could go into.
    #[error("its folder does not exist")]
    NoFolder,
    /// Writing beside it would cut it from its other names.
    #[error("has another name too (a hard link) and is left as it is")]
    Linked,
    /// The new file would belong to somebody else.
    #[error("belongs to another user or group, who would lose it, and is left as it is")]
    Owner,
    /// The new file would have other permissions.
    #[error("its permissions cannot be kept, so it is left as it is")]
    Mode,
    /// The new file would lack this attribute.
    #[error("its attribute `{0}` cannot be kept, so it is left as it is")]
    Attribute(String),
    /// Anything else, a full disk for one.
    #[error("cannot be written, so it is left as it is: {0}")]
    Io(#[from] io::Error),
}

/// Puts `new` in the place of `old`, the text of the file at `place` as it was read. A link is followed as
/// long as it stays inside; the link itself stays.
///
/// # Errors
/// Why nothing was written. The file is then what it was.
pub(crate) fn replace(place: &Place<'_>, old: &str, new: &str) -> Result<(), Left> {
    let (dir, name) = place.resolved().and_then(|p| p.holder()).map_err(way)?;
    swap(&dir, &name, Some(old.as_bytes()), new.as_bytes())
}

/// Writes a file that is not there, and only then, and the folders above it.
///
/// # Errors
/// Why nothing was written. One that is there with this very text is none.
pub(crate) fn create(place: &Place<'_>, text: &str) -> Result<(), Left> {
    let name = place.path();
    let name = name.file_name().ok_or(Left::Irregular)?;
    let way = |error| match way(error) {
        Left::Gone => Left::Folder(ErrorKind::NotFound.into()),
        left => left,
    };
    let folder = place.above().resolved().map_err(way)?;
    folder.create_folders().map_err(way)?;
    let (dir, name) = folder.join(name).holder().map_err(way)?;
    create_in(&dir, &name, text.as_bytes())
}

/// Writes a file of our own, whatever is there, and the folders above it.
///
/// # Errors
/// Why nothing was written. What was there is then what it was.
pub(crate) fn put(place: &Place<'_>, text: &str) -> Result<(), Left> {
    let there = place.resolved().and_then(|p| p.holder());
    match there.map_err(way) {
        Ok((dir, name)) if dir.symlink_metadata(&name).is_ok() => {
            swap(&dir, &name, None, text.as_bytes())
        }
        Ok(_) | Err(Left::Gone) => create(place, text),
        Err(left) => Err(left),
    }
}

/// Writes a report: over an older one, into a pipe or a device, or where nothing is.
///
/// # Errors
/// An older report is then what it was.
pub(crate) fn report(path: &Path, text: &str) -> Result<(), Left> {
    let text = text.as_bytes();
    let beside = |path: &Path| -> Result<(Dir, OsString), Left> {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let way = |error: io::Error| match error.kind() {
            ErrorKind::NotFound => Left::NoFolder,
            _ => Left::Folder(error),
        };
        let dir = Dir::open_ambient_dir(folder, ambient_authority()).map_err(way)?;
        Ok((dir, path.file_name().ok_or(Left::Irregular)?.to_owned()))
    };
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => Err(Left::Io(ErrorKind::IsADirectory.into())),
        // What is open already under such a name may be a file that others write to as well.
        Ok(about) if !about.is_file() || path.starts_with("/dev") || path.starts_with("/proc") => {
            let mut open = fs::OpenOptions::new().append(true).open(path)?;
            Ok(open.write_all(text)?)
        }
        Ok(_) => {
            let (dir, name) = beside(&path.canonicalize()?)?;
            swap(&dir, &name, None, text)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let (dir, name) = beside(path)?;
            create_in(&dir, &name, text)
        }
        Err(error) => Err(Left::Io(error)),
    }
}

/// Why the folder of a file cannot be opened or made.
fn way(error: io::Error) -> Left {
    match error.kind() {
        _ if leads_out(&error) => Left::Outside,
        ErrorKind::NotFound | ErrorKind::NotADirectory => Left::Gone,
        ErrorKind::InvalidInput => Left::Irregular,
        _ => Left::Folder(error),
    }
}

/// Puts a text in the place of a file's, if that is still `old` (`None`: whatever it is).
fn swap(dir: &Dir, name: &OsStr, old: Option<&[u8]>, new: &[u8]) -> Result<(), Left> {
    let mut file = kept::open(dir, name)?;
    kept::can_be_replaced(dir, &file)?;
    let temporary = Temporary::beside(dir, temporary::PRIVATE, |beside| {
        let mut beside = beside;
        beside.write_all(new)?;
        kept::keep(&file, beside)?;
        Ok(beside.sync_data()?)
    })?;
    // As late as can be: what an editor saved while the new text was worked out stays.
    if let Some(old) = old {
        let now = bytes(&mut file, old.len().max(new.len()))?;
        if now == new {
            return Ok(());
        }
        if now != old {
            return Err(Left::Changed);
        }
    }
    temporary.take_place_of(name, file, old)
}

fn create_in(dir: &Dir, name: &OsStr, text: &[u8]) -> Result<(), Left> {
    if dir.dir_metadata().is_ok_and(|m| m.permissions().readonly()) {
        return Err(Left::Folder(ErrorKind::PermissionDenied.into()));
    }
    let temporary = Temporary::beside(dir, temporary::ORDINARY, |beside| {
        let mut beside = beside;
        beside.write_all(text)?;
        Ok(beside.sync_data()?)
    })?;
    match temporary.become_file(name) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let same = kept::open(dir, name).and_then(|mut f| bytes(&mut f, text.len()));
            match same {
                Ok(there) if there == text => Ok(()),
                _ => Err(Left::Exists),
            }
        }
        done => Ok(done?),
    }
}

/// What a file holds, and of one that is longer than `len` one byte more than that.
fn bytes(file: &mut File, len: usize) -> Result<Vec<u8>, Left> {
    let mut bytes = Vec::with_capacity(len + 1);
    io::Seek::rewind(file)?;
    file.take(len as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
