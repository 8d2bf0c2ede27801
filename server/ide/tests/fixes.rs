//! Every fix that a rule's page brings about: the finding goes away, nothing new comes, a second run
//! changes nothing, comments and line breaks stay.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use fixture::{Block, blocks, marked};
use ide::fix::edited;
use ide::rules::RULES;
use ide::{Finding, FixKind, Settings, Snapshot};
use model::file::{FileId, Source};
use model::workspace::Workspace;

const ROOT: &str = "/workspace";

fn snapshot(group: &[Block], crlf: bool) -> Snapshot {
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    if !group.iter().any(|b| b.path == "wmill.yaml") {
        let text = "includes: ['**']\n";
        workspace.set(&format!("{ROOT}/wmill.yaml"), Source::Text(text.into()));
    }
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

fn with(snapshot: &Snapshot, id: FileId, text: &str) -> Snapshot {
    let mut snapshot = snapshot.clone();
    let path = snapshot.workspace.get(id).unwrap().path.to_string();
    snapshot.workspace.set(&path, Source::Text(text.into()));
    snapshot
}

/// Blocks under one heading, split where a path comes again.
fn groups(page: &str) -> Vec<Vec<Block>> {
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in blocks(page) {
        match groups.last_mut() {
            Some(g) if g[0].heading == block.heading && g.iter().all(|b| b.path != block.path) => {
                g.push(block);
            }
            _ => groups.push(vec![block]),
        }
    }
    groups
}

fn count(findings: &[Finding], rule: &str) -> usize {
    findings.iter().filter(|f| f.rule.name == rule).count()
}

#[test]
fn fixes_mend_and_do_no_harm() {
    let mut mending = BTreeSet::new();
    for (rule, crlf) in RULES.iter().flat_map(|r| [(r, false), (r, true)]) {
        for group in groups(rule.page) {
            let before = snapshot(&group, crlf);
            for block in &group {
                let id = before
                    .workspace
                    .id(&format!("{ROOT}/{}", block.path))
                    .unwrap();
                let text = before.workspace.get(id).unwrap().text().to_owned();
                let found = before.check(id);
                let place = format!("{} of {}.md", block.path, rule.name);
                for finding in &found {
                    let Some(fix) = &finding.fix else { continue };
                    let name = finding.rule.name;
                    mending.insert(name);
                    let kind = if fix.safe {
                        FixKind::Safe
                    } else {
                        FixKind::Unsafe
                    };
                    assert_eq!(finding.rule.fix, kind, "{name}: the kind of its fixes");
                    assert!(!fix.title.is_empty());
                    if let Some(new) = &fix.creates {
                        let mut after = before.clone();
                        let none = after.workspace.id(&new.path).is_none();
                        assert!(none && fix.edits.is_empty(), "{place}: {new:?}");
                        let text = Source::Text(new.text.as_str().into());
                        let created = after.workspace.set(&new.path, text);
                        let left = after.check(id);
                        assert!(left.len() < found.len(), "{place}: {left:#?}");
                        assert_eq!(after.check(created).len(), 0, "{place}: {}", new.text);
                        continue;
                    }
                    let mended = edited(&text, &fix.edits);
                    assert_ne!(mended, text, "{place}: {finding:?}");
                    assert!(
                        !crlf || !mended.replace("\r\n", "").contains('\n'),
                        "{place}"
                    );
                    let comments = |t: &str| t.matches(" # ").count();
                    let gone = usize::from(name == "unused-ignore") * comments(&text);
                    let kept = comments(&mended);
                    assert!(kept + gone >= comments(&text), "{place}\n{mended}");
                    let left = with(&before, id, &mended).check(id);
                    // With its YAML mended, a flow's other mistakes show for the first time.
                    let fewer = name == "yaml-syntax" || left.len() < found.len();
                    assert!(
                        fewer && count(&left, name) < count(&found, name),
                        "{place}: {finding:?}\n{mended}\n{left:#?}"
                    );
                }
                if let Some((mended, _)) = before.fixed(id, true) {
                    let after = with(&before, id, &mended);
                    assert!(after.fixed(id, true).is_none(), "{place}: again\n{mended}");
                }
            }
        }
    }
    for name in [
        "invalid-value",
        "missing-field",
        "missing-inline-file",
        "missing-input",
        "null-expression",
        "special-module-id",
        "unknown-flow-input",
        "unknown-input",
        "unknown-step",
        "deprecated-sdk",
        "duplicate-key",
        "expression-as-static",
        "inner-step-reference",
        "invalid-flow-schema",
        "invalid-step-id",
        "language-mismatch",
        "main-called",
        "misplaced-field",
        "missing-main",
        "missing-preprocessor",
        "missing-typed-dict-import",
        "preprocessor-event",
        "reference-as-expression",
        "resource-format",
        "schedule-target",
        "trigger-target",
        "unawaited-task",
        "unknown-name",
        "unknown-property",
        "unknown-sdk-name",
        "unrecognized-main",
        "unresolvable-results-access",
        "unsupported-annotation",
        "unused-ignore",
        "unused-resource-type",
        "uppercase-resource-type",
        "yaml-syntax",
    ] {
        assert!(mending.contains(name), "{name} mends nothing on its page");
    }
}

#[test]
fn no_fix_is_promised_that_is_not_there() {
    let mut mending = BTreeSet::new();
    for group in RULES.iter().flat_map(|r| groups(r.page)) {
        let snapshot = snapshot(&group, false);
        for block in &group {
            let id = snapshot
                .workspace
                .id(&format!("{ROOT}/{}", block.path))
                .unwrap();
            let found = snapshot.check(id);
            mending.extend(
                found
                    .iter()
                    .filter(|f| f.fix.is_some())
                    .map(|f| f.rule.name),
            );
        }
    }
    for rule in RULES {
        let promised = rule.fix != FixKind::None;
        assert_eq!(promised, mending.contains(rule.name), "{}", rule.name);
    }
}
