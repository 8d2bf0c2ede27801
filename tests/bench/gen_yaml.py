"""Writes plain Python values as YAML in the style of the Windmill CLI.

Keys keep the order they are given in. Strings are plain where that is safe, else single-quoted,
double-quoted only when they hold a single quote; text with line breaks becomes a `|` block.
"""

import json
import re

# Text that stays itself as a plain scalar, in block context, for YAML 1.1 and 1.2 readers alike.
_PLAIN = re.compile(r"[A-Za-z_$./(][^\n\t]*\Z")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"}


def dump(value):
    """The YAML text of a mapping, with a line break at the end."""
    lines = []
    _mapping(value, 0, lines)
    return "\n".join(lines) + "\n"


def _mapping(mapping, indent, lines, first_prefix=None):
    for key, value in mapping.items():
        prefix = " " * indent if first_prefix is None else first_prefix
        first_prefix = None
        _entry(prefix + scalar(key) + ":", value, indent, lines)


def _entry(head, value, indent, lines):
    if isinstance(value, dict) and value:
        lines.append(head)
        _mapping(value, indent + 2, lines)
    elif isinstance(value, list) and value:
        lines.append(head)
        for item in value:
            dash = " " * (indent + 2) + "- "
            if isinstance(item, dict) and item:
                _mapping(item, indent + 4, lines, dash)
            else:
                lines.append(dash + scalar(item))
    elif isinstance(value, str) and "\n" in value:
        lines.append(head + (" |" if value.endswith("\n") else " |-"))
        pad = " " * (indent + 2)
        lines.extend(pad + line if line else "" for line in value.rstrip("\n").split("\n"))
    else:
        lines.append(head + " " + scalar(value))


def scalar(value):
    """One line of YAML for a value without children."""
    if isinstance(value, str):
        return _string(value)
    return json.dumps(value)


def _string(text):
    unsafe = (
        not _PLAIN.match(text)
        or text.lower() in _WORDS
        or ": " in text
        or " #" in text
        or text.endswith((":", " "))
    )
    if not unsafe:
        return text
    return json.dumps(text) if "'" in text else "'" + text + "'"
