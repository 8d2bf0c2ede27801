//! What findings say, word by word, where the words depend on the text: what is wrong, and what to do.
//!
//! Pages say where a rule fires. Whether its words are true for each form of the mistake is told here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod code;
mod flows;

use fixture::{blocks, marked};
use ide::rules::RULES;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const ROOT: &str = "/workspace";

/// The findings of one rule in the first of these files, as `message | help`.
fn said(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    if !files.iter().any(|(path, _)| *path == "wmill.yaml") {
        let text = "includes: ['**']\n";
        workspace.set(&format!("{ROOT}/wmill.yaml"), Source::Text(text.into()));
    }
    for (path, text) in files {
        workspace.set(&format!("{ROOT}/{path}"), Source::Text((*text).into()));
    }
    let mut settings = Settings::default();
    let known = RULES.iter().find(|r| r.name == rule).unwrap();
    settings.set(known, Some(known.level));
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    let id = snapshot.workspace.id(&format!("{ROOT}/{}", files[0].0));
    let findings = snapshot.check(id.unwrap()).into_iter();
    findings
        .filter(|f| f.rule.name == rule)
        .map(|f| match f.help {
            Some(help) => format!("{} | {help}", f.message),
            None => f.message,
        })
        .collect()
}

/// The same of a flow that begins with these lines.
fn of_flow(rule: &str, text: &str) -> Vec<String> {
    said(rule, &[("f/a/b.flow/flow.yaml", text)])
}

/// A flow with these steps.
fn steps(text: &str) -> String {
    format!("summary: A flow\nvalue:\n  modules:\n{text}")
}

/// A step with an input, `expr` or `value`.
fn step(id: &str, input: &str) -> String {
    format!(
        "    - id: {id}\n      value:\n        type: script\n        path: hub/1/x\n        input_transforms:\n          \
         x:\n            {input}\n"
    )
}

const JS: &str = "type: javascript\n            expr: ";

/// No finding shows a name that is empty, whatever name of the pages is.
#[test]
fn no_name_is_shown_that_is_not_there() {
    let mut empty = Vec::new();
    for rule in RULES {
        for block in blocks(rule.page) {
            let text = marked(&block.text).text;
            for key in [
                "id", "summary", "path", "type", "tag", "language", "schedule", "format",
            ] {
                let without = text
                    .lines()
                    .map(|line| match line.split_once(&format!("{key}: ")) {
                        Some((before, _)) if before.trim_matches([' ', '-']).is_empty() => {
                            format!("{before}{key}: ''\n")
                        }
                        _ => format!("{line}\n"),
                    });
                let without: String = without.collect();
                if without == text {
                    continue;
                }
                let mut workspace = Workspace::new(vec![ROOT.into()]);
                workspace.set(
                    &format!("{ROOT}/wmill.yaml"),
                    Source::Text("includes: ['**']\n".into()),
                );
                let path = format!("{ROOT}/{}", block.path);
                workspace.set(&path, Source::Text(without.into()));
                let snapshot = Snapshot {
                    workspace,
                    settings: Settings::default(),
                };
                let findings = snapshot.check(snapshot.workspace.id(&path).unwrap());
                empty.extend(findings.into_iter().filter_map(|f| {
                    let said = format!("{} | {}", f.message, f.help.unwrap_or_default());
                    said.replace("`` `", "")
                        .replace("` ``", "")
                        .contains("``")
                        .then(|| format!("{} without {key}: {said}", f.rule.name))
                }));
            }
        }
    }
    empty.sort();
    empty.dedup();
    assert!(empty.is_empty(), "{}", empty.join("\n"));
}
