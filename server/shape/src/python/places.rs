//! Where the nodes of a tree stand: what they run with, what lies around them, whether they are given a
//! value there. Worked out in one pass.

use std::cell::RefCell;
use std::rc::Rc;

use lang::python::Names;
use lang::python::tree::{Kind, NodeId, Symbol, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::alias::{Goes, Inside};

/// Most loops, blocks and functions around a place that are looked at.
const MAX_AROUND: usize = 200;

/// No ring.
const NONE: u32 = u32::MAX;

/// Where the nodes of one tree stand.
pub(super) struct Places<'t> {
    pub(super) tree: &'t Tree,
    pub(super) names: &'t Names,
    /// By node.
    known: Vec<Place>,
    rings: Vec<Ring>,
    /// `with` statements that may go on after an error inside of them.
    suppressing: FxHashSet<NodeId>,
    /// Calls of plain names: the function at the top that they stand in, and the name.
    calls: Vec<(NodeId, Symbol)>,
    /// Functions that a call is given, by call; see [`Places::given_functions`].
    given: RefCell<FxHashMap<NodeId, Rc<[NodeId]>>>,
    /// Whether a call is given a function of the script, by call.
    calls_back: RefCell<FxHashMap<NodeId, bool>>,
    /// Where values go on from expressions.
    pub(super) goes: RefCell<FxHashMap<Inside, Rc<Goes>>>,
}

/// Where one node stands.
#[derive(Clone, Copy)]
struct Place {
    /// The block that it runs with.
    block: NodeId,
    /// What lies around it.
    ring: u32,
    given: Given,
}

/// What a statement does to what is written as an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Given {
    /// Nothing: it is read.
    Nothing,
    /// It gets a value.
    Value,
    /// It is read and gets a value: `+=`.
    Both,
    /// It is taken away: `del`.
    Away,
}

/// Something around a place.
#[derive(Clone, Copy)]
pub(super) struct Ring {
    pub(super) kind: RingKind,
    pub(super) node: NodeId,
    outer: u32,
}

/// What lies around a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RingKind {
    Block,
    Loop,
    Comprehension,
    Function,
    Class,
}

/// What lies around a place.
pub(super) struct Around {
    /// The blocks, innermost first.
    pub(super) blocks: Vec<NodeId>,
    /// The loops, each as its span in bytes.
    pub(super) loops: Vec<(usize, usize)>,
}

/// What nodes hand on to those in them, by node; only while they are looked at.
struct Inner {
    /// What lies around the children; for a `for` statement, around its body.
    rings: Vec<u32>,
    /// The function at the top that they stand in.
    functions: Vec<Option<NodeId>>,
}

