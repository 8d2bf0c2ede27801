//! What calls give: Windmill's functions and what the language brings along.

use super::Reader;
use super::spread::spread_over;
use super::value::{BOOL, NULL, NUMBER, STRING, UNKNOWN, Value};
use crate::Shape;
use lang::javascript::tree::{Kind, Mark, NodeId, Role};

impl<'t> Reader<'t> {
    /// What a call gives.
    pub(super) fn call(&mut self, node: NodeId) -> Value {
        if self.code.is_none() {
            return self.called(node);
        }
        // A function that is handed on may be called, and change what is around it.
        let list = self.tree.part(node, Role::Arguments);
        let tree = self.tree;
        let is_inline = |n: &NodeId| match tree.kind(*n) {
            Kind::Arrow => true,
            kind => kind == Kind::FunctionExpression && !tree.has(*n, Mark::Generator),
        };
        let inline = list.into_iter().flat_map(|list| tree.children(list));
        let inline: Vec<NodeId> = inline.filter(is_inline).collect();
        for function in &inline {
            self.applied.remove(function);
        }
        let value = self.called(node);
        for function in inline {
            if !self.applied.contains(&function) {
                self.repeated(|this| this.apply(function, vec![UNKNOWN; 4]));
            }
        }
        value
    }

    fn called(&mut self, node: NodeId) -> Value {
        let Some(function) = self.tree.part(node, Role::Function) else {
            return UNKNOWN;
        };
        let list = self.tree.part(node, Role::Arguments);
        // A template with a name before it.
        if let Some(list) = list.filter(|l| self.tree.kind(*l) == Kind::Template) {
            self.value(list);
            return UNKNOWN;
        }
        let arguments = list.into_iter().flat_map(|list| self.tree.children(list));
        let arguments: Vec<NodeId> = arguments.collect();
        match self.tree.kind(function) {
            Kind::Member => {
                let (Some(object), Some(property)) = (
                    self.tree.part(function, Role::Object),
                    self.tree.part(function, Role::Property),
                ) else {
                    return UNKNOWN;
                };
                let name = self.text(property);
                let owner = self.text(object);
                if self.tree.kind(object) == Kind::Identifier
                    && self.is_free(object)
                    && is_global(owner)
                {
                    let values = self.values(&arguments);
                    let value = self.call_of_global(owner, name, &arguments, values);
                    if (owner, name) == ("Object", "assign")
                        && let Some(target) = arguments.first()
                    {
                        self.assign_same(*target, value.clone());
                    }
                    return value;
                }
                let owner = self.value(object);
                let values = self.values(&arguments);
                let value = self.method(&owner, name, property, &arguments, &values);
                if self.code.is_some() {
                    self.changed_by(object, name, &arguments, &values);
                }
                value
            }
            // The grammar sees no `async` around a text, and reads `await (x)` as a call.
            Kind::Identifier if self.text(function) == "await" && arguments.len() == 1 => {
                match self.value(arguments[0]) {
                    Value::Promise(shape) => Value::Shape(shape),
                    value => value,
                }
            }
            Kind::Identifier => {
                let name = self.text(function);
                let Some(local) = self.local(name, function) else {
                    return self.call_of_name(name, &arguments);
                };
                let called = self.locals.get(local).value.clone();
                self.call_of_value(called, &arguments)
            }
            _ => {
                let called = self.value(function);
                self.call_of_value(called, &arguments)
            }
        }
    }

    fn values(&mut self, arguments: &[NodeId]) -> Vec<Value> {
        arguments.iter().map(|n| self.value(*n)).collect()
    }

    pub(super) fn is_free(&self, name: NodeId) -> bool {
        self.local(self.text(name), name).is_none()
    }

    fn call_of_value(&mut self, called: Value, arguments: &[NodeId]) -> Value {
        let values = self.values(arguments);
        match called {
            Value::Function(function)
                if !arguments.iter().any(|n| self.tree.kind(*n) == Kind::Spread) =>
            {
                self.apply(function, values)
            }
            _ => UNKNOWN,
        }
    }

