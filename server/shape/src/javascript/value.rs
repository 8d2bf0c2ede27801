//! Values inside an expression: shapes, and what JSON has no form for.

use crate::Shape;
use lang::javascript::tree::NodeId;

/// What an expression gives.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value {
    /// What JSON can say.
    Shape(Shape),
    /// A function of the text.
    Function(NodeId),
    /// A list of such pairs, as `Object.entries` gives.
    Pairs(Shape, Shape),
    /// One of those pairs.
    Pair(Shape, Shape),
    /// A `Date`.
    Date,
    /// A `Map` or a `Set` of such items: what JSON leaves nothing of.
    Opaque(Shape),
    /// What gives the items of a list once, as `keys()` does: JSON leaves nothing of it either.
    Iterator(Box<Value>),
    /// What `await` gives this of.
    Promise(Shape),
    /// A list of promises of such values.
    Promises(Shape),
}

pub(crate) const UNKNOWN: Value = Value::Shape(Shape::Unknown);
pub(crate) const NUMBER: Value = Value::Shape(Shape::Number);
pub(crate) const STRING: Value = Value::Shape(Shape::String);
pub(crate) const BOOL: Value = Value::Shape(Shape::Bool);
pub(crate) const NULL: Value = Value::Shape(Shape::Null);

impl Value {
    /// The same, with what lies too deep or is too much unknown.
    pub(super) fn bounded(self) -> Self {
        match self {
            Value::Shape(shape) => Value::Shape(shape.bounded()),
            Value::Pairs(key, value) => Value::Pairs(key.bounded(), value.bounded()),
            Value::Pair(key, value) => Value::Pair(key.bounded(), value.bounded()),
            Value::Opaque(shape) => Value::Opaque(shape.bounded()),
            Value::Promise(shape) => Value::Promise(shape.bounded()),
            Value::Promises(shape) => Value::Promises(shape.bounded()),
            Value::Iterator(inner) => match *inner {
                Value::Iterator(_) => UNKNOWN,
                inner => Value::Iterator(Box::new(inner.bounded())),
            },
            value @ (Value::Function(_) | Value::Date) => value,
        }
    }

    /// What is written when the value leaves the expression.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Value::Shape(shape) => shape.clone(),
            Value::Function(_) => Shape::Unknown,
            Value::Pairs(key, value) => {
                Shape::list(Value::Pair(key.clone(), value.clone()).shape())
            }
            Value::Pair(key, value) => Shape::list(Shape::union([key.clone(), value.clone()])),
            Value::Date => Shape::String,
            Value::Opaque(_) | Value::Iterator(_) => Shape::object([]),
            Value::Promise(_) => Shape::Unknown,
            Value::Promises(_) => Shape::list(Shape::Unknown),
        }
    }
}

/// One of these.
pub(crate) fn union(values: impl IntoIterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.into_iter().collect();
    match values.len() {
        1 => values.remove(0),
        _ if values.iter().all(|v| *v == values[0]) && !values.is_empty() => values.remove(0),
        _ => {
            let promised = values.iter().map(|v| match v {
                Value::Promise(shape) => Some(shape.clone()),
                _ => None,
            });
            if let (false, Some(shapes)) = (values.is_empty(), promised.collect::<Option<Vec<_>>>())
            {
                return Value::Promise(Shape::union(shapes));
            }
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
