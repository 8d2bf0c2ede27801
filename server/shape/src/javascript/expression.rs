//! What JavaScript expressions give.

use syntax::Span;

use super::spread::{any_key, spread_over};
use super::value::{BOOL, NULL, NUMBER, STRING, UNKNOWN, Value, union};
use super::{MAX_NESTING, Part, Reader};
use crate::{Field, Found, Object, Origin, Shape};
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Tree, Unary};

impl<'t> Reader<'t> {
    /// What an expression gives.
    pub(super) fn value(&mut self, node: NodeId) -> Value {
        if self.nesting > MAX_NESTING || self.budget == 0 {
            self.gave_up = true;
            return UNKNOWN;
        }
        self.budget -= 1;
        self.nesting += 1;
        let value = self.expression(node);
        self.nesting -= 1;
        match &value {
            Value::Shape(shape) if shape.can_be_null() => self.nullable.insert(node),
            _ => self.nullable.remove(&node),
        };
        value
    }

    pub(super) fn field(&mut self, node: NodeId, role: Role) -> Value {
        let part = self.tree.part(node, role);
        part.map_or(UNKNOWN, |n| self.value(n))
    }

    /// What the first of a node's children gives.
    pub(super) fn first(&mut self, node: NodeId) -> Value {
        let first = self.tree.child(node, 0);
        first.map_or(UNKNOWN, |n| self.value(n))
    }

    /// Where a node stands, in bytes.
    pub(super) fn range(&self, node: NodeId) -> (usize, usize) {
        let span = self.tree.span(node);
        (span.start as usize, span.end as usize)
    }

    fn expression(&mut self, node: NodeId) -> Value {
        match self.tree.kind(node) {
            Kind::Str => match self.plain_string(node) {
                Some(text) => Value::Shape(Shape::text(&text)),
                None => STRING,
            },
            Kind::Template => {
                for part in self.tree.children(node) {
                    self.first(part);
                }
                STRING
            }
            Kind::Number if self.text(node).ends_with('n') => UNKNOWN,
            Kind::Number => NUMBER,
            Kind::True | Kind::False => BOOL,
            Kind::Null | Kind::Undefined => NULL,
            Kind::Identifier => self.identifier(node),
            Kind::Paren | Kind::NonNull | Kind::Satisfies | Kind::Spread => self.first(node),
            Kind::Await => match self.first(node) {
                Value::Promise(shape) => Value::Shape(shape),
                value => value,
            },
            Kind::As => {
                let value = self.first(node);
                self.annotated(self.tree.child(node, 1), value)
            }
            Kind::Sequence => {
                let mut last = UNKNOWN;
                for part in self.tree.children(node) {
                    last = self.value(part);
                }
                last
            }
            Kind::Member => {
                let value = self.member(node);
                self.short_circuited(node, value)
            }
            Kind::Subscript => {
                let value = self.subscript(node);
                self.short_circuited(node, value)
            }
            Kind::Call => {
                let value = self.call(node);
                self.short_circuited(node, value)
            }
            Kind::New => self.construction(node),
            // What a generator gives is not followed.
            Kind::FunctionExpression if self.tree.has(node, Mark::Generator) => UNKNOWN,
            Kind::Arrow | Kind::FunctionExpression => {
                if self.locals.is_top() {
                    self.tops.insert(node);
                }
                Value::Function(node)
            }
            Kind::Array => self.array(node),
            Kind::Object => self.object(node),
            Kind::Conditional => {
                self.field(node, Role::Condition);
                self.depth += 1;
                let then = self.field(node, Role::Consequence);
                let otherwise = self.field(node, Role::Alternative);
                self.depth -= 1;
                union([then, otherwise])
            }
            Kind::Binary(operator) => self.binary(node, operator),
            Kind::Unary(operator) => {
                self.field(node, Role::Argument);
                if operator == Unary::Delete && self.code.is_some() {
                    self.deletes(node);
                }
                match operator {
                    Unary::Not | Unary::Delete => BOOL,
                    Unary::TypeOf => STRING,
                    Unary::Void => NULL,
                    Unary::Plus | Unary::Minus | Unary::Invert => NUMBER,
                }
            }
            Kind::Update => {
                if let Some(target) = self.tree.part(node, Role::Argument) {
                    self.assign(target, NUMBER);
                }
                NUMBER
            }
            Kind::Assign => {
                let value = self.field(node, Role::Right);
                if let Some(target) = self.tree.part(node, Role::Left) {
                    self.assign(target, value.clone());
                }
                value
            }
            Kind::AugAssign(operator) => self.augmented(node, operator),
            Kind::Broken => {
                for part in self.tree.children(node) {
                    self.value(part);
                }
                UNKNOWN
            }
            _ => UNKNOWN,
        }
    }

