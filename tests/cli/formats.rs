//! What is printed: the three formats, colours, statistics, and where it goes.

use std::fs;

use serde_json::json;

use crate::support::{Workspace, flow};

#[test]
fn full() {
    let run = Workspace::with_mistake().run("--check");
    run.ends_with(1);
    let expected = "\
error[unknown-step]: `results.fetch_usr`: this flow has no step `fetch_usr`
  --> f/a/b.flow/flow.yaml:14:19
   |
14 |             expr: results.fetch_usr
   |                   ^^^^^^^^^^^^^^^^^
   |
   = help: did you mean `results.fetch_user`?

Found 1 error in 2 files.
1 can be fixed with --fix --unsafe-fixes: read the diff first.
";
    assert_eq!(run.stdout, expected);
    assert_eq!(run.stderr, "");
}

#[test]
fn full_without_findings() {
    let workspace = Workspace::new();
    workspace.write("f/a/b.flow/flow.yaml", flow("results.fetch_user"));
    workspace.write("f/a/c.py", "def main():\n    return 1\n");
    let run = workspace.run("--check");
    run.ends_with(0);
    assert_eq!(
        (run.stdout.as_str(), run.stderr.as_str()),
        ("No findings in 3 files.\n", "")
    );
    assert_eq!(workspace.run("--check --quiet").ends_with(0).stdout, "");
}

#[test]
fn full_shows_related_places() {
    let workspace = Workspace::new();
    let text = flow("results.greet");
    workspace.write("f/a/b.flow/flow.yaml", text);
    let run = workspace.run("--check --select forward-step-reference");
    run.ends_with(1);
    assert!(
        run.stdout
            .contains("14 |             expr: results.greet\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("   |                   ^^^^^^^^^^^^^"),
        "{}",
        run.stdout
    );
}

#[test]
fn full_on_odd_text() {
    let workspace = Workspace::new();
    let long = format!(
        "{}results.nope{}",
        "'ä' + ".repeat(2000),
        " + 'ö'".repeat(2000)
    );
    workspace.write("a.flow/flow.yaml", flow(&format!("\"{long}\"")));
    workspace.write(
        "b.flow/flow.yaml",
        flow("\"'😀\te\u{301}' + results.nope\"").replace('\n', "\r\n"),
    );
    workspace.write(
        "c.flow/flow.yaml",
        format!("\u{feff}{}", flow("results.nope")),
    );
    let json = "{\"value\":{\"modules\":[{\"id\":\"a\",\"value\":{\"type\":\"script\",\"path\":\"hub/1/x\",\
                \"input_transforms\":{\"x\":{\"type\":\"javascript\",\"expr\":\"results.nope\"}}}}]}}";
    workspace.write("d.flow/flow.json", format!("\u{feff}{json}"));
    let run = workspace.run("--check --select unknown-step");
    run.ends_with(1);
    for place in [
        "a.flow/flow.yaml:14:12020\n",
        "b.flow/flow.yaml:14:29\n",
        "c.flow/flow.yaml:14:19\n",
        "d.flow/flow.json:1:127\n",
    ] {
        assert!(
            run.stdout.contains(&format!("--> {place}")),
            "{place} in {}",
            run.stdout
        );
    }
    let lines: Vec<&str> = run.stdout.lines().collect();
    for (i, text) in lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.contains("| ") && l.contains("nope"))
    {
        // A tab is shown as four blanks, an emoji takes two columns, a combining mark none.
        let wide = if text.contains('😀') { 1 } else { 0 };
        let narrow = if text.contains('\u{301}') { 1 } else { 0 };
        let at = text.find("results.nope").unwrap();
        let column = text[..at].chars().count() + wide - narrow;
        let carets = format!("{}{}", " ".repeat(column), "^".repeat("results.nope".len()));
        assert!(text.chars().count() < 200, "{text}");
        assert_eq!(lines[i + 1].replace('|', " "), carets, "{text}");
    }
    assert!(!run.stdout.contains('\r') && !run.stdout.contains('\t'));
}

#[test]
fn concise() {
    let run = Workspace::with_mistake().run("--check --output-format concise");
    run.ends_with(1);
    let expected = "f/a/b.flow/flow.yaml:14:19: error[unknown-step] \
                    `results.fetch_usr`: this flow has no step `fetch_usr`; did you mean `results.fetch_user`?\n";
    assert_eq!(run.stdout, expected);
    assert_eq!(run.stderr, "");
}

