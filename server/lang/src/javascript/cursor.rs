//! What is being typed at a cursor, read from the tokens before it: the text is half done, so a tree
//! would be of little use.

mod call;

use syntax::{Span, Spanned};

pub use call::{CallAt, call_at};

use super::literal::{is_reserved, unescape};
use super::{Access, Key, Quote};
use syntax::lex::{self, Inside, Token, TokenClass, continues_name, starts_name};

/// What is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum At {
    /// A property of a chain.
    Member(MemberAt),
    /// A name that stands for itself, maybe empty. Its span covers the whole word.
    Name(Spanned<String>),
    /// The text of a string that is an argument of a named function.
    CallArg(CallArg),
    /// Nothing that could be completed: other strings, comments, regular expressions, numbers,
    /// properties of anything but a chain, places where an operator must stand.
    None,
}

/// A property that is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberAt {
    /// The name the chain starts at, declared in the expression or not.
    pub root: String,
    /// The properties before the one being typed.
    pub path: Vec<Key>,
    /// What is typed of it up to the cursor. The span covers the whole word, without quotes.
    pub partial: Spanned<String>,
    /// How it is written. `Bracket(Quote::None)` is an empty bracket, `results[`: any name may
    /// stand there as well as a quoted key.
    pub access: Access,
}

/// A string argument that is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallArg {
    /// The function as written, with dots: `variable`, `wmill.getResource`.
    pub function: String,
    /// Which argument it is, from 0.
    pub index: usize,
    /// What is typed of it up to the cursor. The span covers the whole path, without quotes.
    pub partial: Spanned<String>,
    /// Its quotes.
    pub quote: Quote,
}

/// What is being typed at `offset`.
pub fn at(text: &str, offset: usize) -> At {
    let offset = text.floor_char_boundary(offset);
    let (tokens, inside) = lex::before(text, offset);
    let before = Before {
        text,
        tokens: &tokens,
    };
    let found = match inside {
        Inside::Code => before.in_code(offset),
        Inside::Text(start) => before.in_text(start, offset),
        Inside::Other => None,
    };
    found.unwrap_or(At::None)
}

/// The tokens before something.
#[derive(Clone, Copy)]
struct Before<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl<'t> Before<'t> {
    fn last(self) -> Option<Token> {
        self.tokens.last().copied()
    }

