//! tree-sitter: which grammar reads which language, and incremental parsing.

use std::cell::RefCell;

use tree_sitter::{InputEdit, Parser, Point};

use crate::language::Language;
use crate::{Span, bounds, comments, stack};

pub use tree_sitter::Tree;

/// Stack in bytes that a token takes at most: where two ways to read a text come together, tree-sitter
/// joins their stacks node by node, and gives them up in the same way, a call inside the other.
const LEVEL: usize = 512;

/// One replacement: the bytes of `span` (old text) became `new_len` other bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edit {
    /// Bytes that were replaced, in the old text.
    pub span: Span,
    /// Length in bytes of what stands there now.
    pub new_len: usize,
}

/// Parses a text from scratch. Never fails: what does not fit becomes ERROR nodes, and in YAML nodes
/// with names of their own.
///
/// A text that takes far too long has the tree of its beginning, with an error where that ends. The same text
/// always gives the same tree.
pub fn parse(language: Language, text: &str) -> Tree {
    let text = &*comments::blanked(language, text);
    let parse = |text: &str| {
        with_parser(language, text, |parser| match language {
            // Our own grammar reads on a few lines at most, and makes of each mistake a node.
            Language::Yaml => parser.parse(text, None).expect("it is not cancelled"),
            _ => bounds::parse(parser, text),
        })
    };
    // Many comments take long where mistakes are, and there the tree need not have them.
    let bare = comments::bare(language, text).map(|bare| parse(&bare));
    match bare.filter(|tree| tree.root_node().has_error()) {
        Some(tree) => tree,
        None => parse(text),
    }
}

/// Parses a text that came from `old`'s text by `edits`, in order, each against the text before it. The
/// tree is that of [`parse`].
pub fn reparse(language: Language, old: &Tree, old_text: &str, edits: &[Edit], text: &str) -> Tree {
    match edits {
        [edit] => reparse_changed(language, old, old_text, *edit, text).0,
        _ => parse(language, text),
    }
}

/// The same for one edit, with the places where the new tree is built otherwise than the old one, in bytes of the new
/// text: outside of these and of what was typed, both have the same nodes. `None`: that is not known.
pub(crate) fn reparse_changed(
    language: Language,
    old: &Tree,
    old_text: &str,
    edit: Edit,
    text: &str,
) -> (Tree, Option<Vec<Span>>) {
    // tree-sitter gets over an error on whichever way is the shortest, and that depends on what of the
    // old tree it can take over: the tree would tell of the edits before, and so would what is read from
    // it. Our own grammar has no errors to get over.
    let is_whole = |tree: &Tree| !tree.root_node().has_error() || language == Language::Yaml;
    let (start, old_end) = (edit.span.start as usize, edit.span.end as usize);
    let new_end = start + edit.new_len;
    let is_given = old_end <= old_text.len() && new_end <= text.len();
    if !is_given || !is_whole(old) || comments::has_many(language, text) {
        return (parse(language, text), None);
    }
    let old_text = &*comments::blanked(language, old_text);
    let blanked = &*comments::blanked(language, text);
    // An edit in a run of comments moves its ends.
    let edit = if old_text.len() + edit.new_len == text.len() + edit.span.len()
        && old_text.as_bytes()[..start] == blanked.as_bytes()[..start]
        && old_text.as_bytes()[old_end..] == blanked.as_bytes()[new_end..]
    {
        edit
    } else {
        difference(old_text, blanked)
    };
    let (start, old_end) = (edit.span.start as usize, edit.span.end as usize);
    let new_end = start + edit.new_len;
    let mut tree = old.clone();
    let start_position = behind(Point::new(0, 0), &old_text[..start]);
    tree.edit(&InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position,
        old_end_position: behind(start_position, &old_text[start..old_end]),
        new_end_position: behind(start_position, &blanked[start..new_end]),
    });
    let new = with_parser(language, blanked, |parser| match language {
        Language::Yaml => parser.parse(blanked, Some(&tree)),
        _ => bounds::whole(parser, blanked, Some(&tree)),
    });
    match new.filter(is_whole) {
        Some(new) => {
            let changed = tree.changed_ranges(&new);
            let changed = changed.map(|r| Span::new(r.start_byte, r.end_byte));
            (new, Some(changed.collect()))
        }
        None => (parse(language, text), None),
    }
}

/// The one replacement that makes `new` of `old`.
fn difference(old: &str, new: &str) -> Edit {
    let same = |(a, b): &(u8, u8)| a == b;
    let start = old.bytes().zip(new.bytes()).take_while(same).count();
    let rest = old
        .bytes()
        .skip(start)
        .rev()
        .zip(new.bytes().skip(start).rev());
    let end = rest.take_while(same).count();
    Edit {
        span: Span::new(start, old.len() - end),
        new_len: new.len() - end - start,
    }
}

/// Has a parser of a language, and the room that it needs for a text.
fn with_parser<T: Send>(
    language: Language,
    text: &str,
    work: impl Fn(&mut Parser) -> T + Send + Sync,
) -> T {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
    }
    let parse = || {
        PARSER.with_borrow_mut(|parser| {
            parser
                .set_language(&language.grammar())
                .expect("the grammars fit the tree-sitter version");
            work(parser)
        })
    };
    crate::parses::count(language, |p| p.tolerant += 1);
    // Without room there is nothing better than to try where we are.
    stack::with_room(stack::tokens(text), LEVEL, parse).unwrap_or_else(parse)
}

/// Where a text that begins at a place ends. Row and column as tree-sitter counts them: rows by `\n` alone, columns in bytes.
fn behind(start: Point, text: &str) -> Point {
    let bytes = text.as_bytes();
    let rows = memchr::memchr_iter(b'\n', bytes).count();
    match memchr::memrchr(b'\n', bytes) {
        Some(last) => Point::new(start.row + rows, bytes.len() - last - 1),
        None => Point::new(start.row, start.column + bytes.len()),
    }
}

/// How deep brackets nest in `text`, counted without regard to strings: an upper bound that keeps
/// recursive parsers away from hopeless input.
pub fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for b in text.bytes() {
        match b {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

impl Edit {
    /// This edit and then `next`, which counts in the text after this one, as a single edit.
    pub fn then(self, next: Edit) -> Edit {
        let (start, replaced) = (self.span.start as usize, self.span.len());
        let first_end = start + self.new_len;
        let from = start.min(next.span.start as usize);
        let to = first_end.max(next.span.end as usize);
        let old_to = to - first_end + start + replaced;
        Edit {
            span: Span::new(from, old_to),
            new_len: to - from - next.span.len() + next.new_len,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_edits_as_one() {
        let text = "0123456789";
        for (s1, e1, n1, s2, e2, n2) in [
            (2, 4, 3, 8, 9, 0),
            (5, 5, 2, 1, 2, 4),
            (3, 6, 1, 2, 5, 2),
            (3, 3, 4, 4, 5, 0),
        ] {
            let edit = |text: &str, s: usize, e: usize, n: usize, c: &str| {
                format!("{}{}{}", &text[..s], c.repeat(n), &text[e..])
            };
            let after = edit(&edit(text, s1, e1, n1, "x"), s2, e2, n2, "y");
            let first = Edit {
                span: Span::new(s1, e1),
                new_len: n1,
            };
            let both = first.then(Edit {
                span: Span::new(s2, e2),
                new_len: n2,
            });
            let (s, e) = (both.span.start as usize, both.span.end as usize);
            assert_eq!(after.len(), text.len() - (e - s) + both.new_len);
            assert_eq!(after[..s], text[..s]);
            assert_eq!(after[s + both.new_len..], text[e..]);
        }
    }
}
