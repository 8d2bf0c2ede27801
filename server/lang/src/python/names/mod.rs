//! What the names of a module mean: scopes, what binds a name in them, and where names are read.
//!
//! A *scope* is what keeps names: the module, a function, a class, a comprehension, the type parameters of a
//! definition. A *binding* is a place that gives a name a value in a scope, or takes it away (`del`). A
//! *use* is a place where a name is read. All are found in one walk; what a use means is looked up.
//!
//! The rules are Python's: a class is seen by what stands right in it, not by its functions; decorators,
//! defaults and annotations belong outside; the first iterable of a comprehension does too, and `:=` in
//! one binds outside; `global` and `nonlocal` send bindings further out. The order in which code runs is not
//! looked at. Names that a class mangles (`__x`) are taken as they are written.

mod find;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::reach::BindingId;
use super::tree::{Kind, NodeId, Symbol, Tree};

/// A scope: its place in the list of all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ScopeId(pub(crate) u32);

impl ScopeId {
    /// The module's.
    pub const MODULE: ScopeId = ScopeId(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What keeps names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScopeKind {
    /// The module.
    Module,
    /// A function or a lambda.
    Function,
    /// A class.
    Class,
    /// A comprehension.
    Comprehension,
    /// The type parameters of a function, a class or an alias.
    TypeParams,
}

/// What keeps names, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// Whose it is.
    pub node: NodeId,
    /// The scope that it stands in; the module's is its own.
    pub parent: ScopeId,
}

/// How a name gets its value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BindingKind {
    /// `def`.
    Function,
    /// `class`.
    Class,
    /// An import.
    Import,
    /// A parameter.
    Parameter,
    /// A parameter in square brackets.
    TypeParameter,
    /// An assignment, a loop, a `with`, an `except`, a pattern, `type`.
    Variable,
    /// `del`: it has none afterwards.
    Deletion,
}

/// A place that gives a name its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    /// How.
    pub kind: BindingKind,
    /// The name there.
    pub symbol: Symbol,
    /// The [`Kind::Ident`] or [`Kind::Name`].
    pub node: NodeId,
    /// The scope that keeps it.
    pub scope: ScopeId,
}

impl Binding {
    /// Whether the name has no value afterwards.
    pub fn is_deletion(&self) -> bool {
        self.kind == BindingKind::Deletion
    }
}

/// A place where a name is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    /// The name.
    pub symbol: Symbol,
    /// The [`Kind::Name`].
    pub node: NodeId,
    /// The scope that it stands in.
    pub scope: ScopeId,
}

/// What a name means at some place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning<'n> {
    /// No scope gives it a value: built in, star-imported, or lost in broken code.
    Free,
    /// This scope does, by these bindings, in the order of the text; there is at least one.
    Bound(ScopeId, Bindings<'n>),
}

impl<'n> Meaning<'n> {
    /// The bindings; none where the name is free.
    pub fn bindings(self) -> Bindings<'n> {
        match self {
            Meaning::Free => Bindings { names: None },
            Meaning::Bound(_, bindings) => bindings,
        }
    }
}

/// Bindings of one name in one scope.
#[derive(Clone, Copy, Debug)]
pub struct Bindings<'n> {
    names: Option<(&'n [Binding], &'n [u32])>,
}

impl PartialEq for Bindings<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Bindings<'_> {}

impl<'n> Bindings<'n> {
    /// All of them, in the order of the text.
    pub fn iter(self) -> impl Iterator<Item = &'n Binding> {
        let (all, order) = self.names.unwrap_or((&[], &[]));
        order.iter().map(move |i| &all[*i as usize])
    }

    /// The one, where there is no other.
    pub fn only(self) -> Option<&'n Binding> {
        match self.names {
            Some((all, [only])) => Some(&all[*only as usize]),
            _ => None,
        }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.names.map_or(0, |(_, order)| order.len())
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// Where a scope says that a name belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outer {
    Global,
    Nonlocal,
}

/// The bindings of one name in one scope.
#[derive(Clone, Copy, Debug)]
struct Entry {
    scope: ScopeId,
    symbol: Symbol,
    /// Where they begin in [`Names::order`]; they end where those of the next entry begin.
    first: u32,
}

/// What the names of a module mean.
#[derive(Debug)]
pub struct Names {
    scopes: Vec<Scope>,
    bindings: Vec<Binding>,
    uses: Vec<Use>,
    /// By scope and symbol.
    entries: Vec<Entry>,
    /// Bindings by scope, symbol and place.
    order: Vec<u32>,
    outer: FxHashMap<(ScopeId, Symbol), Outer>,
    /// What `global` and `nonlocal` name.
    declared: Vec<Use>,
    stars: Vec<NodeId>,
    /// The scope that each node stands in.
    inside: Vec<ScopeId>,
}

