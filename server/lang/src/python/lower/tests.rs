//! Small texts, and what becomes of them.

use std::fmt::Write;
use std::sync::Arc;

use syntax::Language;

use super::lower;
use crate::python::tree::{Kind, NodeId, Tree};

fn read(text: &str) -> Tree {
    lower(&Arc::from(text), &syntax::parse(Language::Python, text))
}

/// A tree in one line: the name of each kind, what is written there where that is short, children in brackets.
fn shown(tree: &Tree, node: NodeId, into: &mut String) {
    let kind = format!("{:?}", tree.kind(node));
    let name = kind.split(['(', ' ']).next().unwrap_or("").to_owned();
    into.push_str(match tree.kind(node) {
        Kind::Name(s) | Kind::Ident(s) => tree.name(s),
        Kind::Constant(_) => tree.text_of(node),
        _ => &name,
    });
    match tree.kind(node) {
        Kind::Attribute(s) | Kind::Keyword(s) => _ = write!(into, ".{}", tree.name(s)),
        Kind::Pattern(p) => _ = write!(into, "{p:?}"),
        _ => {}
    }
    if tree.child(node, 0).is_some() {
        into.push('[');
        for (i, child) in tree.children(node).enumerate() {
            if i > 0 {
                into.push(' ');
            }
            shown(tree, child, into);
        }
        into.push(']');
    }
}

