//! Python.

use super::Unit::{Named, Stairs};
use super::{Deep, Row, all};

const FILE: &str = "s.py";

const VALUES: &[Row] = &[
    ("Python brackets", "(", "1", ")"),
    ("Python brackets never closed", "(", "", ""),
    ("Python lists", "[", "", "]"),
    ("Python dicts", "{'a': ", "1", "}"),
    ("Python sets", "{", "1", "}"),
    ("Python tuples", "(", "1", ",)"),
    ("Python attributes", "", "x", ".a"),
    ("Python calls of calls", "", "x", "()"),
    ("Python items of items", "", "x", "[0]"),
    ("Python items in items", "x[", "0", "]"),
    ("Python slices", "x[:", "1", "]"),
    ("Python arguments", "f(", "1", ")"),
    ("Python arguments never closed", "f(", "", ""),
    ("Python named arguments", "dict(a=", "1", ")"),
    ("Python starred arguments", "f(*", "x", ")"),
    ("Python double-starred arguments", "f(**", "x", ")"),
    ("Python chained methods", "", "x", ".get('a')"),
    ("Python not", "not ", "x", ""),
    ("Python minus", "-", "1", ""),
    ("Python await", "await ", "x", ""),
    ("Python yield", "(yield ", "1", ")"),
    ("Python lambdas", "lambda: ", "1", ""),
    ("Python defaults of lambdas", "lambda a=", "1", ": 1"),
    ("Python lambdas with stars", "lambda *a, **k: ", "1", ""),
    ("Python conditional", "1 if x else ", "1", ""),
    ("Python conditional in a condition", "1 if ", "x", " else 1"),
    ("Python plus", "", "1", "+1"),
    ("Python powers", "1**", "1", ""),
    ("Python comparisons", "", "1", " < 1"),
    ("Python and, or", "x and x or ", "1", ""),
    ("Python or in brackets", "(x or ", "1", ")"),
    ("Python in", "", "x", " in x"),
    ("Python walrus", "(a := ", "1", ")"),
    ("Python stars", "*", "x", ""),
    ("Python comprehensions", "[y for y in ", "x", "]"),
    (
        "Python conditions of comprehensions",
        "[y for y in x if ",
        "x",
        "]",
    ),
    ("Python generators", "(y for y in ", "x", ")"),
    ("Python dict comprehensions", "{y: 1 for y in ", "x", "}"),
    (
        "Python async comprehensions",
        "[y async for y in ",
        "x",
        "]",
    ),
    ("Python f-strings", "f'{", "x", "}'"),
    ("Python formats in f-strings", "f'{x:{", "x", "}}'"),
    ("Python strings side by side", "'a' ", "'a'", ""),
    ("Python strings with plus", "'a' + ", "'a'", ""),
    ("Python lines that go on", "", "1", " \\\n    + 1"),
    ("Python updates", "{**", "{}", "}"),
    ("Python spreads", "[*", "[]", "]"),
];

const STATEMENTS: &[Row] = &[
    ("Python assignments", "a = ", "1", ""),
    ("Python targets in brackets", "(", "a", ",)"),
    ("Python conditions on one line", "if x: ", "y", ""),
    ("Python tries on one line", "try: ", "y", ""),
    ("Python classes on one line", "class A: ", "y", ""),
    ("Python functions on one line", "def f(): ", "y", ""),
    ("Python defaults never closed", "def f(a=", "", ""),
    ("Python semicolons", "y;", "y", ""),
    ("Python del", "del (", "a", ")"),
    ("Python with", "with a as (", "b", ")"),
    ("Python match on one line", "match ", "x", ""),
    (
        "Python else if",
        "if x: return 1\n    ",
        "",
        "elif x: return {'a': 1}\n    ",
    ),
];

const PATTERNS: &[Row] = &[
    ("Python list patterns", "[", "y", "]"),
    ("Python class patterns", "A(", "y", ")"),
    ("Python named class patterns", "A(a=", "y", ")"),
    ("Python mapping patterns", "{'a': ", "y", "}"),
    ("Python patterns in brackets", "(", "y", ")"),
    ("Python alternatives", "1 | ", "2", ""),
    ("Python as patterns", "", "1", " as y"),
];

