//! Our own eyes on the disk, for editors that do not tell of changed files: the folders that a walk comes into
//! are watched, and what happens there is taken up as if the editor had told of it.
//!
//! Only the opened folders are watched, and no link is followed. Where the system refuses, or there are too
//! many folders, one line in the log says so, and the server goes on without.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::probe;
use super::state::Shared;
use crate::disk::{self, Opened};

/// What happens within this time is taken up together.
const TOGETHER: Duration = Duration::from_millis(50);

/// How many events may wait; then everything is looked at anew.
const MOST: usize = 10_000;

/// Whether each folder is watched by itself. Elsewhere the system watches whole trees, and what happens in
/// folders that do not count is left out.
const EACH: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What the system told.
#[derive(Debug, Default)]
struct Heard {
    events: Mutex<Events>,
    heard: Notify,
}

#[derive(Debug, Default)]
struct Events {
    /// Paths, and whether something else may be there now than was before.
    paths: Vec<(PathBuf, bool)>,
    /// Whether some were lost.
    lost: bool,
}

impl Heard {
    fn events(&self) -> MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn hear(&self, event: notify::Result<Event>) {
        let Ok(event) = event else { return };
        // That we read files ourselves is no news.
        let moved = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return,
            EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => false,
            _ => true,
        };
        let mut events = self.events();
        events.lost |= event.need_rescan();
        events
            .paths
            .extend(event.paths.into_iter().map(|path| (path, moved)));
        if events.paths.len() > MOST {
            events.paths.clear();
            events.lost = true;
        }
        drop(events);
        self.heard.notify_one();
    }
}

/// The folders that are watched.
struct Watching {
    watcher: RecommendedWatcher,
    roots: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

/// Watches until the server ends, or the system refuses.
pub(super) async fn watch(shared: Arc<Shared>) {
    let heard = Arc::new(Heard::default());
    let hearing = Arc::clone(&heard);
    let config = Config::default().with_follow_symlinks(false);
    let watcher = RecommendedWatcher::new(move |event| hearing.hear(event), config);
    let mut watching = match watcher {
        Ok(watcher) => Watching {
            watcher,
            roots: Vec::new(),
            folders: BTreeSet::new(),
        },
        Err(error) => return refused(&error.to_string()),
    };
    let mut taken = shared.taken.subscribe();
    loop {
        taken.borrow_and_update();
        let roots = shared.lock().folders.clone();
        let events = std::mem::take(&mut *heard.events());
        if roots != watching.roots || events.lost || !events.paths.is_empty() {
            let worked = tokio::task::spawn_blocking(move || {
                let told = watching.take_up(roots, events);
                (watching, told)
            });
            let Ok((back, told)) = worked.await else {
                return refused("it went wrong");
            };
            watching = back;
            let told = match told {
                Ok(told) => told,
                Err(why) => return refused(&why),
            };
            if !told.is_empty() {
                let mut state = shared.lock();
                for path in told {
                    state.refresh(path);
                }
                drop(state);
                shared.work();
                shared.changed.notify_one();
            }
            shared.watched.send_replace(watching.folders.len());
        }
        tokio::select! {
            () = heard.heard.notified() => tokio::time::sleep(TOGETHER).await,
            // A folder may have joined. The sender lives as long as `shared`.
            _ = taken.changed() => {}
        }
    }
}

fn refused(why: &str) {
    tracing::warn!("changed files are not seen by themselves: {why}");
}

impl Watching {
    /// Takes up what happened: the paths that something may be other at than what is known. `Err`: they
    /// cannot be watched.
    fn take_up(&mut self, roots: Vec<PathBuf>, events: Events) -> Result<Vec<PathBuf>, String> {
        let is_new = roots != self.roots;
        let opened = Opened::new(&roots);
        let mut told = BTreeSet::new();
        if is_new {
            self.forget(Path::new(""));
            self.roots = roots;
        }
        let has_rules = |(path, _): &(PathBuf, bool)| disk::has_rules(path) && self.counts(path);
        let anew = is_new || events.lost || events.paths.iter().any(has_rules);
        for (path, moved) in events.paths {
            if !self.counts(&path) {
                continue;
            }
            if moved && self.folders.contains(&path) {
                self.forget(&path);
            }
            if !anew && moved {
                self.watch_below(&opened, &path)?;
            }
            told.insert(path);
        }
        if anew {
            self.watch_all(&opened)?;
        }
        if is_new || events.lost {
            // What happened before they were watched nobody saw.
            told.extend(self.roots.iter().cloned());
        }
        Ok(told.into_iter().collect())
    }

    /// Whether something at a path can matter: it lies in a folder that is watched, or is one.
    fn counts(&self, path: &Path) -> bool {
        let above = path.parent();
        self.folders.contains(path) || above.is_some_and(|above| self.folders.contains(above))
    }

    /// Watches the folders that there are now, and no others.
    fn watch_all(&mut self, opened: &Opened) -> Result<(), String> {
        let mut wanted = BTreeSet::new();
        for root in self.roots.clone() {
            wanted.extend(disk::folders(opened, &root).ok_or("there are too many folders")?);
        }
        let gone: Vec<PathBuf> = self.folders.difference(&wanted).cloned().collect();
        for folder in gone {
            self.folders.remove(&folder);
            self.leave(&folder);
        }
        for folder in wanted {
            self.add(folder)?;
        }
        Ok(())
    }

    /// Watches what came at a path.
    fn watch_below(&mut self, opened: &Opened, path: &Path) -> Result<(), String> {
        let found = disk::folders(opened, path).ok_or("there are too many folders")?;
        found.into_iter().try_for_each(|folder| self.add(folder))
    }

    fn add(&mut self, folder: PathBuf) -> Result<(), String> {
        if self.folders.contains(&folder) {
            return Ok(());
        }
        let mode = match (EACH, self.roots.contains(&folder)) {
            (true, _) => Some(RecursiveMode::NonRecursive),
            (false, true) => Some(RecursiveMode::Recursive),
            (false, false) => None,
        };
        let watched = match mode {
            _ if probe::refuses_to_watch() => {
                Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch))
            }
            Some(mode) => self.watcher.watch(&folder, mode),
            None => Ok(()),
        };
        match watched {
            Ok(()) => {
                self.folders.insert(folder);
                Ok(())
            }
            // It went in the meantime.
            Err(_) if !folder.is_dir() => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Forgets the folders at and below a path.
    fn forget(&mut self, path: &Path) {
        let from = (Bound::Included(path.to_owned()), Bound::Unbounded);
        let below = self.folders.range(from);
        let below = below.take_while(|f| f.starts_with(path));
        let below: Vec<PathBuf> = below.cloned().collect();
        for folder in below {
            self.folders.remove(&folder);
            self.leave(&folder);
        }
    }

    /// What is gone is not watched any more in any case.
    fn leave(&mut self, folder: &Path) {
        if EACH || self.roots.contains(&folder.to_owned()) {
            let _ = self.watcher.unwatch(folder);
        }
    }
}
