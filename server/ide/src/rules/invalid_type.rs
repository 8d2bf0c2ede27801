//! A value of a JSON type that its field does not take.

use model::openflow::openflow;
use syntax::yaml::Pair;

use super::shape::{Shaped, article, shapes};
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "invalid-type",
    Level::Error,
    include_str!("invalid_type.md"),
    check,
);

/// Required fields that the server does not fill in where they say null.
const NEVER_NULL: [&str; 5] = ["modules", "branches", "default", "path", "iterator"];

fn check(cx: &mut Context<'_>) {
    for shaped in shapes(cx) {
        nulls(cx, shaped);
        let Some(kind) = shaped.node.json_type() else {
            continue;
        };
        let is_root = shaped.node.parent().is_none();
        let takes = |k| match shaped.field {
            // A field that only refers to a definition says nothing of its own.
            Some(field) if !field.types().is_empty() => field.takes(k) || shaped.reading.is_free(),
            _ => false,
        };
        let mut types: Vec<&str> = match shaped.reading.union {
            Some(_) => vec!["object"],
            None => shaped.reading.defs.iter().flat_map(|d| d.types()).collect(),
        };
        types.dedup();
        if types.is_empty() || kind == syntax::yaml::JsonType::Null && !is_root {
            continue;
        }
        let fits = match shaped.reading.union {
            Some(_) => kind == syntax::yaml::JsonType::Object,
            None => shaped.reading.defs.iter().any(|d| d.takes(kind)),
        };
        let also = shaped.field.is_some_and(|f| f.also_takes(kind));
        if fits || also || shaped.reading.union.is_none() && takes(kind) {
            continue;
        }
        let wanted: Vec<&str> = types.iter().map(|t| article(t)).collect();
        let wanted = wanted.join(" or ");
        let what = match shaped.name {
            _ if is_root => "A flow".to_owned(),
            "" => "This".to_owned(),
            name if shaped.field.is_none() => format!("An item of `{name}`"),
            name => format!("`{name}`"),
        };
        let message = format!("{what} takes {wanted}, not {}", article(kind.name()));
        let is_transform = shaped
            .reading
            .union
            .is_some_and(|(u, k)| k == "type" && u.is_transform());
        let finding = cx.report(shaped.node.span(), message);
        if is_transform {
            finding.help(
                "write a mapping with `type: static` and `value`, or `type: javascript` and `expr`",
            );
        } else if types == ["string"] {
            finding.help("put the value in quotes");
        }
    }
}

/// `modules:` with nothing behind, or with `null`: the server wants the list itself.
fn nulls(cx: &mut Context<'_>, shaped: &Shaped<'_>) {
    for (name, def) in shaped.reading.required() {
        let (true, Some(def)) = (NEVER_NULL.contains(&name), def) else {
            continue;
        };
        let Some(pair) = shaped.node.pairs().rev().find(|p| is_key(p, name)) else {
            continue;
        };
        if pair.value.is_some_and(|v| !v.is_null()) {
            continue;
        }
        let span = pair.value.filter(|v| !v.span().is_empty());
        let span = span.map_or(pair.key.span(), |v| v.span());
        let wanted = openflow().read(def, None);
        let kind = match wanted.union {
            Some(_) => "object",
            None => wanted
                .defs
                .iter()
                .flat_map(|d| d.types())
                .next()
                .unwrap_or("object"),
        };
        let message = format!("`{name}` takes {}, not null", article(kind));
        let finding = cx.report(span, message);
        if kind == "array" {
            finding.help(format!("write `{name}: []` where there are none"));
        }
    }
}

fn is_key(pair: &Pair<'_>, name: &str) -> bool {
    pair.key.as_str().is_some_and(|k| k == name)
}
