//! A text being edited: a rope, so that a keystroke in a large file does not copy it twice.

use std::sync::Arc;

use ropey::Rope;

use crate::{Edit, Encoding, LineCol, Span};

/// An open document. Lines and columns follow [`crate::LineIndex`].
#[derive(Clone, Debug)]
pub struct Document {
    rope: Rope,
}

impl Document {
    /// Opens a text.
    pub fn new(text: &str) -> Document {
        Document {
            rope: Rope::from_str(text),
        }
    }

    /// The whole text, to be shared by everything that looks at this version.
    pub fn text(&self) -> Arc<str> {
        Arc::from(String::from(&self.rope))
    }

    /// How many bytes the text has.
    pub fn size(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Replaces the text between two places (`None`: all of it) and says what changed, in bytes.
    /// Places outside the text are clamped; an end before its start counts as the start.
    pub fn replace(
        &mut self,
        range: Option<(LineCol, LineCol)>,
        encoding: Encoding,
        text: &str,
    ) -> Edit {
        let (start, end) = match range {
            Some((start, end)) => (self.offset(start, encoding), self.offset(end, encoding)),
            None => (0, self.rope.len_bytes()),
        };
        let end = end.max(start);
        let chars = self.rope.byte_to_char(start)..self.rope.byte_to_char(end);
        self.rope.remove(chars.clone());
        self.rope.insert(chars.start, text);
        Edit {
            span: Span::new(start, end),
            new_len: text.len(),
        }
    }

    /// Byte offset of a place, clamped to the text and to whole characters.
    pub fn offset(&self, at: LineCol, encoding: Encoding) -> usize {
        let line = at.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_bytes();
        }
        let start = self.rope.line_to_byte(line);
        let slice = self.rope.line(line);
        let mut left = at.col as usize;
        let mut offset = start;
        for c in slice.chars() {
            let width = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Chars => 1,
            };
            if left < width || c == '\n' || c == '\r' {
                return offset;
            }
            left -= width;
            offset += c.len_utf8();
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LineIndex;

    #[test]
    fn agrees_with_the_line_index() {
        let text = "a\r\ne\u{301}😀x\rb\u{2028}c\n\u{b}d\u{85}";
        let doc = Document::new(text);
        let index = LineIndex::new(text);
        for line in 0..6 {
            for col in 0..9 {
                for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Chars] {
                    let at = LineCol { line, col };
                    assert_eq!(
                        doc.offset(at, encoding),
                        index.offset(text, at, encoding),
                        "{at:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn replaces_in_utf16_columns() {
        let mut doc = Document::new("x: 😀é\r\ny: 1\r\n");
        let at = |line, col| LineCol { line, col };
        let edit = doc.replace(Some((at(0, 5), at(0, 6))), Encoding::Utf16, "ö!");
        assert_eq!(&*doc.text(), "x: 😀ö!\r\ny: 1\r\n");
        assert_eq!(
            edit,
            Edit {
                span: Span::new(7, 9),
                new_len: 3
            }
        );
        doc.replace(None, Encoding::Utf16, "");
        assert_eq!(&*doc.text(), "");
    }
}
