"""Times completion in a long flow while it is being edited, and reads the memory of each server."""

import re
import statistics
import time
from dataclasses import dataclass, field

from document import Document, flow_sites
from figures import times
from process import tree_mb
from servers import in_turn

HALF_TYPED = "results."


@dataclass
class Samples:
    """What the rounds of one server gave."""

    completion_ms: list = field(default_factory=list)
    items: list = field(default_factory=list)
    with_step: int = 0
    start_ms: list = field(default_factory=list)
    opened_mb: list = field(default_factory=list)
    end_mb: list = field(default_factory=list)
    hovers: int = 0


def flow_benchmark(servers, root, flow, args, log_dir):
    """Types in `flow`, a file below `root`, with each server."""
    text = flow.read_text(encoding="utf-8")
    sites = flow_sites(text, 4)
    samples = {name: Samples() for name in servers}

    def session(name, client):
        taken = samples[name]
        taken.start_ms.append(client.initialize())
        document = Document(client, flow, "yaml")
        document.findings()
        document.rest()
        taken.opened_mb.append(tree_mb(client.process.pid))
        for site in sites:
            type_at(document, site, -(-args.edits // len(sites)), args.pause, taken)
        taken.end_mb.append(tree_mb(client.process.pid))
        hover, _ = document.hover(document.lines.index("  modules:"), 4)
        taken.hovers += bool(hover)

    in_turn(servers, root, args.rounds, log_dir, session)
    return {"lines": text.count("\n"), "bytes": len(text.encode()), "rounds": args.rounds,
            "edits": args.edits,
            "servers": {name: shown(servers[name], taken) for name, taken in samples.items()}}


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
            document.replace(line, end, end, site.name[0])
            cursor = end + 1
        else:
            document.replace(line, end, end + 1, "")
            cursor = end
        items, arrived = document.complete(line, cursor)
        samples.completion_ms.append((arrived - start) * 1000)
        samples.items.append(len(items))
        samples.with_step += any(offers(item, site.name) for item in items)
    document.replace(line, column, len(document.lines[line]), site.text)


def offers(item, name):
    """Whether a completion item offers this name, by its label or by the text it inserts."""
    texts = [item.get("label", ""), item.get("insertText") or "", item.get("filterText") or ""]
    texts.append((item.get("textEdit") or {}).get("newText", ""))
    return any(re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text) for text in texts)


def shown(server, taken):
    return {
        "command": " ".join(server.command),
        "samples": len(taken.completion_ms),
        "completion_ms": times(taken.completion_ms),
        "items": statistics.median(taken.items),
        "answers_with_the_step": taken.with_step,
        "sessions_with_hover": taken.hovers,
        "initialize_ms": statistics.median(taken.start_ms),
        "opened_mb": max(taken.opened_mb),
        "end_mb": max(taken.end_mb),
    }


def print_flow(report):
    print(f"\nCompletion: a flow of {report['lines']} lines ({report['bytes'] // 1024} kB), "
          f"{report['rounds']} sessions of {report['edits']} edits each, in turn")
    print(f"{'':22}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'opened MB':>11}{'end MB':>9}"
          f"{'start ms':>10}{'items':>7}{'has step':>10}")
    for name, row in report["servers"].items():
        took = row["completion_ms"]
        has_step = f"{row['answers_with_the_step']}/{row['samples']}"
        print(f"{name:22}{took['p50']:9.2f}{took['p95']:9.2f}{took['max']:9.2f}"
              f"{row['opened_mb']:11.1f}{row['end_mb']:9.1f}{row['initialize_ms']:10.1f}"
              f"{row['items']:7.0f}{has_step:>10}")
    for name, row in report["servers"].items():
        if row["sessions_with_hover"] < report["rounds"]:
            print(f"note: {name} had no hover for the key `modules`, so it may not know OpenFlow")
