//! A parameter's type that Windmill cannot read. What may be a resource type's name is left alone.

use lang::python::declare::Form;
use lang::python::{Annotation, Class, ClassKind};
use model::script::Script;
use model::signature::{DefaultKind, EntryName, Param};
use model::workspace::ScriptUse;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unsupported-annotation",
        Level::Warning,
        include_str!("unsupported_annotation.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

/// What Windmill makes of a type that it does not know.
enum Unread {
    /// Anything goes; what to write.
    Anything(String),
    /// Anything goes, and nothing is lost that Windmill could show: a container with its items' types, or a
    /// choice of types one of which is an object of any kind.
    Container(String),
    /// A date that arrives as text: its class, and what to write.
    Date(&'static str, String),
    /// A resource type of that name; what to write.
    Resource { name: String, help: String },
}

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let script = &code.script;
        let signature = script.entry(EntryName::Main).signature();
        let has_form = has_form(cx, code);
        let mut is_told = false;
        for param in signature.map_or(&[][..], |s| &s.params) {
            let written = param.annotation.as_ref().filter(|_| param.passed);
            let Some((annotation, parts)) = written.zip(param.parts.as_ref()) else {
                continue;
            };
            // A choice that a function of that name gives, whatever the name stands for here.
            let dynamic = ["DynSelect_", "DynMultiselect_"];
            if dynamic.iter().any(|d| annotation.value.starts_with(d)) {
                continue;
            }
            let alias = || aliased(script, parts);
            let Some(unread) = unread(script, parts).or_else(alias) else {
                continue;
            };
            let name = &param.name.value;
            let is_container = matches!(unread, Unread::Container(_));
            // Of a habit, one is enough.
            if is_container && is_told {
                continue;
            }
            let (message, help) = match unread {
                Unread::Anything(_) | Unread::Container(_) if !has_form || tells_type(param) => {
                    continue;
                }
                Unread::Resource { name, .. } if !has_form || is_resource_type(cx, &name) => {
                    continue;
                }
                Unread::Anything(help) | Unread::Container(help) => (
                    format!("Windmill cannot read the type of `{name}`: the form takes anything"),
                    help,
                ),
                Unread::Date(class, form) => (
                    format!("Windmill cannot read the type of `{name}`: it passes a string"),
                    format!("write `{form}`, imported with `from datetime import {class}`"),
                ),
                Unread::Resource { help, .. } => (
                    format!("Windmill takes the type of `{name}` for a resource type"),
                    help,
                ),
            };
            let form = help.strip_prefix("write `").and_then(|h| h.split_once('`'));
            let form = form
                .map(|(form, _)| form)
                .filter(|f| !f.starts_with("Optional") || annotation.value.starts_with("Optional"))
                .filter(|_| !help.contains("imported"));
            let edit = form.map(|f| code_edit::replaced(cx, code, annotation.span, f));
            let title = form.map_or(String::new(), |f| format!("Change to `{f}`"));
            let fix = edit.and_then(|e| code_edit::fix(title, false, vec![e]));
            is_told |= is_container;
            let finding = cx.report(code.outer(annotation.span), message).help(help);
            finding.fix = fix;
            if is_container {
                finding.level(Level::Hint);
            }
        }
    }
}

/// Whether people fill the inputs in: not where only steps run the code.
pub(super) fn has_form(cx: &Context<'_>, code: &CheckedCode) -> bool {
    let uses = cx.workspace.uses(cx.id);
    let is_of_step = |u: &ScriptUse| u.inline && u.module.is_some();
    code.module.is_none() && (code.role.has_metadata || !uses.iter().any(is_of_step))
}

/// Whether Windmill takes the type from the default instead.
fn tells_type(param: &Param) -> bool {
    let default = param.default.as_ref().map_or("None", |d| d.value.as_str());
    param.default_kind == Some(DefaultKind::Read) && !matches!(default, "None" | "...")
}

