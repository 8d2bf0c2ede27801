//! What JavaScript expressions give.

use syntax::Span;
use tree_sitter::Node;

use super::spread::{any_key, spread_over};
use super::value::{BOOL, NULL, NUMBER, STRING, UNKNOWN, Value, union};
use super::{MAX_NESTING, Part, Reader};
use crate::{Field, Found, Object, Origin, Shape};
use lang::walk::children;

impl<'t> Reader<'t> {
    /// What an expression gives.
    pub(super) fn value(&mut self, node: Node<'t>) -> Value<'t> {
        if self.nesting > MAX_NESTING || self.budget == 0 {
            self.gave_up = true;
            return UNKNOWN;
        }
        self.budget -= 1;
        self.nesting += 1;
        let value = self.expression(node);
        self.nesting -= 1;
        match &value {
            Value::Shape(shape) if shape.can_be_null() => self.nullable.insert(node.id()),
            _ => self.nullable.remove(&node.id()),
        };
        value
    }

    pub(super) fn field(&mut self, node: Node<'t>, name: &str) -> Value<'t> {
        node.child_by_field_name(name)
            .map_or(UNKNOWN, |n| self.value(n))
    }

    fn expression(&mut self, node: Node<'t>) -> Value<'t> {
        match node.kind() {
            "string" => match self.plain_string(node) {
                Some(text) => Value::Shape(Shape::text(&text)),
                None => STRING,
            },
            "template_string" => {
                for part in children(node)
                    .into_iter()
                    .filter(|n| n.kind() == "template_substitution")
                {
                    part.named_child(0).map(|n| self.value(n));
                }
                STRING
            }
            "number" if self.text(node).ends_with('n') => UNKNOWN,
            "number" => NUMBER,
            "true" | "false" => BOOL,
            "null" | "undefined" => NULL,
            "identifier" => self.identifier(node),
            "parenthesized_expression" => {
                let inner = children(node).into_iter().find(|n| n.kind() != "comment");
                inner.map_or(UNKNOWN, |n| self.value(n))
            }
            "await_expression" => match node.named_child(0).map_or(UNKNOWN, |n| self.value(n)) {
                Value::Promise(shape) => Value::Shape(shape),
                value => value,
            },
            "non_null_expression" | "satisfies_expression" => {
                node.named_child(0).map_or(UNKNOWN, |n| self.value(n))
            }
            "as_expression" => {
                let value = node.named_child(0).map_or(UNKNOWN, |n| self.value(n));
                self.annotated(node.named_child(1), value)
            }
            "sequence_expression" => {
                let mut last = UNKNOWN;
                for part in children(node) {
                    last = self.value(part);
                }
                last
            }
            "member_expression" => {
                let value = self.member(node);
                self.short_circuited(node, value)
            }
            "subscript_expression" => {
                let value = self.subscript(node);
                self.short_circuited(node, value)
            }
            "call_expression" => {
                let value = self.call(node);
                self.short_circuited(node, value)
            }
            "new_expression" => self.construction(node),
            "arrow_function" | "function_expression" | "function" => {
                if self.locals.is_top() {
                    self.tops.insert(node.id());
                }
                Value::Function(node)
            }
            "array" => self.array(node),
            "object" => self.object(node),
            "ternary_expression" => {
                self.field(node, "condition");
                self.depth += 1;
                let then = self.field(node, "consequence");
                let otherwise = self.field(node, "alternative");
                self.depth -= 1;
                union([then, otherwise])
            }
            "binary_expression" => self.binary(node),
            "unary_expression" => {
                let operand = self.field(node, "argument");
                if self.code.is_some() {
                    self.deletes(node);
                }
                match node.child_by_field_name("operator").map(|n| self.text(n)) {
                    Some("!" | "delete") => BOOL,
                    Some("typeof") => STRING,
                    Some("void") => NULL,
                    _ => {
                        let _ = operand;
                        NUMBER
                    }
                }
            }
            "update_expression" => {
                if let Some(target) = node.child_by_field_name("argument") {
                    self.assign(target, NUMBER);
                }
                NUMBER
            }
            "assignment_expression" => {
                let value = self.field(node, "right");
                if let Some(target) = node.child_by_field_name("left") {
                    self.assign(target, value.clone());
                }
                value
            }
            "augmented_assignment_expression" => self.augmented(node),
            "spread_element" => node.named_child(0).map_or(UNKNOWN, |n| self.value(n)),
            "comment" => UNKNOWN,
            "ERROR" => {
                let mut last = UNKNOWN;
                for part in children(node) {
                    last = self.value(part);
                }
                let _ = last;
                UNKNOWN
            }
            _ => UNKNOWN,
        }
    }

    /// A link of a chain in which some `?.` may have ended at `null`.
    fn short_circuited(&mut self, link: Node<'t>, value: Value<'t>) -> Value<'t> {
        let Value::Shape(shape) = &value else {
            return value;
        };
        if !self.has_optional(link) {
            return value;
        }
        let mut node = Some(link);
        while let Some(link) = node {
            let object = match link.kind() {
                "member_expression" | "subscript_expression" => link.child_by_field_name("object"),
                "call_expression" => {
                    node = link.child_by_field_name("function");
                    continue;
                }
                _ => None,
            };
            let optional = children(link).iter().any(|c| c.kind() == "optional_chain");
            // An item that is named by number is taken to be there, unless `?.` doubts it.
            let doubted = |o: Node<'t>| {
                let index = o.child_by_field_name("index");
                o.kind() == "subscript_expression" && index.is_some_and(|i| i.kind() == "number")
            };
            let ended = |o: Node<'t>| {
                !self.is_results(o) && (self.nullable.contains(&o.id()) || doubted(o))
            };
            if optional && object.is_some_and(ended) {
                return Value::Shape(shape.clone().or_null());
            }
            node = object;
        }
        value
    }

