//! Scripts, flows, resources and variables by their paths, and files that steps have beside them.

use std::sync::Arc;

use syntax::{FileId, Span};

use super::code::is_written;
use super::{CodeId, Found, PathKind, Role, Spelling, Symbol, Use, code_in, spelling};
use crate::file::{File, ItemKind};
use crate::path::{self, FilePath};
use crate::references::{Key, PathHash, Reference};
use crate::signature::{Entry, EntryName};
use crate::workspace::Workspace;

/// Which part of an import names a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportForm {
    /// The module, of Python: `from f.a import x`.
    Module,
    /// The name that is taken from a folder, of Python: `from f import a`.
    Name,
    /// The text of an import in TypeScript.
    Specifier,
    /// A name that is taken from a script, of Python, where what it is called afterwards stays as it is.
    Kept,
}

impl Workspace {
    /// A script, a flow, a resource or a variable, as a file names it.
    pub(super) fn path_symbol(&self, from: &File, kind: PathKind, path: &str) -> Option<Symbol> {
        let root = self.root_of(&from.path)?;
        Some(Symbol::Path {
            kind,
            root: Arc::clone(&root.dir),
            path: Arc::from(path),
        })
    }

    /// The symbol of a script or flow that has a file.
    pub(super) fn path_of(&self, kind: PathKind, id: FileId) -> Option<Symbol> {
        let file = self.get(id)?;
        let path = self.names().windmill_path(&file.path)?;
        self.path_symbol(file, kind, &path)
    }

    /// The file of a script, a flow, a resource or a variable.
    pub fn file_of_path(&self, kind: PathKind, root: &str, path: &str) -> Option<FileId> {
        let from = format!("{}/wmill.yaml", root.trim_end_matches('/'));
        let names = self.names();
        match kind {
            PathKind::Script => names.script(&from, path),
            PathKind::Flow => names.flow(&from, path),
            PathKind::Resource => names.item_file(&from, ItemKind::Resource, path),
            PathKind::Variable => names.item_file(&from, ItemKind::Variable, path),
        }
    }

    /// What a file names at an offset by its path, or the name of code that stands there.
    pub(super) fn named_at(&self, id: FileId, offset: usize) -> Vec<(Symbol, Use)> {
        let Some(file) = self.get(id) else {
            return Vec::new();
        };
        let mut found = Found::new(id, file.text());
        for reference in file.references() {
            if !reference.span.touches(offset) {
                continue;
            }
            let symbol = self.named(file, reference);
            if let Some((symbol, spelling)) = symbol.zip(spelling(reference)) {
                found.add(symbol, reference.span, Role::Use, spelling);
            }
        }
        for (place, code) in code_in(id, file) {
            let inner = match &code.map {
                Some(map) => map.inner(offset),
                None => Some(offset),
            };
            if let Some(inner) = inner {
                self.code_at(file, place, &code, inner, &mut found);
            }
        }
        found.uses
    }

    fn named(&self, file: &File, reference: &Reference) -> Option<Symbol> {
        match &reference.key {
            Key::Script(path) => self.path_symbol(file, PathKind::Script, path),
            Key::Flow(path) => self.path_symbol(file, PathKind::Flow, path),
            Key::Resource(path) => self.path_symbol(file, PathKind::Resource, path),
            Key::Variable(path) => self.path_symbol(file, PathKind::Variable, path),
            Key::Inline(_) | Key::CodeBeside(_) | Key::Runnable(_) | Key::Dependencies(_) => {
                self.leads_to(file, reference).map(Symbol::Inlined)
            }
            _ => None,
        }
    }

    pub(super) fn uses_of_path(
        &self,
        kind: PathKind,
        root: &FilePath,
        path: &Arc<str>,
    ) -> Vec<Use> {
        let mut found = Vec::new();
        let key = match kind {
            PathKind::Script => Key::Script(Arc::clone(path)),
            PathKind::Flow => Key::Flow(Arc::clone(path)),
            PathKind::Resource => Key::Resource(Arc::clone(path)),
            PathKind::Variable => Key::Variable(Arc::clone(path)),
        };
        for (id, file) in self.naming(key.clone()) {
            if self.root_of(&file.path).is_none_or(|r| r.dir != *root) {
                continue;
            }
            let named = file.references().iter().filter(|r| r.key == key);
            found.extend(named.filter_map(|r| {
                Some(Use {
                    file: id,
                    span: r.span,
                    role: Role::Use,
                    spelling: spelling(r)?,
                })
            }));
        }
        if let Some(own) = self.file_of_path(kind, root, path) {
            if kind == PathKind::Script {
                found.extend(self.imports_of(own));
            }
            found.extend(self.home(kind, own));
        }
        found
    }

    /// Where the file of a path says what it is: its entry point, with all that names it, or its start.
    fn home(&self, kind: PathKind, id: FileId) -> Vec<Use> {
        let code = CodeId {
            file: id,
            module: None,
        };
        let entry = match kind {
            PathKind::Script => self.entry_uses(code),
            _ => Vec::new(),
        };
        if !entry.is_empty() {
            return entry;
        }
        let code = self.code_of(code).filter(|_| kind == PathKind::Script);
        let entry = code
            .as_ref()
            .and_then(|c| match c.script.entry(EntryName::Main) {
                Entry::Found(signature) if is_written(c, &signature.name) => {
                    Some(signature.name.span)
                }
                _ => None,
            });
        vec![Use {
            file: id,
            span: entry.unwrap_or(Span::at(0)),
            role: Role::Definition,
            spelling: match entry {
                Some(_) => Spelling::Code(lang::occurrences::Form::Plain),
                None => Spelling::File,
            },
        }]
    }

    pub(super) fn uses_of_inlined(&self, target: FileId) -> Vec<Use> {
        let Some(file) = self.get(target) else {
            return Vec::new();
        };
        let mut keys = vec![Key::Inline(PathHash::of(&file.path))];
        let stem = path::script_stem(&file.path);
        if let Some(stem) = stem {
            keys.push(Key::CodeBeside(PathHash::of(stem)));
            keys.push(Key::Runnable(PathHash::of(stem)));
        }
        let listed = self.dependencies_name(&file.path);
        keys.extend(listed.map(|name| Key::Dependencies(Arc::from(name))));
        let mut found = vec![Use {
            file: target,
            span: Span::at(0),
            role: Role::Definition,
            spelling: Spelling::File,
        }];
        for key in keys {
            for (id, file) in self.naming(key.clone()) {
                let named = file.references().iter().filter(|r| r.key == key);
                let named = named.filter(|r| self.leads_to(file, r) == Some(target));
                found.extend(named.filter_map(|r| {
                    Some(Use {
                        file: id,
                        span: r.span,
                        role: Role::Use,
                        spelling: spelling(r)?,
                    })
                }));
            }
        }
        found
    }

    /// The files that may import a script, by path.
    pub fn importers(&self, script: FileId) -> Vec<(FileId, Arc<File>)> {
        let Some(file) = self.get(script) else {
            return Vec::new();
        };
        let own = self.names().windmill_path(&file.path);
        let beside = path::script_stem(&file.path).map(PathHash::of);
        let mut keys: Vec<Key> = own.map(|own| Key::Module(own.into())).into_iter().collect();
        keys.extend(beside.map(Key::ModuleBeside));
        let mut found: Vec<(FileId, Arc<File>)> = Vec::new();
        for key in keys {
            let naming = self.naming(key).into_iter();
            found.extend(naming.map(|(id, file)| (id, Arc::clone(file))));
        }
        found.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        found.dedup_by_key(|(id, _)| *id);
        found
    }
}
