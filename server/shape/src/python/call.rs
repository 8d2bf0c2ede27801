//! What calls give: builtins, functions and classes of the file, the SDK, other scripts.

use std::sync::Arc;

use tree_sitter::Node;

use super::expression::{all, is_number, keyed};
use super::places::Places;
use super::value::{Opaque, UNKNOWN, Value, union};
use super::{Reader, Shape};
use crate::{Deferred, Object};
use lang::python::{ClassKind, plain_string};
use lang::walk::{children, text};
use sdk::Sdk;

const NUMBER: Value = Value::Shape(Shape::Number);
const STRING: Value = Value::Shape(Shape::String);
const BOOL: Value = Value::Shape(Shape::Bool);

/// The arguments of a call.
pub(super) struct Arguments<'t> {
    pub(super) plain: Vec<Node<'t>>,
    pub(super) keywords: Vec<Node<'t>>,
    /// Whether `*` or `**` brings more.
    pub(super) more: bool,
    /// `f(x for x in y)`: the generator.
    pub(super) generator: Option<Node<'t>>,
}

impl<'t> Reader<'t> {
    /// What a call gives.
    pub(super) fn called(&mut self, node: Node<'t>) -> Value {
        let Some(function) = node.child_by_field_name("function") else {
            return UNKNOWN;
        };
        let arguments = arguments(node);
        match function.kind() {
            "identifier" => self.call_of_name(self.text(function), function, &arguments),
            "attribute" => {
                let (Some(object), Some(name)) = (
                    function.child_by_field_name("object"),
                    function.child_by_field_name("attribute"),
                ) else {
                    return UNKNOWN;
                };
                let name = self.text(name);
                match self.module_function(object, name) {
                    Some((module, name)) => self.call_of_module(&module, name, &arguments),
                    None => self.method(object, name, &arguments),
                }
            }
            _ => UNKNOWN,
        }
    }

    /// The first plain argument's value.
    pub(super) fn first(&mut self, arguments: &Arguments<'t>) -> Value {
        match arguments.plain.first() {
            Some(first) if !arguments.more => self.value(*first),
            _ => UNKNOWN,
        }
    }

    /// What the argument of `list(…)`, `sum(…)` and the like iterates over.
    pub(super) fn items(&mut self, arguments: &Arguments<'t>) -> Value {
        if let Some(generator) = arguments.generator {
            let body = generator.child_by_field_name("body");
            return self.comprehended(generator, |this| body.map_or(UNKNOWN, |n| this.value(n)));
        }
        match arguments.plain.first() {
            Some(first) if first.kind() == "generator_expression" => {
                let body = first.child_by_field_name("body");
                self.comprehended(*first, |this| body.map_or(UNKNOWN, |n| this.value(n)))
            }
            _ => self.first(arguments).item(),
        }
    }

    fn call_of_name(&mut self, name: &'t str, node: Node<'t>, arguments: &Arguments<'t>) -> Value {
        if self.is_bound(name, node) {
            return UNKNOWN;
        }
        if let Some(function) = self.functions.get(name).copied() {
            let scope = self.scope(self.root);
            let once = scope
                .names
                .get(name)
                .is_some_and(|n| n.bindings.len() == 1 && !n.lost);
            let above = self.places.of(function);
            let plain = above.is_none_or(|p| p.kind() != "decorated_definition");
            return match once
                && plain
                && !is_left_waiting(function, node, &self.places, self.source)
            {
                true => self.call(function),
                false => UNKNOWN,
            };
        }
        if let Some(class) = self.script.class(name) {
            return match class.kind {
                ClassKind::TypedDict => self.typed_dict(arguments, name),
                ClassKind::Enum | ClassKind::Dataclass | ClassKind::Pydantic => {
                    Value::Instance(name.into())
                }
                ClassKind::Other => UNKNOWN,
            };
        }
        if let Some(&(module, imported)) = self.imports.get(name) {
            return match imported {
                Some(imported) => self.call_of_module(module, imported, arguments),
                None => UNKNOWN,
            };
        }
        let root = self.scope(self.root);
        if root.names.contains_key(name) {
            return UNKNOWN;
        }
        self.builtin(name, node, arguments)
    }

