//! Where the nodes of a tree stand: what holds them, what they run with, what lies around them. Worked
//! out in one pass, for tree-sitter finds a node's parent from the root down, each time anew.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use super::sharing::{Goes, Inside};
use lang::walk::{Visit, children, text, walk};

/// Most loops, blocks and functions around a place that are looked at.
const MAX_AROUND: usize = 200;

/// No ring.
const NONE: u32 = u32::MAX;

/// Where the nodes of one tree stand.
pub(super) struct Places<'t> {
    source: &'t str,
    root: Node<'t>,
    known: FxHashMap<usize, Place<'t>>,
    rings: Vec<Ring<'t>>,
    /// `with` statements that may go on after an error inside of them.
    suppressing: FxHashSet<usize>,
    /// Names of functions and classes that are defined anywhere.
    defined: OnceCell<FxHashSet<&'t str>>,
    /// Calls of plain names: the function at the top that they stand in, and the name.
    calls: Vec<(usize, &'t str)>,
    /// Parameters of functions that a call is given, by call; see [`Places::given_functions`].
    given: RefCell<FxHashMap<usize, Given<'t>>>,
    /// Whether a call is given a function of the script, by call.
    calls_back: RefCell<FxHashMap<usize, bool>>,
    /// Where values go on from expressions.
    pub(super) goes: RefCell<FxHashMap<Inside, Rc<Goes<'t>>>>,
    /// Names that a function binds, by function.
    bound: RefCell<FxHashMap<usize, Rc<FxHashSet<&'t str>>>>,
}

/// Functions that are given to a call, each with the list of its parameters.
type Given<'t> = Rc<[(Node<'t>, Node<'t>)]>;

/// Where one node stands.
#[derive(Clone, Copy)]
struct Place<'t> {
    parent: Node<'t>,
    block: usize,
    ring: u32,
}

/// Something around a place.
#[derive(Clone, Copy)]
pub(super) struct Ring<'t> {
    pub(super) kind: RingKind,
    pub(super) node: Node<'t>,
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
    pub(super) blocks: Vec<usize>,
    /// The loops, each as its span in bytes.
    pub(super) loops: Vec<(usize, usize)>,
}

/// A node whose children are being visited.
struct Open<'t> {
    node: Node<'t>,
    kind: &'static str,
    /// The block that it runs with.
    block: usize,
    /// What lies around it.
    ring: u32,
    /// What lies around its children; for a `for` statement, around its body.
    inner: u32,
    /// The child that differs from the others: the body of a `for`, the left of `and` and `or`.
    apart: Option<usize>,
    /// The function at the top that it stands in.
    function: Option<usize>,
}

