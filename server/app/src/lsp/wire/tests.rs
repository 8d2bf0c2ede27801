//! What is bounded, counted with a service whose requests do as they are told.

use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use serde_json::Value;
use tower_lsp::jsonrpc::Id;

use super::*;

/// How long an answer of `textDocument/long` is, in bytes.
const LONG: usize = 100_000;

/// `textDocument/never` has no end, `textDocument/long` a long answer, what holds `panic` panics, and all
/// else is noted.
#[derive(Clone, Default)]
struct Mock {
    started: Arc<AtomicUsize>,
    done: Arc<Mutex<Vec<String>>>,
}

impl Service<Request> for Mock {
    type Response = Option<Response>;
    type Error = ();
    type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, ()>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let mock = self.clone();
        assert_ne!(request.method(), "panic/at/once");
        Box::pin(async move {
            mock.started.fetch_add(1, Ordering::SeqCst);
            let (method, id, _) = request.into_parts();
            match (&*method, id) {
                ("textDocument/never", _) => std::future::pending().await,
                ("textDocument/long", Some(id)) => {
                    tokio::task::yield_now().await;
                    let text = Value::String("x".repeat(LONG));
                    Ok(Some(Response::from_ok(id, text)))
                }
                (m, _) if m.contains("panic") => panic!("asked for by a test"),
                _ => {
                    let mut done = mock.done.lock().unwrap_or_else(|e| e.into_inner());
                    done.push(method.into_owned());
                    Ok(None)
                }
            }
        })
    }
}

/// A client that reads once it is told to; counts what it reads.
struct Reader {
    told: Receiver<()>,
    read: Arc<AtomicUsize>,
}

impl Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Once the sender is gone, everything is read.
        let _ = self.told.recv();
        if bytes.starts_with(b"Content-Length") {
            self.read.fetch_add(1, Ordering::SeqCst);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Bench {
    wire: Wire<Mock>,
    mock: Mock,
    waiting: Arc<Semaphore>,
    read: Arc<AtomicUsize>,
}

impl Bench {
    fn new() -> (Bench, Sender<()>) {
        let (tell, told) = channel();
        let read = Arc::new(AtomicUsize::new(0));
        let reader = Reader {
            told,
            read: Arc::clone(&read),
        };
        let mock = Mock::default();
        let wire = Wire {
            service: mock.clone(),
            output: Output::start(reader, || {}).expect("a thread starts"),
            places: Arc::new(Semaphore::new(ANSWERS)),
        };
        let waiting = Arc::new(Semaphore::new(WAITING));
        let bench = Bench {
            wire,
            mock,
            waiting,
            read,
        };
        (bench, tell)
    }

    async fn send(&mut self, method: &'static str, id: Option<i64>) {
        let part = Arc::clone(&self.waiting).acquire_many_owned(MESSAGE as u32);
        let part = part.await.expect("it is open");
        let mut request = Request::build(method);
        if let Some(id) = id {
            request = request.id(Id::Number(id));
        }
        self.wire.request(request.finish(), part).await;
    }

    /// Lets everything go on that can.
    async fn settle(&self) {
        for _ in 0..10_000 {
            tokio::task::yield_now().await;
        }
    }

    async fn all_is_read(&self) {
        let all = self.waiting.acquire_many(WAITING as u32).await;
        drop(all.expect("it is open"));
        self.wire.output.written().await;
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime starts").block_on(work)
}

#[test]
fn an_edit_waits_for_no_request() {
    block_on(async {
        let (mut bench, _tell) = Bench::new();
        for id in 0..5000 {
            bench.send("textDocument/never", Some(id)).await;
        }
        bench.send("textDocument/didChange", None).await;
        bench.send("windmill-ls/other", Some(-1)).await;
        let done = bench.mock.done.lock().expect("nobody panicked").clone();
        assert_eq!(done, ["textDocument/didChange", "windmill-ls/other"]);
        bench.settle().await;
        let started = bench.mock.started.load(Ordering::SeqCst);
        assert_eq!(started, ANSWERS + 2, "so many are worked on, no more");
    });
}

#[test]
fn answers_that_nobody_reads_are_not_worked_out() {
    block_on(async {
        let (mut bench, tell) = Bench::new();
        for id in 0..1000 {
            bench.send("textDocument/long", Some(id)).await;
            bench.send("textDocument/didChange", None).await;
        }
        bench.settle().await;
        let started = bench.mock.started.load(Ordering::SeqCst) - 1000;
        let most = ANSWERS + output::ROOM / LONG + 1;
        assert!((ANSWERS..=most).contains(&started), "{started} of {most}");
        assert_eq!(bench.read.load(Ordering::SeqCst), 0);
        drop(tell);
        bench.all_is_read().await;
        assert_eq!(bench.read.load(Ordering::SeqCst), 1000, "one answer each");
    });
}

#[test]
fn a_panic_costs_its_message_alone() {
    block_on(async {
        let (mut bench, tell) = Bench::new();
        drop(tell);
        bench.send("panic", None).await;
        bench.send("panic/at/once", None).await;
        bench.send("panic/at/once", Some(1)).await;
        bench.send("textDocument/panic", Some(2)).await;
        bench.send("textDocument/long", Some(3)).await;
        bench.send("textDocument/didChange", None).await;
        bench.all_is_read().await;
        assert_eq!(bench.read.load(Ordering::SeqCst), 3);
        let done = bench.mock.done.lock().expect("nobody panicked").len();
        assert_eq!(done, 1);
    });
}
