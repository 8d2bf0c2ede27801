//! A resource where Windmill does not see one: an input of the wrong form, plain text for a parameter.

use std::collections::BTreeMap;

use model::flow::{Flow, ModuleIdx, Place, Transform, TransformKind};
use model::workspace::Callee;
use syntax::Span;
use syntax::text::is_word;
use syntax::yaml::{JsonType, Node, Style};

use super::support::{insert, resource_types};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix, TextEdit};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "resource-format",
        Level::Warning,
        include_str!("resource_format.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    // Inputs that are handed on as they are, and the resource type that is wanted of them.
    let mut handed_on: BTreeMap<&str, String> = BTreeMap::new();
    for (idx, module) in flow.modules() {
        let may_be = |t: &Transform| match t.kind {
            TransformKind::Static(value) => value.is_some_and(|v| flow.node(v).is_string()),
            TransformKind::JavaScript(at) => {
                at.is_some_and(|at| input_of(&flow.expressions()[at].text).is_some())
            }
            TransformKind::Ai | TransformKind::Other => false,
        };
        if !module.transforms.iter().any(may_be) || module.place == Place::Preprocessor {
            continue;
        }
        let callee = cx.callee(idx);
        for transform in &module.transforms {
            let Some(wanted) = wanted(cx, callee, flow, idx, &transform.name.value) else {
                continue;
            };
            match transform.kind {
                TransformKind::Static(Some(value)) => {
                    look_at_text(cx, flow.node(value), &transform.name.value, &wanted);
                }
                TransformKind::JavaScript(Some(at)) => {
                    if let Some(name) = input_of(&flow.expressions()[at].text) {
                        handed_on.entry(name).or_insert(wanted);
                    }
                }
                _ => {}
            }
        }
    }
    let schema = flow.schema();
    for property in schema
        .and_then(|s| s.properties.as_ref())
        .into_iter()
        .flatten()
    {
        let Some(node) = property.node.map(|n| flow.node(n)) else {
            continue;
        };
        let name = property.name.value.as_str();
        look_at_input(cx, node, name, handed_on.get(name).map(String::as_str));
    }
}

/// The resource type that the parameter takes for certain.
fn wanted(
    cx: &Context<'_>,
    callee: &Callee,
    flow: &Flow,
    idx: ModuleIdx,
    name: &str,
) -> Option<String> {
    if let Callee::Flow(_, inner) = callee {
        let node = inner.schema()?.property(name)?.node?;
        let (kind, format) = (
            inner.node(node).get("type")?,
            inner.node(node).get("format")?,
        );
        let format = format.as_str()?;
        let is_object = kind.as_str()? == "object";
        let name = format.strip_prefix("resource-").filter(|_| is_object)?;
        return (!name.is_empty()).then(|| name.to_owned());
    }
    let param = callee.signature(flow.module(idx))?.param(name)?;
    resource_types::of_parameter(cx, &param.ty)
        .filter(|_| param.passed)
        .map(str::to_owned)
}

/// `flow_input.x` or `flow_input["x"]`, and nothing else: `x`.
fn input_of(expr: &str) -> Option<&str> {
    let rest = expr.trim().strip_prefix("flow_input")?;
    let name = match rest.strip_prefix('.') {
        Some(name) => name,
        None => {
            let inner = rest.strip_prefix('[')?.strip_suffix(']')?;
            ['"', '\'']
                .iter()
                .find_map(|q| inner.strip_prefix(*q)?.strip_suffix(*q))?
        }
    };
    (!name.is_empty() && name.chars().all(is_word)).then_some(name)
}

/// Plain text for a parameter that takes a resource.
fn look_at_text(cx: &mut Context<'_>, value: Node<'_>, param: &str, wanted: &str) {
    let Some(written) = value
        .as_str()
        .filter(|_| value.is_string() && !value.is_broken())
    else {
        return;
    };
    let text = written.trim();
    let is_odd = text.is_empty() || text.starts_with(['$', '!']) || value.tag().is_some();
    if is_odd || wanted == "s3_object" {
        return;
    }
    let is_path = ["f/", "u/"].iter().any(|r| text.starts_with(r));
    let is_path = is_path && !text.contains(char::is_whitespace);
    let help = match is_path {
        true => format!("write `$res:{text}`"),
        false => "write `$res:` and the path of a resource".to_owned(),
    };
    let message = format!("`{param}` takes a resource (`{wanted}`), but this is plain text");
    let start = match value.style() {
        Some(Style::Plain) => value.span().start,
        Some(Style::Single | Style::Double) => value.span().start + 1,
        _ => {
            cx.report(value.span(), message).help(help);
            return;
        }
    };
    let fix = (is_path && written == text).then(|| Fix {
        applicability: Applicability::Unsafe,
        ..Fix::replace(
            format!("Change to `$res:{text}`"),
            Span::at(start as usize),
            "$res:",
        )
    });
    cx.report(value.span(), message).help(help).fix = fix;
}

