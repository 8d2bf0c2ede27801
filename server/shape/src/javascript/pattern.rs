//! Names that parameters and declarations bind, taken apart where they are written so.

use tree_sitter::Node;

use super::value::{NULL, UNKNOWN, Value};
use super::{Fate, Local, Reader};
use crate::{Found, Shape};
use lang::walk::children;

impl<'t> Reader<'t> {
    /// Gives the names of a pattern their values.
    pub(super) fn bind(&mut self, pattern: Node<'t>, value: Value<'t>) {
        match pattern.kind() {
            "identifier" | "shorthand_property_identifier_pattern" => {
                let found = Found::Known(value.shape());
                if !value.shape().is_unknown() {
                    self.note_name(pattern, found);
                }
                self.declare(pattern, value, None);
            }
            // TypeScript's parameters.
            "required_parameter" | "optional_parameter" => {
                let default = pattern.child_by_field_name("value").map(|n| self.value(n));
                let value = match default {
                    Some(default) if value == NULL => default,
                    Some(default) if value.shape().can_be_null() => {
                        Value::Shape(Shape::union([value.shape(), default.shape()]))
                    }
                    _ => value,
                };
                let annotation = pattern.child_by_field_name("type");
                let value = self.annotated(annotation, value);
                match pattern.child_by_field_name("pattern") {
                    Some(inner) if inner.kind() == "identifier" => {
                        self.declare(inner, value, annotation);
                    }
                    Some(inner) => self.bind(inner, value),
                    None => {}
                }
            }
            "assignment_pattern" | "object_assignment_pattern" => {
                let Some(left) = pattern.child_by_field_name("left") else {
                    return;
                };
                let default = pattern.child_by_field_name("right").map(|n| self.value(n));
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
            "object_pattern" => {
                let shape = value.shape();
                for part in children(pattern) {
                    match part.kind() {
                        "shorthand_property_identifier_pattern" => {
                            let value = self.property_of(&shape, part);
                            self.bind(part, value);
                        }
                        "object_assignment_pattern" => {
                            let left = part.child_by_field_name("left");
                            let value = left.map_or(UNKNOWN, |l| self.property_of(&shape, l));
                            // What can be absent and not `null` is what its default is for.
                            let name = left.map_or("", |l| self.text(l));
                            let mut fields = shape.objects().map(|o| o.field(name));
                            let only_absent =
                                fields.all(|f| f.is_some_and(|f| !f.shape.can_be_null()));
                            match part.child_by_field_name("right") {
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
                        "pair_pattern" => {
                            let key = part.child_by_field_name("key");
                            let value = key.map_or(UNKNOWN, |k| self.property_of(&shape, k));
                            if let Some(inner) = part.child_by_field_name("value") {
                                self.bind(inner, value);
                            }
                        }
                        "rest_pattern" => {
                            if let Some(name) = part.named_child(0) {
                                self.bind(name, Value::Shape(Shape::open()));
                            }
                        }
                        _ => {}
                    }
                }
            }
            "array_pattern" => {
                // `[, b]` leaves a place out.
                let mut i = 0;
                for part in pattern.children(&mut pattern.walk()).collect::<Vec<_>>() {
                    if part.kind() == "," {
                        i += 1;
                    }
                    if !part.is_named() || part.kind() == "comment" {
                        continue;
                    }
                    let item = match &value {
                        Value::Pair(key, _) if i == 0 => Value::Shape(key.clone()),
                        Value::Pair(_, value) if i == 1 => Value::Shape(value.clone()),
                        Value::Shape(shape) => {
                            let item = shape.item().unwrap_or_default();
                            // The list may be shorter.
                            let whole = part.kind() == "rest_pattern" || self.code.is_none();
                            Value::Shape(if whole { item } else { item.or_null() })
                        }
                        _ => UNKNOWN,
                    };
                    match part.kind() {
                        "rest_pattern" => {
                            if let Some(name) = part.named_child(0) {
                                self.bind(name, Value::Shape(Shape::list(item.shape())));
                            }
                        }
                        _ => self.bind(part, item),
                    }
                }
            }
            "rest_pattern" => {
                if let Some(name) = pattern.named_child(0) {
                    self.bind(name, UNKNOWN);
                }
            }
            _ => {}
        }
    }

    /// Declares a name with its value.
    pub(super) fn declare(
        &mut self,
        name: Node<'t>,
        value: Value<'t>,
        annotation: Option<Node<'t>>,
    ) {
        let text = self.text(name);
        let fate = self
            .code
            .map_or(Fate::default(), |c| c.fate(name.start_byte()));
        let value = if self.code.is_some() {
            self.after(fate, annotation, value)
        } else if self.is_changed(text) {
            Value::Shape(loosened(&value.shape()))
        } else {
            value
        };
        self.locals.push(Local {
            name: text,
            value: value.bounded(),
            scope: self.scope,
            depth: self.depth,
            fate,
            annotation,
        });
    }

    /// What a variable holds when it is given a value.
    pub(super) fn after(
        &self,
        fate: Fate,
        annotation: Option<Node<'t>>,
        value: Value<'t>,
    ) -> Value<'t> {
        match fate == Fate::default() {
            true => value,
            false => self.annotated(annotation, fate.over(value)),
        }
    }

    /// A value, with what an annotation says of it.
    pub(super) fn annotated(&self, annotation: Option<Node<'t>>, value: Value<'t>) -> Value<'t> {
        match (self.code, annotation) {
            (Some(code), Some(annotation)) => code.annotated(annotation, value),
            _ => value,
        }
    }

    fn property_of(&mut self, shape: &Shape, key: Node<'t>) -> Value<'t> {
        let name = match key.kind() {
            "string" => self.plain_string(key),
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
