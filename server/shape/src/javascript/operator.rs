//! What operators between two values give.

use tree_sitter::Node;

use super::Reader;
use super::value::{BOOL, NUMBER, STRING, UNKNOWN, Value};
use crate::Shape;

impl<'t> Reader<'t> {
    pub(super) fn binary(&mut self, node: Node<'t>) -> Value<'t> {
        let operator = node
            .child_by_field_name("operator")
            .map_or("", |n| self.text(n));
        let left = self.field(node, "left");
        let lazy = matches!(operator, "??" | "||" | "&&");
        self.depth += usize::from(lazy);
        let right = self.field(node, "right");
        self.depth -= usize::from(lazy);
        match operator {
            "==" | "===" | "!=" | "!==" | "<" | ">" | "<=" | ">=" | "in" | "instanceof" => BOOL,
            "-" | "*" | "/" | "%" | "**" | "&" | "|" | "^" | "<<" | ">>" | ">>>" => NUMBER,
            "+" => plus(&left.shape(), &right.shape()),
            "??" => match left {
                Value::Shape(shape) if !shape.is_unknown() && !shape.can_be_null() => {
                    Value::Shape(shape)
                }
                Value::Shape(shape) => {
                    Value::Shape(Shape::union([shape.without_null(), right.shape()]))
                }
                left => left,
            },
            "||" => match left {
                Value::Shape(shape) => {
                    Value::Shape(Shape::union([shape.without_null(), right.shape()]))
                }
                left => left,
            },
            "&&" => match left {
                // What is left of `&&` only comes out where it is false.
                Value::Shape(shape) => {
                    let falsy = shape
                        .members()
                        .iter()
                        .filter(|m| !matches!(m, Shape::List(_) | Shape::Object(_)));
                    Value::Shape(Shape::union(falsy.cloned().chain([right.shape()])))
                }
                _ => right,
            },
            _ => UNKNOWN,
        }
    }
}

/// What `+` gives.
pub(super) fn plus(left: &Shape, right: &Shape) -> Value<'static> {
    let text = |s: &Shape| {
        s.members()
            .iter()
            .all(|m| matches!(m, Shape::String | Shape::Text(_)))
    };
    let number = |s: &Shape| {
        s.members()
            .iter()
            .all(|m| matches!(m, Shape::Number | Shape::Bool | Shape::Null))
    };
    if text(left) || text(right) {
        STRING
    } else if number(left) && number(right) {
        NUMBER
    } else {
        UNKNOWN
    }
}
