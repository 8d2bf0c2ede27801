#!/usr/bin/env python3
"""Compares windmill-ls with `wmill lint`, bare parsing and other language servers on generated files."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_check import RunError, check_benchmark, findings, ours
from bench_lsp import lsp_benchmark
from bench_python import python_benchmark
from gen_python import write_workspace
from generate import ONE_FLOW, generate
from lsp_client import LspError

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["check", "parse", "lsp", "python"]
PACKAGES = {"windmill-cli": "check", "yaml-language-server": "lsp", "pyright": "python"}
STUBS = ROOT / "grammars" / "python" / "sdk"
SCHEMA = ROOT / "grammars" / "openflow.schema.json"


def main():
    args = arguments()
    if not args.baseline_only and not args.binary.exists():
        sys.exit(f"{args.binary}: no such file; build it with `cargo build --release`, "
                 "or use --baseline-only")
    report = {"machine": {"system": platform.system(), "arch": platform.machine(),
                          "cpus": os.cpu_count()}}
    work = Path(tempfile.mkdtemp(prefix="windmill-ls-bench-"))
    try:
        report["versions"] = install(args.npm, args.parts)
        if "python" in args.parts:
            report["versions"]["ty"] = install_ty(args.venv)
        if not args.baseline_only:
            report["versions"]["windmill-ls"] = version_of(args.binary)
        print_head(report)
        if "check" in args.parts:
            report["check"] = run_check(args, work)
        if "parse" in args.parts:
            report["parse"] = run_parse(args, work)
        if "lsp" in args.parts:
            report["lsp"] = run_lsp(args, work)
        if "python" in args.parts:
            report["python"] = run_python(args, work, report["versions"]["ty"])
    except (RunError, LspError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"failed: {error}")
    finally:
        if args.keep:
            print(f"generated files: {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    if args.json:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help="check, parse, lsp, python (all when none is named)")
    add("--binary", type=Path, default=ROOT / "target/release/windmill-ls", metavar="FILE",
        help="windmill-ls (target/release/windmill-ls)")
    add("--parser", type=Path, default=ROOT / "target/release/examples/parse_folder", metavar="FILE",
        help="what parses and does nothing else (target/release/examples/parse_folder)")
    add("--npm", type=Path, default=ROOT / "target/bench/npm", metavar="DIR",
        help="where the npm packages are or go (target/bench/npm)")
    add("--venv", type=Path, default=ROOT / "target/bench/venv", metavar="DIR",
        help="where ty is or goes (target/bench/venv)")
    add("--schema", type=Path, default=SCHEMA, metavar="FILE",
        help="OpenFlow schema for yaml-language-server (grammars/openflow.schema.json)")
    add("--flows", type=int, default=1000, metavar="N", help="flows to check (1000)")
    add("--lines", type=int, default=2000, metavar="N", help="lines of the edited flow (2000)")
    add("--script-lines", type=int, default=1000, metavar="N",
        help="lines of the edited script (1000)")
    add("--seed", type=int, default=1, metavar="S", help="seed of the generator (1)")
    add("--runs", type=int, default=7, metavar="N", help="measured runs of each checker (7)")
    add("--warmups", type=int, default=2, metavar="N", help="runs before them (2)")
    add("--rounds", type=int, default=3, metavar="N", help="sessions with each server (3)")
    add("--edits", type=int, default=48, metavar="N", help="edits in a session (48)")
    add("--pause", type=float, default=0.1, metavar="SEC", help="wait before each edit (0.1)")
    add("--json", type=Path, metavar="FILE", help="write the figures")
    add("--baseline-only", action="store_true", help="only the other tools, without windmill-ls")
    add("--keep", action="store_true", help="keep the generated files")
    args = parser.parse_args()
    args.parts = args.parts or [part for part in PARTS if part != "parse" or not args.baseline_only]
    if wrong := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(wrong))}; the parts are: {', '.join(PARTS)}")
    for name in ("runs", "rounds", "edits", "flows", "lines", "script_lines"):
        if getattr(args, name) < 1:
            parser.error(f"--{name.replace('_', '-')} must be at least 1")
    # Commands run in other folders, so their paths must not depend on this one.
    for name in ("binary", "parser", "npm", "venv", "schema"):
        setattr(args, name, getattr(args, name).absolute())
    return args


def install(folder, parts):
    """Installs the packages of these parts that are not there yet; returns their versions."""
    modules = folder / "node_modules"
    packages = [name for name, part in PACKAGES.items() if part in parts]
    missing = [name for name in packages if not (modules / name / "package.json").exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        # With a package.json of its own, npm installs here and not into a folder above.
        if not (folder / "package.json").exists():
            (folder / "package.json").write_text('{ "private": true }\n', encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *missing]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    versions = {name: json.loads((modules / name / "package.json").read_text())["version"]
                for name in packages}
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return {**versions, "node": node.stdout.strip()}


def install_ty(folder):
    """Installs ty where it is missing; its version, or None where that does not work."""
    program = folder / "bin" / "ty"
    try:
        if not program.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", "ty"], check=True)
        shown = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"note: without ty, which cannot be installed: {error}")
        return None
    return shown.stdout.split()[1]


def version_of(binary):
    result = subprocess.run([str(binary), "--version"], capture_output=True, text=True, check=True)
    return result.stdout.strip().removeprefix("windmill-ls ")


def bin_of(npm, package, name):
    """The script behind a package's command, to be run by node itself."""
    folder = npm / "node_modules" / package
    entry = json.loads((folder / "package.json").read_text())["bin"]
    return str(folder / (entry if isinstance(entry, str) else entry[name]))


