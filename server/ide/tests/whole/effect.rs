//! What a rule would object to is not proposed.

use crate::{HEAD, LIST, labels, snippet};

fn has(text: &str, label: &str) -> bool {
    labels(text).contains(&label.to_owned())
}

#[test]
fn limits_of_a_loop_where_it_is_parallel() {
    let value = |more: &str| {
        format!("{LIST}    - id: l\n      value:\n        {more}\n        modules: []\n        <|>")
    };
    assert!(has(
        &value("type: forloopflow\n        parallel: true"),
        "parallelism"
    ));
    assert!(!has(
        &value("type: forloopflow\n        parallel: false"),
        "parallelism"
    ));
    assert!(!has(&value("type: forloopflow"), "parallelism"));
    assert!(!has(&value("type: whileloopflow"), "parallelism"));
    assert!(has(&value("type: branchall"), "parallel"));
}

#[test]
fn ends_of_all_rounds_where_there_are_rounds() {
    let step = |value: &str| format!("{LIST}    - id: l\n      value:\n        {value}\n      <|>");
    for kind in ["forloopflow", "whileloopflow", "branchall"] {
        let text = step(&format!("type: {kind}"));
        assert!(has(&text, "stop_after_all_iters_if"), "{kind}");
    }
    for kind in ["identity", "branchone", "rawscript"] {
        let text = step(&format!("type: {kind}"));
        assert!(has(&text, "stop_after_if"), "{kind}");
        assert!(!has(&text, "stop_after_all_iters_if"), "{kind}");
    }
    // What it does is not said yet.
    assert!(has(
        &format!("{LIST}    - id: l\n      <|>"),
        "stop_after_all_iters_if"
    ));
}

#[test]
fn kinds_of_a_tool() {
    let tool = |more: &str| {
        format!(
            "{HEAD}    - id: a\n      value:\n        type: aiagent\n        tools:\n          - id: t\n            value:\n              {more}tool_type: <|>"
        )
    };
    let all = labels(&tool(""));
    for kind in ["flowmodule", "mcp", "websearch"] {
        assert!(all.contains(&kind.to_owned()), "{all:?}");
    }
    assert_eq!(
        labels(&tool("type: script\n              ")),
        ["flowmodule"]
    );
}

#[test]
fn inputs_of_a_loop_before_its_iterator() {
    // Windmill's CLI writes the steps first, so nobody knows yet what the rounds are.
    let text = format!(
        "{LIST}    - id: each_customer
      value:
        type: forloopflow
        modules:
          - id: pay
            value:
              type: rawscript
              language: python3
              content: |
                def main(customer: dict, cents: int, position: int, rate: float):
                    return customer
              input_transforms:
                <|>"
    );
    let found = snippet(&text, "all 4 missing inputs");
    let given: Vec<&str> = found
        .lines()
        .filter_map(|l| l.trim().strip_prefix("expr: "))
        .collect();
    assert_eq!(
        given,
        [
            "${1:flow_input.cents}",
            "${2:flow_input.iter.value}",
            "${3:flow_input.iter.index}",
            "${4:flow_input.rate}",
        ],
        "the round is the customer, so it is nothing else"
    );
}
