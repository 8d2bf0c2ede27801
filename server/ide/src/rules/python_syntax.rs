//! Python that does not parse, and Python files that are no text.

use model::file::{FileKind, Source};
use model::script::ScriptLanguage;
use syntax::Span;

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "python-syntax",
    Level::Error,
    include_str!("python_syntax.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    if cx.file.kind == FileKind::Script(ScriptLanguage::Python3)
        && let Source::Unreadable(why) = &cx.file.source
    {
        cx.report(Span::at(0), format!("This file {why}"));
    }
    for code in cx.code() {
        for problem in code.script.problems() {
            cx.report(
                code.outer(problem.span),
                format!("Python: {}", problem.message),
            );
        }
    }
}
