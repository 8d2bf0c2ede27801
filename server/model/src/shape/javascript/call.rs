//! What calls give: Windmill's functions and what the language brings along.

use tree_sitter::Node;

use super::Reader;
use super::spread::spread_over;
use super::value::{BOOL, NULL, NUMBER, STRING, UNKNOWN, Value};
use crate::script::walk::children;
use crate::shape::Shape;

impl<'t> Reader<'t> {
    /// What a call gives.
    pub(super) fn call(&mut self, node: Node<'t>) -> Value<'t> {
        let Some(function) = node.child_by_field_name("function") else {
            return UNKNOWN;
        };
        let list = node.child_by_field_name("arguments");
        let arguments: Vec<Node<'t>> = list
            .map_or(Vec::new(), children)
            .into_iter()
            .filter(|n| n.kind() != "comment")
            .collect();
        match function.kind() {
            "member_expression" => {
                let (Some(object), Some(property)) = (
                    function.child_by_field_name("object"),
                    function.child_by_field_name("property"),
                ) else {
                    return UNKNOWN;
                };
                let name = self.text(property);
                let owner = self.text(object);
                if object.kind() == "identifier" && self.is_free(owner) && is_global(owner) {
                    return self.call_of_global(owner, name, &arguments);
                }
                let owner = self.value(object);
                self.method(&owner, name, property, &arguments)
            }
            "identifier" => {
                let name = self.text(function);
                if self.is_free(name) {
                    return self.call_of_name(name, &arguments);
                }
                let called = self
                    .locals
                    .iter()
                    .rev()
                    .find(|(n, _)| *n == name)
                    .map(|(_, v)| v.clone());
                self.call_of_value(called.unwrap_or(UNKNOWN), &arguments)
            }
            _ => {
                let called = self.value(function);
                self.call_of_value(called, &arguments)
            }
        }
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.locals.iter().any(|(n, _)| *n == name)
    }

    fn call_of_value(&mut self, called: Value<'t>, arguments: &[Node<'t>]) -> Value<'t> {
        let values: Vec<Value<'t>> = arguments.iter().map(|n| self.value(*n)).collect();
        match called {
            Value::Function(function)
                if !arguments.iter().any(|n| n.kind() == "spread_element") =>
            {
                self.apply(function, values)
            }
            _ => UNKNOWN,
        }
    }

    fn call_of_name(&mut self, name: &str, arguments: &[Node<'t>]) -> Value<'t> {
        let values: Vec<Value<'t>> = arguments.iter().map(|n| self.value(*n)).collect();
        match name {
            "variable" => STRING,
            "resource" => match arguments.first().and_then(|n| self.plain_string(*n)) {
                Some(path) => Value::Shape(self.names.resource(&path)),
                None => UNKNOWN,
            },
            "String" | "encodeURIComponent" | "decodeURIComponent" | "encodeURI" | "decodeURI"
            | "btoa" | "atob" => STRING,
            "Number" | "parseInt" | "parseFloat" => NUMBER,
            "Boolean" | "isNaN" | "isFinite" => BOOL,
            "structuredClone" => values.into_iter().next().unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        }
    }

    fn call_of_global(&mut self, owner: &str, name: &str, arguments: &[Node<'t>]) -> Value<'t> {
        let values: Vec<Value<'t>> = arguments.iter().map(|n| self.value(*n)).collect();
        let spread = arguments.iter().any(|n| n.kind() == "spread_element");
        let first = values.first().cloned().unwrap_or(UNKNOWN);
        match (owner, name) {
            ("Math", _) => NUMBER,
            ("JSON", "stringify") => STRING,
            ("Date", "now" | "parse" | "UTC") => NUMBER,
            ("Array", "isArray")
            | ("Number", "isInteger" | "isFinite" | "isNaN" | "isSafeInteger") => BOOL,
            ("Number", "parseInt" | "parseFloat") => NUMBER,
            ("Object", "hasOwn" | "is") => BOOL,
            ("Object", "keys") => Value::Shape(Shape::list(Shape::String)),
            ("Object", "values") => match first {
                Value::Shape(shape) => Value::Shape(Shape::list(values_of(&shape))),
                _ => UNKNOWN,
            },
            ("Object", "entries") => match first {
                Value::Shape(shape) => Value::Pairs(Shape::String, values_of(&shape)),
                _ => UNKNOWN,
            },
            ("Object", "fromEntries") => match first {
                Value::Pairs(_, value) => Value::Shape(Shape::map(value)),
                Value::Shape(_) => Value::Shape(Shape::open()),
                _ => UNKNOWN,
            },
            ("Object", "assign") if !spread => {
                let Value::Shape(Shape::Object(base)) = &first else {
                    return UNKNOWN;
                };
                let merged = values[1..]
                    .iter()
                    .fold((**base).clone(), |o, v| spread_over(&o, &v.shape()));
                Value::Shape(Shape::from(merged))
            }
            ("Object", "freeze" | "seal") => first,
            ("Array", "from") => match (first, values.get(1)) {
                (Value::Set(item), None) => Value::Shape(Shape::list(item)),
                (Value::Shape(shape), None) => match shape.item() {
                    Some(item) => Value::Shape(Shape::list(item)),
                    None if shape == Shape::String => Value::Shape(Shape::list(Shape::String)),
                    None => Value::Shape(Shape::list(Shape::Unknown)),
                },
                (Value::Shape(shape), Some(Value::Function(function))) => {
                    let item = Value::Shape(shape.item().unwrap_or_default());
                    let made = self.apply(*function, vec![item, NUMBER]);
                    Value::Shape(Shape::list(made.shape()))
                }
                (pairs @ Value::Pairs(..), None) => pairs,
                _ => UNKNOWN,
            },
            ("Array", "of") if !spread => {
                let items = values.iter().map(|v| v.shape().widened());
                Value::Shape(Shape::list(Shape::union(items)))
            }
            ("String", "fromCharCode" | "raw") => STRING,
            ("Promise", "resolve") => first,
            ("Promise", "all") => first,
            ("console", _) => NULL,
            _ => UNKNOWN,
        }
    }

    /// `new X(…)`.
    pub(super) fn construction(&mut self, node: Node<'t>) -> Value<'t> {
        let mut values = Vec::new();
        for argument in node
            .child_by_field_name("arguments")
            .map_or(Vec::new(), children)
        {
            values.push(self.value(argument));
        }
        let class = node
            .child_by_field_name("constructor")
            .map_or("", |n| self.text(n));
        match class {
            "Date" if self.is_free(class) => Value::Date,
            "Set" if self.is_free(class) && values.len() == 1 => {
                Value::Set(self.item(&values[0]).shape())
            }
            _ => UNKNOWN,
        }
    }
}

fn is_global(name: &str) -> bool {
    matches!(
        name,
        "Math" | "JSON" | "Date" | "Array" | "Number" | "Object" | "String" | "Promise" | "console"
    )
}

/// What `Object.values` holds.
fn values_of(shape: &Shape) -> Shape {
    match shape.item() {
        Some(item) => item,
        None => shape.values(),
    }
}
