//! A step id with characters that ids cannot have.

use syntax::yaml::JsonType;

use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "invalid-step-id",
        Level::Error,
        include_str!("invalid_step_id.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let Some(id) = &module.id else { continue };
        let node = flow.node(module.node).get("id");
        // A number or `null` is the wrong type: another rule says so.
        if node.and_then(|n| n.json_type()) != Some(JsonType::String) {
            continue;
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let why = match id.value.chars().next() {
            None => "is empty".to_owned(),
            Some(c) if c.is_ascii_digit() || c == '-' => format!("starts with `{c}`"),
            _ => match id.value.chars().find(|&c| !fits(c)) {
                Some(' ') => "has a blank".to_owned(),
                Some(c) => format!("has `{c}`"),
                None => continue,
            },
        };
        let message = format!("step id `{}` {why}", id.value);
        let span = node.map_or(id.span, |n| n.span());
        cx.report(span, message)
            .help("ids take letters, digits, `_` and `-`, and start with a letter or `_`");
    }
}
