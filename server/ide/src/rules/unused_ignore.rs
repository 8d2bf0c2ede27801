//! Ignore comments that silence nothing. The findings come from [`crate::suppress`], which knows
//! what each comment has silenced.
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Safe,
    ..Rule::new(
        "unused-ignore",
        Level::Warning,
        include_str!("unused_ignore.md"),
        check,
    )
};

fn check(_: &mut Context<'_>) {}
