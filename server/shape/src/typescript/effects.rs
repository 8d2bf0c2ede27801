//! What happens to the variables of a script by ways that reading it in order does not show: by another
//! name of the same value, in functions that something else calls, or in code that is not there.
//!
//! Variables are told apart by function and name. Where a value flows is followed from the name
//! outwards; a way that is not known counts as one on which anything may happen.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::flow::Flow;
use crate::javascript::Escape;
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Symbol, Tree};

/// What becomes of each variable.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// By where a name is declared.
    escapes: FxHashMap<NodeId, Escape>,
    /// Whether the script does what cannot be followed at all.
    pub(super) is_opaque: bool,
}

/// One variable.
pub(super) struct Variable {
    /// The function that it belongs to.
    pub(super) function: NodeId,
    /// Where it is declared.
    pub(super) at: usize,
    /// Whether it is a function of the script.
    pub(super) is_function: bool,
    /// Where what it holds is changed by its own name: its properties or items, not theirs.
    pub(super) changes: Vec<Change>,
    /// Whether more may happen to what it holds.
    pub(super) is_changed: bool,
    /// Whether it may be given any value.
    pub(super) is_lost: bool,
}

/// A place where a variable's value is changed.
pub(super) struct Change {
    pub(super) at: usize,
    /// The loops and functions around it.
    pub(super) loops: Vec<(usize, usize)>,
}

/// How two variables hang together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Link {
    /// They hold the same value.
    Same,
    /// The first holds a part of what the second holds.
    Part,
    /// The first holds something new in which the second's value, or a part of it, was put at this
    /// byte.
    Holds(usize),
}

/// Functions and the names that they declare.
pub(super) struct Scopes<'t> {
    pub(super) tree: &'t Tree,
    /// Variables by function and name.
    pub(super) names: FxHashMap<(NodeId, Symbol), usize>,
    pub(super) variables: Vec<Variable>,
    /// The functions that names are bound to.
    pub(super) functions: FxHashMap<usize, NodeId>,
    /// The functions around nodes that were asked for.
    around: RefCell<FxHashMap<NodeId, NodeId>>,
    /// What names mean in functions that were asked for, once all variables are known.
    meant: RefCell<FxHashMap<(NodeId, Symbol), Option<usize>>>,
    /// First and second variable.
    pub(super) links: Vec<(usize, usize, Link)>,
    /// What is given to calls, by their lists of arguments.
    pub(super) given: FxHashMap<NodeId, Rc<Given>>,
}

/// What is given to a call.
pub(super) struct Given {
    /// The places of the arguments.
    pub(super) places: FxHashMap<NodeId, usize>,
    pub(super) arguments: Vec<NodeId>,
    /// Whether `...` gives more.
    pub(super) spread: bool,
}

impl Effects {
    /// Reads a script.
    pub(super) fn of(tree: &Tree) -> Effects {
        let mut scopes = Scopes {
            tree,
            names: FxHashMap::default(),
            variables: Vec::new(),
            functions: FxHashMap::default(),
            around: RefCell::default(),
            meant: RefCell::default(),
            links: Vec::new(),
            given: FxHashMap::default(),
        };
        let mut declared = Vec::new();
        let mut is_opaque = false;
        // What uses a name: it may be declared further down.
        let mut uses = Vec::new();
        for node in tree.all() {
            match tree.kind(node) {
                Kind::Identifier | Kind::ShorthandPattern => {
                    is_opaque |= matches!(tree.text_of(node), "eval" | "arguments");
                    match scopes.declared_by(node) {
                        Some(function) => {
                            let id = scopes.declare(node, function);
                            declared.push((node, id));
                        }
                        None => uses.push(node),
                    }
                }
                Kind::Shorthand => uses.push(node),
                Kind::With => is_opaque = true,
                _ => {}
            }
        }
        if is_opaque {
            return Effects {
                is_opaque,
                ..Effects::default()
            };
        }
        for node in uses {
            if let Some(variable) = scopes.resolve(node) {
                scopes.used(node, variable);
            }
        }
        scopes.settle();
        let escapes = declared.into_iter().map(|(at, id)| {
            let variable = &scopes.variables[id];
            let escape = Escape {
                is_changed: variable.is_changed,
                is_lost: variable.is_lost,
            };
            (at, escape)
        });
        Effects {
            escapes: escapes.collect(),
            is_opaque: false,
        }
    }

