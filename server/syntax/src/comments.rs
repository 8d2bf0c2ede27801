//! What is blank to the parser: texts with very many comments take it far too long.
//!
//! The scanner of tree-sitter's Python looks over all comments and empty lines that follow, at each of them: a
//! block of 1,500 lines that is commented out takes it a second. And at each mistake, the parser looks
//! back over all comments and lines that go on (`\`) which no rule has taken in yet. Nobody reads thousands of
//! them from the tree, so they stand there as spaces.

use std::borrow::Cow;

use crate::language::Language;
use crate::lex;

/// How many comments at each end of a run are left in Python.
const LEFT: usize = 16;

/// How many lines of Python may go on with a `\`.
const MAX_CONTINUED: usize = 64;

/// How many comments JavaScript and TypeScript may have.
const MAX_COMMENTS: usize = 256;

/// The text for the parser: as long as `text`, with spaces for the comments in the midst of a run in Python,
/// and for each `\` with its line break where there are many.
///
/// Lines of a string may look like comments. What could end a string is left as it is.
pub(crate) fn blanked(language: Language, text: &str) -> Cow<'_, str> {
    if language != Language::Python || text.len() < 4 * LEFT {
        return Cow::Borrowed(text);
    }
    let text = joined(text).map_or(Cow::Borrowed(text), Cow::Owned);
    runs(&text).map_or(text, Cow::Owned)
}

/// The text without the `\` at the ends of its lines, if there are many.
fn joined(text: &str) -> Option<String> {
    let goes_on = |line: &&str| line.ends_with('\\') && !line.contains('#');
    if text.lines().filter(goes_on).count() <= MAX_CONTINUED {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let end = start + whole.len();
        let line = whole.trim_end_matches('\n').trim_end_matches('\r');
        if goes_on(&line) {
            let sign = start + line.len() - 1;
            // The indentation of what follows is its own.
            let is_empty = text[start..sign].trim_ascii().is_empty();
            let last = if is_empty { sign + 1 } else { end };
            bytes[sign..last].fill(b' ');
        }
        start = end;
    }
    String::from_utf8(bytes).ok()
}

/// The text without the comments in the midst of long runs, if it has such.
fn runs(text: &str) -> Option<String> {
    let mut blank: Option<Vec<u8>> = None;
    let mut run: Vec<(usize, usize)> = Vec::new();
    let mut flush = |run: &mut Vec<(usize, usize)>| {
        if run.len() > 2 * LEFT {
            let bytes = blank.get_or_insert_with(|| text.as_bytes().to_vec());
            for &(start, end) in &run[LEFT..run.len() - LEFT] {
                bytes[start..end].fill(b' ');
            }
        }
        run.clear();
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.trim_ascii();
        let end = start + line.trim_ascii_end().len();
        if code.starts_with('#') {
            let ends_string = code.contains("'''") || code.contains("\"\"\"");
            // A lone `\r` ends a line as well.
            if !ends_string && !code.contains('\r') {
                run.push((end - code.len(), end));
            }
        } else if !code.is_empty() {
            flush(&mut run);
        }
        start += line.len();
    }
    flush(&mut run);
    String::from_utf8(blank?).ok()
}

/// A text of JavaScript or TypeScript without its comments, if they are many; line breaks stay. Whoever has a tree
/// of it without an error has one of `text`, too.
pub(crate) fn bare(language: Language, text: &str) -> Option<String> {
    if !has_many(language, text) {
        return None;
    }
    let (tokens, _) = lex::before(text, text.len());
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |start: usize, end: usize| {
        let part = bytes[start..end].iter_mut();
        part.filter(|b| !matches!(b, b'\n' | b'\r'))
            .for_each(|b| *b = b' ');
    };
    let mut at = 0;
    for token in &tokens {
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        // The end of a template starts with the `}` before it.
        if start < at {
            at = at.max(end);
            continue;
        }
        // Between tokens nothing but blanks and comments stands.
        blank(at, start);
        at = end;
        // To the parser this is a comment as well, up to the end of its line.
        if text[start..].starts_with("<!--") {
            at = text[start..]
                .find(['\n', '\r'])
                .map_or(text.len(), |i| start + i);
            blank(start, at);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether [`bare`] may give something.
pub(crate) fn has_many(language: Language, text: &str) -> bool {
    let marks = |text: &str| {
        let signs = ["//", "/*", "<!--"];
        signs.iter().map(|s| text.matches(s).count()).sum::<usize>()
    };
    matches!(
        language,
        Language::JavaScript | Language::TypeScript | Language::Tsx
    ) && text.len() > 2 * MAX_COMMENTS
        && marks(text) > MAX_COMMENTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_midst_of_long_runs_is_blank() {
        let few = "# é\n".repeat(32) + "x = 1\n";
        assert_eq!(blanked(Language::Python, &few), few);
        let many = format!("a\n{}\n{}b\n", "# é\r\n".repeat(20), "  # c\n".repeat(30));
        let blank = blanked(Language::Python, &many);
        assert_eq!(blank.len(), many.len());
        let lines: Vec<_> = blank.lines().collect();
        assert_eq!(lines[16], "# é");
        assert_eq!(lines[17], "    ");
        assert_eq!(lines[35], "     ");
        assert_eq!(lines[36], "  # c");
        assert_eq!(blanked(Language::TypeScript, &many), many);
    }

    #[test]
    fn what_ends_a_string_is_left() {
        let text = format!(
            "x = '''\n{}# '''\n{}",
            "# a\n".repeat(40),
            "# b\n".repeat(40)
        );
        assert!(blanked(Language::Python, &text).contains("# '''"));
    }

    #[test]
    fn many_lines_that_go_on_are_joined() {
        let few = "x = 1 + \\\n    2\n".repeat(64);
        assert_eq!(blanked(Language::Python, &few), few);
        let many = format!(
            "{}  \\\n  é = 1\n# a \\\ny\n",
            "x = 1 \\\r\n + 2\n".repeat(65)
        );
        let blank = blanked(Language::Python, &many);
        assert_eq!(blank.len(), many.len());
        assert!(blank.starts_with("x = 1     + 2\nx"), "{blank:?}");
        assert!(
            blank.ends_with(" + 2\n   \n  é = 1\n# a \\\ny\n"),
            "{blank:?}"
        );
    }

    #[test]
    fn many_comments_of_typescript_are_bare() {
        let some = "a // b\n".repeat(256);
        assert_eq!(bare(Language::TypeScript, &some), None);
        let many = format!(
            "/* é\n*/ {}'//' = /[/*]/ `// ${{b /* c */}}` <!-- 'd\n e /",
            "a // b\n".repeat(256)
        );
        let text = bare(Language::TypeScript, &many).unwrap();
        assert_eq!(text.len(), many.len());
        assert!(text.starts_with("     \n   a     \na"), "{text:?}");
        assert!(
            text.ends_with("'//' = /[/*]/ `// ${b        }`        \n e /"),
            "{text:?}"
        );
        assert_eq!(bare(Language::Python, &many), None);
    }
}
