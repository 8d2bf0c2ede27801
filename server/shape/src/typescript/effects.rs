//! What happens to the variables of a script by ways that reading it in order does not show: by another
//! name of the same value, in functions that something else calls, or in code that is not there.
//!
//! Variables are told apart by function and name. Where a value flows is followed from the name
//! outwards; a way that is not known counts as one on which anything may happen.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::flow::Flow;
use crate::javascript::Fate;
use lang::walk::{Nodes, Visit, children, text, walk, walk_fields};

/// What becomes of each variable.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// By the byte at which a name is declared.
    fates: FxHashMap<usize, Fate>,
    /// Whether the script does what cannot be followed at all.
    pub(super) is_opaque: bool,
}

/// One variable.
pub(super) struct Variable {
    /// The function that it belongs to.
    pub(super) function: usize,
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
    pub(super) source: &'t str,
    /// Variables by function and name.
    pub(super) names: FxHashMap<(usize, &'t str), usize>,
    pub(super) variables: Vec<Variable>,
    /// The functions that names are bound to.
    pub(super) functions: FxHashMap<usize, Node<'t>>,
    pub(super) nodes: Nodes<'t>,
    /// The functions around nodes that were asked for.
    around: RefCell<FxHashMap<usize, Node<'t>>>,
    /// First and second variable.
    pub(super) links: Vec<(usize, usize, Link)>,
    /// What is given to calls, by their lists of arguments.
    pub(super) given: FxHashMap<usize, Rc<Given<'t>>>,
}

/// What is given to a call.
pub(super) struct Given<'t> {
    /// The places of the arguments.
    pub(super) places: FxHashMap<usize, usize>,
    pub(super) arguments: Vec<Node<'t>>,
    /// Whether `...` gives more.
    pub(super) spread: bool,
}

impl Effects {
    /// Reads a script.
    pub(super) fn of<'t>(root: Node<'t>, source: &'t str) -> Effects {
        let mut scopes = Scopes {
            source,
            names: FxHashMap::default(),
            variables: Vec::new(),
            functions: FxHashMap::default(),
            nodes: Nodes::new(root),
            around: RefCell::default(),
            links: Vec::new(),
            given: FxHashMap::default(),
        };
        let mut declared = Vec::new();
        let mut is_opaque = false;
        let mut above: Above<'t> = Vec::new();
        // What uses a name: it may be declared further down.
        let mut uses = Vec::new();
        walk_fields(root, |visit| {
            let (node, field) = match visit {
                Visit::Enter(node, field) => (node, field),
                Visit::Leave(_) => {
                    above.pop();
                    return true;
                }
            };
            above.push((node, field));
            match node.kind() {
                "identifier" | "shorthand_property_identifier_pattern" => {
                    let name = text(node, source);
                    is_opaque |= matches!(name, "eval" | "arguments");
                    match scopes.declared_by(&above) {
                        Some(function) => {
                            let id = scopes.declare(node, function);
                            declared.push((node.start_byte(), id));
                        }
                        None => uses.push(node),
                    }
                }
                "shorthand_property_identifier" => uses.push(node),
                "with_statement" | "this" => is_opaque |= node.kind() == "with_statement",
                _ => {}
            }
            true
        });
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
        let fates = declared.into_iter().map(|(at, id)| {
            let variable = &scopes.variables[id];
            let fate = Fate {
                is_changed: variable.is_changed,
                is_lost: variable.is_lost,
            };
            (at, fate)
        });
        Effects {
            fates: fates.collect(),
            is_opaque: false,
        }
    }

    /// What becomes of the variable declared at this byte.
    pub(super) fn fate(&self, at: usize) -> Fate {
        self.fates.get(&at).copied().unwrap_or_default()
    }
}

/// The kinds of nodes that are functions.
pub(super) fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_declaration"
            | "generator_function_declaration"
            | "function_expression"
            | "generator_function"
            | "arrow_function"
            | "method_definition"
    )
}

/// The nodes down to one, each with the field that it fills.
type Above<'t> = Vec<(Node<'t>, Option<&'static str>)>;

