//! A special module whose id is not the one that tools expect.

use model::flow::Place;

use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "special-module-id",
        Level::Hint,
        include_str!("special_module_id.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let (wanted, key) = match module.place {
            Place::Failure => ("failure", "failure_module"),
            Place::Preprocessor => ("preprocessor", "preprocessor_module"),
            _ => continue,
        };
        let Some(id) = module.id.as_ref().filter(|id| id.value != wanted) else {
            continue;
        };
        let message = match id.value.as_str() {
            "" => format!("The id of `{key}` is empty: it is `{wanted}`"),
            id => format!("`{key}` has the id `{id}`, not `{wanted}`"),
        };
        cx.report(id.span, message)
            .help(format!(
                "it runs, but tools and the editor look for `{wanted}`"
            ))
            .fix(Fix::meant(id.span, wanted));
    }
}
