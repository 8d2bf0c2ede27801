//! What comes out differently each time a workflow is run again.

use sdk::{Impurity, WorkflowMistakeKind};

use super::unawaited_task::mistakes;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "nondeterministic-workflow",
        Level::Warning,
        include_str!("nondeterministic_workflow.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    for (code, mistake) in mistakes(cx) {
        let WorkflowMistakeKind::Impure(kind) = mistake.kind else {
            continue;
        };
        let name = &mistake.name;
        let message = match kind {
            Impurity::Clock => {
                format!("`{name}` gives another time when the workflow is replayed")
            }
            Impurity::Random => {
                format!("`{name}` gives other numbers when the workflow is replayed")
            }
            Impurity::Uuid => format!("`{name}` gives another id when the workflow is replayed"),
            Impurity::Network | Impurity::File => {
                format!("`{name}` is called again when the workflow is replayed")
            }
            Impurity::Environment => {
                format!("`{name}` may be something else when the workflow is replayed")
            }
        };
        let help = match kind {
            Impurity::Network | Impurity::File => {
                "put it in a `@task` function, or in `await step(\"name\", lambda: …)`"
            }
            _ => "put it in `await step(\"name\", lambda: …)`, which records the result",
        };
        cx.report(code.outer(mistake.span), message).help(help);
    }
}
