//! The walk that finds scopes, bindings and uses.
//!
//! Each node tells its children which scope they stand in and what is done with them; as all nodes lie
//! in one list, each before its children, that is one pass.

use rustc_hash::FxHashMap;

use super::{Binding, BindingKind, Outer, Scope, ScopeId, ScopeKind, Use};
use crate::python::tree::{Kind, NodeId, PatternKind, Symbol, Tree};

/// What the walk finds.
#[derive(Default)]
pub(super) struct Found {
    pub(super) scopes: Vec<Scope>,
    pub(super) bindings: Vec<Binding>,
    pub(super) uses: Vec<Use>,
    pub(super) outer: FxHashMap<(ScopeId, Symbol), Outer>,
    pub(super) declared: Vec<Use>,
    pub(super) stars: Vec<NodeId>,
    pub(super) inside: Vec<ScopeId>,
}

/// What is done with an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Read,
    Write,
    /// `+=`
    Both,
    Delete,
}

pub(super) fn find(tree: &Tree) -> Found {
    let mut walk = Walk {
        tree,
        modes: vec![Mode::Read; tree.len()],
        found: Found {
            inside: vec![ScopeId::MODULE; tree.len()],
            scopes: vec![Scope {
                kind: ScopeKind::Module,
                node: NodeId::ROOT,
                parent: ScopeId::MODULE,
            }],
            ..Found::default()
        },
    };
    for node in tree.all() {
        walk.node(node);
    }
    walk.found
}

struct Walk<'t> {
    tree: &'t Tree,
    modes: Vec<Mode>,
    found: Found,
}

