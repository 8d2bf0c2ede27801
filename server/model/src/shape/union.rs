//! How shapes join: what is added to a union, and what two objects have in common.

use std::sync::Arc;

use super::{Field, Object, Rest, Shape};

pub(super) fn overlap(a: &Shape, b: &Shape) -> bool {
    use Shape::*;
    match (a, b) {
        (Unknown | Deferred(_), _) | (_, Unknown | Deferred(_)) => true,
        (Text(a), Text(b)) => a == b,
        (String, Text(_)) | (Text(_), String) | (List(_), List(_)) | (Object(_), Object(_)) => true,
        (a, b) => a == b,
    }
}

/// Adds a member that is no union and not unknown.
pub(super) fn add(members: &mut Vec<Shape>, shape: Shape) {
    match &shape {
        Shape::Never => return,
        Shape::Text(_) if members.contains(&Shape::String) => return,
        Shape::String => members.retain(|m| !matches!(m, Shape::Text(_))),
        Shape::List(item) => {
            if let Some(Shape::List(old)) = members.iter_mut().find(|m| matches!(m, Shape::List(_)))
            {
                if old != item {
                    *old = Arc::new(Shape::union([(**old).clone(), (**item).clone()]));
                }
                return;
            }
        }
        _ => {}
    }
    if !members.contains(&shape) {
        members.push(shape);
    }
}

/// One object for all: a property that some lack is optional.
pub(super) fn merge_objects(members: &mut Vec<Shape>) {
    let place = members.iter().position(|m| matches!(m, Shape::Object(_)));
    let mut merged: Option<Object> = None;
    for member in members.iter() {
        let Shape::Object(object) = member else {
            continue;
        };
        merged = Some(match merged {
            None => (**object).clone(),
            Some(merged) => merge(&merged, object),
        });
    }
    members.retain(|m| !matches!(m, Shape::Object(_)));
    if let (Some(at), Some(object)) = (place, merged) {
        members.insert(at, Shape::from(object));
    }
}

/// What holds of two objects at once.
pub(crate) fn merge(a: &Object, b: &Object) -> Object {
    let mut merged = Object {
        fields: Vec::new(),
        rest: match (&a.rest, &b.rest) {
            (Rest::Closed, Rest::Closed) => Rest::Closed,
            _ => match Shape::union([a.rest_shape(), b.rest_shape()]) {
                Shape::Unknown => Rest::Open,
                shape => Rest::Of(shape),
            },
        },
    };
    for field in &a.fields {
        merged.set(both(field, b));
    }
    for field in b.fields.iter().filter(|f| a.field(&f.name).is_none()) {
        merged.set(both(field, a));
    }
    merged
}

fn both(field: &Field, other: &Object) -> Field {
    match other.field(&field.name) {
        Some(found) => Field {
            shape: Shape::union([field.shape.clone(), found.shape.clone()]),
            optional: field.optional || found.optional,
            ..field.clone()
        },
        None => Field {
            shape: Shape::union([field.shape.clone(), other.rest_shape()]),
            optional: true,
            ..field.clone()
        },
    }
}
