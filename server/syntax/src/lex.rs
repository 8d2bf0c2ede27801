//! The tokens of JavaScript and TypeScript before a cursor, from text that may be broken at any place.

use crate::Span;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenClass {
    /// A name or a word of the language.
    Word,
    /// A number, with its suffix.
    Number,
    /// A closed string literal, or a template without `${`.
    Text,
    /// A piece of a template with `${`.
    Piece,
    /// A regular expression, with its flags.
    Regex,
    /// `${`
    Open,
    /// The `}` of a `${`.
    Close,
    /// Any other sign: one character, or `?.`, `...`, `=>`, `++`, `--`.
    Sign,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenClass,
    /// Where it stands, in bytes of the text.
    pub span: Span,
}

/// What the cursor is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inside {
    /// Code: between tokens, or at or in a word.
    Code,
    /// A string or a template without `${` so far, whose text starts here.
    Text(usize),
    /// A comment, a regular expression, a number, or later pieces of a template.
    Other,
}

/// Whether a character can start a name.
pub fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '$'
}

/// Whether a character can go on in a name.
pub fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || c == '\u{200c}' || c == '\u{200d}'
}

/// The tokens that start before `offset`, and what the cursor there is in. A word that the cursor
/// touches is the last token, and goes on after the cursor.
pub fn before(text: &str, offset: usize) -> (Vec<Token>, Inside) {
    let mut lexer = Lexer {
        text,
        tokens: Vec::new(),
        braces: Vec::new(),
    };
    let mut at = 0;
    loop {
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        at = text.len() - text[at..].trim_start_matches(blank).len();
        if at >= offset {
            return (lexer.tokens, Inside::Code);
        }
        match lexer.next(at, offset) {
            Ok(end) => at = end,
            Err(inside) => return (lexer.tokens, inside),
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// For every open `${`: how many `{` are open in it.
    braces: Vec<usize>,
}

impl Lexer<'_> {
    fn push(&mut self, kind: TokenClass, start: usize, end: usize) -> Result<usize, Inside> {
        self.tokens.push(Token {
            kind,
            span: Span::new(start, end),
        });
        Ok(end)
    }

    /// Reads what starts at `at`; gives its end, or what the cursor is in.
    fn next(&mut self, at: usize, offset: usize) -> Result<usize, Inside> {
        let rest = &self.text[at..];
        let Some(first) = rest.chars().next() else {
            return Err(Inside::Code);
        };
        if rest.starts_with("//") {
            let end = rest.find(['\n', '\r']).map_or(self.text.len(), |i| at + i);
            return if offset <= end {
                Err(Inside::Other)
            } else {
                Ok(end)
            };
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            let end = comment.find("*/").map(|i| at + i + 4);
            return end.filter(|end| *end <= offset).ok_or(Inside::Other);
        }
        match first {
            '"' | '\'' => self.string(at, offset, first),
            '`' => self.template(at, offset, at),
            '/' if self.regex_may_start() => match regex_end(rest) {
                Some(len) if at + len <= offset => self.push(TokenClass::Regex, at, at + len),
                Some(_) => Err(Inside::Other),
                None => self.push(TokenClass::Sign, at, at + 1),
            },
            '{' => {
                if let Some(open) = self.braces.last_mut() {
                    *open += 1;
                }
                self.push(TokenClass::Sign, at, at + 1)
            }
            '}' => match self.braces.last_mut() {
                Some(0) => {
                    self.braces.pop();
                    self.push(TokenClass::Close, at, at + 1)?;
                    self.template(at, offset, usize::MAX)
                }
                Some(open) => {
                    *open -= 1;
                    self.push(TokenClass::Sign, at, at + 1)
                }
                None => self.push(TokenClass::Sign, at, at + 1),
            },
            c if starts_name(c) || c == '#' => {
                let tail = &rest[c.len_utf8()..];
                let end = self.text.len() - tail.trim_start_matches(continues_name).len();
                self.push(TokenClass::Word, at, end)
            }
            c if c.is_ascii_digit() || (c == '.' && second_is_digit(rest)) => {
                let end = at + number_len(rest);
                if offset <= end {
                    Err(Inside::Other)
                } else {
                    self.push(TokenClass::Number, at, end)
                }
            }
            c => {
                let long = ["...", "=>", "++", "--"]
                    .into_iter()
                    .find(|l| rest.starts_with(l));
                let len = match long {
                    Some(long) => long.len(),
                    // `a ?.5 : b` is no optional chain.
                    None if rest.starts_with("?.") && !second_is_digit(&rest[1..]) => 2,
                    None => c.len_utf8(),
                };
                // The cursor may stand in the middle of it.
                let end = (at + len).min(offset.max(at + c.len_utf8()));
                self.push(TokenClass::Sign, at, end)
            }
        }
    }

    fn string(&mut self, at: usize, offset: usize, quote: char) -> Result<usize, Inside> {
        let mut escaped = false;
        for (i, c) in self.text[at + 1..].char_indices() {
            let here = at + 1 + i;
            if here >= offset {
                return Err(Inside::Text(at + 1));
            }
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                c if c == quote => return self.push(TokenClass::Text, at, here + 1),
                // Never closed: the next line starts afresh.
                '\n' | '\r' => return self.push(TokenClass::Text, at, here),
                _ => {}
            }
        }
        Err(Inside::Text(at + 1))
    }

    /// Reads a template's text from its opening quote, or on from the `}` at `at`.
    fn template(&mut self, at: usize, offset: usize, start: usize) -> Result<usize, Inside> {
        let inside = if start == at {
            Inside::Text(at + 1)
        } else {
            Inside::Other
        };
        let mut escaped = false;
        let mut dollar = false;
        for (i, c) in self.text[at + 1..].char_indices() {
            let here = at + 1 + i;
            if here >= offset {
                return Err(inside);
            }
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '`' => {
                    let kind = if start == at {
                        TokenClass::Text
                    } else {
                        TokenClass::Piece
                    };
                    return self.push(kind, at, here + 1);
                }
                '{' if dollar => {
                    if start == at {
                        self.push(TokenClass::Piece, at, here - 1)?;
                    }
                    self.braces.push(0);
                    return self.push(TokenClass::Open, here - 1, here + 1);
                }
                _ => {}
            }
            dollar = c == '$' && !dollar_is_escaped(self.text, here);
        }
        Err(inside)
    }

    /// Whether a `/` here starts a regular expression, not a division.
    fn regex_may_start(&self) -> bool {
        let Some(last) = self.tokens.last() else {
            return true;
        };
        let word = last.span.slice(self.text);
        match last.kind {
            TokenClass::Word => matches!(
                word,
                "return"
                    | "typeof"
                    | "case"
                    | "in"
                    | "of"
                    | "delete"
                    | "void"
                    | "throw"
                    | "new"
                    | "instanceof"
                    | "do"
                    | "else"
                    | "await"
                    | "yield"
            ),
            TokenClass::Sign => !matches!(word, ")" | "]" | "}" | "++" | "--"),
            TokenClass::Open => true,
            _ => false,
        }
    }
}

