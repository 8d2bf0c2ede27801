//! The frontend of an app, as far as it calls the app's backend.
//!
//! Windmill makes a module `wmill` in the folder of the app, which has `backend.ID(args)`: it runs the runnable of that id and
//! gives its result; and `backendAsync.ID(args)`, which starts it. Only what is imported from there counts. A component of
//! Svelte or Vue is code in its `<script>`, and a template beside it.

mod component;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use lang::javascript::JavaScript;
use lang::javascript::tree::{Kind, NodeId, Role, Tree};
use syntax::{Span, Spanned};

use component::{in_template, take_apart};

use crate::path;

/// What the module has that runs something.
const CALLERS: &[&str] = &["backend", "backendAsync"];

/// What a frontend calls, read.
#[derive(Debug)]
pub struct Frontend {
    /// The runnables that it names, in the order of the text.
    pub calls: Vec<BackendCall>,
    /// Where all of the backend is given to something, or a runnable is chosen when the code runs: what is meant there cannot
    /// be followed.
    pub passed_on: Vec<Span>,
    /// What the backend is called in this file: `backend`, or as it was imported.
    pub names: Vec<String>,
    /// The parts that are not all code: elements of JSX, each whole, and the template of a component.
    pub markup: Vec<Span>,
    /// Whether all of the code could be read.
    pub is_whole: bool,
}

/// A place where a frontend names a runnable of the backend.
#[derive(Clone, Debug)]
pub struct BackendCall {
    /// The id of the runnable, without quotes, in bytes of the file.
    pub id: Spanned<String>,
    /// How it is written.
    pub form: NameForm,
    /// What is given to it, where it is called and that can be seen.
    pub given: Option<Given>,
    /// Whether it is certain to be code: text between the tags of a template may look like it.
    pub is_code: bool,
}

/// How the id of a runnable or the name of an argument is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NameForm {
    /// `backend.x`
    Dot,
    /// `backend["x"]`
    Bracket,
    /// `{ x: y }`, in an object or in what takes one apart.
    Key,
    /// `{ "x": y }`
    Quoted,
    /// `{ x }`
    Shorthand,
}

/// The arguments of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// Their names, without quotes, in the order of the text.
    pub names: Vec<(Spanned<String>, NameForm)>,
    /// Whether there are no more: nothing is spread, and no name is made when the code runs.
    pub is_all: bool,
    /// The brackets of the object, or those of the call where nothing stands in them.
    pub span: Span,
}

impl Frontend {
    /// Reads the code of a path; `None` where it imports nothing that runs the backend.
    pub(crate) fn read(path: &str, text: &Arc<str>) -> Option<Frontend> {
        if !CALLERS.iter().any(|name| text.contains(name)) {
            return None;
        }
        let is_component = path.ends_with(".svelte") || path.ends_with(".vue");
        let (code, template) = match is_component {
            true => take_apart(text),
            false => (Arc::clone(text), Vec::new()),
        };
        let read = match path.ends_with("ts") || is_component {
            true => JavaScript::read(&code),
            false => JavaScript::read_with_jsx(&code),
        };
        let mut reading = Reading {
            read: &read,
            calls: Vec::new(),
            passed_on: Vec::new(),
        };
        let names = reading.all(path)?;
        let mut calls = reading.calls;
        for name in &names {
            calls.extend(
                template
                    .iter()
                    .flat_map(|part| in_template(text, *part, name)),
            );
        }
        calls.sort_by_key(|c| c.id.span);
        let mut markup = template;
        for node in read.tree.all() {
            let is_element = matches!(
                read.tree.kind(node),
                Kind::JsxElement | Kind::JsxSelfClosing
            );
            let place = read.tree.span(node);
            if is_element && markup.last().is_none_or(|last| !last.contains(place)) {
                markup.push(place);
            }
        }
        Some(Frontend {
            calls,
            passed_on: reading.passed_on,
            names,
            markup,
            is_whole: read.tree.broken().is_empty(),
        })
    }

