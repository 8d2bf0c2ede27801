//! Changes that a script makes to its variables, in the order in which it makes them.
//!
//! A change that stands in the same branch as the variable has certainly happened; any other may have.
//! Changes that reach a value by another name are not followed here: [`Escape`] tells of them.

use super::expression::key_span;
use super::operator::plus;
use super::spread::any_key;
use super::value::{NUMBER, UNKNOWN, Value, union};
use super::{Escape, Reader};
use crate::{Field, Object, Origin, Shape};
use lang::javascript::tree::{Kind, NodeId, Operator, Role};

impl Escape {
    /// A value that escapes so.
    pub(super) fn over(self, value: Value) -> Value {
        match value {
            _ if self.is_lost => UNKNOWN,
            value if !self.is_changed => value,
            Value::Opaque(_) => Value::Opaque(Shape::Unknown),
            Value::Pairs(..) | Value::Pair(..) => Value::Shape(Shape::list(Shape::Unknown)),
            Value::Iterator(_) | Value::Promise(_) | Value::Promises(_) => UNKNOWN,
            Value::Shape(shape) => Value::Shape(changed(&shape)),
            value @ (Value::Function(_) | Value::Date) => value,
        }
    }
}

/// A value of which nothing that it holds is known any more.
fn changed(shape: &Shape) -> Shape {
    Shape::union(shape.members().iter().map(|member| match member {
        Shape::List(_) => Shape::list(Shape::Unknown),
        Shape::Object(_) => Shape::open(),
        Shape::Deferred(_) => Shape::Unknown,
        plain => plain.clone(),
    }))
}

impl<'t> Reader<'t> {
    /// `target = value`
    pub(super) fn assign(&mut self, target: NodeId, value: Value) {
        if self.code.is_none() {
            return;
        }
        let target = self.tree.bare(target);
        match self.tree.kind(target) {
            Kind::Identifier => self.assign_same(target, value),
            Kind::Member | Kind::Subscript => {
                let Some(object) = self.tree.part(target, Role::Object) else {
                    return;
                };
                let key = self.key(target);
                let given = value.shape().widened();
                self.update(object, |shape, certain| set(shape, &key, &given, certain));
            }
            _ => {}
        }
    }

    /// Gives a variable another value, or the one it has after a change.
    pub(super) fn assign_same(&mut self, target: NodeId, value: Value) {
        let target = self.tree.bare(target);
        if self.code.is_none() || self.tree.kind(target) != Kind::Identifier {
            return;
        }
        let Some(at) = self.local(self.text(target), target) else {
            return;
        };
        let local = self.locals.get(at);
        let value = self.annotated(local.annotation, value);
        let value = match local.depth == self.depth {
            true => value,
            false => union([local.value.clone(), value]),
        };
        let value = self.after(local.escape, local.annotation, value);
        self.locals.give(at, value.bounded());
    }

    /// `target += value` and its like.
    pub(super) fn augmented(&mut self, node: NodeId, operator: Operator) -> Value {
        let (Some(left), Some(right)) = (
            self.tree.part(node, Role::Left),
            self.tree.part(node, Role::Right),
        ) else {
            return UNKNOWN;
        };
        if self.code.is_none() {
            self.value(right);
            return UNKNOWN;
        }
        let before = self.value(left);
        self.depth += 1;
        let given = self.value(right);
        self.depth -= 1;
        let value = match operator {
            Operator::Add => plus(&before.shape(), &given.shape()),
            operator if operator.is_logical() => union([before, given]),
            _ => NUMBER,
        };
        self.assign(left, value.clone());
        value
    }