    /// A link of a chain in which some `?.` may have ended at `null`.
    fn short_circuited(&mut self, link: NodeId, value: Value) -> Value {
        let Value::Shape(shape) = &value else {
            return value;
        };
        if !self.has_optional(link) {
            return value;
        }
        let mut node = Some(link);
        while let Some(link) = node {
            let object = match self.tree.kind(link) {
                Kind::Member | Kind::Subscript => self.tree.part(link, Role::Object),
                Kind::Call => {
                    node = self.tree.part(link, Role::Function);
                    continue;
                }
                _ => None,
            };
            let optional = self.tree.has(link, Mark::Optional);
            // An item that is named by number is taken to be there, unless `?.` doubts it.
            let doubted = |o: NodeId| {
                let index = self.tree.part(o, Role::Index);
                let index = index.map(|i| self.tree.kind(i));
                self.tree.kind(o) == Kind::Subscript && index == Some(Kind::Number)
            };
            let ended =
                |o: NodeId| !self.is_results(o) && (self.nullable.contains(&o) || doubted(o));
            if optional && object.is_some_and(ended) {
                return Value::Shape(shape.clone().or_null());
            }
            node = object;
        }
        value
    }

    /// Whether a link of a chain, or one before it, is written with `?.`: most chains have none.
    fn has_optional(&mut self, link: NodeId) -> bool {
        let mut looked_at = Vec::new();
        let mut node = Some(link);
        let has_optional = loop {
            let Some(link) = node else { break false };
            if let Some(known) = self.optional.get(&link) {
                break *known;
            }
            looked_at.push(link);
            if self.tree.has(link, Mark::Optional) {
                break true;
            }
            node = match self.tree.kind(link) {
                Kind::Member | Kind::Subscript => self.tree.part(link, Role::Object),
                Kind::Call => self.tree.part(link, Role::Function),
                _ => None,
            };
        };
        let looked_at = looked_at.into_iter().map(|link| (link, has_optional));
        self.optional.extend(looked_at);
        has_optional
    }

    fn identifier(&mut self, node: NodeId) -> Value {
        let name = self.text(node);
        if let Some(local) = self.local(name, node) {
            let value = &self.locals.get(local).value;
            let value = match value {
                other if self.code.is_some() => other.clone(),
                Value::Shape(_) => value.clone(),
                other if self.is_changed_shared(node) => Reader::loosened(other),
                other => other.clone(),
            };
            let found = Found::Known(value.shape());
            self.note_name(node, found);
            return value;
        }
        if name == "undefined" {
            return NULL;
        }
        // `results` is a value only through its steps.
        let found = match name {
            "results" => None,
            _ => self.free(name),
        };
        let value = found.clone().map_or(UNKNOWN, Value::Shape);
        if let Some(shape) = found {
            self.note_name(
                node,
                if shape.is_unknown() {
                    Found::Unknown
                } else {
                    Found::Known(shape)
                },
            );
        }
        value
    }

    /// What a name holds that the text does not declare.
    fn free(&mut self, name: &'t str) -> Option<Shape> {
        let names = self.names;
        let known = self.free.entry(name);
        known.or_insert_with(|| names.name(name)).clone()
    }

