//! The names of one function or module: what gives them their values, and what changes those values
//! later. Which of them counts at a place is decided by blocks and loops, not by running anything.

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::binding::Builder;
use super::effect::ChangeKind;
use super::places::Places;
use super::sharing::uses;
use super::touched::Touched;
use lang::python::params;
use lang::walk::{Visit, children, text, walk};

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
    /// Whether nothing else can hold the value.
    pub(super) is_new: bool,
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
    /// Where the name was given another value last, in the same block: the end of that place, 0 where
    /// there is none.
    pub(super) bound_at: usize,
    /// The number of the part that is changed: those of one number change the same part.
    pub(super) way: usize,
}

/// `[…]` behind a value; `None` for any of its items.
#[derive(Clone, Copy)]
pub(super) struct Subscript<'t>(pub(super) Option<Node<'t>>);

/// Reads a function's node or the module's root.
pub(super) fn scope<'t>(node: Node<'t>, places: &Places<'t>, source: &'t str) -> Scope<'t> {
    let mut builder = Builder {
        scope: Scope::default(),
        owner: node,
        places,
        source,
        chained: FxHashMap::default(),
    };
    if let Some(list) = node.child_by_field_name("parameters") {
        for param in params(list) {
            builder.param(&param);
        }
    }
    let body = node.child_by_field_name("body").unwrap_or(node);
    walk(body, |visit| {
        if let Visit::Enter(node, _) = visit {
            return builder.bind(node, named_kind(node));
        }
        true
    });
    let uses = uses(body, source, places);
    let mut changes: Vec<(&str, Change<'_>)> = Vec::new();
    let touched = Touched::new(node, &uses, places, source);
    for (place, effect) in uses {
        changes.extend(builder.change(place, effect, &touched));
    }
    changes.sort_by_key(|(_, c)| (c.end, c.start));
    let mut scope = builder.scope;
    for (name, change) in changes {
        if let Some(name) = scope.names.get_mut(name) {
            name.changes.push(change);
        }
    }
    scope.names.values_mut().for_each(|name| name.note(source));
    scope.lose(body, source);
    scope
}

impl Name<'_> {
    /// Notes at each change where the name was given another value before it, in the same block, and
    /// which changes are of the same part.
    fn note(&mut self, source: &str) {
        let mut ends: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let anew = |b: &&Binding<'_>| !matches!(b.source, Source::Augmented(_));
        for binding in self.bindings.iter().filter(anew) {
            ends.entry(binding.block).or_default().push(binding.end);
        }
        ends.values_mut().for_each(|ends| ends.sort_unstable());
        let mut ways: FxHashMap<Vec<Option<&str>>, usize> = FxHashMap::default();
        for change in &mut self.changes {
            let key = |s: &Subscript<'_>| {
                let key = s.0.and_then(|s| s.child_by_field_name("subscript"));
                key.map(|k| text(k, source))
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

/// The kind of a node that the grammar names; `""` for signs and keywords, which are many.
pub(super) fn named_kind(node: Node<'_>) -> &'static str {
    if node.is_named() { node.kind() } else { "" }
}

impl<'t> Scope<'t> {
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

impl<'t> Source<'t> {
    /// Whether it gives a name a value that nothing else holds.
    pub(super) fn is_new(&self, source: &str) -> bool {
        let value = match self {
            Source::Param { .. } => return true,
            Source::Value(value) | Source::Annotated(_, value) => *value,
            _ => return false,
        };
        match value.kind() {
            "identifier"
            | "subscript"
            | "attribute"
            | "conditional_expression"
            | "boolean_operator"
            | "parenthesized_expression"
            | "named_expression"
            | "await" => false,
            // What is given to a function may come back.
            "call" => {
                let function = value.child_by_field_name("function");
                let name = function.map_or("", |f| text(f, source));
                let arguments = value.child_by_field_name("arguments");
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
                    || arguments.is_some_and(|a| {
                        let mut plain = children(a).into_iter();
                        function.is_some_and(|f| f.kind() == "identifier")
                            && plain.all(|a| {
                                matches!(
                                    a.kind(),
                                    "string" | "integer" | "float" | "true" | "false" | "none"
                                )
                            })
                    })
            }
            _ => true,
        }
    }
}
