//! What is broken, and above all what is not.

use super::*;
use crate::{Language, parse};

fn verdict(text: &str, tree: &Tree) -> Verdict {
    typescript_read(text, |_| ()).0.verdict(text, tree)
}

/// `valid`, or the marked text and the message.
fn judged(text: &str) -> String {
    let tree = parse(Language::TypeScript, text);
    match verdict(text, &tree) {
        Verdict::Valid => "valid".to_owned(),
        Verdict::Unknown => "unknown".to_owned(),
        Verdict::Broken(problems) => {
            let [problem] = &problems[..] else {
                panic!("{problems:?}")
            };
            let line = text[..problem.span.range().start].matches('\n').count();
            format!("{line}[{}] {problem}", problem.span.slice(text))
        }
    }
}

#[test]
fn what_bun_takes_is_valid() {
    for text in [
        "const a = 1; const a = 2",
        "function f() { await g() }",
        "export function main() { const x = await g(); return x }",
        "@dec class A { @dec m() {} constructor(@p x: string) {} }",
        "const enum A { B = 1 }",
        "import type { A } from 'a'; export type { A }",
        "import { type A, b } from 'a'",
        "export async function main() { using x = y(); await using z = w() }",
        "const a = { b: 1 } satisfies X",
        "class A { accessor x = 1; declare y: string; override z() {} }",
        "const a = <T>x; const f = <T>(x: T) => x",
        "return 1",
        "const x;",
        "break",
        "abstract class A { abstract x(): void }",
        "interface A { x: string, y?: number; new (): A }",
        "type A = typeof import('x')",
        "export = 3",
        "import a = require('b')",
        "declare module 'x' { export const a: string }",
        "namespace A { export const b = 1 }",
        "const re = /(/",
        "const x = 08",
        "with (a) { b }",
        "export { nope }",
        "function f(this: A, x: string): asserts x is string {}",
        "let x!: string",
        "for await (const x of y) {}",
        "class A { constructor() {} constructor() {} }",
        "new.target",
        "if (x) function f() {}",
        "type X = { [k in string]?: number }",
        "function f<const T>(x: T) {}",
        "export default abstract class {}",
        "let a: unique symbol",
        "type F = abstract new () => void",
        "let x = y<string>",
        "import x from 'y' with { type: 'json' }",
        "import x from 'y' assert { type: 'json' }",
        "import defer * as x from 'y'",
        "import { 'a b' as c } from 'y'",
        "export * as 'a b' from 'y'",
        "type G<in out T> = T",
        "let x = y as any as B; (z as any) = 1; w! = 2",
        "export async function main(a?, b: string) {}",
    ] {
        assert_eq!(judged(text), "valid", "{text}");
    }
}

