//! What was told of the disk and is not taken up yet, and the work that takes it up: on a thread of its
//! own, one job at a time, each with everything that was told until it began.
//!
//! No message waits for the disk while it holds the state: a burst of a thousand changes is one job. Where
//! everything is to be read anew, the job that runs is stopped, for what it finds no longer counts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use ide::{Settings, Snapshot};
use model::path::FilePath;
use model::workspace::Workspace;
use rustc_hash::FxHashSet;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::state::{Shared, State};
use super::{log, probe};
use crate::disk::{self, Aside, Known, Opened, Taken, Told};
use crate::{installed, settings};

/// How long requests wait for what was told before them; then they are answered from what is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// With more paths than these to look at, requests do not wait at all.
const MANY: usize = 100;

/// Who looks whether flows name other files than before.
static TURN: Semaphore = Semaphore::const_new(1);

/// With more paths than these, everything is read anew instead: the list must not grow for ever.
const MOST: usize = 50_000;

/// What was told and is not taken up yet.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    /// How often something was told.
    told: u64,
    /// Paths that something happened to.
    paths: Vec<PathBuf>,
    /// Documents that were opened outside of all folders.
    outside: Vec<PathBuf>,
    /// Whether all folders are to be read anew.
    everything: bool,
    /// Whether the settings are.
    settings: bool,
    running: Option<Running>,
    /// The number of the job begun last.
    jobs: u64,
    /// Since when there has always been something to take up.
    since: Option<Instant>,
    /// What a walk of the folders does not show.
    aside: Arc<Aside>,
}

/// The job that runs.
#[derive(Debug)]
struct Running {
    number: u64,
    /// How many paths it looks at.
    paths: usize,
    /// Whether it reads all folders.
    everything: bool,
    /// How many files it has read.
    read: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

/// One job: what to take up, and what is known.
#[derive(Debug)]
struct Job {
    number: u64,
    told: u64,
    paths: Vec<PathBuf>,
    outside: Vec<PathBuf>,
    everything: bool,
    settings: bool,
    folders: Vec<PathBuf>,
    client_settings: serde_json::Value,
    snapshot: Snapshot,
    open: FxHashSet<String>,
    aside: Arc<Aside>,
    read: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

/// What a job brought.
#[derive(Debug)]
struct Done {
    taken: Taken,
    /// Folders that documents brought along.
    joined: Vec<PathBuf>,
    /// The names of all folders, where they were read.
    folders: Option<Vec<FilePath>>,
    settings: Option<(Settings, installed::Found)>,
}

impl Backlog {
    /// Notes that something happened to a path.
    pub(super) fn path(&mut self, path: PathBuf, known: &Settings) {
        let is_settings = path.file_name().is_some_and(|n| n == settings::NAME);
        self.settings |= is_settings || installed::may_hold(&path, known);
        self.paths.push(path);
        if self.paths.len() > MOST {
            self.paths.clear();
            self.everything = true;
        }
        self.tell();
    }

    /// Notes a document that was opened outside of all folders.
    pub(super) fn outside(&mut self, path: PathBuf) {
        self.outside.push(path);
        self.tell();
    }

    /// Notes that all folders are to be read anew.
    pub(super) fn everything(&mut self) {
        self.everything = true;
        self.tell();
    }

    /// Notes that the settings are to be read anew.
    pub(super) fn settings(&mut self) {
        self.settings = true;
        self.tell();
    }

    /// Notes that flows name other files than before.
    fn flows(&mut self) {
        self.tell();
    }

    /// Whether all folders are being read, or about to be.
    pub(super) fn is_loading(&self) -> bool {
        self.everything || self.running.as_ref().is_some_and(|r| r.everything)
    }

    /// The number of the job that reads all folders.
    pub(super) fn loading(&self) -> Option<u64> {
        let running = self.running.as_ref().filter(|r| r.everything);
        running.filter(|_| !self.everything).map(|r| r.number)
    }

    /// How many files were read so far by the job that runs.
    pub(super) fn read(&self) -> usize {
        let read = self
            .running
            .as_ref()
            .map(|r| r.read.load(Ordering::Relaxed));
        read.unwrap_or_default()
    }

    /// How many jobs were begun so far: a test counts.
    pub(super) fn jobs(&self) -> u64 {
        self.jobs
    }

    fn tell(&mut self) {
        self.told += 1;
        self.since.get_or_insert_with(Instant::now);
    }

