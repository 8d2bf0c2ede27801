//! What a text says in its language: its tree, its names, its declarations.
//!
//! Knows the languages and nothing of Windmill.

pub mod javascript;
mod locals;
pub mod occurrences;
pub mod outline;
mod problems;
mod program;
pub mod python;
pub mod tree;
mod unannotated;
pub mod walk;

pub use program::Program;
