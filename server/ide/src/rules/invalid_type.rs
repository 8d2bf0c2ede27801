//! A value of a JSON type that its field does not take.

use model::openflow::openflow;
use syntax::text::is_word;
use syntax::yaml::{JsonType, Pair};

use super::missing_field;
use super::support::kind_fields;
use super::support::scalar;
use super::support::schema_node::{SchemaNode, article, schema_nodes};
use super::support::unfinished;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-type",
        Level::Error,
        include_str!("invalid_type.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

/// Required fields that the server does not fill in where they say null.
const NEVER_NULL: [&str; 5] = ["modules", "branches", "default", "path", "iterator"];

fn check(cx: &mut Context<'_>) {
    for shaped in schema_nodes(cx) {
        nulls(cx, shaped);
        let Some(kind) = shaped.node.json_type() else {
            continue;
        };
        let is_root = shaped.node.parent().is_none();
        let takes = |k| match shaped.field {
            // A field that only refers to a definition says nothing of its own.
            Some(field) if field.types().next().is_some() => field.takes(k),
            _ => false,
        };
        let fits = match shaped.reading.union {
            Some(_) => kind == JsonType::Object,
            None => shaped.reading.defs.iter().any(|d| d.takes(kind)) || takes(kind),
        };
        let also = shaped.field.is_some_and(|f| f.also_takes(kind));
        if fits || also || kind == JsonType::Null && !is_root {
            continue;
        }
        // What is filled in when the step runs, or was left empty in a form.
        let is_filled = |text: &str| text.is_empty() || text.starts_with('$');
        let is_fixed = shaped.field.is_some_and(|f| f.is_fixed);
        if is_fixed && shaped.node.as_str().is_some_and(|t| is_filled(&t)) {
            continue;
        }
        let mut types: Vec<&str> = match shaped.reading.union {
            Some(_) => vec!["object"],
            None => shaped.reading.defs.iter().flat_map(|d| d.types()).collect(),
        };
        types.dedup();
        if types.is_empty() {
            continue;
        }
        if missing_field::is_stray(shaped.node) {
            continue;
        }
        let wanted: Vec<&str> = types.iter().map(|t| article(t)).collect();
        let wanted = wanted.join(" or ");
        let what = match shaped.name {
            _ if is_root => match kind_fields::kind_of(cx) {
                Some(kind) => format!("The {}", kind.title),
                None => "A flow".to_owned(),
            },
            "" => "This".to_owned(),
            name if shaped.field.is_none() => format!("An item of `{name}`"),
            name => format!("`{name}`"),
        };
        let is_transform = shaped
            .reading
            .union
            .is_some_and(|(u, k)| k == "type" && u.is_transform());
        let text = shaped.node.as_str().unwrap_or_default();
        let written = shaped.node.span().slice(cx.file.text());
        let seconds = shaped
            .field
            .is_some_and(|f| f.also_takes(JsonType::Integer));
        let fields: Vec<String> = shaped
            .reading
            .fields()
            .filter(|(_, d)| !d.residue)
            .map(|(n, _)| format!("`{n}`"))
            .take(6)
            .collect();
        let is_template = written.starts_with("{{");
        let is_bracket = written.starts_with(['{', '[']);
        let is_seconds = is_transform && seconds;
        let wanted = match is_seconds {
            true => "a number of seconds",
            false => &wanted,
        };
        let message = format!("{what} takes {wanted}, not {}", article(kind.name()));
        let quoted = scalar::quoted(cx.file.text(), shaped.node);
        let finding = cx.report(shaped.node.span(), message);
        // A single word may be the first key of what belongs there.
        let takes_fields = shaped.reading.union.is_some() || types == ["object"];
        if kind == JsonType::String && takes_fields && text.chars().all(is_word) {
            finding.unfinished(shaped.node.span());
        }
        if is_seconds && text.trim().parse::<u64>().is_ok() {
            finding.help(format!(
                "write the number of seconds without quotes: `{}: {text}`",
                shaped.name
            ));
        } else if is_transform {
            let reads = ["results.", "flow_input.", "previous_result"]
                .iter()
                .any(|r| text.starts_with(r));
            // A number of seconds, which quotes make a text.
            let is_number = shaped.name == "sleep" && text.parse::<f64>().is_ok_and(f64::is_finite);
            let written = if is_number { text.as_ref() } else { written };
            let is_input = shaped.node.parent().and_then(|p| p.pair_above());
            let is_input = is_input.is_some_and(|p| p.key.says("input_transforms"));
            let of_time = matches!(shaped.name, "sleep" | "timeout") && !is_input;
            let is_word = of_time && !reads && !text.is_empty() && text.parse::<f64>().is_err();
            let short =
                text.len() <= 40 && !written.contains('\n') && shaped.node.style().is_some();
            finding.help(match short {
                true if reads => format!("write `type: javascript` and `expr: {written}` on the lines below"),
                true if is_word => {
                    "write `type: static` and `value: 10`, a number of seconds, on the lines below".to_owned()
                }
                true => format!("write `type: static` and `value: {written}` on the lines below"),
                false => "write `type: static` and `value: …` on the lines below, or `type: javascript` and \
                          `expr: …`"
                    .to_owned(),
            });
        } else if types == ["boolean"] {
            let meant = match text.to_lowercase().trim() {
                "yes" | "y" | "on" | "true" | "1" => Some("true"),
                "no" | "n" | "off" | "false" | "0" => Some("false"),
                _ => None,
            };
            finding.help(match meant {
                Some(meant) => format!("write `{meant}`, without quotes"),
                None => "write `true` or `false`, without quotes".to_owned(),
            });
            let is_line = shaped.node.style().is_some() && !written.contains('\n');
            finding.fix = meant
                .filter(|_| is_line)
                .map(|meant| Fix::meant(shaped.node.span(), meant));
        } else if types == ["object"] && !fields.is_empty() {
            finding.help(format!(
                "write its fields on the lines below, indented: {}",
                fields.join(", ")
            ));
        } else if types == ["string"] && is_template {
            finding.help(match shaped.name {
                "expr" => {
                    "Windmill has no `{{ … }}`: write the name alone, such as `flow_input.name`"
                }
                _ => "put the value in quotes; Windmill puts no value in for `{{ … }}` here",
            });
        } else if types == ["string"] && is_bracket {
            finding.help("put the value in quotes: without them, YAML reads its brackets");
        } else if types == ["string"] && matches!(kind, JsonType::Object | JsonType::Array) {
            finding.help(format!(
                "if this is text of several lines, write `{}: |` above it",
                shaped.name
            ));
        } else if types == ["string"] {
            finding.help("put the value in quotes");
            // A number is no id in quotes either.
            finding.fix = quoted.filter(|_| shaped.name != "id");
        } else if types == ["array"] && text.starts_with('-') {
            finding.help("write a space after each `-`");
        } else if types == ["array"] && kind == JsonType::Object {
            finding.help("write each item on lines of its own, the first one with `- ` before it");
        }
    }
}

/// `modules:` with nothing behind, or with `null`: the server wants the list itself.
fn nulls(cx: &mut Context<'_>, shaped: &SchemaNode<'_>) {
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
        let written = unfinished::with_blanks(cx.file.text(), pair.span);
        let finding = cx.report(span, message).unfinished(written);
        if kind == "array" {
            finding.help(format!("write `{name}: []` where there are none"));
        }
    }
}

fn is_key(pair: &Pair<'_>, name: &str) -> bool {
    pair.key.as_str().is_some_and(|k| k == name)
}