    /// The count to wait for, and until when; `None`: not at all.
    fn patience(&self) -> (u64, Option<Instant>) {
        let running = self.running.as_ref().map_or(0, |r| r.paths);
        let is_many = running + self.paths.len() > MANY;
        let since = self.since.filter(|_| !is_many);
        (self.told, since.map(|s| s + probe::patience(PATIENCE)))
    }
}

impl State {
    /// The next job, if there is one to begin now.
    fn job(&mut self, taken: u64) -> Option<Job> {
        let backlog = &mut self.backlog;
        if backlog.told == taken {
            return None;
        }
        match &backlog.running {
            Some(running) if backlog.everything => running.stop.store(true, Ordering::Relaxed),
            Some(_) => return None,
            None => {}
        }
        let paths = std::mem::take(&mut backlog.paths);
        let stop = Arc::new(AtomicBool::new(false));
        let read = Arc::<AtomicUsize>::default();
        let everything = std::mem::take(&mut backlog.everything);
        backlog.jobs += 1;
        backlog.running = Some(Running {
            number: backlog.jobs,
            paths: paths.len(),
            everything,
            read: Arc::clone(&read),
            stop: Arc::clone(&stop),
        });
        Some(Job {
            number: backlog.jobs,
            told: backlog.told,
            paths,
            outside: std::mem::take(&mut backlog.outside),
            everything,
            settings: std::mem::take(&mut backlog.settings) || everything,
            folders: self.folders.clone(),
            client_settings: self.client_settings.clone(),
            snapshot: self.snapshot.clone(),
            open: self.open.keys().cloned().collect(),
            aside: Arc::clone(&backlog.aside),
            read,
            stop,
        })
    }

    /// Puts what a job brought in place. What is open stays as the editor has it.
    fn put(&mut self, done: Done) {
        let workspace = &mut self.snapshot.workspace;
        for folder in done.joined {
            if !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
        if let Some(folders) = done.folders.filter(|f| f != workspace.folders()) {
            workspace.set_folders(folders);
            self.all_dirty = true;
        }
        for path in &done.taken.removed {
            if !self.open.contains_key(&**path) && workspace.remove(path).is_some() {
                self.all_dirty = true;
            }
        }
        for file in done.taken.added {
            if self.open.contains_key(&*file.path) {
                continue;
            }
            let before = workspace.id(&file.path).and_then(|id| workspace.get(id));
            let before = before.cloned();
            let id = workspace.add(file);
            match before {
                Some(before) => {
                    self.dirty.entry(id).or_insert(before);
                }
                None => self.all_dirty = true,
            }
        }
        self.backlog.aside = Arc::new(done.taken.aside);
        if let Some((settings, sdks)) = done.settings {
            self.snapshot.settings = settings;
            sdks.put(&mut self.snapshot);
            self.generation += 1;
            self.all_dirty = true;
        }
    }
}

impl Shared {
    /// Takes up what was told, unless that is under way.
    pub(super) fn work(self: &Arc<Self>) {
        let job = self.lock().job(*self.taken.borrow());
        self.begin(job);
    }

    fn begin(self: &Arc<Self>, job: Option<Job>) {
        self.is_read();
        let Some(job) = job else { return };
        let shared = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let work = || disk::on_threads(|| job.run(&shared));
            let done = catch_unwind(AssertUnwindSafe(work));
            let next = shared.finish(&job, done.unwrap_or_default());
            // What the state let go of is given back here, where nobody waits.
            drop(job);
            shared.begin(next);
        });
    }

    /// Puts what a job brought in place; gives the next one.
    fn finish(&self, job: &Job, done: Option<Done>) -> Option<Job> {
        let problems = done.iter().flat_map(|d| &d.taken.problems);
        log::problems(problems.map(|p| format!("{}: {}", p.path.display(), p.message)));
        let mut done = done;
        if let Some(done) = &mut done
            && let Some((settings, _)) = &mut done.settings
        {
            // What the client has said since counts at once, not when the next job is done.
            let said = self.lock().client_settings.clone();
            if said != job.client_settings {
                *settings = read_settings(&job.folders, &said);
            }
        }
        let mut state = self.lock();
        let running = state.backlog.running.as_ref();
        if running.is_none_or(|r| r.number != job.number) {
            self.previews.end(job.number);
            return None;
        }
        state.backlog.running = None;
        if let Some(done) = done {
            state.put(done);
        }
        self.previews.end(job.number);
        let next = state.job(job.told);
        if next.is_none() {
            state.backlog.since = None;
        }
        self.taken.send_replace(job.told);
        drop(state);
        // Before the round that checks it begins.
        self.is_read();
        self.changed.notify_one();
        next
    }

    /// Waits until what was told so far is taken up.
    pub(super) async fn ready(&self) {
        let told = self.lock().backlog.told;
        let mut taken = self.taken.subscribe();
        // The sender lives as long as `self`.
        let _ = taken.wait_for(|&t| t >= told).await;
    }