#[test]
fn json_whole() {
    let run = Workspace::with_mistake().run("--check --output-format json");
    run.ends_with(1);
    let openflow = run.json()["tool"]["openflow"].clone();
    assert!(
        openflow.as_str().is_some_and(|v| v.starts_with("1.")),
        "{openflow}"
    );
    let expected = json!({
        "version": 1,
        "tool": {"name": "windmill-ls", "version": env!("CARGO_PKG_VERSION"), "openflow": openflow},
        "findings": [{
            "rule": "unknown-step",
            "level": "error",
            "message": "`results.fetch_usr`: this flow has no step `fetch_usr`",
            "help": "did you mean `results.fetch_user`?",
            "file": "f/a/b.flow/flow.yaml",
            "range": {"start": {"line": 14, "column": 19}, "end": {"line": 14, "column": 36}},
            "related": [],
            "fix": {
                "safety": "unsafe",
                "title": "Change to `fetch_user`",
                "edits": [{
                    "file": "f/a/b.flow/flow.yaml",
                    "range": {"start": {"line": 14, "column": 27}, "end": {"line": 14, "column": 36}},
                    "text": "fetch_user",
                }],
            },
        }],
        "summary": {"files": 2, "errors": 1, "warnings": 0, "hints": 0},
    });
    assert_eq!(run.json(), expected);
    assert_eq!(run.stdout.lines().count(), 1);
}

#[test]
fn json_related_places() {
    let workspace = Workspace::new();
    let text = flow("results.later") + "    - id: later\n      value:\n        type: identity\n";
    workspace.write("f/a/b.flow/flow.yaml", text);
    let run = workspace.run("--check --output-format json --select forward-step-reference");
    run.ends_with(1);
    let related = &run.json()["findings"][0]["related"];
    assert_eq!(related[0]["file"], "f/a/b.flow/flow.yaml");
    let range = json!({"start": {"line": 15, "column": 11}, "end": {"line": 15, "column": 16}});
    assert_eq!(related[0]["range"], range);
    assert!(related[0]["message"].is_string());
}

#[test]
fn json_columns_are_characters() {
    let workspace = Workspace::new();
    let text = flow("\"'😀e\u{301}ß' + results.nope\"").replace('\n', "\r\n");
    workspace.write("f/a/b.flow/flow.yaml", text);
    let run = workspace.run("--check --output-format json --select unknown-step");
    let range = json!({"start": {"line": 14, "column": 29}, "end": {"line": 14, "column": 41}});
    assert_eq!(run.json()["findings"][0]["range"], range);
}

#[test]
fn json_without_findings() {
    let workspace = Workspace::new();
    // There is nothing to check, and programs get an answer all the same.
    let run = workspace.run("--check --output-format json");
    run.ends_with(2);
    assert_eq!(run.json()["findings"], json!([]));
    assert_eq!(run.json()["summary"]["files"], 1);
    workspace.write("f/a/b.py", "def main():\n    return 1\n");
    let run = workspace.run("--check --output-format json --ignore missing-metadata");
    run.ends_with(0);
    assert_eq!(run.json()["findings"], json!([]));
    let none = json!({"files": 2, "errors": 0, "warnings": 0, "hints": 0});
    assert_eq!(run.json()["summary"], none);
}

#[test]
fn statistics() {
    let workspace = Workspace::with_mistake();
    workspace.write("f/a/c.flow/flow.yaml", flow("results.nope"));
    let run = workspace.run("--check --statistics --select unknown-step");
    assert_eq!(
        run.ends_with(1).stdout,
        "2  unknown-step\nFound 2 errors in 3 files.\n1 can be fixed with --fix --unsafe-fixes: read the diff \
         first.\n"
    );
    let run = workspace.run("--check --statistics --output-format concise --select unknown-step");
    assert_eq!(run.ends_with(1).stdout, "2  unknown-step\n");
    let run = workspace.run("--check --statistics --output-format json --select unknown-step");
    assert_eq!(run.json()["summary"]["rules"], json!({"unknown-step": 2}));
    assert_eq!(run.json()["findings"].as_array().map(Vec::len), Some(2));
}

#[test]
fn output_file() {
    let workspace = Workspace::with_mistake();
    let printed = workspace.run("--check --output-format json");
    let run = workspace.run("--check --output-format json --output-file found.json");
    assert_eq!(run.ends_with(1).stdout, "");
    assert_eq!(
        fs::read_to_string(workspace.path("found.json")).unwrap(),
        printed.stdout
    );
    let run = workspace.run("--check --output-file no/such/folder.txt");
    run.ends_with(2);
    let why = "no/such/folder.txt: its folder does not exist";
    assert!(run.stderr.contains(why), "{}", run.stderr);
}

