//! The texts that are compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Below these, nothing is the project's own.
const FOREIGN: [&str; 4] = ["node_modules", "target", ".git", "site-packages"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below a folder that have one of these endings.
fn below(folder: PathBuf, endings: &[&str], left_out: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
            if path.is_symlink() {
                continue;
            } else if path.is_dir() {
                if !left_out.iter().any(|n| name == *n) {
                    open.push(path);
                }
            } else if endings.contains(&ending) {
                found.extend(std::fs::read_to_string(path));
            }
        }
    }
    found.sort();
    found
}

/// The files in this repository that end so, and those below the folder that this variable names.
pub(crate) fn files(endings: &[&str], more: &str) -> Vec<String> {
    let mut found = below(root(), endings, &FOREIGN);
    if let Ok(more) = std::env::var(more) {
        found.extend(below(more.into(), endings, &[]));
    }
    found
}

/// What random edits begin with: files of their own, so that nothing else in this repository changes what comes of them.
pub(crate) fn seeds(ending: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/seeds");
    below(folder, &[ending], &[])
}

/// The modules of the Python at hand, without its own tests.
pub(crate) fn standard_library() -> Vec<String> {
    let tell = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let mut python = Command::new("python3");
    python.args(["-I", "-c", tell]).stderr(Stdio::null());
    let output = python.output();
    let output = output
        .expect("this test needs `python3` on the PATH")
        .stdout;
    let folder = String::from_utf8(output).unwrap();
    let left_out = ["site-packages", "dist-packages", "test", "tests", "idlelib"];
    let mut found = below(folder.trim().into(), &["py"], &left_out);
    // The longest ones would take the most time, and show the least.
    found.retain(|text| text.len() < 60_000);
    found
}

/// What stands in the pages, workspaces and tests of this repository and may be code: fences, block scalars, strings.
pub(crate) fn pieces() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let server = |ending: &str| below(root(), &[ending], &FOREIGN);
    for page in server("md") {
        found.extend(page.split("```").skip(1).step_by(2).filter_map(|block| {
            let (_, code) = block.split_once('\n')?;
            Some(code.to_owned())
        }));
    }
    for file in server("yaml") {
        found.extend(scalars(&file));
    }
    for file in server("rs") {
        found.extend(strings(&file));
    }
    found.retain(|text| text.len() > 3);
    found
}

/// The block scalars of a file, without their indentation.
fn scalars(file: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = file.lines().peekable();
    let blanks = |line: &str| line.len() - line.trim_start().len();
    while let Some(head) = lines.next() {
        if !head.trim_end_matches(['-', '+']).ends_with('|') {
            continue;
        }
        let mut scalar = String::new();
        let mut indent = None;
        while let Some(line) = lines.next_if(|l| l.trim().is_empty() || blanks(l) > blanks(head)) {
            let indent = *indent.get_or_insert(blanks(line));
            scalar += line.get(indent..).unwrap_or("");
            scalar.push('\n');
        }
        found.push(scalar);
    }
    found
}

/// What stands between quotes in a file of Rust.
fn strings(file: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = file;
    while let Some((_, after)) = rest.split_once('"') {
        let mut string = String::new();
        let mut chars = after.char_indices();
        let mut end = after.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => string.push('\n'),
                    Some((_, 't')) => string.push('\t'),
                    Some((_, 'r')) => string.push('\r'),
                    Some((at, '\n')) => {
                        let blanks = after[at + 1..].len() - after[at + 1..].trim_start().len();
                        for _ in 0..after[at + 1..at + 1 + blanks].chars().count() {
                            chars.next();
                        }
                    }
                    Some((_, other)) => string.push(other),
                    None => {}
                },
                other => string.push(other),
            }
        }
        found.push(string);
        rest = after.get(end..).unwrap_or("");
    }
    found
}
