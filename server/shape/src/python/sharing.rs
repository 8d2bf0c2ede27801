//! Where a value goes from a place where it is read: which names hold it, or a part of it, from then
//! on. What is done to it by those names is done to the value itself.

use std::rc::Rc;

use tree_sitter::Node;

use super::effect::{self, change_at};
use super::places::Places;
use lang::walk::{Visit, children, text, walk};

/// A name that holds a value, and how deep inside: what lies less deep is the name's alone.
type Sink<'t> = (Node<'t>, usize);

/// An expression, and how deep something lies in its value.
pub(super) type Inside = (usize, usize);

/// Where a value goes.
#[derive(Default)]
pub(super) struct Goes<'t> {
    pub(super) sinks: Vec<Sink<'t>>,
    /// It is handed to something that is not followed.
    anywhere: bool,
    /// The `return` that it leaves by.
    returned: Option<Node<'t>>,
}

/// How deep inside something is followed exactly.
const DEEPEST: usize = 8;

/// Most links of a chain that are followed to the name that it starts with.
const MAX_LINKS: usize = 100;

/// Most names that one value is followed to; where they are more, it may go anywhere.
const MAX_PARTS: usize = 40;

/// A place of a name, with what the code around does to the value.
pub(super) type Use<'t> = (Node<'t>, Option<effect::Effect<'t>>);

/// The places of all names below `body`, in order.
pub(super) fn uses<'t>(body: Node<'t>, source: &'t str, up: &Places<'t>) -> Vec<Use<'t>> {
    let mut uses = Vec::new();
    walk(body, |visit| {
        let Visit::Enter(node, ()) = visit else {
            return true;
        };
        if node.is_named() && node.kind() == "identifier" {
            uses.push((node, change_at(node, source, up)));
        }
        node.is_named()
    });
    uses
}

/// Whether the value that is read at `place` is still held by something afterwards.
pub(super) fn is_kept<'t>(
    place: Node<'t>,
    owner: Node<'t>,
    source: &'t str,
    up: &Places<'t>,
) -> bool {
    let goes = goes(place, 0, source, up);
    let leaves = |statement: Node<'t>| {
        // What runs after a `return` is `finally`; or all of the rest, for what other functions hold.
        let mut node = statement;
        while let Some(parent) = up.of(node) {
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

/// Whether a `return` hands a value of `owner` to code that may change it.
fn returns_to_others<'t>(
    statement: Node<'t>,
    owner: Node<'t>,
    source: &str,
    up: &Places<'t>,
) -> bool {
    let mut node = statement;
    while let Some(parent) = up.of(node) {
        if parent.kind() == "function_definition" {
            let name = parent.child_by_field_name("name");
            let is_main = name.is_some_and(|n| text(n, source) == "main");
            return parent != owner && !(is_main && owner.kind() == "module");
        }
        node = parent;
    }
    false
}

/// Where the value of an expression goes, if it lies `depth` deep in that.
pub(super) fn goes<'t>(
    node: Node<'t>,
    depth: usize,
    source: &'t str,
    up: &Places<'t>,
) -> Rc<Goes<'t>> {
    // What is true of an expression is true of all that go on into it: it is worked out once.
    let mut path: Vec<(Inside, Goes<'t>)> = Vec::new();
    let (mut node, mut depth) = (node, depth);
    let mut all = loop {
        let key = (node.id(), depth);
        let is_first = path.is_empty();
        let known = up.goes.borrow().get(&key).cloned();
        if let Some(known) = known.filter(|_| !is_first) {
            break known;
        }
        let mut own = Goes::default();
        let next = step(node, depth, is_first, source, up, &mut own);
        path.push((key, own));
        match next {
            Some((next, inside)) => (node, depth) = (next, inside.min(DEEPEST)),
            None => break Rc::default(),
        }
    };
    for (i, (key, own)) in path.into_iter().enumerate().rev() {
        if !own.stays() {
            all = Rc::new(own.and(&all));
        }
        if i > 0 {
            up.goes.borrow_mut().insert(key, Rc::clone(&all));
        }
    }
    all
}

