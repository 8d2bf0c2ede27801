//! The end of the process: it comes within a second after `exit`, the end of stdin or the end of the
//! process that started the server, whatever is under way.
//!
//! A thread of its own watches, for everything else may be busy or wait for a client that is gone.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use super::log;
use super::state::Shared;

/// How often is looked after the client.
const TICK: Duration = Duration::from_millis(250);

/// How long the end may take once it is known.
const GRACE: Duration = Duration::from_millis(700);

/// How the session ends.
#[derive(Debug)]
pub(super) struct Lifeline {
    shared: Arc<Shared>,
    /// Whether the client wants to shut down, though it may not have been done yet.
    asked: AtomicBool,
    parent: OnceLock<process::Watched>,
    end: SyncSender<End>,
}

/// What is known of the end.
#[derive(Clone, Copy, Debug)]
enum End {
    /// No message comes any more; those that came may still be answered.
    Near,
    /// Nobody hears an answer.
    Now,
}

impl Lifeline {
    /// Starts to watch.
    pub(super) fn start(shared: Arc<Shared>) -> io::Result<Arc<Lifeline>> {
        let (end, ends) = sync_channel(2);
        let lifeline = Arc::new(Lifeline {
            shared,
            asked: AtomicBool::new(false),
            parent: OnceLock::new(),
            end,
        });
        let watcher = Arc::clone(&lifeline);
        thread::Builder::new()
            .name("lifeline".to_owned())
            .spawn(move || watcher.watch(&ends))?;
        Ok(lifeline)
    }

    /// One that never ends anything.
    #[cfg(test)]
    pub(super) fn idle(shared: Arc<Shared>) -> Arc<Lifeline> {
        Arc::new(Lifeline {
            shared,
            asked: AtomicBool::new(false),
            parent: OnceLock::new(),
            end: sync_channel(2).0,
        })
    }

    /// Ends the server with the process of this number. One that is not there is not watched: its number
    /// may be of another machine.
    pub(super) fn hangs_on(&self, parent: Option<u32>) {
        if let Some(parent) = parent.and_then(process::Watched::new) {
            let _ = self.parent.set(parent);
        }
    }

    /// Notes that the last message was read.
    pub(super) fn ends(&self) {
        let _ = self.end.try_send(End::Near);
    }

    /// Notes that nobody reads what is said.
    pub(super) fn is_cut(&self) {
        let _ = self.end.try_send(End::Now);
    }

    /// Notes that a `shutdown` was read.
    pub(super) fn is_asked_to_shut_down(&self) {
        self.asked.store(true, Ordering::SeqCst);
    }

    fn watch(&self, ends: &Receiver<End>) {
        loop {
            match ends.recv_timeout(TICK) {
                Ok(End::Near) => break,
                Ok(End::Now) => self.exit(),
                Err(RecvTimeoutError::Timeout) => {}
                // It is held by `self`.
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self.parent.get().is_some_and(process::Watched::is_gone) {
                self.exit();
            }
            if process::stdin_hung_up() {
                break;
            }
        }
        thread::sleep(GRACE);
        self.exit();
    }

    /// Ends the process, whatever is under way: with 0 after a `shutdown`, else with 1.
    pub(super) fn exit(&self) -> ! {
        let proper = self.shared.is_shut_down() || self.asked.load(Ordering::SeqCst);
        log::flush();
        std::process::exit(i32::from(!proper));
    }
}

#[cfg(unix)]
mod process {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Pid, getppid, test_kill_process};

    /// A process that was there when it was named.
    #[derive(Debug)]
    pub(super) struct Watched {
        pid: Pid,
        /// Whether it is this one's parent: then its end shows even while its own parent has not heard of
        /// it, and no other process can take over its number.
        is_parent: bool,
    }

    impl Watched {
        pub(super) fn new(id: u32) -> Option<Watched> {
            let pid = Pid::from_raw(i32::try_from(id).ok().filter(|id| *id > 0)?)?;
            let watched = Watched {
                pid,
                is_parent: getppid() == Some(pid),
            };
            (!watched.is_gone()).then_some(watched)
        }

        pub(super) fn is_gone(&self) -> bool {
            if self.is_parent {
                return getppid() != Some(self.pid);
            }
            // Somebody else's process is there too.
            test_kill_process(self.pid) == Err(rustix::io::Errno::SRCH)
        }
    }

    /// Whether nothing more can come, though not everything may have been read.
    pub(super) fn stdin_hung_up() -> bool {
        let stdin = std::io::stdin();
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        let found = poll(&mut watched, Some(&Timespec::default()));
        found.is_ok() && watched[0].revents().contains(PollFlags::HUP)
    }
}

#[cfg(not(unix))]
use elsewhere as process;

/// Where other processes are not looked up by signals.
#[cfg(any(not(unix), test))]
mod elsewhere {
    use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

    /// A process that was there when it was named.
    #[derive(Debug)]
    pub(super) struct Watched {
        pid: Pid,
        /// In seconds since 1970: another process may get its number.
        start: u64,
    }

    impl Watched {
        pub(super) fn new(id: u32) -> Option<Watched> {
            let pid = Pid::from_u32(id);
            Some(Watched {
                pid,
                start: start(pid)?,
            })
        }

        pub(super) fn is_gone(&self) -> bool {
            start(self.pid) != Some(self.start)
        }
    }

    fn start(pid: Pid) -> Option<u64> {
        let mut system = System::new();
        let only = ProcessesToUpdate::Some(&[pid]);
        system.refresh_processes_specifics(only, true, ProcessRefreshKind::nothing());
        system.process(pid).map(sysinfo::Process::start_time)
    }

    /// The end of stdin is read like any other text there.
    #[cfg(not(unix))]
    pub(super) fn stdin_hung_up() -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::elsewhere;
    #[cfg(unix)]
    use super::process;

    #[test]
    fn a_process_that_ends_is_gone() {
        let mut waiting = Command::new("cat");
        let mut child = waiting.stdin(Stdio::piped()).spawn().expect("cat starts");
        let elsewhere = elsewhere::Watched::new(child.id()).expect("it runs");
        #[cfg(unix)]
        let here = process::Watched::new(child.id()).expect("it runs");
        assert!(!elsewhere.is_gone());
        #[cfg(unix)]
        assert!(!here.is_gone());
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        assert!(elsewhere.is_gone());
        assert!(elsewhere::Watched::new(child.id()).is_none());
        #[cfg(unix)]
        assert!(here.is_gone());
    }
}
