//! Names that parameters and declarations bind, taken apart where they are written so.

use tree_sitter::Node;

use super::Reader;
use super::value::{UNKNOWN, Value};
use crate::script::walk::children;
use crate::shape::{Found, Shape};

impl<'t> Reader<'t> {
    /// Gives the names of a pattern their values.
    pub(super) fn bind(&mut self, pattern: Node<'t>, value: Value<'t>) {
        match pattern.kind() {
            "identifier" | "shorthand_property_identifier_pattern" => {
                let name = self.text(pattern);
                let found = Found::Known(value.shape());
                if !value.shape().is_unknown() {
                    self.note_name(pattern, found);
                }
                let value = match self.is_changed(name) {
                    true => Value::Shape(loosened(&value.shape())),
                    false => value,
                };
                self.locals.push((name, value));
            }
            // TypeScript's parameters.
            "required_parameter" | "optional_parameter" => {
                if let Some(inner) = pattern.child_by_field_name("pattern") {
                    self.bind(inner, value);
                }
            }
            "assignment_pattern" | "object_assignment_pattern" => {
                let Some(left) = pattern.child_by_field_name("left") else {
                    return;
                };
                let default = pattern.child_by_field_name("right").map(|n| self.value(n));
                let shape = value.shape();
                let value = match default {
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
                            self.bind(part, value);
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
                for (i, part) in children(pattern).into_iter().enumerate() {
                    let item = match &value {
                        Value::Pair(key, _) if i == 0 => Value::Shape(key.clone()),
                        Value::Pair(_, value) if i == 1 => Value::Shape(value.clone()),
                        Value::Shape(shape) => Value::Shape(shape.item().unwrap_or_default()),
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
