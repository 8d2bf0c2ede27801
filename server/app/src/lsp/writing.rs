//! Calm while somebody types: what may only be not finished yet is not told while the last edit was made there.
//!
//! The protocol does not tell where the cursor is, only what was changed, and of some questions where they were asked.
//! So a finding that may be about something unfinished ([`ide::Finding::unfinished`]) waits as long as the last edit of
//! its document lies in that part. It comes with the next edit elsewhere, when the document is saved, when a question
//! shows the cursor on another line, and in any case once nothing was edited for [`IDLE`]: what is found is what a fresh
//! start finds, it is only told later.

use std::sync::Arc;
use std::time::Duration;

use ide::Finding;
use tokio::sync::Notify;
use tokio::time::timeout;
use tower_lsp::ls_types::{Range, Uri};

use super::convert;
use super::state::{Shared, State};

/// How long nothing must have been edited before everything is told.
const IDLE: Duration = Duration::from_secs(2);

/// Where somebody is writing in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    /// The end of the last edit, in bytes of the text.
    place: u32,
    /// Whether something waits because of that.
    holds: bool,
}

impl Writing {
    /// Somebody who wrote up to here.
    pub(super) fn at(place: usize) -> Writing {
        Writing {
            place: u32::try_from(place).unwrap_or(u32::MAX),
            holds: false,
        }
    }

    /// Whether a finding is told later.
    pub(super) fn holds_back(writing: Option<Writing>, finding: &Finding) -> bool {
        writing.is_some_and(|w| finding.waits_at(w.place))
    }
}

impl State {
    /// Notes that something of a version of a document was not told. If nobody is writing there any more, it is told
    /// in another round: gives whether there has to be one.
    fn holds(&mut self, path: &str, version: i32) -> bool {
        let Some(open) = self.open.get_mut(path) else {
            return false;
        };
        if open.version() != version {
            return false;
        }
        match &mut open.writing {
            Some(writing) => {
                writing.holds = true;
                false
            }
            None => self.tell_again(path),
        }
    }

    /// Nobody writes in a document any more: gives whether something of it is still to be told.
    fn is_left(&mut self, path: &str) -> bool {
        let writing = self.open.get_mut(path).and_then(|o| o.writing.take());
        writing.is_some_and(|w| w.holds) && self.tell_again(path)
    }

    /// Nobody writes in any document but this one: gives whether something of the others is still to be told.
    pub(super) fn is_left_but(&mut self, path: &str) -> bool {
        let written = self.open.iter().filter(|(_, open)| open.writing.is_some());
        let others = written.filter(|(other, _)| *other != path);
        let others: Vec<String> = others.map(|(other, _)| other.clone()).collect();
        let mut is_news = false;
        for other in others {
            is_news |= self.is_left(&other);
        }
        is_news
    }

    /// Has the next round look at a document again, though it did not change.
    fn tell_again(&mut self, path: &str) -> bool {
        let workspace = &self.snapshot.workspace;
        let file = workspace
            .id(path)
            .and_then(|id| Some((id, workspace.get(id)?)));
        let Some((id, file)) = file else { return false };
        self.dirty.entry(id).or_insert_with(|| Arc::clone(file));
        true
    }
}

impl Shared {
    /// Notes that something of a version of a document was not told.
    pub(super) fn holds(&self, path: &str, version: i32) {
        let is_left = self.lock().holds(path, version);
        if is_left {
            self.changed.notify_one();
        }
        self.held.notify_one();
    }

    /// A document was saved.
    pub(super) fn is_saved(&self, uri: &Uri) {
        let path = convert::path(uri);
        if path.is_some_and(|path| self.lock().is_left(&path)) {
            self.changed.notify_one();
        }
    }

    /// A question shows that the cursor is in these lines of a document, and so nowhere else.
    pub(super) fn is_at(&self, uri: &Uri, range: Range) {
        let Some(path) = convert::path(uri) else {
            return;
        };
        let mut state = self.lock();
        let mut is_news = state.is_left_but(&path);
        let workspace = &state.snapshot.workspace;
        let file = workspace.id(&path).and_then(|id| workspace.get(id));
        let writing = state.open.get(&path).and_then(|o| o.writing);
        let is_elsewhere = file.zip(writing).is_some_and(|(file, writing)| {
            let line = file.lines().line_of(writing.place as usize) as u32;
            !(range.start.line..=range.end.line).contains(&line)
        });
        is_news |= is_elsewhere && state.is_left(&path);
        drop(state);
        if is_news {
            self.changed.notify_one();
        }
    }
}

/// Tells what waits once nobody has written for a while.
pub(super) async fn tell_what_waits(shared: Arc<Shared>) {
    loop {
        shared.held.notified().await;
        idle(&shared.edited).await;
        let mut state = shared.lock();
        // No document has this path.
        let is_news = state.is_left_but("");
        drop(state);
        if is_news {
            shared.changed.notify_one();
        }
    }
}

/// Waits until nothing was edited for [`IDLE`].
async fn idle(edited: &Notify) {
    while timeout(IDLE, edited.notified()).await.is_ok() {}
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, sleep};

    use super::*;

    // The clock is tokio's own and stands still but for these waits.
    #[tokio::test(start_paused = true)]
    async fn what_waits_comes_once_nobody_writes() {
        let edited = Arc::new(Notify::new());
        let typing = Arc::clone(&edited);
        tokio::spawn(async move {
            for _ in 0..10 {
                sleep(IDLE - Duration::from_millis(1)).await;
                typing.notify_one();
            }
        });
        let start = Instant::now();
        idle(&edited).await;
        assert_eq!(start.elapsed(), 11 * IDLE - Duration::from_millis(10));
    }
}
