"""Makes one long Python script, ordinary or with many calls of `wmill`, and the packages' types for other
servers."""

import random
import shutil

import gen_scripts

PATHS = ["f/billing/token", "f/crm/database", "f/ops/report", "u/demo/settings"]
CALLS = [
    "{name} = wmill.get_variable({path})",
    "{name} = wmill.get_resource({path}, none_if_undefined=True)",
    "{name} = wmill.get_state({path})",
    "{name} = wmill.run_script_by_path({path}, args={{\"limit\": {number}}}, timeout={number})",
    "{name} = wmill.get_presigned_s3_public_url(wmill.S3Object(s3={path}))",
    "{name} = client.get_job({path})",
    "{name} = client.list_resources(resource_type={path})",
    "{name} = table.query(\"SELECT * FROM orders WHERE id = $1\", {number}).fetch()",
    "wmill.set_progress({number})",
    "{name} = [row for row in str({path}).split(\"/\") if len(row) > {number}]",
]
NAMES = ["token", "database", "state", "result", "rows", "job", "found", "url"]


def ordinary_script(lines, seed):
    """The text of a script of about so many lines, without mistakes: many functions, each of them what is
    a script of its own in the other workspaces."""
    rng = random.Random(seed)
    text, number = ["from datetime import datetime, timezone", "", "import requests", "import wmill", ""], 0
    while len(text) < lines - 5:
        area = rng.choice(gen_scripts.AREAS)
        made = gen_scripts.make(rng, "python3", "Do a part of the work", area)
        if any(kind == "db" for _, kind, _ in made.params):
            continue
        number += 1
        body = made.text[made.text.index("def main("):].rstrip("\n")
        text += ["", *body.replace("def main(", f"def part_{number}(").split("\n"), ""]
    text += ["", "def main(limit: int = 5):", "    return {\"limit\": limit}", ""]
    return "\n".join(text)


def sdk_script(lines, seed):
    """The same with many calls of the SDK, of every kind."""
    rng = random.Random(seed)
    text = ["import json", "", "import wmill", "", "client = wmill.Windmill()", ""]
    number = 0
    while len(text) < lines - 8:
        number += 1
        text += ["", f"def part_{number}(limit: int = {rng.randint(1, 90)}) -> dict:",
                 f'    """Collects what part {number} needs."""',
                 '    table = wmill.datatable("main")', "    collected = {}"]
        for _ in range(rng.randint(6, 12)):
            call = rng.choice(CALLS).format(name=rng.choice(NAMES), path=f'"{rng.choice(PATHS)}"',
                                            number=rng.randint(2, 60))
            if rng.random() < 0.2:
                text += ["    if limit > 3:", f"        {call}"]
            else:
                text.append(f"    {call}")
            name = call.split(" = ")[0]
            if " = " in call and name.isidentifier():
                text.append(f'    collected["{name}"] = json.dumps({name}, default=str)'
                            if rng.random() < 0.3 else f'    collected["{name}"] = {name}')
        # The places that the benchmark types at.
        text += ["    value = wmill.get_variable(\"f/billing/token\")",
                 "    whole = client.get_variable(\"f/billing/token\")",
                 "    query = table.query(\"SELECT 1\")",
                 "    return {**collected, \"value\": value, \"whole\": whole, \"query\": query}", ""]
    text += ["", "def main(limit: int = 5):", "    return part_1(limit)", ""]
    return "\n".join(text)


def write_workspace(folder, stubs, text):
    """Writes a script and, for pyright and ty, the stubs as packages. Returns the script's path."""
    script = folder / "f" / "demo" / "long.py"
    script.parent.mkdir(parents=True)
    (folder / "wmill.yaml").write_text("defaultTs: bun\n", encoding="utf-8")
    script.write_text(text, encoding="utf-8")
    write_stubs(folder / "typings", stubs)
    (folder / "pyrightconfig.json").write_text('{ "stubPath": "typings" }\n', encoding="utf-8")
    (folder / "ty.toml").write_text('[environment]\nextra-paths = ["./typings"]\n', encoding="utf-8")
    return script


def write_stubs(folder, stubs):
    """Writes the types of `wmill` as a package into a folder of packages, and returns it."""
    package = folder / "wmill"
    package.mkdir(parents=True)
    shutil.copy(stubs / "wmill.pyi", package / "__init__.pyi")
    return folder