/// Whether the workspace has a resource type of this name, whatever its letter case.
fn is_resource_type(cx: &Context<'_>, name: &str) -> bool {
    !cx.workspace.names().resource_type(name).is_empty()
}

impl Unread {
    /// The same of a type that may be `None` as well: what to write says so too.
    fn or_none(self, written: impl Fn(&str) -> String) -> Unread {
        let help = |help: String| {
            let form = help.strip_prefix("write `").and_then(|h| h.split_once('`'));
            match form {
                Some((form, rest)) => format!("write `{}`{rest}", written(form)),
                None => help,
            }
        };
        match self {
            Unread::Anything(text) => Unread::Anything(help(text)),
            Unread::Container(text) => Unread::Container(help(text)),
            Unread::Date(class, form) => Unread::Date(class, written(&form)),
            Unread::Resource { name, help: text } => Unread::Resource {
                name,
                help: help(text),
            },
        }
    }
}

fn unread(script: &Script, ty: &Annotation) -> Option<Unread> {
    let mut parts = ty.members();
    while let [first @ .., last] = parts
        && !first.is_empty()
        && last.is_none()
    {
        parts = first;
    }
    let anything = |help: String| Some(Unread::Anything(help));
    if let [only] = parts
        && ty.members().len() > 1
    {
        if only.generic().is_some_and(|(name, _)| name == "Optional") {
            return None;
        }
        return Some(unread(script, only)?.or_none(|form| format!("{form} | None")));
    }
    if parts.len() > 1 {
        return match some(parts)[..] {
            [only] => anything(format!("write `{only} | None`, with `None` last")),
            ref rest => choose(rest),
        };
    }
    if let Form::Quoted(inner) = &ty.form {
        return anything(format!("write `{inner}` without the quotes"));
    }
    if let Some(unread) = dotted(script, ty.written()) {
        return Some(unread);
    }
    match ty.generic() {
        Some(("Optional", args)) => match args {
            [inner] => Some(unread(script, inner)?.or_none(|form| format!("Optional[{form}]"))),
            _ => None,
        },
        Some((
            "dict" | "Dict" | "Mapping" | "MutableMapping" | "DefaultDict" | "OrderedDict",
            _,
        )) => Some(Unread::Container("write `dict`".to_owned())),
        Some(("tuple" | "Tuple" | "set" | "Set" | "frozenset" | "FrozenSet", _))
        | Some(("Sequence" | "Iterable" | "Collection", _)) => Some(Unread::Container(
            "write `list`: JSON has lists only".to_owned(),
        )),
        Some(("Union", args)) => match some(args)[..] {
            [only] => anything(format!("write `Optional[{only}]`")),
            ref rest => choose(rest),
        },
        Some(("Annotated", args)) => anything(format!("write `{}`", args.first()?)),
        Some(_) => None,
        None => {
            let name = ty.name()?;
            named(script, name).map(|help| Unread::Resource {
                name: name.to_owned(),
                help,
            })
        }
    }
}

/// All of some types but `None`.
fn some(types: &[Annotation]) -> Vec<&Annotation> {
    types.iter().filter(|t| !t.is_none()).collect()
}

/// What to do with several types. Where one of them lets anything through, the others tell the form nothing.
fn choose(types: &[&Annotation]) -> Option<Unread> {
    const ANY: &[&str] = &["Any", "object", "dict", "Dict", "Mapping", "MutableMapping"];
    let is_anything = |ty: &&Annotation| {
        let name = ty.generic().map_or(ty.written(), |(name, _)| name);
        ANY.contains(&name)
    };
    let help = "remove the type, or choose one of them".to_owned();
    Some(match types.iter().any(is_anything) {
        true => Unread::Container(help),
        false => Unread::Anything(help),
    })
}

