//! Properties of results: the same places from the code that makes them and from every expression that reads them.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    (
        "f/lib/fetch.py",
        "from f.lib.row import row\n\n\ndef main(x):\n    if x:\n        return {'total': 1, 'row': row()}\n    return {\"total\": 'a', 'other': x}\n",
    ),
    ("f/lib/row.py", "def row():\n    return dict(key=1)\n"),
    (
        "f/lib/count.ts",
        "export async function main(total: number) {\n  const other = 1\n  return { total: 1, other }\n}\n",
    ),
    (
        "f/a/one.flow/flow.yaml",
        "value:
  modules:
    - id: fetch
      value: {type: script, path: f/lib/fetch}
    - id: here
      value:
        type: rawscript
        language: python3
        content: |
          def main(total):
              return {'total': [{'deep': total}]}
        input_transforms:
          total: {type: javascript, expr: \"results.fetch.total + previous_result?.['total'] + results.fetch.row.key\"}
    - id: last
      value:
        type: script
        path: f/lib/count
        input_transforms:
          total: {type: javascript, expr: 'results.here.total[0].deep + flow_input.total + results.here.total.length'}
schema: {properties: {total: {}}}
",
    ),
    (
        "f/a/two.flow/flow.yaml",
        "value:
  modules:
    - id: one
      value: {type: flow, path: f/a/one}
    - id: each
      value:
        type: forloopflow
        iterator: {type: javascript, expr: '[results.one]'}
        modules:
          - id: step
            value:
              type: script
              path: f/x/y
              input_transforms:
                a: {type: javascript, expr: flow_input.iter.value.total}
                b: {type: javascript, expr: results.one.other}
",
    ),
];

fn uses(file: &str, word: &str) -> Vec<String> {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in FILES {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let id = snapshot.workspace.id(&format!("/w/{file}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    let start = text.find(&word.replace("<|>", "")).expect(word);
    let offset = start + word.find("<|>").unwrap();
    let told = snapshot.uses(id, offset).into_iter().map(|u| {
        let file = snapshot.workspace.get(u.file).unwrap();
        let line = file.lines().line_of(u.span.start as usize) + 1;
        let name = file.path.strip_prefix("/w/f/").unwrap();
        format!("{name}:{line}:{}", u.span.slice(file.text()))
    });
    told.collect()
}

const ONE: &str = "f/a/one.flow/flow.yaml";
const TWO: &str = "f/a/two.flow/flow.yaml";

#[test]
fn what_several_returns_make_is_one() {
    let expected = [
        "lib/fetch.py:6:total",
        "lib/fetch.py:7:total",
        "a/one.flow/flow.yaml:13:total",
        "a/one.flow/flow.yaml:13:total",
    ];
    for (file, word) in [
        ("f/lib/fetch.py", "{'to<|>tal': 1"),
        ("f/lib/fetch.py", "\"tot<|>al\""),
        (ONE, "fetch.tot<|>al"),
        (ONE, "?.['<|>total"),
    ] {
        assert_eq!(uses(file, word), expected, "{word}");
    }
}

#[test]
fn it_is_followed_through_imports_flows_and_loops() {
    let expected = ["lib/row.py:2:key", "a/one.flow/flow.yaml:13:key"];
    assert_eq!(uses("f/lib/row.py", "dict(k<|>ey"), expected);
    assert_eq!(uses(ONE, "row.k<|>ey"), expected);
    let expected = ["lib/count.ts:3:total", "a/two.flow/flow.yaml:15:total"];
    assert_eq!(uses("f/lib/count.ts", "{ to<|>tal: 1"), expected);
    assert_eq!(uses(TWO, "iter.value.tot<|>al"), expected);
    let expected = ["lib/count.ts:3:other", "a/two.flow/flow.yaml:16:other"];
    assert_eq!(uses(TWO, "one.oth<|>er"), expected);
}

#[test]
fn code_in_a_flow_has_its_own() {
    let expected = [11, 19, 19].map(|line| format!("a/one.flow/flow.yaml:{line}:total"));
    assert_eq!(uses(ONE, "{'to<|>tal': [{"), expected);
    assert_eq!(uses(ONE, "here.to<|>tal[0]"), expected);
    let deep = [11, 19].map(|line| format!("a/one.flow/flow.yaml:{line}:deep"));
    assert_eq!(uses(ONE, "[0].d<|>eep"), deep);
}

#[test]
fn other_names_are_left_alone() {
    // A parameter, and an input of the flow.
    assert_eq!(
        uses("f/lib/count.ts", "main(to<|>tal"),
        ["lib/count.ts:1:total", "a/one.flow/flow.yaml:19:total"]
    );
    assert_eq!(uses(ONE, "flow_input.to<|>tal").len(), 2);
    assert_eq!(uses(ONE, "total.len<|>gth"), [""; 0]);
}
