//! The script's own functions and classes: what they return and what they keep on `self`.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use super::infer::{Inference, Value, agreed};
use lang::python::params;
use lang::python::scope::is_inner_scope;
use lang::walk::{Nodes, Visit, children, text, walk, walk_fields};

impl<'t, 's> Inference<'t, 's> {
    /// The name of what decorates a function; `None` for nothing, empty where it is not plain.
    pub(super) fn decorator(&self, function: Node<'t>) -> Option<&'t str> {
        let whole = self.nodes.parent(function)?;
        if whole.kind() != "decorated_definition" {
            return None;
        }
        let decorators = children(whole).into_iter();
        let mut decorators = decorators.filter(|n| n.kind() == "decorator");
        let first = decorators.next()?;
        if decorators.next().is_some() {
            return Some("");
        }
        let inner = first.named_child(0)?;
        let inner = inner.child_by_field_name("function").unwrap_or(inner);
        text(inner, self.source).rsplit('.').next()
    }

    /// What a call of a function of the script gives.
    pub(super) fn returned_by_own(
        &mut self,
        function: Node<'t>,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if let Some(known) = self.returned.get(&function.id()) {
            return *known;
        }
        // While it is being worked out, nothing is known of it.
        self.returned.insert(function.id(), None);
        let value = self.given_by_own(function, depth);
        self.returned.insert(function.id(), value);
        value
    }

    fn given_by_own(&mut self, function: Node<'t>, depth: usize) -> Option<Value<'t, 's>> {
        let plain = [
            "property",
            "cached_property",
            "staticmethod",
            "classmethod",
            "cache",
            "lru_cache",
        ];
        if self
            .decorator(function)
            .is_some_and(|d| !plain.contains(&d))
        {
            return None;
        }
        let value = match function.child_by_field_name("return_type") {
            Some(annotation) => {
                let (_, scopes) = self.place(function.start_byte());
                self.annotated(annotation, &scopes, depth)?
            }
            None => self.returned_plainly(function, depth)?,
        };
        if !text(function, self.source).starts_with("async") {
            return Some(value);
        }
        match value {
            Value::Known(super::Known::Instance(class)) => Some(Value::Coming(class)),
            Value::OwnInstance(class) => Some(Value::OwnComing(class)),
            _ => None,
        }
    }

    /// What all `return`s of a function give.
    fn returned_plainly(&mut self, function: Node<'t>, depth: usize) -> Option<Value<'t, 's>> {
        let body = function.child_by_field_name("body")?;
        let (mut returns, mut yields) = (Vec::new(), false);
        walk(body, |visit| {
            if let Visit::Enter(node, _) = visit {
                match node.kind() {
                    "yield" => yields = true,
                    "return_statement" => returns.push(node.named_child(0)),
                    _ => {}
                }
                return !is_inner_scope(node);
            }
            true
        });
        if yields || returns.is_empty() {
            return None;
        }
        let mut values = Vec::new();
        for value in returns {
            values.push(match value {
                None => Some(Value::Nothing),
                Some(value) => {
                    let (_, scopes) = self.place(value.start_byte());
                    self.value(value, &scopes, depth)
                }
            });
        }
        agreed(values).filter(|v| *v != Value::Nothing)
    }

