//! Who runs what, both ways.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Call, Callable, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const FLOW: &str = "\
value:
  modules:
    - id: a
      value: {type: script, path: f/lib/x}
    - id: b
      value:
        type: forloopflow
        modules:
          - id: c
            value: {type: rawscript, language: python3, content: '!inline c.py'}
    - id: d
      value: {type: flow, path: f/a/sub}
    - id: e
      value:
        type: rawscript
        language: bun
        content: import { y } from '/f/lib/y'
";

fn snapshot() -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in [
        ("wmill.yaml", "includes: ['f/**']\n"),
        ("f/a/one.flow/flow.yaml", FLOW),
        ("f/a/one.flow/c.py", "def main(): pass\n"),
        (
            "f/a/sub.flow/flow.yaml",
            "value:\n  modules:\n    - id: s\n      value: {type: script, path: f/lib/x}\n",
        ),
        (
            "f/a/day.schedule.yaml",
            "script_path: f/a/one\nis_flow: true\n",
        ),
        (
            "f/lib/x.py",
            "from f.lib.z import helper\nimport wmill\ndef main(a):\n    wmill.run_script_by_path('f/lib/z')\n",
        ),
        ("f/lib/z.py", "def helper(): pass\ndef main(): pass\n"),
        ("f/lib/y.ts", "export const y = 1\n"),
    ] {
        workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

fn at(snapshot: &Snapshot, path: &str, word: &str) -> Callable {
    let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    snapshot.callable(id, text.find(word).unwrap()).unwrap()
}

/// The other ends, with what is written where one says that it runs the other.
fn said(snapshot: &Snapshot, own: Option<&Callable>, calls: Vec<Call>) -> Vec<String> {
    let line = |call: Call| {
        let caller = own.unwrap_or(&call.other);
        let text = snapshot.workspace.get(caller.file).unwrap().text();
        let places: Vec<&str> = call.places.iter().map(|p| p.slice(text)).collect();
        let Callable {
            kind, name, detail, ..
        } = &call.other;
        format!("{kind:?} {name} {detail}: {}", places.join(", "))
    };
    calls.into_iter().map(line).collect()
}

#[test]
fn from_a_schedule_to_what_is_imported() {
    let snapshot = snapshot();
    let runs = |path: &str, word: &str| {
        let own = at(&snapshot, path, word);
        said(&snapshot, Some(&own), snapshot.runs(&own))
    };
    assert_eq!(
        runs("f/a/day.schedule.yaml", "script_path"),
        ["Flow f/a/one : f/a/one"]
    );
    assert_eq!(
        runs("f/a/one.flow/flow.yaml", "value"),
        [
            "Step a f/a/one: a",
            "Step c f/a/one: c",
            "Step d f/a/one: d",
            "Step e f/a/one: e"
        ]
    );
    let flow = "f/a/one.flow/flow.yaml";
    assert_eq!(runs(flow, "id: a"), ["Script f/lib/x : f/lib/x"]);
    assert_eq!(runs(flow, "id: c"), ["Script f/a/one.flow/c : c.py"]);
    assert_eq!(runs(flow, "f/a/sub"), ["Flow f/a/sub : f/a/sub"]);
    assert_eq!(runs(flow, "id: e"), ["Script f/lib/y : /f/lib/y"]);
    assert_eq!(
        runs("f/lib/x.py", "main"),
        ["Script f/lib/z : f.lib.z, f/lib/z"]
    );
    assert_eq!(runs("f/lib/z.py", "main"), [] as [&str; 0]);
}

#[test]
fn and_back() {
    let snapshot = snapshot();
    let run_by = |path: &str, word: &str| {
        let own = at(&snapshot, path, word);
        said(&snapshot, None, snapshot.run_by(&own))
    };
    assert_eq!(
        run_by("f/lib/z.py", "main"),
        ["Script f/lib/x : f.lib.z, f/lib/z"]
    );
    assert_eq!(
        run_by("f/lib/x.py", "main"),
        ["Step a f/a/one: f/lib/x", "Step s f/a/sub: f/lib/x"]
    );
    assert_eq!(
        run_by("f/a/one.flow/c.py", "main"),
        ["Step c f/a/one: c.py"]
    );
    assert_eq!(run_by("f/lib/y.ts", "y"), ["Step e f/a/one: /f/lib/y"]);
    let flow = "f/a/one.flow/flow.yaml";
    // In a loop that runs nothing itself it is the flow that is asked about.
    assert_eq!(
        run_by(flow, "forloopflow"),
        ["Trigger f/a/day.schedule : f/a/one"]
    );
    assert_eq!(run_by(flow, "id: c"), ["Flow f/a/one : c"]);
    assert_eq!(
        run_by("f/a/sub.flow/flow.yaml", "value"),
        ["Step d f/a/one: f/a/sub"]
    );
    assert_eq!(run_by("f/a/day.schedule.yaml", "is_flow"), [] as [&str; 0]);
}
