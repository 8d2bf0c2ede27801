//! Names that parameters and declarations bind, taken apart where they are written so.

use super::value::{NULL, UNKNOWN, Value};
use super::{Escape, Local, Reader};
use crate::{Found, Shape};
use lang::javascript::tree::{Kind, NodeId, Role};

impl<'t> Reader<'t> {
    /// Gives the names of a pattern their values.
    pub(super) fn bind(&mut self, pattern: NodeId, value: Value) {
        match self.tree.kind(pattern) {
            Kind::Identifier | Kind::ShorthandPattern => {
                let found = Found::Known(value.shape());
                if !value.shape().is_unknown() {
                    self.note_name(pattern, found);
                }
                self.declare(pattern, value, None);
            }
            // TypeScript's parameters.
            Kind::Parameter => {
                let default = self.tree.part(pattern, Role::Value).map(|n| self.value(n));
                let value = match default {
                    Some(default) if value == NULL => default,
                    Some(default) if value.shape().can_be_null() => {
                        Value::Shape(Shape::union([value.shape(), default.shape()]))
                    }
                    _ => value,
                };
                let annotation = self.tree.part(pattern, Role::Type);
                let value = self.annotated(annotation, value);
                match self.tree.part(pattern, Role::Pattern) {
                    Some(inner) if self.tree.kind(inner) == Kind::Identifier => {
                        self.declare(inner, value, annotation);
                    }
                    Some(inner) => self.bind(inner, value),
                    None => {}
                }
            }
            Kind::AssignmentPattern => {
                let Some(left) = self.tree.part(pattern, Role::Left) else {
                    return;
                };
                let default = self.tree.part(pattern, Role::Right).map(|n| self.value(n));
                let shape = value.shape();
                let value = match default {
                    // A default is taken for what is not there, and not for `null`.
                    Some(default) if shape.can_be_null() && self.code.is_some() => {
                        Value::Shape(Shape::union([shape, default.shape()]))
                    }
                    Some(default) if shape.can_be_null() => {
                        Value::Shape(Shape::union([shape.without_null(), default.shape()]))
                    }
                    _ => value,
                };
                self.bind(left, value);
            }
            Kind::ObjectPattern => {
                let shape = value.shape();
                for part in self.tree.children(pattern) {
                    match self.tree.kind(part) {
                        Kind::ShorthandPattern => {
                            let value = self.property_of(&shape, part);
                            self.bind(part, value);
                        }
                        Kind::AssignmentPattern => {
                            let left = self.tree.part(part, Role::Left);
                            let value = left.map_or(UNKNOWN, |l| self.property_of(&shape, l));
                            // What can be absent and not `null` is what its default is for.
                            let name = left.map_or("", |l| self.text(l));
                            let mut fields = shape.objects().map(|o| o.field(name));
                            let only_absent =
                                fields.all(|f| f.is_some_and(|f| !f.shape.can_be_null()));
                            match self.tree.part(part, Role::Right) {
                                Some(right) if only_absent && value.shape().can_be_null() => {
                                    let default = self.value(right).shape();
                                    let given = value.shape().without_null();
                                    let value = Value::Shape(Shape::union([given, default]));
                                    if let Some(left) = left {
                                        self.bind(left, value);
                                    }
                                }
                                _ => self.bind(part, value),
                            }
                        }
                        Kind::PairPattern => {
                            let key = self.tree.part(part, Role::Key);
                            let value = key.map_or(UNKNOWN, |k| self.property_of(&shape, k));
                            if let Some(inner) = self.tree.part(part, Role::Value) {
                                self.bind(inner, value);
                            }
                        }
                        Kind::Rest => {
                            if let Some(name) = self.tree.child(part, 0) {
                                self.bind(name, Value::Shape(Shape::open()));
                            }
                        }
                        _ => {}
                    }
                }
            }
            Kind::ArrayPattern => {
                for (i, part) in self.tree.children(pattern).enumerate() {
                    let item = match &value {
                        Value::Pair(key, _) if i == 0 => Value::Shape(key.clone()),
                        Value::Pair(_, value) if i == 1 => Value::Shape(value.clone()),
                        Value::Shape(shape) => {
                            let item = shape.item().unwrap_or_default();
                            // The list may be shorter.
                            let whole = self.tree.kind(part) == Kind::Rest || self.code.is_none();
                            Value::Shape(if whole { item } else { item.or_null() })
                        }
                        _ => UNKNOWN,
                    };
                    match self.tree.kind(part) {
                        // `[, b]` leaves a place out.
                        Kind::Hole => {}
                        Kind::Rest => {
                            if let Some(name) = self.tree.child(part, 0) {
                                self.bind(name, Value::Shape(Shape::list(item.shape())));
                            }
                        }
                        _ => self.bind(part, item),
                    }
                }
            }
            Kind::Rest => {
                if let Some(name) = self.tree.child(pattern, 0) {
                    self.bind(name, UNKNOWN);
                }
            }
            _ => {}
        }
    }

    /// Declares a name with its value.
    pub(super) fn declare(&mut self, name: NodeId, value: Value, annotation: Option<NodeId>) {
        let text = self.text(name);
        let escape = self.code.map_or(Escape::default(), |c| c.escape(name));
        let value = if self.code.is_some() {
            self.after(escape, annotation, value)
        } else if self.is_changed(name) {
            Value::Shape(loosened(&value.shape()))
        } else {
            value
        };
        self.locals.push(Local {
            name: text,
            value: value.bounded(),
            scope: self.scope,
            depth: self.depth,
            escape,
            annotation,
        });
    }

    /// What a variable holds when it is given a value.
    pub(super) fn after(&self, escape: Escape, annotation: Option<NodeId>, value: Value) -> Value {
        match escape == Escape::default() {
            true => value,
            false => self.annotated(annotation, escape.over(value)),
        }
    }

    /// A value, with what an annotation says of it.
    pub(super) fn annotated(&self, annotation: Option<NodeId>, value: Value) -> Value {
        match (self.code, annotation) {
            (Some(code), Some(annotation)) => code.annotated(annotation, value),
            _ => value,
        }
    }

    fn property_of(&mut self, shape: &Shape, key: NodeId) -> Value {
        let name = match self.tree.kind(key) {
            Kind::Str => self.plain_string(key),
            _ => Some(self.text(key).to_owned()),
        };
        let Some(name) = name else { return UNKNOWN };
        Value::Shape(self.read_property(shape, &name, key))
    }
}

/// A value that the text changes somewhere: what it is made of is not followed.
pub(super) fn loosened(shape: &Shape) -> Shape {
    let each = shape.members().iter().map(|member| match member {
        Shape::List(_) => Shape::list(Shape::Unknown),
        Shape::Object(_) => Shape::open(),
        _ => Shape::Unknown,
    });
    Shape::union(each)
}
