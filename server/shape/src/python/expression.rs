//! What Python expressions give.

use lang::python::ClassKind;
use lang::python::tree::{Comparison, Comprehension, Constant, Kind, NodeId, Operator, Unary};

use super::annotation::Home;
use super::change::{delete, over};
use super::value::{Opaque, UNKNOWN, Value, union};
use super::{MAX_NESTING, Reader, alias};
use crate::{Field, Found, Object, Origin, Rest, Shape};

const NUMBER: Value = Value::Shape(Shape::Number);
const STRING: Value = Value::Shape(Shape::String);
const BOOL: Value = Value::Shape(Shape::Bool);

impl Reader<'_> {
    /// What an expression gives.
    pub(super) fn value(&mut self, node: NodeId) -> Value {
        if self.nesting > MAX_NESTING || self.budget == 0 || self.tree.is_broken(node) {
            return UNKNOWN;
        }
        self.budget -= 1;
        self.nesting += 1;
        let value = self.expression(node);
        self.nesting -= 1;
        value
    }

    fn shape(&mut self, node: NodeId) -> Shape {
        let value = self.value(node);
        self.json(&value)
    }

    fn expression(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Str(form) if form.bytes => Value::Opaque(Opaque::Other),
            Kind::Str(_) => STRING,
            Kind::Constant(Constant::Integer | Constant::Float) => {
                match tree.text_of(node).ends_with(['j', 'J']) {
                    true => Value::Opaque(Opaque::Other),
                    false => NUMBER,
                }
            }
            Kind::Constant(Constant::True | Constant::False) => BOOL,
            Kind::Constant(Constant::None) => Value::Shape(Shape::Null),
            Kind::Name(name) => self.name(name, node),
            Kind::Await => tree.child(node, 0).map_or(UNKNOWN, |n| self.value(n)),
            Kind::Named => tree.two(node).map_or(UNKNOWN, |(_, n)| self.value(n)),
            Kind::Unary(Unary::Not) => BOOL,
            Kind::Unary(_) => {
                let operand = tree.child(node, 0).map_or(UNKNOWN, |n| self.value(n));
                match is_number(&operand) {
                    true => NUMBER,
                    false => UNKNOWN,
                }
            }
            Kind::Compare(_) => self.comparison(node),
            Kind::And | Kind::Or => self.boolean(node),
            Kind::Conditional => match (tree.child(node, 0), tree.child(node, 2)) {
                (Some(then), Some(otherwise)) => union([self.value(then), self.value(otherwise)]),
                _ => UNKNOWN,
            },
            Kind::Binary(operator) => {
                let Some((left, right)) = tree.two(node) else {
                    return UNKNOWN;
                };
                // A root of what is negative is no number that JSON knows.
                let is_whole = tree.kind(right) == Kind::Constant(Constant::Integer);
                let (left, right) = (self.value(left), self.value(right));
                match operator == Operator::Pow && !is_whole {
                    true => UNKNOWN,
                    false => binary(operator, left, right),
                }
            }
            Kind::Tuple => self.sequence(node, true),
            Kind::List => self.sequence(node, false),
            Kind::Set | Kind::Comp(Comprehension::Set) => Value::Opaque(Opaque::Other),
            Kind::Dict => self.dictionary(node),
            Kind::Comp(Comprehension::List) => {
                let item = self.each(node);
                Value::Shape(Shape::list(self.json(&item)))
            }
            Kind::Comp(Comprehension::Dict) => {
                let value = self.each(node);
                Value::Shape(Shape::map(self.json(&value)))
            }
            Kind::Comp(Comprehension::Generator) => UNKNOWN,
            Kind::Attribute(name) => self.attribute(node, tree.name(name)),
            Kind::Subscript => self.subscript(node),
            Kind::Call => self.called(node),
            _ => UNKNOWN,
        }
    }

    fn sequence(&mut self, node: NodeId, is_tuple: bool) -> Value {
        let mut items = Vec::new();
        let mut fixed = true;
        for part in self.tree.children(node) {
            match self.tree.kind(part) {
                Kind::Starred => {
                    fixed = false;
                    let spread = self.tree.child(part, 0);
                    let spread = spread.map_or(UNKNOWN, |n| self.value(n));
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

    fn dictionary(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        let mut shapes = vec![Object::default()];
        for part in tree.children(node) {
            match tree.kind(part) {
                Kind::Pair => {
                    let Some((key, value)) = tree.two(part) else {
                        return UNKNOWN;
                    };
                    let shape = self.shape(value);
                    let name = self.key(key);
                    for object in &mut shapes {
                        match name {
                            Some(name) => object.set(
                                Field::new(name, shape.clone()).at(Origin::own(tree.span(key))),
                            ),
                            None => any_key(object, shape.clone()),
                        }
                    }
                }
                Kind::Unpack => {
                    let spread = tree.child(part, 0);
                    let spread = spread.map_or(Shape::Unknown, |n| self.shape(n));
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

    fn comparison(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        let Kind::Compare(operators) = tree.kind(node) else {
            return UNKNOWN;
        };
        let is_plain = |i| {
            use Comparison::{In, Is, IsNot, NotIn};
            matches!(operators.get(i), Some(In | NotIn | Is | IsNot))
        };
        if (1..tree.children(node).count()).all(|i| is_plain(i - 1)) {
            return BOOL;
        }
        // Tables compare item by item: something of the two must be known.
        let mut operands = tree.children(node);
        match operands.any(|n| !self.value(n).is_unknown()) {
            true => BOOL,
            false => UNKNOWN,
        }
    }

    fn boolean(&mut self, node: NodeId) -> Value {
        let Some((first, second)) = self.tree.two(node) else {
            return UNKNOWN;
        };
        let left = self.value(first);
        let right = self.value(second);
        let is_or = self.tree.kind(node) == Kind::Or;
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
                let later = self.changes_later(first);
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
    fn changes_later(&mut self, node: NodeId) -> bool {
        let tree = self.tree;
        let root = alias::root(node, tree);
        let Some(name) = root.and_then(|(name, _)| tree.symbol_of(name)) else {
            return !matches!(
                tree.kind(node),
                Kind::Str(_) | Kind::Constant(Constant::Integer) | Kind::Compare(_)
            );
        };
        let owner = self.owner;
        let scope = self.scope(owner);
        let changed = scope.names.get(&name).is_none_or(|n| !n.changes.is_empty());
        changed && alias::is_kept(node, owner, &self.places)
    }

    /// `x += value` as a value.
    pub(super) fn augmented(&mut self, statement: NodeId) -> Value {
        let tree = self.tree;
        let (Kind::AugAssign(operator), Some((left, right))) =
            (tree.kind(statement), tree.two(statement))
        else {
            return UNKNOWN;
        };
        let left = self.value(left);
        let right = self.value(right);
        match (operator, &left) {
            // `+=` of a list takes anything that can be iterated.
            (Operator::Add, Value::Shape(Shape::List(item))) => {
                let added = right.item();
                let added = self.json(&added);
                Value::Shape(Shape::list(Shape::union([(**item).clone(), added])))
            }
            _ => binary(operator, left, right),
        }
    }

    fn attribute(&mut self, node: NodeId, name: &str) -> Value {
        let tree = self.tree;
        let Some(object) = tree.child(node, 0) else {
            return UNKNOWN;
        };
        // `Status.DONE`, `Status.DONE.value`.
        if let Kind::Name(class) = tree.kind(object)
            && let Some(class) = self.script.class(tree.name(class))
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
            Some(annotation) => self.annotated(annotation, Home::Script),
            None => UNKNOWN,
        }
    }

    fn subscript(&mut self, node: NodeId) -> Value {
        let tree = self.tree;
        let Some((object, key)) = tree.two(node) else {
            return UNKNOWN;
        };
        let value = self.value(object);
        if let Kind::Slice { .. } = tree.kind(key) {
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
            let index = tree.text_of(key).parse::<usize>().ok();
            return match index.and_then(|i| items.get(i)) {
                Some(item) => item.clone(),
                None => value.item(),
            };
        }
        let Value::Shape(shape) = value else {
            return UNKNOWN;
        };
        match self.key(key) {
            Some(name) => Value::Shape(keyed(&shape, name)),
            None => {
                let parts = shape.members().iter().map(|member| match member {
                    Shape::List(item) => (**item).clone(),
                    Shape::String => Shape::String,
                    Shape::Object(_) => member.values(),
                    Shape::Deferred(_) if tree.kind(key) == Kind::Constant(Constant::Integer) => {
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
pub(super) fn binary(operator: Operator, left: Value, right: Value) -> Value {
    if left == Value::Shape(Shape::Never) || right == Value::Shape(Shape::Never) {
        return Value::Shape(Shape::Never);
    }
    if is_number(&left) && is_number(&right) {
        return match operator {
            Operator::MatMult => UNKNOWN,
            Operator::BitAnd | Operator::BitOr | Operator::BitXor => union([left, right]),
            _ => NUMBER,
        };
    }
    match (operator, &left, &right) {
        (Operator::Mod, _, _) if is_text(&left) => STRING,
        (Operator::Add, _, _) if is_text(&left) && is_text(&right) => STRING,
        (Operator::Mult, _, _) if is_text(&left) && is_number(&right) => STRING,
        (Operator::Mult, Value::Shape(Shape::List(_)), _) if is_number(&right) => left,
        (Operator::Add, Value::Shape(Shape::List(_)), Value::Shape(Shape::List(_))) => {
            union([left, right])
        }
        (Operator::BitOr, Value::Shape(Shape::Object(a)), Value::Shape(Shape::Object(b))) => {
            Value::Shape(Shape::from(over(a, b, true)))
        }
        (Operator::Sub | Operator::Add, Value::Opaque(Opaque::Time), _) => {
            Value::Opaque(Opaque::Other)
        }
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
