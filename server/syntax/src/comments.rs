//! Long runs of comments in Python, which are blank to the parser.
//!
//! The scanner of tree-sitter's Python looks over all comments and empty lines that follow, at each of them: a
//! block of 1,500 lines that is commented out takes it a second. Nobody reads such comments from the tree,
//! so the lines in the midst of a run stand there as spaces.

use std::borrow::Cow;

use crate::tree::Language;

/// How many comments at each end of a run are left.
const LEFT: usize = 16;

/// The text for the parser: as long as `text`, each byte of the comments in the midst of a run a space.
///
/// Lines of a string may look like comments. What could end a string is left as it is.
pub(crate) fn blanked(language: Language, text: &str) -> Cow<'_, str> {
    if language != Language::Python || text.len() < 4 * LEFT {
        return Cow::Borrowed(text);
    }
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
    match blank {
        Some(bytes) => String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned),
        None => Cow::Borrowed(text),
    }
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
}
