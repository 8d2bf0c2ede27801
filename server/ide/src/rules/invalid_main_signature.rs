//! A parameter without a default after one with: Python and Windmill both refuse the signature.

use model::signature::EntryName;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-main-signature",
        Level::Error,
        include_str!("invalid_main_signature.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        for entry in [EntryName::Main, EntryName::Preprocessor] {
            let signature = code.script.entry(entry).signature();
            let Some(param) = signature.and_then(|s| s.misplaced()) else {
                continue;
            };
            let name = &param.name.value;
            cx.report(
                code.outer(param.name.span),
                format!("`{name}` has no default and follows a parameter that has one"),
            )
            .help(format!(
                "move `{name}` before the parameters with defaults, or give it one"
            ));
        }
    }
}
