//! Whether a value is one of those that a shape speaks of.

use serde_json::Value;
use shape::{Object, Rest, Shape};

/// Why a value is none of the shape; `None`: it fits. `at` is where the value stands.
pub fn misfit(shape: &Shape, value: &Value, at: &str) -> Option<String> {
    let fits = match shape {
        Shape::Unknown | Shape::Deferred(_) => true,
        Shape::Never => false,
        Shape::Null => value.is_null(),
        Shape::Bool => value.is_boolean(),
        Shape::Number => value.is_number(),
        Shape::String => value.is_string(),
        Shape::Text(text) => value.as_str() == Some(text),
        Shape::List(item) => {
            if let Some(items) = value.as_array() {
                let mut items = items.iter().enumerate();
                return items.find_map(|(i, v)| misfit(item, v, &format!("{at}[{i}]")));
            }
            false
        }
        Shape::Object(object) => {
            if value.is_object() {
                return misfit_of_object(object, value, at);
            }
            false
        }
        Shape::Union(members) => {
            // Of several reasons the deepest says most.
            let reasons: Option<Vec<String>> =
                members.iter().map(|m| misfit(m, value, at)).collect();
            return reasons.and_then(|all| all.into_iter().max_by_key(String::len));
        }
    };
    (!fits).then(|| format!("{at} is {value}, read as {shape}"))
}

fn misfit_of_object(object: &Object, value: &Value, at: &str) -> Option<String> {
    for field in &object.fields {
        match value.get(&*field.name) {
            // As `Shape::Null` has it: what is not there is null.
            None if field.optional || misfit(&field.shape, &Value::Null, at).is_none() => {}
            None => return Some(format!("{at} lacks `{}`: {value}", field.name)),
            Some(found) => {
                let reason = misfit(&field.shape, found, &format!("{at}.{}", field.name));
                if reason.is_some() {
                    return reason;
                }
            }
        }
    }
    let others = value.as_object().into_iter().flatten();
    let mut others = others.filter(|(name, _)| object.field(name).is_none());
    match &object.rest {
        Rest::Open => None,
        Rest::Closed => others
            .next()
            .map(|(name, _)| format!("{at} has `{name}`, which the shape excludes: {value}")),
        Rest::Of(shape) => others.find_map(|(name, v)| misfit(shape, v, &format!("{at}.{name}"))),
    }
}
