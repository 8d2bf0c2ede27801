//! Hover and definition on a small workspace: the cursor `<|>`, what is shown, where it leads.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const FLOW: &str = "summary: Orders
value:
  modules:
    - id: fetch
      summary: Fetch the orders
      value:
        type: rawscript
        language: python3
        content: '!inline fetch.py'
        input_transforms:
          limit:
            type: javascript
            expr: flow_input.user.name
    - id: check
      value:
        type: script
        path: f/shop/check
        input_transforms:
          order:
            type: javascript
            expr: results.fetch[0]
          strict:
            type: static
            value: $res:f/shop/db
    - id: sub
      value:
        type: flow
        path: f/shop/sub
        input_transforms:
          day:
            type: javascript
            expr: previous_result
    - id: code
      value:
        type: rawscript
        language: python3
        content: |
          import wmill
          def main():
              return wmill.get_variable(\"f/shop/key\")
        input_transforms: {}
schema:
  type: object
  required: [user]
  properties:
    user:
      type: object
      properties:
        name: {type: string, description: Who asks, default: me}
";

fn workspace(flow: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/shop/check.py",
        "X = 1\n\ndef main(order: dict, strict: bool = False):\n    return order\n",
    );
    set("f/shop/check.script.yaml", "summary: Checks an order\n");
    set(
        "f/shop/sub.flow/flow.yaml",
        "summary: A day\nvalue:\n  modules: []\nschema:\n  properties:\n    day: {}\n",
    );
    set(
        "f/shop/db.resource.yaml",
        "resource_type: postgresql\nvalue: {}\n",
    );
    set(
        "f/shop/orders.flow/fetch.py",
        "def main(limit: str):\n    return []\n",
    );
    let id = set("f/shop/orders.flow/flow.yaml", flow);
    (
        Snapshot {
            workspace,
            settings: Settings::default(),
        },
        id,
    )
}

/// The flow with the cursor inside the `n`th (from 0) occurrence of `text`.
fn on(text: &str, n: usize) -> String {
    let at = FLOW.match_indices(text).nth(n).unwrap().0 + text.len() / 2;
    format!("{}<|>{}", &FLOW[..at], &FLOW[at..])
}

fn hover(marked: &str) -> String {
    let (text, offset) = cursor(marked);
    let (snapshot, id) = workspace(&text);
    snapshot
        .hover(id, offset)
        .map_or_else(String::new, |h| h.text.to_markdown())
}

/// Where a definition leads: the file's name, and the line there.
fn definition(marked: &str) -> Option<(String, String)> {
    let (text, offset) = cursor(marked);
    let (snapshot, id) = workspace(&text);
    let target = snapshot.definition(id, offset).into_iter().next()?;
    let file = snapshot.workspace.get(target.file)?;
    let line = file.lines().line_of(target.name.start as usize);
    let line = file.text()[file.lines().line_range(file.text(), line)].trim();
    let name = file.path.strip_prefix("/w/f/shop/").unwrap();
    Some((name.to_owned(), line.to_owned()))
}

#[test]
fn hovers_say_what_it_is() {
    for (text, n, parts) in [
        (
            "fetch[0]",
            0,
            &["Step `fetch`", "Fetch the orders", "main(limit: str)"][..],
        ),
        ("name", 0, &["`name`: string, default `me`", "Who asks"]),
        ("user", 0, &["`user`: object, required"]),
        ("previous_result", 0, &["Result of the step before"]),
        (
            "f/shop/check",
            0,
            &[
                "Script `f/shop/check`",
                "Checks an order",
                "strict: bool = False",
            ],
        ),
        (
            "f/shop/sub",
            0,
            &["Flow `f/shop/sub`", "A day", "Inputs: `day`"],
        ),
        (
            "!inline fetch.py",
            0,
            &["Script `fetch.py`", "main(limit: str)"],
        ),
        ("limit", 0, &["`limit`: string", "Required."]),
        ("get_variable", 0, &["def get_variable(", "variable"]),
        ("input_transforms", 0, &["`input_transforms`"]),
        ("rawscript", 0, &["`rawscript`"]),
        ("python3", 0, &["`python3`"]),
        ("modules", 0, &["`modules` (required)"]),
    ] {
        let text = hover(&on(text, n));
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in {text:?}");
        }
    }
}

