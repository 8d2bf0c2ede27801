//! `windmill-yaml-validator` (npm), which editors use, beside `--check`: whatever it reports of a changed file and not of the
//! unchanged one, we report something of.

use std::collections::BTreeSet;

use serde_json::json;

use super::ask;
use super::lint::{
    Case, Difference, LOCK_OF_LINES, Report, TOOL_WITHOUT_TYPE, compare, flows, other_files,
};

const OF_FLOWS: &[Difference] = &[
    LOCK_OF_LINES,
    TOOL_WITHOUT_TYPE,
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
    let line = |c: &Case| format!("{}\n", json!({"file": c.file, "text": c.text}));
    let answers = ask("validate.mjs", cases.iter().map(line).collect());
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
