//! Both readers of Python.

use std::sync::Arc;

use lang::python::tree::{Kind, NodeId, Operator, Unary};
use lang::python::{Tree, lower, read};
use syntax::{Language, Span};

use crate::compare::{self, Compared, climbed, compare_all};
use crate::edits::{Pieces, edited};
use crate::texts;

/// Compares the trees of both readers.
fn compare(text: &str) -> Result<Compared, String> {
    let text: Arc<str> = text.into();
    let parsed = syntax::parse(Language::Python, &text);
    if parsed.root_node().has_error() {
        return Ok(Compared::Alone);
    }
    let (_, Some(strict)) = read(&text) else {
        return Ok(Compared::Alone);
    };
    let tolerant = lower(&text, &parsed);
    if tolerant == strict {
        return Ok(Compared::Equal);
    }
    let misread = misread(&tolerant, &strict);
    compare::apart(&tolerant, &strict, &misread, |tree, node| {
        match tree.symbol_of(node) {
            // The numbers of symbols depend on all names before.
            Some(name) => {
                let kind = std::mem::discriminant(&tree.kind(node));
                format!("{kind:?} {}", tree.name(name))
            }
            None => format!("{:?}", tree.kind(node)),
        }
    })
}

/// What in the text tree-sitter's grammar takes for what it is not in Python 3. Such a text, which is valid, is never read by
/// it: what is lost is that it reads otherwise while it is being typed.
fn misread(tolerant: &Tree, strict: &Tree) -> Vec<Span> {
    // `\r` alone ends a line, and `a\r[b]` are two statements: what stands on which line is told otherwise everywhere.
    let mut returns = tolerant.text().split('\r').skip(1);
    if returns.any(|behind| !behind.starts_with('\n')) {
        return vec![Span::new(0, tolerant.text().len())];
    }
    let is = |tree: &Tree, node, kind| tree.kind(node) == kind;
    let found = tolerant.all().filter(|node| {
        let node = *node;
        let span = tolerant.span(node);
        let text = tolerant.text_of(node);
        let whole = climbed(tolerant, node, is_statement).slice(tolerant.text());
        match tolerant.kind(node) {
            // `print >> a, b` is the statement of Python 2.
            Kind::Broken if text.starts_with("print") => {
                let behind =
                    text["print".len()..].trim_start_matches([' ', '\t', '\\', '\n', '\r']);
                behind.starts_with(">>")
            }
            // `type(a).b: c = d` has an annotation, and is no alias of `type`; `type(**a).b = c` is no alias either, and `**`
            // no star in a tuple.
            Kind::Broken => whole.starts_with("type(") && whole.contains(':'),
            Kind::Starred => text.starts_with("**") && whole.starts_with("type("),
            // `with lambda: a as b` binds nothing.
            Kind::Lambda => {
                let item = tolerant
                    .parent(node)
                    .filter(|p| is(tolerant, *p, Kind::WithItem));
                item.is_some_and(|item| tolerant.children(item).count() == 2)
            }
            // `a ^ b & c` is `(a ^ b) & c`.
            Kind::Binary(Operator::BitAnd) => open_side(tolerant, node, |side| {
                side == Kind::Binary(Operator::BitXor)
            }),
            // `x: a | b and c` is a union of `a` and `b and c`.
            Kind::Binary(Operator::BitOr) => open_side(tolerant, node, |side| {
                matches!(
                    side,
                    Kind::And
                        | Kind::Or
                        | Kind::Compare(_)
                        | Kind::Unary(Unary::Not)
                        | Kind::Conditional
                        | Kind::Lambda
                )
            }),
            // `f"{a:=1}"` gives `a` a value, and does not say how wide it is.
            Kind::Named => {
                let mut named = strict.all().filter(|n| is(strict, *n, Kind::Named));
                let is_field = tolerant.text()[..span.start as usize].ends_with('{');
                is_field && !named.any(|n| strict.span(n) == span)
            }
            // `type print[T] = a`: a name that is a word that is none everywhere.
            Kind::TypeAlias => {
                let left = tolerant.child(node, 0);
                left.is_some_and(|l| is(tolerant, l, Kind::Subscript))
            }
            _ => false,
        }
    });
    found
        .map(|node| climbed(tolerant, node, is_statement))
        .collect()
}

/// Whether an operand of this kind stands there without brackets.
fn open_side(tree: &Tree, node: NodeId, is_kind: impl Fn(Kind) -> bool) -> bool {
    let whole = tree.span(node);
    let mut sides = tree.children(node);
    sides.any(|side| {
        let span = tree.span(side);
        let touches = span.start == whole.start || span.end == whole.end;
        touches && is_kind(tree.kind(side))
    })
}

