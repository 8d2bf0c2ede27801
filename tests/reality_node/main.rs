//! What TypeScript scripts really give, run by Node, against the shapes inferred for their results:
//! scripts written by hand, and programs put together at random out of what makes inference hard.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod programs;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use model::language::ScriptLanguage;
use model::script::Script;
use serde_json::{Value, json};
use shape::Shape;
use tests::misfit;

/// A script with the arguments of one run.
struct Run {
    name: String,
    code: String,
    args: Value,
}

/// What the runs give, in one process.
fn reality(runs: &[Run]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reality_node");
    assert!(
        folder.join("node_modules").is_dir(),
        "run `npm ci --prefix tests/reality_node` once: it fetches the TypeScript compiler"
    );
    let mut child = Command::new("node")
        .arg("run.mjs")
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = runs
        .iter()
        .map(|r| format!("{}\n", json!({ "code": r.code, "args": r.args })))
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(answers.len(), runs.len(), "an answer for each run");
    answers
}

fn inferred(code: &str) -> Shape {
    let script = Script::new(ScriptLanguage::Bun, code.into());
    script.returned().clone()
}

/// Where the results of runs do not fit what is inferred, and how many runs give a result.
fn contradictions(runs: &[Run]) -> (Vec<String>, usize) {
    let mut found = Vec::new();
    let mut ran = 0;
    for (run, answer) in runs.iter().zip(reality(runs)) {
        if let Some(error) = answer.get("error") {
            // What holds itself has no JSON.
            if !error.as_str().is_some_and(|e| e.contains("circular")) {
                found.push(format!("{}: fails: {error}\n{}", run.name, run.code));
            }
            continue;
        }
        ran += 1;
        let shape = inferred(&run.code);
        for form in ["plain", "filled"] {
            if let Some(why) = misfit(&shape, &answer[form], "result") {
                found.push(format!("{} {}: {why}\n{}", run.name, run.args, run.code));
                break;
            }
        }
    }
    (found, ran)
}

/// The scripts of the file, with each list of arguments.
fn scripts() -> Vec<Run> {
    let text = include_str!("scripts.ts");
    let mut runs = Vec::new();
    for part in text.split("//// ").skip(1) {
        let (head, code) = part.split_once('\n').unwrap();
        let (name, args) = head.split_once(": ").unwrap();
        let args: Vec<Value> = serde_json::from_str(args).unwrap();
        runs.extend(args.into_iter().map(|args| Run {
            name: name.to_owned(),
            code: code.to_owned(),
            args,
        }));
    }
    runs
}

#[test]
fn results_of_scripts_fit_their_shapes() {
    let runs = scripts();
    let (found, ran) = contradictions(&runs);
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
    assert_eq!(ran, runs.len());
    let mut codes: Vec<&str> = runs.iter().map(|r| r.code.as_str()).collect();
    codes.dedup();
    assert!(codes.len() >= 60, "{} scripts", codes.len());
    let known = codes.iter().filter(|c| !inferred(c).is_unknown()).count();
    assert!(known * 10 >= codes.len() * 9, "{known} of {}", codes.len());
}

#[test]
fn results_of_random_programs_fit_their_shapes() {
    let runs: Vec<Run> = (0..1_000)
        .map(|seed| Run {
            name: format!("seed {seed}"),
            code: programs::program(seed),
            args: json!([seed % 2 == 0, 2]),
        })
        .collect();
    let (found, ran) = contradictions(&runs);
    let some: Vec<&str> = found.iter().map(String::as_str).take(5).collect();
    assert!(found.is_empty(), "{}:\n{}", found.len(), some.join("\n"));
    assert!(ran * 10 > runs.len() * 8, "{ran} of {} run", runs.len());
    // The programs are not so wild that nothing is known of them.
    let closed = |s: &Shape| {
        s.objects()
            .flat_map(|o| &o.fields)
            .any(|f| !f.shape.is_unknown())
    };
    let known = runs.iter().filter(|r| closed(&inferred(&r.code))).count();
    assert!(known * 2 > runs.len(), "{known} of {}", runs.len());
}