    /// `delete object.key`
    pub(super) fn deletes(&mut self, node: NodeId) {
        let target = self.tree.part(node, Role::Argument);
        let object = target.and_then(|t| self.tree.part(t, Role::Object));
        let Some((target, object)) = target.zip(object) else {
            return;
        };
        let key = self.key(target);
        self.update(object, |shape, _| {
            let Shape::Object(object) = shape else {
                return shape.clone();
            };
            let named = |f: &Field| key.as_ref().is_none_or(|k| *k.name == *f.name);
            let fields = object.fields.iter().map(|f| match named(f) {
                true => f.clone().optional(),
                false => f.clone(),
            });
            Shape::from(Object {
                fields: fields.collect(),
                rest: object.rest.clone(),
            })
        });
    }

    /// What a method does to the variable it is called on.
    pub(super) fn changed_by(
        &mut self,
        object: NodeId,
        name: &str,
        arguments: &[NodeId],
        values: &[Value],
    ) {
        match name {
            "push" | "unshift" => {
                let mut items = Vec::new();
                for (argument, value) in arguments.iter().zip(values) {
                    items.push(match self.tree.kind(*argument) {
                        Kind::Spread => self.item(value).shape(),
                        _ => value.shape().widened(),
                    });
                }
                let given = Shape::union(items);
                self.update(object, |shape, _| grown(shape, &given));
            }
            "splice" | "fill" | "copyWithin" => {
                self.update(object, |shape, _| changed(shape));
            }
            _ => {}
        }
    }

    /// Changes what the variable at `target` holds.
    fn update(&mut self, target: NodeId, change: impl Fn(&Shape, bool) -> Shape) {
        let target = self.tree.bare(target);
        if self.tree.kind(target) != Kind::Identifier {
            return;
        }
        let Some(at) = self.local(self.text(target), target) else {
            return;
        };
        let local = self.locals.get(at);
        let certain = local.depth == self.depth;
        let value = match &local.value {
            Value::Shape(shape) => {
                let certain = certain && shape.members().len() == 1;
                let after = shape.members().iter().map(|m| change(m, certain));
                Value::Shape(Shape::union(after))
            }
            value => Escape {
                is_changed: true,
                ..Escape::default()
            }
            .over(value.clone()),
        };
        let value = self.after(local.escape, local.annotation, value);
        self.locals.give(at, value.bounded());
    }

    /// The property that a target names, where it is plain.
    fn key(&self, target: NodeId) -> Option<Field> {
        let (node, name) = match self.tree.part(target, Role::Property) {
            Some(property) => (property, Some(self.text(property).to_owned())),
            None => {
                let index = self.tree.part(target, Role::Index)?;
                let is_text = self.tree.kind(index) == Kind::Str;
                (index, self.plain_string(index).filter(|_| is_text))
            }
        };
        let name = name.filter(|n| !matches!(n.as_str(), "toJSON" | "__proto__"))?;
        Some(Field::new(name.as_str(), Shape::Unknown).at(Origin::own(key_span(self.tree, node))))
    }
}

/// An object or a list after `shape[key] = given`.
fn set(shape: &Shape, key: &Option<Field>, given: &Shape, certain: bool) -> Shape {
    match (shape, key) {
        (Shape::Object(object), Some(key)) => {
            let mut object = (**object).clone();
            let field = Field {
                shape: given.clone(),
                ..key.clone()
            };
            match certain {
                true => object.set(field),
                false => object.may_set(field),
            }
            Shape::from(object)
        }
        (Shape::Object(object), None) => {
            let mut object = (**object).clone();
            any_key(&mut object, given.clone());
            Shape::from(object)
        }
        // Properties of a list are not written; places that are left out are `null`.
        (Shape::List(_), Some(_)) => shape.clone(),
        (Shape::List(item), None) => {
            Shape::list(Shape::union([(**item).clone(), given.clone(), Shape::Null]))
        }
        (shape, _) => shape.clone(),
    }
}

/// A list with one more item.
fn grown(shape: &Shape, given: &Shape) -> Shape {
    match shape {
        Shape::List(item) => Shape::list(Shape::union([(**item).clone(), given.clone()])),
        shape => shape.clone(),
    }
}
