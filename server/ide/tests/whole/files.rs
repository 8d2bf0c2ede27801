//! The files beside flows, from nothing.

use fixture::cursor;
use model::file::Source;

use crate::{LIST, snapshot};

#[test]
fn other_files_from_nothing() {
    let at = |path: &str, text: &str| {
        let (text, offset) = cursor(text);
        let (mut snapshot, _) = snapshot(LIST);
        let id = snapshot
            .workspace
            .set(&format!("/w/{path}"), Source::Text(text.as_str().into()));
        (snapshot.completions(id, offset), text)
    };
    let labels = |path: &str, text: &str| -> Vec<String> {
        at(path, text).0.into_iter().map(|c| c.label).collect()
    };
    let (items, _) = at("f/shop/day.schedule.yaml", "<|>");
    assert_eq!(items[0].label, "a whole schedule");
    let whole = items[0].snippet.as_ref().unwrap().to_lsp("");
    assert_eq!(
        whole,
        "enabled: ${1|true,false|}\nis_flow: ${2|false,true|}\nschedule: ${3:0 0 6 * * *}\nscript_path: ${4}\ntimezone: ${5:UTC}"
    );
    for (path, first) in [
        ("f/shop/x.http_trigger.yaml", "a whole http trigger"),
        ("f/shop/x.kafka_trigger.yaml", "a whole kafka trigger"),
        ("f/shop/x.resource.yaml", "a whole resource"),
        ("f/shop/x.variable.yaml", "a whole variable"),
        ("x.resource-type.yaml", "a whole resource type"),
        ("f/shop/charge.script.yaml", "a whole metadata file"),
        ("wmill.yaml", "a whole wmill.yaml"),
    ] {
        assert_eq!(labels(path, "<|>")[0], first, "{path}");
        // Keys that are there are not offered again, and a whole file no longer.
        let found = labels(path, "summary: a\nvalue: b\nincludes: []\nsc<|>");
        let again = |l: &String| l == "summary" || l == "value" || l.starts_with("a whole");
        assert!(
            !found.is_empty() && !found.iter().any(again),
            "{path}: {found:?}"
        );
        // Nothing below a key, and nothing in its comment.
        assert!(labels(path, "value:\n  <|>").is_empty());
    }
    let day = "f/shop/day.schedule.yaml";
    assert_eq!(
        labels(day, "is_flow: true\nscript_path: <|>"),
        ["f/shop/orders", "f/shop/sub"]
    );
    assert_eq!(
        labels(day, "script_path: f/<|> # which\nis_flow: false\n"),
        ["f/other/tell", "f/shop/charge", "f/shop/odd"]
    );
    assert_eq!(labels(day, "enabled: <|>"), ["true", "false"]);
    assert!(labels(day, "on_failure: <|>").contains(&"script/f/other/tell".to_owned()));
    let found = labels("f/shop/x.resource.yaml", "resource_type: <|>");
    assert!(found.contains(&"postgresql".to_owned()));
    let trigger = "f/shop/x.postgres_trigger.yaml";
    assert_eq!(
        labels(trigger, "postgres_resource_path: <|>"),
        ["f/shop/db"]
    );
    let (items, text) = at(day, "enabled: tr<|>ue");
    assert_eq!(items[0].replace.slice(&text), "true");
}
