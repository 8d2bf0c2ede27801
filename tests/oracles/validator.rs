//! `windmill-yaml-validator` (npm), which editors use, beside `--check`: whatever it reports of a changed file and not of the
//! unchanged one, we report something of.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::lint::{Case, Difference, Report, compare, flows, other_files};

const OF_FLOWS: &[Difference] = &[
    Difference {
        ends: "value.lock",
        done: "[]",
        why: "Windmill's command line reads a lock that is a list of lines",
    },
    Difference {
        ends: "tools.[].value.tool_type",
        done: "removed",
        why: "the server reads a tool without `tool_type` as a step of a flow",
    },
    Difference {
        ends: "input_transforms.user_message",
        done: "removed",
        why: "its schemas are of 1.775.2; since 1.819 an agent needs no message of its own",
    },
];

const OF_OTHER_FILES: &[Difference] = &[Difference {
    ends: "gcp_resource_path",
    done: "removed",
    why: "its schemas are of 1.775.2; later releases of Windmill need no resource for a GCP trigger",
}];

/// What it says of each changed file that it does not say of the unchanged one, and how many files it takes.
fn theirs(cases: &[Case]) -> (Report, usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles");
    assert!(
        folder.join("node_modules/windmill-yaml-validator").is_dir(),
        "run `npm ci --prefix tests/oracles` once"
    );
    let mut child = Command::new("node")
        .arg("validate.mjs")
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut stdin = child.stdin.take().unwrap();
    let line = |c: &Case| format!("{}\n", json!({"file": c.file, "text": c.text}));
    let lines: String = cases.iter().map(line).collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = answers
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(answers.len(), cases.len());
    let (mut found, mut before, mut taken) = (Report::new(), BTreeSet::new(), 0);
    for (case, answer) in cases.iter().zip(answers) {
        let Some(errors) = answer["errors"].as_array() else {
            continue;
        };
        taken += 1;
        let errors = errors.iter().map(|e| e.as_str().unwrap().to_owned());
        if case.is_unchanged() {
            before = errors.collect();
            continue;
        }
        let new: Vec<String> = errors.filter(|e| !before.contains(e)).collect();
        if !new.is_empty() {
            found.insert(case.file.clone(), new);
        }
    }
    (found, taken)
}

#[test]
fn whatever_it_reports_of_flows_is_reported() {
    let all = flows();
    let (theirs, taken) = theirs(&all);
    assert_eq!(taken, all.len());
    let known: BTreeSet<_> = OF_FLOWS.iter().map(|d| d.why).collect();
    assert_eq!(compare(&all, &theirs, OF_FLOWS), known);
}

#[test]
fn whatever_it_reports_of_other_files_is_reported() {
    let all = other_files(|kind| kind == "schedule" || kind.ends_with("_trigger"));
    let (theirs, taken) = theirs(&all);
    // Three kinds of triggers are unknown to it.
    assert!(taken > all.len() / 2, "{taken} of {}", all.len());
    let known: BTreeSet<_> = OF_OTHER_FILES.iter().map(|d| d.why).collect();
    assert_eq!(compare(&all, &theirs, OF_OTHER_FILES), known);
}
