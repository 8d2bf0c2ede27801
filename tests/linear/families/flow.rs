//! Flows.

use crate::family::{FLOW, Family, Make, again, nested};

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

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        flow("one key again", |n| again("", n, "summary: s\n", "")),
        flow("deep: for loops", |n| loops(n, "flow_input.list")).parts(80),
        flow("deep: for loops over items", |n| loops(n, "flow_input.iter.value")).parts(80),
        flow("deep: for loops over items of two", |n| loops(n, "'[flow_input.iter.value, flow_input.iter_parent.value]'")).parts(80),
        flow("deep: for loops over a name", |n| loops(n, "flow_input")).parts(80),
    ]
}
