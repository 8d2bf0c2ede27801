//! Both readers of TypeScript.

use std::sync::Arc;

use lang::javascript::tree::{Kind, Mark, NodeId, Operator, Role, Tree};
use lang::javascript::{lower, read};
use syntax::{Language, Span};

use crate::compare::{self, Compared, climbed, compare_all};
use crate::edits::{Pieces, edited};
use crate::texts;

/// Compares the trees of both readers.
fn compare(text: &str) -> Result<Compared, String> {
    let text: Arc<str> = text.into();
    let parsed = syntax::parse(Language::TypeScript, &text);
    if parsed.root_node().has_error() {
        return Ok(Compared::Alone);
    }
    let Some(strict) = read(&text) else {
        return Ok(Compared::Alone);
    };
    let tolerant = lower(&text, Language::TypeScript, &parsed);
    if tolerant == strict {
        return Ok(Compared::Equal);
    }
    compare::apart(&tolerant, &strict, &misread(&tolerant), said)
}

/// All that is said of a node.
fn said(tree: &Tree, node: NodeId) -> String {
    let marks: Vec<&Mark> = MARKS.iter().filter(|m| tree.has(node, **m)).collect();
    let name = tree.symbol_of(node).map(|name| tree.name(name));
    format!(
        "{:?} {:?} {marks:?} {name:?}",
        tree.kind(node),
        tree.role(node)
    )
}

const MARKS: [Mark; 8] = [
    Mark::Async,
    Mark::Generator,
    Mark::Optional,
    Mark::Default,
    Mark::Of,
    Mark::Access,
    Mark::Closed,
    Mark::Abstract,
];

/// What in the text tree-sitter's grammar takes for what it is not. Such a text, which is valid, is never read by it: what is
/// lost is that it reads otherwise while it is being typed.
fn misread(tolerant: &Tree) -> Vec<Span> {
    let part = |node, role| tolerant.part(node, role).map(|n| tolerant.kind(n));
    let found = tolerant.all().filter(|node| {
        let node = *node;
        match tolerant.kind(node) {
            // `readonly a[] | b` is `(readonly a[]) | b`.
            Kind::ReadonlyType => {
                let inner = tolerant.child(node, 0).map(|n| tolerant.kind(n));
                inner.is_some_and(|kind| {
                    matches!(
                        kind,
                        Kind::UnionType | Kind::IntersectionType | Kind::ConditionalType
                    )
                })
            }
            // `a + f<T>(b)` calls `f`, not `a + f`; `a || b.c!` has `b.c!` on its right.
            Kind::Call | Kind::NonNull | Kind::Member | Kind::Subscript => {
                let Some(operand) = tolerant.child(node, 0) else {
                    return false;
                };
                match tolerant.kind(operand) {
                    Kind::Binary(_)
                    | Kind::As
                    | Kind::Satisfies
                    | Kind::TypeAssertion
                    | Kind::Update => true,
                    // `new a!<T>()` is no call of `new a!`.
                    Kind::New => part(operand, Role::Arguments).is_none(),
                    _ => false,
                }
            }
            // `a || b as C` takes `b` for a `C`.
            Kind::As | Kind::Satisfies => {
                let operand = tolerant.child(node, 0).map(|n| tolerant.kind(n));
                matches!(operand, Some(Kind::Binary(operator)) if is_looser(operator))
            }
            // `export default function () { };` ends before the `;`.
            Kind::Export => {
                let text = tolerant.text_of(node);
                let after = text
                    .strip_prefix("export default")
                    .unwrap_or("")
                    .trim_start();
                let after = after.strip_prefix("async").unwrap_or(after).trim_start();
                let is_declaration = after.starts_with("function") || after.starts_with("class");
                is_declaration && !text.ends_with('}')
            }
            // What begins a statement with `{` is a block, and with `class` or `using` a declaration.
            Kind::Expression => {
                let text = tolerant.text_of(node);
                let words = ["{", "class", "function", "using ", "await using "];
                words.iter().any(|word| text.starts_with(word))
            }
            // `a<b> + c` and `a<b>[c]` compare, whatever stands around `a<b>` alone.
            Kind::Instantiation => {
                let after = tolerant.text()[tolerant.span(node).end as usize..].trim_start();
                after.starts_with(['+', '-', '['])
            }
            // `new new A<T>(b)(c)` makes what the inner one is.
            Kind::New => part(node, Role::Constructor) == Some(Kind::Call),
            // `-f<T>`a`` has types, and compares nothing.
            Kind::Binary(Operator::Greater) => part(node, Role::Right) == Some(Kind::Template),
            _ => false,
        }
    });
    found
        .map(|node| climbed(tolerant, node, holds_statements))
        .collect()
}

