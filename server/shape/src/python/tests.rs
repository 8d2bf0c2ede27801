//! Shapes of small texts, as people read them.

use std::sync::Arc;

use super::returned;
use lang::Program;
use syntax::Language;

#[track_caller]
fn main_returns(code: &str, shape: &str) {
    let script = Program::new(Some(Language::Python), Arc::from(code));
    assert_eq!(returned(&script, "main").to_string(), shape, "{code}");
}

#[track_caller]
fn body_returns(body: &str, shape: &str) {
    let lines = body.lines().map(|l| format!("    {l}\n"));
    main_returns(
        &format!(
            "def main(x, n: int, s: str):\n{}",
            lines.collect::<String>()
        ),
        shape,
    );
}

#[test]
fn literals() {
    body_returns(
        "return {'a': 1, 'b': 'x', 'c': [True, None], 'd': f'{n}'}",
        "{ a: number, b: string, c: (boolean | null)[], d: string }",
    );
    body_returns("return [1, 2.5]", "number[]");
    body_returns("return []", "[]");
    body_returns("return n, s", "(number | string)[]");
    body_returns("pass", "null");
    body_returns("if n:\n    return 1", "number | null");
    body_returns(
        "if n:\n    return 1\nelse:\n    raise ValueError(s)",
        "number",
    );
    body_returns("return {**x, 'a': 1}", "{ a: number, … }");
    body_returns("return {s: n}", "{ [key: string]: number }");
    body_returns("return x", "unknown");
    body_returns("return b'1'", "string");
    body_returns("return {1, 2}", "string");
    body_returns("yield 1", "unknown");
}

#[test]
fn variables_built_up() {
    body_returns(
        "d = {}\nd['a'] = n\nd['b'] = s\nreturn d",
        "{ a: number, b: string }",
    );
    body_returns("d = {}\nif n:\n    d['a'] = n\nreturn d", "{ a?: number }");
    body_returns(
        "r = []\nfor i in range(n):\n    r.append({'i': i})\nreturn r",
        "{ i: number }[]",
    );
    body_returns(
        "t = 0\nfor i in range(n):\n    t += i\nreturn {'t': t}",
        "{ t: number }",
    );
    body_returns(
        "d = {'a': 1}\nd.update(b=s)\nreturn d",
        "{ a: number, b: string }",
    );
    body_returns("d = {'a': 1}\nd.update(x)\nreturn d", "{ a?: unknown, … }");
    body_returns("d = {'a': 1}\nenrich(d)\nreturn d", "{ a?: unknown, … }");
    body_returns(
        "d = {'rows': []}\nd['rows'].append(n)\nreturn d",
        "{ rows: number[] }",
    );
    body_returns(
        "d = {}\nfor k in x:\n    d[k] = n\nreturn d",
        "{ [key: string]: number }",
    );
    body_returns(
        "a = {'x': 1}\nb = a\nb['y'] = 2\nreturn a",
        "{ x?: unknown, … }",
    );
    body_returns(
        "v = None\nif n:\n    v = {'a': 1}\nreturn v",
        "null | { a: number }",
    );
    body_returns("v = fetch()\nv = [str(i) for i in v]\nreturn v", "string[]");
    body_returns("v = 1\nv = s\nreturn v", "string");
    body_returns(
        "a, b = n, s\nreturn {'a': a, 'b': b}",
        "{ a: number, b: string }",
    );
    body_returns("x: dict = {'a': 1}\nreturn x", "{ a: number }");
}

#[test]
fn calls_and_comprehensions() {
    body_returns("return [r['id'] for r in [{'id': 1}]]", "number[]");
    body_returns(
        "return {k: len(k) for k in s.split()}",
        "{ [key: string]: number }",
    );
    body_returns("return sorted(s.split(','))", "string[]");
    body_returns("return dict(a=1, b=s)", "{ a: number, b: string }");
    body_returns("return sum(i for i in range(n))", "number");
    body_returns(
        "return {'n': len(x), 's': str(x), 'b': x in [1]}",
        "{ n: number, s: string, b: boolean }",
    );
    body_returns(
        "return [{'k': k, 'v': v} for k, v in {'a': 1}.items()]",
        "{ k: string, v: number }[]",
    );
    body_returns("return [i for i, v in enumerate(x)]", "number[]");
    body_returns("return s.upper() or None", "string | null");
    body_returns("return x.get('a')", "unknown");
    body_returns("return {'a': 1}.get('a')", "number");
    body_returns("return {'a': 1}.get('b', s)", "string");
    main_returns(
        "import json\ndef main(x):\n    return json.loads(x)",
        "unknown",
    );
    main_returns(
        "import wmill\ndef main():\n    return {'v': wmill.get_variable('f/a/b')}",
        "{ v: string }",
    );
    main_returns(
        "from datetime import datetime\ndef main():\n    return {'at': datetime.now().isoformat(), 'd': datetime.now()}",
        "{ at: string, d: string }",
    );
    main_returns(
        "def rows(n):\n    return [{'n': n}]\ndef main():\n    return rows(1)[0]",
        "{ n: unknown }",
    );
    main_returns(
        "def f(n: int):\n    return f(n - 1) if n else 1\ndef main():\n    return f(1)",
        "unknown",
    );
    main_returns(
        "from f.shared.users import load\ndef main():\n    return {'u': load()}",
        "{ u: unknown }",
    );
}

