//! A key that a flow, or another file of a workspace, does not have.

use std::cell::LazyCell;

use model::openflow::openflow;
use rustc_hash::FxHashSet;

use super::misplaced_field::{ROOT_FIELDS, is_field};
use super::missing_field;
use super::support::kind_fields;
use super::support::schema_node::{SchemaNode, schema_nodes};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-field",
        Level::Warning,
        include_str!("unknown_field.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if let Some(kind) = kind_fields::kind_of(cx) {
        kind_fields::unknown(cx, kind);
        return;
    }
    for shaped in schema_nodes(cx).iter().filter(|n| n.is_closed()) {
        let reading = &shaped.reading;
        let has = |key: &str| shaped.node.pair(key).is_some();
        let (has_expr, has_value, has_type) = (has("expr"), has("value"), has("type"));
        let free = LazyCell::new(|| -> Vec<&str> {
            let here: FxHashSet<_> = shaped.node.pairs().filter_map(|p| p.key.as_str()).collect();
            let known = reading.fields().filter(|(_, d)| !d.residue).map(|(n, _)| n);
            known.filter(|n| !here.contains(*n)).collect()
        });
        let mut misspelt = None;
        for pair in shaped.node.pairs() {
            let Some(key) = pair.key.as_str() else {
                continue;
            };
            // What people keep anchors under, and what the editor leaves behind.
            let quiet = key == "<<" || key.starts_with("x-") || key.is_empty();
            let is_null = pair.value.is_some_and(|v| v.is_null());
            // Left behind where a transform changed its type.
            let left = match &*key {
                "expr" => has_value || has_type,
                "value" => has_expr || has_type,
                _ => false,
            };
            // `misplaced-field` says where it belongs.
            let of_flow =
                shaped.name == "value" && is_inner(shaped) && ROOT_FIELDS.contains(&&*key);
            if quiet
                || left
                || of_flow
                || is_null
                || reading.field(&key).is_some()
                || is_field(&key)
            {
                continue;
            }
            // `missing-field` says what it was meant to be, `invalid-type` that it is one level off.
            let misspelt = misspelt.get_or_insert_with(|| missing_field::misspelt(cx, shaped));
            if misspelt.iter().any(|name| *name == key) {
                continue;
            }
            let inner: Vec<String> = reading
                .fields()
                .filter(|(_, d)| openflow().target(d).field(&key).is_some())
                .map(|(n, _)| format!("`{n}`"))
                .collect();
            let near = cx.did_you_mean(&key, free.iter().copied());
            let message = format!(
                "`{key}` is not a field of {}: Windmill does not keep it",
                what(shaped)
            );
            let span = pair.key.span();
            let as_written = span.slice(cx.file.text()) == key;
            let is_begun = cx.is_begun(&key, free.iter().copied());
            let finding = cx.report(span, message);
            if is_begun {
                finding.unfinished(pair.span);
            }
            match near {
                Some(near) => {
                    finding.help(format!("did you mean `{near}`?"));
                    if as_written {
                        finding.fix(Fix::meant(span, near));
                    }
                }
                None if !inner.is_empty() => {
                    finding.help(format!(
                        "write it on a line below {}, indented",
                        inner.join(" or ")
                    ));
                }
                None => {
                    finding.help("remove it, or write it as a comment with `#`");
                }
            }
        }
    }
}

/// Whether it is the flow's own `value`.
fn is_inner(shaped: &SchemaNode<'_>) -> bool {
    shaped.node.parent().is_some_and(|p| p.parent().is_none())
}

fn what(shaped: &SchemaNode<'_>) -> String {
    match shaped.name {
        _ if shaped.node.parent().is_none() => "a flow".to_owned(),
        "" => "this part".to_owned(),
        "modules" | "default" | "failure_module" | "preprocessor_module" => "a step".to_owned(),
        "branches" => "a branch".to_owned(),
        "tools" => "a tool".to_owned(),
        name => format!("`{name}`"),
    }
}
