//! The wire between the client and the service: messages off stdin, answers to stdout.
//!
//! `tower-lsp-server` has a transport of its own; it gives up at the first message that is no JSON, at a
//! third header, at half an emoji. Here a bad message costs itself: it is answered with an error, and the
//! next one is read. What is bounded, so that no client makes the server grow:
//!
//! - messages that were read and are not done with yet: [`WAITING`] bytes, then reading stops;
//! - requests that are worked on or hold their answers: [`ANSWERS`], the others wait as they came;
//! - answers on their way: four megabytes ([`output`]).
//!
//! Notifications are done in the order they came, at once: an edit waits for no request. A request that
//! finds a place starts at once too, so that it is answered from the text that it was asked about.

mod abilities;
mod body;
mod flush;
mod frame;
mod output;
mod repair;
#[cfg(test)]
mod soak;
#[cfg(test)]
mod tests;

use std::future::{Future, poll_fn};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::FutureExt;
use futures_util::sink::SinkExt;
use futures_util::stream::StreamExt;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tower_lsp::jsonrpc::{Error, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::lifeline::Lifeline;
use body::Incoming;
use frame::{Frame, Frames};

pub(super) use flush::Flushed;
use output::Output;

/// How many bytes of messages may be read and not done with; a longer message is taken alone.
const WAITING: usize = 32 << 20;

/// What a message counts for beside its bytes.
const MESSAGE: usize = 4096;

/// How many requests may be worked on or hold their answers.
const ANSWERS: usize = 128;

/// How long the last answers may take on their way, once at the requests, once at stdout.
const LAST: Duration = Duration::from_millis(300);

/// A message, and its part of what may wait; the part is given back when the message is done with.
struct Message {
    incoming: Incoming,
    part: OwnedSemaphorePermit,
}

/// Serves until the client says `exit` or is gone.
pub(super) async fn serve(
    service: LspService<impl LanguageServer>,
    socket: ClientSocket,
    flushed: Arc<Flushed>,
    lifeline: Arc<Lifeline>,
) -> io::Result<()> {
    let broken = Arc::clone(&lifeline);
    let output = Output::start(io::stdout(), move || broken.is_cut())?;
    let waiting = Arc::new(Semaphore::new(WAITING));
    let (sender, mut messages) = unbounded_channel();
    let (runtime, room) = (Handle::current(), Arc::clone(&waiting));
    std::thread::Builder::new()
        .name("stdin".to_owned())
        .spawn(move || {
            read(&runtime, &room, &sender, &lifeline);
            lifeline.ends();
        })?;
    let (mut ours, mut answers) = socket.split();
    let said = output.clone();
    tokio::spawn(async move {
        while let Some(request) = ours.next().await {
            if !flushed.is_mark(&request) {
                said.say(&request).await;
            }
        }
    });
    let mut wire = Wire {
        service,
        output,
        places: Arc::new(Semaphore::new(ANSWERS)),
    };
    while let Some(Message { incoming, part }) = messages.recv().await {
        match incoming {
            Incoming::Request(request) => wire.request(request, part).await,
            Incoming::Response(response) => drop(answers.send(response).await),
            Incoming::Refused(response) => wire.say(response, part),
            Incoming::Nothing => {}
        }
    }
    wire.finish(messages, &waiting).await;
    // What the service holds may take long to take apart: the process ends as it is.
    std::mem::forget(wire);
    Ok(())
}

/// Reads messages until the stream or the session ends; `exit` is the last one.
fn read(
    runtime: &Handle,
    room: &Arc<Semaphore>,
    sender: &UnboundedSender<Message>,
    lifeline: &Lifeline,
) {
    let mut frames = Frames::new(io::stdin().lock());
    loop {
        let (incoming, bytes) = match frames.next() {
            Ok(Some(Frame::Body(bytes))) => {
                let length = bytes.len();
                (body::read(bytes), length)
            }
            Ok(Some(Frame::Skipped(why))) => (body::unreadable(why), 0),
            Ok(None) => return,
            Err(error) => {
                tracing::error!("stdin cannot be read: {error}");
                return;
            }
        };
        if let Incoming::Refused(response) = &incoming
            && let Some(error) = response.error()
        {
            tracing::warn!("a message is left out: {}", error.message);
        }
        if let Incoming::Request(request) = &incoming {
            match request.method() {
                "exit" => return,
                "shutdown" => lifeline.is_asked_to_shut_down(),
                _ => {}
            }
        }
        let part = u32::try_from((bytes + MESSAGE).min(WAITING)).unwrap_or(u32::MAX);
        let part = runtime.block_on(Arc::clone(room).acquire_many_owned(part));
        let Ok(part) = part else { return };
        if sender.send(Message { incoming, part }).is_err() {
            return;
        }
    }
}

struct Wire<S> {
    service: S,
    output: Output,
    places: Arc<Semaphore>,
}

type Reply = Pin<Box<dyn Future<Output = Option<Response>> + Send>>;

impl<S> Wire<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
{
    /// Starts a request, or does what a notification asks for.
    async fn request(&mut self, request: Request, part: OwnedSemaphorePermit) {
        let is_asked = request.id().is_some();
        // Everything else is done at once, above all what lets others go on.
        let is_work = is_asked && request.method().starts_with("textDocument/");
        let mut reply = self.reply(request);
        let mut place = None;
        if is_work {
            match Arc::clone(&self.places).try_acquire_owned() {
                Ok(free) => place = Some(free),
                Err(_) => {
                    let (places, output) = (Arc::clone(&self.places), self.output.clone());
                    tokio::spawn(async move {
                        let _place = places.acquire_owned().await;
                        if let Some(response) = reply.await {
                            output.say(&response).await;
                        }
                        drop(part);
                    });
                    return;
                }
            }
        }
        match poll_fn(|cx| Poll::Ready(reply.as_mut().poll(cx))).await {
            Poll::Ready(Some(response)) if is_asked => self.say(response, part),
            Poll::Ready(_) => {}
            Poll::Pending if is_asked => {
                let output = self.output.clone();
                tokio::spawn(async move {
                    if let Some(response) = reply.await {
                        output.say(&response).await;
                    }
                    drop((place, part));
                });
            }
            // It may wait for an answer of the client's, which may never come.
            Poll::Pending => drop(tokio::spawn(reply)),
        }
    }

    /// What the service says to a message: to a request always something.
    fn reply(&mut self, request: Request) -> Reply {
        let id = request.id().cloned();
        let panicked = id.clone();
        let failed = move || panicked.map(|id| Response::from_error(id, Error::internal_error()));
        let service = &mut self.service;
        let Ok(called) = catch_unwind(AssertUnwindSafe(|| service.call(request))) else {
            return Box::pin(std::future::ready(failed()));
        };
        Box::pin(async move {
            match AssertUnwindSafe(called).catch_unwind().await {
                Ok(Ok(Some(response))) => Some(response),
                // `tower-lsp-server` says nothing to requests that it does not know by a name in `$/`.
                Ok(_) => id.map(|id| Response::from_error(id, Error::method_not_found())),
                // What went wrong is in the log, through the panic hook.
                Err(_) => failed(),
            }
        })
    }

    /// Says something without waiting for room.
    fn say(&self, response: Response, part: OwnedSemaphorePermit) {
        let output = self.output.clone();
        let mut said = Box::pin(async move {
            output.say(&response).await;
            drop(part);
        });
        if (&mut said).now_or_never().is_none() {
            tokio::spawn(said);
        }
    }

    /// Lets what is under way be answered and written, if it takes no time.
    async fn finish(&mut self, messages: UnboundedReceiver<Message>, waiting: &Semaphore) {
        drop(messages);
        let all = u32::try_from(WAITING).unwrap_or(u32::MAX);
        let _ = timeout(LAST, waiting.acquire_many(all)).await;
        let _ = timeout(LAST, self.output.written()).await;
    }
}
