//! A property of a result gets another name where it is made and where it is read; what cannot be followed is said.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const CHARGE: &str = "def main(x):
    if x:
        return {'total': 1, 'rows': [{'net': x}]}
    return {\"total\": 2, 'rows': []}
";

const FLOW: &str = "value:
  modules:
    - id: charge
      value: {type: script, path: f/lib/charge}
    - id: other
      value:
        type: script
        path: f/lib/show
        input_transforms:
          sum: {type: javascript, expr: \"results.charge.total + results.charge?.['total']\"}
          name: {type: javascript, expr: \"({total: results.charge.rows[0].net}).total\"}
";

const SHOW: &str =
    "export async function main(sum: number, name: string) {\n  return { sum, name }\n}\n";

fn snapshot(more: &[(&str, &str)]) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let files = [
        ("wmill.yaml", "includes: ['f/**']\n"),
        ("f/lib/charge.py", CHARGE),
        ("f/lib/show.ts", SHOW),
        ("f/a/one.flow/flow.yaml", FLOW),
    ];
    for (path, text) in files.iter().chain(more) {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

/// The lines that change, and what is left, after a rename at the first place of `word` in a file.
fn renamed(
    snapshot: &Snapshot,
    file: &str,
    word: &str,
    new: &str,
) -> Result<(Vec<String>, Vec<String>), String> {
    let id = snapshot.workspace.id(&format!("/w/{file}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    let offset = text.find(&word.replace("<|>", "")).expect(word) + word.find("<|>").unwrap();
    assert_eq!(
        snapshot.prepare_rename(id, offset).is_ok(),
        snapshot.rename(id, offset, "zz_new").is_ok(),
        "{word}"
    );
    let change = snapshot.rename(id, offset, new)?;
    let mut lines = Vec::new();
    for (id, edits) in &change.edits {
        let old = snapshot.workspace.get(*id).unwrap().text();
        let mut text = old.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        let changed = text
            .lines()
            .zip(old.lines())
            .filter(|(new, old)| new != old);
        lines.extend(changed.map(|(new, _)| new.trim().to_owned()));
    }
    Ok((lines, change.left))
}

const ONE: &str = "f/a/one.flow/flow.yaml";

#[test]
fn keys_and_reads_get_the_new_name() {
    let snapshot = snapshot(&[]);
    let expected = [
        "return {'sum-x': 1, 'rows': [{'net': x}]}",
        "return {\"sum-x\": 2, 'rows': []}",
        "sum: {type: javascript, expr: \"results.charge['sum-x'] + results.charge?.['sum-x']\"}",
    ];
    for (file, word) in [
        (ONE, "charge.to<|>tal"),
        ("f/lib/charge.py", "'to<|>tal'"),
        ("f/lib/charge.py", "\"total<|>\""),
    ] {
        let (lines, left) = renamed(&snapshot, file, word, "sum-x").unwrap();
        assert_eq!(lines, expected, "{word}");
        assert!(left.is_empty(), "{left:?}");
    }
    let (lines, _) = renamed(&snapshot, ONE, "[0].ne<|>t", "gross").unwrap();
    assert_eq!(
        lines,
        [
            "return {'total': 1, 'rows': [{'gross': x}]}",
            "name: {type: javascript, expr: \"({total: results.charge.rows[0].gross}).total\"}",
        ]
    );
}

#[test]
fn names_that_do_not_fit_are_refused() {
    let snapshot = snapshot(&[]);
    for (new, reason) in [
        ("rows", "There is a property `rows` beside it already"),
        ("a b", "`a b` cannot be the name here"),
        ("", "`` cannot be the name here"),
    ] {
        let refused = renamed(&snapshot, ONE, "charge.to<|>tal", new).unwrap_err();
        assert!(refused.starts_with(reason), "{refused}");
    }
}

#[test]
fn keys_that_are_names_of_code_stay_names() {
    let keys = "class Out:\n    pass\n\n\ndef main():\n    return dict(total=1)\n";
    let flow = FLOW
        .replace("f/lib/charge", "f/lib/keys")
        .replace(".rows[0].net", "");
    let more = [("f/lib/keys.py", keys), ("f/a/keys.flow/flow.yaml", &flow)];
    let snapshot = snapshot(&more);
    let refused = renamed(&snapshot, "f/lib/keys.py", "to<|>tal", "sum-x").unwrap_err();
    assert!(
        refused.starts_with("`sum-x` cannot be the name here"),
        "{refused}"
    );
    let (lines, _) = renamed(&snapshot, "f/lib/keys.py", "to<|>tal", "all").unwrap();
    assert_eq!(lines[0], "return dict(all=1)");
}

#[test]
fn what_may_come_from_elsewhere_is_refused() {
    let flow = "value:
  modules:
    - id: charge
      value: {type: script, path: f/lib/charge}
    - id: other
      value:
        type: script
        path: f/lib/show
        input_transforms:
          sum: {type: javascript, expr: '(flow_input.x ? results.charge : {total: 2}).total'}
";
    let snapshot = snapshot(&[("f/a/two.flow/flow.yaml", flow)]);
    let refused = renamed(&snapshot, "f/lib/charge.py", "'to<|>tal'", "sum").unwrap_err();
    assert!(refused.contains("from elsewhere"), "{refused}");
}

#[test]
fn a_read_of_the_new_name_would_get_another_meaning() {
    let flow = FLOW.replace("?.['total']", "?.sum");
    let snapshot = snapshot(&[("f/a/one.flow/flow.yaml", &flow)]);
    let refused = renamed(&snapshot, "f/lib/charge.py", "'to<|>tal'", "sum").unwrap_err();
    let start = "line 10 of `f/a/one.flow/flow.yaml` reads `sum`, which is not there";
    assert!(refused.starts_with(start), "{refused}");
}

#[test]
fn short_forms_of_typescript_are_written_out_and_short_again() {
    let code = "export async function main() {\n  const total = 1\n  return { total, net: 2 }\n}\n";
    let flow = FLOW
        .replace("f/lib/charge", "f/lib/short")
        .replace(".rows[0].net", "");
    let more = [
        ("f/lib/short.ts", code),
        ("f/a/short.flow/flow.yaml", &flow),
    ];
    let short = snapshot(&more);
    let (lines, _) = renamed(&short, "f/a/short.flow/flow.yaml", "charge.to<|>tal", "sum").unwrap();
    assert!(
        lines.contains(&"return { sum: total, net: 2 }".to_owned()),
        "{lines:?}"
    );
    let long = code.replace("{ total,", "{ sum: total,");
    let flow = flow
        .replace("charge.total", "charge.sum")
        .replace("'total'", "'sum'");
    let more = [
        ("f/lib/short.ts", long.as_str()),
        ("f/a/short.flow/flow.yaml", &flow),
    ];
    let (lines, _) = renamed(&snapshot(&more), "f/lib/short.ts", "{ su<|>m:", "total").unwrap();
    assert_eq!(lines[0], "return { total, net: 2 }");
}

#[test]
fn what_cannot_be_followed_is_said() {
    let more = [
        (
            "f/lib/whole.py",
            "def main(data, text):\n    return data['total']\n",
        ),
        ("f/lib/blind.py", "def main(data):\n    return 1\n"),
        (
            "f/a/two.flow/flow.yaml",
            "value:
  modules:
    - id: charge
      value: {type: script, path: f/lib/charge}
    - id: whole
      value:
        type: script
        path: f/lib/whole
        input_transforms:
          data: {type: javascript, expr: results.charge}
          text: {type: javascript, expr: results.charge.rows}
    - id: blind
      value:
        type: script
        path: f/lib/blind
        input_transforms:
          data: {type: javascript, expr: results.charge}
    - id: absent
      value:
        type: script
        path: f/lib/absent
        input_transforms:
          data: {type: javascript, expr: '{all: [results.charge]}'}
",
        ),
        (
            "f/lib/calls.py",
            "from f.lib.charge import main as charge\n\n\ndef main():\n    total = charge(1)['total']\n    return total\n",
        ),
        (
            "f/lib/runs.py",
            "import wmill\n\n\ndef main():\n    return wmill.run_script_by_path('f/lib/charge').get('total')\n",
        ),
    ];
    let snapshot = snapshot(&more);
    let (_, left) = renamed(&snapshot, ONE, "charge.to<|>tal", "sum").unwrap();
    assert_eq!(
        left,
        [
            "line 10 of `f/a/two.flow/flow.yaml`",
            "line 23 of `f/a/two.flow/flow.yaml`",
            "line 5 of `f/lib/calls.py`",
            "line 5 of `f/lib/runs.py`",
        ]
    );
}

#[test]
fn what_is_taken_apart_is_said() {
    let code = "import * as wmill from 'windmill-client'\nexport async function main() {\n  \
        const { total: sum } = await wmill.runScript('f/lib/charge')\n  const total = sum\n  \
        const other = ({ total }: any) => 1\n  return other({ sum: total })\n}\n";
    let snapshot = snapshot(&[("f/lib/apart.ts", code)]);
    let (_, left) = renamed(&snapshot, "f/lib/charge.py", "'to<|>tal'", "sum").unwrap();
    assert_eq!(
        left,
        ["line 3 of `f/lib/apart.ts`", "line 5 of `f/lib/apart.ts`"]
    );
}
