//! Parsing that ends.
//!
//! tree-sitter takes time in proportion to a text that is right, or nearly so. Some texts have it read on to
//! their end at each place (`/*` that is never closed), others have it try more and more ways to go on
//! (thousands of mistakes in a row). What it does is counted, so that the same text always ends in the
//! same way; where it is too much, the tree is that of the text's beginning.

use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, Parser, Point, Tree};

/// How many bytes the parser is given at a time: it asks again when it leaves them.
const PIECE: usize = 4 << 10;

/// How often it may ask for each piece, on average. What people write takes 1 to 8.
const READS: usize = 100;

/// How many steps it may take for each byte, on average. What people write takes 0.3 to 1.5,
/// statements of one letter each 6.
const STEPS: usize = 10;

/// Steps that may come on top: short texts may be all mistakes.
const SPARE: usize = 50_000;

/// How many steps pass between two reports of the parser.
const REPORT: usize = 100;

/// What is tried instead of a text: its first eighth, then the first eighth of that.
const SHARE: usize = 8;

/// Stands where a text was cut: no language has it, so that the tree has an error there.
const CUT: &[u8] = &[1];

/// The tree of a text; of as much of its beginning as takes a bearable time, with an error at the end, if the
/// whole takes too long. It is never longer than the text.
pub(crate) fn parse(parser: &mut Parser, text: &str) -> Tree {
    if let Some(tree) = whole(parser, text, None) {
        return tree;
    }
    let mut end = text.len() / SHARE;
    loop {
        // One byte of the text gives way to the sign.
        let is_byte = |at: &usize| text.as_bytes()[*at].is_ascii();
        let cut = (0..end)
            .rev()
            .find(is_byte)
            .map_or((0, &[][..]), |at| (at, CUT));
        if let Some(tree) = bounded(parser, &text.as_bytes()[..cut.0], cut.1, None) {
            return tree;
        }
        end /= SHARE;
    }
}

/// The tree of a text, out of an older one where that is given; `None` if it takes too long.
pub(crate) fn whole(parser: &mut Parser, text: &str, old: Option<&Tree>) -> Option<Tree> {
    bounded(parser, text.as_bytes(), &[], old)
}

fn bounded(parser: &mut Parser, text: &[u8], end: &[u8], old: Option<&Tree>) -> Option<Tree> {
    let mut reads = READS * (text.len() / PIECE + 1);
    let mut steps = STEPS * text.len() + SPARE;
    let exhausted = std::cell::Cell::new(false);
    let mut piece = |at: usize, _: Point| {
        reads = reads.saturating_sub(1);
        if reads == 0 {
            // The parser ends soon where the text does.
            exhausted.set(true);
        }
        if exhausted.get() {
            &[]
        } else if at < text.len() {
            &text[at..(at - at % PIECE + PIECE).min(text.len())]
        } else {
            end.get(at - text.len()..).unwrap_or_default()
        }
    };
    let mut report = |_: &tree_sitter::ParseState| {
        steps = steps.saturating_sub(REPORT);
        if steps == 0 || exhausted.get() {
            exhausted.set(true);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let options = ParseOptions::new().progress_callback(&mut report);
    let tree = parser.parse_with_options(&mut piece, old, Some(options));
    if exhausted.get() {
        // It would go on where it was stopped.
        parser.reset();
        return None;
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    fn tree(language: Language, text: &str) -> Tree {
        let mut parser = Parser::new();
        parser.set_language(&language.grammar()).unwrap();
        parse(&mut parser, text)
    }

    #[test]
    fn what_takes_too_long_is_cut() {
        for (language, unit) in [
            (Language::Python, ": lambda x:,"),
            (Language::JavaScript, "/*?.a('a')||"),
            (Language::TypeScript, "await /*"),
        ] {
            let text = unit.repeat(3_000);
            let tree = tree(language, &text);
            let root = tree.root_node();
            assert!(root.has_error(), "{unit}");
            assert!(root.end_byte() < text.len(), "{unit}: {}", root.end_byte());
        }
    }

    #[test]
    fn what_people_write_is_not() {
        let comments = "    # x = 1\n".repeat(30);
        for (language, text) in [
            (
                Language::Python,
                format!("def main():\n{comments}    return 1\n").repeat(500),
            ),
            (Language::Python, format!("x = [{}]", "1,".repeat(100_000))),
            (
                Language::Python,
                format!("x = {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
            ),
            (
                Language::TypeScript,
                format!("x = [{}]", "'**/*.ts',".repeat(50_000)),
            ),
            (Language::TypeScript, "// x = 1\n".repeat(50_000)),
            (Language::JavaScript, "a.b(c)[0] + ".repeat(20_000) + "1"),
        ] {
            let tree = tree(language, &text);
            let root = tree.root_node();
            let start: String = text.chars().take(20).collect();
            assert!(!root.has_error(), "{start}");
            assert_eq!(root.end_byte(), text.len(), "{start}");
        }
    }
}
