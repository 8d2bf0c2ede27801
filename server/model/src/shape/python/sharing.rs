//! Where a value goes from a place where it is read: which names hold it, or a part of it, from then
//! on. What is done to it by those names is done to the value itself.

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use super::effect::{self, ChangeKind, change_at};
use crate::script::walk::{Parents, Visit, children, text, walk};

/// A name that holds a value, and how deep inside: what lies less deep is the name's alone.
type Sink<'t> = (Node<'t>, usize);

/// Where a value goes.
#[derive(Default)]
pub(super) struct Goes<'t> {
    sinks: Vec<Sink<'t>>,
    /// It is handed to something that is not followed.
    anywhere: bool,
    /// The `return` that it leaves by.
    returned: Option<Node<'t>>,
}

/// Deeper places count as this deep.
const MAX_INSIDE: usize = 3;

/// A place of a name, with what the code around does to the value.
pub(super) type Use<'t> = (Node<'t>, Option<effect::Effect<'t>>);

/// The places of all names below `body`, in order.
pub(super) fn uses<'t>(body: Node<'t>, source: &'t str) -> (Vec<Use<'t>>, Parents<'t>) {
    let mut uses = Vec::new();
    let parents = Parents::below(body, |up, node| {
        if node.kind() == "identifier" {
            uses.push((node, change_at(node, source, up)));
        }
    });
    (uses, parents)
}

/// Whether the value that is read at `place` is still held by something afterwards.
pub(super) fn is_kept<'t>(place: Node<'t>, owner: Node<'t>, source: &'t str) -> bool {
    let goes = goes(place, 0, source, &Parents::default());
    let leaves = |statement: Node<'t>| {
        // What runs after a `return` is `finally`; or all of the rest, for what other functions hold.
        let mut node = statement;
        while let Some(parent) = node.parent() {
            match parent.kind() {
                "function_definition" | "module" => return parent != owner,
                "try_statement" => {
                    let clauses = children(parent);
                    if clauses.iter().any(|c| c.kind() == "finally_clause") {
                        return true;
                    }
                }
                _ => {}
            }
            node = parent;
        }
        true
    };
    goes.anywhere || !goes.sinks.is_empty() || goes.returned.is_some_and(leaves)
}

