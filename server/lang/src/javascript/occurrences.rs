//! The places of names in TypeScript, for an editor.

use syntax::Span;

use super::JavaScript;
use super::names::{Access, Names, ScopeId, Spaces};
use super::tree::{Kind, Mark, NodeId, Role, Symbol, Tree};
use crate::occurrences::{Form, Local, Occurrence};

impl JavaScript {
    fn place(&self) -> Places<'_> {
        Places {
            tree: &self.tree,
            names: self.names(),
        }
    }

    /// The name of a scope that is written at `offset`, in bytes, or ends there.
    pub fn local_at(&self, offset: usize) -> Option<Local> {
        self.place().local_at(offset)
    }

    /// All places that mean a local, in reading order.
    pub fn occurrences(&self, local: &Local) -> Vec<Occurrence> {
        let places = self.place();
        let nodes = places.nodes(local).into_iter();
        let found = nodes.map(|node| Occurrence {
            span: self.tree.span(node),
            binds: places.binds(node),
            form: places.form(node),
        });
        found.collect()
    }

    /// The parameter of a function that the program declares at its top, exported or not; of several, the last.
    pub fn parameter(&self, function: &str, name: &str) -> Option<Local> {
        let (tree, names) = (&self.tree, self.names());
        let declared = names.kept(tree.symbol(function)?, ScopeId::TOP);
        let functions = declared.filter_map(|binding| {
            let declaration = tree.parent(binding.node)?;
            let scope = names.scope_of(declaration)?;
            let is_function = tree.part(declaration, Role::Parameters).is_some();
            is_function.then_some(scope)
        });
        let scope = functions.last()?;
        let mut kept = names.kept(tree.symbol(name)?, scope);
        let is_whole = |node: NodeId| {
            let holder = tree.parent(node).map(|p| tree.kind(p));
            holder == Some(Kind::Parameter)
        };
        kept.any(|b| is_whole(b.node)).then(|| local(scope, name))
    }

    /// Whether a local cannot take a name: one of the two would mean something else somewhere.
    pub fn is_taken(&self, local: &Local, name: &str) -> bool {
        let (tree, names) = (&self.tree, self.names());
        let scope = ScopeId(local.scope);
        let (Some(old), Some(new)) = (tree.symbol(&local.name), tree.symbol(name)) else {
            return false;
        };
        let is_kept = |scope| names.kept(new, scope).next().is_some();
        if is_kept(scope) {
            return true;
        }
        let places = self.place();
        let hides = |node: NodeId, symbol: Symbol| {
            let at = names.inside(node);
            if symbol == new {
                // What the name means now would be hidden.
                let outside = places
                    .kept_at(node)
                    .is_none_or(|k| !names.is_within(k, scope));
                return outside && names.is_within(at, scope);
            }
            // The local would be hidden.
            let keeper = || names.keeper(new, at, Spaces::BOTH);
            symbol == old
                && places.kept_at(node) == Some(scope)
                && keeper().is_some_and(|k| names.is_within(k, scope))
        };
        let mut bound = names.bindings().iter().map(|b| (b.node, b.symbol));
        let mut used = names.uses().iter().map(|u| (u.node, u.symbol));
        bound.any(|(node, symbol)| hides(node, symbol)) || used.any(|(n, s)| hides(n, s))
    }

    /// Whether a local belongs to a class as well (`constructor(private x)`), or to an enum or a namespace.
    pub fn is_of_class(&self, local: &Local) -> bool {
        let (tree, names) = (&self.tree, self.names());
        let scope = ScopeId(local.scope);
        let mut owner = names.scope(scope).node;
        if tree.kind(owner) == Kind::Block {
            owner = tree.parent(owner).unwrap_or(owner);
        }
        if matches!(tree.kind(owner), Kind::Enum | Kind::Namespace) {
            return true;
        }
        let Some(symbol) = tree.symbol(&local.name) else {
            return false;
        };
        let mut kept = names.kept(symbol, scope);
        kept.any(|b| {
            tree.parent(b.node)
                .is_some_and(|p| tree.has(p, Mark::Access))
        })
    }

    /// The places of a local where its new name would stand twice, each with all of what one name then says:
    /// `{ x: old }`, `old as x`.
    pub fn shortened(&self, local: &Local, new: &str) -> Vec<(Span, Span)> {
        let tree = &self.tree;
        let short = |node: NodeId| {
            let parent = tree.parent(node)?;
            let (own, other) = match tree.kind(parent) {
                Kind::Pair | Kind::PairPattern => (Role::Value, Role::Key),
                Kind::ExportSpecifier => (Role::Name, Role::Alias),
                Kind::ImportSpecifier => (Role::Alias, Role::Name),
                _ => return None,
            };
            let other = tree.part(parent, other)?;
            let is_word = matches!(tree.kind(other), Kind::PropertyName | Kind::Identifier);
            let is_same = is_word && tree.text_of(other) == new && tree.role(node) == own;
            let is_plain = !tree.text_of(parent).contains(['/', '\n']);
            (is_same && is_plain).then(|| (tree.span(node), tree.span(parent)))
        };
        let nodes = self.place().nodes(local).into_iter();
        nodes.filter_map(short).collect()
    }

    /// Where a property of this name is taken out of a value by a pattern: `{ name }`, `{ name: other }`.
    pub fn taken_apart(&self, name: &str) -> Vec<Span> {
        let tree = &self.tree;
        let Some(symbol) = tree.symbol(name) else {
            return Vec::new();
        };
        let is_taken = |node: &NodeId| {
            let of_pair = tree.parent(*node).map(|p| tree.kind(p)) == Some(Kind::PairPattern);
            let is_key = of_pair && tree.role(*node) == Role::Key;
            tree.kind(*node) == Kind::ShorthandPattern || is_key
        };
        let named = tree.all().filter(|n| tree.symbol_of(*n) == Some(symbol));
        named.filter(is_taken).map(|n| tree.span(n)).collect()
    }

    /// Where `m.name` is written, and `m` is all of a module that `import * as m` brings; `module`: where that import has
    /// the module's text.
    pub fn members(&self, module: Span, name: &str) -> Vec<Span> {
        let tree = &self.tree;
        let brings = |import: &NodeId| {
            let statement = tree.parent(*import);
            let source = statement.and_then(|s| tree.part(s, Role::Source));
            source.is_some_and(|s| tree.span(s).contains(module))
        };
        let imports = tree
            .all()
            .filter(|n| tree.kind(*n) == Kind::NamespaceImport);
        let spaces: Vec<Symbol> = imports
            .filter(brings)
            .filter_map(|n| tree.symbol_of(tree.child(n, 0)?))
            .collect();
        let Some(symbol) = tree.symbol(name).filter(|_| !spaces.is_empty()) else {
            return Vec::new();
        };
        let places = self.place();
        let is_member = |node: &NodeId| {
            let Some(parent) = tree.parent(*node) else {
                return false;
            };
            let object = match (tree.kind(parent), tree.role(*node)) {
                (Kind::Member, Role::Property) => tree.part(parent, Role::Object),
                (Kind::QualifiedType, Role::Name) => tree.part(parent, Role::Module),
                _ => None,
            };
            object.is_some_and(|o| {
                let is_space = tree.symbol_of(o).is_some_and(|s| spaces.contains(&s));
                is_space && places.kept_at(o) == Some(ScopeId::TOP)
            })
        };
        let named = tree.all().filter(|n| tree.symbol_of(*n) == Some(symbol));
        named.filter(is_member).map(|n| tree.span(n)).collect()
    }
}

