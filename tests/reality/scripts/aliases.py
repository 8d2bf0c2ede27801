# --- a second name for a dict
# call {"n": 1}
def main(n):
    first = {"a": n}
    second = first
    second["b"] = "text"
    return first

# --- the second name is read, the first is changed
# call {"n": 1}
def main(n):
    first = {"a": n}
    second = first
    first["b"] = "text"
    return second

# --- a row is changed after it was kept
# call {"n": 2}
def main(n: int):
    rows = []
    for i in range(n):
        row = {"i": i}
        rows.append(row)
        row["late"] = True
    return rows

# --- a row is reached through the list
# call {}
def main():
    row = {"a": 1}
    rows = [row]
    rows[0]["b"] = 2
    return row

# --- a row is changed in a loop over the list
# call {"names": ["x", "y"]}
def main(names: list[str]):
    rows = [{"name": name} for name in names]
    for row in rows:
        row["length"] = len(row["name"])
    return rows

# --- a row is changed in a numbered loop
# call {"names": ["x", "y"]}
def main(names: list[str]):
    rows = [{"name": name} for name in names]
    for number, row in enumerate(rows):
        row["number"] = number
    return rows

# --- two lists side by side
# call {}
def main():
    a = [{"x": 1}]
    b = [{"y": 2}]
    for left, right in zip(a, b):
        left.update(right)
    return a

# --- a part of a dict under a name of its own
# call {}
def main():
    order = {"lines": [], "meta": {"v": 1}}
    lines = order["lines"]
    lines.append({"sku": "a"})
    order.get("meta")["w"] = "x"
    return order

# --- a shallow copy shares what it holds
# call {}
def main():
    first = {"tags": [1], "n": 1}
    second = dict(first)
    second["tags"].append("x")
    second["n"] = "other"
    return first

# --- spread shares what it holds
# call {}
def main():
    first = {"tags": [1], "n": 1}
    second = {**first, "n": "other"}
    second["tags"].append("x")
    return first

# --- a deep copy shares nothing
# call {}
import copy
def main():
    first = {"tags": [1]}
    second = copy.deepcopy(first)
    second["tags"].append("x")
    return {"first": first, "second": second}

# --- a function of the file changes its argument
# call {}
def stamp(row):
    row["stamped"] = True
def main():
    row = {"a": 1}
    stamp(row)
    return row

# --- and keeps the one it was given
# call {}
SEEN = []
def see(row):
    SEEN.append(row)
    return len(SEEN)
def main():
    row = {"a": 1}
    count = see(row)
    SEEN[0]["seen"] = count
    return row

# --- arguments in stars
# call {}
def fill(*rows, **more):
    rows[0]["filled"] = True
    more["inner"]["x"] = 1
def main():
    rows = [{"a": 1}]
    options = {"inner": {}}
    fill(*rows, **options)
    return {"rows": rows, "options": options}

# --- a module's value is changed by a function
# call {}
TOTALS = {"count": 0}
def add(n):
    TOTALS["count"] += n
    TOTALS["last"] = "x"
def main():
    add(2)
    return TOTALS

# --- a module's value is handed out and changed
# call {}
STATE = {"n": 1}
def state():
    return STATE
def main():
    mine = state()
    mine["m"] = "x"
    return state()

# --- global gives a name another value
# call {}
MODE = 1
def switch():
    global MODE
    MODE = "fast"
def main():
    switch()
    return MODE

# --- nonlocal gives a name another value
# call {}
def main():
    best = 0
    def better():
        nonlocal best
        best = {"n": 1}
    better()
    return best

# --- a function inside changes what is around it
# call {}
def main():
    out = {"a": 1}
    def log(text):
        out.setdefault("log", []).append(text)
    log("x")
    return out

# --- a lambda changes its argument
# call {}
def main():
    rows = [{"a": 1}]
    list(map(lambda row: row.update(b=2), rows))
    return rows

# --- a key function that changes the rows
# call {}
def rank(row):
    row["rank"] = 1
    return row["a"]
def main():
    rows = [{"a": 2}, {"a": 1}]
    rows = sorted(rows, key=rank)
    return rows

# --- a comprehension for its effect
# call {}
def main():
    rows = [{"a": 1}]
    changed = [row.update(b=2) or row for row in rows]
    return {"rows": rows, "changed": changed}

# --- adding to a list in place
# call {}
def main():
    first = [1]
    second = first
    second += ["x"]
    return first

# --- merging a dict in place
# call {}
def main():
    first = {"a": 1}
    second = first
    second |= {"b": "x"}
    return first

# --- the same list twice
# call {}
def main():
    grid = [[0]] * 2
    grid[0].append("x")
    return grid

# --- a default that is kept between calls
# call {}
def remember(item, seen=[]):
    seen.append(item)
    return seen
def main():
    remember("a")
    return remember({"b": 1})

# --- unpacked from a tuple
# call {}
def main():
    pair = ({"a": 1}, {"b": 2})
    left, right = pair
    left["c"] = 3
    return [pair, left, right]

# --- swapped
# call {}
def main():
    a, b = {"a": 1}, [1]
    a, b = b, a
    return {"a": a, "b": b}

# --- a walrus as a second name
# call {}
def main():
    row = {"a": 1}
    if (other := row):
        other["b"] = 2
    return row

