//! JavaScript that does not parse as its position wants it.

use lang::javascript::Snippet;
use model::expression::{self, nothing};
use model::flow::{Expression, Flow};
use syntax::Span;
use syntax::strict::Problem;
use syntax::yaml::Style;

use super::reference_as_expression::is_reference;
use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "expression-syntax",
        Level::Error,
        include_str!("expression_syntax.md"),
    )
    .category(Category::Syntax)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if let Some(app) = cx.app() {
        for expression in &app.expressions {
            let Some(problem) = expression.problem() else {
                continue;
            };
            let message = format!("Not valid JavaScript: {}", problem.message);
            let finding = cx.report(expression.outer(problem.span), message);
            if let Some(help) = &problem.help {
                finding.help(help.as_str());
            }
        }
        return;
    }
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        if is_reference(expression) {
            continue;
        }
        // What gives nothing is told by `null-expression`.
        let gives = || {
            expression.position.is_predicate()
                || nothing(&expression.text, expression.analysis()).is_none()
        };
        let written = expression.problem().map(|p| ("Not valid JavaScript", p));
        let rewritten = || {
            let problem = expression.rewritten_problem().filter(|_| gives())?;
            Some(("This fails in Windmill", problem))
        };
        let Some((what, problem)) = written.or_else(rewritten) else {
            continue;
        };
        if let Some((sign, fix)) = cut_off(cx, flow, expression) {
            cx.report(
                sign,
                "The expression ends at this ` #`: YAML takes the rest for a comment",
            )
            .help("put the whole expression in quotes")
            .fix = Some(fix);
            continue;
        }
        let why = &problem.message;
        let fix = instead(problem, &expression.text).and_then(|(place, new)| {
            let places = match is_quote(new) {
                true => curly_pair(&expression.text, place)?,
                false => vec![place],
            };
            let edits = places.into_iter();
            let edit = |place| code_edit::in_expression(cx, flow, expression, place, new);
            code_edit::fix(scalar::changed_to(new), false, edits.map(edit).collect())
        });
        let finding = cx.report(expression.outer(problem.span), format!("{what}: {why}"));
        if let Some(help) = &problem.help {
            finding.help(help.as_str());
        }
        finding.fix = fix;
    }
}

fn is_quote(text: &str) -> bool {
    matches!(text, "\"" | "'")
}

/// A curly quote and the next one of its kind, which closes it.
fn curly_pair(text: &str, first: Span) -> Option<Vec<Span>> {
    const KINDS: &[&[char]] = &[&['“', '”', '„', '‟'], &['‘', '’', '‚', '‛']];
    let quote = first.slice(text).chars().next()?;
    let kind = KINDS.iter().find(|k| k.contains(&quote))?;
    let behind = first.end as usize;
    let at = behind + text.get(behind..)?.find(*kind)?;
    let len = text[at..].chars().next()?.len_utf8();
    Some(vec![first, Span::new(at, at + len)])
}

/// What to write for a word or sign of another language, and where that stands: where the help names just that, and
/// the problem's place is what it speaks of, or its beginning or end.
pub(super) fn instead<'p>(problem: &'p Problem, text: &str) -> Option<(Span, &'p str)> {
    let help = problem.help.as_deref()?;
    let new = help.strip_prefix("write `")?.strip_suffix('`')?;
    let (word, _) = problem.message.strip_prefix('`')?.split_once('`')?;
    let (start, end) = (problem.span.start as usize, problem.span.end as usize);
    let places = [
        Span::new(start, start + word.len()),
        Span::new(end.checked_sub(word.len())?, end),
    ];
    let is_it = |place: &Span| text.get(place.start as usize..place.end as usize) == Some(word);
    let place = places.into_iter().find(is_it)?;
    (!word.is_empty() && !new.contains(['`', '…'])).then_some((place, new))
}

/// The `#` behind a plain text on its line, where the text is valid with what follows it.
fn cut_off(cx: &Context<'_>, flow: &Flow, expression: &Expression) -> Option<(Span, Fix)> {
    let node = flow.node(expression.node);
    let (text, span) = (cx.file.text(), node.span());
    let rest = text[span.end as usize..].lines().next()?.trim_end();
    if node.style() != Some(Style::Plain) || !rest.trim_start().starts_with('#') {
        return None;
    }
    let whole = Span::new(span.start as usize, span.end as usize + rest.len());
    let written = whole.slice(text);
    let snippet = Snippet::new(written);
    if written.contains('\n') || expression::problem(&snippet, expression.position.goal()).is_some()
    {
        return None;
    }
    let quoted = match written.contains('\'') && !written.contains(['"', '\\']) {
        true => format!("\"{written}\""),
        false => format!("'{}'", written.replace('\'', "''")),
    };
    let sign = span.end as usize + rest.find('#')?;
    let mut fix = Fix::replace("Put the expression in quotes", whole, quoted);
    fix.applicability = Applicability::Unsafe;
    Some((Span::new(sign, sign + 1), fix))
}
