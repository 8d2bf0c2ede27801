//! A language client, as raw as can be: JSON over pipes. Every wait ends with the message or with a
//! failure after [`LIMIT`]; nothing sleeps.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// A message that takes longer never comes.
const LIMIT: Duration = Duration::from_secs(60);

/// A running server and what it has said.
pub struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    seen: VecDeque<Value>,
    next_id: i64,
    /// Whether what the server asks is granted.
    grants: bool,
    /// What it is answered, by method; without an entry it is nothing.
    granted: BTreeMap<String, Value>,
    /// What the server offers, once it has said so.
    offered: Value,
    /// Its stdout, until somebody listens.
    unheard: Option<(ChildStdout, Sender<Value>)>,
}

/// How a server ended.
pub type Exit = Option<i32>;

/// The address of a file.
pub fn uri(path: &Path) -> String {
    let mut uri = String::from("file://");
    for byte in path.display().to_string().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

impl Client {
    /// Starts the server, nothing said yet.
    pub fn start() -> Client {
        let mut client = Client::start_with(|_| {});
        client.listen();
        client
    }

    /// Starts the server, its command changed by `change`; what it says is left in its stdout until
    /// [`Client::listen`].
    pub fn start_with(change: impl FnOnce(&mut Command)) -> Client {
        let mut command = Command::new(crate::program());
        command
            .arg("--stdio")
            .env("WINDMILL_LS_TEST", "1")
            .env(
                "XDG_CACHE_HOME",
                std::env::temp_dir().join("windmill-ls-test-cache"),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        change(&mut command);
        let mut child = command.spawn().expect("the program starts");
        let stdout = child.stdout.take().expect("it was piped");
        let (sender, messages) = channel();
        Client {
            stdin: child.stdin.take(),
            unheard: Some((stdout, sender)),
            child,
            messages,
            seen: VecDeque::new(),
            next_id: 0,
            grants: true,
            granted: BTreeMap::new(),
            offered: Value::Null,
        }
    }

    /// Reads what the server says, from now on.
    pub fn listen(&mut self) {
        let Some((stdout, sender)) = self.unheard.take() else {
            return;
        };
        thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            while let Some(message) = read(&mut reader) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
    }

    /// Closes the server's stdout, before it is listened to.
    pub fn stop_listening(&mut self) {
        self.unheard = None;
    }

    /// Never answers what the server asks.
    pub fn ignore_requests(&mut self) {
        self.grants = false;
    }

    /// Answers what the server asks by this method, from now on.
    pub fn grant(&mut self, method: &str, result: Value) {
        self.granted.insert(method.to_owned(), result);
    }

    /// The server's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The handshake, on a folder. A client that does not say so watches files, and so the server knows only
    /// what it is told.
    pub fn initialize(&mut self, folder: &Path, mut capabilities: Value) {
        let workspace = &mut capabilities["workspace"];
        if workspace.get("didChangeWatchedFiles").is_none() {
            workspace["didChangeWatchedFiles"] = json!({"dynamicRegistration": true});
        }
        let params = json!({"processId": std::process::id(), "rootUri": uri(folder), "capabilities": capabilities});
        self.offered = self.request("initialize", params)["capabilities"].take();
        self.notify("initialized", json!({}));
    }

    /// What the server offered in the handshake.
    pub fn capabilities(&self) -> &Value {
        &self.offered
    }

    /// Starts the server on a folder, with these client capabilities.
    pub fn open(folder: &Path, capabilities: Value) -> Client {
        let mut client = Client::start();
        client.initialize(folder, capabilities);
        client
    }

    /// Sends bytes as they are.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        stdin.write_all(bytes).expect("the server reads");
        stdin.flush().expect("the server reads");
    }

    /// Sends a message as it is.
    pub fn send(&mut self, message: &Value) {
        self.send_body(message.to_string().as_bytes());
    }

    /// Sends the bytes of a message's body, whatever they are.
    pub fn send_body(&mut self, body: &[u8]) {
        let header = format!("Content-Length: {}\r\n\r\n", body.len());
        self.send_raw(&[header.as_bytes(), body].concat());
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request without waiting; gives its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait(|m| m["id"] == json!(id) && m.get("method").is_none())
    }

    /// Sends a request and gives its result.
    ///
    /// # Panics
    /// Where the server answers with an error.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let mut answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    /// The first message that fits; what comes before it is kept for later.
    pub fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.seen.iter().position(&fits) {
            return self.seen.remove(at).expect("it was just found");
        }
        loop {
            let message = self
                .messages
                .recv_timeout(LIMIT)
                .expect("the message comes");
            // What the server asks of its client is granted.
            if self.grants && message.get("method").is_some() && message.get("id").is_some() {
                let granted = message["method"].as_str().and_then(|m| self.granted.get(m));
                let answer = json!({"jsonrpc": "2.0", "id": message["id"], "result": granted});
                self.send(&answer);
            }
            if fits(&message) {
                return message;
            }
            self.seen.push_back(message);
        }
    }

    /// Whether a message that fits is among those that have been read while waiting for others.
    pub fn has_come(&self, fits: impl Fn(&Value) -> bool) -> bool {
        self.seen.iter().any(fits)
    }

    /// How many of the messages that came and were not waited for are of this kind; they are dropped.
    pub fn heard(&mut self, fits: impl Fn(&Value) -> bool) -> usize {
        let before = self.seen.len();
        self.seen.retain(|m| !fits(m));
        before - self.seen.len()
    }

    /// Drops what came and was not waited for.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// Opens a document.
    pub fn did_open(&mut self, path: &Path, version: i32, text: &str) {
        let document =
            json!({"uri": uri(path), "languageId": "yaml", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes a document: `None` replaces all of it.
    pub fn did_change(&mut self, path: &Path, version: i32, changes: Value) {
        let document = json!({"uri": uri(path), "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
    }

    /// Closes a document.
    pub fn did_close(&mut self, path: &Path) {
        self.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri(path)}}),
        );
    }

    /// The next published diagnostics of a file for which `fits` holds, older ones dropped.
    pub fn published(&mut self, path: &Path, fits: impl Fn(&Value) -> bool) -> Value {
        let uri = uri(path);
        let mut found = self.wait(|m| {
            let params = &m["params"];
            m["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri && fits(params)
        });
        found["params"].take()
    }

    /// The rules of the next published diagnostics of a file that are exactly these.
    pub fn published_rules(&mut self, path: &Path, rules: &[&str]) -> Value {
        self.published(path, |params| {
            let found = params["diagnostics"].as_array().expect("a list");
            found
                .iter()
                .map(|d| d["code"].as_str().unwrap_or_default())
                .eq(rules.iter().copied())
        })
    }

    /// A request about a place in a document.
    pub fn at(&mut self, method: &str, path: &Path, line: u32, character: u32) -> Value {
        let position = json!({"line": line, "character": character});
        let params = json!({"textDocument": {"uri": uri(path)}, "position": position});
        self.request(&format!("textDocument/{method}"), params)
    }

    /// Ends the session as a client should.
    pub fn shut_down(mut self) -> Exit {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.exit()
    }

    /// Closes stdin, as a client that is gone.
    pub fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// Where it does not come.
    pub fn exit(mut self) -> Exit {
        // Its stdout ends with it.
        loop {
            match self.messages.recv_timeout(LIMIT) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the server goes on"),
            }
        }
        self.child.wait().expect("it was started").code()
    }
}

impl Client {
    /// Waits for the end without listening.
    ///
    /// # Panics
    /// Where it does not come.
    pub fn status(&mut self) -> Exit {
        let (sender, ended) = channel();
        let id = self.id();
        // A watchdog: a server that goes on is ended, and that is no status.
        thread::spawn(move || {
            if ended.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
            }
        });
        let status = self.child.wait().expect("it was started");
        drop::<Sender<()>>(sender);
        assert!(status.code().is_some(), "the server goes on");
        status.code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A failed test must not leave a server behind; one that ended already is no error.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
