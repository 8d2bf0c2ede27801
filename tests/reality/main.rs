//! Real Python against the shapes: scripts are run, and what they return must fit what was read out of
//! their code without running it. A shape may say less than the truth, never something else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod generated;
mod scripts;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use model::language::ScriptLanguage;
use model::script::Script;
use serde_json::{Value, json};
use shape::Shape;
use tests::misfit;

/// A script with the arguments that it is called with.
struct Job {
    name: String,
    code: String,
    calls: Vec<Call>,
}

/// One call of `main`.
struct Call {
    arguments: Value,
    /// Whether it must raise an error; `None`: it may.
    raises: Option<bool>,
}

/// What a call left behind.
enum Outcome {
    Result(Value),
    Raised(String),
}

/// Runs all calls of all jobs in one Python.
fn run(jobs: &[Job]) -> Vec<Vec<Outcome>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("reality/run.py");
    let mut child = Command::new("python3")
        .args(["-I", "-W", "ignore"])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("these tests need `python3` (3.11 or newer) on the PATH");
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = jobs
        .iter()
        .map(|job| {
            let calls: Vec<&Value> = job.calls.iter().map(|c| &c.arguments).collect();
            format!("{}\n", json!({ "code": job.code, "calls": calls }))
        })
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "python3 failed: {errors}");
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Vec<Outcome>> = text
        .lines()
        .map(|line| {
            let answers: Vec<Value> = serde_json::from_str(line).unwrap();
            answers.into_iter().map(outcome).collect()
        })
        .collect();
    assert_eq!(answers.len(), jobs.len(), "each job has its answer");
    answers
}

fn outcome(mut answer: Value) -> Outcome {
    match answer["raises"].as_str() {
        Some(error) => Outcome::Raised(error.to_owned()),
        None => Outcome::Result(answer["result"].take()),
    }
}

/// What was read out of the code.
fn inferred(code: &str) -> Shape {
    let script = Script::new(ScriptLanguage::Python3, Arc::from(code));
    script.returned().clone()
}

#[test]
fn the_judge_sees_misfits() {
    let one = |code: &str| inferred(&format!("def main(x):\n    return {code}"));
    let fits = |shape: &Shape, value: Value| misfit(shape, &value, "result").is_none();
    let object = one("{'a': 1, 'b': ['x']}");
    assert!(fits(&object, json!({ "a": 1, "b": ["y"] })));
    assert!(!fits(&object, json!({ "a": 1 })));
    assert!(!fits(&object, json!({ "a": 1, "b": [1] })));
    assert!(!fits(&object, json!({ "a": 1, "b": [], "c": 1 })));
    assert!(!fits(&object, json!(null)));
    assert!(!fits(&one("[]"), json!([1])));
    assert!(!fits(&one("{k: 1 for k in x}"), json!({ "k": "1" })));
    assert!(fits(&one("x"), json!([{}])));
}
