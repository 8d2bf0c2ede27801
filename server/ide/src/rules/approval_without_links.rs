//! An approval step that runs nothing, so that nobody gets a link.

use model::flow::ModuleKind;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "approval-without-links",
        Level::Hint,
        include_str!("approval_without_links.md"),
    )
    .category(Category::Suspicious),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow
        .modules()
        .filter(|(_, m)| m.kind == ModuleKind::Identity)
    {
        let Some(kind) = module.kind_span else {
            continue;
        };
        let suspend = flow.node(module.node).get("suspend");
        let suspend = suspend.filter(|s| s.is_mapping() && !s.merges_unknown());
        let Some(suspend) = suspend else { continue };
        let events = suspend.get("required_events").and_then(|e| e.as_f64());
        let shown = suspend.get("show_on_home").and_then(|s| s.as_bool()) == Some(true);
        if events.is_none_or(|n| n <= 0.0) || shown {
            continue;
        }
        cx.report(
            kind,
            "This approval sends no links: people can answer on the run's page only",
        )
        .help("use a script that sends what `wmill.get_resume_urls()` gives, or set `show_on_home: true`");
    }
}
