"""Times a letter in an open file: until all findings of the file are there, and all the work it makes."""

import time
from dataclasses import dataclass, field

from document import Document
from figures import times
from process import processor_s
from servers import in_turn


@dataclass
class Samples:
    """What the sessions with one server gave."""

    findings_ms: list = field(default_factory=list)
    processor_ms: list = field(default_factory=list)
    news: int = 0


def edit_benchmark(servers, root, file, language, places, args, log_dir):
    """`places` are the (line, column) in `file` at which a letter comes and goes in turn."""
    samples = {name: Samples() for name in servers}

    def session(name, client):
        client.initialize()
        document = Document(client, file, language)
        told = len(document.findings()[0])
        document.rest()
        for line, column in places:
            edits = -(-args.letters // len(places))
            told = letters_at(document, line, column, edits, told, samples[name])

    in_turn(servers, root, args.rounds, log_dir, session)
    return {"lines": file.read_text(encoding="utf-8").count("\n"), "rounds": args.rounds,
            "letters": args.letters,
            "servers": {name: shown(taken) for name, taken in samples.items()}}


def letters_at(document, line, column, edits, told, samples):
    """A letter comes and goes, so that a name is wrong and right in turn. Each edit is made when the
    server is at rest, and has all the time until it is again. `told` is how many findings there were;
    gives how many there are."""
    pid = document.client.process.pid
    for number in range(edits + edits % 2):
        document.client.drain()
        used, start = processor_s(pid), time.perf_counter()
        if number % 2 == 0:
            document.replace(line, column, column, "x")
        else:
            document.replace(line, column, column + 1, "")
        findings, arrived = document.findings()
        samples.findings_ms.append((arrived - start) * 1000)
        document.rest()
        samples.processor_ms.append((processor_s(pid) - used) * 1000)
        samples.news += len(findings) != told
        told = len(findings)
    return told


def shown(taken):
    return {"findings_ms": times(taken.findings_ms), "processor_ms": times(taken.processor_ms),
            "mean_processor_ms": sum(taken.processor_ms) / len(taken.processor_ms),
            "samples": len(taken.findings_ms), "answers_with_news": taken.news}


def print_edit(title, report):
    print(f"\n{title} of {report['lines']} lines, a letter, {report['rounds']} sessions of "
          f"{report['letters']}, in turn")
    print(f"{'until its findings':22}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'news':>9}"
          f"{'processor ms, all that follows':>33}")
    for name, row in report["servers"].items():
        took = row["findings_ms"]
        news = f"{row['answers_with_news']}/{row['samples']}"
        print(f"{name:22}{took['p50']:9.2f}{took['p95']:9.2f}{took['max']:9.2f}{news:>9}"
              f"{row['mean_processor_ms']:33.1f}")
