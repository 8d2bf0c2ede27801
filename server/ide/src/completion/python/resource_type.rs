//! Classes of resource types: Windmill knows a parameter's resource type by the name of its class, in
//! lower case. The fields come from the workspace's `*.resource-type.yaml` or from what is known of the
//! common types; the import of `TypedDict` comes with the class.

use std::collections::BTreeMap;
use std::sync::Arc;

use lang::python::is_identifier;
use model::file::{File, ItemKind};
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::line_start;

use super::bring::{Brought, TYPED_DICT};
use super::spot::Spot;
use crate::completion::layout::Layout;
use crate::completion::whole::alike::words;
use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::markdown::Markdown;

/// Fields of common types, a type a line: the name, then each field as Python writes it, between tabs.
const COMMON: &str = include_str!("../../../../../grammars/python/resource-fields.tsv");

/// A resource type and where it is known from.
pub(in crate::completion) struct Known {
    /// As Python writes them: `host: str`.
    pub(in crate::completion) fields: Vec<String>,
    pub(in crate::completion) source: &'static str,
}

/// The classes that fit what is typed of the name at `word`; all of them where a type is to stand.
pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    (spot, word): (Spot, usize),
    layout: &Layout,
) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let prefix = text[word..at.inner].to_lowercase();
    let top = match spot {
        // The class goes above the function.
        Spot::Type(ty) if !ty.is_part => match ty.function {
            Some(function) => function,
            None => return Vec::new(),
        },
        Spot::Line | Spot::Header if !prefix.is_empty() => line_start(text, word),
        _ => return Vec::new(),
    };
    let brought = TYPED_DICT.bring(layout, at, top);
    let import = TYPED_DICT.line();
    let mut items = Vec::new();
    for (name, known) in known(workspace, file) {
        if !name.starts_with(&prefix) || at.code.script.find_declaration(&name).is_some() {
            continue;
        }
        let class = class(&name, &known.fields);
        let mut item = Completion::new(
            name.as_str(),
            CompletionKind::Class,
            at.outer(Span::new(word, at.inner)),
        )
        .detail(known.source)
        .about(Markdown::new().code("python", &class));
        let mut head = String::new();
        match &brought {
            Brought::By(edit) => item.also.push(edit.clone()),
            Brought::Alone => head = format!("{import}\n\n\n"),
            Brought::There => {}
        }
        match spot {
            Spot::Line => {
                item.insert = layout.block(&format!("{head}{class}"));
                item.also.extend(layout.parted_above(at, word, 2));
                item.also.extend(layout.parted_below(at, at.inner, 2));
            }
            Spot::Header => {
                item.insert = layout.block(class.strip_prefix("class ").unwrap_or(&class));
                item.also.extend(layout.parted_above(at, word, 2));
                if !head.is_empty() {
                    item.also.extend(layout.above(at, top, &[&import, "", ""]));
                }
            }
            Spot::Type(_) => {
                let all = format!("{head}{class}\n\n");
                let all: Vec<&str> = all.split('\n').collect();
                match layout.above(at, top, &all) {
                    Some(edit) => item.also.push(edit),
                    None => continue,
                }
                item.also.extend(layout.parted_above(at, top, 2));
            }
        }
        items.push(item);
    }
    items
}

/// Most resources whose types are looked up for one name.
const MOST_NEAR: usize = 16;

/// The resource types that a parameter's name speaks of: those that it names, and those of resources that are called like it.
pub(in crate::completion) fn spoken_of(
    workspace: &Workspace,
    file: &File,
    name: &str,
) -> Vec<String> {
    let mut found = words(name);
    let is_like = |path: &str| {
        let last = path.rsplit('/').next().unwrap_or_default();
        words(last).iter().any(|w| found.contains(w))
    };
    let all = workspace.names().items(&file.path, ItemKind::Resource);
    let near = all.filter(|(path, _)| is_like(path)).take(MOST_NEAR);
    let type_of = |(_, id)| {
        let root = workspace.get(id)?.yaml().root()?;
        Some(root.get("resource_type")?.as_str()?.into_owned())
    };
    let types: Vec<String> = near.filter_map(type_of).collect();
    found.extend(types);
    found
}

