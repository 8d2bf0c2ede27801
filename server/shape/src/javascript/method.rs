//! What methods of lists, texts, numbers, objects and dates give.

use super::Reader;
use super::value::{BOOL, NULL, NUMBER, STRING, UNKNOWN, Value};
use crate::Shape;
use lang::javascript::tree::{Kind, NodeId};

/// How often the value that `reduce` builds up is tried to settle.
const ROUNDS: usize = 4;

impl<'t> Reader<'t> {
    /// `owner.name(…)`.
    pub(super) fn method(
        &mut self,
        owner: &Value,
        name: &str,
        at: NodeId,
        arguments: &[NodeId],
        values: &[Value],
    ) -> Value {
        match owner {
            Value::Opaque(_) => match name {
                "has" | "delete" => BOOL,
                _ => UNKNOWN,
            },
            Value::Pairs(..) => self.list_method(owner, name, values, false),
            Value::Date => match name {
                "toISOString" | "toJSON" | "toString" | "toDateString" | "toTimeString"
                | "toLocaleString" | "toLocaleDateString" | "toLocaleTimeString"
                | "toUTCString" => STRING,
                name if name.starts_with("get") || name.starts_with("set") || name == "valueOf" => {
                    NUMBER
                }
                _ => UNKNOWN,
            },
            Value::Promise(shape) if name == "then" => {
                let [Value::Function(function)] = *values else {
                    return UNKNOWN;
                };
                match self.callback(function, vec![Value::Shape(shape.clone())]) {
                    promise @ Value::Promise(_) => promise,
                    value => Value::Promise(value.shape()),
                }
            }
            Value::Shape(shape) => {
                let shape = shape.without_null();
                match &shape {
                    Shape::List(_) if name == "map" && self.conversion(arguments).is_some() => {
                        Value::Shape(Shape::list(self.conversion(arguments).unwrap_or_default()))
                    }
                    Shape::List(_) => {
                        let boolean = arguments
                            .first()
                            .is_some_and(|n| self.text(*n) == "Boolean");
                        self.list_method(&Value::Shape(shape.clone()), name, values, boolean)
                    }
                    Shape::String | Shape::Text(_) => text_method(name),
                    Shape::Number => number_method(name),
                    Shape::Object(_) => {
                        let found = self.read_property(&shape, name, at);
                        match name {
                            "hasOwnProperty" | "propertyIsEnumerable" => BOOL,
                            "toString" => STRING,
                            _ => {
                                let _ = found;
                                UNKNOWN
                            }
                        }
                    }
                    shape => {
                        // Functions that are given to something unknown are read all the same.
                        let known = matches!(shape, Shape::Union(_));
                        let texts = shape
                            .members()
                            .iter()
                            .all(|m| matches!(m, Shape::String | Shape::Text(_)));
                        if known && texts {
                            return text_method(name);
                        }
                        self.read_callbacks(values);
                        UNKNOWN
                    }
                }
            }
            _ => UNKNOWN,
        }
    }

    /// What the function that is given by its name makes of anything.
    fn conversion(&self, arguments: &[NodeId]) -> Option<Shape> {
        let name = *arguments
            .first()
            .filter(|n| self.tree.kind(**n) == Kind::Identifier)?;
        match self.text(name) {
            _ if !self.is_free(name) => None,
            "Number" | "parseInt" | "parseFloat" => Some(Shape::Number),
            "String" => Some(Shape::String),
            "Boolean" => Some(Shape::Bool),
            _ => None,
        }
    }

    /// Reads functions whose arguments are unknown, for what they read themselves.
    fn read_callbacks(&mut self, values: &[Value]) {
        for value in values {
            if let Value::Function(function) = value {
                self.callback(*function, vec![UNKNOWN; 4]);
            }
        }
    }

