//! A resource class that nothing uses.

use lang::python::{Class, ClassKind};
use model::script::Script;
use model::signature::{Entry, EntryName};

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unused-resource-type",
        Level::Hint,
        include_str!("unused_resource_type.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let script = &code.script;
        let classes = script.classes().iter();
        let classes = classes.filter(|c| c.kind == ClassKind::TypedDict && is_lower(&c.name.value));
        for class in classes {
            let name = &class.name.value;
            if !has_entry(script) || code.role.is_imported || is_used(code, name) {
                continue;
            }
            let gone = code_edit::removed(cx, code, class.span);
            let fix = code_edit::fix(format!("Remove the class `{name}`"), false, vec![gone]);
            cx.report(
                code.outer(class.name.span),
                format!("`{name}` is not used: no parameter has this type"),
            )
            .help(format!(
                "remove the class, or give `main` a parameter of the type `{name}`"
            ))
            .fix = fix;
        }
    }
}

fn is_lower(name: &str) -> bool {
    name == name.to_lowercase()
}

/// A file without one is a library, whose users may be anywhere.
fn has_entry(script: &Script) -> bool {
    let is_found = |e| matches!(script.entry(e), Entry::Found(_));
    is_found(EntryName::Main) || is_found(EntryName::Preprocessor)
}

/// Whether code names the class, or a string that may be a type. Broken code counts as using it.
fn is_used(code: &CheckedCode, name: &str) -> bool {
    let script = &code.script;
    let in_type = |(at, _): (usize, &str)| {
        let before = script.text[..at].chars().next_back();
        let after = script.text[at + name.len()..].chars().next();
        [before, after]
            .iter()
            .flatten()
            .any(|c| "\"'[]|".contains(*c))
    };
    let of_parameter = |(_, _, class): (_, _, &Class)| class.name.value == name;
    !script.problems().is_empty()
        || script.parameter_classes().into_iter().any(of_parameter)
        || script.text.match_indices(name).any(in_type)
        || script.uses_of(name).len() > 1
}
