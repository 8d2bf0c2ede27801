//! The names of one function or module: what gives them their values, and what changes those values
//! later. Which changes count at a place is decided by blocks and loops, which bindings by [`lang::python::reach`].

use std::collections::BTreeMap;

use lang::python::Reach;
use lang::python::reach::BindingId;
use lang::python::tree::{Constant, Kind, NodeId, Symbol, Tree};
use rustc_hash::FxHashMap;

use super::alias::uses;
use super::binding::Builder;
use super::mutation::MutationKind;
use super::places::Places;
use super::touched::Touched;

/// What one function, or the module, says of its names.
#[derive(Default)]
pub(super) struct Scope<'t> {
    pub(super) names: FxHashMap<Symbol, Name<'t>>,
    pub(super) returns: Vec<NodeId>,
    pub(super) yields: bool,
}

/// What is known of a name.
#[derive(Default)]
pub(super) struct Name<'t> {
    pub(super) bindings: BTreeMap<BindingId, Binding>,
    pub(super) changes: Vec<Change<'t>>,
    /// `global`, `nonlocal` or `del` make it too hard.
    pub(super) lost: bool,
}

/// A place that gives a name its value.
#[derive(Clone)]
pub(super) struct Binding {
    pub(super) source: Source,
    /// Which part of the value, for `a, (b, c) = …`: from the outside in.
    pub(super) path: Vec<usize>,
    /// From here on it holds.
    pub(super) end: usize,
    /// The block it stands in.
    pub(super) block: NodeId,
    /// Whether nothing else can hold the value.
    pub(super) is_new: bool,
}

/// What the value comes from.
#[derive(Clone)]
pub(super) enum Source {
    /// `x = value`.
    Value(NodeId),
    /// `x += value`: the whole statement.
    Augmented(NodeId),
    /// `for x in value`.
    Item(NodeId),
    /// A parameter.
    Param {
        annotation: Option<NodeId>,
        default: Option<NodeId>,
    },
    /// `x: T` without a value, or with one that its type describes better.
    Annotated(NodeId, NodeId),
    /// Anything else.
    Unknown,
}

/// A place that changes the value of a name.
pub(super) struct Change<'t> {
    pub(super) kind: MutationKind<'t>,
    /// The part that is changed, from the outside in.
    pub(super) path: Vec<Subscript>,
    /// The code that does it.
    pub(super) at: NodeId,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) block: NodeId,
    /// Whether it stands in a function inside, which runs who knows when.
    pub(super) inner: bool,
    /// Whether another name changes what is read there, which is not the one by which it is kept.
    pub(super) aside: bool,
    /// Where the name was given another value last, in the same block: the end of that place, 0 where
    /// there is none.
    pub(super) bound_at: usize,
    /// The number of the part that is changed: those of one number change the same part.
    pub(super) way: usize,
}

/// `[…]` behind a value; `None` for any of its items.
#[derive(Clone, Copy)]
pub(super) struct Subscript(pub(super) Option<NodeId>);

/// Reads a function's node or the module's.
pub(super) fn scope<'t>(node: NodeId, places: &Places<'t>, reach: &Reach) -> Scope<'t> {
    let tree = places.tree;
    let mut builder = Builder::new(node, places);
    let body = match tree.function(node) {
        None => node,
        Some(function) => {
            for param in &function.params {
                builder.param(*param, function.body);
            }
            match function.body {
                Some(body) => body,
                None => return builder.scope,
            }
        }
    };
    let mut below = tree.below(body);
    while let Some(node) = below.next() {
        if !builder.bind(node) {
            below.leave_out();
        }
    }
    let uses = uses(body, places);
    let touched = Touched::new(node, &uses, places, reach);
    let mut changes: Vec<(Symbol, Change<'_>)> = Vec::new();
    for used in uses {
        let name = used.name;
        changes.extend(builder.change(used, &touched).map(|c| (name, c)));
    }
    changes.sort_by_key(|(_, c)| (c.end, c.start));
    let mut scope = builder.scope;
    // What is never come to changes nothing.
    changes.retain(|(_, c)| reach.is_reachable(c.at));
    for (name, change) in changes {
        if let Some(name) = scope.names.get_mut(&name) {
            name.changes.push(change);
        }
    }
    scope.names.values_mut().for_each(|name| name.note(tree));
    scope.lose(body, tree);
    scope
}

impl Name<'_> {
    /// Notes at each change where the name was given another value before it, in the same block, and
    /// which changes are of the same part.
    fn note(&mut self, tree: &Tree) {
        let mut ends: FxHashMap<NodeId, Vec<usize>> = FxHashMap::default();
        let anew = |b: &&Binding| !matches!(b.source, Source::Augmented(_));
        for binding in self.bindings.values().filter(anew) {
            ends.entry(binding.block).or_default().push(binding.end);
        }
        ends.values_mut().for_each(|ends| ends.sort_unstable());
        let mut ways: FxHashMap<Vec<Option<&str>>, usize> = FxHashMap::default();
        for change in &mut self.changes {
            let key = |s: &Subscript| {
                let key = s.0.and_then(|s| tree.two(s));
                key.map(|(_, key)| tree.text_of(key))
            };
            let next = ways.len();
            let path = change.path.iter().map(key).collect();
            change.way = *ways.entry(path).or_insert(next);
            let Some(ends) = ends.get(&change.block) else {
                continue;
            };
            let before = ends.partition_point(|end| *end <= change.start);
            change.bound_at = before.checked_sub(1).map_or(0, |i| ends[i]);
        }
    }
}

impl Scope<'_> {
    /// Marks the names that functions inside give other values to.
    fn lose(&mut self, body: NodeId, tree: &Tree) {
        let is_outer = |n: &NodeId| matches!(tree.kind(*n), Kind::Global | Kind::Nonlocal);
        for statement in tree.below(body).filter(is_outer) {
            for name in tree.children(statement) {
                let known = tree.symbol_of(name);
                if let Some(name) = known.and_then(|n| self.names.get_mut(&n)) {
                    name.lost = true;
                }
            }
        }
    }
}

impl Source {
    /// Whether it gives a name a value that nothing else holds.
    pub(super) fn is_new(&self, tree: &Tree) -> bool {
        let value = match self {
            Source::Param { .. } => return true,
            Source::Value(value) | Source::Annotated(_, value) => *value,
            _ => return false,
        };
        match tree.kind(value) {
            Kind::Name(_)
            | Kind::Subscript
            | Kind::Attribute(_)
            | Kind::Conditional
            | Kind::And
            | Kind::Or
            | Kind::Named
            | Kind::Await
            | Kind::Broken => false,
            // What is given to a function may come back.
            Kind::Call => {
                let function = tree.called(value);
                let name = function.map_or("", |f| tree.text_of(f));
                matches!(
                    name,
                    "dict"
                        | "list"
                        | "sorted"
                        | "set"
                        | "defaultdict"
                        | "Counter"
                        | "copy.copy"
                        | "copy.deepcopy"
                        | "deepcopy"
                        | "json.loads"
                        | "asdict"
                        | "dataclasses.asdict"
                ) || [".copy", ".model_dump", "._asdict"]
                    .iter()
                    .any(|m| name.ends_with(m))
                    || function.is_some_and(|f| {
                        let is_plain = |a| match tree.kind(a) {
                            Kind::Str(_) => true,
                            Kind::Constant(constant) => constant != Constant::Ellipsis,
                            _ => false,
                        };
                        matches!(tree.kind(f), Kind::Name(_)) && tree.arguments(value).all(is_plain)
                    })
            }
            _ => true,
        }
    }
}