    fn is_changed_shared(&self, name: NodeId) -> bool {
        let symbol = self.tree.symbol_of(name);
        let changed = self.changed.as_ref().zip(symbol);
        changed.is_some_and(|(changed, symbol)| changed.contains(&symbol))
    }

    pub(super) fn note_name(&mut self, node: NodeId, found: Found) {
        self.note(Part {
            span: self.tree.span(node),
            name: self.text(node).to_owned(),
            owner: None,
            is_step: false,
            found,
            origin: None,
        });
    }

    /// Whether a node is the free name `results`.
    fn is_results(&self, node: NodeId) -> bool {
        self.tree.kind(node) == Kind::Identifier
            && self.code.is_none()
            && self.text(node) == "results"
            && self.local("results", node).is_none()
    }

    fn member(&mut self, node: NodeId) -> Value {
        let (Some(object), Some(property)) = (
            self.tree.part(node, Role::Object),
            self.tree.part(node, Role::Property),
        ) else {
            return UNKNOWN;
        };
        let name = self.text(property).to_owned();
        if self.is_results(object) {
            return self.step(&name, property);
        }
        let owner = self.value(object);
        self.property(&owner, &name, property)
    }

    fn step(&mut self, id: &str, at: NodeId) -> Value {
        let shape = match self.steps.get(id) {
            Some(shape) => shape.clone(),
            None => {
                let shape = self.names.step(id);
                self.steps.insert(id.to_owned(), shape.clone());
                shape
            }
        };
        self.note(Part {
            span: key_span(self.tree, at),
            name: id.to_owned(),
            owner: None,
            is_step: true,
            found: if shape.is_unknown() {
                Found::Unknown
            } else {
                Found::Known(shape.clone())
            },
            origin: None,
        });
        Value::Shape(shape)
    }

    /// The property of a value.
    pub(super) fn property(&mut self, owner: &Value, name: &str, at: NodeId) -> Value {
        match owner {
            Value::Shape(shape) => Value::Shape(self.read_property(shape, name, at)),
            Value::Pairs(..) if name == "length" => NUMBER,
            Value::Opaque(_) if name == "size" => NUMBER,
            Value::Pair(key, _) if name == "0" => Value::Shape(key.clone()),
            Value::Pair(_, value) if name == "1" => Value::Shape(value.clone()),
            _ => UNKNOWN,
        }
    }

    pub(super) fn read_property(&mut self, shape: &Shape, name: &str, at: NodeId) -> Shape {
        let found = shape.property(name);
        let result = found.clone().shape();
        self.note(Part {
            span: key_span(self.tree, at),
            name: name.to_owned(),
            owner: Some(shape.clone()),
            is_step: false,
            found,
            origin: shape.origin(name),
        });
        result
    }

    fn subscript(&mut self, node: NodeId) -> Value {
        let (Some(object), Some(index)) = (
            self.tree.part(node, Role::Object),
            self.tree.part(node, Role::Index),
        ) else {
            return UNKNOWN;
        };
        let key = match self.tree.kind(index) {
            Kind::Str => self.plain_string(index),
            _ => None,
        };
        if self.is_results(object) {
            return match key {
                Some(id) => self.step(&id, index),
                None => UNKNOWN,
            };
        }
        let owner = self.value(object);
        if let Some(key) = key {
            return self.property(&owner, &key, index);
        }
        self.value(index);
        match (&owner, self.tree.kind(index)) {
            (Value::Pair(key, _), Kind::Number) if self.text(index) == "0" => {
                Value::Shape(key.clone())
            }
            (Value::Pair(_, value), Kind::Number) if self.text(index) == "1" => {
                Value::Shape(value.clone())
            }
            (Value::Pairs(..), Kind::Number) => self.item(&owner),
            (Value::Shape(shape), Kind::Number) => match shape.item() {
                // The list may be shorter: for a flow that is left to who wrote it.
                Some(item) if self.code.is_some() => Value::Shape(item.or_null()),
                Some(item) => Value::Shape(item),
                None if matches!(shape, Shape::String | Shape::Text(_)) => STRING,
                None => UNKNOWN,
            },
            (Value::Shape(shape), _) => match shape.item() {
                Some(item) => Value::Shape(item.or_null()),
                // Any of its properties, or one that is not there.
                None => match shape.values() {
                    Shape::Never if self.code.is_some() && matches!(shape, Shape::Object(_)) => {
                        NULL
                    }
                    Shape::Never => UNKNOWN,
                    values => Value::Shape(values.or_null()),
                },
            },
            _ => UNKNOWN,
        }
    }