/// A name behind a module of the standard library.
fn dotted(script: &Script, ty: &str) -> Option<Unread> {
    let (module, rest) = ty.split_once('.')?;
    let imported = |i: &&lang::python::Import| {
        i.name.is_none() && i.bound.as_ref().is_some_and(|b| b.value == module)
    };
    let module = &script.imports().iter().find(imported)?.module.value;
    match module.as_str() {
        "typing" | "typing_extensions" => Some(Unread::Anything(format!(
            "import the name and write `{rest}`: names behind a dot are not read"
        ))),
        "datetime" if ty.starts_with("datetime.") => None,
        "datetime" if rest == "datetime" => Some(Unread::Date("datetime", "datetime".to_owned())),
        "datetime" if rest == "date" => Some(Unread::Date("date", "date".to_owned())),
        _ => None,
    }
}

/// What to write for a plain name that cannot be a resource type's; `None` where it may be one.
fn named(script: &Script, name: &str) -> Option<String> {
    if let Some(class) = script.class(name) {
        return local(script, class);
    }
    let imported = |i: &&lang::python::Import| {
        i.name.is_some() && i.bound.as_ref().is_some_and(|b| b.value == name)
    };
    let from = script.imports().iter().find(imported);
    let from = from.filter(|i| !i.aliased).map(|i| i.module.value.as_str());
    let write = |form: &str| Some(format!("write `{form}`"));
    match (from, name) {
        (Some("typing" | "typing_extensions"), "Any") | (None, "object") => {
            Some("remove the type: then the form takes anything".to_owned())
        }
        (Some("typing"), "Dict" | "Mapping") | (Some("collections.abc"), "Mapping") => {
            write("dict")
        }
        (Some("typing"), "List" | "Sequence" | "Iterable" | "Tuple" | "Set")
        | (Some("collections.abc"), "Sequence" | "Iterable")
        | (None, "tuple" | "set" | "frozenset") => write("list"),
        (Some("uuid"), "UUID") | (Some("pathlib"), "Path") | (Some("typing"), "Text") => {
            write("str")
        }
        (Some("decimal"), "Decimal") => write("float"),
        (None, "bytearray") => write("bytes"),
        _ => None,
    }
    .filter(|_| from.is_some() || script.find_declaration(name).is_none())
}

/// A parameter's type that is a name which the file gives to another type (`Tone = Literal["warm", "cold"]`), with
/// `None` or without.
fn aliased(script: &Script, ty: &Annotation) -> Option<Unread> {
    const TYPES: &[&str] = &["Literal", "Optional", "Union", "List", "list", "Annotated"];
    let [name] = some(ty.members())[..] else {
        return None;
    };
    let value = script.alias(name.name()?)?;
    let is_told = match value.generic() {
        Some((head, _)) => TYPES.contains(&head),
        None => value.form == Form::Name,
    };
    let told = is_told.then(|| Unread::Resource {
        name: name.to_string(),
        help: format!("write `{value}` itself: the name is not followed"),
    })?;
    Some(match ty.members().len() {
        1 => told,
        _ => told.or_none(|form| format!("{form} | None")),
    })
}

/// The same for a class of the file.
fn local(script: &Script, class: &Class) -> Option<String> {
    let name = &class.name.value;
    // In lower case it may well be a resource type, and works.
    if *name == name.to_lowercase() {
        return None;
    }
    let is_pydantic = |b: &str| {
        script
            .class(b)
            .is_some_and(|c| c.kind == ClassKind::Pydantic)
    };
    match class.kind {
        ClassKind::Enum if class.values().is_empty() && !class.fields.is_empty() => {
            Some("give the members plain strings as values".to_owned())
        }
        ClassKind::Other if class.bases.is_empty() && class.decorators.is_empty() => {
            Some("make it a dataclass, or a lower-case `TypedDict` for a resource".to_owned())
        }
        ClassKind::Other if class.bases.iter().any(|b| is_pydantic(&b.value)) => Some(
            "derive it from `BaseModel` directly: Windmill does not follow two steps".to_owned(),
        ),
        _ => None,
    }
}
