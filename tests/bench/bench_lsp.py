"""Times completion in a long flow while it is being edited, and reads the memory of each server."""

import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from lsp_client import LspClient, LspError

HALF_TYPED = "results."

# Seconds after which a server has told all that an edit makes it tell.
SETTLED = 0.6


@dataclass
class Site:
    """A place to type at: the line of an expression, its column, and what stands there."""

    line: int
    column: int
    text: str
    step: str

    @property
    def length(self):
        return len(self.text)


@dataclass
class Samples:
    """What the rounds of one server gave."""

    completion_ms: list = field(default_factory=list)
    diagnostics_ms: list = field(default_factory=list)
    items: list = field(default_factory=list)
    with_step: int = 0
    start_ms: list = field(default_factory=list)
    diagnostics: list = field(default_factory=list)
    opened_mb: list = field(default_factory=list)
    end_mb: list = field(default_factory=list)
    hovers: int = 0


def find_sites(text, count):
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


def lsp_benchmark(servers, flow, edits, rounds, pause, log_dir):
    """`servers` maps a name to (command, settings). Each round starts every server afresh."""
    text = flow.read_text(encoding="utf-8")
    sites = find_sites(text, 4)
    samples = {name: Samples() for name in servers}
    for turn in range(rounds):
        for name, (command, settings) in servers.items():
            log = log_dir / f"{name}.{turn}.stderr"
            try:
                session(command, settings, flow, text, sites, edits, pause, log, samples[name])
            except LspError as error:
                last = log.read_text(errors="replace")[-1500:] if log.exists() else ""
                raise LspError(f"{name}: {error}\n{last}") from error
    return {
        "lines": text.count("\n"), "bytes": len(text.encode()), "rounds": rounds, "edits": edits,
        "servers": {name: figures(servers[name][0], taken) for name, taken in samples.items()},
    }