    fn typed_dict(&mut self, arguments: &Arguments<'t>, name: &str) -> Value {
        match arguments.plain.is_empty() && !arguments.more {
            true => self.keywords(arguments),
            false => {
                let class = self.script.class(name);
                class.map_or(UNKNOWN, |c| Value::Shape(self.fields(c, 0)))
            }
        }
    }

    /// `f(a=1, b=2)` as an object.
    fn keywords(&mut self, arguments: &Arguments<'t>) -> Value {
        let mut object = Object::default();
        for keyword in &arguments.keywords {
            if let Shape::Object(one) = self.keyword(*keyword) {
                one.fields.iter().for_each(|f| object.set(f.clone()));
            }
        }
        Value::Shape(Shape::from(object))
    }

    fn builtin(&mut self, name: &str, _node: Node<'t>, arguments: &Arguments<'t>) -> Value {
        match name {
            "str" | "repr" | "chr" | "hex" | "bin" | "oct" | "format" | "ascii" | "input" => STRING,
            // `float("inf")` and `float("nan")` are written as `null`.
            "float"
                if arguments
                    .plain
                    .first()
                    .is_some_and(|n| n.kind() == "string") =>
            {
                union([NUMBER, Value::Shape(Shape::Null)])
            }
            "int" | "float" | "len" | "ord" | "hash" | "id" => NUMBER,
            "bool" | "isinstance" | "issubclass" | "any" | "all" | "callable" | "hasattr" => BOOL,
            "round" | "abs" => match is_number(&self.first(arguments)) {
                true => NUMBER,
                false => UNKNOWN,
            },
            "divmod" => UNKNOWN,
            "sum" => match self.items(arguments) {
                Value::Shape(Shape::Never) => NUMBER,
                item if is_number(&item) && arguments.plain.len() <= 1 => NUMBER,
                _ => UNKNOWN,
            },
            "min" | "max" => {
                let default = arguments.keywords.iter().find(|k| {
                    k.child_by_field_name("name")
                        .is_some_and(|n| self.text(n) == "default")
                });
                let default = default
                    .and_then(|k| k.child_by_field_name("value"))
                    .map(|n| self.value(n));
                let many = arguments.plain.len() > 1;
                let best = match many && !arguments.more {
                    true => {
                        let values: Vec<Value> =
                            arguments.plain.iter().map(|n| self.value(*n)).collect();
                        union(values)
                    }
                    false => self.items(arguments),
                };
                union([Some(best), default].into_iter().flatten())
            }
            "list" | "sorted" | "tuple"
                if arguments.plain.is_empty() && arguments.generator.is_none() =>
            {
                Value::Shape(Shape::list(Shape::Never))
            }
            "list" | "sorted" | "tuple" => {
                let item = self.items(arguments);
                Value::Shape(Shape::list(self.json(&item)))
            }
            "range" => Value::iterable(NUMBER),
            "reversed" | "iter" if arguments.plain.len() == 1 => {
                Value::iterable(self.first(arguments).item())
            }
            "enumerate" => {
                let item = self.items(arguments);
                Value::iterable(Value::Tuple([NUMBER, item].into()))
            }
            "zip" if !arguments.more => {
                let mut items = Vec::new();
                for argument in &arguments.plain {
                    items.push(self.value(*argument).item());
                }
                Value::iterable(Value::Tuple(items.into()))
            }
            "filter" => match arguments.plain[..] {
                [_, list] => Value::iterable(self.value(list).item()),
                _ => UNKNOWN,
            },
            "dict" if arguments.more => Value::Shape(Shape::open()),
            "dict" => match arguments.plain.first() {
                None if arguments.generator.is_none() => self.keywords(arguments),
                Some(first) => match self.value(*first) {
                    Value::Shape(base @ Shape::Object(_)) => {
                        let Value::Shape(extra) = self.keywords(arguments) else {
                            return UNKNOWN;
                        };
                        Value::Shape(super::change::updated(&base, &extra, true))
                    }
                    _ => Value::Shape(Shape::open()),
                },
                None => Value::Shape(Shape::open()),
            },
            "set" | "frozenset" | "bytes" | "bytearray" | "complex" => Value::Opaque(Opaque::Other),
            _ => UNKNOWN,
        }
    }