#[test]
fn colors() {
    let workspace = Workspace::with_mistake();
    let colored = |args: &str, env: &[(&str, &str)]| {
        let run = workspace.run_with_env(args, env);
        run.ends_with(1);
        run.stdout.contains('\u{1b}')
    };
    for format in ["full", "concise"] {
        let check = format!("--check --output-format {format}");
        assert!(!colored(&check, &[]), "stdout is no terminal");
        assert!(colored(&check, &[("FORCE_COLOR", "1")]));
        assert!(!colored(&check, &[("FORCE_COLOR", "0")]));
        assert!(!colored(&check, &[("NO_COLOR", "1")]));
        assert!(colored(
            &format!("{check} --color always"),
            &[("NO_COLOR", "1")]
        ));
        assert!(!colored(
            &format!("{check} --color never"),
            &[("FORCE_COLOR", "1")]
        ));
    }
    assert!(!colored("--check --output-format json --color always", &[]));
}

#[test]
fn same_answer_every_time() {
    let workspace = Workspace::new();
    for i in 0..40 {
        workspace.write(
            &format!("f/a/s{i}.flow/flow.yaml"),
            flow("results.nope + results.no"),
        );
        workspace.write(&format!("f/a/s{i}.py"), "def main(:\n    x = (\n");
    }
    for format in ["full", "concise", "json"] {
        let first = workspace.run(&format!("--check --output-format {format}"));
        assert!(first.stdout.len() > 1000);
        assert_eq!(
            first,
            workspace.run(&format!("--check --output-format {format}"))
        );
    }
    let run = workspace.run("--check --output-format json --select unknown-step");
    let findings = run.json()["findings"].clone();
    let place = |f: &serde_json::Value| {
        (
            f["file"].as_str().unwrap().to_owned(),
            f["range"]["start"]["column"].as_u64(),
        )
    };
    let places: Vec<_> = findings.as_array().unwrap().iter().map(place).collect();
    assert_eq!(places.len(), 80);
    assert!(places.is_sorted(), "by file, then by place");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away() {
    let workspace = Workspace::new();
    for i in 0..200 {
        workspace.write(&format!("f/a/s{i}.flow/flow.yaml"), flow("results.nope"));
    }
    let mut command = workspace.command(".", "--check");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdout(writer);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// One cause on many lines is told once, with the number of the others; machines get all of them.
#[test]
fn findings_that_are_alike_are_told_once() {
    let workspace = Workspace::new();
    let step = |i: usize| {
        format!(
            "    - id: s{i}\n      value:\n        type: rawscript\n        language: bash\n        content: a=\"$1\"\n        \
             input_transforms:\n          a: {{type: javascript, expr: results.nope}}\n"
        )
    };
    let flow = |n: usize| {
        let steps: String = (0..n).map(step).collect();
        format!("summary: ''\nvalue:\n  modules:\n{steps}")
    };
    workspace.write("f/a/b.flow/flow.yaml", flow(9));
    let told = |text: &str| text.matches("error[unknown-step]").count();
    let run = workspace.run("--check");
    run.ends_with(1);
    assert_eq!(told(&run.stdout), 1, "{run:#?}");
    let note = "+ 8 more like this, on lines 17, 24, 31, 38, 45, … (--verbose shows all)";
    assert!(run.stdout.contains(note), "{run:#?}");
    assert!(
        run.stdout.contains("Found 9 errors in 2 files."),
        "{run:#?}"
    );
    let run = workspace.run("--check --verbose");
    run.ends_with(1);
    assert_eq!(told(&run.stdout), 9);
    let run = workspace.run("--check --output-format json");
    run.ends_with(1);
    assert_eq!(run.json()["findings"].as_array().unwrap().len(), 9);
    workspace.write("f/a/b.flow/flow.yaml", flow(3));
    let run = workspace.run("--check");
    run.ends_with(1);
    assert_eq!(told(&run.stdout), 3, "{run:#?}");
}

#[test]
fn timings() {
    let workspace = Workspace::with_mistake();
    let without = workspace.run("--check");
    let run = workspace.run("--check --timings");
    assert_eq!((run.code, &run.stdout), (without.code, &without.stdout));
    let lines: Vec<&str> = run.stderr.lines().collect();
    let rules = workspace.run("--rules").stdout;
    let names: Vec<&str> = lines
        .iter()
        .filter_map(|l| l.split(" %  ").nth(1))
        .collect();
    assert_eq!(names.len(), lines.len(), "{}", run.stderr);
    assert_eq!(names.last(), Some(&"all rules"));
    assert!(names.contains(&"unknown-step"), "{}", run.stderr);
    let own = &names[..names.len() - 1];
    assert!(own.iter().all(|n| rules.contains(n)), "{own:?}");
    let took = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(
            matches!(words[..], ["windmill-ls:", _, "ms", _, "%", ..]),
            "{line}"
        );
        words[1].parse::<f64>().expect("a number")
    };
    let took: Vec<f64> = lines[..lines.len() - 1].iter().map(took).collect();
    assert!(took.is_sorted_by(|a, b| a >= b), "the slowest first");
    workspace.run("--timings").ends_with(2);
}
