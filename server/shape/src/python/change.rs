//! What changes to a variable's value make of its shape.

use crate::{Field, Object, Origin, Rest, Shape};
use lang::python::tree::{Kind, NodeId, Operator};
use syntax::Span;

use super::alias::is_slice;
use super::expression::binary;
use super::mutation::MutationKind;
use super::scope::{Change, Subscript};
use super::settle::Part as Asked;
use super::{Reader, UNKNOWN, Value};

/// The part of a value that a subscript names.
pub(super) enum Part<'a> {
    Key(&'a str, Span),
    Any,
}

impl<'t> Reader<'t> {
    /// A value after a change; `certain`: that it has happened, once, before anything else reads it.
    pub(super) fn changed(&mut self, value: Value, change: &Change<'t>, certain: bool) -> Value {
        let shape = match value {
            Value::Shape(shape) => shape,
            // A tuple cannot be changed, what it holds can.
            Value::Tuple(_) => match change.kind {
                MutationKind::Escape
                | MutationKind::Aliased
                | MutationKind::Call(..)
                | MutationKind::Set(_)
                | MutationKind::SetUnknown
                | MutationKind::Augmented(_)
                | MutationKind::Delete => self.json(&value),
                MutationKind::Grown(_) => return value,
            },
            Value::Opaque(_) => return value,
            Value::Instance(_) | Value::Iterable(_) => return UNKNOWN,
        };
        if shape.is_unknown() {
            return UNKNOWN;
        }
        let parts: Vec<Part<'_>> = change.path.iter().map(|s| self.part_of(*s)).collect();
        let last = parts.last();
        let outer = &parts[..parts.len().saturating_sub(1)];
        let behind = change.path.last().and_then(|s| s.0);
        let is_slice = behind.is_some_and(|s| is_slice(s, self.tree));
        let shape = match change.kind {
            // `x[:] = values` puts in what they hold.
            MutationKind::Set(value) if is_slice => {
                let items = self.once(value, Asked::Item, |this| this.value(value).item());
                let item = self.json(&items);
                at(&shape, outer, &|s| grown(s, item.clone()))
            }
            MutationKind::Augmented(_) if is_slice => at(&shape, outer, &escaped),
            MutationKind::Set(value) => {
                let given = self.given(value);
                at(&shape, outer, &|s| set(s, last, given.clone(), certain))
            }
            MutationKind::SetUnknown => at(&shape, outer, &|s| set(s, last, Shape::Unknown, false)),
            MutationKind::Augmented(statement) => {
                let right = self.tree.two(statement);
                let right = right.map_or(Shape::Unknown, |(_, r)| self.given(r));
                let Kind::AugAssign(operator) = self.tree.kind(statement) else {
                    return UNKNOWN;
                };
                at(&shape, &parts, &|old| augmented(operator, old, &right))
            }
            MutationKind::Grown(statement) => {
                let right = self.tree.two(statement);
                let right = right.map_or(UNKNOWN, |(_, r)| Value::Shape(self.given(r)));
                let item = self.json(&right.item());
                let right = self.json(&right);
                at(&shape, &parts, &|s| match s {
                    Shape::List(_) => grown(s, item.clone()),
                    _ => updated(s, &right, false),
                })
            }
            MutationKind::Delete => at(&shape, outer, &|s| delete(s, last)),
            MutationKind::Escape | MutationKind::Aliased => at(&shape, &parts, &escaped),
            MutationKind::Call(method, call) => {
                self.method_change(&shape, &parts, method, call, certain)
            }
        };
        Value::Shape(shape)
    }

    /// What is put into a value: it may be made of that value.
    fn given(&mut self, node: NodeId) -> Shape {
        let value = self.once(node, Asked::Given, |this| {
            let value = this.value(node);
            Value::Shape(this.json(&value))
        });
        self.json(&value)
    }