    /// What `object.name` calls, where `object` is an imported module.
    fn module_function(&mut self, object: Node<'t>, name: &'t str) -> Option<(String, &'t str)> {
        let root = match object.kind() {
            "identifier" => self.text(object),
            "attribute" => {
                let text = self.text(object);
                let root = text.split('.').next()?;
                let &(module, imported) = self.imports.get(root)?;
                if self.is_bound(root, object)
                    || !text
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
                {
                    return None;
                }
                let rest = text.strip_prefix(root)?;
                return Some(match imported {
                    // `import a.b` binds `a`.
                    None if module.starts_with(root) => (text.to_owned(), name),
                    None => (format!("{module}{rest}"), name),
                    Some(imported) => (format!("{module}.{imported}{rest}"), name),
                });
            }
            _ => return None,
        };
        if self.is_bound(root, object) {
            return None;
        }
        let &(module, imported) = self.imports.get(root)?;
        Some(match imported {
            None => (module.to_owned(), name),
            Some(imported) => (format!("{module}.{imported}").replace("..", "."), name),
        })
    }

    /// Whether a function or comprehension gives the name another meaning here.
    fn is_bound(&mut self, name: &str, place: Node<'t>) -> bool {
        self.local(name, place).is_some()
            || self.owner != self.root && self.scope(self.owner).names.contains_key(name)
    }

    fn call_of_module(&mut self, module: &str, name: &str, arguments: &Arguments<'t>) -> Value {
        match (module, name) {
            ("wmill" | "wmill.client", _) => {
                let returns = Sdk::wmill()
                    .function(name)
                    .and_then(|f| f.returns.as_deref());
                returns.map_or(UNKNOWN, |r| self.spelt(r))
            }
            ("json", "dumps") => STRING,
            ("time", "time" | "monotonic" | "perf_counter") => NUMBER,
            (
                "math",
                "ceil" | "floor" | "sqrt" | "log" | "log10" | "log2" | "exp" | "pow" | "sin"
                | "cos" | "fabs" | "trunc",
            ) => NUMBER,
            ("math", "isnan" | "isclose" | "isfinite" | "isinf") => BOOL,
            ("random", "random" | "uniform" | "randint" | "randrange" | "gauss") => NUMBER,
            ("random", "choice") => self.first(arguments).item(),
            ("os", "getenv") | ("os.environ", "get") => match arguments.plain.len() {
                1 => Value::Shape(Shape::String.or_null()),
                2 => union([STRING, self.value(arguments.plain[1])]),
                _ => UNKNOWN,
            },
            ("os.path", "join" | "basename" | "dirname" | "abspath") => STRING,
            ("os.path", "exists" | "isfile" | "isdir") => BOOL,
            (
                "datetime.datetime",
                "now" | "utcnow" | "today" | "fromisoformat" | "strptime" | "fromtimestamp"
                | "combine",
            )
            | ("datetime.date", "today" | "fromisoformat" | "fromtimestamp")
            | ("datetime", "datetime" | "date" | "time") => Value::Opaque(Opaque::Time),
            ("datetime", "timedelta") | ("decimal", "Decimal") | ("pathlib", "Path") => {
                Value::Opaque(Opaque::Other)
            }
            ("uuid", "uuid1" | "uuid3" | "uuid4" | "uuid5" | "UUID") => {
                Value::Opaque(Opaque::Other)
            }
            ("secrets", "token_hex" | "token_urlsafe") => STRING,
            ("copy", "copy" | "deepcopy") => self.first(arguments),
            ("dataclasses", "asdict") => match self.first(arguments) {
                Value::Instance(class) => {
                    let class = self.script.class(&class);
                    class.map_or(UNKNOWN, |c| Value::Shape(self.fields(c, 0)))
                }
                Value::Shape(shape) => {
                    let objects: Vec<Shape> =
                        shape.objects().map(|o| Shape::from(o.clone())).collect();
                    match objects.is_empty() {
                        true => Value::Shape(Shape::open()),
                        false => Value::Shape(Shape::union(objects)),
                    }
                }
                _ => Value::Shape(Shape::open()),
            },
            ("collections", "Counter") => Value::Shape(Shape::map(Shape::Number)),
            ("collections", "defaultdict") => match arguments.plain[..] {
                [made] => {
                    let value = match made.kind() {
                        "lambda" => made.child_by_field_name("body").map(|b| self.shape_of(b)),
                        "identifier" if !self.is_bound(self.text(made), made) => {
                            Some(match self.text(made) {
                                "int" | "float" => Shape::Number,
                                "bool" => Shape::Bool,
                                "str" => Shape::String,
                                "list" => Shape::list(Shape::Never),
                                "dict" => Shape::object([]),
                                _ => Shape::Unknown,
                            })
                        }
                        _ => None,
                    };
                    Value::Shape(Shape::map(value.unwrap_or_default()))
                }
                _ => Value::Shape(Shape::open()),
            },
            ("collections", "OrderedDict") => Value::Shape(Shape::open()),
            ("statistics", "mean" | "median" | "stdev" | "fmean") => {
                match is_number(&self.items(arguments)) {
                    true => NUMBER,
                    false => UNKNOWN,
                }
            }
            ("asyncio", "run") => self.first(arguments),
            ("re", "sub") => STRING,
            ("re", "split") => Value::Shape(Shape::list(Shape::String.or_null())),
            _ if is_script(module) => Value::Shape(Shape::Deferred(Arc::new(Deferred {
                module: module.to_owned(),
                function: name.to_owned(),
                path: Vec::new(),
            }))),
            _ => UNKNOWN,
        }
    }

