//! Who uses a script or a flow.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const RUNS: &str = "value:\n  modules:\n    - id: a\n      value: {type: script, path: f/lib/x}\n    - id: b\n      value: {type: script, path: f/lib/x}\n    - id: c\n      value: {type: rawscript, language: python3, content: '!inline c.py'}\n";

#[test]
fn files_that_name_a_script_or_a_flow_are_counted() {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in [
        ("wmill.yaml", "includes: ['f/**']\n"),
        ("f/a/one.flow/flow.yaml", RUNS),
        ("f/a/two.flow/flow.yaml", RUNS),
        ("f/a/one.flow/c.py", "def main(): pass\n"),
        (
            "f/a/day.schedule.yaml",
            "script_path: f/a/one\nis_flow: true\n",
        ),
        (
            "f/a/x.schedule.yaml",
            "script_path: f/lib/x\nis_flow: false\n",
        ),
        ("f/lib/x.py", "def main(a): pass\ndef helper(): pass\n"),
        ("f/lib/x.script.yaml", "summary: ''\n"),
        (
            "f/lib/y.py",
            "from f.lib.x import helper\ndef helper2(): pass\n",
        ),
        ("f/lib/z.ts", "export function main() {}\n"),
        ("f/lib/db.resource.yaml", "value: 1\n"),
        (
            "f/lib/own.resource.yaml",
            "resource_type: pager\nvalue: $var:f/lib/key\n",
        ),
        ("f/lib/key.variable.yaml", "value: x\n"),
        ("pager.resource-type.yaml", "schema: {}\n"),
        (
            "f/a/res.flow/flow.yaml",
            "value:\n  modules:\n    - id: a\n      value: {type: script, path: f/x/y, input_transforms: {a: {type: static, value: $res:f/lib/own}}}\n",
        ),
    ] {
        workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let lens = |path: &str| {
        let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
        let text = snapshot.workspace.get(id).unwrap().text();
        let at = snapshot.lens(id)?.slice(text);
        Some(format!("{at}: {}", snapshot.users(id)?.said))
    };
    let said = |text: &str| Some(text.to_owned());
    assert_eq!(
        lens("f/lib/x.py"),
        said("main: 2 flows · 1 script · 1 schedule")
    );
    assert_eq!(lens("f/a/one.flow/flow.yaml"), said("value: 1 schedule"));
    assert_eq!(
        lens("f/a/two.flow/flow.yaml"),
        said("value: used by no flow, script, schedule, trigger or app")
    );
    assert_eq!(lens("f/a/one.flow/c.py"), said("main: 1 flow"));
    assert_eq!(
        lens("f/lib/z.ts"),
        said("main: used by no flow, script, schedule, trigger or app")
    );
    // Nothing that is run.
    assert_eq!(lens("f/lib/y.py"), None);
    assert_eq!(
        lens("f/lib/db.resource.yaml"),
        said("value: used by no flow, script, schedule, trigger or app")
    );
    assert_eq!(
        lens("f/lib/own.resource.yaml"),
        said("resource_type: 1 flow")
    );
    assert_eq!(lens("f/lib/key.variable.yaml"), said("value: 1 resource"));
    assert_eq!(lens("pager.resource-type.yaml"), said("schema: 1 resource"));
    assert_eq!(lens("f/a/day.schedule.yaml"), None);
    assert_eq!(lens("wmill.yaml"), None);
}
