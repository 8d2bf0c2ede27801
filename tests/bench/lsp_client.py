"""A small language client over stdio, enough to drive a server and to time its answers.

A thread reads the server's messages all the time, stamps each with its time of arrival and answers
what the server asks, so neither side waits on a full pipe.
"""

import json
import os
import queue
import subprocess
import threading
import time
from pathlib import Path


class LspError(Exception):
    """The server died, stayed silent or answered a request with an error."""


class LspClient:
    """Starts `command` and speaks LSP with it; `settings` maps a section's name to its value."""

    def __init__(self, command, root, settings=None, log=None):
        self.root = Path(root).resolve()
        self.settings = settings or {}
        self.capabilities = {}
        # How often the server said that findings are no longer true.
        self.refreshes = 0
        self._log = open(log, "wb") if log else subprocess.DEVNULL
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, cwd=self.root
        )
        self._next_id = 0
        self._write_lock = threading.Lock()
        self._waiting = {}
        self._notifications = queue.Queue()
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._read_all, daemon=True)
        self._reader.start()

    # Messages out

    def request(self, method, params, timeout=60):
        """The answer's `result` and the time it arrived, as `time.perf_counter` counts."""
        self._next_id += 1
        number = self._next_id
        box = queue.Queue()
        self._waiting[number] = box
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        end = time.monotonic() + timeout
        while True:
            try:
                message, arrived = box.get(timeout=0.2)
                break
            except queue.Empty:
                if self._ended.is_set() and box.empty():
                    raise LspError(f"{method}: the server ended") from None
                if time.monotonic() > end:
                    raise LspError(f"{method}: no answer in {timeout} s") from None
        if "error" in message:
            raise LspError(f"{method}: {message['error']}")
        return message.get("result"), arrived

    def notify(self, method, params):
        """Sends a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _send(self, message):
        body = json.dumps(message).encode()
        try:
            with self._write_lock:
                self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self.process.stdin.flush()
        except (OSError, ValueError) as error:
            raise LspError(f"cannot write to the server: {error}") from error

    # Messages in

    def _read_all(self):
        try:
            while (body := read_message(self.process.stdout)) is not None:
                arrived = time.perf_counter()
                self._take(json.loads(body), arrived)
        except (OSError, ValueError, LspError):
            pass
        self._ended.set()

    def _take(self, message, arrived):
        if "method" not in message:
            box = self._waiting.pop(message.get("id"), None)
            if box is not None:
                box.put((message, arrived))
        elif "id" in message:
            self._send({"jsonrpc": "2.0", "id": message["id"], **self._answer(message)})
        else:
            self._notifications.put((message, arrived))

    def _answer(self, message):
        method, params = message["method"], message.get("params") or {}
        if method == "workspace/configuration":
            items = params.get("items", [])
            return {"result": [self.settings.get(item.get("section")) for item in items]}
        if method == "workspace/workspaceFolders":
            return {"result": self._folders()}
        if method == "workspace/applyEdit":
            return {"result": {"applied": False}}
        if method == "window/showDocument":
            return {"result": {"success": False}}
        if method == "workspace/diagnostic/refresh":
            self.refreshes += 1
        known = ("client/", "window/workDoneProgress/", "window/showMessageRequest")
        if method.startswith(known) or method.endswith("/refresh"):
            return {"result": None}
        return {"error": {"code": -32601, "message": f"no such method: {method}"}}

    def wait_for(self, method, accept=lambda params: True, timeout=30):
        """The params of the next notification that fits, and when it arrived."""
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            try:
                message, arrived = self._notifications.get(timeout=min(left, 0.2))
            except queue.Empty:
                if self._ended.is_set():
                    raise LspError(f"the server ended before {method}") from None
                continue
            if message["method"] == method and accept(message.get("params") or {}):
                return message.get("params") or {}, arrived
        raise LspError(f"no {method} in {timeout} s")

    def drain(self):
        """Forgets the notifications that have come so far."""
        while not self._notifications.empty():
            self._notifications.get_nowait()

    # Life of a session

    def initialize(self):
        """The handshake; keeps the server's capabilities. Gives the milliseconds from the start of the
        process to the answer."""
        result, arrived = self.request("initialize", {
            "processId": os.getpid(),
            "rootUri": self.root.as_uri(),
            "workspaceFolders": self._folders(),
            "capabilities": {
                "general": {"positionEncodings": ["utf-16"]},
                "window": {"workDoneProgress": True},
                "workspace": {
                    "configuration": True,
                    "workspaceFolders": True,
                    "didChangeConfiguration": {"dynamicRegistration": True},
                    "didChangeWatchedFiles": {"dynamicRegistration": True},
                    "diagnostics": {"refreshSupport": True},
                    "workspaceEdit": {"documentChanges": True, "resourceOperations": ["rename"]},
                },
                "textDocument": {
                    "synchronization": {"dynamicRegistration": True},
                    "completion": {
                        "dynamicRegistration": True,
                        "completionItem": {
                            "snippetSupport": True,
                            "documentationFormat": ["markdown", "plaintext"],
                        },
                    },
                    "hover": {"contentFormat": ["markdown", "plaintext"]},
                    "publishDiagnostics": {"versionSupport": True},
                    "diagnostic": {},
                },
            },
        })
        self.capabilities = (result or {}).get("capabilities", {})
        self.notify("initialized", {})
        if self.settings:
            self.notify("workspace/didChangeConfiguration", {"settings": self.settings})
        return (arrived - self.started) * 1000

    def _folders(self):
        return [{"uri": self.root.as_uri(), "name": self.root.name}]

    def incremental(self):
        """Whether the server takes edits as ranges."""
        sync = self.capabilities.get("textDocumentSync")
        return (sync.get("change") if isinstance(sync, dict) else sync) == 2

    def close(self):
        """Ends the session and the process: politely, else by force."""
        try:
            self.request("shutdown", None, timeout=5)
            self.notify("exit", None)
            self.process.wait(timeout=5)
        except (LspError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self._reader.join(timeout=5)
        try:
            self.process.stdin.close()
        except OSError:
            pass  # A server that died left an unwritten message behind.
        self.process.stdout.close()
        if self._log is not subprocess.DEVNULL:
            self._log.close()


def read_message(stream):
    """One message's body from a binary stream; None at its end."""
    length = None
    while True:
        line = stream.readline()
        if not line:
            return None
        line = line.strip()
        if not line:
            if length is None:
                continue  # Blank lines between messages do no harm.
            break
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"content-length":
            length = int(value)
    body = b""
    while len(body) < length:
        part = stream.read(length - len(body))
        if not part:
            raise LspError("the stream ended inside a message")
        body += part
    return body