/// The same at `<|>` in a file beside the flow.
fn hover_in(path: &str, marked: &str) -> Option<String> {
    let (mut snapshot, _) = workspace(FLOW);
    let (text, offset) = cursor(marked);
    let id = snapshot
        .workspace
        .set(&format!("/w/{path}"), Source::Text(text.into()));
    Some(snapshot.hover(id, offset)?.text.to_markdown())
}

#[test]
fn what_is_named_by_its_path_is_told_wherever_that_stands() {
    let schedule = |path: &str, is_flow: bool| {
        let text = format!("script_path: {path}\nis_flow: {is_flow}\n");
        hover_in("f/shop/day.schedule.yaml", &text)
    };
    let check = schedule("f/shop/che<|>ck", false).unwrap();
    assert!(
        check.starts_with("Script `f/shop/check`\n\nChecks an order"),
        "{check}"
    );
    let sub = schedule("'f/shop/<|>sub'", true).unwrap();
    assert!(sub.starts_with("Flow `f/shop/sub`\n\nA day"), "{sub}");
    let call = "import wmill\n\ndef main():\n    wmill.run_script_by_path('f/shop/che<|>ck')\n";
    let code = hover_in("f/shop/x.py", call).unwrap();
    assert!(code.contains("Checks an order"), "{code}");
    assert_eq!(schedule("f/shop/go<|>ne", false), None);
    assert_eq!(
        schedule("f/shop/su<|>b", false),
        None,
        "no script has this path"
    );
}

#[test]
fn hovers_are_silent_where_nothing_is_known() {
    assert_eq!(hover(&on("Fetch the orders", 0)), "");
    assert_eq!(hover(&on("return", 0)), "");
    assert_eq!(hover("<|>"), "");
}

#[test]
fn definitions_lead_to_the_source() {
    let flow = "orders.flow/flow.yaml";
    for (text, n, file, line) in [
        ("fetch[0]", 0, flow, "- id: fetch"),
        ("user", 0, flow, "user:"),
        (
            "name",
            0,
            flow,
            "name: {type: string, description: Who asks, default: me}",
        ),
        (
            "!inline fetch.py",
            0,
            "orders.flow/fetch.py",
            "def main(limit: str):",
        ),
        (
            "f/shop/check",
            0,
            "check.py",
            "def main(order: dict, strict: bool = False):",
        ),
        ("f/shop/sub", 0, "sub.flow/flow.yaml", "summary: A day"),
        (
            "order:",
            0,
            "check.py",
            "def main(order: dict, strict: bool = False):",
        ),
        ("day:", 0, "sub.flow/flow.yaml", "day: {}"),
        ("$res:f/shop/db", 0, "db.resource.yaml", "value: {}"),
    ] {
        let found = definition(&on(text, n));
        assert_eq!(found, Some((file.to_owned(), line.to_owned())), "{text}");
    }
}

#[test]
fn any_place_of_a_flow_and_a_script() {
    for offset in (0..=FLOW.len()).filter(|&o| FLOW.is_char_boundary(o)) {
        let (snapshot, id) = workspace(FLOW);
        for target in snapshot.definition(id, offset) {
            assert!(target.origin.touches(offset), "{offset} {target:?}");
        }
        if let Some(hover) = snapshot.hover(id, offset) {
            assert!(
                hover.span.touches(offset) && !hover.text.is_empty(),
                "{offset} {hover:?}"
            );
        }
        let (snapshot, id) = workspace(&FLOW[..offset]);
        snapshot.hover(id, offset);
        snapshot.definition(id, offset);
    }
}