/// A tree with its names.
#[derive(Clone, Copy)]
struct Places<'t> {
    tree: &'t Tree,
    names: &'t Names,
}

impl Places<'_> {
    fn local_at(self, offset: usize) -> Option<Local> {
        let name_at = |offset: usize| {
            let node = self.tree.at(offset);
            let names = self.names;
            let is_name = names.binding_at(node).is_some() || names.use_at(node).is_some();
            is_name.then_some(node)
        };
        // The one that begins here, not the one that ends.
        let node = name_at(offset).or_else(|| name_at(offset.checked_sub(1)?))?;
        Some(local(self.kept_at(node)?, self.tree.text_of(node)))
    }

    /// The scope that keeps the name that a node is.
    fn kept_at(self, node: NodeId) -> Option<ScopeId> {
        match self.names.binding_at(node) {
            Some(binding) => Some(binding.scope),
            None => self.names.resolve(self.names.use_at(node)?),
        }
    }

    /// All that mean a local, in order.
    fn nodes(self, local: &Local) -> Vec<NodeId> {
        let Some(symbol) = self.tree.symbol(&local.name) else {
            return Vec::new();
        };
        let scope = ScopeId(local.scope);
        let bound = self.names.kept(symbol, scope).map(|b| b.node);
        let used = self.names.uses().iter().filter(|u| u.symbol == symbol);
        let used = used.filter(|u| self.names.resolve(u) == Some(scope));
        let mut nodes: Vec<NodeId> = bound.chain(used.map(|u| u.node)).collect();
        nodes.sort_unstable();
        nodes
    }

    /// Whether a name is declared at a node, or given another value.
    fn binds(self, node: NodeId) -> bool {
        let used = self.names.use_at(node);
        used.is_none_or(|u| u.access != Access::Read)
    }

    fn form(self, node: NodeId) -> Form {
        let tree = self.tree;
        let parent = tree.parent(node);
        let is_bare = parent.is_some_and(|p| tree.part(p, Role::Alias).is_none());
        match (tree.kind(node), parent.map(|p| tree.kind(p))) {
            (Kind::Shorthand | Kind::ShorthandPattern, _) => Form::Shorthand,
            (_, Some(Kind::ImportSpecifier)) if is_bare => Form::Imported,
            (_, Some(Kind::ExportSpecifier)) if is_bare => Form::Exported,
            _ => Form::Plain,
        }
    }
}

fn local(scope: ScopeId, name: &str) -> Local {
    Local {
        scope: scope.0,
        name: name.to_owned(),
    }
}
