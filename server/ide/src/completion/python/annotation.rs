//! Types of parameters, fields and results: classes of the file and imported ones, what Python and Windmill have.

use lang::python::ClassKind;
use lang::python::ImportPlace;
use model::script::Script;
use syntax::Span;

use super::bring::Wanted;
use super::spot::TypeSpot;
use crate::completion::layout::Layout;
use crate::completion::{Completion, CompletionKind, Snippet};
use crate::cursor::InCode;

/// Types that are always there, and what an input of each is in Windmill.
const BUILT_IN: [(&str, &str); 10] = [
    ("str", "text"),
    ("int", "a whole number"),
    ("dict", "an object"),
    ("bool", "yes or no"),
    ("list", "a list"),
    ("float", "a number"),
    ("list[str]", "a list of texts"),
    ("list[dict]", "a list of objects"),
    ("bytes", "a file's content"),
    ("dict[str, str]", "an object of texts"),
];

/// Types that Windmill knows and that have to be imported.
const IMPORTED: [(&str, &str, &str); 3] = [
    ("datetime", "datetime", "a date with its time"),
    ("datetime", "date", "a date"),
    ("wmill", "S3Object", "a file in object storage"),
];

/// What may stand as a type, from `word` to the cursor; best first. Classes of resource types are not among them.
pub(super) fn completions(
    at: &InCode,
    spot: TypeSpot,
    word: usize,
    layout: &Layout,
) -> Vec<Completion> {
    let script = &at.code.script;
    let text = &*script.text;
    let replace = at.outer(Span::new(word, at.inner));
    let plain =
        |name: &str, kind, detail: &str| Completion::new(name, kind, replace).detail(detail);
    let mut items = Vec::new();
    // The class that is being written is no type of its own fields.
    let classes = script
        .classes()
        .iter()
        .filter(|c| !c.span.touches(word) || c.kind == ClassKind::Enum);
    let classes = classes.map(|c| plain(&c.name, CompletionKind::Class, "this file"));
    items.extend(classes);
    items.extend(
        imported(script)
            .into_iter()
            .map(|(name, module)| plain(name, CompletionKind::Class, module)),
    );
    for (name, about) in BUILT_IN {
        let is_shadowed =
            name.chars().all(char::is_alphanumeric) && script.find_declaration(name).is_some();
        if !is_shadowed {
            items.push(plain(name, CompletionKind::Class, about));
        }
    }
    items.push(literal(at, word, replace, layout));
    if spot.is_part && text[..word].trim_end().ends_with('|') || spot.name.is_none() {
        items.push(plain("None", CompletionKind::Value, "nothing"));
    }
    for (module, name, about) in IMPORTED {
        if script.find_declaration(name).is_some() {
            continue;
        }
        let wanted = Wanted {
            module,
            name: Some(name),
        };
        let edit = wanted.edit(layout, at, word);
        let mut item = plain(name, CompletionKind::Class, about);
        item.also.extend(edit);
        items.push(item);
    }
    if let Some(likely) = spot.name.and_then(|n| likely(n.slice(text)))
        && !spot.is_part
        && let Some(found) = items.iter().position(|i| i.label == likely)
    {
        items[..=found].rotate_right(1);
    }
    items
}

/// A list of texts to choose from.
fn literal(at: &InCode, word: usize, replace: Span, layout: &Layout) -> Completion {
    let wanted = Wanted {
        module: "typing",
        name: Some("Literal"),
    };
    let snippet = Snippet::new().text("Literal[\"").stop("").text("\"]");
    let mut item = Completion::new("Literal", CompletionKind::Class, replace)
        .detail("one of these")
        .inserting_snippet(snippet);
    item.insert = "Literal".to_owned();
    item.also.extend(wanted.edit(layout, at, word));
    item
}

/// Names that imports at the top bring and that read like types, with their modules.
fn imported(script: &Script) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for import in script
        .imports()
        .iter()
        .filter(|i| i.place == ImportPlace::Top)
    {
        let (Some(name), Some(bound)) = (&import.name, &import.bound) else {
            continue;
        };
        let is_type = match import.module.as_str() {
            // Of these, not all that look like types are some.
            "typing" | "typing_extensions" => matches!(name.as_str(), "Any"),
            "datetime" => matches!(name.as_str(), "datetime" | "date"),
            module if module.starts_with(['f', 'u', '.']) && is_own(module) => true,
            _ => {
                name.starts_with(|c: char| c.is_ascii_uppercase())
                    && name.chars().any(|c| c.is_ascii_lowercase())
            }
        };
        if is_type && !found.iter().any(|(known, _)| *known == bound.as_str()) {
            found.push((bound.as_str(), import.module.as_str()));
        }
    }
    found
}

/// Whether a module is one of the workspace.
fn is_own(module: &str) -> bool {
    module.starts_with("f.") || module.starts_with("u.") || module.starts_with('.')
}

/// The type that a name speaks of.
pub(super) fn likely(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let starts = |all: &[&str]| all.iter().any(|p| name.starts_with(p));
    let ends = |all: &[&str]| {
        all.iter()
            .any(|p| name == *p || name.ends_with(&format!("_{p}")))
    };
    Some(match () {
        () if starts(&[
            "is_", "has_", "with_", "dry_run", "include_", "should_", "use_", "enable",
        ]) =>
        {
            "bool"
        }
        () if ends(&[
            "count", "limit", "days", "hours", "minutes", "seconds", "max", "min", "size",
            "number", "cents", "page", "offset", "retries", "port", "depth", "timeout",
        ]) || starts(&["max_", "min_", "num_", "n_"]) =>
        {
            "int"
        }
        () if ends(&["rows", "records", "entries"]) => "list[dict]",
        () if ends(&["items", "list", "results"]) => "list",
        () if ends(&[
            "event", "payload", "body", "config", "options", "data", "row", "record", "error",
        ]) =>
        {
            "dict"
        }
        () if ends(&[
            "price", "rate", "ratio", "percent", "amount", "score", "factor",
        ]) =>
        {
            "float"
        }
        () => return None,
    })
}
