//! `--rename`: what it changes, what it moves, and why it refuses.

use std::fs;

use crate::support::Workspace;

const FLOW: &str = "summary: s
value:
  modules:
    - id: first
      value:
        type: script
        path: f/a/pay
        input_transforms:
          amount: {type: javascript, expr: flow_input.total}
    - id: last
      value:
        type: identity
      stop_after_if:
        expr: results.first == 1
schema:
  properties:
    total: {type: number}
";

const SCRIPT: &str = "def main(amount: float):\n    return amount\n";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("f/a/b.flow/flow.yaml", FLOW);
    workspace.write("f/a/pay.py", SCRIPT);
    workspace.write(
        "f/a/pay.script.yaml",
        "summary: pay\nlock: '!inline f/a/pay.script.lock'\n",
    );
    workspace.write("f/a/pay.script.lock", "");
    workspace.write("f/a/use.py", "from f.a.pay import main\n");
    workspace
}

fn text(workspace: &Workspace, path: &str) -> String {
    fs::read_to_string(workspace.path(path)).unwrap()
}

#[test]
fn a_script_moves_and_all_that_names_it_follows() {
    let workspace = workspace();
    let run = workspace.run("--rename f/a/pay f/money/charge");
    assert_eq!(run.code, Some(0), "{run:#?}");
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "windmill-ls: 3 places in 3 files changed, 3 moved\n"
    );
    assert_eq!(
        text(&workspace, "f/a/b.flow/flow.yaml"),
        FLOW.replace("f/a/pay", "f/money/charge")
    );
    assert_eq!(text(&workspace, "f/money/charge.py"), SCRIPT);
    assert_eq!(
        text(&workspace, "f/a/use.py"),
        "from f.money.charge import main\n"
    );
    let metadata = "summary: pay\nlock: '!inline f/money/charge.script.lock'\n";
    assert_eq!(text(&workspace, "f/money/charge.script.yaml"), metadata);
    assert!(workspace.path("f/money/charge.script.lock").exists());
    assert!(!workspace.path("f/a/pay.py").exists());
    let back = workspace.run_in("f/money", "--quiet --rename f/money/charge f/a/pay");
    assert_eq!((back.code, back.stderr.as_str()), (Some(0), ""));
    assert_eq!(text(&workspace, "f/a/b.flow/flow.yaml"), FLOW);
    assert_eq!(text(&workspace, "f/a/pay.py"), SCRIPT);
}

/// Locks that are kept out of the repository are known by their metadata.
#[test]
fn a_lock_follows_its_script_though_it_is_ignored() {
    for is_there in [true, false] {
        let workspace = workspace();
        workspace.write(".gitignore", "*lock*\n");
        let lock = workspace.path("f/a/pay.script.lock");
        if !is_there {
            fs::remove_file(&lock).unwrap();
        }
        let before = workspace.run("--check --exit-zero").stdout;
        workspace
            .run("--rename f/a/pay f/money/charge")
            .ends_with(0);
        assert_eq!(
            text(&workspace, "f/money/charge.script.yaml"),
            "summary: pay\nlock: '!inline f/money/charge.script.lock'\n"
        );
        assert!(!lock.exists());
        let lock = workspace.path("f/money/charge.script.lock");
        assert_eq!(lock.exists(), is_there);
        let after = workspace.run("--check --exit-zero").stdout;
        assert_eq!(after, before.replace("f/a/pay", "f/money/charge"));
    }
}

#[test]
fn steps_inputs_and_parameters() {
    let workspace = workspace();
    let flow = |workspace: &Workspace| text(workspace, "f/a/b.flow/flow.yaml");
    let run = workspace.run("--rename f/a/b#first pay-out");
    assert_eq!(run.stderr, "windmill-ls: 2 places in 1 file changed\n");
    assert!(flow(&workspace).contains("expr: results[\"pay-out\"] == 1"));
    assert_eq!(workspace.run("--rename f/a/b?total sum").code, Some(0));
    assert!(flow(&workspace).contains("expr: flow_input.sum}"));
    assert!(flow(&workspace).contains("    sum: {type: number}"));
    assert_eq!(workspace.run("--rename f/a/pay?amount total").code, Some(0));
    assert!(flow(&workspace).contains("total: {type: javascript"));
    assert_eq!(
        text(&workspace, "f/a/pay.py"),
        SCRIPT.replace("amount", "total")
    );
    assert_eq!(workspace.run("--rename f/a/b f/c/d").code, Some(0));
    assert!(workspace.path("f/c/d.flow/flow.yaml").exists());
    assert!(!workspace.path("f/a/b.flow").exists());
}

