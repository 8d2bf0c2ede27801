//! Reads the names of one scope: what binds them, and what is done to them.

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use super::effect::{ChangeKind, Effect};
use super::places::{Places, RingKind};
use super::scope::{Binding, Change, Scope, Source, Subscript};
use super::touched::Touched;
use lang::python::{RawParam, params};
use lang::walk::{Visit, children, text, walk};

/// Reads one scope.
pub(super) struct Builder<'t, 'p> {
    pub(super) scope: Scope<'t>,
    pub(super) owner: Node<'t>,
    pub(super) places: &'p Places<'t>,
    pub(super) source: &'t str,
    /// What the inner assignments of `a = b = value` give, so that each chain is followed once.
    pub(super) chained: FxHashMap<usize, Option<Node<'t>>>,
}

/// How deep patterns are looked into.
const MAX_PATTERN: usize = 40;

/// Most functions, loops and blocks around a place that are looked at; deeper ones run who knows when.
const MAX_INSIDE: usize = 60;

impl<'t> Builder<'t, '_> {
    fn add(&mut self, name: Node<'t>, binding: Binding<'t>) {
        let name = self.scope.names.entry(text(name, self.source));
        name.or_default().bindings.push(binding);
    }

    pub(super) fn param(&mut self, param: &RawParam<'t>) {
        use lang::python::ParamKind::*;
        let value = match param.kind {
            Args | Kwargs => Source::Unknown,
            _ => Source::Param {
                annotation: param.annotation,
                default: param.default,
            },
        };
        let body = self.owner.child_by_field_name("body");
        let binding = Binding {
            path: Vec::new(),
            end: param.node.end_byte(),
            block: body.unwrap_or(self.owner).id(),
            is_new: matches!(value, Source::Param { .. }),
            source: value,
        };
        self.add(param.name, binding);
    }

    /// Notes what `node` binds; whether to look inside it.
    pub(super) fn bind(&mut self, node: Node<'t>, kind: &str) -> bool {
        let (places, source) = (self.places, self.source);
        let plain = |value: Source<'t>, at: Node<'t>| Binding {
            path: Vec::new(),
            end: at.end_byte(),
            block: places.block(at),
            is_new: value.is_new(source),
            source: value,
        };
        match kind {
            "function_definition" | "class_definition" => {
                if let Some(name) = node.child_by_field_name("name") {
                    self.add(name, plain(Source::Unknown, node));
                }
                return false;
            }
            "lambda" => return false,
            "return_statement" => self.scope.returns.push(node),
            "yield" => self.scope.yields = true,
            "assignment" => {
                let left = node.child_by_field_name("left");
                // `a = b = value`: each is given the last one.
                let value = self.last_of_chain(node);
                let from = match (node.child_by_field_name("type"), value) {
                    (Some(annotation), Some(value)) => Source::Annotated(annotation, value),
                    (Some(_), None) => return false,
                    (None, Some(value)) => Source::Value(value),
                    (None, None) => Source::Unknown,
                };
                if let Some(left) = left {
                    self.targets(left, &plain(from, node), 0);
                }
            }
            "augmented_assignment" => {
                if let Some(left) = node.child_by_field_name("left") {
                    self.targets(left, &plain(Source::Augmented(node), node), 0);
                }
            }
            "named_expression" => {
                let value = node.child_by_field_name("value");
                let from = value.map_or(Source::Unknown, Source::Value);
                if let Some(name) = node.child_by_field_name("name") {
                    self.add(name, plain(from, node));
                }
            }
            "for_statement" => {
                let body = node.child_by_field_name("body");
                let iterated = node.child_by_field_name("right");
                let is_async = text(node, source).starts_with("async");
                let binding = Binding {
                    source: match iterated {
                        Some(iterated) if !is_async => Source::Item(iterated),
                        _ => Source::Unknown,
                    },
                    path: Vec::new(),
                    end: iterated.map_or(node.start_byte(), |n| n.end_byte()),
                    block: body.map_or(0, |b| b.id()),
                    is_new: false,
                };
                if let Some(left) = node.child_by_field_name("left") {
                    self.targets(left, &binding, 0);
                }
            }
            "as_pattern" => {
                if let Some(alias) = node.child_by_field_name("alias") {
                    let target = alias.named_child(0).unwrap_or(alias);
                    self.targets(target, &plain(Source::Unknown, node), 0);
                }
            }
            "import_statement" | "import_from_statement" => {
                for name in children(node) {
                    let bound = match name.kind() {
                        "aliased_import" => name.child_by_field_name("alias"),
                        "dotted_name" => name.named_child(0),
                        _ => None,
                    };
                    if let Some(bound) = bound {
                        self.add(bound, plain(Source::Unknown, node));
                    }
                }
                return false;
            }
            "case_pattern" => {
                walk(node, |visit| {
                    if let Visit::Enter(part, _) = visit
                        && part.kind() == "identifier"
                    {
                        self.add(part, plain(Source::Unknown, node));
                    }
                    true
                });
                return false;
            }
            "global_statement" | "nonlocal_statement" | "delete_statement" => {
                for name in children(node).iter().filter(|n| n.kind() == "identifier") {
                    let name = self.scope.names.entry(text(*name, source));
                    name.or_default().lost = true;
                }
            }
            // Their variables are their own.
            "for_in_clause" => {}
            _ => {}
        }
        true
    }

    /// The last value of `a = b = value`, for the first assignment or one inside.
    fn last_of_chain(&mut self, assignment: Node<'t>) -> Option<Node<'t>> {
        if let Some(value) = self.chained.remove(&assignment.id()) {
            return value;
        }
        let mut inner = Vec::new();
        let mut value = assignment.child_by_field_name("right");
        while let Some(next) = value.filter(|v| v.kind() == "assignment") {
            inner.push(next.id());
            value = next.child_by_field_name("right");
        }
        self.chained.extend(inner.into_iter().map(|i| (i, value)));
        value
    }

    /// Names on the left of an assignment.
    fn targets(&mut self, left: Node<'t>, binding: &Binding<'t>, depth: usize) {
        match left.kind() {
            _ if depth > MAX_PATTERN => {}
            "identifier" => self.add(left, binding.clone()),
            "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list"
            | "expression_list" => {
                let parts = children(left);
                let starred = parts.iter().any(|p| p.kind() == "list_splat_pattern");
                for (i, part) in parts.into_iter().enumerate() {
                    let mut inner = binding.clone();
                    inner.is_new = false;
                    match starred || depth == MAX_PATTERN {
                        true => inner.source = Source::Unknown,
                        false => inner.path.push(i),
                    }
                    self.targets(part, &inner, depth + 1);
                }
            }
            "list_splat_pattern" => {
                if let Some(name) = left.named_child(0) {
                    self.targets(name, binding, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// What is done to the name that `identifier` is, if it is one of this scope.
    pub(super) fn change(
        &self,
        identifier: Node<'t>,
        effect: Option<Effect<'t>>,
        touched: &Touched<'t, '_>,
    ) -> Option<(&'t str, Change<'t>)> {
        let name = text(identifier, self.source);
        if !self.scope.names.contains_key(name) {
            return None;
        }
        let effect = effect.or_else(|| {
            touched
                .changes(identifier, self.owner, self.source)
                .then(|| self.shared(identifier))
                .flatten()
        });
        let Effect { kind, path, at } = effect?;
        let inner = self.is_inside(identifier, name)?;
        let change = Change {
            kind,
            path,
            start: at.start_byte(),
            end: at.end_byte(),
            block: self.places.block(at),
            inner,
            bound_at: 0,
            way: 0,
        };
        Some((name, change))
    }

    /// Something else holds the value that is read here, or a part of it, and changes it.
    fn shared(&self, identifier: Node<'t>) -> Option<Effect<'t>> {
        let up = self.places;
        let mut path = Vec::new();
        let mut node = identifier;
        let mut parent = up.of(node)?;
        while parent.kind() == "subscript" && parent.child_by_field_name("value") == Some(node) {
            path.push(Subscript(Some(parent)));
            node = parent;
            parent = up.of(node)?;
        }
        let at = parent;
        // What a loop over it holds are its items.
        while parent.kind() == "argument_list" {
            let call = up.of(parent)?;
            let function = call.child_by_field_name("function")?;
            if !matches!(
                text(function, self.source),
                "enumerate" | "zip" | "reversed" | "sorted" | "list" | "tuple"
            ) {
                break;
            }
            (node, parent) = (call, up.of(call)?);
        }
        let is_loop = matches!(parent.kind(), "for_statement" | "for_in_clause");
        if is_loop && parent.child_by_field_name("right") == Some(node) {
            path.push(Subscript(None));
        }
        Some(Effect {
            kind: ChangeKind::Shared,
            path,
            at,
        })
    }

    /// Whether an identifier stands in a function inside the scope; `None` where its name means
    /// something of that function there.
    fn is_inside(&self, identifier: Node<'t>, name: &str) -> Option<bool> {
        let mut inner = false;
        for (i, ring) in self.places.rings(identifier, self.owner).enumerate() {
            match ring.kind {
                _ if i == MAX_INSIDE => return Some(true),
                RingKind::Function => {
                    let bound = self
                        .places
                        .bound(ring.node, || bound_by(ring.node, self.source));
                    if bound.contains(name) {
                        return None;
                    }
                    inner = true;
                }
                RingKind::Class => inner = true,
                RingKind::Comprehension => {
                    let bound = self
                        .places
                        .bound(ring.node, || variables(ring.node, self.source));
                    if bound.contains(name) {
                        return None;
                    }
                }
                RingKind::Block | RingKind::Loop => {}
            }
        }
        Some(inner)
    }
}

/// The names that a function binds by itself.
fn bound_by<'t>(function: Node<'t>, source: &'t str) -> FxHashSet<&'t str> {
    let mut names = FxHashSet::default();
    if let Some(parameters) = function.child_by_field_name("parameters") {
        names.extend(params(parameters).iter().map(|p| text(p.name, source)));
    }
    let Some(body) = function.child_by_field_name("body") else {
        return names;
    };
    walk(body, |visit| {
        if let Visit::Enter(node, _) = visit {
            let left = match node.kind() {
                "assignment" | "augmented_assignment" | "for_statement" => {
                    node.child_by_field_name("left")
                }
                "named_expression" => node.child_by_field_name("name"),
                "nonlocal_statement" | "global_statement" => {
                    return false;
                }
                _ => None,
            };
            let plain = |l: &Node<'_>| l.kind() != "subscript" && l.kind() != "attribute";
            if let Some(left) = left.filter(plain) {
                mentioned(left, source, &mut names);
            }
        }
        true
    });
    names
}

/// The variables of a comprehension.
fn variables<'t>(comprehension: Node<'t>, source: &'t str) -> FxHashSet<&'t str> {
    let mut names = FxHashSet::default();
    let clauses = children(comprehension).into_iter();
    for clause in clauses.filter(|c| c.kind() == "for_in_clause") {
        if let Some(left) = clause.child_by_field_name("left") {
            mentioned(left, source, &mut names);
        }
    }
    names
}

/// Adds all identifiers below a node.
fn mentioned<'t>(node: Node<'t>, source: &'t str, names: &mut FxHashSet<&'t str>) {
    walk(node, |visit| {
        if let Visit::Enter(node, _) = visit
            && node.kind() == "identifier"
        {
            names.insert(text(node, source));
        }
        true
    });
}
