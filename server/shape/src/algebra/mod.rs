//! Shapes as values: what they are made of, and what can be made of them.
//!
//! A shape says what a value can be, never more than is certain: [`Shape::Unknown`] is the honest
//! answer wherever the code cannot be seen through, and only a closed [`Object`] can lack a property.
//! Shapes are values: cheap to clone, compared without their origins, and no deeper than
//! [`MAX_DEPTH`].

mod access;
mod render;
mod union;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use syntax::Span;

use syntax::FileId;

pub use access::{Found, Key, OBJECT_MEMBERS};
pub(crate) use union::merge;
use union::{Members, overlap};

/// How deep a shape may nest; what lies below is unknown.
pub const MAX_DEPTH: usize = 10;

/// Most parts of a shape, counted as often as they are there; what is more is unknown.
const MAX_PARTS: usize = 10_000;

/// Most members of a union that stay apart; more objects than this are merged into one.
const MAX_MEMBERS: usize = 4;

/// Most texts that a union lists; more are any text. Of more results of other scripts nothing is said.
const MAX_TEXTS: usize = 40;

/// Most properties that an object lists; more are left out and make it open.
const MAX_FIELDS: usize = 200;

/// What a JSON value can be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Shape {
    /// Anything.
    #[default]
    Unknown,
    /// No value at all: what an empty list holds, what a function that only raises returns.
    Never,
    /// `null`, or not there.
    Null,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// Some text.
    String,
    /// This text.
    Text(Arc<str>),
    /// A list of such items.
    List(Arc<Shape>),
    /// An object.
    Object(Arc<Object>),
    /// One of these: two or more, none of them a union, unknown or never. Made by [`Shape::union`].
    Union(Arc<[Shape]>),
    /// What a function of another script returns, or a part of that.
    Deferred(Arc<Deferred>),
}

/// What is known of an object's properties.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Object {
    /// Properties known by name, in the order they are written.
    pub fields: Vec<Field>,
    /// All others.
    pub rest: Rest,
}

/// What is known of the properties that an object's shape does not name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Rest {
    /// There are none.
    #[default]
    Closed,
    /// There may be any.
    Open,
    /// There may be any, and their values have this shape.
    Of(Shape),
}

/// A property.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Arc<str>,
    /// Its value.
    pub shape: Shape,
    /// Whether it can be absent.
    pub optional: bool,
    /// Where it is written.
    pub origin: Option<Origin>,
    /// What its author says of it.
    pub doc: Option<Arc<str>>,
}

/// Where a property is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Origin {
    /// The file; [`Origin::OWN`] in what a script knows of itself.
    pub file: FileId,
    /// The place in its text, in bytes.
    pub span: Span,
}

/// What a function of another script returns, or a part of that.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Deferred {
    /// The module, as the script imports it.
    pub module: String,
    /// The function.
    pub function: String,
    /// The part, from the outside in.
    pub path: Vec<Key>,
}

impl Origin {
    /// Stands for the text that a script's own shapes were read from.
    pub const OWN: FileId = FileId(u32::MAX);

    /// A place in the script that is being read.
    pub fn own(span: Span) -> Origin {
        Origin {
            file: Origin::OWN,
            span,
        }
    }
}

// Origins and descriptions do not change what a value can be.
impl PartialEq for Field {
    fn eq(&self, other: &Field) -> bool {
        (&self.name, &self.shape, self.optional) == (&other.name, &other.shape, other.optional)
    }
}

impl Eq for Field {}

impl Field {
    /// A property that is always there.
    pub fn new(name: impl Into<Arc<str>>, shape: Shape) -> Field {
        Field {
            name: name.into(),
            shape,
            optional: false,
            origin: None,
            doc: None,
        }
    }

    /// The same with its place.
    pub fn at(self, origin: Origin) -> Field {
        Field {
            origin: Some(origin),
            ..self
        }
    }

    /// The same, maybe absent.
    pub fn optional(self) -> Field {
        Field {
            optional: true,
            ..self
        }
    }
}