impl<'t> Places<'t> {
    /// Looks at every node below `root` once.
    pub(super) fn new(root: Node<'t>, source: &'t str) -> Places<'t> {
        let mut places = Places {
            source,
            root,
            known: FxHashMap::default(),
            rings: Vec::new(),
            suppressing: FxHashSet::default(),
            defined: OnceCell::new(),
            calls: Vec::new(),
            given: RefCell::default(),
            calls_back: RefCell::default(),
            goes: RefCell::default(),
            bound: RefCell::default(),
        };
        let mut open: Vec<Open<'t>> = Vec::new();
        walk(root, |step| match step {
            Visit::Enter(node, ()) => {
                if !node.is_named() {
                    return false;
                }
                let entered = places.enter(node, &open);
                open.push(entered);
                true
            }
            Visit::Leave(_) => {
                open.pop();
                true
            }
        });
        places
    }

    fn enter(&mut self, node: Node<'t>, open: &[Open<'t>]) -> Open<'t> {
        let kind = node.kind();
        let (block, ring, function) = match open.last() {
            None => (node.id(), NONE, None),
            Some(parent) => {
                let block = self.block_in(node, parent, open);
                let ring = match parent.kind {
                    "for_statement" if parent.apart != Some(node.id()) => parent.ring,
                    _ => parent.inner,
                };
                let place = Place {
                    parent: parent.node,
                    block,
                    ring,
                };
                self.known.insert(node.id(), place);
                (block, ring, parent.function)
            }
        };
        let field = |name| node.child_by_field_name(name).map(|n| n.id());
        let mut inner = |kind| {
            self.rings.push(Ring {
                kind,
                node,
                outer: ring,
            });
            (self.rings.len() - 1) as u32
        };
        let mut opened = Open {
            node,
            kind,
            block,
            ring,
            inner: ring,
            apart: None,
            function,
        };
        match kind {
            "block" | "module" => opened.inner = inner(RingKind::Block),
            "for_statement" => {
                opened.inner = inner(RingKind::Loop);
                opened.apart = field("body");
            }
            "while_statement" => opened.inner = inner(RingKind::Loop),
            "list_comprehension"
            | "dictionary_comprehension"
            | "set_comprehension"
            | "generator_expression" => opened.inner = inner(RingKind::Comprehension),
            "function_definition" => {
                opened.inner = inner(RingKind::Function);
                let at_top = open
                    .iter()
                    .all(|o| matches!(o.kind, "module" | "decorated_definition"));
                // What a function inside does is not what this one does.
                opened.function = at_top.then(|| node.id());
            }
            "lambda" => opened.inner = inner(RingKind::Function),
            "class_definition" => opened.inner = inner(RingKind::Class),
            "boolean_operator" => opened.apart = field("left"),
            "with_statement" if self.may_suppress(node) => {
                self.suppressing.insert(node.id());
            }
            "call" => {
                let called = node.child_by_field_name("function");
                if let (Some(within), Some(name)) = (function, called)
                    && name.kind() == "identifier"
                {
                    self.calls.push((within, text(name, self.source)));
                }
            }
            _ => {}
        }
        opened
    }

    /// The block that a child of the innermost open node runs with: what stands in `with` runs with
    /// what is around it. What runs only at times within its statement is a block of its own.
    fn block_in(&self, node: Node<'t>, parent: &Open<'t>, open: &[Open<'t>]) -> usize {
        match parent.kind {
            "block" => {
                let holder = open.len().checked_sub(2).map(|i| &open[i]);
                let with = holder.filter(|h| h.kind == "with_statement");
                match with {
                    Some(with) if !self.suppresses(with.node) => parent.block,
                    _ => parent.node.id(),
                }
            }
            "boolean_operator" if parent.apart != Some(node.id()) => node.id(),
            "elif_clause"
            | "case_clause"
            | "conditional_expression"
            | "list_comprehension"
            | "dictionary_comprehension"
            | "set_comprehension"
            | "generator_expression"
            | "comparison_operator"
            | "assert_statement"
            | "lambda" => node.id(),
            _ => parent.block,
        }
    }

    /// Whether a `with` may go on after an error inside of it: `suppress` does, and what is made in the
    /// file may.
    fn may_suppress(&self, with: Node<'t>) -> bool {
        let clauses = children(with);
        let mut clauses = clauses.into_iter().filter(|c| c.kind() == "with_clause");
        clauses.any(|clause| {
            let mut may = text(clause, self.source).contains("suppress");
            walk(clause, |visit| {
                if let Visit::Enter(node, _) = visit
                    && node.kind() == "call"
                    && let Some(function) = node.child_by_field_name("function")
                {
                    let name = text(function, self.source);
                    may |= name.is_empty() || self.defined().contains(name);
                }
                !may
            });
            may
        })
    }

    fn defined(&self) -> &FxHashSet<&'t str> {
        self.defined.get_or_init(|| {
            let mut names = FxHashSet::default();
            walk(self.root, |visit| {
                if let Visit::Enter(node, _) = visit
                    && matches!(node.kind(), "function_definition" | "class_definition")
                    && let Some(name) = node.child_by_field_name("name")
                {
                    names.insert(text(name, self.source));
                }
                true
            });
            names
        })
    }

    /// Whether a `with` statement may go on after an error inside of it.
    pub(super) fn suppresses(&self, with: Node<'_>) -> bool {
        self.suppressing.contains(&with.id())
    }

    /// The parent of a node.
    pub(super) fn of(&self, node: Node<'t>) -> Option<Node<'t>> {
        match self.known.get(&node.id()) {
            Some(place) => Some(place.parent),
            None if node == self.root => None,
            // Signs and keywords are not noted.
            None => node.parent(),
        }
    }

    /// The block that a place runs with.
    pub(super) fn block(&self, node: Node<'t>) -> usize {
        let known = self.known.get(&node.id());
        known.map_or_else(|| self.root.id(), |place| place.block)
    }

    /// What lies around a place up to `scope`, innermost first. What encloses `scope` itself is left
    /// out, and so is `scope`.
    pub(super) fn rings(&self, place: Node<'t>, scope: Node<'t>) -> impl Iterator<Item = Ring<'t>> {
        let ring = |node: Node<'_>| self.known.get(&node.id()).map_or(NONE, |p| p.ring);
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
    pub(super) fn around(&self, place: Node<'t>, scope: Node<'t>) -> Option<Around> {
        let (mut blocks, mut loops) = (Vec::new(), Vec::new());
        for (i, ring) in self.rings(place, scope).enumerate() {
            match ring.kind {
                _ if i == MAX_AROUND => return None,
                RingKind::Block => blocks.push(ring.node.id()),
                RingKind::Loop | RingKind::Comprehension => {
                    loops.push((ring.node.start_byte(), ring.node.end_byte()));
                }
                RingKind::Function => return None,
                RingKind::Class => {}
            }
        }
        Some(Around { blocks, loops })
    }

    /// Calls of plain names that stand in functions at the top, and not in functions inside of those:
    /// the function's node, and the name.
    pub(super) fn calls(&self) -> &[(usize, &'t str)] {
        &self.calls
    }

    /// The lambdas that a call is given, each with its parameters.
    pub(super) fn given_functions(&self, call: Node<'t>) -> Given<'t> {
        let mut given = self.given.borrow_mut();
        let found = given.entry(call.id()).or_insert_with(|| {
            let arguments = call.child_by_field_name("arguments");
            let arguments = arguments.map_or(Vec::new(), children).into_iter();
            let values = arguments.map(|a| match a.kind() {
                "keyword_argument" => a.child_by_field_name("value").unwrap_or(a),
                _ => a,
            });
            let lambdas = values.filter(|v| v.kind() == "lambda");
            lambdas
                .filter_map(|l| Some((l, l.child_by_field_name("parameters")?)))
                .collect()
        });
        Rc::clone(found)
    }

    /// Whether a call is given a function of the script, as `find` says once.
    pub(super) fn calls_back(&self, call: Node<'t>, find: impl FnOnce() -> bool) -> bool {
        *self
            .calls_back
            .borrow_mut()
            .entry(call.id())
            .or_insert_with(find)
    }

    /// The names that a function binds, as `find` says once.
    pub(super) fn bound(
        &self,
        function: Node<'t>,
        find: impl FnOnce() -> FxHashSet<&'t str>,
    ) -> Rc<FxHashSet<&'t str>> {
        let mut bound = self.bound.borrow_mut();
        let names = bound
            .entry(function.id())
            .or_insert_with(|| Rc::new(find()));
        Rc::clone(names)
    }
}