#[test]
fn statements_and_expressions() {
    let rows = [
        ("x = y = 1", "Assign[x y 1]"),
        ("x: int = 1", "Assign[x int 1]"),
        ("x: a.B", "Assign[x Attribute.B[a]]"),
        ("a, *b = c", "Assign[Tuple[a Starred[b]] c]"),
        (
            "*a.b, *c[d] = e",
            "Assign[Tuple[Starred[Attribute.b[a]] Starred[Subscript[c d]]] e]",
        ),
        (
            "*a.b(c)[d] + e, f",
            "Expression[Tuple[Starred[Binary[Subscript[Call[Attribute.b[a] c] d] e]] f]]",
        ),
        ("x.y += 1", "AugAssign[Attribute.y[x] 1]"),
        ("a, b", "Expression[Tuple[a b]]"),
        ("(a)", "Expression[a]"),
        (
            "f(a, *b, c=1, **d)",
            "Expression[Call[f a Starred[b] Keyword.c[1] Unpack[d]]]",
        ),
        (
            "f(x for x in y)",
            "Expression[Call[f Comp[x CompFor[x y]]]]",
        ),
        ("x[a, b:c]", "Expression[Subscript[x Tuple[a Slice[b c]]]]"),
        (
            "x[a][:, None]",
            "Expression[Subscript[Subscript[x a] Tuple[Slice None]]]",
        ),
        (
            "x: dict[str, list[int] | None]",
            "Assign[x Subscript[dict Tuple[str Binary[Subscript[list int] None]]]]",
        ),
        (
            "def f(a, /, b: int = 1, *c: str, d, **e) -> g.h: pass",
            "Function[f Param[a] Param[b int 1] Param[c str] Param[d] Param[e] Attribute.h[g] Block[Pass]]",
        ),
        (
            "@d(1)\n@e\nasync def f[T: int, *U, **P](): return 1, 2",
            "Function[Decorator[Call[d 1]] Decorator[e] f TypeParam[T int] TypeParam[U] TypeParam[P] Block[Return[Tuple[1 2]]]]",
        ),
        (
            "@d\nclass A[T](B, metaclass=C):\n  x = 1",
            "Class[Decorator[d] A TypeParam[T] B Keyword.metaclass[C] Block[Assign[x 1]]]",
        ),
        (
            "lambda a, b=1, *c: a",
            "Expression[Lambda[Param[a] Param[b 1] Param[c] a]]",
        ),
        (
            "import a.b as c, d",
            "Import[Alias[Path[a b] c] Alias[Path[d]]]",
        ),
        (
            "from ..a import b as c, d",
            "ImportFrom[Path[a] Alias[b c] Alias[d]]",
        ),
        ("from . import *", "ImportFrom[Path Star]"),
        (
            "from __future__ import annotations",
            "ImportFrom[Path Alias[annotations]]",
        ),
        (
            "with a as b, c(): pass",
            "With[WithItem[a b] WithItem[Call[c]] Block[Pass]]",
        ),
        (
            "with (a as b, c as (d, e)): pass",
            "With[WithItem[a b] WithItem[c Tuple[d e]] Block[Pass]]",
        ),
        (
            "with (a() as b): pass",
            "With[WithItem[Call[a] b] Block[Pass]]",
        ),
        ("with (a): pass", "With[WithItem[a] Block[Pass]]"),
        (
            "try: pass\nexcept (A, B) as e: pass\nexcept C: pass\nelse: pass\nfinally: pass",
            "Try[Block[Pass] Except[Tuple[A B] e Block[Pass]] Except[C Block[Pass]] Else[Block[Pass]] Finally[Block[Pass]]]",
        ),
        (
            "if a: pass\nelif b: pass\nelse: pass",
            "If[a Block[Pass] Elif[b Block[Pass]] Else[Block[Pass]]]",
        ),
        (
            "for a, b in c, d: pass\nelse: pass",
            "For[Tuple[a b] Tuple[c d] Block[Pass] Else[Block[Pass]]]",
        ),
        ("del a, b[0]", "Delete[a Subscript[b 0]]"),
        ("global a, b", "Global[a b]"),
        ("raise a from b", "Raise[a b]"),
        ("assert a, b", "Assert[a b]"),
        (
            "type X[T] = list[T]",
            "TypeAlias[X TypeParam[T] Subscript[list T]]",
        ),
        ("(x := 1)", "Expression[Named[x 1]]"),
        ("a < b is not c", "Expression[Compare[a b c]]"),
        (
            "not -a ** b and c or d",
            "Expression[Or[And[Unary[Unary[Binary[a b]]] c] d]]",
        ),
        ("a if b else c", "Expression[Conditional[a b c]]"),
        ("{a: b, **c}", "Expression[Dict[Pair[a b] Unpack[c]]]"),
        (
            "{a: b for a, b in c if d}",
            "Expression[Comp[Pair[a b] CompFor[Tuple[a b] c] CompIf[d]]]",
        ),
        ("f'{a!r:>{b}} {c=}' 'd'", "Expression[Str[a b c]]"),
        ("await a", "Expression[Await[a]]"),
        ("x = yield from a", "Assign[x YieldFrom[a]]"),
        (
            "match a, b:\n  case 1, x if x: pass",
            "Match[Tuple[a b] Case[PatternSequence[PatternValue[1] PatternCapture[x]] x Block[Pass]]]",
        ),
        (
            "match a:\n  case A.B | None | 'x' as c: pass\n  case (D(e, f=_)): pass\n  case {'k': [g, *h], **i}: pass",
            "Match[a Case[PatternAs[PatternOr[PatternValue[Attribute.B[A]] PatternValue[None] PatternValue[Str]] c] Block[Pass]] \
          Case[PatternClass[D PatternCapture[e] PatternKeyword[f PatternWildcard]] Block[Pass]] \
          Case[PatternMapping[PatternValue[Str] PatternSequence[PatternCapture[g] PatternRest[h]] PatternRest[i]] Block[Pass]]]",
        ),
    ];
    for (text, want) in rows {
        let tree = read(text);
        let mut found = String::new();
        shown(&tree, NodeId::ROOT, &mut found);
        assert_eq!(found, format!("Module[{want}]"), "{text}");
        assert!(!tree.is_broken(NodeId::ROOT), "{text}");
    }
}

#[test]
fn what_does_not_parse_is_there_as_far_as_it_goes() {
    let text = "import a\ndef f(x):\n  y = g(x\n\ndef h(): pass\n";
    let tree = read(text);
    assert!(tree.is_broken(NodeId::ROOT));
    for name in ["a", "f", "x", "y", "g", "h"] {
        let symbol = tree.symbol(name).expect(name);
        assert!(
            tree.all().any(|n| tree.symbol_of(n) == Some(symbol)),
            "{name}"
        );
    }
}
