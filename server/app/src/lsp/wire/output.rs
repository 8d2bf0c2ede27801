//! What is said to the client, in the order it was said, by a thread of its own: stdout may be a pipe
//! that nobody empties, and then nothing else may stand still.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How many bytes may wait for the client to read them; one longer message waits alone.
pub(super) const ROOM: usize = 4 << 20;

/// The way to stdout.
#[derive(Clone, Debug)]
pub(super) struct Output {
    queue: UnboundedSender<Said>,
    room: Arc<Semaphore>,
}

/// A message with its headers, and the room it takes.
struct Said {
    bytes: Vec<u8>,
    room: usize,
}

impl Output {
    /// Starts the thread that writes to `out`; it calls `broken` when that takes no more.
    pub(super) fn start(
        out: impl Write + Send + 'static,
        broken: impl FnOnce() + Send + 'static,
    ) -> io::Result<Output> {
        let (queue, said) = unbounded_channel();
        let room = Arc::new(Semaphore::new(ROOM));
        let free = Arc::clone(&room);
        std::thread::Builder::new()
            .name("stdout".to_owned())
            .spawn(move || {
                if write(out, said, &free).is_err() {
                    // Nothing is to wait for room that nobody makes any more.
                    free.close();
                    broken();
                }
            })?;
        Ok(Output { queue, room })
    }

    /// Says something as soon as there is room.
    pub(super) async fn say(&self, message: &impl Serialize) {
        let Ok(body) = serde_json::to_vec(message) else {
            return;
        };
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        let room = bytes.len().min(ROOM);
        let count = u32::try_from(room).unwrap_or(u32::MAX);
        // An error says that nobody reads.
        if let Ok(permit) = self.room.acquire_many(count).await {
            permit.forget();
            let _ = self.queue.send(Said { bytes, room });
        }
    }

    /// Waits until everything is written that was said so far.
    pub(super) async fn written(&self) {
        let all = u32::try_from(ROOM).unwrap_or(u32::MAX);
        let _ = self.room.acquire_many(all).await;
    }
}

fn write(
    mut out: impl Write,
    mut said: UnboundedReceiver<Said>,
    free: &Semaphore,
) -> io::Result<()> {
    while let Some(said) = said.blocking_recv() {
        out.write_all(&said.bytes)?;
        out.flush()?;
        free.add_permits(said.room);
    }
    Ok(())
}
