//! Shapes of small texts, as people read them.

use super::*;
use crate::{Field, Rest};

/// `results.order` = `{ id, total, rows: { sku, qty }[], note? }`, `results.names` = `string[]`,
/// `results.any` unknown; `flow_input` = `{ n: number, s: string, m: { [key]: number } }`.
struct Sample;

fn object(fields: &[(&str, Shape)]) -> Shape {
    Shape::object(fields.iter().map(|(n, s)| Field::new(*n, s.clone())))
}

impl Environment for Sample {
    fn name(&self, name: &str) -> Option<Shape> {
        let input = object(&[
            ("n", Shape::Number),
            ("s", Shape::String),
            ("m", Shape::map(Shape::Number)),
        ]);
        (name == "flow_input").then_some(input)
    }

    fn step(&self, id: &str) -> Shape {
        let row = object(&[("sku", Shape::String), ("qty", Shape::Number)]);
        match id {
            "order" => Shape::object([
                Field::new("id", Shape::Number),
                Field::new("total", Shape::Number),
                Field::new("rows", Shape::list(row)),
                Field::new("note", Shape::String).optional(),
            ]),
            "names" => Shape::list(Shape::String),
            _ => Shape::Unknown,
        }
    }

    fn resource(&self, _: &str) -> Shape {
        object(&[("host", Shape::String)])
    }
}

#[track_caller]
fn gives(text: &str, shape: &str) {
    assert_eq!(read(text, &Sample).shape.to_string(), shape, "{text}");
}

#[test]
fn paths() {
    gives("results.order.total", "number");
    gives("results.order.rows[0].sku", "string");
    gives("results.order.rows[flow_input.n]?.sku", "string | null");
    gives("results[\"order\"].note", "string | null");
    gives("results.order.note ?? 'none'", "string");
    gives("flow_input.m.x", "number | null");
    gives("results.any.x.y", "unknown");
    gives(
        "results.order",
        "{ id: number, total: number, rows: { sku: string, qty: number }[], note?: string }",
    );
    gives("(results.order).id", "number");
    gives("results.order.rows.length", "number");
    gives("resource('f/a/b').host", "string");
}

#[test]
fn expressions() {
    gives("`${flow_input.n}`", "string");
    gives(
        "{ a: results.order.id, ...flow_input.m }",
        "{ a: number, [key: string]: number }",
    );
    gives("[1, ...results.names]", "(number | string)[]");
    gives("flow_input.n > 1 ? 'a' : null", "\"a\" | null");
    gives("flow_input.n + 1", "number");
    gives("flow_input.n + '1'", "string");
    gives("results.any + 1", "unknown");
    gives("!results.any", "boolean");
    gives("typeof x", "string");
    gives("x", "unknown");
    gives("new Date().toISOString()", "string");
    gives("JSON.parse(flow_input.s)", "unknown");
    gives("flow_input.s.split(',').map(Number)", "number[]");
    gives("Object.keys(flow_input.m)", "string[]");
}

#[test]
fn callbacks() {
    gives("results.order.rows.map(r => r.sku)", "string[]");
    gives(
        "results.order.rows.filter(r => r.qty > 1).map(({ sku, qty: n }) => ({ sku, n }))",
        "{ sku: string, n: number }[]",
    );
    gives(
        "results.order.rows.find(r => r.sku)",
        "{ sku: string, qty: number } | null",
    );
    gives("results.order.rows.find(r => r.sku)?.qty", "number | null");
    gives(
        "results.order.rows.reduce((sum, r) => sum + r.qty, 0)",
        "number",
    );
    gives(
        "Object.entries(flow_input.m).map(([k, v]) => ({ k, v }))",
        "{ k: string, v: number }[]",
    );
    gives(
        "Object.fromEntries(results.order.rows.map(r => [r.sku, r.qty]))",
        "{ … }",
    );
    gives("results.names.flatMap(n => n.split('.'))", "string[]");
    gives(
        "(() => { const a = results.order; return a.rows; })()",
        "{ sku: string, qty: number }[]",
    );
    gives("results.names.map((n, i) => i)", "number[]");
    gives(
        "results.order.rows.map(function (r) { return r.qty })",
        "number[]",
    );
}

#[test]
fn bodies() {
    gives(
        "const { rows, id } = results.order;\nreturn { id, n: rows.length }",
        "{ id: number, n: number }",
    );
    gives("let x = 1; x = 'a'; return x", "unknown");
    gives(
        "const out = [];\nfor (const r of results.order.rows) out.push(r.sku);\nreturn out",
        "unknown[]",
    );
    gives("if (flow_input.n) { return 1 }", "number | null");
    gives(
        "if (flow_input.n) { return 1 } else { return 'a' }",
        "number | \"a\"",
    );
    gives(
        "function f(r) { return r.sku }\nreturn results.order.rows.map(f)",
        "string[]",
    );
}

#[test]
fn parts_know_their_owner() {
    let text = "results.order.rows.map(r => r.qyt)";
    let reading = read(text, &Sample);
    let part = reading.parts.iter().find(|p| p.name == "qyt").unwrap();
    assert_eq!(part.found, Found::Absent);
    assert_eq!(&text[part.span.range()], "qyt");
    let step = reading.parts.iter().find(|p| p.is_step).unwrap();
    assert_eq!(&text[step.span.range()], "order");
}

#[track_caller]
fn before_cursor(text: &str, shape: Option<&str>) {
    let (before, after) = text.split_once("<|>").unwrap();
    let found = receiver(&format!("{before}{after}"), before.len(), &Sample);
    assert_eq!(found.map(|s| s.to_string()).as_deref(), shape, "{text}");
}

#[test]
fn receivers_of_half_typed_text() {
    let row = Some("{ sku: string, qty: number }");
    before_cursor("results.order.rows.map(r => r.<|>", row);
    before_cursor("results.order.rows.map(r => r.s<|>)", row);
    before_cursor("results.order.rows[0]?.<|>", row);
    before_cursor("`a ${results.order.rows[0].<|>", row);
    before_cursor("flow_input.n ? results.order.rows[0].<|> : 1", row);
    before_cursor(
        "results.order.rows.filter(({ sku }) => sku).map(x => ({ a: x.<|>",
        row,
    );
    before_cursor("flow_input.m[\"<|>\"]", Some("{ [key: string]: number }"));
    before_cursor("const { rows } = results.order; return rows[0].<|>", row);
    before_cursor("'results.order.<|>", None);
    before_cursor("results.order <|>", None);
    let _ = Rest::Closed;
}
