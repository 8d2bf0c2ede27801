//! What a value before a bracket has: by the class of a parameter, by the resource that the SDK was asked for, by the code
//! that makes it.

use lang::python::declare::{Form, last_name};
use lang::python::{Annotation, Class, DeclarationKind};
use model::file::{File, ItemKind};
use model::script::Script;
use model::signature::EntryName;
use model::workspace::Workspace;
use sdk::PathKind;
use syntax::text::{is_blank, leading, line_start};

use super::super::resource_type;
use super::Key;
use super::sent::sent;
use crate::completion::event::{events, kinds_at};
use crate::cursor::InCode;
use crate::python::{Probe, Site, find, value_before};

/// How far bases of classes are followed.
const MAX_BASES: usize = 8;

/// What the value that ends at `end` has.
pub(super) fn of_value(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
    end: usize,
) -> Vec<Key> {
    let text = &*at.code.script.text;
    if let Some(keys) = sent(workspace, file, at, end) {
        return keys;
    }
    let probe = value_before(text, end).and_then(|value| Probe::new(text, site, value));
    let Some(probe) = probe else {
        return Vec::new();
    };
    let ways = [of_parameter, of_resource, of_shape];
    let mut found = ways.into_iter().map(|way| way(workspace, file, at, &probe));
    found.find(|keys| !keys.is_empty()).unwrap_or_default()
}

/// Of a parameter: the fields of its class, or of the event.
fn of_parameter(workspace: &Workspace, file: &File, at: &InCode, probe: &Probe) -> Vec<Key> {
    let (script, name) = (&probe.script, probe.value.slice(&probe.script.text));
    let declared = script.declarations_at(name, probe.value.start as usize);
    let is_parameter = declared
        .iter()
        .all(|d| d.kind == DeclarationKind::Parameter);
    let Some((function, _)) = probe
        .function()
        .filter(|_| is_parameter && !declared.is_empty())
    else {
        return Vec::new();
    };
    let callable = find(&script.text, function);
    let mut params = callable.iter().flat_map(|c| &c.params);
    let param = params.rfind(|p| p.name.value == name);
    let annotation = param.and_then(|p| p.annotation.as_ref());
    if let Some(class) = annotation.and_then(class_name) {
        return fields(workspace, file, script, class, MAX_BASES);
    }
    let is_event = function == EntryName::Preprocessor.as_str() && name == "event";
    match is_event {
        true => of_event(at),
        false => Vec::new(),
    }
}

/// The class that an annotation names, perhaps beside `None`.
fn class_name(annotation: &Annotation) -> Option<&str> {
    match &annotation.form {
        Form::Name if annotation.written() != "dict" => Some(annotation.written()),
        Form::Quoted(inner) => class_name(inner),
        Form::Union(parts) => {
            let mut named = parts.iter().filter(|p| !p.is_none());
            named
                .next()
                .filter(|_| parts.len() <= 2)
                .and_then(class_name)
        }
        Form::Generic(head, parts) if last_name(head.written()) == "Optional" => {
            parts.first().and_then(class_name)
        }
        _ => None,
    }
}

/// The fields of a class that the script has or imports, those of its bases first.
fn fields(
    workspace: &Workspace,
    file: &File,
    script: &Script,
    name: &str,
    depth: usize,
) -> Vec<Key> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    if let Some(class) = script.class(name) {
        return own_fields(workspace, file, script, class, depth);
    }
    let import = script.imports().iter().rev();
    let mut import = import.filter(|i| i.bound.as_ref().is_some_and(|b| b.value == name));
    let Some(import) = import.next() else {
        return Vec::new();
    };
    let there = workspace
        .imported(&file.path, &import.module.value)
        .and_then(|id| workspace.get(id));
    let there = there.and_then(|f| Some((f, f.script()?)));
    match there.zip(import.name.as_ref()) {
        Some(((file, script), name)) => fields(workspace, file, script, name, depth),
        None => Vec::new(),
    }
}

