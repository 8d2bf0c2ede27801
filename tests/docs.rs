//! What is written in two places agrees: `docs/rules.md` and the rules' pages (`UPDATE=1` writes it), the settings
//! that VS Code sends and those that are read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "editors/agents.rs"]
mod agents;
#[path = "editors/files.rs"]
mod editors;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use ide::rules::RULES;
use ide::{Category, FixKind, Level};

/// What a rule is called, and how sure it is, fits its category.
#[test]
fn categories_fit_the_names() {
    for rule in RULES {
        let wanted = match rule.name {
            name if name.ends_with("-syntax") => Some(Category::Syntax),
            name if name.starts_with("unused-") => Some(Category::Style),
            name if name.starts_with("deprecated-") => Some(Category::Style),
            _ => None,
        };
        assert!(wanted.is_none_or(|w| w == rule.category), "{rule:?}");
        // What is certain to fail, and what certainly works.
        let fits = match rule.category {
            Category::Syntax => rule.level == Level::Error,
            Category::Suspicious | Category::Style => rule.level != Level::Error,
            Category::Correctness => true,
        };
        assert!(fits, "{rule:?} is {}", rule.category.name());
    }
    for category in Category::ALL {
        assert!(RULES.iter().any(|r| r.category == category));
    }
}

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

/// Every rule with a fix says why it is safe, or what speaks against making it unread.
#[test]
fn the_page_of_fixes_is_made_from_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/fixes.md");
    let made = fixes();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == made,
        "docs/fixes.md is stale: run `UPDATE=1 cargo test -p tests --test docs`"
    );
}

const FIXES: &str = "# Fixes

Made from the rules' own pages.

- **safe**: what runs afterwards is right, or what Windmill does with the mistake anyway. `--fix` makes it, and an
  editor on request (`source.fixAll`).
- **unsafe**: it puts in what was most likely meant. An editor offers it; `--fix --unsafe-fixes` makes it.
- **editor**: part of it is left for a person to write. An editor offers it and marks that part; `--fix` never makes
  it, as a placeholder would hide the mistake.

Errors and warnings are fixed by `--fix`, hints are not: those are for an editor alone. A rule with several fixes is listed
with the safest; its text says which ones are not.

| rule | fix | why |
|---|---|---|
";

fn fixes() -> String {
    let mut page = String::from(FIXES);
    let order = [FixKind::Safe, FixKind::Unsafe, FixKind::Editor];
    for (kind, rule) in order
        .iter()
        .flat_map(|k| RULES.iter().filter(|r| r.fix == *k).map(move |r| (k, r)))
    {
        let name = rule.name;
        let section = rule.page.split("## Fix safety\n").nth(1);
        let section = section.unwrap_or_else(|| panic!("{name}: its page has no `## Fix safety`"));
        let why = section.split("\n## ").next().unwrap().trim();
        let why = why.replace('\n', " ").replace('|', "\\|");
        let kind = kind.name();
        writeln!(page, "| [`{name}`](../{}) | {kind} | {why} |", rule.file()).unwrap();
    }
    page
}

fn page() -> String {
    let mut page = String::from(
        "# Rules\n\nEach rule has a page: what it reports, why, examples, and what it leaves alone. The examples run as tests. \
         `windmill-ls --explain unknown-step`\nprints a page, and an editor shows it from the finding.\n\nIn the examples, \
         `# error: [rule]` marks the line a finding starts on, and carets the columns it covers. What kind of\nmistake a \
         rule finds says its category; how sure that is here, where the server may have more than the files, its level.\n",
    );
    for category in Category::ALL {
        let (name, meaning) = (category.name(), category.meaning());
        writeln!(page, "\n## {name}\n{meaning}\n").unwrap();
        page += "| rule | what it does | level | fix | since |\n|---|---|---|---|---|\n";
        for rule in RULES.iter().filter(|r| r.category == category) {
            let (name, file) = (rule.name, rule.file());
            let (level, fix, since) = (rule.level.name(), rule.fix.name(), rule.since);
            let purpose = rule.purpose().replace('|', "\\|");
            writeln!(
                page,
                "| [`{name}`](../{file}) | {purpose} | {level} | {fix} | {since} |"
            )
            .unwrap();
        }
    }
    page
}

#[test]
fn each_rule_has_its_page_where_links_lead() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for rule in RULES {
        let there = std::fs::read_to_string(root.join(rule.file()));
        assert_eq!(there.as_deref().ok(), Some(rule.page), "{}", rule.file());
    }
}

