//! `--since`: only what a change brought is told, wherever it shows, and what it took away.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Workspace, flow};

const CALLER: &str = "f/a/caller.flow/flow.yaml";

fn caller(property: &str) -> String {
    format!(
        "summary: Charge
value:
  modules:
    - id: charge
      value:
        type: script
        path: f/lib/charge
        input_transforms:
          amount:
            type: static
            value: 3
    - id: tell
      value:
        type: script
        path: hub/1/tell
        input_transforms:
          text:
            type: javascript
            expr: results.charge.{property}
"
    )
}

const CHARGE: &str = "def main(amount: int):\n    return {\"total\": amount, \"fee\": 1}\n";

fn git(folder: &Path, args: &str) -> String {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args.split_whitespace())
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("HOME", folder);
    let done = command.output().expect("git runs");
    assert!(
        done.status.success(),
        "git {args}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

fn commit(workspace: &Workspace, message: &str) {
    git(&workspace.path("."), "add --all");
    git(
        &workspace.path("."),
        &format!("commit --quiet -m {message}"),
    );
}

/// A repository with a script, who uses it, and a flow with a mistake of old.
fn repository() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("f/a/old.flow/flow.yaml", flow("results.fetch_usr"));
    workspace.write("f/lib/charge.py", CHARGE);
    workspace.write(CALLER, caller("total"));
    workspace.write(
        "f/a/nightly.schedule.yaml",
        "schedule: 0 0 4 * * *\ntimezone: UTC\nenabled: true\nscript_path: f/lib/charge\nis_flow: false\nargs:\n  amount: 1\n",
    );
    git(&workspace.path("."), "init --quiet");
    commit(&workspace, "base");
    workspace
}

fn concise(workspace: &Workspace, revision: &str, code: i32) -> String {
    let run = workspace.run(&format!(
        "--check --since {revision} --output-format concise"
    ));
    run.ends_with(code);
    run.stdout
}

#[test]
fn nothing_changed() {
    let workspace = repository();
    assert_eq!(concise(&workspace, "HEAD", 0), "");
    workspace.run("--check").ends_with(1);
}

#[test]
fn a_property_that_is_gone_shows_in_files_that_were_not_touched() {
    let workspace = repository();
    workspace.write("f/lib/charge.py", CHARGE.replace("total", "sum"));
    let text = concise(&workspace, "HEAD", 0);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with(&format!("{CALLER}:19:")), "{text}");
    assert_eq!(
        lines[1],
        format!("1 flow uses property `total` of `f/lib/charge`, which is gone: {CALLER}")
    );
    let json = workspace
        .run("--check --since HEAD --output-format json")
        .json();
    assert_eq!(
        json["lost"],
        serde_json::json!([{"kind": "property", "path": "f/lib/charge", "name": "total", "users": [CALLER]}])
    );
}

#[test]
fn a_parameter_that_is_gone_and_one_that_came() {
    let workspace = repository();
    workspace.write(
        "f/lib/charge.py",
        CHARGE.replace("amount: int", "cents: int"),
    );
    let text = concise(&workspace, "HEAD", 1);
    assert!(text.contains(&format!("{CALLER}:")), "{text}");
    assert!(text.contains("f/a/nightly.schedule.yaml:"), "{text}");
    let lost = "1 flow and 1 schedule use input `amount` of `f/lib/charge`, which is gone: \
                f/a/caller.flow/flow.yaml, f/a/nightly.schedule.yaml";
    assert!(text.contains(lost), "{text}");
    assert!(!text.contains("f/a/old.flow"), "{text}");
}

#[test]
fn a_script_that_is_gone() {
    let workspace = repository();
    fs::remove_file(workspace.path("f/lib/charge.py")).unwrap();
    let text = concise(&workspace, "HEAD", 1);
    assert!(text.contains("use `f/lib/charge`, which is gone"), "{text}");
}

#[test]
fn what_is_moved_brings_nothing_of_its_own() {
    let workspace = repository();
    fs::rename(
        workspace.path("f/a/old.flow"),
        workspace.path("f/a/new.flow"),
    )
    .unwrap();
    assert_eq!(concise(&workspace, "HEAD", 0), "");
    // Also where something else in it changed.
    let text = flow("results.fetch_usr").replace("Greet", "Say hello");
    workspace.write("f/a/new.flow/flow.yaml", text);
    assert_eq!(concise(&workspace, "HEAD", 0), "");
}

#[test]
fn a_script_that_is_moved_is_told_where_it_is_named_still() {
    let workspace = repository();
    fs::rename(
        workspace.path("f/lib/charge.py"),
        workspace.path("f/lib/bill.py"),
    )
    .unwrap();
    let text = concise(&workspace, "HEAD", 1);
    let told = "1 flow and 1 schedule use `f/lib/charge`, which is `f/lib/bill` now: ";
    assert!(text.contains(told), "{text}");
    let run = workspace.run("--rename f/lib/bill f/lib/charge");
    run.ends_with(0);
    assert_eq!(concise(&workspace, "HEAD", 0), "");
}

/// In another language, or in a folder of the other layout, it is there still.
#[test]
fn what_has_the_same_path_is_not_gone() {
    let workspace = repository();
    fs::remove_file(workspace.path("f/lib/charge.py")).unwrap();
    let code =
        "export async function main(amount: number) {\n  return { total: amount, fee: 1 };\n}\n";
    workspace.write("f/lib/charge.ts", code);
    let text = concise(&workspace, "HEAD", 0);
    assert!(!text.contains("gone"), "{text}");
    workspace.write("f/lib/charge.ts", code.replace("total", "sum"));
    let text = concise(&workspace, "HEAD", 0);
    assert!(
        text.contains("1 flow uses property `total` of `f/lib/charge`, which is gone"),
        "{text}"
    );
}

