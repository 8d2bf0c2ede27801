//! Values: names of the flow's own, enum values and kinds, booleans, workspace paths, files after `!inline`, resources and
//! variables in static values.

use model::file::{File, ItemKind};
use model::language::ScriptLanguage;
use model::openflow::openflow;
use model::path;
use model::signature::Type;
use model::workspace::Workspace;
use syntax::Span;

use super::expression::items;
use super::{Completion, CompletionKind, names, whole as writing};
use crate::cursor::{InValue, owner};

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InValue) -> Vec<Completion> {
    let node = at.flow.node(at.mapping);
    let kind = node
        .get("type")
        .and_then(|t| t.as_str())
        .unwrap_or_default();
    let (text, span) = (at.raw.value.as_str(), at.raw.span);
    let whole = if text.is_empty() {
        Span::at(at.offset)
    } else {
        span
    };
    if let Some(found) = writing::schema_values(workspace, at) {
        let item = |(name, about): (String, &'static str)| {
            Completion::new(name, CompletionKind::Value, whole).about(about)
        };
        return found.into_iter().map(item).collect();
    }
    match (at.key.as_str(), &*kind) {
        ("id", _) => return ids(at, whole),
        ("content", _) if text.is_empty() => {
            let mut found = inline_files(workspace, file, at);
            found.extend(writing::contents(workspace, file, at));
            return found;
        }
        ("content" | "lock", _) => return inline_files(workspace, file, at),
        ("path", "script") => {
            let names = workspace.names().scripts(&file.path);
            let mut found = paths(workspace, names, whole);
            writing::nearest_first(workspace, file, at, &mut found);
            let first = writing::taking(workspace, file, at);
            let place = |c: &Completion| first.iter().position(|p| *p == c.label);
            found.sort_by_cached_key(|c| place(c).unwrap_or(usize::MAX));
            return found;
        }
        ("path", "flow") => {
            let own = workspace.names().windmill_path(&file.path);
            let names = workspace.names().flows(&file.path);
            let others = names.filter(|(p, _)| own.as_deref() != Some(*p));
            let mut found = paths(workspace, others, whole);
            writing::nearest_first(workspace, file, at, &mut found);
            return found;
        }
        ("resource", _) if writing::is_one(&at.reading, &["ProviderConfig"]) && text.is_empty() => {
            return resources(workspace, file, None, whole);
        }
        ("resource_path", _) if writing::is_one(&at.reading, &["McpToolValue"]) => {
            return items(workspace, file, ItemKind::Resource, whole);
        }
        ("value", "static") => {
            let mut found = of_field(at, whole);
            found.extend(argument(workspace, file, at, whole));
            found.extend(references(workspace, file, at));
            return found;
        }
        _ => {}
    }
    let own = names::completions(at, whole);
    if !own.is_empty() {
        return own;
    }
    if at.key == "tool_type" {
        // What a step does is said by its `type`; without one nothing says yet which tool it is.
        let kinds = openflow().kinds(openflow().def("ToolValue")).into_iter();
        let kinds = kinds.filter(|(name, _)| kind.is_empty() || *name == "flowmodule");
        let item = |(name, about): (&str, &'static str)| {
            Completion::new(name, CompletionKind::Value, whole).about(about)
        };
        return kinds.map(item).collect();
    }
    if let Some((union, key)) = at.reading.union
        && key == at.key
    {
        // Windmill's own form of a step that it has stored.
        let kinds = openflow().kinds(union).into_iter();
        let kinds = kinds.filter(|(name, _)| *name != "flowscript");
        let item = |(name, about): (&str, &'static str)| {
            Completion::new(name, CompletionKind::Value, whole).about(about)
        };
        return kinds.map(item).collect();
    }
    of_field(at, whole)
}

/// The values of a field that is a choice, or yes or no.
fn of_field(at: &InValue, whole: Span) -> Vec<Completion> {
    let Some(field) = at.reading.field(&at.key) else {
        return Vec::new();
    };
    let def = openflow().target(field);
    if def.types().eq(["boolean"]) {
        let item = |b: &str| Completion::new(b, CompletionKind::Value, whole);
        return vec![item("true"), item("false")];
    }
    let item = |name: &str| {
        let about = def.choice_descriptions.get(name).map_or("", String::as_str);
        Completion::new(name, CompletionKind::Value, whole).about(about)
    };
    def.choices().into_iter().map(item).collect()
}

/// The id of a step: the one that its place demands, else the next free one and one that its summary gives.
fn ids(at: &InValue, replace: Span) -> Vec<Completion> {
    if !writing::is_one(&at.reading, &["FlowModule", "AgentTool"]) {
        return Vec::new();
    }
    let item =
        |id: &str, detail: &str| Completion::new(id, CompletionKind::Value, replace).detail(detail);
    let mapping = at.flow.node(at.mapping);
    match owner(mapping).as_str() {
        "failure_module" => return vec![item("failure", "")],
        "preprocessor_module" => return vec![item("preprocessor", "")],
        _ => {}
    }
    let mut found = vec![item(&writing::next_id(&at.flow), "the next free id")];
    let summary = mapping.get("summary").and_then(|s| s.as_str());
    let named = summary.map(|s| writing::id_of(&s)).unwrap_or_default();
    if !named.is_empty() && at.flow.by_id(&named).is_empty() {
        found.push(item(&named, "from the summary"));
    }
    found
}

