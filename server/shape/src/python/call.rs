//! What calls give: builtins, functions and classes of the file, the SDK, other scripts.

use std::sync::Arc;

use lang::python::ClassKind;
use lang::python::tree::{Comprehension, Kind, NodeId, Symbol, Tree};
use sdk::Sdk;

use super::annotation::Home;
use super::expression::{all, is_number, keyed};
use super::value::{Opaque, UNKNOWN, Value, union};
use super::{Reader, Shape};
use crate::{Deferred, Object};

const NUMBER: Value = Value::Shape(Shape::Number);
const STRING: Value = Value::Shape(Shape::String);
const BOOL: Value = Value::Shape(Shape::Bool);

/// The arguments of a call.
pub(super) struct Arguments {
    pub(super) plain: Vec<NodeId>,
    pub(super) keywords: Vec<NodeId>,
    /// Whether `*` or `**` brings more.
    pub(super) more: bool,
    /// `f(x for x in y)`: the generator.
    pub(super) generator: Option<NodeId>,
}

impl<'t> Reader<'t> {
    /// What a call gives.
    pub(super) fn called(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        let Some(function) = tree.called(node) else {
            return UNKNOWN;
        };
        let arguments = arguments(node, tree);
        match tree.kind(function) {
            Kind::Name(name) => self.call_of_name(name, function, &arguments),
            Kind::Attribute(name) => {
                let Some(object) = tree.child(function, 0) else {
                    return UNKNOWN;
                };
                let name = tree.name(name);
                match self.module_function(object, name) {
                    Some((module, name)) => self.call_of_module(&module, name, &arguments),
                    None => self.method(object, name, &arguments),
                }
            }
            _ => UNKNOWN,
        }
    }

    /// The first plain argument's value.
    pub(super) fn first(&mut self, arguments: &Arguments) -> Value {
        match arguments.plain.first() {
            Some(first) if !arguments.more => self.value(*first),
            _ => UNKNOWN,
        }
    }

    /// What the argument of `list(…)`, `sum(…)` and the like iterates over.
    pub(super) fn items(&mut self, arguments: &Arguments) -> Value {
        let is_generator = |n: &NodeId| self.tree.kind(*n) == Kind::Comp(Comprehension::Generator);
        let first = arguments.plain.first().copied().filter(is_generator);
        match arguments.generator.or(first) {
            Some(generator) => self.each(generator),
            None => self.first(arguments).item(),
        }
    }

