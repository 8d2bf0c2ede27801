//! The sample workspaces: clean ones are silent, the broken one gives what its list says, and
//! `--check` and the language server agree on all of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fixture::{blocks, marked};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Client, program, uri};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("workspaces")
        .join(name)
        .canonicalize()
        .unwrap()
}

/// What `--check` finds in a folder.
fn check(folder: &Path) -> Vec<Value> {
    let run = Command::new(program())
        .args(["--check", "--output-format", "json", "."])
        .current_dir(folder)
        .output()
        .unwrap();
    let mut report: Value = serde_json::from_slice(&run.stdout).unwrap();
    serde_json::from_value(report["findings"].take()).unwrap()
}

#[test]
fn clean_workspaces_are_silent() {
    for name in ["clean", "nondotted", "written"] {
        let findings = check(&sample(name));
        assert_eq!(findings, Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn the_broken_workspace_gives_its_list() {
    let found: Vec<String> = check(&sample("broken"))
        .iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap().to_owned();
            format!(
                "{}:{}: {}",
                text("file"),
                f["range"]["start"]["line"],
                text("rule")
            )
        })
        .collect();
    let list = fs::read_to_string(sample("broken.expected")).unwrap();
    let wanted: Vec<&str> = list
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect();
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let wanted = wanted.into_iter().map(str::to_owned).collect();
    assert_eq!(sorted(found), sorted(wanted));
}

/// A finding as both fronts can say it: rule, level, places in UTF-16 columns from 0, message.
type Said = (String, u64, Value, String);

/// What `--check` says, by file, in the server's terms.
fn said_by_check(folder: &Path) -> BTreeMap<String, Vec<Said>> {
    let mut said: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    for finding in check(folder) {
        let file = finding["file"].as_str().unwrap();
        let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
        let place = |place: &Value| {
            let line = place["line"].as_u64().unwrap() - 1;
            let column = place["column"].as_u64().unwrap() as usize - 1;
            let content = text.split('\n').nth(line as usize).unwrap_or_default();
            // A byte order mark is no column for people, and one for the protocol.
            let mark = usize::from(line == 0 && content.starts_with('\u{feff}'));
            let before: String = content.chars().take(column + mark).collect();
            json!({"line": line, "character": before.encode_utf16().count()})
        };
        let range = &finding["range"];
        let range = json!({"start": place(&range["start"]), "end": place(&range["end"])});
        let level = match finding["level"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            _ => 4,
        };
        let help = finding["help"]
            .as_str()
            .map(|h| format!("\n{h}"))
            .unwrap_or_default();
        let message = format!("{}{help}", finding["message"].as_str().unwrap());
        let rule = finding["rule"].as_str().unwrap().to_owned();
        said.entry(file.to_owned())
            .or_default()
            .push((rule, level, range, message));
    }
    said
}

/// What the server answers for each of these files.
fn said_by_server(folder: &Path, files: &[String]) -> BTreeMap<String, Vec<Said>> {
    let capabilities = json!({"textDocument": {"diagnostic": {}}});
    let mut client = Client::open(folder, capabilities);
    let mut said = BTreeMap::new();
    for file in files {
        let params = json!({"textDocument": {"uri": uri(&folder.join(file))}});
        let mut report = client.request("textDocument/diagnostic", params);
        let items: Vec<Value> = serde_json::from_value(report["items"].take()).unwrap();
        let items: Vec<Said> = items
            .into_iter()
            .map(|d| {
                let text = |key: &str| d[key].as_str().unwrap().to_owned();
                (
                    text("code"),
                    d["severity"].as_u64().unwrap(),
                    d["range"].clone(),
                    text("message"),
                )
            })
            .collect();
        if !items.is_empty() {
            said.insert(file.clone(), items);
        }
    }
    assert_eq!(client.shut_down(), Some(0));
    said
}

/// All files of a folder, as paths from there.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                if [
                    ".yaml", ".yml", ".json", ".py", ".ts", ".tsx", ".sh", ".sql", ".go", ".lock",
                ]
                .iter()
                .any(|e| name.ends_with(e))
                {
                    files.push(name);
                }
            }
        }
    }
    files.sort();
    files
}

#[test]
fn both_fronts_agree_on_the_samples() {
    for name in ["broken", "clean"] {
        let folder = sample(name);
        assert_eq!(
            said_by_check(&folder),
            said_by_server(&folder, &files(&folder)),
            "{name}"
        );
    }
}

#[test]
fn both_fronts_agree_on_every_page() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().canonicalize().unwrap();
    fs::write(root.join("wmill.yaml"), "includes: ['**']\n").unwrap();
    // Each block lies in a folder of its own, with an odd character and a Windows line break before it.
    for rule in ide::rules::RULES {
        for (i, block) in blocks(rule.page).into_iter().enumerate() {
            let folder = root.join(format!("f/{}_{i}", rule.name.replace('-', "_")));
            let path = folder.join(&block.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let text = format!("# 😀 e\u{301}\r\n{}", marked(&block.text).text);
            fs::write(path, text).unwrap();
        }
    }
    let said = said_by_check(&root);
    assert!(said.len() > 20, "the pages have examples that fire");
    assert_eq!(said, said_by_server(&root, &files(&root)));
}
