//! What the program writes, on disks as they are: links, owners, other programs, no room, sudden ends.
//!
//! All of it holds to this: nothing outside the workspace changes, a file is as it was or as it should be,
//! and what was left is said.

mod hostile;
mod limits;
mod meanwhile;
mod ordinary_user;
mod report;
mod signals;
mod tree;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::support::Workspace;

const FIX: &str = "--check --fix --unsafe-fixes --exit-zero";

/// A flow with two mistakes: one hides the other, and the fix of the second may change the meaning.
fn broken(step: &str) -> String {
    format!(
        "summary: Greet: you
value:
  modules:
    - id: {step}
      value:
        type: rawscript
        language: python3
        content: |
          def main(x: int):
              return x
        input_transforms:
          x:
            type: javascript
            expr: flow_input.naem
schema:
  $schema: 'https://json-schema.org/draft/2020-12/schema'
  type: object
  properties:
    name:
      type: string
  required: []
"
    )
}

/// A text with the mistakes of [`broken`] fixed, whatever else it has.
fn fixed(text: &str) -> String {
    text.replace("summary: Greet: you", "summary: 'Greet: you'")
        .replace("flow_input.naem", "flow_input.name")
}

/// A flow with a step whose code is to lie in this file.
fn inlining(file: &str) -> String {
    format!(
        "summary: s
value:
  modules:
    - id: a
      value:
        type: rawscript
        language: python3
        content: '!inline {file}'
        input_transforms:
          url: {{type: static, value: x}}
"
    )
}

/// As many flows as this, each with its mistakes, with lines of comments that make them longer.
fn many(workspace: &Workspace, count: usize, comments: usize) -> Vec<PathBuf> {
    let flows = (0..count).map(|i| {
        let path = format!("f/k/x{i}.flow/flow.yaml");
        let text = broken("a") + &"# a comment to make it longer\n".repeat(comments);
        workspace.write(&path, text);
        workspace.path(&path)
    });
    flows.collect()
}

/// Starts the program; its messages can be read when it ends.
fn start(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// Whether files are made as the superuser.
fn is_root(folder: &Path) -> bool {
    let probe = tempfile::NamedTempFile::new_in(folder).unwrap();
    std::os::unix::fs::MetadataExt::uid(&probe.as_file().metadata().unwrap()) == 0
}

/// The temporary files that are left below a folder.
fn rubbish(folder: &Path) -> Vec<PathBuf> {
    let all = tree::of(folder).into_keys();
    let is_ours = |p: &PathBuf| p.to_string_lossy().contains(".windmill-ls-");
    all.filter(is_ours).collect()
}
