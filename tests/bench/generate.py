#!/usr/bin/env python3
"""Writes a Windmill workspace without mistakes; the same arguments always give the same files."""

import argparse
import random
import sys
from pathlib import Path

import gen_scripts
import gen_shared
from gen_flows import Builder
from gen_scripts import AREAS, NOUNS, REQUIRED, VERBS
from gen_yaml import dump

ONE_FLOW = "f/reporting/large"
# What a flow takes without its steps, and what an average step adds to it (its inputs included);
# used to aim at a flow's length.
FRAME_LINES, STEP_LINES = 13, 26

WORKSPACE = {
    "defaultTs": "bun",
    "includes": ["f/**"],
    "excludes": [],
    "codebases": [],
    "skipVariables": False,
    "skipResources": False,
    "skipResourceTypes": False,
    "skipSecrets": False,
    "includeSchedules": True,
    "includeTriggers": True,
}
REPORT_FAILURE = '''\
import wmill


def main(flow_name: str, message: str, step_id: str):
    """Keeps what is known of a failed run."""
    return {
        "flow": flow_name,
        "message": message,
        "step": step_id,
        "workspace": wmill.get_workspace(),
    }
'''


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", type=Path, metavar="DIR", help="folder to write; new or empty")
    parser.add_argument("--flows", type=int, default=1000, metavar="N", help="flows (1000)")
    parser.add_argument("--scripts", type=int, metavar="N", help="scripts (a quarter of the flows)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another workspace (1)")
    parser.add_argument("--lines", type=int, default=60, metavar="L", help="median lines of a flow (60)")
    parser.add_argument("--one-flow", type=int, metavar="LINES",
                        help="one flow of about LINES lines, code embedded, instead of N")
    parser.add_argument("--users", type=int, default=0, metavar="N",
                        help="so many of the flows use the same script of 60 lines (0)")
    args = parser.parse_args()
    if args.dir.exists() and any(args.dir.iterdir()):
        sys.exit(f"{args.dir}: not empty")
    print(generate(args.dir, args.flows, args.scripts, args.seed, args.lines, args.one_flow, args.users))


def generate(root, flows=1000, scripts=None, seed=1, lines=60, one_flow=None, users=0):
    """Writes the workspace and returns one line that says what was written."""
    rng = random.Random(seed)
    if scripts is None:
        scripts = 30 if one_flow else flows // 4
    library = make_scripts(rng, max(scripts, 1))
    shared = gen_shared.shared_script() if users else None
    if one_flow:
        made = [make_large(rng, library, one_flow)]
    else:
        made = make_flows(rng, library, flows, lines, shared, users)
    write_common(root)
    for script in [*library, *([shared] if shared else [])]:
        write_script(root, script)
    written = 0
    for flow in made:
        folder = root / f"{flow.path}.flow"
        text = dump(flow.data)
        written += text.count("\n")
        write(folder / "flow.yaml", text)
        for name, content in flow.files.items():
            write(folder / name, content)
    return f"{len(made)} flows of {written} lines, {len(library)} scripts in {root}"


def make_scripts(rng, count):
    scripts, taken = [], set()
    for _ in range(count):
        area = rng.choice(AREAS)
        summary = f"{rng.choice(VERBS)} {rng.choice(NOUNS)}".capitalize()
        language = "bun" if rng.random() < 0.2 else "python3"
        script = gen_scripts.make(rng, language, summary, area)
        script.path = new_path(f"f/{area}/{summary.lower().replace(' ', '_')}", taken)
        scripts.append(script)
    return scripts


def make_flows(rng, scripts, count, lines, shared, users):
    """`users` of the flows, at even distances, have a step of the `shared` script."""
    flows, taken = [], {script.path for script in scripts}
    for number in range(count):
        name = f"f/{rng.choice(AREAS)}/{rng.choice(VERBS)}_{rng.choice(NOUNS)}_flow"
        builder = Builder(rng, new_path(name, taken), scripts, flows)
        wanted = rng.lognormvariate(0, 0.8) * lines
        if number * users // count < (number + 1) * users // count:
            builder.add_use(shared)
        for _ in range(min(max(1, round((wanted - FRAME_LINES) / STEP_LINES)), 150)):
            builder.add_step()
        flows.append(builder.finish())
    return flows


def make_large(rng, scripts, lines):
    builder = Builder(rng, ONE_FLOW, scripts, [], embedded=1.0)
    builder.letters = False
    length = 0
    # The schema comes after the steps and grows with them; it is measured with the rest, less often
    # while much is missing.
    while length < lines:
        for _ in range(1 + (lines - length) // (8 * STEP_LINES)):
            builder.add_step()
        state = rng.getstate()
        length = dump(builder.finish().data).count("\n")
        rng.setstate(state)
    builder.files.clear()
    return builder.finish()


def new_path(path, taken):
    found, number = path, 2
    while found in taken:
        found, number = f"{path}_{number}", number + 1
    taken.add(found)
    return found


def write_common(root):
    write(root / "wmill.yaml", dump(WORKSPACE))
    for area in [*AREAS, "shared"]:
        write(root / f"f/{area}/folder.meta.yaml", dump(
            {"summary": "", "display_name": area, "extra_perms": {}, "owners": []}))
        if area != "shared":
            write(root / f"f/{area}/api_token.variable.yaml", dump(
                {"description": "", "value": "", "is_secret": True}))
    write(root / "f/shared/database.resource.yaml", dump({
        "description": "", "value": {"dbname": "main", "host": "db.example.com", "port": 5432,
                                     "user": "windmill", "password": ""},
        "resource_type": "postgresql"}))
    write(root / "f/shared/ai_provider.resource.yaml", dump(
        {"description": "", "value": {"api_key": ""}, "resource_type": "openai"}))
    params = [(name, "str", REQUIRED) for name in ("flow_name", "message", "step_id")]
    write_script(root, gen_scripts.Script(
        "python3", "Report a failed flow", params, [], "f/shared/report_failure", REPORT_FAILURE,
        "# py: 3.11\nwmill==1.850.0\n", gen_scripts.schema_of(params)))


def write_script(root, script):
    write(root / f"{script.path}.{gen_scripts.EXTENSIONS[script.language]}", script.text)
    write(root / f"{script.path}.script.yaml", dump({
        "summary": script.summary, "description": "",
        "lock": f"!inline {script.path}.script.lock", "kind": "script", "schema": script.schema}))
    write(root / f"{script.path}.script.lock", script.lock)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