#[test]
fn properties_of_results() {
    let workspace = workspace();
    workspace.write(
        "f/a/pay.py",
        "def main(amount: float):\n    return {'rows': [{'total': amount}], 'count': 1}\n",
    );
    let reads = FLOW.replace(
        "results.first == 1",
        "results.first.rows[0].total == results.first.count",
    );
    workspace.write("f/a/b.flow/flow.yaml", &reads);
    let run = workspace.run("--rename f/a/b#first.rows.total sum");
    assert_eq!(run.stderr, "windmill-ls: 2 places in 2 files changed\n");
    let run = workspace.run("--rename f/a/pay.count number");
    assert_eq!(run.stderr, "windmill-ls: 2 places in 2 files changed\n");
    assert_eq!(
        text(&workspace, "f/a/pay.py"),
        "def main(amount: float):\n    return {'rows': [{'sum': amount}], 'number': 1}\n"
    );
    assert_eq!(
        text(&workspace, "f/a/b.flow/flow.yaml"),
        reads
            .replace("total ==", "sum ==")
            .replace("count", "number")
    );
    // What may be the same and is left is said.
    workspace.write(
        "f/a/use.py",
        "from f.a.pay import main\nprint(main(1)['number'])\n",
    );
    let run = workspace.run("--rename f/a/pay.number n --diff");
    let left = "windmill-ls: this may be the same property, and is left: line 2 of `f/a/use.py`\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), left));
}

#[test]
fn a_diff_writes_nothing() {
    let workspace = workspace();
    let run = workspace.run("--rename f/a/pay f/money/charge --diff");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    assert!(
        run.stdout
            .contains("--- a/f/a/b.flow/flow.yaml\n+++ b/f/a/b.flow/flow.yaml\n@@"),
        "{run:#?}"
    );
    let metadata = "diff --git a/f/a/pay.script.yaml b/f/money/charge.script.yaml\n\
                    rename from f/a/pay.script.yaml\nrename to f/money/charge.script.yaml\n\
                    --- a/f/a/pay.script.yaml\n+++ b/f/money/charge.script.yaml\n@@ -1,2 +1,2 @@\n";
    assert!(run.stdout.contains(metadata), "{run:#?}");
    assert!(
        run.stdout
            .contains("rename from f/a/pay.py\nrename to f/money/charge.py\n"),
        "{run:#?}"
    );
    assert_eq!(text(&workspace, "f/a/b.flow/flow.yaml"), FLOW);
    assert!(workspace.path("f/a/pay.py").exists());
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let workspace = workspace();
    workspace.write("f/a/b.py", SCRIPT);
    workspace.write("f/hidden/x.py", "kept");
    workspace.write(".ignore", "f/hidden\n");
    let refused = |args: &str, reason: &str| {
        let run = workspace.run(&format!("--rename {args}"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args}");
        assert_eq!(run.stderr, format!("windmill-ls: {reason}\n"), "{args}");
    };
    let none = "There is no script, flow, resource or variable `f/a/none` in this workspace";
    refused("f/a/none f/a/x", none);
    refused(
        "f/a/pay#x y",
        "There is no flow `f/a/pay` in this workspace",
    );
    let property = "`f/a/b#first` gives no property `none` that code is seen to make";
    refused("f/a/b#first.none y", property);
    refused("f/a/b#none.x y", "The flow has no step `none`");
    refused("f/a/b#none y", "The flow has no step `none`");
    refused("f/a/pay?none y", "`main` has no parameter `none`");
    let several = "`f/a/b` is a script and a flow: write `script:f/a/b` or `flow:f/a/b`";
    refused("f/a/b f/a/c", several);
    refused("f/a/pay f/a/use", "There is `f/a/use.py` already");
    refused("f/a/pay f/hidden/x", "there is `f/hidden/x.py` already");
    assert_eq!(text(&workspace, "f/hidden/x.py"), "kept");
    assert_eq!(text(&workspace, "f/a/b.flow/flow.yaml"), FLOW);
    assert_eq!(workspace.run("--rename flow:f/a/b f/a/c").code, Some(0));
    assert!(workspace.path("f/a/c.flow/flow.yaml").exists());
    // One name alone, or a path beside them, is a mistake of the arguments.
    assert_eq!(workspace.run("--rename f/a/b").code, Some(2));
    assert_eq!(workspace.run("--rename f/a/b f/a/x f").code, Some(2));
    assert_eq!(workspace.run("--rename f/a/b f/a/x --fix").code, Some(2));
    assert!(workspace.path("f/a/b.py").exists());
}

#[cfg(unix)]
#[test]
fn where_one_file_cannot_be_written_all_stay_as_they_are() {
    let workspace = workspace();
    let outside = tempfile::tempdir().unwrap();
    // The last of them by its path has another name elsewhere, which would keep the old text.
    fs::hard_link(workspace.path("f/a/use.py"), outside.path().join("use.py")).unwrap();
    let run = workspace.run("--rename f/a/pay f/money/charge");
    assert_eq!(run.code, Some(2), "{run:#?}");
    assert!(run.stderr.contains("f/a/use.py: "), "{}", run.stderr);
    assert!(run.stderr.contains("nothing is renamed"), "{}", run.stderr);
    assert_eq!(text(&workspace, "f/a/b.flow/flow.yaml"), FLOW);
    assert!(text(&workspace, "f/a/pay.script.yaml").contains("f/a/pay"));
    assert_eq!(text(&workspace, "f/a/pay.py"), SCRIPT);
    assert!(!workspace.path("f/money").exists());
}