/// What is no part of an expression.
fn is_statement(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Module
            | Kind::Block
            | Kind::Function { .. }
            | Kind::Class { .. }
            | Kind::Decorator
            | Kind::For { .. }
            | Kind::While
            | Kind::If
            | Kind::Elif
            | Kind::Else
            | Kind::With { .. }
            | Kind::WithItem
            | Kind::Match
            | Kind::Case
            | Kind::Try
            | Kind::Except
            | Kind::Finally
    )
}

#[test]
fn files_read_the_same() {
    let files = texts::files(&["py", "pyi"], "PYTHON_FILES");
    assert!(compare_all("files", compare, files.into_iter()) > 60);
    let pieces = texts::pieces();
    assert!(compare_all("pieces of files", compare, pieces.into_iter()) > 1_000);
}

#[test]
fn the_standard_library_reads_the_same() {
    let equal = compare_all(
        "standard library",
        compare,
        texts::standard_library().into_iter(),
    );
    assert!(equal > 300);
}

#[test]
fn what_is_written_in_odd_ways_reads_the_same() {
    for text in ODD {
        assert_eq!(compare(text), Ok(Compared::Equal), "{text}");
    }
    let variants = ODD.iter().flat_map(|text| variants(text));
    assert!(compare_all("odd texts", compare, variants) > 5 * ODD.len());
}

/// The same with other line ends, behind a mark of byte order, without a last line end, with comments.
fn variants(text: &str) -> [String; 6] {
    [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.trim_end().to_owned(),
        text.replace('\n', " # é😀\n"),
        format!("\x0c\n{text}\n\n  # the end"),
    ]
}

#[test]
fn known_differences_are_still_there() {
    for text in MISREAD {
        assert_eq!(compare(text), Ok(Compared::Known), "{text}");
    }
}

#[test]
fn edits_read_the_same() {
    let mut texts = texts::seeds("py");
    assert!(texts.len() >= 10);
    texts.extend(ODD.iter().map(|text| (*text).to_owned()));
    let edited = edited(texts, &PIECES, compare::rounds(4_000));
    assert!(compare_all("edited texts", compare, edited) > 1_000);
}

/// What tree-sitter takes for something else.
const MISREAD: &[&str] = &[
    "type(a).b: c = d\n",
    "type match[T] = a\n",
    "a\r[b]\n",
    "print >> a, b\n",
    "x = a ^ b & c\n",
    "x = f\"{a:=10}\"\n",
];

