//! A `main` that Python finds and Windmill overlooks.

use model::signature::HiddenMain;
use syntax::Span;
use syntax::Spanned;
use syntax::text::line_start;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unrecognized-main",
        Level::Error,
        include_str!("unrecognized_main.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        if let Some(main) = overlooked(code) {
            let (message, help) = said(main.value);
            let fix = respelt(cx, code, &main);
            cx.report(code.outer(main.span), message).help(help).fix = fix;
        }
    }
}

/// The `main` that is meant for Windmill and overlooked. Code that nothing here runs may have one for
/// other ends: a test imports the `main` that it is about.
pub(super) fn overlooked(code: &CheckedCode) -> Option<Spanned<HiddenMain>> {
    let role = code.role;
    let main = code.script.hidden_main()?;
    let is_defined = !matches!(main.value, HiddenMain::Imported | HiddenMain::Assigned);
    let is_run = role.has_metadata && !role.is_imported && !role.needs_preprocessor;
    (role.needs_main || is_run && is_defined).then_some(main)
}

fn said(why: HiddenMain) -> (&'static str, &'static str) {
    match why {
        HiddenMain::Spacing => (
            "Windmill does not see this `main`: it looks for exactly `def main(`",
            "write `def main(` with one space, and none before the bracket",
        ),
        HiddenMain::TypeParameters => (
            "Windmill does not see this `main`: it looks for exactly `def main(`",
            "remove the type parameters, or declare a `TypeVar` above",
        ),
        HiddenMain::Indented => (
            "Windmill does not see this `main`: it must start in the first column",
            "define `main` at the top level of the file",
        ),
        HiddenMain::Assigned => (
            "Windmill does not see this `main`: it looks for a line with `def main(`",
            "write `def main(…):` and call the function from there",
        ),
        HiddenMain::Imported => (
            "Windmill does not see this `main`: it looks for `def main(` in this file",
            "import it under another name and call it from a `def main(…):`",
        ),
    }
}

/// `def main(` letter by letter.
fn respelt(cx: &Context<'_>, code: &CheckedCode, main: &Spanned<HiddenMain>) -> Option<Fix> {
    if main.value != HiddenMain::Spacing {
        return None;
    }
    let text = &code.script.text;
    let (start, end) = (main.span.start as usize, main.span.end as usize);
    let line = line_start(text, start);
    let words: Vec<&str> = text[line..start].split_whitespace().collect();
    let head = match words[..] {
        ["def"] => "def main(",
        ["async", "def"] => "async def main(",
        _ => return None,
    };
    let bracket = end + text[end..].find('(')?;
    let edit = code_edit::replaced(cx, code, Span::new(line, bracket + 1), head);
    let clean = text[end..bracket].trim().is_empty();
    code_edit::fix(format!("Change to `{head}`"), true, vec![edit]).filter(|_| clean)
}
