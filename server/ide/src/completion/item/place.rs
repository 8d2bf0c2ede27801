//! Where in a file beside flows the cursor is, by the indentation of the lines above: such files are small, and half
//! typed where somebody writes.

use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::text::line_start;

/// The line of the cursor, and what it is in.
#[derive(Debug)]
pub(super) struct Place<'t> {
    /// The keys above, from the outermost one; an item of a list as [`Step::Item`].
    pub(super) above: Vec<Step<'t>>,
    /// The column of the line's key, from 0.
    pub(super) column: usize,
    /// Where the key, or what is typed of it, starts.
    pub(super) start: usize,
    /// Where the line ends, without its line break.
    pub(super) end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step<'t> {
    Key(&'t str),
    Item,
}

/// A line with something on it.
struct Line<'t> {
    /// The column of its first character.
    indent: usize,
    /// The column of its key, behind the dashes.
    column: usize,
    dashes: Vec<usize>,
    /// From its key on.
    body: &'t str,
}

impl<'t> Line<'t> {
    fn read(line: &'t str) -> Line<'t> {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let mut column = indent;
        let mut dashes = Vec::new();
        let mut body = &line[indent..];
        while let Some(rest) = body
            .strip_prefix('-')
            .filter(|r| r.is_empty() || r.starts_with(' '))
        {
            dashes.push(column);
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            column += 1 + blanks;
            body = &rest[blanks..];
        }
        Line {
            indent,
            column,
            dashes,
            body,
        }
    }

    fn says_nothing(&self) -> bool {
        self.dashes.is_empty() && (self.body.trim_end().is_empty() || self.body.starts_with('#'))
    }

    fn key(&self) -> Option<&'t str> {
        let (key, rest) = self.body.split_once(':')?;
        let is_key = rest.is_empty() || rest.starts_with([' ', '\r']);
        let key = key.trim_end().trim_matches(['"', '\'']);
        (is_key && !key.is_empty()).then_some(key)
    }

    /// Whether nothing stands behind its key: what is below belongs to it.
    fn is_open(&self) -> bool {
        let rest = self
            .body
            .split_once(':')
            .map_or("", |(_, rest)| rest.trim());
        rest.is_empty() || rest.starts_with('#')
    }
}

/// The place of an offset; `None` within brackets, text blocks and other documents.
pub(super) fn place(text: &str, offset: usize) -> Option<Place<'_>> {
    let start = line_start(text, offset);
    let end = text[offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |i| offset + i);
    let line = Line::read(&text[start..end]);
    // What is not typed yet stands where the cursor is.
    let column = match line.body.is_empty() && line.dashes.is_empty() {
        true => offset - start,
        false => line.column,
    };
    let mut above = Vec::new();
    let mut need = column;
    for dash in line.dashes.iter().rev() {
        above.push(Step::Item);
        need = *dash;
    }
    let mut in_list = !line.dashes.is_empty();
    for other in text[..start].lines().rev() {
        if other.trim_end() == "---" {
            return above.is_empty().then_some(Place {
                above,
                column,
                start: start + line.column.min(column),
                end,
            });
        }
        let other = Line::read(other);
        if other.says_nothing() {
            continue;
        }
        // The item that this key is in begins above it.
        if let Some(at) = other.dashes.iter().position(|d| *d < need)
            && !in_list
            && other.column == need
        {
            for dash in other.dashes[at..].iter().rev() {
                above.push(Step::Item);
                need = *dash;
            }
            in_list = true;
            if at > 0 || other.dashes.first() != Some(&other.indent) {
                return None;
            }
            continue;
        }
        let is_above = match in_list {
            true => other.dashes.is_empty() && other.column <= need,
            false => other.column < need,
        };
        if is_above {
            if !other.is_open() {
                return None;
            }
            above.push(Step::Key(other.key()?));
            need = other.dashes.first().copied().unwrap_or(other.column);
            in_list = false;
            for _ in &other.dashes {
                above.push(Step::Item);
                in_list = true;
            }
        }
        if need == 0 && !in_list {
            break;
        }
    }
    above.reverse();
    Some(Place {
        above,
        column,
        start: start + line.column.min(column),
        end,
    })
}

