"""Measures a server in a workspace of many files: its start, its memory, edits of a script that hundreds
of flows use, and a checkout that changes hundreds of files at once."""

import re
import time
from dataclasses import dataclass, field

import gen_shared
from bench_edit import Samples, letters_at, shown as edits_shown
from bench_flow import HALF_TYPED, offers
from document import Document, call_ends, flow_sites
from figures import times
from lsp_client import LspError
from process import processor_s, rest, tree_mb
from servers import in_turn

CHANGED = 2  # of a file on the disk, in the words of the protocol
GONE = "not_there"
ASKED = 5  # times that names are asked for in a session


@dataclass
class Large:
    """What the sessions with one build gave in the large workspace."""

    start_ms: list = field(default_factory=list)
    step_ms: list = field(default_factory=list)
    path_ms: list = field(default_factory=list)
    right: int = 0
    loaded_ms: list = field(default_factory=list)
    rest_mb: list = field(default_factory=list)
    peak_mb: list = field(default_factory=list)
    edits: Samples = field(default_factory=Samples)
    typed_ms: list = field(default_factory=list)
    rested_ms: list = field(default_factory=list)
    next_answer_ms: list = field(default_factory=list)
    next_findings_ms: list = field(default_factory=list)
    checkout_ms: list = field(default_factory=list)
    references_ms: list = field(default_factory=list)
    rename_ms: list = field(default_factory=list)
    symbols_ms: list = field(default_factory=list)


def large_benchmark(servers, root, args, log_dir):
    """`root` was written with `generate(users=…)`."""
    flow = first_user(root)
    files = with_expressions(root, flow, args.checkout)
    samples = {name: Large() for name in servers}

    def first_path(name, client):
        taken = samples[name]
        taken.start_ms.append(client.initialize())
        place = path_place(flow.read_text(encoding="utf-8"))
        first_completion(client, flow, *place, taken.path_ms, taken)

    def session(name, client):
        taken = samples[name]
        taken.start_ms.append(client.initialize())
        begin = time.perf_counter()
        site = flow_sites(flow.read_text(encoding="utf-8"), 1)[0]
        document = first_completion(
            client, flow, site.line, site.column + len(HALF_TYPED), site.name, taken.step_ms, taken)
        taken.loaded_ms += [(arrived - begin) * 1000 for arrived in loaded(client)]
        document.rest()
        taken.rest_mb.append(tree_mb(client.process.pid))
        taken.peak_mb.append(tree_mb(client.process.pid, "VmHWM"))
        document.close()
        script = open_script(client, root)
        edit_call(script, args.letters, taken.edits)
        type_parameter(script, args.pause, taken)
        ask_names(script, flow, args.users, taken)
        checkout(script, files, taken)

    in_turn(servers, root, args.rounds, log_dir, first_path)
    in_turn(servers, root, args.rounds, log_dir, session)
    return {"files": count(root), "rounds": args.rounds, "letters": args.letters, "checkout": len(files),
            "servers": {name: large_shown(taken) for name, taken in samples.items()}}


def small_benchmark(servers, root, args, log_dir):
    """The edits of the same script in a small workspace."""
    samples = {name: Samples() for name in servers}

    def session(name, client):
        client.initialize()
        edit_call(open_script(client, root), args.letters, samples[name])

    in_turn(servers, root, args.rounds, log_dir, session)
    return {"files": count(root),
            "servers": {name: edits_shown(taken) for name, taken in samples.items()}}


def start_benchmark(servers, root, args, log_dir):
    """Milliseconds from start to the answer to `initialize`, of servers that can do nothing more here."""
    taken = {name: [] for name in servers}
    in_turn(servers, root, args.rounds, log_dir,
            lambda name, client: taken[name].append(client.initialize()))
    return {"servers": {name: {"start_ms": times(values)} for name, values in taken.items()}}


def first_completion(client, flow, line, column, name, took, taken):
    """Opens the flow and asks for completion at once."""
    start = time.perf_counter()
    document = Document(client, flow, "yaml")
    items, arrived = document.complete(line, column)
    took.append((arrived - start) * 1000)
    taken.right += any(offers(item, name) for item in items)
    return document


def path_place(text):
    """Where the path of the shared script begins in a flow that uses it, behind its `f/`, and the path."""
    for number, line in enumerate(text.split("\n")):
        if line.strip() == f"path: {gen_shared.PATH}":
            return number, line.index(gen_shared.PATH) + len("f/"), gen_shared.PATH
    raise LspError(f"the flow does not use {gen_shared.PATH}")


def loaded(client):
    """When the server said that it has read and checked everything, if it says so."""
    try:
        _, arrived = client.wait_for(
            "$/progress", lambda params: params.get("value", {}).get("kind") == "end", timeout=60)
    except LspError:
        return []
    return [arrived]


def open_script(client, root):
    script = Document(client, root / f"{gen_shared.PATH}.py", "python")
    script.findings()
    script.rest()
    return script


def edit_call(script, letters, samples):
    line, column = call_ends("\n".join(script.lines), 1)[0]
    letters_at(script, line, column, letters, len(script.findings()[0]), samples)


