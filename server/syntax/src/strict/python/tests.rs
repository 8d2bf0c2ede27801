//! Where Python is broken, in which words, and where it is not.

use super::*;

/// Line (from 1), marked text and message of each spot.
fn judged(text: &str) -> Vec<String> {
    match python(text) {
        Verdict::Valid => Vec::new(),
        Verdict::Unknown => vec!["unknown".to_owned()],
        Verdict::Broken(problems) => problems
            .iter()
            .map(|p| {
                let line = text[..p.span.start as usize].matches('\n').count() + 1;
                format!("{line} [{}] {p}", p.span.slice(text))
            })
            .collect(),
    }
}

#[test]
fn what_any_version_takes_is_valid() {
    for text in [
        "",
        "\n",
        "# only\n",
        "\u{feff}x = 1\n",
        "x = 1",
        "x = 1\r\nif x:\r\n\ty = 2\r\n",
        "x = 1\rif x:\r  y = 2\r",
        "match a:\n    case {'x': [1, *_]} if b: pass\n    case A(b=c) | None as d: pass\n    case _: pass\n",
        "match = 1\ncase = match\ntype = 2\ntype(match)\n",
        "type X[T: int = str, *Ts, **P] = list[T]\n",
        "def f[T](a: T, /, b, *, c) -> T: ...\nclass A[T](B): ...\n",
        "f'{a!r:>{b}} {'x' + f'{c}'} {\n  d # comment\n}'\n",
        "f\"{x['a']}\"\n",
        "f'{a=}'\n",
        "rf'\\d{x}'\n",
        "t'{a} b'\n",
        "try:\n    pass\nexcept A, B:\n    pass\n",
        "try: pass\nexcept* E as e: pass\n",
        "while (n := f()): print(n)\n",
        "with (open(a) as b, c as d,): pass\n",
        "async def f():\n    async with a as b: await c\n    return [x async for x in y]\n",
        "print(*a, **b)\n",
        "lambda *a, b=1, **c: (yield)\n",
        "x: int = 1\n",
        "a[1:2, *b] = c\n",
        "@a.b[c](d)\ndef f(): ...\n",
        "for x in *a, b: pass\n",
        "return 1\n",
        "await x\n",
        "yield\n",
        "break\n",
        "from __future__ import x\n",
        "global x\n",
        "def f():\n  try:\n    return 1\n  finally:\n    return 2\n",
        "x = 1if y else 2\n",
        "x = (\n  1\n  # c\n)\n",
        "a = b = c, = d\n",
        "def f(a, a): pass\n",
        "nonlocal y\n",
        "x = \\\n  1\n",
        "if a:\n\tb\n",
        "\x0cx = 1\n",
        "é = 1\n",
        "def main(x: dict = {'(': 1}): ...\n",
    ] {
        assert_eq!(judged(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn one_finding_for_each_broken_spot() {
    let spots: &[(&str, &[&str])] = &[
        ("x = \n", &["1 [=] something is missing after `=`"]),
        ("def f(\n", &["1 [(] this `(` is never closed"]),
        ("x = (1\ny = 2\n", &["1 [(] this `(` is never closed"]),
        (
            "def main(a:\n    x = 1\n    return x\n\ny = 2\n",
            &["1 [(] this `(` is never closed"],
        ),
        (
            "def main()\n    return 1\n",
            &["1 [)] a `:` is missing at the end of this line"],
        ),
        (
            "if x:\ny = 1\n",
            &["2 [y] nothing is indented below the `if` above"],
        ),
        (
            "x = 1\n  y = 2\nz = 3\n",
            &["2 [  ] this line is indented further than the one above"],
        ),
        ("print 'x'\n", &["1 ['x'] `print` needs brackets"]),
        ("x = 'abc\ny = 1\n", &["1 ['abc] this text is never closed"]),
        (
            "x = '''abc\ny = 1\n",
            &["1 ['''abc] this text is never closed"],
        ),
        (
            "import\n\n\nfrom x import\n\n\ndef\n",
            &[
                "1 [t] it is not said what to import",
                "4 [t] it is not said what to import",
                "7 [f] a name is missing after `def`",
            ],
        ),
        (
            "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n",
            &["1 [<<<<<<<] a merge conflict is left in the file"],
        ),
        ("x = f'{a'\n", &["1 ['] a `{` in this text is never closed"]),
        ("x = 1 +\n", &["1 [+] something is missing after `+`"]),
        ("wmill.\n", &["1 [.] a name is missing after `.`"]),
        (
            "d = {'a': 1,\n\ndef main():\n    pass\n\n\nx = 2\n",
            &["1 [{] this `{` is never closed"],
        ),
        ("é = 😀\n", &["1 [😀] `😀` has no meaning in Python here"]),
        (
            "if x:\n    a\n   b\nc\n",
            &["3 [   ] this line is indented like no other line above it"],
        ),
        ("x = )\n", &["1 [)] `)` closes nothing"]),
        ("class\n", &["1 [s] a name is missing after `class`"]),
        (
            "def f():\n",
            &["1 [:] nothing is indented below this `def`"],
        ),
        ("x = 08\n", &["1 [08] a number cannot start with `0`"]),
        (
            "try:\n    x\n",
            &["2 [x] `except` or `finally` is missing after this `try`"],
        ),
        ("a = 1 = b\n", &["1 [1] nothing can be assigned to this"]),
        (
            "f(a=1, b)\n",
            &["1 [b] a value without a name stands after one with a name"],
        ),
        (
            "def f(a=1, b): pass\n",
            &["1 [b] a parameter without default stands after one with a default"],
        ),
        ("f(a b)\n", &["1 [b] something is missing before `b`"]),
        ("x = [1, 2\n", &["1 [[] this `[` is never closed"]),
        (
            "retrun x\n",
            &["1 [x] something is missing between `retrun` and `x`"],
        ),
        ("class = 1\n", &["1 [=] `=` is not a name"]),
        (
            "def class(): pass\n",
            &["1 [class] `class` is a word of Python and cannot be a name"],
        ),
        ("if x = 1:\n    pass\n", &["1 [=] `=` stores a value"]),
        (
            "if x:\n    pass\nelse if y:\n    pass\n",
            &["3 [if] `else if` is not Python"],
        ),
        (
            "else:\n    pass\n",
            &["1 [else] this `else` belongs to no `if`"],
        ),
        ("x = “a”\n", &["1 [“] `“` is a quote of word processors"]),
    ];
    for (text, found) in spots {
        let judged: Vec<String> = judged(text);
        let why = judged
            .iter()
            .map(|j| j.split("; ").next().unwrap_or_default());
        assert_eq!(why.collect::<Vec<_>>(), *found, "{text:?}");
    }
}

#[test]
fn one_cause_is_one_finding() {
    let head = "import re\n\n\ndef main(a):\n    b = []\n";
    let tail = "\n    if a and b:\n        b = 1\n    match a:\n        case 1:\n            b = 2\n    return {\"a\": a}\n";
    for (line, found) in [
        ("    b.append(\"x\"\n", "6 [(] this `(` is never closed"),
        ("    b.append(\"x)\n", "6 [\"x)] this text is never closed"),
        (
            "   b = 1\n",
            "6 [   ] this line is indented like no other line above it",
        ),
        (
            "      b = 1\n",
            "6 [      ] this line is indented further than the one above",
        ),
        (
            "\tb = 1\n",
            "6 [\t] a tab stands before this line, and spaces before others",
        ),
        ("    if a = b:\n        pass\n", "6 [=] `=` stores a value"),
        ("    b = {\n", "6 [{] this `{` is never closed"),
    ] {
        let text = format!("{head}{line}{tail}");
        let judged = judged(&text);
        let why: Vec<_> = judged
            .iter()
            .map(|j| j.split("; ").next().unwrap())
            .collect();
        assert_eq!(why, [found], "{text}");
    }
    // What stands in another function is told as well.
    let two = format!("{head}    b.append(\"x\"\n\ndef other(:\n    pass\n");
    assert_eq!(judged(&two).len(), 2, "{two}");
}

#[test]
fn words_of_other_languages_are_told_with_pythons() {
    for (text, says) in [
        ("x = a && b\n", "write `and`"),
        ("x = a || b\n", "write `or`"),
        ("if !x:\n    pass\n", "write `not`"),
        ("x = a === b\n", "write `==`"),
        ("x++\n", "write `+= 1`"),
        ("const x = 1\n", "`const` is not Python"),
        ("function main() {\n}\n", "write `def`"),
        ("if (x) {\n  y\n}\n", "`{ … }`"),
        ("x = a ? b : c\n", "a if condition else b"),
        ("x = a?.b\n", "`?.`"),
        ("x = a ?? b\n", "`??`"),
        ("x = (a) => a\n", "lambda"),
        ("// note\n", "`#`"),
        ("x = `a ${b}`\n", "f\"…\""),
        ("throw x\n", "write `raise`"),
        ("main(a: int):\n    pass\n", "`def` is missing"),
        ("async main(a: int):\n    pass\n", "`def` is missing"),
    ] {
        let judged = judged(text);
        assert!(judged[0].contains(says), "{text:?}: {judged:?}");
    }
}

#[test]
fn a_sentence_for_each_mistake() {
    let long = "a_name_that_is_longer_than_some_and_even_longer";
    for (text, says) in [
        ("x = 0xZZ\n", "1 [0x] this is not a number"),
        (
            "x = 0777\n",
            "1 [0777] a number cannot start with `0`; write `0o777` or `777`",
        ),
        (
            "x = 08\n",
            "1 [08] a number cannot start with `0`; write `8`",
        ),
        (
            "x = 'a' b'c'\n",
            "1 ['a' b'c'] texts with and without `b` before them cannot stand side by side",
        ),
        (
            "raise from x\n",
            "1 [from] an exception is missing after `raise`",
        ),
        (
            "(a, b): int = 3\n",
            "1 [(a, b)] only one name can have a type",
        ),
        ("def f(a, /, b, /): pass\n", "1 [/] `/` can stand only once"),
        ("def f(*, a, *, b): pass\n", "1 [*] `*` can stand only once"),
        (
            "def f(*a, /): pass\n",
            "1 [/] `/` stands behind `*`; write it before",
        ),
        (
            "def f(/, a): pass\n",
            "1 [/] `/` cannot stand before all parameters; remove it",
        ),
        (
            "class A: def f(): pass\n",
            "1 [def] `def` needs a line of its own; start a new line before it",
        ),
        (
            "if x: if y: pass\n",
            "1 [if] `if` needs a line of its own; start a new line before it",
        ),
        ("x = a -> b\n", "1 [->] `->` does not fit here"),
        ("x := 3\n", "1 [:=] `:=` does not fit here"),
        ("x: int: 3\n", "1 [:] `:` does not fit here"),
        ("-> x\n", "1 [->] no line can start with `->`"),
        (
            "!pip install x\n",
            "1 [!] this is a command of a notebook, not Python; remove the line",
        ),
        (
            "%pip install x\n",
            "1 [%] this is a command of a notebook, not Python; remove the line",
        ),
        (
            "def main(x)): pass\n",
            "1 [)] `)` closes nothing; remove it",
        ),
        (
            "  x = 1\n",
            "1 [  ] the first line is indented; remove the spaces before it",
        ),
        (
            "# x\n\n  x = 1\n",
            "3 [  ] the first line is indented; remove the spaces before it",
        ),
        (
            &format!("{long} x\n"),
            "1 [x] something is missing between `a_name_that_is_longer_than_some_and_even…` and `x`; an operator, a \
             comma or a new line, perhaps",
        ),
        (
            "customer_report_rows x\n",
            "1 [x] something is missing between `customer_report_rows` and `x`; an operator, a comma or a new line, \
             perhaps",
        ),
    ] {
        assert_eq!(judged(text), [says], "{text:?}");
    }
}

#[test]
fn code_in_a_message_is_whole() {
    let Verdict::Broken(problems) = python("x = foo \"a; b\"\n") else {
        panic!("not broken")
    };
    assert_eq!(
        problems[0].message,
        "something is missing between `foo` and `\"a; b\"`"
    );
}

#[test]
fn no_sentence_is_longer_than_a_line() {
    // Every text that the other tests break, cut at every place.
    for text in [
        "def main(a: int = 1, *b, c, **d) -> list[str]:\n    return [f'{a!r:>{b}}' for x in y if z]\n",
        "try:\n    import a.b as c\nexcept (A, B) as e:\n    raise X from e\nfinally:\n    del a\n",
        "match a:\n    case {'x': [1, *_]} if b: pass\n    case A(b=c) | None as d: pass\n",
        "async def f():\n    async with a as b, c: await d\n    global g\n    x: int = (y := 1)\n    assert x, 'why'\n",
        "class A[T](B, metaclass=C):\n    @b\n    def f(self, /, x=lambda: 1): yield\n",
    ] {
        let cuts = (0..text.len()).filter(|i| text.is_char_boundary(*i));
        for cut in cuts {
            for broken in [
                text[..cut].to_owned(),
                format!(
                    "{}{}",
                    &text[..cut],
                    text.get(cut + 1..).unwrap_or_default()
                ),
            ] {
                for problem in judged(&broken) {
                    let why = problem.split("; ").next().unwrap_or_default();
                    let why = why.split_once("] ").map_or(why, |(_, why)| why);
                    assert!(why.chars().count() <= 62, "{broken:?}: {why}");
                }
            }
        }
    }
}

#[test]
fn many_spots_are_cut_off() {
    assert_eq!(judged(&"x = \n\n\n".repeat(30)).len(), MAX_PROBLEMS);
}

#[test]
fn brackets_nest_as_deep_as_cpython_takes() {
    let nested = |n: usize| format!("x = {}{}\n", "[".repeat(n), "]".repeat(n));
    assert_eq!(python(&nested(200)), Verdict::Valid);
    let Verdict::Broken(problems) = python(&nested(201)) else {
        panic!("not broken")
    };
    assert_eq!(problems[0].span, Span::new(204, 205));
    assert_eq!(
        python(&format!("x = '{}'\n", "(".repeat(500))),
        Verdict::Valid,
        "in a string"
    );
    assert_eq!(
        python(&format!("# {}\n", "(".repeat(500))),
        Verdict::Valid,
        "in a comment"
    );
    let field = format!("x = f'{{{}{}}}'\n", "(".repeat(205), ")".repeat(205));
    assert_eq!(python(&field), Verdict::Unknown);
}

#[test]
fn deep_texts_do_not_end_the_process() {
    for unit in [
        "(",
        "[",
        "{1:",
        "not ",
        "-",
        "lambda:",
        "f'{",
        "x if y else ",
        "a.",
        "if x:\n ",
        "await ",
        "a[",
        "*",
        "(yield ",
    ] {
        for count in [30, 200, 2_000] {
            assert_ne!(
                python(&unit.repeat(count)),
                Verdict::Valid,
                "{unit} {count}"
            );
        }
    }
}
