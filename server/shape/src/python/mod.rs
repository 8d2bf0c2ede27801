//! What a Python function returns, read from its annotation and its code.
//!
//! Nothing is run and nothing is imported: names are followed within the file, calls of functions of
//! the file are looked into, and what is called from other scripts is left to whoever knows them
//! ([`Shape::Deferred`]). A value that code changes in ways that cannot be followed is unknown.

mod annotation;
mod binding;
mod call;
mod change;
mod choice;
mod comprehension;
mod effect;
mod ending;
mod expression;
mod method;
mod order;
mod places;
mod prepare;
mod scope;
mod settle;
mod sharing;
mod touched;
mod value;
mod variable;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Tree;
use tree_sitter::Node;

use super::Shape;
use ending::falls_through;
use lang::Program;
use lang::python::{Class, ClassKind, Place};
use lang::walk::{children, text};
use order::Order;
use places::Places;
use scope::{Scope, scope};
use settle::Settled;
use value::{UNKNOWN, Value, union};
use variable::Seen;
pub(crate) use variable::opened;

/// Most expressions that are looked at for what one function returns.
const BUDGET: usize = 20_000;

/// How deep expressions and calls may nest.
const MAX_NESTING: usize = 60;

/// How deep functions of the file are followed into each other.
const MAX_CALLS: usize = 8;

/// What the function `name` at the top of a script returns, as JSON.
#[cfg(test)]
fn returned(script: &Program, name: &str) -> Shape {
    all_returned(script).remove(name).unwrap_or_default()
}

/// What all functions at the top of a script return, by name: what other scripts can build upon.
pub fn all_returned(script: &Program) -> BTreeMap<String, Shape> {
    if !script.is_python() {
        return BTreeMap::new();
    }
    let own;
    let tree = match script.parsed_tree() {
        Some(tree) => tree,
        None => {
            own = syntax::parse(syntax::Language::Python, &script.text);
            &own
        }
    };
    let mut reader = Reader::new(script, tree);
    let mut returned = BTreeMap::new();
    for name in reader.functions.clone().into_keys() {
        let Some(function) = reader.function(name) else {
            returned.insert(name.to_owned(), Shape::Unknown);
            continue;
        };
        let value = reader.call(function);
        returned.insert(name.to_owned(), reader.json(&value).bounded());
    }
    returned
}

/// Reads one script.
struct Reader<'t> {
    source: &'t str,
    root: Node<'t>,
    script: &'t Program,
    /// Functions at the top of the module, the last of each name.
    functions: BTreeMap<&'t str, Node<'t>>,
    /// What top-level imports bind: the module, and the name taken from it.
    imports: FxHashMap<&'t str, (&'t str, Option<&'t str>)>,
    places: Rc<Places<'t>>,
    order: Order<'t>,
    scopes: FxHashMap<usize, Rc<Scope<'t>>>,
    /// Functions being read, innermost last.
    calls: Vec<Node<'t>>,
    /// The function whose names count, or the module.
    owner: Node<'t>,
    /// What functions return, as far as that is known.
    returned: FxHashMap<usize, Value>,
    /// Names of comprehensions and lambdas around the place, innermost last.
    locals: Vec<Local<'t>>,
    settled: Settled,
    /// What variables held where they were read last, by scope.
    seen: FxHashMap<(usize, &'t str), Seen>,
    /// Names whose values are worked out in order, by scope.
    prepared: FxHashMap<usize, FxHashSet<&'t str>>,
    /// What annotations say.
    annotations: FxHashMap<usize, Value>,
    classes: annotation::Classes<'t>,
    budget: usize,
    nesting: usize,
}

/// A name of a comprehension.
struct Local<'t> {
    name: &'t str,
    value: Value,
    /// Where it has this meaning, in bytes.
    within: Range<usize>,
}

