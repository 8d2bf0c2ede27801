//! The disk: the only place that reads and writes files. Finds what belongs to a workspace, guards
//! against what cannot be read as text, and never leaves the folders it was given.
//!
//! [`guard`] opens, [`walk`] and [`opened`] say what belongs to the workspace, [`take`] takes up what is
//! there or what changed, [`inline`] adds what flows name.

mod folders;
pub(crate) mod guard;
mod ignored;
mod inline;
mod opened;
mod path;
mod read;
mod root;
mod take;
mod walk;
pub(crate) mod write;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use model::workspace::Workspace;
use rustc_hash::FxHashSet;

use crate::threads;
use guard::{Guard, Place, What};

pub(crate) use folders::{folders, has_rules};
pub(crate) use inline::is_unsettled;
pub(crate) use opened::Opened;
pub(crate) use path::{Style, absolute, to_disk, to_model};
pub(crate) use read::{MAX_BYTES, from_bytes, is_kept};
pub(crate) use root::{repository, root_for, up_to};
pub(crate) use take::{Aside, Known, Taken, Told, read_one, take_up};

/// Something on the disk that stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    /// Where.
    pub(crate) path: PathBuf,
    /// What.
    pub(crate) message: String,
}

/// Reads everything in the opened folders.
pub(crate) fn load(opened: &Opened) -> Taken {
    let known = Known {
        workspace: &Workspace::new(opened.names()),
        open: &FxHashSet::default(),
        aside: &Aside::default(),
        walked: None,
    };
    let go_on = AtomicBool::new(false);
    let taken = on_threads(|| take_up(opened, known, Told::All, &go_on));
    taken.unwrap_or_default()
}

/// Reads what lies at a path that a person named, even where a walk leaves it out. A file in none of the
/// folders is read by itself.
pub(crate) fn ask(opened: &Opened, workspace: &mut Workspace, path: &Path) -> io::Result<()> {
    let path = absolute(path);
    match opened.place(&path) {
        Some(place) => add(opened, workspace, &place),
        None => {
            let guard = Guard::new(path.parent().as_slice());
            let place = guard.place(&path).ok_or(io::ErrorKind::NotFound)?;
            add(opened, workspace, &place)
        }
    }
}

fn add(opened: &Opened, workspace: &mut Workspace, place: &Place<'_>) -> io::Result<()> {
    let (itself, path) = (place.what_itself()?, place.path());
    let is_folder = match place.what() {
        Err(error) if guard::leads_out(&error) => return Err(error),
        what => matches!(what, Ok(What::Folder)),
    };
    let found = match opened.rules(&path).filter(|_| is_folder) {
        Some(rules) => {
            let (found, problems) =
                on_threads(|| walk::walk(place, rules, &AtomicBool::new(false)));
            opened.tell(problems);
            found
        }
        None => to_model(&path)
            .map(|name| walk::Found { name, what: itself })
            .into_iter()
            .collect(),
    };
    for found in found {
        let path = to_disk(&found.name);
        let there = opened.place(&path);
        let source = read::source(&found.name, there.as_ref().unwrap_or(place), found.what);
        if let Some(source) = source {
            workspace.set(&found.name, source);
        }
    }
    Ok(())
}

/// Reads what the flows of a workspace name, where it is not known yet.
pub(crate) fn settle(opened: &Opened, workspace: &mut Workspace) {
    let mut touched = FxHashSet::default();
    let mut aside = Aside::default();
    let open = FxHashSet::default();
    inline::settle(opened, workspace, &open, &mut aside, &mut touched, true);
}

/// Runs work on threads that are there for the disk: one that does not answer holds up nothing else.
pub(crate) fn on_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<Option<rayon::ThreadPool>> = OnceLock::new();
    let new = || {
        let pool = rayon::ThreadPoolBuilder::new()
            .stack_size(threads::STACK)
            .thread_name(|i| format!("disk-{i}"));
        pool.build().ok()
    };
    match POOL.get_or_init(new) {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