/// Whether an operator holds less together than `as`.
fn is_looser(operator: Operator) -> bool {
    use Operator::*;
    operator.is_logical()
        || matches!(
            operator,
            BitAnd | BitOr | BitXor | Equal | NotEqual | StrictEqual | StrictNotEqual
        )
}

/// What statements or members stand in.
fn holds_statements(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Program
            | Kind::Block
            | Kind::ClassBody
            | Kind::ObjectType
            | Kind::EnumBody
            | Kind::SwitchBody
            | Kind::Case
            | Kind::DefaultCase
            | Kind::If
            | Kind::For
            | Kind::ForIn(_)
            | Kind::While
            | Kind::DoWhile
            | Kind::Switch
            | Kind::Parameters
    )
}

#[test]
fn files_read_the_same() {
    let files = texts::files(&["ts"], "TYPESCRIPT_FILES");
    assert!(compare_all("files", compare, files.into_iter()) > 20);
    let pieces = texts::pieces();
    assert!(compare_all("pieces of files", compare, pieces.into_iter()) > 1_000);
}

#[test]
fn what_is_written_in_odd_ways_reads_the_same() {
    let different = |text: &&&str| compare(text) != Ok(Compared::Equal);
    let different: Vec<_> = ODD.iter().filter(different).collect();
    assert!(different.is_empty(), "{different:#?}");
    let variants = ODD.iter().flat_map(|text| variants(text));
    assert!(compare_all("odd texts", compare, variants) > 3 * ODD.len());
}

/// The same with other line ends, behind a mark of byte order, without a last line end, with comments.
fn variants(text: &str) -> [String; 6] {
    [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.trim_end().trim_end_matches(';').to_owned(),
        text.replace('\n', " // é😀\n"),
        text.replace(' ', " /* é */ "),
    ]
}

#[test]
fn known_differences_are_still_there() {
    for text in MISREAD {
        assert_eq!(compare(text), Ok(Compared::Known), "{text}");
    }
}

/// What only the strict parser takes, and what its reader leaves to the other one.
#[test]
fn what_one_alone_takes_is_read_by_that_one() {
    for text in [
        "enum A { ['b'] }\n",
        "(a) = 1\n",
        "class A { accessor b = 1 }\n",
        "import type A = require('a')\n",
        "function f() { await (a) }\n",
        "let undefined\n",
    ] {
        assert!(read(&text.into()).is_none(), "{text}");
    }
}

#[test]
fn edits_read_the_same() {
    let texts = texts::seeds("ts");
    assert!(texts.len() >= 6);
    let edited = edited(texts, &PIECES, compare::rounds(4_000));
    assert!(compare_all("edited texts", compare, edited) > 1_000);
}

/// What tree-sitter takes for something else.
const MISREAD: &[&str] = &[
    "let a: readonly b[] | c = d\n",
    "x = a + f<T>(b)\n",
    "x = a || b!.c!\n",
    "export default function () { };\n",
    "export default class { }\n[a] = b\n",
    "class { }\n",
    "x = a || b as c\n",
    "{ a: b }[c] = d\n",
    "x = <a>b!\n",
    "x = new a!<b>()\n",
    "using x = y\n",
    "f((a, b) => a<b> + c.d, e)\n",
    "new new A<T>(b)(c)\n",
    "x++\n(y)\n",
    "x = -f<T>`a`\n",
];

