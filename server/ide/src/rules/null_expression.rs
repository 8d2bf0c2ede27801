//! Text that parses, and that Windmill evaluates to `null` without a word.

use lang::javascript::tree::{Kind, NodeId, Tree};
use lang::javascript::{NoValue, no_value};
use model::expression::{Why, nothing};
use syntax::Span;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "null-expression",
        Level::Error,
        include_str!("null_expression.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        if expression.position.is_predicate() {
            continue;
        }
        let Some(found) = nothing(&expression.text, expression.analysis()) else {
            continue;
        };
        if expression.problem().is_some() {
            continue;
        }
        let last = expression.tree().and_then(last_value);
        let gives_none = last.as_ref().and_then(|(_, none)| *none);
        // Who writes `null` gets it.
        if gives_none == Some(NoValue::Literal) {
            continue;
        }
        let word = found.span.slice(&expression.text);
        let (message, help) = match found.why {
            Why::LastSemicolon => (
                "`;` at the end makes this null: nothing is returned".to_owned(),
                "remove the `;`",
            ),
            Why::Semicolon => (
                "`;` makes this null: Windmill then expects a `return`".to_owned(),
                "write `return` in front of the value",
            ),
            Why::Statement => (
                format!("This starts with `{word}` and has no `return`: it is null"),
                "write `return` in front of the value",
            ),
            Why::Await => (
                "`await` as the first word makes this null: nothing is returned".to_owned(),
                "leave it out, as Windmill waits for the value anyway, or write `return await`",
            ),
            Why::Comment => (
                "A comment on the first line makes this null: nothing is returned".to_owned(),
                "make it a YAML comment: `# …` on the line above `expr`",
            ),
        };
        let span = expression.outer(found.span);
        // To return it would hide the mistake: there still is no value.
        let none = gives_none.filter(|_| found.why != Why::Comment);
        if let Some(none) = none {
            let help = match none {
                NoValue::Function => {
                    "nobody calls this function: write its value alone, or call it as in `(…)()`"
                }
                _ => "what stands last gives nothing back either: write a value there",
            };
            cx.report(span, message).help(help);
            continue;
        }
        let is_last = matches!(found.why, Why::LastSemicolon);
        let as_written = span.slice(cx.file.text()) == word;
        let finding = cx.report(span, message).help(help);
        if is_last && as_written {
            finding.fix(Fix::replace("Remove the `;`", span, ""));
            continue;
        }
        let last = match found.why {
            Why::Await => Some(expression.text.len() - expression.text.trim_start().len()),
            Why::Semicolon | Why::Statement => last.map(|(at, _)| at),
            Why::LastSemicolon | Why::Comment => None,
        };
        let edit = last
            .and_then(|at| code_edit::in_expression(cx, flow, expression, Span::at(at), "return "));
        let fix = code_edit::fix("Add `return`", true, vec![edit]);
        if let Some(finding) = cx.findings.last_mut() {
            finding.fix = fix;
        }
    }
}

/// Where the last statement starts, if it is a value, and whether that certainly is nothing.
fn last_value(tree: &Tree) -> Option<(usize, Option<NoValue>)> {
    let last = tree.children(NodeId::ROOT).last()?;
    let start = tree.span(last).start as usize;
    (tree.kind(last) == Kind::Expression).then(|| (start, no_value(tree, last)))
}
