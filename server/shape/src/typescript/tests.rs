//! Shapes of small scripts, as people read them.

use std::sync::Arc;

use super::returned;
use lang::Program;
use syntax::Language;

#[track_caller]
fn script_returns(code: &str, shape: &str) {
    let script = Program::new(Some(Language::TypeScript), Arc::from(code));
    assert_eq!(returned(&script, "main").to_string(), shape, "{code}");
}

/// A body of `main`, for `x: any`, `n: number` and `s: string`.
#[track_caller]
fn body_returns(body: &str, shape: &str) {
    script_returns(
        &format!("export async function main(x: any, n: number, s: string) {{\n{body}\n}}\n"),
        shape,
    );
}

/// A return annotation over a value from elsewhere, after declarations.
#[track_caller]
fn annotation_means(declarations: &str, annotation: &str, shape: &str) {
    script_returns(
        &format!(
            "{declarations}\nexport async function main(x: any): Promise<{annotation}> {{\n\
             return await load(x);\n}}\n"
        ),
        shape,
    );
}

#[test]
fn literals() {
    body_returns(
        "return { a: 1, 'b': 'x', c: [true, null], d: `${n}` }",
        "{ a: number, b: string, c: (boolean | null)[], d: string }",
    );
    body_returns("return [1, 2.5]", "number[]");
    body_returns("return []", "[]");
    body_returns("return n ? { ok: true } : null", "{ ok: boolean } | null");
    body_returns("", "null");
    body_returns("if (n) { return 1 }", "number | null");
    body_returns("if (n) { return 1 } else { throw new Error(s) }", "number");
    body_returns("return { ...x, a: 1 }", "{ a: number, … }");
    body_returns("return { [s]: n }", "{ [key: string]: number }");
    body_returns("return x", "unknown");
    body_returns("return new Date()", "string");
    body_returns(
        "return { m: new Map(), s: new Set([1]) }",
        "{ m: {}, s: {} }",
    );
    body_returns("return [...new Set([1, 2])]", "number[]");
    body_returns("return 10n", "unknown");
    body_returns("return { toJSON() { return 1 } }", "unknown");
    body_returns("return JSON.parse(s)", "unknown");
    body_returns("return await (await fetch(s)).json()", "unknown");
    body_returns("return [1, 2].keys()", "{}");
    body_returns("return [...[1, 2].keys()]", "number[]");
}

#[test]
fn variables_built_up() {
    body_returns(
        "const o: any = {}; o.a = n; o['b'] = s; return o",
        "{ a: number, b: string }",
    );
    body_returns(
        "const o: any = {}; if (n) { o.a = n } return o",
        "{ a?: number }",
    );
    body_returns(
        "const r = []; for (let i = 0; i < n; i++) { r.push({ i }) } return r",
        "{ i: number }[]",
    );
    body_returns(
        "const r = []; x.forEach((y) => { r.push(s) }); return { r, n: r.length }",
        "{ r: string[], n: number }",
    );
    body_returns(
        "let t = 0; for (const y of x) { t += 1 } return { t }",
        "{ t: number }",
    );
    body_returns(
        "let t = null; if (n) { t = s } return { t }",
        "{ t: null | string }",
    );
    body_returns(
        "const m: Record<string, number> = {}; for (const k of [s]) m[k] = (m[k] ?? 0) + 1; return m",
        "{ [key: string]: number }",
    );
    body_returns(
        "const o = { a: 1, b: 2 }; delete o.a; return o",
        "{ a?: number, b: number }",
    );
    body_returns("let o = { a: 1 }; o = { b: 2 }; return o", "{ b: number }");
    body_returns(
        "return [1, 2].reduce((all, i) => { all[i] = s; return all }, {} as any)",
        "{} | { [key: string]: string }",
    );
    body_returns(
        "const o = Object.assign({}, { a: 1 }, { b: s }); return o",
        "{ a: number, b: string }",
    );
}