    /// The method of this name in a class's own body.
    pub(super) fn own_method(&mut self, class: Node<'t>, name: &str) -> Option<Node<'t>> {
        match self.class(class).methods.get(name).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    /// What a member of a class of the script, or of an instance of it, stands for.
    pub(super) fn own_member(
        &mut self,
        class: Node<'t>,
        name: &str,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        let own_name = class.child_by_field_name("name").map(|n| self.text(n));
        // What derives from it may keep something else under the name.
        if depth > 60 || own_name.is_none_or(|n| self.facts.bases.contains(n)) {
            return None;
        }
        self.kept(class, name, depth)
    }

    fn kept(&mut self, class: Node<'t>, name: &str, depth: usize) -> Option<Value<'t, 's>> {
        if depth > 60 {
            return None;
        }
        let key = (class.id(), name.to_owned());
        if let Some(known) = self.kept.get(&key) {
            return *known;
        }
        // While it is being worked out, nothing is known of it.
        self.kept.insert(key.clone(), None);
        let value = self.kept_in(class, name, depth);
        self.kept.insert(key, value);
        value
    }

    fn kept_in(&mut self, class: Node<'t>, name: &str, depth: usize) -> Option<Value<'t, 's>> {
        let facts = self.class(class);
        let kept = facts.assignments(name)?;
        if let Some(method) = self.own_method(class, name) {
            if !kept.is_empty() {
                return None;
            }
            return match self.decorator(method) {
                Some("property" | "cached_property") => self.returned_by_own(method, depth + 1),
                _ => Some(Value::OwnFunction(method)),
            };
        }
        if !kept.is_empty() {
            let mut values = Vec::new();
            for &assignment in kept {
                let (_, scopes) = self.place(assignment.start_byte());
                values.push(self.assigned(assignment, &scopes, depth + 1));
            }
            return agreed(values).filter(|v| *v != Value::Nothing);
        }
        // The bases, where they are the script's own.
        let bases = class.child_by_field_name("superclasses")?;
        let (_, scopes) = self.place(class.start_byte());
        for base in children(bases) {
            let Value::OwnClass(base) = self.value(base, &scopes, depth + 1)? else {
                return None;
            };
            if let Some(found) = self.kept(base, name, depth + 1) {
                return Some(found);
            }
        }
        None
    }

    /// What stands in a class.
    fn class(&mut self, class: Node<'t>) -> Rc<ClassFacts<'t>> {
        let nodes = &self.nodes;
        let source = self.source;
        let facts = self.classes.entry(class.id());
        Rc::clone(facts.or_insert_with(|| Rc::new(ClassFacts::new(class, source, nodes))))
    }
}

/// What stands in a class: its methods, and what they and its body keep under which names.
pub(super) struct ClassFacts<'t> {
    methods: FxHashMap<&'t str, Vec<Node<'t>>>,
    assignments: FxHashMap<&'t str, Vec<Node<'t>>>,
    /// Names that something else than an assignment gives a value.
    other: FxHashSet<&'t str>,
    is_broken: bool,
}

impl<'t> ClassFacts<'t> {
    fn new(class: Node<'t>, source: &'t str, nodes: &Nodes<'t>) -> ClassFacts<'t> {
        let mut facts = ClassFacts {
            methods: FxHashMap::default(),
            assignments: FxHashMap::default(),
            other: FxHashSet::default(),
            is_broken: false,
        };
        let body = class.child_by_field_name("body");
        facts.is_broken |= body.is_none();
        for statement in body.map_or(Vec::new(), children) {
            let inner = statement.named_child(0).unwrap_or(statement);
            let left = inner.child_by_field_name("left");
            let left = left.filter(|l| inner.kind() == "assignment" && l.kind() == "identifier");
            if let Some(left) = left {
                let kept = facts.assignments.entry(text(left, source));
                kept.or_default().push(inner);
            }
        }
        for method in methods(class) {
            if let Some(name) = method.child_by_field_name("name") {
                let methods = facts.methods.entry(text(name, source));
                methods.or_default().push(method);
            }
            facts.method(method, source, nodes);
        }
        facts
    }

    /// Notes what a method keeps on its first parameter.
    fn method(&mut self, method: Node<'t>, source: &'t str, nodes: &Nodes<'t>) {
        let field = |name| method.child_by_field_name(name);
        let (Some(list), Some(body)) = (field("parameters"), field("body")) else {
            self.is_broken = true;
            return;
        };
        let list = params(list);
        let Some(this) = list.first().map(|p| text(p.name, source)) else {
            return;
        };
        walk_fields(body, |visit| {
            let Visit::Enter(node, field) = visit else {
                return true;
            };
            if node.kind() != "attribute" {
                return true;
            }
            let part = |name| node.child_by_field_name(name).map(|n| text(n, source));
            let Some(name) = part("attribute").filter(|_| part("object") == Some(this)) else {
                return true;
            };
            let parent = nodes.parent(node);
            match parent.map(|p| (p.kind(), p)) {
                Some(("assignment", parent)) if field == Some("left") => {
                    self.assignments.entry(name).or_default().push(parent);
                }
                Some(("augmented_assignment" | "for_statement" | "for_in_clause", _))
                    if field == Some("left") =>
                {
                    self.other.insert(name);
                }
                Some((
                    "pattern_list" | "tuple_pattern" | "list_pattern" | "as_pattern_target"
                    | "delete_statement" | "list_splat_pattern",
                    _,
                )) => {
                    self.other.insert(name);
                }
                _ => {}
            }
            true
        });
    }

    /// The assignments that give this attribute its value. `None` where something else gives it one
    /// too.
    fn assignments(&self, name: &str) -> Option<&[Node<'t>]> {
        let known = !self.is_broken && !self.other.contains(name);
        let kept = self.assignments.get(name).map_or(&[][..], Vec::as_slice);
        known.then_some(kept)
    }
}

/// The functions in a class's own body.
fn methods(class: Node<'_>) -> Vec<Node<'_>> {
    let body = class
        .child_by_field_name("body")
        .map_or(Vec::new(), children);
    body.into_iter()
        .map(|n| n.child_by_field_name("definition").unwrap_or(n))
        .filter(|n| n.kind() == "function_definition")
        .collect()
}
