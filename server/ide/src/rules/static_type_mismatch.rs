//! A static input whose JSON type is not one that the parameter takes.

use model::flow::{Module, ModuleIdx, Transform, TransformKind};
use model::language::ScriptLanguage;
use model::signature::Type;
use model::workspace::Callee;
use syntax::yaml::{JsonType, Node};

use super::shared_inline_file::has_wrong_code;
use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "static-type-mismatch",
        Level::Warning,
        include_str!("static_type_mismatch.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        for key in ["sleep", "timeout"] {
            check_seconds(cx, key, flow.node(module.node).get(key));
        }
    }
    let steps: Vec<ModuleIdx> = flow
        .modules()
        .filter(|(_, m)| {
            m.transforms
                .iter()
                .any(|t| matches!(t.kind, TransformKind::Static(Some(_))))
        })
        .map(|(i, _)| i)
        .collect();
    for idx in steps {
        if has_wrong_code(cx, idx) {
            continue;
        }
        let module = flow.module(idx);
        let callee = cx.callee(idx);
        // bash gets the text of whatever is given.
        let language = callee.script().map(|s| &s.language);
        if language == Some(&ScriptLanguage::Bash) {
            continue;
        }
        let any_case = language == Some(&ScriptLanguage::PowerShell);
        let types = types(callee, module);
        for transform in &module.transforms {
            let TransformKind::Static(Some(value)) = transform.kind else {
                continue;
            };
            if let Some((_, ty)) = types.iter().find(|(n, _)| *n == transform.name.value) {
                let value = flow.node(value);
                let is_choice = |text: &str| match ty {
                    Type::Enum(all) => all.iter().any(|v| v.eq_ignore_ascii_case(text)),
                    _ => false,
                };
                // PowerShell compares choices without regard to case.
                if any_case && value.as_str().is_some_and(|t| is_choice(&t)) {
                    continue;
                }
                let taker = match callee {
                    Callee::Flow(..) => "the sub-flow",
                    _ => "the code",
                };
                check_value(cx, transform, value, ty, taker);
            }
        }
    }
}

/// Checks the static value of a step's `sleep` or `timeout`.
fn check_seconds(cx: &mut Context<'_>, key: &str, transform: Option<Node<'_>>) {
    let is_static = |t: &Node<'_>| t.get("type").is_some_and(|k| k.says("static"));
    let value = transform.filter(is_static).and_then(|t| t.get("value"));
    let Some(value) = value.filter(|v| !v.is_unknown() && v.tag().is_none()) else {
        return;
    };
    let Some(json) = value.json_type() else {
        return;
    };
    let text = value.as_str();
    let text = text.as_deref().unwrap_or_default();
    let fits = match json {
        JsonType::Null | JsonType::Integer => true,
        // A `sleep` may have a fraction.
        JsonType::Number => true,
        JsonType::String => text.is_empty() || text.starts_with('$'),
        JsonType::Boolean | JsonType::Array | JsonType::Object => false,
    };
    if !fits {
        let message = format!(
            "`{key}` is {}, but takes a number of seconds: the step fails",
            given(json)
        );
        let help = match text.trim().parse::<f64>() {
            Ok(_) => format!("write the number without quotes: `value: {}`", text.trim()),
            Err(_) => "write the seconds as a number, such as `value: 300`".to_owned(),
        };
        cx.report(value.span(), message).help(help);
    }
}

/// The types of what a step takes, by name.
fn types(callee: &Callee, module: &Module) -> Vec<(String, Type)> {
    if let Some(signature) = callee.signature(module) {
        let passed = signature.params.iter().filter(|p| p.passed);
        return passed
            .map(|p| (p.name.value.clone(), p.ty.clone()))
            .collect();
    }
    let Callee::Flow(_, flow) = callee else {
        return Vec::new();
    };
    let properties = flow.schema().and_then(|s| s.properties.as_ref());
    let typed = properties.into_iter().flatten().filter_map(|p| {
        let node = flow.node(p.node?);
        let plain = node.get("format").is_none() && node.get("enum").is_none();
        let kind = node
            .get("type")
            .and_then(|t| t.as_str())
            .filter(|_| plain)?;
        let ty = match &*kind {
            "string" => Type::Str,
            "integer" => Type::Int,
            "number" => Type::Float,
            "boolean" => Type::Bool,
            "array" => Type::List(Box::default()),
            "object" => Type::Object,
            _ => return None,
        };
        Some((p.name.value.clone(), ty))
    });
    typed.collect()
}

