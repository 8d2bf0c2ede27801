//! ruff_python_parser: judges Python as CPython 3.10 to 3.14 would.
//!
//! What one of these versions takes is valid. Names, scopes and types are not judged.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, ModModule, Stmt};
use ruff_python_parser::lexer::lex;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

use super::compiled::{Compiled, compiled};
use super::{Problem, Verdict, last_char, lower_first, visible, with_room};
use crate::{LineIndex, Span};

/// Deepest nesting of brackets that CPython takes (its tokenizer's MAXLEVEL).
const MAX_NESTING: usize = 200;

/// Deepest nesting of f-strings that CPython takes from 3.12 on (its tokenizer's MAXFSTRINGLEVEL).
const MAX_STRINGS: usize = 150;

/// Stack in bytes that a token takes at most, in parsing or in dropping the tree: 850 for the default of
/// a lambda's parameter, 110 for all else, without optimisation.
const LEVEL: usize = 1_536;

/// Most broken spots that are reported for one text.
const MAX_PROBLEMS: usize = 10;

/// Judges a module. Problems on one line or on lines that follow each other are one spot: the first
/// of them is kept, the others mostly come from it.
pub fn python(text: &str) -> Verdict {
    judged(text, |_| ()).0
}

/// Judges a module, and says what Python refuses of one that parses, and which names nothing defines.
pub fn python_compiled(text: &str) -> (Verdict, Compiled) {
    let (verdict, compiled) = judged(text, |module| compiled(text, module));
    (verdict, compiled.unwrap_or_default())
}

/// Judges a module, and gives its outline where it is valid: the same text at the same length with the
/// bodies of its functions blanked, but for docstrings and for bodies that import something. It says
/// all that callers can know of the module, and takes a fraction of the time to parse.
pub fn python_with_outline(text: &str) -> (Verdict, Option<String>, Compiled) {
    let look = |module: &ModModule| (outline(text, module), compiled(text, module));
    let (verdict, seen) = judged(text, look);
    let (outline, compiled) = seen.unwrap_or_default();
    (verdict, outline, compiled)
}

/// Judges a module, and looks at its tree where it is valid, with room for any recursion over it.
fn judged<T: Send>(text: &str, look: impl FnOnce(&ModModule) -> T + Send) -> (Verdict, Option<T>) {
    // The parser takes a copy of all open f-strings at each of them.
    if strings(text) > MAX_STRINGS && nested_strings(text) > MAX_STRINGS {
        return (Verdict::Unknown, None);
    }
    let deep = crate::nesting(text) > MAX_NESTING;
    let judged = with_room(text, LEVEL, || {
        let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
        let tokens = parsed.tokens().iter().map(|t| t.as_tuple());
        let tokens = tokens.map(|(kind, range)| (kind, range.start().to_usize()));
        let depth = if deep { depth(tokens) } else { Depth::Fine };
        let errors = parsed.errors().iter().map(|e| {
            let span = Span::new(e.location.start().to_usize(), e.location.end().to_usize());
            (span, e.error.to_string())
        });
        let errors: Vec<_> = errors.collect();
        let seen = match parsed.syntax() {
            Mod::Module(module) if errors.is_empty() => Some(look(module)),
            _ => None,
        };
        (depth, errors, seen)
    });
    let (judged, seen) = match judged {
        Some((depth, errors, seen)) => (Some((depth, errors)), seen),
        None => (None, None),
    };
    let verdict = match judged {
        None | Some((Depth::Unknown, _)) => Verdict::Unknown,
        Some((Depth::TooDeep(at), _)) => {
            let message = format!("more than {MAX_NESTING} brackets inside each other");
            Verdict::Broken(vec![Problem {
                span: Span::new(at, at + 1),
                message,
            }])
        }
        Some((Depth::Fine, errors)) if errors.is_empty() => Verdict::Valid,
        Some((Depth::Fine, errors)) => Verdict::Broken(spots(text, errors)),
    };
    let seen = seen.filter(|_| verdict == Verdict::Valid);
    (verdict, seen)
}