    /// The part that a subscript names.
    fn part_of(&self, subscript: Subscript) -> Part<'t> {
        let key = subscript.0.and_then(|s| self.tree.two(s));
        key.map_or(Part::Any, |(_, key)| self.part(key))
    }

    /// The part that a key names.
    fn part(&self, key: NodeId) -> Part<'t> {
        match self.key(key) {
            Some(name) => Part::Key(name, self.tree.span(key)),
            None => Part::Any,
        }
    }

    fn method_change(
        &mut self,
        shape: &Shape,
        parts: &[Part<'_>],
        method: &str,
        call: NodeId,
        certain: bool,
    ) -> Shape {
        let tree = self.tree;
        let plain: Vec<NodeId> = tree.arguments(call).collect();
        let single = match plain[..] {
            [only] => match tree.kind(only) {
                Kind::Keyword(_) | Kind::Starred | Kind::Unpack => None,
                _ => Some(only),
            },
            _ => None,
        };
        match (method, single, plain.len()) {
            ("append" | "add" | "appendleft", Some(item), _) => {
                let item = self.given(item);
                at(shape, parts, &|s| grown(s, item.clone()))
            }
            ("extend", Some(items), _) => {
                let items = self.once(items, Asked::Item, |this| this.value(items).item());
                let item = self.json(&items);
                at(shape, parts, &|s| grown(s, item.clone()))
            }
            ("insert", None, 2) => {
                let item = self.given(plain[1]);
                at(shape, parts, &|s| grown(s, item.clone()))
            }
            ("update", _, _) => {
                let mut others = Vec::new();
                for argument in &plain {
                    others.push(match tree.kind(*argument) {
                        Kind::Keyword(_) => self.keyword(*argument),
                        Kind::Starred => Shape::Unknown,
                        Kind::Unpack => match tree.child(*argument, 0) {
                            Some(value) => self.given(value),
                            None => Shape::Unknown,
                        },
                        _ => self.given(*argument),
                    });
                }
                at(shape, parts, &|s| {
                    others
                        .iter()
                        .fold(s.clone(), |s, o| updated(&s, o, certain))
                })
            }
            ("setdefault", _, 1 | 2) => {
                let value = match plain.get(1) {
                    Some(value) => self.given(*value),
                    None => Shape::Null,
                };
                let part = self.part(plain[0]);
                // What is changed behind it is not followed.
                let kept = tree.parent(call).map(|p| tree.kind(p)) == Some(Kind::Expression);
                let value = match self.appended(call) {
                    Some(item) => grown(&value, item),
                    None if kept => value,
                    None => escaped(&value),
                };
                at(shape, parts, &|s| set(s, Some(&part), value.clone(), false))
            }
            ("pop", Some(key), _) => {
                let part = self.part(key);
                at(shape, parts, &|s| delete(s, Some(&part)))
            }
            ("pop", _, _) | ("popitem" | "clear", _, 0) => {
                at(shape, parts, &|s| delete(s, Some(&Part::Any)))
            }
            _ => at(shape, parts, &escaped),
        }
    }

    /// What `call.append(item)` adds.
    fn appended(&mut self, call: NodeId) -> Option<Shape> {
        let tree = self.tree;
        let method = tree.parent(call)?;
        let Kind::Attribute(name) = tree.kind(method) else {
            return None;
        };
        let outer = tree.call_of(method)?;
        let mut items = tree.arguments(outer);
        let item = items.next().filter(|_| items.next().is_none())?;
        let is_alone = tree.kind(tree.parent(outer)?) == Kind::Expression;
        (is_alone && tree.name(name) == "append").then(|| self.given(item))
    }

    /// `name=value` as an object.
    pub(super) fn keyword(&mut self, argument: NodeId) -> Shape {
        let tree = self.tree;
        let (Kind::Keyword(name), Some(value)) = (tree.kind(argument), tree.child(argument, 0))
        else {
            return Shape::Unknown;
        };
        let shape = self.given(value);
        let origin = Origin::own(tree.name_span(argument));
        Shape::object([Field::new(tree.name(name), shape).at(origin)])
    }
}

