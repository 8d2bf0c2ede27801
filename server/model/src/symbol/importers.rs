//! Names of Python in the code that imports them, and scripts in the imports that name them.

use std::sync::Arc;

use lang::occurrences::{Form, Local, Occurrence};
use lang::python::Python;
use lang::python::tree::{Kind, NodeId};
use rustc_hash::FxHashSet;
use syntax::{FileId, Span};

use super::code::{FOLLOWED, use_of};
use super::resolve::Imported;
use super::{CodeId, ImportForm, KeyForm, Role, Spelling, Use, code_in};
use crate::code::Code;
use crate::file::File;
use crate::script::Script;
use crate::workspace::Workspace;

/// Code that imports a name, and what is asked of it: the name, or a parameter of the function that it is.
struct Importer<'c> {
    file: &'c File,
    id: CodeId,
    code: &'c Code,
    param: Option<&'c str>,
}

impl Importer<'_> {
    /// The name in an import, where that is asked for.
    fn place(&self, span: Span, is_kept: bool) -> Option<Use> {
        let mut used = self.written(span);
        if is_kept {
            used.spelling = Spelling::Import(ImportForm::Kept);
        }
        self.param.is_none().then_some(used)
    }

    /// The name at a place, or the parameter in its call.
    fn named(&self, python: &Python, at: &Occurrence) -> Option<Use> {
        match self.param {
            None => Some(use_of(self.id.file, self.code, at, false)),
            Some(_) => self.node(python, python.tree.identifier_at(at.span.start as usize)?),
        }
    }

    /// The same for a node that is the name, or has it behind its dot.
    fn node(&self, python: &Python, node: NodeId) -> Option<Use> {
        match self.param {
            None => Some(self.written(python.tree.name_span(node))),
            Some(param) => python
                .keyword_for(node, param)
                .map(|o| self.written(o.span)),
        }
    }

    fn written(&self, span: Span) -> Use {
        Use {
            file: self.id.file,
            span: self.code.outer(span),
            role: Role::Use,
            spelling: Spelling::Code(Form::Plain),
        }
    }
}

impl Workspace {
    /// Where other code imports a name of a script, and what it calls that under the same name. With a parameter: where
    /// that code calls the function of the name, and gives the parameter its value.
    pub(super) fn imported_uses(
        &self,
        exporter: FileId,
        name: &str,
        param: Option<&str>,
    ) -> Vec<Use> {
        let mut found = Vec::new();
        self.follow_imports(exporter, name, param, &mut found);
        found
    }

    /// The scripts that have a name of another for those who import it, under the same name.
    pub fn passing_on(&self, exporter: FileId, name: &str) -> Vec<FileId> {
        self.follow_imports(exporter, name, None, &mut Vec::new())
    }

    fn follow_imports(
        &self,
        exporter: FileId,
        name: &str,
        param: Option<&str>,
        found: &mut Vec<Use>,
    ) -> Vec<FileId> {
        // Those who import from an importer name it as well.
        let mut exporters = vec![(exporter, 0)];
        let mut seen: FxHashSet<FileId> = [exporter].into_iter().collect();
        let mut looked_at = 0;
        while let Some((exporter, depth)) = exporters.get(looked_at).copied() {
            looked_at += 1;
            if depth == FOLLOWED {
                continue;
            }
            for (id, file) in self.importers(exporter) {
                for (place, code) in code_in(id, &file) {
                    let imported = Importer {
                        file: &file,
                        id: place,
                        code: &code,
                        param,
                    };
                    let is_exported = self.uses_in_importer(&imported, exporter, name, found);
                    if is_exported && place.module.is_none() && seen.insert(id) {
                        exporters.push((id, depth + 1));
                    }
                }
            }
        }
        exporters.into_iter().skip(1).map(|(id, _)| id).collect()
    }

