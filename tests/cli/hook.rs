//! `--hook`: what three clients send after an edit, and what they get.

use serde_json::{Value, json};

use crate::support::{Run, Workspace, flow};

const FILE: &str = "f/a/b.flow/flow.yaml";

/// As Claude Code sends it after its tool `Edit`.
fn claude(
    workspace: &Workspace,
    file: &str,
    old: &str,
    new: &str,
    original: Option<&str>,
) -> Value {
    let path = workspace.path(file);
    json!({
        "session_id": "00000000-0000-4000-8000-000000000000",
        "transcript_path": "/home/u/.claude/projects/w/0.jsonl",
        "cwd": workspace.path("."),
        "permission_mode": "acceptEdits",
        "hook_event_name": "PostToolUse",
        "tool_name": "Edit",
        "tool_input": {"file_path": path, "old_string": old, "new_string": new, "replace_all": false},
        "tool_response": {
            "filePath": path, "oldString": old, "newString": new, "originalFile": original,
            "structuredPatch": [], "userModified": false, "replaceAll": false,
        },
        "tool_use_id": "toolu_0",
    })
}

fn hook(workspace: &Workspace, payload: &Value) -> Run {
    workspace.run_with_stdin("--hook", payload.to_string().as_bytes())
}

#[track_caller]
fn is_silent(run: &Run) {
    run.ends_with(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn only_what_the_edit_brought() {
    let workspace = Workspace::new();
    let before =
        flow("results.fetch_user").replace("hub/1/greet", "hub/1/greet\n        timout: 3");
    let after = before.replace("results.fetch_user", "results.fetch_usr");
    workspace.write(FILE, &after);
    let run = hook(
        &workspace,
        &claude(
            &workspace,
            FILE,
            "fetch_user\n",
            "fetch_usr\n",
            Some(&before),
        ),
    );
    run.ends_with(2);
    assert_eq!(run.stdout, "");
    let want = "This edit brought findings of windmill-ls:
f/a/b.flow/flow.yaml:15:19: error[unknown-step]: `results.fetch_usr`: this flow has no step `fetch_usr`
    15 |             expr: results.fetch_usr
  help: did you mean `results.fetch_user`?
  why: ";
    assert!(run.stderr.starts_with(want), "{}", run.stderr);
    let fix = "
  fix (unsafe): Change to `fetch_user`
    --- a/f/a/b.flow/flow.yaml
    +++ b/f/a/b.flow/flow.yaml
";
    assert!(run.stderr.contains(fix), "{}", run.stderr);
    assert!(run.stderr.contains(
        "    -            expr: results.fetch_usr\n    +            expr: results.fetch_user\n"
    ));
    assert!(!run.stderr.contains("timout"), "{}", run.stderr);
}

#[test]
fn an_edit_that_brought_nothing_is_silent() {
    let workspace = Workspace::with_mistake();
    let after = flow("results.fetch_usr");
    let before = after.replace("Greet", "Say hello");
    is_silent(&hook(
        &workspace,
        &claude(&workspace, FILE, "Say hello", "Greet", Some(&before)),
    ));
}

#[test]
fn what_it_breaks_elsewhere_is_told() {
    let workspace = Workspace::new();
    workspace.write(
        FILE,
        "summary: Charge\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: f/lib/charge\n        \
         input_transforms:\n          amount:\n            type: static\n            value: 3\n",
    );
    let before = "def main(amount: int):\n    return amount\n";
    workspace.write("f/lib/charge.py", before.replace("amount", "cents"));
    let payload = claude(
        &workspace,
        "f/lib/charge.py",
        "amount",
        "cents",
        Some(before),
    );
    let run = hook(&workspace, &payload);
    run.ends_with(2);
    assert!(run.stderr.contains("f/a/b.flow/flow.yaml:"), "{run:?}");
    assert!(
        run.stderr
            .contains("1 flow uses input `amount` of `f/lib/charge`, which is gone"),
        "{run:?}"
    );
    assert!(!run.stderr.contains("f/lib/charge.py:"), "{run:?}");
}

/// Without the text before, what was replaced is put back.
#[test]
fn cursor_and_copilot() {
    let workspace = Workspace::with_mistake();
    let edit = json!({"old_string": "results.fetch_user", "new_string": "results.fetch_usr"});
    let cursor = json!({
        "conversation_id": "c", "generation_id": "g", "model": "m", "hook_event_name": "afterFileEdit",
        "cursor_version": "2.0.77", "workspace_roots": [workspace.path(".")],
        "file_path": workspace.path(FILE), "edits": [edit],
    });
    let arguments =
        json!({"path": FILE, "old_str": "results.fetch_user", "new_str": "results.fetch_usr"});
    let copilot = json!({
        "timestamp": 1_704_614_600_000_u64, "cwd": workspace.path("."), "toolName": "edit",
        "toolArgs": arguments.to_string(),
        "toolResult": {"resultType": "success", "textResultForLlm": "done"},
    });
    let code = json!({
        "timestamp": "2026-01-01T00:00:00.000Z", "cwd": workspace.path("."), "hookEventName": "PostToolUse",
        "tool_name": "replace_string_in_file",
        "tool_input": {
            "filePath": workspace.path(FILE), "oldString": "results.fetch_user", "newString": "results.fetch_usr",
        },
    });
    for payload in [cursor, copilot, code] {
        let run = hook(&workspace, &payload);
        run.ends_with(2);
        assert!(
            run.stderr.contains("error[unknown-step]"),
            "{payload}: {run:?}"
        );
        let summary = json!({"old_string": "Hello", "new_string": "Greet"});
        let other = match payload.get("edits") {
            Some(_) => json!({"file_path": workspace.path(FILE), "edits": [summary]}),
            None => json!({"tool_input": {
                "path": workspace.path(FILE), "old_str": "Hello", "new_str": "Greet",
            }}),
        };
        is_silent(&hook(&workspace, &other));
    }
}

#[test]
fn a_new_file_brought_all_that_is_in_it() {
    let workspace = Workspace::with_mistake();
    let payload = json!({
        "cwd": workspace.path("."), "tool_name": "Write",
        "tool_input": {"file_path": workspace.path(FILE), "content": flow("results.fetch_usr")},
        "tool_response": {"type": "create", "filePath": workspace.path(FILE), "originalFile": null, "structuredPatch": []},
    });
    let run = hook(&workspace, &payload);
    run.ends_with(2);
    assert!(run.stderr.contains("error[unknown-step]"), "{run:?}");
}

#[test]
fn foreign_files_and_other_tools_are_silent() {
    let workspace = Workspace::with_mistake();
    workspace.write("README.md", "# x\n");
    workspace.write("notes/a.yaml", "a: [\n");
    for file in [
        "README.md",
        "notes/a.yaml",
        "nowhere/a.py",
        "/nowhere/at/all.py",
    ] {
        is_silent(&hook(
            &workspace,
            &json!({"cwd": workspace.path("."), "tool_input": {"file_path": file}}),
        ));
    }
    is_silent(&hook(
        &workspace,
        &json!({"tool_name": "Bash", "tool_input": {"command": "ls"}}),
    ));
    let outside = Workspace::unmarked();
    outside.write("a.py", "def main(:\n");
    is_silent(&hook(
        &outside,
        &json!({"tool_input": {"file_path": outside.path("a.py")}}),
    ));
}

#[test]
fn what_is_no_json_is_no_matter_of_the_model() {
    let run = Workspace::new().run_with_stdin("--hook", b"hello");
    run.ends_with(1);
    assert!(
        run.stderr
            .starts_with("windmill-ls: --hook: what stands on stdin is no JSON"),
        "{run:?}"
    );
}

#[test]
fn there_is_an_end() {
    let workspace = Workspace::new();
    let step = |at: usize| {
        format!(
            "    - id: s{at}\n      value:\n        type: script\n        path: hub/1/x\n        input_transforms:\n          x:\n            \
             type: javascript\n            expr: results.nobody{at}\n"
        )
    };
    let steps: String = (0..30).map(step).collect();
    workspace.write(FILE, format!("summary: A\nvalue:\n  modules:\n{steps}"));
    let run = workspace.run("--check --output-format agent");
    run.ends_with(1);
    assert_eq!(run.stdout.matches("error[unknown-step]").count(), 20);
    assert_eq!(run.stdout.matches("  why: ").count(), 1);
    let last = run.stdout.lines().last().unwrap();
    assert_eq!(
        last,
        "10 more findings not shown: fix these first, then run `windmill-ls --check` again"
    );
}