    fn call_of_name(&mut self, symbol: Symbol, node: NodeId, arguments: &Arguments) -> Value {
        if self.is_bound(symbol, node) {
            return UNKNOWN;
        }
        let tree = self.tree;
        let name = tree.name(symbol);
        if let Some(function) = self.functions.get(name).copied() {
            let scope = self.scope(NodeId::ROOT);
            let once = scope
                .names
                .get(&symbol)
                .is_some_and(|n| n.bindings.len() == 1 && !n.lost);
            let plain = tree.find(function, |k| k == Kind::Decorator).is_none();
            return match once && plain && !is_left_waiting(function, node, tree) {
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
        let root = self.scope(NodeId::ROOT);
        if root.names.contains_key(&symbol) {
            return UNKNOWN;
        }
        self.builtin(name, arguments)
    }

    fn typed_dict(&mut self, arguments: &Arguments, name: &str) -> Value {
        match arguments.plain.is_empty() && !arguments.more {
            true => self.keywords(arguments),
            false => {
                let class = self.script.class(name);
                class.map_or(UNKNOWN, |c| Value::Shape(self.fields(c, 0)))
            }
        }
    }

    /// `f(a=1, b=2)` as an object.
    fn keywords(&mut self, arguments: &Arguments) -> Value {
        let mut object = Object::default();
        for keyword in &arguments.keywords {
            if let Shape::Object(one) = self.keyword(*keyword) {
                one.fields.iter().for_each(|f| object.set(f.clone()));
            }
        }
        Value::Shape(Shape::from(object))
    }

    fn builtin(&mut self, name: &str, arguments: &Arguments) -> Value {
        match name {
            "str" | "repr" | "chr" | "hex" | "bin" | "oct" | "format" | "ascii" | "input" => STRING,
            // `float("inf")` and `float("nan")` are written as `null`.
            "float"
                if arguments
                    .plain
                    .first()
                    .is_some_and(|n| matches!(self.tree.kind(*n), Kind::Str(_))) =>
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
                let tree = self.tree;
                let is_default = |k: &&NodeId| match tree.kind(**k) {
                    Kind::Keyword(name) => tree.name(name) == "default",
                    _ => false,
                };
                let default = arguments.keywords.iter().find(is_default);
                let default = default
                    .and_then(|k| tree.child(*k, 0))
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
    fn module_function(&mut self, object: NodeId, name: &'t str) -> Option<(String, &'t str)> {
        let tree = self.tree;
        // `a.b` in `a.b.name(…)`.
        let (mut first, mut rest) = (object, Vec::new());
        while let Kind::Attribute(name) = tree.kind(first) {
            rest.push(tree.name(name));
            first = tree.child(first, 0)?;
        }
        let Kind::Name(root) = tree.kind(first) else {
            return None;
        };
        if self.is_bound(root, object) {
            return None;
        }
        let root = tree.name(root);
        let &(module, imported) = self.imports.get(root)?;
        let mut path = match imported {
            // `import a.b` binds `a`.
            None if !rest.is_empty() && module.starts_with(root) => root.to_owned(),
            None => module.to_owned(),
            Some(imported) if module.ends_with('.') => format!("{module}{imported}"),
            Some(imported) => format!("{module}.{imported}"),
        };
        for name in rest.into_iter().rev() {
            path.push('.');
            path.push_str(name);
        }
        Some((path, name))
    }

    /// Whether a function or comprehension gives the name another meaning here.
    fn is_bound(&mut self, name: Symbol, place: NodeId) -> bool {
        self.local(name, place).is_some()
            || self.owner != NodeId::ROOT && self.scope(self.owner).names.contains_key(&name)
    }

    fn call_of_module(&mut self, module: &str, name: &str, arguments: &Arguments) -> Value {
        match (module, name) {
            ("wmill" | "wmill.client", _) => {
                let function = Sdk::wmill().function(name);
                let returns = function.and_then(|f| f.returns.as_ref());
                returns.map_or(UNKNOWN, |r| self.annotated(r, Home::Stub))
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
                    let tree = self.tree;
                    let value = match tree.kind(made) {
                        Kind::Lambda => tree.children(made).last().map(|b| self.shape_of(b)),
                        Kind::Name(name) if !self.is_bound(name, made) => {
                            Some(match tree.name(name) {
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
    pub(super) fn get(&mut self, shape: &Shape, arguments: &Arguments) -> Value {
        let default = match arguments.plain.get(1) {
            Some(default) => self.shape_of(*default),
            None => Shape::Null,
        };
        let key = arguments.plain.first().and_then(|k| self.key(*k));
        let Some(key) = key else {
            return Value::Shape(Shape::union([shape.values(), default]));
        };
        if !all(shape, |m| matches!(m, Shape::Object(_))) {
            return UNKNOWN;
        }
        let certain = shape
            .objects()
            .all(|o| o.field(key).is_some_and(|f| !f.optional));
        if certain {
            return Value::Shape(keyed(shape, key));
        }
        let there = shape.objects().map(|o| match o.field(key) {
            Some(field) => field.shape.clone(),
            None => o.rest_shape(),
        });
        Value::Shape(Shape::union(there.chain([default])))
    }

    pub(super) fn shape_of(&mut self, node: NodeId) -> Shape {
        let value = self.value(node);
        self.json(&value)
    }
}

/// Whether a module is a script of the workspace, as it is imported.
fn is_script(module: &str) -> bool {
    module.starts_with('.') || module.starts_with("f.") || module.starts_with("u.")
}

fn arguments(call: NodeId, tree: &Tree) -> Arguments {
    let mut found = Arguments {
        plain: Vec::new(),
        keywords: Vec::new(),
        more: false,
        generator: None,
    };
    for argument in tree.arguments(call) {
        match tree.kind(argument) {
            Kind::Keyword(_) => found.keywords.push(argument),
            Kind::Starred | Kind::Unpack => found.more = true,
            _ => found.plain.push(argument),
        }
    }
    let is_alone = found.plain.len() == 1 && found.keywords.is_empty() && !found.more;
    let is_generator = |n: &NodeId| tree.kind(*n) == Kind::Comp(Comprehension::Generator);
    if is_alone && found.plain.first().is_some_and(is_generator) {
        found.generator = found.plain.pop();
    }
    found
}

/// Whether an `async` function is called without waiting for what it gives.
fn is_left_waiting(function: NodeId, called: NodeId, tree: &Tree) -> bool {
    let Kind::Function { is_async: true, .. } = tree.kind(function) else {
        return false;
    };
    let around = tree.parent(called).and_then(|call| tree.parent(call));
    around.is_none_or(|around| match tree.kind(around) {
        Kind::Await => false,
        Kind::Call => tree
            .called(around)
            .is_none_or(|f| tree.text_of(f) != "asyncio.run"),
        _ => true,
    })
}