fn outline(text: &str, module: &ModModule) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for statement in &module.body {
        let Stmt::FunctionDef(function) = statement else {
            continue;
        };
        let (Some(first), Some(last)) = (function.body.first(), function.body.last()) else {
            continue;
        };
        let (start, end) = (first.start().to_usize(), last.end().to_usize());
        if end < start + 3 || text[start..end].contains("import") {
            continue;
        }
        let is_doc = matches!(first, Stmt::Expr(e) if e.value.is_string_literal_expr());
        let from = if is_doc {
            first.end().to_usize()
        } else {
            bytes[start..start + 3].copy_from_slice(b"...");
            start + 3
        };
        for byte in &mut bytes[from..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// How deep brackets nest.
enum Depth {
    Fine,
    /// Too deep from this bracket on.
    TooDeep(usize),
    /// Brackets of f-strings decide, which the versions count differently.
    Unknown,
}

fn depth(tokens: impl Iterator<Item = (TokenKind, usize)>) -> Depth {
    let (mut strings, mut depth, mut all, mut deepest) = (0usize, 0usize, 0usize, 0);
    for (kind, at) in tokens {
        match kind {
            TokenKind::FStringStart | TokenKind::TStringStart => strings += 1,
            TokenKind::FStringEnd | TokenKind::TStringEnd => strings = strings.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                all += 1;
                depth += usize::from(strings == 0);
                deepest = all.max(deepest);
                if depth > MAX_NESTING {
                    return Depth::TooDeep(at);
                }
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                all = all.saturating_sub(1);
                depth = depth.saturating_sub(usize::from(strings == 0));
            }
            _ => {}
        }
    }
    if deepest > MAX_NESTING {
        Depth::Unknown
    } else {
        Depth::Fine
    }
}

/// How many strings with a prefix there may be.
fn strings(text: &str) -> usize {
    let pairs = text.as_bytes().windows(2);
    let is_prefixed = |w: &&[u8]| w[0].is_ascii_alphabetic() && matches!(w[1], b'\'' | b'"');
    pairs.filter(is_prefixed).count()
}

/// How deep f-strings nest.
fn nested_strings(text: &str) -> usize {
    let mut lexer = lex(text, Mode::Module);
    let (mut depth, mut deepest) = (0usize, 0);
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return deepest,
            TokenKind::FStringStart | TokenKind::TStringStart => {
                depth += 1;
                deepest = depth.max(deepest);
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

fn spots(text: &str, mut errors: Vec<(Span, String)>) -> Vec<Problem> {
    errors.sort_by_key(|(span, _)| (span.start, span.end));
    let index = LineIndex::new(text);
    let mut problems = Vec::new();
    let mut before: Option<usize> = None;
    for (span, message) in errors {
        let span = shown(text, span);
        let line = index.line_of(span.start as usize);
        if before.is_none_or(|b| line > b + 1) {
            problems.push(Problem {
                span,
                message: plain(&message),
            });
        }
        before = before.max(Some(line));
    }
    problems.truncate(MAX_PROBLEMS);
    problems
}

/// The part of the span on its first line; where that shows nothing, the last character before it.
fn shown(text: &str, span: Span) -> Span {
    let start = (span.start as usize).min(text.len());
    if text[start..].trim().is_empty() {
        return last_char(text);
    }
    match span.slice(text).find(['\n', '\r']).unwrap_or(span.len()) {
        0 => visible(text, start),
        len => Span::new(start, start + len),
    }
}

fn plain(message: &str) -> String {
    match message {
        "unexpected EOF while parsing" => "unexpected end of the file".to_owned(),
        _ => lower_first(message.trim_end_matches('.')),
    }
}

#[cfg(test)]
mod tests {
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
                    format!("{line} [{}] {}", p.span.slice(text), p.message)
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
            ("x = \n", &["1 [=] expected an expression"]),
            ("def f(\n", &["1 [(] unexpected end of the file"]),
            ("x = (1\ny = 2\n", &["2 [y] expected `)`, found name"]),
            (
                "def main(a:\n    x = 1\n    return x\n\ny = 2\n",
                &["2 [1] expected `)`, found newline"],
            ),
            (
                "def main()\n    return 1\n",
                &["1 [)] expected `:`, found newline"],
            ),
            (
                "if x:\ny = 1\n",
                &["2 [y] expected an indented block after `if` statement"],
            ),
            (
                "x = 1\n  y = 2\nz = 3\n",
                &["2 [  ] unexpected indentation"],
            ),
            (
                "print 'x'\n",
                &["1 ['x'] simple statements must be separated by newlines or semicolons"],
            ),
            (
                "x = 'abc\ny = 1\n",
                &["1 ['abc] missing closing quote in string literal"],
            ),
            (
                "x = '''abc\ny = 1\n",
                &["1 ['''abc] missing closing quote in string literal"],
            ),
            (
                "import\n\n\nfrom x import\n\n\ndef\n",
                &[
                    "1 [t] expected one or more symbol names after import",
                    "4 [t] expected one or more symbol names after import",
                    "7 [f] expected an identifier",
                ],
            ),
            (
                "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n",
                &[
                    "1 [<<] expected a statement",
                    "3 [==] expected a statement",
                    "5 [>>] expected a statement",
                ],
            ),
            ("x = f'{a'\n", &["1 ['] f-string: expecting `}`"]),
            ("x = 1 +\n", &["1 [+] expected an expression"]),
            ("wmill.\n", &["1 [.] expected an identifier"]),
            (
                "d = {'a': 1,\n\ndef main():\n    pass\n\n\nx = 2\n",
                &["1 [,] expected `}`, found newline"],
            ),
            ("é = 😀\n", &["1 [😀] got unexpected token 😀"]),
            (
                "if x:\n    a\n   b\nc\n",
                &["3 [   ] unindent does not match any outer indentation level"],
            ),
            ("x = )\n", &["1 [)] expected an expression"]),
            ("class\n", &["1 [s] expected an identifier"]),
            (
                "def f():\n",
                &["1 [:] expected an indented block after function definition"],
            ),
            ("x = 08\n", &["1 [08] invalid decimal integer literal"]),
            (
                "try:\n    x\n",
                &["2 [x] expected `except` or `finally` after `try` block"],
            ),
            ("a = 1 = b\n", &["1 [1] invalid assignment target"]),
            (
                "f(a=1, b)\n",
                &["1 [b] positional argument cannot follow keyword argument"],
            ),
        ];
        for (text, found) in spots {
            assert_eq!(judged(text), *found, "{text:?}");
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

    #[test]
    fn an_outline_keeps_what_callers_see() {
        let text = "import a\n@b\ndef main(x: int, é=1):\n    \"\"\"Doc.\"\"\"\n    y = 'é'\n    return y\n\n\
                    def f(): return 1\ndef g():\n    import c\nclass C:\n    z: int\n";
        let (verdict, outline, _) = python_with_outline(text);
        assert_eq!(verdict, Verdict::Valid);
        let outline = outline.unwrap();
        assert_eq!(outline.len(), text.len());
        let lines: Vec<&str> = outline.lines().map(str::trim_end).collect();
        assert_eq!(
            lines,
            [
                "import a",
                "@b",
                "def main(x: int, é=1):",
                "    \"\"\"Doc.\"\"\"",
                "",
                "",
                "",
                "def f(): ...",
                "def g():",
                "    import c",
                "class C:",
                "    z: int"
            ]
        );
        assert_eq!(python(&outline), Verdict::Valid);
        assert_eq!(python_with_outline("def f(:\n").1, None);
    }
}
