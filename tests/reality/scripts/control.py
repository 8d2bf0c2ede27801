# --- early returns
# call {"n": 0}
# call {"n": 1}
# call {"n": 2}
def main(n: int):
    if n == 0:
        return None
    if n == 1:
        return {"one": True}
    return [n]

# --- a return that is missing on one way
# call {"n": 0}
# call {"n": 1}
def main(n: int):
    if n:
        return {"a": 1}

# --- try, except, else, finally
# call {"text": "12"}
# call {"text": "x"}
def main(text: str):
    log = []
    try:
        value = int(text)
    except ValueError as error:
        log.append(str(error))
        value = None
    else:
        log.append(value)
    finally:
        log.append({"done": True})
    return {"value": value, "log": log}

# --- finally changes what is returned
# call {}
def main():
    out = {"a": 1}
    try:
        return out
    finally:
        out["b"] = 2

# --- finally returns something else
# call {}
def main():
    try:
        return {"a": 1}
    finally:
        return "over"

# --- a return inside of suppress may not happen
# call {"text": "1"}
# call {"text": "x"}
from contextlib import suppress
def main(text: str):
    with suppress(ValueError):
        return int(text)

# --- what follows an error inside of suppress does not happen
# call {"text": "1"}
# call {"text": "x"}
from contextlib import suppress
def main(text: str):
    out = {}
    with suppress(ValueError):
        out["n"] = int(text)
        out["ok"] = True
    return out

# --- a manager of the file that goes on after errors
# call {}
class Calm:
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return True
def main():
    out = {}
    with Calm():
        out["n"] = int("x")
    return out

# --- for with else
# call {"names": ["a", "b"]}
# call {"names": ["x"]}
def main(names: list[str]):
    for name in names:
        if name == "x":
            found = {"name": name}
            break
    else:
        found = None
    return found

# --- while True with a break
# call {"n": 3}
def main(n: int):
    steps = []
    while True:
        steps.append(n)
        n -= 1
        if n == 0:
            break
    return {"steps": steps, "n": n}

# --- continue leaves the rest of a round out
# call {"n": 3}
def main(n: int):
    last = {}
    for i in range(n):
        last = {"i": i}
        if i == 2:
            continue
        last["even"] = i % 2 == 0
    return last

# --- a loop that never runs
# call {"n": 0}
# call {"n": 1}
def main(n: int):
    value = "start"
    for value in range(n):
        pass
    return value

# --- what a loop does last is seen by its next round
# call {"n": 3}
def main(n: int):
    state = None
    seen = []
    for i in range(n):
        seen.append(state)
        state = {"i": i}
    return seen

# --- a value of one kind becomes one of another
# call {"n": 1}
# call {"n": 0}
def main(n: int):
    value = 1
    if n:
        value = "text"
    elif n > 5:
        value = []
    return value

# --- a change before the name is bound anew
# call {"n": 1}
# call {"n": 0}
def main(n: int):
    out = {}
    out["a"] = 1
    if n:
        out = {"b": 2}
    return out

# --- a walrus that may not run
# call {"n": 0}
# call {"n": 1}
def main(n: int):
    value = 1
    n and (value := {"a": 1})
    return value

# --- a walrus in a filter
# call {"names": ["a", ""]}
def main(names: list[str]):
    return [size for name in names if (size := len(name))]

# --- a change that may not run
# call {"n": 0}
# call {"n": 1}
def main(n: int):
    out = {}
    n and out.update(a=1)
    out.update(b=2) if n else None
    return out

# --- match on values and shapes
# call {"event": {"kind": "a", "n": 1}}
# call {"event": [1, 2]}
# call {"event": "x"}
def main(event):
    match event:
        case {"kind": kind, **rest}:
            return {"kind": kind, "rest": rest}
        case [first, *others]:
            return [first, others]
        case str() as text:
            return text.upper()
    return None

# --- a match that changes its subject
# call {}
def main():
    event = {"inner": {"a": 1}}
    match event:
        case {"inner": inner}:
            inner["b"] = 2
    return event

# --- a match in which every case returns
# call {"n": 1}
# call {"n": 2}
def main(n: int):
    match n:
        case 1:
            return "one"
        case _:
            return {"other": n}

# --- del takes a key away
# call {}
def main():
    out = {"a": 1, "b": 2}
    del out["a"]
    return out

# --- pop gives and takes away
# call {}
def main():
    out = {"a": 1, "b": "x"}
    value = out.pop("b")
    rest = out.pop("c", None)
    return {"out": out, "value": value, "rest": rest}

# --- clear and fill
# call {}
def main():
    out = {"a": 1}
    out.clear()
    out["b"] = "x"
    return out

# --- del of a name
# call {}
def main():
    value = 1
    del value
    value = "x"
    return value

# --- recursion over a tree
# call {"depth": 2}
def tree(depth):
    if depth == 0:
        return None
    return {"depth": depth, "child": tree(depth - 1)}
def main(depth: int):
    return tree(depth)

# --- functions that call each other
# call {"n": 3}
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return "no" if n == 0 else even(n - 1)
def main(n: int):
    return even(n)

# --- an error that is passed on
# raises {"n": 0}
# call {"n": 1}
def main(n: int):
    if not n:
        raise ValueError("none")
    return {"n": n}

# --- an error is the answer
# call {"n": 0}
# call {"n": 2}
def main(n: int):
    try:
        return {"share": 10 / n}
    except ZeroDivisionError as error:
        return {"error": str(error), "args": error.args}

# --- half done, then an error
# call {"text": "x"}
# call {"text": "3"}
def main(text: str):
    out = {"a": 1}
    try:
        out["b"] = 2
        out["n"] = int(text)
        out["c"] = 3
    except ValueError:
        pass
    return out

# --- async and await
# call {"n": 2}
import asyncio
async def fetch(i):
    await asyncio.sleep(0)
    return {"i": i}
async def main(n: int):
    one = await fetch(0)
    many = await asyncio.gather(*[fetch(i) for i in range(n)])
    return {"one": one, "many": many}

# --- asyncio.run
# call {}
import asyncio
async def fetch():
    return {"a": 1}
def main():
    return asyncio.run(fetch())

# --- a generator as the answer
# call {}
def main():
    yield "a"
    yield "b"

# --- a generator that is used up
# call {"n": 2}
def numbers(n):
    for i in range(n):
        yield {"i": i}
def main(n: int):
    return list(numbers(n))

# --- a decorator that wraps the answer
# call {}
import functools
def wrapped(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return {"data": function(*args, **kwargs)}
    return inner
@wrapped
def main():
    return {"a": 1}

# --- a decorator on a helper
# call {}
def twice(function):
    return lambda *a: [function(*a)] * 2
@twice
def helper():
    return {"a": 1}
def main():
    return helper()

# --- a cache keeps the shape
# call {}
from functools import lru_cache
@lru_cache(maxsize=None)
def main():
    return {"a": 1}

# --- main is bound anew
# call {}
def other():
    return "other"
def main():
    return {"a": 1}
main = other

# --- a function that is defined twice
# call {}
def helper():
    return 1
def helper():
    return "x"
def main():
    return helper()

# --- a builtin with another meaning
# call {}
def len(x):
    return "long"
def main():
    return {"n": len([1])}

# --- a local name like a builtin
# call {}
def main():
    str = lambda x: {"x": x}
    return str(1)
