//! Names of code: in the script that has them, and in those that import them.

use std::sync::Arc;

use lang::occurrences::{Form, Local, Occurrence};
use lang::python::Python;
use lang::python::tree::Kind;
use syntax::text::{is_js_word, word_at};
use syntax::{FileId, Span, Spanned};

use super::resolve::Imported;
use super::{CodeId, Found, ImportForm, PathKind, Role, Spelling, Symbol, Use};
use crate::code::Code;
use crate::file::File;
use crate::signature::{Entry, EntryName};
use crate::workspace::Workspace;

/// How often a name is followed from one import to the next.
pub(super) const FOLLOWED: usize = 64;

impl Workspace {
    /// The symbol that stands at an offset of code, in bytes of it.
    pub(super) fn code_at(
        &self,
        file: &File,
        id: CodeId,
        code: &Code,
        inner: usize,
        found: &mut Found<'_>,
    ) {
        let script = &code.script;
        if script.language.is_typescript() {
            self.typescript_at(file, id, code, inner, found);
            return;
        }
        let Some(python) = script.python() else {
            self.declared_at(id, code, inner, found);
            return;
        };
        for import in script.imports() {
            let span = import.module.span;
            if span.touches(inner)
                && let Some(target) = self.imported_script(file, &import.module.value)
                && let Some(symbol) = self.path_of(PathKind::Script, target)
            {
                let spelling = Spelling::Import(ImportForm::Module);
                found.add(symbol, code.outer(span), Role::Use, spelling);
                return;
            }
            let Some(name) = import.name.as_ref().filter(|n| n.span.touches(inner)) else {
                continue;
            };
            if let Some(target) = self.of_import(file, import) {
                let (symbol, spelling) = match target {
                    Imported::Script(target) => (
                        self.path_of(PathKind::Script, target),
                        Spelling::Import(ImportForm::Name),
                    ),
                    Imported::Name(target, name) => {
                        (self.top_name(target, &name), Spelling::Code(Form::Plain))
                    }
                };
                if let Some(symbol) = symbol {
                    found.add(symbol, code.outer(name.span), Role::Use, spelling);
                    return;
                }
            }
        }
        if let Some((target, span)) = self.dotted_at(file, python, inner) {
            let spelling = Spelling::Import(ImportForm::Module);
            if let Some(symbol) = self.path_of(PathKind::Script, target) {
                found.add(symbol, code.outer(span), Role::Use, spelling);
            }
            return;
        }
        if let Some((span, symbol)) = self.keyword_at(file, id, code, python, inner) {
            let spelling = Spelling::Code(Form::Plain);
            found.add(symbol, code.outer(span), Role::Use, spelling);
            return;
        }
        if self.local_at(file, id, code, inner, found) {
            return;
        }
        if let Some(name) = python.free_at(inner) {
            let source = self.star_source(file, code, name);
            let symbol = source.and_then(|source| self.top_name(source, name));
            let mut free = python.free(name).into_iter();
            let at = free.find(|o| o.span.touches(inner));
            if let Some((symbol, at)) = symbol.zip(at) {
                found.add(
                    symbol,
                    code.outer(at.span),
                    Role::Use,
                    Spelling::Code(at.form),
                );
            }
            return;
        }
        if let Some((span, exporter, name)) = self.attribute_at(file, python, inner)
            && let Some(symbol) = self.top_name(exporter, name)
        {
            found.add(
                symbol,
                code.outer(span),
                Role::Use,
                Spelling::Code(Form::Plain),
            );
        }
    }

    /// The same for TypeScript.
    fn typescript_at(
        &self,
        file: &File,
        id: CodeId,
        code: &Code,
        inner: usize,
        found: &mut Found<'_>,
    ) {
        let script = &code.script;
        let word = word_at(&script.text, inner, is_js_word).map(|span| span.slice(&script.text));
        for specifier in script.specifiers() {
            let Some(target) = self.specified(file, &specifier.module.value) else {
                continue;
            };
            let span = specifier.module.span;
            if span.touches(inner)
                && let Some(symbol) = self.path_of(PathKind::Script, target)
            {
                let spelling = Spelling::Import(ImportForm::Specifier);
                found.add(symbol, code.outer(span), Role::Use, spelling);
                return;
            }
            let named = specifier.names.iter().find(|n| n.span.touches(inner));
            let members = word.map_or_else(Vec::new, |word| script.members(span, word));
            let member = members.into_iter().find(|m| m.touches(inner));
            let at = named.map(|n| n.span).or(member);
            let name = at.map_or("", |at| at.slice(&script.text));
            if let Some(at) = at
                && let Some(origin) = self.exporter_of(target, name)
                && let Some(symbol) = self.top_name(origin, name)
            {
                found.add(
                    symbol,
                    code.outer(at),
                    Role::Use,
                    Spelling::Code(Form::Plain),
                );
                return;
            }
        }
        if !self.local_at(file, id, code, inner, found) {
            self.declared_at(id, code, inner, found);
        }
    }

