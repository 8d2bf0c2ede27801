//! The language server over its pipes: the real program, a raw client.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod abilities;
mod answers;
mod calm;
mod changes;
mod choosing;
mod columns;
mod commands;
mod disk;
mod documents;
mod enter;
mod ignoring;
mod lifecycle;
mod loading;
mod map;
#[cfg(target_os = "linux")]
mod memory;
mod nasty;
mod noise;
mod offers;
mod other_files;
mod proposals;
mod pulls;
mod python;
mod refresh;
mod renames;
mod requests;
mod resolve;
mod settings;
mod streams;
mod typing;
mod watch;
mod wire;
mod workspace;
mod writing_code;
mod writing_flows;
mod writing_inputs;
mod writing_keys;
mod writing_python;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A flow whose last step reads `results.{id}`; its line 12 (from 0) holds the expression.
fn flow(id: &str) -> String {
    format!(
        "summary: Test\nvalue:\n  modules:\n    - id: first\n      value:\n        type: identity\n    - id: \
         last\n      value:\n        type: script\n        path: f/a/run\n        input_transforms:\n          \
         x:\n            expr: results.{id}\n            type: javascript\n"
    )
}

/// Line of the expression in [`flow`], and the column where `results` starts.
const EXPRESSION: (u32, u32) = (12, 18);

/// A workspace with a flow that reads `results.{id}` and the script it runs.
struct Folder {
    dir: TempDir,
    flow: PathBuf,
    script: PathBuf,
}

impl Folder {
    fn new(id: &str) -> Folder {
        let dir = TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let folder = Folder {
            flow: root.join("f/a/b.flow/flow.yaml"),
            script: root.join("f/a/run.py"),
            dir,
        };
        folder.write(&root.join("wmill.yaml"), "includes: ['f/**']\n");
        folder.write(&folder.flow, &flow(id));
        folder.write(&folder.script, "def main(x: int):\n    return x\n");
        folder
    }

    fn root(&self) -> PathBuf {
        self.dir.path().canonicalize().unwrap()
    }

    fn write(&self, path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A replacement on one line.
fn change(line: u32, from: u32, to: u32, text: &str) -> Value {
    let place = |character| json!({"line": line, "character": character});
    json!({"range": {"start": place(from), "end": place(to)}, "text": text})
}