    /// Waits a little until what was told so far is taken up: somebody waits for an answer.
    pub(super) async fn ready_soon(&self) {
        let (told, until) = self.lock().backlog.patience();
        let Some(until) = until else { return };
        let mut taken = self.taken.subscribe();
        let _ = timeout_at(
            until,
            taken.wait_for(|&t| t >= told || self.previews.is_there()),
        )
        .await;
    }

    /// Waits until what was told is taken up, and what open flows name is read. Says whether that came
    /// about in the time that somebody waits.
    pub(super) async fn settled(self: &Arc<Self>) -> bool {
        let until = Instant::now() + 5 * PATIENCE;
        timeout_at(until, self.settle()).await.is_ok()
    }

    /// Waits until what was told is taken up, and what open flows name is read.
    pub(super) async fn settle(self: &Arc<Self>) {
        self.ready().await;
        // One at a time: each holds a workspace.
        let turn = TURN.acquire().await.ok();
        let (snapshot, dirty, folders, aside) = {
            let state = self.lock();
            let aside = Arc::clone(&state.backlog.aside);
            let dirty = state.dirty.clone();
            (state.snapshot.clone(), dirty, state.folders.clone(), aside)
        };
        if dirty.is_empty() {
            return;
        }
        let unsettled = tokio::task::spawn_blocking(move || {
            let workspace = &snapshot.workspace;
            let mut files = dirty.iter();
            files.any(|(id, before)| {
                let file = workspace.get(*id);
                file.is_some_and(|f| disk::is_unsettled(&folders, workspace, f, before, &aside))
            })
        });
        let unsettled = unsettled.await;
        drop(turn);
        if let Ok(true) = unsettled {
            self.lock().backlog.flows();
            self.work();
            self.ready().await;
        }
    }
}

impl Job {
    /// Does it; `None` where it was stopped.
    fn run(&self, shared: &Shared) -> Option<Done> {
        probe::wait_while_held();
        let mut folders = self.folders.clone();
        let roots = self.outside.iter().filter_map(|p| disk::root_for(p));
        let mut joined: Vec<PathBuf> = roots.filter(|r| !folders.contains(r)).collect();
        joined.sort();
        joined.dedup();
        folders.extend(joined.iter().cloned());
        let everything = self.everything || !joined.is_empty();
        let opened = Opened::new(&folders).counting(&self.read);
        // Later the last state is at hand.
        let is_first = everything && self.snapshot.workspace.len() <= self.open.len();
        // What is answered before everything is read goes by the settings too.
        let settings = (everything || self.settings).then(|| self.settings(&opened, &folders));
        let walked = |workspace: Workspace| {
            let mut snapshot = Snapshot {
                workspace,
                settings: Settings::default(),
            };
            if let Some((settings, sdks)) = &settings {
                snapshot.settings = settings.clone();
                sdks.put(&mut snapshot);
            }
            let said = self.client_settings.clone();
            shared.previews.begin(self.number, snapshot, &folders, said);
            // Whoever waits looks again.
            shared.taken.send_modify(|_| {});
            probe::wait_after_walk();
        };
        let known = Known {
            workspace: &self.snapshot.workspace,
            open: &self.open,
            aside: &self.aside,
            walked: is_first.then_some(&walked),
        };
        let told = match everything {
            true => Told::All,
            false => Told::Paths(&self.paths),
        };
        let taken = disk::take_up(&opened, known, told, &self.stop)?;
        Some(Done {
            taken,
            joined,
            folders: everything.then(|| opened.names()),
            settings,
        })
    }

    /// The settings, and the SDKs, which may lie elsewhere by them.
    fn settings(&self, opened: &Opened, folders: &[PathBuf]) -> (Settings, installed::Found) {
        let settings = read_settings(folders, &self.client_settings);
        let sdks = installed::find(opened, &settings);
        for problem in &sdks.problems {
            tracing::warn!("{problem}");
        }
        (settings, sdks)
    }
}

/// Reads the settings file of the first folder, and what the client sent over it.
pub(super) fn read_settings(folders: &[PathBuf], said: &serde_json::Value) -> Settings {
    let mut settings = Settings::default();
    let folder = folders.first();
    if let Some(file) = folder.and_then(|f| settings::for_folder(f)) {
        match settings::read_file(&mut settings, &file) {
            Ok(notes) => log::problems(notes.iter().map(ToString::to_string)),
            Err(error) => tracing::error!("{error}"),
        }
    }
    let base = folder.and_then(|f| disk::to_model(f)).unwrap_or_default();
    for problem in settings::apply(&mut settings, said, &base) {
        let place = problem.path.join(".");
        tracing::warn!("the editor's settings: {place}: {}", problem.message);
    }
    settings
}

/// Whether a path lies in one of the folders, by its name.
pub(super) fn lies_in(folders: &[PathBuf], path: &Path) -> bool {
    folders.iter().any(|f| path.starts_with(f))
}