    /// `boolean`: whether the first argument is the function `Boolean`.
    fn list_method(&mut self, owner: &Value, name: &str, values: &[Value], boolean: bool) -> Value {
        let item = self.item(owner);
        let callback = match values.first() {
            Some(Value::Function(function)) => Some(*function),
            _ => None,
        };
        let list = |shape: Shape| Value::Shape(Shape::list(shape));
        match name {
            "map" | "flatMap" => {
                let Some(function) = callback else {
                    return list(Shape::Unknown);
                };
                let made = self.callback(function, vec![item, NUMBER, owner.clone()]);
                match (name, made) {
                    ("map", Value::Pair(key, value)) => Value::Pairs(key, value),
                    ("map", Value::Promise(made)) => Value::Promises(made),
                    ("map", made) => list(made.shape()),
                    (_, made) => list(flattened(&made.shape())),
                }
            }
            "filter" => {
                if let Some(function) = callback {
                    self.callback(function, vec![item.clone(), NUMBER, owner.clone()]);
                }
                match (callback, owner) {
                    // `filter(Boolean)`
                    (None, Value::Shape(_)) if boolean => list(item.shape().without_null()),
                    _ => owner.clone(),
                }
            }
            "find" | "findLast" => {
                if let Some(function) = callback {
                    self.callback(function, vec![item.clone(), NUMBER, owner.clone()]);
                }
                match item {
                    Value::Shape(shape) => Value::Shape(shape.or_null()),
                    other => other,
                }
            }
            "some" | "every" => {
                if let Some(function) = callback {
                    self.callback(function, vec![item, NUMBER, owner.clone()]);
                }
                BOOL
            }
            "findIndex" | "findLastIndex" => {
                if let Some(function) = callback {
                    self.callback(function, vec![item, NUMBER, owner.clone()]);
                }
                NUMBER
            }
            "forEach" => {
                if let Some(function) = callback {
                    self.callback(function, vec![item, NUMBER, owner.clone()]);
                }
                NULL
            }
            "sort" | "toSorted" => {
                if let Some(function) = callback {
                    self.callback(function, vec![item.clone(), item]);
                }
                owner.clone()
            }
            "reduce" | "reduceRight" => self.reduced(item, callback, values.get(1)),
            "includes" => BOOL,
            "indexOf" | "lastIndexOf" | "push" | "unshift" => NUMBER,
            "join" | "toString" | "toLocaleString" => STRING,
            "slice" | "reverse" | "toReversed" | "fill" | "splice" => owner.clone(),
            "concat" => {
                let mut all = vec![item.shape()];
                for value in values {
                    all.push(flattened(&value.shape()));
                }
                list(Shape::union(all))
            }
            "at" | "pop" | "shift" => match item {
                Value::Shape(shape) => Value::Shape(shape.or_null()),
                other => other,
            },
            "flat" => match item {
                Value::Shape(shape) if values.is_empty() => list(flattened(&shape)),
                _ => list(Shape::Unknown),
            },
            "entries" => Value::Iterator(Box::new(Value::Pairs(Shape::Number, item.shape()))),
            "keys" => Value::Iterator(Box::new(list(Shape::Number))),
            "values" => Value::Iterator(Box::new(owner.clone())),
            _ => UNKNOWN,
        }
    }

    fn reduced(&mut self, item: Value, callback: Option<NodeId>, start: Option<&Value>) -> Value {
        let Some(function) = callback else {
            return UNKNOWN;
        };
        let mut held = match start {
            // What is empty at the start takes up anything.
            Some(value) => value.shape().widened(),
            None => item.shape(),
        };
        for _ in 0..ROUNDS {
            let arguments = vec![Value::Shape(held.clone()), item.clone(), NUMBER];
            let next = Shape::union([
                held.clone(),
                self.callback(function, arguments).shape().widened(),
            ]);
            if next == held {
                return Value::Shape(held);
            }
            held = next;
        }
        UNKNOWN
    }
}

/// What is left when the lists that a value can be are laid open.
fn flattened(shape: &Shape) -> Shape {
    Shape::union(shape.members().iter().map(|m| match m {
        Shape::List(item) => (**item).clone(),
        Shape::Deferred(_) => Shape::Unknown,
        other => other.clone(),
    }))
}

fn text_method(name: &str) -> Value {
    match name {
        "split" => Value::Shape(Shape::list(Shape::String)),
        // A group that takes no part in a match is not there.
        "match" => Value::Shape(Shape::list(Shape::String.or_null()).or_null()),
        "includes" | "startsWith" | "endsWith" => BOOL,
        "indexOf" | "lastIndexOf" | "search" | "charCodeAt" | "localeCompare" => NUMBER,
        "trim" | "trimStart" | "trimEnd" | "toUpperCase" | "toLowerCase" | "replace"
        | "replaceAll" | "slice" | "substring" | "substr" | "concat" | "repeat" | "padStart"
        | "padEnd" | "charAt" | "toString" | "normalize" | "toLocaleUpperCase"
        | "toLocaleLowerCase" | "valueOf" => STRING,
        "at" => Value::Shape(Shape::String.or_null()),
        "codePointAt" => Value::Shape(Shape::Number.or_null()),
        _ => UNKNOWN,
    }
}

fn number_method(name: &str) -> Value {
    match name {
        "toFixed" | "toString" | "toPrecision" | "toExponential" | "toLocaleString" => STRING,
        "valueOf" => NUMBER,
        _ => UNKNOWN,
    }
}
