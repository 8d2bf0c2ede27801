//! JavaScript that does not parse as its position wants it.

use model::expr::nothing;

use super::reference_as_expression::is_reference;
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "expression-syntax",
    Level::Error,
    include_str!("expression_syntax.md"),
    check,
);

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
        let written = expression.problem();
        let rewritten = || expression.rewritten_problem().filter(|_| gives());
        let Some(problem) = written.or_else(rewritten) else {
            continue;
        };
        let place = expression.position.describe();
        let message = format!("{place} does not parse: {}", problem.message);
        let finding = cx.report(expression.outer(problem.span), upper_first(&message));
        if expression.position.is_predicate() && !finding.message.contains("Windmill") {
            finding.help("here Windmill takes one expression, without `return` and `;`");
        }
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
