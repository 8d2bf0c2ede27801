//! What the names of a text mean: scopes, what binds a name in them, and where names are used.
//!
//! A *scope* is what keeps names: the text, a function, a block, a class, a type with parameters. A *binding* is a place
//! that declares a name in a scope. A *use* is a place where a name is read or given another value. All are found in one
//! walk; what a use means is looked up.
//!
//! A value does not hide a type of the same name, nor the other way round ([`Spaces`]); where one scope keeps both, they
//! count as one name. Hoisting is taken generously: a name holds in its whole scope.

mod find;
#[cfg(test)]
mod tests;

use super::tree::{Kind, NodeId, Symbol, Tree};

/// A scope: its place in the list of all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ScopeId(pub(crate) u32);

impl ScopeId {
    /// The whole text's.
    pub const TOP: ScopeId = ScopeId(0);

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// What keeps names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Whose it is.
    pub node: NodeId,
    /// The scope that it stands in; the text's is its own.
    pub parent: ScopeId,
}

/// Whether a name is one of values, of types, or both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spaces(u8);

impl Spaces {
    /// Of values.
    pub const VALUE: Spaces = Spaces(1);
    /// Of types.
    pub const TYPE: Spaces = Spaces(2);
    /// Of both: a class, an import.
    pub const BOTH: Spaces = Spaces(3);

    /// Whether something can be meant in both.
    pub fn meets(self, other: Spaces) -> bool {
        self.0 & other.0 != 0
    }
}

/// A place that declares a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The name.
    pub symbol: Symbol,
    /// The identifier.
    pub node: NodeId,
    /// The scope that keeps it.
    pub scope: ScopeId,
    /// As what.
    pub spaces: Spaces,
}

/// What is done with a name at a use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Access {
    /// It is read.
    Read,
    /// It is given another value.
    Write,
    /// Both: `+=`, `++`.
    Both,
}

/// A place where a name is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    /// The name.
    pub symbol: Symbol,
    /// The identifier.
    pub node: NodeId,
    /// The scope that it stands in.
    pub scope: ScopeId,
    /// What is done with it.
    pub access: Access,
    /// As what it is meant.
    pub spaces: Spaces,
}

/// By which rules functions in blocks are declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A module: such a function holds in its block.
    Module,
    /// An expression of a flow, which is not strict: it holds in the whole function round the block.
    Sloppy,
}

/// What the names of a text mean.
#[derive(Debug)]
pub struct Names {
    scopes: Vec<Scope>,
    /// In the order of the text, as are the uses.
    bindings: Vec<Binding>,
    uses: Vec<Use>,
    /// Bindings by scope, symbol and place.
    order: Vec<u32>,
    /// The scope that each node stands in.
    inside: Vec<ScopeId>,
}

impl Names {
    /// Reads a tree.
    pub fn new(tree: &Tree, mode: Mode) -> Names {
        let mut names = find::find(tree, mode);
        let key = |i: &u32| {
            let b = &names.bindings[*i as usize];
            (b.scope, b.symbol, b.node)
        };
        let mut order: Vec<u32> = (0..names.bindings.len() as u32).collect();
        order.sort_unstable_by_key(key);
        names.order = order;
        names
    }

    /// One of the scopes.
    pub fn scope(&self, scope: ScopeId) -> &Scope {
        &self.scopes[scope.index()]
    }

    /// The scope of a node that keeps names.
    pub fn scope_of(&self, node: NodeId) -> Option<ScopeId> {
        let found = self.scopes.binary_search_by_key(&node, |s| s.node).ok()?;
        Some(ScopeId(found as u32))
    }

    /// The scope that a node stands in; of one that keeps names, that round it.
    pub fn inside(&self, node: NodeId) -> ScopeId {
        self.inside[node.index()]
    }

    /// All bindings, in the order of the text.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// All uses, in the order of the text.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The binding that a node is.
    pub fn binding_at(&self, node: NodeId) -> Option<&Binding> {
        let found = self.bindings.binary_search_by_key(&node, |b| b.node);
        self.bindings.get(found.ok()?)
    }

    /// The use that a node is.
    pub fn use_at(&self, node: NodeId) -> Option<&Use> {
        let found = self.uses.binary_search_by_key(&node, |u| u.node);
        self.uses.get(found.ok()?)
    }

    /// What a scope itself, not those round it, keeps under a name, in the order of the text.
    pub fn kept(&self, symbol: Symbol, scope: ScopeId) -> impl Iterator<Item = &Binding> {
        let of = |i: &u32| {
            let b = &self.bindings[*i as usize];
            (b.scope, b.symbol)
        };
        let first = self.order.partition_point(|i| of(i) < (scope, symbol));
        let rest = self.order[first..].iter();
        let kept = rest.take_while(move |i| of(i) == (scope, symbol));
        kept.map(|i| &self.bindings[*i as usize])
    }

    /// The scope that keeps what a use means; `None` where the name is free.
    pub fn resolve(&self, used: &Use) -> Option<ScopeId> {
        self.keeper(used.symbol, used.scope, used.spaces)
    }

    /// The scope that keeps a name for what stands in a scope.
    pub fn keeper(&self, symbol: Symbol, scope: ScopeId, spaces: Spaces) -> Option<ScopeId> {
        let mut at = scope;
        loop {
            if self.kept(symbol, at).any(|b| b.spaces.meets(spaces)) {
                return Some(at);
            }
            let parent = self.scope(at).parent;
            if parent == at {
                return None;
            }
            at = parent;
        }
    }

    /// Whether a scope is another one or lies in it.
    pub fn is_within(&self, inner: ScopeId, outer: ScopeId) -> bool {
        let mut at = inner;
        while at != outer {
            let parent = self.scope(at).parent;
            if parent == at {
                return false;
            }
            at = parent;
        }
        true
    }
}

/// Whether what has parameters of its own.
fn has_parameters(kind: Kind) -> bool {
    kind.is_function()
        || matches!(
            kind,
            Kind::FunctionSignature
                | Kind::MethodSignature
                | Kind::AbstractMethod
                | Kind::CallSignature
                | Kind::ConstructSignature
                | Kind::FunctionType
                | Kind::ConstructorType
        )
}

/// Whether names are kept in it.
fn is_scope(kind: Kind) -> bool {
    has_parameters(kind)
        || matches!(
            kind,
            Kind::Block
                | Kind::SwitchBody
                | Kind::For
                | Kind::ForIn(_)
                | Kind::Catch
                | Kind::StaticBlock
                | Kind::Class
                | Kind::ClassExpression
                | Kind::Interface
                | Kind::TypeAlias
                | Kind::Enum
                | Kind::IndexSignature
                | Kind::ConditionalType
                | Kind::Namespace
        )
}
