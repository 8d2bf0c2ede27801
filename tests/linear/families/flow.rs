//! Flows.

use crate::family::{FLOW, Family, Make, again, each, nested};

fn flow(name: &'static str, make: Make) -> Family {
    Family::new(FLOW, name, make)
}

const INPUTS: &str =
    "schema:\n  type: object\n  properties:\n    list: {type: array, items: {type: string}}\n";

/// Loops in loops.
fn loops(n: usize, over: &str) -> String {
    let open = format!(
        "[{{id: l, value: {{type: forloopflow, skip_failures: false, iterator: {{type: javascript, expr: {over}}}, modules: "
    );
    nested(
        &format!("{INPUTS}summary: s\nvalue:\n  modules: "),
        n,
        &open,
        "[]",
        "}}]",
    )
}

const HEAD: &str = "summary: s\nvalue:\n  modules:\n";

const SCHEMA: &str = "schema:\n  type: object\n  properties:\n    name: {type: string}\n";

/// Steps of inline Python; `#` in what they are given is the step's number, `@` that of the one before,
/// `%` that of a step far above.
fn steps(n: usize, head: &str, given: &str) -> String {
    let step = |i: usize| {
        let head = head.replace('#', &i.to_string());
        let given = given.replace('#', &i.to_string());
        let given = given
            .replace('@', &(i - 1).to_string())
            .replace('%', &(i / 2).to_string());
        format!(
            "{head}    - id: s{i}\n      value:\n        type: rawscript\n        language: python3\n        content: |\n          \
             def main(x):\n              return {{'k{i}': x}}\n        input_transforms:\n          x: {{type: javascript, expr: '{given}'}}\n"
        )
    };
    each(HEAD, n, step, SCHEMA)
}

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        flow("one key again", |n| again("", n, "summary: s\n", "")),
        flow("mistakes: steps without a dash", |n| each(&format!("{HEAD}    - id: s\n"), n, |i| format!("      value: {{type: identity}}\n      id: s{i}\n"), "      value: {type: identity}\n")),
        flow("mistakes: escapes", |n| each("value:\n  modules: []\nschema:\n", n, |i| format!("  k{i}: \"\\d\"\n"), "summary: s\n")),
        flow("steps", |n| steps(n, "", "flow_input.name")),
        flow("steps that read the one before", |n| steps(n, "", "results.s@.k@")),
        flow("steps that read one far above", |n| steps(n, "", "results.s%.k%")),
        flow("steps that read one below", |n| steps(n, "", "results.s99999")),
        flow("steps that read many", |n| steps(n, "", "[results.s@, results.s%, flow_input.name, previous_result]")),
        flow("steps that read a misspelled input", |n| steps(n, "", "flow_input.nam#")),
        flow("steps that read a misspelled step", |n| steps(n, "", "results.t#")),
        flow("steps with the same id", |n| steps(n, "    - id: a\n      value: {type: identity}\n", "results.a")),
        flow("ignore comments above steps", |n| steps(n, "    # windmill-ls: ignore[unknown-step] x\n", "results.t#")),
        flow("ignore comments without a use above steps", |n| steps(n, "    # windmill-ls: ignore[unknown-step] x\n", "results.s@")),
        flow("ignore comments above one step", |n| again(HEAD, n, "    # windmill-ls: ignore[unknown-step] x\n", "    - id: a\n      value: {type: identity}\n")),
        flow("keys of an object", |n| each("summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: f/a/s\n        input_transforms:\n", n, |i| format!("          k{i}: {{type: static, value: 1}}\n"), "")),
        flow("keys of one transform", |n| each("summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: f/a/s\n        input_transforms:\n          x:\n            type: static\n            value:\n", n, |i| format!("              k{i}: 1\n"), "")),
        flow("unknown keys", |n| each("summary: s\nvalue:\n  modules:\n    - id: a\n", n, |i| format!("      k{i}: 1\n"), "      value: {type: identity}\n")),
        flow("inputs", |n| each("summary: s\nvalue:\n  modules: []\nschema:\n  type: object\n  properties:\n", n, |i| format!("    k{i}: {{type: string}}\n"), "")),
        flow("inputs that are read", |n| { let head = format!("{HEAD}    - id: a\n      value:\n        type: rawscript\n        language: bun\n        content: 'export function main(x: any) {{}}'\n        input_transforms:\n          x:\n            type: javascript\n            expr: |\n              ["); let reads = each(&head, n, |i| format!("flow_input.k{i}, "), "1]\nschema:\n  type: object\n  properties:\n"); reads + &each("", n, |i| format!("    k{i}: {{type: string}}\n"), "").replace('\u{1}', "") }),
        flow("branches", |n| each(&format!("{HEAD}    - id: a\n      value:\n        type: branchall\n        branches:\n"), n, |i| format!("          - summary: b{i}\n            modules:\n              - id: b{i}\n                value: {{type: identity}}\n"), "    - id: z\n      value: {type: forloopflow, skip_failures: false, iterator: {type: javascript, expr: results.a}, modules: []}\n")),
        flow("branches of one choice", |n| each(&format!("{HEAD}    - id: a\n      value:\n        type: branchone\n        default: []\n        branches:\n"), n, |i| format!("          - expr: flow_input.k == {i}\n            modules:\n              - id: b{i}\n                value: {{type: rawscript, language: bun, content: 'export function main() {{ return {{k{i}: 1}} }}'}}\n"), "    - id: z\n      value: {type: forloopflow, skip_failures: false, iterator: {type: javascript, expr: results.a.k1}, modules: []}\n")).parts(80),
        flow("anchors", |n| each("", n, |i| format!("a{i}: &x{i} v\n"), "")),
        flow("merges", |n| each("x: &x {a: 1}\n", n, |i| format!("y{i}:\n  <<: *x\n"), "")),
        flow("merges of the one before", |n| each("y0: &y0 {a: 1}\n", n, |i| format!("y{i}: &y{i}\n  <<: *y{}\n  b{i}: 1\n", i - 1), "")),
        flow("unclosed quotes", |n| again("", n, "a: 'x\n", "")),
        flow("tabs", |n| again("", n, "\ta: x\n", "")),
        flow("documents", |n| again("", n, "---\na: b\n", "")),
        flow("blank lines", |n| again("a: |\n", n, "\n", "  x\n")),
        flow("text left of code", |n| again("a: |\n    x\n", n, "  y\n", "    z\n")),
        flow("stray lines", |n| again("a: b\n", n, "word\n", "")),
        flow("unclosed brackets", |n| again("", n, "a: [x\n", "")).parts(300),
        flow("unclosed brackets on lines of their own", |n| again("a:\n", n, "- k:\n    [\n", "")).parts(300),
        flow("unclosed braces", |n| again("summary: s\nvalue:\n  modules:\n    - id: a\n", n, "      k: {a: [1, 2], b: {c: d},\n", "")).parts(300),
        flow("deep: for loops", |n| loops(n, "flow_input.list")).parts(80),
        flow("deep: for loops over items", |n| loops(n, "flow_input.iter.value")).parts(80),
        flow("deep: for loops over items of two", |n| loops(n, "'[flow_input.iter.value, flow_input.iter_parent.value]'")).parts(80),
        flow("deep: for loops over a name", |n| loops(n, "flow_input")).parts(80),
    ]
}
