//! What files of apps may hold: completion and hover of their keys, by their schemas.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const APP: &str = "f/shop/shop.app/app.yaml";
const RAW: &str = "f/shop/till__raw_app/raw_app.yaml";
const PAY: &str = "f/shop/till__raw_app/backend/pay.yaml";

const FILES: &[(&str, &str)] = &[
    (
        APP,
        "summary: shop\nvalue:\n  grid: []\n  hiddenInlineScripts:\n    - name: list\n      fields: {}\npolicy: {}\n",
    ),
    (RAW, "summary: till\n"),
    (PAY, "type: script\npath: f/lib/pay\n"),
];

#[test]
fn what_an_app_may_hold_is_proposed_and_told() {
    for (path, before, word, keys, told) in [
        (
            APP,
            "",
            "summary: shop",
            &["policy", "value"][..],
            "Short title",
        ),
        (
            APP,
            "  hiddenInlineScripts:\n    - ",
            "name: list",
            &["autoRefresh", "recomputeIds"],
            "name of its file",
        ),
        (RAW, "", "summary: till", &["data", "public"], "Short title"),
        (
            PAY,
            "",
            "type: script",
            &["name", "path"],
            "`inline`: the code",
        ),
    ] {
        let mut snapshot = Snapshot {
            workspace: Workspace::new(vec!["/w".into()]),
            settings: Settings::default(),
        };
        for (path, text) in FILES {
            let path = format!("/w/{path}");
            snapshot.workspace.set(&path, Source::Text((*text).into()));
        }
        let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
        let text = snapshot.workspace.get(id).unwrap().text().to_owned();
        let offset = text.find(&format!("{before}{word}")).unwrap() + before.len();
        let hover = snapshot.hover(id, offset).unwrap().text.to_markdown();
        assert!(hover.contains(told), "{path}: {hover}");
        // A line above, in the same column.
        let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let column = text[line..offset].replace('-', " ");
        let end = text[offset..]
            .find('\n')
            .map_or(text.len(), |at| offset + at + 1);
        let new = format!("{}{column}\n{}", &text[..end], &text[end..]);
        snapshot
            .workspace
            .set(&format!("/w/{path}"), Source::Text(new.into()));
        let proposed = snapshot.completions(id, end + column.len());
        for key in keys {
            let is_there = proposed.iter().any(|c| c.label == *key);
            // What is written is not proposed again.
            assert_eq!(
                is_there,
                !text.contains(&format!("\n{column}{key}:")),
                "{path} {key}"
            );
        }
    }
}
