//! References as a reader asks for them: what a name means, over YAML, expressions and code of several files, and the
//! same places from wherever it is asked.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use lang::occurrences::Form;
use model::file::Source;
use model::symbol::{KeyForm, Role, Spelling};
use model::workspace::Workspace;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    (
        "f/a/main.flow/flow.yaml",
        "value:
  concurrency_key: $workspace-$args[user]
  modules:
    - id: charge
      value:
        type: script
        path: f/lib/charge
        input_transforms:
          amount: {type: javascript, expr: flow_input.user}
          db: {type: static, value: $res:f/a/db}
    - id: near
      value:
        type: rawscript
        language: python3
        content: '!inline near.py'
        lock: '!inline near.lock'
        input_transforms:
          row: {type: javascript, expr: 'resource(\"f/a/db\").x + variable(`f/a/key`)'}
    - id: here
      value:
        type: rawscript
        language: python3
        content: |
          import wmill
          from f.lib.charge import refund, Row as R
          def main(row: R):
              refund(row)
              wmill.run_script_by_path(\"f/lib/charge\", args={\"amount\": row})
              return wmill.get_resource('f/a/db')
        input_transforms:
          row: {type: javascript, expr: results.charge}
    - id: last
      skip_if: {expr: result.a || previous_result.b}
      stop_after_if: {expr: result.c}
      value: {type: script, path: f/b/c, input_transforms: {x: {type: javascript, expr: 'previous_result.a + result'}}}
  failure_module:
    id: failure
    value:
      type: script
      path: f/b/c
      input_transforms:
        x: {type: javascript, expr: 'error.step_id === \"here\" ? 1 : \"here\" != error?.step_id && error.name == \"here\"'}
        y: {type: javascript, expr: '((error) => error.step_id == \"here\")(1) + (error.step_id == \"here\" + 1)'}
        z: {type: javascript, expr: 'return error[\"step_id\"] == ''here'''}
schema:
  properties:
    user: {type: string}
",
    ),
    (
        "f/a/main.flow/near.py",
        "from f.lib import charge\n\n\ndef main(row):\n    row = charge.refund(row=row)\n    return row, charge.main(amount=1)\n",
    ),
    ("f/a/main.flow/near.lock", ""),
    (
        "f/lib/charge.py",
        "class Row: pass\n\n\ndef refund(row: 'Row'):\n    row += 1\n    return [row for row in row]\n\n\n\
         def main(amount: int, db=None):\n    amount = refund(row=amount)\n    return amount\n",
    ),
    (
        "f/lib/charge.script.yaml",
        "summary: ''\nschema:\n  properties:\n    amount: {type: integer}\n    db: {}\n  required: [amount]\n",
    ),
    (
        "f/lib/again.py",
        "from .charge import refund\nfrom f.lib.charge import main as pay\nimport f.lib.charge\n\n\
         refund(1)\npay(2)\nf.lib.charge.refund(3)\n\ndef other(refund):\n    return refund\n",
    ),
    ("f/lib/far.py", "from .again import refund\n\nrefund(4)\n"),
    (
        "f/lib/call.ts",
        "import * as wmill from 'windmill-client'\nimport { x } from './other.ts'\nimport '/f/lib/other'\n\
         export async function main(amount: number) {\n  await wmill.runFlow('f/a/main', { user: amount })\n  \
         const amounts = { amount }\n  await wmill.runScriptByPath('f/lib/charge', { amount, 'db': 1 })\n  \
         return wmill.getResource('f/a/db')\n}\n",
    ),
    ("f/lib/other.ts", "export const x = 1\n"),
    (
        "f/a/day.schedule.yaml",
        "script_path: f/lib/charge\nis_flow: false\nargs:\n  amount: 1\non_failure: flow/f/a/main\n\
         on_failure_extra_args:\n  user: '$var:f/a/key'\n",
    ),
    (
        "f/a/web.http_trigger.yaml",
        "script_path: f/a/main\nis_flow: true\nargs: {}\nerror_handler_path: f/lib/charge\n\
         error_handler_args: {amount: 2}\n",
    ),
    (
        "f/a/db.resource.yaml",
        "resource_type: postgresql\nvalue: {password: '$var:f/a/key'}\n",
    ),
    ("f/a/key.variable.yaml", "value: x\nis_secret: false\n"),
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

/// The places of what stands in `file` where `<|>` is in `word`, as `file:line:text`, lines from 1; of one line with
/// several places, `×` and how many.
fn uses(file: &str, word: &str) -> Vec<String> {
    let snapshot = snapshot();
    let id = snapshot.workspace.id(&format!("/w/{file}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    let cursor = word.find("<|>").unwrap();
    let start = text.find(&word.replace("<|>", "")).expect(word);
    let mut told: Vec<(String, usize)> = Vec::new();
    for u in snapshot.uses(id, start + cursor) {
        let file = snapshot.workspace.get(u.file).unwrap();
        let line = file.lines().line_of(u.span.start as usize) + 1;
        let name = file.path.strip_prefix("/w/f/").unwrap();
        let place = format!("{name}:{line}:{}", u.span.slice(file.text()));
        match told.last_mut().filter(|(last, _)| *last == place) {
            Some((_, times)) => *times += 1,
            None => told.push((place, 1)),
        }
    }
    let said = told.into_iter().map(|(place, times)| match times {
        1 => place,
        n => format!("{place} ×{n}"),
    });
    said.collect()
}

const FLOW: &str = "f/a/main.flow/flow.yaml";
const CHARGE: &str = "f/lib/charge.py";

#[test]
fn a_script_is_named_by_steps_schedules_code_and_imports() {
    let expected = [
        "a/day.schedule.yaml:1:f/lib/charge",
        "a/main.flow/flow.yaml:7:f/lib/charge",
        "a/main.flow/flow.yaml:25:f.lib.charge",
        "a/main.flow/flow.yaml:28:f/lib/charge",
        "a/main.flow/near.py:1:charge",
        "a/main.flow/near.py:5:charge",
        "a/main.flow/near.py:6:charge",
        "a/main.flow/near.py:6:main",
        "a/web.http_trigger.yaml:4:f/lib/charge",
        "lib/again.py:1:.charge",
        "lib/again.py:2:f.lib.charge",
        "lib/again.py:2:main",
        "lib/again.py:3:f.lib.charge",
        "lib/again.py:7:f.lib.charge",
        "lib/call.ts:7:f/lib/charge",
        "lib/charge.py:9:main",
    ];
    assert_eq!(uses(FLOW, "path: f/lib/ch<|>arge"), expected);
    assert_eq!(uses(CHARGE, "def ma<|>in"), expected);
    assert_eq!(
        uses("f/lib/call.ts", "'./oth<|>er.ts'"),
        [
            "lib/call.ts:2:./other.ts",
            "lib/call.ts:3:/f/lib/other",
            "lib/other.ts:1:"
        ]
    );
}

#[test]
fn a_parameter_is_given_by_all_callers() {
    let expected = [
        "lib/charge.py:9:amount",
        "lib/charge.py:10:amount ×2",
        "lib/charge.py:11:amount",
        "a/day.schedule.yaml:4:amount",
        "a/main.flow/flow.yaml:9:amount",
        "a/main.flow/flow.yaml:28:amount",
        "a/main.flow/near.py:6:amount",
        "a/web.http_trigger.yaml:5:amount",
        "lib/call.ts:7:amount",
        "lib/charge.script.yaml:4:amount",
        "lib/charge.script.yaml:6:amount",
    ];
    assert_eq!(uses(CHARGE, "main(<|>amount"), expected);
    assert_eq!(uses(FLOW, "  amou<|>nt: {"), expected);
    assert_eq!(
        uses(FLOW, "def main(r<|>ow: R)"),
        [26, 27, 28, 31].map(|l| format!("a/main.flow/flow.yaml:{l}:row"))
    );
    assert_eq!(
        uses("f/a/main.flow/near.py", "main(r<|>ow)"),
        [
            "a/main.flow/near.py:4:row",
            "a/main.flow/near.py:5:row ×2",
            "a/main.flow/near.py:6:row",
            "a/main.flow/flow.yaml:18:row",
        ]
    );
}

#[test]
fn a_step_is_meant_in_other_words() {
    let places = [
        "19:here",
        "33:result",
        "33:previous_result",
        "35:previous_result",
        "42:here ×2",
        "44:here",
    ];
    let expected = places.map(|place| format!("a/main.flow/flow.yaml:{place}"));
    for word in [
        "id: he<|>re",
        "{expr: res<|>ult.a",
        "|| previous_result<|>.b",
        "=== \"he<|>re\"",
        "\"<|>here\" != error",
        "''here<|>'''}",
    ] {
        assert_eq!(uses(FLOW, word), expected, "{word}");
    }
    for word in [
        "{expr: res<|>ult.c",
        "+ res<|>ult'",
        "error.name == \"he<|>re\"",
        "step_id == \"he<|>re\")",
        "step_id == \"he<|>re\" + 1",
    ] {
        assert_eq!(uses(FLOW, word), [""; 0], "{word}");
    }
}

#[test]
fn an_input_of_a_flow_is_given_by_name() {
    assert_eq!(
        uses(FLOW, "    us<|>er: {type"),
        [
            "a/main.flow/flow.yaml:2:user",
            "a/main.flow/flow.yaml:9:user",
            "a/main.flow/flow.yaml:47:user",
            "a/day.schedule.yaml:7:user",
            "lib/call.ts:5:user",
        ]
    );
}

#[test]
fn names_of_code_are_followed_to_who_imports_them() {
    let expected = [
        "lib/charge.py:4:refund",
        "lib/charge.py:10:refund",
        "a/main.flow/flow.yaml:25:refund",
        "a/main.flow/flow.yaml:27:refund",
        "a/main.flow/near.py:5:refund",
        "lib/again.py:1:refund",
        "lib/again.py:5:refund",
        "lib/again.py:7:refund",
        "lib/far.py:1:refund",
        "lib/far.py:3:refund",
    ];
    assert_eq!(uses(CHARGE, "def ref<|>und"), expected);
    assert_eq!(uses("f/lib/far.py", "import ref<|>und"), expected);
    assert_eq!(
        uses(CHARGE, "class R<|>ow"),
        [
            "lib/charge.py:1:Row",
            "lib/charge.py:4:Row",
            "a/main.flow/flow.yaml:25:Row"
        ]
    );
    assert_eq!(
        uses(FLOW, "as R<|>\n"),
        ["a/main.flow/flow.yaml:25:R", "a/main.flow/flow.yaml:26:R"]
    );
    assert_eq!(
        uses(CHARGE, "refund(r<|>ow: 'Row')"),
        [
            "lib/charge.py:4:row",
            "lib/charge.py:5:row",
            "lib/charge.py:6:row",
            "lib/charge.py:10:row",
            "a/main.flow/near.py:5:row"
        ]
    );
    assert_eq!(
        uses("f/lib/again.py", "other(ref<|>und)"),
        ["lib/again.py:9:refund", "lib/again.py:10:refund"]
    );
}

#[test]
fn resources_variables_and_files_beside_a_flow() {
    let expected = [
        "a/db.resource.yaml:1:",
        "a/main.flow/flow.yaml:10:f/a/db",
        "a/main.flow/flow.yaml:18:f/a/db",
        "a/main.flow/flow.yaml:29:f/a/db",
        "lib/call.ts:8:f/a/db",
    ];
    assert_eq!(uses(FLOW, "$res:f/a<|>/db"), expected);
    assert_eq!(
        uses("f/a/day.schedule.yaml", "$var:f/a<|>/key"),
        [
            "a/day.schedule.yaml:7:f/a/key",
            "a/db.resource.yaml:2:f/a/key",
            "a/key.variable.yaml:1:",
            "a/main.flow/flow.yaml:18:f/a/key",
        ]
    );
    assert_eq!(
        uses(FLOW, "!inline near<|>.py"),
        ["a/main.flow/near.py:1:", "a/main.flow/flow.yaml:15:near.py"]
    );
    assert_eq!(
        uses("f/a/day.schedule.yaml", "flow/f/a/ma<|>in"),
        [
            "a/day.schedule.yaml:5:f/a/main",
            "a/main.flow/flow.yaml:1:",
            "a/web.http_trigger.yaml:1:f/a/main",
            "lib/call.ts:5:f/a/main",
        ]
    );
}

/// From each place of each symbol, the same places; and the place that was asked is among them.
fn held(snapshot: &Snapshot, every: usize) -> usize {
    let mut seen = 0;
    for (id, file) in snapshot.workspace.files() {
        for offset in (0..=file.text().len()).step_by(every) {
            if !file.text().is_char_boundary(offset) {
                continue;
            }
            let all = snapshot.uses(id, offset);
            if all.is_empty() {
                continue;
            }
            seen += 1;
            let is_here = |u: &ide::Use| u.file == id && u.span.touches(offset);
            let line = file.text()[offset..].lines().next();
            let place = || format!("{} {offset} {line:?}", file.path);
            assert!(all.iter().any(is_here), "{}: {all:?}", place());
            for other in all.iter().filter(|u| !u.span.is_empty()) {
                // `{ x }` is a variable and what it is given to.
                let is_key = other.spelling == Spelling::Key(KeyForm::Shorthand);
                let is_made = is_key && other.role == Role::Definition;
                if is_made || other.spelling == Spelling::Code(Form::Shorthand) {
                    continue;
                }
                // Not at an end that touches something else.
                let inside = other.span.start as usize + usize::from(other.span.len() > 1);
                let there = snapshot.uses(other.file, inside);
                assert_eq!(there, all, "{}, then {other:?}", place());
            }
        }
    }
    seen
}

#[test]
fn the_same_from_everywhere() {
    let seen = held(&snapshot(), 1);
    assert!(seen > 500, "{seen}");
}

#[test]
fn the_same_from_everywhere_in_the_samples() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/workspaces");
    for sample in std::fs::read_dir(samples).unwrap() {
        let folder = sample.unwrap().path();
        if folder.is_dir() {
            let mut workspace = Workspace::new(vec!["/w".into()]);
            read(&folder, "/w", &mut workspace);
            let settings = Settings::default();
            let snapshot = Snapshot {
                workspace,
                settings,
            };
            let seen = held(&snapshot, 3);
            assert!(seen > 10, "{}: {seen}", folder.display());
        }
    }
}

fn read(folder: &std::path::Path, at: &str, workspace: &mut Workspace) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{at}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &path, workspace);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            workspace.set(&path, Source::Text(text.into()));
        }
    }
}
