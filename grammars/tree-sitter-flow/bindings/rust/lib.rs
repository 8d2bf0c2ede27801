//! A YAML grammar for tree-sitter that loses no structure around a mistake.
//!
//! It reads what YAML 1.2 accepts with the same meaning, and everything else too: a mistake is a node
//! with a name of its own (`stray_line`, `misindented`, `unclosed_quote`, …), never an ERROR.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_flow::LANGUAGE.into())?;
//! let tree = parser.parse("modules:\n  word\n  - id: a\n", None).ok_or("cancelled")?;
//! assert!(!tree.root_node().has_error());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_flow() -> *const ();
}

/// The grammar.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_flow) };

/// What its nodes are, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Colours.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// The languages of the code inside a flow.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");
