//! The frontend of an app: what it calls in the backend, found, completed, shown, renamed and checked.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::collections::BTreeMap;

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const APP: &str = "f/shop/till.raw_app/App.tsx";
const PART: &str = "f/shop/till.raw_app/src/Part.svelte";
const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    ("f/shop/till.raw_app/raw_app.yaml", "summary: till\n"),
    (
        "f/shop/till.raw_app/backend/pay.yaml",
        "type: script\nname: Pay an order\npath: f/lib/pay\nfields:\n  db: {type: static, value: '$res:f/lib/db'}\n",
    ),
    ("f/shop/till.raw_app/backend/own.yaml", "type: inline\n"),
    (
        "f/shop/till.raw_app/backend/own.ts",
        "export async function main(many: number, of = 'x') {\n  return many + of;\n}\n",
    ),
    ("f/shop/till.raw_app/backend/own.lock", ""),
    (
        "f/shop/till.raw_app/backend/mail.yaml",
        "type: flow\npath: f/lib/mail\n",
    ),
    (
        "f/shop/till.raw_app/backend/old_one.rb",
        "def main(x)\n  x\nend\n",
    ),
    (
        "f/lib/pay.py",
        "def main(order: int, db: dict):\n    return order\n",
    ),
    (
        "f/lib/mail.flow/flow.yaml",
        "summary: ''\nvalue: {modules: []}\nschema:\n  type: object\n  required: [whom]\n  properties:\n    whom: {type: string}\n",
    ),
    (
        "f/lib/db.resource.yaml",
        "resource_type: shopdb\nvalue: {}\n",
    ),
    (
        APP,
        "import React from 'react'\nimport { backend, backendAsync } from './wmill'\n\nexport default function App() {\n  \
         const load = async () => {\n    await backend.pay({ order: 1 })\n    await backend.own({ many: 2 })\n    \
         await backendAsync.mail({ whom: 'x' })\n    await backend.old_one({})\n  }\n  \
         return <button title=\"it's\" onClick={() => backend['own']({ many: 3, of: 'y' })}>Don't</button>\n}\n",
    ),
    (
        PART,
        "<script lang=\"ts\">\n  import { backend } from '../wmill'\n  const pay = (order: number) => backend.pay({ order })\n</script>\n\
         <button onclick={() => backend.own({ many: 4 })}>ok</button>\n",
    ),
];

