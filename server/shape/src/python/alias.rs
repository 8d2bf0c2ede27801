//! Where a value goes from a place where it is read: which names hold it, or a part of it, from then
//! on. What is done to it by those names is done to the value itself.
//!
//! - An *alias* is another name for an object, or for one that lies in it. It begins with a *binding* or with a *store* (what
//!   is put into something). Which binding a name means, and which bindings reach it where it is read, is said by
//!   `lang/python`: one name may have several values, in one function or in two.
//! - The *depth* of an alias is how many containers lie between: `rows.append(a)` makes `rows` an alias of `a`, one deep.
//!   What lies less deep is the name's own.
//! - A *sink* is what holds a value from some place on: a binding, or what a store is made into.
//! - A value *escapes* where it gets to code that is not followed; it *stays* where it has no sink and does not escape.

use std::rc::Rc;

use lang::python::reach::BindingId;
use lang::python::tree::{Kind, NodeId, Operator, PatternKind, Symbol, Tree};

use super::mutation::{self, mutation_at};
use super::places::{Given, Places};

/// What holds a value from some place on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sink {
    /// A name is given it, or a value that it lies in.
    Binding(BindingId),
    /// It is put into what is read here by a name.
    Store(NodeId),
}

/// An expression, and how deep something lies in its value.
pub(super) type Inside = (NodeId, usize);

/// Where a value goes.
#[derive(Default)]
pub(super) struct Goes {
    /// What holds it, and how deep inside: what lies less deep is not shared.
    pub(super) sinks: Vec<(Sink, usize)>,
    /// It is handed to something that is not followed.
    escapes: bool,
    /// The `return` that it leaves by.
    returned: Option<NodeId>,
}

/// How deep inside something is followed exactly.
const DEEPEST: usize = 8;

/// Most links of a chain that are followed to the name that it starts with.
const MAX_LINKS: usize = 100;

/// Most names that one value is followed to; where they are more, it may go anywhere.
const MAX_PARTS: usize = 40;

/// A place where a name is read or changed.
pub(super) struct Use<'t> {
    pub(super) node: NodeId,
    pub(super) name: Symbol,
    /// What the code around does to the value.
    pub(super) mutation: Option<mutation::Mutation<'t>>,
}

/// The places of all names below `body`, in order, but for those that only give them a value.
pub(super) fn uses<'t>(body: NodeId, up: &Places<'t>) -> Vec<Use<'t>> {
    let tree = up.tree;
    let read = tree.within(body).filter_map(|node| match tree.kind(node) {
        Kind::Name(name) if matches!(up.given(node), Given::Nothing | Given::Both) => Some(Use {
            node,
            name,
            mutation: mutation_at(node, up),
        }),
        _ => None,
    });
    read.collect()
}

/// Whether the value that is read at `place` is still held by something afterwards.
pub(super) fn is_kept(place: NodeId, owner: NodeId, up: &Places<'_>) -> bool {
    let tree = up.tree;
    let goes = goes(place, 0, up);
    let leaves = |statement: NodeId| {
        // What runs after a `return` is `finally`; or all of the rest, for what other functions hold.
        for around in tree.above(statement) {
            match tree.kind(around) {
                Kind::Function { .. } | Kind::Module => return around != owner,
                Kind::Try if tree.find(around, |k| k == Kind::Finally).is_some() => return true,
                _ => {}
            }
        }
        true
    };
    goes.escapes || !goes.sinks.is_empty() || goes.returned.is_some_and(leaves)
}

/// Whether a `return` hands a value of `owner` to code that may change it.
fn returns_to_others(statement: NodeId, owner: NodeId, tree: &Tree) -> bool {
    let is_function = |n: &NodeId| matches!(tree.kind(*n), Kind::Function { .. });
    let Some(function) = tree.above(statement).find(is_function) else {
        return false;
    };
    let name = tree.find(function, |k| matches!(k, Kind::Ident(_)));
    let is_main = name.is_some_and(|n| tree.text_of(n) == "main");
    function != owner && !(is_main && owner == NodeId::ROOT)
}

