//! What a Python function returns, read from its annotation and its code.
//!
//! Nothing is run and nothing is imported: names are followed within the file, calls of functions of
//! the file are looked into, and what is called from other scripts is left to whoever knows them
//! ([`Shape::Deferred`]). A value that code changes in ways that cannot be followed is unknown.

mod annotation;
mod block;
mod call;
mod change;
mod choice;
mod comprehension;
mod effect;
mod ending;
mod expression;
mod method;
mod scope;
mod sharing;
mod value;
mod variable;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use syntax::Tree;
use tree_sitter::Node;

use super::Shape;
use crate::script::walk::{children, text};
use crate::script::{Class, ClassKind, Place, Script, ScriptLanguage};
use ending::falls_through;
use scope::{Scope, scope};
use value::{UNKNOWN, Value, union};
pub(crate) use variable::opened;

/// Most expressions that are looked at for one answer.
const BUDGET: usize = 20_000;

/// How deep expressions and calls may nest.
const MAX_NESTING: usize = 60;

/// How deep functions of the file are followed into each other.
const MAX_CALLS: usize = 8;

/// What the function `name` at the top of a script returns, as JSON.
pub fn returned(script: &Script, name: &str) -> Shape {
    if script.language != ScriptLanguage::Python3 {
        return Shape::Unknown;
    }
    // Most scripts are asked once and never edited: their tree is not kept.
    let own;
    let tree = match script.parsed_tree() {
        Some(tree) => tree,
        None => {
            own = syntax::parse(syntax::Language::Python, &script.text);
            &own
        }
    };
    let mut reader = Reader::new(script, tree);
    let Some(function) = reader.function(name) else {
        return Shape::Unknown;
    };
    let value = reader.call(function);
    reader.json(&value).bounded()
}

/// What all functions at the top of a script return, by name: what other scripts can build upon.
pub fn all_returned(script: &Script) -> Vec<(String, Shape)> {
    if script.language != ScriptLanguage::Python3 {
        return Vec::new();
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
    let mut returned = Vec::new();
    for name in reader.functions.clone().into_keys() {
        reader.budget = BUDGET;
        let Some(function) = reader.function(name) else {
            returned.push((name.to_owned(), Shape::Unknown));
            continue;
        };
        let value = reader.call(function);
        returned.push((name.to_owned(), reader.json(&value).bounded()));
    }
    returned
}

/// Reads one script.
struct Reader<'t> {
    source: &'t str,
    root: Node<'t>,
    script: &'t Script,
    /// Functions at the top of the module, the last of each name.
    functions: BTreeMap<&'t str, Node<'t>>,
    /// What top-level imports bind: the module, and the name taken from it.
    imports: FxHashMap<&'t str, (&'t str, Option<&'t str>)>,
    scopes: FxHashMap<usize, Rc<Scope<'t>>>,
    /// Functions being read, innermost last.
    calls: Vec<Node<'t>>,
    /// Names of comprehensions and lambdas around the place, innermost last.
    locals: Vec<Local<'t>>,
    /// Bindings being read, with what is assumed of them, and whether that was asked for.
    assumed: FxHashMap<usize, (Value, bool)>,
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
    fn new(script: &'t Script, tree: &'t Tree) -> Reader<'t> {
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
        Reader {
            source,
            root,
            script,
            functions,
            imports: imports.collect(),
            scopes: FxHashMap::default(),
            calls: Vec::new(),
            locals: Vec::new(),
            assumed: FxHashMap::default(),
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
        let read = Rc::new(scope(node, self.source));
        self.scopes.insert(node.id(), Rc::clone(&read));
        read
    }

    /// The function that a name at the top stands for in the end, unless something wraps it.
    fn function(&mut self, name: &str) -> Option<Node<'t>> {
        let function = self.functions.get(name).copied()?;
        let scope = self.scope(self.root);
        let known = scope.names.get(name).filter(|n| !n.lost)?;
        let is_last = known.bindings.last()?.end == function.end_byte();
        let decorated = function
            .parent()
            .filter(|p| p.kind() == "decorated_definition");
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
        if self.calls.len() >= MAX_CALLS || self.calls.contains(&function) {
            return UNKNOWN;
        }
        let annotated = function
            .child_by_field_name("return_type")
            .map(|n| self.annotation(n));
        let locals = std::mem::take(&mut self.locals);
        self.calls.push(function);
        let inferred = self.body(function);
        self.calls.pop();
        self.locals = locals;
        match annotated {
            None => inferred,
            Some(annotated) => self.choose(annotated, inferred),
        }
    }

    /// What the code of a function returns.
    fn body(&mut self, function: Node<'t>) -> Value {
        let scope = self.scope(function);
        if scope.yields {
            return UNKNOWN;
        }
        let mut values = Vec::new();
        for statement in &scope.returns {
            values.push(match statement.named_child(0) {
                Some(value) if value.kind() != "comment" => self.value(value),
                _ => Value::Shape(Shape::Null),
            });
        }
        let body = function.child_by_field_name("body");
        if body.is_none_or(|b| falls_through(b, self.source)) {
            values.push(Value::Shape(Shape::Null));
        }
        union(values)
    }

    /// What a name means at `place`.
    fn name(&mut self, name: &'t str, place: Node<'t>) -> Value {
        if let Some(value) = self.local(name, place) {
            return value.clone();
        }
        if let Some(&function) = self.calls.last() {
            let scope = self.scope(function);
            if scope.names.contains_key(name) {
                return self.variable(name, place, function, &scope);
            }
            // A function inside a function: what is around it is not looked at.
            let mut node = function;
            while let Some(parent) = node.parent() {
                if parent.kind() == "function_definition"
                    && self.scope(parent).names.contains_key(name)
                {
                    return UNKNOWN;
                }
                node = parent;
            }
        }
        let root = self.root;
        let scope = self.scope(root);
        match scope.names.contains_key(name) {
            true => self.variable(name, place, root, &scope),
            false => UNKNOWN,
        }
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
            ClassKind::Enum => enumeration(class),
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
