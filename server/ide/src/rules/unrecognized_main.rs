//! A `main` that Python finds and Windmill overlooks.

use model::script::HiddenMain;

use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "unrecognized-main",
        Level::Error,
        include_str!("unrecognized_main.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let role = code.role;
        let is_run = role.has_metadata && !role.is_imported && !role.needs_preprocessor;
        let Some(main) = code
            .script
            .hidden_main()
            .filter(|_| role.needs_main || is_run)
        else {
            continue;
        };
        let (message, help) = said(main.value);
        cx.report(code.outer(main.span), message).help(help);
    }
}

fn said(why: HiddenMain) -> (&'static str, &'static str) {
    match why {
        HiddenMain::Spacing => (
            "`main` is overlooked: Windmill looks for `def main(`, letter by letter",
            "write `def main(` with one blank, and none before the bracket",
        ),
        HiddenMain::TypeParameters => (
            "`main` is overlooked: Windmill looks for `def main(`, letter by letter",
            "leave out the type parameters, or declare a `TypeVar` above",
        ),
        HiddenMain::Indented => (
            "`main` is overlooked: Windmill looks for it in the first column only",
            "define `main` at the top level of the file",
        ),
        HiddenMain::Assigned => (
            "`main` is overlooked: Windmill looks for a line with `def main(`",
            "write `def main(…):` and call the function from there",
        ),
        HiddenMain::Imported => (
            "`main` is overlooked: Windmill looks for `def main(` in this file",
            "import it under another name and call it from a `def main(…):`",
        ),
    }
}
