//! Resource types: their uses from everywhere, where they are defined, and another name for one.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['f/**']\n"),
    (
        "pager.resource-type.yaml",
        "schema: {properties: {key: {type: string}}}\n",
    ),
    ("f/a/own.resource.yaml", "resource_type: pager\nvalue: {}\n"),
    (
        "f/a/db.resource.yaml",
        "resource_type: 'postgresql'\nvalue: {}\n",
    ),
    (
        "f/a/main.flow/flow.yaml",
        "value:
  modules:
    - id: a
      value:
        type: rawscript
        language: python3
        content: |
          from typing import TypedDict
          from f.a.lib import pager

          class postgresql(TypedDict):
              host: str

          class Other(TypedDict):
              host: str

          def main(db: postgresql, by: pager, other: Other):
              return postgresql(host='resource-pager')
schema:
  properties:
    by: {type: object, format: resource-pager}
    all: {type: array, items: {type: object, format: \"resource-pager\"}}
    text: {type: string, description: format resource-pager}
",
    ),
    (
        "f/a/lib.py",
        "from typing import TypedDict\n\n\nclass pager(TypedDict):\n    key: str\n\n\ndef main(by: pager, row: list['pager']):\n    return by\n",
    ),
    (
        "f/a/lib.script.yaml",
        "schema:\n  properties:\n    by: {type: object, format: resource-pager}\n",
    ),
    (
        "f/a/plain.py",
        "class pager:\n    key: str\n\n\ndef main(x):\n    return pager\n",
    ),
    (
        "f/a/call.ts",
        "type Postgresql = { host: string }\nexport function main(a: RT.Pager, b: Pager, c: Resource<\"pager\">, d: Postgresql) {}\n",
    ),
];

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (path, text) in files {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

fn at(snapshot: &Snapshot, file: &str, word: &str) -> (FileId, usize) {
    let id = snapshot.workspace.id(&format!("/w/{file}")).unwrap();
    let text = snapshot.workspace.get(id).unwrap().text();
    let start = text.find(&word.replace("<|>", "")).expect(word);
    (id, start + word.find("<|>").unwrap())
}

fn uses(file: &str, word: &str) -> Vec<String> {
    let snapshot = snapshot(FILES);
    let (id, offset) = at(&snapshot, file, word);
    let told = snapshot.uses(id, offset).into_iter().map(|u| {
        let file = snapshot.workspace.get(u.file).unwrap();
        let line = file.lines().line_of(u.span.start as usize) + 1;
        let name = file.path.strip_prefix("/w/").unwrap();
        format!("{name}:{line}:{}", u.span.slice(file.text()))
    });
    told.collect()
}

const FLOW: &str = "f/a/main.flow/flow.yaml";

#[test]
fn a_type_of_the_workspace_is_named_by_resources_inputs_and_code() {
    let expected = [
        "f/a/call.ts:2:Pager",
        "f/a/call.ts:2:Pager",
        "f/a/call.ts:2:pager",
        "f/a/lib.py:4:pager",
        "f/a/lib.py:8:pager",
        "f/a/lib.py:8:pager",
        "f/a/lib.script.yaml:3:pager",
        "f/a/main.flow/flow.yaml:9:pager",
        "f/a/main.flow/flow.yaml:17:pager",
        "f/a/main.flow/flow.yaml:21:pager",
        "f/a/main.flow/flow.yaml:22:pager",
        "f/a/own.resource.yaml:1:pager",
        "pager.resource-type.yaml:1:",
    ];
    for (file, word) in [
        ("pager.resource-type.yaml", "<|>schema"),
        ("f/a/own.resource.yaml", "pag<|>er"),
        (FLOW, "resource-<|>pager}"),
        (FLOW, "import pag<|>er"),
        (FLOW, "by: pa<|>ger,"),
        ("f/a/lib.py", "class pa<|>ger"),
        ("f/a/lib.py", "list['pag<|>er"),
        ("f/a/call.ts", "RT.Pa<|>ger"),
        ("f/a/call.ts", "<\"pa<|>ger"),
    ] {
        assert_eq!(uses(file, word), expected, "{word}");
    }
}

#[test]
fn one_of_the_hub_too_where_a_resource_has_it() {
    let expected = [
        "f/a/db.resource.yaml:1:postgresql",
        "f/a/main.flow/flow.yaml:11:postgresql",
        "f/a/main.flow/flow.yaml:17:postgresql",
        "f/a/main.flow/flow.yaml:18:postgresql",
    ];
    assert_eq!(uses("f/a/db.resource.yaml", "postg<|>resql"), expected);
    assert_eq!(uses(FLOW, "class post<|>gresql"), expected);
}

#[test]
fn what_only_looks_like_one_is_none() {
    assert_eq!(uses(FLOW, "'resource-pa<|>ger"), [""; 0]);
    assert_eq!(uses(FLOW, "format resource-pa<|>ger"), [""; 0]);
    // No parameter has this class.
    let own = ["f/a/plain.py:1:pager", "f/a/plain.py:6:pager"];
    assert_eq!(uses("f/a/plain.py", "class pa<|>ger"), own);
    assert_eq!(uses("f/a/call.ts", "type Post<|>gresql").len(), 2);
    let other = [
        "f/a/main.flow/flow.yaml:14:Other",
        "f/a/main.flow/flow.yaml:17:Other",
    ];
    assert_eq!(uses(FLOW, "class Ot<|>her"), other);
}

#[test]
fn it_is_defined_by_its_file() {
    let snapshot = snapshot(FILES);
    let lands = |file: &str, word: &str| {
        let (id, offset) = at(&snapshot, file, word);
        let targets = snapshot.definition(id, offset);
        let told = targets.first().map(|t| {
            let file = snapshot.workspace.get(t.file).unwrap();
            format!("{}:{}", &file.path[3..], t.name.start)
        });
        told.unwrap_or_default()
    };
    let file = "pager.resource-type.yaml:0";
    assert_eq!(lands("f/a/own.resource.yaml", "pa<|>ger"), file);
    assert_eq!(
        lands(FLOW, "{type: object, format: resource-pa<|>ger"),
        file
    );
    assert_eq!(lands("f/a/call.ts", "RT.Pa<|>ger"), file);
    // The class in the code is nearer.
    assert!(lands(FLOW, "db: post<|>gresql").starts_with("f/a/main.flow/flow.yaml:"));
    assert_eq!(lands("f/a/db.resource.yaml", "post<|>gresql"), "");
}

#[test]
fn it_gets_another_name_everywhere() {
    let files: Vec<(&str, &str)> = FILES
        .iter()
        .filter(|(p, _)| !p.ends_with(".ts"))
        .copied()
        .collect();
    let before = snapshot(&files);
    let (id, offset) = at(&before, "f/a/own.resource.yaml", "pa<|>ger");
    let change = before.rename(id, offset, "beeper").unwrap();
    let moves: Vec<(&str, &str)> = change.moves.iter().map(|m| (&*m.from, &*m.to)).collect();
    let expected = [(
        "/w/pager.resource-type.yaml",
        "/w/beeper.resource-type.yaml",
    )];
    assert_eq!(moves, expected);
    let changed: Vec<(&str, usize)> = change
        .edits
        .iter()
        .map(|(id, edits)| (&before.workspace.get(*id).unwrap().path[3..], edits.len()))
        .collect();
    let mut changed = changed;
    changed.sort_unstable();
    let expected = [
        ("f/a/lib.py", 3),
        ("f/a/lib.script.yaml", 1),
        (FLOW, 4),
        ("f/a/own.resource.yaml", 1),
    ];
    assert_eq!(changed, expected);
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let refused = |file: &str, word: &str, new: &str| {
        let snapshot = snapshot(FILES);
        let (id, offset) = at(&snapshot, file, word);
        snapshot.rename(id, offset, new).unwrap_err()
    };
    let hub = refused("f/a/db.resource.yaml", "post<|>gresql", "x");
    assert!(hub.contains("not among these files"), "{hub}");
    // `RT.Pager` would have to become `RT.Beeper`.
    let typescript = refused(FLOW, "import pag<|>er", "beeper");
    assert!(typescript.contains("cannot be changed"), "{typescript}");
    let files: Vec<(&str, &str)> = FILES
        .iter()
        .filter(|(p, _)| !p.ends_with(".ts"))
        .copied()
        .collect();
    for (new, why) in [
        ("Beeper", "no name of a resource type"),
        ("class", "no name of a resource type"),
        ("postgresql", "resource type `postgresql` already"),
        ("main", "There is a name `main` already"),
    ] {
        let snapshot = snapshot(&files);
        let (id, offset) = at(&snapshot, "f/a/own.resource.yaml", "pa<|>ger");
        let reason = snapshot.rename(id, offset, new).unwrap_err();
        assert!(reason.contains(why), "{reason}");
    }
}
