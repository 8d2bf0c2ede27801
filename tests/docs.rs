//! What is written in two places agrees: `docs/rules.md` and the rules' pages (`UPDATE=1` writes it), the settings
//! that VS Code sends and those that are read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::Path;

use ide::FixKind;
use ide::rules::RULES;

#[test]
fn rules_page_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let made = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == made,
        "docs/rules.md is stale: run `UPDATE=1 cargo test -p tests --test docs`"
    );
}

fn page() -> String {
    let mut page = String::from(
        "# Rules\n\nMade from the rules' own pages. In the examples, `# error: [rule]` marks the line a \
         finding starts on,\nand carets the columns it covers.\n\n| rule | level | fix | since |\n|---|---|---|---|\n",
    );
    for rule in RULES {
        let fix = match rule.fix {
            FixKind::None => "–",
            FixKind::Safe => "safe",
            FixKind::Unsafe => "unsafe",
        };
        let (name, level, since) = (rule.name, rule.level.name(), rule.since);
        writeln!(page, "| [`{name}`](#{name}) | {level} | {fix} | {since} |").unwrap();
    }
    for rule in RULES {
        page.push('\n');
        let mut fenced = false;
        for line in rule.page.lines() {
            fenced ^= line.trim_start().starts_with("```");
            // One level down: the document has a title of its own.
            let heading = !fenced && line.starts_with('#');
            page.push_str(if heading { "#" } else { "" });
            page.push_str(line);
            page.push('\n');
        }
    }
    page
}

/// The settings that the VS Code client declares and sends are those that the server reads.
#[test]
fn settings_of_vs_code_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let json = |path: &str| serde_json::from_str::<serde_json::Value>(&read(path)).unwrap();
    let client = read("editors/vscode/src/extension.ts");
    let schema = json("grammars/windmill-ls.schema.json");
    let declared = json("editors/vscode/package.json");
    let declared = &declared["contributes"]["configuration"]["properties"];
    let names = declared.as_object().unwrap().keys();
    let names = names.map(|n| n.strip_prefix("windmill-ls.").unwrap());
    let own: Vec<&str> = names
        .filter(|n| !["path", "trace.server"].contains(n))
        .collect();
    for name in &own {
        let known = name
            .split('.')
            .try_fold(&schema, |table, key| table.get("properties")?.get(key));
        assert!(known.is_some(), "{name} is no setting");
        assert!(
            client.contains(&format!("\"{name}\"")),
            "{name} is not sent"
        );
    }
    assert_eq!(own.len(), 7);
}
