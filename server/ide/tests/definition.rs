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
