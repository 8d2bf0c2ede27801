//! Python code round the cursor: the call that is being typed, and what is called. Features ask here;
//! [`sdk`] alone asks the SDK.

mod callable;
mod doc;
mod frames;
mod imported;
mod lines;
mod module;
mod probe;
mod scan;
#[cfg(test)]
mod scan_tests;
pub(crate) mod sdk;
mod site;
mod strings;
mod values;

pub(crate) use callable::{Callable, active, callable_at, find, missing, named};
pub(crate) use doc::Doc;
pub(crate) use module::module_of;
pub(crate) use probe::{Probe, value_before};
pub(crate) use scan::site;
pub(crate) use site::{Bracket, Inside, Site};
pub(crate) use values::{Value, values};
