//! What Python expressions give.

use syntax::Span;
use tree_sitter::Node;

use super::change::{delete, over};
use super::value::{Opaque, UNKNOWN, Value, union};
use super::{MAX_NESTING, Reader, sharing};
use crate::{Field, Found, Object, Origin, Rest, Shape};
use lang::python::{ClassKind, plain_string};
use lang::walk::{children, fields, text};

const NUMBER: Value = Value::Shape(Shape::Number);
const STRING: Value = Value::Shape(Shape::String);
const BOOL: Value = Value::Shape(Shape::Bool);

impl<'t> Reader<'t> {
    /// What an expression gives.
    pub(super) fn value(&mut self, node: Node<'t>) -> Value {
        if self.nesting > MAX_NESTING || self.budget == 0 || node.has_error() {
            return UNKNOWN;
        }
        self.budget -= 1;
        self.nesting += 1;
        let value = self.expression(node);
        self.nesting -= 1;
        value
    }

    fn shape(&mut self, node: Node<'t>) -> Shape {
        let value = self.value(node);
        self.json(&value)
    }

    fn expression(&mut self, node: Node<'t>) -> Value {
        let field = |name| node.child_by_field_name(name);
        match node.kind() {
            "string" => match text(node, self.source)
                .to_ascii_lowercase()
                .find(['"', '\''])
            {
                Some(quote) if text(node, self.source)[..quote].contains(['b', 'B']) => {
                    Value::Opaque(Opaque::Other)
                }
                _ => STRING,
            },
            "concatenated_string" => node.named_child(0).map_or(UNKNOWN, |n| self.value(n)),
            "integer" | "float" => match self.text(node).ends_with(['j', 'J']) {
                true => Value::Opaque(Opaque::Other),
                false => NUMBER,
            },
            "true" | "false" => BOOL,
            "none" => Value::Shape(Shape::Null),
            "identifier" => self.name(self.text(node), node),
            "parenthesized_expression" => inner(node).map_or(UNKNOWN, |n| self.value(n)),
            "await" => node.named_child(0).map_or(UNKNOWN, |n| self.value(n)),
            "named_expression" => field("value").map_or(UNKNOWN, |n| self.value(n)),
            "not_operator" => BOOL,
            "unary_operator" => {
                let operand = field("argument").map_or(UNKNOWN, |n| self.value(n));
                match is_number(&operand) {
                    true => NUMBER,
                    false => UNKNOWN,
                }
            }
            "comparison_operator" => self.comparison(node),
            "boolean_operator" => self.boolean(node),
            "conditional_expression" => {
                let parts = children(node);
                match parts[..] {
                    [then, _, otherwise] => union([self.value(then), self.value(otherwise)]),
                    _ => UNKNOWN,
                }
            }
            "binary_operator" => {
                let left = field("left").map_or(UNKNOWN, |n| self.value(n));
                let right = field("right").map_or(UNKNOWN, |n| self.value(n));
                let operator = field("operator").map_or("", |n| self.text(n));
                // A root of what is negative is no number that JSON knows.
                let whole = field("right").is_some_and(|n| n.kind() == "integer");
                match operator == "**" && !whole {
                    true => UNKNOWN,
                    false => binary(operator, left, right),
                }
            }
            "tuple" | "expression_list" => self.sequence(node, true),
            "list" => self.sequence(node, false),
            "set" | "set_comprehension" => Value::Opaque(Opaque::Other),
            "dictionary" => self.dictionary(node),
            "list_comprehension" => {
                let body = field("body");
                let item =
                    self.comprehended(node, |this| body.map_or(Shape::Unknown, |n| this.shape(n)));
                Value::Shape(Shape::list(item))
            }
            "generator_expression" => UNKNOWN,
            "dictionary_comprehension" => {
                let pair = field("body");
                let value = pair.and_then(|p| p.child_by_field_name("value"));
                let value =
                    self.comprehended(node, |this| value.map_or(Shape::Unknown, |n| this.shape(n)));
                Value::Shape(Shape::map(value))
            }
            "attribute" => self.attribute(node),
            "subscript" => self.subscript(node),
            "call" => self.called(node),
            _ => UNKNOWN,
        }
    }

