# --- arithmetic on whole and broken numbers
# call {"n": 7}
def main(n: int):
    return {"half": n / 2, "whole": n // 2, "rest": n % 2, "power": n ** 2, "minus": -n, "bits": n & 3}

# --- truth values in arithmetic
# call {"n": 7}
def main(n: int):
    big, odd = n > 5, n % 2 == 1
    return {"both": big & odd, "either": big | odd, "one": big ^ odd, "sum": big + odd, "not": not big}

# --- a root of a negative number
# call {"n": -4}
# call {"n": 4}
def main(n: int):
    return {"root": n ** 0.5}

# --- numbers without an end
# call {}
def main():
    best = float("inf")
    worst = float("-inf")
    return {"best": best, "worst": worst, "min": min(best, 3), "nan": float("nan")}

# --- number texts
# call {"text": "12"}
def main(text: str):
    return [int(text), float(text), round(float(text)), round(2.567, 1), abs(-3), divmod(7, 2)]

# --- sums, smallest and largest
# call {"values": [3, 1, 2]}
# call {"values": []}
def main(values: list[int]):
    return {
        "sum": sum(values),
        "min": min(values, default=None),
        "max": max([1, "x"], key=str),
        "total": sum(v * 2 for v in values),
        "any": any(values),
        "all": all(v > 0 for v in values),
    }

# --- text methods
# call {"text": "a,b c"}
def main(text: str):
    return {
        "upper": text.upper(),
        "parts": text.split(","),
        "three": text.partition(","),
        "find": text.find("b"),
        "starts": text.startswith("a"),
        "padded": text.zfill(9),
        "bytes": text.encode(),
        "joined": "-".join(text.split()),
        "digit": text.isdigit(),
        "format": "{} {}".format(text, 1),
        "percent": "%s!" % text,
        "times": text * 2,
    }

# --- text is cut and picked from
# call {"text": "hello"}
def main(text: str):
    return [text[0], text[-1], text[1:3], text[::-1], list(text), len(text)]

# --- bytes
# call {}
def main():
    return {"raw": b"abc", "hex": b"abc".hex(), "text": b"abc".decode(), "first": b"abc"[0]}

# --- sets
# call {"values": [1, 2, 2]}
def main(values: list[int]):
    unique = set(values)
    return {"unique": unique, "list": sorted(unique), "size": len(unique), "has": 1 in unique, "made": {v for v in values}}

# --- tuples
# call {}
def main():
    pair = 1, "x"
    first, second = pair
    return {"pair": pair, "first": first, "second": second, "last": pair[-1], "slice": pair[:1], "more": pair + (True,)}

# --- stars in unpacking
# call {}
def main():
    first, *rest = [1, "x", None]
    *most, last = (True, 2, "y")
    return {"first": first, "rest": rest, "most": most, "last": last, "all": [*rest, *most], "tuple": (0, *rest)}

# --- nested unpacking
# call {}
def main():
    (a, (b, c)), d = (1, ("x", [True])), None
    for key, (x, y) in {"k": (1, "z")}.items():
        pass
    return [a, b, c, d, key, x, y]

# --- views are no lists
# call {}
def main():
    d = {"a": 1, "b": "x"}
    return {"keys": d.keys(), "values": d.values(), "items": d.items(), "list": list(d.keys()), "pairs": list(d.items())}

# --- iterators are no lists
# call {}
def main():
    return {
        "range": range(3),
        "zip": zip([1], ["x"]),
        "enumerate": enumerate("ab"),
        "reversed": reversed([1, 2]),
        "map": map(str, [1]),
        "filter": filter(None, [0, 1]),
        "iter": iter([1]),
        "generator": (i for i in [1]),
    }

# --- iterators made into lists
# call {}
def main():
    return {
        "range": list(range(3)),
        "zip": list(zip([1], ["x"])),
        "enumerate": list(enumerate("ab")),
        "reversed": list(reversed([1, "x"])),
        "map": list(map(str, [1])),
        "filter": list(filter(None, [0, 1])),
        "sorted": sorted({"b": 1, "a": 2}),
        "tuple": tuple(i for i in [1]),
    }

# --- sorted, reversed, ranked
# call {"rows": [{"n": 2}, {"n": 1}]}
def main(rows: list[dict]):
    ranked = sorted(rows, key=lambda r: r["n"], reverse=True)
    return {"best": ranked[0], "names": [str(r) for r in ranked], "top": max(rows, key=lambda r: r["n"])}

# --- list methods
# call {}
def main():
    values = [3, 1]
    values.append("x")
    values.insert(0, None)
    values.extend([True, {"a": 1}])
    last = values.pop()
    values.remove("x")
    values.reverse()
    return {"values": values, "last": last, "none": values.sort(key=str), "index": values.index(3)}

# --- slices are replaced
# call {}
def main():
    values = [1, 2, 3]
    values[1:] = ["a", None]
    values[0] = True
    del values[1]
    return values

# --- keys that are no texts
# call {}
def main():
    out = {1: "a", None: "b", True: "c", 2.5: "d"}
    out[7] = 1
    return {"out": out, "keys": list(out), "made": {i: i for i in range(2)}}

# --- keys of a comprehension that are numbers
# call {}
def main():
    squares = {i: i * i for i in range(3)}
    return [key for key in squares]

# --- keys that are worked out
# call {"name": "total"}
def main(name: str):
    out = {"total": 1}
    out[name] = "text"
    out[f"{name}_x"] = None
    return out

# --- an empty dict filled by a loop
# call {"names": ["a", "b"]}
def main(names: list[str]):
    lengths = {}
    for name in names:
        lengths[name] = len(name)
    return {"lengths": lengths, "first": lengths.get("a"), "none": lengths.get("zz"), "default": lengths.get("zz", "?")}

# --- dict.update in all its forms
# call {}
def main():
    out = {"a": 1}
    out.update({"b": 2})
    out.update(c="x")
    out.update([("d", None)])
    return out

# --- dict.update with something unknown
# call {"more": {"a": "over", "z": 1}}
def main(more: dict):
    out = {"a": 1, "b": 2}
    out.update(more)
    return out

# --- dict merged by a bar
# call {"more": {"b": 1}}
def main(more: dict):
    return {"known": {"a": 1} | {"a": "x", "b": 2}, "open": {"a": 1} | more}

# --- spread in the middle
# call {"more": {"a": "over", "b": "over"}}
def main(more: dict):
    return {"a": 1, **more, "b": 2}

# --- spread of something that may be missing
# call {"n": 0}
# call {"n": 1}
def main(n: int):
    extra = {"b": n} if n else {}
    return {"a": 1, **extra, **({"c": "x"} if n else {})}

# --- dict() in its forms
# call {}
def main():
    base = {"a": 1}
    return [dict(base), dict(base, b="x"), dict(a=1), dict([("k", 1)]), dict(zip(["x"], [1])), dict()]

# --- fromkeys
# call {}
def main():
    return dict.fromkeys(["a", "b"], 0)

# --- or and and
# call {"n": 0, "s": ""}
# call {"n": 2, "s": "x"}
def main(n: int, s: str):
    return {"or": n or s, "and": n and s, "list": [] or None, "dict": {} or {"a": 1}, "default": s or "none", "chain": n and {"n": n}}

# --- comparisons
# call {"n": 1}
def main(n: int):
    return [n == 1, n in [1], n is None, 0 < n < 3, not n, "a" in {"a": 1}]

# --- f-strings and joined texts
# call {"n": 3}
def main(n: int):
    return {"f": f"{n:03d}", "joined": "a" "b", "raw": r"\d", "lines": """a
b""", "parens": ("x" "y")}

# --- nested comprehensions and scopes
# call {}
def main():
    x = "outer"
    grid = [[x for x in range(2)] for _ in range(2)]
    pairs = [(a, b) for a in [1] for b in ["x"] if a]
    return {"x": x, "grid": grid, "pairs": pairs, "flat": [c for row in grid for c in row]}

# --- a comprehension over pairs
# call {}
def main():
    prices = {"a": 1.5, "b": 2}
    return {"rows": [{"sku": k, "price": v} for k, v in prices.items()], "swapped": {v: k for k, v in prices.items()}}

# --- running totals
# call {"values": [1, 2]}
def main(values: list[int]):
    totals = [0]
    for value in values:
        totals.append(totals[-1] + value)
    return totals

# --- counting by hand
# call {"words": ["a", "b", "a"]}
def main(words: list[str]):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    best = max(counts, key=counts.get)
    return {"counts": counts, "best": best, "times": counts[best]}

# --- collections
# call {"words": ["a", "b", "a"]}
from collections import Counter, OrderedDict, defaultdict, deque
def main(words: list[str]):
    groups = defaultdict(list)
    sizes = defaultdict(int)
    for word in words:
        groups[len(word)].append(word)
        sizes[word] += 1
    queue = deque([1])
    queue.appendleft("x")
    return {"counter": Counter(words), "common": Counter(words).most_common(1), "groups": groups, "sizes": sizes, "ordered": OrderedDict(a=1), "queue": queue}

# --- a default dict of dicts
# call {}
from collections import defaultdict
def main():
    rows = defaultdict(lambda: {"n": 0})
    rows["a"]["n"] += 1
    rows["a"]["last"] = "x"
    return rows

# --- dates and times
# call {}
from datetime import date, datetime, timedelta, timezone
def main():
    now = datetime(2024, 1, 2, 3, 4, tzinfo=timezone.utc)
    later = now + timedelta(days=1)
    return {
        "now": now,
        "iso": now.isoformat(),
        "date": now.date(),
        "year": now.year,
        "stamp": now.timestamp(),
        "delta": later - now,
        "seconds": (later - now).total_seconds(),
        "days": (later - now).days,
        "day": date(2024, 1, 1).weekday(),
        "text": now.strftime("%Y"),
        "before": now < later,
    }

# --- json
# call {"text": "{\"a\": [1]}"}
import json
def main(text: str):
    value = json.loads(text)
    return {"value": value, "a": value["a"], "text": json.dumps(value), "back": json.loads("3")}

# --- what JSON has no form for
# call {}
from decimal import Decimal
from pathlib import Path
import uuid
def main():
    return {"decimal": Decimal("1.5"), "path": Path("a"), "uuid": uuid.UUID(int=1), "complex": 1j, "class": int, "function": len, "error": ValueError("x"), "ellipsis": ...}

# --- math, random, time, re
# call {}
import math
import random
import re
import time
def main():
    found = re.search(r"(\d+)", "a12")
    return {
        "ceil": math.ceil(1.2),
        "pi": math.pi,
        "random": random.random(),
        "choice": random.choice(["a", 1]),
        "time": time.time(),
        "sub": re.sub("a", "b", "aa"),
        "split": re.split("(,)|x", "a,b"),
        "all": re.findall("a", "aa"),
        "group": found.group(1) if found else None,
        "hypot": math.hypot(3, 4),
        "isqrt": math.isqrt(9),
    }

# --- the environment
# call {}
import os
def main():
    return {"none": os.getenv("SURELY_NOT_SET"), "default": os.getenv("SURELY_NOT_SET", 1), "get": os.environ.get("SURELY_NOT_SET", "x"), "path": os.path.join("a", "b")}

# --- texts that hold words for numbers
# call {}
def main():
    return {"word": "plain", "list": ["a"]}

# --- lambdas
# call {"n": 2}
def main(n: int):
    double = lambda x: x * 2
    return [double(n), (lambda: "x")(), list(map(lambda x: {"x": x}, [n]))]

# --- a long chain of additions
# call {"s": "a"}
def main(s: str):
    out = ""
    for i in range(3):
        out += s + str(i)
    return {"out": out, "size": len(out) + 1 - 2 + 3}

# --- augmented in all kinds
# call {}
def main():
    out = {"n": 1, "s": "a", "l": [1], "d": {"a": 1}}
    out["n"] += 1.5
    out["n"] //= 1
    out["s"] += "b"
    out["l"] += ["x"]
    out["d"] |= {"b": None}
    out["s"] *= 2
    return out

# --- a value swapped by another kind in place
# call {}
def main():
    out = {"v": 1}
    out["v"] = str(out["v"])
    out["v"] = [out["v"]]
    return out

# --- itertools
# call {"rows": [{"k": "a"}, {"k": "b"}]}
import itertools
def main(rows: list[dict]):
    return {k: len(list(g)) for k, g in itertools.groupby(rows, key=lambda r: r["k"])}

# --- functools.reduce
# call {"values": [1, 2]}
from functools import reduce
def main(values: list[int]):
    return reduce(lambda a, b: a + b, values, 0)

# --- a star before a chain, in a list without brackets
# call {"n": 1}
def main(n: int):
    rows = {"all": ["x", "y"], "one": n}
    first = *rows["all"], n
    second = *"a b c".split(), n
    *rows["one"], last = "text", n
    return {"first": first[1], "second": second[1], "rows": rows, "last": last, "sum": (*[n] + ["z"], n)}
