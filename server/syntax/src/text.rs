//! Words, lines and characters: what is asked of a few bytes of a text, wherever they stand.
//!
//! A class of characters is a function, so that it can be handed on; [`is_word`] is meant where no grammar says more.
//! What a name may be in a language is said by `lang`: these here tell how far one goes.

use crate::Span;

/// A letter, a digit or `_`: what names of Python, of SQL and of Windmill are made of.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The same or `$`: what names of JavaScript and TypeScript are made of.
pub fn is_js_word(c: char) -> bool {
    is_word(c) || c == '$'
}

/// As [`is_word`], of ASCII alone.
pub fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A space or a tab: what stands before the text of a line.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// What `text` begins with, as far as all is of the class; it may be empty.
pub fn leading(text: &str, class: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !class(c)).unwrap_or(text.len())]
}

/// What `text` ends with, as far as all is of the class; it may be empty.
pub fn trailing(text: &str, class: impl Fn(char) -> bool) -> &str {
    &text[text.trim_end_matches(class).len()..]
}

/// What lies around an offset and is of the class, be it before it, behind it or both. `None`: nothing is, or the offset
/// lies in no text or inside a character.
pub fn word_at(text: &str, offset: usize, class: impl Fn(char) -> bool) -> Option<Span> {
    word_around(text, offset, class).filter(|word| !word.is_empty())
}

/// The same, where nothing is, the empty place at the offset.
pub fn word_around(text: &str, offset: usize, class: impl Fn(char) -> bool) -> Option<Span> {
    let (before, after) = text.split_at_checked(offset)?;
    let start = offset - trailing(before, &class).len();
    let end = offset + leading(after, &class).len();
    Some(Span::new(start, end))
}

/// Whether what stands at a place goes on neither before it nor behind it.
pub fn is_whole(text: &str, at: std::ops::Range<usize>, class: impl Fn(char) -> bool) -> bool {
    !text[..at.start].ends_with(&class) && !text[at.end..].starts_with(&class)
}

/// Where the line starts that an offset is in, in bytes. Lines end at `\n` and `\r`, as [`crate::LineIndex`] has it.
pub fn line_start(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset];
    let end = before.iter().rposition(|b| matches!(b, b'\n' | b'\r'));
    end.map_or(0, |at| at + 1)
}

/// Where lines start with `#`, in bytes.
pub fn comments(text: &str) -> impl Iterator<Item = usize> + '_ {
    let is_start = |at: &usize| *at == 0 || text.as_bytes()[at - 1] == b'\n';
    text.match_indices('#').map(|(at, _)| at).filter(is_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_another_character_comes() {
        assert_eq!(leading("größe_1-x", is_word), "größe_1");
        assert_eq!(leading("-x", is_word), "");
        assert_eq!(leading("", is_word), "");
        assert_eq!(trailing("a.größe$", is_word), "");
        assert_eq!(trailing("a.größe$", is_js_word), "größe$");
        assert_eq!(trailing("größe", is_ascii_word), "e");
    }

    #[test]
    fn a_word_is_found_from_both_ends_and_inside() {
        let text = "ä.größe + b";
        let at = |offset| word_at(text, offset, is_word).map(|s| s.slice(text));
        assert_eq!(at(0), Some("ä"));
        assert_eq!(at(2), Some("ä"));
        assert_eq!(at(3), Some("größe"));
        assert_eq!(at(text.find('ß').unwrap()), Some("größe"));
        assert_eq!(at(text.find(" +").unwrap()), Some("größe"));
        assert_eq!(at(text.find('+').unwrap()), None);
        assert_eq!(at(text.len()), Some("b"));
        assert_eq!(at(1), None, "inside a character");
        assert_eq!(at(100), None);
        let plus = text.find('+').unwrap();
        assert_eq!(word_around(text, plus, is_word), Some(Span::at(plus)));
    }

    #[test]
    fn a_whole_word_has_other_characters_around_it() {
        let is = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            is_whole(text, at..at + word.len(), is_word)
        };
        assert!(is("a-b.c", "b"));
        assert!(is("b", "b"));
        assert!(!is("ab", "b"));
        assert!(!is("b_", "b"));
    }

    #[test]
    fn lines_start_behind_every_kind_of_line_end() {
        let text = "a\nb\r\nc\rd";
        let starts: Vec<usize> = (0..=text.len()).map(|at| line_start(text, at)).collect();
        assert_eq!(starts, [0, 0, 2, 2, 4, 5, 5, 7, 7]);
    }
}
