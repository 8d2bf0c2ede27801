//! Python that does not parse, and Python files that are no text.

use model::file::{FileKind, Source};
use model::language::ScriptLanguage;
use model::signature::EntryName;
use syntax::Span;
use syntax::strict::Problem;

use super::expression_syntax::instead;
use super::support::foreign::foreign;
use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo, unresolved_inline};
use crate::context::{CheckedCode, Context};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "python-syntax",
        Level::Error,
        include_str!("python_syntax.md"),
    )
    .category(Category::Syntax)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind == FileKind::Script(ScriptLanguage::Python3)
        && let Source::Unreadable(why) = &cx.file.source
        && cx.role_of_file().is_script
    {
        cx.report(Span::at(0), why.as_str());
    }
    // That text is no Python at all, and another rule says so.
    if unresolved_inline::is_unresolved(cx.file.text()) {
        return;
    }
    // Code of another language is told by `language-mismatch`.
    let own = |c: &&CheckedCode| c.is_python() && foreign(c).is_none();
    for code in cx.code().iter().filter(own) {
        // `invalid-main-signature` says more of this one.
        let entries = [EntryName::Main, EntryName::Preprocessor];
        let signatures = entries.map(|e| code.script.entry(e).signature());
        let misplaced = signatures.map(|s| s.and_then(|s| s.misplaced()));
        let is_told = |p: &&Problem| {
            let mut params = misplaced.iter().flatten();
            params.any(|m| m.span.start == p.span.start)
        };
        let broken = code.script.problems().iter().filter(|p| !is_told(p));
        for problem in broken.chain(code.script.refused()) {
            report(cx, code, "Python", problem);
        }
    }
}

/// Reports what a parser says. That a word is of another language says all of it.
pub(super) fn report(cx: &mut Context<'_>, code: &CheckedCode, language: &str, problem: &Problem) {
    let why = &problem.message;
    let message = match why.ends_with(&format!(" not {language}")) {
        true => why.clone(),
        false => format!("Not valid {language}: {why}"),
    };
    let fix = instead(problem, &code.script.text).and_then(|(place, new)| {
        let edit = code_edit::replaced(cx, code, place, new);
        code_edit::fix(scalar::changed_to(new), false, vec![edit])
    });
    let finding = cx.report(code.outer(problem.span), capital(&message));
    finding.fix = fix;
    if let Some(help) = &problem.help {
        finding.help(help.as_str());
    }
}

/// A text with a capital at its start.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
