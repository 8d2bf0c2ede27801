//! What a few letters find in the whole workspace.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

fn open(files: &[(&str, &str)]) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in files {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

/// What is found, a line each: name, what it is, what it is part of, and what stands at its place.
fn found(snapshot: &Snapshot, query: &str, limit: usize) -> Vec<String> {
    let line = |f: ide::Found| {
        let text = snapshot.workspace.get(f.file).unwrap().text();
        let at = f.span.slice(text);
        format!("{} {:?} {} {at}", f.name, f.kind, f.container)
    };
    snapshot.find(query, limit).into_iter().map(line).collect()
}

#[test]
fn everything_that_has_a_name_is_found() {
    let snapshot = open(&[
        ("wmill.yaml", "includes: ['f/**']\n"),
        (
            "f/x/one.flow/flow.yaml",
            "value:\n  modules:\n    - id: zebra_step\n      value:\n        type: rawscript\n        language: python3\n        \
             content: |\n          def main(): pass\n          def zebra_inside(): pass\nschema:\n  properties: {zebra_input: {}}\n",
        ),
        (
            "f/x/zebra.py",
            "class Zebra:\n    zebra: int\n    def zebras(self): pass\ndef main():\n    def zebra(): pass\n",
        ),
        (
            "f/x/b.ts",
            "export function main() {}\ninterface Zebroid {}\n",
        ),
        ("f/x/zebra_db.resource.yaml", "value: 1\n"),
        ("f/x/zebra_key.variable.yaml", "value: 1\n"),
        ("f/x/zebra_daily.schedule.yaml", "script_path: f/x/zebra\n"),
        ("c_zebra.resource-type.yaml", "schema: {}\n"),
    ]);
    let mut all = found(&snapshot, "zebr", 99);
    all.sort();
    let wanted = [
        "Zebra Class f/x/zebra Zebra",
        "Zebroid Class f/x/b Zebroid",
        "c_zebra ResourceType  ",
        "f/x/zebra Script  main",
        "f/x/zebra_db Resource  ",
        "f/x/zebra_key Variable  ",
        "zebra_daily Trigger  ",
        "zebra_input Input f/x/one zebra_input",
        "zebra_inside Function f/x/one zebra_inside",
        "zebra_step Step f/x/one zebra_step",
        "zebras Method f/x/zebra zebras",
    ];
    assert_eq!(all, wanted);
    assert_eq!(
        found(&snapshot, "zebra", 1),
        ["Zebra Class f/x/zebra Zebra"]
    );
    assert_eq!(found(&snapshot, "f/x/one", 9), ["f/x/one Flow  "]);
    assert_eq!(found(&snapshot, "zx", 9), [] as [&str; 0]);
    assert_eq!(found(&snapshot, "zebra", 0), [] as [&str; 0]);
}

/// Files that nobody has looked at are read a few at a time, and are all found once they are.
#[test]
fn few_files_are_read_for_a_question() {
    let texts: Vec<(String, String)> = (0..200)
        .map(|n| (format!("f/x/s{n}.py"), format!("def helper_{n}(): pass\n")))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (&**p, &**t)).collect();
    let snapshot = open(&files);
    let read = || {
        let files = snapshot.workspace.files().into_iter();
        files.filter(|(_, f)| f.is_worked_out()).count()
    };
    assert_eq!(snapshot.find("f/x/s", 999).len(), 200);
    assert_eq!(read(), 64);
    assert_eq!(snapshot.find("helper_", 999).len(), 128);
    for (id, _) in snapshot.workspace.files() {
        snapshot.check(id);
    }
    assert_eq!(snapshot.find("helper_", 999).len(), 200);
}
