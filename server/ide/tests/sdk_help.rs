//! What the findings about the SDKs say: who has a name that the package has not, what a class has.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use sdk::{InstalledSdks, Sdk};

/// The message and the help of the one finding in a script.
#[track_caller]
fn told(text: &str) -> (String, String) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['**']\n".into()));
    let id = workspace.set("/w/f/a/b.py", Source::Text(text.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let rules = ["unknown-sdk-name", "sdk-arguments", "deprecated-sdk"];
    let found = snapshot.check(id);
    let mut found = found.iter().filter(|f| rules.contains(&f.rule.name));
    let only = found.next().unwrap();
    assert!(found.next().is_none(), "{text}");
    assert!(only.message.chars().count() <= 80, "{}", only.message);
    (only.message.clone(), only.help.clone().unwrap_or_default())
}

#[test]
fn the_help_says_who_has_the_name() {
    let rows = [
        (
            "wmill.get('x')",
            "it is a method: call `wmill.Windmill().get(…)`",
        ),
        (
            "wmill.wait_job('x')",
            "it is a method: call `wmill.Windmill().wait_job(…)`",
        ),
        (
            "wmill.version()",
            "it is a property: write `wmill.Windmill().version`",
        ),
        (
            "wmill.state_path()",
            "it is a property: write `wmill.Windmill().state_path`",
        ),
        (
            "wmill.query('x')",
            "it is a method of `DataTableClient` and `DucklakeClient`: call `wmill.datatable().query(…)`",
        ),
        (
            "wmill.append_partition('x')",
            "it is a method of `DucklakeClient`: call `wmill.ducklake().append_partition(…)`",
        ),
        (
            "wmill.fetch_one()",
            "it is a method of `SqlQuery`, which `query` gives",
        ),
        ("wmill.get_varible('x')", "did you mean `get_variable`?"),
        ("wmill.datatable().querry('x')", "did you mean `query`?"),
        (
            "wmill.datatable().query('x').rows()",
            "it has execute, fetch, fetch_fn, fetch_one, fetch_one_scalar, sql",
        ),
        (
            "wmill.Windmill().something_else()",
            "this is checked against version 1.850.0",
        ),
    ];
    for (call, want) in rows {
        let (_, help) = told(&format!("import wmill\n\ndef main():\n    return {call}\n"));
        assert_eq!(help, want, "{call}");
    }
}

#[test]
fn the_message_names_the_class() {
    let script = |code: &str| format!("import wmill\nfrom skyvern import Skyvern\n\n{code}\n");
    let (message, _) = told(&script("def main(c: Skyvern):\n    return c.run_tusk()"));
    assert_eq!(
        message,
        "`run_tusk` does not exist in `Skyvern`: the script fails here"
    );
    let (message, help) = told(&script(
        "def main(c: Skyvern):\n    return c.agent.run_task(prompt='x', engin='y')",
    ));
    assert_eq!(message, "`run_task` takes no argument `engin`");
    assert_eq!(help, "did you mean `engine`?");
    let (message, help) = told(&script(
        "def main():\n    return wmill.Windmill().get_job()",
    ));
    assert_eq!(message, "`get_job` is called without `job_id`");
    assert_eq!(help, "its arguments are: job_id");
    let (message, help) = told(&script("def main():\n    wmill.Windmill().run_script('x')"));
    assert_eq!(message, "`run_script` is deprecated in the SDK `wmill`");
    assert_eq!(
        help,
        "use `run_script_by_path` or `run_script_by_hash` instead"
    );
}

#[test]
fn hover_shows_what_is_installed() {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['**']\n".into()));
    let text = "import wmill\n\ndef main():\n    return wmill.Windmill().brand_new(1)\n";
    let id = workspace.set("/w/f/a/b.py", Source::Text(text.into()));
    let source =
        "class Windmill:\n    def brand_new(self, x: int) -> str:\n        \"\"\"Do é.\"\"\"\n";
    workspace.set_installed(InstalledSdks {
        wmill: Some(Sdk::from_source(&[("client.py", source)], "7.8.9")),
        ..InstalledSdks::default()
    });
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let at = text.find("brand_new").unwrap();
    let hover = snapshot.hover(id, at).unwrap();
    for part in ["x: int", "Do é.", "7.8.9"] {
        let text = hover.text.to_markdown();
        assert!(text.contains(part), "{text}");
    }
}
