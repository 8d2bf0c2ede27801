"""Runs scripts and prints what each call of `main` leaves behind, as Windmill writes it.

Reads one JSON object per line, `{"code": ..., "calls": [{...}, ...]}`, and answers each with one
line: a list of `{"result": ...}` and `{"raises": ...}`. Each call gets a module of its own, as each
job is a process of its own.
"""

import asyncio
import inspect
import json
import re
import signal
import sys
import types

FIELDS = re.compile(r"(?:\bNaN\b|\\*\\u0000|Infinity|\-Infinity)")


def written(result):
    """Windmill's way: JSON, with `str` for what JSON has no form for."""
    text = json.dumps(result, separators=(",", ":"), default=str)
    return json.loads(re.sub(FIELDS, " null ", text))


def call(code, arguments):
    name = "inner_script"
    module = types.ModuleType(name)
    # Dataclasses look their module up.
    sys.modules[name] = module
    try:
        exec(compile(code, "script.py", "exec"), module.__dict__)
        result = module.main(**arguments)
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        if inspect.isgenerator(result):
            result = "".join(str(part) for part in result)
        return {"result": written(result)}
    except TimeoutError:
        return {"raises": "TimeoutError: it does not come to an end"}
    except BaseException as error:
        return {"raises": f"{type(error).__name__}: {error}"}


def too_long(*_):
    raise TimeoutError


def main():
    assert sys.version_info >= (3, 11), "these tests need Python 3.11 or newer"
    out = sys.stdout
    sys.stdout = sys.stderr
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, too_long)
    for line in sys.stdin:
        job = json.loads(line)
        answers = []
        for arguments in job["calls"]:
            if hasattr(signal, "SIGALRM"):
                signal.alarm(10)
            answers.append(call(job["code"], arguments))
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)
        out.write(json.dumps(answers) + "\n")
    out.flush()


main()