    /// `shape.get(key, default)`.
    pub(super) fn get(&mut self, shape: &Shape, arguments: &Arguments<'t>) -> Value {
        let default = match arguments.plain.get(1) {
            Some(default) => self.shape_of(*default),
            None => Shape::Null,
        };
        let key = arguments
            .plain
            .first()
            .and_then(|k| plain_string(*k, self.source));
        let Some(key) = key else {
            return Value::Shape(Shape::union([shape.values(), default]));
        };
        if !all(shape, |m| matches!(m, Shape::Object(_))) {
            return UNKNOWN;
        }
        let certain = shape
            .objects()
            .all(|o| o.field(&key).is_some_and(|f| !f.optional));
        if certain {
            return Value::Shape(keyed(shape, &key));
        }
        let there = shape.objects().map(|o| match o.field(&key) {
            Some(field) => field.shape.clone(),
            None => o.rest_shape(),
        });
        Value::Shape(Shape::union(there.chain([default])))
    }

    pub(super) fn shape_of(&mut self, node: Node<'t>) -> Shape {
        let value = self.value(node);
        self.json(&value)
    }
}

/// Whether a module is a script of the workspace, as it is imported.
fn is_script(module: &str) -> bool {
    module.starts_with('.') || module.starts_with("f.") || module.starts_with("u.")
}

fn arguments<'t>(call: Node<'t>) -> Arguments<'t> {
    let list = call.child_by_field_name("arguments");
    let mut found = Arguments {
        plain: Vec::new(),
        keywords: Vec::new(),
        more: false,
        generator: list.filter(|l| l.kind() == "generator_expression"),
    };
    if found.generator.is_some() {
        return found;
    }
    for argument in list.map_or(Vec::new(), children) {
        match argument.kind() {
            "comment" => {}
            "keyword_argument" => found.keywords.push(argument),
            "list_splat" | "dictionary_splat" => found.more = true,
            _ => found.plain.push(argument),
        }
    }
    found
}

/// Whether an `async` function is called without waiting for what it gives.
fn is_left_waiting<'t>(
    function: Node<'_>,
    called: Node<'t>,
    places: &Places<'t>,
    source: &str,
) -> bool {
    if !text(function, source).starts_with("async") {
        return false;
    }
    let call = places.of(called);
    let around = call.and_then(|c| places.of(c));
    let run = around
        .and_then(|a| places.of(a))
        .and_then(|c| c.child_by_field_name("function"))
        .map_or("", |f| text(f, source));
    around.is_none_or(|a| a.kind() != "await") && run != "asyncio.run"
}