    fn sequence(&mut self, node: Node<'t>, is_tuple: bool) -> Value {
        let mut items = Vec::new();
        let mut fixed = true;
        for part in children(node) {
            match part.kind() {
                "comment" => {}
                "list_splat" => {
                    fixed = false;
                    let spread = part.named_child(0).map_or(UNKNOWN, |n| self.value(n));
                    items.push(spread.item());
                }
                _ => items.push(self.value(part)),
            }
        }
        if is_tuple && fixed {
            return Value::Tuple(items.into());
        }
        let items: Vec<Shape> = items.iter().map(|i| self.json(i)).collect();
        Value::Shape(Shape::list(Shape::union(items)))
    }

    fn dictionary(&mut self, node: Node<'t>) -> Value {
        let mut shapes = vec![Object::default()];
        for part in children(node) {
            match part.kind() {
                "comment" => {}
                "pair" => {
                    let (Some(key), Some(value)) = (
                        part.child_by_field_name("key"),
                        part.child_by_field_name("value"),
                    ) else {
                        return UNKNOWN;
                    };
                    let shape = self.shape(value);
                    let name = plain_string(key, self.source).filter(|k| !k.contains('\\'));
                    for object in &mut shapes {
                        match &name {
                            Some(name) => object.set(
                                Field::new(name.as_str(), shape.clone())
                                    .at(Origin::own(Span::from(key.byte_range()))),
                            ),
                            None => any_key(object, shape.clone()),
                        }
                    }
                }
                "dictionary_splat" => {
                    let spread = part
                        .named_child(0)
                        .map_or(Shape::Unknown, |n| self.shape(n));
                    let mut results = Vec::new();
                    for object in &shapes {
                        for other in spread.members() {
                            results.push(match other {
                                Shape::Object(other) => over(object, other, true),
                                _ => open(object),
                            });
                        }
                    }
                    if results.len() > 4 || results.is_empty() {
                        return Value::Shape(Shape::open());
                    }
                    shapes = results;
                }
                _ => return UNKNOWN,
            }
        }
        Value::Shape(Shape::union(shapes.into_iter().map(Shape::from)))
    }

    fn comparison(&mut self, node: Node<'t>) -> Value {
        let operators = fields(node, "operators");
        let plain = operators
            .into_iter()
            .map(|o| self.text(o))
            .all(|o| matches!(o, "in" | "not in" | "is" | "is not" | "not"));
        if plain {
            return BOOL;
        }
        // Tables compare item by item: something of the two must be known.
        let known = children(node)
            .into_iter()
            .any(|n| !self.value(n).is_unknown());
        if known { BOOL } else { UNKNOWN }
    }

    fn boolean(&mut self, node: Node<'t>) -> Value {
        let field = |name| node.child_by_field_name(name);
        let left = field("left").map_or(UNKNOWN, |n| self.value(n));
        let right = field("right").map_or(UNKNOWN, |n| self.value(n));
        let is_or = field("operator").is_some_and(|o| self.text(o) == "or");
        match left {
            // What is left of `or` only stays where it is true.
            Value::Shape(shape) if is_or && !shape.is_unknown() => {
                let empty = Shape::from(Object::default());
                let members = shape
                    .members()
                    .iter()
                    .filter(|m| **m != Shape::Null && **m != empty);
                let left = Shape::union(members.cloned());
                union([Value::Shape(left), right])
            }
            // And what is left of `and` where it is false.
            Value::Shape(shape) if !is_or && !shape.is_unknown() => {
                // What is empty now may be filled later.
                let later = field("left").is_some_and(|n| self.changes_later(n));
                let falsy = shape.members().iter().map(|m| match m {
                    Shape::List(_) if !later => Shape::list(Shape::Never),
                    Shape::Object(_) if !later => Shape::from(Object::default()),
                    Shape::Object(_) => delete(m, None),
                    other => other.clone(),
                });
                union([Value::Shape(Shape::union(falsy)), right])
            }
            left => union([left, right]),
        }
    }

