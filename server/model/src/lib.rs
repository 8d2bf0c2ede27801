//! Trees to meaning: flows, scripts, expressions, and the workspace that ties them together.
//!
//! No IO, no LSP, and nothing here fails: what is missing is `None`, what is wrong is kept as it
//! stands for a rule to report.

pub mod annotation;
pub mod app;
pub mod code;
pub mod config;
pub mod expression;
pub mod file;
pub mod flow;
pub mod frontend;
pub mod language;
pub mod openflow;
pub mod path;
pub mod references;
pub mod results;
pub mod script;
pub mod signature;
pub mod symbol;
pub mod workspace;
