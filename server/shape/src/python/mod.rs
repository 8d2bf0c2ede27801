//! What a Python function returns, read from its annotation and its code.
//!
//! Nothing is run and nothing is imported: names are followed within the file, calls of functions of
//! the file are looked into, and what is called from other scripts is left to whoever knows them
//! ([`Shape::Deferred`]). A value that code changes in ways that cannot be followed is unknown.

mod alias;
mod annotation;
mod binding;
mod call;
mod change;
mod choice;
mod comprehension;
mod expression;
mod method;
mod mutation;
mod order;
mod places;
mod prepare;
mod reaching;
mod scope;
mod settle;
mod touched;
mod value;
mod variable;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use lang::Program;
use lang::python::reach::StateId;
use lang::python::tree::{Kind, NodeId, Symbol, Tree};
use lang::python::{Class, ClassKind, ImportPlace, Python, Reach};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Shape;
use order::Order;
use places::Places;
use reaching::Reaching;
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
    let python = match script.parsed_python() {
        Some(python) => python,
        // What has let go of its tree is not given one to keep.
        None => {
            own = Python::read(&script.text);
            &own
        }
    };
    let mut reader = Reader::new(script, python);
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
    tree: &'t Tree,
    script: &'t Program,
    reach: &'t Reach,
    /// Functions at the top of the module, the last of each name.
    functions: BTreeMap<&'t str, NodeId>,
    /// What top-level imports bind: the module, and the name taken from it.
    imports: FxHashMap<&'t str, (&'t str, Option<&'t str>)>,
    places: Rc<Places<'t>>,
    order: Order,
    scopes: FxHashMap<NodeId, Rc<Scope<'t>>>,
    /// Functions being read, innermost last.
    calls: Vec<NodeId>,
    /// The function whose names count, or the module.
    owner: NodeId,
    /// What functions return, as far as that is known.
    returned: FxHashMap<NodeId, Value>,
    /// Names of comprehensions and lambdas around the place, innermost last.
    locals: Vec<Local>,
    settled: Settled,
    /// What is known of states of variables.
    reaching: FxHashMap<StateId, Reaching>,
    /// What variables held where they were read last, by scope.
    seen: FxHashMap<(NodeId, Symbol), Seen>,
    /// Names whose values are worked out in order, by scope.
    prepared: FxHashMap<NodeId, FxHashSet<Symbol>>,
    /// What annotations say.
    annotations: FxHashMap<NodeId, Value>,
    classes: annotation::Classes<'t>,
    budget: usize,
    nesting: usize,
}

/// A name of a comprehension.
struct Local {
    name: Symbol,
    value: Value,
    /// The comprehension in which it has this meaning.
    within: NodeId,
}