    /// A name that a scope of the code keeps; whether there is one.
    fn local_at(
        &self,
        file: &File,
        id: CodeId,
        code: &Code,
        inner: usize,
        found: &mut Found<'_>,
    ) -> bool {
        let Some(local) = code.script.local_at(inner) else {
            return false;
        };
        let places = code.script.occurrences(&local);
        let is_module = places.iter().any(|o| o.form == Form::Fixed);
        let at = places.iter().find(|o| o.span.touches(inner));
        if let Some(at) = at.filter(|_| !is_module) {
            let symbol = self.meaning(file, id, code, &local);
            let used = use_of(id.file, code, at, at.binds);
            found.add(symbol, used.span, used.role, used.spelling);
        }
        true
    }

    /// Of a language whose names are not followed: what the signature declares.
    fn declared_at(&self, id: CodeId, code: &Code, inner: usize, found: &mut Found<'_>) {
        for entry in [EntryName::Main, EntryName::Preprocessor] {
            let Entry::Found(signature) = code.script.entry(entry) else {
                continue;
            };
            let spelling = Spelling::Code(Form::Plain);
            let (name, role) = (signature.name.span, Role::Definition);
            let is_script = entry == EntryName::Main && id.module.is_none();
            if is_script
                && is_written(code, &signature.name)
                && name.touches(inner)
                && let Some(symbol) = self.path_of(PathKind::Script, id.file)
            {
                found.add(symbol, name, role, spelling);
            }
            let params = signature.params.iter().map(|p| &p.name);
            let written = params.filter(|n| is_written(code, n));
            for name in written.filter(|n| n.span.touches(inner)) {
                let symbol = Symbol::Parameter {
                    code: id,
                    entry,
                    name: name.value.as_str().into(),
                };
                found.add(symbol, code.outer(name.span), role, spelling);
            }
        }
    }

    /// What a local of code means beyond it.
    fn meaning(&self, file: &File, id: CodeId, code: &Code, local: &Local) -> Symbol {
        let script = &code.script;
        for entry in [EntryName::Main, EntryName::Preprocessor] {
            let param = script.parameter(entry.as_str(), &local.name);
            if param.as_ref() == Some(local) {
                return Symbol::Parameter {
                    code: id,
                    entry,
                    name: local.name.as_str().into(),
                };
            }
        }
        let own = Symbol::Name {
            code: id,
            local: local.clone(),
        };
        if local.scope != 0 {
            return own;
        }
        if let Some(symbol) = self.class_type(file, script, &local.name) {
            return symbol;
        }
        if id.module.is_none()
            && let Some(symbol) = self.top_name(id.file, &local.name)
        {
            return symbol;
        }
        let imported = self.imported_as(file, code, &local.name);
        let symbol = imported.and_then(|i| match i {
            Imported::Script(target) => self.path_of(PathKind::Script, target),
            Imported::Name(target, name) => self.top_name(target, &name),
        });
        symbol.unwrap_or(own)
    }

    /// The symbol of a name at the top of a script: `main` stands for the script, and what is imported under its own
    /// name belongs to where it comes from.
    fn top_name(&self, id: FileId, name: &str) -> Option<Symbol> {
        let (mut id, mut name) = (id, name.to_owned());
        for _ in 0..FOLLOWED {
            let file = self.get(id)?;
            let script = file.script()?;
            let code = Code::whole(Arc::clone(script), Some(id));
            match self.imported_as(file, &code, &name) {
                Some(Imported::Script(target)) => return self.path_of(PathKind::Script, target),
                Some(Imported::Name(target, other)) if target != id => (id, name) = (target, other),
                None if script.python().is_some_and(|p| !p.has_own(&name)) => {
                    match self.star_source(file, &code, &name) {
                        Some(source) => id = source,
                        None => break,
                    }
                }
                _ => break,
            }
        }
        let file = self.get(id)?;
        let script = file.script()?;
        if script.is_python() {
            script.find_declaration(&name)?;
        }
        if let Some(symbol) = self.class_type(file, script, &name) {
            return Some(symbol);
        }
        let is_entry = name == EntryName::Main.as_str()
            && matches!(script.entry(EntryName::Main), Entry::Found(_));
        if is_entry && let Some(symbol) = self.path_of(PathKind::Script, id) {
            return Some(symbol);
        }
        Some(Symbol::Name {
            code: CodeId {
                file: id,
                module: None,
            },
            local: Local { scope: 0, name },
        })
    }

