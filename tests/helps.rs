//! What a finding's help says to write, its fix writes: whatever asks "did you mean …?" offers to change it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use fixture::{blocks, marked};
use ide::rules::RULES;
use ide::{Finding, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use tests::mutate::{Base, base, plant, planted};

/// All findings of a workspace.
fn found(snapshot: &Snapshot) -> Vec<(String, Finding)> {
    let mut found = Vec::new();
    for (id, file) in snapshot.workspace.files() {
        if file.kind.is_checked() {
            let findings = snapshot.check(id).into_iter();
            found.extend(findings.map(|f| (file.path.to_string(), f)));
        }
    }
    found
}

/// The workspaces of all rules' pages: the blocks under one heading, split where a path comes again.
fn pages() -> Vec<Snapshot> {
    let mut snapshots = Vec::new();
    for rule in RULES {
        let mut heading = String::new();
        let mut files: Vec<(String, String)> = Vec::new();
        for block in blocks(rule.page) {
            if block.heading != heading || files.iter().any(|(path, _)| *path == block.path) {
                snapshots.push(workspace(&std::mem::take(&mut files)));
            }
            heading.clone_from(&block.heading);
            files.push((block.path, marked(&block.text).text));
        }
        snapshots.push(workspace(&files));
    }
    snapshots
}

fn workspace(files: &[(String, String)]) -> Snapshot {
    let mut workspace = Workspace::new(vec![base::ROOT.into()]);
    for (path, text) in files {
        let path = format!("{}/{path}", base::ROOT);
        workspace.set(&path, Source::Text(text.as_str().into()));
    }
    let mut settings = Settings::default();
    for rule in RULES {
        settings.set(rule, Some(rule.level));
    }
    Snapshot {
        workspace,
        settings,
    }
}

/// Every finding of the rules' pages, of the broken workspaces and of planted mistakes.
fn all() -> &'static [(String, Finding)] {
    static ALL: OnceLock<Vec<(String, Finding)>> = OnceLock::new();
    ALL.get_or_init(gathered)
}

fn gathered() -> Vec<(String, Finding)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces");
    let mut all: Vec<_> = pages().iter().flat_map(found).collect();
    all.extend(found(&Base::read(&folder.join("broken")).snapshot()));
    for base in [Base::read(&folder.join("clean")), base::made()] {
        let clean = base.snapshot();
        for mutant in plant(&base) {
            all.extend(found(&planted(&clean, &mutant)));
        }
    }
    all
}

#[test]
fn what_was_meant_is_offered() {
    let mut missing = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for (path, finding) in all() {
        let Some(help) = &finding.help else { continue };
        if !help.starts_with("did you mean ") {
            continue;
        }
        asked.insert(finding.rule.name);
        if finding.fix.is_none() {
            let (name, message) = (finding.rule.name, &finding.message);
            missing.insert(format!("{name} in {path}: {message}; {help}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(asked.len() >= 18, "{asked:?}");
}

/// What a help names as the one thing to write is written by the fix, but for what a person has to fill in.
#[test]
fn what_is_to_be_written_is_offered() {
    const NOT_OFFERED: &[&str] = &[
        // What stands behind the other key has another form.
        "deprecated-field: ",
        // `Windmill().version` is a property, where a function was called.
        "deprecated-sdk: `get_version`",
        // Which rule is meant, only a person knows.
        "invalid-ignore: ",
    ];
    let mut missing = BTreeSet::new();
    for (_, finding) in all() {
        let help = finding.help.as_deref().unwrap_or_default();
        let rest = ["write `", "use `"]
            .iter()
            .find_map(|verb| help.strip_prefix(verb));
        let named = rest.and_then(|rest| rest.split_once('`'));
        let is_whole = |(new, behind): &(&str, &str)| {
            !new.contains(['…', '<']) && ["", " instead", ", without quotes"].contains(behind)
        };
        if named.is_some_and(|n| is_whole(&n)) && finding.fix.is_none() {
            missing.insert(format!(
                "{}: {}; {help}",
                finding.rule.name, finding.message
            ));
        }
    }
    missing.retain(|m| !NOT_OFFERED.iter().any(|known| m.starts_with(known)));
    assert!(missing.is_empty(), "{missing:#?}");
}

/// A menu of fixes is read in a second: each title begins with what happens.
#[test]
fn titles_say_what_happens() {
    const VERBS: &[&str] = &[
        "Add",
        "Await",
        "Change to",
        "Create",
        "Export",
        "Import",
        "Indent",
        "Make it a resource",
        "Move `",
        "Put",
        "Remove",
        "Rename it to",
        "Escape",
    ];
    let mut vague = BTreeSet::new();
    for (_, finding) in all() {
        let Some(fix) = &finding.fix else { continue };
        if !VERBS.iter().any(|verb| fix.title.starts_with(verb)) {
            vague.insert(format!("{}: {}", finding.rule.name, fix.title));
        }
    }
    assert!(vague.is_empty(), "{vague:#?}");
}
