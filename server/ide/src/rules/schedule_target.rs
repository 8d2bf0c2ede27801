//! A schedule that runs nothing.

use model::file::ItemKind;

use super::support::target;
use super::{FixKind, Level, Rule, RuleInfo};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "schedule-target",
        Level::Error,
        include_str!("schedule_target.md"),
    )
    .fix(FixKind::Unsafe),
    check: |cx| target::check(cx, ItemKind::Schedule),
};
