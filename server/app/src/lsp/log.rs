//! The server's log: lines for stderr, which may be closed, or a pipe that nobody empties.
//!
//! A thread of its own writes; nobody waits for it. What it cannot take at once is left out, and how much
//! that was is said when it goes on.

use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::{cli, escape};

/// How many lines may wait.
const LINES: usize = 1000;

/// The longest line, in bytes.
const LENGTH: usize = 4096;

/// How many of what was found at once are said.
const PROBLEMS: usize = 100;

/// How long the last lines may take.
const LAST: Duration = Duration::from_millis(100);

static LINE: OnceLock<SyncSender<Entry>> = OnceLock::new();
static LOST: AtomicUsize = AtomicUsize::new(0);

enum Entry {
    Line(Vec<u8>),
    /// Asks to be told when everything before it is written.
    Mark(SyncSender<()>),
}

/// Logs to stderr, from the level that `WINDMILL_LS_LOG` names on (`warn` without it); what panics say
/// goes the same way.
pub(super) fn start() -> io::Result<()> {
    let (sender, lines) = sync_channel(LINES);
    thread::Builder::new()
        .name("stderr".to_owned())
        .spawn(move || write(io::stderr(), &lines))?;
    let _ = LINE.set(sender);
    cli::install_panic_hook(|message| say(format!("windmill-ls: {message}\n").as_bytes()));
    let filter = tracing_subscriber::EnvFilter::try_from_env("WINDMILL_LS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("windmill_ls=warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| Said)
        .with_ansi(false);
    // A second start in one process keeps the first one's log.
    let _ = subscriber.try_init();
    Ok(())
}

/// Warns of what was found at once: of the first hundred, then how many more there are.
pub(super) fn problems(problems: impl IntoIterator<Item = String>) {
    let mut problems = problems.into_iter();
    for problem in problems.by_ref().take(PROBLEMS) {
        tracing::warn!("{problem}");
    }
    let more = problems.count();
    if more > 0 {
        tracing::warn!("and {more} more of this kind");
    }
}

/// Waits a moment for the last lines to be written.
pub(super) fn flush() {
    let (sender, written) = sync_channel(1);
    if let Some(line) = LINE.get()
        && line.try_send(Entry::Mark(sender)).is_ok()
    {
        let _ = written.recv_timeout(LAST);
    }
}

/// A line with its end, whatever it is made of.
fn say(line: &[u8]) {
    let Some(sender) = LINE.get() else { return };
    let mut line = escape::log(line).into_bytes();
    if line.len() > LENGTH {
        line.truncate(LENGTH);
        line.extend(b"...\n");
    }
    if sender.try_send(Entry::Line(line)).is_err() {
        LOST.fetch_add(1, Ordering::Relaxed);
    }
}

fn write(mut to: impl Write, lines: &Receiver<Entry>) {
    // Where stderr is gone, there is nobody to tell.
    for entry in lines {
        match entry {
            Entry::Line(line) => {
                let lost = LOST.swap(0, Ordering::Relaxed);
                if lost > 0 {
                    let _ = writeln!(to, "windmill-ls: {lost} lines of this log are lost");
                }
                let _ = to.write_all(&line);
            }
            Entry::Mark(written) => drop(written.try_send(())),
        }
    }
}

/// Takes a line of the subscriber's, which writes each as a whole.
struct Said;

impl Write for Said {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        say(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