#[test]
fn annotations() {
    let typed = "from typing import TypedDict, Optional, NotRequired\nclass Line(TypedDict):\n    sku: str\n    price: NotRequired[float]\nclass Order(TypedDict, total=False):\n    id: int\n    lines: list[Line]\n";
    main_returns(
        &format!("{typed}def main() -> Order:\n    return load()"),
        "{ id?: number, lines?: { sku: string, price?: number }[] }",
    );
    main_returns(
        &format!("{typed}def main() -> Optional[Line]:\n    return load()"),
        "{ sku: string, price?: number } | null",
    );
    main_returns(
        &format!("{typed}def main(o: Order):\n    return o"),
        "{ id?: number, lines?: { sku: string, price?: number, … }[], … }",
    );
    main_returns(
        "def main() -> dict[str, int]:\n    return load()",
        "{ [key: string]: number }",
    );
    main_returns("def main() -> dict:\n    return {'a': 1}", "{ a: number }");
    main_returns("def main() -> list[str]:\n    return []", "string[]");
    main_returns("def main() -> str:\n    return {'a': 1}", "{ a: number }");
    main_returns(
        "from typing import Literal\ndef main() -> Literal['a', 'b']:\n    return x",
        "\"a\" | \"b\"",
    );
    main_returns(
        "from enum import Enum\nclass C(str, Enum):\n    A = 'a'\n    B = 'b'\ndef main() -> C:\n    return C.A",
        "\"a\" | \"b\"",
    );
    main_returns(
        "def main() -> tuple[int, str]:\n    return x",
        "(number | string)[]",
    );
    main_returns(
        "from dataclasses import dataclass, asdict\n@dataclass\nclass P:\n    a: int\ndef main():\n    p = P(1)\n    return asdict(p)",
        "{ a: number }",
    );
}

#[test]
fn what_is_made_of_itself_ends() {
    body_returns("r = [n]\nr.append(r[-1])\nreturn r", "number[]");
    body_returns(
        "r = [n]\nfor i in x:\n    r.append(r[-1] + 1)\nreturn r",
        "number[]",
    );
    body_returns(
        "d = {}\nfor i in x:\n    d['a'] = d.get('a', 0) + 1\nreturn d",
        "{ a?: number }",
    );
    body_returns(
        "d = {}\nd.update({'a': d.get('a')})\nreturn d",
        "{ a: null }",
    );
    let nested = format!("return {}s{}", "f(".repeat(200), ")".repeat(200));
    body_returns(&nested, "unknown");
    let chain: String = (0..200).map(|i| format!("v{} = [v{i}]\n", i + 1)).collect();
    // What lies too deep is unknown.
    let deep = format!("(number | unknown{})[]", "[]".repeat(9));
    body_returns(&format!("v0 = n\n{chain}return [1, v200]"), &deep);
    let calls: String = (0..200)
        .map(|i| format!("d.update({{'k{i}': {{**d, 'x': [d.get('k{i}')]}}}})\n"))
        .collect();
    body_returns(&format!("d = {{}}\n{calls}return len(d)"), "number");
}

#[test]
fn names_of_a_comprehension_end_with_it() {
    body_returns(
        "k = [n]\ne = {'rows': [*k]}\nd = {k: e for k in [s]}\nreturn d",
        "{ [key: string]: { rows: number[] } }",
    );
}

#[test]
fn brackets_round_an_expression_say_nothing() {
    body_returns(
        "d = ({'a': n})\nd['b'] = s\nreturn (d)",
        "{ a: number, b: string }",
    );
    body_returns("d = {'a': n}\n(d)['a'] = s\nreturn d", "{ a: string }");
    body_returns("d = {'a': n}\nenrich((d))\nreturn d", "{ a?: unknown, … }");
    body_returns("return (str)(n)", "string");
    body_returns("return {}.get('a', ('x'))", "string");
}

