//! What stands between the nodes of oxc's tree, by the text: signs and words behind what is known.

use syntax::Span;

use super::Reading;

impl Reading<'_> {
    /// Where the next token begins at or behind `from`, which is no place inside of one.
    pub(super) fn next(&self, from: u32) -> u32 {
        let mut rest = &self.text[from as usize..];
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let end = match rest.as_bytes() {
                [b'/', b'/', ..] => rest.find(['\n', '\r', '\u{2028}', '\u{2029}']),
                [b'/', b'*', ..] => rest.find("*/").map(|end| end + 2),
                _ => return (self.text.len() - rest.len()) as u32,
            };
            rest = &rest[end.unwrap_or(rest.len())..];
        }
    }

    /// Where the next token ends, which has `len` bytes.
    pub(super) fn past(&self, from: u32, len: u32) -> u32 {
        let end = self.next(from) + len;
        end.min(self.text.len() as u32)
    }

    /// Whether the next token begins with this.
    pub(super) fn comes(&self, from: u32, sign: &str) -> bool {
        self.text[self.next(from) as usize..].starts_with(sign)
    }

    /// The end of what stands at or behind `from`, with `sign` where that comes next.
    pub(super) fn with(&self, from: u32, sign: &str) -> u32 {
        match self.comes(from, sign) {
            true => self.past(from, sign.len() as u32),
            false => from,
        }
    }

    /// The first `sign` among the words and stars from `from` on.
    pub(super) fn first(&self, from: u32, sign: char) -> u32 {
        let mut at = self.next(from);
        loop {
            let rest = &self.text[at as usize..];
            if rest.starts_with(sign) || rest.is_empty() {
                return at;
            }
            let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
            let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let first = rest.chars().next().map_or(1, char::len_utf8);
            at = self.next(at + word.max(first) as u32);
        }
    }

    /// A span between two offsets in bytes.
    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span { start, end }
    }
}
