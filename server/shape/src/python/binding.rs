//! Reads the names of one scope: what binds them, and what is done to them.

use lang::python::names::{Meaning, ScopeId};
use lang::python::tree::{Kind, NodeId, ParamKind, Symbol};

use super::alias::{Use, captures};
use super::mutation::{Mutation, MutationKind, start};
use super::places::{Places, RingKind};
use super::scope::{Binding, Change, Scope, Source, Subscript};
use super::touched::Touched;

/// Reads one scope.
pub(super) struct Builder<'t, 'p> {
    pub(super) scope: Scope<'t>,
    owner: NodeId,
    /// The scope that keeps its names.
    keeper: Option<ScopeId>,
    places: &'p Places<'t>,
}

/// How deep patterns are looked into.
const MAX_PATTERN: usize = 40;

/// Most functions, loops and blocks around a place that are looked at; deeper ones run who knows when.
const MAX_INSIDE: usize = 60;

impl<'t, 'p> Builder<'t, 'p> {
    /// For a function, or for the module.
    pub(super) fn new(owner: NodeId, places: &'p Places<'t>) -> Builder<'t, 'p> {
        let keeper = match owner {
            NodeId::ROOT => Some(ScopeId::MODULE),
            function => places.names.scope_of(function),
        };
        Builder {
            scope: Scope::default(),
            owner,
            keeper,
            places,
        }
    }

    /// Adds what an identifier is bound to.
    fn add(&mut self, ident: NodeId, binding: Binding) {
        let name = self.places.tree.symbol_of(ident);
        if let (Some(name), Some(id)) = (name, self.places.names.binding_at(ident)) {
            let name = self.scope.names.entry(name);
            name.or_default().bindings.insert(id, binding);
        }
    }

    fn add_ident(&mut self, ident: Option<NodeId>, binding: Binding) {
        if let Some(ident) = ident {
            self.add(ident, binding);
        }
    }

    /// Notes a parameter.
    pub(super) fn param(&mut self, param: NodeId, body: Option<NodeId>) {
        let tree = self.places.tree;
        let Some(parts) = tree.param(param) else {
            return;
        };
        let source = match parts.kind {
            ParamKind::Args | ParamKind::Kwargs => Source::Unknown,
            _ => Source::Param {
                annotation: parts.annotation,
                default: parts.default,
            },
        };
        let binding = Binding {
            path: Vec::new(),
            end: tree.span(param).end as usize,
            block: body.unwrap_or(self.owner),
            is_new: matches!(source, Source::Param { .. }),
            source,
        };
        self.add_ident(parts.name, binding);
    }

    /// What a whole statement or expression gives a name.
    fn plain(&self, source: Source, at: NodeId) -> Binding {
        let tree = self.places.tree;
        Binding {
            path: Vec::new(),
            end: tree.span(at).end as usize,
            block: self.places.block(at),
            is_new: source.is_new(tree),
            source,
        }
    }

    /// Notes what `node` binds; whether to look inside it.
    pub(super) fn bind(&mut self, node: NodeId) -> bool {
        let tree = self.places.tree;
        match tree.kind(node) {
            Kind::Function { .. } | Kind::Class { .. } => {
                let name = tree.find(node, |k| matches!(k, Kind::Ident(_)));
                self.add_ident(name, self.plain(Source::Unknown, node));
                return false;
            }
            Kind::Lambda => return false,
            Kind::Return => self.scope.returns.push(node),
            Kind::Yield | Kind::YieldFrom => self.scope.yields = true,
            Kind::Assign { .. } => {
                let Some(parts) = tree.assignment(node) else {
                    return true;
                };
                let source = match (parts.annotation, parts.value) {
                    (Some(annotation), Some(value)) => Source::Annotated(annotation, value),
                    (Some(_), None) => return false,
                    (None, Some(value)) => Source::Value(value),
                    (None, None) => Source::Unknown,
                };
                let binding = self.plain(source, node);
                for target in parts.targets {
                    self.target(target, &binding, 0);
                }
            }
            Kind::AugAssign(_) => {
                let binding = self.plain(Source::Augmented(node), node);
                self.first(node, &binding);
            }
            Kind::Named => {
                let value = tree.two(node).map(|(_, value)| value);
                let source = value.map_or(Source::Unknown, Source::Value);
                let binding = self.plain(source, node);
                self.first(node, &binding);
            }
            Kind::For { is_async } => {
                let body = tree.body(node);
                let iterated = tree.two(node).map(|(_, iterated)| iterated);
                let iterated = iterated.filter(|i| tree.kind(*i) != Kind::Block);
                let binding = Binding {
                    source: match iterated {
                        Some(iterated) if !is_async => Source::Item(iterated),
                        _ => Source::Unknown,
                    },
                    path: Vec::new(),
                    end: iterated.map_or(start(node, tree), |n| tree.span(n).end as usize),
                    block: body.unwrap_or(node),
                    is_new: false,
                };
                self.first(node, &binding);
            }
            Kind::WithItem => {
                if let Some((_, target)) = tree.two(node) {
                    let binding = self.plain(Source::Unknown, node);
                    self.target(target, &binding, 0);
                }
            }
            Kind::Except => {
                let name = tree.find(node, |k| matches!(k, Kind::Ident(_)));
                if let Some(name) = name {
                    let binding = Binding {
                        block: tree.body(node).unwrap_or(node),
                        ..self.plain(Source::Unknown, name)
                    };
                    self.add_ident(Some(name), binding);
                }
            }
            Kind::Alias => {
                let bound = tree.alias(node).and_then(|a| a.bound);
                self.add_ident(bound, self.plain(Source::Unknown, node));
                return false;
            }
            Kind::Case => {
                if let Some(pattern) = tree.child(node, 0) {
                    for name in captures(pattern, tree) {
                        self.add(name, self.plain(Source::Unknown, pattern));
                    }
                }
            }
            Kind::Global | Kind::Nonlocal => self.lose(node),
            Kind::Delete => self.lose(node),
            _ => {}
        }
        true
    }

