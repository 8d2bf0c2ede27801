//! What pyright says of all snippets, and of every function and method of the stubs, in one run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::Wrong;
use crate::signatures;
use crate::snippets::snippets;

/// The file that asks for the types of functions.
const REVEALED: &str = "revealed.py";

/// pyright's diagnostics.
static DIAGNOSTICS: LazyLock<Vec<Value>> = LazyLock::new(run);

/// The lines, counted from 0, that misuse something, by file.
pub(crate) fn diagnostics() -> BTreeMap<String, BTreeSet<(usize, Wrong)>> {
    let mut found: BTreeMap<String, BTreeSet<(usize, Wrong)>> = BTreeMap::new();
    for diagnostic in DIAGNOSTICS.iter() {
        let wrong = match diagnostic["rule"].as_str() {
            Some("reportAttributeAccessIssue" | "reportFunctionMemberAccess") => Wrong::Name,
            Some("reportCallIssue") => Wrong::Arguments,
            _ => continue,
        };
        let lines = found.entry(file(diagnostic)).or_default();
        lines.insert((line(diagnostic), wrong));
    }
    assert!(!found.is_empty(), "pyright finds something");
    found
}

/// The types that are revealed, by line.
pub(crate) fn revealed() -> BTreeMap<usize, String> {
    let all = DIAGNOSTICS.iter().filter(|d| file(d) == REVEALED);
    let types = all.filter_map(|d| {
        let message = d["message"].as_str()?.strip_prefix("Type of ")?;
        let (_, shown) = message.split_once("\" is \"")?;
        Some((line(d), shown.strip_suffix('"')?.to_owned()))
    });
    types.collect()
}

fn file(diagnostic: &Value) -> String {
    let path = Path::new(diagnostic["file"].as_str().unwrap());
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn line(diagnostic: &Value) -> usize {
    let line = diagnostic["range"]["start"]["line"].as_u64().unwrap();
    usize::try_from(line).unwrap()
}

fn run() -> Vec<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = tests.join("oracles/node_modules/pyright/index.js");
    assert!(
        program.is_file(),
        "run `npm ci --prefix tests/oracles` once: it fetches pyright"
    );
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let settings = json!({
        "include": ["scripts"],
        "stubPath": "stubs",
        "typeCheckingMode": "basic",
        "pythonVersion": "3.12",
        "pythonPlatform": "Linux",
    });
    write("pyrightconfig.json", &settings.to_string());
    for (path, text) in packages(tests) {
        write(&format!("stubs/{path}"), &text);
    }
    for snippet in snippets() {
        write(&format!("scripts/{}", snippet.file), &snippet.text);
    }
    write(&format!("scripts/{REVEALED}"), &signatures::script());
    let output = Command::new("node")
        .arg(program)
        .args(["--outputjson", "--project"])
        .arg(folder.path())
        .output()
        .expect("node runs");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    let diagnostics = report["generalDiagnostics"].as_array().unwrap();
    let broken = diagnostics.iter().find(|d| {
        let is_unread = d["rule"].is_null() && d["severity"] == "error";
        is_unread
            || d["rule"] == "reportMissingImports" && file(d) != "shadowing_relative_import.py"
    });
    assert!(broken.is_none(), "a snippet is not Python: {broken:?}");
    diagnostics.clone()
}

/// Our stubs as the packages lie on disk.
fn packages(tests: &Path) -> Vec<(&'static str, String)> {
    let stubs = tests.join("../grammars/python/sdk");
    let read = |name: &str| fs::read_to_string(stubs.join(name)).unwrap();
    let any = "from typing import Any\ndef __getattr__(name: str) -> Any: ...\n";
    // The types of `skyvern` that no stub has are anything.
    let skyvern = |text: &str, others: &str| {
        let (head, rest) = text.split_once("from skyvern.client import (\n").unwrap();
        let (names, rest) = rest.split_once(")\n").unwrap();
        let is_there = |name: &str| others.contains(&format!("\nclass {name}"));
        let names = names.lines().map(|l| l.trim().trim_end_matches(','));
        let line = |name: &str| match is_there(name) {
            true => format!("from skyvern import {name} as {name}\n"),
            false => format!("{name} = Any\n"),
        };
        let names: String = names.map(line).collect();
        format!("{head}{names}{rest}")
    };
    let (main, client) = (read("skyvern.pyi"), read("skyvern_client.pyi"));
    let rest = |module: &str, own: String| format!("from {module} import *\n{own}");
    vec![
        ("wmill/__init__.pyi", read("wmill.pyi")),
        ("wmill/client.pyi", rest("wmill", read("wmill_client.pyi"))),
        ("skyvern/__init__.pyi", skyvern(&main, "")),
        (
            "skyvern/client/__init__.pyi",
            rest("skyvern", skyvern(&client, &main)),
        ),
        (
            "skyvern/library/__init__.pyi",
            "from skyvern import *\n".to_owned(),
        ),
        ("httpx/__init__.pyi", any.to_owned()),
    ]
}
