//! An approval step that waits for nobody.
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "approval-without-events",
        Level::Warning,
        include_str!("approval_without_events.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let step = flow.node(module.node);
        let Some(pair) = step.pair("suspend") else {
            continue;
        };
        let suspend = pair.value.filter(|s| s.is_mapping() && !s.merges_unknown());
        let Some(suspend) = suspend else { continue };
        let (place, message) = match suspend.get("required_events") {
            None => (
                pair.key.span(),
                "`suspend` has no `required_events`: this step waits for no approval".to_owned(),
            ),
            Some(events) if events.is_null() => (
                events.span(),
                "`required_events` is null: this step waits for no approval".to_owned(),
            ),
            Some(events) if events.as_f64().is_some_and(|n| n <= 0.0) => (
                events.span(),
                format!(
                    "`required_events` is {}: this step waits for no approval",
                    events.as_str().unwrap_or_default()
                ),
            ),
            Some(_) => continue,
        };
        cx.report(place, message)
            .help("write how many people must approve, or remove `suspend`");
    }
}
