//! A script that something runs and that has no `main`.

use model::script::{Entry, EntryName};

use super::unrecognized_main::overlooked;
use super::{FixKind, Level, Rule, unresolved_inline};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "missing-main",
        Level::Error,
        include_str!("missing_main.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    if unresolved_inline::is_unresolved(cx.file.text()) {
        return;
    }
    for code in cx.code() {
        let role = code.role;
        let level = match () {
            _ if role.needs_main => Level::Error,
            _ if role.needs_preprocessor || role.is_imported || !role.has_metadata => continue,
            _ => Level::Hint,
        };
        // Only a preprocessor: something else may run it as one.
        let preprocesses = matches!(code.script.entry(EntryName::Preprocessor), Entry::Found(_));
        if *code.script.entry(EntryName::Main) != Entry::Missing || preprocesses && !role.needs_main
        {
            continue;
        }
        // `unrecognized-main` says where it is.
        if overlooked(&code).is_some() {
            continue;
        }
        let (message, help) = if code.script.language.is_typescript() {
            (
                "This script exports no `main` function",
                "add `export async function main() { … }`",
            )
        } else {
            (
                "This script has no `main` function that Windmill finds",
                "add `def main(…):`",
            )
        };
        cx.report(code.place_of_absent(), message)
            .level(level)
            .help(help);
    }
}
