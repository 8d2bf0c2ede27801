"""Times completion and hover in a long Python script while it is being edited, server by server."""

import re
import statistics
import time
from dataclasses import dataclass, field

from bench_lsp import Document, Site, percentile, settled_mb
from lsp_client import LspClient, LspError

# What is typed up to, and the member that must then be offered and that a hover must name.
PLACES = [("wmill.", "get_variable"), ("client.", "get_variable"), ("table.", "query")]


@dataclass
class Samples:
    """What the sessions with one server gave."""

    completion_ms: list = field(default_factory=list)
    hover_ms: list = field(default_factory=list)
    offered: int = 0
    hovered: int = 0
    opened_mb: list = field(default_factory=list)


def find_sites(text):
    """One place of each kind in the first, second and last third of the script."""
    lines = text.split("\n")
    found = []
    for third in range(3):
        part = range(len(lines) * third // 3, len(lines) * (third + 1) // 3)
        for before, member in PLACES:
            pattern = re.compile(rf"(    \w+ = )({re.escape(before + member)}\(.*)")
            line = next((n for n in part if pattern.fullmatch(lines[n])), None)
            if line is None:
                raise LspError(f"the script has no `{before}{member}` in a third of it")
            place = pattern.fullmatch(lines[line])
            found.append(Site(line, len(place[1]), place[2], before))
    return found


def python_benchmark(servers, script, edits, rounds, pause, log_dir):
    """`servers` maps a name to (command, settings). Each round starts every server afresh."""
    text = script.read_text(encoding="utf-8")
    sites = find_sites(text)
    samples = {name: Samples() for name in servers}
    for turn in range(rounds):
        for name, (command, settings) in servers.items():
            log = log_dir / f"{name}.{turn}.stderr"
            try:
                session(command, settings, script, text, sites, edits, pause, log, samples[name])
            except LspError as error:
                last = log.read_text(errors="replace")[-1500:] if log.exists() else ""
                raise LspError(f"{name}: {error}\n{last}") from error
    return {"lines": text.count("\n"), "rounds": rounds,
            "servers": {name: figures(taken) for name, taken in samples.items()}}


def session(command, settings, script, text, sites, edits, pause, log, samples):
    """Opens the script in a new server and types at all sites in turn."""
    client = LspClient(command, script.parents[2], settings, log)
    try:
        client.initialize()
        uri = script.resolve().as_uri()
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "python", "version": 1, "text": text}})
        report = client.wait_for(
            "textDocument/publishDiagnostics", lambda params: params.get("uri") == uri)
        if report is None:
            raise LspError("no diagnostics after the file was opened")
        samples.opened_mb.append(settled_mb(client.process.pid))
        document = Document(client, uri, text)
        for site in sites:
            type_at(document, site, -(-edits // len(sites)), pause, samples)
    finally:
        client.close()


def type_at(document, site, edits, pause, samples):
    """Types the dot and a letter and takes the letter back, with a completion after every edit; then
    writes the line again and changes its end, with a hover after every edit."""
    line, column, dot = site.line, site.column, site.column + len(site.step)
    member = dict(PLACES)[site.step]
    for number in range(edits):
        time.sleep(pause)
        start = time.perf_counter()
        if number == 0:
            document.replace(line, column, column + site.length, site.step)
        elif number % 2:
            document.replace(line, dot, dot, member[0])
        else:
            document.replace(line, dot, dot + 1, "")
        items, arrived = document.complete(line, dot + number % 2)
        samples.completion_ms.append((arrived - start) * 1000)
        samples.offered += any(item.get("label", "").startswith(member) for item in items)
    document.replace(line, column, len(document.lines[line]), site.text)
    end = column + site.length
    for number in range(edits):
        time.sleep(pause)
        start = time.perf_counter()
        if number % 2:
            document.replace(line, end, end + 4, "")
        else:
            document.replace(line, end, end, "  # ")
        hover, arrived = document.client.request("textDocument/hover", {
            "textDocument": {"uri": document.uri}, "position": {"line": line, "character": dot + 1}})
        samples.hover_ms.append((arrived - start) * 1000)
        samples.hovered += member in str(hover)
    document.replace(line, column, len(document.lines[line]), site.text)


def figures(taken):
    times = {}
    for name in ("completion_ms", "hover_ms"):
        ordered = sorted(getattr(taken, name))
        times[name] = {"p50": statistics.median(ordered), "p95": percentile(ordered, 0.95),
                       "max": ordered[-1]}
    return {**times, "samples": len(taken.completion_ms), "opened_mb": max(taken.opened_mb),
            "offered": taken.offered, "hovered": taken.hovered}
