"""Says of each text, one JSON string a line, what Python's own compiler makes of its names.

The first line is the version. Then, for each text, a list of its scopes: kind, name, line and, for each name,
whether it is `local`, `free` (of a function further out) or `global`. `null`: it does not compile, or its
annotations are no code.
"""

import json
import symtable
import sys


def scopes(table):
    names = {}
    for symbol in table.get_symbols():
        if symbol.is_local():
            kind = "local"
        else:
            kind = "free" if symbol.is_free() else "global"
        names[symbol.get_name()] = kind
    kind = str(getattr(table.get_type(), "value", table.get_type()))
    yield [kind, table.get_name(), table.get_lineno(), names]
    for child in table.get_children():
        yield from scopes(child)


print(json.dumps(sys.version_info[:2]))
for line in sys.stdin:
    text = json.loads(line)
    answer = None
    if "from __future__ import annotations" not in text:
        try:
            answer = list(scopes(symtable.symtable(text, "text.py", "exec")))
        except (SyntaxError, ValueError, RecursionError):
            pass
    print(json.dumps(answer))