    /// The same in one code; whether it has the name at its top afterwards.
    fn uses_in_importer(
        &self,
        importer: &Importer<'_>,
        exporter: FileId,
        name: &str,
        found: &mut Vec<Use>,
    ) -> bool {
        let Importer { file, code, .. } = *importer;
        if code.script.language.is_typescript() {
            return self.uses_in_typescript(importer, exporter, name, found);
        }
        let Some(python) = code.script.python() else {
            return false;
        };
        let mut is_exported = false;
        for import in code.script.imports() {
            let target = import.name.as_ref().filter(|n| n.value == name);
            let target = target.and_then(|n| Some((n, self.of_import(file, import)?)));
            let Some((written, Imported::Name(from, _))) = target else {
                continue;
            };
            if from != exporter {
                continue;
            }
            let bound = import.bound.as_ref().map_or(written.span, |b| b.span);
            let local = code.script.local_at(bound.start as usize);
            // Where something else gives the name a value too, it is a name of that code.
            let is_other = |l: &Local| l.scope == 0 && self.imported_as(file, code, name).is_none();
            let is_kept = !import.aliased && local.as_ref().is_none_or(is_other);
            found.extend(importer.place(written.span, is_kept));
            let Some(local) = local.filter(|_| !is_kept) else {
                continue;
            };
            if import.aliased {
                if importer.param.is_some() {
                    let places = code.script.occurrences(&local).into_iter();
                    found.extend(places.filter_map(|o| importer.named(python, &o)));
                }
                continue;
            }
            is_exported |= local.scope == 0;
            let places = code.script.occurrences(&local).into_iter();
            let places = places.filter(|o| o.span != written.span);
            found.extend(places.filter_map(|o| importer.named(python, &o)));
        }
        let tree = &python.tree;
        let attributes = tree.symbol(name).into_iter().flat_map(|symbol| {
            let is_it = move |n: &NodeId| tree.kind(*n) == Kind::Attribute(symbol);
            tree.all().filter(is_it)
        });
        for node in attributes {
            let object = tree.child(node, 0);
            if object.and_then(|o| self.module_of(file, python, o)) == Some(exporter) {
                found.extend(importer.node(python, node));
            }
        }
        if self.star_source(file, code, name) == Some(exporter) {
            let free = python.free(name);
            found.extend(free.iter().filter_map(|o| importer.named(python, o)));
            is_exported = true;
        }
        is_exported
    }

    /// The same in TypeScript.
    fn uses_in_typescript(
        &self,
        importer: &Importer<'_>,
        exporter: FileId,
        name: &str,
        found: &mut Vec<Use>,
    ) -> bool {
        let Importer { file, code, id, .. } = *importer;
        let script = &code.script;
        let Some((typescript, origin)) = script.typescript().zip(self.exporter_of(exporter, name))
        else {
            return false;
        };
        let is_whole = id.module.is_none();
        let passes_on = is_whole && self.exporter_of(id.file, name) == Some(origin);
        if importer.param.is_some() {
            return passes_on;
        }
        for specifier in script.specifiers() {
            if self.specified(file, &specifier.module.value) != Some(exporter) {
                continue;
            }
            let members = script.members(specifier.module.span, name).into_iter();
            found.extend(members.map(|span| importer.written(span)));
            for written in specifier.names.iter().filter(|n| n.value == name) {
                let span = written.span;
                let local = script.local_at(span.start as usize);
                let places = local.map_or_else(Vec::new, |l| script.occurrences(&l));
                let form = places.iter().find(|o| o.span == span).map(|o| o.form);
                let after = script.text[span.end as usize..].trim_start();
                let is_other = after.starts_with("as ") || after.starts_with(':');
                let is_followed =
                    form == Some(Form::Imported) && self.imported_as(file, code, name).is_some();
                let mut used = importer.written(span);
                used.spelling = match form {
                    // `{ x } = await import(…)`
                    Some(Form::Shorthand) => Spelling::Key(KeyForm::Shorthand),
                    _ if is_other || is_followed => Spelling::Code(Form::Plain),
                    None if passes_on && typescript.is_passed_on(span) => {
                        Spelling::Code(Form::Plain)
                    }
                    _ => Spelling::Import(ImportForm::Kept),
                };
                found.push(used);
                if is_followed {
                    let rest = places.iter().filter(|o| o.span != span);
                    found.extend(rest.map(|o| {
                        let mut used = use_of(importer.id.file, code, o, false);
                        if passes_on && o.form == Form::Exported {
                            used.spelling = Spelling::Code(Form::Plain);
                        }
                        used
                    }));
                }
            }
        }
        passes_on
    }