/// What the files have too little of. No line ends inside of a string.
const ODD: &[&str] = &[
    "",
    "\n",
    "x",
    "(x)\n((x))\n(x), (y)\n(x),\n()\n(\n)\n",
    "x = (\n)\nx = a,\nx = (a),\nx = (a), (b),\n(x) = (y) = z\n(x): (int) = (y)\n[a, b] = (c, *d) = e\n",
    "x = a and b and c and (d) and e\nx = (a) or b or (c)\nx = (a or b) or c\nx = a or (b or c)\nx = a and b or c and d\n",
    "x = not a in b\nx = a < (b) <= c != d is not e not in f\nx = -(+a) ** ~b\nx = a if (b) else (c) if d else e\n",
    "x = a @ b // c % d << e >> f | g ^ h\nx @= y\nx //= y; x **= y; x >>= y; x <<= y; x &= y; x ^= y; x |= y; x %= y\n",
    "f((a), *(b), c=(d), **(e))\nf(a for a in b)\nf((a for a in (b)))\nf(*a, *b)\nf(a)(b)[c].d(e,)\n(f)(a)\n(a).b.c\n",
    "x[a]\nx[a,]\nx[(a), b]\nx[a:b]\nx[:]\nx[::]\nx[a::b]\nx[:a, ..., b:c:d]\nx[*a]\nx[*a, b]\nx[(a, b)]\nx[()]\nx[a][b,][c:d]\n",
    "{}\n{a}\n{a, *b}\n{a: b}\n{(a): (b), **(c), 'd': (e)}\n{**a}\n[*a, b]\n[(a)]\n{(a): (b) for (a) in (b) if (c) if (d) for e in f}\n",
    "[a for a in b if c]\n[a async for a in b]\n{a for a, in b}\n[(a) for (a, *b), c in (d) if (e)]\n(a for a in b)\nx = [[a for a in b] for b in (c) if (d)]\n",
    "x = (y := 1)\nif (a := b): pass\n[c := d, e]\nf(a := b)\nx[a := b]\n(lambda: (a := 1))\n",
    "lambda: 0\nlambda a, /, b=(1), *c, d, e=2, **f: (a, b)\nlambda *a: a\nlambda *, a: a\nlambda **a: a\nlambda: (yield)\n",
    "def f(): pass\ndef f(a, b=1, /, c: int = (2), *, d, e: 'x' = 3, **f: g) -> h: ...\ndef f(*a: b): pass\ndef f(*a: *b): pass\ndef f(a: (int), b: (x) = (1)) -> (y): pass\n",
    "async def f():\n  async for a in b: pass\n  async with a as b, c: pass\n  await a; await (b)\n  return [x async for x in y if await z]\n",
    "@a\n# c\n@b.c(d)\n@(e)\n@f[0]\n\n# c\ndef g(): pass\n@h\nasync def i(): pass\n@j\nclass K: pass\n",
    "class A: pass\nclass A(): pass\nclass A(B, *C, d=E, **F):\n  x: int\n  y = 1; z = 2;\n  def f(self): return 1;\n",
    "def f[T](a: T) -> T: pass\ndef f[T: int, *U, **P](): pass\nclass A[T: (int, str)](B[T]): pass\ntype X = int\ntype Y[T] = dict[str, T]\ntype = 1\ntype(a).b = c\ntype(a)[b] = c\ntype(a, b, {}).c.d = e\n",
    "import a\nimport a.b as c, d . e\nfrom a import b\nfrom a.b import (c as d, e,)\nfrom . import a\nfrom .. a import b\nfrom ... import a\nfrom .... a.b import *\nfrom __future__ import annotations, division as d\n",
    "if a: b; c;\nelif d: e\nelse: f\nif a:\n  b\n  # c\nelif (d):\n  e\n# f\nelse:\n  g\n  # h\n",
    "for a in b: c\nelse: d\nfor a, (b, c) in d, e:\n  f\nfor (a) in (b): pass\nfor *a, b in c: break\nwhile (a): continue\nelse:\n  pass\n",
    "with a: pass\nwith (a): pass\nwith (a, b): pass\nwith (a) as b: pass\nwith (a as b): pass\nwith (a as b, c as (d, e),): pass\nwith a as b.c, d as e[0]: pass\nwith (a, b) as c: pass\nwith (yield): pass\nwith f(), (g): pass\nwith (a)[0] as b, (c).d: pass\n",
    "try: a\nexcept: b\ntry:\n  a\nexcept (A, B) as c:\n  d\nexcept D:\n  e\nelse:\n  f\nfinally:\n  g\ntry: a\nfinally: b;\ntry: a\nexcept* A as b: c\nexcept* (B): d\n",
    "match a:\n  case 1: pass\nmatch a, b:\n  case 1, x if (x): pass\n  case [a, *b] | (c, d): pass\n  case (e): pass\n  case (f,): pass\n  case []: pass\n  case (): pass\n  case _: pass\nmatch (a):\n  case -1 | 2.0 | -3j | 1 + 2j | -1 - 2.5j: pass\n  case 'a' 'b' | b'c': pass\n",
    "match a:\n  case None | True | False: pass\n  case A.B.C | D(): pass\n  case E(f, g=h, i=-1) as j: pass\n  case {'a': b, -1: _, c.d: (e), **f}: pass\n  case {}: pass\n  case *a, _: pass\n  case [*_]: pass\n  case (A() as b): pass\n  case ((a, b), [c]): pass\n",
    "match = 1\nmatch.x\nmatch(a)\nmatch[a]\ncase = match\n_ = 1\nprint(_)\nprint\nprint = exec\n",
    "return_ = 1\nraise\nraise a\nraise (a) from (b)\nassert a, b\nassert (a, b)\ndel a, b[0], (c)\ndel (a, b)\ndel [a]\nglobal a, b\npass; pass\n",
    "def f():\n  nonlocal a, b\n  return\n  return (a)\n  return a, *b\n  yield\n  yield a, b\n  x = yield\n  x = yield (a)\n  yield from (a)\n  x = await a\n",
    "x = 1 + 1_000 + 0x1F + 0b1 + 0o7 + 1.5 + .5 + 5. + 1e5 + 1E-5 + 1j + 1.5j + 1e5J + 0xE if 1 else ...\n",
    "x = 'a' \"b\" '''c''' r'd' if b'e' B'f' else u'f'\nx = 'a' f'{b}' rf'{c}' R'' if Rb'' else BR''\nx = ('a'\n  'b')\nx = 'a\\'b' '\\N{EM DASH}' r'\\\'' ''\n",
    "x = f'{a}{b!r}{c:>{d}}{e!s:{f}.{g}}{h=}{i = }{{j}}'\nx = f'{ {a: b}[c] }{(lambda: 1)}{*a, b}{a, b}{yield_}'\nx = f\"{a['b']}\" f'{f\"{c}\"}'\nx = f'''{\na}{\n  b:c\n}'''\n",
    "x: int\nx.y: int = 1\nx[0]: a.b\n(x): int\nx: a | b = c\nx: a[b] | c | d[e] | f = 1\nx: (a[b]) | (c | d) | e\nx: a[b] | (c) | d\nx: 'a' = 1\nx: a[b, c]\nx: (a, b)\nx: a.b[c.d, [e]] | None\n",
    "x = \\\n  a + \\\n  b\nif a and \\\n   b:\n  pass\nfrom a \\\n  import b\nx = a. \\\n  b\n",
    "é = 'ü😀'\nx = é.ß(ñ='😀')\n# 😀\nclass Ö: pass\nªº = 1\n",
    "if a:\n\tb\n\tif c:\n\t\td\n\n\n\n",
    "x = a<b>c\nx = a!=b\nx = a if b else(c)\nx = 1if 1else 2\nx = [1for x in y]\n",
    "*a, b = c\n*a.b, c = d\n*a[0], *b.c = d\nx = *a, b\nx = *a.b(c)[d], e\nx = *a + b, c\nprint(*a.b, *c[d])\n[*a.b, *c()]\nfor x in *a, *b.c: pass\n",
];

