//! Windmill's client for TypeScript: signatures while calls are typed, one character at a time, and where its names lead
//! to: in a file and in a flow, with other code above and below.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use sdk::InstalledSdks;
use syntax::FileId;

const ABOVE: &str = "import * as wmill from \"windmill-client\";
import { sleep as pause, getResource } from 'windmill-client';
import { getVariable } from './mine';

class Box {
  getState(path: string) { return path; }
}

export async function main(name: string) {
  await wmill.setState({ seen: [1, 2] });
";

const BELOW: &str = "
  const other = await wmill.getVariable('f/shop/key');
  return other;
}
";

/// Each call, cut where the answer changes: what is typed behind `‹x›` leads to parameter `x`, `-` to none, `.` to no
/// signature.
const CALLS: &[&str] = &[
    "wmill.getVariable‹0›('f/a'‹.›);",
    "const x = await wmill.setVariable‹0›('f/a'‹1›, `b, ${name}`‹2›, true‹3›, ‹.›);",
    "pause‹0›(10 * 2‹.›);",
    "getResource‹0›('f/a'‹1›, {a: [1, (2)], b: '),('}‹-›, 3‹.›);",
    "await wmill?.runScriptByPath‹0›('f/a'‹1›, {a: 1, b: other‹.›(name, 2‹1›)}‹.›);",
    "wmill.step‹0›('a'‹1›, async () => ‹.›{ return pause‹0›(1‹.›) ‹1›}‹.›);",
    "wmill.step<number>‹0›('a'‹1›, () => 1‹.›);",
    "return (wmill.getState‹0›(‹.›) ?? [await wmill.getProgress‹0›('x'‹.›)]);",
    "getVariable('f/a', 1);",
    "wmill.noSuchName('f/a', 1); name.wmill.getVariable('x');",
    "// wmill.getVariable('f/a'",
    "class Other { getResource(a, b) {} sleep() { this.getResource(1) } }",
    "function inner(wmill: any) { wmill.getVariable('f/a') }",
];

fn snapshot(text: &str, path: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    let id = set(path, text);
    let settings = Settings::default();
    (
        Snapshot {
            workspace,
            settings,
        },
        id,
    )
}

/// Types a call behind `above`, before `below`, and compares at each character.
fn types(call: &str, path: &str, above: &str, below: &str) -> Option<String> {
    let (mut so_far, mut got, mut wanted) = (String::new(), String::new(), String::new());
    for (i, piece) in call.split('‹').enumerate() {
        let marked = piece.split_once('›').filter(|_| i > 0);
        let (mark, piece) = marked.unwrap_or((".", piece));
        for c in piece.chars() {
            so_far.push(c);
            wanted += mark;
            let whole = format!("{above}{so_far}{below}");
            let (snapshot, id) = snapshot(&whole, path);
            let found = snapshot.signature(id, above.len() + so_far.len());
            got += &match found.map(|s| s.active) {
                None => ".".to_owned(),
                Some(None) => "-".to_owned(),
                Some(Some(index)) => index.to_string(),
            };
        }
    }
    let differs = format!("\n{so_far}\n{wanted}\n{got}\nin {path}, below: {below:?}\n");
    (got != wanted).then_some(differs)
}

/// Code as the content of a step, and the text below it.
fn embedded(code: &str) -> String {
    code.lines().map(|l| format!("          {l}\n")).collect()
}

const HEAD: &str = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
    language: bun\n        content: |\n";
const TAIL: &str = "        input_transforms: {}\n    - id: b\n      value: {type: identity}\n";

#[test]
fn signatures_at_every_character() {
    let mut wrong = Vec::new();
    for call in CALLS {
        for below in ["", BELOW, "\n}\n"] {
            wrong.extend(types(call, "f/shop/run.ts", &format!("{ABOVE}  "), below));
        }
        let above = format!("{HEAD}{}            ", embedded(ABOVE));
        let below = format!("\n{}{TAIL}", embedded(BELOW.trim_start()));
        for below in [format!("\n{TAIL}"), below] {
            wrong.extend(types(call, "f/shop/all.flow/flow.yaml", &above, &below));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn what_a_signature_says() {
    let (text, at) = fixture::cursor(
        "import wmill from 'windmill-client';\nwmill.getInternalState(<|>);\nwmill.runScript('f/a', );\n",
    );
    let (snapshot, id) = snapshot(&text, "f/shop/run.ts");
    let found = snapshot.signature(id, at).unwrap();
    assert_eq!(found.label, "getInternalState(): Promise<any>");
    assert_eq!((found.parameters.len(), found.active), (0, None));
    let said = found.documentation.to_markdown();
    assert!(said.contains("The state of the last run."), "{said}");
    assert!(said.contains("Use `getState` instead."), "{said}");
    let found = snapshot.signature(id, text.rfind(')').unwrap()).unwrap();
    let parameters = found.parameters.iter().map(|p| p.span.slice(&found.label));
    assert_eq!(
        parameters.collect::<Vec<_>>()[..2],
        [
            "path?: string | null = null",
            "hash_?: string | null = null"
        ]
    );
}

/// Where the name at the cursor leads to: the line of the stub.
fn leads_to(code: &str, path: &str, has_client: bool) -> Option<String> {
    let (text, at) = fixture::cursor(code);
    let (mut snapshot, id) = snapshot(&text, path);
    snapshot.workspace.set_installed(InstalledSdks {
        has_client,
        ..InstalledSdks::default()
    });
    let target = snapshot.stub_definition(id, at)?;
    assert_eq!(target.file, "windmill-client.d.ts");
    let start = target.text[..target.name.start as usize]
        .rfind('\n')
        .map_or(0, |i| i + 1);
    Some(target.text[start..].lines().next().unwrap().to_owned())
}

#[test]
fn names_lead_to_the_stub() {
    let lines = [
        (
            "wmill.get<|>Variable('f/a')",
            Some("export function getVariable(path: string): Promise<string>;"),
        ),
        (
            "pau<|>se(1)",
            Some("export function sleep(seconds: number): Promise<void>;"),
        ),
        (
            "let x: wmill.S3<|>Object",
            Some("export type S3Object = S3ObjectURI | S3ObjectRecord;"),
        ),
        ("wm<|>ill.getVariable('f/a')", Some("// @ts-nocheck")),
        // Of something else, and what the client does not have.
        ("get<|>Variable('f/a')", None),
        ("wmill.noSuch<|>Name", None),
        ("new Box().getSta<|>te('')", None),
        ("'wmill.get<|>Variable'", None),
    ];
    for (line, wanted) in lines {
        let wanted = wanted.map(str::to_owned);
        let code = format!("{ABOVE}  {line}\n}}\n");
        let flow = format!("{HEAD}{}{TAIL}", embedded(&code));
        let (file, flow_file) = ("f/shop/run.ts", "f/shop/all.flow/flow.yaml");
        assert_eq!(leads_to(&code, file, false), wanted, "{line}");
        assert_eq!(leads_to(&flow, flow_file, false), wanted, "{line}");
        // The package's own source is shown by TypeScript's server, which does not read flows.
        assert_eq!(leads_to(&code, file, true), None, "{line}");
        assert_eq!(leads_to(&flow, flow_file, true), wanted, "{line}");
    }
}
