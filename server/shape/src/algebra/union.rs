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
                        let before = std::mem::replace(old, Arc::new(Shape::Never));
                        let before = Arc::unwrap_or_clone(before);
                        *old = Arc::new(Shape::union([before, (**item).clone()]));
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
    for member in members.iter_mut().filter(|m| matches!(m, Shape::Object(_))) {
        let Shape::Object(object) = std::mem::replace(member, Shape::Never) else {
            continue;
        };
        match &mut merged {
            None => merged = Some(Arc::unwrap_or_clone(object)),
            Some(merged) => absorb(merged, &object),
        }
    }
    if let (Some(at), Some(object)) = (place, merged) {
        members[at] = Shape::from(object);
    }
    members.retain(|m| *m != Shape::Never);
}

/// What holds of two objects at once.
pub(crate) fn merge(a: &Object, b: &Object) -> Object {
    let mut merged = a.clone();
    absorb(&mut merged, b);
    merged
}

/// Makes of `a` what holds of both, without a look at the values that only `a` has, unless `b` may have
/// them as well: of very many objects, each costs no more than itself.
fn absorb(a: &mut Object, b: &Object) {
    let (rest_a, rest_b) = (a.rest_shape(), b.rest_shape());
    let old = a.fields.len();
    let mut in_both = vec![false; old];
    let names: FxHashMap<&str, usize> = match b.fields.len() > FEW {
        true => (0..old).map(|i| (&*a.fields[i].name, i)).collect(),
        false => FxHashMap::default(),
    };
    let place = |name: &str| match names.is_empty() {
        true => a.fields.iter().position(|f| &*f.name == name),
        false => names.get(name).copied(),
    };
    let places: Vec<Option<usize>> = b.fields.iter().map(|f| place(&f.name)).collect();
    drop(names);
    for (field, place) in b.fields.iter().zip(&places) {
        if let Some(i) = *place {
            in_both[i] = true;
            let own = &mut a.fields[i];
            own.optional |= field.optional;
            own.join(&field.shape);
        }
    }
    for (own, _) in a
        .fields
        .iter_mut()
        .zip(&in_both)
        .filter(|(_, both)| !**both)
    {
        own.optional = true;
        own.join(&rest_b);
    }
    a.rest = match (&a.rest, &b.rest) {
        (Rest::Closed, Rest::Closed) => Rest::Closed,
        _ => match Shape::union([rest_a.clone(), rest_b]) {
            Shape::Unknown => Rest::Open,
            shape => Rest::Of(shape),
        },
    };
    for (field, place) in b.fields.iter().zip(&places) {
        if place.is_none() {
            let mut field = field.clone().optional();
            field.join(&rest_a);
            a.push(field);
        }
    }
}

/// Fewer properties are looked for one by one.
const FEW: usize = 8;

impl Field {
    /// Its value may be such a one as well.
    fn join(&mut self, shape: &Shape) {
        if *shape != Shape::Never && self.shape != Shape::Unknown && self.shape != *shape {
            let own = std::mem::take(&mut self.shape);
            self.shape = Shape::union([own, shape.clone()]);
        }
    }
}