/// The keys of the mapping that a key at `column` on the line at `start` is in, without its own.
pub(super) fn siblings(text: &str, line: usize, column: usize) -> FxHashSet<&str> {
    let mut keys = FxHashSet::default();
    let end = text[line..].find('\n').map_or(text.len(), |i| line + i + 1);
    for other in text[..line].lines().rev() {
        let other_line = Line::read(other);
        if other_line.says_nothing() {
            continue;
        }
        if other_line.column < column {
            break;
        }
        if other_line.column == column {
            keys.extend(other_line.key());
            if !other_line.dashes.is_empty() {
                break;
            }
        }
    }
    for other in text[end..].lines() {
        let other_line = Line::read(other);
        if other_line.says_nothing() {
            continue;
        }
        if other_line.indent < column {
            break;
        }
        if other_line.indent == column && other_line.dashes.is_empty() {
            keys.extend(other_line.key());
        }
    }
    keys
}

/// The value on the line, which the cursor must be in; without a comment behind it.
pub(super) fn value_at(text: &str, from: usize, offset: usize, end: usize) -> Span {
    let rest = &text[from..end];
    let rest = rest.find(" #").map_or(rest, |i| &rest[..i]);
    let value = rest.trim();
    let start = from + (rest.len() - rest.trim_start().len());
    match value.is_empty() || offset < start || offset > start + value.len() {
        true => Span::at(offset),
        false => Span::new(start, start + value.len()),
    }
}

#[cfg(test)]
mod tests {
    use fixture::cursor;

    use super::*;

    fn above(text: &str) -> String {
        let (text, offset) = cursor(text);
        match place(&text, offset) {
            None => "none".to_owned(),
            Some(place) => {
                let steps = place.above.iter().map(|s| match s {
                    Step::Key(key) => (*key).to_owned(),
                    Step::Item => "[]".to_owned(),
                });
                steps.collect::<Vec<_>>().join(".")
            }
        }
    }

    #[test]
    fn lines_are_below_the_keys_that_indentation_says() {
        for (text, wanted) in [
            ("<|>", ""),
            ("a: 1\n<|>", ""),
            ("a:\n  b: 1\n  <|>", "a"),
            ("a:\n  b:\n    c: 1\n  <|>", "a"),
            ("a:\n  b:\n    <|>", "a.b"),
            ("a:\n  - <|>", "a.[]"),
            ("a:\n- <|>", "a.[]"),
            ("a:\n  - b: 1\n    <|>", "a.[]"),
            ("a:\n- b: 1\n  <|>", "a.[]"),
            ("a:\n  - b:\n      <|>", "a.[].b"),
            ("a:\n  - b: 1\n  - c: 1\n    d<|>: 2", "a.[]"),
            ("a:\n  b: 1\n\n  # why\n  <|>", "a"),
            ("a: 1\n  <|>", "none"),
            ("a: |\n  <|>", "none"),
            ("x:\n  y: 1\na:\n  <|>", "a"),
        ] {
            assert_eq!(above(text), wanted, "{text}");
        }
    }

    #[test]
    fn the_keys_beside_it() {
        let keys = |text: &str| -> Vec<String> {
            let (text, offset) = cursor(text);
            let place = place(&text, offset).unwrap();
            let line = line_start(&text, offset);
            let mut keys: Vec<String> = siblings(&text, line, place.column)
                .into_iter()
                .map(str::to_owned)
                .collect();
            keys.sort();
            keys
        };
        assert_eq!(keys("a: 1\n<|>\nb:\n  c: 1\n"), ["a", "b"]);
        assert_eq!(keys("a:\n  b: 1\n  <|>\n  c: 2\nd: 1\n"), ["b", "c"]);
        assert_eq!(keys("a:\n  - b: 1\n    <|>\n  - c: 2\n"), ["b"]);
    }
}
