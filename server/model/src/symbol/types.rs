//! Resource types: their files, the resources that have them, inputs that take one, and types of code.

use std::sync::Arc;

use lang::occurrences::Local;
use syntax::yaml::Node;
use syntax::{FileId, Span};

use super::code::own_uses;
use super::{Found, Role, Spelling, Symbol, Use, code_in};
use crate::file::{File, FileKind, ItemKind};
use crate::path::FilePath;
use crate::references::Key;
use crate::script::Script;
use crate::workspace::Workspace;

/// What stands before the name of a type in the `format` of an input.
const MARK: &str = "resource-";

impl Workspace {
    fn type_symbol(&self, from: &File, name: &str) -> Option<Symbol> {
        let root = self.root_of(&from.path)?;
        Some(Symbol::ResourceType {
            root: Arc::clone(&root.dir),
            name: Arc::from(name),
        })
    }

    /// The same for a name of code, which is one only if the workspace has such a type or a resource of it.
    fn known_type(&self, from: &File, name: &str) -> Option<Symbol> {
        let is_known = !self.names().resource_type(name).is_empty() || self.has_resource_of(name);
        self.type_symbol(from, name).filter(|_| is_known)
    }

    /// The resource type that a class at the top of Python code stands for by its name.
    pub(super) fn class_type(&self, file: &File, script: &Script, name: &str) -> Option<Symbol> {
        let is_python = script.is_python();
        let is_type = is_python && script.type_names().iter().any(|(n, _)| *n == name);
        is_type.then(|| self.known_type(file, name))?
    }

    /// The file of a resource type.
    pub fn file_of_type(&self, root: &str, name: &str) -> Option<FileId> {
        let files = self.names().resource_type(name).iter().copied();
        let is_in = |id: &FileId| {
            let file = self.get(*id);
            let of = file.and_then(|f| self.root_of(&f.path));
            of.is_some_and(|r| *r.dir == *root)
        };
        files.into_iter().find(is_in)
    }

    /// The resource types that a file names outside of names of code.
    pub(super) fn types_in(&self, file: &File, found: &mut Found<'_>) {
        let scalar = Spelling::Scalar;
        for reference in file.references() {
            if let Key::TypeOfResource(name) = &reference.key
                && let Some(symbol) = self.type_symbol(file, name)
            {
                found.add(symbol, reference.span, Role::Use, scalar);
            }
        }
        for (name, span) in formats(file) {
            if let Some(symbol) = self.type_symbol(file, &name) {
                found.add(symbol, span, Role::Use, scalar);
            }
        }
        for (_, code) in code_in(found.file, file) {
            let script = &code.script;
            if script.is_python() {
                continue;
            }
            for (name, span) in script.type_names() {
                if let Some(symbol) = self.known_type(file, name) {
                    found.add(symbol, code.outer(span), Role::Use, Spelling::Text);
                }
            }
        }
        let own = own_name(file);
        if let Some(symbol) = own.and_then(|name| self.type_symbol(file, name)) {
            found.add(symbol, Span::at(0), Role::Definition, Spelling::File);
        }
    }

    pub(super) fn uses_of_type(&self, root: &FilePath, name: &Arc<str>) -> Vec<Use> {
        let symbol = Symbol::ResourceType {
            root: Arc::clone(root),
            name: Arc::clone(name),
        };
        let keys = [
            Key::TypeOfResource(Arc::clone(name)),
            Key::TypeOfInput(Arc::clone(name)),
            Key::TypeInCode(Arc::clone(name)),
        ];
        let naming = keys.into_iter().flat_map(|key| self.naming(key));
        let mut files: Vec<FileId> = naming.map(|(id, _)| id).collect();
        files.extend(self.file_of_type(root, name));
        files.sort_unstable();
        files.dedup();
        let mut uses = Vec::new();
        for id in files {
            let Some(file) = self.get(id) else { continue };
            if self.root_of(&file.path).is_none_or(|r| r.dir != *root) {
                continue;
            }
            let mut found = Found::new(id, file.text());
            self.types_in(file, &mut found);
            let found = found.uses.into_iter();
            uses.extend(found.filter(|(s, _)| *s == symbol).map(|(_, at)| at));
            for (place, code) in code_in(id, file) {
                if self.class_type(file, &code.script, name).as_ref() != Some(&symbol) {
                    continue;
                }
                let local = Local {
                    scope: 0,
                    name: name.to_string(),
                };
                uses.extend(own_uses(id, &code, &local));
                if place.module.is_none() {
                    uses.extend(self.imported_uses(id, name, None));
                }
            }
        }
        uses
    }
}

/// The name of the resource type that a file defines.
fn own_name(file: &File) -> Option<&str> {
    let is_type = file.kind == FileKind::Item(ItemKind::ResourceType);
    let (name, _) = crate::path::name(&file.path).split_once(".resource-type.")?;
    is_type.then_some(name)
}

/// The `format` of inputs that take a resource: the type's name, and where it stands.
fn formats(file: &File) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let names_inputs = matches!(
        file.kind,
        FileKind::Flow | FileKind::Metadata | FileKind::App
    );
    if !names_inputs || !file.text().contains(MARK) {
        return found;
    }
    let mut rest: Vec<Node<'_>> = file.yaml().root().into_iter().collect();
    while let Some(node) = rest.pop() {
        rest.extend(node.items());
        for pair in node.pairs() {
            let Some(value) = pair.value else { continue };
            let is_format = pair.key.as_str().is_some_and(|k| k == "format");
            match value.as_str().filter(|_| is_format && value.is_string()) {
                Some(text) => {
                    let span = crate::references::unquoted(file.text(), value.span());
                    if let Some(name) = text.strip_prefix(MARK).filter(|n| !n.is_empty())
                        && span.slice(file.text()) == &*text
                    {
                        let start = span.start as usize + MARK.len();
                        found.push((name.to_owned(), Span::new(start, span.end as usize)));
                    }
                }
                None => rest.push(value),
            }
        }
    }
    found
}
