//! The names of one function or module: what gives them their values, and what changes those values
//! later. Which of them counts at a place is decided by blocks and loops, not by running anything.

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::block::block_of;
use super::effect::{ChangeKind, Effect};
use super::sharing::{Touched, uses};
use crate::script::walk::{Visit, children, text, walk};
use crate::script::{RawParam, params};

/// What one function, or the module, says of its names.
#[derive(Default)]
pub(super) struct Scope<'t> {
    pub(super) names: FxHashMap<&'t str, Name<'t>>,
    pub(super) returns: Vec<Node<'t>>,
    pub(super) yields: bool,
}

/// What is known of a name.
#[derive(Default)]
pub(super) struct Name<'t> {
    pub(super) bindings: Vec<Binding<'t>>,
    pub(super) changes: Vec<Change<'t>>,
    /// `global`, `nonlocal` or `del` make it too hard.
    pub(super) lost: bool,
}

/// A place that gives a name its value.
#[derive(Clone)]
pub(super) struct Binding<'t> {
    pub(super) source: Source<'t>,
    /// Which part of the value, for `a, (b, c) = …`: from the outside in.
    pub(super) path: Vec<usize>,
    /// From here on it holds.
    pub(super) end: usize,
    /// The block it stands in.
    pub(super) block: usize,
}

/// What the value comes from.
#[derive(Clone)]
pub(super) enum Source<'t> {
    /// `x = value`.
    Value(Node<'t>),
    /// `x += value`: the whole statement.
    Augmented(Node<'t>),
    /// `for x in value`.
    Item(Node<'t>),
    /// A parameter.
    Param {
        annotation: Option<Node<'t>>,
        default: Option<Node<'t>>,
    },
    /// `x: T` without a value, or with one that its type describes better.
    Annotated(Node<'t>, Node<'t>),
    /// Anything else.
    Unknown,
}

/// A place that changes the value of a name.
pub(super) struct Change<'t> {
    pub(super) kind: ChangeKind<'t>,
    /// The part that is changed, from the outside in.
    pub(super) path: Vec<Subscript<'t>>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) block: usize,
    /// Whether it stands in a function inside, which runs who knows when.
    pub(super) inner: bool,
}

/// `[…]` behind a value; `None` for any of its items.
#[derive(Clone, Copy)]
pub(super) struct Subscript<'t>(pub(super) Option<Node<'t>>);

