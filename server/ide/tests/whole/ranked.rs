//! What comes first among proposals, and that each comes once.

use crate::{HEAD, LIST, at, labels, snippet};

#[test]
fn a_round_is_not_one_of_several_inputs() {
    let head = "summary: s\nvalue:\n  modules:\n    - id: each\n      value:\n        type: forloopflow\n        iterator:\n          type: javascript\n          expr: flow_input.rows\n        modules:\n";
    let step = |parameters: &str| {
        format!(
            "{head}          - id: pay
            value:
              type: rawscript
              language: python3
              content: |
                def main({parameters}):
                    return 1
              input_transforms:
                <|>"
        )
    };
    let found = snippet(&step("cents: int, to: str"), "all 2 missing inputs");
    assert!(!found.contains("flow_input.iter.value}"), "{found}");
    // Alone it is what comes next.
    let alone = &at(&step("cents: int")).0[0];
    assert!(
        alone.insert.ends_with("expr: flow_input.iter.value"),
        "{alone:?}"
    );
}

#[test]
fn a_name_is_told_once() {
    let text = format!(
        "{LIST}    - id: b\n      value:\n        type: forloopflow\n        modules: []\n        iterator:\n          type: javascript\n          expr: <|>"
    );
    let mut found = labels(&text);
    assert!(found.contains(&"result".to_owned()), "{found:?}");
    let all = found.len();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), all, "{found:?}");
}

#[test]
fn paths_by_what_the_step_is_called() {
    let text = |summary: &str, kind: &str| {
        format!(
            "{HEAD}    - id: a\n      summary: {summary}\n      value:\n        type: {kind}\n        path: <|>"
        )
    };
    let first = |summary: &str, kind: &str| labels(&text(summary, kind))[0].clone();
    assert_eq!(first("Charge the customer", "script"), "f/shop/charge");
    assert_eq!(first("What is odd", "script"), "f/shop/odd");
    assert_eq!(first("Whatever", "script"), "f/shop/charge");
    assert_eq!(first("Sub", "flow"), "f/shop/sub");
}
