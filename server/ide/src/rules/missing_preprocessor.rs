//! The script of a preprocessor module that has no `preprocessor`.

use model::signature::{Entry, EntryName};

use super::missing_main::function;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-preprocessor",
        Level::Error,
        include_str!("missing_preprocessor.md"),
    )
    .fix(FixKind::Editor),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let missing = *code.script.entry(EntryName::Preprocessor) == Entry::Missing;
        if code.role.needs_preprocessor && missing {
            let has_main = matches!(code.script.entry(EntryName::Main), Entry::Found(_));
            let help = if has_main {
                "rename `main`: a preprocessor module calls `preprocessor(event)`"
            } else {
                match code.script.language.is_typescript() {
                    true => "add `export async function preprocessor(event) { … }`",
                    false => "add `def preprocessor(event):`",
                }
            };
            let fix = function(cx, code, "preprocessor");
            cx.report(
                code.place_of_absent(),
                "This script has no `preprocessor` function",
            )
            .help(help)
            .fix = fix;
        }
    }
}