/// The names by which what they hold, this deep inside or deeper, is changed.
pub(super) struct Touched<'t, 'u> {
    names: FxHashSet<(&'t str, usize)>,
    up: &'u Parents<'t>,
}

impl<'t, 'u> Touched<'t, 'u> {
    /// Looks at all places of all names once.
    pub(super) fn new(
        owner: Node<'t>,
        uses: &[Use<'t>],
        up: &'u Parents<'t>,
        source: &'t str,
    ) -> Touched<'t, 'u> {
        let mut names = FxHashSet::default();
        // Who holds what a name holds, and how deep.
        let mut held_by: FxHashMap<(&str, usize), Vec<(&'t str, usize)>> = FxHashMap::default();
        let mut open = Vec::new();
        for (place, change) in uses {
            let name = text(*place, source);
            for depth in 0..=MAX_INSIDE {
                let is_plain = match change {
                    Some(change) if changes_at_depth(change, depth) => {
                        open.push((name, depth));
                        continue;
                    }
                    Some(change) => !matches!(change.kind, ChangeKind::Call(..)),
                    None => false,
                };
                if is_plain {
                    continue;
                }
                let goes = goes(*place, depth, source, up);
                // How deep something lies decides nothing but how deep it lies in the end.
                if goes.stays() {
                    break;
                }
                if goes.leaves(owner, source) {
                    open.push((name, depth));
                }
                for (sink, inside) in goes.sinks {
                    let sink = (text(sink, source), inside.min(MAX_INSIDE));
                    held_by.entry(sink).or_default().push((name, depth));
                }
            }
        }
        while let Some(one) = open.pop() {
            if names.insert(one) {
                open.extend(held_by.remove(&one).into_iter().flatten());
            }
        }
        Touched { names, up }
    }

    /// Whether the value that is read at `place` may be changed by another name for it, or for a part.
    pub(super) fn changes(&self, place: Node<'t>, owner: Node<'t>, source: &'t str) -> bool {
        let goes = goes(place, 0, source, self.up);
        goes.leaves(owner, source)
            || goes.sinks.iter().any(|(sink, depth)| {
                self.names
                    .contains(&(text(*sink, source), (*depth).min(MAX_INSIDE)))
            })
    }
}

/// Whether a `return` hands a value of `owner` to code that may change it.
fn returns_to_others(statement: Node<'_>, owner: Node<'_>, source: &str) -> bool {
    let mut node = statement;
    while let Some(parent) = node.parent() {
        if parent.kind() == "function_definition" {
            let name = parent.child_by_field_name("name");
            let is_main = name.is_some_and(|n| text(n, source) == "main");
            return parent != owner && !(is_main && owner.kind() == "module");
        }
        node = parent;
    }
    false
}

/// Whether a change reaches what lies `depth` deep inside of the value.
fn changes_at_depth(change: &effect::Effect<'_>, depth: usize) -> bool {
    let path = change.path.len();
    match change.kind {
        ChangeKind::Escape | ChangeKind::Shared => true,
        ChangeKind::Set(_) | ChangeKind::SetUnknown | ChangeKind::Delete => path > depth,
        ChangeKind::Augmented(_) | ChangeKind::Grown(_) => path + 1 > depth,
        ChangeKind::Call(method, _) => path >= depth || !effect::MUTATORS.contains(&method),
    }
}

/// Where the value of an expression goes, if it lies `depth` deep in that.
fn goes<'t>(node: Node<'t>, depth: usize, source: &'t str, up: &Parents<'t>) -> Goes<'t> {
    let mut goes = Goes::default();
    let first = node;
    let (mut node, mut depth) = (node, depth);
    while let Some(parent) = up.of(node) {
        let is_field = |field| parent.child_by_field_name(field) == Some(node);
        let part = depth.saturating_sub(1);
        let copied = depth.max(1);
        match parent.kind() {
            "parenthesized_expression" | "await" | "boolean_operator" => {}
            "conditional_expression" => {
                if children(parent).get(1) == Some(&node) {
                    return goes;
                }
            }
            "subscript" if is_field("value") => {
                if is_target(parent, up) {
                    goes.anywhere = true;
                    return goes;
                }
                let key = parent.child_by_field_name("subscript");
                let is_slice = key.is_some_and(|k| k.kind() == "slice");
                depth = if is_slice { copied } else { part };
            }
            "attribute" if is_field("object") => {
                let Some(outer) = up.of(parent) else {
                    return goes;
                };
                let called =
                    outer.kind() == "call" && outer.child_by_field_name("function") == Some(parent);
                if !called {
                    depth = part;
                } else {
                    let method = parent.child_by_field_name("attribute");
                    depth = match method.map_or("", |m| text(m, source)) {
                        "copy" | "model_dump" | "dict" => copied,
                        "items" => part + 2,
                        "values" => part + 1,
                        "get" | "pop" | "setdefault" | "popitem" => part,
                        // What is done to the name itself is no concern of this.
                        method => {
                            goes.anywhere |= node != first && !effect::READS.contains(&method);
                            return goes;
                        }
                    };
                    node = outer;
                    continue;
                }
            }
            "argument_list" | "keyword_argument" | "call" => {
                match argument(node, parent, depth, source, up, &mut goes) {
                    Some((call, inside)) => {
                        (node, depth) = (call, inside);
                        continue;
                    }
                    None => return goes,
                }
            }
            "list" | "tuple" | "set" | "expression_list" => depth += 1,
            "list_splat" | "dictionary_splat" => {
                let Some(outer) = up.of(parent) else {
                    return goes;
                };
                depth = copied;
                node = match outer.kind() {
                    "argument_list" => parent,
                    _ => outer,
                };
                continue;
            }
            "pair" if is_field("value") => {
                let Some(outer) = up.of(parent) else {
                    return goes;
                };
                depth += 1;
                node = outer;
                continue;
            }
            "binary_operator" => {
                let operator = parent.child_by_field_name("operator");
                if operator.is_some_and(|o| text(o, source) == "%") {
                    return goes;
                }
                depth = copied;
            }
            "named_expression" if is_field("value") => {
                if let Some(name) = parent.child_by_field_name("name") {
                    goes.sinks.push((name, depth));
                }
            }
            "list_comprehension" | "set_comprehension" | "generator_expression"
                if is_field("body") =>
            {
                depth += 1;
            }
            "for_in_clause" if is_field("right") => {
                if let Some(left) = parent.child_by_field_name("left") {
                    goes.target(left, part);
                }
                return goes;
            }
            "for_statement" if is_field("right") => {
                if let Some(left) = parent.child_by_field_name("left") {
                    goes.target(left, part);
                }
                return goes;
            }
            "assignment" if is_field("right") => {
                if let Some(left) = parent.child_by_field_name("left") {
                    goes.target(left, depth);
                }
                // `a = b = value`.
                if up.of(parent).is_none_or(|p| p.kind() != "assignment") {
                    return goes;
                }
            }
            "assignment" => return goes,
            "augmented_assignment" if is_field("right") => {
                if let Some(left) = parent.child_by_field_name("left") {
                    goes.target(left, copied);
                }
                return goes;
            }
            "lambda" => {
                let outer = up.of(parent);
                goes.anywhere |= is_field("body")
                    && !outer.is_some_and(|o| {
                        let name = o.child_by_field_name("name");
                        o.kind() == "keyword_argument"
                            && name.is_some_and(|n| text(n, source) == "key")
                    });
                return goes;
            }
            "return_statement" => {
                goes.returned = Some(parent);
                return goes;
            }
            "match_statement" => {
                for clause in children(parent).into_iter().flat_map(children) {
                    walk(clause, |visit| {
                        if let Visit::Enter(part, _) = visit
                            && part.kind() == "case_pattern"
                        {
                            goes.target(part, 0);
                        }
                        true
                    });
                }
                return goes;
            }
            "yield"
            | "raise_statement"
            | "default_parameter"
            | "typed_default_parameter"
            | "as_pattern" => {
                goes.anywhere = true;
                return goes;
            }
            _ => return goes,
        }
        node = parent;
    }
    goes
}

impl<'t> Goes<'t> {
    /// Whether nothing else holds it.
    fn stays(&self) -> bool {
        !self.anywhere && self.sinks.is_empty() && self.returned.is_none()
    }

