//! The text of an expression, and what has been read of it so far: it is parsed once, whoever asks for what.

use std::sync::{Arc, OnceLock};

use syntax::Language;

use super::{Analysis, Tree, analyse, lower, quick};

/// Deepest nesting that is parsed: error recovery slows down with depth.
const MAX_NESTING: usize = 2_000;

/// Longest text in bytes that is parsed.
const MAX_LEN: usize = 256 * 1024;

/// The text of one expression.
#[derive(Debug)]
pub struct Snippet {
    /// Its text.
    pub text: Arc<str>,
    tree: OnceLock<Option<Box<Tree>>>,
    analysis: OnceLock<Analysis>,
}

impl Snippet {
    /// A text of which nothing is known yet.
    pub fn new(text: impl Into<Arc<str>>) -> Snippet {
        Snippet {
            text: text.into(),
            tree: OnceLock::new(),
            analysis: OnceLock::new(),
        }
    }

    /// Its tree; `None` where it is too long or too deep to be parsed.
    pub fn tree(&self) -> Option<&Tree> {
        let parse = || parse(&self.text).map(Box::new);
        self.tree.get_or_init(parse).as_deref()
    }

    /// What it reads. Spans are offsets into its text. A text that cannot be parsed gives no chains and `has_error`.
    pub fn analysis(&self) -> &Analysis {
        self.analysis.get_or_init(|| {
            if let Some(chain) = quick::chain(&self.text) {
                return Analysis {
                    chains: vec![chain],
                    ..Analysis::default()
                };
            }
            match self.tree() {
                Some(tree) => analyse::analyze(tree),
                None => Analysis {
                    has_error: true,
                    ..Analysis::default()
                },
            }
        })
    }
}

/// Parses an expression. `None` where it is too long or too deep.
fn parse(text: &Arc<str>) -> Option<Tree> {
    if text.len() > MAX_LEN || syntax::nesting(text) > MAX_NESTING {
        return None;
    }
    let read = |tree, shift| lower::shifted(text, Language::JavaScript, &tree, shift);
    if !begins(text).starts_with('{') {
        return Some(read(syntax::parse(Language::JavaScript, text), 0));
    }
    // Windmill returns it, so it is an object; as a statement it would be a block.
    let wrapped = syntax::parse(Language::JavaScript, &format!("({text}\n)"));
    if wrapped.root_node().has_error() {
        let plain = syntax::parse(Language::JavaScript, text);
        if !plain.root_node().has_error() {
            return Some(read(plain, 0));
        }
    }
    Some(read(wrapped, 1))
}

/// A text from its first code on, without the blanks and comments before.
fn begins(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = match rest.as_bytes() {
            [b'/', b'/', ..] => rest.find(['\n', '\r']),
            [b'/', b'*', ..] => rest.find("*/").map(|end| end + 2),
            _ => None,
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_code_is_left_out() {
        for (text, want) in [
            ("a", "a"),
            (" \n{", "{"),
            ("// a\n /* b\n */ {}", "{}"),
            ("// a", "// a"),
            ("/* a", "/* a"),
            ("/a/", "/a/"),
            ("", ""),
        ] {
            assert_eq!(begins(text), want, "{text}");
        }
    }
}
