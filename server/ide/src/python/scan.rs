//! Which brackets are open at a place of Python code, and which argument of which call stands there.
//!
//! A scanner by hand: the line being typed does not parse, and what a tree makes of it depends on all
//! that follows. Strings, comments and fields of f-strings are told apart; a bracket that somebody
//! forgot ends where the next line can only be a statement.

use syntax::Span;
use syntax::text::{is_blank, is_word, leading, line_start};

use super::frames::{Frame, Frames};
use super::lines::{Prev, begins_statement};
use super::site::{Argument, Bracket, Inside, Site};
use super::strings::is_prefix;

/// What is open at `offset`. Never fails; what follows the place counts only for the arguments that the
/// innermost call has behind it.
pub(crate) fn site(text: &str, offset: usize) -> Site {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        frames: Frames::default(),
        prev: Prev::Start,
        word: None,
        defines: false,
        generic: None,
        inside: Inside::Code,
        line: Line::default(),
        first_indent: None,
    };
    scanner.run_to(offset);
    let brackets = scanner.frames.brackets();
    let (places, mut open): (Vec<usize>, Vec<Bracket>) =
        brackets.map(|(i, b)| (i, b.clone())).unzip();
    for bracket in &mut open {
        bracket.before = bracket.arguments.len();
    }
    let inside = scanner.inside;
    let Some(level) = open.iter().rposition(Bracket::is_call) else {
        return Site { open, inside };
    };
    let (place, at) = (places[level], open[level].at);
    // A name that starts here is the argument's, as one that ends here is.
    let mut later = open[level].arguments.clone();
    scanner.inside = Inside::Code;
    while scanner.at < text.len() {
        scanner.step(text.len());
        let bracket = match scanner.frames.get(place) {
            Some(Frame::Bracket(bracket)) if bracket.at == at => bracket,
            _ => break,
        };
        // Only the last one changes, and others come after it.
        let settled = later.len() - 1;
        later.truncate(settled);
        later.extend_from_slice(&bracket.arguments[settled..]);
    }
    let own = open[level].before - 1;
    let is_own =
        |a: &Argument| a.start == Some(offset) || open[level].arguments[own].start.is_some();
    if !later.get(own).is_some_and(is_own)
        && let Some(next) = later.get(own).copied().filter(|a| a.start.is_some())
    {
        // What is on the lines below is another argument, before which a new one is typed.
        later[own] = Argument::default();
        later.insert(own + 1, next);
    }
    open[level].arguments = later;
    Site { open, inside }
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) frames: Frames,
    pub(super) prev: Prev,
    /// The last token, where it is a name.
    pub(super) word: Option<Span>,
    /// Whether `def` or `class` stands before that name.
    defines: bool,
    /// The name that is defined, and how many frames are open around its type parameters.
    generic: Option<(Span, usize)>,
    pub(super) inside: Inside,
    line: Line,
    /// The outermost bracket, and how far its line is indented.
    first_indent: Option<(usize, usize)>,
}