/// What the files have too little of.
const ODD: &[&str] = &[
    "",
    "\n",
    "x",
    "'use strict'; \"b\"\nfunction f() { 'use strict'\n  return }\n",
    "(x);\n((x), y);\n;;\nx, y = z;\n",
    "if (a) b; else if ((c)) { d } else e\nfor (;;) { break }\nfor (let i = 0, j; i < 1; i++) continue\nfor (x = 1; ; ) ;\nwhile (a) b\ndo a; while (b);\ndo { } while (a)\n",
    "for (const a of b) c\nfor (var d in e) { }\nfor (x.y of z) ;\nfor ([a, b] of c) ;\nasync function f() { for await (const [k, v] of g()) { } }\n",
    "l: for (;;) { continue l; break l }\nswitch (a) { case 1: case b: c; break; default: d }\ntry { a } catch { b } finally { c }\ntry { } catch ({ e }) { }\ntry { } catch (e: unknown) { throw e; }\ndebugger;\n",
    "const [a, , b = 1, ...c] = d, { e: { f }, g = h, [i]: j, 'k': l, ...m } = n;\n[a, b] = [b, a];\n({ a, b: c.d, e = 1, f: g = 2, ...h.i } = j);\n[, , x[0], ...y] = z\n",
    "var a = 1, b\nlet c: string, d!: number\n",
    "x = [a, , ...b, ];\nx = { a, b: c, 'd': e, 1: f, [g]: h, ...i, j() { }, async k() { }, *l() { }, async *m() { }, get n() { return 1 }, set n(v) { }, async: 1, get: 2, static: 3 }\n",
    "x = a ? b : c ? d : e;\nx = a ?? b;\nx = b || c && (d | e ^ f & g) == h != i === j !== k < l > m <= n >= o << p >> q >>> r + s - t * u / v % w ** y\n",
    "x = !a + ~b - +c * -d; x = typeof a; x = void 0; delete a.b\nx++; --y; a.b--; ++a[0]\nx = 'a' in b; x = a instanceof b\n",
    "x += 1; x -= 1; x *= 1; x /= 1; x %= 1; x **= 1; x <<= 1; x >>= 1; x >>>= 1; x &= 1; x |= 1; x ^= 1; x &&= 1; x ||= 1; x ??= 1\n",
    "a.b?.c?.[d]?.(e)\na?.b!.c!\na![0]!()\nnew A\nnew A()\nnew A.B(c, ...d)\nnew (a())()\nnew A<B>\nnew A<B>(c)\nf<A, B>(c,)\na`b${c}d${`e${f}`}`\n",
    "x = 1 + 1.5 + .5 + 1e5 + 0x1F + 0b1 + 0o7 + 1_000 + 10n\nx = 'a\\'b' + \"c\" + `d\\`` + /e[/]f/gi\nx = undefined, null, true, false, this\n",
    "x => y;\n(x) => y;\n(x, y = 1, ...z) => ({ });\nasync x => await x;\nasync (x) => { await x };\nx = <T,>(x: T): T => x;\n({ a }, [b]) => a;\n() => { };\n(a?: b): a is c => d;\n",
    "function f() { }\nfunction* g() { yield; yield a; yield* b }\nasync function h() { await a; await (b) }\nasync function* i() { }\nx = function () { }\nx = function* j() { }\nx = async function k() { }\n",
    "function f(this: A, a: string, b?: number, c = 1, d: string = 'e', ...f: g[]): void { }\nfunction f({ a, b }: { a: string; b: number }, [c]: [d]) { }\nfunction f(a: string): string;\nfunction f(a: any) { return a }\n",
    "class A { }\nclass B extends C { }\nclass D<T> extends E<T> implements F, G.H<I> { }\nclass J implements K { }\nabstract class L { abstract m(): void; abstract n: string; protected abstract o?: p }\nx = class { }\nx = class Q extends (R) { }\n",
    "class A {\n  a\n  b = 1;\n  c: string\n  d?: e;\n  f!: g\n  static h = 1\n  readonly i: j = k;\n  private static readonly l = m\n  declare n: o\n  override p = q\n  #r = 1\n  [s] = t\n  'u' = v\n  static { this.w = 1 }\n  ;\n}\n",
    "class A {\n  constructor(private a: b, readonly c = 1, public override d?: e) { super(); super.f() }\n  g() { }\n  async h() { }\n  *i() { }\n  static async *j() { }\n  get k() { return this.#l }\n  set k(v) { }\n  #l() { }\n  m?(): void;\n  n(a: b): c\n  [Symbol.iterator]() { }\n  private async o(): Promise<void> { }\n  [key: string]: any\n}\n",
    "@a class B { @c d = 1; @e() f() { } @g @h.i(j) k: l; constructor(@m n: o) { } }\n",
    "interface A { }\ninterface B<T = C> extends D, E.F<G> { a: b; c?: d, readonly e: f\n  g(): h; i?(j: k): l; <M>(n: M): o; new (p: q): r; [s: string]: t; readonly [u: number]: v; get w(): x; set w(y) }\n",
    "type A = string | number | 'b' | 1 | -1 | true | null | undefined | bigint | never | unknown | any | object | symbol | void\ntype B = | a | b\ntype C = a & b & c | d\ntype D = (a | b)[]\ntype E = a[b][c]\ntype F = keyof typeof g.h\ntype I = unique\tsymbol\n",
    "type A<T extends B = C> = T extends (infer U)[] ? U : never\ntype F = `a${string}b${G}`\n",
    "function f<const D = E>(a: D) { }\n",
    "type H = { [K in keyof T]: T[K] }\ntype I = { readonly [K in T as U]?: V }\n",
    "type J = { -readonly [K in T]-?: V };\n",
    "type A = [b, c?, ...d[]]\ntype E = [f: g, h?: i, ...j: k[]]\ntype L = () => void\ntype M = (a: b, c?: d, ...e: f[]) => g | h\ntype N = new (a: b) => c\ntype O = abstract new () => p\ntype Q = (a: b) => a is c\ntype R = (a: b) => asserts a\ntype S = <T>(a: T) => T\n",
    "function f(a: b): a is c { }\nfunction g(a: b): asserts a is c { }\nfunction h(a: b): asserts a { }\nclass A { i(): this is B { } j(): this { } }\n",
    "type A = readonly b[]\ntype C = typeof d\ntype E = typeof f.g.h\ntype I = typeof j<k>\ntype L = import('m')\ntype N = import('o').p.q\ntype R = typeof import('s')\ntype T = U.V.W.X<Y>\n",
    "enum A { b, 'c', d = 1, 'e' = f }\nconst enum G { }\ndeclare enum H { i }\n",
    "namespace A { export const b = 1; namespace C { } }\nnamespace D.E.F { }\nmodule G { }\ndeclare module 'h' { export default i }\ndeclare global { interface J { } }\ndeclare const k: l, m: n;\ndeclare function o(): p;\ndeclare class Q { r(): s }\ndeclare namespace T { }\n",
    "import 'a'\nimport b from 'c'\nimport * as d from 'e'\nimport { f, g as h, default as i, type j, type k as l } from 'm';\nimport n, { o } from 'p'\nimport q, * as r from 's'\nimport type { t } from 'u'\nimport type v from 'w'\nimport x from 'y' with { type: 'json' }\nimport { } from 'z'\n",
    "import a = require('b')\nimport c = d\nimport e = f.g.h;\nexport import i = j\nimport('k').then(l)\nawait import('m', n)\nx = import.meta.url\nfunction f() { new.target }\n",
    "export const a = 1\nexport let b, c;\nexport function d() { }\nexport async function e() { }\nexport class F { }\nexport abstract class G { }\nexport type H = i\nexport interface J { }\nexport enum K { }\nexport declare const l: m\nexport namespace N { }\nexport = o\n",
    "export { a, b as c, d as default }\nexport { default as e } from 'e'\nexport { f } from 'g';\nexport * from 'h'\nexport * as i from 'j'\nexport type { k } from 'l'\nexport { type m }\nexport { }\nexport as namespace n\n",
    "export default a\n",
    "export default function () { }\n",
    "export default function f() { }\n",
    "export default async () => { }\n",
    "export default class { }\n",
    "export default class A { }\n",
    "export default { a: 1 };\n",
    "export default interface A { b: c }\n",
    "x = a as b; x = a as const; x = a satisfies b; x = <b>a; x = <const>['a']; x = a as b as c; x = (a as b).c; x = f<a>;\n",
    "x = await f<T>(a)\nx = await f<T>(a).b[c]!.d()\nx = !f<T>(a)\nx = typeof f<T>()\nx = !await f<T>(a)\nx = (await f<T>(a)).b\nx = await new F<T>(a)\nx = a || f<T>(b)\nx = a ? f<T>(b) : c\n",
    "const é = 'ü😀'\nx = é.ß({ ñ: '😀' }) // 😀\nclass Ö { }\n",
    "#!/usr/bin/env bun\nx\n",
    "a\n/* b */\n// c\nfunction f() { a // b\n  // c\n}\nif (a) { b /* c */ }\n",
    "let a = 1\nlet b = a\n;[a, b].map(f)\nx\n++y\nx = a\n  .b()\n  .c()\nx = a /\n  b\n",
    "let of = 1, type = 2, async = 3, get = 4, from = 5, as = 6\ntype = of + as\nasync(get)\nx = { of, type, async, get, from, as }\nx.default.class.if\n",
];

