//! Resource types: which ones exist, as far as that can be told without a server.
//!
//! Windmill and its hub bring some hundreds along, and new ones come; those of `resource-types.txt` are
//! known to be there. A workspace adds its own. A name that is none of these may still exist.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use model::file::File;
use model::signature::Type;
use syntax::near::NearNames;

use crate::context::Context;

/// The names that Windmill and its hub are known to bring, one a line.
const BUILT_IN: &str = include_str!("../../../../../grammars/resource-types.txt");

/// Those among them that a script may well use for a type of its own.
const WORDS: &[&str] = &[
    "box",
    "cache",
    "close",
    "environment",
    "excel",
    "git",
    "helper",
    "http",
    "line",
    "linear",
    "matrix",
    "medium",
    "microsoft",
    "persona",
    "phrase",
    "readme",
    "render",
    "replicate",
    "rest",
    "segment",
    "shortcut",
    "square",
    "state",
    "tally",
    "teams",
    "threads",
    "tomorrow",
    "vault",
];

static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| BUILT_IN.lines().collect());

/// The resource types that Windmill or its hub bring, sorted.
pub(crate) fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.lines()
}

/// Whether Windmill or its hub bring a resource type of this name.
pub(in crate::rules) fn is_built_in(name: &str) -> bool {
    KNOWN.contains(name)
}

/// The resource type that was most likely meant by a name that is none.
pub(in crate::rules) fn near<'a>(cx: &Context<'a>, name: &str) -> Option<&'a str> {
    static BROUGHT: LazyLock<NearNames> = LazyLock::new(|| NearNames::of(BUILT_IN.lines()));
    let defined = cx.workspace.names().near_resource_types();
    let found = [defined, &*BROUGHT].map(|names| names.find(name));
    found.into_iter().flatten().min().map(|(_, near)| near)
}

/// The resource types that the workspace defines, sorted.
pub(in crate::rules) fn defined<'a>(cx: &Context<'a>) -> impl Iterator<Item = &'a str> {
    cx.workspace.names().resource_types()
}

/// Whether the workspace defines a resource type of this name.
pub(in crate::rules) fn is_defined(cx: &Context<'_>, name: &str) -> bool {
    !cx.workspace.names().resource_type(name).is_empty()
}

/// Whether a resource of the workspace has this type.
pub(in crate::rules) fn has_resource(cx: &Context<'_>, name: &str) -> bool {
    cx.workspace.has_resource_of(name)
}

/// Whether an input of a flow or of another script is said to be of this type. What stands behind the
/// checked script itself was written because the script names the type.
pub(in crate::rules) fn is_taken(cx: &Context<'_>, name: &str) -> bool {
    let own = cx.file.path.rsplit_once('.').map_or("", |(stem, _)| stem);
    let is_own = |f: &File| {
        let stem = f.path.rsplit_once(".script.").map(|(stem, _)| stem);
        stem.is_some_and(|s| s == own)
    };
    let files = cx.workspace.inputs_of_type(name).into_iter();
    let mut files = files.filter_map(|id| cx.workspace.get(id));
    files.any(|f| !is_own(f))
}

/// The resource type that a parameter takes for certain. Windmill takes every class that it does not
/// know for one; here the type must be there, and its name no everyday word.
pub(in crate::rules) fn of_parameter<'t>(cx: &Context<'_>, ty: &'t Type) -> Option<&'t str> {
    let Type::Resource(name) = ty else {
        return None;
    };
    (*name == name.to_lowercase() && is_there(cx, name)).then_some(name)
}

/// Whether a resource type of this name is there for certain: it comes along and is no everyday word, the
/// workspace defines it, or a resource has it.
pub(in crate::rules) fn is_there(cx: &Context<'_>, name: &str) -> bool {
    let built_in = is_built_in(name) && !WORDS.contains(&name);
    built_in || is_defined(cx, name) || has_resource(cx, name)
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
        assert!(WORDS.iter().all(|w| is_built_in(w)));
        assert!(is_built_in("postgresql") && !is_built_in("c_postgresql"));
    }
}
