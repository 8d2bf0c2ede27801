//! What a text says in its language: its tree, its names, its declarations.
//!
//! Knows the languages and nothing of Windmill.

pub mod python;
