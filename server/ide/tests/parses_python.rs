//! How often texts are parsed that are read for the first time and have nothing wrong with them.
//!
//! A Python script is parsed once; besides, the header of its `main` is, which Windmill reads alone.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::sync::{Mutex, PoisonError};

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{Language, Parses, parses_of};

/// What all findings of a file take: its workspace is new and has been asked nothing before.
fn counted(files: &[(&str, &str)], checked: &str) -> [Parses; 4] {
    let languages = [
        Language::Yaml,
        Language::Python,
        Language::JavaScript,
        Language::TypeScript,
    ];
    // Workspaces that are there at the same time share the scripts of the same text.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = languages.map(parses_of);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in files {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let id = snapshot.workspace.id(&format!("/w/{checked}")).unwrap();
    let findings = snapshot.check_all(id);
    assert!(findings.is_empty(), "{findings:?}");
    let after = languages.map(parses_of);
    std::array::from_fn(|i| Parses {
        tolerant: after[i].tolerant - before[i].tolerant,
        strict: after[i].strict - before[i].strict,
    })
}

const TOLERANT: Parses = Parses {
    tolerant: 1,
    strict: 0,
};
const NEVER: Parses = Parses {
    tolerant: 0,
    strict: 0,
};

fn strict(strict: u32) -> Parses {
    Parses {
        tolerant: 0,
        strict,
    }
}

const PYTHON: &str = "\
import wmill
from dataclasses import dataclass

@dataclass
class Row:
    name: str

def main(rows: list[Row], n: int = 1):
    \"\"\"Doc.\"\"\"
    client = wmill.Windmill()
    total = 0
    for row in rows:
        total += len(row.name) + n
    wmill.set_state({'total': total})
    return {'total': total, 'client': str(client)}
";

/// What the SDKs have is read once by the whole program. Only one test warms up: scripts of the same text are shared
/// while they live, so that another one that did so beside it would take a parse away from who counts.
fn warm() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        counted(&[("f/a/b.py", PYTHON)], "f/a/b.py");
    });
}

#[test]
fn python() {
    warm();
    let files = [("f/a/b.py", PYTHON)];
    assert_eq!(
        counted(&files, "f/a/b.py"),
        [NEVER, strict(1 + 1), NEVER, NEVER]
    );
}

/// Code in a flow whose result is used is read again for that: a step lets go of its tree until then.
#[test]
fn a_flow() {
    warm();
    let flow = "\
summary: x
value:
  modules:
    - id: a
      value:
        type: rawscript
        language: python3
        content: |
          def main(n):
              return {'total': n + 1}
        input_transforms:
          n:
            type: javascript
            expr: flow_input.n
    - id: b
      value:
        type: script
        path: f/a/b
        input_transforms:
          rows:
            type: static
            value: []
          n:
            type: javascript
            expr: results.a.total
schema:
  type: object
  properties:
    n:
      type: integer
";
    let files = [("f/a/b.py", PYTHON), ("f/a/c.flow/flow.yaml", flow)];
    let [yaml, python, _, _] = counted(&files, "f/a/c.flow/flow.yaml");
    assert_eq!(yaml, TOLERANT);
    assert_eq!(python, strict((1 + 1) + (1 + 1 + 1)));
}

/// What is found by the types that an author wrote is asked once more without them: the code without them is valid, and
/// parsed by the strict parser as well.
#[test]
fn code_without_its_types() {
    warm();
    let flow = "\
summary: x
value:
  modules:
    - id: a
      value:
        type: rawscript
        language: python3
        content: |
          def main(n: str) -> str:
              return n
        input_transforms:
          n:
            type: static
            value: x
    - id: b
      value:
        type: forloopflow
        skip_failures: false
        iterator:
          type: javascript
          expr: results.a
        modules:
          - id: c
            value:
              type: identity
schema:
  type: object
  properties: {}
";
    let files = [("f/a/c.flow/flow.yaml", flow)];
    let [_, python, _, _] = counted(&files, "f/a/c.flow/flow.yaml");
    // Five times the step's code, which lets go of its tree, with the header of its `main`, and once what it is without types.
    assert_eq!(python, strict(5 + 1));
}