impl Object {
    /// The property of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| &*f.name == name)
    }

    /// Adds a property, or replaces the one of its name in its place.
    pub fn set(&mut self, field: Field) {
        match self.fields.iter().position(|f| f.name == field.name) {
            Some(at) => self.fields[at] = field,
            None if self.fields.len() < MAX_FIELDS => self.fields.push(field),
            None => self.rest = Rest::Open,
        }
    }

    /// Adds a property of a name that is not there yet.
    fn push(&mut self, field: Field) {
        match self.fields.len() < MAX_FIELDS {
            true => self.fields.push(field),
            false => self.rest = Rest::Open,
        }
    }

    /// Adds a property that may come to be there: the value is the old one or the new one.
    pub fn may_set(&mut self, field: Field) {
        match self.fields.iter_mut().find(|f| f.name == field.name) {
            Some(old) => old.shape = Shape::union([old.shape.clone(), field.shape]),
            None => {
                let before = match &self.rest {
                    Rest::Closed => Shape::Never,
                    Rest::Open => Shape::Unknown,
                    Rest::Of(shape) => shape.clone(),
                };
                let shape = Shape::union([before, field.shape.clone()]);
                self.set(Field { shape, ..field }.optional());
            }
        }
    }

    /// What an unnamed property holds.
    pub fn rest_shape(&self) -> Shape {
        match &self.rest {
            Rest::Closed => Shape::Never,
            Rest::Open => Shape::Unknown,
            Rest::Of(shape) => shape.clone(),
        }
    }
}

impl Shape {
    /// A list of such items.
    pub fn list(item: Shape) -> Shape {
        Shape::List(Arc::new(item))
    }

    /// An object with these properties and no others.
    pub fn object(fields: impl IntoIterator<Item = Field>) -> Shape {
        let mut object = Object::default();
        for field in fields {
            object.set(field);
        }
        Shape::from(object)
    }

    /// An object of any properties.
    pub fn open() -> Shape {
        Shape::map(Shape::Unknown)
    }

    /// An object whose properties all hold such values.
    pub fn map(value: Shape) -> Shape {
        let rest = match value {
            Shape::Unknown => Rest::Open,
            Shape::Never => Rest::Closed,
            value => Rest::Of(value),
        };
        Shape::from(Object {
            fields: Vec::new(),
            rest,
        })
    }

    /// This text.
    pub fn text(text: &str) -> Shape {
        Shape::Text(Arc::from(text))
    }

    /// One of these texts.
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Shape {
        Shape::union(texts.into_iter().map(Shape::text))
    }

    /// Either of these. Lists become one list, what says less swallows what says more, and too many
    /// objects become one.
    pub fn union(shapes: impl IntoIterator<Item = Shape>) -> Shape {
        let mut members = Members::default();
        for shape in shapes {
            match shape {
                Shape::Unknown => return Shape::Unknown,
                Shape::Union(inner) => inner.iter().for_each(|s| members.add(s.clone())),
                shape => members.add(shape),
            }
            if members.is_too_much() {
                return Shape::Unknown;
            }
        }
        let mut members = members.done();
        match members.len() {
            0 => Shape::Never,
            1 => members.remove(0),
            _ => Shape::Union(members.into()),
        }
    }

    /// This or `null`.
    pub fn or_null(self) -> Shape {
        Shape::union([self, Shape::Null])
    }

    /// Its members, where it is a union; else itself.
    pub fn members(&self) -> &[Shape] {
        match self {
            Shape::Union(members) => members,
            other => std::slice::from_ref(other),
        }
    }

    /// The same without `null`. What is `null` and nothing else has no value left.
    pub fn without_null(&self) -> Shape {
        Shape::union(
            self.members()
                .iter()
                .filter(|m| **m != Shape::Null)
                .cloned(),
        )
    }