impl<'t> Scopes<'t> {
    /// The parent of a node.
    pub(super) fn parent(&self, node: Node<'t>) -> Option<Node<'t>> {
        self.nodes.parent(node)
    }

    /// The function around a node, or the whole script.
    pub(super) fn function_of(&self, node: Node<'t>) -> Node<'t> {
        let mut looked_at = Vec::new();
        let mut at = node;
        let function = loop {
            if let Some(known) = self.around.borrow().get(&at.id()) {
                break *known;
            }
            looked_at.push(at.id());
            match self.parent(at) {
                Some(parent) if is_function(parent) => break parent,
                Some(parent) => at = parent,
                None => break at,
            }
        };
        let looked_at = looked_at.into_iter().map(|node| (node, function));
        self.around.borrow_mut().extend(looked_at);
        function
    }

    /// The loops and functions around a node.
    pub(super) fn loops_around(&self, node: Node<'t>) -> Vec<(usize, usize)> {
        let mut loops = Vec::new();
        let mut node = node;
        while let Some(parent) = self.parent(node) {
            let repeats = matches!(
                parent.kind(),
                "for_statement" | "for_in_statement" | "while_statement" | "do_statement"
            );
            if repeats || is_function(parent) {
                loops.push((parent.start_byte(), parent.end_byte()));
            }
            node = parent;
        }
        loops
    }

    /// The function for which the last of these nodes, a name, declares it, where it does.
    fn declared_by(&self, above: &[(Node<'t>, Option<&'static str>)]) -> Option<Node<'t>> {
        let mut above = above.iter().rev();
        let (_, mut field) = *above.next()?;
        for &(parent, own) in above {
            let around = |fills: bool| fills.then(|| self.function_of(parent));
            match parent.kind() {
                // Parts of patterns.
                "object_pattern" | "array_pattern" | "rest_pattern" => {}
                "object_assignment_pattern" | "assignment_pattern" => {
                    if field != Some("left") {
                        return None;
                    }
                }
                "pair_pattern" => {
                    if field != Some("value") {
                        return None;
                    }
                }
                "variable_declarator" => return around(field == Some("name")),
                "required_parameter" | "optional_parameter" => {
                    return around(field == Some("pattern"));
                }
                "arrow_function" => return (field == Some("parameter")).then_some(parent),
                "catch_clause" => return around(field == Some("parameter")),
                "for_in_statement" => {
                    let kind = parent.child_by_field_name("kind").is_some();
                    return around(kind && field == Some("left"));
                }
                "function_declaration" | "generator_function_declaration" => {
                    return around(field == Some("name"));
                }
                "class_declaration"
                | "abstract_class_declaration"
                | "enum_declaration"
                | "internal_module" => return around(field == Some("name")),
                "import_specifier"
                | "namespace_import"
                | "import_clause"
                | "import_require_clause" => return around(true),
                _ => return None,
            }
            field = own;
        }
        None
    }

    /// What a call is given.
    pub(super) fn given(&mut self, list: Node<'t>) -> Rc<Given<'t>> {
        let given = self.given.entry(list.id()).or_insert_with(|| {
            let mut arguments = children(list);
            arguments.retain(|a| a.kind() != "comment");
            let places = arguments.iter().enumerate();
            Rc::new(Given {
                places: places.map(|(i, a)| (a.id(), i)).collect(),
                spread: arguments.iter().any(|a| a.kind() == "spread_element"),
                arguments,
            })
        });
        Rc::clone(given)
    }
}

impl<'t> Scopes<'t> {
    fn declare(&mut self, name: Node<'t>, function: Node<'t>) -> usize {
        let key = (function.id(), text(name, self.source));
        let next = self.variables.len();
        let id = *self.names.entry(key).or_insert(next);
        if id == next {
            self.variables.push(Variable {
                function: function.id(),
                at: name.start_byte(),
                is_function: false,
                changes: Vec::new(),
                is_changed: false,
                is_lost: false,
            });
        }
        let parent = self.parent(name);
        let value = parent.and_then(|p| match p.kind() {
            "function_declaration" => Some(p),
            "variable_declarator" => p.child_by_field_name("value").filter(|v| is_function(*v)),
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
    pub(super) fn resolve(&self, name: Node<'t>) -> Option<usize> {
        let written = text(name, self.source);
        let mut node = name;
        loop {
            let function = self.function_of(node);
            if let Some(id) = self.names.get(&(function.id(), written)) {
                return Some(*id);
            }
            if function == node {
                return None;
            }
            node = function;
        }
    }

    /// Notes where a use of a variable leads.
    fn used(&mut self, name: Node<'t>, variable: usize) {
        if let Some(target) = self.assigned(name) {
            let plain = target.kind() == "assignment_expression"
                || target.kind() == "augmented_assignment_expression"
                || target.kind() == "update_expression"
                || target.kind() == "for_in_statement";
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
    pub(super) fn in_order(&self, place: Node<'t>, variable: usize, late: bool) -> bool {
        let owner = self.variables[variable].function;
        let mut function = self.function_of(place);
        while function.id() != owner {
            let mut parts = function.walk();
            let is_async = function.children(&mut parts).any(|n| n.kind() == "async");
            if is_async && !late || self.callback(function).is_none() {
                return false;
            }
            function = self.function_of(function);
        }
        true
    }

    /// What assigns to a name, be it as a part of a pattern.
    fn assigned(&self, name: Node<'t>) -> Option<Node<'t>> {
        let mut node = name;
        loop {
            let parent = self.parent(node)?;
            let is_left = |field| parent.child_by_field_name(field) == Some(node);
            match parent.kind() {
                "object_pattern" | "array_pattern" | "rest_pattern" => {}
                "assignment_pattern" | "object_assignment_pattern" if is_left("left") => {}
                "pair_pattern" if is_left("value") => {}
                "assignment_expression"
                | "augmented_assignment_expression"
                | "for_in_statement" => {
                    return is_left("left").then_some(parent);
                }
                "update_expression" => return Some(parent),
                _ => return None,
            }
            node = parent;
        }
    }
}

/// The names that a pattern binds or assigns to.
pub(super) fn names_in(pattern: Node<'_>) -> Vec<Node<'_>> {
    let mut names = Vec::new();
    walk(pattern, |visit| {
        if let Visit::Enter(node, _) = visit
            && matches!(
                node.kind(),
                "identifier" | "shorthand_property_identifier_pattern"
            )
        {
            names.push(node);
        }
        true
    });
    names
}

/// The parameters of a function, comments left out.
pub(super) fn parameters(function: Node<'_>) -> Vec<Node<'_>> {
    if let Some(single) = function.child_by_field_name("parameter") {
        return vec![single];
    }
    let list = function.child_by_field_name("parameters");
    let mut parameters = list.map_or(Vec::new(), children);
    parameters.retain(|p| p.kind() != "comment");
    parameters
}
