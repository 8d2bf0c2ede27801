//! A class that stands for a resource type which nothing here knows.

use model::signature::EntryName;
use rustc_hash::FxHashSet;

use super::support::resource_types;
use super::uppercase_resource_type::{is_typed_dict, renamed, resource};
use super::{FixKind, Level, Rule, RuleInfo, unsupported_annotation};
use crate::context::Context;
use crate::finding::Applicability;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-resource-type",
        Level::Hint,
        include_str!("unknown_resource_type.md"),
    )
    .category(Category::Suspicious)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let script = &code.script;
        let signature = script.entry(EntryName::Main).signature();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for param in signature.map_or(&[][..], |s| &s.params) {
            let Some(name) = resource(&param.ty).filter(|_| param.passed) else {
                continue;
            };
            let is_new = *name == name.to_lowercase() && !seen.contains(name);
            if !is_new || resource_types::is_built_in(name) {
                continue;
            }
            seen.insert(name);
            let class = script.class(name).filter(|c| is_typed_dict(script, c));
            let Some(class) = class.filter(|_| unsupported_annotation::has_form(cx, code)) else {
                continue;
            };
            let is_known = || {
                let in_use = resource_types::has_resource(cx, name);
                in_use || resource_types::is_taken(cx, name)
            };
            let defines_none = resource_types::defined(cx).next().is_none();
            let is_defined = resource_types::is_defined(cx, name);
            if defines_none || is_defined || !syncs_types(cx) || is_known() {
                continue;
            }
            let near = resource_types::near(cx, name);
            let fix = near.and_then(|near| renamed(cx, code, name, near, Applicability::Unsafe));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "make the type, or a dataclass if this is no resource".to_owned(),
            };
            let message = format!("`{name}` is not a known resource type");
            cx.report(code.outer(class.name.span), message)
                .help(help)
                .fix = fix;
        }
    }
}

/// Whether all resource types of the workspace are on disk.
fn syncs_types(cx: &Context<'_>) -> bool {
    let root = cx.workspace.root_of(&cx.file.path);
    let config = root.and_then(|r| r.config.as_ref());
    config.is_none_or(|c| c.syncs_resource_types())
}
