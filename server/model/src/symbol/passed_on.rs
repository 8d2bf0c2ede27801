//! Names that scripts pass on of others, under the same name: `export { x } from`, `export *`, an import that others import
//! in turn, and `from … import *`.
//!
//! Each is one name with that at its origin. What may come from several places, or from where nothing is known of, comes from
//! nowhere.

use std::sync::Arc;

use lang::javascript::Export;
use lang::python::ImportPlace;
use rustc_hash::FxHashMap;
use syntax::FileId;

use super::code::FOLLOWED;
use super::{CodeId, Use, code_in};
use crate::code::Code;
use crate::file::File;
use crate::script::Script;
use crate::workspace::Workspace;

/// Where a name of a script comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Origin {
    /// It has no such name.
    None,
    /// It is declared in this script.
    In(FileId),
    /// It may have one, from several places or from somewhere unknown.
    Unclear,
}

/// What is known of the scripts that were asked on the way. One that is being asked has nothing yet.
type Known = FxHashMap<FileId, Origin>;

impl Workspace {
    /// The script that declares a name that a script of TypeScript has for others under that name: itself, or one that it has
    /// the name from.
    pub(super) fn exporter_of(&self, id: FileId, name: &str) -> Option<FileId> {
        match self.exported(id, name, 0, &mut Known::default()) {
            Origin::In(origin) => Some(origin),
            _ => None,
        }
    }

    /// Whether a script of TypeScript has a name for others, or may have.
    pub fn may_export(&self, id: FileId, name: &str) -> bool {
        let script = self.get(id).and_then(|f| f.script());
        let typescript = script.and_then(|s| s.typescript());
        typescript.is_some_and(|t| {
            let origin = || self.exported(id, name, 0, &mut Known::default());
            t.has_export(name) || origin() != Origin::None
        })
    }

    fn exported(&self, id: FileId, name: &str, depth: usize, known: &mut Known) -> Origin {
        if depth >= FOLLOWED {
            return Origin::Unclear;
        }
        if let Some(origin) = known.get(&id) {
            return *origin;
        }
        known.insert(id, Origin::None);
        let origin = self.exported_anew(id, name, depth, known);
        known.insert(id, origin);
        origin
    }

    fn exported_anew(&self, id: FileId, name: &str, depth: usize, known: &mut Known) -> Origin {
        let Some((file, script)) = self.get(id).and_then(|f| Some((f, f.script()?))) else {
            return Origin::Unclear;
        };
        let Some(typescript) = script.typescript() else {
            return Origin::Unclear;
        };
        let mut from = |module: &str| match self.specified(file, module) {
            Some(target) => self.exported(target, name, depth + 1, known),
            None => Origin::Unclear,
        };
        match typescript.export(name) {
            Some(Export::From(module)) => from(&module.value),
            Some(Export::Own) => {
                let code = Code::whole(Arc::clone(script), Some(id));
                match self.module_of_import(&code, name) {
                    Some(module) => from(&module),
                    None => Origin::In(id),
                }
            }
            None if typescript.has_export(name) => Origin::None,
            None => {
                let stars = typescript.stars();
                let all = stars.iter().map(|module| from(&module.value));
                all.fold(Origin::None, Origin::or)
            }
        }
    }

    /// The module that TypeScript imports a name at its top from, under that very name, where nothing else gives it a value.
    pub(super) fn module_of_import(&self, code: &Code, name: &str) -> Option<String> {
        let script = &code.script;
        for specifier in script.specifiers() {
            let mut names = specifier.names.iter().filter(|n| n.value == name);
            let imported = names.find_map(|n| Some((n, script.local_at(n.span.start as usize)?)));
            let Some((written, local)) = imported.filter(|(_, l)| l.scope == 0 && l.name == name)
            else {
                continue;
            };
            let places = script.occurrences(&local);
            let mut binding = places.iter().filter(|o| o.binds);
            let only = binding.next().filter(|o| o.span == written.span)?;
            let is_import = only.form == lang::occurrences::Form::Imported;
            return (is_import && binding.next().is_none()).then(|| specifier.module.value.clone());
        }
        None
    }

    /// The script that code of Python has a name from by `from … import *`, right by the import: that may have it from
    /// another in turn.
    pub(super) fn star_source(&self, file: &File, code: &Code, name: &str) -> Option<FileId> {
        match self.starred(file, code, name, 0, &mut Known::default()) {
            Origin::In(source) => Some(source),
            _ => None,
        }
    }

    /// Whether a script has a name of another by `from … import *`.
    pub fn brings_by_star(&self, id: FileId, name: &str) -> bool {
        let script = self.get(id).and_then(|file| Some((file, file.script()?)));
        script.is_some_and(|(file, script)| {
            let code = Code::whole(Arc::clone(script), Some(id));
            self.star_source(file, &code, name).is_some()
        })
    }

