//! A step named like something that Windmill uses itself.
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "reserved-step-id",
        Level::Error,
        include_str!("reserved_step_id.md"),
    ),
    check,
};

/// Ids that mean something else at run time.
const TAKEN: &[&str] = &["failure", "preprocessor", "Input"];

/// Ids that Windmill's editor refuses.
const REFUSED: &[&str] = &[
    "do",
    "bg",
    "ctx",
    "state",
    "if",
    "else",
    "for",
    "delete",
    "while",
    "new",
    "in",
    "as",
    "__wm_agent_root",
    "Result",
    "Trigger",
];

/// Whether a step cannot have this id, or Windmill's editor refuses it.
pub(crate) fn is_reserved(id: &str) -> bool {
    TAKEN.contains(&id) || REFUSED.contains(&id)
}

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules().filter(|(_, m)| !m.is_special()) {
        let Some(id) = &module.id else { continue };
        let name = id.value.as_str();
        if TAKEN.contains(&name) {
            cx.report(
                id.span,
                format!("The id `{name}` is reserved: Windmill uses it itself"),
            )
            .help(match name {
                "failure" => "rename it, or make it the flow's `failure_module`",
                "preprocessor" => "rename it, or make it the flow's `preprocessor_module`",
                _ => "rename the step",
            });
        } else if REFUSED.contains(&name) {
            cx.report(
                id.span,
                format!("The id `{name}` is a word that Windmill's editor refuses"),
            )
            .level(Level::Hint)
            .help("it runs, but the editor refuses the id where a step is edited: rename it");
        }
    }
}
