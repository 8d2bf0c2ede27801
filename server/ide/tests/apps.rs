//! Apps: what they run and what they give to it, found, counted, renamed and checked with the rest.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::collections::BTreeMap;

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const LOW_CODE: &str = "\
summary: shop
value:
  grid:
    - id: a
      data:
        componentInput:
          type: runnable
          fields:
            order: {type: static, value: 1}
            db: {type: static, value: '$res:f/lib/db', format: resource-shopdb}
          runnable:
            type: runnableByPath
            path: f/lib/pay
            runType: script
            schema:
              properties:
                order: {type: integer}
                db: {type: object}
              required: [order]
              order: [db, order]
    - id: b
      data:
        componentInput:
          type: runnable
          fields: {whom: {type: evalv2, expr: 'a.result.order'}}
          runnable: {path: f/lib/mail, runType: flow}
    - id: c
      data: {componentInput: {runnable: {path: hub/1/x/y, runType: hubscript}}}
  hiddenInlineScripts:
    - name: list
      fields: {page: {type: static, value: '$var:f/lib/size'}}
      inlineScript:
        content: '!inline list.inline_script.py'
        lock: '!inline list.inline_script.lock'
        language: python3
        schema: {properties: {page: {}}}
  theme: {type: path, path: f/lib/dark}
policy:
  triggerables_v2:
    'a:script/f/lib/pay':
      allow_user_resources: [db]
      static_inputs: {order: 1}
      one_of_inputs: {}
    'b:flow/f/lib/mail': {static_inputs: {}}
    'bg_0:rawscript/5a74': {static_inputs: {order: 1}}
";

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    (
        "wmill-lock.yaml",
        "version: v2\nlocks:\n  f/lib/pay: 12\n  f/shop/shop.app+__app_hash: 3\n",
    ),
    ("f/shop/shop.app/app.yaml", LOW_CODE),
    (
        "f/shop/shop.app/list.inline_script.py",
        "def main(page):\n    return page\n",
    ),
    ("f/shop/shop.app/list.inline_script.lock", ""),
    (
        "f/shop/till__raw_app/raw_app.yaml",
        "summary: till\nrunnables:\n  old: {type: path, runType: script, path: f/lib/pay, fields: {order: {}}}\n",
    ),
    (
        "f/shop/till__raw_app/backend/pay.yaml",
        "type: script\npath: f/lib/pay\nfields:\n  order: {type: static, value: 2}\n",
    ),
    (
        "f/shop/till__raw_app/backend/own.yaml",
        "type: inline\nfields:\n  many: {type: user}\n",
    ),
    (
        "f/shop/till__raw_app/backend/own.ts",
        "export async function main(many: number) {\n  return many;\n}\n",
    ),
    ("f/lib/pay.py", "def main(order, db):\n    return order\n"),
    (
        "f/lib/mail.flow/flow.yaml",
        "summary: ''\nvalue: {modules: []}\nschema:\n  type: object\n  properties:\n    whom: {type: string}\n",
    ),
    (
        "f/lib/db.resource.yaml",
        "resource_type: shopdb\nvalue: {}\n",
    ),
    (
        "f/lib/size.variable.yaml",
        "value: 3\nis_secret: false\ndescription: ''\n",
    ),
    (
        "f/lib/dark.resource.yaml",
        "resource_type: app_theme\nvalue: {}\n",
    ),
    ("shopdb.resource-type.yaml", "schema: {}\n"),
];

