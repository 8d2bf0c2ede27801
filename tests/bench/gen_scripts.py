"""Makes scripts (Python, TypeScript, bash) with a known signature and a known result.

A flow can only be free of mistakes when its generator knows what every script takes and returns, so
the text of a script and that knowledge are made together.
"""

from dataclasses import dataclass, field

REQUIRED = object()

AREAS = [
    "billing", "crm", "ops", "inventory", "shipping", "support",
    "marketing", "reporting", "catalog", "onboarding", "analytics", "finance",
]
VERBS = [
    "fetch", "sync", "list", "update", "create", "check", "send", "export", "load", "archive",
    "merge", "score", "validate", "notify", "enrich", "match", "split", "clean", "rank", "publish",
]
NOUNS = [
    "orders", "invoices", "customers", "payments", "tickets", "products", "prices", "shipments",
    "reports", "leads", "accounts", "contacts", "stock", "returns", "reviews", "campaigns",
    "events", "users", "backups", "alerts", "contracts", "quotes", "refunds", "subscriptions",
]
PARAMS = {
    "str": ["customer_id", "region", "channel", "email", "order_ref", "currency", "status",
            "since", "team", "source", "subject", "account"],
    "int": ["limit", "days", "page_size", "max_rows", "batch", "attempts"],
    "float": ["threshold", "amount", "rate", "discount"],
    "bool": ["dry_run", "force", "include_closed", "send_mail"],
    "list": ["tags", "ids", "regions", "recipients", "addresses"],
    "dict": ["options", "filters", "record", "payload"],
}
DEFAULTS = {
    "str": ["eu", "open", "EUR", "default", "#alerts"],
    "int": [10, 50, 100, 7, 30],
    "float": [0.5, 1.5, 0.25],
    "bool": [False, True],
}
FIELDS = {
    "str": ["status", "label", "reference", "url"],
    "int": ["count", "total_rows", "skipped", "updated"],
    "float": ["total", "share", "average"],
    "bool": ["ok", "complete", "changed"],
    "list": ["rows", "keys", "names"],
    "dict": ["details", "by_region"],
}
PY_TYPES = {"str": "str", "int": "int", "float": "float", "bool": "bool",
            "list": "list[str]", "dict": "dict", "db": "postgresql"}
TS_TYPES = {"str": "string", "int": "number", "float": "number", "bool": "boolean",
            "list": "string[]"}
EXTENSIONS = {"python3": "py", "bun": "ts", "bash": "sh"}

POSTGRESQL = """
class postgresql(TypedDict):
    host: str
    port: int
    user: str
    dbname: str
    password: str


"""


@dataclass
class Script:
    """A script: `params` are (name, type, default), `fields` the (name, type) of its result."""

    language: str
    summary: str
    params: list
    fields: list
    path: str = ""
    text: str = ""
    lock: str | None = None
    schema: dict = field(default_factory=dict)


def make(rng, language, summary, area, max_params=4, fields=None):
    """A script of `language` with its text, lock and schema."""
    params = _params(rng, language, max_params)
    if language == "bash":
        fields = []
    elif fields is None:
        kinds = rng.sample(list(FIELDS), rng.randint(1, 4))
        fields = [(rng.choice(FIELDS[kind]), kind) for kind in kinds]
    script = Script(language, summary, params, fields)
    if language == "python3":
        script.text, script.lock = _python(rng, script, area)
    elif language == "bun":
        script.text, script.lock = _typescript(rng, script), '{\n  "dependencies": {}\n}\n//bun.lock\n<empty>\n'
    else:
        script.text = _bash(script)
    script.schema = schema_of(params)
    return script


def _params(rng, language, most):
    kinds = {"python3": ["str"] * 6 + ["int", "int", "float", "bool", "list", "list", "dict", "dict"],
             "bun": ["str"] * 6 + ["int", "bool", "list"], "bash": ["str"]}[language]
    names, params = set(), []
    for _ in range(rng.randint(1, most)):
        kind = rng.choice(kinds)
        name = rng.choice(PARAMS[kind])
        if name in names:
            continue
        names.add(name)
        has_default = language != "bash" and kind in DEFAULTS and rng.random() < 0.5
        params.append((name, kind, rng.choice(DEFAULTS[kind]) if has_default else REQUIRED))
    if language == "python3" and rng.random() < 0.1:
        params.append(("db", "db", REQUIRED))
    params.sort(key=lambda param: param[2] is not REQUIRED)
    return params


def schema_of(params):
    """The JSON Schema that Windmill derives from a signature."""
    properties = {}
    for name, kind, default in sorted(params):
        properties[name] = property_of(kind, None if default is REQUIRED else default)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": [name for name, _, default in params if default is REQUIRED],
    }