/// Whether a backslash takes the meaning from the sign at `at`.
fn dollar_is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    before.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

fn second_is_digit(text: &str) -> bool {
    text.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Longest regular expression that is recognised, in characters.
const MAX_REGEX: usize = 1_000;

/// The length of the regular expression with flags that starts here, where it ends on its line.
fn regex_end(text: &str) -> Option<usize> {
    let (mut class, mut escaped) = (false, false);
    for (i, c) in text.char_indices().take(MAX_REGEX).skip(1) {
        match c {
            '\n' | '\r' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => {
                let flags = &text[i + 1..];
                return Some(text.len() - flags.trim_start_matches(continues_name).len());
            }
            _ => {}
        }
    }
    None
}

/// The length of the number that starts here, with its suffix.
fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut len = 0;
    let mut dots = 0;
    while let Some(&b) = bytes.get(len) {
        let sign_of_exponent = matches!(b, b'+' | b'-')
            && len > 0
            && matches!(bytes[len - 1], b'e' | b'E')
            && !text.starts_with("0x");
        // Two dots, or a name behind the dot, belong to a property of the number.
        dots += usize::from(b == b'.');
        let part = b.is_ascii_alphanumeric() || b == b'_' || (b == b'.' && dots == 1);
        if !part && !sign_of_exponent {
            break;
        }
        len += 1;
    }
    len
}