    /// The parameter that a keyword at an offset stands for, where the function is one of another script.
    fn keyword_at(
        &self,
        file: &File,
        id: CodeId,
        code: &Code,
        python: &Python,
        inner: usize,
    ) -> Option<(Span, Symbol)> {
        let tree = &python.tree;
        let node = tree.identifier_at(inner)?;
        let Kind::Keyword(param) = tree.kind(node) else {
            return None;
        };
        let called = tree.called(tree.parent(node)?)?;
        let at = tree.name_span(called).start as usize;
        let mut of_function = Found::new(id.file, "");
        match tree.kind(called) {
            Kind::Name(_) => {
                let local = code.script.local_at(at)?;
                let places = code.script.occurrences(&local);
                // An alias stands for what is imported.
                let aliased = code.script.imports().iter().find(|i| {
                    let bound = i.bound.as_ref().filter(|_| i.aliased);
                    bound.is_some_and(|b| places.iter().any(|o| o.span == b.span))
                });
                let inner = match aliased {
                    Some(import) => import.name.as_ref()?.span.start as usize,
                    None => at,
                };
                self.code_at(file, id, code, inner, &mut of_function);
            }
            Kind::Attribute(_) => self.code_at(file, id, code, at, &mut of_function),
            _ => return None,
        }
        let (symbol, _) = of_function.uses.pop()?;
        let (script, function) = match &symbol {
            Symbol::Path {
                kind: PathKind::Script,
                root,
                path,
            } => {
                let script = self.file_of_path(PathKind::Script, root, path)?;
                (script, EntryName::Main.as_str())
            }
            Symbol::Name { code, local } if code.module.is_none() && local.scope == 0 => {
                (code.file, local.name.as_str())
            }
            _ => return None,
        };
        if script == id.file {
            return None;
        }
        let exporter = self.get(script)?;
        let code = Code::whole(Arc::clone(exporter.script()?), Some(script));
        let local = code.script.parameter(function, tree.name(param))?;
        let is_only = code.script.python()?.function_of_parameter(&local)? == function;
        let place = CodeId {
            file: script,
            module: None,
        };
        let symbol = self.meaning(exporter, place, &code, &local);
        is_only.then(|| (tree.name_span(node), symbol))
    }

    /// The places of a name in its own code, and in what imports it.
    pub(super) fn uses_of_name(&self, id: CodeId, local: &Local) -> Vec<Use> {
        let Some(code) = self.code_of(id) else {
            return Vec::new();
        };
        let mut found = own_uses(id.file, &code, local);
        if id.module.is_none() {
            // Who imports it from here follows.
            for at in &mut found {
                if at.spelling == Spelling::Code(Form::Exported) {
                    at.spelling = Spelling::Code(Form::Plain);
                }
            }
            let python = code.script.python();
            let function = python.and_then(|p| p.function_of_parameter(local));
            if local.scope == 0 {
                found.extend(self.imported_uses(id.file, &local.name, None));
            } else if let Some(function) = function {
                found.extend(self.imported_uses(id.file, function, Some(&local.name)));
            }
        }
        found
    }

    /// The places of a script's `main`, as a name: none where the language is not followed.
    pub(super) fn entry_uses(&self, id: CodeId) -> Vec<Use> {
        let main = Local {
            scope: 0,
            name: EntryName::Main.as_str().to_owned(),
        };
        let code = self.code_of(id);
        let entry = code.filter(|c| matches!(c.script.entry(EntryName::Main), Entry::Found(_)));
        entry.map_or_else(Vec::new, |_| self.uses_of_name(id, &main))
    }

    /// The places of a parameter in its own code.
    pub(super) fn in_code(&self, symbol: &Symbol) -> Vec<Use> {
        let Symbol::Parameter {
            code: id,
            entry,
            name,
        } = symbol
        else {
            return Vec::new();
        };
        let Some(code) = self.code_of(*id) else {
            return Vec::new();
        };
        if let Some(local) = code.script.parameter(entry.as_str(), name) {
            return self.uses_of_name(*id, &local);
        }
        let Entry::Found(signature) = code.script.entry(*entry) else {
            return Vec::new();
        };
        let declared = signature.param(name).into_iter().map(|param| {
            let is_written = is_written(&code, &param.name);
            Use {
                file: id.file,
                span: match is_written {
                    true => code.outer(param.name.span),
                    false => code.outer(Span::at(0)),
                },
                role: Role::Definition,
                spelling: match is_written {
                    true => Spelling::Code(Form::Plain),
                    false => Spelling::File,
                },
            }
        });
        declared.collect()
    }
}

/// Whether a name stands where its span says: what is read by convention has no places.
pub(super) fn is_written(code: &Code, name: &Spanned<String>) -> bool {
    let text = code.script.text.get(name.span.range());
    text == Some(name.value.as_str())
}

/// The places of a local, of which the first that gives it a value declares it.
pub(super) fn own_uses(file: FileId, code: &Code, local: &Local) -> Vec<Use> {
    let places = code.script.occurrences(local);
    let first = places.iter().position(|o| o.binds);
    let places = places.iter().enumerate();
    places
        .map(|(i, o)| use_of(file, code, o, Some(i) == first))
        .collect()
}

pub(super) fn use_of(file: FileId, code: &Code, at: &Occurrence, declares: bool) -> Use {
    Use {
        file,
        span: code.outer(at.span),
        role: match (at.binds, declares) {
            (true, true) => Role::Definition,
            (true, false) => Role::Write,
            (false, _) => Role::Use,
        },
        spelling: Spelling::Code(at.form),
    }
}