    /// Whether it gets out of sight.
    fn leaves(&self, owner: Node<'t>, source: &str) -> bool {
        self.anywhere
            || self
                .returned
                .is_some_and(|r| returns_to_others(r, owner, source))
    }

    /// Adds the names that a target binds or changes.
    fn target(&mut self, left: Node<'t>, depth: usize) {
        match left.kind() {
            "identifier" => self.sinks.push((left, depth)),
            "subscript" => match root(left) {
                // `x[:] = values` takes over what they hold.
                Some((name, 0)) => self.sinks.push((name, depth.max(1))),
                Some((name, inside)) => self.sinks.push((name, depth + inside)),
                None => self.anywhere = true,
            },
            "attribute" => self.anywhere = true,
            _ => {
                for part in children(left) {
                    self.target(part, 0);
                }
            }
        }
    }
}

/// What a call does with its argument: the call itself, where it hands a part of it on.
fn argument<'t>(
    node: Node<'t>,
    parent: Node<'t>,
    depth: usize,
    source: &'t str,
    up: &Parents<'t>,
    goes: &mut Goes<'t>,
) -> Option<(Node<'t>, usize)> {
    let call = match parent.kind() {
        "call" => parent,
        "argument_list" => up.of(parent)?,
        _ if parent.child_by_field_name("value") == Some(node) => up.of(up.of(parent)?)?,
        _ => return None,
    };
    if call.kind() != "call" {
        return None;
    }
    let function = call.child_by_field_name("function")?;
    // What stands in front of the brackets is not given to the call.
    if function == node {
        return None;
    }
    let part = depth.saturating_sub(1);
    let copied = depth.max(1);
    // A function that is called with each item.
    for other in call
        .child_by_field_name("arguments")
        .map_or(Vec::new(), children)
    {
        let other = match other.kind() {
            "keyword_argument" => other.child_by_field_name("value").unwrap_or(other),
            _ => other,
        };
        if other.kind() == "lambda"
            && other != node
            && let Some(parameters) = other.child_by_field_name("parameters")
        {
            goes.target(parameters, 0);
        }
    }
    match function.kind() {
        "identifier" => match text(function, source) {
            "list" | "dict" | "set" | "tuple" | "sorted" | "frozenset" | "reversed" | "iter" => {
                Some((call, copied))
            }
            "filter" | "map" => Some((call, part)),
            "enumerate" | "zip" => Some((call, part + 2)),
            "min" | "max" | "next" | "getattr" | "sum" => Some((call, part)),
            name if effect::HARMLESS.contains(&name) => None,
            _ => {
                goes.anywhere = true;
                None
            }
        },
        "attribute" => {
            let method = function.child_by_field_name("attribute")?;
            let receiver = function.child_by_field_name("object")?;
            let owner = text(receiver, source);
            match (owner, text(method, source)) {
                ("copy", "deepcopy") | ("dataclasses", "asdict") => None,
                ("copy", _) => Some((call, copied)),
                ("itertools" | "functools" | "random" | "asyncio" | "dataclasses", _) => {
                    Some((call, 0))
                }
                (owner, _) if effect::MODULES.contains(&owner) => None,
                (_, "get" | "pop") => Some((call, depth)),
                (_, method) if effect::STORES.contains(&method) => {
                    match root(receiver) {
                        Some((name, inside)) => {
                            let inside = match method {
                                "extend" | "update" => copied + inside,
                                _ => depth + 1 + inside,
                            };
                            goes.sinks.push((name, inside));
                        }
                        None => goes.anywhere = true,
                    }
                    (method == "setdefault").then_some((call, depth))
                }
                (_, method) if effect::LEAVES.contains(&method) => None,
                _ => {
                    goes.anywhere = true;
                    None
                }
            }
        }
        _ => {
            goes.anywhere = true;
            None
        }
    }
}

/// The name that a chain of subscripts and lookups starts with, and how many subscripts there are at
/// least.
pub(super) fn root(node: Node<'_>) -> Option<(Node<'_>, usize)> {
    let (mut node, mut inside) = (node, 0);
    loop {
        match node.kind() {
            "identifier" => return Some((node, inside)),
            "subscript" => {
                let key = node.child_by_field_name("subscript")?;
                inside += usize::from(key.kind() != "slice");
                node = node.child_by_field_name("value")?;
            }
            "call" => {
                let function = node.child_by_field_name("function")?;
                if function.kind() != "attribute" {
                    return None;
                }
                node = function.child_by_field_name("object")?;
            }
            "parenthesized_expression" => node = node.named_child(0)?,
            _ => return None,
        }
    }
}

/// Whether something is put in the place of a part of a value, or that is taken away.
fn is_target<'t>(node: Node<'t>, up: &Parents<'t>) -> bool {
    up.of(node).is_some_and(|p| match p.kind() {
        "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause" => {
            p.child_by_field_name("left") == Some(node)
        }
        kind => matches!(
            kind,
            "pattern_list" | "tuple_pattern" | "list_pattern" | "delete_statement"
        ),
    })
}
