//! `--baseline`: what is known does not count, however lines move.

use std::fs;

use crate::support::{Workspace, flow};

const FILE: &str = "f/a/b.flow/flow.yaml";

fn with_baseline() -> Workspace {
    let workspace = Workspace::with_mistake();
    let run = workspace.run("--check --baseline known.json --write-baseline");
    run.ends_with(0);
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr, "windmill-ls: 1 known finding written\n");
    workspace
}

#[test]
fn known_findings_do_not_count() {
    let workspace = with_baseline();
    let run = workspace.run("--check --baseline known.json");
    run.ends_with(0);
    assert_eq!(
        run.stdout,
        "No findings in 2 files; 1 finding in the baseline.\n"
    );
    let json = workspace
        .run("--check --baseline known.json --output-format json")
        .json();
    assert_eq!(json["summary"]["known"], 1);
    assert_eq!(json["findings"], serde_json::json!([]));
    workspace.run("--check").ends_with(1);
}

#[test]
fn what_moves_is_known_and_what_comes_is_not() {
    let workspace = with_baseline();
    let moved = format!("# a line more\n{}", flow("results.fetch_usr"));
    workspace.write(FILE, &moved);
    workspace.run("--check --baseline known.json").ends_with(0);
    workspace.write("f/a/c.flow/flow.yaml", flow("results.nobody"));
    let run = workspace.run("--check --baseline known.json --output-format concise");
    run.ends_with(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(
        run.stdout.starts_with("f/a/c.flow/flow.yaml:14:"),
        "{run:?}"
    );
}

#[test]
fn one_more_of_the_same_is_new() {
    let workspace = with_baseline();
    let twice = flow("results.fetch_usr")
        + "          other:\n            type: javascript\n            expr: results.fetch_usr\n";
    workspace.write(FILE, &twice);
    let run = workspace.run("--check --baseline known.json --output-format concise");
    run.ends_with(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(
        run.stdout.starts_with("f/a/b.flow/flow.yaml:17:"),
        "{run:?}"
    );
}

#[test]
fn what_is_gone_is_told_and_goes_when_it_is_written_anew() {
    let workspace = with_baseline();
    workspace.write(FILE, flow("results.fetch_user"));
    let run = workspace.run("--check --baseline known.json");
    run.ends_with(0);
    let gone = "windmill-ls: known.json: 1 finding in it are gone; add --write-baseline to write it anew\n";
    assert_eq!(run.stderr, gone.replace("are", "is"));
    workspace
        .run("--check --baseline known.json --write-baseline")
        .ends_with(0);
    let text = fs::read_to_string(workspace.path("known.json")).unwrap();
    assert_eq!(text, "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
}

/// From whatever folder it is asked, and whichever part is checked: the others' findings stay in it.
#[test]
fn paths_are_those_of_the_file() {
    let workspace = with_baseline();
    workspace
        .run_in("f/a", "--check --baseline ../../known.json")
        .ends_with(0);
    workspace.write("f/a/c.flow/flow.yaml", flow("results.nobody"));
    workspace
        .run("--check f/a/c.flow --baseline known.json --write-baseline")
        .ends_with(0);
    let text = fs::read_to_string(workspace.path("known.json")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 7, "{text}");
    assert!(
        lines[3].starts_with("    {\"file\":\"f/a/b.flow/flow.yaml\""),
        "{text}"
    );
    assert!(
        lines[4].starts_with("    {\"file\":\"f/a/c.flow/flow.yaml\""),
        "{text}"
    );
    workspace.run("--check --baseline known.json").ends_with(0);
    fs::remove_dir_all(workspace.path("f/a/b.flow")).unwrap();
    workspace
        .run("--check f/a/c.flow --baseline known.json --write-baseline")
        .ends_with(0);
    let text = fs::read_to_string(workspace.path("known.json")).unwrap();
    assert_eq!(text.lines().count(), 6, "{text}");
}

#[test]
fn a_baseline_that_cannot_be_read_is_no_baseline() {
    let workspace = Workspace::with_mistake();
    let run = workspace.run("--check --baseline none.json");
    run.ends_with(2);
    let missing = "--baseline none.json: there is no such file; add --write-baseline to write it";
    assert!(run.stderr.contains(missing), "{run:?}");
    for (text, why) in [
        ("{", "EOF"),
        ("[]", "invalid length"),
        (
            "{\"version\": 2, \"findings\": []}",
            "has version 2, and only version 1 is known",
        ),
    ] {
        workspace.write("bad.json", text);
        for more in ["", " --write-baseline"] {
            let run = workspace.run(&format!("--check --baseline bad.json{more}"));
            run.ends_with(2);
            assert!(run.stderr.contains(why), "{text}: {run:?}");
        }
        assert_eq!(
            fs::read_to_string(workspace.path("bad.json")).unwrap(),
            text
        );
    }
}