def type_parameter(script, pause, taken):
    """The name of a parameter of `main`, but for its first letter, is deleted and typed anew: first as fast
    as a typist does; then four letters of it with a rest after each."""
    pid, name = script.client.process.pid, gen_shared.PARAMETER
    line = next(n for n, line in enumerate(script.lines) if line.startswith("def main("))
    column = script.lines[line].index(name) + 1
    for is_fast in (True, False):
        script.replace(line, column, column + len(name) - 1, "")
        script.findings()
        script.rest()
        used, start = processor_s(pid), time.monotonic()
        letters = name[1:] if is_fast else name[1:5]
        for number, letter in enumerate(letters):
            script.replace(line, column + number, column + number, letter)
            script.findings()
            if is_fast:
                time.sleep(max(0, start + (number + 1) * pause - time.monotonic()))
            else:
                script.rest()
        script.rest()
        took = taken.typed_ms if is_fast else taken.rested_ms
        took.append((processor_s(pid) - used) * 1000 / len(letters))
        script.replace(line, column + len(letters), column + len(letters), name[1 + len(letters):])
        script.findings()
        script.rest()


def ask_names(script, flow, users, taken):
    """Who uses the script, its rename, and symbols of the workspace by some letters of its name, a few times each."""
    client, text = script.client, flow.read_text(encoding="utf-8")
    document = Document(client, flow, "yaml")
    document.rest()
    line, column, path = path_place(text)
    place = {"textDocument": {"uri": flow.resolve().as_uri()}, "position": {"line": line, "character": column}}
    for _ in range(ASKED):
        start = time.perf_counter()
        found, arrived = client.request(
            "textDocument/references", {**place, "context": {"includeDeclaration": True}})
        taken.references_ms.append((arrived - start) * 1000)
        if len({use["uri"] for use in found}) <= users:
            raise LspError(f"{len(found)} references of {path}, which {users} flows use")
        start = time.perf_counter()
        edit, arrived = client.request("textDocument/rename", {**place, "newName": f"{path}_anew"})
        taken.rename_ms.append((arrived - start) * 1000)
        if len(edit["documentChanges"]) <= users:
            raise LspError(f"the rename of {path} changes {len(edit['documentChanges'])} files")
        start = time.perf_counter()
        found, arrived = client.request("workspace/symbol", {"query": "setlacc"})
        taken.symbols_ms.append((arrived - start) * 1000)
        if not any(path in symbol["name"] for symbol in found):
            raise LspError(f"no symbol {path} among {len(found)}")
    document.close()


def checkout(script, files, taken):
    """Changes all files at once, so that each has a finding; then writes them as they were. Each time a
    hover is asked for at once, and when it is there, the findings of the script."""
    client = script.client
    line, column = call_ends("\n".join(script.lines), 1)[0]
    before = {file: file.read_text(encoding="utf-8") for file in files}
    after = {file: re.sub(r"(?m)^( *expr: results)\.\w+", rf"\1.{GONE}", text, count=1)
             for file, text in before.items()}
    try:
        for texts, is_told in ((after, bool), (before, lambda findings: not findings)):
            client.drain()
            for file, text in texts.items():
                file.write_text(text, encoding="utf-8")
            start = time.perf_counter()
            client.notify("workspace/didChangeWatchedFiles", {"changes": [
                {"uri": file.resolve().as_uri(), "type": CHANGED} for file in texts]})
            _, arrived = script.hover(line, column - 1)
            taken.next_answer_ms.append((arrived - start) * 1000)
            _, arrived = script.findings()
            taken.next_findings_ms.append((arrived - start) * 1000)
            taken.checkout_ms.append((all_told(client, files, is_told) - start) * 1000)
            rest(client.process.pid)
    finally:
        for file, text in before.items():
            file.write_text(text, encoding="utf-8")


def all_told(client, files, is_told):
    """When the findings of all files have been published, as `is_told` wants them."""
    left, last = {file.resolve().as_uri() for file in files}, None
    while left:
        report, last = client.wait_for(
            "textDocument/publishDiagnostics", lambda params: params.get("uri") in left, timeout=120)
        if is_told(report["diagnostics"]):
            left.discard(report["uri"])
    return last


def first_user(root):
    """A flow of usual length that uses the shared script and reads results."""
    for flow in sorted(root.glob("f/**/flow.yaml")):
        text = flow.read_text(encoding="utf-8")
        if f"path: {gen_shared.PATH}\n" in text and "expr: results." in text and text.count("\n") > 60:
            return flow
    raise LspError("no flow uses the shared script")


def with_expressions(root, but, wanted):
    """So many flows with an expression that can name a step that is not there."""
    flows = [flow for flow in sorted(root.glob("f/**/flow.yaml")) if flow != but
             and re.search(r"(?m)^ *expr: results\.", flow.read_text(encoding="utf-8"))]
    if len(flows) < wanted:
        raise LspError(f"{len(flows)} flows can be changed, {wanted} are needed")
    return flows[::len(flows) // wanted][:wanted]


def count(root):
    return sum(path.is_file() for path in root.rglob("*"))


def large_shown(taken):
    return {
        "start_ms": times(taken.start_ms),
        "first_step_ms": times(taken.step_ms),
        "first_path_ms": times(taken.path_ms),
        "first_answers": len(taken.step_ms) + len(taken.path_ms),
        "first_answers_right": taken.right,
        "loaded_ms": times(taken.loaded_ms),
        "rest_mb": max(taken.rest_mb),
        "peak_mb": max(taken.peak_mb),
        **edits_shown(taken.edits),
        "typed_ms": times(taken.typed_ms),
        "rested_ms": times(taken.rested_ms),
        "next_answer_ms": times(taken.next_answer_ms),
        "next_findings_ms": times(taken.next_findings_ms),
        "checkout_ms": times(taken.checkout_ms),
        "references_ms": times(taken.references_ms),
        "rename_ms": times(taken.rename_ms),
        "symbols_ms": times(taken.symbols_ms),
    }
