#!/usr/bin/env python3
"""Measures windmill-ls beside an older build of itself, `wmill lint`, `ty check`, bare parsing and other
language servers, on generated files, all in one run."""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import parts
from arguments import arguments
from bench_check import RunError
from goals import goals, print_goals
from lsp_client import LspError
from process import NeverAtRest
from tools import NEEDS_TY, install, install_ty, version_of

NEW, OLD = "windmill-ls", "windmill-ls (old)"


def main():
    args = arguments(__doc__)
    args.builds = {} if args.baseline_only else {NEW: args.binary}
    if args.against:
        args.builds[OLD] = args.against
    for binary in args.builds.values():
        if not binary.exists():
            sys.exit(f"{binary}: no such file; build it with `cargo build --release`, "
                     "or use --baseline-only")
    report = {"machine": {"system": platform.system(), "arch": platform.machine(),
                          "cpus": os.cpu_count()}}
    work = Path(tempfile.mkdtemp(prefix="windmill-ls-bench-"))
    try:
        report["versions"] = install(args.npm, args.parts)
        args.ty = None
        if NEEDS_TY & set(args.parts):
            report["versions"]["ty"] = install_ty(args.venv)
            args.ty = report["versions"]["ty"] and args.venv / "bin" / "ty"
        for name, binary in args.builds.items():
            report["versions"][name] = version_of(binary)
        print_head(report)
        # Bare parsing is measured in turn with the checkers, as one part with them.
        wanted = {"check" if part == "parse" else part for part in args.parts}
        for part, run in parts.RUN.items():
            if part in wanted:
                report[part] = run(args, work)
                sys.stdout.flush()
    except (RunError, LspError, NeverAtRest, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"failed: {error}")
    finally:
        if args.keep:
            print(f"generated files: {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    report["goals"] = goals(report, args.builds)
    print_goals(report["goals"], args.builds)
    if args.json:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def print_head(report):
    machine = report["machine"]
    print(f"{machine['system']} {machine['arch']}, {machine['cpus']} processors")
    print(", ".join(f"{name} {version}" for name, version in report["versions"].items() if version),
          flush=True)


if __name__ == "__main__":
    main()
