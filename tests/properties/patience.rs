//! A deadline in work instead of seconds: threads that end no step while this one does a great deal of
//! work have hung. A slow machine slows both.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How long nothing has to come before the work begins. It decides nothing: the work does.
const QUIET: Duration = Duration::from_secs(2);

/// How often a megabyte is read for the deadline: some thousand times what the slowest step takes.
const ROUNDS: usize = 20_000;

/// What threads are at.
pub(crate) struct Patience {
    ended: AtomicU64,
    /// For each thread, the step that it is in.
    at: Vec<Mutex<Option<String>>>,
}

impl Patience {
    /// For this many threads, which are numbered from 0.
    pub(crate) fn of(threads: usize) -> Patience {
        Patience {
            ended: AtomicU64::new(0),
            at: (0..threads).map(|_| Mutex::default()).collect(),
        }
    }

    /// Does the work of one step on a thread.
    pub(crate) fn step<T>(&self, thread: usize, what: String, work: impl FnOnce() -> T) -> T {
        self.set(thread, Some(what));
        // A panic ends the step as well.
        let _ends = Ends(self, thread);
        work()
    }

    /// What the threads send next; `None` once none of them goes on. An error says where they hang.
    pub(crate) fn next<T>(&self, sent: &Receiver<T>) -> Result<Option<T>, String> {
        self.next_within(sent, ROUNDS)
    }

    fn next_within<T>(&self, sent: &Receiver<T>, rounds: usize) -> Result<Option<T>, String> {
        loop {
            match sent.recv_timeout(QUIET) {
                Ok(next) => return Ok(Some(next)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let before = self.ended.load(Ordering::SeqCst);
            let text = vec![b'x'; 1 << 20];
            let still = || self.ended.load(Ordering::SeqCst) == before;
            let hangs = (0..rounds).all(|_| {
                let read = std::str::from_utf8(black_box(&text));
                black_box(read.is_ok()) && still()
            });
            if hangs {
                return Err(format!("no end at {}", self.steps().join(", ")));
            }
        }
    }

    fn steps(&self) -> Vec<String> {
        let step = |at: &Mutex<Option<String>>| at.lock().ok()?.clone();
        self.at.iter().filter_map(step).collect()
    }

    fn set(&self, thread: usize, step: Option<String>) {
        *self.at[thread].lock().unwrap_or_else(|e| e.into_inner()) = step;
    }
}

struct Ends<'p>(&'p Patience, usize);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.set(self.1, None);
        self.0.ended.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_step_without_end_is_told() {
    let patience = Patience::of(2);
    let (sender, sent) = std::sync::mpsc::channel::<()>();
    patience.step(1, "quick".to_owned(), || ());
    let told = patience.step(0, "slow".to_owned(), || patience.next_within(&sent, 10));
    assert_eq!(told, Err("no end at slow".to_owned()));
    drop(sender);
    assert_eq!(patience.next_within(&sent, 10), Ok(None));
}
