"""Times completion and hover in a long Python script while it is being edited, server by server."""

import re
import time
from dataclasses import dataclass, field

from document import Document, Site
from figures import times
from lsp_client import LspError
from process import tree_mb
from servers import in_turn

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


def python_sites(text):
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


def python_benchmark(servers, root, script, args, log_dir):
    """Types in `script`, a file below `root`, with each server."""
    text = script.read_text(encoding="utf-8")
    sites = python_sites(text)
    samples = {name: Samples() for name in servers}

    def session(name, client):
        taken = samples[name]
        client.initialize()
        document = Document(client, script, "python")
        document.findings()
        document.rest()
        taken.opened_mb.append(tree_mb(client.process.pid))
        for site in sites:
            type_at(document, site, -(-args.edits // len(sites)), args.pause, taken)

    in_turn(servers, root, args.rounds, log_dir, session)
    return {"lines": text.count("\n"), "rounds": args.rounds, "edits": args.edits,
            "servers": {name: shown(taken) for name, taken in samples.items()}}


def type_at(document, site, edits, pause, samples):
    """Types the dot and a letter and takes the letter back, with a completion after every edit; then
    writes the line again and changes its end, with a hover after every edit."""
    line, column, dot = site.line, site.column, site.column + len(site.name)
    member = dict(PLACES)[site.name]
    for number in range(edits):
        time.sleep(pause)
        start = time.perf_counter()
        if number == 0:
            document.replace(line, column, column + site.length, site.name)
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
        hover, arrived = document.hover(line, dot + 1)
        samples.hover_ms.append((arrived - start) * 1000)
        samples.hovered += member in str(hover)
    document.replace(line, column, len(document.lines[line]), site.text)


def shown(taken):
    return {"completion_ms": times(taken.completion_ms), "hover_ms": times(taken.hover_ms),
            "samples": len(taken.completion_ms), "opened_mb": max(taken.opened_mb),
            "offered": taken.offered, "hovered": taken.hovered}


def print_python(report):
    print(f"\nPython: a script of {report['lines']} lines, {report['rounds']} sessions of "
          f"{report['edits']} edits and more for each kind of answer, in turn")
    for kind, right in (("completion", "offered"), ("hover", "hovered")):
        print(f"{kind:22}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'right':>10}{'opened MB':>11}")
        for name, row in report["servers"].items():
            took = row[f"{kind}_ms"]
            share = f"{row[right]}/{row['samples']}"
            print(f"{name:22}{took['p50']:9.2f}{took['p95']:9.2f}{took['max']:9.2f}{share:>10}"
                  f"{row['opened_mb']:11.1f}")
