//! Ignore comments that name no rule. [`crate::suppress`] reads the comments, once all other rules have run.

use syntax::Span;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::suppress::INVALID_IGNORE;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        INVALID_IGNORE,
        Level::Warning,
        include_str!("invalid_ignore.md"),
    ),
    check,
};

fn check(_: &mut Context<'_>) {}

/// Says what in comments cannot be read: where, and why.
pub(super) fn report(cx: &mut Context<'_>, invalid: Vec<(Span, String)>) {
    for (span, message) in invalid {
        cx.report(span, message)
            .help("write `windmill-ls: ignore[rule-name] reason`");
    }
}
