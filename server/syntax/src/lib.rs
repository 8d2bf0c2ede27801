//! Text to trees: line index, incremental tree-sitter parsing, spanned YAML nodes, decoded scalars.
//!
//! This crate knows the languages and nothing of Windmill. It does no IO and cannot fail: a text that
//! cannot be read gives an empty tree and a [`yaml::Problem`]. All offsets are byte offsets into UTF-8.

mod bounds;
mod comments;
mod document;
mod file_id;
mod language;
pub mod lex;
mod line_index;
pub mod near;
mod parses;
mod source_map;
mod span;
mod stack;
pub mod strict;
pub mod text;
mod tree;
pub mod yaml;

pub use document::Document;
pub use file_id::FileId;
pub use language::Language;
pub use line_index::{Encoding, LineCol, LineIndex};
pub use parses::{Parses, parses_of};
pub use source_map::{Decoded, SourceMap};
pub use span::{Span, Spanned};
pub use stack::STACK;
pub use tree::{Edit, Tree, nesting, parse, reparse};