/// Reads a function's node or the module's root.
pub(super) fn scope<'t>(node: Node<'t>, source: &'t str) -> Scope<'t> {
    let mut scope = Scope::default();
    if let Some(list) = node.child_by_field_name("parameters") {
        for param in params(list) {
            scope.param(&param, node, source);
        }
    }
    let body = node.child_by_field_name("body").unwrap_or(node);
    walk(body, |visit| {
        if let Visit::Enter(node, _) = visit {
            return scope.bind(node, named_kind(node), source);
        }
        true
    });
    let (uses, up) = uses(body, source);
    let mut changes: Vec<(&str, Change<'_>)> = Vec::new();
    let touched = Touched::new(node, &uses, &up, source);
    for (place, effect) in uses {
        changes.extend(scope.change(place, effect, node, &touched, source));
    }
    changes.sort_by_key(|(_, c)| (c.end, c.start));
    for (name, change) in changes {
        if let Some(name) = scope.names.get_mut(name) {
            name.changes.push(change);
        }
    }
    scope.lose(body, source);
    scope
}

/// The kind of a node that the grammar names; `""` for signs and keywords, which are many.
pub(super) fn named_kind(node: Node<'_>) -> &'static str {
    if node.is_named() { node.kind() } else { "" }
}

impl<'t> Scope<'t> {
    fn add(&mut self, name: Node<'t>, source: &'t str, binding: Binding<'t>) {
        let name = self.names.entry(text(name, source)).or_default();
        name.bindings.push(binding);
    }

    fn param(&mut self, param: &RawParam<'t>, function: Node<'t>, source: &'t str) {
        use crate::script::ParamKind::*;
        let value = match param.kind {
            Args | Kwargs => Source::Unknown,
            _ => Source::Param {
                annotation: param.annotation,
                default: param.default,
            },
        };
        let body = function.child_by_field_name("body").unwrap_or(function);
        let binding = Binding {
            source: value,
            path: Vec::new(),
            end: param.node.end_byte(),
            block: body.id(),
        };
        self.add(param.name, source, binding);
    }

    /// Notes what `node` binds; whether to look inside it.
    fn bind(&mut self, node: Node<'t>, kind: &str, source: &'t str) -> bool {
        let plain = |value, at: Node<'t>| Binding {
            source: value,
            path: Vec::new(),
            end: at.end_byte(),
            block: block_of(at, source),
        };
        match kind {
            "function_definition" | "class_definition" => {
                if let Some(name) = node.child_by_field_name("name") {
                    self.add(name, source, plain(Source::Unknown, node));
                }
                return false;
            }
            "lambda" => return false,
            "return_statement" => self.returns.push(node),
            "yield" => self.yields = true,
            "assignment" => {
                let left = node.child_by_field_name("left");
                // `a = b = value`: each is given the last one.
                let mut value = node.child_by_field_name("right");
                while let Some(next) = value.filter(|v| v.kind() == "assignment") {
                    value = next.child_by_field_name("right");
                }
                let from = match (node.child_by_field_name("type"), value) {
                    (Some(annotation), Some(value)) => Source::Annotated(annotation, value),
                    (Some(_), None) => return false,
                    (None, Some(value)) => Source::Value(value),
                    (None, None) => Source::Unknown,
                };
                if let Some(left) = left {
                    self.targets(left, source, &plain(from, node));
                }
            }
            "augmented_assignment" => {
                if let Some(left) = node.child_by_field_name("left") {
                    self.targets(left, source, &plain(Source::Augmented(node), node));
                }
            }
            "named_expression" => {
                let value = node.child_by_field_name("value");
                let from = value.map_or(Source::Unknown, Source::Value);
                if let Some(name) = node.child_by_field_name("name") {
                    self.add(name, source, plain(from, node));
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
                };
                if let Some(left) = node.child_by_field_name("left") {
                    self.targets(left, source, &binding);
                }
            }
            "as_pattern" => {
                if let Some(alias) = node.child_by_field_name("alias") {
                    let target = alias.named_child(0).unwrap_or(alias);
                    self.targets(target, source, &plain(Source::Unknown, node));
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
                        self.add(bound, source, plain(Source::Unknown, node));
                    }
                }
                return false;
            }
            "case_pattern" => {
                walk(node, |visit| {
                    if let Visit::Enter(part, _) = visit
                        && part.kind() == "identifier"
                    {
                        self.add(part, source, plain(Source::Unknown, node));
                    }
                    true
                });
                return false;
            }
            "global_statement" | "nonlocal_statement" | "delete_statement" => {
                for name in children(node).iter().filter(|n| n.kind() == "identifier") {
                    self.names.entry(text(*name, source)).or_default().lost = true;
                }
            }
            // Their variables are their own.
            "for_in_clause" => {}
            _ => {}
        }
        true
    }

    /// Names on the left of an assignment.
    fn targets(&mut self, left: Node<'t>, source: &'t str, binding: &Binding<'t>) {
        match left.kind() {
            "identifier" => self.add(left, source, binding.clone()),
            "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list"
            | "expression_list" => {
                let parts = children(left);
                let starred = parts.iter().any(|p| p.kind() == "list_splat_pattern");
                for (i, part) in parts.into_iter().enumerate() {
                    let mut inner = binding.clone();
                    match starred {
                        true => inner.source = Source::Unknown,
                        false => inner.path.push(i),
                    }
                    self.targets(part, source, &inner);
                }
            }
            "list_splat_pattern" => {
                if let Some(name) = left.named_child(0) {
                    self.targets(name, source, binding);
                }
            }
            _ => {}
        }
    }

    /// What is done to the name that `identifier` is, if it is one of this scope.
    fn change(
        &self,
        identifier: Node<'t>,
        effect: Option<Effect<'t>>,
        scope: Node<'t>,
        touched: &Touched<'t, '_>,
        source: &'t str,
    ) -> Option<(&'t str, Change<'t>)> {
        let name = text(identifier, source);
        if !self.names.contains_key(name) {
            return None;
        }
        let effect = effect.or_else(|| {
            touched
                .changes(identifier, scope, source)
                .then(|| shared(identifier, source))
                .flatten()
        });
        let Effect { kind, path, at } = effect?;
        let inner = depth_below(identifier, scope, name, source)?;
        let change = Change {
            kind,
            path,
            start: at.start_byte(),
            end: at.end_byte(),
            block: block_of(at, source),
            inner,
        };
        Some((name, change))
    }

    /// Marks the names that functions inside give other values to.
    fn lose(&mut self, body: Node<'t>, source: &'t str) {
        let code = text(body, source);
        if !code.contains("global") && !code.contains("nonlocal") {
            return;
        }
        walk(body, |visit| {
            if let Visit::Enter(node, _) = visit
                && matches!(node.kind(), "global_statement" | "nonlocal_statement")
            {
                for name in children(node) {
                    if let Some(name) = self.names.get_mut(text(name, source)) {
                        name.lost = true;
                    }
                }
            }
            true
        });
    }
}

