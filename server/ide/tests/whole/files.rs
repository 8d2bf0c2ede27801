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
        ("f/shop/x.http_trigger.yaml", "a whole HTTP trigger"),
        ("f/shop/x.kafka_trigger.yaml", "a whole Kafka trigger"),
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

#[test]
fn what_is_below_a_key() {
    let labels = |path: &str, text: &str| -> Vec<String> {
        let (text, offset) = cursor(text);
        let (mut snapshot, _) = snapshot(LIST);
        let types = "schema:\n  type: object\n  required: [host]\n  properties:\n    host: {type: string, description: Where}\n    port: {type: integer}\n";
        let types = Source::Text(types.into());
        snapshot.workspace.set("/w/c_own.resource-type.yaml", types);
        let id = snapshot
            .workspace
            .set(&format!("/w/{path}"), Source::Text(text.as_str().into()));
        let found = snapshot.completions(id, offset);
        found.into_iter().map(|c| c.label).collect()
    };
    let day = "f/shop/day.schedule.yaml";
    assert_eq!(
        labels(day, "schedule: ''\nretry:\n  <|>"),
        ["constant", "exponential", "retry_if"]
    );
    assert_eq!(
        labels(
            day,
            "retry:\n  constant:\n    attempts: 1\n    <|>\nenabled: true\n"
        ),
        ["seconds"]
    );
    assert_eq!(labels(day, "timezone: Europe/Par<|>").len(), 597);
    assert!(labels(day, "timezone: <|>").contains(&"Europe/Paris".to_owned()));
    // What an argument can be.
    let charge = "script_path: f/shop/charge\nis_flow: false\nargs:\n";
    assert_eq!(
        labels(day, &format!("{charge}  db: <|>")),
        ["$res:f/shop/db"]
    );
    assert_eq!(
        labels(day, &format!("{charge}  dry_run: <|>")),
        ["true", "false"]
    );
    assert_eq!(labels(day, &format!("{charge}  cents: <|>")), [""; 0]);
    // The inputs of what is run, and the fields of a type.
    assert_eq!(
        labels(
            day,
            "script_path: f/shop/charge\nis_flow: false\nargs:\n  <|>"
        ),
        ["customer", "cents", "db", "dry_run"]
    );
    let own = "f/shop/own.resource.yaml";
    assert_eq!(
        labels(own, "resource_type: c_own\nvalue:\n  <|>"),
        ["host", "port"]
    );
    assert_eq!(
        labels(own, "resource_type: c_own\nvalue:\n  host: a\n  p<|>"),
        ["port"]
    );
    assert_eq!(labels(own, "resource_type: c_none\nvalue:\n  <|>"), [""; 0]);
    let config = "wmill.yaml";
    assert_eq!(
        labels(config, "codebases:\n  - <|>")[..2],
        ["relative_path", "extra_digest_paths"]
    );
    assert!(labels(config, "workspaces:\n  prod:\n    <|>").contains(&"baseUrl".to_owned()));
    assert_eq!(
        labels(
            "f/shop/a.mqtt_trigger.yaml",
            "subscribe_topics:\n  - topic: a\n    qos: <|>"
        ),
        ["qos0", "qos1", "qos2"]
    );
    assert_eq!(
        labels("f/shop/folder.meta.yaml", "summary: a\n<|>")[0],
        "display_name"
    );
}

#[test]
fn a_key_says_what_it_is_for() {
    let hover = |path: &str, text: &str| -> Option<String> {
        let (text, offset) = cursor(text);
        let (mut snapshot, _) = snapshot(LIST);
        let id = snapshot
            .workspace
            .set(&format!("/w/{path}"), Source::Text(text.as_str().into()));
        Some(snapshot.hover(id, offset)?.text.to_markdown())
    };
    let found = hover("f/shop/day.schedule.yaml", "time<|>zone: UTC\n").unwrap();
    assert!(found.starts_with("`timezone` (required)"), "{found}");
    let found = hover("wmill.yaml", "workspaces:\n  prod:\n    base<|>Url: a\n").unwrap();
    assert!(found.contains("Address of the server"), "{found}");
    assert_eq!(
        hover("f/shop/day.schedule.yaml", "timezone: U<|>TC\n"),
        None
    );
    assert_eq!(
        hover("f/shop/day.schedule.yaml", "args:\n  tim<|>ezone: UTC\n"),
        None
    );
}

#[test]
fn when_a_schedule_runs_and_what_a_resource_holds() {
    let at = |path: &str, text: &str| {
        let (text, offset) = cursor(text);
        let (mut snapshot, _) = snapshot(LIST);
        let source = Source::Text(text.as_str().into());
        let id = snapshot.workspace.set(&format!("/w/{path}"), source);
        snapshot.completions(id, offset)
    };
    let day = "f/shop/day.schedule.yaml";
    let crons = at(day, "enabled: true\nschedule: <|>\ntimezone: UTC\n");
    assert_eq!(crons[0].label, "0 0 6 * * *");
    assert_eq!(crons[0].detail.as_deref(), Some("every day at 6"));
    for cron in &crons {
        let (mut snapshot, _) = snapshot(LIST);
        let text = format!("schedule: {}\n", cron.insert);
        let id = snapshot
            .workspace
            .set(&format!("/w/{day}"), Source::Text(text.into()));
        let found = snapshot.check(id);
        assert!(
            found.iter().all(|f| f.rule.name != "invalid-cron"),
            "{cron:?}"
        );
    }
    assert!(at("f/shop/x.http_trigger.yaml", "schedule: <|>").is_empty());
    // What is known of a common type, where the workspace has no file for it.
    let labels = |kind: &str| {
        let text = format!("resource_type: {kind}\nvalue:\n  host: a\n  <|>");
        let found = at("f/shop/x.resource.yaml", &text).into_iter();
        found.map(|c| c.label).collect::<Vec<_>>()
    };
    assert_eq!(labels("postgresql")[..3], ["port", "user", "password"]);
    assert!(labels("c_something").is_empty());
}
