//! Which brackets are open at a place of Python code, and which argument of which call stands there.
//!
//! A scanner by hand: the line being typed does not parse, and what a tree makes of it depends on all
//! that follows. Strings, comments and fields of f-strings are told apart; a bracket that somebody
//! forgot ends where the next line can only be a statement.

use syntax::Span;

use super::lines::{Prev, begins_statement};

/// What is open at a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Site {
    /// The open brackets, outermost first.
    pub(crate) open: Vec<Bracket>,
    /// What the place is in the middle of.
    pub(crate) inside: Inside,
}

/// What a place is in the middle of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Inside {
    /// Code.
    #[default]
    Code,
    /// A comment.
    Comment,
    /// A string; the span is its content, up to the end of the line where nothing closes it.
    Text(Span),
    /// A string that is not plain: an f-string outside its fields, bytes.
    Other,
}

/// An open bracket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bracket {
    /// Where it stands.
    pub(crate) at: usize,
    /// Which one.
    pub(crate) kind: u8,
    /// The name before it, where it opens a call.
    pub(crate) callee: Option<Span>,
    /// The name before it, where it opens the parameters of a function or the bases of a class.
    pub(crate) defined: Option<Span>,
    /// Whether it opens a call of something that has no name.
    pub(crate) is_nameless_call: bool,
    /// What stands between its commas. The last one of `before` is the cursor's.
    pub(crate) arguments: Vec<Argument>,
    /// How many of them have begun before the place that was asked for.
    pub(crate) before: usize,
}

/// What stands between two commas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Argument {
    /// Where its first token starts; `None` where there is none yet.
    pub(crate) start: Option<usize>,
    /// The name before `=`.
    pub(crate) keyword: Option<Span>,
    /// How many stars it begins with.
    pub(crate) stars: u8,
}

impl Bracket {
    /// The argument at the place that was asked for.
    pub(crate) fn current(&self) -> Argument {
        self.arguments
            .get(self.before - 1)
            .copied()
            .unwrap_or_default()
    }

    /// The arguments before that one.
    pub(crate) fn earlier(&self) -> &[Argument] {
        &self.arguments[..self.before - 1]
    }

    /// The other arguments, before and after.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Argument> {
        let own = self.before - 1;
        let all = self.arguments.iter().enumerate();
        all.filter(move |(i, _)| *i != own).map(|(_, a)| a)
    }

    /// Whether it opens a call.
    pub(crate) fn is_call(&self) -> bool {
        self.callee.is_some() || self.is_nameless_call
    }
}

impl Site {
    /// The innermost call, lists and the like in its arguments looked through.
    pub(crate) fn call(&self) -> Option<&Bracket> {
        self.open.iter().rev().find(|b| b.is_call())
    }

    /// The call whose argument stands here itself, not in a list or a mapping.
    pub(crate) fn direct_call(&self) -> Option<&Bracket> {
        self.open.last().filter(|b| b.is_call())
    }
}

