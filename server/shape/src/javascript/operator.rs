//! What operators between two values give.

use super::Reader;
use super::value::{BOOL, NUMBER, STRING, UNKNOWN, Value};
use crate::Shape;
use lang::javascript::tree::{NodeId, Operator, Role};

impl<'t> Reader<'t> {
    pub(super) fn binary(&mut self, node: NodeId, operator: Operator) -> Value {
        let left = self.field(node, Role::Left);
        let lazy = operator.is_logical();
        self.depth += usize::from(lazy);
        let right = self.field(node, Role::Right);
        self.depth -= usize::from(lazy);
        match operator {
            Operator::Equal
            | Operator::StrictEqual
            | Operator::NotEqual
            | Operator::StrictNotEqual
            | Operator::Less
            | Operator::Greater
            | Operator::LessEqual
            | Operator::GreaterEqual
            | Operator::In
            | Operator::InstanceOf => BOOL,
            Operator::Sub
            | Operator::Mul
            | Operator::Div
            | Operator::Rem
            | Operator::Exp
            | Operator::BitAnd
            | Operator::BitOr
            | Operator::BitXor
            | Operator::ShiftLeft
            | Operator::ShiftRight
            | Operator::ShiftRightZero => NUMBER,
            Operator::Add => plus(&left.shape(), &right.shape()),
            Operator::Coalesce => match left {
                Value::Shape(shape) if !shape.is_unknown() && !shape.can_be_null() => {
                    Value::Shape(shape)
                }
                Value::Shape(shape) => {
                    Value::Shape(Shape::union([shape.without_null(), right.shape()]))
                }
                left => left,
            },
            Operator::Or => match left {
                Value::Shape(shape) => {
                    Value::Shape(Shape::union([shape.without_null(), right.shape()]))
                }
                left => left,
            },
            Operator::And => match left {
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
        }
    }
}

/// What `+` gives.
pub(super) fn plus(left: &Shape, right: &Shape) -> Value {
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
