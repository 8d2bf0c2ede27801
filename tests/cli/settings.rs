//! `windmill-ls.toml`: found, heeded, and told of where it cannot be understood.

use crate::support::Workspace;

fn with(toml: &str) -> Workspace {
    let workspace = Workspace::with_mistake();
    workspace.write("windmill-ls.toml", toml);
    workspace
}

#[test]
fn levels_of_rules() {
    let off = with("[rules]\nunknown-step = \"off\"\n");
    off.run("--check").ends_with(0);
    // The command line has the last word.
    off.run("--check --select unknown-step").ends_with(1);
    off.run("--check --error unknown-step").ends_with(1);
    off.run("--check --no-config").ends_with(1);
    let hint = with("[rules]\nunknown-step = \"hint\"\n");
    assert!(
        hint.run("--check --output-format concise")
            .ends_with(0)
            .stdout
            .contains("hint[unknown-step]")
    );
    let pedantic = with("[rules]\nunused-flow-input = \"warning\"\nunknown-step = \"off\"\n");
    pedantic.write(
        "f/a/c.flow/flow.yaml",
        "summary: A\nvalue:\n  modules: []\nschema:\n  type: object\n  properties:\n    x:\n      type: string\n",
    );
    let run = pedantic.run("--check --output-format concise");
    assert!(run.stdout.contains("warning[unused-flow-input]"), "{run:?}");
}

#[test]
fn paths() {
    with("[files]\nexclude = [\"f/a/**\"]\n")
        .run("--check")
        .ends_with(0);
    with("[files]\nexclude = [\"f/b/**\"]\n")
        .run("--check")
        .ends_with(1);
    let per_path = "[[per-path]]\npaths = [\"f/a/**\"]\nrules = { unknown-step = \"off\" }\n";
    with(per_path).run("--check").ends_with(0);
    with(&per_path.replace("f/a", "f/b"))
        .run("--check")
        .ends_with(1);
}

#[test]
fn more_that_is_known() {
    let workspace = with("[openflow]\nlanguages = [\"cobol\"]\n[rules]\nunknown-step = \"off\"\n");
    let flow = "summary: A\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: \
                cobol\n        content: x\n        input_transforms: {}\n";
    workspace.write("f/a/c.flow/flow.yaml", flow);
    workspace.run("--check").ends_with(0);
    workspace
        .run("--check --no-config --select invalid-value")
        .ends_with(1);
}

#[test]
fn another_file() {
    let workspace = with("[rules]\nunknown-step = \"off\"\n");
    workspace.write("other.toml", "[rules]\nunknown-step = \"warning\"\n");
    let run = workspace.run("--check --config other.toml --output-format concise");
    assert!(
        run.ends_with(0).stdout.contains("warning[unknown-step]"),
        "{run:?}"
    );
    workspace.run("--check --config none.toml").ends_with(2);
    // From a folder below it is the same file.
    workspace.run_in("f/a", "--check").ends_with(0);
}

#[test]
fn what_is_not_understood_is_told_with_its_line() {
    let run = with("[rules]\nunknown-stpe = \"off\"\n").run("--check");
    assert!(
        run.ends_with(1).stderr.contains(
            "windmill-ls.toml:2: there is no rule `unknown-stpe`; did you mean `unknown-step`?"
        ),
        "{run:?}"
    );
    let run = with("\n[rulez]\n").run("--check");
    assert!(
        run.ends_with(1)
            .stderr
            .contains("windmill-ls.toml:2: there is no setting `rulez`; did you mean `rules`?"),
        "{run:?}"
    );
    for broken in [
        "[rules]\nunknown-step = 3\n",
        "rules = 3\n",
        "[rules\n",
        "[files]\nexclude = [\"a{\"]\n",
    ] {
        let run = with(broken).run("--check");
        assert!(
            run.ends_with(2).stderr.contains("windmill-ls.toml:"),
            "{run:?}"
        );
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn the_schema_is_the_committed_one() {
    let run = Workspace::new().run("--print-schema config");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../grammars/windmill-ls.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &run.stdout).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == run.stdout,
        "run `UPDATE=1 cargo test -p tests --test cli`"
    );
}