/// An input that holds a resource and does not have the form for it.
fn look_at_input(cx: &mut Context<'_>, input: Node<'_>, name: &str, handed_on: Option<&str>) {
    let is_known = input.is_mapping()
        && !input
            .pairs()
            .any(|p| p.key.as_str().is_some_and(|k| k == "<<"));
    if !is_known || offers_resources(input) {
        return;
    }
    let (kind, format) = (input.get("type"), input.get("format"));
    let has = |key| input.pair(key).is_some();
    let own = |n: &Node<'_>| n.style().is_some() && input.span().contains(n.span());
    if kind.is_some_and(|k| !own(&k)) || format.is_some_and(|f| !own(&f)) {
        return;
    }
    let kind_text = kind.and_then(|k| k.as_str()).unwrap_or_default();
    let format_text = format.and_then(|f| f.as_str()).unwrap_or_default();
    let by_format = format_text
        .strip_prefix("resource-")
        .filter(|n| !n.is_empty());
    let by_type = kind_text
        .strip_prefix("resource-")
        .filter(|n| !n.is_empty());
    let place = kind.or(format);
    let wanted = match (&*kind_text, by_format, by_type, handed_on) {
        (_, _, Some(by_type), _) => by_type,
        ("number" | "integer" | "boolean", Some(by_format), ..) => by_format,
        ("", Some(by_format), ..) if !has("type") => by_format,
        ("object", Some(_), ..) => return,
        ("object", None, None, Some(wanted)) if !has("format") && is_bare(input) => wanted,
        ("string" | "number" | "integer" | "boolean", _, None, Some(wanted)) => wanted,
        _ => return,
    };
    let Some(place) = place.map(|p| p.span()) else {
        return;
    };
    let what = match handed_on {
        Some(_) => {
            format!("`{name}` is used as a resource (`{wanted}`), but its form offers none")
        }
        None => format!("`{name}` is a resource (`{wanted}`), but its form offers none"),
    };
    let fix = form(cx.file.text(), input, wanted);
    cx.report(place, what)
        .help(format!(
            "write `type: object` and `format: resource-{wanted}`"
        ))
        .fix = fix;
}

/// Whether it lets people choose among `$res:` texts.
fn offers_resources(input: Node<'_>) -> bool {
    let is_resource = |n: Node<'_>| n.as_str().is_some_and(|s| s.starts_with("$res:"));
    let choices = input.get("enum");
    choices.is_some_and(|c| c.items().any(is_resource))
        || input.get("default").is_some_and(is_resource)
}

/// Whether nothing says what the object looks like.
fn is_bare(input: Node<'_>) -> bool {
    let tells = [
        "properties",
        "oneOf",
        "anyOf",
        "allOf",
        "$ref",
        "additionalProperties",
        "enum",
    ];
    let empty = |n: Node<'_>| {
        n.json_type() == Some(JsonType::Null) || n.is_mapping() && n.pairs().next().is_none()
    };
    !tells
        .iter()
        .any(|k| input.get(k).is_some_and(|n| !empty(n)))
}

/// Gives an input the form of a resource.
fn form(text: &str, input: Node<'_>, wanted: &str) -> Option<Fix> {
    let wanted = format!("resource-{wanted}");
    let instead = |node: Node<'_>, new: &str| {
        let quote = match node.style() {
            Some(Style::Single) => "'",
            Some(Style::Double) => "\"",
            _ => "",
        };
        TextEdit {
            span: node.span(),
            text: format!("{quote}{new}{quote}"),
        }
    };
    let mut edits = Vec::new();
    match input.get("type") {
        Some(kind) if kind.as_str().is_some_and(|k| k == "object") => {}
        Some(kind) => edits.push(instead(kind, "object")),
        None => edits.extend(insert::add_field(text, input, "type", "object")?.edits),
    }
    match input.get("format") {
        Some(format) if format.as_str().is_some_and(|f| *f == wanted) => {}
        Some(format) => edits.push(instead(format, &wanted)),
        None => match insert::add_field(text, input, "format", &wanted) {
            Some(fix) => edits.extend(fix.edits),
            // In braces it goes right behind the type.
            None => {
                let kind = input
                    .get("type")
                    .filter(|k| k.style() == Some(Style::Plain))?;
                edits = vec![TextEdit {
                    span: kind.span(),
                    text: format!("object, format: {wanted}"),
                }];
            }
        },
    }
    edits.sort_by_key(|e| e.span.start);
    Some(Fix {
        title: format!("Make it a resource, with `format: {wanted}`"),
        applicability: Applicability::Unsafe,
        edits,
        creates: None,
    })
}

#[cfg(test)]
mod tests {
    use super::input_of;

    #[test]
    fn whole_inputs_only() {
        let rows = [
            ("flow_input.db", Some("db")),
            (" flow_input[\"db\"] ", Some("db")),
            ("flow_input['db']", Some("db")),
            ("flow_input.db.host", None),
            ("flow_input?.db", None),
            ("flow_input[db]", None),
            ("flow_input", None),
            ("my_flow_input.db", None),
        ];
        for (text, want) in rows {
            assert_eq!(input_of(text), want, "{text}");
        }
    }
}
