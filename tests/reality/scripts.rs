//! The scripts in `scripts/*.py`: several in each file. A script starts at `# --- what it is about` and
//! goes to the next such line; each `# call {…}` in it is a call of `main` with these arguments, each
//! `# raises {…}` one that must raise an error.

use std::fs;
use std::path::Path;

use super::*;

fn read() -> Vec<Job> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reality/scripts");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    let mut jobs: Vec<Job> = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let topic = file.file_name().unwrap().to_string_lossy().into_owned();
        let first = jobs.len();
        for (i, line) in text.lines().enumerate() {
            let at = format!("{topic}:{}", i + 1);
            if let Some(name) = line.strip_prefix("# --- ") {
                jobs.push(Job {
                    name: format!("{at}: {name}"),
                    code: String::new(),
                    calls: Vec::new(),
                });
                continue;
            }
            let Some(job) = jobs.get_mut(first..).and_then(|j| j.last_mut()) else {
                continue;
            };
            let call = ["# call", "# raises"].map(|mark| line.strip_prefix(mark));
            if let Some(arguments) = call[0].or(call[1]) {
                let arguments = match arguments.trim() {
                    "" => json!({}),
                    text => serde_json::from_str(text).unwrap_or_else(|e| panic!("{at}: {e}")),
                };
                job.calls.push(Call {
                    arguments,
                    raises: Some(call[1].is_some()),
                });
                continue;
            }
            job.code.push_str(line);
            job.code.push('\n');
        }
    }
    jobs
}

#[test]
fn scripts_return_what_was_read() {
    let jobs = read();
    let (mut known, mut wrong) = (0, Vec::new());
    for (job, outcomes) in jobs.iter().zip(run(&jobs)) {
        let shape = inferred(&job.code);
        known += usize::from(!shape.is_unknown());
        let results = outcomes
            .iter()
            .filter(|o| matches!(o, Outcome::Result(_)))
            .count();
        if results == 0 {
            wrong.push(format!("{}\n  no call gives a result", job.name));
        }
        for (call, outcome) in job.calls.iter().zip(outcomes) {
            let reason = match (outcome, call.raises) {
                (Outcome::Raised(error), Some(false)) => Some(format!("raised {error}")),
                (Outcome::Result(value), Some(true)) => Some(format!("gave {value}")),
                (Outcome::Result(value), _) => misfit(&shape, &value, "result")
                    .map(|reason| format!("{reason}\n  read: {shape}\n  real: {value}")),
                (Outcome::Raised(_), _) => None,
            };
            if let Some(reason) = reason {
                wrong.push(format!("{} {}\n  {reason}", job.name, call.arguments));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n\n{}", wrong.len(), wrong.join("\n"));
    let all = jobs.len();
    assert!(all >= 100, "only {all} scripts");
    assert!(
        known * 10 >= all * 8,
        "only {known} of {all} shapes say anything"
    );
}
