//! Files that are no text, no files, or far too much of either: a finding or a message, never an
//! abort, a hang or an overflowing stack. Every run is killed after a minute, which fails the test.

use std::fs::{self, File};

use crate::support::{Run, Workspace, flow};

/// Every format must cope. It says something of `path`, and ends by itself with what findings give.
#[track_caller]
fn reports(workspace: &Workspace, path: &str) -> Run {
    for format in ["full", "concise"] {
        let run = workspace.run(&format!("--check --output-format {format}"));
        run.ends_with(1);
        assert!(run.stdout.contains(path), "{path} in {run:#?}");
    }
    let run = workspace.run(&format!("--check --output-format json {path}"));
    run.ends_with(1);
    let findings = run.json()["findings"].clone();
    let of_path = |f: &&serde_json::Value| f["file"] == path;
    assert!(
        findings.as_array().unwrap().iter().any(|f| of_path(&f)),
        "{findings:#}"
    );
    run
}

/// It ends by itself, with findings or without, in every format.
#[track_caller]
fn survives(workspace: &Workspace) {
    for format in ["full", "concise", "json"] {
        let run = workspace.run(&format!("--check --output-format {format}"));
        assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
        assert_eq!(run.stderr, "");
    }
}

const FLOW: &str = "f/a/b.flow/flow.yaml";
const SCRIPT: &str = "f/a/c.py";

#[test]
fn not_utf8() {
    for path in [FLOW, SCRIPT] {
        let workspace = Workspace::new();
        workspace.write(path, b"summary: caf\xe9\n");
        let run = reports(&workspace, path);
        let range = &run.json()["findings"][0]["range"];
        assert_eq!(range["start"], serde_json::json!({"line": 1, "column": 1}));
    }
}

#[test]
fn empty() {
    for text in ["", "\n", "\u{feff}", "---\n", "# nothing\n"] {
        let workspace = Workspace::new();
        workspace.write(FLOW, text);
        workspace.write(SCRIPT, text);
        survives(&workspace);
    }
}

#[test]
fn fifty_megabytes() {
    for path in [FLOW, SCRIPT] {
        let workspace = Workspace::new();
        workspace.write(path, "");
        let file = File::options()
            .write(true)
            .open(workspace.path(path))
            .unwrap();
        file.set_len(50 * 1024 * 1024).unwrap();
        let run = reports(&workspace, path);
        let message = run.json()["findings"][0]["message"].to_string();
        assert!(message.contains("50 MiB"), "{message}");
    }
}

#[test]
fn a_folder_with_the_name_of_a_flow() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.path(FLOW)).unwrap();
    let found = reports(&workspace, FLOW).json()["findings"][0]["message"].to_string();
    assert!(
        found.contains("`flow.yaml` is a folder, where a file is expected"),
        "{found}"
    );
}

