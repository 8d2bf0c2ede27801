//! What changes to a variable's value make of its shape.

use crate::{Field, Object, Origin, Rest, Shape};
use lang::python::plain_string;
use syntax::Span;
use tree_sitter::Node;

use super::effect::ChangeKind;
use super::expression::binary;
use super::scope::{Change, Subscript};
use super::settle::Part as Asked;
use super::{Reader, UNKNOWN, Value};
use lang::walk::children;

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
                ChangeKind::Escape
                | ChangeKind::Shared
                | ChangeKind::Call(..)
                | ChangeKind::Set(_)
                | ChangeKind::SetUnknown
                | ChangeKind::Augmented(_)
                | ChangeKind::Delete => self.json(&value),
                ChangeKind::Grown(_) => return value,
            },
            Value::Opaque(_) => return value,
            Value::Instance(_) | Value::Iterable(_) => return UNKNOWN,
        };
        if shape.is_unknown() {
            return UNKNOWN;
        }
        let keys: Vec<Option<(String, Span)>> = change.path.iter().map(|s| self.key(*s)).collect();
        let parts: Vec<Part<'_>> = keys
            .iter()
            .map(|k| match k {
                Some((name, span)) => Part::Key(name, *span),
                None => Part::Any,
            })
            .collect();
        let last = parts.last();
        let outer = &parts[..parts.len().saturating_sub(1)];
        let is_slice = change.path.last().is_some_and(|s| {
            let key = s.0.and_then(|s| s.child_by_field_name("subscript"));
            key.is_some_and(|k| k.kind() == "slice")
        });
        let shape = match change.kind {
            // `x[:] = values` puts in what they hold.
            ChangeKind::Set(value) if is_slice => {
                let items = self.once(value, Asked::Item, |this| this.value(value).item());
                let item = self.json(&items);
                at(&shape, outer, &|s| grown(s, item.clone()))
            }
            ChangeKind::Augmented(_) if is_slice => at(&shape, outer, &escaped),
            ChangeKind::Set(value) => {
                let given = self.given(value);
                at(&shape, outer, &|s| set(s, last, given.clone(), certain))
            }
            ChangeKind::SetUnknown => at(&shape, outer, &|s| set(s, last, Shape::Unknown, false)),
            ChangeKind::Augmented(statement) => {
                let right = statement.child_by_field_name("right");
                let right = right.map_or(Shape::Unknown, |r| self.given(r));
                let operator = statement
                    .child_by_field_name("operator")
                    .map_or("", |o| self.text(o).trim_end_matches('='));
                at(&shape, &parts, &|old| augmented(operator, old, &right))
            }
            ChangeKind::Grown(statement) => {
                let right = statement.child_by_field_name("right");
                let right = right.map_or(UNKNOWN, |r| Value::Shape(self.given(r)));
                let item = self.json(&right.item());
                let right = self.json(&right);
                at(&shape, &parts, &|s| match s {
                    Shape::List(_) => grown(s, item.clone()),
                    _ => updated(s, &right, false),
                })
            }
            ChangeKind::Delete => at(&shape, outer, &|s| delete(s, last)),
            ChangeKind::Escape | ChangeKind::Shared => at(&shape, &parts, &escaped),
            ChangeKind::Call(method, call) => {
                self.method_change(&shape, &parts, method, call, certain)
            }
        };
        Value::Shape(shape)
    }

    /// What is put into a value: it may be made of that value.
    fn given(&mut self, node: Node<'t>) -> Shape {
        let value = self.once(node, Asked::Given, |this| {
            let value = this.value(node);
            Value::Shape(this.json(&value))
        });
        self.json(&value)
    }

    fn key(&self, subscript: Subscript<'t>) -> Option<(String, Span)> {
        let key = subscript.0?.child_by_field_name("subscript")?;
        let name = plain_string(key, self.source)?;
        (!name.contains('\\')).then(|| (name, Span::from(key.byte_range())))
    }

    fn method_change(
        &mut self,
        shape: &Shape,
        parts: &[Part<'_>],
        method: &str,
        call: Node<'t>,
        certain: bool,
    ) -> Shape {
        let arguments = call
            .child_by_field_name("arguments")
            .map_or(Vec::new(), children);
        let plain: Vec<Node<'t>> = arguments
            .into_iter()
            .filter(|a| a.kind() != "comment")
            .collect();
        let single = match plain[..] {
            [only]
                if !matches!(
                    only.kind(),
                    "keyword_argument" | "list_splat" | "dictionary_splat"
                ) =>
            {
                Some(only)
            }
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
                    others.push(match argument.kind() {
                        "keyword_argument" => self.keyword(*argument),
                        "list_splat" => Shape::Unknown,
                        "dictionary_splat" => match argument.named_child(0) {
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
                let key = plain_string(plain[0], self.source);
                let span = Span::from(plain[0].byte_range());
                let part = key.as_deref().map_or(Part::Any, |k| Part::Key(k, span));
                // What is changed behind it is not followed.
                let kept = self
                    .places
                    .of(call)
                    .is_some_and(|p| p.kind() == "expression_statement");
                let value = match self.appended(call) {
                    Some(item) => grown(&value, item),
                    None if kept => value,
                    None => escaped(&value),
                };
                at(shape, parts, &|s| set(s, Some(&part), value.clone(), false))
            }
            ("pop", Some(key), _) if key.kind() == "string" => {
                let name = plain_string(key, self.source);
                let span = Span::from(key.byte_range());
                let part = name.as_deref().map_or(Part::Any, |k| Part::Key(k, span));
                at(shape, parts, &|s| delete(s, Some(&part)))
            }
            ("pop", _, _) | ("popitem" | "clear", _, 0) => {
                at(shape, parts, &|s| delete(s, Some(&Part::Any)))
            }
            _ => at(shape, parts, &escaped),
        }
    }

    /// What `call.append(item)` adds.
    fn appended(&mut self, call: Node<'t>) -> Option<Shape> {
        let method = self.places.of(call);
        let method = method.filter(|p| p.kind() == "attribute")?;
        let outer = self
            .places
            .of(method)
            .filter(|o| o.kind() == "call" && o.child_by_field_name("function") == Some(method))?;
        if self.text(method.child_by_field_name("attribute")?) != "append" {
            return None;
        }
        match children(outer.child_by_field_name("arguments")?)[..] {
            [item] if self.places.of(outer)?.kind() == "expression_statement" => {
                Some(self.given(item))
            }
            _ => None,
        }
    }

    /// `name=value` as an object.
    pub(super) fn keyword(&mut self, argument: Node<'t>) -> Shape {
        let (Some(name), Some(value)) = (
            argument.child_by_field_name("name"),
            argument.child_by_field_name("value"),
        ) else {
            return Shape::Unknown;
        };
        let shape = self.given(value);
        let origin = Origin::own(Span::from(name.byte_range()));
        Shape::object([Field::new(self.text(name), shape).at(origin)])
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
fn augmented(operator: &str, old: &Shape, right: &Shape) -> Shape {
    let result = match (operator, old) {
        ("+", Shape::List(_)) => {
            let Value::Shape(item) = Value::Shape(right.clone()).item() else {
                return Shape::Unknown;
            };
            grown(old, item)
        }
        ("|", Shape::Object(_)) => updated(old, right, false),
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
