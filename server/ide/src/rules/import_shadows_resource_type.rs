//! An import whose name a resource class of the file takes over.

use lang::python::Import;
use lang::python::ImportPlace;
use syntax::Spanned;

use super::support::code_edit;
use super::uppercase_resource_type::is_typed_dict;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "import-shadows-resource-type",
        Level::Error,
        include_str!("import_shadows_resource_type.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let script = &code.script;
        for import in script.imports() {
            let module = import.module.value.as_str();
            let own =
                module.starts_with(['.']) || module.starts_with("f.") || module.starts_with("u.");
            let Some(bound) = import.bound.as_ref().filter(|_| !own) else {
                continue;
            };
            let class = script.class(&bound.value);
            let class =
                class.filter(|c| c.span.start > import.span.start && is_typed_dict(script, c));
            let Some(class) = class.filter(|_| import.place != ImportPlace::Function) else {
                continue;
            };
            let name = &bound.value;
            let id = cx.id;
            let fix = aliased(cx, code, import, bound);
            cx.report(
                code.outer(bound.span),
                format!("The class `{name}` replaces this import: both have the same name"),
            )
            .help(format!(
                "import it as `{name}_sdk`; the class must keep its name, it is the resource type"
            ))
            .related(id, code.outer(class.name.span), "the class")
            .fix = fix;
        }
    }
}

/// The import by another name, and what is read of the module by that one. `None` where a use may mean
/// either.
fn aliased(
    cx: &Context<'_>,
    code: &CheckedCode,
    import: &Import,
    bound: &Spanned<String>,
) -> Option<Fix> {
    let script = &code.script;
    let name = &bound.value;
    let other = format!("{name}_sdk");
    if script.text.contains(&other) || !script.problems().is_empty() {
        return None;
    }
    let written = match import.aliased {
        true => other.clone(),
        false
            if name.contains('.') || import.module.value.contains('.') && import.name.is_none() =>
        {
            return None;
        }
        false => format!("{name} as {other}"),
    };
    let mut edits = vec![code_edit::replaced(cx, code, bound.span, &written)];
    for span in script.uses_of(name) {
        let rest = &script.text[span.end as usize..];
        let is_class = script.class(name).is_some_and(|c| c.name.span == span);
        if rest.starts_with('.') {
            edits.push(code_edit::replaced(cx, code, span, &other));
        } else if rest.trim_start().starts_with('(') && !is_class {
            return None;
        }
    }
    code_edit::fix(format!("Import it as `{other}`"), true, edits)
}