fn with(path: &str, text: &str) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (own, old) in FILES {
        let text = if *own == path { text } else { old };
        workspace.set(&format!("/w/{own}"), Source::Text(text.into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

fn snapshot() -> Snapshot {
    with("", "")
}

fn id(snapshot: &Snapshot, path: &str) -> FileId {
    snapshot.workspace.id(&format!("/w/{path}")).unwrap()
}

fn at(snapshot: &Snapshot, path: &str, before: &str, word: &str) -> (FileId, usize) {
    let id = id(snapshot, path);
    let text = snapshot.workspace.get(id).unwrap().text();
    let found = text.find(&format!("{before}{word}"));
    (
        id,
        found.unwrap_or_else(|| panic!("{path}: {before}{word}")) + before.len(),
    )
}

fn places(snapshot: &Snapshot, path: &str, before: &str, word: &str) -> Vec<String> {
    let (id, offset) = at(snapshot, path, before, word);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for at in snapshot.uses(id, offset) {
        let file = snapshot.workspace.get(at.file).unwrap();
        let path = file.path.strip_prefix("/w/f/").unwrap();
        *count.entry(path.to_owned()).or_default() += 1;
    }
    let all = count.into_iter();
    all.map(|(path, n)| format!("{path} {n}")).collect()
}

/// What is found in the frontend, with this text behind the import.
fn found(code: &str) -> Vec<String> {
    let text = format!("import {{ backend, backendAsync }} from './wmill'\n{code}\n");
    let snapshot = with(APP, &text);
    let findings = snapshot.check(id(&snapshot, APP));
    let told = findings.iter().map(|f| {
        let fixed = f.fix.as_ref().map(|fix| {
            let texts = fix.edits.iter().map(|e| e.text.as_str());
            format!(" => {}", texts.collect::<Vec<_>>().join(" "))
        });
        format!(
            "{} {}{}",
            f.rule.name,
            f.span.slice(&text),
            fixed.unwrap_or_default()
        )
    });
    told.collect()
}

#[test]
fn frontends_are_no_scripts_and_have_no_findings_where_all_is_right() {
    let snapshot = snapshot();
    for path in [APP, PART] {
        let findings = snapshot.check(id(&snapshot, path));
        assert!(findings.is_empty(), "{path}: {findings:?}");
    }
}

#[test]
fn what_the_backend_lacks_is_told() {
    assert_eq!(
        found("backend.owm({many: 1})"),
        ["unknown-runnable owm => own"]
    );
    assert_eq!(
        found("const { owm } = backend"),
        ["unknown-runnable owm => own: owm"]
    );
    assert_eq!(
        found("backendAsync['owm']({many: 1})"),
        ["unknown-runnable owm => own"]
    );
    assert_eq!(found("backend.something()"), ["unknown-runnable something"]);
    assert!(found("backend.old_one({any: 1}); backend[name]({x: 1})").is_empty());
    // What does not parse may be anything.
    assert!(found("backend.owm({many: 1}) +").is_empty());
}

#[test]
fn arguments_are_held_against_the_parameters() {
    assert_eq!(
        found("backend.own({ mny: 1 })"),
        ["missing-input own => many", "unknown-input mny => many"]
    );
    assert_eq!(found("backend.own()"), ["missing-input own"]);
    assert_eq!(
        found("backend.own({ many: 1, off })"),
        ["unknown-input off => of: off"]
    );
    assert_eq!(
        found("backendAsync.mail({ whom: 1, x: 2 })"),
        ["unknown-input x"]
    );
    // The app gives `db` itself.
    assert_eq!(found("backend.pay({})"), ["missing-input pay"]);
    for code in [
        "backend.own({ ...rest })",
        "backend.own(args)",
        "backend.own({ [key]: 1, many: 2 })",
        "const f = backend.own",
        "backend.pay({ order: 1, db: {} })",
    ] {
        assert!(found(code).is_empty(), "{code}");
    }
    assert!(
        found("// windmill-ls: ignore[missing-input] it has a default there\nbackend.own()")
            .is_empty()
    );
}

#[test]
fn a_runnable_is_found_from_everywhere() {
    let snapshot = snapshot();
    let own = [
        "shop/till.raw_app/App.tsx 2",
        "shop/till.raw_app/backend/own.ts 1",
        "shop/till.raw_app/backend/own.yaml 1",
        "shop/till.raw_app/src/Part.svelte 1",
    ];
    assert_eq!(places(&snapshot, APP, "backend.", "own"), own);
    assert_eq!(places(&snapshot, PART, "backend.", "own"), own);
    let many = [
        "shop/till.raw_app/App.tsx 2",
        "shop/till.raw_app/backend/own.ts 2",
    ];
    assert_eq!(places(&snapshot, APP, "own({ ", "many"), many);
    assert_eq!(
        places(&snapshot, "f/lib/pay.py", "main(", "order"),
        [
            "lib/pay.py 2",
            "shop/till.raw_app/App.tsx 1",
            "shop/till.raw_app/src/Part.svelte 1"
        ]
    );
    assert_eq!(
        places(&snapshot, APP, "mail({ ", "whom"),
        ["lib/mail.flow/flow.yaml 2", "shop/till.raw_app/App.tsx 1"]
    );
    let (app, offset) = at(&snapshot, APP, "backend.", "own");
    let targets = snapshot.definition(app, offset);
    let target = snapshot.workspace.get(targets[0].file).unwrap();
    assert_eq!(&*target.path, "/w/f/shop/till.raw_app/backend/own.ts");
    assert_eq!(targets[0].name.slice(target.text()), "main");
}

#[test]
fn the_code_of_a_runnable_says_that_its_app_uses_it() {
    let snapshot = snapshot();
    let own = id(&snapshot, "f/shop/till.raw_app/backend/own.ts");
    let lens = snapshot.lens(own).unwrap();
    let text = snapshot.workspace.get(own).unwrap().text();
    assert_eq!(lens.slice(text), "main");
    let users = snapshot.users(own).unwrap();
    assert_eq!((users.said.as_str(), users.places.len()), ("1 app", 4));
}

#[test]
fn a_runnable_and_its_parameters_are_renamed_with_the_frontend() {
    let snapshot = snapshot();
    let (app, offset) = at(&snapshot, APP, "backend.", "own");
    let (span, name) = snapshot.prepare_rename(app, offset).unwrap().unwrap();
    assert_eq!((span.len(), name.as_str()), (3, "own"));
    let change = snapshot.rename(app, offset, "mine").unwrap();
    let moved: Vec<&str> = change.moves.iter().map(|m| m.to.as_str()).collect();
    let folder = "/w/f/shop/till.raw_app/backend";
    assert_eq!(
        moved,
        [
            format!("{folder}/mine.lock"),
            format!("{folder}/mine.ts"),
            format!("{folder}/mine.yaml")
        ]
    );
    let edits: usize = change.edits.values().map(Vec::len).sum();
    assert_eq!((edits, change.edits.len()), (3, 2));
    assert_eq!(
        snapshot.rename(app, offset, "Pay").unwrap_err(),
        "The app has a runnable `Pay` already"
    );
    // A name that is none is written another way, or not at all.
    assert!(snapshot.rename(app, offset, "a-b").is_err());

    let (app, offset) = at(&snapshot, APP, "pay({ ", "order");
    let change = snapshot.rename(app, offset, "number").unwrap();
    let part = &change.edits[&id(&snapshot, PART)];
    assert_eq!(part[0].text, "number: order");

    let text = "import { backend } from './wmill'\nbackend.own({ many: 1 })\nuse(backend)\n";
    let whole = with(APP, text);
    let (app, offset) = at(&whole, APP, "backend.", "own");
    let refused = whole.rename(app, offset, "mine").unwrap_err();
    assert!(refused.starts_with("Line 3 of"), "{refused}");
}

fn labels(code: &str) -> Vec<String> {
    let code = format!("import {{ backend, backendAsync }} from './wmill'\n{code}\n");
    let offset = code.find("<|>").unwrap();
    let text = code.replacen("<|>", "", 1);
    let snapshot = with(APP, &text);
    let items = snapshot.completions(id(&snapshot, APP), offset);
    let told = items.iter().map(|i| {
        assert!(i.replace.touches(offset));
        format!("{} | {}", i.insert, i.detail.as_deref().unwrap_or(""))
    });
    told.collect()
}

#[test]
fn runnables_and_arguments_are_completed() {
    let all = [
        "mail | { whom: string }",
        "old_one | ",
        "own | { many: number, of?: string }",
        "pay | { order: integer }",
    ];
    for code in [
        "backend.<|>",
        "const a = () => <b>{backendAsync.o<|>}</b>",
        "await backend?.<|>own({})",
    ] {
        assert_eq!(labels(code), all, "{code}");
    }
    assert_eq!(
        labels("backend.own({ <|> })"),
        ["many:  | number", "of:  | string, optional"]
    );
    assert_eq!(
        labels("backend.own({ many: 1, <|> })"),
        ["of:  | string, optional"]
    );
    assert_eq!(
        labels("backend.own({ ma<|>: 1, of: 2 })"),
        ["many | number"]
    );
    for code in [
        "backend.own({ many: <|> })",
        "backend.own({ many: { <|> } })",
        "other.<|>",
        "x.backend.<|>",
        "// backend.<|>",
        "f({ <|> })",
    ] {
        assert!(labels(code).is_empty(), "{code}: {:?}", labels(code));
    }
}

#[test]
fn runnables_and_arguments_are_shown() {
    let snapshot = snapshot();
    let hover = |before, word| {
        let (app, offset) = at(&snapshot, APP, before, word);
        snapshot.hover(app, offset).unwrap().text.to_markdown()
    };
    let own = hover("backend.", "own");
    assert!(
        own.contains("Runnable `own`") && own.contains("main(many: number"),
        "{own}"
    );
    let pay = hover("backend.", "pay");
    assert!(
        pay.contains("Pay an order") && pay.contains("f/lib/pay"),
        "{pay}"
    );
    let many = hover("own({ ", "many");
    assert!(
        many.starts_with("`many`: number") && many.contains("Required"),
        "{many}"
    );
}
