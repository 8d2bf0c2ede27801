//! A task of a workflow that nothing awaits.

use sdk::{WorkflowMistake, WorkflowMistakeKind};

use super::{FixKind, Level, Rule, RuleInfo, unknown_sdk_name};
use crate::context::{CheckedCode, Context};
use crate::finding::{Applicability, Fix, TextEdit};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unawaited-task",
        Level::Error,
        include_str!("unawaited_task.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for (code, mistake) in mistakes(cx) {
        let WorkflowMistakeKind::Unawaited { task, used, fix } = &mistake.kind else {
            continue;
        };
        let is_python = code.is_python();
        let what = match (used, task) {
            (true, _) if !is_python => "this is a promise, not its result",
            (true, _) => "this is a coroutine, not its result",
            (false, true) => "the workflow goes on without it",
            (false, false) if !is_python => "nothing waits for it",
            (false, false) => "it does nothing",
        };
        let name = &mistake.name;
        let edits = fix.iter().map(|(span, text)| TextEdit {
            span: code.outer(*span),
            text: (*text).to_owned(),
        });
        let fix = Fix {
            title: format!("Await `{name}`"),
            // Who starts a task and lets go of it may mean that; a promise runs whoever waits for it.
            applicability: match *used || !*task && is_python {
                true => Applicability::Safe,
                false => Applicability::Unsafe,
            },
            edits: edits.collect(),
            creates: None,
        };
        cx.report(
            code.outer(mistake.span),
            format!("`{name}` is not awaited: {what}"),
        )
        .help(match is_python {
            true => format!("write `await {name}(…)`, or give it to `asyncio.gather`"),
            false => format!("write `await {name}(…)`, or give it to `Promise.all`"),
        })
        .fix(fix);
    }
}

/// What the file's workflows get wrong. Nothing where the workspace has an SDK of its own.
pub(super) fn mistakes(cx: &Context<'_>) -> Vec<(CheckedCode, WorkflowMistake)> {
    let mut found = Vec::new();
    let is_typescript = |c: &&CheckedCode| c.role.is_script && c.script.language.is_typescript();
    for code in cx
        .code()
        .iter()
        .filter(|c| c.is_python() || is_typescript(c))
    {
        let mistakes = code.script.workflow_mistakes().iter();
        found.extend(mistakes.map(|m| (code.clone(), m.clone())));
    }
    if found.iter().any(|(c, _)| c.is_python()) && unknown_sdk_name::has_own_sdk(cx) {
        found.retain(|(code, _)| !code.is_python());
    }
    found
}
