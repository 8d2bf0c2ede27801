//! What a file has beside its text, and whether it is still the same.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, ErrorKind};
#[cfg(unix)]
use std::path::Path;

use cap_std::fs::Dir;

use super::{Left, bytes};

/// Opens a file to be replaced: as one that is written, so that the system says whether this user may.
#[cfg(unix)]
pub(super) fn open(dir: &Dir, name: &OsStr) -> Result<File, Left> {
    use rustix::fs::{Mode, OFlags};
    use rustix::io::Errno;
    // A pipe or a device must neither block nor be followed to.
    let flags =
        OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    match rustix::fs::openat(dir, name, flags, Mode::empty()) {
        Ok(file) => Ok(File::from(file)),
        Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Err(Left::ReadOnly),
        Err(Errno::NOENT | Errno::NOTDIR) => Err(Left::Gone),
        Err(Errno::LOOP) => Err(Left::Changed),
        Err(Errno::ISDIR | Errno::NXIO) => Err(Left::Irregular),
        Err(error) => Err(Left::Io(error.into())),
    }
}

#[cfg(not(unix))]
pub(super) fn open(dir: &Dir, name: &OsStr) -> Result<File, Left> {
    let mut options = cap_std::fs::OpenOptions::new();
    let opened = dir.open_with(name, options.read(true).write(true));
    let opened = opened.map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => Left::ReadOnly,
        ErrorKind::NotFound => Left::Gone,
        _ => Left::Io(error),
    })?;
    Ok(opened.into_std())
}

/// Whether another file may take this one's place. The superuser may write everything: for them, too, what
/// nobody may write is read-only.
pub(super) fn can_be_replaced(dir: &Dir, file: &File) -> Result<(), Left> {
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Left::Irregular);
    }
    if about.permissions().readonly() {
        return Err(Left::ReadOnly);
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&about) > 1 {
        return Err(Left::Linked);
    }
    if dir.dir_metadata()?.permissions().readonly() {
        return Err(Left::Folder(ErrorKind::PermissionDenied.into()));
    }
    Ok(())
}

/// Gives a new file all that the old one has beside its text.
#[cfg(unix)]
pub(super) fn keep(old: &File, new: &File) -> Result<(), Left> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (about, own) = (old.metadata()?, new.metadata()?);
    if (about.uid(), about.gid()) != (own.uid(), own.gid()) {
        fchown(new, Some(about.uid()), Some(about.gid())).map_err(|_| Left::Owner)?;
    }
    // Before the mode: lists of who may do what are attributes, and change it.
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    attributes::keep(old, new)?;
    new.set_permissions(about.permissions())
        .map_err(|_| Left::Mode)?;
    // The system drops bits that this user may not give, and says nothing.
    match new.metadata()?.mode() == about.mode() {
        true => Ok(()),
        false => Err(Left::Mode),
    }
}

#[cfg(not(unix))]
pub(super) fn keep(old: &File, new: &File) -> Result<(), Left> {
    let permissions = old.metadata()?.permissions();
    new.set_permissions(permissions).map_err(|_| Left::Mode)
}

/// Whether the name stands for the file `old`, and its text is `text` (`None`: whatever it is).
pub(super) fn is_still(dir: &Dir, name: &OsStr, old: &mut File, text: Option<&[u8]>) -> bool {
    is_same(dir, name, old).unwrap_or(false)
        && text.is_none_or(|text| bytes(old, text.len()).is_ok_and(|now| now == text))
}

#[cfg(unix)]
fn is_same(dir: &Dir, name: &OsStr, old: &File) -> io::Result<bool> {
    Ok(number_in(dir, name)? == number(old)?)
}

/// What names a file for good, whatever it is called.
#[cfg(unix)]
pub(super) fn number(file: &File) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    file.metadata().map(|about| (about.dev(), about.ino()))
}

/// The same of what has a name in a folder; of a link, its own.
#[cfg(unix)]
pub(super) fn number_in(dir: &Dir, name: impl AsRef<Path>) -> io::Result<(u64, u64)> {
    use cap_std::fs::MetadataExt;
    let about = dir.symlink_metadata(name)?;
    Ok((about.dev(), about.ino()))
}

/// Without numbers that name a file, its text has to do.
#[cfg(not(unix))]
fn is_same(dir: &Dir, name: &OsStr, _: &File) -> io::Result<bool> {
    Ok(dir.symlink_metadata(name)?.is_file())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod attributes {
    use std::ffi::{CStr, CString};
    use std::fs::File;

    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
    use rustix::io::Errno;

    use super::Left;

    /// Most bytes of an attribute, and of all names: what Linux allows.
    const MOST: usize = 64 * 1024;

    /// Made by the system itself, of the text or of who wrote it.
    const OF_THE_SYSTEM: [&CStr; 3] = [c"security.ima", c"security.evm", c"com.apple.provenance"];

    /// Gives `new` the attributes of `old`, and no others.
    pub(super) fn keep(old: &File, new: &File) -> Result<(), Left> {
        let (names, own) = (names(old)?, names(new)?);
        for name in own.iter().filter(|n| !names.contains(n)) {
            // A folder's rules for new files; the old one does not follow them.
            fremovexattr(new, name).map_err(|_| left(name))?;
        }
        for name in &names {
            let value = value(old, name)?;
            let is_there = own.contains(name) && self::value(new, name)? == value;
            if !is_there {
                fsetxattr(new, name, &value, XattrFlags::empty()).map_err(|_| left(name))?;
            }
        }
        Ok(())
    }

    fn names(file: &File) -> Result<Vec<CString>, Left> {
        let mut names = vec![0; MOST];
        let len = match flistxattr(file, &mut names[..]) {
            Ok(len) => len,
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => 0,
            Err(error) => return Err(Left::Io(error.into())),
        };
        let names = names[..len].split_inclusive(|&b| b == 0);
        let names = names.filter_map(|n| CStr::from_bytes_with_nul(n).ok());
        let kept = names.filter(|n| !OF_THE_SYSTEM.contains(n));
        Ok(kept.map(CStr::to_owned).collect())
    }

    fn value(file: &File, name: &CStr) -> Result<Vec<u8>, Left> {
        let mut value = vec![0; MOST];
        let len = fgetxattr(file, name, &mut value[..]).map_err(|_| left(name))?;
        value.truncate(len);
        Ok(value)
    }

    fn left(name: &CStr) -> Left {
        Left::Attribute(name.to_string_lossy().into_owned())
    }
}