impl<'t> Reader<'t> {
    fn new(script: &'t Program, python: &'t Python) -> Reader<'t> {
        let tree = &python.tree;
        let mut functions = BTreeMap::new();
        for node in functions_at_top(tree) {
            if let Some(name) = tree.function(node).and_then(|f| f.name) {
                functions.insert(tree.text_of(name), node);
            }
        }
        let top = script
            .imports()
            .iter()
            .filter(|i| i.place == ImportPlace::Top);
        let imports = top.filter_map(|i| {
            let name = i.name.as_ref().map(|n| n.value.as_str());
            Some((
                i.bound.as_ref()?.value.as_str(),
                (i.module.value.as_str(), name),
            ))
        });
        let places = Places::new(tree, python.names());
        let order = Order::new(&places, |name| functions.get(tree.name(name)).copied());
        Reader {
            tree,
            script,
            reach: python.reach(),
            functions,
            imports: imports.collect(),
            places: Rc::new(places),
            order,
            scopes: FxHashMap::default(),
            calls: Vec::new(),
            owner: NodeId::ROOT,
            returned: FxHashMap::default(),
            locals: Vec::new(),
            settled: Settled::new(),
            reaching: FxHashMap::default(),
            seen: FxHashMap::default(),
            prepared: FxHashMap::default(),
            annotations: FxHashMap::default(),
            classes: annotation::Classes::default(),
            budget: BUDGET,
            nesting: 0,
        }
    }

    /// What a comprehension around the place gives a name.
    fn local(&self, name: Symbol, place: NodeId) -> Option<&Value> {
        let mut locals = self.locals.iter().rev();
        let found = locals.find(|l| l.name == name && self.tree.holds(l.within, place));
        found.map(|l| &l.value)
    }

    /// The key that a string names; `None` for all else, and where there are escapes.
    fn key(&self, node: NodeId) -> Option<&'t str> {
        let name = self.tree.plain_string(node)?;
        (!name.contains('\\')).then_some(name)
    }

    fn scope(&mut self, node: NodeId) -> Rc<Scope<'t>> {
        if let Some(scope) = self.scopes.get(&node) {
            return Rc::clone(scope);
        }
        let read = Rc::new(scope(node, &self.places, self.reach));
        self.scopes.insert(node, Rc::clone(&read));
        read
    }

    /// The function that a name at the top stands for in the end, unless something wraps it.
    fn function(&mut self, name: &str) -> Option<NodeId> {
        let tree = self.tree;
        let function = self.functions.get(name).copied()?;
        let scope = self.scope(NodeId::ROOT);
        let symbol = tree.symbol(name)?;
        let known = scope.names.get(&symbol).filter(|n| !n.lost)?;
        let is_last = known.bindings.values().next_back()?.end == tree.span(function).end as usize;
        let wraps = |decorator: NodeId| {
            let text = tree.child(decorator, 0).map_or("", |d| tree.text_of(d));
            !matches!(
                text.split('(').next().unwrap_or(text).trim(),
                "cache" | "lru_cache" | "functools.cache" | "functools.lru_cache"
            )
        };
        let mut decorators = tree.function(function)?.decorators.into_iter();
        (is_last && !decorators.any(wraps)).then_some(function)
    }

    /// What a call of this function gives.
    fn call(&mut self, function: NodeId) -> Value {
        if let Some(value) = self.returned.get(&function) {
            return value.clone();
        }
        for before in self.order.before(function) {
            self.read(before);
        }
        self.read(function)
    }

    /// Reads a function, unless that is being done.
    fn read(&mut self, function: NodeId) -> Value {
        if let Some(value) = self.returned.get(&function) {
            return value.clone();
        }
        let in_circle = |caller: &NodeId| self.order.is_circle(*caller, function);
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
            let annotated = this.tree.function(function).and_then(|f| f.returns);
            let annotated = annotated.map(|n| this.annotation(n));
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
            self.returned.insert(function, value.clone());
        }
        value
    }

    /// What the code of a function returns.
    fn body(&mut self, function: NodeId) -> Value {
        let scope = self.scope(function);
        if scope.yields {
            return UNKNOWN;
        }
        self.prepare(function, &scope, &scope.returns);
        let mut values = Vec::new();
        let returns = scope.returns.iter();
        for statement in returns.filter(|r| self.reach.is_reachable(**r)) {
            values.push(match self.tree.child(*statement, 0) {
                Some(value) => self.value(value),
                None => Value::Shape(Shape::Null),
            });
        }
        if self.reach.falls_through(function) {
            values.push(Value::Shape(Shape::Null));
        }
        union(values)
    }

    /// What a name means at `place`.
    fn name(&mut self, name: Symbol, place: NodeId) -> Value {
        if let Some(value) = self.local(name, place) {
            return value.clone();
        }
        if self.owner != NodeId::ROOT {
            let function = self.owner;
            let scope = self.scope(function);
            if scope.names.contains_key(&name) {
                return self.variable(name, place, function, &scope);
            }
        }
        let scope = self.scope(NodeId::ROOT);
        if !scope.names.contains_key(&name) {
            return UNKNOWN;
        }
        self.prepare(NodeId::ROOT, &scope, &[place]);
        self.variable(name, place, NodeId::ROOT, &scope)
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
    /// Source: <https://github.com/windmill-labs/windmill/blob/main/backend/windmill-worker/src/python_executor.rs>.
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

/// The functions at the top of a module. Where the module is broken as a whole, those of which nothing is lost.
fn functions_at_top(tree: &Tree) -> Vec<NodeId> {
    let is_function = |n: &NodeId| matches!(tree.kind(*n), Kind::Function { .. });
    let mut all = tree.children(NodeId::ROOT);
    match (all.next(), all.next()) {
        (Some(broken), None) if tree.kind(broken) == Kind::Broken => {
            let mut before = None;
            let mut whole = Vec::new();
            for node in tree.children(broken) {
                let is_decorated = before == Some(Kind::Decorator);
                before = Some(tree.kind(node));
                if is_function(&node) && !is_decorated && is_whole(node, tree) {
                    whole.push(node);
                }
            }
            whole
        }
        _ => tree.children(NodeId::ROOT).filter(is_function).collect(),
    }
}

/// Whether nothing is lost of a function that stands in what is broken: it begins a line, and what comes behind it
/// does too.
fn is_whole(function: NodeId, tree: &Tree) -> bool {
    let span = tree.span(function);
    let before = tree.text().get(..span.start as usize).unwrap_or("");
    let behind = tree.text().get(span.end as usize..).unwrap_or("");
    let is_empty = |line: &str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#')
    };
    let mut lines = behind.lines();
    let ends_line = lines.next().is_none_or(is_empty);
    let next = lines.find(|l| !is_empty(l));
    !tree.is_broken(function)
        && (before.is_empty() || before.ends_with('\n'))
        && ends_line
        && !next.is_some_and(|l| l.starts_with([' ', '\t']))
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
