//! Entry points of TypeScript scripts: which are read, which are left alone.

use super::tests::shown;
use super::*;

fn typescript(text: &str) -> Entry {
    Script::new(ScriptLanguage::Bun, text.into())
        .entry(EntryName::Main)
        .clone()
}

#[test]
fn typescript_entries() {
    let rows = [
        (
            "export async function main(a: string, b?: number, c = 1, d: string | undefined) {}",
            "a: string, b?: number, c: number =, d?: string",
        ),
        ("function main(a) {}\nexport { main }", "a: any"),
        (
            "export function main({a, b}: {a: string}) {}",
            "anon1: object",
        ),
        (
            "export async function* main(a: string | null) {}",
            "a?: string",
        ),
        (
            "export function main(a: 'x' | 'y', b: 'x' | 'y' | null) {}",
            "a: \"x\" | \"y\", b?: \"x\" | \"y\"",
        ),
        (
            "export function main(a: Postgresql, b: RT.MyThing, c: Resource<'foo'>, d: S3Object) {}",
            "a: resource-postgresql, b: resource-my_thing, c: resource-foo, d: s3 object",
        ),
        (
            "export function main(a: string[], b: object, c: {x: 1}, d: any, e: Date, f: Base64) {}",
            "a: list[string], b: object, c: object, d: any, e: date-time, f: bytes (base64)",
        ),
        (
            "interface A {}\nimport {B} from 'x'\nexport function main(a: A, b: B) {}",
            "a: A, b: any",
        ),
        (
            "export function main<T>(a: T, b: number | string) {}",
            "a: any, b: any",
        ),
        (
            "export function main(a: string): void;\nexport function main(a: any) {}",
            "a: any",
        ),
        ("export default function main(a) {}", "Missing"),
        ("export const main = async (a: string) => {}", "Unknown"),
        ("export let main = function (a: string) {}", "Unknown"),
        ("export { main } from './x'", "Unknown"),
        ("export { foo as main } from './x'", "Unknown"),
        ("export * from './x'", "Unknown"),
        ("function main(a) {}", "Missing"),
        ("const main = 1", "Unknown"),
        ("import { main } from './x'; export { main }", "Unknown"),
        ("export function main(...a: string[]) {}", "Unknown"),
        ("export function main([a]: string[]) {}", "Unknown"),
        ("export function main(a: string", "Unknown"),
        (
            "export const foo = workflow(async (x: number) => 1)",
            "Unknown",
        ),
        ("export default async (a) => 1", "Missing"),
        (
            "export function run(a) { return main(a) }\nexport const x = 1",
            "Missing",
        ),
        ("", "Missing"),
    ];
    for (text, want) in rows {
        assert_eq!(shown(&typescript(text)), want, "{text:?}");
    }
    let text =
        "/** Does é.\n * More. */\nexport async function main(a = 'é', b: X): Promise<void> {}";
    let Entry::Found(signature) = typescript(text) else {
        panic!("not found")
    };
    assert_eq!(signature.doc.as_deref(), Some("Does é.\nMore."));
    assert_eq!(signature.returns.unwrap().span.slice(text), "Promise<void>");
    assert_eq!(signature.params[1].span.slice(text), "b: X");
    assert!(signature.is_async);
}

/// Where the first `await` stands that no runtime takes, and what is said of it.
fn refused(code: &str) -> Option<(usize, String)> {
    let script = Script::new(ScriptLanguage::Bun, code.into());
    let first = script.refused().first()?;
    assert!(script.problems().is_empty(), "{code}");
    Some((first.span.start as usize, first.to_string()))
}

#[test]
fn an_await_needs_an_async_function() {
    let marked = [
        ("function a() { <|>await b() }", "`function a`"),
        (
            "async function a() { c.map(x => <|>await b(x)) }",
            "the parameters of the arrow function",
        ),
        ("class A { b() { <|>await c() } }", "`b`"),
        (
            "const a = function () { for <|>await (const b of c) {} }",
            "`function`",
        ),
        ("const a = { b(c = 1) { return <|>await c } }", "`b`"),
        (
            "const a = async () => { function b() { <|>await c } }",
            "`function b`",
        ),
    ];
    for (code, place) in marked {
        let at = code.find("<|>").unwrap();
        let (start, message) = refused(&code.replace("<|>", "")).expect(code);
        assert_eq!(start, at, "{code}");
        assert!(message.ends_with(&format!("before {place}")), "{message}");
    }
    let silent = [
        "await a()",
        "for await (const a of b) {}",
        "async function a() { await b() }",
        "const a = async x => await b(x)",
        "const a = async function* () { await b }",
        "class A { async b() { await c } static { } d = 1 }",
        "function a() { return async () => await b() }",
        "function a() { return 'await' } // await",
        "async function a() { if (b) { for (const c of d) { await c } } }",
        "function a(await_: number) { return { await: await_.await } }",
        "export default async function () { await a }",
        "const a = { async b() { await c }, async *d() { await e } }",
        "function a() { for (const b of c) {} }",
    ];
    for code in silent {
        assert_eq!(refused(code), None, "{code}");
    }
}

#[test]
fn what_windmill_does_not_find_returns_nothing_known() {
    let returned = |text: &str| {
        Script::new(ScriptLanguage::Bun, text.into())
            .returned()
            .clone()
    };
    assert_eq!(
        returned("function main() { return { a: 1 } }"),
        Shape::Unknown
    );
    assert_ne!(
        returned("export function main() { return { a: 1 } }"),
        Shape::Unknown
    );
}
