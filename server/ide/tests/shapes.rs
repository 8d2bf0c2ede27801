//! What the shapes of a flow give to the editor: properties to complete, hovers, places to go to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const SCRIPT: &str = "from typing import TypedDict

class Line(TypedDict):
    sku: str
    qty: int

def main(limit: int):
    lines: list[Line] = load(limit)
    return {\"total\": limit * 2, \"lines\": lines}
";

const FLOW: &str = "summary: Orders
value:
  modules:
    - id: fetch
      value:
        type: script
        path: f/shop/fetch
        input_transforms: {}
    - id: each
      value:
        type: forloopflow
        skip_failures: false
        iterator:
          type: javascript
          expr: results.fetch.lines
        modules:
          - id: ship
            value:
              type: rawscript
              language: python3
              content: |
                def main(line):
                    return {\"shipped\": True}
              input_transforms:
                line:
                  type: javascript
                  expr: INNER
    - id: approve
      suspend:
        required_events: 1
        resume_form:
          schema:
            type: object
            properties:
              reason:
                type: string
                description: Why it is fine
      value:
        type: identity
    - id: report
      value:
        type: script
        path: hub/1/report
        input_transforms:
          x:
            type: javascript
            expr: REPORT
schema:
  type: object
  properties:
    limit:
      type: number
";

fn at(slot: &str, text: &str) -> (Snapshot, syntax::FileId, usize) {
    let flow = FLOW.replace(slot, text);
    let flow = ["INNER", "REPORT"]
        .iter()
        .fold(flow, |f, s| f.replace(s, "flow_input.limit"));
    let (flow, offset) = cursor(&flow);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['**']\n".into()));
    workspace.set("/w/f/shop/fetch.py", Source::Text(SCRIPT.into()));
    let id = workspace.set("/w/f/shop/orders.flow/flow.yaml", Source::Text(flow.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot, id, offset)
}

#[track_caller]
fn completes(slot: &str, text: &str, want: &[(&str, &str)]) {
    let (snapshot, id, offset) = at(slot, text);
    let items = snapshot.completions(id, offset);
    let found: Vec<_> = items
        .iter()
        .map(|i| (i.label.as_str(), i.detail.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(found, want, "{text}");
}

#[track_caller]
fn hovers(slot: &str, text: &str, want: &str) {
    let (snapshot, id, offset) = at(slot, text);
    let hover = snapshot.hover(id, offset);
    let hover = hover.map_or(String::new(), |h| h.text.to_markdown());
    assert!(hover.contains(want), "{text}: {hover}");
}

#[test]
fn properties_complete() {
    let fetched = [
        ("total", "number"),
        ("lines", "{ sku: string, qty: number }[]"),
    ];
    let line = [("sku", "string"), ("qty", "number")];
    completes("REPORT", "results.fetch.<|>", &fetched);
    completes("REPORT", "results.fetch?.to<|>", &fetched);
    completes("REPORT", "results.fetch.lines[0].<|>", &line);
    completes("REPORT", "results.fetch.lines.map(l => l.<|>", &line);
    completes(
        "REPORT",
        "results.fetch.lines.filter(l => l.<|>).length",
        &line,
    );
    completes("REPORT", "results.each[0].<|>", &[("shipped", "boolean")]);
    completes(
        "REPORT",
        "resume.<|>",
        &[("reason", "string (may be missing)")],
    );
    completes("INNER", "flow_input.iter.value.<|>", &line);
    completes("INNER", "flow_input.iter.value[\"<|>\"]", &line);
    completes("REPORT", "results.unknown.<|>", &[]);
    completes("REPORT", "\"'results.fetch.<|>'\"", &[]);
}

#[test]
fn half_typed_values_complete() {
    completes(
        "REPORT",
        "`${results.fetch.<|>",
        &[
            ("total", "number"),
            ("lines", "{ sku: string, qty: number }[]"),
        ],
    );
    completes(
        "REPORT",
        "results.fetch.lines.map(({sku}) => ({ sku, more: results.fetch.<|>",
        &[
            ("total", "number"),
            ("lines", "{ sku: string, qty: number }[]"),
        ],
    );
}

#[test]
fn hovers_show_shapes() {
    hovers(
        "REPORT",
        "results.fe<|>tch.total",
        "{ total: number, lines: { sku: string, qty: number }[] }",
    );
    hovers("REPORT", "results.fetch.to<|>tal", "total: number");
    hovers(
        "REPORT",
        "results.fetch.total<|>",
        "From line 9 of `fetch.py`.",
    );
    hovers(
        "REPORT",
        "results.fetch.lines.map(l => <|>l.sku)",
        "l: { sku: string, qty: number }",
    );
    hovers(
        "REPORT",
        "results.fetch.lines.map(l => l.s<|>ku)",
        "sku: string",
    );
    hovers("REPORT", "resume.rea<|>son", "Why it is fine");
    hovers(
        "INNER",
        "flow_input.iter.val<|>ue",
        "{ sku: string, qty: number }",
    );
}

#[test]
fn properties_lead_to_the_code() {
    let (snapshot, id, offset) = at("REPORT", "results.fetch.li<|>nes");
    let target = snapshot.definition(id, offset).remove(0);
    assert_eq!(target.name.slice(SCRIPT), "\"lines\"");
    let (snapshot, id, offset) = at("REPORT", "results.fetch.lines[0].q<|>ty");
    let target = snapshot.definition(id, offset).remove(0);
    assert_eq!(target.name.slice(SCRIPT), "qty");
    let (snapshot, id, offset) = at("REPORT", "results.each[0].ship<|>ped");
    let target = snapshot.definition(id, offset).remove(0);
    let text = snapshot.workspace.get(id).unwrap().text();
    assert_eq!(target.name.slice(text), "\"shipped\"");
}
