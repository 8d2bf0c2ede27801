//! What is known of a value that has an annotation.

use crate::python::opened;
use crate::{Field, Object, Rest, Shape};

/// What `seen` holds, with what its annotation says where the code shows less.
pub(super) fn refine(told: &Shape, seen: &Shape) -> Shape {
    if told.is_unknown() || *told == Shape::Never {
        return seen.clone();
    }
    if seen.is_unknown() {
        return opened(told);
    }
    Shape::union(seen.members().iter().map(|member| member_of(told, member)))
}

fn member_of(told: &Shape, seen: &Shape) -> Shape {
    match seen {
        Shape::Object(seen) => {
            let mut objects = told.objects();
            match (objects.next(), objects.next()) {
                (Some(told), None) => Shape::from(object(told, seen)),
                _ => Shape::Object(seen.clone()),
            }
        }
        Shape::List(item) => {
            let mut lists = told.members().iter().filter_map(|m| match m {
                Shape::List(item) => Some(item),
                _ => None,
            });
            match lists.next() {
                // What is empty stays so.
                Some(told) if **item != Shape::Never => Shape::list(refine(told, item)),
                _ => seen.clone(),
            }
        }
        Shape::String => {
            let texts = told
                .members()
                .iter()
                .filter(|m| matches!(m, Shape::Text(_)));
            match Shape::union(texts.cloned()) {
                Shape::Never => Shape::String,
                // A text that may be any other as well.
                _ if told.members().contains(&Shape::String) => Shape::String,
                texts => texts,
            }
        }
        seen => seen.clone(),
    }
}

fn object(told: &Object, seen: &Object) -> Object {
    let mut object = Object {
        fields: Vec::new(),
        rest: match (&seen.rest, &told.rest) {
            (Rest::Open, Rest::Of(shape)) => Rest::Of(opened(shape)),
            (rest, _) => rest.clone(),
        },
    };
    for field in &seen.fields {
        let shape = match told.field(&field.name) {
            Some(told) => refine(&told.shape, &field.shape),
            None => match &told.rest {
                Rest::Of(told) => refine(told, &field.shape),
                _ => field.shape.clone(),
            },
        };
        object.set(Field {
            shape,
            doc: told.field(&field.name).and_then(|f| f.doc.clone()),
            ..field.clone()
        });
    }
    // What is not seen of an open object may be there all the same.
    let rest = seen.rest_shape();
    if rest != Shape::Never {
        for field in told.fields.iter().filter(|f| seen.field(&f.name).is_none()) {
            object.set(Field {
                shape: refine(&field.shape, &rest),
                ..field.clone()
            });
        }
    }
    object
}
