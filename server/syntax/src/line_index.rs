//! Offsets to lines and columns and back, in the three column units clients and people use.
//!
//! Line breaks are LSP's: `\n`, `\r\n` and a lone `\r`. Columns never split a character: a column
//! inside one is clamped to its start, one past the end to the end of the line.

/// The unit of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, LSP's default.
    Utf16,
    /// Unicode scalar values, what `--check` prints.
    Chars,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Chars => 1,
        }
    }
}

/// A place as line and column, both from 0; the column's unit is said beside it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct LineCol {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0.
    pub col: u32,
}

/// Where the lines of one text start.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`. There is always at least one line.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        // A document of many lines is indexed with each letter that is typed.
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        LineIndex { starts }
    }

    /// Number of lines, at least 1.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds the byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&s| s as usize <= offset) - 1
    }

    /// Byte offset of the start of `line` (from 0); the text's length for a line after the last.
    pub fn start_of(&self, text: &str, line: usize) -> usize {
        self.starts.get(line).map_or(text.len(), |&s| s as usize)
    }

    /// Byte range of `line` (from 0) without its line break.
    pub fn line_range(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let start = self.start_of(text, line);
        let end = self.start_of(text, line + 1);
        let trimmed = text[start..end].trim_end_matches(['\n', '\r']).len();
        start..start + trimmed
    }

    /// The line (from 0) and column of a byte offset; offsets past the end or inside a character
    /// are clamped.
    pub fn line_col(&self, text: &str, offset: usize, encoding: Encoding) -> LineCol {
        let offset = text.floor_char_boundary(offset);
        let line = self.line_of(offset);
        let start = self.start_of(text, line);
        let col = text[start..offset]
            .chars()
            .map(|c| encoding.width(c))
            .sum::<usize>();
        LineCol {
            line: line as u32,
            col: col as u32,
        }
    }

    /// [`LineIndex::line_col`] of many offsets, in ascending order. Takes as long as the text, however long its lines are.
    pub fn line_cols(&self, text: &str, offsets: &[u32], encoding: Encoding) -> Vec<LineCol> {
        let mut before = LineCol { line: 0, col: 0 };
        let mut at = 0;
        let place = |&offset: &u32| {
            let offset = text.floor_char_boundary(offset as usize).max(at);
            let line = self.line_of(offset);
            if line as u32 != before.line {
                at = self.start_of(text, line);
                before = LineCol {
                    line: line as u32,
                    col: 0,
                };
            }
            let width: usize = text[at..offset].chars().map(|c| encoding.width(c)).sum();
            before.col += width as u32;
            at = offset;
            before
        };
        offsets.iter().map(place).collect()
    }

    /// The byte offset of a line and column, clamped to the line and to whole characters.
    pub fn offset(&self, text: &str, at: LineCol, encoding: Encoding) -> usize {
        if at.line as usize >= self.lines() {
            return text.len();
        }
        let range = self.line_range(text, at.line as usize);
        let mut left = at.col as usize;
        for (i, c) in text[range.clone()].char_indices() {
            let width = encoding.width(c);
            if left < width {
                return range.start + i;
            }
            left -= width;
        }
        range.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\r\ne\u{301}😀x\rb\n";

    #[test]
    fn columns_in_three_units() {
        let index = LineIndex::new(TEXT);
        let at = TEXT.find('x').unwrap();
        for (encoding, col) in [
            (Encoding::Utf8, 7),
            (Encoding::Utf16, 4),
            (Encoding::Chars, 3),
        ] {
            assert_eq!(index.line_col(TEXT, at, encoding), LineCol { line: 1, col });
            assert_eq!(index.offset(TEXT, LineCol { line: 1, col }, encoding), at);
        }
        assert_eq!(index.lines(), 4);
        assert_eq!(index.line_of(TEXT.find('b').unwrap()), 2);
    }

    #[test]
    fn many_places_are_those_of_each() {
        for text in [TEXT, "", "é", "\n\n😀\r\r\nx"] {
            let index = LineIndex::new(text);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Chars] {
                let mut offsets: Vec<u32> = (0..text.len() as u32 + 3).collect();
                offsets.extend([text.len() as u32 + 2; 2]);
                let each = |&o: &u32| index.line_col(text, o as usize, encoding);
                let each: Vec<LineCol> = offsets.iter().map(each).collect();
                assert_eq!(index.line_cols(text, &offsets, encoding), each);
            }
        }
    }

    #[test]
    fn columns_are_clamped() {
        let index = LineIndex::new(TEXT);
        let clamp = |line, col| index.offset(TEXT, LineCol { line, col }, Encoding::Utf16);
        assert_eq!(clamp(0, 99), 1, "not past the line break");
        assert_eq!(
            clamp(1, 3),
            TEXT.find('😀').unwrap(),
            "inside a surrogate pair"
        );
        assert_eq!(clamp(99, 0), TEXT.len());
    }
}
