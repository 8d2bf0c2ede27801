//! The files beside flows in the editor: what is found as they are written, proposals, hover, definition, rename.

use std::fs;

use serde_json::{Value, json};
use tests::{Client, uri};

use crate::proposals::{everywhere, labels, named};
use crate::{Folder, change};

const DAY: &str = "f/a/day.schedule.yaml";

fn folder() -> Folder {
    let folder = Folder::new("first");
    let write = |path: &str, text: &str| folder.write(&folder.root().join(path), text);
    write(
        "f/lib/charge.py",
        "def main(customer: str, cents: int = 1):\n    return cents\n",
    );
    write(
        "c_own.resource-type.yaml",
        "schema:\n  type: object\n  properties:\n    host: {type: string}\n",
    );
    folder
}

fn codes(published: &Value) -> Vec<&str> {
    let found = published["diagnostics"].as_array().unwrap().iter();
    found.map(|d| d["code"].as_str().unwrap()).collect()
}

#[test]
fn a_schedule_is_written() {
    let text = "schedule: 0 0 6 * * *\ntimezone: UTC\nenabled: true\nis_flow: false\nscript_path: f/lib/charge\nargs:\n  <|>";
    everywhere(folder, DAY, text, |items, _| {
        assert_eq!(labels(items), ["customer", "cents"]);
        assert_eq!(named(items, "customer")["detail"], "string required");
    });
    everywhere(folder, DAY, "timezone: Europe/<|>", |items, _| {
        assert!(labels(items).contains(&"Europe/Paris"));
    });
    let own = "f/a/own.resource.yaml";
    everywhere(
        folder,
        own,
        "resource_type: c_own\nvalue:\n  <|>",
        |items, _| {
            assert_eq!(labels(items), ["host"]);
        },
    );
    everywhere(
        folder,
        "wmill.yaml",
        "workspaces:\n  prod:\n    <|>",
        |items, _| {
            assert!(labels(items).contains(&"baseUrl"));
        },
    );
}

/// What is missing is told when the person is done, what is wrong at once; both go away.
#[test]
fn a_schedule_is_put_right() {
    let folder = folder();
    let path = folder.root().join(DAY);
    let text = "schedule: 0 0 6 * * *\ntimezone: Europe/Pariss\nenabled: true\nis_flow: false\nscript_path: f/lib/charge\non_failure: f/lib/charge\n";
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&path, 1, text);
    let found = client.published(&path, |p| p["version"] == 1);
    let mut found = codes(&found);
    found.sort_unstable();
    assert_eq!(found, ["handler-path", "unknown-timezone"]);
    client.did_change(&path, 2, json!([change(1, 22, 23, "")]));
    let found = client.published(&path, |p| p["version"] == 2);
    assert_eq!(codes(&found), ["handler-path"]);
    client.did_change(&path, 3, json!([change(5, 12, 12, "script/")]));
    let found = client.published(&path, |p| p["version"] == 3);
    assert!(codes(&found).is_empty(), "{found}");
    let hover = client.at("hover", &path, 1, 3);
    let hover = hover["contents"]["value"].as_str().unwrap();
    assert!(hover.contains("Time zone"), "{hover}");
    let target = client.at("definition", &path, 5, 24);
    let target = target[0]["targetUri"]
        .as_str()
        .or(target[0]["uri"].as_str());
    let target = target.or(None).map(str::to_owned);
    let script = folder.root().join("f/lib/charge.py");
    assert_eq!(target, Some(uri(&script)));
    assert!(fs::exists(script).unwrap());
}
