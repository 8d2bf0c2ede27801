//! Steps whose scripts are missing, among many scripts: the names compared for suggestions are counted.

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use sdk::PathKind;

/// A workspace with so many scripts, and a flow for each three of them, with nine steps whose scripts are missing.
fn workspace(scripts: usize) -> Workspace {
    const WORDS: [&str; 7] = ["fetch", "send", "load", "store", "merge", "clean", "report"];
    let word = |i: usize| WORDS[i % WORDS.len()];
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut add = |path: String, text: String| {
        workspace.set(&path, Source::Text(text.into()));
    };
    add("/w/wmill.yaml".into(), "includes: [f/**]\n".into());
    for i in 0..scripts {
        let path = format!("/w/f/team_{}/{}_{}_{i}.py", i % 20, word(i), word(i / 7));
        add(path, "def main(x):\n    return x\n".into());
    }
    for i in 0..scripts / 3 {
        let step = |k: usize| {
            let path = format!(
                "f/team_{}/{}_gone_{}_{i}",
                (i + k) % 20,
                word(i * 3),
                word(k)
            );
            format!("    - id: s{k}\n      value:\n        type: script\n        path: {path}\n")
        };
        let steps: String = (0..9).map(step).collect();
        let text = format!("summary: s\nvalue:\n  modules:\n{steps}");
        add(format!("/w/f/flows/b{i}.flow/flow.yaml"), text);
    }
    workspace
}

/// How much is compared while all flows are checked.
fn compared(scripts: usize) -> u64 {
    let snapshot = Snapshot {
        workspace: workspace(scripts),
        settings: Settings::default(),
    };
    let mut missing = 0;
    for (id, file) in snapshot.workspace.files() {
        if file.flow().is_some() {
            let found = snapshot.check(id);
            missing += found
                .iter()
                .filter(|f| f.rule.name == "unknown-script")
                .count();
        }
    }
    assert_eq!(missing, scripts / 3 * 9, "all are found");
    let names = snapshot.workspace.names();
    names.near("/w/f/x.py", PathKind::Script).unwrap().cells()
}

#[test]
fn twice_the_files_with_missing_scripts_are_twice_the_work() {
    let _alone = crate::measure::alone();
    let [one, two, four] = [150, 300, 600].map(compared);
    let [once, twice] = [two as f64 / one as f64, four as f64 / two as f64];
    assert!(once <= 2.2 && twice <= 2.2, "{one}, {two}, {four}");
}