fn check_value(
    cx: &mut Context<'_>,
    transform: &Transform,
    value: Node<'_>,
    ty: &Type,
    taker: &str,
) {
    if value.is_unknown() || value.tag().is_some() || value.merges_unknown() {
        return;
    }
    let Some(json) = value.json_type() else {
        return;
    };
    let text = value.as_str();
    let text = text.as_deref().unwrap_or_default();
    let is_reference = text.starts_with("$res:") || text.starts_with("$var:");
    let is_empty = json == JsonType::String && text.is_empty();
    if json == JsonType::Null || is_reference || is_empty {
        return;
    }
    let name = &transform.name.value;
    if let (Type::Enum(values), JsonType::String) = (ty, json) {
        if values.iter().any(|v| v == text) {
            return;
        }
        let what = match text.chars().count() > MAX_SHOWN || text.contains('\n') {
            true => "This".to_owned(),
            false => format!("`{text}`"),
        };
        let message = format!("{what} is not one of the values that `{name}` takes");
        let near = cx.did_you_mean(text, values.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes: {}", values.join(", ")),
        };
        let fix = near.and_then(|near| scalar::meant(cx.file.text(), value, near));
        cx.report(value.span(), message).help(help).fix = fix;
        return;
    }
    if fits(ty, json, text) {
        return;
    }
    let message = format!(
        "Input `{name}` gets {}, but {taker} takes {}",
        given(json),
        taken(ty)
    );
    let file = cx.file.text();
    let fix = match taken(ty) {
        "a number" if text.parse::<f64>().is_ok_and(f64::is_finite) => {
            scalar::without_quotes(file, value)
        }
        "true or false" if matches!(text, "true" | "false") => scalar::without_quotes(file, value),
        "text" if !matches!(json, JsonType::Array | JsonType::Object) => {
            scalar::quoted(file, value)
        }
        _ => None,
    };
    let finding = cx.report(value.span(), message);
    finding.fix = fix;
    finding.help(match taken(ty) {
        "a number" => "write a number, without quotes",
        "true or false" => "write `true` or `false`, without quotes",
        "a list" => "write a list, each item with `- ` before it",
        "an object" => "write the fields on the lines below, indented",
        _ if matches!(json, JsonType::Array | JsonType::Object) => "write text",
        _ => "put the value in quotes",
    });
}

/// Most characters of a value that are shown.
const MAX_SHOWN: usize = 40;

/// Whether a parameter of a type takes values of a JSON type.
fn fits(ty: &Type, json: JsonType, text: &str) -> bool {
    use JsonType::*;
    let number = matches!(json, Integer | Number);
    match ty {
        Type::Int | Type::Float => number || json == String && text.trim().parse::<f64>().is_ok(),
        Type::Str | Type::Enum(_) | Type::Bytes | Type::DateTime | Type::Date | Type::Sql => {
            json == String
        }
        Type::Bool => json == Boolean || json == String && matches!(text, "true" | "false"),
        Type::List(_) => json == Array,
        Type::Object | Type::Class(_) => json == Object,
        Type::Unknown
        | Type::Resource(_)
        | Type::S3Object
        | Type::DynSelect(_)
        | Type::DynMultiselect(_) => true,
    }
}

fn given(json: JsonType) -> &'static str {
    match json {
        JsonType::Null => "null",
        JsonType::Boolean => "true or false",
        JsonType::Integer | JsonType::Number => "a number",
        JsonType::String => "text",
        JsonType::Array => "a list",
        JsonType::Object => "an object",
    }
}

fn taken(ty: &Type) -> &'static str {
    match ty {
        Type::Int | Type::Float => "a number",
        Type::Bool => "true or false",
        Type::List(_) => "a list",
        Type::Object | Type::Class(_) => "an object",
        _ => "text",
    }
}
