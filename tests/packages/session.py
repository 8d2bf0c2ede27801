"""An editor's session in a few messages: session.py PROGRAM WORKSPACE. Ends with an error where an answer is not what it must be."""

import json
import pathlib
import subprocess
import sys

program, workspace = sys.argv[1], pathlib.Path(sys.argv[2])
flow = workspace / "f/billing/collect_overdue.flow/flow.yaml"
server = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def answer(id):
    while True:
        length = 0
        while line := server.stdout.readline().strip():
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(server.stdout.read(length))
        if message.get("id") == id and "method" not in message:
            return message["result"]


def request(id, method, params):
    send({"id": id, "method": method, "params": params})
    return answer(id)


info = request(1, "initialize", {"processId": None, "rootUri": workspace.as_uri(), "capabilities": {}})
assert info["serverInfo"]["name"] == "windmill-ls", info
send({"method": "initialized", "params": {}})
text = flow.read_text()
document = {"uri": flow.as_uri()}
send({"method": "textDocument/didOpen", "params": {"textDocument": {**document, "languageId": "yaml", "version": 1, "text": text}}})
line = next(n for n, text in enumerate(text.splitlines()) if "results." in text)
column = text.splitlines()[line].index("results.") + len("results.")
place = {"textDocument": document, "position": {"line": line, "character": column}}
items = request(2, "textDocument/completion", place)
assert items["items"] if isinstance(items, dict) else items, "nothing is proposed behind `results.`"
request(3, "shutdown", None)
send({"method": "exit"})
assert server.wait(60) == 0, server.returncode
