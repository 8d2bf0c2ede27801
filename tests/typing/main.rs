//! The sample scripts, written from nothing through the server by somebody who takes what it proposes: nothing goes
//! wrong on the way, and it takes no more keys than it did.
//!
//! `cargo test -p tests --test typing -- --nocapture` prints how many keys a character each script takes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod snippet;
mod writer;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use writer::{Cost, Writer};

/// Most keys a character over all samples. What makes it better lowers it; nothing may raise it.
const BORDER: f64 = 0.758;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces/clean")
}

/// Every Python file of the samples, by its path from there.
fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![samples()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.retain(|p| p.extension().is_some_and(|e| e == "py"));
    found.sort();
    let from_samples = |p: &PathBuf| p.strip_prefix(samples()).unwrap().to_owned();
    found.iter().map(from_samples).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let from = entry.unwrap().path();
        let to = to.join(from.file_name().unwrap());
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(&from, &to).unwrap()),
        }
    }
}

#[test]
fn scripts_from_nothing() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().canonicalize().unwrap();
    copy(&samples(), &root);
    let mut all = Cost::default();
    let scripts = scripts();
    assert!(
        scripts.len() > 20,
        "the samples are where they are looked for"
    );
    for path in scripts {
        let text = fs::read_to_string(samples().join(&path)).unwrap();
        let file = root.join(&path);
        fs::write(&file, "").unwrap();
        let written = Writer::new(&root, &file).write(&text.replace("\r\n", "\n"));
        fs::write(&file, &text).unwrap();
        println!("{} {}", written.cost, path.display());
        if std::env::var_os("TYPING_SHOW").is_some() {
            println!("{}", written.shown);
        }
        all += written.cost;
    }
    println!("{all} in all");
    let figure = all.keys_a_character();
    assert!(
        figure <= BORDER,
        "{figure:.3} keys a character are more than {BORDER}"
    );
}
