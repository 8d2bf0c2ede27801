//! A `TypedDict` that stands for a resource type and is not written in lower case.

use lang::python::{Class, ClassKind};
use model::flow::{Flow, Module, TransformKind};
use model::script::Script;
use model::signature::{EntryName, Param, Type};
use rustc_hash::FxHashSet;

use super::support::{code_edit, resource_types};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "uppercase-resource-type",
        Level::Error,
        include_str!("uppercase_resource_type.md"),
    )
    .fix(FixKind::Safe),
    check,
};

/// What the class of a parameter is, as far as that shows.
#[derive(Clone, PartialEq, Eq)]
enum Meant {
    /// The resource type of this name, which is known.
    Known(String),
    /// A resource: a step gives one.
    Resource,
    /// A record: items of a list, or a step gives it what another one made.
    Record,
    /// One or the other.
    Unclear,
}

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let script = &code.script;
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for entry in [EntryName::Main, EntryName::Preprocessor] {
            let Some(signature) = script.entry(entry).signature() else {
                continue;
            };
            for param in &signature.params {
                let Some(name) = resource(&param.ty) else {
                    continue;
                };
                let is_event = entry == EntryName::Preprocessor && name == "Event";
                if name == name.to_lowercase() || is_event || seen.contains(name) {
                    continue;
                }
                seen.insert(name);
                let Some(class) = script.class(name).filter(|c| is_typed_dict(script, c)) else {
                    continue;
                };
                let meant = meant(cx, code, param, name);
                let (level, message, help) = match &meant {
                    Meant::Record => continue,
                    Meant::Known(lower) => (
                        Level::Error,
                        format!("`{name}` is taken for a resource type, and those are lower case"),
                        format!("call the class `{lower}`, as the resource type is called"),
                    ),
                    Meant::Resource => (
                        Level::Warning,
                        format!("`{name}` is taken for a resource type, and those are lower case"),
                        "give the class the name of the resource's type, letter by letter".into(),
                    ),
                    Meant::Unclear => (
                        Level::Hint,
                        format!("Is `{name}` a resource? Windmill takes it for one, by this name"),
                        "if it is, give the class the type's own lower-case name; if not, write a \
                         dataclass or `dict`"
                            .into(),
                    ),
                };
                let fix = match &meant {
                    Meant::Known(lower) => renamed(cx, code, name, lower, Applicability::Safe),
                    _ => renamed(cx, code, name, &snake(name), Applicability::Unsafe),
                };
                cx.report(code.outer(class.name.span), message)
                    .level(level)
                    .help(help)
                    .fix = fix;
            }
        }
    }
}

/// The class by another name, wherever the script reads it. `None` where that could mean something else.
pub(super) fn renamed(
    cx: &Context<'_>,
    code: &CheckedCode,
    name: &str,
    lower: &str,
    applicability: Applicability,
) -> Option<Fix> {
    let script = &code.script;
    let taken = script.find_declaration(lower).is_some() || !script.uses_of(lower).is_empty();
    let quoted = ['"', '\'']
        .iter()
        .any(|q| script.text.contains(&format!("{q}{name}{q}")));
    if taken || quoted || code.role.is_imported || !script.problems().is_empty() {
        return None;
    }
    let uses = script.uses_of(name);
    let edits = uses
        .iter()
        .map(|u| code_edit::replaced(cx, code, *u, lower))
        .collect();
    let fix = code_edit::fix(format!("Rename it to `{lower}`"), true, edits)?;
    Some(Fix {
        applicability,
        ..fix
    })
}

/// What the class of this name is, by the types that are known and by what steps give.
fn meant(cx: &Context<'_>, code: &CheckedCode, param: &Param, name: &str) -> Meant {
    let own = [
        format!("c_{}", snake(name)),
        format!("c_{}", name.to_lowercase()),
    ];
    let names = [name.to_lowercase(), snake(name)].into_iter().chain(own);
    if let Some(known) = names.into_iter().find(|n| resource_types::is_there(cx, n)) {
        return Meant::Known(known);
    }
    let uses = cx.workspace.uses(cx.id);
    let elsewhere = uses.iter().filter_map(|u| {
        let flow: &Flow = cx.workspace.get(u.file)?.flow()?;
        Some((flow, flow.module(u.module?)))
    });
    let here = code
        .module
        .zip(cx.flow())
        .map(|(m, flow)| (flow, flow.module(m)));
    let given: Vec<Meant> = elsewhere
        .chain(here)
        .map(|(flow, module)| given(flow, module, &param.name.value))
        .collect();
    if given.contains(&Meant::Resource) {
        Meant::Resource
    } else if given.contains(&Meant::Record) || matches!(param.ty, Type::List(_)) {
        Meant::Record
    } else {
        Meant::Unclear
    }
}

/// What a step gives a parameter.
fn given(flow: &Flow, module: &Module, param: &str) -> Meant {
    let transforms = module.transforms.iter();
    let mut kinds = transforms.filter(|t| t.name.value == param).map(|t| t.kind);
    match kinds.next() {
        Some(TransformKind::Static(Some(node))) => {
            let node = flow.node(node);
            match node.as_str() {
                Some(text) if text.starts_with("$res:") => Meant::Resource,
                _ if node.is_mapping() => Meant::Record,
                _ => Meant::Unclear,
            }
        }
        Some(TransformKind::JavaScript(Some(index))) => {
            let text = flow.expressions()[index].text.trim();
            let input = text.strip_prefix("flow_input.").unwrap_or_default();
            if text.contains("resource(") || is_resource(flow, input) {
                Meant::Resource
            } else {
                Meant::Record
            }
        }
        _ => Meant::Unclear,
    }
}

/// Whether the flow takes a resource by this name.
fn is_resource(flow: &Flow, input: &str) -> bool {
    let schema = flow.schema().map(|s| flow.node(s.node));
    let property = schema
        .and_then(|s| s.get("properties"))
        .and_then(|p| p.get(input));
    let format = property
        .and_then(|p| p.get("format"))
        .and_then(|f| f.as_str());
    format.is_some_and(|f| f.starts_with("resource-"))
}

/// `CrmApi` to `crm_api`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_uppercase() && before != '_' && !before.is_uppercase() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
        before = c;
    }
    snake
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