fn own_fields(
    workspace: &Workspace,
    file: &File,
    script: &Script,
    class: &Class,
    depth: usize,
) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for base in class.bases.iter().filter(|b| b.value != "TypedDict") {
        keys.extend(fields(workspace, file, script, base, depth));
    }
    let is_mapping = class.bases.iter().any(|b| b.value == "TypedDict") || !keys.is_empty();
    if !is_mapping {
        return keys;
    }
    let mut own: Vec<_> = class
        .fields
        .iter()
        .filter(|f| f.annotation.is_some())
        .collect();
    own.sort_by_key(|f| f.name.span.start);
    for field in own {
        keys.retain(|k| k.name != field.name.value);
        let ty = field.annotation.as_ref().map_or("", |a| a.written());
        keys.push(Key::new(field.name.value.as_str(), ty));
    }
    keys
}

/// What the event of a preprocessor has here.
fn of_event(at: &InCode) -> Vec<Key> {
    let text = &*at.code.script.text;
    let start = line_start(text, at.inner);
    let kinds = kinds_at(&text[..start], leading(&text[start..], is_blank).len());
    let mut keys = vec![Key::new("kind", "str")];
    for event in events().filter(|e| kinds.is_empty() || kinds.contains(&e.kind)) {
        for (name, ty) in event.fields() {
            match keys.iter_mut().find(|k| k.name == name) {
                _ if name == "trigger_path" => {}
                Some(_) if !kinds.is_empty() => {}
                Some(known) => known.ty += &format!(", {}", event.kind),
                None if kinds.is_empty() => {
                    keys.push(Key::new(name, format!("{ty} of {}", event.kind)));
                }
                None => keys.push(Key::new(name, ty)),
            }
        }
    }
    // All have one but those that come by the address of what they run.
    if kinds != ["webhook"] {
        keys.push(Key::new("trigger_path", "str"));
    }
    keys
}

/// What the resource has that the SDK was asked for.
fn of_resource(workspace: &Workspace, file: &File, _: &InCode, probe: &Probe) -> Vec<Key> {
    let (script, value) = (&probe.script, probe.value);
    let text = &*script.text;
    let asks = |part: &str| part.contains("get_resource(");
    let written = value.slice(text);
    let paths = script
        .sdk_paths()
        .iter()
        .filter(|p| p.kind == PathKind::Resource);
    let mut paths = paths.map(|p| &p.path);
    let path = if written.ends_with(')') {
        paths.find(|p| {
            value.contains(p.span) && asks(&text[value.start as usize..p.span.start as usize])
        })
    } else {
        let declared = script.declarations_at(written, value.start as usize);
        let last = declared
            .iter()
            .filter(|d| d.span.start < value.start)
            .max_by_key(|d| d.span.start);
        let Some(last) = last.filter(|d| d.kind == DeclarationKind::Variable) else {
            return Vec::new();
        };
        paths.find(|p| p.span.start > last.span.end).filter(|p| {
            let between = &text[last.span.end as usize..p.span.start as usize];
            between.trim_start().starts_with(['=', ':'])
                && asks(between.lines().next().unwrap_or_default())
                && between.matches('=').count() <= 2
        })
    };
    let Some(path) = path else {
        return Vec::new();
    };
    let found = workspace
        .names()
        .item_file(&file.path, ItemKind::Resource, path);
    let Some(root) = found.and_then(|id| workspace.get(id)?.yaml().root()) else {
        return Vec::new();
    };
    let kind = root.get("resource_type").and_then(|t| t.as_str());
    let known = kind.and_then(|name| resource_type::of_name(workspace, file, &name));
    let mut keys: Vec<Key> = Vec::new();
    for field in known.into_iter().flat_map(|k| k.fields) {
        let (name, ty) = field.split_once(": ").unwrap_or((&field, ""));
        keys.push(Key::new(name, ty));
    }
    let values = root.get("value").into_iter().flat_map(|v| v.pairs());
    for name in values.filter_map(|p| p.key.as_str()) {
        if !keys.iter().any(|k| k.name == name) {
            keys.push(Key::new(name.into_owned(), path.value.as_str()));
        }
    }
    keys
}

/// What code shows that the value has.
fn of_shape(workspace: &Workspace, file: &File, _: &InCode, probe: &Probe) -> Vec<Key> {
    let Some(shape) = probe.shape() else {
        return Vec::new();
    };
    let shape = workspace.with_imported(&file.path, &shape);
    let fields = shape.fields().into_iter();
    fields
        .map(|f| Key::new(&*f.name, f.shape.known().unwrap_or_default()))
        .collect()
}