impl Scanner<'_> {
    fn run_to(&mut self, offset: usize) {
        while self.at < offset && self.inside == Inside::Code {
            self.step(offset);
        }
        if self.inside == Inside::Code && matches!(self.frames.last(), Some(Frame::Format { .. })) {
            self.inside = Inside::Other;
        }
    }

    /// Reads one token. `limit` is the place that was asked for: what begins before it and goes on behind
    /// it is what the place is inside.
    fn step(&mut self, limit: usize) {
        if let Some(Frame::Format { quote, triple }) = self.frames.last() {
            let (quote, triple) = (*quote, *triple);
            return self.format_text(quote, triple, limit);
        }
        let Some(&b) = self.bytes.get(self.at) else {
            return;
        };
        match b {
            b'\n' => self.line_break(),
            b' ' | b'\t' | b'\r' | 0x0c => self.at += 1,
            b'\\' => {
                let rest = &self.text[self.at + 1..];
                let broken =
                    rest.len() - rest.trim_start_matches('\r').trim_start_matches('\n').len();
                self.at += 1 + broken.min(2);
            }
            b'#' => {
                let end = self.line_end(self.at);
                if limit > self.at && limit <= end {
                    self.inside = Inside::Comment;
                }
                self.at = end;
            }
            b'"' | b'\'' => self.string(self.at, limit),
            b'(' | b'[' | b'{' => self.open(b),
            b')' | b']' | b'}' => self.close(b),
            b':' if matches!(self.frames.last(), Some(Frame::Lambda)) => {
                self.frames.pop();
                self.at += 1;
                (self.prev, self.word) = (Prev::Operator, None);
            }
            b',' => {
                self.at += 1;
                self.prev = Prev::Operator;
                self.word = None;
                if let Some(bracket) = self.frames.bracket_mut() {
                    bracket.arguments.push(Argument::default());
                }
            }
            _ if b == b'_' || b >= 0x80 || b.is_ascii_alphanumeric() => self.word(limit),
            _ => {
                self.begin(0);
                if b == b'*'
                    && let Some(bracket) = self.frames.bracket_mut()
                    && let Some(argument) = bracket.arguments.last_mut()
                    && (argument.start == Some(self.at)
                        || argument.stars == 1 && argument.start == self.at.checked_sub(1))
                {
                    argument.stars += 1;
                }
                self.at += 1;
                self.prev = Prev::Operator;
                self.word = None;
            }
        }
    }

    /// Notes that the argument has begun, with a name of this length before `=` or none.
    pub(super) fn begin(&mut self, keyword: usize) {
        let at = self.at;
        if let Some(bracket) = self.frames.bracket_mut()
            && let Some(argument) = bracket.arguments.last_mut()
            && argument.start.is_none()
        {
            argument.start = Some(at);
            argument.keyword = (keyword > 0).then(|| Span::new(at, at + keyword));
        }
    }

    fn word(&mut self, limit: usize) {
        let start = self.at;
        let rest = &self.text[start..];
        // A character that is no part of a name, such as a dash from a word processor.
        let len = match leading(rest, is_word).len() {
            0 => rest.chars().next().map_or(1, char::len_utf8),
            len => len,
        };
        let word = &rest[..len];
        let quote = self.bytes.get(start + len).copied();
        if matches!(quote, Some(b'"' | b'\'')) && len <= 2 && is_prefix(word) {
            return self.string(start, limit);
        }
        let after = rest[len..].trim_start_matches([' ', '\t', '\n', '\r']);
        let names = after.starts_with('=') && !after.starts_with("==");
        let starts_number = word.starts_with(|c: char| c.is_ascii_digit());
        self.begin(if names && !starts_number { len } else { 0 });
        self.at += len;
        let is_attribute = self.text[..start].ends_with('.');
        self.defines = match word {
            "def" | "class" => true,
            _ => self.defines && self.word.is_none() && self.prev == Prev::Operator,
        };
        match (word, self.frames.last()) {
            ("lambda", Some(_)) if !is_attribute => self.frames.push(Frame::Lambda),
            ("for", Some(Frame::Bracket(_))) if !is_attribute => self.frames.push(Frame::Target),
            ("in", Some(Frame::Target)) => self.frames.pop(),
            _ => {}
        }
        match is_keyword(word) && !is_attribute {
            true => (self.prev, self.word) = (Prev::Operator, None),
            false if starts_number => (self.prev, self.word) = (Prev::Operand, None),
            false => {
                self.prev = Prev::Operand;
                self.word = Some(Span::new(start, self.at));
            }
        }
    }

    fn open(&mut self, kind: u8) {
        self.begin(0);
        let callee = self.word.filter(|_| kind == b'(');
        let callee = callee.filter(|c| !self.line.is_pattern(self.text, c.start as usize));
        let is_definition = callee.is_some() && self.defines;
        if let Some(word) = self.word.filter(|_| kind == b'[' && self.defines) {
            self.generic = Some((word, self.frames.len()));
        }
        let ends_operand =
            kind == b'(' && self.word.is_none() && matches!(self.prev, Prev::Operand | Prev::Text);
        self.frames.push(Frame::Bracket(Bracket {
            at: self.at,
            kind,
            callee: callee.filter(|_| !is_definition),
            defined: callee.filter(|_| is_definition),
            is_nameless_call: ends_operand && callee.is_none(),
            arguments: vec![Argument::default()],
            before: 1,
        }));
        self.at += 1;
        (self.prev, self.word, self.defines) = (Prev::Operator, None, false);
    }

    fn close(&mut self, kind: u8) {
        self.at += 1;
        (self.prev, self.word) = (Prev::Operand, None);
        self.frames.close(kind);
        // Behind type parameters the definition goes on.
        if let Some((word, _)) = self.generic.take_if(|(_, n)| *n == self.frames.len()) {
            (self.word, self.defines) = (Some(word), true);
        }
    }

    fn line_break(&mut self) {
        self.at += 1;
        // A field of an f-string on one line ends with it.
        self.frames.end_line();
        let Some(first) = self.frames.outermost() else {
            (self.prev, self.word, self.defines) = (Prev::Start, None, false);
            return;
        };
        self.word = None;
        let outer = self.indent_of(first);
        let line = &self.text[self.at..self.line_end(self.at)];
        let deeper = indent(line) > outer;
        if begins_statement(line, self.prev, deeper) {
            self.frames.clear();
            self.prev = Prev::Start;
        }
    }

    /// How far the line is indented in which the outermost bracket stands, in bytes.
    fn indent_of(&mut self, outermost: usize) -> usize {
        match self.first_indent {
            Some((at, indent)) if at == outermost => indent,
            _ => {
                let line = line_start(self.text, outermost);
                let indent = indent(&self.text[line..]);
                self.first_indent = Some((outermost, indent));
                indent
            }
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        let len = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        self.before_break(from + len)
    }

    /// The same place, before a carriage return that belongs to the line break there.
    pub(super) fn before_break(&self, at: usize) -> usize {
        match at.checked_sub(1) {
            Some(i) if self.bytes[i] == b'\r' => i,
            _ => at,
        }
    }
}

/// The line that is being read. A long line is looked through once, not once for each of its names.
#[derive(Default)]
struct Line {
    /// Where it starts, and up to where it was looked through.
    start: usize,
    seen: usize,
    /// Whether ` if ` was seen in it.
    guard: bool,
}

impl Line {
    /// Whether a name at this place stands in the pattern of a `case`.
    fn is_pattern(&mut self, text: &str, at: usize) -> bool {
        // A name may be asked for again behind its type parameters.
        let at = at.max(self.seen);
        if let Some(i) = text[self.seen..at].rfind('\n') {
            (self.start, self.guard) = (self.seen + i + 1, false);
        }
        let new = self.seen.max(self.start);
        // What was looked through may end within the word.
        let from = text
            .floor_char_boundary(new.saturating_sub(3))
            .max(self.start);
        self.guard |= text[from..at].contains(" if ");
        self.seen = at;
        let pattern = text[self.start..at].trim_start().strip_prefix("case ");
        pattern.is_some_and(|p| !p.trim_start().starts_with('=') && !self.guard)
    }
}

/// How far a line is indented, in bytes.
fn indent(line: &str) -> usize {
    leading(line, is_blank).len()
}

/// Whether a word is a keyword that no value ends with.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "class"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "raise"
            | "return"
            | "while"
            | "with"
            | "yield"
    )
}
