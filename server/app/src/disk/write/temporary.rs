//! A temporary file in a folder: without a name where the system can do that, else under a random one,
//! made anew. `cap-tempfile` and `tempfile` do the same, but neither puts a file in the place of another
//! and gives that one back, nor makes one that never takes another's place inside of an open folder.

use std::ffi::OsStr;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind};

#[cfg(unix)]
use cap_std::fs::OpenOptionsExt;
use cap_std::fs::{Dir, OpenOptions};
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
use rustix::fs::RenameFlags;
#[cfg(target_os = "linux")]
use rustix::fs::{AtFlags, CWD, Mode, OFlags};

use super::{Left, kept};

/// Permissions of a file whose text may be a secret, until it gets those of the one it replaces.
pub(super) const PRIVATE: u32 = 0o600;

/// Permissions of a new file, before the user's mask.
pub(super) const ORDINARY: u32 = 0o666;

/// A file that is gone when it is dropped, unless it took a place.
pub(super) struct Temporary<'d> {
    dir: &'d Dir,
    file: File,
    /// `None`: it has none, and goes with the process.
    name: Option<String>,
}

impl<'d> Temporary<'d> {
    /// A file in `dir` that `fill` has written.
    pub(super) fn beside(
        dir: &'d Dir,
        mode: u32,
        fill: impl Fn(&File) -> Result<(), Left>,
    ) -> Result<Temporary<'d>, Left> {
        let temporary = match Temporary::unnamed(dir, mode) {
            Some(temporary) => temporary,
            None => Temporary::named(dir, mode).map_err(|error| match error.kind() {
                ErrorKind::NotFound => Left::Gone,
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Left::Folder(error),
                _ => Left::Io(error),
            })?,
        };
        fill(&temporary.file)?;
        Ok(temporary)
    }

    /// A file without a name: nothing is left of it should the process be killed. `None` where the file
    /// system has no such files, or they could not get a name later.
    #[cfg(target_os = "linux")]
    fn unnamed(dir: &'d Dir, mode: u32) -> Option<Temporary<'d>> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = rustix::fs::openat(dir, ".", flags, Mode::from_raw_mode(mode)).ok()?;
        let file = File::from(file);
        rustix::fs::stat(own_name(&file)).ok()?;
        Some(Temporary {
            dir,
            file,
            name: None,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn unnamed(_: &'d Dir, _: u32) -> Option<Temporary<'d>> {
        None
    }

    fn named(dir: &'d Dir, mode: u32) -> io::Result<Temporary<'d>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        options.mode(mode);
        #[cfg(not(unix))]
        let _ = mode;
        loop {
            let name = random_name();
            match dir.open_with(&name, &options) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                opened => {
                    return Ok(Temporary {
                        dir,
                        file: opened?.into_std(),
                        name: Some(name),
                    });
                }
            }
        }
    }

    /// Takes a name that nothing has.
    #[cfg_attr(
        not(any(target_os = "linux", target_vendor = "apple")),
        allow(unused_mut)
    )]
    pub(super) fn become_file(mut self, name: &OsStr) -> io::Result<()> {
        let Some(own) = &self.name else {
            return self.link(name);
        };
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        match rustix::fs::renameat_with(self.dir, own, self.dir, name, RenameFlags::NOREPLACE) {
            Err(error) if is_unsupported(error) => {}
            done => {
                done?;
                self.name = None;
                return Ok(());
            }
        }
        // The name beside it goes when this is dropped.
        self.dir.hard_link(own, self.dir, name)
    }

    /// Takes the place of the file `old` at `name`, whose text is still `text` (`None`: whatever it is).
    ///
    /// Between the last look at the old file and this there is a moment. Where the system can exchange two
    /// files, the old one is looked at once more when it is out of the way, and comes back if it changed.
    pub(super) fn take_place_of(
        mut self,
        name: &OsStr,
        mut old: File,
        text: Option<&[u8]>,
    ) -> Result<(), Left> {
        if self.name.is_none() {
            self.name = Some(self.link_anywhere()?);
        }
        let Some(own) = self.name.clone() else {
            return Err(Left::Gone);
        };
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        match self.exchange(&own, name) {
            Err(error) if is_unsupported(error) => {}
            Err(rustix::io::Errno::NOENT) => return Err(Left::Gone),
            done => {
                done.map_err(io::Error::from)?;
                if kept::is_still(self.dir, OsStr::new(&own), &mut old, text) {
                    return Ok(());
                }
                self.give_back(&own, name)?;
                return Err(Left::Changed);
            }
        }
        if !kept::is_still(self.dir, name, &mut old, text) {
            return Err(Left::Changed);
        }
        // Not every Windows lets a file take the place of one that is open.
        drop(old);
        self.dir.rename(&own, self.dir, name)?;
        self.name = None;
        Ok(())
    }

    /// Puts back what came out in place of the old file: somebody has saved it. What they save while that
    /// goes on is newer still, and stays.
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    fn give_back(&mut self, own: &str, name: &OsStr) -> io::Result<()> {
        let (mut expected, mut inside) =
            (kept::number(&self.file)?, kept::number_in(self.dir, own)?);
        loop {
            match self.exchange(own, name) {
                Err(rustix::io::Errno::NOENT) => {
                    // Removed meanwhile. If it is there again by now, that is what they want.
                    let flags = RenameFlags::NOREPLACE;
                    let _ = rustix::fs::renameat_with(self.dir, own, self.dir, name, flags);
                    return Ok(());
                }
                done => done?,
            }
            let out = kept::number_in(self.dir, own)?;
            if out == expected {
                return Ok(());
            }
            (expected, inside) = (inside, out);
        }
    }

    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    fn exchange(&self, own: &str, name: &OsStr) -> rustix::io::Result<()> {
        rustix::fs::renameat_with(self.dir, own, self.dir, name, RenameFlags::EXCHANGE)
    }

    /// Gives a file without a name one that nothing has.
    #[cfg(target_os = "linux")]
    fn link(&self, name: &OsStr) -> io::Result<()> {
        let own = own_name(&self.file);
        Ok(rustix::fs::linkat(
            CWD,
            own,
            self.dir,
            name,
            AtFlags::SYMLINK_FOLLOW,
        )?)
    }

    #[cfg(not(target_os = "linux"))]
    fn link(&self, _: &OsStr) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn link_anywhere(&self) -> io::Result<String> {
        loop {
            let name = random_name();
            match self.link(OsStr::new(&name)) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                linked => return linked.map(|()| name),
            }
        }
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            // It helps nobody; where it cannot be removed, no text is lost.
            let _ = self.dir.remove_file(name);
        }
    }
}

/// The name that the system has for an open file.
#[cfg(target_os = "linux")]
fn own_name(file: &File) -> String {
    use std::os::fd::AsRawFd;
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

/// Nobody can have put anything there beforehand; hidden, and no name of Windmill's.
fn random_name() -> String {
    // Seeded by the system, anew each time.
    let random = || RandomState::new().hash_one(0);
    format!(".windmill-ls-{:016x}.tmp", random())
}

/// Whether the file system knows no such way of renaming.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(super) fn is_unsupported(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP].contains(&error)
}