/// Something else holds the value that is read here, or a part of it, and changes it.
fn shared<'t>(identifier: Node<'t>, source: &str) -> Option<Effect<'t>> {
    let mut path = Vec::new();
    let mut node = identifier;
    let mut parent = node.parent()?;
    while parent.kind() == "subscript" && parent.child_by_field_name("value") == Some(node) {
        path.push(Subscript(Some(parent)));
        node = parent;
        parent = node.parent()?;
    }
    let at = parent;
    // What a loop over it holds are its items.
    while parent.kind() == "argument_list" {
        let call = parent.parent()?;
        let function = call.child_by_field_name("function")?;
        if !matches!(
            text(function, source),
            "enumerate" | "zip" | "reversed" | "sorted" | "list" | "tuple"
        ) {
            break;
        }
        (node, parent) = (call, call.parent()?);
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

/// Whether an identifier stands in a function inside `scope`; `None` where its name means something
/// of that function there.
fn depth_below(identifier: Node<'_>, scope: Node<'_>, name: &str, source: &str) -> Option<bool> {
    let mut inner = false;
    let mut node = identifier;
    while let Some(parent) = node.parent() {
        if parent == scope {
            break;
        }
        match parent.kind() {
            "function_definition" | "lambda" => {
                if binds(parent, name, source) {
                    return None;
                }
                inner = true;
            }
            "class_definition" => inner = true,
            "list_comprehension"
            | "dictionary_comprehension"
            | "set_comprehension"
            | "generator_expression" => {
                let clauses = children(parent);
                let mut targets = clauses
                    .iter()
                    .filter(|c| c.kind() == "for_in_clause")
                    .filter_map(|c| c.child_by_field_name("left"));
                if targets.any(|t| mentions(t, name, source)) {
                    return None;
                }
            }
            _ => {}
        }
        node = parent;
    }
    Some(inner)
}

/// Whether a function binds a name by itself.
fn binds(function: Node<'_>, name: &str, source: &str) -> bool {
    let parameters = function.child_by_field_name("parameters");
    if parameters.is_some_and(|p| params(p).iter().any(|p| text(p.name, source) == name)) {
        return true;
    }
    let Some(body) = function.child_by_field_name("body") else {
        return false;
    };
    let mut found = false;
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
            let plain = |l: Node<'_>| l.kind() != "subscript" && l.kind() != "attribute";
            found |= left.is_some_and(|l| plain(l) && mentions(l, name, source));
        }
        !found
    });
    found
}

fn mentions(node: Node<'_>, name: &str, source: &str) -> bool {
    let mut found = false;
    walk(node, |visit| {
        if let Visit::Enter(node, _) = visit {
            found |= node.kind() == "identifier" && text(node, source) == name;
        }
        !found
    });
    found
}
