//! Which rules run and at which level, exit codes, and what is asked for apart from `--check`.

use crate::support::{Workspace, flow};

/// A workspace with an error and a warning.
fn with_both() -> Workspace {
    let workspace = Workspace::new();
    let text = flow("results.nope + flow_input.nope");
    let schema = "schema:\n  type: object\n  properties:\n    name: { type: string }\n";
    workspace.write("f/a/b.flow/flow.yaml", text + schema);
    workspace
}

#[track_caller]
fn levels(workspace: &Workspace, args: &str, code: i32) -> Vec<(String, String)> {
    let run = workspace.run(&format!("--check --output-format json {args}"));
    run.ends_with(code);
    let findings = run.json()["findings"].clone();
    let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    findings
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (text(&f["rule"]), text(&f["level"])))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(r, l)| (r.to_string(), l.to_string()))
        .collect()
}

const STEP: (&str, &str) = ("unknown-step", "error");
const INPUT: (&str, &str) = ("unknown-flow-input", "warning");

#[test]
fn select_ignore_error_warn() {
    let workspace = with_both();
    for (args, code, expected) in [
        ("", 1, &[STEP, INPUT][..]),
        ("--select unknown-step", 1, &[STEP]),
        ("--select unknown-flow-input", 0, &[INPUT]),
        (
            "--select unknown-step,unknown-flow-input",
            1,
            &[STEP, INPUT],
        ),
        (
            "--select unknown-step --select unknown-flow-input",
            1,
            &[STEP, INPUT],
        ),
        ("--select python-syntax", 0, &[]),
        ("--ignore unknown-step", 0, &[INPUT]),
        ("--ignore unknown-step,unknown-flow-input", 0, &[]),
        ("--select unknown-step --ignore unknown-step", 0, &[]),
        (
            "--warn unknown-step",
            0,
            &[("unknown-step", "warning"), INPUT],
        ),
        (
            "--error unknown-flow-input",
            1,
            &[STEP, ("unknown-flow-input", "error")],
        ),
        (
            "--error unknown-flow-input --ignore unknown-flow-input",
            1,
            &[STEP],
        ),
    ] {
        assert_eq!(levels(&workspace, args, code), pairs(expected), "{args}");
    }
}

#[test]
fn exit_codes() {
    let workspace = with_both();
    for (args, code) in [
        ("--check", 1),
        ("--check --exit-zero", 0),
        ("--check --select unknown-flow-input", 0),
        ("--check --select unknown-flow-input --error-on-warning", 1),
        ("--check --select python-syntax --error-on-warning", 0),
        ("--check --exit-zero no/such/file.py", 2),
    ] {
        workspace.run(args).ends_with(code);
    }
}

#[test]
fn usage_errors() {
    let workspace = Workspace::with_mistake();
    for (args, why) in [
        (
            "--check --select unknown-stepp",
            "did you mean `unknown-step`?",
        ),
        ("--check --ignore unknown-step,qqqqqqqq", "--rules"),
        ("--explain unknwon-step", "did you mean `unknown-step`?"),
        ("--check --output-format yaml", "yaml"),
        ("--check --color sometimes", "sometimes"),
        ("--check --no-such-flag", "--no-such-flag"),
        ("--check --select", "--select"),
        ("f/a", "--check"),
        ("--select unknown-step", "--check"),
        ("--check --rules", "--rules"),
        ("--check --quiet --verbose", "--verbose"),
        (
            "--check --exit-zero --error-on-warning",
            "--error-on-warning",
        ),
        ("--print-schema nothing", "nothing"),
        ("--completions cmd", "cmd"),
    ] {
        let run = workspace.run(args);
        run.ends_with(2);
        assert_eq!(run.stdout, "", "{args}");
        assert!(run.stderr.contains(why), "{args}: {}", run.stderr);
    }
}

#[test]
fn rules_and_their_pages() {
    let workspace = Workspace::new();
    let listed = workspace.run("--rules");
    listed.ends_with(0);
    assert!(listed.stdout.contains("unknown-step"));
    for line in listed.stdout.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(
            ["error", "warning", "hint", "pedantic"].contains(&words[1]),
            "{line}"
        );
        assert!(
            ["syntax", "correctness", "suspicious", "style"].contains(&words[2]),
            "{line}"
        );
        assert!(words.len() > 5, "a rule says what it does: {line}");
        let page = workspace.run(&format!("--explain {}", words[0]));
        page.ends_with(0);
        assert!(
            page.stdout.starts_with(&format!("# {}\n\n", words[0])),
            "{}",
            page.stdout
        );
        let facts = page.stdout.lines().nth(2).unwrap();
        assert!(facts.contains(&format!(" · {} · ", words[2])), "{facts}");
    }
}

#[test]
fn schema_completions_version() {
    let workspace = Workspace::new();
    let schema = workspace.run("--print-schema flow").ends_with(0).json();
    assert!(schema["$defs"].is_object(), "a JSON schema");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = workspace.run(&format!("--completions {shell}"));
        assert!(run.ends_with(0).stdout.contains("output-format"), "{shell}");
    }
    let page = workspace.run("--man-page").ends_with(0).stdout.clone();
    assert!(
        page.starts_with(".ie") && page.contains(".TH windmill-ls 1"),
        "{page:.200}"
    );
    let version = format!("windmill-ls {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(workspace.run("--version").ends_with(0).stdout, version);
    let help = workspace.run("--help");
    assert!(
        help.ends_with(0).stdout.contains("Exit codes"),
        "{}",
        help.stdout
    );
}

#[test]
fn quiet_and_verbose() {
    let workspace = Workspace::with_mistake();
    let quiet = workspace.run("--check -q");
    quiet.ends_with(1);
    assert!(quiet.stdout.contains("error[unknown-step]") && !quiet.stdout.contains("Found"));
    let verbose = workspace.run("--check -v");
    verbose.ends_with(1);
    assert!(verbose.stderr.contains("2 to check"), "{}", verbose.stderr);
    assert_eq!(verbose.stdout, workspace.run("--check").stdout);
}

/// The lock on the disk says what is installed.
#[test]
fn locks_are_read() {
    let workspace = Workspace::new();
    let code = "import wmill\n\n\ndef main(n: int):\n    import bs4\n    return bs4, wmill, n\n";
    workspace.write("f/a/x.py", code);
    let found = || {
        let run = workspace.run("--check --select late-import");
        run.stdout.matches("[late-import]").count()
    };
    assert_eq!(found(), 1);
    workspace.write("f/a/x.script.lock", "# py: 3.11\nwmill==1.500.0\n");
    assert_eq!(found(), 1);
    workspace.write("f/a/x.script.lock", "# py: 3.11\nbeautifulsoup4==4.12.0\n");
    assert_eq!(found(), 0);
}
