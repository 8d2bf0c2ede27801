//! What a module has for those who import it, and what it passes on of other modules.

use syntax::{Span, Spanned};

use super::JavaScript;
use super::names::ScopeId;
use super::specifiers::inner;
use super::tree::{Kind, Mark, NodeId, Role};

/// How a module comes to a name that it has for others under the same name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Export {
    /// It is a name at its own top: declared there, or imported.
    Own,
    /// `export { x } from "…"`: the module, without quotes.
    From(Spanned<String>),
}

impl JavaScript {
    /// How it has a name for others, where it is the same name inside; `None` also for what it passes on with a star.
    pub fn export(&self, name: &str) -> Option<Export> {
        let tree = &self.tree;
        if self.is_declared_for_others(name) {
            return Some(Export::Own);
        }
        let clause = self.clauses(name).find_map(|(node, is_same)| {
            let statement = tree.parent(tree.parent(node)?)?;
            is_same.then(|| tree.part(statement, Role::Source))
        })?;
        match clause {
            Some(source) => inner(tree, source).map(Export::From),
            None => {
                let mut kept = self.names().kept(tree.symbol(name)?, ScopeId::TOP);
                kept.next().map(|_| Export::Own)
            }
        }
    }

    /// Whether it has this name for others, in whatever way, but for stars.
    pub fn has_export(&self, name: &str) -> bool {
        self.is_declared_for_others(name) || self.clauses(name).next().is_some()
    }

    /// The modules of `export * from "…"`, without quotes.
    pub fn stars(&self) -> Vec<Spanned<String>> {
        let tree = &self.tree;
        let exports = tree.all().filter(|n| tree.kind(*n) == Kind::Export);
        let stars = exports.filter_map(|node| {
            let source = tree.part(node, Role::Source)?;
            let named =
                |n: NodeId| matches!(tree.kind(n), Kind::ExportClause | Kind::NamespaceExport);
            let is_star = !tree.children(node).any(named);
            is_star.then(|| inner(tree, source))?
        });
        stars.collect()
    }

    /// The parts of export clauses that others know by this name, each with whether it is the same name inside.
    fn clauses(&self, name: &str) -> impl Iterator<Item = (NodeId, bool)> {
        let tree = &self.tree;
        let all = tree
            .all()
            .filter(|n| tree.kind(*n) == Kind::ExportSpecifier);
        all.filter_map(move |node| {
            let own = tree.part(node, Role::Name)?;
            let outer = tree.part(node, Role::Alias);
            let is_it = tree.text_of(outer.unwrap_or(own)) == name;
            is_it.then_some((node, outer.is_none()))
        })
    }

    /// Whether a name at the top is exported where it is declared.
    fn is_declared_for_others(&self, name: &str) -> bool {
        let tree = &self.tree;
        let Some(symbol) = tree.symbol(name) else {
            return false;
        };
        let mut kept = self.names().kept(symbol, ScopeId::TOP);
        kept.any(|binding| {
            // A function in what is exported exports nothing.
            let is_end = |n: &NodeId| matches!(tree.kind(*n), Kind::Export | Kind::Block);
            let around = tree.above(binding.node).find(is_end);
            around.is_some_and(|export| {
                tree.kind(export) == Kind::Export
                    && tree.part(export, Role::Declaration).is_some()
                    && !tree.has(export, Mark::Default)
            })
        })
    }

    /// Whether the place of a name is in `export { x } from "…"`, and no `as` is behind it.
    pub fn is_passed_on(&self, place: Span) -> bool {
        let tree = &self.tree;
        let node = tree.at(place.start as usize);
        let specifier = tree
            .parent(node)
            .filter(|p| tree.kind(*p) == Kind::ExportSpecifier);
        specifier.is_some_and(|s| tree.part(s, Role::Alias).is_none())
    }
}