def session(command, settings, flow, text, sites, edits, pause, log, samples):
    """Opens the flow in a new server, types at the sites in turn and asks for completion."""
    root = workspace_root(flow)
    start = time.perf_counter()
    client = LspClient(command, root, settings, log)
    try:
        client.initialize()
        samples.start_ms.append((time.perf_counter() - start) * 1000)
        uri = flow.resolve().as_uri()
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        report = client.wait_for(
            "textDocument/publishDiagnostics", lambda params: params.get("uri") == uri)
        if report is None:
            raise LspError("no diagnostics after the file was opened")
        samples.diagnostics.append(len(report["diagnostics"]))
        samples.opened_mb.append(settled_mb(client.process.pid))
        document = Document(client, uri, text)
        each = -(-edits // len(sites))
        for site in sites:
            type_at(document, site, each, pause, samples)
        samples.end_mb.append(tree_mb(client.process.pid))
        for site in sites:
            diagnose_at(document, site, samples)
        samples.hovers += knows_modules(client, uri, text)
    finally:
        client.close()


def knows_modules(client, uri, text):
    """Whether the key `modules` has a hover: the server knows OpenFlow, its times mean something."""
    line = text.split("\n").index("  modules:")
    result, _ = client.request("textDocument/hover", {
        "textDocument": {"uri": uri}, "position": {"line": line, "character": 4}})
    return bool(result)


class Document:
    """An open document: sends each edit in the form the server asked for."""

    def __init__(self, client, uri, text):
        self.client, self.uri, self.version = client, uri, 1
        self.pulls = True
        self.lines = text.split("\n")

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

    def diagnosed(self):
        """When the diagnostics of the text as it is now have arrived."""
        if self.pulls:
            try:
                _, arrived = self.client.request(
                    "textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
                return arrived
            except LspError as error:
                if "-32601" not in str(error):
                    raise
                self.pulls = False
        report = self.client.wait_for(
            "textDocument/publishDiagnostics", lambda params: params.get("uri") == self.uri)
        if report is None:
            raise LspError("no diagnostics after an edit")
        return time.perf_counter()

    def complete(self, line, character):
        """The completion items and their time of arrival."""
        result, arrived = self.client.request("textDocument/completion", {
            "textDocument": {"uri": self.uri},
            "position": {"line": line, "character": character},
            "context": {"triggerKind": 1},
        })
        items = result.get("items", []) if isinstance(result, dict) else result or []
        return items, arrived


def type_at(document, site, edits, pause, samples):
    """Single edits that leave `expr: results.` or one letter more, each followed by a completion."""
    line, column = site.line, site.column
    end = column + len(HALF_TYPED)
    for number in range(edits):
        time.sleep(pause)
        start = time.perf_counter()
        if number == 0:
            document.replace(line, column, column + site.length, HALF_TYPED)
            cursor = end
        elif number % 2:
            document.replace(line, end, end, site.step[0])
            cursor = end + 1
        else:
            document.replace(line, end, end + 1, "")
            cursor = end
        items, arrived = document.complete(line, cursor)
        samples.completion_ms.append((arrived - start) * 1000)
        samples.items.append(len(items))
        samples.with_step += any(named(item, site.step) for item in items)
    document.replace(line, column, len(document.lines[line]), site.text)


def diagnose_at(document, site, samples):
    """Single edits that name a step that is not there, or one that is, each until its diagnostics came.

    A server that can be asked for them is asked at once. Another one sends them when it likes to, after
    a pause of its own that counts.
    """
    line, end = site.line, site.column + len(HALF_TYPED) + len(site.step)
    for number in range(6):
        time.sleep(SETTLED)
        document.client.drain()
        start = time.perf_counter()
        if number % 2 == 0:
            document.replace(line, end, end, "x")
        else:
            document.replace(line, end, end + 1, "")
        samples.diagnostics_ms.append((document.diagnosed() - start) * 1000)


def named(item, step):
    """Whether a completion item offers this step, by its label or by the text it inserts."""
    texts = [item.get("label", ""), item.get("insertText") or "", item.get("filterText") or ""]
    texts.append((item.get("textEdit") or {}).get("newText", ""))
    return any(re.search(rf"(?<![\w]){re.escape(step)}(?![\w])", text) for text in texts)


def workspace_root(flow):
    """The folder of the `wmill.yaml` above the flow."""
    for folder in flow.resolve().parents:
        if (folder / "wmill.yaml").exists():
            return folder
    return flow.resolve().parent


def figures(command, taken):
    ordered = sorted(taken.completion_ms)
    diagnosed = sorted(taken.diagnostics_ms)
    return {
        "command": " ".join(command),
        "samples": len(ordered),
        "completion_ms": {"p50": statistics.median(ordered), "p95": percentile(ordered, 0.95),
                          "max": ordered[-1]},
        "diagnostics_ms": {"p50": statistics.median(diagnosed), "p95": percentile(diagnosed, 0.95)},
        "items": statistics.median(taken.items),
        "answers_with_the_step": taken.with_step,
        "sessions_with_hover": taken.hovers,
        "initialize_ms": statistics.median(taken.start_ms),
        "diagnostics_after_open": max(taken.diagnostics),
        "opened_mb": max(taken.opened_mb),
        "end_mb": max(taken.end_mb),
    }


def percentile(ordered, share):
    """The smallest value that at least this share of the ordered values does not exceed."""
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(rank, 1) - 1]


# Memory, from /proc


def settled_mb(pid):
    """Resident memory of a process tree once it changes by less than 0.5 MB within half a second."""
    before = tree_mb(pid)
    for _ in range(20):
        time.sleep(0.5)
        now = tree_mb(pid)
        if abs(now - before) < 0.5:
            return now
        before = now
    return before


def tree_mb(pid):
    """VmRSS of a process and all its descendants, summed, in MB of 1,024 kB."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            status = read_status(entry)
            if status:
                parents[int(entry.name)] = status
    total, todo = 0, [pid]
    while todo:
        current = todo.pop()
        total += parents.get(current, (0, 0))[1]
        todo += [child for child, (parent, _) in parents.items() if parent == current]
    return total / 1024


def read_status(entry):
    """(parent, VmRSS in kB) of a process; None when it has just ended."""
    try:
        text = (entry / "status").read_text()
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return int(fields["PPid"]), int(fields.get("VmRSS", "0 kB").split()[0])
