//! A call of `main` that runs while Windmill loads the script.

use model::signature::{Entry, EntryName};

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

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
            let lines = code_edit::whole_lines(cx, code, *call);
            let fix = lines.map(|span| Fix {
                applicability: Applicability::Unsafe,
                ..Fix::replace("Remove the call", span, "")
            });
            cx.report(
                code.outer(*call),
                "`main` runs twice: here, while Windmill loads the script, and then again",
            )
            .help("remove the call, or put it under `if __name__ == \"__main__\":`")
            .fix = fix;
        }
    }
}
