//! A flow's `schema` that is no JSON Schema, or whose lists name properties that are not there.
//!
//! Only what no reader of schemas takes is told; what Windmill adds to them, and what is not written
//! yet, is passed over.

use std::borrow::Cow;

use model::flow::{ModuleKind, TransformKind};
use shape::schema::contradicts;
use syntax::yaml::{JsonType, Node};

use super::support::schema_node::article;
use super::support::{remove, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-flow-schema",
        Level::Error,
        include_str!("invalid_flow_schema.md"),
    )
    .fix(FixKind::Safe),
    check,
};

/// The types of JSON.
const TYPES: &[&str] = &[
    "string", "number", "integer", "boolean", "object", "array", "null",
];

/// Types that Windmill's own forms write.
const OF_WINDMILL: &[&str] = &["oneOf", "bytes"];

/// By these a schema takes properties from elsewhere.
const FROM_ELSEWHERE: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "then",
    "else",
    "patternProperties",
    "dependentSchemas",
];

/// Most nested schemas that are looked at.
const MAX_DEPTH: usize = 50;

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let schema = flow.yaml().root().and_then(|r| r.get("schema"));
    if let Some(schema) = schema.filter(|s| s.is_mapping()) {
        look(cx, schema, true, 0);
    }
    for (_, module) in flow.modules() {
        let suspend = flow.node(module.node).get("suspend");
        let form = suspend.and_then(|s| s.get("resume_form"));
        if let Some(schema) = form.and_then(|f| f.get("schema")) {
            look_at_form(cx, schema);
        }
        let output = module
            .transforms
            .iter()
            .find(|t| t.name.value == "output_schema");
        if let Some(TransformKind::Static(Some(schema))) = output.map(|t| t.kind)
            && module.kind == ModuleKind::Agent
        {
            look_at_form(cx, flow.node(schema));
        }
    }
}

/// A schema in a step: of an approval's form, of what an agent answers.
fn look_at_form(cx: &mut Context<'_>, schema: Node<'_>) {
    match schema.json_type() {
        Some(JsonType::Object) => look(cx, schema, true, 0),
        Some(JsonType::String)
            if schema
                .as_str()
                .is_some_and(|t| t.trim_start().starts_with('{')) =>
        {
            is_no(
                cx,
                schema,
                "The schema",
                "fields: write it as YAML, without quotes",
            );
        }
        _ => {}
    }
}