/// Where the value of an expression goes, if it lies `depth` deep in that.
pub(super) fn goes(node: NodeId, depth: usize, up: &Places<'_>) -> Rc<Goes> {
    // What is true of an expression is true of all that go on into it: it is worked out once.
    let mut path: Vec<(Inside, Goes)> = Vec::new();
    let (mut node, mut depth) = (node, depth);
    let mut all = loop {
        let key = (node, depth);
        let is_first = path.is_empty();
        let known = up.goes.borrow().get(&key).cloned();
        if let Some(known) = known.filter(|_| !is_first) {
            break known;
        }
        let mut own = Goes::default();
        let next = step(node, depth, is_first, up, &mut own);
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
fn step(
    node: NodeId,
    depth: usize,
    is_first: bool,
    up: &Places<'_>,
    goes: &mut Goes,
) -> Option<(NodeId, usize)> {
    let tree = up.tree;
    let parent = tree.parent(node)?;
    let is_head = tree.is_first(node);
    let part = depth.saturating_sub(1);
    let copied = depth.max(1);
    let inside = match tree.kind(parent) {
        Kind::Await | Kind::And | Kind::Or => depth,
        Kind::Conditional if tree.child(parent, 1) != Some(node) => depth,
        Kind::Subscript if is_head => {
            if up.given(parent) != Given::Nothing {
                goes.escapes = true;
                return None;
            }
            if is_slice(parent, tree) { copied } else { part }
        }
        Kind::Attribute(method) => {
            let Some(call) = tree.call_of(parent) else {
                return Some((parent, part));
            };
            let inside = match tree.name(method) {
                "copy" | "model_dump" | "dict" => copied,
                "items" => part + 2,
                "values" => part + 1,
                "get" | "pop" | "setdefault" | "popitem" => part,
                // What is done to the name itself is no concern of this.
                method => {
                    goes.escapes |= !is_first && !mutation::READS.contains(&method);
                    return None;
                }
            };
            return Some((call, inside));
        }
        Kind::Call => return argument(node, parent, depth, up, goes),
        Kind::Keyword(_) => return argument(node, tree.parent(parent)?, depth, up, goes),
        Kind::List | Kind::Tuple | Kind::Set => depth + 1,
        Kind::Starred | Kind::Unpack => {
            let outer = tree.parent(parent)?;
            return Some(match tree.kind(outer) {
                Kind::Call => (parent, copied),
                _ => (outer, copied),
            });
        }
        Kind::Pair if !is_head => return Some((tree.parent(parent)?, depth + 1)),
        Kind::Binary(operator) if operator != Operator::Mod => copied,
        Kind::Named if !is_head => {
            if let Some(name) = tree.child(parent, 0) {
                goes.bound_to(name, depth, up);
            }
            depth
        }
        Kind::Comp(_) if is_head => depth + 1,
        Kind::CompFor { .. } | Kind::For { .. } if !is_head => {
            goes.first_of(parent, part, up);
            return None;
        }
        Kind::Assign { valued, .. } if valued && tree.end(node) == tree.end(parent) => {
            let targets = tree.children(parent);
            for target in targets.take_while(|t| up.given(*t) == Given::Value) {
                goes.target(target, depth, up);
            }
            return None;
        }
        Kind::AugAssign(_) if !is_head => {
            goes.first_of(parent, copied, up);
            return None;
        }
        Kind::Lambda => {
            let is_key = |outer: NodeId| matches!(tree.kind(outer), Kind::Keyword(name) if tree.name(name) == "key");
            goes.escapes |= !tree.parent(parent).is_some_and(is_key);
            return None;
        }
        Kind::Return => {
            goes.returned = Some(parent);
            return None;
        }
        Kind::Match => {
            let cases = tree.children(parent);
            let cases = cases.filter(|c| tree.kind(*c) == Kind::Case);
            for pattern in cases.filter_map(|c| tree.child(c, 0)) {
                goes.captured(pattern, up);
            }
            return None;
        }
        Kind::Param { default, .. } => {
            goes.escapes |= default && tree.end(node) == tree.end(parent);
            return None;
        }
        Kind::WithItem => {
            // `as` comes behind it.
            goes.escapes |= tree.end(node) != tree.end(parent);
            return None;
        }
        Kind::Yield | Kind::YieldFrom | Kind::Raise => {
            goes.escapes = true;
            return None;
        }
        _ => return None,
    };
    Some((parent, inside))
}

impl Goes {
    /// Whether nothing else holds it.
    pub(super) fn stays(&self) -> bool {
        !self.escapes && self.sinks.is_empty() && self.returned.is_none()
    }

    /// The same, and where it goes from there.
    fn and(mut self, rest: &Goes) -> Goes {
        self.sinks.extend(&rest.sinks);
        self.escapes |= rest.escapes || self.sinks.len() > MAX_PARTS;
        self.sinks.truncate(MAX_PARTS);
        self.returned = self.returned.or(rest.returned);
        self
    }

    /// Whether it gets out of sight.
    pub(super) fn escapes_from(&self, owner: NodeId, tree: &Tree) -> bool {
        self.escapes
            || self
                .returned
                .is_some_and(|r| returns_to_others(r, owner, tree))
    }

    /// Adds what holds it; whether there may be more.
    fn held_by(&mut self, sink: Sink, depth: usize) -> bool {
        if self.sinks.len() > MAX_PARTS {
            self.escapes = true;
            return false;
        }
        self.sinks.push((sink, depth));
        true
    }

    /// Adds the name that is given a value where it is written; whether there may be more.
    fn bound_to(&mut self, ident: NodeId, depth: usize, up: &Places<'_>) -> bool {
        match up.names.binding_at(ident) {
            Some(binding) => self.held_by(Sink::Binding(binding), depth),
            None => {
                self.escapes = true;
                true
            }
        }
    }

    /// Adds the names that the first child of a node binds or changes.
    fn first_of(&mut self, node: NodeId, depth: usize, up: &Places<'_>) {
        if let Some(first) = up.tree.child(node, 0) {
            self.target(first, depth, up);
        }
    }

    /// Adds the names that a target binds or changes.
    fn target(&mut self, target: NodeId, depth: usize, up: &Places<'_>) {
        let tree = up.tree;
        let mut parts = tree.within(target);
        while let Some(part) = parts.next() {
            let depth = if part == target { depth } else { 0 };
            let goes_on = match tree.kind(part) {
                Kind::Name(_) => self.bound_to(part, depth, up),
                Kind::Subscript => {
                    parts.leave_out();
                    match root(part, tree) {
                        // `x[:] = values` takes over what they hold.
                        Some((name, 0)) => self.held_by(Sink::Store(name), depth.max(1)),
                        Some((name, inside)) => self.held_by(Sink::Store(name), depth + inside),
                        None => {
                            self.escapes = true;
                            true
                        }
                    }
                }
                Kind::Attribute(_) => {
                    parts.leave_out();
                    self.escapes = true;
                    true
                }
                _ => true,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Adds the names of a pattern.
    fn captured(&mut self, pattern: NodeId, up: &Places<'_>) {
        for name in captures(pattern, up.tree) {
            if !self.bound_to(name, 0, up) {
                return;
            }
        }
    }
}

/// The identifiers that a pattern of a `case` binds.
pub(super) fn captures(pattern: NodeId, tree: &Tree) -> impl Iterator<Item = NodeId> + '_ {
    tree.below(pattern).filter(|node| {
        let parent = tree.parent(*node).map(|p| tree.kind(p));
        let binds = matches!(
            parent,
            Some(Kind::Pattern(
                PatternKind::Capture | PatternKind::As | PatternKind::Rest
            ))
        );
        binds && matches!(tree.kind(*node), Kind::Ident(_))
    })
}

/// What a call does with its argument, a value or what stands right in its brackets: the call itself, where
/// it hands a part of it on.
fn argument(
    node: NodeId,
    call: NodeId,
    depth: usize,
    up: &Places<'_>,
    goes: &mut Goes,
) -> Option<(NodeId, usize)> {
    let tree = up.tree;
    let function = tree.called(call)?;
    // What stands in front of the brackets is not given to the call.
    if function == node {
        return None;
    }
    let part = depth.saturating_sub(1);
    let copied = depth.max(1);
    // A function that is called with each item.
    for lambda in up.given_functions(call).iter().take(MAX_PARTS + 1) {
        if *lambda != node {
            let params = tree.children(*lambda).filter_map(|p| tree.param(p)?.name);
            for name in params {
                if !goes.bound_to(name, 0, up) {
                    break;
                }
            }
        }
    }
    match tree.kind(function) {
        Kind::Name(name) => match tree.name(name) {
            "list" | "dict" | "set" | "tuple" | "sorted" | "frozenset" | "reversed" | "iter" => {
                Some((call, copied))
            }
            "filter" | "map" => Some((call, part)),
            "enumerate" | "zip" => Some((call, part + 2)),
            "min" | "max" | "next" | "getattr" | "sum" => Some((call, part)),
            name if mutation::HARMLESS.contains(&name) => None,
            _ => {
                goes.escapes = true;
                None
            }
        },
        Kind::Attribute(method) => {
            let receiver = tree.child(function, 0)?;
            match (tree.text_of(receiver), tree.name(method)) {
                ("copy", "deepcopy") | ("dataclasses", "asdict") => None,
                ("copy", _) => Some((call, copied)),
                ("itertools" | "functools" | "random" | "asyncio" | "dataclasses", _) => {
                    Some((call, 0))
                }
                (owner, _) if mutation::MODULES.contains(&owner) => None,
                (_, "get" | "pop") => Some((call, depth)),
                (_, method) if mutation::STORES.contains(&method) => {
                    match root(receiver, tree) {
                        Some((name, inside)) => {
                            let inside = match method {
                                "extend" | "update" => copied + inside,
                                _ => depth + 1 + inside,
                            };
                            goes.held_by(Sink::Store(name), inside);
                        }
                        None => goes.escapes = true,
                    }
                    (method == "setdefault").then_some((call, depth))
                }
                (_, method) if mutation::LEAVES.contains(&method) => None,
                _ => {
                    goes.escapes = true;
                    None
                }
            }
        }
        _ => {
            goes.escapes = true;
            None
        }
    }
}

/// The [`Kind::Name`] that a chain of subscripts and lookups starts with, and how many subscripts there are at
/// least.
pub(super) fn root(node: NodeId, tree: &Tree) -> Option<(NodeId, usize)> {
    let (mut node, mut inside) = (node, 0);
    for _ in 0..MAX_LINKS {
        match tree.kind(node) {
            Kind::Name(_) => return Some((node, inside)),
            Kind::Subscript => {
                inside += usize::from(!is_slice(node, tree));
                (node, _) = tree.two(node)?;
            }
            Kind::Call => {
                let function = tree.called(node)?;
                if !matches!(tree.kind(function), Kind::Attribute(_)) {
                    return None;
                }
                node = tree.child(function, 0)?;
            }
            _ => return None,
        }
    }
    None
}

/// Whether a subscript is `x[a:b]`.
pub(super) fn is_slice(subscript: NodeId, tree: &Tree) -> bool {
    let key = tree.two(subscript).map(|(_, key)| tree.kind(key));
    matches!(key, Some(Kind::Slice { .. }))
}
