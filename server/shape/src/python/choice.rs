//! Whether an annotation or the code is believed.

use super::Reader;
use super::value::Value;
use crate::{Object, Rest, Shape};

impl Reader<'_> {
    /// The annotation, unless the code shows more.
    pub(super) fn choose(&self, annotated: Value, inferred: Value) -> Value {
        let (Value::Shape(told), Value::Shape(seen)) = (&annotated, &inferred) else {
            return match annotated.is_unknown() {
                true => inferred,
                false => annotated,
            };
        };
        let returned = seen.without_null();
        let contradicts = returned != Shape::Never && !within(&returned, told);
        let vague = vague(told);
        let same_kind = || told.may_be(seen) && !seen.is_unknown();
        if told.is_unknown() || contradicts || vague && same_kind() && !empty(seen) {
            inferred
        } else if seen.can_be_null() && !told.can_be_null() {
            Value::Shape(told.clone().or_null())
        } else {
            annotated
        }
    }
}

/// Whether values that the code shows can be ones that the annotation speaks of, all the way down.
pub(super) fn within(seen: &Shape, told: &Shape) -> bool {
    seen.members().iter().all(|seen| {
        told.members().iter().any(|told| match (seen, told) {
            (Shape::Unknown | Shape::Deferred(_), _) | (_, Shape::Unknown) => true,
            (Shape::List(seen), Shape::List(told)) => {
                **seen == Shape::Never || seen.is_unknown() || within(seen, told)
            }
            (Shape::Object(seen), Shape::Object(told)) => objects_within(seen, told),
            (Shape::String | Shape::Text(_), Shape::String) => true,
            // A text that is put together may well be one of those that are told.
            (Shape::String, Shape::Text(_)) => true,
            (seen, told) => seen == told,
        })
    })
}

fn objects_within(seen: &Object, told: &Object) -> bool {
    let known = seen
        .fields
        .iter()
        .all(|field| match told.field(&field.name) {
            Some(other) => within(&field.shape, &other.shape),
            None => told.rest != Rest::Closed && within(&field.shape, &told.rest_shape()),
        });
    let complete = seen.rest != Rest::Closed
        || told
            .fields
            .iter()
            .all(|f| f.optional || seen.field(&f.name).is_some());
    known && complete
}

/// Whether a shape leaves open what the code may show.
fn vague(shape: &Shape) -> bool {
    shape.members().iter().any(|member| match member {
        Shape::Unknown => true,
        Shape::List(item) => item.is_unknown() || vague(item),
        Shape::Object(object) => object.rest != Rest::Closed,
        _ => false,
    })
}

/// Whether a shape only says that there is nothing.
fn empty(shape: &Shape) -> bool {
    shape.members().iter().all(|member| match member {
        Shape::List(item) => **item == Shape::Never,
        Shape::Object(object) => object.fields.is_empty() && object.rest == Rest::Closed,
        Shape::Null | Shape::Never => true,
        _ => false,
    })
}
