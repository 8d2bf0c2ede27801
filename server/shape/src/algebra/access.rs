//! Reading a part of a shape: a property, an item, the keys.

use std::sync::Arc;

use super::{Deferred, Field, Object, Origin, Rest, Shape};

/// One step into a value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// The property of this name.
    Name(String),
    /// An item of a list, whichever.
    Item,
}

/// What a property of a shape is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// This, with `null` where it can be absent.
    Known(Shape),
    /// It cannot be there: every object and list that the value can be lacks it.
    Absent,
    /// Nothing can be said.
    Unknown,
}

impl Found {
    /// What reading it gives.
    pub fn shape(self) -> Shape {
        match self {
            Found::Known(shape) => shape,
            Found::Absent => Shape::Null,
            Found::Unknown => Shape::Unknown,
        }
    }
}

/// What JavaScript's lists have besides items.
pub(crate) const LIST_MEMBERS: &[&str] = &[
    "length",
    "at",
    "concat",
    "copyWithin",
    "entries",
    "every",
    "fill",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "flat",
    "flatMap",
    "forEach",
    "includes",
    "indexOf",
    "join",
    "keys",
    "lastIndexOf",
    "map",
    "pop",
    "push",
    "reduce",
    "reduceRight",
    "reverse",
    "shift",
    "slice",
    "some",
    "sort",
    "splice",
    "toLocaleString",
    "toReversed",
    "toSorted",
    "toSpliced",
    "toString",
    "unshift",
    "values",
    "with",
    "constructor",
];

/// What every JavaScript object has.
pub const OBJECT_MEMBERS: &[&str] = &[
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toString",
    "toLocaleString",
    "valueOf",
    "constructor",
    "__proto__",
];

impl Shape {
    /// The property `name` of the value, in JavaScript's sense. Of several objects that the value can
    /// be, those that lack it give `null`.
    pub fn property(&self, name: &str) -> Found {
        let mut found = Vec::new();
        let (mut absent, mut seen) = (false, false);
        for member in self.members() {
            match member {
                Shape::Null | Shape::Never => continue,
                Shape::Object(object) => match object_property(object, name) {
                    Found::Known(shape) => found.push(shape),
                    Found::Absent => absent = true,
                    Found::Unknown => return Found::Unknown,
                },
                Shape::List(_) if name == "length" => found.push(Shape::Number),
                Shape::List(item) if is_index(name) => found.push((**item).clone().or_null()),
                Shape::List(_) if LIST_MEMBERS.contains(&name) => return Found::Unknown,
                Shape::List(_) => absent = true,
                Shape::String | Shape::Text(_) if name == "length" => found.push(Shape::Number),
                Shape::Deferred(deferred) => found.push(deferred.part(Key::Name(name.to_owned()))),
                // What texts and numbers have is not looked at.
                _ => return Found::Unknown,
            }
            seen = true;
        }
        match (found.is_empty(), absent) {
            (true, true) => Found::Absent,
            (true, false) => Found::Unknown,
            (false, _) => {
                if absent {
                    found.push(Shape::Null);
                }
                debug_assert!(seen, "something was found");
                Found::Known(Shape::union(found))
            }
        }
    }

    /// Where the property `name` is written, in any of the objects that the value can be.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.objects().find_map(|o| o.field(name))
    }

    /// Where the property `name` is written.
    pub fn origin(&self, name: &str) -> Option<Origin> {
        let mut fields = self.objects().filter_map(|o| o.field(name));
        fields.find_map(|f| f.origin)
    }

    /// The objects that the value can be.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.members().iter().filter_map(|m| match m {
            Shape::Object(object) => Some(&**object),
            _ => None,
        })
    }

    /// All properties that can be there, in order; of those with one name the first.
    pub fn fields(&self) -> Vec<&Field> {
        let mut fields: Vec<&Field> = Vec::new();
        for field in self.objects().flat_map(|o| &o.fields) {
            if !fields.iter().any(|f| f.name == field.name) {
                fields.push(field);
            }
        }
        fields
    }

    /// An item of the list that the value is; `None` where it can be something else, or nothing is
    /// known.
    pub fn item(&self) -> Option<Shape> {
        let mut items = Vec::new();
        for member in self.members() {
            match member {
                Shape::List(item) => items.push((**item).clone()),
                Shape::Deferred(deferred) => items.push(deferred.part(Key::Item)),
                Shape::Null => {}
                _ => return None,
            }
        }
        (!items.is_empty()).then(|| Shape::union(items))
    }

    /// Whether it is certain that the value is no list. `null` alone is not certain enough.
    pub fn is_no_list(&self) -> bool {
        let certain = |m: &Shape| {
            matches!(
                m,
                Shape::Bool | Shape::Number | Shape::String | Shape::Text(_) | Shape::Object(_)
            )
        };
        let members = self.members();
        members.iter().any(certain) && members.iter().all(|m| certain(m) || *m == Shape::Null)
    }

    /// What any property of the object holds; unknown where the value can be something else.
    pub fn values(&self) -> Shape {
        let mut values = Vec::new();
        for member in self.members() {
            match member {
                Shape::Object(object) => {
                    values.extend(object.fields.iter().map(|f| f.shape.clone()));
                    values.push(object.rest_shape());
                }
                Shape::Null | Shape::Never => {}
                _ => return Shape::Unknown,
            }
        }
        Shape::union(values)
    }

    /// The part that `path` leads to.
    pub fn part(&self, path: &[Key]) -> Shape {
        path.iter().fold(self.clone(), |shape, key| match key {
            Key::Name(name) => shape.property(name).shape(),
            Key::Item => shape.item().unwrap_or_default(),
        })
    }
}

impl Deferred {
    fn part(&self, key: Key) -> Shape {
        let mut deferred = self.clone();
        deferred.path.push(key);
        Shape::Deferred(Arc::new(deferred))
    }
}

fn object_property(object: &Object, name: &str) -> Found {
    if let Some(field) = object.field(name) {
        return match (&field.shape, field.optional) {
            (Shape::Unknown, _) => Found::Unknown,
            (shape, true) => Found::Known(shape.clone().or_null()),
            (shape, false) => Found::Known(shape.clone()),
        };
    }
    match &object.rest {
        _ if OBJECT_MEMBERS.contains(&name) => Found::Unknown,
        Rest::Closed => Found::Absent,
        Rest::Open => Found::Unknown,
        Rest::Of(shape) => Found::Known(shape.clone().or_null()),
    }
}

fn is_index(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit())
}
