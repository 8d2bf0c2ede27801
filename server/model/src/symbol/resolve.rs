//! What imports and dotted names of code lead to in the workspace.

use std::sync::Arc;

use lang::python::names::{Binding, BindingKind, ScopeId};
use lang::python::tree::{Kind, NodeId};
use lang::python::{Import, Python};
use syntax::{FileId, Span};

use super::code::FOLLOWED;
use crate::code::Code;
use crate::file::File;
use crate::workspace::{ImportTarget, Workspace};

/// What an import of Python leads to.
pub(super) enum Imported {
    /// A script of the workspace.
    Script(FileId),
    /// A name at the top of one.
    Name(FileId, String),
}

/// Most parts of a dotted name that may stand for a module: a path has 255 letters at most, each second one a dot.
const MOST_PARTS: usize = 128;

impl Workspace {
    /// What a name at the top of code is imported as, where imports under that very name are all that gives it a
    /// value, and all lead to one thing.
    pub(super) fn imported_as(&self, file: &File, code: &Code, name: &str) -> Option<Imported> {
        if code.script.language.is_typescript() {
            return self.specified_as(file, code, name);
        }
        let python = code.script.python()?;
        let symbol = python.tree.symbol(name)?;
        let bindings = python.names().kept(symbol, ScopeId::MODULE);
        let only = bindings.only().filter(|b| b.kind == BindingKind::Import)?;
        let import = self.import_of(code, python, only)?;
        if import.aliased || import.name.is_none() {
            return None;
        }
        self.of_import(file, import)
    }

    /// The same for TypeScript; of what several pass on, the one that declares it.
    fn specified_as(&self, file: &File, code: &Code, name: &str) -> Option<Imported> {
        let module = self.module_of_import(code, name)?;
        let target = self.specified(file, &module)?;
        let origin = self.exporter_of(target, name)?;
        Some(Imported::Name(origin, name.to_owned()))
    }

    /// The script that declares what another has under a name at its top, and the name there: over imports, under other names
    /// as well, and over what is passed on. What cannot be followed is declared where it is asked for.
    pub fn origin_of(&self, id: FileId, name: &str) -> (FileId, String) {
        let (mut id, mut name) = (id, name.to_owned());
        for _ in 0..FOLLOWED {
            match self.one_further(id, &name) {
                Some((next, other)) if next != id => (id, name) = (next, other),
                _ => break,
            }
        }
        (id, name)
    }

    fn one_further(&self, id: FileId, name: &str) -> Option<(FileId, String)> {
        let file = self.get(id)?;
        let script = file.script()?;
        let Some(python) = script.python() else {
            let origin = self.exporter_of(id, name)?;
            return Some((origin, name.to_owned()));
        };
        let code = Code::whole(Arc::clone(script), Some(id));
        if !python.has_own(name) {
            let source = self.star_source(file, &code, name)?;
            return Some((source, name.to_owned()));
        }
        let bindings = python
            .names()
            .kept(python.tree.symbol(name)?, ScopeId::MODULE);
        let import = self.import_of(&code, python, bindings.only()?)?;
        match self.of_import(file, import)? {
            Imported::Name(source, name) => Some((source, name)),
            Imported::Script(_) => None,
        }
    }

    /// The import that a binding is made by.
    fn import_of<'c>(
        &self,
        code: &'c Code,
        python: &Python,
        binding: &Binding,
    ) -> Option<&'c Import> {
        let span = python.tree.span(binding.node);
        let imports = code.script.imports().iter();
        imports
            .rev()
            .find(|i| i.bound.as_ref().is_some_and(|b| b.span == span))
    }

    /// What an import that takes a name leads to in the workspace.
    pub(super) fn of_import(&self, file: &File, import: &Import) -> Option<Imported> {
        let name = import.name.as_ref().filter(|_| !import.is_star())?;
        let dot = if import.module.value.ends_with('.') {
            ""
        } else {
            "."
        };
        let inner = format!("{}{dot}{}", import.module.value, name.value);
        if let Some(script) = self.imported_script(file, &inner) {
            return Some(Imported::Script(script));
        }
        let module = self.imported_script(file, &import.module.value)?;
        Some(Imported::Name(module, name.value.clone()))
    }

    /// The script that Python code of a file imports as `module`.
    pub fn imported_script(&self, file: &File, module: &str) -> Option<FileId> {
        let path = self.python_import(&file.path, module)?;
        match self.import_target(&file.path, &path, "py") {
            ImportTarget::File(id) => Some(id),
            _ => None,
        }
    }

    /// The script that TypeScript of a file imports by `specifier`.
    pub fn specified(&self, file: &File, specifier: &str) -> Option<FileId> {
        let path = self.typescript_import(&file.path, specifier)?;
        match self.import_target(&file.path, &path, "ts") {
            ImportTarget::File(id) => Some(id),
            _ => None,
        }
    }

    /// `name` of `module.name`, where the module is a script of the workspace.
    pub(super) fn attribute_at<'p>(
        &self,
        file: &File,
        python: &'p Python,
        inner: usize,
    ) -> Option<(Span, FileId, &'p str)> {
        let tree = &python.tree;
        let node = tree.identifier_at(inner)?;
        let Kind::Attribute(name) = tree.kind(node) else {
            return None;
        };
        let module = self.module_of(file, python, tree.child(node, 0)?)?;
        Some((tree.name_span(node), module, tree.name(name)))
    }

    /// The script that an expression stands for as a module: a name that imports it, or its whole dotted path.
    pub fn module_of(&self, file: &File, python: &Python, node: NodeId) -> Option<FileId> {
        let tree = &python.tree;
        let mut root = node;
        while let Kind::Attribute(_) = tree.kind(root) {
            root = tree.child(root, 0)?;
        }
        let Kind::Name(symbol) = tree.kind(root) else {
            return None;
        };
        let names = python.names();
        let bindings = names.meaning(symbol, names.inside(root)).bindings();
        let is_dotted = root != node;
        let mut module = None;
        for binding in bindings.iter() {
            let imported = python.imported(binding)?;
            let path = match (imported.name, is_dotted) {
                // `import a.b` binds `a`, and all of it is written.
                (None, true) if !imported.aliased => {
                    if imported.module != tree.text_of(node) {
                        continue;
                    }
                    imported.module.to_owned()
                }
                (None, false) if imported.aliased => imported.module.to_owned(),
                (Some(name), false) => {
                    let dot = if imported.module.ends_with('.') {
                        ""
                    } else {
                        "."
                    };
                    format!("{}{dot}{name}", imported.module)
                }
                _ => return None,
            };
            let target = self.imported_script(file, &path)?;
            if module.is_some_and(|m| m != target) {
                return None;
            }
            module = Some(target);
        }
        module
    }

    /// The script that `a.b.c` at an offset stands for, where `import a.b.c` brings it.
    pub(super) fn dotted_at(
        &self,
        file: &File,
        python: &Python,
        inner: usize,
    ) -> Option<(FileId, Span)> {
        let tree = &python.tree;
        let node = tree.identifier_at(inner)?;
        let objects = std::iter::successors(Some(node), |n| {
            let above = tree.parent(*n)?;
            let is_object = tree.child(above, 0) == Some(*n);
            (is_object && matches!(tree.kind(above), Kind::Attribute(_))).then_some(above)
        });
        let objects = objects.take(MOST_PARTS);
        let mut dotted = objects.filter(|n| matches!(tree.kind(*n), Kind::Attribute(_)));
        dotted.find_map(|n| Some((self.module_of(file, python, n)?, tree.span(n))))
    }
}