    /// Whether the value that is read here is kept and may be changed afterwards.
    fn changes_later(&mut self, node: Node<'t>) -> bool {
        let (root, _) = match sharing::root(node) {
            Some(root) => root,
            None => return !matches!(node.kind(), "string" | "integer" | "comparison_operator"),
        };
        let owner = self.owner;
        let name = self.text(root);
        let scope = self.scope(owner);
        let changed = scope.names.get(name).is_none_or(|n| !n.changes.is_empty());
        changed && sharing::is_kept(node, owner, self.source, &self.places)
    }

    /// `x += value` as a value.
    pub(super) fn augmented(&mut self, statement: Node<'t>) -> Value {
        let (Some(left), Some(right)) = (
            statement.child_by_field_name("left"),
            statement.child_by_field_name("right"),
        ) else {
            return UNKNOWN;
        };
        let operator = statement
            .child_by_field_name("operator")
            .map_or("", |n| self.text(n));
        let left = self.value(left);
        let right = self.value(right);
        match (operator, &left) {
            // `+=` of a list takes anything that can be iterated.
            ("+=", Value::Shape(Shape::List(item))) => {
                let added = right.item();
                let added = self.json(&added);
                Value::Shape(Shape::list(Shape::union([(**item).clone(), added])))
            }
            _ => binary(operator.trim_end_matches('='), left, right),
        }
    }

    fn attribute(&mut self, node: Node<'t>) -> Value {
        let (Some(object), Some(name)) = (
            node.child_by_field_name("object"),
            node.child_by_field_name("attribute"),
        ) else {
            return UNKNOWN;
        };
        let name = self.text(name);
        // `Status.DONE`, `Status.DONE.value`.
        if object.kind() == "identifier"
            && let Some(class) = self.script.class(self.text(object))
            && class.kind == ClassKind::Enum
            && self.field(class, name).is_some()
        {
            return Value::Instance(class.name.value.as_str().into());
        }
        match self.value(object) {
            Value::Instance(class) => self.member(&class, name),
            Value::Opaque(Opaque::Time)
                if matches!(
                    name,
                    "year" | "month" | "day" | "hour" | "minute" | "second" | "microsecond"
                ) =>
            {
                NUMBER
            }
            _ => UNKNOWN,
        }
    }

    /// A field of an object of a class of the script.
    fn member(&mut self, class: &str, name: &str) -> Value {
        let Some(class) = self.script.class(class) else {
            return UNKNOWN;
        };
        if class.kind == ClassKind::Enum {
            return match name {
                "name" => STRING,
                "value" => self.value_of_enum(class),
                _ => UNKNOWN,
            };
        }
        match self.field(class, name).and_then(|f| f.annotation.as_ref()) {
            Some(annotation) => self.spelt(&annotation.value),
            None => UNKNOWN,
        }
    }

    fn subscript(&mut self, node: Node<'t>) -> Value {
        let (Some(object), Some(key)) = (
            node.child_by_field_name("value"),
            node.child_by_field_name("subscript"),
        ) else {
            return UNKNOWN;
        };
        let value = self.value(object);
        if key.kind() == "slice" {
            return match &value {
                Value::Tuple(_) => Value::Shape(Shape::list(Shape::Unknown)),
                Value::Shape(shape)
                    if all(shape, |m| matches!(m, Shape::List(_) | Shape::String)) =>
                {
                    value
                }
                _ => UNKNOWN,
            };
        }
        if let Value::Tuple(items) = &value {
            let index = self.text(key).parse::<usize>().ok();
            return match index.and_then(|i| items.get(i)) {
                Some(item) => item.clone(),
                None => value.item(),
            };
        }
        let Value::Shape(shape) = value else {
            return UNKNOWN;
        };
        match plain_string(key, self.source) {
            Some(name) => Value::Shape(keyed(&shape, &name)),
            None => {
                let parts = shape.members().iter().map(|member| match member {
                    Shape::List(item) => (**item).clone(),
                    Shape::String => Shape::String,
                    Shape::Object(_) => member.values(),
                    Shape::Deferred(_) if key.kind() == "integer" => {
                        member.item().unwrap_or_default()
                    }
                    Shape::Null => Shape::Never,
                    _ => Shape::Unknown,
                });
                Value::Shape(Shape::union(parts))
            }
        }
    }
}

