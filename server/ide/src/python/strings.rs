//! Strings and f-strings, for the scanner: where they end, and where their fields start.

use syntax::Span;

use super::frames::Frame;
use super::lines::Prev;
use super::scan::Scanner;
use super::site::Inside;

impl Scanner<'_> {
    /// A string that starts at `start`, prefix and all.
    pub(super) fn string(&mut self, start: usize, limit: usize) {
        let quote_at = start
            + self.bytes[start..]
                .iter()
                .take_while(|b| b.is_ascii_alphabetic())
                .count();
        let quote = self.bytes[quote_at];
        let prefix = self.text[start..quote_at].to_ascii_lowercase();
        // The quote that ends an f-string, reached in one of its fields.
        if let Some(Frame::Field) = self.frames.last()
            && let Some(Frame::Format { quote: q, .. }) = self.frames.below_last()
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
    pub(super) fn format_text(&mut self, quote: u8, triple: bool, limit: usize) {
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
}

/// Whether a word before a quote is the prefix of a string.
pub(super) fn is_prefix(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "r" | "b" | "u" | "f" | "t" | "rb" | "br" | "fr" | "rf" | "tr" | "rt"
    )
}