pub(super) fn paths<'a>(
    workspace: &Workspace,
    names: impl Iterator<Item = (&'a str, syntax::FileId)>,
    replace: Span,
) -> Vec<Completion> {
    let item = |(name, id): (&str, syntax::FileId)| {
        let file = workspace.get(id);
        let detail = file.map_or(String::new(), |f| path::name(&f.path).to_owned());
        Completion::new(name, CompletionKind::Path, replace).detail(detail)
    };
    names.map(item).collect()
}

/// Files below the flow's folder that a step of this language can inline.
fn inline_files(workspace: &Workspace, file: &File, at: &InValue) -> Vec<Completion> {
    let raw = &at.raw.value;
    let bare = raw.trim_start_matches(['"', '\'']);
    let new = bare.len() < "!inline".len() && "!inline".starts_with(bare);
    let Some(name) = bare.strip_prefix("!inline").or(new.then_some("")) else {
        return Vec::new();
    };
    let name = name.trim_start();
    let start = at.raw.span.start as usize + (raw.len() - name.len());
    let end = at.raw.span.end as usize - (name.len() - name.trim_end_matches(['"', '\'']).len());
    let replace = if name.is_empty() {
        Span::at(at.offset)
    } else {
        Span::new(start, end)
    };
    let node = at.flow.node(at.mapping);
    let language = node
        .get("language")
        .and_then(|l| l.as_str())
        .unwrap_or_default();
    let endings: &[&str] = match at.key.as_str() {
        "lock" => &["lock"],
        _ => ScriptLanguage::from_name(&language).inline_extensions(),
    };
    let dir = path::parent(&file.path);
    let mut items = Vec::new();
    let folder = format!("{dir}/");
    for other in workspace.names().starting(&folder) {
        let name = &other[folder.len()..];
        if !fits(name, endings) || matches!(name, "flow.yaml" | "flow.json") {
            continue;
        }
        items.push(match new && bare.is_empty() && raw.is_empty() {
            // Nothing is typed yet: the word belongs to it.
            true => Completion::new(format!("!inline {name}"), CompletionKind::File, replace)
                .inserting(format!("'!inline {name}'")),
            false if new => continue,
            false => Completion::new(name, CompletionKind::File, replace),
        });
    }
    items
}

/// Whether a file's ending is one of these, and no longer one of another language: `a.deno.ts` is
/// not Bun's. Without endings any file may be the code.
pub(super) fn fits(name: &str, endings: &[&str]) -> bool {
    let ends = |e: &&str| name.strip_suffix(*e).is_some_and(|n| n.ends_with('.'));
    let Some(own) = endings.iter().filter(|e| ends(e)).map(|e| e.len()).max() else {
        return endings.is_empty();
    };
    let mut all = ScriptLanguage::known().flat_map(|l| l.inline_extensions());
    !all.any(|e| e.len() > own && ends(e))
}

/// What the parameter's type allows, where that is a short list.
fn argument(workspace: &Workspace, file: &File, at: &InValue, replace: Span) -> Vec<Completion> {
    let transform = at.flow.node(at.mapping);
    let in_transforms = transform
        .parent()
        .is_some_and(|p| owner(p) == "input_transforms");
    let Some(idx) = at.module.filter(|_| in_transforms) else {
        return Vec::new();
    };
    let callee = workspace.callee(file, &at.flow, idx);
    let signature = callee.signature(at.flow.module(idx));
    let item = |name: &str| Completion::new(name, CompletionKind::Value, replace);
    match signature
        .and_then(|s| s.param(&owner(transform)))
        .map(|p| &p.ty)
    {
        Some(Type::Resource(name)) => resources(workspace, file, Some(name), replace),
        Some(Type::Bool) => vec![item("true"), item("false")],
        Some(Type::Enum(values)) => values.iter().map(|v| item(v)).collect(),
        _ => Vec::new(),
    }
}

/// References to resources: those of a type, or all.
fn resources(
    workspace: &Workspace,
    file: &File,
    of_type: Option<&str>,
    replace: Span,
) -> Vec<Completion> {
    let of_type = of_type.map(|name| workspace.resources_of(name));
    let all = workspace.names().items(&file.path, ItemKind::Resource);
    let fits = |id: &syntax::FileId| of_type.as_ref().is_none_or(|ids| ids.contains(id));
    let item = |(path, _)| Completion::new(format!("$res:{path}"), CompletionKind::Path, replace);
    all.filter(|(_, id)| fits(id)).map(item).collect()
}

/// `$res:` and `$var:` with the paths on the disk.
fn references(workspace: &Workspace, file: &File, at: &InValue) -> Vec<Completion> {
    let raw = &at.raw.value;
    let bare = raw.trim_start_matches(['"', '\'']);
    let start = at.raw.span.start as usize + (raw.len() - bare.len());
    let bare = bare.trim_end_matches(['"', '\'']);
    for (mark, kind) in [("$res:", ItemKind::Resource), ("$var:", ItemKind::Variable)] {
        if let Some(path) = bare.strip_prefix(mark) {
            let start = start + mark.len();
            return items(workspace, file, kind, Span::new(start, start + path.len()));
        }
    }
    if !bare.is_empty() && !"$res:".starts_with(bare) && !"$var:".starts_with(bare) {
        return Vec::new();
    }
    let replace = if bare.is_empty() && raw.is_empty() {
        Span::at(at.offset)
    } else {
        Span::new(start, start + bare.len())
    };
    let item = |mark: &str, about: &'static str| {
        Completion::new(mark, CompletionKind::Value, replace).about(about)
    };
    vec![
        item("$res:", "A resource, by its path: `$res:f/folder/name`."),
        item("$var:", "A variable, by its path: `$var:f/folder/name`."),
    ]
}
