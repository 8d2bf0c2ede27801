//! The same files give the same answers in the same order, whenever they are asked and in whatever
//! order they came.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::answers::{at, findings};
use crate::samples::{ROOT, SAMPLES, read_files, snapshot, texts, workspace};

/// Places of flows and scripts are asked in steps of this.
const STEP: usize = 173;

/// All answers of a workspace, by file.
fn all(files: &[(String, String)]) -> BTreeMap<String, String> {
    let workspace = workspace(files);
    let snapshot = snapshot(&workspace);
    let answers = read_files(&workspace).into_iter().map(|id| {
        let file = workspace.get(id).unwrap();
        let mut out = findings(&snapshot, id);
        for offset in (0..=file.text().len()).step_by(STEP) {
            out += &at(&snapshot, id, offset);
        }
        assert_eq!(findings(&snapshot, id), findings(&snapshot, id));
        (file.path.to_string(), out)
    });
    answers.collect()
}

/// A sample, and what stands beside its files where order could matter: TypeScript without a runtime
/// in its name, below settings that name one, and two files of one name.
fn files(name: &str) -> Vec<(String, String)> {
    let mut files = texts(name);
    let mut add =
        |path: &str, text: &str| files.push((format!("{ROOT}/sub/{path}"), text.to_owned()));
    add("wmill.yaml", "defaultTs: deno\nincludes: ['**']\n");
    add("f/a/job.ts", "export function main(a: string) {}\n");
    add("f/a/job.bun.ts", "export function main(b: string) {}\n");
    add("f/a/job.py", "def main(c: str):\n    pass\n");
    add(
        "f/a/run.flow/step.ts",
        "export function main(x: number) {}\n",
    );
    add(
        "f/a/run.flow/flow.yaml",
        "summary: s
value:
  modules:
    - id: a
      value:
        type: script
        path: f/a/job
        input_transforms: {}
    - id: b
      value:
        type: rawscript
        language: deno
        content: '!inline step.ts'
        input_transforms: {}
",
    );
    files
}

#[test]
fn two_runs() {
    for name in SAMPLES {
        let files = files(name);
        let (first, second) = (all(&files), all(&files));
        assert!(first.values().any(|a| !a.is_empty()));
        assert_eq!(first, second, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_files(
        name in prop::sample::select(&SAMPLES[..]),
        keys in prop::collection::vec(any::<u32>(), 256),
    ) {
        let sorted = files(name);
        let mut mixed: Vec<_> = sorted.iter().cloned().zip(keys.iter().cycle()).collect();
        mixed.sort_by_key(|(_, key)| **key);
        let mixed: Vec<_> = mixed.into_iter().map(|(file, _)| file).collect();
        prop_assert_eq!(all(&sorted), all(&mixed));
    }
}
