//! Definition as a reader asks: the cursor `<|>` on a word, and the text that one lands on.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FLOW: &str = "summary: é 😀
value:
  modules:
    - id: fetch
      value:
        type: script
        path: f/shop/fetch
        input_transforms:
          limit:
            type: javascript
            expr: flow_input.user.name
          db:
            type: static
            value: $res:f/shop/db
    - id: report-all
      value:
        type: rawscript
        language: python3
        content: '!inline report.py'
        lock: '!inline report.lock'
        input_transforms:
          total:
            type: javascript
            expr: results.fetch + variable(\"f/shop/key\")
    - id: sub
      value:
        type: flow
        path: f/shop/sub
        input_transforms:
          a:
            type: javascript
            expr: results[\"report-all\"] + results.nowhere
    - id: embedded
      value:
        type: rawscript
        language: python3
        content: |
          def main(size: int):
              return size
        input_transforms:
          size: {type: static, value: 1}
schema:
  type: object
  properties:
    user:
      type: object
      properties:
        name: {type: string}
";

/// The file one lands in, the name's text there, and what the jump starts from.
fn target(word: &str) -> Option<(String, String, String)> {
    let bare = word.replace("<|>", "");
    let (text, offset) = cursor(&FLOW.replacen(&bare, word, 1));
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/shop/fetch.py",
        "import os\n\ndef main(limit: int, db: dict):\n    return []\n",
    );
    set(
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue: {}\n",
    );
    set("f/shop/key.variable.yaml", "value: x\n");
    set(
        "f/shop/orders.flow/report.py",
        "def main(total: float):\n    return 1\n",
    );
    set("f/shop/orders.flow/report.lock", "# lock\n");
    set(
        "f/shop/sub.flow/flow.yaml",
        "summary: Sub\nvalue: {modules: []}\nschema:\n  properties:\n    a: {type: string}\n",
    );
    let id = set("f/shop/orders.flow/flow.yaml", &text);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let targets = snapshot.definition(id, offset);
    assert!(targets.len() < 2, "{targets:?}");
    let found = targets.first()?;
    let file = snapshot.workspace.get(found.file).unwrap();
    let name = found.name.slice(file.text()).to_owned();
    let origin = found.origin.slice(&text).to_owned();
    Some((
        file.path.strip_prefix("/w/f/shop/").unwrap().to_owned(),
        name,
        origin,
    ))
}

#[track_caller]
fn goes(word: &str, file: &str, name: &str, origin: &str) {
    let found = target(word).unwrap_or_else(|| panic!("nowhere from {word}"));
    assert_eq!(
        (&*found.0, &*found.1, &*found.2),
        (file, name, origin),
        "{word}"
    );
}

const OWN: &str = "orders.flow/flow.yaml";

#[test]
fn steps_and_inputs() {
    goes("results.fe<|>tch", OWN, "fetch", "fetch");
    goes(
        "results[\"report<|>-all\"]",
        OWN,
        "report-all",
        "report-all",
    );
    goes("flow_input.us<|>er.name", OWN, "user", "user");
    goes("flow_input.user.name<|>", OWN, "name", "name");
}

#[test]
fn files_and_paths() {
    goes(
        "'!inline report.<|>py'",
        "orders.flow/report.py",
        "main",
        "report.py",
    );
    goes(
        "'!inline report.lo<|>ck'",
        "orders.flow/report.lock",
        "",
        "report.lock",
    );
    goes("path: f/shop/fe<|>tch", "fetch.py", "main", "f/shop/fetch");
    goes(
        "path: f/shop/s<|>ub",
        "sub.flow/flow.yaml",
        "",
        "f/shop/sub",
    );
}

#[test]
fn parameters() {
    goes("lim<|>it:", "fetch.py", "limit", "limit");
    goes("tot<|>al:", "orders.flow/report.py", "total", "total");
    goes(
        "a<|>:\n            type: javascript\n            expr: results[",
        "sub.flow/flow.yaml",
        "a",
        "a",
    );
    goes("si<|>ze: {type", OWN, "size", "size");
}

#[test]
fn resources_and_variables() {
    assert_eq!(target("$res:f/shop/d<|>b").unwrap().0, "db.resource.yaml");
    assert_eq!(target("f/shop/k<|>ey").unwrap().0, "key.variable.yaml");
}

#[test]
fn nowhere() {
    for word in [
        "results.now<|>here",
        "resu<|>lts.fetch",
        "langu<|>age",
        "ret<|>urn size",
        "é <|>😀",
    ] {
        assert_eq!(target(word), None, "{word}");
    }
}

/// The file and the line, from 1, that one lands on from the cursor in a script.
fn from_script(path: &str, text: &str) -> Vec<(String, usize)> {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in [
        ("wmill.yaml", "includes: [f/**]\n"),
        (
            "f/lib/rates.py",
            "import json\n\n\ndef today():\n    return json.loads('1')\n",
        ),
        (
            "f/lib/money.ts",
            "export const one = 1\nexport async function rate(n: number) {\n  return n * 2\n}\n",
        ),
    ] {
        workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    }
    let id = workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let targets = snapshot.definition(id, offset).into_iter();
    targets
        .map(|t| {
            let file = snapshot.workspace.get(t.file).unwrap();
            let line = file.lines().line_of(t.name.start as usize) + 1;
            (
                file.path.trim_start_matches("/w/").to_owned(),
                line as usize,
            )
        })
        .collect()
}

#[test]
fn imports_of_the_workspace() {
    let rates = |line| vec![("f/lib/rates.py".to_owned(), line)];
    for (text, line) in [
        ("from f.lib import ra<|>tes\n", 1),
        ("from f.lib.ra<|>tes import today\n", 1),
        ("from ..lib.rates import to<|>day\n", 4),
        (
            "from f.lib.rates import today as t\n\n\ndef main():\n    return t<|>()\n",
            4,
        ),
        (
            "from f.lib import rates\n\n\ndef main():\n    return rates.to<|>day()\n",
            4,
        ),
        (
            "import f.lib.rates as r\n\n\ndef main():\n    return r<|>.today()\n",
            1,
        ),
    ] {
        assert_eq!(from_script("f/shop/sync.py", text), rates(line), "{text}");
    }
    let money = |line| vec![("f/lib/money.ts".to_owned(), line)];
    for (text, line) in [
        ("import { rate } from '/f/lib/mon<|>ey.ts'\n", 1),
        ("import { ra<|>te } from '../lib/money'\n", 2),
        (
            "import { rate } from '../lib/money'\nexport const main = () => ra<|>te(1)\n",
            2,
        ),
    ] {
        assert_eq!(from_script("f/shop/send.ts", text), money(line), "{text}");
    }
    for text in [
        "from f.lib.gone import x<|>\n",
        "import js<|>on\n",
        "rates.to<|>day()\n",
    ] {
        assert_eq!(from_script("f/shop/sync.py", text), [], "{text}");
    }
}

/// In a file other than the flow: what is written at `<|>` of `text`, and where that leads.
fn from(path: &str, text: &str, others: &[(&str, &str)]) -> Option<(String, String)> {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    for (path, text) in others {
        set(path, text);
    }
    let id = set(path, &text);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let target = snapshot.definition(id, offset).into_iter().next()?;
    let file = snapshot.workspace.get(target.file).unwrap();
    let name = target.name.slice(file.text()).to_owned();
    Some((file.path.strip_prefix("/w/").unwrap().to_owned(), name))
}

#[test]
fn whatever_a_name_means_is_declared_somewhere() {
    let others = [
        ("f/a/pay.py", "def main(amount: int): ...\n"),
        (
            "f/a/b.flow/flow.yaml",
            "value: {modules: []}\nschema: {properties: {user: {}}}\n",
        ),
        (
            "f/a/db.resource.yaml",
            "resource_type: postgresql\nvalue: {}\n",
        ),
        (
            "f/a/only.staging.variable.yaml",
            "value: x\nis_secret: false\n",
        ),
    ];
    let from = |path, text: &str| from(path, text, &others);
    let to = |file: &str, name: &str| Some((file.to_owned(), name.to_owned()));
    let schedule = "script_path: f/a/pay\nis_flow: false\nargs: {amount: 1}\non_failure: flow/f/a/b\n\
                    on_failure_extra_args: {user: 2}\n";
    let at = |word: &str| {
        let text = schedule.replacen(&word.replace("<|>", ""), word, 1);
        from("f/a/day.schedule.yaml", &text)
    };
    assert_eq!(at("f/a/pa<|>y"), to("f/a/pay.py", "main"));
    assert_eq!(at("amo<|>unt"), to("f/a/pay.py", "amount"));
    assert_eq!(at("flow/f/a/<|>b"), to("f/a/b.flow/flow.yaml", ""));
    assert_eq!(at("us<|>er"), to("f/a/b.flow/flow.yaml", "user"));
    // What returns a WebSocket's address, and what is sent first.
    let socket = "url: $script:f/a/pa<|>y\n";
    assert_eq!(
        from("f/a/s.websocket_trigger.yaml", socket),
        to("f/a/pay.py", "main")
    );
    let first =
        "initial_messages:\n  - runnable_result: {path: f/a/<|>b, args: {}, is_flow: true}\n";
    assert_eq!(
        from("f/a/s.websocket_trigger.yaml", first),
        to("f/a/b.flow/flow.yaml", "")
    );
    let call = "import wmill\nwmill.run_script_by_path('f/a/pa<|>y')\n";
    assert_eq!(from("f/a/x.py", call), to("f/a/pay.py", "main"));
    let call = "import wmill\nwmill.get_resource('f/a/d<|>b')\n";
    // As from everywhere else: where the value begins.
    assert_eq!(from("f/a/x.py", call), to("f/a/db.resource.yaml", "value"));
    // A file of one workspace is found by its path as well.
    let key = "resource_type: c\nvalue: {user: $var:f/a/on<|>ly}\n";
    assert_eq!(
        from("f/a/c.resource.yaml", key),
        to("f/a/only.staging.variable.yaml", "value")
    );
    let code = "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: bun\n        content: |\n          \
                export async function main(x: number) { const y = x; return <|>y }\n";
    assert_eq!(
        from("f/a/c.flow/flow.yaml", code),
        to("f/a/c.flow/flow.yaml", "y")
    );
    // A Python server tells this.
    assert_eq!(from("f/a/x.py", "def f(x): return <|>x\n"), None);
    assert_eq!(from("f/a/x.py", "def <|>f(x): return x\n"), None);
}

#[test]
fn what_is_passed_on_leads_to_its_origin() {
    let files: &[(&str, &str)] = &[
        ("f/lib/y.ts", "export function rate() {}\n"),
        ("f/lib/x.ts", "export * from './y'\n"),
        ("f/lib/x2.ts", "export { rate } from './x'\n"),
        ("f/a/t.ts", "import { rate } from '../lib/x2'\nrate()\n"),
        ("f/lib/p.py", "def charge(): ...\n"),
        ("f/lib/q.py", "from .p import *\n"),
        (
            "f/lib/r.py",
            "from .q import charge\nfrom .p import charge as old\n",
        ),
        (
            "f/a/u.py",
            "from f.lib.r import charge, old\ncharge()\nold()\n",
        ),
        ("f/a/v.py", "from f.lib.q import *\ncharge()\n"),
    ];
    let mut workspace = model::workspace::Workspace::new(vec!["/w".into()]);
    for (path, text) in files {
        let source = model::file::Source::Text((*text).into());
        workspace.set(&format!("/w/{path}"), source);
    }
    let snapshot = ide::Snapshot {
        workspace,
        settings: ide::Settings::default(),
    };
    for (path, word, target) in [
        ("f/a/t.ts", "rate()", "f/lib/y.ts"),
        ("f/lib/x2.ts", "rate", "f/lib/y.ts"),
        ("f/a/u.py", "charge()", "f/lib/p.py"),
        ("f/a/u.py", "charge,", "f/lib/p.py"),
        ("f/a/u.py", "old()", "f/lib/p.py"),
        ("f/a/v.py", "charge()", "f/lib/p.py"),
    ] {
        let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
        let text = snapshot.workspace.get(id).unwrap().text();
        let found = snapshot.definition(id, text.find(word).unwrap());
        let files: Vec<&str> = found
            .iter()
            .map(|t| &*snapshot.workspace.get(t.file).unwrap().path)
            .collect();
        assert_eq!(files, [format!("/w/{target}")], "{path} {word}");
    }
}
