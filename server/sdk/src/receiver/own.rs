//! The script's own functions and classes: what they return and what they keep on `self`.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::infer::{Inference, Value, agreed};
use lang::python::Tree;
use lang::python::tree::{Kind, NodeId};

impl<'t, 's> Inference<'t, 's> {
    /// The name of what decorates a function; `None` for nothing, empty where it is not plain.
    pub(super) fn decorator(&self, function: NodeId) -> Option<&'t str> {
        let tree = self.tree;
        let all = tree.children(function);
        let mut decorators = all.take_while(|n| tree.kind(*n) == Kind::Decorator);
        let first = decorators.next()?;
        if decorators.next().is_some() {
            return Some("");
        }
        let inner = tree.child(first, 0)?;
        let inner = tree.called(inner).unwrap_or(inner);
        tree.text_of(inner).rsplit('.').next()
    }

    /// What a call of a function of the script gives.
    pub(super) fn returned_by_own(&mut self, function: NodeId, depth: usize) -> Option<Value<'s>> {
        if let Some(known) = self.returned.get(&function) {
            return *known;
        }
        // While it is being worked out, nothing is known of it.
        self.returned.insert(function, None);
        let value = self.given_by_own(function, depth);
        self.returned.insert(function, value);
        value
    }

    fn given_by_own(&mut self, function: NodeId, depth: usize) -> Option<Value<'s>> {
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
        let value = match self.tree.function(function)?.returns {
            Some(annotation) => self.annotated(annotation, depth)?,
            None => self.returned_plainly(function, depth)?,
        };
        let Kind::Function { is_async: true, .. } = self.tree.kind(function) else {
            return Some(value);
        };
        match value {
            Value::Known(super::Known::Instance(class)) => Some(Value::Coming(class)),
            Value::OwnInstance(class) => Some(Value::OwnComing(class)),
            _ => None,
        }
    }

    /// What all `return`s of a function give.
    fn returned_plainly(&mut self, function: NodeId, depth: usize) -> Option<Value<'s>> {
        let tree = self.tree;
        let body = tree.find(function, |k| k == Kind::Block)?;
        let mut values = Vec::new();
        let mut below = tree.below(body);
        let mut returns = Vec::new();
        while let Some(node) = below.next() {
            match tree.kind(node) {
                Kind::Yield | Kind::YieldFrom => return None,
                Kind::Return => returns.push(tree.child(node, 0)),
                kind if kind.is_scope() => below.leave_out(),
                _ => {}
            }
        }
        if returns.is_empty() {
            return None;
        }
        for value in returns {
            values.push(match value {
                None => Some(Value::Nothing),
                Some(value) => self.value(value, depth),
            });
        }
        agreed(values).filter(|v| *v != Value::Nothing)
    }

    /// The method of this name in a class's own body.
    pub(super) fn own_method(&mut self, class: NodeId, name: &str) -> Option<NodeId> {
        match self.class(class).methods.get(name).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    /// What a member of a class of the script, or of an instance of it, stands for.
    pub(super) fn own_member(
        &mut self,
        class: NodeId,
        name: &str,
        depth: usize,
    ) -> Option<Value<'s>> {
        let own_name = self.tree.find(class, |k| matches!(k, Kind::Ident(_)));
        let own_name = own_name.map(|n| self.tree.text_of(n));
        // What derives from it may keep something else under the name.
        if depth > 60 || own_name.is_none_or(|n| self.facts.bases.contains(n)) {
            return None;
        }
        self.kept(class, name, depth)
    }

    fn kept(&mut self, class: NodeId, name: &str, depth: usize) -> Option<Value<'s>> {
        if depth > 60 {
            return None;
        }
        let key = (class, name.to_owned());
        if let Some(known) = self.kept.get(&key) {
            return *known;
        }
        // While it is being worked out, nothing is known of it.
        self.kept.insert(key.clone(), None);
        let value = self.kept_in(class, name, depth);
        self.kept.insert(key, value);
        value
    }

    fn kept_in(&mut self, class: NodeId, name: &str, depth: usize) -> Option<Value<'s>> {
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
                values.push(self.assigned(assignment, depth + 1));
            }
            return agreed(values).filter(|v| *v != Value::Nothing);
        }
        // The bases, where they are the script's own.
        for base in self.tree.class(class)?.arguments {
            let Value::OwnClass(base) = self.value(base, depth + 1)? else {
                return None;
            };
            if let Some(found) = self.kept(base, name, depth + 1) {
                return Some(found);
            }
        }
        None
    }

    /// What stands in a class.
    fn class(&mut self, class: NodeId) -> Rc<ClassFacts<'t>> {
        let tree = self.tree;
        let facts = self.classes.entry(class);
        Rc::clone(facts.or_insert_with(|| Rc::new(ClassFacts::new(class, tree))))
    }
}

/// What stands in a class: its methods, and what they and its body keep under which names.
pub(super) struct ClassFacts<'t> {
    methods: FxHashMap<&'t str, Vec<NodeId>>,
    assignments: FxHashMap<&'t str, Vec<NodeId>>,
    /// Names that something else than an assignment gives a value.
    other: FxHashSet<&'t str>,
    is_broken: bool,
}

impl<'t> ClassFacts<'t> {
    fn new(class: NodeId, tree: &'t Tree) -> ClassFacts<'t> {
        let mut facts = ClassFacts {
            methods: FxHashMap::default(),
            assignments: FxHashMap::default(),
            other: FxHashSet::default(),
            is_broken: false,
        };
        let Some(body) = tree.find(class, |k| k == Kind::Block) else {
            facts.is_broken = true;
            return facts;
        };
        for statement in tree.children(body) {
            if let Some(parts) = tree.assignment(statement) {
                for target in parts.targets {
                    if let Kind::Name(name) = tree.kind(target) {
                        facts.keep(tree.name(name), statement);
                    }
                }
            }
        }
        for method in tree.children(body) {
            let Some(parts) = tree.function(method) else {
                continue;
            };
            if let Some(name) = parts.name {
                let methods = facts.methods.entry(tree.text_of(name));
                methods.or_default().push(method);
            }
            let this = parts.params.first().and_then(|p| tree.param(*p)?.name);
            match (this, parts.body) {
                (Some(this), Some(body)) => facts.method(tree.text_of(this), body, tree),
                (None, Some(_)) => {}
                (_, None) => facts.is_broken = true,
            }
        }
        facts
    }

    fn keep(&mut self, name: &'t str, assignment: NodeId) {
        self.assignments.entry(name).or_default().push(assignment);
    }

    /// Notes what a method keeps on its first parameter.
    fn method(&mut self, this: &str, body: NodeId, tree: &'t Tree) {
        for node in tree.below(body) {
            let Kind::Attribute(name) = tree.kind(node) else {
                continue;
            };
            let object = tree.child(node, 0);
            if object.is_none_or(|o| tree.text_of(o) != this) {
                continue;
            }
            let name = tree.name(name);
            let Some(target) = tree.target_of(node) else {
                continue;
            };
            let is_assigned = matches!(tree.kind(target), Kind::Assign { .. });
            match is_assigned && tree.parent(node) == Some(target) {
                true => self.keep(name, target),
                false => _ = self.other.insert(name),
            }
        }
    }

    /// The assignments that give this attribute its value. `None` where something else gives it one
    /// too.
    fn assignments(&self, name: &str) -> Option<&[NodeId]> {
        let known = !self.is_broken && !self.other.contains(name);
        let kept = self.assignments.get(name).map_or(&[][..], Vec::as_slice);
        known.then_some(kept)
    }
}