    /// What becomes of the variable that a name declares.
    pub(super) fn escape(&self, at: NodeId) -> Escape {
        self.escapes.get(&at).copied().unwrap_or_default()
    }
}

impl Scopes<'_> {
    /// The parent of a node.
    pub(super) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.tree.parent(node)
    }

    /// The function around a node, or the whole script.
    pub(super) fn function_of(&self, node: NodeId) -> NodeId {
        let mut looked_at = Vec::new();
        let mut at = node;
        let function = loop {
            if let Some(known) = self.around.borrow().get(&at) {
                break *known;
            }
            looked_at.push(at);
            match self.parent(at) {
                Some(parent) if self.tree.is_function(parent) => break parent,
                Some(parent) => at = parent,
                None => break at,
            }
        };
        let looked_at = looked_at.into_iter().map(|node| (node, function));
        self.around.borrow_mut().extend(looked_at);
        function
    }

    /// The loops and functions around a node.
    pub(super) fn loops_around(&self, node: NodeId) -> Vec<(usize, usize)> {
        let tree = self.tree;
        let repeats = |n: &NodeId| match tree.kind(*n) {
            Kind::For | Kind::ForIn(_) | Kind::While | Kind::DoWhile => true,
            kind => kind.is_function(),
        };
        let loops = tree.above(node).filter(repeats).map(|n| tree.span(n));
        loops
            .map(|span| (span.start as usize, span.end as usize))
            .collect()
    }

    /// The function for which a name is declared where it stands, where it is.
    fn declared_by(&self, name: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let mut role = tree.role(name);
        for parent in tree.above(name) {
            let around = |fills: bool| fills.then(|| self.function_of(parent));
            match tree.kind(parent) {
                // Parts of patterns.
                Kind::ObjectPattern | Kind::ArrayPattern | Kind::Rest => {}
                Kind::AssignmentPattern => {
                    if role != Role::Left {
                        return None;
                    }
                }
                Kind::PairPattern => {
                    if role != Role::Value {
                        return None;
                    }
                }
                Kind::Declarator => return around(role == Role::Name),
                Kind::Parameter => return around(role == Role::Pattern),
                Kind::Arrow => return (role == Role::Parameter).then_some(parent),
                Kind::Catch => return around(role == Role::Parameter),
                Kind::ForIn(word) => return around(word.is_some() && role == Role::Left),
                Kind::Function | Kind::Class | Kind::Enum | Kind::Namespace => {
                    return around(role == Role::Name);
                }
                Kind::ImportSpecifier | Kind::NamespaceImport | Kind::ImportRequire => {
                    return around(true);
                }
                Kind::Import => return around(role == Role::Default),
                _ => return None,
            }
            role = tree.role(parent);
        }
        None
    }

    /// What a call is given.
    pub(super) fn given(&mut self, list: NodeId) -> Rc<Given> {
        let tree = self.tree;
        let given = self.given.entry(list).or_insert_with(|| {
            let arguments: Vec<NodeId> = tree.children(list).collect();
            let places = arguments.iter().enumerate();
            Rc::new(Given {
                places: places.map(|(i, a)| (*a, i)).collect(),
                spread: arguments.iter().any(|a| tree.kind(*a) == Kind::Spread),
                arguments,
            })
        });
        Rc::clone(given)
    }
}

