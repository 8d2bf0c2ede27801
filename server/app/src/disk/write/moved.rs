//! Files and folders that get another place inside the workspace.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};

use cap_std::fs::Dir;

use super::{Left, way};
use crate::disk::guard::{Place, What};

/// Gives a file or a folder another place, where nothing is, and makes the folders above that.
///
/// # Errors
/// Why it stays where it is.
pub(crate) fn rename(from: &Place<'_>, to: &Place<'_>) -> Result<(), Left> {
    match from.what_itself().map_err(way)? {
        What::File(_) | What::Folder => {}
        // What a link leads to may be named from elsewhere.
        What::Link | What::Other => return Err(Left::Irregular),
    }
    let (dir, name) = from.resolved().and_then(|p| p.holder()).map_err(way)?;
    let target = to.path();
    let target = target.file_name().ok_or(Left::Irregular)?;
    let folder = to.above().resolved().map_err(way)?;
    folder.create_folders().map_err(way)?;
    let (to_dir, to_name) = folder.join(target).holder().map_err(way)?;
    match move_to(&dir, &name, &to_dir, &to_name) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Left::Exists),
        done => Ok(done?),
    }
}

/// Nothing that is there already is lost. Where the system cannot hold to that in one step, there is a moment between
/// the look and the move.
fn move_to(dir: &Dir, name: &OsStr, to: &Dir, to_name: &OsStr) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    match rustix::fs::renameat_with(dir, name, to, to_name, rustix::fs::RenameFlags::NOREPLACE) {
        Err(error) if super::temporary::is_unsupported(error) => {}
        done => return Ok(done?),
    }
    if to.symlink_metadata(to_name).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    dir.rename(name, to, to_name)
}
