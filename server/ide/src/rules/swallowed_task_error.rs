//! An `except` that catches the exception by which Windmill leaves a workflow.

use sdk::WorkflowMistakeKind;

use super::unawaited_task::mistakes;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "swallowed-task-error",
        Level::Warning,
        include_str!("swallowed_task_error.md"),
    )
    .category(Category::Correctness),
    check,
};

fn check(cx: &mut Context<'_>) {
    for (code, mistake) in mistakes(cx) {
        let WorkflowMistakeKind::Swallowed { named } = mistake.kind else {
            continue;
        };
        let what = match named {
            true => "`BaseException`",
            false => "A bare `except`",
        };
        cx.report(
            code.outer(mistake.span),
            format!("{what} catches the signal by which Windmill pauses the workflow"),
        )
        .help("catch `Exception`, or `TaskError` for a task that failed");
    }
}