#[cfg(unix)]
#[test]
fn dangling_links() {
    for path in [FLOW, SCRIPT] {
        let workspace = Workspace::new();
        fs::create_dir_all(workspace.path(path).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("nowhere", workspace.path(path)).unwrap();
        let found = reports(&workspace, path).json()["findings"][0]["message"].to_string();
        assert!(found.contains("This link leads nowhere"), "{found}");
    }
}

#[cfg(unix)]
#[test]
fn link_loops_end() {
    let workspace = Workspace::with_mistake();
    std::os::unix::fs::symlink("..", workspace.path("f/a/up")).unwrap();
    std::os::unix::fs::symlink(".", workspace.path("f/a/same")).unwrap();
    std::os::unix::fs::symlink("loop.py", workspace.path("f/a/loop.py")).unwrap();
    let run = workspace.run("--check --output-format json --select unknown-step");
    run.ends_with(1);
    assert_eq!(run.json()["findings"].as_array().map(Vec::len), Some(1));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_workspace_are_not_read() {
    let outside = Workspace::new();
    outside.write("secret.py", "def main(:\n    secret\n");
    let workspace = Workspace::with_mistake();
    std::os::unix::fs::symlink(outside.path("secret.py"), workspace.path("f/a/out.py")).unwrap();
    std::os::unix::fs::symlink(outside.path("."), workspace.path("f/a/out")).unwrap();
    let run = workspace.run("--check --output-format json");
    run.ends_with(1);
    assert!(
        !run.stdout.contains("secret") && !run.stdout.contains("out"),
        "{}",
        run.stdout
    );
    let run = workspace.run("--check f/a/out.py");
    run.ends_with(2);
    assert!(
        run.stderr.contains("leads out of its workspace"),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
#[test]
fn inline_paths_through_a_linked_folder_are_not_read() {
    let outside = Workspace::new();
    outside.write("secret.py", "def main(token: str):\n    return token\n");
    let workspace = Workspace::new();
    let step = |name: &str| {
        format!(
            "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
             language: python3\n        content: '!inline {name}'\n        input_transforms: {{}}\n"
        )
    };
    workspace.write("f/a/b.flow/flow.yaml", step("../out/secret.py"));
    std::os::unix::fs::symlink(outside.path("."), workspace.path("f/a/out")).unwrap();
    let run =
        workspace.run("--check --select missing-input,missing-inline-file --output-format concise");
    run.ends_with(1);
    assert!(
        run.stdout.contains("[missing-inline-file]"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("token"), "{}", run.stdout);
}

#[test]
fn inline_paths_that_leave_the_workspace_are_not_read() {
    let outer = Workspace::new();
    outer.write("secret.py", "def main(:\n    secret\n");
    outer.write("inner/wmill.yaml", "defaultTs: bun\n");
    for path in ["../../../../secret.py", "/etc/hostname"] {
        let text = format!(
            "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
             language: python3\n        content: '!inline {path}'\n        input_transforms: {{}}\n"
        );
        outer.write("inner/f/a/b.flow/flow.yaml", text);
        let run = outer.run_in("inner", "--check --output-format json");
        assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
        let findings = run.json()["findings"].clone();
        for finding in findings.as_array().unwrap() {
            assert_eq!(finding["file"], "f/a/b.flow/flow.yaml", "{finding}");
            assert_ne!(finding["rule"], "python-syntax", "{finding}");
        }
    }
}

#[test]
fn a_hundred_thousand_brackets() {
    let open = |c: &str| c.repeat(100_000);
    for bracket in ["[", "{", "(", "- ", "[\n"] {
        let workspace = Workspace::new();
        workspace.write(FLOW, open(bracket));
        let run = reports_or_survives(&workspace, FLOW);
        assert!(
            bracket != "[" || run.code == Some(1),
            "unbalanced: {run:#?}"
        );
    }
    for bracket in ["[", "(", "{", "not ", "lambda: "] {
        let workspace = Workspace::new();
        workspace.write(SCRIPT, format!("def main():\n    x = {}\n", open(bracket)));
        reports(&workspace, SCRIPT);
    }
    for (left, right) in [("[", "]"), ("(", ")")] {
        let text = format!("{}1{}", open(left), right.repeat(100_000));
        let workspace = Workspace::new();
        workspace.write(FLOW, flow(&format!("\"{text}\"")));
        workspace.write(SCRIPT, format!("def main():\n    return {text}\n"));
        workspace.write(
            "f/a/d.ts",
            format!("export async function main() {{ return {text} }}\n"),
        );
        survives(&workspace);
    }
}

/// Ends by itself and says so of `path` where it exits with 1.
#[track_caller]
fn reports_or_survives(workspace: &Workspace, path: &str) -> Run {
    let run = workspace.run("--check");
    assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
    assert!(run.code == Some(0) || run.stdout.contains(path), "{run:#?}");
    run
}

#[test]
fn deep_yaml() {
    let workspace = Workspace::new();
    let deep: String = (0..2000)
        .map(|i| format!("{}a:\n", " ".repeat(i)))
        .collect();
    workspace.write(FLOW, deep);
    reports(&workspace, FLOW);
}

#[test]
fn many_lines() {
    let workspace = Workspace::new();
    let steps: String = (0..9000)
        .map(|i| format!("    - id: s{i}\n      value:\n        type: identity\n\n"))
        .collect();
    workspace.write(FLOW, format!("value:\n  modules:\n{steps}"));
    workspace.write(
        "f/a/crlf.flow/flow.yaml",
        format!("value:\n  modules:\n{steps}").replace('\n', "\r\n"),
    );
    let run = workspace.run("--check --output-format json");
    assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
}

#[test]
fn line_ends_marks_and_tabs() {
    let plain = Workspace::with_mistake();
    let text = flow("results.fetch_usr");
    let expected = plain.run("--check").stdout;
    for text in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
        text.trim_end().to_owned(),
    ] {
        let workspace = Workspace::new();
        workspace.write(FLOW, &text);
        assert_eq!(
            workspace.run("--check").ends_with(1).stdout,
            expected,
            "{text:?}"
        );
    }
    let workspace = Workspace::new();
    workspace.write(
        FLOW,
        flow("results.fetch_user").replace("        type", "\t\ttype"),
    );
    reports(&workspace, FLOW);
    let workspace = Workspace::new();
    workspace.write(
        SCRIPT,
        "def main():\n\tif True:\n        return 1\n\t\treturn (\n",
    );
    reports(&workspace, SCRIPT);
}

#[test]
fn rules_that_do_not_exist_name_near_ones() {
    let workspace = Workspace::new();
    for (name, near) in [
        ("inner", "did you mean `inner-step-reference`?"),
        ("unknown-stpe", "did you mean `unknown-step`?"),
        ("nothing_like_it", "`windmill-ls --rules` lists them"),
    ] {
        let run = workspace.run(&format!("--check --select {name}"));
        assert!(run.ends_with(2).stderr.contains(near), "{}", run.stderr);
    }
}

#[test]
fn conflict_markers() {
    let conflict = "<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n";
    for path in [FLOW, SCRIPT] {
        let workspace = Workspace::new();
        workspace.write(path, format!("x: 1\n{conflict}"));
        reports(&workspace, path);
    }
}

#[test]
fn bytes_of_all_kinds() {
    let workspace = Workspace::new();
    let odd: String = (0..0x300).filter_map(char::from_u32).collect();
    workspace.write(FLOW, &odd);
    workspace.write(SCRIPT, &odd);
    let run = workspace.run("--check --color never");
    run.ends_with(1);
    assert!(
        !run.stdout.contains(['\u{1b}', '\u{7}', '\0']),
        "control characters stay out"
    );
    survives(&workspace);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let workspace = Workspace::with_mistake();
    let name = workspace.path("f/a").join(OsStr::from_bytes(b"caf\xe9.py"));
    fs::write(name, "def main(:\n").unwrap();
    let run = workspace.run("--check --select unknown-step");
    run.ends_with(1);
    assert!(run.stderr.contains("not UTF-8"), "{}", run.stderr);
}
