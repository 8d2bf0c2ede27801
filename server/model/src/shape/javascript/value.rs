//! Values inside an expression: shapes, and what JSON has no form for.

use tree_sitter::Node;

use crate::shape::Shape;

/// What an expression gives.
#[derive(Clone, Debug)]
pub(super) enum Value<'t> {
    /// What JSON can say.
    Shape(Shape),
    /// A function of the text.
    Function(Node<'t>),
    /// A list of such pairs, as `Object.entries` gives.
    Pairs(Shape, Shape),
    /// One of those pairs.
    Pair(Shape, Shape),
    /// A `Date`.
    Date,
    /// A `Set` of such items.
    Set(Shape),
}

pub(super) const UNKNOWN: Value<'static> = Value::Shape(Shape::Unknown);
pub(super) const NUMBER: Value<'static> = Value::Shape(Shape::Number);
pub(super) const STRING: Value<'static> = Value::Shape(Shape::String);
pub(super) const BOOL: Value<'static> = Value::Shape(Shape::Bool);
pub(super) const NULL: Value<'static> = Value::Shape(Shape::Null);

impl Value<'_> {
    /// What is written when the value leaves the expression.
    pub(super) fn shape(&self) -> Shape {
        match self {
            Value::Shape(shape) => shape.clone(),
            Value::Function(_) => Shape::Unknown,
            Value::Pairs(key, value) => {
                Shape::list(Value::Pair(key.clone(), value.clone()).shape())
            }
            Value::Pair(key, value) => Shape::list(Shape::union([key.clone(), value.clone()])),
            Value::Date => Shape::String,
            // It is written as `{}`; what is meant is rarely that.
            Value::Set(_) => Shape::Unknown,
        }
    }
}

/// One of these.
pub(super) fn union<'t>(values: impl IntoIterator<Item = Value<'t>>) -> Value<'t> {
    let mut values: Vec<Value<'t>> = values.into_iter().collect();
    match values.len() {
        1 => values.remove(0),
        _ => {
            let plain = values
                .iter()
                .all(|v| matches!(v, Value::Shape(_) | Value::Date));
            match plain {
                true => Value::Shape(Shape::union(values.iter().map(Value::shape))),
                false if values.is_empty() => Value::Shape(Shape::Never),
                false => UNKNOWN,
            }
        }
    }
}