    /// Gives up the names that stand in a statement, alone or in a list.
    fn lose(&mut self, statement: NodeId) {
        let tree = self.places.tree;
        let mut below = tree.below(statement);
        while let Some(part) = below.next() {
            match tree.kind(part) {
                Kind::Name(name) | Kind::Ident(name) => {
                    self.scope.names.entry(name).or_default().lost = true;
                }
                Kind::Tuple | Kind::List => {}
                _ => below.leave_out(),
            }
        }
    }

    /// The first child is given a value.
    fn first(&mut self, node: NodeId, binding: &Binding) {
        if let Some(target) = self.places.tree.child(node, 0) {
            self.target(target, binding, 0);
        }
    }

    /// Names on the left of an assignment.
    fn target(&mut self, target: NodeId, binding: &Binding, depth: usize) {
        let tree = self.places.tree;
        match tree.kind(target) {
            _ if depth > MAX_PATTERN => {}
            Kind::Name(_) => self.add(target, binding.clone()),
            Kind::Tuple | Kind::List => {
                let is_starred = |k| k == Kind::Starred;
                let starred = tree.find(target, is_starred).is_some();
                for (i, part) in tree.children(target).enumerate() {
                    let mut inner = binding.clone();
                    inner.is_new = false;
                    match starred || depth == MAX_PATTERN {
                        true => inner.source = Source::Unknown,
                        false => inner.path.push(i),
                    }
                    self.target(part, &inner, depth + 1);
                }
            }
            Kind::Starred => {
                if let Some(name) = tree.child(target, 0) {
                    self.target(name, binding, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// What is done to a name of this scope where it is used.
    pub(super) fn change(&self, used: Use<'t>, touched: &Touched<'t, '_>) -> Option<Change<'t>> {
        if !self.scope.names.contains_key(&used.name) {
            return None;
        }
        let aliased = || {
            let is_changed = touched.changes(used.node, self.owner);
            is_changed.then(|| self.aliased(used.node)).flatten()
        };
        let Mutation {
            kind,
            path,
            at,
            start,
        } = used.mutation.or_else(aliased)?;
        Some(Change {
            kind,
            path,
            at,
            start,
            end: self.places.tree.span(at).end as usize,
            block: self.places.block(at),
            inner: self.is_inside(used.node, used.name)?,
            aside: touched.changes_aside(used.node),
            bound_at: 0,
            way: 0,
        })
    }

    /// Something else holds the value that is read here, or a part of it, and changes it.
    fn aliased(&self, name: NodeId) -> Option<Mutation<'t>> {
        let tree = self.places.tree;
        let mut path = Vec::new();
        let mut node = name;
        let mut parent = tree.parent(node)?;
        while tree.kind(parent) == Kind::Subscript && tree.is_first(node) {
            path.push(Subscript(Some(parent)));
            node = parent;
            parent = tree.parent(node)?;
        }
        let at = parent;
        let is_call = tree.kind(at) == Kind::Call && !tree.is_first(node);
        let start = match is_call {
            true => super::mutation::brackets(at, tree),
            false => start(at, tree),
        };
        // What a loop over it holds are its items.
        while tree.kind(parent) == Kind::Call && !tree.is_first(node) {
            let function = tree.called(parent)?;
            if !matches!(
                tree.text_of(function),
                "enumerate" | "zip" | "reversed" | "sorted" | "list" | "tuple"
            ) {
                break;
            }
            (node, parent) = (parent, tree.parent(parent)?);
        }
        let is_loop = matches!(tree.kind(parent), Kind::For { .. } | Kind::CompFor { .. });
        if is_loop && !tree.is_first(node) {
            path.push(Subscript(None));
        }
        Some(Mutation {
            kind: MutationKind::Aliased,
            path,
            at,
            start,
        })
    }

    /// Whether a place stands in a function inside the scope; `None` where its name means something else
    /// there.
    fn is_inside(&self, place: NodeId, name: Symbol) -> Option<bool> {
        let mut inner = false;
        for (i, ring) in self.places.rings(place, self.owner).enumerate() {
            match ring.kind {
                _ if i == MAX_INSIDE => return Some(true),
                RingKind::Function | RingKind::Class => inner = true,
                RingKind::Block | RingKind::Loop | RingKind::Comprehension => {}
            }
        }
        let names = self.places.names;
        match names.meaning(name, names.inside(place)) {
            Meaning::Bound(keeper, _) if Some(keeper) != self.keeper => None,
            _ => Some(inner),
        }
    }
}