    /// The code that imports a name from the top of a script and has it under the same name, with the file it is in.
    pub fn imported_as_local(
        &self,
        id: CodeId,
        local: &Local,
    ) -> Vec<(FileId, Arc<Script>, Local)> {
        let mut found = Vec::new();
        if id.module.is_some() || local.scope != 0 {
            return found;
        }
        for used in self.imported_uses(id.file, &local.name, None) {
            let own = self.local_of(&used).filter(|(_, l)| l.name == local.name);
            found.extend(own.map(|(script, local)| (used.file, script, local)));
        }
        found
    }

    /// The code that a place is in, and the name of its own that stands there.
    pub fn local_of(&self, at: &Use) -> Option<(Arc<Script>, Local)> {
        let (script, inner) = self.text_around(at)?;
        let local = script.local_at(inner)?;
        Some((script, local))
    }

    /// The code that a place is in, and where in its text.
    pub(super) fn text_around(&self, at: &Use) -> Option<(Arc<Script>, usize)> {
        let offset = at.span.start as usize;
        let mut all = code_in(at.file, self.get(at.file)?).into_iter();
        all.find_map(|(_, code)| {
            let inner = match &code.map {
                Some(map) => map.inner(offset),
                None => Some(offset),
            };
            Some((code.script, inner?))
        })
    }

    /// Where code imports a script, and the module is named afterwards under the script's own name.
    pub(super) fn imports_of(&self, script: FileId) -> Vec<Use> {
        let mut found = Vec::new();
        for (id, file) in self.importers(script) {
            for (place, code) in code_in(id, &file) {
                let mut add = |span, form| {
                    found.push(Use {
                        file: place.file,
                        span: code.outer(span),
                        role: Role::Use,
                        spelling: Spelling::Import(form),
                    });
                };
                if code.script.language.is_typescript() {
                    for specifier in code.script.specifiers() {
                        if self.specified(&file, &specifier.module.value) == Some(script) {
                            add(specifier.module.span, ImportForm::Specifier);
                        }
                    }
                    continue;
                }
                let (mut bound, mut dotted) = (Vec::new(), Vec::new());
                for import in code.script.imports() {
                    if self.imported_script(&file, &import.module.value) == Some(script) {
                        add(import.module.span, ImportForm::Module);
                        if import.name.is_none() && !import.aliased {
                            dotted.push(import.module.value.as_str());
                        }
                        continue;
                    }
                    let target = self.of_import(&file, import);
                    if let Some(Imported::Script(target)) = target
                        && target == script
                        && let Some(name) = &import.name
                    {
                        add(name.span, ImportForm::Name);
                        bound.extend((!import.aliased).then_some(name));
                    }
                }
                if let Some(python) = code.script.python().filter(|_| !dotted.is_empty()) {
                    let tree = &python.tree;
                    for node in tree.all() {
                        if matches!(tree.kind(node), Kind::Attribute(_))
                            && dotted.contains(&tree.text_of(node))
                            && self.module_of(&file, python, node) == Some(script)
                        {
                            add(tree.span(node), ImportForm::Module);
                        }
                    }
                }
                for name in bound {
                    let local = code.script.local_at(name.span.start as usize);
                    let Some(local) =
                        local.filter(|_| self.imported_as(&file, &code, &name.value).is_some())
                    else {
                        continue;
                    };
                    let places = code.script.occurrences(&local).into_iter();
                    let places = places.filter(|o| o.span != name.span);
                    found.extend(places.map(|o| use_of(place.file, &code, &o, false)));
                }
            }
        }
        found
    }
}
