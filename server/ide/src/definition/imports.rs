//! Imports of the workspace's own scripts: the module goes to its file, a name to where it is declared there.

use lang::python::Import;
use model::file::File;
use model::script::Script;
use model::workspace::{ImportTarget, Workspace};
use syntax::text::{is_js_word, word_at};
use syntax::{FileId, Span};

use super::Target;
use crate::cursor::InCode;
use crate::rules::declared;

/// Where the import at the cursor, or the name at the cursor that an import brings, leads.
pub(crate) fn imported(workspace: &Workspace, file: &File, at: &InCode) -> Option<Target> {
    let (origin, place) = match at.code.script.language.is_typescript() {
        true => typescript(workspace, file, at)?,
        false => python(workspace, file, at)?,
    };
    Some(Target {
        origin: at.outer(origin),
        file: place.file,
        full: place.full,
        name: place.name,
    })
}

/// A place in another script.
struct Place {
    file: FileId,
    full: Span,
    name: Span,
}

impl Place {
    fn start(file: FileId) -> Place {
        Place {
            file,
            full: Span::at(0),
            name: Span::at(0),
        }
    }
}

fn python(workspace: &Workspace, file: &File, at: &InCode) -> Option<(Span, Place)> {
    let script = &at.code.script;
    for import in script.imports() {
        if import.module.span.touches(at.inner) {
            let place = module(workspace, file, &import.module.value)?;
            return Some((import.module.span, place));
        }
        if let Some(name) = import.name.as_ref().filter(|n| n.span.touches(at.inner)) {
            return Some((name.span, of_import(workspace, file, import)?));
        }
    }
    // A name in the code.
    let word = word_at(&script.text, at.inner, is_js_word)?;
    let name = word.slice(&script.text);
    let before = script.text[..word.start as usize].strip_suffix('.');
    let bound = |name: &str| {
        let mut imports = script.imports().iter().rev();
        imports.find(|i| i.bound.as_ref().is_some_and(|b| b.value == name))
    };
    let place = match before {
        None => of_import(workspace, file, bound(name)?)?,
        Some(before) => {
            let of = word_at(&script.text, before.len(), is_js_word)?.slice(&script.text);
            let module = of_import(workspace, file, bound(of)?)?;
            // A module, not a name of one.
            if module.name != Span::at(0) {
                return None;
            }
            declaration(workspace, module.file, name)?
        }
    };
    Some((word, place))
}

/// What an import binds: the module, or the name in it.
fn of_import(workspace: &Workspace, file: &File, import: &Import) -> Option<Place> {
    let Some(name) = import.name.as_ref() else {
        let is_bound = import.aliased || !import.module.value.contains('.');
        return module(workspace, file, &import.module.value).filter(|_| is_bound);
    };
    let path = workspace.python_import(&file.path, &import.module.value)?;
    let inner = format!("{path}/{}", name.value);
    if let ImportTarget::File(id) = workspace.import_target(&file.path, &inner, "py") {
        return Some(Place::start(id));
    }
    match workspace.import_target(&file.path, &path, "py") {
        ImportTarget::File(id) => declaration(workspace, id, &name.value),
        _ => None,
    }
}

fn module(workspace: &Workspace, file: &File, module: &str) -> Option<Place> {
    let path = workspace.python_import(&file.path, module)?;
    match workspace.import_target(&file.path, &path, "py") {
        ImportTarget::File(id) => Some(Place::start(id)),
        _ => None,
    }
}

fn declaration(workspace: &Workspace, id: FileId, name: &str) -> Option<Place> {
    let (id, name) = workspace.origin_of(id, name);
    let found = workspace.get(id)?.script()?.find_declaration(&name)?;
    Some(Place {
        file: id,
        full: found.whole,
        name: found.span,
    })
}

fn typescript(workspace: &Workspace, file: &File, at: &InCode) -> Option<(Span, Place)> {
    let script = &at.code.script;
    let word = word_at(&script.text, at.inner, is_js_word);
    for specifier in script.specifiers() {
        let target = || {
            let path = workspace.typescript_import(&file.path, &specifier.module.value)?;
            match workspace.import_target(&file.path, &path, "ts") {
                ImportTarget::File(id) => Some(id),
                _ => None,
            }
        };
        if specifier.module.span.touches(at.inner) {
            return Some((specifier.module.span, Place::start(target()?)));
        }
        let named = word.filter(|w| {
            let word = w.slice(&script.text);
            specifier.names.iter().any(|n| n.value == word)
        });
        if let Some(word) = named {
            let (id, _) = workspace.origin_of(target()?, word.slice(&script.text));
            let exporter = workspace.get(id)?.script()?;
            let place = exported(exporter, word.slice(&script.text))?;
            return Some((
                word,
                Place {
                    file: id,
                    full: place,
                    name: place,
                },
            ));
        }
    }
    None
}

/// Where a TypeScript module declares a name at the margin.
fn exported(script: &Script, name: &str) -> Option<Span> {
    let mut start = 0;
    for line in script.text.split_inclusive('\n') {
        if let Some(found) = declared(line).filter(|n| *n == name) {
            let at = start + line.find(found)?;
            return Some(Span::new(at, at + found.len()));
        }
        start += line.len();
    }
    None
}