#[test]
fn commits_branches_and_files_that_git_does_not_know() {
    let workspace = repository();
    let folder = workspace.path(".");
    git(&folder, "checkout --quiet -b topic");
    workspace.write("f/a/mine.flow/flow.yaml", flow("results.mine"));
    commit(&workspace, "mine");
    git(&folder, "checkout --quiet main");
    workspace.write("f/a/theirs.flow/flow.yaml", flow("results.theirs"));
    commit(&workspace, "theirs");
    git(&folder, "checkout --quiet topic");
    // From where the branches part: what the other one brought is not taken for ours.
    let text = concise(&workspace, "main", 1);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.starts_with("f/a/mine.flow"), "{text}");
    workspace.write("f/a/untracked.flow/flow.yaml", flow("results.untracked"));
    assert_eq!(concise(&workspace, "HEAD~1", 1).lines().count(), 2);
    assert_eq!(
        concise(&workspace, &git(&folder, "rev-parse HEAD"), 1)
            .lines()
            .count(),
        1
    );
}

#[test]
fn packed_objects_worktrees_and_shallow_clones() {
    let workspace = repository();
    let folder = workspace.path(".");
    workspace.write("f/a/mine.flow/flow.yaml", flow("results.mine"));
    commit(&workspace, "mine");
    git(&folder, "pack-refs --all");
    git(&folder, "gc --quiet");
    assert_eq!(concise(&workspace, "HEAD~1", 1).lines().count(), 1);
    assert_eq!(concise(&workspace, "main", 0), "");

    let beside = Workspace::unmarked();
    let linked = beside.path("linked");
    git(
        &folder,
        &format!("worktree add --quiet {} HEAD", linked.display()),
    );
    let run = beside.run_in("linked", "--check --since HEAD~1 --output-format concise");
    run.ends_with(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");

    git(
        &beside.path("."),
        &format!(
            "clone --quiet --depth 1 file://{} shallow",
            folder.display()
        ),
    );
    let run = beside.run_in("shallow", "--check --since HEAD~1");
    run.ends_with(2);
    assert!(
        run.stderr
            .contains("--since HEAD~1: there is no such revision in this clone, which is shallow"),
        "{run:?}"
    );
    beside
        .run_in("shallow", "--check --since HEAD")
        .ends_with(0);
}

/// What a checkout leaves out is not gone.
#[test]
fn sparse_checkouts_and_partial_clones() {
    let workspace = repository();
    let folder = workspace.path(".");
    git(&folder, "config uploadpack.allowFilter true");
    let beside = Workspace::unmarked();
    let from = format!("file://{}", folder.display());
    git(
        &beside.path("."),
        &format!("clone --quiet --sparse {from} sparse"),
    );
    for form in ["--no-sparse-index", "--sparse-index"] {
        git(
            &beside.path("sparse"),
            &format!("sparse-checkout set {form} f/a"),
        );
        assert!(!beside.path("sparse/f/lib").exists(), "{form}");
        let run = beside.run_in("sparse", "--check --since HEAD --output-format concise");
        run.ends_with(0);
        assert_eq!(run.stdout, "", "{form}");
    }

    workspace.write("f/lib/charge.py", CHARGE.replace("total", "sum"));
    commit(&workspace, "sum");
    git(
        &beside.path("."),
        &format!("clone --quiet --filter=blob:none {from} partial"),
    );
    let run = beside.run_in("partial", "--check --since HEAD~1");
    run.ends_with(2);
    let told = "--since HEAD~1: `f/lib/charge.py` of that revision is not in this clone; a partial clone has not all files";
    assert!(run.stderr.contains(told), "{run:?}");
}

#[test]
fn a_workspace_below_the_repository() {
    let outer = Workspace::unmarked();
    outer.write("ops/wmill.yaml", "defaultTs: bun\n");
    outer.write("ops/f/lib/charge.py", CHARGE);
    outer.write(&format!("ops/{CALLER}"), caller("total"));
    git(&outer.path("."), "init --quiet");
    commit(&outer, "base");
    outer.write("ops/f/lib/charge.py", CHARGE.replace("total", "sum"));
    let run = outer.run("--check ops --since HEAD --output-format concise");
    run.ends_with(0);
    assert!(
        run.stdout.contains("1 flow uses property `total`"),
        "{run:?}"
    );
}

#[test]
fn no_repository_and_no_such_revision() {
    let workspace = Workspace::with_mistake();
    let run = workspace.run("--check --since HEAD");
    run.ends_with(2);
    assert!(run.stderr.contains("is in no git repository"), "{run:?}");
    let alone = Workspace::unmarked();
    alone.write("b.flow/flow.yaml", flow("results.fetch_user"));
    let run = alone.run("--check b.flow/flow.yaml --since HEAD");
    run.ends_with(2);
    assert!(
        run.stderr.contains("lies in no git repository")
            || run.stderr.contains("is in no git repository"),
        "{run:?}"
    );
    let run = repository().run("--check --since nowhere");
    run.ends_with(2);
    assert_eq!(
        run.stderr,
        "windmill-ls: --since nowhere: there is no such revision\n"
    );
}

#[test]
fn a_baseline_and_a_revision_go_together() {
    let workspace = repository();
    workspace.write("f/a/mine.flow/flow.yaml", flow("results.mine"));
    workspace
        .run("--check --baseline known.json --write-baseline")
        .ends_with(0);
    workspace.write("f/a/more.flow/flow.yaml", flow("results.more"));
    let run = workspace.run("--check --since HEAD --baseline known.json --output-format concise");
    run.ends_with(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
}