    fn call_of_name(&mut self, name: &str, arguments: &[NodeId]) -> Value {
        let values = self.values(arguments);
        match name {
            "variable" if self.code.is_none() => STRING,
            "resource" if self.code.is_none() => {
                match arguments.first().and_then(|n| self.plain_string(*n)) {
                    Some(path) => Value::Shape(self.names.resource(&path)),
                    None => UNKNOWN,
                }
            }
            "String" | "encodeURIComponent" | "decodeURIComponent" | "encodeURI" | "decodeURI"
            | "btoa" | "atob" => STRING,
            "Number" | "parseInt" | "parseFloat" => NUMBER,
            "Boolean" | "isNaN" | "isFinite" => BOOL,
            "structuredClone" => values.into_iter().next().unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        }
    }

    fn call_of_global(
        &mut self,
        owner: &str,
        name: &str,
        arguments: &[NodeId],
        values: Vec<Value>,
    ) -> Value {
        let spread = arguments.iter().any(|n| self.tree.kind(*n) == Kind::Spread);
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
                Value::Iterator(pairs) => match *pairs {
                    Value::Pairs(_, value) => Value::Shape(Shape::map(value)),
                    _ => Value::Shape(Shape::open()),
                },
                Value::Opaque(_) => Value::Shape(Shape::open()),
                Value::Pairs(_, value) => Value::Shape(Shape::map(value)),
                Value::Shape(_) => Value::Shape(Shape::open()),
                _ => UNKNOWN,
            },
            ("Object", "assign") if !spread => {
                // The other arguments may have changed it.
                let again = arguments.first().filter(|_| self.code.is_some());
                let again = again.filter(|n| self.tree.kind(**n) != Kind::Call);
                let first = again.map_or(first, |n| self.value(*n));
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
                (Value::Iterator(inner), None) => *inner,
                (Value::Opaque(item), None) => Value::Shape(Shape::list(item)),
                (Value::Shape(shape), None) => match shape.item() {
                    Some(item) => Value::Shape(Shape::list(item)),
                    None if shape == Shape::String => Value::Shape(Shape::list(Shape::String)),
                    None => Value::Shape(Shape::list(Shape::Unknown)),
                },
                (Value::Shape(shape), Some(Value::Function(function))) => {
                    let item = Value::Shape(shape.item().unwrap_or_default());
                    let made = self.callback(*function, vec![item, NUMBER]);
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
            ("Promise", "resolve") if self.code.is_some() => match first {
                promise @ Value::Promise(_) => promise,
                value => Value::Promise(value.shape()),
            },
            ("Promise", "all") if self.code.is_some() => match first {
                Value::Promises(item) => Value::Promise(Shape::list(item)),
                Value::Shape(shape @ Shape::List(_)) => Value::Promise(shape),
                _ => UNKNOWN,
            },
            ("Promise", "resolve") => first,
            ("Promise", "all") => first,
            ("console", _) => NULL,
            _ => UNKNOWN,
        }
    }

    /// `new X(…)`.
    pub(super) fn construction(&mut self, node: NodeId) -> Value {
        let list = self.tree.part(node, Role::Arguments);
        let arguments = list.into_iter().flat_map(|list| self.tree.children(list));
        let values: Vec<Value> = arguments.map(|argument| self.value(argument)).collect();
        let Some(class) = self.tree.part(node, Role::Constructor) else {
            return UNKNOWN;
        };
        let inline = values.first().and_then(|v| match v {
            Value::Function(function) => Some(*function),
            _ => None,
        });
        if let (Some(function), true) = (inline, self.code.is_some()) {
            self.repeated(|this| this.apply(function, vec![UNKNOWN; 2]));
        }
        match self.text(class) {
            "Date" if self.is_free(class) => Value::Date,
            "Set" if self.is_free(class) => match values.into_iter().next() {
                None => Value::Opaque(Shape::Never),
                Some(value) => Value::Opaque(self.item(&value).shape()),
            },
            "Map" | "WeakMap" if self.is_free(class) => Value::Opaque(Shape::Unknown),
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