/// What TypeScript is edited with.
const PIECES: Pieces = Pieces {
    expressions: EXPRESSIONS,
    around: &[
        ("(", ")"),
        ("((", " ) )"),
        ("[", "]"),
        ("f(", ",)"),
        ("!(", ")"),
        ("a[", "]"),
        ("{ a: ", " }"),
        ("`b${", "}`"),
        ("A<", ">"),
    ],
    statements: STATEMENTS,
    changes: &[
        ("\n", "\r\n"),
        ("\n", " // é\n"),
        (";\n", "\n"),
        ("\n", ";\n"),
        (" ", " /* a */ "),
        (",", ",\n// 😀\n"),
        ("(", "(\n"),
        (" {", "\n{"),
        (": ", "?: "),
        ("const ", "let "),
        ("const ", "export const "),
        ("function ", "async function "),
    ],
};

/// What takes the place of a word.
const EXPRESSIONS: &[&str] = &[
    "x",
    "(x)",
    "x.y",
    "x?.y",
    "x[0]",
    "x?.[y]",
    "x!",
    "x.y()",
    "x?.(y)",
    "[]",
    "{}",
    "({})",
    "[x, ...y]",
    "{ x, y: z, ...w }",
    "{ x }",
    "{ x = 1 }",
    "[x, , y = 1]",
    "f()",
    "f(x, ...y)",
    "f<T>(x)",
    "await x",
    "await f<T>(x)",
    "new A()",
    "new A",
    "new A<T>(x)",
    "() => x",
    "x => ({ y })",
    "async (x) => { await x }",
    "function () { }",
    "class { a = 1 }",
    "x ? y : z",
    "x ?? y",
    "x && y || z",
    "!x",
    "-x",
    "typeof x",
    "x + y * z",
    "x as y",
    "x satisfies y",
    "x = y",
    "x += y",
    "x++",
    "'a'",
    "\"a\"",
    "`a`",
    "`a${x}b`",
    "/a/g",
    "1",
    "1n",
    "null",
    "undefined",
    "true",
    "this",
    "x, y",
    "string[]",
    "A | B",
    "A & B",
    "Record<string, A>",
    "{ a: b; c?: d }",
    "[a, b?]",
    "keyof A",
    "A['b']",
    "() => void",
    "A.B",
    "typeof x.y",
    "A extends B ? C : D",
    "é",
    "async",
    "type",
    "of",
    "(\n  // c\n  x\n)",
];