#[test]
fn what_something_else_may_change_is_open() {
    body_returns("const o = { a: 1 }; fill(o); return o", "{ … }");
    body_returns(
        "const o = { a: 1 }; const p = o; p.b = 2; return o",
        "{ … }",
    );
    body_returns(
        "const o = { a: 1 }; const l = [o]; for (const i of l) i.b = 2; return { o }",
        "{ o: { … } }",
    );
    body_returns("const o = { l: [1] }; o.l.push(s); return o", "{ … }");
    body_returns(
        "const o = { l: [1] }; const l = o.l; l.push(s); return o",
        "{ … }",
    );
    body_returns(
        "const o = { a: 1 }; setTimeout(() => { o.b = 1 }); return o",
        "{ … }",
    );
    body_returns(
        "let o = 1; const f = () => { o = 'a' }; f(); return { o }",
        "{ o: unknown }",
    );
    body_returns(
        "const l = []; const o: any = { a: 1 }; l.push(o); o.b = 2; return l",
        "unknown[]",
    );
    body_returns("const o = {}; eval(s); return o", "unknown");
    body_returns(
        "const l = [{ a: 1 }]; l.forEach(change); return l",
        "unknown[]",
    );
    body_returns(
        "const l = [{ a: 1 }]; return l.map((i) => ({ ...i, b: s }))",
        "{ a: number, b: string }[]",
    );
    body_returns(
        "const o: any = { a: 1 }; o.b = 2; const l = []; l.push(o); return l",
        "{ a: number, b: number }[]",
    );
}

#[test]
fn functions_of_the_file() {
    script_returns(
        "const LIMIT = 3;\nfunction row(i: number) { return { i, limit: LIMIT } }\n\
         export function main() { const LIMIT = 'x'; return [row(1)] }",
        "{ i: number, limit: number }[]",
    );
    script_returns(
        "const row = async (i: number) => ({ i });\n\
         export async function main() { return { one: await row(1), two: row(2) } }",
        "{ one: { i: number }, two: unknown }",
    );
    script_returns(
        "async function row(i: number) { return { i } }\n\
         export async function main(ids: number[]) { return await Promise.all(ids.map(row)) }",
        "{ i: number }[]",
    );
    script_returns(
        "async function row(i: number) { return { i } }\n\
         export async function main() { return row(1) }",
        "{ i: number }",
    );
    script_returns(
        "function tree(n: number) { return { n, below: n ? [tree(n - 1)] : [] } }\n\
         export function main() { return tree(2) }",
        "{ n: number, below: unknown[] }",
    );
    script_returns(
        "function f() { return { a: 1 } }\nfunction f() { return { b: 1 } }\n\
         export function main() { return f() }",
        "{ b: number }",
    );
    script_returns("export function* main() { return 1 }", "unknown");
    script_returns("export const main = async () => ({ a: 1 })", "unknown");
    script_returns(
        "enum Colour { Red = 'red', Blue = 'blue' }\n\
         export function main() { return { c: Colour.Red } }",
        "{ c: string }",
    );
}

