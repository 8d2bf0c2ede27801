//! A schedule that runs nothing.

use model::file::ItemKind;

use super::support::target;
use super::{FixKind, Level, Rule};

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "schedule-target",
        Level::Error,
        include_str!("schedule_target.md"),
        |cx| target::check(cx, ItemKind::Schedule),
    )
};