/// What becomes a line.
const STATEMENTS: &[&str] = &[
    "x",
    "x;",
    ";",
    "x = y",
    "const x = y",
    "let x: A | B = y;",
    "const { x, y: z = 1, ...w } = v",
    "const [x, , y] = z",
    "[x, y] = z",
    "({ x } = y)",
    "if (x) y\nelse z",
    "if (x) { y } else if (z) { w }",
    "for (const x of y) z",
    "for (let i = 0; i < n; i++) { }",
    "for (const x in y) { continue }",
    "while (x) { break }",
    "do { x } while (y)",
    "switch (x) { case 1: y; break\ndefault: z }",
    "try { x } catch (e) { y } finally { z }",
    "try { x } catch { }",
    "return x",
    "return",
    "throw new Error(`x`)",
    "function g(a: b, c?: d, ...e: f[]): h { return a }",
    "async function g() { await x }",
    "function* g() { yield x }",
    "class A extends B<C> implements D { e: f = 1; static g() { } }",
    "class A { constructor(private b: c) { } }",
    "interface A extends B { c: d; e?(f: g): h }",
    "type A = { b: c } | 'd'",
    "type A<T> = T extends B ? C : D",
    "type A = { [K in B]?: C[K] }",
    "enum A { b, c = 1 }",
    "namespace A { export const b = 1 }",
    "declare const x: y",
    "import x from 'y'",
    "import { x, type y as z } from 'w'",
    "import * as x from 'y'",
    "import type { x } from 'y'",
    "export { x, y as z }",
    "export * from 'x'",
    "export const x = y",
    "export async function main(a: string, b = 1) { }",
    "export default x",
    "l: x",
    "// é",
    "/** é */",
    "/* a */ x /* b */",
    "x\n  .y()\n  .z()",
    "x ? (y) : z",
    "x => y",
    "debugger",
];
