//! A call of a frontend to a runnable that the app's backend does not have.

use model::frontend::NameForm;

use super::support::frontend::read;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-runnable",
        Level::Error,
        include_str!("unknown_runnable.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some((frontend, app)) = read(cx.file) else {
        return;
    };
    let runnables = cx.workspace.runnables(app);
    // Perhaps the backend was not fetched.
    if runnables.is_empty() {
        return;
    }
    let ids: Vec<&str> = runnables.iter().map(|r| r.id.as_str()).collect();
    for call in frontend.calls.iter().filter(|c| c.is_code) {
        let id = call.id.value.as_str();
        if ids.binary_search(&id).is_ok() {
            continue;
        }
        let near = cx.did_you_mean(id, ids.iter().copied());
        let is_plain = near.is_some_and(lang::javascript::is_identifier);
        let fix = near.and_then(|near| match call.form {
            NameForm::Shorthand if is_plain => Some((near, format!("{near}: {id}"))),
            NameForm::Shorthand => None,
            NameForm::Bracket => Some((near, near.to_owned())),
            _ => is_plain.then(|| (near, near.to_owned())),
        });
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.len() <= 12 => format!("its runnables are: {}", ids.join(", ")),
            None => format!("add its code as a file `backend/{id}.ts`"),
        };
        let is_begun = cx.is_begun(id, ids.iter().copied());
        let message = format!("This app's backend has no runnable `{id}`: the call fails");
        let finding = cx.report(call.id.span, message).help(help);
        finding.fix = fix.map(|(near, text)| Fix {
            title: format!("Change to `{near}`"),
            ..Fix::meant(call.id.span, text)
        });
        if is_begun {
            finding.unfinished(call.id.span);
        }
    }
}
