//! Formats that other programs read: each is parsed again and looked into.

use serde_json::Value;

use crate::support::Workspace;

fn output(format: &str) -> String {
    let run = Workspace::with_mistake().run(&format!("--check --output-format {format}"));
    run.ends_with(1);
    assert_eq!(run.stderr, "");
    run.stdout
}

fn json(format: &str) -> Value {
    serde_json::from_str(&output(format)).expect("it is JSON")
}

const FILE: &str = "f/a/b.flow/flow.yaml";

#[test]
fn json_lines() {
    let text = output("json-lines");
    assert_eq!(text.lines().count(), 1);
    let finding: Value = serde_json::from_str(&text).expect("a line is JSON");
    let whole = json("json");
    assert_eq!(finding, whole["findings"][0]);
}

#[test]
fn sarif() {
    let log = json("sarif");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    let index = result["ruleIndex"].as_u64().expect("an index") as usize;
    let rule = &run["tool"]["driver"]["rules"][index];
    assert_eq!(
        (&result["ruleId"], &rule["id"]),
        (&"unknown-step".into(), &"unknown-step".into())
    );
    let link = ide::rule("unknown-step").expect("a rule").url();
    assert_eq!(rule["helpUri"].as_str(), link.as_deref());
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], FILE);
    let region = &place["region"];
    let numbers = ["startLine", "startColumn", "endLine", "endColumn"].map(|k| region[k].as_u64());
    assert_eq!(numbers, [14, 19, 14, 36].map(Some));
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "fetch_user");
    let text = result["message"]["text"].as_str().expect("a message");
    assert!(
        text.ends_with("`fetch_usr`. Did you mean `results.fetch_user`?"),
        "{text}"
    );
    let print = result["partialFingerprints"]["windmillLs/v1"].as_str();
    assert_eq!(print.map(str::len), Some(32));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.len() > 100 && rules.iter().all(|r| r["help"]["markdown"].is_string()));
}

#[test]
fn github() {
    let text = output("github");
    let start = format!(
        "::error file={FILE},line=14,endLine=14,col=19,endColumn=35,title=windmill-ls%3A unknown-step::"
    );
    assert!(text.starts_with(&start), "{text}");
    assert!(text.contains("%0Adid you mean"), "{text}");
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn gitlab() {
    let issues = json("gitlab");
    let issue = &issues[0];
    assert_eq!(issue["check_name"], "unknown-step");
    assert_eq!(issue["severity"], "major");
    assert_eq!(issue["location"]["path"], FILE);
    assert_eq!(issue["location"]["lines"]["begin"], 14);
    assert_eq!(issue["fingerprint"].as_str().map(str::len), Some(32));
}

#[test]
fn fingerprints_stay_and_differ() {
    let workspace = Workspace::new();
    let step = |id: &str| {
        format!(
            "    - id: {id}\n      value:\n        type: script\n        path: hub/1/x\n        input_transforms:\n          \
             x:\n            type: javascript\n            expr: results.nobody\n"
        )
    };
    let flow = format!("summary: A\nvalue:\n  modules:\n{}{}", step("a"), step("b"));
    let prints = |flow: &str| {
        workspace.write(FILE, flow);
        let issues: Value =
            serde_json::from_str(&workspace.run("--check --output-format gitlab").stdout)
                .expect("JSON");
        let list = issues.as_array().expect("a list").clone();
        list.iter()
            .map(|i| i["fingerprint"].to_string())
            .collect::<Vec<_>>()
    };
    let before = prints(&flow);
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    assert_eq!(
        before,
        prints(&flow.replace("summary: A\n", "# a line more\nsummary: A\n"))
    );
}

#[test]
fn junit() {
    let text = output("junit");
    assert!(text.starts_with("<?xml version=\"1.0\""));
    assert!(
        text.contains("<testsuites name=\"windmill-ls\" tests=\"1\" failures=\"1\""),
        "{text}"
    );
    assert!(text.contains(&format!("classname=\"{FILE}\"")), "{text}");
    assert!(text.contains("<failure type=\"error\""), "{text}");
    let opened = text.matches("<testcase").count();
    assert_eq!(opened, text.matches("</testcase>").count());
}

#[test]
fn rdjson() {
    let output = json("rdjson");
    let diagnostic = &output["diagnostics"][0];
    assert_eq!(diagnostic["severity"], "ERROR");
    assert_eq!(diagnostic["code"]["value"], "unknown-step");
    let range = &diagnostic["location"]["range"];
    assert_eq!(
        (
            range["start"]["line"].as_u64(),
            range["start"]["column"].as_u64()
        ),
        (Some(14), Some(19))
    );
    assert_eq!(diagnostic["suggestions"][0]["text"], "fetch_user");
}

#[test]
fn nothing_found_is_valid_too() {
    let workspace = Workspace::new();
    workspace.write("f/a/c.py", "def main():\n    return 1\n");
    for format in ["sarif", "gitlab", "rdjson"] {
        let run = workspace.run(&format!("--check --output-format {format}"));
        run.ends_with(0);
        assert!(
            serde_json::from_str::<Value>(&run.stdout).is_ok(),
            "{format}"
        );
    }
    for format in ["github", "json-lines", "concise"] {
        assert_eq!(
            workspace
                .run(&format!("--check --output-format {format}"))
                .stdout,
            ""
        );
    }
    let junit = workspace.run("--check --output-format junit").stdout;
    assert!(junit.contains("failures=\"0\""), "{junit}");
}