# --- a conditional second name
# call {"n": 1}
# call {"n": 0}
def main(n: int):
    a, b = {"a": 1}, {"b": 2}
    target = a if n else b
    target["hit"] = True
    return [a, b]

# --- a dict of lists, each under a name
# call {}
def main():
    groups = {"x": [], "y": []}
    x = groups["x"]
    y = groups["y"]
    x.append(1)
    y.append("s")
    return groups

# --- an object keeps what it is given
# call {}
class Box:
    def __init__(self, content):
        self.content = content
    def fill(self):
        self.content["full"] = True
def main():
    content = {"a": 1}
    Box(content).fill()
    return content

# --- an attribute as a second name
# call {}
class Box:
    pass
def main():
    content = {"a": 1}
    box = Box()
    box.content = content
    box.content["b"] = 2
    return content

# --- a list put into itself by way of another
# call {}
def main():
    inner = []
    outer = {"inner": inner}
    outer["inner"].append("x")
    inner.append(1)
    return outer

# --- setdefault hands out what it keeps
# call {"words": ["a", "b", "a"]}
def main(words: list[str]):
    counts = {}
    for word in words:
        counts.setdefault(word, {})["seen"] = True
        entry = counts.setdefault(word, {})
        entry["n"] = entry.get("n", 0) + 1
    return counts

# --- changes by a name in brackets
# call {"n": 1}
def main(n):
    made = ({"a": n})
    (made)["a"] = "text"
    (made).update(b=n)
    return (made)

# --- one value for several targets
# call {"n": 1}
def main(n):
    made = {"a": n}
    made["a"] = last = "text"
    first = made["b"] = [n]
    return {"made": made, "first": first, "last": last}

# --- a key that `with` and an unpacking set
# call {"n": 1}
def main(n):
    from contextlib import nullcontext

    made = {"a": n, "b": n}
    with nullcontext("text") as made["a"]:
        pass
    for made["b"], *rest in [("text", 1)]:
        pass
    return made

# --- the same name in a class, a function and a comprehension
# call {"n": 1}
def main(n):
    made = {"a": n}

    class Other:
        made = {}
        made["a"] = "text"

    def change(made):
        made["b"] = "text"
        return made

    kept = [made for made in [{"c": n}] if made.pop("c")]
    return {"made": made, "kept": kept, "other": change({"a": n})}

# --- keys with escapes
# call {"n": 1}
def main(n):
    made = {"x": n, "y": n}
    made.pop("\x79")
    return {"made": made, "x": made.get("\x78", "text"), "same": made["\x78"]}

# --- names that a pattern compares with
# call {"n": 1}
# call {"n": {"made": 2}}
def main(n):
    made = {"a": 1}

    class point:
        made = 1

    match n:
        case point():
            return "text"
        case {"made": kept}:
            made["a"] = kept
        case other if made:
            made["b"] = other
    return made

# --- put into a list by one name, changed through another
# call {}
def main():
    value = {"a": 1}
    rows = []
    same = rows
    same.append(value)
    rows[0]["b"] = 2
    return value

# --- put into a part by its own name, changed through the whole
# call {}
def main():
    whole = {"k": []}
    part = whole["k"]
    value = {"a": 1}
    part.append(value)
    whole["k"][0]["b"] = 2
    return value

# --- put into a part through the whole, changed by its own name
# call {}
def main():
    value = {"a": 1}
    part = []
    whole = {"k": part}
    whole["k"].append(value)
    part[0]["b"] = 2
    return value

# --- a list that grows keeps its other name
# call {}
def main():
    value = {"a": 1}
    rows = []
    same = rows
    rows += [value]
    same[0]["b"] = 2
    return value

# --- two names of one list, a loop over the one
# call {}
def main():
    value = {"a": 1}
    rows = []
    first = rows
    second = rows
    first.append(value)
    for row in second:
        row["b"] = 2
    return value

# --- put into each row, changed through the rows
# call {}
def main():
    value = {"a": 1}
    rows = [[]]
    for row in rows:
        row.append(value)
    rows[0][0]["b"] = 2
    return value

# --- perhaps the same list
# call {"n": 0}
# call {"n": 1}
def main(n):
    value = {"a": 1}
    rows = []
    same = rows if n else []
    same.append(value)
    rows = rows or [{}]
    rows[0]["b"] = 2
    return value

# --- one name for two values: the second is changed
# call {}
def main():
    first = {"a": 1}
    row = first
    row = {"c": 1}
    row["d"] = 2
    return {"first": first, "row": row}

# --- one name for two values: the first is changed, between
# call {"n": 0}
# call {"n": 1}
def main(n):
    first = {"a": 1}
    row = first
    if n:
        row["b"] = 2
        row = {}
    row["c"] = 3
    return first

# --- the same name in a function inside, for another value
# call {}
def main():
    rows = [{"a": 1}]
    kept = rows
    def other(rows):
        rows.append(1)
        row = {}
        row["x"] = 1
        return rows
    row = {"b": 1}
    return {"kept": kept, "row": row, "other": other([])}

# --- the same name in a function inside, for the same value
# call {}
def main():
    row = {"a": 1}
    same = row
    def change():
        same["b"] = 1
    change()
    return row

# --- a name that is rebound in a loop, after the value was kept
# call {"n": 3}
def main(n):
    rows = []
    row = {"i": 0}
    for i in range(n):
        rows.append(row)
        row = {"i": i}
        row["late"] = True
    row["last"] = 1
    return rows