/// `value["name"]`: a key that is missing raises an error, so what comes is there.
pub(super) fn keyed(shape: &Shape, name: &str) -> Shape {
    let parts = shape.members().iter().map(|member| match member {
        Shape::Object(object) => match object.field(name) {
            Some(field) => field.shape.clone(),
            None => object.rest_shape(),
        },
        Shape::Null => Shape::Never,
        Shape::Deferred(_) => match member.property(name) {
            Found::Known(shape) => shape,
            _ => Shape::Unknown,
        },
        _ => Shape::Unknown,
    });
    match Shape::union(parts) {
        // It never gets past here: nothing sensible can be said.
        Shape::Never => Shape::Unknown,
        shape => shape,
    }
}

/// The expression in brackets.
fn inner(node: Node<'_>) -> Option<Node<'_>> {
    children(node).into_iter().find(|n| n.kind() != "comment")
}

pub(super) fn is_number(value: &Value) -> bool {
    match value {
        Value::Shape(shape) => all(shape, |m| matches!(m, Shape::Number | Shape::Bool)),
        _ => false,
    }
}

fn is_text(value: &Value) -> bool {
    match value {
        Value::Shape(shape) => all(shape, |m| matches!(m, Shape::String | Shape::Text(_))),
        _ => false,
    }
}

/// Whether every member fits; `null` would raise an error and is looked past.
pub(super) fn all(shape: &Shape, fits: impl Fn(&Shape) -> bool) -> bool {
    let members = shape.members();
    members.iter().all(|m| fits(m) || *m == Shape::Null) && members.iter().any(&fits)
}

/// `left operator right`.
pub(super) fn binary(operator: &str, left: Value, right: Value) -> Value {
    if left == Value::Shape(Shape::Never) || right == Value::Shape(Shape::Never) {
        return Value::Shape(Shape::Never);
    }
    if is_number(&left) && is_number(&right) {
        return match operator {
            "@" => UNKNOWN,
            "&" | "|" | "^" => union([left, right]),
            _ => NUMBER,
        };
    }
    match (operator, &left, &right) {
        ("%", _, _) if is_text(&left) => STRING,
        ("+", _, _) if is_text(&left) && is_text(&right) => STRING,
        ("*", _, _) if is_text(&left) && is_number(&right) => STRING,
        ("*", Value::Shape(Shape::List(_)), _) if is_number(&right) => left,
        ("+", Value::Shape(Shape::List(_)), Value::Shape(Shape::List(_))) => union([left, right]),
        ("|", Value::Shape(Shape::Object(a)), Value::Shape(Shape::Object(b))) => {
            Value::Shape(Shape::from(over(a, b, true)))
        }
        ("-" | "+", Value::Opaque(Opaque::Time), _) => Value::Opaque(Opaque::Other),
        _ => UNKNOWN,
    }
}

/// An object in which any key may have been set to this.
fn any_key(object: &mut Object, value: Shape) {
    for field in &mut object.fields {
        field.shape = Shape::union([field.shape.clone(), value.clone()]);
    }
    object.rest = match Shape::union([object.rest_shape(), value]) {
        Shape::Unknown => Rest::Open,
        shape => Rest::Of(shape),
    };
}

/// An object over which something unknown was spread: every key may have another value.
fn open(object: &Object) -> Object {
    let fields = object.fields.iter().map(|f| Field {
        shape: Shape::Unknown,
        ..f.clone()
    });
    Object {
        fields: fields.collect(),
        rest: Rest::Open,
    }
}