def property_of(kind, default=None):
    """One entry of a schema's `properties`."""
    names = {"str": "string", "int": "integer", "float": "number", "bool": "boolean",
             "list": "array", "dict": "object", "db": "object"}
    entry = {"type": names[kind], "description": "", "default": default}
    if kind == "db":
        entry["format"] = "resource-postgresql"
    if kind == "list":
        entry["items"] = {"type": "string"}
        entry["originalType"] = "string[]"
    if kind == "str":
        entry["originalType"] = "string"
    return entry


def _python(rng, script, area):
    kinds = {kind for _, kind, _ in script.params}
    body = rng.choice(["http", "loop", "query"])
    uses_wmill = body == "http" or rng.random() < 0.3
    imports = []
    if body == "loop":
        imports.append("from datetime import datetime, timezone")
    if "db" in kinds:
        imports.append("from typing import TypedDict")
    third = [name for name, used in (("requests", body == "http"), ("wmill", uses_wmill)) if used]
    if imports and third:
        imports.append("")
    imports += [f"import {name}" for name in third]
    head = "\n".join(imports)
    head += "\n\n" + (POSTGRESQL if "db" in kinds else "\n") if head else ""

    args = ", ".join(
        f"{name}: {PY_TYPES[kind]}" + ("" if default is REQUIRED else f" = {_py_text(default)}")
        for name, kind, default in script.params
    )
    arrow = " -> dict" if rng.random() < 0.37 else ""
    lines = [f"def main({args}){arrow}:", f'    """{script.summary}."""', "    details = {"]
    lines += [f'        "{name}": {name},' for name, kind, _ in script.params if kind != "db"]
    lines += ["    }", "    rows = []"]
    if "db" in kinds:
        lines.append('    details["server"] = f"{db[\'host\']}:{db[\'port\']}/{db[\'dbname\']}"')
    lines += {
        "http": [
            f'    token = wmill.get_variable("f/{area}/api_token")',
            "    response = requests.get(",
            f'        "https://api.example.com/{area}",',
            "        params=details,",
            '        headers={"Authorization": f"Bearer {token}"},',
            "        timeout=30,",
            "    )",
            "    response.raise_for_status()",
            '    for item in response.json()["items"]:',
            '        if item.get("active", True):',
            '            rows.append(item["name"])',
        ],
        "loop": [
            "    started = datetime.now(timezone.utc)",
            "    for key, value in details.items():",
            "        if value is None:",
            "            continue",
            '        rows.append(f"{key}={value}")',
            '    details["started"] = started.isoformat()',
        ],
        "query": [
            "    for key in sorted(details):",
            "        value = details[key]",
            "        if isinstance(value, (list, tuple)):",
            "            rows.extend(str(part) for part in value)",
            "        else:",
            "            rows.append(str(value))",
            "    # Later steps want every name once, in a stable order.",
            "    rows = sorted(set(rows))",
        ],
    }[body]
    if uses_wmill and body != "http":
        lines.append('    details["workspace"] = wmill.get_workspace()')
    values = {"str": 'rows[0] if rows else ""', "int": "len(rows)", "float": "len(rows) / 100",
              "bool": "len(rows) > 0", "list": "rows", "dict": "details"}
    lines += ["    return {"]
    lines += [f'        "{name}": {values[kind]},' for name, kind in script.fields]
    lines += ["    }"]
    pins = {"requests": "requests==2.32.3", "wmill": "wmill==1.850.0"}
    lock = "".join(line + "\n" for line in ["# py: 3.11", *(pins[name] for name in third)])
    return head + "\n".join(lines) + "\n", lock


def _py_text(value):
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _typescript(rng, script):
    def text(value):
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else _py_text(value)

    args = ", ".join(
        f"{name}: {TS_TYPES[kind]}" + ("" if default is REQUIRED else f" = {text(default)}")
        for name, kind, default in script.params
    )
    names = ", ".join(name for name, _, _ in script.params)
    values = {"str": 'rows[0] ?? ""', "int": "rows.length", "float": "rows.length / 100",
              "bool": "rows.length > 0", "list": "rows", "dict": "details"}
    lines = [f"/** {script.summary}. */", f"export async function main({args}) {{",
             f"  const details: Record<string, unknown> = {{ {names} }};",
             "  const rows: string[] = [];",
             "  for (const [key, value] of Object.entries(details)) {",
             "    if (value === undefined || value === null) {", "      continue;", "    }",
             "    rows.push(`${key}=${String(value)}`);", "  }"]
    if rng.random() < 0.5:
        lines.append("  rows.sort((left, right) => left.localeCompare(right));")
    lines += ["  return {"] + [f"    {name}: {values[kind]}," for name, kind in script.fields]
    return "\n".join(lines + ["  };", "}"]) + "\n"


def _bash(script):
    lines = [f'{name}="${place}"' for place, (name, _, _) in enumerate(script.params, 1)]
    lines += [f"# {script.summary}", "set -euo pipefail",
              "for part in " + " ".join(f'"${name}"' for name, _, _ in script.params) + "; do",
              '  echo "working on $part"', "done", 'echo "done"']
    return "\n".join(lines) + "\n"