impl<'t> Reader<'t> {
    fn new(script: &'t Program, tree: &'t Tree) -> Reader<'t> {
        let source = &*script.text;
        let root = tree.root_node();
        let mut functions = BTreeMap::new();
        for node in children(root) {
            let function = match node.kind() {
                "decorated_definition" => node.child_by_field_name("definition"),
                _ => Some(node),
            };
            if let Some(function) = function.filter(|f| f.kind() == "function_definition")
                && let Some(name) = function.child_by_field_name("name")
            {
                functions.insert(text(name, source), function);
            }
        }
        let top = script.imports().iter().filter(|i| i.place == Place::Top);
        let imports = top.filter_map(|i| {
            let name = i.name.as_ref().map(|n| n.value.as_str());
            Some((
                i.bound.as_ref()?.value.as_str(),
                (i.module.value.as_str(), name),
            ))
        });
        let places = Places::new(root, source);
        let order = Order::new(&places, |name| functions.get(name).copied());
        Reader {
            source,
            root,
            script,
            functions,
            imports: imports.collect(),
            places: Rc::new(places),
            order,
            scopes: FxHashMap::default(),
            calls: Vec::new(),
            owner: root,
            returned: FxHashMap::default(),
            locals: Vec::new(),
            settled: Settled::new(),
            seen: FxHashMap::default(),
            prepared: FxHashMap::default(),
            annotations: FxHashMap::default(),
            classes: annotation::Classes::default(),
            budget: BUDGET,
            nesting: 0,
        }
    }

    /// What a comprehension around the place gives a name.
    fn local(&self, name: &str, place: Node<'_>) -> Option<&Value> {
        let mut locals = self.locals.iter().rev();
        let found = locals.find(|l| l.name == name && l.within.contains(&place.start_byte()));
        found.map(|l| &l.value)
    }

    fn text(&self, node: Node<'_>) -> &'t str {
        text(node, self.source)
    }

    fn scope(&mut self, node: Node<'t>) -> Rc<Scope<'t>> {
        if let Some(scope) = self.scopes.get(&node.id()) {
            return Rc::clone(scope);
        }
        let read = Rc::new(scope(node, &self.places, self.source));
        self.scopes.insert(node.id(), Rc::clone(&read));
        read
    }

    /// The function that a name at the top stands for in the end, unless something wraps it.
    fn function(&mut self, name: &str) -> Option<Node<'t>> {
        let function = self.functions.get(name).copied()?;
        let scope = self.scope(self.root);
        let known = scope.names.get(name).filter(|n| !n.lost)?;
        let is_last = known.bindings.last()?.end == function.end_byte();
        let above = self.places.of(function);
        let decorated = above.filter(|p| p.kind() == "decorated_definition");
        let wraps = |node: Node<'_>| {
            let text = self.text(node).trim_start_matches('@');
            !matches!(
                text.split('(').next().unwrap_or(text).trim(),
                "cache" | "lru_cache" | "functools.cache" | "functools.lru_cache"
            )
        };
        let wrapped = decorated.is_some_and(|d| {
            let mut parts = children(d).into_iter();
            parts.any(|p| p.kind() == "decorator" && wraps(p))
        });
        (is_last && !wrapped).then_some(function)
    }

    /// What a call of this function gives.
    fn call(&mut self, function: Node<'t>) -> Value {
        if let Some(value) = self.returned.get(&function.id()) {
            return value.clone();
        }
        for before in self.order.before(function) {
            self.read(before);
        }
        self.read(function)
    }

    /// Reads a function, unless that is being done.
    fn read(&mut self, function: Node<'t>) -> Value {
        if let Some(value) = self.returned.get(&function.id()) {
            return value.clone();
        }
        let in_circle = |caller: &Node<'t>| self.order.is_circle(*caller, function);
        if self.calls.len() >= MAX_CALLS
            || self.calls.contains(&function)
            || self.calls.last().is_some_and(in_circle)
        {
            return UNKNOWN;
        }
        let locals = std::mem::take(&mut self.locals);
        let owner = std::mem::replace(&mut self.owner, function);
        let budget = std::mem::replace(&mut self.budget, BUDGET);
        self.calls.push(function);
        let (value, is_final) = self.is_final(|this| {
            let annotated = function
                .child_by_field_name("return_type")
                .map(|n| this.annotation(n));
            let inferred = this.body(function);
            match annotated {
                None => inferred.bounded(),
                Some(annotated) => this.choose(annotated, inferred).bounded(),
            }
        });
        self.calls.pop();
        self.budget = budget;
        self.owner = owner;
        self.locals = locals;
        if is_final {
            self.returned.insert(function.id(), value.clone());
        }
        value
    }

    /// What the code of a function returns.
    fn body(&mut self, function: Node<'t>) -> Value {
        let scope = self.scope(function);
        if scope.yields {
            return UNKNOWN;
        }
        self.prepare(function, &scope, &scope.returns);
        let mut values = Vec::new();
        for statement in &scope.returns {
            values.push(match statement.named_child(0) {
                Some(value) if value.kind() != "comment" => self.value(value),
                _ => Value::Shape(Shape::Null),
            });
        }
        let body = function.child_by_field_name("body");
        if body.is_none_or(|b| falls_through(b, &self.places, self.source)) {
            values.push(Value::Shape(Shape::Null));
        }
        union(values)
    }

    /// What a name means at `place`.
    fn name(&mut self, name: &'t str, place: Node<'t>) -> Value {
        if let Some(value) = self.local(name, place) {
            return value.clone();
        }
        if self.owner != self.root {
            let function = self.owner;
            let scope = self.scope(function);
            if scope.names.contains_key(name) {
                return self.variable(name, place, function, &scope);
            }
        }
        let root = self.root;
        let scope = self.scope(root);
        if !scope.names.contains_key(name) {
            return UNKNOWN;
        }
        self.prepare(root, &scope, &[place]);
        self.variable(name, place, root, &scope)
    }

    /// What is written when a value leaves the script.
    fn json(&mut self, value: &Value) -> Shape {
        match value {
            Value::Shape(shape) => shape.clone(),
            Value::Tuple(items) => Shape::list(Shape::union(items.iter().map(|i| self.json(i)))),
            Value::Opaque(_) | Value::Iterable(_) => Shape::String,
            Value::Instance(class) => self.instance(class),
        }
    }

    /// What an object of a class of the script is written as. Windmill writes what JSON has no form
    /// for as text; models and dataclasses are kept readable for the versions that write them out.
    fn instance(&mut self, name: &str) -> Shape {
        let Some(class) = self.script.class(name) else {
            return Shape::Unknown;
        };
        match class.kind {
            ClassKind::Enum => {
                let known = self.classes.enums.entry(class.name.as_str());
                known.or_insert_with(|| enumeration(class)).clone()
            }
            ClassKind::Dataclass | ClassKind::Pydantic => {
                Shape::union([self.fields(class, 0), Shape::String])
            }
            _ => Shape::Unknown,
        }
    }
}

/// What the members of an enum are written as.
fn enumeration(class: &Class) -> Shape {
    let bases: Vec<&str> = class.bases.iter().map(|b| b.value.as_str()).collect();
    let base = |names: &[&str]| bases.iter().any(|b| names.contains(b));
    let texts = class.values();
    if base(&["IntEnum", "IntFlag", "int"]) {
        Shape::Number
    } else if base(&["str", "StrEnum"]) && texts.len() == class.fields.len() && !texts.is_empty() {
        Shape::texts(texts.iter().map(String::as_str))
    } else {
        Shape::String
    }
}
