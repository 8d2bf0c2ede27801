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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator};

    fn captures(query: &str, text: &str) -> Vec<(String, String)> {
        let language: Language = super::LANGUAGE.into();
        let mut parser = Parser::new();
        parser.set_language(&language).unwrap();
        let tree = parser.parse(text, None).unwrap();
        let query = Query::new(&language, query).unwrap();
        let mut cursor = QueryCursor::new();
        let mut found = Vec::new();
        let mut matches = cursor.matches(&query, tree.root_node(), text.as_bytes());
        while let Some(m) = matches.next() {
            let settings = query.property_settings(m.pattern_index);
            let language = settings.first().and_then(|s| s.value.clone());
            for capture in m.captures {
                let name = query.capture_names()[capture.index as usize];
                if name.starts_with('_') {
                    continue;
                }
                let text = &text[capture.node.byte_range()];
                let name = language.as_deref().unwrap_or(name);
                found.push((name.to_owned(), text.to_owned()));
            }
        }
        found
    }

    #[test]
    fn code_is_injected_in_its_language() {
        let text = "value:\n  type: rawscript\n  content: |\n    def main(): pass\n  language: python3\n  \
                    skip_if:\n    expr: results.a\n  x: {type: javascript, expr: 1 + 1}\n---\nlanguage: bun\n\
                    content: |\n  let a\n";
        let found = captures(super::INJECTIONS_QUERY, text);
        let found: Vec<_> = found
            .iter()
            .map(|(l, t)| (l.as_str(), t.as_str()))
            .collect();
        for wanted in [
            ("python", "|\n    def main(): pass"),
            ("javascript", "results.a"),
            ("javascript", "1 + 1"),
            ("typescript", "|\n  let a"),
        ] {
            assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
        }
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn everything_has_a_colour() {
        let text = "# c\n---\n&a key: !t 'x'\nn: 12\nb: true\nl: [*a, {k: v}]\nbad: @x\n- y\n";
        let found = captures(super::HIGHLIGHTS_QUERY, text);
        for wanted in [
            ("comment", "# c"),
            ("label", "&a"),
            ("property", "key"),
            ("type", "!t"),
            ("number", "12"),
            ("constant.builtin", "true"),
            ("punctuation.bracket", "["),
            ("error", "@x"),
            ("error", "- y"),
        ] {
            let wanted = (wanted.0.to_owned(), wanted.1.to_owned());
            assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
        }
    }
}
