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
        let written = expression.problem().map(|problem| {
            let place = upper_first(expression.position.describe());
            (format!("{place} is not valid JavaScript"), problem)
        });
        let rewritten = || {
            let problem = expression.rewritten_problem().filter(|_| gives())?;
            Some(("This fails in Windmill".to_owned(), problem))
        };
        let Some((what, problem)) = written.or_else(rewritten) else {
            continue;
        };
        // What to do stands behind what is wrong.
        let (why, help) = match problem.message.split_once("; ") {
            Some((why, help)) => (why, Some(help)),
            None if !expression.position.is_predicate() => (problem.message.as_str(), None),
            None => {
                let help = "write one expression here, without `return` and `;`";
                (problem.message.as_str(), Some(help))
            }
        };
        let finding = cx.report(expression.outer(problem.span), format!("{what}: {why}"));
        if let Some(help) = help {
            finding.help(help);
        }
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
