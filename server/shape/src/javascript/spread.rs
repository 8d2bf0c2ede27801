//! Objects that are put over each other: `{...a, ...b}`, computed keys.

use crate::{Field, Object, Rest, Shape};

/// `{...object, ...spread}`
pub(super) fn spread_over(object: &Object, spread: &Shape) -> Object {
    let mut merged: Option<Object> = None;
    for member in spread.members() {
        let next = match member {
            Shape::Object(other) => over(object, other),
            Shape::Null | Shape::Bool | Shape::Never => object.clone(),
            _ => opened(object),
        };
        merged = Some(match merged {
            None => next,
            Some(merged) => crate::merge(&merged, &next),
        });
    }
    merged.unwrap_or_else(|| object.clone())
}

fn over(object: &Object, other: &Object) -> Object {
    let mut merged = object.clone();
    if other.rest != Rest::Closed {
        for field in &mut merged.fields {
            field.shape = Shape::union([field.shape.clone(), other.rest_shape()]);
        }
        merged.rest = match Shape::union([object.rest_shape(), other.rest_shape()]) {
            Shape::Unknown => Rest::Open,
            shape => Rest::Of(shape),
        };
    }
    for field in &other.fields {
        match field.optional {
            false => merged.set(field.clone()),
            true => merged.may_set(field.clone()),
        }
    }
    merged
}

fn opened(object: &Object) -> Object {
    let fields = object.fields.iter().map(|f| Field {
        shape: Shape::Unknown,
        ..f.clone()
    });
    Object {
        fields: fields.collect(),
        rest: Rest::Open,
    }
}

/// An object in which any key may have been set to this.
pub(super) fn any_key(object: &mut Object, value: Shape) {
    for field in &mut object.fields {
        field.shape = Shape::union([field.shape.clone(), value.clone()]);
    }
    object.rest = match Shape::union([object.rest_shape(), value]) {
        Shape::Unknown => Rest::Open,
        shape => Rest::Of(shape),
    };
}
