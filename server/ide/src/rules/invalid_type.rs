//! A value of a JSON type that its field does not take.

use super::shape::{article, shapes};
use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "invalid-type",
    Level::Error,
    include_str!("invalid_type.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    for shaped in shapes(cx) {
        let Some(kind) = shaped.node.json_type() else {
            continue;
        };
        let is_root = shaped.node.parent().is_none();
        let takes = |k| match shaped.field {
            Some(field) => field.takes(k) || !field.types().is_empty() && shaped.reading.is_free(),
            None => false,
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