/// What Python is edited with.
const PIECES: Pieces = Pieces {
    around: &[
        ("(", ")"),
        ("((", " ) )"),
        ("[", "]"),
        ("f(", ",)"),
        ("not (", ")"),
        ("a[", ", b]"),
    ],
    changes: &[
        ("\n", "\r\n"),
        ("\n", "  # é\n"),
        ("\n", ";\n"),
        (" ", " \\\n "),
        (",", ",\n# 😀\n"),
        ("    ", "\t"),
        (":\n", ":  # why\n"),
    ],
    expressions: EXPRESSIONS,
    statements: STATEMENTS,
};

/// What takes the place of a word.
const EXPRESSIONS: &[&str] = &[
    "x",
    "(x)",
    "x.y",
    "x[0]",
    "x[a, b]",
    "x[a:b, ::c]",
    "x[*a]",
    "(x, y)",
    "(x,)",
    "()",
    "[]",
    "{}",
    "[x, *y]",
    "{x: y, **z}",
    "{x, y}",
    "f()",
    "f(x, *y, z=1, **w)",
    "f(x for x in y)",
    "(x for x in y if z)",
    "[x for x, y in z if a if b]",
    "{x: y for x in z}",
    "(lambda: 0)",
    "lambda a, *b, c=1: (a)",
    "(x := 1)",
    "x if y else z",
    "(x if y else z)",
    "not x",
    "-x",
    "x + y * z",
    "x and y and z",
    "(x and y) or z",
    "x < y <= z",
    "x is not y",
    "x not in y",
    "await x",
    "(yield)",
    "(yield x)",
    "(yield from x)",
    "'a'",
    "'a' 'b'",
    "b'a'",
    "r'a'",
    "f'{x}'",
    "f'{x!r:>{y}}'",
    "f'{x}' 'y'",
    "f'{x=}{y:%d}'",
    "'''a\nb'''",
    "1",
    "-1",
    "1.5",
    "1j",
    "0x1f",
    "...",
    "None",
    "True",
    "*x",
    "**x",
    "a.b.c",
    "type(a).b",
    "x[y] | z | w",
    "é",
    "match",
    "print",
    "(\n  # c\n  x\n)",
];

/// What becomes a line.
const STATEMENTS: &[&str] = &[
    "pass",
    "x",
    "x = y",
    "x = y = z",
    "x: int",
    "x: a[b] | c | d = 1",
    "x += 1",
    "x, *y = z",
    "(x, y), z = w",
    "del x, y[0]",
    "del (x)",
    "import a.b as c, d",
    "from a import b as c, d",
    "from . import a",
    "from ..a import (b, c,)",
    "global x, y",
    "raise x from y",
    "assert x, y",
    "return x, y",
    "if x: y; z;",
    "if x: pass\nelif y: pass\nelse: pass",
    "for x, y in z: pass\nelse: pass",
    "while x: break",
    "with a as b, c: pass",
    "with (a as b, c): pass",
    "try: pass\nexcept (A, B) as c: pass\nelse: pass\nfinally: pass",
    "try: pass\nexcept* A: pass",
    "@a.b(c)\ndef f(a, /, b: int = 1, *c: d, e, **f) -> g: pass",
    "class A(B, c=D): x: int = 1",
    "async def f(): return [x async for x in y]",
    "def f[T: int, *U, **P](a: T): pass",
    "type X[T] = list[T]",
    "match x, y:\n  case [a, *b] | {'c': -1, **d}: pass\n  case A.B(e, f=g) as h if i: pass\n  case _: pass",
    "type(x).y = z",
    "x = *a.b, c",
    "x = \\\n  y",
    "# é",
    "\x0c",
    "lambda: (yield)",
    "x[a, b] = c",
    "x = f'{a:{b}}'; y",
    "print(x, *y, sep='')",
    "x = (a\n  and b and\n  (c) # d\n)",
    "def g(): # a\n  # b\n  x # c\n  # d",
    "if x:\n  y\n\n  # end",
];
