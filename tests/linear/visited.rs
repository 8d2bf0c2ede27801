//! An edit visits its own file and those that depend on it, however many others there are.

use std::collections::BTreeSet;
use std::sync::Arc;

use ide::{Checks, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const SCRIPT: &str = "/w/f/lib/rates.py";

fn text(text: &str) -> Source {
    Source::Text(Arc::from(text))
}

fn flow_of(script: &str) -> String {
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: {script}\n        \
         input_transforms:\n          x: {{type: static, value: 1}}\n"
    )
}

/// One script that two flows run, and so many pairs of another script and a flow that runs it.
fn workspace(others: usize) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", text("includes: [f/**]\n"));
    workspace.set(SCRIPT, text("def main(x):\n    return {'a': x}\n"));
    for name in ["one", "two"] {
        let path = format!("/w/f/users/{name}.flow/flow.yaml");
        workspace.set(&path, text(&flow_of("f/lib/rates")));
    }
    for i in 0..others {
        let path = format!("/w/f/others/s{i}.py");
        workspace.set(&path, text("def main(x):\n    return x\n"));
        let path = format!("/w/f/others/b{i}.flow/flow.yaml");
        workspace.set(&path, text(&flow_of(&format!("f/others/s{i}"))));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

/// The files that are checked again after the script became `new`, and those that are read for it.
fn visited(others: usize, new: &str) -> (BTreeSet<FileId>, BTreeSet<FileId>, Snapshot) {
    let mut snapshot = workspace(others);
    let mut checks = Checks::default();
    let files = snapshot.workspace.files();
    let ids: Vec<FileId> = files.into_iter().map(|(id, _)| id).collect();
    for id in ids {
        checks.put(id, Arc::new(snapshot.check_again(id, None).unwrap()));
    }
    let script = snapshot.workspace.id(SCRIPT).unwrap();
    let before = Arc::clone(snapshot.workspace.get(script).unwrap());
    snapshot.workspace.set(SCRIPT, text(new));
    let changed = [(script, before)].into_iter().collect();
    let concerned = checks.concerned(&snapshot.workspace, &changed).unwrap();
    let mut read = BTreeSet::new();
    for id in &concerned {
        let before = checks.get(*id).map(|c| &**c);
        let again = snapshot.check_again(*id, before).unwrap();
        assert!(!again.reads.all, "nothing walks through all files");
        read.extend(again.reads.files.iter().copied());
    }
    (concerned, read, snapshot)
}

#[test]
fn an_edit_visits_its_own_file_and_its_dependants() {
    let _alone = crate::measure::alone();
    for others in [5, 50] {
        let inside = "def main(x):\n    y = x\n    return {'a': y}\n";
        let (concerned, read, snapshot) = visited(others, inside);
        let script = snapshot.workspace.id(SCRIPT).unwrap();
        assert_eq!(concerned, BTreeSet::from([script]), "nobody else sees it");

        let users = ["one", "two"].map(|n| {
            let path = format!("/w/f/users/{n}.flow/flow.yaml");
            snapshot.workspace.id(&path).unwrap()
        });
        let near = BTreeSet::from([script, users[0], users[1]]);
        assert!(read.is_subset(&near), "{read:?}");

        let (concerned, read, _) = visited(others, "def main(x, y):\n    return {'a': x}\n");
        assert_eq!(concerned, near, "who runs it sees it");
        assert!(read.is_subset(&near), "{read:?}");
    }
}