    /// Whether it can be `null`, as far as is known.
    pub fn can_be_null(&self) -> bool {
        self.members().contains(&Shape::Null)
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Shape::Unknown)
    }

    /// Texts as any text, all the way down: what is said of a value that code may change.
    pub fn widened(&self) -> Shape {
        self.mapped(&|shape| match shape {
            Shape::Text(_) => Some(Shape::String),
            _ => None,
        })
    }

    /// The same with parts replaced: `change` is asked of each part from the outside in; what it
    /// gives is taken as it is.
    pub fn mapped(&self, change: &impl Fn(&Shape) -> Option<Shape>) -> Shape {
        if let Some(changed) = change(self) {
            return changed;
        }
        match self {
            Shape::List(item) => Shape::list(item.mapped(change)),
            Shape::Union(members) => Shape::union(members.iter().map(|m| m.mapped(change))),
            Shape::Object(object) => {
                let field = |f: &Field| Field {
                    shape: f.shape.mapped(change),
                    ..f.clone()
                };
                Shape::from(Object {
                    fields: object.fields.iter().map(field).collect(),
                    rest: match &object.rest {
                        Rest::Of(shape) => Rest::Of(shape.mapped(change)),
                        rest => rest.clone(),
                    },
                })
            }
            other => other.clone(),
        }
    }

    /// The same with every origin changed; `None` takes it away.
    pub fn relocated(&self, place: &impl Fn(Origin) -> Option<Origin>) -> Shape {
        self.mapped(&|shape| {
            let Shape::Object(object) = shape else {
                return None;
            };
            let field = |f: &Field| Field {
                shape: f.shape.relocated(place),
                origin: f.origin.and_then(place),
                ..f.clone()
            };
            Some(Shape::from(Object {
                fields: object.fields.iter().map(field).collect(),
                rest: match &object.rest {
                    Rest::Of(shape) => Rest::Of(shape.relocated(place)),
                    rest => rest.clone(),
                },
            }))
        })
    }

    /// The same, with what lies deeper than [`MAX_DEPTH`] unknown, and what is more than
    /// [`MAX_PARTS`].
    pub fn bounded(&self) -> Shape {
        match self.is_bounded() {
            true => self.clone(),
            false => self.cut(MAX_DEPTH, &mut MAX_PARTS.clone()),
        }
    }

    /// Whether it is neither too deep nor too much.
    pub(crate) fn is_bounded(&self) -> bool {
        self.fits(MAX_DEPTH, &mut MAX_PARTS.clone())
    }

    fn fits(&self, depth: usize, left: &mut usize) -> bool {
        if *left == 0 {
            return false;
        }
        *left -= 1;
        match self {
            Shape::List(item) => depth > 0 && item.fits(depth - 1, left),
            Shape::Union(members) => members.iter().all(|m| m.fits(depth, left)),
            Shape::Object(object) => {
                let rest = match &object.rest {
                    Rest::Of(shape) => Some(shape),
                    _ => None,
                };
                let fields = object.fields.iter().map(|f| &f.shape);
                depth > 0 && fields.chain(rest).all(|s| s.fits(depth - 1, left))
            }
            _ => true,
        }
    }

    fn cut(&self, depth: usize, left: &mut usize) -> Shape {
        if *left == 0 {
            return Shape::Unknown;
        }
        *left -= 1;
        match self {
            Shape::List(_) | Shape::Object(_) if depth == 0 => Shape::Unknown,
            Shape::List(item) => Shape::list(item.cut(depth - 1, left)),
            Shape::Union(members) => Shape::union(members.iter().map(|m| m.cut(depth, left))),
            Shape::Object(object) => {
                let field = |f: &Field| Field {
                    shape: f.shape.cut(depth - 1, left),
                    ..f.clone()
                };
                Shape::from(Object {
                    fields: object.fields.iter().map(field).collect(),
                    rest: match &object.rest {
                        Rest::Of(shape) => Rest::Of(shape.cut(depth - 1, left)),
                        rest => rest.clone(),
                    },
                })
            }
            other => other.clone(),
        }
    }

    /// Whether a value of `self` may be one of `other`: false only where both are known and have
    /// nothing in common, looked at from the outside (items and properties are not compared).
    pub fn may_be(&self, other: &Shape) -> bool {
        self.members()
            .iter()
            .any(|a| other.members().iter().any(|b| overlap(a, b)))
    }
}

impl From<Object> for Shape {
    fn from(object: Object) -> Shape {
        Shape::Object(Arc::new(object))
    }
}