    /// Whether a link of a chain, or one before it, is written with `?.`: most chains have none.
    fn has_optional(&mut self, link: Node<'t>) -> bool {
        let mut looked_at = Vec::new();
        let mut node = Some(link);
        let has_optional = loop {
            let Some(link) = node else { break false };
            if let Some(known) = self.optional.get(&link.id()) {
                break *known;
            }
            looked_at.push(link.id());
            if children(link).iter().any(|c| c.kind() == "optional_chain") {
                break true;
            }
            node = match link.kind() {
                "member_expression" | "subscript_expression" => link.child_by_field_name("object"),
                "call_expression" => link.child_by_field_name("function"),
                _ => None,
            };
        };
        let looked_at = looked_at.into_iter().map(|link| (link, has_optional));
        self.optional.extend(looked_at);
        has_optional
    }

    fn identifier(&mut self, node: Node<'t>) -> Value<'t> {
        let name = self.text(node);
        if let Some(local) = self.local(name, node.start_byte()) {
            let value = &self.locals.get(local).value;
            let value = match value {
                other if self.code.is_some() => other.clone(),
                Value::Shape(_) => value.clone(),
                other if self.is_changed_shared(name) => Reader::loosened(other),
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

    fn is_changed_shared(&self, name: &str) -> bool {
        self.changed.as_ref().is_some_and(|c| c.contains(name))
    }

    pub(super) fn note_name(&mut self, node: Node<'t>, found: Found) {
        self.note(Part {
            span: Span::from(node.byte_range()),
            name: self.text(node).to_owned(),
            owner: None,
            is_step: false,
            found,
            origin: None,
        });
    }

    /// Whether a node is the free name `results`.
    fn is_results(&self, node: Node<'t>) -> bool {
        node.kind() == "identifier"
            && self.code.is_none()
            && self.text(node) == "results"
            && self.local("results", node.start_byte()).is_none()
    }

    fn member(&mut self, node: Node<'t>) -> Value<'t> {
        let (Some(object), Some(property)) = (
            node.child_by_field_name("object"),
            node.child_by_field_name("property"),
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

    fn step(&mut self, id: &str, at: Node<'t>) -> Value<'t> {
        let shape = match self.steps.get(id) {
            Some(shape) => shape.clone(),
            None => {
                let shape = self.names.step(id);
                self.steps.insert(id.to_owned(), shape.clone());
                shape
            }
        };
        self.note(Part {
            span: key_span(at),
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
    pub(super) fn property(&mut self, owner: &Value<'t>, name: &str, at: Node<'t>) -> Value<'t> {
        match owner {
            Value::Shape(shape) => Value::Shape(self.read_property(shape, name, at)),
            Value::Pairs(..) if name == "length" => NUMBER,
            Value::Opaque(_) if name == "size" => NUMBER,
            Value::Pair(key, _) if name == "0" => Value::Shape(key.clone()),
            Value::Pair(_, value) if name == "1" => Value::Shape(value.clone()),
            _ => UNKNOWN,
        }
    }

    pub(super) fn read_property(&mut self, shape: &Shape, name: &str, at: Node<'t>) -> Shape {
        let found = shape.property(name);
        let result = found.clone().shape();
        self.note(Part {
            span: key_span(at),
            name: name.to_owned(),
            owner: Some(shape.clone()),
            is_step: false,
            found,
            origin: shape.origin(name),
        });
        result
    }

    fn subscript(&mut self, node: Node<'t>) -> Value<'t> {
        let (Some(object), Some(index)) = (
            node.child_by_field_name("object"),
            node.child_by_field_name("index"),
        ) else {
            return UNKNOWN;
        };
        let key = match index.kind() {
            "string" => self.plain_string(index),
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
        match (&owner, index.kind()) {
            (Value::Pair(key, _), "number") if self.text(index) == "0" => Value::Shape(key.clone()),
            (Value::Pair(_, value), "number") if self.text(index) == "1" => {
                Value::Shape(value.clone())
            }
            (Value::Pairs(..), "number") => self.item(&owner),
            (Value::Shape(shape), "number") => match shape.item() {
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

    fn array(&mut self, node: Node<'t>) -> Value<'t> {
        let mut items = Vec::new();
        let mut promises = false;
        for part in children(node).into_iter().filter(|n| n.kind() != "comment") {
            let value = self.value(part);
            let value = match value {
                Value::Promise(shape) if self.code.is_some() => {
                    promises = true;
                    Value::Shape(shape)
                }
                value => value,
            };
            items.push(match part.kind() {
                "spread_element" => self.item(&value).shape(),
                _ => value.shape().widened(),
            });
        }
        match promises {
            true => Value::Promises(Shape::union(items)),
            false => Value::Shape(Shape::list(Shape::union(items))),
        }
    }

    fn object(&mut self, node: Node<'t>) -> Value<'t> {
        let mut object = Object::default();
        for part in children(node) {
            match part.kind() {
                "pair" => {
                    let value = self.field(part, "value").shape().widened();
                    let Some(key) = part.child_by_field_name("key") else {
                        continue;
                    };
                    let name = match key.kind() {
                        // They set the prototype, or what JSON writes instead.
                        "property_identifier" | "string"
                            if matches!(
                                self.text(key).trim_matches(['"', '\'']),
                                "toJSON" | "__proto__"
                            ) =>
                        {
                            return UNKNOWN;
                        }
                        "property_identifier" => Some(self.text(key).to_owned()),
                        "number" => Some(self.text(key).to_owned()).filter(|t| {
                            t.bytes().all(|b| b.is_ascii_digit())
                                && (t == "0" || !t.starts_with('0'))
                        }),
                        "string" => self.plain_string(key),
                        _ => {
                            key.named_child(0).map(|n| self.value(n));
                            None
                        }
                    };
                    match name {
                        Some(name) => object
                            .set(Field::new(name.as_str(), value).at(Origin::own(key_span(key)))),
                        None => any_key(&mut object, value),
                    }
                }
                "shorthand_property_identifier" => {
                    let name = self.text(part);
                    let value = self.identifier(part).shape().widened();
                    let origin = Origin::own(Span::from(part.byte_range()));
                    object.set(Field::new(name, value).at(origin));
                }
                "spread_element" => {
                    let spread = part
                        .named_child(0)
                        .map_or(UNKNOWN, |n| self.value(n))
                        .shape();
                    object = spread_over(&object, &spread);
                }
                "method_definition" => {
                    if let Some(name) = part.child_by_field_name("name") {
                        if self.text(name) == "toJSON" || name.kind() == "computed_property_name" {
                            return UNKNOWN;
                        }
                        object.set(Field::new(self.text(name), Shape::Unknown).optional());
                    }
                }
                "comment" => {}
                _ => return UNKNOWN,
            }
        }
        Value::Shape(Shape::from(object))
    }

    /// What a string without escapes holds.
    pub(super) fn plain_string(&self, node: Node<'t>) -> Option<String> {
        let text = self.text(node);
        let inner = text.get(1..text.len().checked_sub(1)?)?;
        (!inner.contains('\\')).then(|| inner.to_owned())
    }
}

/// A key's place without its quotes.
pub(super) fn key_span(node: Node<'_>) -> Span {
    let range = node.byte_range();
    match node.kind() {
        "string" if range.len() >= 2 => Span::new(range.start + 1, range.end - 1),
        _ => Span::from(range),
    }
}