/// Looks at one schema; `whole`: what it requires stands in it, and not in a schema around it.
fn look(cx: &mut Context<'_>, schema: Node<'_>, whole: bool, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    if let Some(default) = schema.get("default").filter(|_| contradicts(schema)) {
        let kind = schema.get("type").and_then(|t| t.as_str());
        let wanted = article(kind.as_deref().unwrap_or_default());
        let message = format!("The default does not fit the type: it is not {wanted}");
        cx.report(default.span(), message)
            .level(Level::Warning)
            .help("change the `default` or the `type`");
    }
    for pair in schema.pairs() {
        let (Some(key), Some(value)) = (pair.key.as_str(), pair.value) else {
            continue;
        };
        // What an alias stands for is told where it is written, if that is a schema at all.
        let Some(given) = value
            .json_type()
            .filter(|_| pair.span.contains(value.span()))
        else {
            continue;
        };
        if given == JsonType::Null {
            continue;
        }
        match &*key {
            "type" => look_at_type(cx, value),
            "properties" if given == JsonType::Object => {
                for property in value.pairs() {
                    let name = property.key.as_str();
                    let inner = property.value.filter(|v| property.span.contains(v.span()));
                    if let Some(inner) = inner.filter(|_| name.is_some_and(|n| n != "<<")) {
                        look_at_schema(cx, inner, depth);
                    }
                }
            }
            "properties" => is_no(
                cx,
                value,
                "`properties`",
                "names with their schemas: write each as `name:`, with `type: …` below it",
            ),
            "enum" if given != JsonType::Array => is_no(cx, value, "`enum`", "a list of values"),
            "required" if given == JsonType::Boolean => required_of_one(cx, schema, value),
            "required" | "order" if given != JsonType::Array => {
                let what = format!("`{key}`");
                is_no(
                    cx,
                    value,
                    &what,
                    "a list of names: write each name on a line of its own, with `- ` before it",
                );
            }
            "required" | "order" if whole => names(cx, schema, &key, value),
            "items" if given == JsonType::Object => look(cx, value, true, depth + 1),
            "oneOf" | "anyOf" | "allOf" => {
                for item in value.items().filter(|i| i.is_mapping()) {
                    look(cx, item, false, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// What stands for a property: a schema, or `true` for anything.
fn look_at_schema(cx: &mut Context<'_>, node: Node<'_>, depth: usize) {
    match node.json_type() {
        Some(JsonType::Object) => look(cx, node, true, depth + 1),
        None | Some(JsonType::Null | JsonType::Boolean) => {}
        Some(_) if node.is_broken() => {}
        Some(_) => {
            let is_type = node.as_str().filter(|t| TYPES.contains(&&**t));
            let help = match is_type {
                Some(name) => format!("write `type: {name}` below the name"),
                None => "write `type: …` on a line below the name, indented".to_owned(),
            };
            cx.report(
                node.span(),
                "This property has a plain value where its schema is expected",
            )
            .help(help);
        }
    }
}

fn look_at_type(cx: &mut Context<'_>, value: Node<'_>) {
    let known = || TYPES.iter().copied();
    match value.json_type() {
        Some(JsonType::String) => {}
        Some(JsonType::Array) => {
            for item in value.items().filter(|i| i.is_string()) {
                look_at_type(cx, item);
            }
            return;
        }
        Some(_) => return is_no(cx, value, "`type`", "a type or a list of types"),
        None => return,
    }
    let Some(name) = value.as_str().filter(|_| !value.is_broken()) else {
        return;
    };
    // A type that speaks of resources is told by `resource-format`.
    let is_known = TYPES.contains(&&*name) || OF_WINDMILL.contains(&&*name);
    if name.is_empty() || is_known || name.starts_with("resource") {
        return;
    }
    let meant = match &*name {
        "str" | "text" | "date" | "datetime" | "email" | "password" => Some("string"),
        "int" | "long" => Some("integer"),
        "float" | "double" | "decimal" => Some("number"),
        "dict" | "map" | "json" | "struct" => Some("object"),
        "list" | "set" | "tuple" => Some("array"),
        "None" | "nil" => Some("null"),
        name => cx.did_you_mean(name, known()),
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if name == "any" => "leave `type` out to take anything".to_owned(),
        None => format!("it is one of: {}", TYPES.join(", ")),
    };
    let message = format!("`{name}` is not a JSON type: Windmill shows a plain text field");
    let fix = meant.and_then(|meant| scalar::meant(cx.file.text(), value, meant));
    cx.report(value.span(), message).help(help).fix = fix;
}

/// `required: true` in a property, as other formats have it.
fn required_of_one(cx: &mut Context<'_>, schema: Node<'_>, value: Node<'_>) {
    // Only a property has a list around it that can name it.
    let properties = schema.parent().filter(|p| {
        let above = p.pair_above();
        above.is_some_and(|a| a.key.says("properties"))
    });
    let name = properties.and_then(|_| schema.pair_above()?.key.as_str());
    let list = properties.and_then(|p| p.parent()?.get("required"));
    if value.as_bool() == Some(false) {
        cx.report(
            value.span(),
            "`required: false` says nothing here: the list beside `properties` does",
        )
        .level(Level::Warning)
        .help("remove it: an input that the list does not name is optional");
    } else {
        let help = match (name, list.filter(|l| l.is_sequence())) {
            (None, _) => "remove it: `required` is a list of names beside `properties`".to_owned(),
            (Some(name), Some(list)) if list.items().any(|i| i.says(&name)) => {
                format!("remove it: the list `required` has `{name}` already")
            }
            (Some(name), Some(_)) => format!("remove it, and add `{name}` to the list `required`"),
            (Some(name), None) => {
                format!("remove it, and write `required: [{name}]` beside `properties`")
            }
        };
        cx.report(
            value.span(),
            "`required: true` has no effect here: the list beside `properties` does",
        )
        .help(help);
    }
}

fn is_no(cx: &mut Context<'_>, value: Node<'_>, what: &str, wanted: &str) {
    let given = match value.json_type() {
        Some(JsonType::Object) => article("object"),
        Some(JsonType::Array) => article("array"),
        Some(JsonType::Boolean) => article("boolean"),
        Some(JsonType::Integer) => article("integer"),
        Some(JsonType::Number) => article("number"),
        _ => article("string"),
    };
    if value.is_broken() {
        return;
    }
    let is_list = wanted.starts_with("a list");
    // What to do stands behind what is wanted.
    let (wanted, help) = match wanted.split_once(": ") {
        Some((wanted, help)) => (wanted, Some(help)),
        None => (wanted, None),
    };
    let finding = cx.report(value.span(), format!("{what} is {given}, not {wanted}"));
    let without_space = value.as_str().is_some_and(|t| t.starts_with('-')) && is_list;
    if without_space {
        finding.help("write a space after each `-`");
    } else if let Some(help) = help {
        finding.help(help);
    }
}

/// The names of properties that stand in one item with blanks between them, with commas instead; `None`: the
/// item is something else.
fn lacks_commas(item: &str, known: &[Cow<'_, str>]) -> Option<String> {
    let names: Vec<&str> = item.split_whitespace().collect();
    let is_known = |name: &&str| known.iter().any(|k| k == name);
    (names.len() > 1 && names.iter().all(is_known)).then(|| names.join(", "))
}

/// Looks at what `required` or `order` names.
fn names(cx: &mut Context<'_>, schema: Node<'_>, key: &str, list: Node<'_>) {
    let Some(properties) = schema.get("properties").filter(|p| p.is_mapping()) else {
        return;
    };
    let merges = |n: Node<'_>| n.pairs().any(|p| p.key.as_str().is_some_and(|k| k == "<<"));
    if merges(properties)
        || merges(schema)
        || FROM_ELSEWHERE.iter().any(|k| schema.pair(k).is_some())
    {
        return;
    }
    let known: Vec<_> = properties.pairs().filter_map(|p| p.key.as_str()).collect();
    let text = cx.file.text();
    for item in list.items().filter(|i| list.span().contains(i.span())) {
        let Some(name) = item
            .as_str()
            .filter(|_| item.is_string() && !item.is_broken())
        else {
            continue;
        };
        if name.is_empty() || known.contains(&name) {
            continue;
        }
        if let Some(with_commas) = lacks_commas(&name, &known) {
            let message = format!("A comma is missing in `{name}`: this is one name");
            let finding = cx.report(item.span(), message);
            finding.help(format!("write `{with_commas}`"));
            if item.span().slice(text) == name && list.span().slice(text).starts_with('[') {
                finding.fix(Fix::meant(item.span(), with_commas));
            }
            continue;
        }
        let near = cx.did_you_mean(&name, known.iter().map(|k| &**k));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove the name, or add the property".to_owned(),
        };
        let message = format!("`{key}` names `{name}`, but no property has that name");
        let finding = cx.report(item.span(), message).help(help);
        let listed = |near: &str| list.items().any(|i| i.as_str().is_some_and(|t| t == near));
        if let Some(near) = near.filter(|n| !listed(n)) {
            // A wrong guess in `order` moves a field of the form; one in `required` asks for what nobody meant.
            finding.fix = match key {
                "order" => scalar::safely(text, item, near),
                _ => scalar::meant(text, item, near),
            };
            continue;
        }
        if let Some(fix) = remove::item(text, list, item, &format!("Remove `{name}` from `{key}`"))
        {
            // The form needs no order; whether a property was forgotten, only a person knows.
            let applicability = match key {
                "order" => Applicability::Safe,
                _ => Applicability::Unsafe,
            };
            finding.fix(Fix {
                applicability,
                ..fix
            });
        }
    }
}
