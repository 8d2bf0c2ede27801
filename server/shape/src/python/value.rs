//! Values inside a Python script: shapes, and what is no JSON until it leaves the script.

use std::rc::Rc;

use crate::{MAX_DEPTH, Shape};

/// What a Python expression gives.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    /// What JSON can say as it is.
    Shape(Shape),
    /// A tuple of known length.
    Tuple(Rc<[Value]>),
    /// An object of a class of the script.
    Instance(Rc<str>),
    /// What can only be looped over, such as `range(3)` and `d.items()`, by what a loop gives.
    Iterable(Rc<Value>),
    /// Something that is written as text when it leaves: a date, a `Decimal`, bytes, a set.
    Opaque(Opaque),
}

/// Kinds of values that leave a script as text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opaque {
    /// `datetime`, `date`, `time`.
    Time,
    /// Anything else.
    Other,
}

pub(super) const UNKNOWN: Value = Value::Shape(Shape::Unknown);

impl Value {
    pub(super) fn is_unknown(&self) -> bool {
        *self == UNKNOWN
    }

    /// The same, with what lies too deep or is too much unknown.
    pub(super) fn bounded(self) -> Value {
        match self {
            Value::Shape(shape) => Value::Shape(shape.bounded()),
            value => match value.fits(MAX_DEPTH) {
                true => value,
                false => UNKNOWN,
            },
        }
    }

    fn fits(&self, depth: usize) -> bool {
        match self {
            Value::Shape(shape) => shape.is_bounded(),
            Value::Tuple(items) => depth > 0 && items.iter().all(|i| i.fits(depth - 1)),
            Value::Iterable(item) => depth > 0 && item.fits(depth - 1),
            Value::Instance(_) | Value::Opaque(_) => true,
        }
    }

    /// What can be looped over and gives this.
    pub(super) fn iterable(item: Value) -> Value {
        Value::Iterable(Rc::new(item))
    }

    /// What a loop over the value gives; unknown where that is not certain.
    pub(super) fn item(&self) -> Value {
        match self {
            Value::Tuple(items) => union(items.iter().cloned()),
            Value::Iterable(item) => (**item).clone(),
            Value::Shape(shape) => Value::Shape(iterated(shape)),
            _ => UNKNOWN,
        }
    }
}

fn iterated(shape: &Shape) -> Shape {
    let each = shape.members().iter().map(|member| match member {
        Shape::List(item) => (**item).clone(),
        Shape::String | Shape::Text(_) => Shape::String,
        // The keys of a dict: what is written as JSON later are texts, here they may be anything.
        Shape::Object(object) if object.rest == crate::Rest::Closed => {
            match object.fields.is_empty() {
                true => Shape::Never,
                false => Shape::String,
            }
        }
        deferred @ Shape::Deferred(_) => deferred.item().unwrap_or_default(),
        Shape::Null => Shape::Never,
        _ => Shape::Unknown,
    });
    Shape::union(each)
}

/// One of these.
pub(super) fn union(values: impl IntoIterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.into_iter().collect();
    if values.is_empty() {
        return Value::Shape(Shape::Never);
    }
    values.retain(|v| *v != Value::Shape(Shape::Never));
    values.dedup();
    let first = match values.len() {
        0 => return Value::Shape(Shape::Never),
        _ => values.remove(0),
    };
    values.into_iter().fold(first, |a, b| match (a, b) {
        (a, b) if a == b => a,
        (Value::Shape(a), Value::Shape(b)) => Value::Shape(Shape::union([a, b])),
        (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
            let parts = a.iter().zip(b.iter());
            Value::Tuple(parts.map(|(a, b)| union([a.clone(), b.clone()])).collect())
        }
        // What they have in common is only known once they have left.
        (a, b) => match (plain(&a), plain(&b)) {
            (Some(a), Some(b)) => Value::Shape(Shape::union([a, b])),
            _ => UNKNOWN,
        },
    })
}

/// The shape of a value that is the same inside and outside of the script; tuples count as lists.
fn plain(value: &Value) -> Option<Shape> {
    match value {
        Value::Shape(shape) => Some(shape.clone()),
        Value::Tuple(items) => {
            let items: Option<Vec<Shape>> = items.iter().map(plain).collect();
            Some(Shape::list(Shape::union(items?)))
        }
        Value::Instance(_) | Value::Opaque(_) | Value::Iterable(_) => None,
    }
}
