//! How shapes join: what is added to a union, and what two objects have in common.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Field, MAX_MEMBERS, MAX_TEXTS, Object, Rest, Shape};

pub(super) fn overlap(a: &Shape, b: &Shape) -> bool {
    use Shape::*;
    match (a, b) {
        (Unknown | Deferred(_), _) | (_, Unknown | Deferred(_)) => true,
        (Text(a), Text(b)) => a == b,
        (String, Text(_)) | (Text(_), String) | (List(_), List(_)) | (Object(_), Object(_)) => true,
        (a, b) => a == b,
    }
}

/// The members of a union that is being made.
#[derive(Default)]
pub(super) struct Members {
    members: Vec<Shape>,
    texts: usize,
    objects: usize,
    deferred: usize,
    /// Whether there were too many objects: then there is one for all.
    merged: bool,
}

impl Members {
    /// Adds a member that is no union and not unknown.
    pub(super) fn add(&mut self, shape: Shape) {
        let members = &mut self.members;
        match &shape {
            Shape::Never => return,
            Shape::Text(_) if members.contains(&Shape::String) => return,
            Shape::String => {
                members.retain(|m| !matches!(m, Shape::Text(_)));
                self.texts = 0;
            }
            Shape::List(item) => {
                let list = members.iter_mut().find(|m| matches!(m, Shape::List(_)));
                if let Some(Shape::List(old)) = list {
                    if old != item {
                        *old = Arc::new(Shape::union([(**old).clone(), (**item).clone()]));
                    }
                    return;
                }
            }
            _ => {}
        }
        if members.contains(&shape) {
            return;
        }
        self.texts += usize::from(matches!(shape, Shape::Text(_)));
        self.objects += usize::from(matches!(shape, Shape::Object(_)));
        self.deferred += usize::from(matches!(shape, Shape::Deferred(_)));
        members.push(shape);
        if self.texts > MAX_TEXTS {
            self.add(Shape::String);
        }
        if self.objects > MAX_MEMBERS {
            self.merge();
        }
    }

    fn merge(&mut self) {
        merge_objects(&mut self.members);
        self.objects = 1;
        self.merged = true;
    }

    /// Whether there are so many different results of other scripts that nothing is said of them.
    pub(super) fn is_too_much(&self) -> bool {
        self.deferred > MAX_TEXTS
    }

    /// All of them.
    pub(super) fn done(mut self) -> Vec<Shape> {
        if self.merged && self.objects > 1 {
            self.merge();
        }
        self.members
    }
}

/// One object for all: a property that some lack is optional.
fn merge_objects(members: &mut Vec<Shape>) {
    let place = members.iter().position(|m| matches!(m, Shape::Object(_)));
    let mut merged: Option<Object> = None;
    for member in members.iter() {
        let Shape::Object(object) = member else {
            continue;
        };
        merged = Some(match merged {
            None => (**object).clone(),
            Some(merged) => merge(&merged, object),
        });
    }
    members.retain(|m| !matches!(m, Shape::Object(_)));
    if let (Some(at), Some(object)) = (place, merged) {
        members.insert(at, Shape::from(object));
    }
}

/// What holds of two objects at once.
pub(crate) fn merge(a: &Object, b: &Object) -> Object {
    let mut merged = Object {
        fields: Vec::new(),
        rest: match (&a.rest, &b.rest) {
            (Rest::Closed, Rest::Closed) => Rest::Closed,
            _ => match Shape::union([a.rest_shape(), b.rest_shape()]) {
                Shape::Unknown => Rest::Open,
                shape => Rest::Of(shape),
            },
        },
    };
    let (in_a, in_b) = (Lookup::new(a), Lookup::new(b));
    let from_a = a.fields.iter().map(|f| both(f, b, in_b.field(&f.name)));
    let only_b = b.fields.iter().filter(|f| in_a.field(&f.name).is_none());
    for field in from_a.chain(only_b.map(|f| both(f, a, None))) {
        merged.push(field);
    }
    merged
}

/// Finds an object's properties by name, in many of them as fast as in few.
struct Lookup<'a> {
    object: &'a Object,
    names: FxHashMap<&'a str, &'a Field>,
}

/// Fewer properties are looked through.
const FEW: usize = 8;

impl<'a> Lookup<'a> {
    fn new(object: &'a Object) -> Lookup<'a> {
        let names = match object.fields.len() > FEW {
            true => object.fields.iter().map(|f| (&*f.name, f)).collect(),
            false => FxHashMap::default(),
        };
        Lookup { object, names }
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        match self.names.is_empty() {
            true => self.object.field(name),
            false => self.names.get(name).copied(),
        }
    }
}

/// A property of one object, where the other object has `found` by its name.
fn both(field: &Field, other: &Object, found: Option<&Field>) -> Field {
    match found {
        Some(found) => Field {
            shape: Shape::union([field.shape.clone(), found.shape.clone()]),
            optional: field.optional || found.optional,
            ..field.clone()
        },
        None => Field {
            shape: Shape::union([field.shape.clone(), other.rest_shape()]),
            optional: true,
            ..field.clone()
        },
    }
}
