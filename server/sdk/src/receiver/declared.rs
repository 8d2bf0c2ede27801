//! What gives a name its value: an import, an assignment, `with … as`, an annotated parameter.

use super::Known;
use super::infer::{Inference, Value, agreed};
use lang::python::ParamKind;
use lang::python::names::{Binding, BindingKind, ScopeId};
use lang::python::tree::{Constant, Kind, NodeId, Operator};

impl<'s> Inference<'_, 's> {
    /// What a name gets from one of its bindings.
    pub(super) fn bound(&mut self, binding: &Binding, depth: usize) -> Option<Value<'s>> {
        let parent = self.tree.parent(binding.node)?;
        match binding.kind {
            BindingKind::Import => self.imported(self.python.imported(binding)?),
            BindingKind::Function => Some(Value::OwnFunction(parent)),
            BindingKind::Class => Some(Value::OwnClass(parent)),
            BindingKind::Parameter => self.parameter(parent, depth),
            BindingKind::Variable => self.variable(binding.node, parent, depth),
            BindingKind::Deletion | BindingKind::TypeParameter => None,
        }
    }

    fn variable(&mut self, name: NodeId, parent: NodeId, depth: usize) -> Option<Value<'s>> {
        match self.tree.kind(parent) {
            Kind::Assign { .. } => self.assigned(parent, depth),
            Kind::Named => self.value(self.tree.child(parent, 1)?, depth),
            Kind::WithItem if !self.tree.is_first(name) => {
                let value = self.value(self.tree.child(parent, 0)?, depth)?;
                self.entered(value, depth)
            }
            _ => None,
        }
    }

    /// What an assignment gives its targets.
    pub(super) fn assigned(&mut self, assignment: NodeId, depth: usize) -> Option<Value<'s>> {
        let parts = self.tree.assignment(assignment)?;
        match parts.annotation {
            Some(annotation) => self.annotated(annotation, depth),
            None => self.value(parts.value?, depth),
        }
    }

    /// What `with` gives for a value.
    fn entered(&mut self, value: Value<'s>, depth: usize) -> Option<Value<'s>> {
        match value {
            // The SDKs' own contexts give themselves.
            Value::Known(Known::Instance(_)) => Some(value),
            Value::OwnInstance(class) => {
                let enter = ["__enter__", "__aenter__"];
                let mut enter = enter.into_iter();
                let enter = enter.find_map(|n| self.own_method(class, n))?;
                match self.returned_by_own(enter, depth)? {
                    Value::Coming(class) => Some(Value::Known(Known::Instance(class))),
                    Value::OwnComing(class) => Some(Value::OwnInstance(class)),
                    value => Some(value),
                }
            }
            _ => None,
        }
    }

    fn parameter(&mut self, param: NodeId, depth: usize) -> Option<Value<'s>> {
        let parts = self.tree.param(param)?;
        if matches!(parts.kind, ParamKind::Args | ParamKind::Kwargs) {
            return None;
        }
        if let Some(annotation) = parts.annotation {
            return self.annotated(annotation, depth);
        }
        let function = self
            .tree
            .parent(param)
            .filter(|_| parts.default.is_none())?;
        let is_param = |k| matches!(k, Kind::Param { .. });
        let is_first = self.tree.find(function, is_param) == Some(param);
        let class = self.class_of_method(function).filter(|_| is_first)?;
        match self.decorator(function) {
            None | Some("property" | "cached_property") => Some(Value::OwnInstance(class)),
            Some("classmethod") => Some(Value::OwnClass(class)),
            Some(_) => None,
        }
    }

    /// The class in whose body a function stands.
    fn class_of_method(&self, function: NodeId) -> Option<NodeId> {
        let block = self.tree.parent(function)?;
        let class = self.tree.parent(block)?;
        let is_class = matches!(self.tree.kind(class), Kind::Class { .. });
        (is_class && self.tree.kind(block) == Kind::Block).then_some(class)
    }

    /// An instance of the class that an annotation names.
    pub(super) fn annotated(&mut self, annotation: NodeId, depth: usize) -> Option<Value<'s>> {
        if depth > 60 {
            return None;
        }
        let tree = self.tree;
        let depth = depth + 1;
        match tree.kind(annotation) {
            Kind::Constant(Constant::None) => Some(Value::Nothing),
            Kind::Name(_) | Kind::Attribute(_) => {
                let class = self.value(annotation, depth)?;
                self.instance_of(class)
            }
            Kind::Str(_) => {
                let written = tree.plain_string(annotation)?;
                self.named_class(written, self.scope(annotation), depth)
            }
            Kind::Binary(Operator::BitOr) => {
                let sides = tree.children(annotation);
                let sides: Vec<_> = sides.map(|n| self.annotated(n, depth)).collect();
                agreed(sides)
            }
            Kind::Subscript => {
                let (outer, inner) = (tree.child(annotation, 0)?, tree.child(annotation, 1)?);
                let is_optional = matches!(tree.text_of(outer), "Optional" | "typing.Optional");
                is_optional.then(|| self.annotated(inner, depth))?
            }
            _ => None,
        }
    }

    fn instance_of(&self, class: Value<'s>) -> Option<Value<'s>> {
        match class {
            Value::Known(Known::Class(class)) => Some(Value::Known(Known::Instance(class))),
            Value::OwnClass(class) => Some(Value::OwnInstance(class)),
            _ => None,
        }
    }

    /// An instance of the class of this name, as an annotation in quotes has it.
    fn named_class(&mut self, written: &str, scope: ScopeId, depth: usize) -> Option<Value<'s>> {
        let mut parts = written.trim().split('.');
        let mut value = self.name(parts.next()?, scope, depth)?;
        for part in parts {
            value = self.member(value, part, depth)?;
        }
        self.instance_of(value)
    }
}
