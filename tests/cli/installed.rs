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
