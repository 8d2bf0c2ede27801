//! Metadata whose schema has fallen behind the script's `main`.

use model::file::FileKind;
use model::signature::{Entry, EntryName, Param, Type};
use syntax::Span;
use syntax::yaml::Node;

use super::support::schema_node::told_type;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "stale-metadata",
        Level::Warning,
        include_str!("stale_metadata.md"),
    ),
    check,
};

const HELP: &str = "the form in Windmill is wrong: run `wmill generate-metadata`";

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Metadata || !cx.file.yaml().is_clean() {
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
    check_names(cx, properties.key.span(), listed, &params);
    for pair in listed.pairs() {
        let name = pair.key.as_str();
        let param = name.and_then(|n| params.iter().find(|p| p.name.value == n));
        let Some(param) = param else { continue };
        if let Some(value) = pair.value {
            check_type(cx, value, param);
        }
        check_required(cx, required, pair.key, param);
    }
}

/// Compares the names: one finding for all of them, for they have one cause.
fn check_names(cx: &mut Context<'_>, at: Span, listed: Node<'_>, params: &[&Param]) {
    let names = params.iter().map(|p| p.name.value.as_str());
    let lacking: Vec<&str> = names.filter(|n| listed.pair(n).is_none()).collect();
    let is_param = |name: &str| params.iter().any(|p| p.name.value == name);
    let others = listed.pairs().filter_map(|pair| {
        let name = pair.key.as_str()?;
        (!is_param(&name)).then(|| (name.into_owned(), pair.key.span()))
    });
    let others: Vec<(String, Span)> = others.collect();
    let other_names: Vec<&str> = others.iter().map(|(n, _)| n.as_str()).collect();
    let takes_one = match params {
        [only] => matches!(only.ty, Type::Object | Type::Class(_)),
        _ => false,
    };
    let (span, message) = match (&lacking[..], &other_names[..]) {
        ([], []) => return,
        ([], [.., _]) => {
            let all = several(&other_names);
            let (_, first) = others[0];
            let message = match other_names.len() {
                1 => format!("`main` has no parameter {all}, but the schema lists it"),
                _ => format!("`main` has no parameters {all}, but the schema lists them"),
            };
            (first, message)
        }
        ([param], [_, ..]) if takes_one => {
            let message = format!("The schema lists the fields of `{param}`, and not `{param}`");
            (at, message)
        }
        ([new], [old]) => (
            others[0].1,
            format!("The schema has `{old}` where `main` takes `{new}`"),
        ),
        (_, []) => {
            let all = several(&lacking);
            (
                at,
                format!("The schema does not have {all}, which `main` takes"),
            )
        }
        _ => {
            let (all, others) = (several(&lacking), several(&other_names));
            let message =
                format!("The schema does not have {all}, which `main` takes, but has {others}");
            (at, message)
        }
    };
    cx.report(span, message).help(HELP);
}

/// Names in a row, the first of them.
fn several(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|n| format!("`{n}`")).collect();
    match names.len() {
        0..=SHOWN => shown.join(", "),
        n => format!("{} and {} more", shown.join(", "), n - SHOWN),
    }
}

/// What `main` requires and the schema does not: the form lets it be left out. What the schema alone requires,
/// somebody may have meant.
fn check_required(cx: &mut Context<'_>, required: Option<Node<'_>>, key: Node<'_>, param: &Param) {
    let Some(required) = required.filter(|r| r.is_sequence()) else {
        return;
    };
    let name = &param.name.value;
    let is_listed = required
        .items()
        .any(|i| i.as_str().is_some_and(|t| t == *name));
    // What Windmill makes of a default it cannot read is another rule's business.
    let loses_default = param.default.is_some() && param.loses_default();
    if param.is_required() && !is_listed && !loses_default {
        cx.report(
            key.span(),
            format!("`{name}` is required by `main`, but not in the schema"),
        )
        .help(HELP);
    }
}

fn check_type(cx: &mut Context<'_>, property: Node<'_>, param: &Param) {
    let Some(kind) = property.get("type").filter(|t| t.style().is_some()) else {
        return;
    };
    let told = kind.as_str().unwrap_or_default();
    // People choose such formats by hand: a resource, or what a function of the script offers.
    const BY_HAND: &[&str] = &["resource-", "dynselect-", "dynmultiselect-"];
    let format = property.get("format").and_then(|f| f.as_str());
    if format.is_some_and(|f| BY_HAND.iter().any(|start| f.starts_with(start))) {
        return;
    }
    let Some(wanted) = json_type(&param.ty) else {
        return;
    };
    let numbers = |t: &str| matches!(t, "integer" | "number");
    if told != wanted && !(numbers(&told) && numbers(wanted)) && is_type(&told) {
        let name = &param.name.value;
        let taken = told_type(&param.ty.to_string()).unwrap_or_else(|| wanted.to_owned());
        let message = format!("`{name}` is `{told}` in the schema, but `main` takes `{taken}`");
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
