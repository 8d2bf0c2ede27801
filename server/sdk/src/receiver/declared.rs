//! What gives a name its value: an import, an assignment, `with … as`, an annotated parameter.

use super::Known;
use super::infer::{Inference, Value, agreed};
use lang::python::declare::Form;
use lang::python::names::{Binding, BindingKind, ScopeId};
use lang::python::tree::{Constant, Kind, NodeId};
use lang::python::{Annotation, ParamKind};

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
        let scope = self.scope(annotation);
        let annotation = Annotation::read(self.tree, annotation);
        self.named_class(&annotation, scope, depth)
    }

    fn named_class(
        &mut self,
        annotation: &Annotation,
        scope: ScopeId,
        depth: usize,
    ) -> Option<Value<'s>> {
        if depth > 60 {
            return None;
        }
        let depth = depth + 1;
        match &annotation.form {
            Form::Constant(Constant::None) => Some(Value::Nothing),
            Form::Name => {
                let mut parts = annotation.written().split('.').map(str::trim);
                let mut class = self.name(parts.next()?, scope, depth)?;
                for part in parts {
                    class = self.member(class, part, depth)?;
                }
                self.instance_of(class)
            }
            Form::Quoted(inner) => self.named_class(inner, scope, depth),
            Form::Union(members) => {
                let values = members.iter().map(|m| self.named_class(m, scope, depth));
                let values: Vec<_> = values.collect();
                agreed(values)
            }
            _ => match annotation.generic()? {
                ("Optional" | "typing.Optional", [inner]) => self.named_class(inner, scope, depth),
                _ => None,
            },
        }
    }

    fn instance_of(&self, class: Value<'s>) -> Option<Value<'s>> {
        match class {
            Value::Known(Known::Class(class)) => Some(Value::Known(Known::Instance(class))),
            Value::OwnClass(class) => Some(Value::OwnInstance(class)),
            _ => None,
        }
    }
}
