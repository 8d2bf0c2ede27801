//! What must stay absent, and what every file must have. See `docs/architecture.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod borders;
mod kinds;

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Every Rust file below `server/`, with its path from there.
fn sources() -> Vec<(String, String)> {
    let server = root().join("server");
    let mut sources = Vec::new();
    let mut folders = vec![server.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path
                    .strip_prefix(&server)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                sources.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources.sort();
    assert!(
        sources.len() > 50,
        "the sources are where they are looked for"
    );
    sources
}

/// The names of the files that are built for tests alone: modules declared below `#[cfg(test)]`.
fn only_for_tests(sources: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in sources {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let inside = match file {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            _ => name.trim_end_matches(".rs").to_owned(),
        };
        for after in text.split("#[cfg(test)]\nmod ").skip(1) {
            if let Some((module, _)) = after.split_once(';') {
                found.push(format!("{inside}/{module}.rs"));
                found.push(format!("{inside}/{module}/mod.rs"));
            }
        }
    }
    found.retain(|f| sources.iter().any(|(name, _)| name == f));
    found
}

#[test]
fn modules_say_what_they_are() {
    for (name, text) in sources() {
        assert!(text.starts_with("//!"), "{name} has no `//!` header");
    }
}

#[test]
fn files_stay_small() {
    for (name, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 500, "{name} has {lines} lines: split it by entity");
    }
}

#[test]
fn the_engine_does_no_io() {
    for (name, text) in sources() {
        const ENGINE: [&str; 6] = ["syntax", "lang", "sdk", "shape", "model", "ide"];
        if ENGINE
            .iter()
            .any(|c| name.starts_with(&format!("{c}/src/")))
        {
            for word in [
                "std::fs",
                "std::net",
                "std::process",
                "std::env",
                "tokio",
                "async fn",
            ] {
                assert!(!text.contains(word), "{name} mentions {word}");
            }
        }
    }
}

#[test]
fn protocol_types_stay_in_the_server() {
    for (name, text) in sources() {
        if !name.starts_with("app/src/lsp/") {
            assert!(!text.contains("tower_lsp"), "{name} knows the protocol");
        }
    }
}

#[test]
fn nothing_is_executed_and_nothing_goes_out() {
    let sources = sources();
    let tests = only_for_tests(&sources);
    assert!(!tests.is_empty(), "modules of tests are recognised");
    for (name, text) in &sources {
        if tests.contains(name) {
            continue;
        }
        for word in ["process::Command", "std::net", "TcpStream", "reqwest"] {
            assert!(!text.contains(word), "{name} mentions {word}");
        }
    }
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let rules = root().join("server/ide/src/rules");
    let names = |extension: &str| {
        let entries = fs::read_dir(&rules).unwrap().flatten().map(|e| e.path());
        let files = entries.filter(|p| p.extension().is_some_and(|e| e == extension));
        let mut names: Vec<String> = files
            .map(|p| p.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let code = names("rs");
    for page in names("md") {
        assert!(code.contains(&page), "{page}.md has no rule");
        let rule = page.replace('_', "-");
        assert!(ide::rule(&rule).is_some(), "{rule} is not in the catalogue");
    }
    for rule in ide::rules::RULES {
        assert!(
            names("md").contains(&rule.name.replace('-', "_")),
            "{} has no page",
            rule.name
        );
    }
}
