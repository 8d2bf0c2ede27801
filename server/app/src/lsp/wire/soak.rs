//! Memory levels off: the same work done again and again leaves nothing behind. Counted, not measured:
//! what is allocated and not given back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde_json::{Value, json};
use stats_alloc::INSTRUMENTED_SYSTEM;

use super::super::server::Backend;
use super::super::state::Shared;
use super::*;

/// Set where the test runs alone in its process: what is counted belongs to all of it.
const ALONE: &str = "WINDMILL_LS_SOAK";

/// How often each kind of work is done before it is counted, and then twice as often.
const ROUNDS: usize = 20;

/// What may come on top however often, in bytes: tables that double, threads that come and go.
const SPARE: usize = 40 << 10;

/// What may be left of one round: less than any file that is worked with. The threads that walk a folder
/// leave something to be given back later.
const LEFT: usize = 5 << 10;

/// A message that takes longer never comes.
const LIMIT: Duration = Duration::from_secs(60);

/// A server in this process.
struct Session {
    wire: Wire<LspService<Backend>>,
    waiting: Arc<Semaphore>,
    /// Addresses and versions that findings were told of.
    told: Receiver<(String, i64)>,
    root: PathBuf,
    version: i64,
    ids: i64,
}

impl Session {
    /// A client that watches files and never answers; one that asks for findings itself can be told to
    /// ask anew.
    async fn new(root: &Path, pulls: bool) -> Session {
        let shared = Arc::new(Shared::default());
        let (lifeline, flushed) = (
            Lifeline::idle(Arc::clone(&shared)),
            Arc::clone(&shared.flushed),
        );
        let (service, socket) = LspService::new(|client| Backend::new(client, shared, lifeline));
        let (tell, told) = channel();
        let (mut ours, _answers) = socket.split();
        tokio::spawn(async move {
            while let Some(request) = ours.next().await {
                if !flushed.is_mark(&request) {
                    note(&tell, &request);
                }
            }
        });
        let wire = Wire {
            service,
            output: Output::start(io::sink(), || {}).expect("a thread starts"),
            places: Arc::new(Semaphore::new(ANSWERS)),
        };
        let mut session = Session {
            wire,
            waiting: Arc::new(Semaphore::new(WAITING)),
            told,
            root: root.to_owned(),
            version: 0,
            ids: 0,
        };
        let mut capabilities =
            json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
        if pulls {
            capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
            capabilities["textDocument"] = json!({"diagnostic": {}});
        }
        let params = json!({"capabilities": capabilities, "rootUri": session.uri("")});
        session.ask("initialize", params).await;
        session.tell("initialized", json!({})).await;
        session
            .open("f/a/clock.py", "def main():\n    pass\n")
            .await;
        session
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root.display())
    }

    fn document(&self, path: &str) -> Value {
        json!({"uri": self.uri(path), "version": self.version, "languageId": "yaml"})
    }

    async fn send(&mut self, body: Value) {
        let bytes = body.to_string().into_bytes();
        let part = Arc::clone(&self.waiting).acquire_many_owned(MESSAGE as u32);
        let part = part.await.expect("it is open");
        match body::read(bytes) {
            Incoming::Request(request) => self.wire.request(request, part).await,
            Incoming::Refused(response) => self.wire.say(response, part),
            Incoming::Response(_) | Incoming::Nothing => {}
        }
    }

    async fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params}))
            .await;
    }

    async fn ask(&mut self, method: &str, params: Value) {
        self.ids += 1;
        let id = self.ids;
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
            .await;
    }

    async fn open(&mut self, path: &str, text: &str) {
        self.version += 1;
        let mut document = self.document(path);
        document["text"] = json!(text);
        let params = json!({"textDocument": document});
        self.tell("textDocument/didOpen", params).await;
    }

    async fn close(&mut self, path: &str) {
        let params = json!({"textDocument": self.document(path)});
        self.tell("textDocument/didClose", params).await;
    }

    async fn change(&mut self, path: &str, change: Value) {
        self.version += 1;
        let params = json!({"textDocument": self.document(path), "contentChanges": [change]});
        self.tell("textDocument/didChange", params).await;
    }

    async fn everything(&mut self, path: &str, line: usize) {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": line + 9, "character": 0}});
        let params = json!({
            "textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": 12}, "range": range,
            "context": {"diagnostics": [], "triggerKind": 1},
        });
        for method in [
            "completion",
            "hover",
            "definition",
            "signatureHelp",
            "inlayHint",
            "diagnostic",
            "codeAction",
        ] {
            self.ask(&format!("textDocument/{method}"), params.clone())
                .await;
        }
    }

    /// Waits until everything is answered, told and written that came so far.
    async fn settle(&mut self) {
        // A file that has a finding by turns is told of last, with all that came before it.
        for code in [
            "def main(x: unknown.Type = wmill.nope()):\n    import wmill\n    wmill.nope()\n",
            "",
        ] {
            let path = self.root.join("f/a/signal.py");
            fs::write(&path, code).expect("it can be written");
            let change = json!({"changes": [{"uri": self.uri("f/a/signal.py"), "type": 2}]});
            self.tell("workspace/didChangeWatchedFiles", change).await;
            let signal = self.uri("f/a/signal.py");
            while self.told.recv_timeout(LIMIT).expect("findings are told").0 != signal {}
        }
        let all = self.waiting.acquire_many(WAITING as u32).await;
        drop(all.expect("it is open"));
        self.wire.output.written().await;
    }
}

fn note(tell: &Sender<(String, i64)>, request: &Request) {
    let Some(params) = request.params().filter(|p| p["diagnostics"].is_array()) else {
        return;
    };
    let uri = params["uri"].as_str().unwrap_or_default().to_owned();
    // At the end of the test nobody listens.
    let _ = tell.send((uri, params["version"].as_i64().unwrap_or_default()));
}

