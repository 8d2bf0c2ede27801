//! Every rule's page runs: the rule fires where *Example* says, and *Use instead* and *Silent when*
//! are silent. Blocks under one heading form one workspace, unless a block's path comes again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use fixture::{Block, Expected, blocks, marked};
use ide::rules::RULES;
use ide::{Finding, RuleInfo, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::Encoding;

const ROOT: &str = "/workspace";

/// A workspace of these files. A pedantic rule is on for its own page.
fn snapshot(rule: &'static RuleInfo, files: &[(String, String)]) -> Snapshot {
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    if !files.iter().any(|(p, _)| p == "wmill.yaml") {
        workspace.set(
            &format!("{ROOT}/wmill.yaml"),
            Source::Text("includes: ['**']\n".into()),
        );
    }
    for (path, text) in files {
        workspace.set(
            &format!("{ROOT}/{path}"),
            Source::Text(text.as_str().into()),
        );
    }
    let mut settings = Settings::default();
    if rule.pedantic {
        settings.set(rule, Some(rule.level));
    }
    // A page of another rule need not show every file of its workspace.
    for other in RULES
        .iter()
        .filter(|r| ["missing-metadata", "orphan-metadata"].contains(&r.name))
    {
        if other.name != rule.name {
            settings.set(other, None);
        }
    }
    Snapshot {
        workspace,
        settings,
    }
}

/// The findings of all files, with their paths.
fn findings(rule: &'static RuleInfo, files: &[(String, String)]) -> Vec<(String, Finding)> {
    let snapshot = snapshot(rule, files);
    let mut found = Vec::new();
    for (path, _) in files {
        let id = snapshot.workspace.id(&format!("{ROOT}/{path}")).unwrap();
        found.extend(snapshot.check(id).into_iter().map(|f| (path.clone(), f)));
    }
    found
}

/// Findings of all files, as a fixture writes them.
fn check(rule: &'static RuleInfo, files: &[(String, String)]) -> BTreeMap<String, Vec<Expected>> {
    let snapshot = snapshot(rule, files);
    let mut found = BTreeMap::new();
    for (path, text) in files {
        let id = snapshot.workspace.id(&format!("{ROOT}/{path}")).unwrap();
        let file = snapshot.workspace.get(id).unwrap();
        let findings = snapshot.check(id).into_iter().map(|f| {
            let place = |o| file.lines().line_col(text, o, Encoding::Chars);
            let (start, end) = (place(f.span.start as usize), place(f.span.end as usize));
            let same_line = start.line == end.line;
            let end = if same_line { end.col as usize } else { 0 };
            Expected {
                line: start.line as usize + 1,
                level: f.level.name().to_owned(),
                rule: f.rule.name.to_owned(),
                columns: Some((start.col as usize + 1, end + 1)),
            }
        });
        found.insert(path.clone(), findings.collect());
    }
    found
}

#[test]
fn messages_are_plain() {
    let mut riddles = Vec::new();
    for rule in RULES {
        for group in groups(blocks(rule.page)) {
            let files = group.iter().map(|b| (b.path.clone(), marked(&b.text).text));
            for (path, finding) in findings(rule, &files.collect::<Vec<_>>()) {
                if let Err(why) = is_plain(&finding) {
                    let (message, help) = (&finding.message, &finding.help);
                    riddles.push(format!(
                        "{} in {path}: {why}\n  {message}\n  {help:?}",
                        finding.rule.name
                    ));
                }
            }
        }
    }
    riddles.sort();
    riddles.dedup();
    assert!(riddles.is_empty(), "{}", riddles.join("\n"));
}

/// Words of ours that nobody else uses for it, and forms that have to be read twice.
const RIDDLES: &[&str] = &[
    "blank",
    "blanks",
    "mend",
    "mended",
    "lacks",
    "anew",
    "any more",
    "is no",
    "are no",
    "and no",
    "nor",
    "out of use",
    "letter by letter",
    "dropped",
    "handed over",
    "need not",
];

/// Whether a finding says in short and usual words what is wrong, and then what to do.
fn is_plain(finding: &Finding) -> Result<(), String> {
    let message = &finding.message;
    if message.lines().count() != 1 || message.chars().count() > 80 {
        return Err("longer than a line".to_owned());
    }
    if message.starts_with(|c: char| c.is_lowercase()) || message.ends_with('.') {
        return Err("no sentence, or one with its dot".to_owned());
    }
    let help = finding.help.as_deref().unwrap_or("x");
    if help.is_empty() || help.ends_with('.') {
        return Err("help with a dot, or none in it".to_owned());
    }
    // Code between backticks is the workspace's.
    let ours = |text: &str| text.split('`').step_by(2).collect::<Vec<_>>().join("x");
    let ours = format!(" {} {} ", ours(message), ours(help));
    let ours = ours.replace([':', ',', ';', '?'], " ");
    let ours = ours.replace("here is no ", "");
    let riddle = RIDDLES.iter().find(|r| ours.contains(&format!(" {r} ")));
    riddle.map_or(Ok(()), |r| Err(format!("`{r}` is a riddle")))
}

/// Compares what was found with what was asked for; columns only where they are drawn.
fn compare(rule: &'static RuleInfo, group: &[Block], failures: &mut Vec<String>) {
    let marked: Vec<_> = group.iter().map(|b| (b, marked(&b.text))).collect();
    let files: Vec<_> = marked
        .iter()
        .map(|(b, m)| (b.path.clone(), m.text.clone()))
        .collect();
    let found = check(rule, &files);
    for (block, marked) in marked {
        let mut found = found[&block.path].clone();
        for (found, expected) in found.iter_mut().zip(&marked.expected) {
            if expected.columns.is_none() {
                found.columns = None;
            }
        }
        found.sort();
        let wanted = &marked.expected;
        if &found != wanted {
            let place = format!("{}.md, {} at line {}", rule.name, block.heading, block.line);
            failures.push(format!(
                "{place}\n  found:  {found:?}\n  wanted: {wanted:?}"
            ));
        }
    }
}

/// Splits the blocks under one heading where a path comes again.
fn groups(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in blocks {
        match groups.last_mut() {
            Some(g) if g[0].heading == block.heading && g.iter().all(|b| b.path != block.path) => {
                g.push(block);
            }
            _ => groups.push(vec![block]),
        }
    }
    groups
}

#[test]
fn pages_run() {
    let mut failures = Vec::new();
    for rule in RULES {
        let mut fired = false;
        for group in groups(blocks(rule.page)) {
            let is_example = group[0].heading == "Example";
            for block in &group {
                let expected = marked(&block.text).expected;
                fired |= is_example && expected.iter().any(|e| e.rule == rule.name);
                let silent = ["Use instead", "Silent when"].contains(&&*block.heading);
                assert!(
                    !silent || expected.is_empty(),
                    "{}: {}",
                    rule.name,
                    block.heading
                );
            }
            compare(rule, &group, &mut failures);
        }
        assert!(fired, "{}.md has no example that fires", rule.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn pages_have_their_headings() {
    for rule in RULES {
        let heading = |h: &str| rule.page.contains(&format!("\n## {h}\n"));
        assert!(
            rule.page.starts_with(&format!("# {}\n", rule.name)),
            "{}",
            rule.name
        );
        for h in ["What it does", "Why is this bad?", "Example", "Use instead"] {
            assert!(heading(h), "{}.md lacks `## {h}`", rule.name);
        }
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = RULES.iter().map(|r| r.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}
