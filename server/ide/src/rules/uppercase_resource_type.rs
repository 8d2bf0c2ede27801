//! A `TypedDict` that stands for a resource type and is not written in lower case.

use model::script::{Class, ClassKind, EntryName, Script, Type};

use super::code_edit;
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Safe,
    ..Rule::new(
        "uppercase-resource-type",
        Level::Error,
        include_str!("uppercase_resource_type.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let script = &code.script;
        let mut seen: Vec<&str> = Vec::new();
        for entry in [EntryName::Main, EntryName::Preprocessor] {
            let Some(signature) = script.entry(entry).signature() else {
                continue;
            };
            for param in &signature.params {
                let Some(name) = resource(&param.ty) else {
                    continue;
                };
                let is_event = entry == EntryName::Preprocessor && name == "Event";
                if name == name.to_lowercase() || is_event || seen.contains(&name) {
                    continue;
                }
                seen.push(name);
                let Some(class) = script.class(name).filter(|c| is_typed_dict(script, c)) else {
                    continue;
                };
                let lower = name.to_lowercase();
                let taken =
                    script.find_declaration(&lower).is_some() || !script.uses_of(&lower).is_empty();
                let quoted = ['"', '\'']
                    .iter()
                    .any(|q| script.text.contains(&format!("{q}{name}{q}")));
                let free =
                    !taken && !quoted && !code.role.is_imported && script.problems().is_empty();
                let uses = script.uses_of(name);
                let edits = uses
                    .iter()
                    .map(|u| code_edit::replaced(cx, code, *u, &lower))
                    .collect();
                let fix =
                    code_edit::fix(format!("Rename it to `{lower}`"), true, edits).filter(|_| free);
                cx.report(
                    code.outer(class.name.span),
                    format!("`{name}` names a resource type, and those are lower case"),
                )
                .help(format!(
                    "call the class `{lower}`; the class's name is the type's name"
                ))
                .fix = fix;
            }
        }
    }
}

/// The name of the resource type that a parameter takes.
pub(super) fn resource(ty: &Type) -> Option<&str> {
    match ty {
        Type::Resource(name) => Some(name),
        Type::List(item) => resource(item),
        _ => None,
    }
}

/// Whether a class is a `TypedDict`, itself or through classes of the file.
pub(super) fn is_typed_dict(script: &Script, class: &Class) -> bool {
    derives(script, class, 0)
}

fn derives(script: &Script, class: &Class, depth: usize) -> bool {
    class.kind == ClassKind::TypedDict
        || depth < 8
            && class.kind == ClassKind::Other
            && class.bases.iter().any(|b| {
                script.class(&b.value).is_some_and(|b| {
                    b.name.span != class.name.span && derives(script, b, depth + 1)
                })
            })
}
