//! `--watch`: checks again whenever a file of the workspace changes, until it is stopped.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, bail};
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Args, check, say, targets};
use crate::disk::{self, Opened};

/// What happens within this time is answered together.
const TOGETHER: Duration = Duration::from_millis(50);

/// Puts the cursor to the top of an empty screen, with nothing above it.
const CLEAR: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

/// Checks, waits for a change, and checks again.
///
/// # Errors
/// The arguments name nothing that can be watched, or the system does not tell of changes. What is wrong with files or settings
/// is told, and the next change looked for.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.paths.iter().any(|p| p.as_os_str() == "-") {
        bail!("--watch is for files, not for text on stdin");
    }
    let roots = targets::roots_of(args);
    if roots.is_empty() {
        bail!("--watch: there is no folder to watch");
    }
    loop {
        // Watched before it is read: what happens meanwhile is not lost.
        let (_watcher, events) = watch(&roots)?;
        clear();
        if let Err(error) = check::run(args) {
            say(&format!("{error:#}"));
        }
        if !args.quiet {
            say("waiting for changes");
        }
        wait(&events, args.output_file.as_ref())?;
    }
}

fn clear() {
    let mut stdout = io::stdout().lock();
    if stdout.is_terminal() {
        // A terminal that is gone is told of by what is printed next.
        let _ = stdout.write_all(CLEAR);
    }
}

/// Watches the folders that a walk comes into.
fn watch(roots: &[PathBuf]) -> anyhow::Result<(RecommendedWatcher, Receiver<Event>)> {
    const REFUSED: &str = "--watch: the system does not tell of changes";
    let (send, events) = mpsc::channel();
    let hear = move |event: notify::Result<Event>| {
        if let Ok(event) = event {
            // Nobody listens any more while it ends.
            let _ = send.send(event);
        }
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(hear, config).context(REFUSED)?;
    let opened = Opened::new(roots);
    let mut folders = BTreeSet::new();
    for root in roots {
        folders
            .extend(disk::folders(&opened, root).context("--watch: there are too many folders")?);
    }
    for folder in folders {
        let watched = watcher.watch(&folder, RecursiveMode::NonRecursive);
        // It may have gone in the meantime.
        if folder.is_dir() {
            watched.context(REFUSED)?;
        }
    }
    Ok((watcher, events))
}

/// Waits until something changed, and what comes with it has come.
fn wait(events: &Receiver<Event>, output: Option<&PathBuf>) -> anyhow::Result<()> {
    let output = output.map(|path| disk::absolute(path));
    let is_news = |event: &Event| {
        let is_read = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        // Our own report is no news.
        !is_read && event.paths.iter().any(|path| Some(path) != output.as_ref())
    };
    loop {
        let event = events
            .recv()
            .context("--watch: the system stopped telling of changes")?;
        if is_news(&event) {
            break;
        }
    }
    loop {
        match events.recv_timeout(TOGETHER) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}