impl Walk<'_> {
    fn node(&mut self, node: NodeId) {
        let scope = self.found.inside[node.index()];
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Name(symbol) => self.name(node, symbol, scope),
            Kind::Ident(symbol) => self.ident(node, symbol, scope),
            Kind::Function { .. } => self.function(node, scope),
            Kind::Class { .. } => self.class(node, scope),
            Kind::Param {
                annotated, default, ..
            } => self.param(node, scope, annotated, default),
            Kind::Lambda => {
                let own = self.scope(ScopeKind::Function, node, scope);
                self.all_inside(node, own);
            }
            Kind::Comp(_) => self.comprehension(node, scope),
            Kind::CompFor { .. } => {
                for (i, child) in tree.children(node).enumerate() {
                    let mode = if i == 0 { Mode::Write } else { Mode::Read };
                    let outer = self.found.scopes[scope.index()].parent;
                    let is_outer = i == 1 && self.is_first_clause(node);
                    self.child(child, if is_outer { outer } else { scope }, mode);
                }
            }
            Kind::TypeAlias => self.type_alias(node, scope),
            Kind::Assign { annotated, valued } => {
                let targets = tree.children(node).count();
                let rest = usize::from(annotated) + usize::from(valued);
                let targets = targets.saturating_sub(rest).max(1);
                for (i, child) in tree.children(node).enumerate() {
                    let mode = if i < targets { Mode::Write } else { Mode::Read };
                    self.child(child, scope, mode);
                }
            }
            Kind::AugAssign(_) => self.first(node, scope, Mode::Both),
            Kind::For { .. } | Kind::Named => self.first(node, scope, Mode::Write),
            Kind::WithItem => {
                for (i, child) in tree.children(node).enumerate() {
                    let mode = if i == 1 { Mode::Write } else { Mode::Read };
                    self.child(child, scope, mode);
                }
            }
            Kind::Delete => {
                for child in tree.children(node) {
                    self.child(child, scope, Mode::Delete);
                }
            }
            Kind::Tuple | Kind::List | Kind::Starred => {
                let mode = self.modes[node.index()];
                for child in tree.children(node) {
                    self.child(child, scope, mode);
                }
            }
            Kind::Star => self.found.stars.extend(tree.parent(node)),
            _ => self.all_inside(node, scope),
        }
    }

    fn child(&mut self, child: NodeId, scope: ScopeId, mode: Mode) {
        self.found.inside[child.index()] = scope;
        self.modes[child.index()] = mode;
    }

    fn all_inside(&mut self, node: NodeId, scope: ScopeId) {
        if scope != ScopeId::MODULE {
            for child in self.tree.children(node) {
                self.found.inside[child.index()] = scope;
            }
        }
    }

    /// Something is done with the first child.
    fn first(&mut self, node: NodeId, scope: ScopeId, mode: Mode) {
        for (i, child) in self.tree.children(node).enumerate() {
            self.child(child, scope, if i == 0 { mode } else { Mode::Read });
        }
    }

    fn scope(&mut self, kind: ScopeKind, node: NodeId, parent: ScopeId) -> ScopeId {
        let id = ScopeId(self.found.scopes.len() as u32);
        self.found.scopes.push(Scope { kind, node, parent });
        id
    }

    /// The scope of the type parameters of a node, or the one that it stands in.
    fn type_params(&mut self, node: NodeId, scope: ScopeId) -> ScopeId {
        let is_param = |k| matches!(k, Kind::TypeParam(_));
        match self.tree.find(node, is_param) {
            Some(_) => self.scope(ScopeKind::TypeParams, node, scope),
            None => scope,
        }
    }

    fn function(&mut self, node: NodeId, scope: ScopeId) {
        let outer = self.type_params(node, scope);
        let own = self.scope(ScopeKind::Function, node, outer);
        for child in self.tree.children(node) {
            let inside = match self.tree.kind(child) {
                Kind::Ident(_) | Kind::Decorator => scope,
                // While a body is being typed, it may be an error beside the header.
                Kind::Param { .. } | Kind::Block | Kind::Broken => own,
                _ => outer,
            };
            self.child(child, inside, Mode::Read);
        }
    }

    fn class(&mut self, node: NodeId, scope: ScopeId) {
        let outer = self.type_params(node, scope);
        let own = self.scope(ScopeKind::Class, node, outer);
        for child in self.tree.children(node) {
            let inside = match self.tree.kind(child) {
                Kind::Ident(_) | Kind::Decorator => scope,
                Kind::Block | Kind::Broken => own,
                _ => outer,
            };
            self.child(child, inside, Mode::Read);
        }
    }

    /// Annotations stand outside of the function, and defaults outside of its type parameters too.
    fn param(&mut self, node: NodeId, own: ScopeId, annotated: bool, default: bool) {
        let Scope { parent, kind, .. } = self.found.scopes[own.index()];
        let outer = match kind {
            ScopeKind::Function => parent,
            _ => own,
        };
        let Scope { parent, kind, .. } = self.found.scopes[outer.index()];
        let is_of_function = self.found.scopes[own.index()].node
            == self.found.scopes[outer.index()].node
            && kind == ScopeKind::TypeParams;
        let outermost = if is_of_function { parent } else { outer };
        let mut rest = [annotated.then_some(outer), default.then_some(outermost)]
            .into_iter()
            .flatten();
        for child in self.tree.children(node) {
            let inside = match self.tree.kind(child) {
                Kind::Ident(_) | Kind::Broken => own,
                _ => rest.next().unwrap_or(outer),
            };
            self.child(child, inside, Mode::Read);
        }
    }

    fn comprehension(&mut self, node: NodeId, scope: ScopeId) {
        let own = self.scope(ScopeKind::Comprehension, node, scope);
        self.all_inside(node, own);
    }

    fn is_first_clause(&self, clause: NodeId) -> bool {
        let is_clause = |k| matches!(k, Kind::CompFor { .. });
        let whole = self.tree.parent(clause);
        whole.and_then(|w| self.tree.find(w, is_clause)) == Some(clause)
    }

    fn type_alias(&mut self, node: NodeId, scope: ScopeId) {
        let own = self.scope(ScopeKind::TypeParams, node, scope);
        for (i, child) in self.tree.children(node).enumerate() {
            match i {
                0 => self.child(child, scope, Mode::Write),
                _ => self.child(child, own, Mode::Read),
            }
        }
    }

    fn name(&mut self, node: NodeId, symbol: Symbol, scope: ScopeId) {
        let mode = self.modes[node.index()];
        if mode != Mode::Write {
            self.found.uses.push(Use {
                symbol,
                node,
                scope,
            });
        }
        let kind = match mode {
            Mode::Read => return,
            Mode::Write | Mode::Both => BindingKind::Variable,
            Mode::Delete => BindingKind::Deletion,
        };
        let is_named = |p| self.tree.kind(p) == Kind::Named;
        let scope = match self.tree.parent(node).is_some_and(is_named) {
            true => self.past_comprehensions(scope),
            false => scope,
        };
        self.bind(kind, node, symbol, scope);
    }

    fn past_comprehensions(&self, scope: ScopeId) -> ScopeId {
        let mut at = scope;
        loop {
            let Scope { kind, parent, .. } = self.found.scopes[at.index()];
            if kind != ScopeKind::Comprehension {
                return at;
            }
            at = parent;
        }
    }

    fn bind(&mut self, kind: BindingKind, node: NodeId, symbol: Symbol, scope: ScopeId) {
        self.found.bindings.push(Binding {
            kind,
            symbol,
            node,
            scope,
        });
    }

    /// An identifier that is no expression.
    fn ident(&mut self, node: NodeId, symbol: Symbol, scope: ScopeId) {
        let tree = self.tree;
        let Some(parent) = tree.parent(node) else {
            return;
        };
        let kind = match tree.kind(parent) {
            Kind::Function { .. } => BindingKind::Function,
            Kind::Class { .. } => BindingKind::Class,
            Kind::Param { .. } => BindingKind::Parameter,
            Kind::TypeParam(_) => BindingKind::TypeParameter,
            Kind::Except
            | Kind::Pattern(PatternKind::Capture | PatternKind::As | PatternKind::Rest) => {
                BindingKind::Variable
            }
            Kind::Alias | Kind::Path => {
                let alias = match tree.kind(parent) {
                    Kind::Path => tree.parent(parent),
                    _ => Some(parent),
                };
                let bound = alias.and_then(|a| tree.alias(a)?.bound);
                if bound != Some(node) {
                    return;
                }
                BindingKind::Import
            }
            kind @ (Kind::Global | Kind::Nonlocal) => {
                let outer = match kind {
                    Kind::Global => Outer::Global,
                    _ => Outer::Nonlocal,
                };
                self.found.declared.push(Use {
                    symbol,
                    node,
                    scope,
                });
                if scope != ScopeId::MODULE {
                    self.found.outer.insert((scope, symbol), outer);
                }
                return;
            }
            _ => return,
        };
        self.bind(kind, node, symbol, scope);
    }
}