    /// Without the last `n` tokens.
    fn less(self, n: usize) -> Before<'t> {
        Before {
            tokens: &self.tokens[..self.tokens.len().saturating_sub(n)],
            ..self
        }
    }

    fn last_is(self, sign: &str) -> bool {
        self.last()
            .is_some_and(|t| t.kind == TokenClass::Sign && t.span.slice(self.text) == sign)
    }

    fn in_code(self, offset: usize) -> Option<At> {
        let word = self
            .last()
            .filter(|t| t.kind == TokenClass::Word && t.span.touches(offset));
        let start = word.map_or(offset, |word| word.span.start as usize);
        let before = if word.is_some() { self.less(1) } else { self };
        // Right before a word, that word is what would be replaced.
        let span = Span::new(start, word_end(self.text, offset, continues_name));
        let rest_is_word = self.text[offset..].chars().next().is_some_and(starts_name);
        let span = if word.is_some() || rest_is_word {
            span
        } else {
            Span::at(offset)
        };
        let partial = Spanned::new(self.text[start..offset].to_owned(), span);
        let member = |access: Access, object: Before| {
            let (root, path) = object.chain()?;
            Some(At::Member(MemberAt {
                root,
                path,
                partial: partial.clone(),
                access,
            }))
        };
        if before.last_is(".") {
            return member(Access::Dot, before.less(1));
        }
        if before.last_is("?.") {
            return member(Access::OptionalDot, before.less(1));
        }
        if before.last_is("[") && word.is_none() {
            let object = before.less(1);
            let found = match object.last_is("?.") {
                true => member(Access::OptionalBracket(Quote::None), object.less(1)),
                false => member(Access::Bracket(Quote::None), object),
            };
            // Else it is an array.
            return Some(found.unwrap_or(At::Name(partial)));
        }
        before
            .takes_name(word.is_some(), offset)
            .then_some(At::Name(partial))
    }

    /// Whether a name may follow these tokens.
    fn takes_name(self, typing: bool, offset: usize) -> bool {
        let Some(last) = self.last() else { return true };
        let word = last.span.slice(self.text);
        match last.kind {
            // A new name is being made up.
            TokenClass::Word if matches!(word, "const" | "let" | "var" | "function" | "class") => {
                false
            }
            TokenClass::Word
                if matches!(word, "true" | "false" | "null" | "undefined" | "this") =>
            {
                typing
            }
            TokenClass::Word if is_reserved(word) || word == "of" => true,
            TokenClass::Sign if !matches!(word, ")" | "]") => true,
            TokenClass::Open => true,
            // After a value an operator must stand, or the next statement.
            _ => typing || self.text[last.span.end as usize..offset].contains(['\n', '\r']),
        }
    }

    fn in_text(self, start: usize, offset: usize) -> Option<At> {
        let quote = match self.text.as_bytes().get(start.checked_sub(1)?)? {
            b'"' => Quote::Double,
            b'\'' => Quote::Single,
            _ => Quote::Template,
        };
        let partial = |goes_on: fn(char) -> bool| {
            let end = word_end(self.text, offset, goes_on);
            Spanned::new(self.text[start..offset].to_owned(), Span::new(start, end))
        };
        if self.last_is("[") {
            let object = self.less(1);
            let (object, access) = match object.last_is("?.") {
                true => (object.less(1), Access::OptionalBracket(quote)),
                false => (object, Access::Bracket(quote)),
            };
            let (root, path) = object.chain()?;
            let partial = partial(|c| continues_name(c) || c == '-');
            return Some(At::Member(MemberAt {
                root,
                path,
                partial,
                access,
            }));
        }
        let (function, index) = self.callee()?;
        let partial = partial(|c| continues_name(c) || matches!(c, '-' | '/' | '.'));
        Some(At::CallArg(CallArg {
            function,
            index,
            partial,
            quote,
        }))
    }

    /// The function whose argument starts after these tokens, and how many arguments come before.
    fn callee(self) -> Option<(String, usize)> {
        if !self.last_is("(") && !self.last_is(",") {
            return None;
        }
        let mut index = 0;
        let mut here = self;
        while !here.last_is("(") {
            here.last()?;
            if here.last_is(",") {
                index += 1;
            }
            here = match here.last_closes() {
                true => here.before_bracket()?,
                false if here.last_opens() => return None,
                false => here.less(1),
            };
        }
        let function = here.less(1);
        let function = if function.last_is("?.") {
            function.less(1)
        } else {
            function
        };
        let (root, path) = function.chain()?;
        let mut name = root;
        for key in &path {
            name.push('.');
            name.push_str(key.name()?);
        }
        Some((name, index))
    }

    /// The chain that these tokens end with.
    fn chain(self) -> Option<(String, Vec<Key>)> {
        let mut path = Vec::new();
        let mut here = self;
        loop {
            let last = here.last()?;
            let text = last.span.slice(self.text);
            if last.kind == TokenClass::Word {
                here = here.less(1);
                if !here.last_is(".") && !here.last_is("?.") {
                    path.reverse();
                    return (!is_reserved(text)).then(|| (text.to_owned(), path));
                }
                path.push(Key::Name(text.to_owned()));
                here = here.less(1);
            } else if here.last_is("]") {
                let object = here.before_bracket()?;
                let inner = &here.tokens[object.tokens.len() + 1..here.tokens.len() - 1];
                path.push(self.key(inner)?);
                here = if object.last_is("?.") {
                    object.less(1)
                } else {
                    object
                };
            } else {
                return None;
            }
        }
    }

    /// The key in brackets; `None` where nothing is in them.
    fn key(self, inner: &[Token]) -> Option<Key> {
        let first = inner.first()?;
        let raw = first.span.slice(self.text);
        Some(match first.kind {
            _ if inner.len() > 1 => Key::Dynamic,
            TokenClass::Text => {
                let closed = raw.len() > 1 && raw.ends_with(&raw[..1]);
                let end = raw.len() - usize::from(closed);
                Key::Name(unescape(raw.get(1..end).unwrap_or("")))
            }
            TokenClass::Number if raw == "0" || !raw.starts_with('0') => {
                raw.parse().map_or(Key::Dynamic, Key::Index)
            }
            _ => Key::Dynamic,
        })
    }

    fn last_opens(self) -> bool {
        self.last().is_some_and(|t| t.kind == TokenClass::Open)
            || ["(", "[", "{"].iter().any(|sign| self.last_is(sign))
    }

    fn last_closes(self) -> bool {
        self.last().is_some_and(|t| t.kind == TokenClass::Close)
            || [")", "]", "}"].iter().any(|sign| self.last_is(sign))
    }

    /// The tokens before the bracket that the last token closes, that bracket excluded.
    fn before_bracket(self) -> Option<Before<'t>> {
        let mut depth = 0usize;
        let mut here = self;
        loop {
            here.last()?;
            if here.last_closes() {
                depth += 1;
            } else if here.last_opens() {
                depth -= 1;
            }
            here = here.less(1);
            if depth == 0 {
                return Some(here);
            }
        }
    }
}

/// Where the word that the cursor is in ends.
fn word_end(text: &str, offset: usize, goes_on: impl Fn(char) -> bool) -> usize {
    text.len() - text[offset..].trim_start_matches(goes_on).len()
}
