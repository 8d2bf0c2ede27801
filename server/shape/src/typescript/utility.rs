//! Types made of other types: `Record`, `Pick`, intersections and their like.

use crate::{Field, Object, Rest, Shape};

/// A file in object storage, as the SDK hands it out.
pub(super) fn s3_object() -> Shape {
    Shape::from(Object {
        fields: vec![
            Field::new("s3", Shape::String),
            Field::new("storage", Shape::String.or_null()).optional(),
        ],
        rest: Rest::Open,
    })
}

/// What stands in quotes, where it has no escapes.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let inner = text.get(1..text.len().checked_sub(1)?)?;
    (!inner.contains('\\')).then_some(inner)
}

/// The texts that a union is made of, and nothing else.
pub(super) fn texts(shape: &Shape) -> Option<Vec<std::sync::Arc<str>>> {
    let each = shape.members().iter().map(|m| match m {
        Shape::Text(text) => Some(text.clone()),
        _ => None,
    });
    each.collect()
}

/// `Record<keys, value>`
pub(super) fn record(keys: &Shape, value: Shape) -> Shape {
    match (keys, texts(keys)) {
        (_, Some(names)) => {
            Shape::object(names.iter().map(|n| Field::new(n.clone(), value.clone())))
        }
        (Shape::String | Shape::Number, _) => Shape::map(value),
        _ => Shape::open(),
    }
}

/// An object with each property changed or left out; anything else is unknown.
pub(super) fn with_fields(shape: Shape, change: impl Fn(Field) -> Option<Field>) -> Shape {
    match &shape {
        Shape::Object(object) => Shape::from(Object {
            fields: object.fields.iter().cloned().filter_map(change).collect(),
            rest: object.rest.clone(),
        }),
        _ => Shape::Unknown,
    }
}

/// What is all of these at once: objects with the properties of each.
pub(super) fn intersection(parts: impl Iterator<Item = Shape>) -> Shape {
    let mut all: Option<Object> = None;
    let mut unclear = false;
    for part in parts {
        let Shape::Object(part) = part else {
            unclear = true;
            continue;
        };
        let object = all.get_or_insert_with(Object::default);
        for field in &part.fields {
            match object.field(&field.name) {
                // Told twice: that both hold at once is not worked out.
                Some(old) if old.shape != field.shape => {
                    let both = Field {
                        shape: Shape::Unknown,
                        ..field.clone()
                    };
                    object.set(both);
                }
                _ => object.set(field.clone()),
            }
        }
        if part.rest != Rest::Closed {
            object.rest = part.rest.clone();
        }
    }
    match all {
        Some(object) if unclear => Shape::from(Object {
            rest: Rest::Open,
            ..object
        }),
        Some(object) => Shape::from(object),
        None => Shape::Unknown,
    }
}