#[test]
fn what_statements_give_their_targets() {
    body_returns("a = b = {'k': n}\nreturn a", "{ k: number }");
    body_returns("d = {'k': n}\nd['k'] = e = s\nreturn d", "{ k: unknown }");
    body_returns("d = {'k': n}\ne = d['k'] = s\nreturn d", "{ k: string }");
    body_returns(
        "d = {'k': n}\nwith x as d['k']:\n    pass\nreturn d",
        "{ k: unknown }",
    );
    body_returns("d = {'k': n}\n*d['k'], e = x\nreturn d", "{ k: unknown }");
    body_returns("a = *[n, n][:], s\nreturn a[1]", "number | string");
    body_returns("a = *str(n).split(), n\nreturn a[1]", "string | number");
    body_returns("d = {'k': n}\ndel (d['k'], x)\nreturn d", "{ k?: number }");
    body_returns("d = {'k': n}\ndel d['k'], x\nreturn d", "{ k?: number }");
    body_returns("d = {'k': n}\nif x:\n    del (d, x)\nreturn d", "unknown");
    // What a pattern compares with is not bound by it, what it takes is.
    body_returns(
        "d = {'k': n}\nmatch x:\n    case d(e):\n        pass\nreturn d",
        "{ k: number }",
    );
    body_returns(
        "d = {'k': n}\nmatch x:\n    case [d, *_]:\n        pass\nreturn d",
        "unknown",
    );
}

#[test]
fn names_of_other_scopes_are_other_names() {
    body_returns(
        "d = {'k': n}\ndef f(d):\n    d['k'] = x\nreturn d",
        "{ k: number }",
    );
    body_returns(
        "d = {'k': n}\ndef f():\n    for d['k'] in x:\n        pass\nreturn d",
        "{ k: unknown }",
    );
    body_returns(
        "d = {'k': n}\nclass A:\n    d = {}\n    d['k'] = 'x'\nreturn d",
        "{ k: number }",
    );
    body_returns(
        "d = {'k': n}\ne = [d.update(k=1) for d in x]\nreturn d",
        "{ k: number }",
    );
    // An import binds what it imports, and not the module that it imports from.
    main_returns(
        "from rows import load\nrows = [1]\ndef main():\n    return rows",
        "number[]",
    );
}

#[test]
fn modules_of_the_workspace() {
    let module = |code: &str| {
        let script = Program::new(Some(Language::Python), Arc::from(code));
        match returned(&script, "main") {
            crate::Shape::Deferred(deferred) => {
                format!("{} {}", deferred.module, deferred.function)
            }
            shape => shape.to_string(),
        }
    };
    let rows = [
        ("import f.a.b as m", "m.g", "f.a.b g"),
        ("import f.a.b", "f.a.b.g", "f.a.b g"),
        ("from f.a import b", "b.g", "f.a.b g"),
        ("from f.a import b", "b.c.g", "f.a.b.c g"),
        ("from . import b", "b.g", ".b g"),
        ("from . import b", "b.c.g", ".b.c g"),
        ("from .. import b", "b.g", "..b g"),
        ("from ..a import b", "b.g", "..a.b g"),
        ("from .b import g", "g", ".b g"),
        ("from f.a import b", "b().g", "unknown"),
    ];
    for (import, called, want) in rows {
        let code = format!("{import}\ndef main():\n    return {called}()\n");
        assert_eq!(module(&code), want, "{code}");
    }
}

#[test]
fn keys_with_escapes_are_any_key() {
    body_returns(r"return {'x': n}.get('\x78', s)", "number | string");
    body_returns("d = {'x': n}\nd.pop('\\x78')\nreturn d", "{ x?: number }");
}

#[test]
fn of_broken_text_whole_functions_are_read() {
    let code = "def rows():\n    return [1]\n\ndef main(x):\n    a = []\n    a.append(rows()\n    b = a\n\
                \x20   b[0] = 2\n    if x:\n        return a\n    return b\n";
    let script = Program::new(Some(Language::Python), Arc::from(code));
    assert_eq!(returned(&script, "rows").to_string(), "number[]");
    assert_eq!(returned(&script, "main").to_string(), "unknown");
}

/// What one name means at different places, or in different functions, is not one value.
#[test]
fn aliases_go_by_bindings() {
    body_returns(
        "a = {'a': 1}\nb = a\nb = {}\nb['x'] = n\nreturn a",
        "{ a: number }",
    );
    body_returns(
        "a = {'a': 1}\nb = a\nif n:\n    b = {}\n    b['x'] = n\nreturn a",
        "{ a: number }",
    );
    body_returns(
        "a = {'a': 1}\nb = a\ndef f():\n    b = {}\n    b['x'] = n\nreturn a",
        "{ a: number }",
    );
    body_returns(
        "a = {'a': 1}\nb = a\n[b.update(x) for b in x]\nreturn a",
        "{ a: number }",
    );
    // All that may be the same value is changed.
    body_returns(
        "a = {'a': 1}\nb = {}\nif n:\n    b = a\nb['x'] = n\nreturn a",
        "{ a?: unknown, … }",
    );
    body_returns(
        "a = {'a': 1}\nb = []\nc = b\nc.append(a)\nb[0]['x'] = n\nreturn a",
        "{ a?: unknown, … }",
    );
    body_returns(
        "a = {'a': 1}\nb = []\nc = b\nb = []\nc.append(a)\nb[0]['x'] = n\nreturn a",
        "{ a: number }",
    );
}