impl Names {
    /// Reads a tree.
    pub fn new(tree: &Tree) -> Names {
        let found = find::find(tree);
        let mut names = Names {
            scopes: found.scopes,
            bindings: found.bindings,
            uses: found.uses,
            entries: Vec::new(),
            order: Vec::new(),
            outer: found.outer,
            declared: found.declared,
            stars: found.stars,
            inside: found.inside,
        };
        for i in 0..names.bindings.len() {
            let Binding { scope, symbol, .. } = names.bindings[i];
            if names.outer.get(&(scope, symbol)) == Some(&Outer::Global) {
                names.bindings[i].scope = ScopeId::MODULE;
            }
        }
        names.sort();
        // What `nonlocal` means depends on what is bound further out.
        let mut moved = false;
        for i in 0..names.bindings.len() {
            let Binding { scope, symbol, .. } = names.bindings[i];
            if names.outer.get(&(scope, symbol)) == Some(&Outer::Nonlocal)
                && let Some(keeper) = names.keeper(symbol, scope)
            {
                names.bindings[i].scope = keeper;
                moved = true;
            }
        }
        if moved {
            names.sort();
        }
        names
    }

    fn sort(&mut self) {
        let key = |i: &u32| {
            let b = &self.bindings[*i as usize];
            (b.scope, b.symbol, b.node)
        };
        self.order = (0..self.bindings.len() as u32).collect();
        self.order.sort_unstable_by_key(key);
        self.entries.clear();
        for (at, i) in self.order.iter().enumerate() {
            let Binding { scope, symbol, .. } = self.bindings[*i as usize];
            let last = self.entries.last();
            if last.is_none_or(|e| (e.scope, e.symbol) != (scope, symbol)) {
                self.entries.push(Entry {
                    scope,
                    symbol,
                    first: at as u32,
                });
            }
        }
    }

    /// All scopes, each before those in it; the module's is the first.
    pub fn scopes(&self) -> impl Iterator<Item = (ScopeId, &Scope)> {
        let all = self.scopes.iter().enumerate();
        all.map(|(i, s)| (ScopeId(i as u32), s))
    }

    /// One of them.
    pub fn scope(&self, scope: ScopeId) -> &Scope {
        &self.scopes[scope.index()]
    }

    /// The scope of a function, a lambda, a class or a comprehension, whose body it is.
    pub fn scope_of(&self, node: NodeId) -> Option<ScopeId> {
        let behind = self.scopes.partition_point(|s| s.node <= node);
        let last = behind.checked_sub(1)?;
        let is_it = self.scopes[last].node == node;
        is_it.then_some(ScopeId(last as u32))
    }

    /// The scope that a node stands in. A function stands outside of its own, and so do its decorators, its
    /// annotations and the defaults of its parameters.
    pub fn inside(&self, node: NodeId) -> ScopeId {
        self.inside[node.index()]
    }

    /// The scope of code at `offset`, which may be between two nodes.
    pub fn scope_at(&self, tree: &Tree, offset: usize) -> ScopeId {
        let node = tree.at(offset);
        let is_body = match tree.kind(node) {
            Kind::Function { .. } | Kind::Class { .. } => {
                let body = tree.find(node, |k| k == Kind::Block);
                body.is_some_and(|b| tree.span(b).start as usize <= offset)
            }
            _ => true,
        };
        match self.scope_of(node) {
            Some(own) if is_body => own,
            _ => self.inside(node),
        }
    }

