//! What Python refuses and lacks, text by text.

use super::super::{Verdict, python_compiled};
use super::Compiled;

fn look(text: &str) -> Compiled {
    let (verdict, compiled) = python_compiled(text);
    assert_eq!(verdict, Verdict::Valid, "{text}");
    compiled
}

/// Line (from 1) and message of each mistake.
#[track_caller]
fn refuses(text: &str, wanted: &[&str]) {
    let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
    let found = look(text).refused;
    let found: Vec<String> = found
        .iter()
        .map(|p| format!("{} {}", line(p.span.start), p.message))
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[track_caller]
fn lacks(text: &str, wanted: &[&str]) {
    let found = look(text).unbound;
    let found: Vec<String> = found
        .iter()
        .map(|u| {
            assert_eq!(u.span.slice(text), u.name);
            let when = if u.at_import { "!" } else { "" };
            format!("{}{when}", u.name)
        })
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn what_python_does_not_compile() {
    refuses("return 1\n", &["1 `return` is outside of a function"]);
    refuses(
        "class A:\n    return 1\n",
        &["2 `return` is outside of a function"],
    );
    refuses("yield 1\n", &["1 `yield` is outside of a function"]);
    refuses("await f()\n", &["1 `await` is outside of a function"]);
    let waits = "`await` works only inside `async def`";
    refuses("def f():\n    await g()\n", &[&format!("2 {waits}")]);
    refuses(
        "def f():\n    async with a as b: pass\n",
        &["2 `async with` works only inside `async def`"],
    );
    refuses(
        "async def f():\n    def g():\n        await h()\n",
        &[&format!("3 {waits}")],
    );
    refuses(
        "async def f():\n    return lambda: await h()\n",
        &[&format!("2 {waits}")],
    );
    refuses(
        "def f(a, b, a): pass\n",
        &["1 two parameters have the name `a`"],
    );
    refuses(
        "f = lambda a, a: a\n",
        &["1 two parameters have the name `a`"],
    );
    refuses("f(a=1, a=2)\n", &["1 the argument `a` is given twice"]);
    refuses("break\n", &["1 `break` is outside of a loop"]);
    refuses(
        "if a:\n    continue\n",
        &["2 `continue` is outside of a loop"],
    );
    refuses(
        "for a in b:\n    def f():\n        break\n",
        &["3 `break` is outside of a loop"],
    );
    refuses(
        "for a in b:\n    pass\nelse:\n    break\n",
        &["4 `break` is outside of a loop"],
    );
    refuses(
        "for a in b:\n    class C:\n        break\n",
        &["3 `break` is outside of a loop"],
    );
    refuses(
        "import a\nfrom __future__ import annotations\n",
        &["2 `from __future__ import` must come before all other code"],
    );
    refuses(
        "def f():\n    from a import *\n",
        &["2 `from a import *` works only at the top level of a file"],
    );
    refuses("nonlocal a\n", &["1 `nonlocal` is outside of a function"]);
}

#[test]
fn what_python_compiles() {
    for text in [
        "def f(a, *b, c=1, **d):\n    return a\n",
        "async def f():\n    await g()\n    return [await x for x in y]\n",
        "async def f():\n    return [x async for x in y]\n",
        "def f():\n    return (await x for x in y)\n",
        "def f():\n    yield 1\n    return 2\n",
        "f = lambda: (yield)\n",
        "for a in b:\n    if a:\n        continue\n    else:\n        break\n",
        "while a:\n    try:\n        pass\n    finally:\n        break\n",
        "for a in b:\n    for c in d:\n        pass\n    else:\n        break\n",
        "def f():\n    for x in y:\n        with z:\n            break\n",
        "for a in b:\n    match a:\n        case 1: break\n",
        "def f(a):\n    def g(a):\n        nonlocal b\n",
        "'Doc.'\nfrom __future__ import annotations\nimport a\n",
        "f(a=1, **b)\nf(**a, **b)\n",
        "async def f():\n    async with a: pass\n    async for b in c: break\n",
        "async def f():\n    yield 1\n    return\n",
        "*a, b = c\n",
        "def f():\n    return *a, b\n",
    ] {
        refuses(text, &[]);
    }
}

#[test]
fn names_that_nothing_defines() {
    lacks("def main():\n    return true\n", &["true"]);
    lacks(
        "def main(x: Foo) -> Bar:\n    return x\n",
        &["Foo!", "Bar!"],
    );
    lacks("def main(x=true): pass\n", &["true!"]);
    lacks(
        "def main():\n    wmill.get(1)\n    wmill.get(2)\n",
        &["wmill"],
    );
    lacks("def f():\n    a\na\n", &["a!"]);
    lacks(
        "class A(Base):\n    x: Foo = 1\n    def f(self: Bar): y: Gone = 1\n",
        &["Base!", "Foo!", "Bar!"],
    );
    lacks("def f():\n    def g(x: Foo): pass\n", &["Foo"]);
    lacks("@task()\ndef f(): pass\n", &["task!"]);
    lacks("x = [y for z in w]\n", &["y!", "w!"]);
    lacks("print(f'{name}')\n", &["name!"]);
}

#[test]
fn names_that_something_defines() {
    for text in [
        "import wmill\nimport a.b\nfrom c import d as e\nwmill, a, e\n",
        "from typing import *\ndef f(x: List): pass\n",
        "def f(a, /, b, *c, d, **e): return a, b, c, d, e\n",
        "for a, (b, *c) in []: print(a, b, c)\n",
        "with open('') as a: a\n",
        "try: pass\nexcept ValueError as a: a\n",
        "def f(): return later()\ndef later(): pass\n",
        "def f():\n    global a\n    a = 1\ndef g(): return a\n",
        "if (n := 1): n\n",
        "match 1:\n    case [a, *b]: a, b\n    case {'x': c, **d}: c, d\n    case int() as e: e\n",
        "def f[T](a: T) -> T: ...\nclass A[U]:\n    b: U\ntype X[V] = list[V]\ntype Y = Gone\n",
        "lambda a: a\n",
        "{k: v for k, v in [] if k}\n",
        "from __future__ import annotations\ndef f(x: Foo) -> Bar: pass\ny: Foo\n",
        "def f(x: 'Foo'): y: Bar\n",
        "print(__file__, __name__, int, ExceptionGroup, exit)\n",
        "globals()['a'] = 1\nprint(a)\n",
        "try:\n    unicode\nexcept NameError:\n    unicode = str\nbytes_ = buffer\n",
        "if __name__ == '__main__':\n    main(args)\n",
        "if False:\n    gone\n",
        "class A:\n    x = 1\n    y = x\n    def f(self): return __class__, super()\n",
        "async def f():\n    async for a in []: a\n    return [b async for b in []]\n",
        "import sys\nif sys.version_info[0] < 3:\n    text = unicode\nelse:\n    text = str\n",
        "try:\n    import a\nexcept ImportError:\n    a = None\na\n",
        "def f(x):\n    match x:\n        case {'a': [b, *_], **c} if b: return b, c\n        case int(d) | str(d): return d\n",
        "def f():\n    def g(): return h()\n    def h(): return g\n    return g\n",
        "class A:\n    @property\n    def b(self): return 1\n    @b.setter\n    def b(self, c): self.d = c\n",
        "x = [a for a in range(3) if (b := a)]\nprint(b, f'{a!r:>{b}}')\n",
        "del a\n",
        "a += 1\n",
    ] {
        lacks(text, &[]);
    }
}