/// Where the value of an expression goes next: in which expression it lies then, and how deep.
fn step<'t>(
    node: Node<'t>,
    depth: usize,
    is_first: bool,
    source: &'t str,
    up: &Places<'t>,
    goes: &mut Goes<'t>,
) -> Option<(Node<'t>, usize)> {
    let mut depth = depth;
    let parent = up.of(node)?;
    let is_field = |field| parent.child_by_field_name(field) == Some(node);
    let part = depth.saturating_sub(1);
    let copied = depth.max(1);
    match parent.kind() {
        "parenthesized_expression" | "await" | "boolean_operator" => {}
        "conditional_expression" => {
            if children(parent).get(1) == Some(&node) {
                return None;
            }
        }
        "subscript" if is_field("value") => {
            if is_target(parent, up) {
                goes.anywhere = true;
                return None;
            }
            let key = parent.child_by_field_name("subscript");
            let is_slice = key.is_some_and(|k| k.kind() == "slice");
            depth = if is_slice { copied } else { part };
        }
        "attribute" if is_field("object") => {
            let outer = up.of(parent)?;
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
                        goes.anywhere |= !is_first && !effect::READS.contains(&method);
                        return None;
                    }
                };
                return Some((outer, depth));
            }
        }
        "argument_list" | "keyword_argument" | "call" => {
            return argument(node, parent, depth, source, up, goes);
        }
        "list" | "tuple" | "set" | "expression_list" => depth += 1,
        "list_splat" | "dictionary_splat" => {
            let outer = up.of(parent)?;
            return Some(match outer.kind() {
                "argument_list" => (parent, copied),
                _ => (outer, copied),
            });
        }
        "pair" if is_field("value") => {
            let outer = up.of(parent)?;
            return Some((outer, depth + 1));
        }
        "binary_operator" => {
            let operator = parent.child_by_field_name("operator");
            if operator.is_some_and(|o| text(o, source) == "%") {
                return None;
            }
            depth = copied;
        }
        "named_expression" if is_field("value") => {
            if let Some(name) = parent.child_by_field_name("name") {
                goes.sinks.push((name, depth));
            }
        }
        "list_comprehension" | "set_comprehension" | "generator_expression" if is_field("body") => {
            depth += 1;
        }
        "for_in_clause" if is_field("right") => {
            if let Some(left) = parent.child_by_field_name("left") {
                goes.target(left, part);
            }
            return None;
        }
        "for_statement" if is_field("right") => {
            if let Some(left) = parent.child_by_field_name("left") {
                goes.target(left, part);
            }
            return None;
        }
        "assignment" if is_field("right") => {
            if let Some(left) = parent.child_by_field_name("left") {
                goes.target(left, depth);
            }
            // `a = b = value`.
            if up.of(parent).is_none_or(|p| p.kind() != "assignment") {
                return None;
            }
        }
        "assignment" => return None,
        "augmented_assignment" if is_field("right") => {
            if let Some(left) = parent.child_by_field_name("left") {
                goes.target(left, copied);
            }
            return None;
        }
        "lambda" => {
            let outer = up.of(parent);
            goes.anywhere |= is_field("body")
                && !outer.is_some_and(|o| {
                    let name = o.child_by_field_name("name");
                    o.kind() == "keyword_argument" && name.is_some_and(|n| text(n, source) == "key")
                });
            return None;
        }
        "return_statement" => {
            goes.returned = Some(parent);
            return None;
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
            return None;
        }
        "yield"
        | "raise_statement"
        | "default_parameter"
        | "typed_default_parameter"
        | "as_pattern" => {
            goes.anywhere = true;
            return None;
        }
        _ => return None,
    }
    Some((parent, depth))
}

impl<'t> Goes<'t> {
    /// Whether nothing else holds it.
    pub(super) fn stays(&self) -> bool {
        !self.anywhere && self.sinks.is_empty() && self.returned.is_none()
    }

    /// The same, and where it goes from there.
    fn and(mut self, rest: &Goes<'t>) -> Goes<'t> {
        self.sinks.extend(&rest.sinks);
        self.anywhere |= rest.anywhere || self.sinks.len() > MAX_PARTS;
        self.sinks.truncate(MAX_PARTS);
        self.returned = self.returned.or(rest.returned);
        self
    }

    /// Whether it gets out of sight.
    pub(super) fn leaves(&self, owner: Node<'t>, source: &str, up: &Places<'t>) -> bool {
        self.anywhere
            || self
                .returned
                .is_some_and(|r| returns_to_others(r, owner, source, up))
    }

    /// Adds the names that a target binds or changes.
    fn target(&mut self, left: Node<'t>, depth: usize) {
        if self.sinks.len() > MAX_PARTS {
            self.anywhere = true;
            return;
        }
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
    up: &Places<'t>,
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
    for (lambda, parameters) in up.given_functions(call).iter().take(MAX_PARTS + 1) {
        if *lambda != node {
            goes.target(*parameters, 0);
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
    for _ in 0..MAX_LINKS {
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
    None
}

/// Whether something is put in the place of a part of a value, or that is taken away.
fn is_target<'t>(node: Node<'t>, up: &Places<'t>) -> bool {
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