fn flow(steps: usize) -> String {
    let step = |n: usize| {
        format!(
            "    - id: s{n}\n      value:\n        type: rawscript\n        language: python3\n        content: |\n          \
             def main(x: int):\n              return {{'k': x}}\n        input_transforms:\n          x: {{type: \
             javascript, expr: results.s{}.k}}\n",
            n.saturating_sub(1)
        )
    };
    let steps: String = (0..steps).map(step).collect();
    format!("summary: s\nvalue:\n  modules:\n{steps}")
}

const FLOW: &str = "f/a/b.flow/flow.yaml";

const KINDS: [&str; 7] = [
    "edits",
    "open and close",
    "new files",
    "files on the disk",
    "settings",
    "folders",
    "cancelled and refused",
];

/// Work that a session sees every day, once more: its name, and the `n`th time.
async fn work(session: &mut Session, kind: &str, n: usize) {
    match kind {
        "edits" => {
            for text in ["a", "\n", "results.", "'", "{", "é💰"] {
                let place = json!({"line": 4 + n % 9, "character": 6});
                let change = json!({"range": {"start": place, "end": place}, "text": text});
                session.change(FLOW, change).await;
                session.everything(FLOW, 4 + n % 9).await;
            }
            session.change(FLOW, json!({"text": flow(20)})).await;
        }
        "open and close" => {
            session.open("f/a/big.flow/flow.yaml", &flow(100)).await;
            session.everything("f/a/big.flow/flow.yaml", 8).await;
            session.close("f/a/big.flow/flow.yaml").await;
        }
        "new files" => {
            let path = format!("f/a/new{n}.flow/flow.yaml");
            session.open(&path, &flow(20)).await;
            session.everything(&path, 8).await;
            session.close(&path).await;
        }
        "files on the disk" => {
            let path = format!("f/a/disk{n}.py");
            for code in [Some("def main(x: int):\n    return x\n"), None] {
                let file = session.root.join(&path);
                match code {
                    Some(code) => fs::write(&file, code).expect("it can be written"),
                    None => fs::remove_file(&file).expect("it was there"),
                }
                let change = json!({"changes": [{"uri": session.uri(&path), "type": 2}]});
                session
                    .tell("workspace/didChangeWatchedFiles", change)
                    .await;
            }
        }
        "settings" => {
            let level = ["error", "off"][n % 2];
            let settings = json!({"settings": {"rules": {"unknown-step": level, "none": n}}});
            session
                .tell("workspace/didChangeConfiguration", settings)
                .await;
        }
        "folders" => {
            let folder = json!([{"uri": session.uri("other"), "name": "x"}]);
            for event in [
                json!({"added": folder, "removed": []}),
                json!({"added": [], "removed": folder}),
            ] {
                let params = json!({"event": event});
                session
                    .tell("workspace/didChangeWorkspaceFolders", params)
                    .await;
            }
        }
        "cancelled and refused" => {
            session.everything(FLOW, 5).await;
            for id in session.ids - 6..=session.ids {
                session.tell("$/cancelRequest", json!({"id": id})).await;
            }
            session.ask("$/none", json!({})).await;
            session.ask("textDocument/none", json!([n])).await;
            session.send(json!([n])).await;
            session
                .send(json!({"jsonrpc": "2.0", "id": {}, "method": "x"}))
                .await;
        }
        _ => unreachable!("{kind} is no kind of work"),
    }
}

/// What is allocated now.
fn live() -> usize {
    let stats = INSTRUMENTED_SYSTEM.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

async fn grows(session: &mut Session, kind: &str) -> Option<String> {
    let mut counted = Vec::new();
    for n in 0..3 * ROUNDS {
        work(session, kind, n).await;
        // Not after each: many at once are every day as well.
        if n % 3 == 2 {
            session.settle().await;
        }
        if n + 1 == ROUNDS || n + 1 == 3 * ROUNDS {
            // What somebody still works with is given back soon; the least of some looks counts.
            let mut least = live();
            for _ in 0..5 {
                session.settle().await;
                least = least.min(live());
            }
            counted.push(least);
        }
    }
    let grown = counted[1].saturating_sub(counted[0]);
    println!("{kind}: {} bytes, then {grown} more", counted[0]);
    (grown > SPARE + 2 * ROUNDS * LEFT)
        .then(|| format!("{kind}: {grown} bytes are left of {} rounds", 2 * ROUNDS))
}

#[test]
fn memory_levels_off() {
    if std::env::var_os(ALONE).is_some() {
        return alone();
    }
    let test = std::env::current_exe().expect("a test has a file");
    let run = Command::new(test)
        .args([
            "lsp::wire::soak::memory_levels_off",
            "--exact",
            "--nocapture",
        ])
        .env(ALONE, "1")
        .output()
        .expect("it starts once more");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success() && said.contains("settings: "),
        "{said}\n{}",
        String::from_utf8_lossy(&run.stderr)
    );
    println!("{said}");
}

fn alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("it is there");
    for (path, text) in [
        ("wmill.yaml", "defaultTs: bun\n".to_owned()),
        (FLOW, flow(20)),
        ("f/a/signal.py", String::new()),
        ("other/f/x/y.py", "def main():\n    pass\n".to_owned()),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let mut wrong = Vec::new();
    for pulls in [true, false] {
        runtime.block_on(async {
            let mut session = Session::new(&root, pulls).await;
            session.open(FLOW, &flow(20)).await;
            session.settle().await;
            for kind in KINDS {
                wrong.extend(grows(&mut session, kind).await);
            }
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
