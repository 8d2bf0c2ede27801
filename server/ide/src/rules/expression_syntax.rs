//! JavaScript that does not parse as its position wants it.

use lang::javascript::Snippet;
use model::expression::{self, nothing};
use model::flow::{Expression, Flow};
use syntax::Span;
use syntax::yaml::Style;

use super::reference_as_expression::is_reference;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "expression-syntax",
        Level::Error,
        include_str!("expression_syntax.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
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
        let finding = cx.report(expression.outer(problem.span), format!("{what}: {why}"));
        if let Some(help) = &problem.help {
            finding.help(help.as_str());
        }
    }
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
