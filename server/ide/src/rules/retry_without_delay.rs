//! Exponential retries whose first delay, and so every delay, is nothing.

use syntax::yaml::Node;

use super::support::kind_fields;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "retry-without-delay",
        Level::Error,
        include_str!("retry_without_delay.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    if let Some(flow) = cx.flow() {
        for (_, module) in flow.modules() {
            retry(cx, flow.node(module.node).get("retry"));
        }
    }
    if kind_fields::kind_of(cx).is_some() {
        let root = cx.file.yaml().root();
        retry(cx, root.and_then(|r| r.get("retry")));
    }
}

fn retry(cx: &mut Context<'_>, retry: Option<Node<'_>>) {
    let Some(exponential) = retry.and_then(|r| r.get("exponential")) else {
        return;
    };
    let number = |key| exponential.get(key).and_then(|n| n.as_f64());
    // Windmill asks only where there are attempts, and its editor writes 0 beside none.
    let tries = number("attempts").is_some_and(|n| n > 0.0);
    let seconds = exponential.get("seconds");
    let Some(seconds) = seconds.filter(|s| tries && s.as_f64() == Some(0.0)) else {
        return;
    };
    cx.report(
        seconds.span(),
        "`seconds` is 0: all exponential retries would follow at once",
    )
    .help("write 1 or more, or use `constant` to retry at once");
}
