//! A name in an app that none of its components has.

use model::app::{App, MentionKind};

use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-component",
        Level::Warning,
        include_str!("unknown_component.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(app) = cx.app() else { return };
    let names = app.names();
    for mention in &app.mentions {
        let Some(name) = mention.node.as_str() else {
            continue;
        };
        if name.is_empty() || app.has(&name) {
            continue;
        }
        let what = match mention.what {
            MentionKind::Connection => "nothing is read from it",
            MentionKind::Recompute => "nothing is run again",
            MentionKind::RefreshOn => "nothing is run when it changes",
        };
        let message = match name.strip_prefix("bg_") {
            Some(_) => format!("There is no background runnable `{name}`: {what}"),
            None => format!("This app has no component `{name}`: {what}"),
        };
        let near = cx.did_you_mean(&name, names.iter().map(String::as_str));
        let fix = near.and_then(|near| scalar::meant(cx.file.text(), mention.node, near));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if name.starts_with("bg_") => backgrounds(app),
            None => "it may have been removed: name another one, or none".to_owned(),
        };
        cx.report(mention.node.span(), message).help(help).fix = fix;
    }
}

/// The background runnables there are.
fn backgrounds(app: &App<'_>) -> String {
    match app.backgrounds {
        0 => "it has no background runnables".to_owned(),
        1 => "its only one is `bg_0`".to_owned(),
        n => format!("they are `bg_0` to `bg_{}`", n - 1),
    }
}
