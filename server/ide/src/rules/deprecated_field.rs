//! A field or kind that is out of use.

use syntax::yaml::Node;

use super::support::schema_node::schema_nodes;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "deprecated-field",
        Level::Hint,
        include_str!("deprecated_field.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    for shaped in schema_nodes(cx) {
        let reading = &shaped.reading;
        if !shaped.node.is_mapping() || reading.is_free() {
            continue;
        }
        if let Some((_, key)) = reading.union
            && reading.defs.iter().any(|d| d.deprecated)
            && let Some(kind) = shaped.node.get(key).filter(|k| k.style().is_some())
        {
            let name = text(kind);
            cx.report(kind.span(), format!("The type `{name}` is deprecated"))
                .help(
                    reading
                        .defs
                        .first()
                        .map_or_else(String::new, |d| instead(&d.description)),
                );
        }
        for pair in shaped.node.pairs() {
            let Some(key) = pair.key.as_str() else {
                continue;
            };
            let Some(field) = reading.field(&key).filter(|f| f.deprecated) else {
                continue;
            };
            if pair.value.is_none_or(|v| v.is_null()) {
                continue;
            }
            let help = instead(&field.description);
            cx.report(pair.key.span(), format!("`{key}` is deprecated"))
                .help(help);
        }
    }
}

fn text(node: Node<'_>) -> String {
    node.as_str().unwrap_or_default().into_owned()
}

/// What to write instead, as the schema says: "Older form of `x`, which replaces it", "Use `x`".
fn instead(description: &str) -> String {
    if let Some((before, _)) = description.split_once("`, which replaces it")
        && let Some((_, name)) = before.rsplit_once('`')
    {
        return format!("write `{name}` instead");
    }
    let uses = description.split_once("Use ").map(|(_, rest)| rest);
    match uses {
        Some(rest) => format!("use {}", rest.trim_end_matches('.')),
        None => "the description says what replaces it".to_owned(),
    }
}
