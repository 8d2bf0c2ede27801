use std::fmt::Write;
use std::path::Path;
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

/// What holds of all trees: spans lie in those of their parents and follow one another, lists fit.
fn check(text: &str, tree: &Tree) {
    let mut open: Vec<NodeId> = Vec::new();
    for node in tree.all() {
        while open.last().is_some_and(|o| tree.end(*o) <= node) {
            open.pop();
        }
        assert_eq!(tree.parent(node), open.last().copied(), "{text:?}");
        let span = tree.span(node);
        assert!(text.get(span.range()).is_some(), "{span:?} {text:?}");
        assert!(span.start <= span.end);
        if let Some(parent) = tree.parent(node) {
            assert!(
                tree.span(parent).contains(span),
                "{:?} in {:?} {text:?}",
                tree.kind(node),
                tree.kind(parent)
            );
            assert!(tree.end(node) <= tree.end(parent));
        }
        let mut before = span.start;
        for child in tree.children(node) {
            assert!(
                before <= tree.span(child).start,
                "{:?} {text:?}",
                tree.kind(node)
            );
            before = tree.span(child).end;
        }
        open.push(node);
    }
    crate::python::Names::new(tree);
}

/// Every identifier of the grammar's tree is the name of one of our nodes, and only once.
fn has_all_identifiers(text: &str, tree: &Tree) {
    let whole = syntax::parse(Language::Python, text);
    let mut want = Vec::new();
    let mut cursor = whole.walk();
    'all: loop {
        let node = cursor.node();
        if node.kind() == "identifier" && !node.is_missing() {
            want.push(node.start_byte());
        }
        // In a string, errors are text.
        if node.kind() != "string_content" && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'all;
            }
        }
    }
    let named = tree.all().filter(|n| tree.symbol_of(*n).is_some());
    let mut found: Vec<usize> = named.map(|n| tree.name_span(n).start as usize).collect();
    found.sort_unstable();
    let lost: Vec<_> = want
        .iter()
        .filter(|w| found.binary_search(w).is_err())
        .map(|w| {
            text[..*w]
                .rsplit('\n')
                .next()
                .map(|l| (l, text[*w..].lines().next()))
        })
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    if !whole.root_node().has_error() {
        assert!(found.is_sorted_by(|a, b| a < b), "two names at one place");
        // `_` of a `case`, and the word in `from __future__`, are no identifiers there.
        assert!(found.len() <= want.len());
    }
}

/// Files of the project itself.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut open: Vec<_> = ["tests", "grammars/python"].map(|d| root.join(d)).into();
    if let Ok(more) = std::env::var("PYTHON_FILES") {
        open.push(more.into());
    }
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let is_ours = !["node_modules", "target"].iter().any(|n| name == *n);
            let is_python = path.extension().is_some_and(|e| e == "py" || e == "pyi");
            if path.is_dir() && is_ours && !path.is_symlink() {
                open.push(path);
            } else if is_python {
                found.extend(std::fs::read_to_string(path));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn all_files_of_the_project_are_read() {
    let files = corpus();
    assert!(files.len() > 20);
    for text in &files {
        let tree = read(text);
        check(text, &tree);
        has_all_identifiers(text, &tree);
    }
}

#[test]
fn no_edit_makes_a_tree_that_does_not_fit() {
    let pieces = [
        "(",
        ")",
        "[",
        "{",
        "'",
        "\"\"\"",
        ":",
        "=",
        ".",
        ",",
        "\n",
        "  ",
        "def ",
        "class A",
        "é",
        "f'{",
        "*",
        "match x:\n case ",
        "with (a as b, c",
        "import ",
        "lambda ",
        " for x in ",
        "@",
        "except ",
        "type X[",
        "->",
        "\\",
    ];
    let mut files = corpus();
    files.retain(|f| f.len() < 6_000);
    assert!(!files.is_empty());
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|r| r.parse().ok())
        .unwrap_or(1_500);
    // A small generator of numbers: the same at each run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for _ in 0..rounds {
        let mut text = files[next(files.len())].clone();
        for _ in 0..=next(3) {
            let mut at = next(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + next(12)).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let piece = pieces[next(pieces.len())];
            text.replace_range(at..end.max(at), if next(3) == 0 { "" } else { piece });
        }
        let tree = read(&text);
        check(&text, &tree);
        has_all_identifiers(&text, &tree);
    }
}

#[test]
fn depth_does_not_matter() {
    let deep = [
        format!("x = {}1{}", "(-".repeat(20_000), ")".repeat(20_000)),
        format!("x = {}", "[".repeat(20_000)),
        format!("x = {}", "a.".repeat(20_000)),
        format!("x = a{}", "()".repeat(20_000)),
        format!("x = {}1", "not ".repeat(20_000)),
        format!("x: {}int{}", "a[".repeat(9_000), "]".repeat(9_000)),
        format!(
            "match x:\n case {}y{}: pass",
            "[".repeat(9_000),
            "]".repeat(9_000)
        ),
    ];
    for text in deep {
        let tree = read(&text);
        check(&text[..text.len()], &tree);
    }
}
