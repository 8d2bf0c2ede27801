//! The families, by area.

pub(crate) mod expression;
pub(crate) mod flow;
pub(crate) mod names;
pub(crate) mod other;
pub(crate) mod python;
pub(crate) mod sql;
pub(crate) mod typescript;
