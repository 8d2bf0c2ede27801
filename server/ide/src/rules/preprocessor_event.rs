//! A `preprocessor` that does not take the event.

use model::signature::{EntryName, Param};
use syntax::Span;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo, did_you_mean};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "preprocessor-event",
        Level::Warning,
        include_str!("preprocessor_event.md"),
    )
    .fix(FixKind::Safe),
    check,
};

/// Names that people give the event, beside near misses.
const MEANT: &[&str] = &[
    "e",
    "ev",
    "evt",
    "events",
    "event_data",
    "webhook_event",
    "trigger_event",
];

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let Some(signature) = code.script.entry(EntryName::Preprocessor).signature() else {
            continue;
        };
        let names_one = |names: &[&str]| {
            signature
                .params
                .iter()
                .any(|p| names.contains(&p.name.as_str()))
        };
        if signature.takes_any || names_one(&["event", "wm_trigger"]) {
            continue;
        }
        if signature.params.is_empty() {
            let bracket = code.script.text[signature.name.span.end as usize..].find(')');
            let empty = code.script.text[signature.name.span.end as usize..].starts_with("()");
            let at = bracket
                .map(|b| Span::at(signature.name.span.end as usize + b))
                .filter(|_| empty);
            let edit = at.and_then(|at| code_edit::replaced(cx, code, at, "event: dict"));
            let fix = code_edit::fix("Add the parameter `event`", true, vec![edit]);
            cx.report(
                code.outer(signature.name.span),
                "`preprocessor` has no parameter `event`: it cannot see what triggered it",
            )
            .help("write `def preprocessor(event: dict):`")
            .fix = fix;
        } else if let Some(param) = signature.params.iter().find(|p| is_meant(p)) {
            let name = &param.name.value;
            cx.report(
                code.outer(param.name.span),
                format!("`{name}` is not what Windmill passes: the parameter is called `event`"),
            )
            .help(format!("rename `{name}` to `event`"));
        }
    }
}

/// Whether a parameter is the event by another name.
fn is_meant(param: &Param) -> bool {
    let name = param.name.value.trim_matches('_').to_lowercase();
    MEANT.contains(&name.as_str()) || did_you_mean(&name, ["event"]).is_some()
}
