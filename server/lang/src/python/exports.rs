//! What a module gives to those who import everything from it, and what it may have from such an import itself.

use syntax::text::{is_whole, is_word};

use super::Python;
use super::names::ScopeId;
use super::tree::{Kind, NodeId};
use crate::occurrences::{Form, Occurrence};

impl Python {
    /// Whether `from … import *` brings a name that the module has; `None`: its `__all__` is not plain to read.
    pub fn is_public(&self, name: &str) -> Option<bool> {
        let tree = &self.tree;
        let listed = tree.symbol("__all__");
        let bindings = listed.map(|all| self.names().kept(all, ScopeId::MODULE));
        let Some(bindings) = bindings.filter(|b| !b.is_empty()) else {
            return Some(!name.starts_with('_'));
        };
        let binding = bindings.only()?;
        let statement = tree.parent(binding.node)?;
        let list = tree.assignment(statement)?.value?;
        if !matches!(tree.kind(list), Kind::List | Kind::Tuple) {
            return None;
        }
        // `__all__.append(…)`, `__all__ += …`: each names it again.
        let places = self.names().places(listed?, |s| s == Some(ScopeId::MODULE));
        if places.len() != 1 {
            return None;
        }
        let mut is_in = false;
        for entry in tree.children(list) {
            is_in |= tree.plain_string(entry)? == name;
        }
        Some(is_in)
    }

    /// Whether the module itself gives this name a value.
    pub fn has_own(&self, name: &str) -> bool {
        let symbol = self.tree.symbol(name);
        symbol.is_some_and(|s| !self.names().kept(s, ScopeId::MODULE).is_empty())
    }

    /// Where a name is read that nothing in the program binds.
    pub fn free(&self, name: &str) -> Vec<Occurrence> {
        let Some(symbol) = self.tree.symbol(name) else {
            return Vec::new();
        };
        let names = self.names();
        let uses = names.uses().iter().filter(|u| u.symbol == symbol);
        let free = uses.filter(|u| names.resolve(u).bindings().is_empty());
        let found = free.map(|u| Occurrence {
            span: self.tree.name_span(u.node),
            binds: false,
            form: Form::Plain,
        });
        found.collect()
    }

    /// The name that is read at an offset and that nothing in the program binds.
    pub fn free_at(&self, offset: usize) -> Option<&str> {
        let node: NodeId = self.tree.identifier_at(offset)?;
        let Kind::Name(symbol) = self.tree.kind(node) else {
            return None;
        };
        let names = self.names();
        let at = names.uses().binary_search_by_key(&node, |u| u.node).ok()?;
        let is_free = names.resolve(&names.uses()[at]).bindings().is_empty();
        is_free.then(|| self.tree.name(symbol))
    }

    /// Whether a string may name it: in quotes it is a type, or what `__all__` lists.
    pub fn has_in_quotes(&self, name: &str) -> bool {
        let tree = &self.tree;
        let is_string = |node: &NodeId| matches!(tree.kind(*node), Kind::Str(_));
        tree.all().filter(is_string).any(|node| {
            let text = tree.text_of(node);
            let mut found = text.match_indices(name);
            found.any(|(at, _)| is_whole(text, at..at + name.len(), is_word))
        })
    }
}