impl<'t> Places<'t> {
    /// Looks at every node once.
    pub(super) fn new(tree: &'t Tree, names: &'t Names) -> Places<'t> {
        let mut places = Places {
            tree,
            names,
            known: Vec::with_capacity(tree.len()),
            rings: Vec::new(),
            suppressing: FxHashSet::default(),
            calls: Vec::new(),
            given: RefCell::default(),
            calls_back: RefCell::default(),
            goes: RefCell::default(),
        };
        let mut inner = Inner {
            rings: Vec::with_capacity(tree.len()),
            functions: Vec::with_capacity(tree.len()),
        };
        for node in tree.all() {
            places.enter(node, &mut inner);
        }
        places
    }

    fn enter(&mut self, node: NodeId, inner: &mut Inner) {
        let (tree, names) = (self.tree, self.names);
        let kind = tree.kind(node);
        let mut place = Place {
            block: node,
            ring: NONE,
            given: Given::Nothing,
        };
        let mut function = None;
        if let Some(parent) = tree.parent(node) {
            let above = self.known[parent.index()];
            let holder = tree.kind(parent);
            // A decorator stands outside of what it decorates.
            let is_outside = kind == Kind::Decorator;
            place = Place {
                block: self.block_in(node, parent),
                ring: match holder {
                    Kind::For { .. } if kind != Kind::Block => above.ring,
                    _ if is_outside => above.ring,
                    _ => inner.rings[parent.index()],
                },
                given: self.given_in(node, parent),
            };
            let outer = if is_outside {
                tree.parent(parent)
            } else {
                None
            };
            function = inner.functions[outer.unwrap_or(parent).index()];
        }
        self.known.push(place);
        let ring = match kind {
            Kind::Block | Kind::Module => Some(RingKind::Block),
            Kind::For { .. } | Kind::While => Some(RingKind::Loop),
            Kind::Comp(_) => Some(RingKind::Comprehension),
            Kind::Function { .. } | Kind::Lambda => Some(RingKind::Function),
            Kind::Class { .. } => Some(RingKind::Class),
            _ => None,
        };
        inner.rings.push(match ring {
            Some(kind) => {
                self.rings.push(Ring {
                    kind,
                    node,
                    outer: place.ring,
                });
                (self.rings.len() - 1) as u32
            }
            None => place.ring,
        });
        match kind {
            Kind::Function { .. } => {
                let is_at_top = tree.parent(node) == Some(NodeId::ROOT);
                // What a function inside does is not what this one does.
                function = is_at_top.then_some(node);
            }
            Kind::With { .. } if names.may_suppress(tree, node) => {
                self.suppressing.insert(node);
            }
            Kind::Call => {
                if let (Some(within), Some(called)) = (function, tree.called(node))
                    && let Kind::Name(name) = tree.kind(called)
                {
                    self.calls.push((within, name));
                }
            }
            _ => {}
        }
        inner.functions.push(function);
    }

    /// The block that a child of a node runs with: what stands in `with` runs with what is around it. What
    /// runs only at times within its statement is a block of its own.
    fn block_in(&self, node: NodeId, parent: NodeId) -> NodeId {
        let tree = self.tree;
        let around = self.known[parent.index()].block;
        match tree.kind(parent) {
            Kind::Block => {
                let is_with = |n: &NodeId| matches!(tree.kind(*n), Kind::With { .. });
                match tree.parent(parent).filter(is_with) {
                    Some(with) if !self.suppresses(with) => around,
                    _ => parent,
                }
            }
            Kind::And | Kind::Or if !tree.is_first(node) => node,
            Kind::Elif
            | Kind::Case
            | Kind::Conditional
            | Kind::Comp(_)
            | Kind::Compare(_)
            | Kind::Assert
            | Kind::Lambda => node,
            _ => around,
        }
    }

    /// What is done to a child of a node.
    fn given_in(&self, node: NodeId, parent: NodeId) -> Given {
        let tree = self.tree;
        let is_given = match tree.kind(parent) {
            Kind::Tuple | Kind::List | Kind::Starred => {
                return self.known[parent.index()].given;
            }
            Kind::AugAssign(_) if tree.is_first(node) => return Given::Both,
            Kind::Delete => return Given::Away,
            Kind::Assign { annotated, valued } => {
                let is_last = valued && tree.end(node) == tree.end(parent);
                tree.is_first(node) || !annotated && !is_last
            }
            Kind::For { .. } | Kind::CompFor { .. } | Kind::Named => tree.is_first(node),
            Kind::WithItem => !tree.is_first(node),
            _ => false,
        };
        if is_given {
            Given::Value
        } else {
            Given::Nothing
        }
    }

    /// Whether a `with` statement may go on after an error inside of it.
    fn suppresses(&self, with: NodeId) -> bool {
        self.suppressing.contains(&with)
    }

    /// The block that a place runs with.
    pub(super) fn block(&self, node: NodeId) -> NodeId {
        self.known[node.index()].block
    }

    /// What the statement around does to what is written as this expression, be it one of several in a list.
    pub(super) fn given(&self, node: NodeId) -> Given {
        self.known[node.index()].given
    }

    /// What lies around a place up to `scope`, innermost first. What encloses `scope` itself is left
    /// out, and so is `scope`.
    pub(super) fn rings(&self, place: NodeId, scope: NodeId) -> impl Iterator<Item = Ring> {
        let ring = |node: NodeId| self.known[node.index()].ring;
        let (mut at, end) = (ring(place), ring(scope));
        std::iter::from_fn(move || {
            let ring = *self.rings.get(at as usize).filter(|_| at != end)?;
            at = ring.outer;
            Some(ring)
        })
        .take_while(move |r| r.node != scope || r.kind == RingKind::Block)
    }

    /// What lies around a place up to `scope`. `None`: the place lies in a function inside the scope,
    /// or too deep.
    pub(super) fn around(&self, place: NodeId, scope: NodeId) -> Option<Around> {
        let (mut blocks, mut loops) = (Vec::new(), Vec::new());
        for (i, ring) in self.rings(place, scope).enumerate() {
            match ring.kind {
                _ if i == MAX_AROUND => return None,
                RingKind::Block => blocks.push(ring.node),
                RingKind::Loop | RingKind::Comprehension => {
                    let span = self.tree.span(ring.node);
                    loops.push((span.start as usize, span.end as usize));
                }
                RingKind::Function => return None,
                RingKind::Class => {}
            }
        }
        Some(Around { blocks, loops })
    }

    /// Calls of plain names that stand in functions at the top, and not in functions inside of those:
    /// the function, and the name.
    pub(super) fn calls(&self) -> &[(NodeId, Symbol)] {
        &self.calls
    }

    /// The lambdas that a call is given.
    pub(super) fn given_functions(&self, call: NodeId) -> Rc<[NodeId]> {
        let tree = self.tree;
        let mut given = self.given.borrow_mut();
        let found = given.entry(call).or_insert_with(|| {
            let values = tree.arguments(call).filter_map(|a| match tree.kind(a) {
                Kind::Keyword(_) => tree.child(a, 0),
                _ => Some(a),
            });
            values.filter(|v| tree.kind(*v) == Kind::Lambda).collect()
        });
        Rc::clone(found)
    }

    /// Whether a call is given a function of the script, as `find` says once.
    pub(super) fn calls_back(&self, call: NodeId, find: impl FnOnce() -> bool) -> bool {
        *self
            .calls_back
            .borrow_mut()
            .entry(call)
            .or_insert_with(find)
    }
}