/// The settings that the VS Code client declares and sends are those that the server reads.
#[test]
fn settings_of_vs_code_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let json = |path: &str| serde_json::from_str::<serde_json::Value>(&read(path)).unwrap();
    let client = read("editors/vscode/src/settings.ts");
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

/// The names of rules that VS Code proposes in its settings are all there are.
#[test]
fn vs_code_knows_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/vscode/package.json");
    let manifest = std::fs::read_to_string(&path).unwrap();
    let before = "\"propertyNames\": {\n            \"enum\": [\n";
    let (head, rest) = manifest.split_once(before).unwrap();
    let (_, tail) = rest.split_once("\n            ]").unwrap();
    let rules: Vec<String> = RULES
        .iter()
        .map(|r| format!("              \"{}\"", r.name))
        .collect();
    let made = format!("{head}{before}{}\n            ]{tail}", rules.join(",\n"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == made,
        "editors/vscode/package.json is stale: run `UPDATE=1 cargo test -p tests --test docs`"
    );
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// All Rust files below a folder, one after the other.
fn code(folder: &str) -> String {
    let mut all = String::new();
    let mut left = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(folder),
    ];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("node_modules") {
                left.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                all += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    all
}

/// What stands between backticks.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let page = read("SECURITY.md");
    let code = code("server") + &code("tests");
    let is_name =
        |n: &&str| n.contains('_') && n.bytes().all(|b| b == b'_' || b.is_ascii_lowercase());
    let mut named = 0;
    for name in quoted(&page).filter(is_name) {
        named += 1;
        let (before, _) = code
            .split_once(&format!("fn {name}("))
            .unwrap_or_else(|| panic!("SECURITY.md names `{name}`, and there is no such test"));
        let attribute = before.rfind("#[test]").unwrap_or(0);
        let is_test =
            !before[attribute..].contains("\n    }\n") && !before[attribute..].contains("\n}\n");
        assert!(is_test, "`{name}` is no test");
    }
    assert!(named > 15, "{named} tests are named");
    // Each point ends with the test that holds it, but for the last words on what is not promised.
    for (_, points) in page
        .split("\n## ")
        .skip(1)
        .filter_map(|part| part.split_once("\n- "))
    {
        let points = points.split("\n\n").next().unwrap_or_default();
        for point in points.split("\n- ").map(str::trim_end) {
            let last = quoted(point).last();
            assert!(
                point.ends_with('`') && last.as_ref().is_some_and(is_name),
                "no test holds: {point}"
            );
        }
    }
}

#[test]
fn variables_that_are_read_are_listed() {
    let is_variable =
        |n: &&str| n.len() > 3 && n.bytes().all(|b| b == b'_' || b.is_ascii_uppercase());
    let page = read("SECURITY.md");
    let (_, listed) = page.split_once("- Of the environment").unwrap();
    let (listed, _) = listed.split_once("\n\n").unwrap();
    let listed: BTreeSet<&str> = quoted(listed).filter(is_variable).collect();
    let code = code("server/app/src");
    // What is read by a name that is a constant or comes from elsewhere stands as a text in the same function.
    let mut read = BTreeSet::new();
    let ways = [
        "env::var_os(",
        "env::var(",
        "try_from_env(",
        "is_set(",
        "folder(",
    ];
    for way in ways {
        for (_, after) in code
            .match_indices(way)
            .map(|(at, _)| code.split_at(at + way.len()))
        {
            let name = after.strip_prefix('"').and_then(|a| a.split_once('"'));
            read.extend(name.map(|(n, _)| n).filter(is_variable));
        }
    }
    assert_eq!(read, listed);
    for way in ["env::vars", "option_env!"] {
        assert!(!code.contains(way), "{way} reads what is not listed");
    }
    // By a name that is no text: the colours, the cache, and a test's own.
    assert_eq!(code.matches("env::var_os(name)").count(), 2);
    let others = code.matches("env::var").count();
    let by_text = code.matches("env::var_os(\"").count() + code.matches("env::var(\"").count();
    assert_eq!(others - by_text, 3);
}

#[test]
fn every_kind_of_file_in_the_folder_is_bundled() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../grammars/kinds");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let kinds = model::openflow::openflow().kinds_of_files().iter();
    let mut names: Vec<String> = kinds.map(|k| format!("{}.json", k.name)).collect();
    names.sort();
    assert_eq!(files, names);
}
