//! What an answer was made of, noted while it is worked out: when none of it changes, the answer stays.
//!
//! Nobody has to say by hand which files a rule depends on, and none can be forgotten: a workspace that notes
//! hands out nothing without a note of it.

use std::sync::{Mutex, MutexGuard};

use rustc_hash::FxHashSet;
use syntax::FileId;

use super::Key;

/// What was read of a workspace for an answer about one file. Many are kept, so they are small.
#[derive(Clone, Default, Debug)]
pub struct Reads {
    /// Other files that were looked at, each once.
    pub files: Box<[FileId]>,
    /// Keys of which it was asked who names them, each once.
    pub keys: Box<[Key]>,
    /// Whether it was asked which paths there are.
    pub names: bool,
    /// Whether all files were walked through.
    pub all: bool,
}

impl Reads {
    /// With what was read besides.
    pub fn and(self, other: Reads) -> Reads {
        fn both<T: Ord>(one: Box<[T]>, other: Box<[T]>) -> Box<[T]> {
            let mut all: Vec<T> = one.into_iter().chain(other).collect();
            all.sort_unstable();
            all.dedup();
            all.into_boxed_slice()
        }
        Reads {
            files: both(self.files, other.files),
            keys: both(self.keys, other.keys),
            names: self.names || other.names,
            all: self.all || other.all,
        }
    }
}

/// The same while it is noted.
#[derive(Default, Debug)]
pub(crate) struct Noted {
    pub(crate) files: FxHashSet<FileId>,
    pub(crate) keys: FxHashSet<Key>,
    pub(crate) names: bool,
    pub(crate) all: bool,
    /// Whether anything of this was read since the last call of [`crate::workspace::Workspace::has_read`].
    pub(crate) anything: bool,
}

impl Noted {
    fn reads(&self) -> Reads {
        let mut files: Vec<FileId> = self.files.iter().copied().collect();
        let mut keys: Vec<Key> = self.keys.iter().cloned().collect();
        files.sort_unstable();
        keys.sort_unstable();
        Reads {
            files: files.into_boxed_slice(),
            keys: keys.into_boxed_slice(),
            names: self.names,
            all: self.all,
        }
    }
}

/// A notebook that several clones of a workspace share.
#[derive(Debug)]
pub(crate) struct Notebook {
    own: FileId,
    reads: Mutex<Noted>,
}

impl Notebook {
    /// An empty one, for an answer about `own`.
    pub(crate) fn new(own: FileId) -> Notebook {
        Notebook {
            own,
            reads: Mutex::default(),
        }
    }

    /// What was noted so far.
    pub(crate) fn reads(&self) -> Reads {
        self.open().reads()
    }

    /// The notes. A note is whole at any time.
    pub(crate) fn open(&self) -> MutexGuard<'_, Noted> {
        self.reads.lock().unwrap_or_else(|e| e.into_inner())
    }

    /// Notes that files were looked at.
    pub(crate) fn files(&self, files: impl IntoIterator<Item = FileId>) {
        let mut reads = self.open();
        for file in files.into_iter().filter(|f| *f != self.own) {
            reads.files.insert(file);
            reads.anything = true;
        }
    }

    /// Notes something else.
    pub(crate) fn note(&self, what: impl FnOnce(&mut Noted)) {
        let mut reads = self.open();
        reads.anything = true;
        what(&mut reads);
    }
}
