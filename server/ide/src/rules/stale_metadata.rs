//! Metadata whose schema has fallen behind the script's `main`.

use model::file::FileKind;
use model::script::{Entry, EntryName, Param, Type};
use syntax::yaml::Node;

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "stale-metadata",
    Level::Warning,
    include_str!("stale_metadata.md"),
    check,
);

const HELP: &str = "the form in Windmill is wrong: run `wmill generate-metadata`";

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Metadata {
        return;
    }
    let from = cx.file.path.to_string();
    let names = cx.workspace.names();
    let Some((stem, _)) = from.rsplit_once(".script.") else {
        return;
    };
    let path = names.windmill_path(&format!("{stem}.py"));
    let [content] = path.as_ref().map_or(&[][..], |p| names.contents(&from, p)) else {
        return;
    };
    let script = cx.workspace.get(*content).and_then(|f| f.script().cloned());
    // Of other languages Windmill's form has more than the code names.
    let script = script.filter(|s| s.language.syntax().is_some());
    let Some(Entry::Found(signature)) = script.as_ref().map(|s| s.entry(EntryName::Main)) else {
        return;
    };
    let yaml = cx.file.yaml();
    let schema = yaml
        .root()
        .and_then(|r| r.get("schema"))
        .filter(|s| s.is_mapping());
    let Some(properties) = schema.and_then(|s| s.pair("properties")) else {
        return;
    };
    let Some(listed) = properties.value.filter(|v| v.is_mapping() || v.is_null()) else {
        return;
    };
    if signature.takes_any || listed.is_unknown() || listed.merges_unknown() {
        return;
    }
    let required = schema.and_then(|s| s.get("required"));
    let params: Vec<&Param> = signature.params.iter().filter(|p| p.passed).collect();
    let lacking = params.iter().map(|p| p.name.value.as_str());
    let lacking: Vec<String> = lacking
        .filter(|n| listed.pair(n).is_none())
        .map(|n| format!("`{n}`"))
        .collect();
    if !lacking.is_empty() {
        let message = format!(
            "The schema does not have {}, which `main` takes",
            lacking.join(", ")
        );
        cx.report(properties.key.span(), message).help(HELP);
    }
    for pair in listed.pairs() {
        let Some(name) = pair.key.as_str() else {
            continue;
        };
        let Some(param) = params.iter().find(|p| p.name.value == name) else {
            cx.report(
                pair.key.span(),
                format!("`main` has no parameter `{name}`, but the schema lists it"),
            )
            .help(HELP);
            continue;
        };
        if let Some(value) = pair.value {
            check_type(cx, value, param);
        }
        check_required(cx, required, pair.key, param);
    }
}

fn check_required(cx: &mut Context<'_>, required: Option<Node<'_>>, key: Node<'_>, param: &Param) {
    let Some(required) = required.filter(|r| r.is_sequence()) else {
        return;
    };
    let name = &param.name.value;
    let item = required
        .items()
        .find(|i| i.as_str().is_some_and(|t| t == *name));
    // What Windmill makes of a default it cannot read is another rule's business.
    if param.default.is_some() && param.loses_default() {
        return;
    }
    match (item, param.is_required()) {
        (Some(item), false) => {
            cx.report(
                item.span(),
                format!("`{name}` is optional in `main`, but required in the schema"),
            )
            .help(HELP);
        }
        (None, true) => {
            cx.report(
                key.span(),
                format!("`{name}` is required by `main`, but not in the schema"),
            )
            .help(HELP);
        }
        _ => {}
    }
}

fn check_type(cx: &mut Context<'_>, property: Node<'_>, param: &Param) {
    let Some(kind) = property.get("type").filter(|t| t.style().is_some()) else {
        return;
    };
    let told = kind.as_str().unwrap_or_default();
    let Some(wanted) = json_type(&param.ty) else {
        return;
    };
    let numbers = |t: &str| matches!(t, "integer" | "number");
    if told != wanted && !(numbers(&told) && numbers(wanted)) && is_type(&told) {
        let name = &param.name.value;
        let message = format!(
            "`{name}` is `{told}` in the schema, but `main` takes `{}`",
            param.ty
        );
        cx.report(kind.span(), message).help(HELP);
    }
}

fn is_type(name: &str) -> bool {
    ["string", "number", "integer", "boolean", "object", "array"].contains(&name)
}

/// The JSON type that Windmill writes for a parameter; `None` where that is not certain.
fn json_type(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Str | Type::Bytes | Type::DateTime | Type::Date | Type::Enum(_) => "string",
        Type::Int => "integer",
        Type::Float => "number",
        Type::Bool => "boolean",
        Type::List(_) => "array",
        Type::Object | Type::Class(_) => "object",
        Type::Unknown
        | Type::Resource(_)
        | Type::S3Object
        | Type::Sql
        | Type::DynSelect(_)
        | Type::DynMultiselect(_) => return None,
    })
}
