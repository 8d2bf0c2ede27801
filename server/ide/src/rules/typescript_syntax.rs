//! TypeScript that does not parse, and TypeScript files that are no text.

use model::file::{FileKind, Source};
use syntax::Span;

use super::python_syntax::report;
use super::support::foreign::foreign;
use super::{FixKind, Level, Rule, RuleInfo, unresolved_inline};
use crate::context::{CheckedCode, Context};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "typescript-syntax",
        Level::Error,
        include_str!("typescript_syntax.md"),
    )
    .category(Category::Syntax)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if let FileKind::Script(language) = &cx.file.kind
        && language.is_typescript()
        && let Source::Unreadable(why) = &cx.file.source
        && cx.role_of_file().is_script
    {
        cx.report(Span::at(0), why.as_str());
    }
    // That text is no TypeScript at all, and another rule says so.
    if unresolved_inline::is_unresolved(cx.file.text()) {
        return;
    }
    // Code of another language is told by `language-mismatch`.
    let own = |c: &&CheckedCode| {
        c.role.is_script && c.script.language.is_typescript() && foreign(c).is_none()
    };
    for code in cx.code().iter().filter(own) {
        for problem in code.script.problems().iter().chain(code.script.refused()) {
            report(cx, code, "TypeScript", problem);
        }
    }
}
