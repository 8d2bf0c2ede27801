//! Ignore comments that silence nothing. [`crate::suppress`] knows what each comment has silenced, once all other rules
//! have run.

use super::{FixKind, Level, RULES, Rule, RuleInfo, rule};
use crate::context::Context;
use crate::rule::Category;
use crate::suppress::{UNUSED_IGNORE, Unused};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        UNUSED_IGNORE,
        Level::Warning,
        include_str!("unused_ignore.md"),
    )
    .category(Category::Style)
    .fix(FixKind::Safe),
    check,
};

fn check(_: &mut Context<'_>) {}

/// Says which names of rules in comments silence nothing.
pub(super) fn report(cx: &mut Context<'_>, unused: Vec<Unused>) {
    for Unused {
        name,
        span,
        removed,
    } in unused
    {
        let near = cx.did_you_mean(&name, RULES.iter().map(|r| r.name));
        let near = near.filter(|near| *near != name);
        let message = match rule(&name) {
            Some(_) => format!("`{name}` is not reported here"),
            None => format!("There is no rule `{name}`"),
        };
        let finding = cx.report(span, message);
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it from the comment"),
        };
        finding.fix = removed;
    }
}
