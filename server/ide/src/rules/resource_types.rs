//! Resource types: which ones exist, as far as that can be told without a server.
//!
//! Windmill and its hub bring some hundreds along, and new ones come; those of `resource-types.txt` are
//! known to be there. A workspace adds its own. A name that is none of these may still exist.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::context::Context;
use model::file::{File, FileKind, ItemKind};
use model::script::{ClassKind, Script, Type};
use model::workspace::resource_formats;

/// The names that Windmill and its hub are known to bring, one a line.
const BUILT_IN: &str = include_str!("../../../../grammars/resource-types.txt");

static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| BUILT_IN.lines().collect());

/// Whether Windmill or its hub bring a resource type of this name.
pub(super) fn is_built_in(name: &str) -> bool {
    KNOWN.contains(name)
}

/// The names that Windmill and its hub are known to bring, sorted.
pub(super) fn built_in<'a>() -> impl Iterator<Item = &'a str> {
    KNOWN.iter().copied()
}

/// The resource types that the workspace defines, sorted.
pub(super) fn defined<'a>(cx: &Context<'a>) -> BTreeSet<&'a str> {
    let files = cx.workspace.files().into_iter();
    let types = files.filter(|(_, f)| f.kind == FileKind::Item(ItemKind::ResourceType));
    types.filter_map(|(_, f)| name_of(f)).collect()
}

/// Whether something in the workspace is said to have this resource type: a resource, an input.
pub(super) fn is_in_use(cx: &Context<'_>, name: &str) -> bool {
    let files = cx.workspace.files();
    files.iter().any(|(_, file)| match file.kind {
        FileKind::Item(ItemKind::Resource) => {
            let root = file.yaml().root();
            let named = root.and_then(|r| r.get("resource_type"));
            named.and_then(|n| n.as_str()).is_some_and(|n| n == name)
        }
        FileKind::Flow | FileKind::Metadata => resource_formats(file.text()).contains(&name),
        _ => false,
    })
}

/// `c_crm.resource-type.yaml` to `c_crm`.
fn name_of(file: &File) -> Option<&str> {
    let name = model::path::name(&file.path);
    name.split_once(".resource-type.").map(|(name, _)| name)
}

/// The resource type that a parameter of `script` takes for certain. Windmill takes every class that it
/// does not know for one; here it must be known, or be a `TypedDict` in lower case.
pub(super) fn of_parameter<'t>(cx: &Context<'_>, script: &Script, ty: &'t Type) -> Option<&'t str> {
    let Type::Resource(name) = ty else {
        return None;
    };
    let is_class = || {
        let class = script.class(name);
        class.is_some_and(|c| c.kind == ClassKind::TypedDict)
    };
    let is_known = || is_built_in(name) || is_class() || defined(cx).contains(name.as_str());
    (*name == name.to_lowercase() && is_known()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_each_name_once() {
        let names: Vec<&str> = BUILT_IN.lines().collect();
        assert!(names.is_sorted());
        assert_eq!(names.len(), KNOWN.len());
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(names.iter().all(|n| !n.is_empty() && n.chars().all(fits)));
        assert!(is_built_in("postgresql") && !is_built_in("c_postgresql"));
    }
}