const ANNOTATIONS: &[Row] = &[
    ("Python types of lists", "list[", "int", "]"),
    ("Python unions", "int | ", "int", ""),
    ("Python Optional", "Optional[", "int", "]"),
    ("Python types in quotes", "'list[", "int", "]'"),
    ("Python Annotated", "Annotated[", "int", ", 1]"),
    ("Python Callable", "Callable[[", "int", "], int]"),
    ("Python dotted types", "a.", "b", ""),
];

const TOP: &[Row] = &[
    ("Python decorators", "@a\n", "", ""),
    ("Python decorators with calls", "@a(", "", ")"),
    ("Python type parameters", "type A[T: ", "int", "] = int"),
    ("Python bases", "class A(B[", "int", "]): pass"),
    ("Python relative imports", "from ", ".", " import a"),
    ("Python dotted imports", "import a", "", ".a"),
    ("Python imports in brackets", "from a import (", "a", ")"),
    (
        "Python calls of wmill",
        "import wmill\nwmill",
        "",
        ".get_resource('a')",
    ),
];

pub(super) fn texts() -> Vec<Deep> {
    let value = "import wmill\n\nasync def main(x):\n    return ";
    let mut texts: Vec<Deep> = all(FILE, value, "\n", VALUES).collect();
    let body = "def main(x):\n    ";
    texts.extend(all(FILE, body, "\n    return x\n", STATEMENTS));
    let case = "def main(x):\n    match x:\n        case ";
    texts.extend(all(FILE, case, ":\n            return y\n", PATTERNS));
    let typed = "from typing import *\n\ndef main(x: ";
    texts.extend(all(FILE, typed, "):\n    return x\n", ANNOTATIONS));
    texts.extend(all(FILE, "", "\ndef main(x):\n    return x\n", TOP));
    let stairs: &[(&str, &str, &'static [&str], &str)] = &[
        ("Python ifs", "def main(x):\n", &["if x:\n"], "return 1\n"),
        (
            "Python else",
            "def main(x):\n",
            &["if x: y = 1\nelse:\n"],
            "return 1\n",
        ),
        (
            "Python loops",
            "def main(x):\n",
            &["for y in x:\n"],
            "return 1\n",
        ),
        (
            "Python while",
            "def main(x):\n",
            &["while x:\n"],
            "return 1\n",
        ),
        (
            "Python with blocks",
            "def main(x):\n",
            &["with x as y:\n"],
            "return 1\n",
        ),
        ("Python tries", "def main(x):\n", &["try:\n"], "return 1\n"),
        (
            "Python match",
            "def main(x):\n",
            &["match x:\n", "case y:\n"],
            "return 1\n",
        ),
        ("Python functions", "", &["def main(x):\n"], "return 1\n"),
        ("Python classes", "", &["class A:\n"], "x: int\n"),
        (
            "Python classes with functions",
            "",
            &["class A:\n", "def f(self):\n"],
            "return 1\n",
        ),
    ];
    texts.extend(stairs.iter().map(|&(name, head, lines, last)| Deep {
        name,
        file: FILE,
        head,
        unit: Stairs(lines, last),
        tail: "",
    }));
    let named = [
        (
            "Python values of values",
            "def main(x):\n    a0 = {}\n",
            "    a# = {'k': a@}\n",
            "    return a$\n",
        ),
        (
            "Python values that change each other",
            "def main(x):\n    a0 = {}\n",
            "    a# = {}\n    a#['k'] = a@\n",
            "    return a$\n",
        ),
        (
            "Python functions that call each other",
            "def g0(): return {'a': 1}\n",
            "def g#(): return g@()\n",
            "def main(): return g$()\n",
        ),
        (
            "Python classes of classes",
            "class A0: pass\n",
            "class A#(A@): pass\n",
            "def main(x: A$): return x.y\n",
        ),
        (
            "Python classes with fields",
            "class A0(TypedDict): pass\n",
            "class A#(TypedDict):\n    a: A@\n",
            "def main(x: A$): return x['a']\n",
        ),
        (
            "Python names of names",
            "A0 = int\n",
            "A# = A@\n",
            "def main(x: A$): return x\n",
        ),
    ];
    texts.extend(named.map(|(name, head, line, tail)| Deep {
        name,
        file: FILE,
        head,
        unit: Named(line),
        tail,
    }));
    texts
}
