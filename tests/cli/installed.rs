//! The SDK of a workspace's virtual environment decides what a script may use.

use crate::support::Workspace;

const PACKAGES: &str = ".venv/lib/python3.12/site-packages";

/// What is found in a script, as `line: rule`, and the text of it all.
fn found(workspace: &Workspace) -> (Vec<String>, String) {
    let run = workspace
        .run("--check --output-format json --select unknown-sdk-name,sdk-arguments,deprecated-sdk");
    let findings = run.json()["findings"].clone();
    let findings = findings.as_array().unwrap();
    let shown = findings
        .iter()
        .map(|f| f["rule"].as_str().unwrap().to_owned());
    (shown.collect(), run.stdout)
}

#[test]
fn the_installed_version_wins() {
    let workspace = Workspace::new();
    workspace.write(
        "f/a/b.py",
        "import wmill\n\ndef main():\n    table = wmill.Windmill().brand_new(1)\n    \
         wmill.fresh(table)\n    return wmill.get_variable(\"f/a/x\")\n",
    );
    let (rules, _) = found(&workspace);
    assert_eq!(rules, ["unknown-sdk-name", "unknown-sdk-name"]);
    workspace.write(
        &format!("{PACKAGES}/wmill/client.py"),
        "raise SystemExit('this must not run')\n\nclass Windmill:\n    def brand_new(self): ...\n\n\
         def fresh(x): ...\n",
    );
    workspace.write(
        &format!("{PACKAGES}/wmill-7.8.9.dist-info/METADATA"),
        "Metadata-Version: 2.1\nName: wmill\nVersion: 7.8.9\n",
    );
    let (rules, text) = found(&workspace);
    assert_eq!(rules, ["sdk-arguments", "unknown-sdk-name"]);
    assert!(
        text.contains("get_variable") && text.contains("7.8.9"),
        "{text}"
    );
}

/// A workspace whose script uses `wmill.fresh`, which the package in `lib` has and the one in `.venv` not.
fn with_lib(toml: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("windmill-ls.toml", toml);
    workspace.write(
        "f/a/b.py",
        "import wmill\n\ndef main():\n    wmill.fresh()\n",
    );
    workspace.write(&format!("{PACKAGES}/wmill/client.py"), "def stale(): ...\n");
    workspace.write("lib/wmill/client.py", "def fresh(): ...\n");
    let version = "Metadata-Version: 2.1\nName: wmill\nVersion: 9.9.9\n";
    workspace.write("lib/wmill-9.9.9.dist-info/METADATA", version);
    workspace
}

#[test]
fn paths_in_the_settings_win_over_the_environment() {
    let missing = ["unknown-sdk-name"];
    assert_eq!(found(&with_lib("")).0, missing);
    let workspace = with_lib("[sdk]\npaths = [\"lib\"]\n");
    // The package's own files are no scripts, and no module that scripts import in place of the SDK.
    workspace.write("lib/wmill/__init__.py", "from .client import *\n");
    let odd = "import wmill\n\ndef main():\n    wmill.nonsense()\n";
    workspace.write("lib/wmill/odd.py", odd);
    let run = workspace.run("--check");
    assert!(run.ends_with(0).stderr.is_empty(), "{run:?}");
    // The folder of the settings counts, not the one that the program runs in.
    workspace.run_in("f/a", "--check").ends_with(0);
    let absolute = workspace.path("lib");
    let absolute = format!("[sdk]\npaths = ['{}']\n", absolute.display());
    workspace.write("windmill-ls.toml", absolute);
    assert!(found(&workspace).0.is_empty());
    // The first that has the package wins, and what it lacks is named with its version.
    workspace.write("more/wmill/client.py", "def other(): ...\n");
    workspace.write("windmill-ls.toml", "[sdk]\npaths = [\"more\", \"lib\"]\n");
    let (rules, text) = found(&workspace);
    assert_eq!(rules, missing);
    assert!(text.contains("the package in the workspace"), "{text}");
    workspace.write("windmill-ls.toml", "[sdk]\npaths = [\"lib\", \"more\"]\n");
    assert!(found(&workspace).0.is_empty());
    workspace.write(
        "f/a/b.py",
        "import wmill\n\ndef main():\n    wmill.stale()\n",
    );
    let (rules, text) = found(&workspace);
    assert!(rules == missing && text.contains("9.9.9"), "{text}");
}

#[test]
fn paths_that_cannot_be_heeded_are_told() {
    let outside = Workspace::new();
    outside.write("wmill/client.py", "def fresh(): ...\n");
    let absolute = outside.path(".").display().to_string();
    let cases = [
        ("../lib", "is outside the workspace and is not read"),
        (&absolute, "is outside the workspace and is not read"),
        ("lib/none", "is no folder"),
        ("lib/wmill/client.py", "is no folder"),
        ("f", "has no `wmill` or `skyvern` that can be read"),
    ];
    for (path, why) in cases {
        let workspace = with_lib(&format!("[sdk]\npaths = ['{path}']\n"));
        let run = workspace.run("--check --select unknown-sdk-name");
        let told = format!("windmill-ls: [sdk] paths: `{path}` {why}\n");
        assert_eq!(run.ends_with(1).stderr, told);
        let quiet = workspace.run("--check --quiet --select unknown-sdk-name");
        assert_eq!(quiet.ends_with(1).stderr, "");
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_path_out_of_the_workspace() {
    let outside = Workspace::new();
    outside.write("wmill/client.py", "def fresh(): ...\n");
    let workspace = with_lib("[sdk]\npaths = [\"away\", \"half\"]\n");
    workspace.write("half/skyvern/readme", "");
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(outside.path(from), workspace.path(to)).unwrap();
    };
    link(".", "away");
    link("wmill", "half/wmill");
    let run = workspace.run("--check --select unknown-sdk-name");
    let told = "windmill-ls: [sdk] paths: `away` leads out of the workspace and is not read\n\
                windmill-ls: [sdk] paths: `half` has no `wmill` or `skyvern` that can be read\n";
    assert_eq!(run.ends_with(1).stderr, told);
}