    fn array(&mut self, node: NodeId) -> Value {
        let mut items = Vec::new();
        let mut promises = false;
        for part in self.tree.children(node) {
            let value = self.value(part);
            let value = match value {
                Value::Promise(shape) if self.code.is_some() => {
                    promises = true;
                    Value::Shape(shape)
                }
                value => value,
            };
            items.push(match self.tree.kind(part) {
                Kind::Spread => self.item(&value).shape(),
                _ => value.shape().widened(),
            });
        }
        match promises {
            true => Value::Promises(Shape::union(items)),
            false => Value::Shape(Shape::list(Shape::union(items))),
        }
    }

    fn object(&mut self, node: NodeId) -> Value {
        let mut object = Object::default();
        for part in self.tree.children(node) {
            match self.tree.kind(part) {
                Kind::Pair => {
                    let value = self.field(part, Role::Value).shape().widened();
                    let Some(key) = self.tree.part(part, Role::Key) else {
                        continue;
                    };
                    let name = match self.tree.kind(key) {
                        // They set the prototype, or what JSON writes instead.
                        Kind::PropertyName | Kind::Str
                            if matches!(
                                self.text(key).trim_matches(['"', '\'']),
                                "toJSON" | "__proto__"
                            ) =>
                        {
                            return UNKNOWN;
                        }
                        Kind::PropertyName => Some(self.text(key).to_owned()),
                        Kind::Number => Some(self.text(key).to_owned()).filter(|t| {
                            t.bytes().all(|b| b.is_ascii_digit())
                                && (t == "0" || !t.starts_with('0'))
                        }),
                        Kind::Str => self.plain_string(key),
                        _ => {
                            self.first(key);
                            None
                        }
                    };
                    match name {
                        Some(name) => object.set(
                            Field::new(name.as_str(), value)
                                .at(Origin::own(key_span(self.tree, key))),
                        ),
                        None => any_key(&mut object, value),
                    }
                }
                Kind::Shorthand => {
                    let name = self.text(part);
                    let value = self.identifier(part).shape().widened();
                    let origin = Origin::own(self.tree.span(part));
                    object.set(Field::new(name, value).at(origin));
                }
                Kind::Spread => {
                    let spread = self.first(part).shape();
                    object = spread_over(&object, &spread);
                }
                Kind::Method => {
                    if let Some(name) = self.tree.part(part, Role::Name) {
                        if self.text(name) == "toJSON" || self.tree.kind(name) == Kind::Computed {
                            return UNKNOWN;
                        }
                        object.set(Field::new(self.text(name), Shape::Unknown).optional());
                    }
                }
                _ => return UNKNOWN,
            }
        }
        Value::Shape(Shape::from(object))
    }

    /// What a string without escapes holds.
    pub(super) fn plain_string(&self, node: NodeId) -> Option<String> {
        let text = self.text(node);
        let inner = text.get(1..text.len().checked_sub(1)?)?;
        (!inner.contains('\\')).then(|| inner.to_owned())
    }
}

/// A key's place without its quotes.
pub(super) fn key_span(tree: &Tree, node: NodeId) -> Span {
    let span = tree.span(node);
    match tree.kind(node) {
        Kind::Str if span.len() >= 2 => Span::new(span.start as usize + 1, span.end as usize - 1),
        _ => span,
    }
}
