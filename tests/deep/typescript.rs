//! TypeScript.

use super::Unit::Named;
use super::{Deep, Row, all};

const FILE: &str = "s.ts";

const VALUES: &[Row] = &[
    ("TypeScript brackets", "(", "1", ")"),
    ("TypeScript brackets never closed", "(", "", ""),
    ("TypeScript arrays", "[", "", "]"),
    ("TypeScript objects", "{a: ", "1", "}"),
    ("TypeScript methods", "{a() { return ", "1", "}}"),
    ("TypeScript members", "", "x", ".a"),
    ("TypeScript optional members", "", "x", "?.a"),
    ("TypeScript items of items", "", "x", "[0]"),
    ("TypeScript items in items", "x[", "0", "]"),
    ("TypeScript calls of calls", "", "x", "()"),
    ("TypeScript arguments", "f(", "1", ")"),
    ("TypeScript type arguments of calls", "", "f", "<a>"),
    ("TypeScript type arguments and calls", "", "f", "<a>()"),
    (
        "TypeScript type arguments in type arguments",
        "f<",
        "a",
        ">()",
    ),
    ("TypeScript less than", "x < ", "x", ""),
    ("TypeScript less than, commas", "x < y, ", "x", ""),
    ("TypeScript assertions in front", "<a>", "x", ""),
    ("TypeScript tags", "<a>", "", "</a>"),
    ("TypeScript as", "", "x", " as a"),
    ("TypeScript satisfies", "", "x", " satisfies a"),
    ("TypeScript not null", "", "x", "!"),
    ("TypeScript not", "!", "x", ""),
    ("TypeScript await", "await ", "x", ""),
    ("TypeScript new", "new ", "x", ""),
    ("TypeScript arrows", "(a) => ", "1", ""),
    ("TypeScript arrows with types", "(a): b => ", "1", ""),
    (
        "TypeScript arrows with parameters",
        "<T>(a: T) => ",
        "1",
        "",
    ),
    ("TypeScript arrows in arrows", "((a) => ", "1", ")"),
    ("TypeScript defaults of arrows", "(a = ", "1", ") => 1"),
    ("TypeScript conditional", "x ? 1 : ", "1", ""),
    ("TypeScript conditional in a condition", "x ? ", "1", " : 1"),
    (
        "TypeScript conditional with arrows",
        "x ? (b) : c => ",
        "1",
        "",
    ),
    ("TypeScript plus", "1 + ", "1", ""),
    ("TypeScript powers", "1 ** ", "1", ""),
    ("TypeScript defaults", "x ?? ", "1", ""),
    ("TypeScript commas", "1, ", "1", ""),
    ("TypeScript assignments", "x = ", "1", ""),
    ("TypeScript templates", "`${", "1", "}`"),
    ("TypeScript tagged templates", "", "x", "``"),
    ("TypeScript classes in values", "class { a = ", "1", "}"),
    (
        "TypeScript functions in values",
        "function () { return ",
        "1",
        "}",
    ),
    ("TypeScript groups of patterns", "/(", "a", ")/"),
];

const STATEMENTS: &[Row] = &[
    ("TypeScript blocks", "{", "", "}"),
    ("TypeScript ifs", "if (x) ", ";", ""),
    ("TypeScript else ifs", "if (x) return 1; else ", ";", ""),
    ("TypeScript loops", "for (const a of x) ", ";", ""),
    ("TypeScript loops with heads", "for (;;) ", ";", ""),
    ("TypeScript while", "while (x) ", ";", ""),
    ("TypeScript do", "do ", ";", " while (x)"),
    ("TypeScript tries", "try {", "", "} catch {}"),
    ("TypeScript switch", "switch (x) { case 1: ", "", "}"),
    ("TypeScript labels", "a: ", ";", ""),
    ("TypeScript functions", "function f() {", "", "}"),
    (
        "TypeScript classes with methods",
        "class A { m() {",
        "",
        "}}",
    ),
    ("TypeScript namespaces", "namespace a {", "", "}"),
    ("TypeScript patterns of arrays", "var [", "a", "] = x"),
    ("TypeScript patterns of objects", "var {a: ", "b", "} = x"),
    ("TypeScript var", "var a = ", "1", ""),
];

const TYPES: &[Row] = &[
    ("TypeScript types of arrays", "Array<", "string", ">"),
    ("TypeScript types of arrays, short", "", "string", "[]"),
    ("TypeScript types of objects", "{a: ", "string", "}"),
    ("TypeScript types of tuples", "[", "string", "]"),
    ("TypeScript types in brackets", "(", "string", ")"),
    ("TypeScript unions", "1 | ", "1", ""),
    ("TypeScript intersections", "a & ", "b", ""),
    ("TypeScript types of members", "", "a", "['b']"),
    ("TypeScript types in members", "a[", "b", "]"),
    ("TypeScript types of functions", "() => ", "a", ""),
    ("TypeScript types of parameters", "(a: ", "b", ") => c"),
    ("TypeScript types of constructors", "new () => ", "a", ""),
    (
        "TypeScript conditional types",
        "x extends y ? z : ",
        "w",
        "",
    ),
    (
        "TypeScript conditions of types",
        "x extends ",
        "y",
        " ? z : w",
    ),
    ("TypeScript keyof", "keyof ", "a", ""),
    ("TypeScript typeof", "typeof ", "a", ""),
    ("TypeScript readonly", "readonly ", "a[]", ""),
    ("TypeScript unique", "unique ", "symbol", ""),
    (
        "TypeScript infer",
        "x extends infer a extends ",
        "b",
        " ? c : d",
    ),
    ("TypeScript template types", "`${", "a", "}`"),
    ("TypeScript mapped types", "{[k in a]: ", "b", "}"),
    ("TypeScript Partial", "Partial<", "a", ">"),
    ("TypeScript Promise", "Promise<", "a", ">"),
    ("TypeScript Record", "Record<string, ", "a", ">"),
    ("TypeScript dotted types", "a.", "b", ""),
    ("TypeScript imported types", "import('a').b<", "c", ">"),
];

pub(super) fn texts() -> Vec<Deep> {
    let value = "export async function main(x: any) { return ";
    let mut texts: Vec<Deep> = all(FILE, value, " }\n", VALUES).collect();
    let body = "export async function main(x: any) { ";
    texts.extend(all(FILE, body, "\n return x }\n", STATEMENTS));
    let typed = "export async function main(x: ";
    texts.extend(all(FILE, typed, ") { return x }\n", TYPES));
    let named = [
        (
            "TypeScript values of values",
            "export function main() {\nlet a0 = {}\n",
            "let a# = {k: a@}\n",
            "return a$ }\n",
        ),
        (
            "TypeScript functions that call each other",
            "function g0() { return {a: 1} }\n",
            "function g#() { return g@() }\n",
            "export function main() { return g$() }\n",
        ),
        (
            "TypeScript types of types",
            "type A0 = {a: string}\n",
            "type A# = A@\n",
            "export function main(x: A$) { return x }\n",
        ),
        (
            "TypeScript interfaces of interfaces",
            "interface A0 {a: string}\n",
            "interface A# extends A@ {}\n",
            "export function main(x: A$) { return x }\n",
        ),
        (
            "TypeScript interfaces with members",
            "interface A0 {a: string}\n",
            "interface A# {a: A@}\n",
            "export function main(x: A$) { return x }\n",
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