#[test]
fn what_is_missing_is_told_where_it_is_missing() {
    for (text, found) in [
        (
            "export async function main(a: string {\n  return a\n}\n",
            "0[(] this `(` is never closed; write `)` where it ends",
        ),
        (
            "export async function main() {\n  if (a) {\n    b()\n}\n",
            "1[{] this `{` is never closed; write `}` where it ends",
        ),
        (
            "export async function main() {\n  b()\n",
            "0[{] this `{` is never closed; write `}` where it ends",
        ),
        (
            "export function a() {\n  b(1, 2;\n  return 1\n}\nexport function c() {}\n",
            "1[(] this `(` is never closed; write `)` where it ends",
        ),
        (
            "export async function main() {\n  return 1\n}}\n",
            "2[}] this `}` closes nothing; remove it",
        ),
        (
            "const a = \"x\nconst b = 1\n",
            "0[\"x] this text is never closed; write `\"` at its end",
        ),
        (
            "const a = `x\nconst b = 1\n",
            "0[`x] this text is never closed; write a backtick where it ends",
        ),
        (
            "const a = 1 /* x\n",
            "0[/* x] this comment is never closed; write `*/` where it ends",
        ),
        (
            "<<<<<<< HEAD\nconst a = 1\n=======\nconst a = 2\n>>>>>>> b\n",
            "0[<<<<<<<] a merge conflict is left in the file; keep one side and remove the markers",
        ),
        (
            "fucntion main() {}",
            "0[fucntion] `fucntion` means nothing here; write `function`",
        ),
        (
            "import a form \"b\"\n",
            "0[form] `form` means nothing here; write `from`",
        ),
        (
            "export async funtion main() {}\n",
            "0[funtion] `funtion` means nothing here; write `function`",
        ),
        (
            "export function main() { throw }\n",
            "0[}] something is missing between `throw` and `}`; write it, or remove `throw`",
        ),
        (
            "const x = foo \"a; b\"",
            "0[\"a; b\"] something is missing between `foo` and `\"a; b\"`; an operator, a comma or a new line, perhaps",
        ),
        (
            "let a_name_of_thirty_characters_yes b",
            "0[b] something is missing between `a_name_of_thirty_characters_yes` and `b`; an operator, a comma or a new \
             line, perhaps",
        ),
        (
            "export function main() {\n  const x =\n  return x\n}",
            "1[=] something is missing after `=`; write it there",
        ),
        (
            "const x = { a: 1 b: 2 }",
            "0[b] something is missing before `b`; a `,`, perhaps, or `}`",
        ),
        (
            "const class = 1",
            "0[class] `class` is a word of TypeScript and cannot be a name; write `class_`, for example",
        ),
        (
            "if x == 1 { y() }",
            "0[x] `if` needs brackets; write `if (…) {`",
        ),
        (
            "if (x and y) { z() }",
            "0[and] `and` is not TypeScript; write `&&`",
        ),
        (
            "let a = b c",
            "0[c] something is missing between `b` and `c`; an operator, a comma or a new line, perhaps",
        ),
        ("const a = “x”", "0[“] `“` is not TypeScript; write `\"`"),
        (
            "const a = b ? 1\n",
            "0[1] the file ends too early; something is missing after `1`",
        ),
        (
            "export function main() {\n  a() # b c\n}\n",
            "1[#] `#` is not TypeScript; write `//` before a comment",
        ),
        (
            "#abc def\nexport function main() {}\n",
            "0[#abc] `#abc` is not TypeScript; write `//` before a comment",
        ),
        (
            "# a comment\nexport function main() {}\n",
            "0[#] `#` is not TypeScript; write `//` before a comment",
        ),
    ] {
        assert_eq!(judged(text), found, "{text}");
    }
}

#[test]
fn any_cut_of_a_script_is_judged_inside_its_text() {
    let text = "import { a } from \"b\"\n// é “\nexport async function main(x: { y: string }[]) {\n  \
                const z = `${x.map((v) => v.y).join(\", \")}` as const\n  return /a[/]b/.test(z) ? 1 : 2\n}\n";
    for (at, _) in text.char_indices() {
        for cut in [&text[..at], &text[at..]] {
            let tree = parse(Language::TypeScript, cut);
            if let Verdict::Broken(problems) = verdict(cut, &tree) {
                assert!(cut.get(problems[0].span.range()).is_some(), "{cut}");
                assert!(!problems[0].message.is_empty());
            }
        }
    }
}

#[test]
fn deep_texts_do_not_end_the_process() {
    for unit in [
        "(",
        "[",
        "{a:",
        "!",
        "a?",
        "x=>",
        "`${",
        "a(",
        "-",
        "{",
        "if(a)",
        "a<",
        "<T>(x:",
        "type A={a:",
        "x?(b):c=>",
        "class A{a=",
        "A<{a:",
        "namespace a{",
        "a as ",
        "async()=>{",
        "let a:[",
    ] {
        for count in [60, 2_000] {
            let text = unit.repeat(count);
            let tree = parse(Language::TypeScript, &text);
            assert_ne!(verdict(&text, &tree), Verdict::Valid, "{unit} {count}");
        }
    }
}

#[test]
fn readings_are_counted_by_what_holds_them() {
    for (text, count) in [
        ("a<a<a<", 3),
        ("a < b; a < b; a < b;", 1),
        ("f(a < b) + f(a < b)", 1),
        ("Map<string, Map<string, number>>; x => y", 2),
        ("a ? (b) : c ? (d) : e", 2),
        ("a?.(b)", 0),
        ("A<{a:A<{a:", 2),
        ("))]}><", 1),
    ] {
        assert_eq!(readings(text), count, "{text}");
    }
    let deep = "a<".repeat(MAX_READINGS + 1);
    assert_eq!(judged(&deep), "unknown");
}