fn snapshot() -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in FILES {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

/// The file, and the offset of a word in it, with what stands before that.
fn at(snapshot: &Snapshot, path: &str, before: &str, word: &str) -> (syntax::FileId, usize) {
    let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    let found = text.find(&format!("{before}{word}"));
    (
        id,
        found.unwrap_or_else(|| panic!("{path}: {before}{word}")) + before.len(),
    )
}

/// The places of a symbol: how many there are in each file.
fn places(snapshot: &Snapshot, path: &str, before: &str, word: &str) -> Vec<String> {
    let (id, offset) = at(snapshot, path, before, word);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for at in snapshot.uses(id, offset) {
        let file = snapshot.workspace.get(at.file).unwrap();
        let path = file.path.strip_prefix("/w/").unwrap();
        *count.entry(path.to_owned()).or_default() += 1;
    }
    count
        .into_iter()
        .map(|(path, n)| format!("{path} {n}"))
        .collect()
}

const APP: &str = "f/shop/shop.app/app.yaml";
const RAW: &str = "f/shop/till__raw_app/raw_app.yaml";
const PAY: &str = "f/shop/till__raw_app/backend/pay.yaml";
const OWN: &str = "f/shop/till__raw_app/backend/own";

#[test]
fn what_an_app_names_is_a_use_from_everywhere() {
    let snapshot = snapshot();
    let script = [
        "f/lib/pay.py 1",
        "f/shop/shop.app/app.yaml 2",
        "f/shop/till__raw_app/backend/pay.yaml 1",
        "f/shop/till__raw_app/raw_app.yaml 1",
    ];
    for (path, before, word) in [
        (APP, "path: ", "f/lib/pay"),
        (APP, "'a:script/", "f/lib/pay"),
        (RAW, "path: ", "f/lib/pay"),
        (PAY, "path: ", "f/lib/pay"),
        ("f/lib/pay.py", "def ", "main"),
    ] {
        assert_eq!(
            places(&snapshot, path, before, word),
            script,
            "{path} {before}"
        );
    }
    let order = [
        "f/lib/pay.py 2",
        "f/shop/shop.app/app.yaml 5",
        "f/shop/till__raw_app/backend/pay.yaml 1",
        "f/shop/till__raw_app/raw_app.yaml 1",
    ];
    for (path, before, word) in [
        (APP, "            ", "order:"),
        (APP, "required: [", "order"),
        (APP, "static_inputs: {", "order"),
        (RAW, "{", "order"),
        (PAY, "  ", "order"),
        ("f/lib/pay.py", "return ", "order"),
    ] {
        assert_eq!(
            places(&snapshot, path, before, word),
            order,
            "{path} {before}"
        );
    }
    let told =
        |path: &str, before: &str, word: &str| places(&snapshot, path, before, word).join(", ");
    assert_eq!(
        told("f/lib/pay.py", "order, ", "db"),
        "f/lib/pay.py 1, f/shop/shop.app/app.yaml 4"
    );
    assert_eq!(
        told(APP, "fields: {", "whom"),
        "f/lib/mail.flow/flow.yaml 1, f/shop/shop.app/app.yaml 1"
    );
    assert_eq!(
        told(APP, "", "f/lib/mail"),
        "f/lib/mail.flow/flow.yaml 1, f/shop/shop.app/app.yaml 2"
    );
    assert_eq!(
        told(APP, "$res:", "f/lib/db"),
        "f/lib/db.resource.yaml 1, f/shop/shop.app/app.yaml 1"
    );
    assert_eq!(
        told(APP, "$var:", "f/lib/size"),
        "f/lib/size.variable.yaml 1, f/shop/shop.app/app.yaml 1"
    );
    assert_eq!(
        told(APP, "resource-", "shopdb"),
        "f/lib/db.resource.yaml 1, f/shop/shop.app/app.yaml 1, shopdb.resource-type.yaml 1"
    );
    assert_eq!(
        told(APP, "!inline ", "list.inline_script.py"),
        "f/shop/shop.app/app.yaml 1, f/shop/shop.app/list.inline_script.py 1"
    );
    assert_eq!(
        told("f/shop/shop.app/list.inline_script.py", "main(", "page"),
        "f/shop/shop.app/app.yaml 2, f/shop/shop.app/list.inline_script.py 2"
    );
    assert_eq!(
        told(&format!("{OWN}.ts"), "main(", "many"),
        "f/shop/till__raw_app/backend/own.ts 2, f/shop/till__raw_app/backend/own.yaml 1"
    );
}

#[test]
fn definition_links_lens_and_calls_know_apps() {
    let snapshot = snapshot();
    let target = |path: &str, before: &str, word: &str| {
        let (id, offset) = at(&snapshot, path, before, word);
        let found = snapshot.definition(id, offset);
        let file = snapshot.workspace.get(found.first()?.file)?;
        Some(file.path.strip_prefix("/w/").unwrap().to_owned())
    };
    assert_eq!(
        target(APP, "path: ", "f/lib/pay").as_deref(),
        Some("f/lib/pay.py")
    );
    assert_eq!(
        target(APP, "!inline ", "list.inline_script.py").as_deref(),
        Some("f/shop/shop.app/list.inline_script.py")
    );
    assert_eq!(
        target(&format!("{OWN}.yaml"), "type: ", "inline").as_deref(),
        Some("f/shop/till__raw_app/backend/own.ts")
    );
    let id = |path: &str| snapshot.workspace.id(&format!("/w/{path}")).unwrap();
    assert_eq!(snapshot.users(id("f/lib/pay.py")).unwrap().said, "2 apps");
    assert_eq!(
        snapshot
            .users(id("f/lib/mail.flow/flow.yaml"))
            .unwrap()
            .said,
        "1 app"
    );
    assert!(snapshot.links(id(APP)).len() >= 8);
}

#[test]
fn renames_and_moves_reach_apps() {
    let snapshot = snapshot();
    let renamed = |path: &str, before: &str, word: &str, new: &str| {
        let (id, offset) = at(&snapshot, path, before, word);
        let change = snapshot.rename(id, offset, new).unwrap();
        let mut texts = BTreeMap::new();
        for (id, edits) in &change.edits {
            let file = snapshot.workspace.get(*id).unwrap();
            let mut text = file.text().to_owned();
            for edit in edits.iter().rev() {
                text.replace_range(edit.span.range(), &edit.text);
            }
            texts.insert(file.path.strip_prefix("/w/").unwrap().to_owned(), text);
        }
        texts
    };
    let texts = renamed("f/lib/pay.py", "main(", "order", "total");
    let wanted = LOW_CODE
        .replace("\n            order:", "\n            total:")
        .replace("                order: {", "                total: {")
        .replace("[order]", "[total]")
        .replace("[db, order]", "[db, total]")
        .replace(
            "[db]\n      static_inputs: {order",
            "[db]\n      static_inputs: {total",
        );
    assert_eq!(texts[APP], wanted);
    assert!(texts[PAY].contains("  total: {") && texts[RAW].contains("{total: "));
    let texts = renamed(APP, "path: ", "f/lib/pay", "f/money/charge");
    assert_eq!(texts[APP], LOW_CODE.replace("f/lib/pay", "f/money/charge"));
    assert_eq!(
        texts["wmill-lock.yaml"],
        FILES[1].1.replace("f/lib/pay", "f/money/charge")
    );
    let texts = renamed(
        APP,
        "theme: {type: path, path: ",
        "f/lib/dark",
        "f/look/night",
    );
    assert_eq!(texts[APP], LOW_CODE.replace("f/lib/dark", "f/look/night"));
    let moved = |from: &str, to: &str| {
        let one = ide::Move {
            from: format!("/w/{from}").into(),
            to: format!("/w/{to}"),
        };
        snapshot.follow_moves(&[one])
    };
    let change = moved(
        "f/shop/shop.app/list.inline_script.py",
        "f/shop/shop.app/in/list.py",
    );
    let app = &change.edits[&snapshot.workspace.id(&format!("/w/{APP}")).unwrap()];
    assert_eq!(
        app.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(),
        ["in/list.py"]
    );
    let (id, offset) = at(&snapshot, &format!("{OWN}.yaml"), "type: ", "inline");
    let refused = snapshot.prepare_rename(id, offset).unwrap_err();
    assert_eq!(
        refused,
        "`inline` stands for the code beside this file: rename it where the frontend calls it"
    );
    // With its folder, all that an app names of its own stays as it is.
    let change = moved("f/shop/shop.app", "f/market/shop.app");
    let texts: Vec<&str> = change
        .edits
        .values()
        .flatten()
        .map(|e| e.text.as_str())
        .collect();
    assert_eq!(texts, ["f/market/shop.app"]);
}

/// What is found in a file, as `rule at what`.
fn found(snapshot: &Snapshot, path: &str) -> Vec<String> {
    let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    let findings = snapshot.check(id);
    let told = |f: &ide::Finding| format!("{} at {}", f.rule.name, f.span.slice(text));
    findings.iter().map(told).collect()
}

fn set(snapshot: &mut Snapshot, path: &str, text: &str) {
    let path = format!("/w/{path}");
    snapshot.workspace.set(&path, Source::Text(text.into()));
}

#[test]
fn nothing_is_found_in_apps_that_are_well() {
    let snapshot = snapshot();
    for (path, _) in FILES.iter().filter(|(path, _)| path.contains("f/shop/")) {
        assert_eq!(found(&snapshot, path), [""; 0], "{path}");
    }
}

#[test]
fn of_broken_text_only_that_is_said() {
    let mut snapshot = snapshot();
    let broken = "value: {runnable: {path: f/lib/pya, runType: script}, x: $res:f/lib/no\n\t- [";
    set(&mut snapshot, "wmill-lock.yaml", broken);
    assert_eq!(found(&snapshot, "wmill-lock.yaml"), [""; 0]);
    for path in [APP, RAW, PAY] {
        set(&mut snapshot, path, broken);
        let found = found(&snapshot, path);
        let is_syntax = |f: &String| f.starts_with("yaml-syntax");
        assert!(
            !found.is_empty() && found.iter().all(is_syntax),
            "{found:?}"
        );
    }
    // Of another form it is told what the schema wants, once.
    let odd = "value: {runnable: {runType: [], path: {}}, inlineScript: {content: []}}\n";
    for (text, told) in [
        ("- 1\n", [&["invalid-type at - 1"][..]; 3]),
        ("", [&["missing-field at "]; 3]),
        (odd, [&["missing-field at value"]; 3]),
    ] {
        for (path, told) in [APP, RAW, PAY].into_iter().zip(told) {
            set(&mut snapshot, path, text);
            assert_eq!(found(&snapshot, path), told, "{path}: {text}");
        }
    }
}

#[test]
fn what_an_app_names_must_be_there() {
    let mut snapshot = snapshot();
    let wrong = LOW_CODE
        .replace("path: f/lib/pay", "path: f/lib/pya")
        .replace("list.inline_script.py", "lits.inline_script.py");
    set(&mut snapshot, APP, &wrong);
    assert_eq!(
        found(&snapshot, APP),
        [
            "unknown-script at f/lib/pya",
            "missing-inline-file at lits.inline_script.py"
        ]
    );
    // The policy is made anew by Windmill, and what is on the hub alone is not known.
    let wrong = LOW_CODE.replace("script/f/lib/pay", "script/f/lib/pya");
    set(&mut snapshot, APP, &wrong);
    assert_eq!(found(&snapshot, APP), [""; 0]);
    let wrong = FILES.iter().find(|(path, _)| *path == RAW).unwrap().1;
    set(
        &mut snapshot,
        RAW,
        &wrong.replace("f/lib/pay", "f/lib/mail"),
    );
    assert_eq!(found(&snapshot, RAW), ["unknown-script at f/lib/mail"]);
    set(&mut snapshot, PAY, "type: flow\npath: f/lib/pay\n");
    assert_eq!(found(&snapshot, PAY), ["unknown-flow at f/lib/pay"]);
}

#[test]
fn a_long_name_of_a_file_stands_on_its_own_line() {
    let mut snapshot = snapshot();
    let folded = LOW_CODE.replace(
        "content: '!inline list.inline_script.py'",
        "content: >-\n          !inline\n          list.inline_script.py",
    );
    set(&mut snapshot, APP, &folded);
    assert_eq!(found(&snapshot, APP), [""; 0]);
    assert_eq!(
        places(&snapshot, APP, "          ", "list.inline_script.py"),
        [
            "f/shop/shop.app/app.yaml 1",
            "f/shop/shop.app/list.inline_script.py 1"
        ]
    );
}

#[test]
fn what_an_app_runs_needs_a_main() {
    let mut snapshot = snapshot();
    let (list, own) = ("f/shop/shop.app/list.inline_script.py", format!("{OWN}.ts"));
    set(&mut snapshot, list, "def run(page):\n    return page\n");
    set(&mut snapshot, &own, "export function run() {}\n");
    assert_eq!(found(&snapshot, list), ["missing-main at def run(page):"]);
    assert_eq!(
        found(&snapshot, &own),
        ["missing-main at export function run() {}"]
    );
    // What nothing runs may be there for others.
    set(
        &mut snapshot,
        "f/shop/till__raw_app/backend/lib.ts",
        "export const a = 1;\n",
    );
    assert_eq!(
        found(&snapshot, "f/shop/till__raw_app/backend/lib.ts"),
        [""; 0]
    );
}
