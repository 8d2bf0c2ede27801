//! What methods of texts, lists, dicts, dates and objects of the script's classes give.

use lang::python::ClassKind;
use lang::python::tree::NodeId;

use super::call::Arguments;
use super::value::{Opaque, UNKNOWN, Value};
use super::{Reader, Shape};

const NUMBER: Value = Value::Shape(Shape::Number);
const STRING: Value = Value::Shape(Shape::String);
const BOOL: Value = Value::Shape(Shape::Bool);

impl Reader<'_> {
    /// `object.name(…)`.
    pub(super) fn method(&mut self, object: NodeId, name: &str, arguments: &Arguments) -> Value {
        match self.value(object) {
            Value::Shape(shape) => self.method_of_shape(&shape, name, arguments),
            Value::Opaque(Opaque::Time) => match name {
                "isoformat" | "strftime" | "ctime" => STRING,
                "timestamp" | "weekday" | "isoweekday" | "toordinal" => NUMBER,
                "date" | "time" | "replace" | "astimezone" => Value::Opaque(Opaque::Time),
                _ => UNKNOWN,
            },
            Value::Opaque(Opaque::Other) => match name {
                "total_seconds" => NUMBER,
                "hex" | "decode" | "as_posix" => STRING,
                _ => UNKNOWN,
            },
            Value::Instance(class) => {
                let class = self
                    .script
                    .class(&class)
                    .filter(|c| c.kind == ClassKind::Pydantic);
                match (class, name) {
                    (Some(class), "model_dump" | "dict")
                        if arguments.plain.is_empty()
                            && arguments.keywords.is_empty()
                            && !arguments.more =>
                    {
                        Value::Shape(self.fields(class, 0))
                    }
                    (Some(_), "model_dump_json" | "json") => STRING,
                    _ => UNKNOWN,
                }
            }
            Value::Iterable(_) => UNKNOWN,
            Value::Tuple(_) => match name {
                "index" | "count" => NUMBER,
                _ => UNKNOWN,
            },
        }
    }

    fn method_of_shape(&mut self, shape: &Shape, name: &str, arguments: &Arguments) -> Value {
        // What is `null` has no methods: the others count.
        let shape = shape.without_null();
        match &shape {
            Shape::String | Shape::Text(_) => text_method(name),
            Shape::List(item) => match name {
                "copy" => Value::Shape(shape.clone()),
                "pop" => Value::Shape((**item).clone()),
                "index" | "count" => NUMBER,
                "append" | "extend" | "insert" | "sort" | "reverse" | "remove" | "clear" => {
                    Value::Shape(Shape::Null)
                }
                _ => UNKNOWN,
            },
            Shape::Object(_) | Shape::Union(_)
                if shape.objects().count() == shape.members().len() =>
            {
                match name {
                    "get" | "pop" => self.get(&shape, arguments),
                    "setdefault" => {
                        let values = shape.values();
                        match arguments.plain.get(1) {
                            Some(default) => {
                                let default = self.shape_of(*default);
                                Value::Shape(Shape::union([values, default]))
                            }
                            None => UNKNOWN,
                        }
                    }
                    "copy" => Value::Shape(shape.clone()),
                    "keys" => Value::iterable(Value::Shape(keys(&shape))),
                    "values" => Value::iterable(Value::Shape(shape.values())),
                    "items" => {
                        let key = Value::Shape(keys(&shape));
                        Value::iterable(Value::Tuple([key, Value::Shape(shape.values())].into()))
                    }
                    "update" | "clear" => Value::Shape(Shape::Null),
                    _ => UNKNOWN,
                }
            }
            _ => UNKNOWN,
        }
    }
}

/// The keys of dicts: texts, where all of them are seen.
fn keys(shape: &Shape) -> Shape {
    let closed = shape.objects().all(|o| o.rest == crate::Rest::Closed);
    match closed {
        true => Shape::String,
        false => Shape::Unknown,
    }
}

fn text_method(name: &str) -> Value {
    match name {
        "upper" | "lower" | "strip" | "lstrip" | "rstrip" | "title" | "capitalize" | "replace"
        | "format" | "join" | "zfill" | "ljust" | "rjust" | "center" | "removeprefix"
        | "removesuffix" | "casefold" | "swapcase" | "translate" | "expandtabs" | "format_map" => {
            STRING
        }
        "split" | "rsplit" | "splitlines" => Value::Shape(Shape::list(Shape::String)),
        "partition" | "rpartition" => Value::Tuple([STRING, STRING, STRING].into()),
        "find" | "rfind" | "index" | "rindex" | "count" => NUMBER,
        "startswith" | "endswith" => BOOL,
        "encode" => Value::Opaque(Opaque::Other),
        name if name.starts_with("is") => BOOL,
        _ => UNKNOWN,
    }
}
