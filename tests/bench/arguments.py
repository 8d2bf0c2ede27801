"""The options of the benchmark."""

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["check", "parse", "edit", "flow", "python", "large"]
COUNTS = {  # name: default, what it counts
    "flows": (1000, "flows to check, and as many scripts"),
    "lines": (2000, "lines of the edited flow"),
    "long-lines": (20000, "lines of the edited long flow"),
    "script-lines": (1000, "lines of the edited script"),
    "large-flows": (2500, "flows of the large workspace"),
    "large-scripts": (690, "scripts of the large workspace"),
    "users": (400, "flows of the large workspace that use the same script"),
    "checkout": (200, "files of the large workspace that change at once"),
    "runs": (7, "measured runs of each checker"),
    "rounds": (3, "sessions with each server"),
    "edits": (48, "edits in a session that completion follows"),
    "letters": (16, "letters in a session that findings follow"),
}
FILES = {  # name: default, what it is
    "binary": ("target/release/windmill-ls", "windmill-ls"),
    "parser": ("target/release/examples/parse_folder", "what parses and does nothing else"),
    "npm": ("target/bench/npm", "where the npm packages are or go"),
    "venv": ("target/bench/venv", "where ty is or goes"),
    "schema": ("grammars/openflow.schema.json", "OpenFlow schema for yaml-language-server"),
}


def arguments(description):
    """What was given on the command line, with absolute paths."""
    parser = argparse.ArgumentParser(description=description)
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (all when none is named)")
    for name, (default, what) in FILES.items():
        add(f"--{name}", type=Path, default=ROOT / default, metavar="PATH", help=f"{what} ({default})")
    add("--against", type=Path, metavar="FILE", help="an older windmill-ls, to be compared in the same run")
    for name, (default, what) in COUNTS.items():
        add(f"--{name}", type=int, default=default, metavar="N", help=f"{what} ({default})")
    add("--seed", type=int, default=1, metavar="S", help="seed of the generator (1)")
    add("--warmups", type=int, default=2, metavar="N", help="runs of each checker before (2)")
    add("--pause", type=float, default=0.1, metavar="SEC",
        help="what a typist takes for a letter, before each edit that completion follows (0.1)")
    add("--json", type=Path, metavar="FILE", help="write the figures")
    add("--baseline-only", action="store_true", help="only the other tools, without windmill-ls")
    add("--keep", action="store_true", help="keep the generated files")
    args = parser.parse_args()
    if wrong := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(wrong))}; the parts are: {', '.join(PARTS)}")
    if args.baseline_only and args.against:
        parser.error("--against needs windmill-ls, which --baseline-only leaves out")
    for name in COUNTS:
        if getattr(args, name.replace("-", "_")) < 1:
            parser.error(f"--{name} must be at least 1")
    args.parts = args.parts or PARTS
    # Commands run in other folders, so their paths must not depend on this one.
    for name in (*FILES, "against", "json"):
        if getattr(args, name):
            setattr(args, name, getattr(args, name).absolute())
    return args
