//! Attributes of plain classes: which `object.name` certainly means what a class gives its objects.
//!
//! A class counts where nothing else has a say in what its objects have: no bases, no decorators, no words in its brackets.
//! Its objects are `self` and `cls` in its methods, the class by its name, and variables that only ever get one made by a call
//! of it. Everything else that has an attribute of the name may be one of its objects, or not.

use syntax::text::is_word;

use super::Python;
use super::names::{BindingKind, ScopeId, ScopeKind};
use super::tree::{Kind, NodeId, PatternKind, Symbol};

/// Names by which a program reaches attributes as text, or gives objects others.
const BY_TEXT: &[&str] = &[
    "getattr",
    "setattr",
    "hasattr",
    "delattr",
    "vars",
    "dir",
    "__dict__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
    "__slots__",
    "attrgetter",
];

/// Most decorators of a method, and its name, that are looked at.
const MOST_BEFORE: usize = 8;

impl Python {
    /// The class whose attribute stands at a node, where that is certain.
    pub(super) fn class_of_attribute(&self, node: NodeId) -> Option<ScopeId> {
        let Kind::Attribute(symbol) = self.tree.kind(node) else {
            return None;
        };
        let class = self.class_of(self.tree.child(node, 0)?)?;
        self.has_attribute(class, symbol).then_some(class)
    }

    /// All attributes of this name of a class, in the order of the text, each with whether it gets a value there.
    pub(super) fn attributes(&self, class: ScopeId, symbol: Symbol) -> Vec<(NodeId, bool)> {
        let found = self
            .named(symbol)
            .filter(|n| self.class_at(*n) == Some(class));
        found
            .map(|n| (n, self.tree.target_of(n).is_some()))
            .collect()
    }

    /// Whether all that may mean a name of a class is known to, in this program.
    pub fn is_certain_attribute(&self, scope: u32, name: &str) -> bool {
        let (tree, names, scope) = (&self.tree, self.names(), ScopeId(scope));
        let Some(symbol) = tree.symbol(name) else {
            return false;
        };
        let by_text = |word: &&str| tree.symbol(word).is_some();
        if !self.is_plain(scope) || name.starts_with("__") || BY_TEXT.iter().any(by_text) {
            return false;
        }
        // Another class may have it from this one.
        let mut others = names.scopes().filter(|(_, s)| s.kind == ScopeKind::Class);
        let is_kept = |id: ScopeId| !names.kept(symbol, id).is_empty();
        if others.any(|(id, _)| id != scope && !self.is_plain(id) && is_kept(id)) {
            return false;
        }
        // In a pattern a class has it as a keyword.
        let is_in_pattern = |n: NodeId| {
            let holder = tree.parent(n).map(|p| tree.kind(p));
            tree.kind(n) == Kind::Ident(symbol)
                && holder == Some(Kind::Pattern(PatternKind::Keyword))
        };
        let is_open =
            |n: NodeId| tree.kind(n) == Kind::Attribute(symbol) && self.class_at(n).is_none();
        !self.has_in_quotes(name) && !tree.all().any(|n| is_open(n) || is_in_pattern(n))
    }

    /// Whether a class has an attribute of another name, or something unknown has that may be an object of it.
    pub(super) fn has_other_attribute(&self, class: ScopeId, name: &str) -> bool {
        let symbol = self.tree.symbol(name);
        symbol.is_some_and(|symbol| {
            let mut all = self.named(symbol);
            all.any(|n| self.class_at(n).is_none_or(|c| c == class))
        })
    }

    /// Whether anything has an attribute of this name.
    pub fn has_attribute_of(&self, name: &str) -> bool {
        let symbol = self.tree.symbol(name);
        symbol.is_some_and(|symbol| self.named(symbol).next().is_some())
    }

    fn named(&self, symbol: Symbol) -> impl Iterator<Item = NodeId> {
        let is_it = move |n: &NodeId| self.tree.kind(*n) == Kind::Attribute(symbol);
        self.tree.all().filter(is_it)
    }

    fn class_at(&self, attribute: NodeId) -> Option<ScopeId> {
        self.class_of(self.tree.child(attribute, 0)?)
    }

    fn has_attribute(&self, class: ScopeId, symbol: Symbol) -> bool {
        !self.names().kept(symbol, class).is_empty()
            || self
                .attributes(class, symbol)
                .iter()
                .any(|(_, binds)| *binds)
    }

    /// The plain class that an expression is, or is an object of.
    fn class_of(&self, object: NodeId) -> Option<ScopeId> {
        let tree = &self.tree;
        if let Some(called) = tree.called(object) {
            return self.class_named(called);
        }
        let Kind::Name(symbol) = tree.kind(object) else {
            return None;
        };
        let names = self.names();
        let binding = names
            .meaning(symbol, names.inside(object))
            .bindings()
            .only()?;
        match binding.kind {
            BindingKind::Class => self.class_named(object),
            BindingKind::Parameter => self.class_of_method(binding.node),
            BindingKind::Variable => {
                let statement = tree.parent(binding.node)?;
                let parts = tree.assignment(statement)?;
                let is_alone = parts.targets == [binding.node];
                let value = parts.value.filter(|_| is_alone)?;
                self.class_named(tree.called(value)?)
            }
            _ => None,
        }
    }

    /// The plain class that a name stands for.
    fn class_named(&self, node: NodeId) -> Option<ScopeId> {
        let Kind::Name(symbol) = self.tree.kind(node) else {
            return None;
        };
        let names = self.names();
        let binding = names
            .meaning(symbol, names.inside(node))
            .bindings()
            .only()?;
        let class = self.tree.parent(binding.node)?;
        let scope = names
            .scope_of(class)
            .filter(|_| binding.kind == BindingKind::Class)?;
        self.is_plain(scope).then_some(scope)
    }

    /// The plain class of which a parameter is the object: the first one of a method.
    fn class_of_method(&self, param: NodeId) -> Option<ScopeId> {
        let (tree, names) = (&self.tree, self.names());
        let first = tree.parent(param)?;
        let function = tree.parent(first)?;
        let class = names.scope(names.scope_of(function)?).parent;
        // What stands before the parameters, and no further: it is asked of each place.
        for part in tree.children(function).take(MOST_BEFORE) {
            match tree.kind(part) {
                Kind::Decorator if is_known(tree.text_of(part)) => {}
                Kind::Ident(_) => {}
                Kind::Param { .. } => {
                    return (part == first && self.is_plain(class)).then_some(class);
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether a scope is that of a class that has nothing from elsewhere: its name, and its body.
    fn is_plain(&self, scope: ScopeId) -> bool {
        let (tree, names) = (&self.tree, self.names());
        let own = names.scope(scope);
        let is_class =
            own.kind == ScopeKind::Class && matches!(tree.kind(own.node), Kind::Class { .. });
        let mut parts = tree.children(own.node).map(|part| tree.kind(part));
        let name = parts.next();
        is_class
            && matches!(
                (name, parts.next()),
                (Some(Kind::Ident(_)), Some(Kind::Block))
            )
    }
}

/// Whether a decorator leaves the first parameter of a method what it is.
fn is_known(decorator: &str) -> bool {
    let name = decorator.trim_start_matches('@').trim();
    ["property", "classmethod"].contains(&name)
        || name.ends_with(".setter") && name.chars().all(|c| is_word(c) || c == '.')
}