    /// The call whose arguments an offset stands among: right in the brackets of the object.
    pub fn given_at(&self, offset: usize) -> Option<(&BackendCall, &Given)> {
        let is_in = |given: &Given| {
            let (start, end) = (given.span.start as usize, given.span.end as usize);
            start < offset && offset < end
        };
        let all = self.calls.iter();
        let found = all.filter_map(|c| Some((c, c.given.as_ref().filter(|g| is_in(g))?)));
        found.min_by_key(|(_, given)| given.span.len())
    }
}

/// What goes over a tree.
struct Reading<'t> {
    read: &'t JavaScript,
    calls: Vec<BackendCall>,
    passed_on: Vec<Span>,
}

impl<'t> Reading<'t> {
    fn tree(&self) -> &'t Tree {
        &self.read.tree
    }

    /// Finds all; the names of the backend in this file, `None` where it is not imported.
    fn all(&mut self, path: &str) -> Option<Vec<String>> {
        let tree = self.tree();
        let folder = path::raw_app_folder(path)?;
        let is_module = |text: &str| {
            let bare = [".ts", ".js", ".d.ts"];
            let bare = bare
                .iter()
                .find_map(|e| text.strip_suffix(e))
                .unwrap_or(text);
            let joined = path::join(path::parent(path), bare);
            text.starts_with('.') && joined == path::join(folder, "wmill")
        };
        let imports = tree.all().filter(|n| tree.kind(*n) == Kind::Import);
        let mut found = Vec::new();
        for import in imports {
            let source = tree.part(import, Role::Source);
            let source = source.map(|s| tree.text_of(s).trim_matches(['"', '\'']));
            if !source.is_some_and(is_module) {
                continue;
            }
            for part in tree.children(import) {
                match tree.kind(part) {
                    Kind::ImportSpecifier => {
                        let name = tree.part(part, Role::Name)?;
                        let local = tree.part(part, Role::Alias).unwrap_or(name);
                        if CALLERS.contains(&tree.text_of(name)) {
                            self.uses(local, false);
                            found.push(tree.text_of(local).to_owned());
                        }
                    }
                    Kind::NamespaceImport => {
                        if let Some(local) = tree.child(part, 0) {
                            self.uses(local, true);
                            let local = tree.text_of(local);
                            found.extend(CALLERS.iter().map(|c| format!("{local}.{c}")));
                        }
                    }
                    _ => {}
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// What is done with a name that an import binds; `is_module`: it is all of the module.
    fn uses(&mut self, local: NodeId, is_module: bool) {
        let (tree, names) = (self.tree(), self.read.names());
        let Some(binding) = names.binding_at(local) else {
            return;
        };
        let meant = names.uses().iter().filter(|used| {
            used.symbol == binding.symbol && names.resolve(used) == Some(binding.scope)
        });
        let meant: Vec<NodeId> = meant.map(|used| used.node).collect();
        for node in meant {
            match is_module {
                false => self.backend(node),
                true => {
                    let member = tree.parent(node).filter(|p| self.has_object(*p, node));
                    let property = member.and_then(|m| tree.part(m, Role::Property));
                    match member.zip(property.map(|p| tree.text_of(p))) {
                        Some((member, name)) if CALLERS.contains(&name) => self.backend(member),
                        // Another name of the module.
                        Some(_) => {}
                        None => self.passed_on.push(tree.span(node)),
                    }
                }
            }
        }
    }

    fn has_object(&self, member: NodeId, object: NodeId) -> bool {
        let tree = self.tree();
        let is_access = matches!(tree.kind(member), Kind::Member | Kind::Subscript);
        is_access && tree.part(member, Role::Object) == Some(object)
    }

    /// Where the backend stands as a value.
    fn backend(&mut self, node: NodeId) {
        let tree = self.tree();
        let parent = tree.parent(node);
        if let Some(member) = parent.filter(|p| self.has_object(*p, node)) {
            let id = match tree.kind(member) {
                Kind::Member => {
                    let name = tree.part(member, Role::Property);
                    name.map(|n| (tree.spanned(n), NameForm::Dot))
                }
                _ => {
                    let index = tree.part(member, Role::Index);
                    let text = index.and_then(|i| quoted(tree, i));
                    text.map(|t| (t, NameForm::Bracket))
                }
            };
            let Some((id, form)) = id else {
                self.passed_on.push(tree.span(node));
                return;
            };
            // The one that is being typed.
            if id.value.is_empty() {
                return;
            }
            let given = self.given(member);
            self.calls.push(BackendCall {
                id,
                form,
                given,
                is_code: true,
            });
            return;
        }
        let pattern = parent
            .filter(|p| tree.kind(*p) == Kind::Declarator && tree.role(node) == Role::Value)
            .and_then(|p| tree.part(p, Role::Name))
            .filter(|p| tree.kind(*p) == Kind::ObjectPattern);
        if !pattern.is_some_and(|p| self.taken_apart(p)) {
            self.passed_on.push(tree.span(node));
        }
    }

    /// `const { x, y: z } = backend`; whether all of it is understood.
    fn taken_apart(&mut self, pattern: NodeId) -> bool {
        let tree = self.tree();
        let mut is_all = true;
        for part in tree.children(pattern) {
            let named = match tree.kind(part) {
                Kind::ShorthandPattern => Some((part, NameForm::Shorthand)),
                Kind::PairPattern => tree
                    .part(part, Role::Key)
                    .filter(|k| tree.kind(*k) == Kind::PropertyName)
                    .map(|k| (k, NameForm::Key)),
                _ => None,
            };
            match named {
                Some((node, form)) => self.calls.push(BackendCall {
                    id: tree.spanned(node),
                    form,
                    given: None,
                    is_code: true,
                }),
                None => is_all = false,
            }
        }
        is_all
    }

    /// What is given where a member is called.
    fn given(&self, member: NodeId) -> Option<Given> {
        let tree = self.tree();
        let call = tree.parent(member)?;
        let is_called =
            tree.kind(call) == Kind::Call && tree.part(call, Role::Function) == Some(member);
        let arguments = tree.part(call, Role::Arguments).filter(|_| is_called)?;
        let Some(first) = tree.child(arguments, 0) else {
            return Some(Given {
                names: Vec::new(),
                is_all: true,
                span: tree.span(arguments),
            });
        };
        let object = tree.bare(first);
        if tree.kind(object) != Kind::Object {
            return None;
        }
        let mut given = Given {
            names: Vec::new(),
            is_all: true,
            span: tree.span(object),
        };
        for part in tree.children(object) {
            let name = match tree.kind(part) {
                Kind::Pair => tree
                    .part(part, Role::Key)
                    .and_then(|key| match tree.kind(key) {
                        Kind::PropertyName => Some((tree.spanned(key), NameForm::Key)),
                        _ => quoted(tree, key).map(|text| (text, NameForm::Quoted)),
                    }),
                Kind::Shorthand => Some((tree.spanned(part), NameForm::Shorthand)),
                Kind::Method => tree
                    .part(part, Role::Name)
                    .filter(|n| tree.kind(*n) == Kind::PropertyName)
                    .map(|n| (tree.spanned(n), NameForm::Key)),
                _ => None,
            };
            match name {
                Some(name) => given.names.push(name),
                None => given.is_all = false,
            }
        }
        Some(given)
    }
}

/// What stands in the quotes of a string that has no escapes.
fn quoted(tree: &Tree, value: NodeId) -> Option<Spanned<String>> {
    let whole = tree.span(value);
    if tree.kind(value) != Kind::Str || whole.len() < 2 || tree.is_broken(value) {
        return None;
    }
    let inner = Span::new(whole.start as usize + 1, whole.end as usize - 1);
    let written = inner.slice(tree.text());
    (!written.contains('\\')).then(|| Spanned::new(written.to_owned(), inner))
}
