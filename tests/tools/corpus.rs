//! Findings in real workspaces with the lines they stand on, rule by rule, to be gone through by hand.
//!
//! ```sh
//! cargo run -p tests --bin corpus -- FOLDER… [--rule NAME]
//! ```

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use tests::mutate::{Base, base};

/// Lines shown before and after a finding's own.
const AROUND: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut folders, mut only): (Vec<PathBuf>, Option<String>) = (Vec::new(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rule" => only = arguments.next(),
            folder => folders.push(folder.into()),
        }
    }
    if folders.is_empty() {
        return Err("usage: corpus FOLDER… [--rule NAME]".into());
    }
    let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in &folders {
        // A repository may hold several workspaces.
        for root in roots(folder) {
            let snapshot = Base::read(&root).snapshot();
            for (id, file) in snapshot.workspace.files() {
                if !file.kind.is_checked() {
                    continue;
                }
                for finding in snapshot.check(id) {
                    if only.as_ref().is_some_and(|o| o != finding.rule.name) {
                        continue;
                    }
                    let line = file.lines().line_of(finding.span.start as usize);
                    let path = file.path.trim_start_matches(base::ROOT);
                    let mut shown = format!(
                        "{}{path}:{}: {}\n",
                        root.display(),
                        line + 1,
                        finding.message
                    );
                    let lines: Vec<&str> = file.text().lines().collect();
                    let around = lines.iter().enumerate().skip(line.saturating_sub(AROUND));
                    for (n, text) in around.take_while(|(n, _)| *n <= line + AROUND) {
                        let mark = if n == line { '>' } else { ' ' };
                        shown += &format!("{mark} {:5} | {text}\n", n + 1);
                    }
                    by_rule
                        .entry(finding.rule.name.to_owned())
                        .or_default()
                        .push(shown);
                }
            }
        }
    }
    for (rule, findings) in &by_rule {
        println!("== {rule}: {}\n", findings.len());
        findings.iter().for_each(|f| println!("{f}"));
    }
    println!(
        "== {} rules, {} findings",
        by_rule.len(),
        by_rule.values().map(Vec::len).sum::<usize>()
    );
    Ok(())
}

/// The folders with a `wmill.yaml`, or the folder itself.
fn roots(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        if dir.join("wmill.yaml").exists() {
            found.push(dir);
            continue;
        }
        let entries = std::fs::read_dir(&dir).into_iter().flatten().flatten();
        let dirs = entries.filter(|e| e.file_type().is_ok_and(|t| t.is_dir()));
        open.extend(dirs.map(|e| e.path()).filter(|p| !p.ends_with(".git")));
    }
    if found.is_empty() {
        found.push(folder.to_owned());
    }
    found.sort();
    found
}
