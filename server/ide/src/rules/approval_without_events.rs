//! An approval step that waits for nobody.

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "approval-without-events",
    Level::Warning,
    include_str!("approval_without_events.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let suspend = flow.node(module.node).get("suspend");
        let events = suspend.and_then(|s| s.get("required_events"));
        let Some(events) = events.filter(|e| e.as_f64().is_some_and(|n| n <= 0.0)) else {
            continue;
        };
        let number = events.as_str().unwrap_or_default();
        cx.report(
            events.span(),
            format!("`required_events` is {number}: this step waits for no approval"),
        )
        .help("write how many must approve, or remove `suspend`");
    }
}
