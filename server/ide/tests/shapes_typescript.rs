//! What the results of TypeScript and SQL steps give to the editor.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const SCRIPT: &str = "type Customer = {
  /** The address that invoices go to. */
  email: string;
  name?: string;
};

export async function main(limit: number) {
  const orders = [];
  for (let i = 0; i < limit; i++) {
    orders.push({ sku: `s${i}`, qty: i });
  }
  const customer: Customer = await load(limit);
  return { total: limit * 2, orders, customer };
}
";

const QUERY: &str = "-- $1 since (timestamptz)
SELECT o.id, o.placed_at AS placed, count(*) AS lines
FROM orders o
WHERE o.placed_at > $1
GROUP BY 1, 2
";

const FLOW: &str = "summary: Orders
value:
  modules:
    - id: fetch
      value:
        type: script
        path: f/shop/fetch
        input_transforms: {}
    - id: query
      value:
        type: script
        path: f/shop/query
        input_transforms: {}
    - id: inner
      value:
        type: rawscript
        language: bun
        content: |
          export function main(x: string) {
            return x ? { found: x } : { missing: true };
          }
        input_transforms: {}
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
  properties: {}
";

fn at(text: &str) -> (Snapshot, FileId, usize) {
    with(SCRIPT, text)
}

fn with(script: &str, text: &str) -> (Snapshot, FileId, usize) {
    let (flow, offset) = cursor(&FLOW.replace("REPORT", text));
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['**']\n".into()));
    workspace.set("/w/f/shop/fetch.ts", Source::Text(script.into()));
    workspace.set("/w/f/shop/query.pg.sql", Source::Text(QUERY.into()));
    let id = workspace.set("/w/f/shop/orders.flow/flow.yaml", Source::Text(flow.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot, id, offset)
}

#[track_caller]
fn completes(text: &str, want: &[(&str, &str)]) {
    let (snapshot, id, offset) = at(text);
    let items = snapshot.completions(id, offset);
    let found: Vec<_> = items
        .iter()
        .map(|i| (i.label.as_str(), i.detail.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(found, want, "{text}");
}

#[track_caller]
fn hovers(text: &str, want: &str) {
    let (snapshot, id, offset) = at(text);
    let hover = snapshot
        .hover(id, offset)
        .map_or(String::new(), |h| h.text.to_markdown());
    assert!(hover.contains(want), "{text}: {hover}");
}

#[track_caller]
fn leads_to(text: &str, place: &str) {
    let (snapshot, id, offset) = at(text);
    let target = snapshot.definition(id, offset).remove(0);
    let file = snapshot.workspace.get(target.file).unwrap();
    let span = target.name;
    let line = file.text()[..span.start as usize].lines().count();
    let found = format!("{}:{line}:{}", file.path, span.slice(file.text()));
    assert_eq!(found, place, "{text}");
}

/// Messages of `unknown-property` where `results.fetch` is what `script` returns.
fn unknown_properties(script: &str, text: &str) -> Vec<String> {
    let (snapshot, id, _) = with(script, &format!("{text}<|>"));
    let findings = snapshot.check(id);
    let found = findings
        .into_iter()
        .filter(|f| f.rule.name == "unknown-property");
    found.map(|f| f.message).collect()
}

#[test]
fn properties_complete() {
    completes(
        "results.fetch.<|>",
        &[
            ("total", "number"),
            ("orders", "{ sku: string, qty: number }[]"),
            ("customer", "{ email: string, name?: string, … }"),
        ],
    );
    completes(
        "results.fetch.orders.map(o => o.<|>",
        &[("sku", "string"), ("qty", "number")],
    );
    completes(
        "results.query[0].<|>",
        &[
            ("id", "unknown"),
            ("placed", "unknown"),
            ("lines", "unknown"),
        ],
    );
    completes(
        "results.inner.<|>",
        &[("found", "string"), ("missing", "boolean")],
    );
}

#[test]
fn hovers_show_shapes() {
    hovers("results.fetch.to<|>tal", "total: number");
    hovers("results.fetch.or<|>ders", "{ sku: string, qty: number }[]");
    hovers(
        "results.fetch.customer.em<|>ail",
        "The address that invoices go to.",
    );
    hovers(
        "results.qu<|>ery",
        "{ id: unknown, placed: unknown, lines: unknown }[]",
    );
}

#[test]
fn properties_lead_to_the_code() {
    leads_to("results.fetch.to<|>tal", "/w/f/shop/fetch.ts:13:total");
    leads_to(
        "results.fetch.orders[0].sk<|>u",
        "/w/f/shop/fetch.ts:10:sku",
    );
    leads_to(
        "results.fetch.customer.na<|>me",
        "/w/f/shop/fetch.ts:4:name",
    );
    leads_to(
        "results.query[0].pla<|>ced",
        "/w/f/shop/query.pg.sql:2:placed",
    );
    leads_to(
        "results.inner.fo<|>und",
        "/w/f/shop/orders.flow/flow.yaml:20:found",
    );
}

#[test]
fn a_property_that_a_closed_result_lacks_is_reported() {
    let found = unknown_properties(SCRIPT, "results.fetch.totl");
    assert_eq!(found, ["`results.fetch` has no property `totl`"]);
    let found = unknown_properties(SCRIPT, "results.fetch.orders.map(o => o.price)");
    assert_eq!(found, ["`o` has no property `price`"]);
    let found = unknown_properties(SCRIPT, "results.query.filter(r => r.placed_at)");
    assert_eq!(found, ["`r` has no property `placed_at`"]);
}

#[test]
fn what_may_be_there_is_not_reported() {
    let silent = |script: &str, text: &str| {
        let found = unknown_properties(script, text);
        assert!(found.is_empty(), "{text}: {found:?}\n{script}");
    };
    silent(SCRIPT, "results.fetch.customer.phone");
    silent(SCRIPT, "results.inner.found");
    silent(SCRIPT, "results.query[0].id");
    let body = |body: &str| format!("export async function main(x: any) {{\n{body}\n}}\n");
    for code in [
        "return await (await fetch(x)).json();",
        "const o = { a: 1 }; enrich(o); return o;",
        "const o = { a: 1 }; const p = o; p.b = 2; return o;",
        "return { a: 1, ...x };",
        "return JSON.parse(x) as { a: number };",
        "const o: { a: number } = await load(); return o;",
        "return Object.fromEntries([['b', 1]]);",
        "return new Thing();",
        "return x.map((i) => i)[0];",
    ] {
        silent(&body(code), "results.fetch.b");
    }
}