#[test]
fn annotations() {
    annotation_means("", "string", "string");
    annotation_means("", "string | null", "string | null");
    annotation_means("", "'a' | 'b'", "\"a\" | \"b\"");
    annotation_means("", "number[]", "number[]");
    annotation_means("", "Array<{ a: 1 }>", "{ a: number, … }[]");
    annotation_means("", "[string, number?]", "(string | number | null)[]");
    annotation_means("", "Record<string, boolean>", "{ [key: string]: boolean }");
    annotation_means(
        "",
        "Record<'a' | 'b', boolean>",
        "{ a: boolean, b: boolean, … }",
    );
    annotation_means(
        "",
        "{ a?: Date, 'b c': undefined }",
        "{ a?: string, \"b c\": null, … }",
    );
    annotation_means("", "any", "unknown");
    annotation_means("", "void", "null");
    annotation_means("", "Map<string, number>", "unknown");
    annotation_means("", "keyof Foo", "unknown");
    annotation_means("import { Foo } from './foo';", "Foo", "unknown");
    annotation_means(
        "import type { Foo } from './foo';",
        "{ f: Foo }",
        "{ f: unknown, … }",
    );
    annotation_means(
        "interface A { a: string }\ninterface B extends A { b?: number }",
        "B[]",
        "{ a: string, b?: number, … }[]",
    );
    annotation_means(
        "interface B extends Elsewhere { b: number; [key: string]: number }",
        "B",
        "{ b: number, [key: string]: number }",
    );
    annotation_means(
        "type A = { a: string };\ntype B = A & { b: number };",
        "B",
        "{ a: string, b: number, … }",
    );
    annotation_means(
        "type A = { a: string, b: number, c?: boolean };",
        "[Partial<A>, Pick<A, 'a'>, Omit<A, 'a' | 'b'>, Required<A>]",
        "({ a?: string, b?: number, c?: boolean, … } | { a: string, … } | { c?: boolean, … } | \
         { a: string, b: number, c: boolean, … })[]",
    );
    annotation_means(
        "type Page<T> = { items: T[]; next: string | null };",
        "Page<{ id: number }>",
        "{ items: { id: number, … }[], next: string | null, … }",
    );
    annotation_means(
        "type Tree = { name: string; below: Tree[] };",
        "Tree",
        "{ name: string, below: unknown[], … }",
    );
    annotation_means(
        "enum Colour { Red = 'red', Blue = 'blue' }\nenum Size { S, M }",
        "{ c: Colour, s: Size }",
        "{ c: \"red\" | \"blue\", s: number, … }",
    );
    annotation_means("type A = { a: { b: string } };", "A['a']['b']", "string");
}

#[test]
fn any_text_is_read() {
    let deep = |n: usize| {
        let body = format!("{}{}", "[".repeat(n), "]".repeat(n));
        format!(
            "export function main(): {{ a: {} }} {{ return {body} }}",
            "(".repeat(n) + "1" + &")".repeat(n)
        )
    };
    let texts = [
        deep(3_000),
        "export function main(".to_owned(),
        "type A = A; export function main(): A {}".to_owned(),
    ];
    for text in texts {
        let script = Program::new(Some(Language::TypeScript), text.into());
        let _ = returned(&script, "main").to_string();
    }
    // A text that is cut anywhere.
    let whole = "type A<T> = { a?: T }; export async function main(x: 'ä'): Promise<A<string>[]> {\n\
                 const o: any = { `b`: [1] }; for (const { k } of x) o[k] = `${x}`; return [{ ...o }] }";
    for (end, _) in whole.char_indices() {
        let script = Program::new(Some(Language::TypeScript), whole[..end].into());
        assert!(!returned(&script, "main").to_string().is_empty());
    }
}

#[test]
fn code_shows_more_than_its_annotation() {
    script_returns(
        "export function main(x: any): { total: number; rows: { id: number }[] } {\n\
         return { total: x.total, rows: x.rows, more: 1 } as any\n}",
        "{ total: number, rows: { id: number, … }[], more: number }",
    );
    script_returns(
        "interface Row { id: number }\n\
         export function main(x: any): Row[] { const rows: Row[] = []; rows.push({ id: x }); return rows }",
        "{ id: number }[]",
    );
    script_returns(
        "export function main(rows: { id: number }[]) { return rows.map(r => ({ id: r.id })) }",
        "{ id: number }[]",
    );
    script_returns(
        "export function main(o: { id: number }) { return { ...o, ok: true } }",
        "{ id: number, ok: boolean, … }",
    );
    script_returns(
        "export function main(n: number = 3, { a = 1 }: { a?: number }, d: Date) { return { n, a, d } }",
        "{ n: number, a: number, d: string }",
    );
    script_returns(
        "export function main(x: any): { a: string } { return 5 as any }",
        "number",
    );
}