/// What is open at `offset`. Never fails; what follows the place counts only for the arguments that the
/// innermost call has behind it.
pub(crate) fn site(text: &str, offset: usize) -> Site {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        frames: Vec::new(),
        prev: Prev::Start,
        word: None,
        defines: false,
        inside: Inside::Code,
    };
    scanner.run_to(offset);
    let mut open: Vec<Bracket> = scanner.brackets().cloned().collect();
    for bracket in &mut open {
        bracket.before = bracket.arguments.len();
    }
    let inside = scanner.inside;
    let Some(level) = open.iter().rposition(Bracket::is_call) else {
        return Site { open, inside };
    };
    let at = open[level].at;
    // A name that starts here is the argument's, as one that ends here is.
    let mut later = open[level].arguments.clone();
    scanner.inside = Inside::Code;
    while scanner.at < text.len() {
        if !scanner.brackets().any(|b| b.at == at) {
            break;
        }
        scanner.step(text.len());
        if let Some(bracket) = scanner.brackets().find(|b| b.at == at) {
            later.clone_from(&bracket.arguments);
        }
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

enum Frame {
    Bracket(Bracket),
    /// An f-string by its quote.
    Format {
        quote: u8,
        triple: bool,
    },
    /// `{…}` in an f-string.
    Field,
    /// The parameters of a `lambda`, whose commas part no arguments.
    Lambda,
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    frames: Vec<Frame>,
    prev: Prev,
    /// The last token, where it is a name.
    word: Option<Span>,
    /// Whether `def` or `class` stands before that name.
    defines: bool,
    inside: Inside,
}

impl Scanner<'_> {
    fn brackets(&self) -> impl Iterator<Item = &Bracket> {
        self.frames.iter().filter_map(|f| match f {
            Frame::Bracket(bracket) => Some(bracket),
            _ => None,
        })
    }

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
                if let Some(Frame::Bracket(bracket)) = self.frames.last_mut() {
                    bracket.arguments.push(Argument::default());
                }
            }
            _ if b == b'_' || b >= 0x80 || b.is_ascii_alphanumeric() => self.word(limit),
            _ => {
                self.begin(0);
                if b == b'*'
                    && let Some(Frame::Bracket(bracket)) = self.frames.last_mut()
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
    fn begin(&mut self, keyword: usize) {
        let at = self.at;
        if let Some(Frame::Bracket(bracket)) = self.frames.last_mut()
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
        let is_word = |c: char| c == '_' || c.is_alphanumeric();
        // A character that is no part of a name, such as a dash from a word processor.
        let len = match rest.find(|c| !is_word(c)).unwrap_or(rest.len()) {
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
        if word == "lambda" && !is_attribute && !self.frames.is_empty() {
            self.frames.push(Frame::Lambda);
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
        let callee = callee.filter(|c| !is_pattern(self.text, c.start as usize));
        let is_definition = callee.is_some() && self.defines;
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
        let opening = match kind {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        let fits = |f: &Frame| match f {
            Frame::Bracket(bracket) => bracket.kind == opening,
            Frame::Field => kind == b'}',
            Frame::Format { .. } | Frame::Lambda => false,
        };
        // A bracket that fits none that is open in this string or field is a slip.
        let border = self
            .frames
            .iter()
            .rposition(|f| matches!(f, Frame::Field | Frame::Format { .. }));
        let found = self.frames.iter().rposition(fits);
        if let Some(found) = found.filter(|f| border.is_none_or(|b| *f >= b)) {
            self.frames.truncate(found);
        }
    }

    /// A string that starts at `start`, prefix and all.
    fn string(&mut self, start: usize, limit: usize) {
        let quote_at = start
            + self.bytes[start..]
                .iter()
                .take_while(|b| b.is_ascii_alphabetic())
                .count();
        let quote = self.bytes[quote_at];
        let prefix = self.text[start..quote_at].to_ascii_lowercase();
        // The quote that ends an f-string, reached in one of its fields.
        if let Some(Frame::Field) = self.frames.last()
            && let Some(Frame::Format { quote: q, .. }) = self.frames.iter().rev().nth(1)
            && *q == quote
            && prefix.is_empty()
        {
            self.frames.pop();
            return;
        }
        self.begin(0);
        let triple = self.bytes[quote_at..].starts_with(&[quote; 3]);
        let content = quote_at + if triple { 3 } else { 1 };
        (self.prev, self.word) = (Prev::Text, None);
        if prefix.contains(['f', 't']) {
            self.at = content;
            self.frames.push(Frame::Format { quote, triple });
            if limit < content && limit > start {
                self.inside = Inside::Other;
            }
            return;
        }
        let (end, after) = self.string_end(content, quote, triple);
        if limit >= content && limit <= end {
            self.inside = match prefix.contains('b') {
                true => Inside::Other,
                false => Inside::Text(Span::new(content, end)),
            };
        } else if limit > start && limit < content {
            self.inside = Inside::Other;
        }
        self.at = after;
    }

    /// Where the content of a string ends, and where its closing quote does.
    fn string_end(&self, content: usize, quote: u8, triple: bool) -> (usize, usize) {
        let mut i = content;
        while let Some(&b) = self.bytes.get(i) {
            match b {
                b'\\' => i += 2,
                b'\n' if !triple => return (self.before_break(i), i),
                _ if b != quote => i += 1,
                _ if !triple => return (i, i + 1),
                _ if self.bytes[i..].starts_with(&[quote; 3]) => return (i, i + 3),
                _ => i += 1,
            }
        }
        (self.bytes.len(), self.bytes.len())
    }

    /// The text of an f-string from here on, up to a field or its end.
    fn format_text(&mut self, quote: u8, triple: bool, limit: usize) {
        let mut i = self.at;
        let mut ended = true;
        let end = loop {
            match self.bytes.get(i) {
                None => {
                    (ended, i) = (false, self.bytes.len());
                    self.frames.pop();
                    break i;
                }
                Some(b'\\') => i += 2,
                Some(b'\n') if !triple => {
                    ended = false;
                    self.frames.pop();
                    break i;
                }
                Some(b'{') if self.bytes.get(i + 1) == Some(&b'{') => i += 2,
                Some(b'{') => {
                    self.frames.push(Frame::Field);
                    (self.prev, self.word) = (Prev::Operator, None);
                    break i + 1;
                }
                Some(&b) if b == quote && (!triple || self.bytes[i..].starts_with(&[quote; 3])) => {
                    self.frames.pop();
                    self.prev = Prev::Text;
                    break i + if triple { 3 } else { 1 };
                }
                Some(_) => i += 1,
            }
        };
        if limit < end || limit == end && !ended {
            self.inside = Inside::Other;
        }
        self.at = end;
    }

    fn line_break(&mut self) {
        self.at += 1;
        // A field of an f-string on one line ends with it.
        if let Some(cut) = self
            .frames
            .iter()
            .position(|f| matches!(f, Frame::Format { triple: false, .. }))
        {
            self.frames.truncate(cut);
        }
        let first = self.brackets().next().map(|b| b.at);
        let Some(first) = first else {
            (self.prev, self.word, self.defines) = (Prev::Start, None, false);
            return;
        };
        self.word = None;
        let line = &self.text[self.at..self.line_end(self.at)];
        let opened = self.text[..first].rfind('\n').map_or(0, |i| i + 1);
        let indent = |s: &str| s.len() - s.trim_start_matches([' ', '\t']).len();
        let outer = indent(&self.text[opened..]);
        let deeper = indent(line) > outer;
        if begins_statement(line, self.prev, deeper) {
            self.frames.clear();
            self.prev = Prev::Start;
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        let len = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        self.before_break(from + len)
    }

    /// The same place, before a carriage return that belongs to the line break there.
    fn before_break(&self, at: usize) -> usize {
        match at.checked_sub(1) {
            Some(i) if self.bytes[i] == b'\r' => i,
            _ => at,
        }
    }
}

/// Whether a name stands in the pattern of a `case`.
fn is_pattern(text: &str, at: usize) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..at];
    let pattern = line.trim_start().strip_prefix("case ");
    pattern.is_some_and(|p| !p.trim_start().starts_with('=') && !p.contains(" if "))
}

fn is_prefix(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "r" | "b" | "u" | "f" | "t" | "rb" | "br" | "fr" | "rf" | "tr" | "rt"
    )
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
