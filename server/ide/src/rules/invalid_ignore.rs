//! Ignore comments that name no rule. The findings come from [`crate::suppress`], which reads the
//! comments.
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "invalid-ignore",
    Level::Warning,
    include_str!("invalid_ignore.md"),
    check,
);

fn check(_: &mut Context<'_>) {}
