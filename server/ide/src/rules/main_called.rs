//! A call of `main` that runs while Windmill loads the script.

use model::script::{Entry, EntryName};

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "main-called",
    Level::Warning,
    include_str!("main_called.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        if !matches!(code.script.entry(EntryName::Main), Entry::Found(_)) {
            continue;
        }
        for call in code.script.main_calls() {
            cx.report(
                code.outer(*call),
                "`main` is called while Windmill loads the script, and then once more",
            )
            .help("remove the call, or put it under `if __name__ == \"__main__\":`");
        }
    }
}
