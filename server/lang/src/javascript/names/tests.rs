//! Names of TypeScript by their scopes, marked in texts.

use std::sync::Arc;

use syntax::Language;

use crate::Program;
use crate::occurrences::Form;

fn program(text: &str) -> Program {
    Program::new(Some(Language::TypeScript), Arc::from(text))
}

/// The places of the name at the first `|`, marked in the text: `<x>` read, `[x]` bound, `{x}` of another form.
fn marked(fixture: &str) -> String {
    let at = fixture.find('|').expect("a cursor");
    let text = fixture.replacen('|', "", 1);
    let program = program(&text);
    let Some(local) = program.local_at(at) else {
        return "nothing".to_owned();
    };
    let found = program.occurrences(&local);
    for place in &found {
        let there = program.local_at(place.span.start as usize);
        assert_eq!(there.as_ref(), Some(&local), "{text}");
    }
    let mut marked = text.clone();
    for place in found.iter().rev() {
        let (open, close) = match (place.form, place.binds) {
            (Form::Plain, true) => ('[', ']'),
            (Form::Plain, false) => ('<', '>'),
            _ => ('{', '}'),
        };
        marked.insert(place.span.end as usize, close);
        marked.insert(place.span.start as usize, open);
    }
    marked
}

#[test]
fn scopes_decide() {
    assert_eq!(
        marked(
            "const x = 1\nexport async function main(|x: number, y = x) {\n  { const x = 2; x }\n  o.x = { x, y: x }\n  return (x) => x\n}\nx\n"
        ),
        "const x = 1\nexport async function main([x]: number, y = <x>) {\n  { const x = 2; x }\n  o.x = { {x}, y: <x> }\n  return (x) => x\n}\nx\n"
    );
    assert_eq!(
        marked(
            "function f() {\n  if (a) { var |x = 1 }\n  for (const x of x) x\n  x += 1\n  x++\n  try {} catch (x) { x }\n}\n"
        ),
        "function f() {\n  if (a) { var [x] = 1 }\n  for (const x of x) x\n  [x] += 1\n  [x]++\n  try {} catch (x) { x }\n}\n"
    );
    assert_eq!(marked("console.|log(1)"), "nothing");
    assert_eq!(marked("|console.log(1)"), "nothing");
    assert_eq!(
        marked("`${|x}`; const x = 1; // x"),
        "`${<x>}`; const [x] = 1; // x"
    );
}

#[test]
fn types_imports_and_patterns() {
    assert_eq!(
        marked(
            "import { Row as R, |Cell } from './x'\nimport type { Cell as C } from './y'\nlet a: Cell[] = [Cell.of(1)]\nexport { Cell, a as Cell2 }\n"
        ),
        "import { Row as R, {Cell} } from './x'\nimport type { Cell as C } from './y'\nlet a: <Cell>[] = [<Cell>.of(1)]\nexport { {Cell}, a as Cell2 }\n"
    );
    assert_eq!(
        marked(
            "interface |Row<T> { Row: T; of(Row: Row<T>): Row<T> }\ntype T = Row<string>\nclass A<Row> { x: Row }\n"
        ),
        "interface [Row]<T> { Row: T; of(Row: <Row><T>): <Row><T> }\ntype T = <Row><string>\nclass A<Row> { x: Row }\n"
    );
    assert_eq!(
        marked("function f({ |a, b: c = a, ...rest }: { a: number }) { return a }\n"),
        "function f({ {a}, b: c = <a>, ...rest }: { a: number }) { return <a> }\n"
    );
    assert_eq!(
        marked("function is(|x: any): x is string { return typeof x }\ntype M = { [x in K]: x }\n"),
        "function is([x]: any): <x> is string { return typeof <x> }\ntype M = { [x in K]: x }\n"
    );
}

#[test]
fn parameters_exports_and_taken_names() {
    let text = "import * as m from './y'\nexport async function main(a: number, { b }: { b: number }) {\n  \
        const c = a\n  return [1].map((d) => d + m.go() + z)\n}\nconst e = (x: m.Type) => x\nexport { e }\n";
    let program = program(text);
    let a = program.parameter("main", "a").expect("a parameter");
    assert_eq!(program.parameter("main", "b"), None);
    let taken = |name| program.is_taken(&a, name);
    assert_eq!(
        ["b", "c", "d", "e", "m", "z"].map(taken),
        [true, true, false, false, true, true]
    );
    use crate::javascript::Export;
    assert_eq!(
        program.typescript().expect("TypeScript").export("main"),
        Some(Export::Own)
    );
    assert_eq!(
        program.typescript().expect("TypeScript").export("e"),
        Some(Export::Own)
    );
    assert_eq!(program.typescript().expect("TypeScript").export("c"), None);
    let module = program.specifiers()[0].module.span;
    let members = |name| program.members(module, name).len();
    assert_eq!((members("go"), members("Type"), members("main")), (1, 1, 0));
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "function",
        "export const {",
        "import { x",
        "class A { constructor(private x) {",
        "\u{1F600} x =>",
    ] {
        let program = program(text);
        for at in 0..=text.len() {
            if let Some(local) = program.local_at(at) {
                assert!(!program.occurrences(&local).is_empty(), "{text}");
            }
        }
    }
}