impl Scopes<'_> {
    fn declare(&mut self, name: NodeId, function: NodeId) -> usize {
        let tree = self.tree;
        let next = self.variables.len();
        let id = match tree.symbol_of(name) {
            Some(symbol) => *self.names.entry((function, symbol)).or_insert(next),
            None => next,
        };
        if id == next {
            self.variables.push(Variable {
                function,
                at: tree.span(name).start as usize,
                is_function: false,
                changes: Vec::new(),
                is_changed: false,
                is_lost: false,
            });
        }
        let value = tree.parent(name).and_then(|p| match tree.kind(p) {
            Kind::Function => Some(p).filter(|f| !tree.has(*f, Mark::Generator)),
            Kind::Declarator => tree.part(p, Role::Value).filter(|v| tree.is_function(*v)),
            _ => None,
        });
        if let Some(value) = value.filter(|_| id == next) {
            self.variables[id].is_function = true;
            self.functions.insert(id, value);
        } else if id != next {
            // Of two functions of a name it is not known which one is called.
            self.functions.remove(&id);
        }
        id
    }

    /// The variable that a name means where it stands.
    pub(super) fn resolve(&self, name: NodeId) -> Option<usize> {
        let symbol = self.tree.symbol_of(name)?;
        // Functions that have no such name ask those around them, each once.
        let (mut node, mut asked) = (name, Vec::new());
        let found = loop {
            let function = self.function_of(node);
            if let Some(known) = self.meant.borrow().get(&(function, symbol)) {
                break *known;
            }
            asked.push((function, symbol));
            if let Some(id) = self.names.get(&(function, symbol)) {
                break Some(*id);
            }
            if function == node {
                break None;
            }
            node = function;
        };
        let asked = asked.into_iter().map(|key| (key, found));
        self.meant.borrow_mut().extend(asked);
        found
    }

    /// Notes where a use of a variable leads.
    fn used(&mut self, name: NodeId, variable: usize) {
        if let Some(target) = self.assigned(name) {
            let plain = matches!(
                self.tree.kind(target),
                Kind::Assign | Kind::AugAssign(_) | Kind::Update | Kind::ForIn(_)
            );
            let direct = self.parent(name) == Some(target);
            let reached = self.in_order(name, variable, false);
            if !(plain && direct && reached) || self.variables[variable].is_function {
                self.variables[variable].is_lost = true;
            }
            if self.goes_on(target) {
                Flow::new(self, variable, name).follow(target);
            }
            return;
        }
        Flow::new(self, variable, name).follow(name);
    }

    /// Whether code at a place is read in the order in which it runs, as seen from the function that a
    /// variable belongs to. `late`: whether some of it may run later, as that of an `async` callback.
    pub(super) fn in_order(&self, place: NodeId, variable: usize, late: bool) -> bool {
        let owner = self.variables[variable].function;
        let mut function = self.function_of(place);
        while function != owner {
            let is_async = self.tree.has(function, Mark::Async);
            if is_async && !late || self.callback(function).is_none() {
                return false;
            }
            function = self.function_of(function);
        }
        true
    }

    /// What assigns to a name, be it as a part of a pattern.
    fn assigned(&self, name: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let mut role = tree.role(name);
        for parent in tree.above(name) {
            match tree.kind(parent) {
                Kind::ObjectPattern | Kind::ArrayPattern | Kind::Rest => {}
                Kind::AssignmentPattern if role == Role::Left => {}
                Kind::PairPattern if role == Role::Value => {}
                Kind::Assign | Kind::AugAssign(_) | Kind::ForIn(_) => {
                    return (role == Role::Left).then_some(parent);
                }
                Kind::Update => return Some(parent),
                _ => return None,
            }
            role = tree.role(parent);
        }
        None
    }
}

/// The names that a pattern binds or assigns to.
pub(super) fn names_in(tree: &Tree, pattern: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    tree.within(pattern)
        .filter(|n| matches!(tree.kind(*n), Kind::Identifier | Kind::ShorthandPattern))
}