    /// The code at a place that has the name there by `from … import *`.
    pub fn starred_at(&self, at: &Use) -> Option<Arc<Script>> {
        let (script, inner) = self.text_around(at)?;
        script.python()?.free_at(inner)?;
        Some(script)
    }

    fn starred(
        &self,
        file: &File,
        code: &Code,
        name: &str,
        depth: usize,
        known: &mut Known,
    ) -> Origin {
        let Some(python) = code.script.python() else {
            return Origin::None;
        };
        if python.has_own(name) || depth >= FOLLOWED {
            return Origin::Unclear;
        }
        let stars = code.script.imports().iter().filter(|i| i.is_star());
        let sources = stars.map(|star| {
            let target = self.imported_script(file, &star.module.value);
            match target.filter(|_| star.place == ImportPlace::Top) {
                None => Origin::Unclear,
                Some(target) => match self.gives_by_star(target, name, depth + 1, known) {
                    Origin::In(_) => Origin::In(target),
                    other => other,
                },
            }
        });
        sources.fold(Origin::None, Origin::or)
    }

    /// Whether a star brings a name of a script of Python.
    fn gives_by_star(&self, id: FileId, name: &str, depth: usize, known: &mut Known) -> Origin {
        if let Some(origin) = known.get(&id) {
            return *origin;
        }
        known.insert(id, Origin::None);
        let origin = self.gives_anew(id, name, depth, known);
        known.insert(id, origin);
        origin
    }

    fn gives_anew(&self, id: FileId, name: &str, depth: usize, known: &mut Known) -> Origin {
        let file = self.get(id);
        let Some((file, script)) = file.and_then(|f| Some((f, f.script()?))) else {
            return Origin::Unclear;
        };
        let Some(python) = script.python() else {
            return Origin::Unclear;
        };
        match python.is_public(name) {
            None => return Origin::Unclear,
            Some(false) => return Origin::None,
            Some(true) => {}
        }
        if python.has_own(name) {
            return Origin::In(id);
        }
        let code = Code::whole(Arc::clone(script), Some(id));
        self.starred(file, &code, name, depth, known)
    }

    /// A file that imports everything from a script, or from one that passes its names on, and may mean a name of it in a way
    /// that is not followed.
    pub fn star_importer(&self, script: CodeId, name: &str) -> Option<FileId> {
        let mut all = self.passing_on(script.file, name);
        all.push(script.file);
        for exporter in all {
            for (id, file) in self.importers(exporter) {
                let unclear = |code: &Code| self.is_unclear(exporter, id, &file, code, name);
                if code_in(id, &file).iter().any(|(_, code)| unclear(code)) {
                    return Some(id);
                }
            }
        }
        None
    }

    /// A file that has something of a script, by however many imports, and an attribute of a name, or its text.
    pub fn importer_with_attribute(&self, script: CodeId, name: &str) -> Option<FileId> {
        if script.module.is_some() {
            return None;
        }
        let mut seen = rustc_hash::FxHashSet::from_iter([script.file]);
        let mut waiting = vec![script.file];
        while let Some(exporter) = waiting.pop() {
            for (id, file) in self.importers(exporter) {
                let mut all = code_in(id, &file).into_iter();
                let has = |code: &Code| {
                    let python = code.script.python();
                    python.is_some_and(|p| p.has_attribute_of(name) || p.has_in_quotes(name))
                };
                if all.any(|(_, code)| has(&code)) {
                    return Some(id);
                }
                if seen.insert(id) {
                    waiting.push(id);
                }
            }
        }
        None
    }

    fn is_unclear(&self, of: FileId, id: FileId, file: &File, code: &Code, name: &str) -> bool {
        if let Some(typescript) = code.script.typescript() {
            let stars = typescript.stars();
            let passes = stars
                .iter()
                .any(|s| self.specified(file, &s.value) == Some(of));
            return passes
                && code.module.is_none()
                && self.exporter_of(id, name).is_none()
                && !typescript.has_export(name);
        }
        let Some(python) = code.script.python() else {
            return false;
        };
        let stars = code.script.imports().iter().filter(|i| i.is_star());
        let mut from = stars.map(|i| self.imported_script(file, &i.module.value));
        if !from.any(|target| target == Some(of)) {
            return false;
        }
        if self.star_source(file, code, name) == Some(of) {
            return python.has_in_quotes(name);
        }
        let mentions = |python: &lang::python::Python| {
            python.tree.symbol(name).is_some() || python.has_in_quotes(name)
        };
        let passed = || {
            let importers = self.importers(id).into_iter();
            let mut others = importers.flat_map(|(id, file)| code_in(id, &file));
            others.any(|(_, code)| code.script.python().is_some_and(mentions))
        };
        mentions(python) || code.module.is_none() && passed()
    }
}

impl Origin {
    /// Of two sources at once.
    fn or(self, other: Origin) -> Origin {
        match (self, other) {
            (Origin::None, other) | (other, Origin::None) => other,
            (Origin::In(a), Origin::In(b)) if a == b => self,
            _ => Origin::Unclear,
        }
    }
}
