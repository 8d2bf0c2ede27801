//! What is read from the disk, and what is not: files that are none, files above the repository, links that
//! lead out, files that belong to no workspace.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Workspace, flow};

const CHECK: &str = "--check --output-format json";

/// The files with findings.
fn files(output: &Value) -> Vec<String> {
    let findings = output["findings"].as_array().unwrap().iter();
    let mut files: Vec<String> = findings
        .map(|f| f["file"].as_str().unwrap().to_owned())
        .collect();
    files.dedup();
    files
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_have_an_end() {
    use std::os::unix::fs::symlink;
    for name in [
        ".gitignore",
        ".ignore",
        "f/a/.gitignore",
        "f/a/.ignore",
        "f/a/.git",
        ".git/info/exclude",
        "wmill.yaml",
        "windmill-ls.toml",
        "f/a/x.py",
        "f/a/x.ts",
        "f/a/x.script.yaml",
        "f/a/x.resource.yaml",
        "f/a/x.flow/flow.yaml",
        ".venv/lib/python3.12/site-packages/wmill/client.py",
    ] {
        for device in [false, true] {
            let workspace = Workspace::with_mistake();
            workspace.write(".git/info/x", "");
            let path = workspace.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = fs::remove_file(&path);
            match device {
                true => symlink("/dev/zero", &path).unwrap(),
                false => {
                    let made = std::process::Command::new("mkfifo").arg(&path).status();
                    assert!(made.unwrap().success());
                }
            }
            let run = workspace.run(CHECK);
            // A file with settings that cannot be read is a failure, and said.
            if name == "windmill-ls.toml" {
                assert!(run.ends_with(2).stderr.contains(name), "{run:?}");
                continue;
            }
            let found = files(&run.ends_with(1).json());
            assert!(
                found.contains(&"f/a/b.flow/flow.yaml".to_owned()),
                "{name}: {found:?}"
            );
        }
    }
}

#[test]
fn rules_above_the_repository_do_not_count() {
    for inside in ["repo", "repo/below"] {
        let outer = Workspace::with_mistake();
        outer.write("repo/.git/HEAD", "");
        outer.write(&format!("{inside}/wmill.yaml"), "");
        outer.write(
            &format!("{inside}/f/a/b.flow/flow.yaml"),
            flow("results.nobody"),
        );
        for rules in [".gitignore", ".ignore"] {
            outer.write(rules, "*\n");
        }
        outer.write("windmill-ls.toml", "[rules]\nunknown-step = 'off'\n");
        let run = outer.run_in(inside, CHECK);
        assert_eq!(files(&run.ends_with(1).json()), ["f/a/b.flow/flow.yaml"]);
        // Those of the repository do.
        outer.write("repo/.gitignore", "*.flow\n");
        outer.run_in(inside, CHECK).ends_with(2);
        outer.write(&format!("{inside}/.ignore"), "!*.flow\n");
        outer.run_in(inside, CHECK).ends_with(1);
    }
}

#[test]
fn a_workspace_ends_at_its_repository() {
    let outer = Workspace::with_mistake();
    outer.write("repo/.git/HEAD", "");
    outer.write("repo/f/a/b.flow/flow.yaml", flow("results.nobody"));
    let run = outer.run_in("repo", &format!("{CHECK} --verbose"));
    assert_eq!(files(&run.ends_with(1).json()), ["f/a/b.flow/flow.yaml"]);
    assert!(run.stderr.contains("1 file known"), "{}", run.stderr);
}

#[test]
fn a_file_that_belongs_to_no_workspace_is_read_alone() {
    let workspace = Workspace::unmarked();
    for path in ["note.py", "other.py", "below/x.py"] {
        workspace.write(path, "def main():\n    return 1\n");
    }
    let known = |args: &str| {
        let run = workspace.run(&format!("--check --verbose {args}"));
        let known = run.stderr.lines().find(|l| l.contains(" known, "));
        known.unwrap_or_default().to_owned()
    };
    assert!(known("note.py").contains(" 1 file known, 1 to check"));
    let step = "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        content: '!inline other.py'\n";
    workspace.write("flow.yaml", step);
    assert!(known("flow.yaml").contains(" 2 files known, 1 to check"));
    assert!(known("flow.yaml note.py").contains(" 3 files known, 2 to check"));
    // A folder that is named is a workspace by itself.
    assert!(known(".").contains(" 4 files known, 4 to check"));
    workspace.write("wmill.yaml", "");
    assert!(known("note.py").contains(" 5 files known, 1 to check"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused_when_they_are_named() {
    use std::os::unix::fs::symlink;
    let (workspace, out) = (Workspace::with_mistake(), TempDir::new().unwrap());
    fs::create_dir_all(out.path().join("deep")).unwrap();
    for path in ["deep/s.py", "flow.yaml", "wmill.yaml"] {
        fs::write(out.path().join(path), "TOPSECRET: [\n").unwrap();
    }
    symlink(out.path(), workspace.path("f/out")).unwrap();
    symlink(out.path().join("flow.yaml"), workspace.path("f/a/s.py")).unwrap();
    symlink(workspace.path("f/a"), workspace.path("f/in")).unwrap();
    for path in [
        "f/out",
        "f/out/flow.yaml",
        "f/out/deep",
        "f/out/deep/s.py",
        "f/a/s.py",
    ] {
        let run = workspace.run(&format!("{CHECK} {path}"));
        assert_eq!(run.ends_with(2).stdout, "", "{path}");
        assert!(
            run.stderr.contains("leads out of its workspace"),
            "{path}: {run:?}"
        );
        assert!(!run.stderr.contains("TOPSECRET"), "{run:?}");
    }
    // One that stays inside is as good as any.
    let run = workspace.run(&format!("{CHECK} f/in"));
    assert_eq!(files(&run.ends_with(1).json()), ["f/in/b.flow/flow.yaml"]);
}

#[cfg(unix)]
#[test]
fn settings_behind_a_link_that_leads_out_are_not_read() {
    let (workspace, out) = (Workspace::with_mistake(), TempDir::new().unwrap());
    let secret = out.path().join("secret.toml");
    fs::write(&secret, "TOPSECRET = 1\n[rules]\nTOPSECRET = 2\n").unwrap();
    std::os::unix::fs::symlink(&secret, workspace.path("windmill-ls.toml")).unwrap();
    let run = workspace.run(CHECK);
    assert!(
        run.ends_with(2)
            .stderr
            .contains("leads out of the workspace"),
        "{run:?}"
    );
    assert!(!run.stderr.contains("TOPSECRET"), "{run:?}");
}

#[test]
fn hostile_rules_are_told_and_do_not_count() {
    let hostile = |rule: &str| rule.repeat(60_000 / rule.len());
    for (text, told) in [
        ("x\n".repeat(200_000), "over 256 KiB"),
        (hostile("**/a*b*c*d*e*f*g*/**/x\n"), "too long"),
        (format!("{}\n", "x".repeat(5000)), "1 of its rules"),
    ] {
        let workspace = Workspace::with_mistake();
        workspace.write(".git/HEAD", "");
        workspace.write("f/a/.gitignore", &text);
        workspace.write(&format!("f/a/{}.py", "a".repeat(200)), "");
        let run = workspace.run(CHECK);
        assert!(
            run.ends_with(2).stderr.contains(told),
            "{told}: {}",
            run.stderr
        );
        assert_eq!(files(&run.json()), ["f/a/b.flow/flow.yaml"]);
    }
    // Rules that are none say nothing.
    let workspace = Workspace::with_mistake();
    workspace.write(".git/HEAD", "");
    workspace.write(".gitignore", b"\xff\xfe\n[\n{{{\n\\\n!\n/\n");
    workspace.run(CHECK).ends_with(1);
}
