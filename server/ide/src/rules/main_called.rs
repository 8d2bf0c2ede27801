//! A call of `main` that runs while Windmill loads the script.

use model::signature::{Entry, EntryName};

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "main-called",
        Level::Warning,
        include_str!("main_called.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        if !matches!(code.script.entry(EntryName::Main), Entry::Found(_)) {
            continue;
        }
        for call in code.script.main_calls() {
            let gone = code_edit::removed(cx, code, *call);
            let fix = code_edit::fix("Remove the call", false, vec![gone]);
            cx.report(
                code.outer(*call),
                "`main` runs twice: here, while Windmill loads the script, and then again",
            )
            .help("remove the call, or put it under `if __name__ == \"__main__\":`")
            .fix = fix;
        }
    }
}