/// A shape with the part at `path` changed. Where the path is not sure to lead on, every part that it
/// may mean is changed or as it was.
fn at(shape: &Shape, path: &[Part<'_>], change: &dyn Fn(&Shape) -> Shape) -> Shape {
    let Some((first, rest)) = path.split_first() else {
        return Shape::union(shape.members().iter().map(change));
    };
    let inner = |s: &Shape| at(s, rest, change);
    Shape::union(shape.members().iter().map(|member| match (member, first) {
        (Shape::Object(object), Part::Key(name, _)) => {
            let mut object = (**object).clone();
            match object.fields.iter_mut().find(|f| &*f.name == *name) {
                Some(field) => field.shape = inner(&field.shape),
                None => {
                    if let Rest::Of(shape) = &object.rest {
                        object.rest = Rest::Of(Shape::union([shape.clone(), inner(shape)]));
                    }
                }
            }
            Shape::from(object)
        }
        (Shape::Object(object), Part::Any) => {
            let mut object = (**object).clone();
            for field in &mut object.fields {
                field.shape = Shape::union([field.shape.clone(), inner(&field.shape)]);
            }
            if let Rest::Of(shape) = &object.rest {
                object.rest = Rest::Of(Shape::union([shape.clone(), inner(shape)]));
            }
            Shape::from(object)
        }
        (Shape::List(item), _) => Shape::list(Shape::union([(**item).clone(), inner(item)])),
        (other, _) => other.clone(),
    }))
}

/// A key that is set. What is set is listed as such only where the key is known.
fn set(shape: &Shape, key: Option<&Part<'_>>, value: Shape, certain: bool) -> Shape {
    match (shape, key) {
        (Shape::Object(object), Some(Part::Key(name, span))) => {
            let mut object = (**object).clone();
            let field = Field::new(*name, value).at(Origin::own(*span));
            match certain {
                true => object.set(field),
                false => object.may_set(field),
            }
            Shape::from(object)
        }
        (Shape::Object(object), _) => {
            let mut object = (**object).clone();
            for field in &mut object.fields {
                field.shape = Shape::union([field.shape.clone(), value.clone()]);
            }
            object.rest = match Shape::union([object.rest_shape(), value]) {
                Shape::Unknown => Rest::Open,
                shape => Rest::Of(shape),
            };
            Shape::from(object)
        }
        (Shape::List(_), _) => grown(shape, value),
        (other, _) => other.clone(),
    }
}

/// What a part may be after `part operator= right`.
fn augmented(operator: Operator, old: &Shape, right: &Shape) -> Shape {
    let result = match (operator, old) {
        (Operator::Add, Shape::List(_)) => {
            let Value::Shape(item) = Value::Shape(right.clone()).item() else {
                return Shape::Unknown;
            };
            grown(old, item)
        }
        (Operator::BitOr, Shape::Object(_)) => updated(old, right, false),
        _ => match binary(
            operator,
            Value::Shape(old.clone()),
            Value::Shape(right.clone()),
        ) {
            Value::Shape(shape) => shape,
            _ => Shape::Unknown,
        },
    };
    Shape::union([old.clone(), result])
}

pub(super) fn delete(shape: &Shape, key: Option<&Part<'_>>) -> Shape {
    let Shape::Object(object) = shape else {
        return shape.clone();
    };
    let mut object = (**object).clone();
    for field in &mut object.fields {
        match key {
            Some(Part::Key(name, _)) if *field.name != **name => {}
            _ => field.optional = true,
        }
    }
    Shape::from(object)
}

/// A list with another item.
fn grown(shape: &Shape, item: Shape) -> Shape {
    match shape {
        Shape::List(old) => Shape::list(Shape::union([(**old).clone(), item])),
        Shape::Object(_) => escaped(shape),
        other => other.clone(),
    }
}

/// An object with what `other` has put over it.
pub(super) fn updated(shape: &Shape, other: &Shape, certain: bool) -> Shape {
    let Shape::Object(object) = shape else {
        return shape.clone();
    };
    let results = other.members().iter().map(|other| match other {
        Shape::Object(other) => Shape::from(over(object, other, certain)),
        // A list of pairs, or something unknown: any key may be set.
        _ => escaped(shape),
    });
    Shape::union(results)
}

/// `{**object, **other}`.
pub(super) fn over(object: &Object, other: &Object, certain: bool) -> Object {
    let mut merged = object.clone();
    if other.rest != Rest::Closed {
        for field in &mut merged.fields {
            field.shape = Shape::union([field.shape.clone(), other.rest_shape()]);
        }
        merged.rest = match Shape::union([object.rest_shape(), other.rest_shape()]) {
            Shape::Unknown => Rest::Open,
            shape => Rest::Of(shape),
        };
    }
    for field in &other.fields {
        match certain && !field.optional {
            true => merged.set(field.clone()),
            false => merged.may_set(field.clone()),
        }
    }
    merged
}

/// A value that something unknown may have changed.
pub(super) fn escaped(shape: &Shape) -> Shape {
    let each = shape.members().iter().map(|member| match member {
        Shape::List(_) => Shape::list(Shape::Unknown),
        Shape::Object(object) => {
            let fields = object.fields.iter().map(|f| Field {
                shape: Shape::Unknown,
                ..f.clone().optional()
            });
            Shape::from(Object {
                fields: fields.collect(),
                rest: Rest::Open,
            })
        }
        other => other.clone(),
    });
    Shape::union(each)
}