def run_check(args, work):
    folder = work / "check"
    print(generate(folder, flows=args.flows, seed=args.seed).replace(str(folder), "all"))
    tools = {}
    if not args.baseline_only:
        tools["windmill-ls"] = ours(args.binary, folder)
    tools["wmill lint"] = ["node", bin_of(args.npm, "windmill-cli", "wmill"), "lint"]
    report = check_benchmark(tools, folder, args.flows, args.runs, args.warmups)
    print(f"\nCheck: {args.flows} flows, {args.runs} runs each, in turn")
    print_times(report)
    if not args.baseline_only:
        us, them = (report["tools"][name]["wall_s"]["median"] for name in tools)
        report["times_faster"] = them / us
        print(f"ratio of medians: windmill-ls is {them / us:.1f} times as fast")
        report["findings"] = findings(args.binary, folder)
        print(f"findings in the generated files: {report['findings']['summary']}")
        for example in report["findings"]["examples"]:
            print(f"  {example}")
    return report


def print_times(report):
    print(f"{'':22}{'min s':>9}{'median s':>10}{'max s':>9}{'cpu s':>9}{'peak MB':>9}")
    for name, row in report["tools"].items():
        wall = row["wall_s"]
        print(f"{name:22}{wall['min']:9.3f}{wall['median']:10.3f}{wall['max']:9.3f}"
              f"{row['cpu_s']:9.3f}{row['peak_mb']:9.1f}")


def run_parse(args, work):
    folder = work / "parse"
    if not args.parser.exists():
        raise RunError(f"{args.parser}: no such file; build it with "
                       "`cargo build --release -p tree-sitter-flow --example parse_folder`")
    print(generate(folder, flows=args.flows, scripts=args.flows, seed=args.seed)
          .replace(str(folder), "all"))
    tools = {
        "windmill-ls": ours(args.binary, folder),
        "tree-sitter-yaml": [str(args.parser), str(folder)],
        "tree-sitter-flow": [str(args.parser), str(folder), "--flow"],
    }
    report = check_benchmark(tools, folder, args.flows, args.runs, args.warmups)
    print(f"\nCheck beside bare parsing: {args.flows} flows, {args.flows} scripts, "
          f"{args.runs} runs each, in turn")
    print_times(report)
    us, yaml, flow = (row["wall_s"]["median"] for row in report["tools"].values())
    report["times_yaml"], report["times_flow"] = us / yaml, us / flow
    print(f"ratio of medians: checking takes {us / yaml:.2f} times as long as parsing with "
          f"tree-sitter-yaml, {us / flow:.2f} times as long as with tree-sitter-flow")
    return report


