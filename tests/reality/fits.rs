//! Whether a value that a script has given is one that its shape allows.

use model::shape::{Rest, Shape};
use serde_json::Value;

/// Checks a JSON value against a shape. A property that is not there counts as `null`, as in
/// [`Shape::Null`].
///
/// # Errors
/// The place in the value, and what the shape wants there.
pub fn fits(shape: &Shape, value: &Value) -> Result<(), String> {
    at(shape, value, "result")
}

fn at(shape: &Shape, value: &Value, path: &str) -> Result<(), String> {
    let wrong = || Err(format!("{path} is {value}, and not {shape}"));
    match (shape, value) {
        (Shape::Unknown | Shape::Deferred(_), _)
        | (Shape::Null, Value::Null)
        | (Shape::Bool, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::String, Value::String(_)) => Ok(()),
        (Shape::Text(text), Value::String(value)) if **text == **value => Ok(()),
        (Shape::List(item), Value::Array(values)) => {
            let mut values = values.iter().enumerate();
            values.try_for_each(|(i, v)| at(item, v, &format!("{path}[{i}]")))
        }
        (Shape::Object(object), Value::Object(values)) => {
            for (name, value) in values {
                let path = format!("{path}.{name}");
                match (object.field(name), &object.rest) {
                    (Some(field), _) if field.optional && value.is_null() => {}
                    (Some(field), _) => at(&field.shape, value, &path)?,
                    (None, Rest::Open) => {}
                    (None, Rest::Of(shape)) => at(shape, value, &path)?,
                    (None, Rest::Closed) => {
                        return Err(format!(
                            "{path} is {value}, and {shape} has no such property"
                        ));
                    }
                }
            }
            let absent = object
                .fields
                .iter()
                .filter(|f| !values.contains_key(&*f.name));
            for field in absent.filter(|f| !f.optional) {
                at(
                    &field.shape,
                    &Value::Null,
                    &format!("{path}.{}", field.name),
                )?;
            }
            Ok(())
        }
        (Shape::Union(members), value) => {
            match members.iter().any(|m| at(m, value, path).is_ok()) {
                true => Ok(()),
                false => wrong(),
            }
        }
        _ => wrong(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::shape::Field;
    use serde_json::json;

    #[test]
    fn values_fit_or_do_not() {
        let shape = Shape::object([
            Field::new("a", Shape::Number),
            Field::new("b", Shape::list(Shape::String.or_null())).optional(),
        ]);
        assert_eq!(fits(&shape, &json!({ "a": 1, "b": ["x", null] })), Ok(()));
        assert_eq!(fits(&shape, &json!({ "a": 1 })), Ok(()));
        let wrong = |value: Value, path: &str| {
            let error = fits(&shape, &value).expect_err("does not fit");
            assert!(error.starts_with(path), "{error}");
        };
        wrong(json!({ "a": 1, "c": 2 }), "result.c");
        wrong(json!({ "a": "x" }), "result.a");
        wrong(json!({}), "result.a");
        wrong(json!({ "a": 1, "b": [2] }), "result.b[0]");
        wrong(json!([]), "result");
        assert!(fits(&Shape::Never, &json!(null)).is_err());
    }
}
