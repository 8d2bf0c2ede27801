"""An open document, and the places in generated files at which the benchmark types."""

import re
from dataclasses import dataclass

from lsp_client import LspError
from process import rest


@dataclass
class Site:
    """A place to type at: its line and column, what stands there, and the name that it is about."""

    line: int
    column: int
    text: str
    name: str

    @property
    def length(self):
        return len(self.text)


def flow_sites(text, count):
    """The `count` expressions `results.<step>…` that stand nearest to the middle of the flow."""
    lines = text.split("\n")
    middle = len(lines) // 2
    found = []
    for number, line in enumerate(lines):
        place = re.fullmatch(r"( *expr: )(results\.(\w+)\S*)", line)
        if place:
            found.append(Site(number, len(place[1]), place[2], place[3]))
    found.sort(key=lambda site: abs(site.line - middle))
    if len(found) < count:
        raise LspError(f"the flow has {len(found)} expressions to type at, {count} are needed")
    return sorted(found[:count], key=lambda site: site.line)


def call_ends(text, count):
    """`count` places (line, column) right behind the name in a call `wmill.get_variable(…)`, as far apart
    as can be."""
    call = "wmill.get_variable"
    lines = text.split("\n")
    found = [(number, line.index(call) + len(call)) for number, line in enumerate(lines) if call in line]
    if len(found) < count:
        raise LspError(f"the script has {len(found)} calls of {call}, {count} are needed")
    return [found[len(found) * (2 * part + 1) // (2 * count)] for part in range(count)]


class Document:
    """A document that is open in a client: sends each edit in the form the server asked for."""

    def __init__(self, client, file, language):
        """Opens the file as the disk has it."""
        self.client, self.uri, self.version = client, file.resolve().as_uri(), 1
        text = file.read_text(encoding="utf-8")
        self.lines = text.split("\n")
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": language, "version": 1, "text": text}})

    def replace(self, line, start, end, text):
        """Replaces a part of one line by `text`, which has no line break."""
        old = self.lines[line]
        self.lines[line] = old[:start] + text + old[end:]
        self.version += 1
        if self.client.incremental():
            change = {"range": {"start": {"line": line, "character": start},
                                "end": {"line": line, "character": end}}, "text": text}
        else:
            change = {"text": "\n".join(self.lines)}
        self.client.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": [change]})

    def findings(self):
        """The findings of the text as it is now and when they arrived.

        A server that offers to be asked is asked at once. Another one sends them when it likes to; what it
        sent before the last edit must have been forgotten by then (`LspClient.drain`).
        """
        if self.client.capabilities.get("diagnosticProvider"):
            report, arrived = self.client.request(
                "textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
            return report.get("items", []), arrived
        report, arrived = self.client.wait_for(
            "textDocument/publishDiagnostics", lambda params: params.get("uri") == self.uri)
        return report["diagnostics"], arrived

    def rest(self):
        """Waits until the server has come to rest; answers as an editor does when it is told that the
        findings are no longer true: it asks for them again."""
        asked = self.client.refreshes
        while True:
            rest(self.client.process.pid)
            if self.client.refreshes == asked:
                return
            asked = self.client.refreshes
            self.findings()

    def complete(self, line, character):
        """The completion items and their time of arrival."""
        result, arrived = self.client.request("textDocument/completion", {
            "textDocument": {"uri": self.uri},
            "position": {"line": line, "character": character},
            "context": {"triggerKind": 1},
        })
        items = result.get("items", []) if isinstance(result, dict) else result or []
        return items, arrived

    def hover(self, line, character):
        """A hover, or None, and its time of arrival."""
        return self.client.request("textDocument/hover", {
            "textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}})

    def close(self):
        """Gives the document back to the disk."""
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
