//! An import whose name a resource class of the file takes over.

use model::script::Place;

use super::uppercase_resource_type::is_typed_dict;
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "import-shadows-resource-type",
        Level::Error,
        include_str!("import_shadows_resource_type.md"),
        check,
    )
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
            let Some(class) = class.filter(|_| import.place != Place::Function) else {
                continue;
            };
            let name = &bound.value;
            let id = cx.id;
            cx.report(
                code.outer(bound.span),
                format!("`{name}` is hidden by the class `{name}`: the import is lost"),
            )
            .help(format!(
                "import it as `{name}_sdk`; the class's name is the resource type's"
            ))
            .related(id, code.outer(class.name.span), "the class");
        }
    }
}