/// What is known of one type.
pub(in crate::completion) fn of_name(
    workspace: &Workspace,
    file: &File,
    name: &str,
) -> Option<Known> {
    known(workspace, file).remove(name)
}

/// The types that are known, by name: the workspace's own win.
pub(in crate::completion) fn known(workspace: &Workspace, file: &File) -> BTreeMap<String, Known> {
    let mut found = BTreeMap::new();
    for line in COMMON.lines() {
        let mut parts = line.split('\t').map(str::to_owned);
        if let Some(name) = parts.next() {
            let known = Known {
                fields: parts.collect(),
                source: "resource type",
            };
            found.insert(name, known);
        }
    }
    let (names, root) = (workspace.names(), workspace.root_of(&file.path));
    for name in names.resource_types().filter(|n| is_identifier(n)) {
        let files = names.resource_type(name).iter();
        let mut others = files.filter_map(|&id| workspace.get(id));
        let here =
            |f: &&Arc<File>| root.is_some_and(|r| model::path::relative(&r.dir, &f.path).is_some());
        if let Some(other) = others.rfind(here) {
            let known = Known {
                fields: fields(other),
                source: "resource type of this workspace",
            };
            found.insert(name.to_owned(), known);
        }
    }
    found
}

/// The fields that a `*.resource-type.yaml` lists, as Python writes them, in the order that it tells.
fn fields(file: &File) -> Vec<String> {
    let schema = file.yaml().root().and_then(|r| r.get("schema"));
    let Some(properties) = schema.and_then(|s| s.get("properties")) else {
        return Vec::new();
    };
    let told = schema.and_then(|s| s.get("order")).into_iter();
    let told: Vec<_> = told
        .flat_map(|o| o.items())
        .filter_map(|i| i.as_str())
        .collect();
    let field = |p: syntax::yaml::Pair<'_>| {
        let name = p.key.as_str()?.into_owned();
        let ty = p.value.and_then(|v| v.get("type")).and_then(|t| t.as_str());
        let ty = match ty.as_deref() {
            Some("string") => "str",
            Some("integer") => "int",
            Some("number") => "float",
            Some("boolean") => "bool",
            Some("array") => "list",
            Some("object") => "dict",
            _ => "object",
        };
        let place = told.iter().position(|t| *t == name);
        is_identifier(&name).then(|| (place.unwrap_or(usize::MAX), format!("{name}: {ty}")))
    };
    let mut fields: Vec<(usize, String)> = properties.pairs().filter_map(field).collect();
    fields.sort_by_key(|(place, _)| *place);
    fields.into_iter().map(|(_, field)| field).collect()
}

fn class(name: &str, fields: &[String]) -> String {
    let mut class = format!("class {name}(TypedDict):");
    for field in fields {
        class += &format!("\n    {field}");
    }
    if fields.is_empty() {
        class += "\n    pass";
    }
    class
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_well() {
        let mut last = String::new();
        for line in COMMON.lines() {
            let mut parts = line.split('\t');
            let name = parts.next().unwrap_or("");
            assert!(is_identifier(name) && name == name.to_lowercase(), "{line}");
            assert!(*last < *name, "{line}");
            name.clone_into(&mut last);
            let fields: Vec<&str> = parts.collect();
            assert!(!fields.is_empty(), "{line}");
            for field in fields {
                let (name, ty) = field.split_once(": ").unwrap_or_default();
                assert!(is_identifier(name), "{field}");
                assert!(
                    ["str", "int", "bool", "dict", "list[dict]"].contains(&ty),
                    "{field}"
                );
            }
        }
    }
}