def run_lsp(args, work):
    folder = work / "lsp"
    generate(folder, seed=args.seed, one_flow=args.lines)
    flow = folder / f"{ONE_FLOW}.flow" / "flow.yaml"
    servers = {}
    if not args.baseline_only:
        servers["windmill-ls"] = ([str(args.binary), "--stdio"], {})
    yaml = bin_of(args.npm, "yaml-language-server", "yaml-language-server")
    servers["yaml-language-server"] = (["node", yaml, "--stdio"], yaml_settings(args.schema))
    report = lsp_benchmark(servers, flow, args.edits, args.rounds, args.pause, work)
    report["schema"] = args.schema.exists()
    print(f"\nCompletion: a flow of {report['lines']} lines ({report['bytes'] // 1024} kB), "
          f"{args.rounds} sessions of {args.edits} edits each, in turn")
    if not report["schema"]:
        print(f"without a schema for yaml-language-server: no {args.schema.name}")
    print(f"{'':22}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'opened MB':>11}{'end MB':>9}"
          f"{'start ms':>10}{'items':>7}{'has step':>10}")
    for name, row in report["servers"].items():
        times = row["completion_ms"]
        has_step = f"{row['answers_with_the_step']}/{row['samples']}"
        print(f"{name:22}{times['p50']:9.2f}{times['p95']:9.2f}{times['max']:9.2f}"
              f"{row['opened_mb']:11.1f}{row['end_mb']:9.1f}{row['initialize_ms']:10.1f}"
              f"{row['items']:7.0f}{has_step:>10}")
    print(f"{'until diagnostics':22}{'p50 ms':>9}{'p95 ms':>9}")
    for name, row in report["servers"].items():
        print(f"{name:22}{row['diagnostics_ms']['p50']:9.2f}{row['diagnostics_ms']['p95']:9.2f}")
    for name, row in report["servers"].items():
        if row["sessions_with_hover"] < args.rounds:
            print(f"note: {name} had no hover for the key `modules`, so it may not know OpenFlow")
    if not args.baseline_only:
        us, them = (report["servers"][name] for name in servers)
        report["p95_share"] = us["completion_ms"]["p95"] / them["completion_ms"]["p95"]
        report["opened_share"] = us["opened_mb"] / them["opened_mb"]
        report["diagnostics_share"] = us["diagnostics_ms"]["p95"] / them["diagnostics_ms"]["p95"]
        print(f"ratio of p95: windmill-ls takes {report['p95_share']:.3f} of the time for completion, "
              f"{report['diagnostics_share']:.3f} until diagnostics and, opened, "
              f"{report['opened_share']:.3f} of the memory")
    return report


def run_python(args, work, ty):
    script = write_workspace(work / "python", STUBS, args.script_lines, args.seed)
    servers = {}
    if not args.baseline_only:
        servers["windmill-ls"] = ([str(args.binary), "--stdio"], {})
    pyright = bin_of(args.npm, "pyright", "pyright-langserver")
    servers["pyright"] = (["node", pyright, "--stdio"], {})
    if ty:
        servers["ty"] = ([str(args.venv / "bin" / "ty"), "server"], {})
    report = python_benchmark(servers, script, args.edits, args.rounds, args.pause, work)
    print(f"\nPython: a script of {report['lines']} lines, {args.rounds} sessions of "
          f"{args.edits} edits and more for each kind of answer, in turn")
    for kind, right in (("completion", "offered"), ("hover", "hovered")):
        print(f"{kind:22}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'right':>10}{'opened MB':>11}")
        for name, row in report["servers"].items():
            times = row[f"{kind}_ms"]
            share = f"{row[right]}/{row['samples']}"
            print(f"{name:22}{times['p50']:9.2f}{times['p95']:9.2f}{times['max']:9.2f}{share:>10}"
                  f"{row['opened_mb']:11.1f}")
    if not args.baseline_only:
        us, *others = servers
        report["times_faster"] = {
            other: {kind: ratio(report["servers"], us, other, kind)
                    for kind in ("completion", "hover")} for other in others}
        for other, ratios in report["times_faster"].items():
            shown = ", ".join(f"{kind} {by['p50']:.1f} (p50) and {by['p95']:.1f} (p95)"
                              for kind, by in ratios.items())
            print(f"windmill-ls is faster than {other} by: {shown}")
    return report


def ratio(rows, us, other, kind):
    """How many times as long the other takes."""
    mine, theirs = (rows[name][f"{kind}_ms"] for name in (us, other))
    return {share: theirs[share] / mine[share] for share in ("p50", "p95")}


def yaml_settings(schema):
    """What yaml-language-server asks for; nothing in it needs the network."""
    schemas = {schema.as_uri(): ["flow.yaml", "**/flow.yaml"]} if schema.exists() else {}
    return {
        "yaml": {"schemas": schemas, "schemaStore": {"enable": False}, "validate": True,
                 "completion": True, "hover": True},
        "http": {}, "[yaml]": {}, "editor": {}, "files": {},
    }


def print_head(report):
    machine = report["machine"]
    print(f"{machine['system']} {machine['arch']}, {machine['cpus']} processors")
    print(", ".join(f"{name} {version}" for name, version in report["versions"].items() if version),
          flush=True)


if __name__ == "__main__":
    main()
