//! What a Python function returns, read from its annotation and its code.
//!
//! Nothing is run and nothing is imported: names are followed within the file, calls of functions of
//! the file are looked into, and what is called from other scripts is left to whoever knows them
//! ([`Shape::Deferred`]). A value that code changes in ways that cannot be followed is unknown.

mod annotation;
mod call;
mod change;
mod effect;
mod ending;
mod expression;
mod method;
mod scope;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use syntax::Tree;
use tree_sitter::Node;

use super::{Field, Shape};
use crate::script::walk::{children, text};
use crate::script::{Class, ClassKind, Place, Script, ScriptLanguage};
use ending::falls_through;
use scope::{Binding, Scope, Source, around, scope};
use value::{UNKNOWN, Value, union};

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
    let Some(function) = reader.functions.get(name).copied() else {
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
    for (name, function) in reader.functions.clone() {
        reader.budget = BUDGET;
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
    locals: Vec<(&'t str, Value)>,
    /// Bindings being read, with what is assumed of them, and whether that was asked for.
    assumed: FxHashMap<usize, (Value, bool)>,
    budget: usize,
    nesting: usize,
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

    /// The annotation, unless the code shows more.
    fn choose(&self, annotated: Value, inferred: Value) -> Value {
        let (Value::Shape(told), Value::Shape(seen)) = (&annotated, &inferred) else {
            return match annotated.is_unknown() {
                true => inferred,
                false => annotated,
            };
        };
        let contradicts = !seen.is_unknown() && *seen != Shape::Never && !seen.may_be(told);
        let vague = vague(told);
        let same_kind = || told.may_be(seen) && !seen.is_unknown();
        if told.is_unknown() || contradicts || vague && same_kind() && !empty(seen) {
            inferred
        } else {
            annotated
        }
    }

    /// What a name means at `place`.
    fn name(&mut self, name: &'t str, place: Node<'t>) -> Value {
        if let Some((_, value)) = self.locals.iter().rev().find(|(n, _)| *n == name) {
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

    /// What a variable of `owner` holds at `place`.
    fn variable(
        &mut self,
        name: &str,
        place: Node<'t>,
        owner: Node<'t>,
        scope: &Scope<'t>,
    ) -> Value {
        let Some(known) = scope.names.get(name).filter(|n| !n.lost) else {
            return UNKNOWN;
        };
        let around = around(place, owner);
        let at = place.start_byte();
        // The last binding that has certainly happened, and those that may have happened since.
        let holds = |b: &Binding<'_>| match &around {
            Some(a) => b.end <= at && a.blocks.contains(&b.block),
            None => false,
        };
        let base = known.bindings.iter().rposition(holds);
        let from = base.map_or(0, |i| known.bindings[i].end);
        // A loop around the place comes back to it with what was done further down, unless the
        // binding is made anew in each round.
        let comes_back = |end: usize| match &around {
            Some(a) => a
                .loops
                .iter()
                .any(|l| l.0 <= end && end <= l.1 && !(l.0 <= from && base.is_some())),
            None => true,
        };
        let mut values = Vec::new();
        for (i, binding) in known.bindings.iter().enumerate() {
            let since = Some(i) == base
                || i > base.unwrap_or(0) && binding.end <= at
                || base.is_none() && binding.end <= at;
            if since || comes_back(binding.end) {
                values.push(self.bound(binding));
            }
        }
        let mut value = union(values);
        for change in &known.changes {
            let before = change.end <= at && change.start >= from.min(change.start);
            let happens = match &around {
                None => true,
                Some(_) => before && change.end >= from || comes_back(change.end) || change.inner,
            };
            if !happens {
                continue;
            }
            let certain = !change.inner
                && change.end <= at
                && base.is_some()
                && around
                    .as_ref()
                    .is_some_and(|a| a.blocks.contains(&change.block));
            value = self.changed(value, change, certain);
        }
        value
    }

    /// What a binding gives. One that depends on itself is read again with what it gave, until that
    /// does not change.
    fn bound(&mut self, binding: &Binding<'t>) -> Value {
        let id = match &binding.source {
            Source::Value(n) | Source::Augmented(n) | Source::Item(n) | Source::Annotated(_, n) => {
                n.id()
            }
            Source::Param { .. } | Source::Unknown => return self.part_of(binding),
        };
        if let Some((assumed, asked)) = self.assumed.get_mut(&id) {
            *asked = true;
            return self::part(assumed.clone(), &binding.path);
        }
        let mut assumed = Value::Shape(Shape::Never);
        for _ in 0..4 {
            self.assumed.insert(id, (assumed.clone(), false));
            let value = self.source(binding);
            let asked = self.assumed.remove(&id).is_some_and(|(_, asked)| asked);
            let next = union([assumed.clone(), value.clone()]);
            if !asked || next == assumed {
                return self::part(value, &binding.path);
            }
            assumed = next;
        }
        UNKNOWN
    }

    fn part_of(&mut self, binding: &Binding<'t>) -> Value {
        let value = self.source(binding);
        self::part(value, &binding.path)
    }

    fn source(&mut self, binding: &Binding<'t>) -> Value {
        match &binding.source {
            Source::Value(value) => self.value(*value),
            Source::Item(value) => self.value(*value).item(),
            Source::Annotated(annotation, value) => {
                let annotated = self.annotation(*annotation);
                let inferred = self.value(*value);
                self.choose(annotated, inferred)
            }
            Source::Augmented(statement) => self.augmented(*statement),
            Source::Param {
                annotation,
                default,
            } => {
                let default = default.map(|d| self.value(d));
                let annotated = annotation.map(|a| self.annotation(a));
                match (annotated, default) {
                    (Some(Value::Shape(shape)), default) => {
                        // What is passed is not held to the annotation's properties.
                        let given = Value::Shape(opened(&shape));
                        union([Some(given), default].into_iter().flatten())
                    }
                    (Some(value), default) => union([Some(value), default].into_iter().flatten()),
                    (None, _) => UNKNOWN,
                }
            }
            Source::Unknown => UNKNOWN,
        }
    }

    /// What is written when a value leaves the script.
    fn json(&mut self, value: &Value) -> Shape {
        match value {
            Value::Shape(shape) => shape.clone(),
            Value::Tuple(items) => Shape::list(Shape::union(items.iter().map(|i| self.json(i)))),
            Value::Opaque(_) => Shape::String,
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

/// Whether a shape leaves open what the code may show.
fn vague(shape: &Shape) -> bool {
    shape.members().iter().any(|member| match member {
        Shape::Unknown => true,
        Shape::List(item) => item.is_unknown() || vague(item),
        Shape::Object(object) => object.rest != super::Rest::Closed,
        _ => false,
    })
}

/// Whether a shape only says that there is nothing.
fn empty(shape: &Shape) -> bool {
    shape.members().iter().all(|member| match member {
        Shape::List(item) => **item == Shape::Never,
        Shape::Object(object) => object.fields.is_empty() && object.rest == super::Rest::Closed,
        Shape::Null | Shape::Never => true,
        _ => false,
    })
}

/// The same, where objects may have more properties than are listed.
fn opened(shape: &Shape) -> Shape {
    shape.mapped(&|part| {
        let Shape::Object(object) = part else {
            return None;
        };
        let fields = object.fields.iter().map(|f| Field {
            shape: opened(&f.shape),
            ..f.clone()
        });
        Some(Shape::from(super::Object {
            fields: fields.collect(),
            rest: match &object.rest {
                super::Rest::Closed => super::Rest::Open,
                rest => rest.clone(),
            },
        }))
    })
}

/// The part of a value that an unpacking gives.
fn part(value: Value, path: &[usize]) -> Value {
    path.iter().fold(value, |value, &i| match value {
        Value::Tuple(mut items) if i < items.len() => items.swap_remove(i),
        Value::Tuple(_) => UNKNOWN,
        value => value.item(),
    })
}
