//! Ignore comments that are written by the tool: over every rule's page, all that can be silenced is,
//! once, and the code is what it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fixture::{Block, blocks, marked};
use ide::rules::RULES;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const ROOT: &str = "/workspace";

/// What no comment can silence, or what needs none: these speak of comments or of broken text.
const LEFT: &[&str] = &[
    "unused-ignore",
    "invalid-ignore",
    "yaml-syntax",
    "unresolved-inline",
];

fn snapshot(group: &[Block], crlf: bool) -> Snapshot {
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    workspace.set(
        &format!("{ROOT}/wmill.yaml"),
        Source::Text("includes: ['**']\n".into()),
    );
    for block in group {
        let text = marked(&block.text).text;
        let text = if crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        };
        workspace.set(&format!("{ROOT}/{}", block.path), Source::Text(text.into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

fn groups(page: &str) -> Vec<Vec<Block>> {
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in blocks(page) {
        match groups.last_mut() {
            Some(g) if g[0].heading == block.heading && g.iter().all(|b| b.path != block.path) => {
                g.push(block)
            }
            _ => groups.push(vec![block]),
        }
    }
    groups
}

#[test]
fn every_page_can_be_silenced() {
    let mut silenced = 0;
    for (rule, crlf) in RULES.iter().flat_map(|r| [(r, false), (r, true)]) {
        for group in groups(rule.page) {
            let before = snapshot(&group, crlf);
            for block in &group {
                let id = before
                    .workspace
                    .id(&format!("{ROOT}/{}", block.path))
                    .unwrap();
                let found = before.check(id);
                let place = format!("{} of {}.md, crlf {crlf}", block.path, rule.name);
                let Some(ignored) = before.ignored(id, "for now") else {
                    assert!(found.is_empty(), "{place}");
                    continue;
                };
                let mut after = before.clone();
                let path = after.workspace.get(id).unwrap().path.to_string();
                after
                    .workspace
                    .set(&path, Source::Text(ignored.text.clone()));
                let rest = after.check(id);
                assert_eq!(rest.len(), ignored.left, "{place}");
                let broken = found.iter().any(|f| f.rule.name == "yaml-syntax");
                for finding in rest.iter().filter(|_| !broken) {
                    assert!(
                        LEFT.contains(&finding.rule.name),
                        "{place}: {finding:?}\n{}",
                        ignored.text
                    );
                }
                silenced += ignored.silenced;
                let again = after.ignored(id, "for now");
                assert!(
                    again.is_none_or(|a| a.text == ignored.text),
                    "{place}: a second run changes nothing"
                );
                if crlf {
                    assert!(!ignored.text.replace("\r\n", "").contains('\n'), "{place}");
                }
            }
        }
    }
    assert!(silenced > 300, "{silenced} were silenced");
}

/// What an editor offers for one finding silences that one, or all of its rule in the file.
#[test]
fn what_is_offered_for_a_finding_silences_it() {
    let (mut offered, mut refused) = (0, Vec::new());
    for (rule, crlf) in RULES.iter().flat_map(|r| [(r, false), (r, true)]) {
        for group in groups(rule.page) {
            let before = snapshot(&group, crlf);
            for block in &group {
                let path = format!("{ROOT}/{}", block.path);
                let id = before.workspace.id(&path).unwrap();
                let text = before.workspace.get(id).unwrap().text().to_owned();
                let found = before.check_all(id);
                let of_rule = |snapshot: &Snapshot, name: &str| {
                    let all = snapshot.check_all(id).into_iter();
                    all.filter(|f| f.rule.name == name).count()
                };
                for finding in &found {
                    let name = finding.rule.name;
                    let count = of_rule(&before, name);
                    let edits = [
                        before.ignored_here(id, finding),
                        before.ignored_in_file(id, finding.rule),
                    ];
                    if edits.iter().any(Option::is_none) {
                        refused.push(name);
                    }
                    for (edit, most) in edits.into_iter().zip([count - 1, 0]) {
                        let Some(edit) = edit else { continue };
                        let mut after = before.clone();
                        let new = ide::fix::edited(&text, &[edit]);
                        after
                            .workspace
                            .set(&path, Source::Text(new.as_str().into()));
                        let left = of_rule(&after, name);
                        assert!(left <= most, "{name} on {}.md: {left}\n{new}", rule.name);
                        let unused = of_rule(&after, "unused-ignore");
                        let known = of_rule(&before, "unused-ignore");
                        assert!(unused <= known, "{name} on {}.md\n{new}", rule.name);
                        offered += 1;
                    }
                }
            }
        }
    }
    // A comment inside of the list would be a part of it.
    refused.retain(|name| !LEFT.contains(name) && *name != "requirements-list");
    assert!(refused.is_empty(), "{refused:?}");
    assert!(offered > 1_000, "{offered}");
}
