//! What we say of a script.

use std::collections::BTreeSet;

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

use crate::Wrong;

/// A workspace with one script.
pub(crate) fn snapshot(text: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/workspace".into()]);
    let id = workspace.set("/workspace/f/demo/run.py", Source::Text(text.into()));
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    (snapshot, id)
}

/// The lines, counted from 0, that misuse an SDK.
pub(crate) fn wrong_lines(text: &str) -> BTreeSet<(usize, Wrong)> {
    let (snapshot, id) = snapshot(text);
    let findings = snapshot.check(id).into_iter();
    let wrong = findings.filter_map(|finding| {
        let wrong = match finding.rule.name {
            "unknown-sdk-name" => Wrong::Name,
            "sdk-arguments" => Wrong::Arguments,
            _ => return None,
        };
        let before = &text[..finding.span.start as usize];
        Some((before.matches('\n').count(), wrong))
    });
    wrong.collect()
}