    /// All bindings, in the order of the text.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// One of them.
    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.index()]
    }

    /// The one that is written as this identifier or name.
    pub fn binding_at(&self, node: NodeId) -> Option<BindingId> {
        let at = self.bindings.binary_search_by_key(&node, |b| b.node);
        Some(BindingId(at.ok()? as u32))
    }

    /// All uses, in the order of the text.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The [`Kind::ImportFrom`]s that import everything.
    pub fn stars(&self) -> &[NodeId] {
        &self.stars
    }

    /// The names that `global` or `nonlocal` lets a scope give values further out, each with that scope.
    pub fn sent_out(&self) -> impl Iterator<Item = (ScopeId, Symbol)> + '_ {
        self.outer.keys().copied()
    }

    /// What a scope itself, not those round it, keeps under a name.
    pub fn kept(&self, symbol: Symbol, scope: ScopeId) -> Bindings<'_> {
        let kept = self.variable(symbol, scope).map(|v| self.bindings_of(v));
        Bindings {
            names: kept.map(|kept| (&self.bindings[..], kept)),
        }
    }

    /// How many pairs of a scope and a name that it keeps there are. They are numbered by scope.
    pub(super) fn variables(&self) -> usize {
        self.entries.len()
    }

    /// The number of what a scope keeps under a name.
    pub(super) fn variable(&self, symbol: Symbol, scope: ScopeId) -> Option<usize> {
        let key = |e: &Entry| (e.scope, e.symbol);
        let found = self.entries.binary_search_by_key(&(scope, symbol), key);
        found.ok()
    }

    /// The numbers of all that a scope keeps.
    pub(super) fn variables_of(&self, scope: ScopeId) -> std::ops::Range<usize> {
        let first = self.entries.partition_point(|e| e.scope < scope);
        first..self.entries.partition_point(|e| e.scope <= scope)
    }

    /// The bindings of what has a number, in the order of the text.
    pub(super) fn bindings_of(&self, variable: usize) -> &[u32] {
        let first = self.entries[variable].first as usize;
        let end = self.entries.get(variable + 1);
        let end = end.map_or(self.order.len(), |e| e.first as usize);
        &self.order[first..end]
    }

    /// Whether a class keeps what has a number.
    pub(super) fn is_of_class(&self, variable: usize) -> bool {
        self.scope(self.entries[variable].scope).kind == ScopeKind::Class
    }

    /// What a use means.
    pub fn resolve(&self, used: &Use) -> Meaning<'_> {
        self.meaning(used.symbol, used.scope)
    }

    /// What a name means for code that stands in a scope.
    pub fn meaning(&self, symbol: Symbol, scope: ScopeId) -> Meaning<'_> {
        match self.keeper(symbol, scope) {
            Some(keeper) => Meaning::Bound(keeper, self.kept(symbol, keeper)),
            None => Meaning::Free,
        }
    }

    /// The scope that gives a name its value for code that stands in a scope.
    pub(super) fn keeper(&self, symbol: Symbol, scope: ScopeId) -> Option<ScopeId> {
        let holds = |scope| !self.kept(symbol, scope).is_empty();
        let mut at = scope;
        // A class is seen from right in it, and by the type parameters in it.
        let mut sees_class = true;
        let mut in_function = false;
        loop {
            let Scope { kind, parent, .. } = *self.scope(at);
            let is_seen = match kind {
                ScopeKind::Module => !in_function,
                ScopeKind::Class => sees_class && !in_function,
                _ => true,
            };
            match self.outer.get(&(at, symbol)) {
                _ if !is_seen => {}
                Some(Outer::Global) => {
                    return Some(ScopeId::MODULE).filter(|m| holds(*m));
                }
                // Only functions further out are meant.
                Some(Outer::Nonlocal) => in_function = true,
                None if holds(at) => return Some(at),
                None => {}
            }
            if at == parent {
                return None;
            }
            sees_class &= matches!(kind, ScopeKind::TypeParams);
            at = parent;
        }
    }

    /// Whether a name means for code in a scope what it means for code right round that scope.
    pub(super) fn passes_on(&self, symbol: Symbol, scope: ScopeId) -> bool {
        let is_plain = |s: &Scope| matches!(s.kind, ScopeKind::Function | ScopeKind::Comprehension);
        let own = self.scope(scope);
        is_plain(own)
            && is_plain(self.scope(own.parent))
            && !self.outer.contains_key(&(scope, symbol))
            && self.variable(symbol, scope).is_none()
    }

    /// Whether a `with` may go on after an error inside of it: `suppress` does, and what is made in the file may.
    pub fn may_suppress(&self, tree: &Tree, with: NodeId) -> bool {
        let is_item = |n: &NodeId| tree.kind(*n) == Kind::WithItem;
        let is_made_here = |called: NodeId| match tree.kind(called) {
            Kind::Name(name) => {
                let meaning = self.meaning(name, self.inside(called));
                let mut bindings = meaning.bindings().iter();
                bindings.any(|b| matches!(b.kind, BindingKind::Function | BindingKind::Class))
            }
            kind => kind == Kind::Broken,
        };
        tree.children(with).filter(is_item).any(|item| {
            let mut calls = tree.below(item).filter(|n| tree.kind(*n) == Kind::Call);
            tree.text_of(item).contains("suppress")
                || calls.any(|call| tree.called(call).is_none_or(is_made_here))
        })
    }

    /// Where a name is written that means what the scopes keep under it that are asked for: `None` stands for
    /// names that no scope keeps. Bindings, uses and `global`, in the order of the text.
    pub fn places(&self, symbol: Symbol, asked: impl Fn(Option<ScopeId>) -> bool) -> Vec<NodeId> {
        let bound = self.bindings.iter().filter(|b| b.symbol == symbol);
        let bound = bound.filter(|b| asked(Some(b.scope))).map(|b| b.node);
        let mut found: Vec<NodeId> = bound.collect();
        let named = self.uses.iter().chain(&self.declared);
        let mut known: FxHashMap<ScopeId, bool> = FxHashMap::default();
        for used in named.filter(|u| u.symbol == symbol) {
            let is_asked = *known
                .entry(used.scope)
                .or_insert_with(|| asked(self.keeper(symbol, used.scope)));
            if is_asked {
                found.push(used.node);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
