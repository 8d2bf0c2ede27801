//! Shapes: what is known of a JSON value before anything has run, by a schema or by the code that makes it.

mod algebra;
pub mod javascript;
pub mod python;
pub mod schema;
pub mod sql;
pub mod typescript;

pub(crate) use algebra::merge;
pub use algebra::{
    Deferred, Field, Found, Key, MAX_DEPTH, OBJECT_MEMBERS, Object, Origin, Rest, Shape,
};
