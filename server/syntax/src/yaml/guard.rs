//! What the YAML grammar cannot carry: its scanner keeps rows as 16-bit numbers and aborts the whole
//! process when its indentation stack outgrows its buffer (254 levels). Such texts are not parsed.
//!
//! The stack grows only by block collections, and those start where a line starts: after its
//! indentation, after further `- `, `? ` and `: ` in a row, and once more for a `key: `. In broken
//! texts such a row counts behind any other token too. Short ones between other tokens, as in code or
//! JSON on one line, do not add up: the grammar skips to the end of a line that it cannot read.

/// Most lines that are read; the grammar's rows end at 32,767.
pub const MAX_LINES: usize = 32_767;

/// Most nested block levels that are read; the grammar aborts at 254.
pub const MAX_DEPTH: usize = 240;

/// Fewest indicators in a row, behind other tokens, that count: shorter rows are code.
const LONG_ROW: usize = 8;

/// Why a text is not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TooMuch {
    /// More lines than [`MAX_LINES`]; the number of lines.
    Lines(usize),
    /// Deeper than [`MAX_DEPTH`]; the byte offset where it gets too deep.
    Depth(usize),
}

/// Whether `text` is more than can be read safely. Errs on the careful side: a list in the column of
/// its key counts as two levels whether there is a key or not, and lines of block scalars count too.
pub fn guard(text: &str) -> Option<TooMuch> {
    let mut columns: Vec<usize> = Vec::new();
    let mut rows = 0;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        // The grammar counts `\r\n` as two rows, and so does this split.
        rows += 1;
        let skip = if start == 0 && line.starts_with('\u{feff}') {
            3
        } else {
            0
        };
        let body = line[skip..].trim_end_matches(['\n', '\r']);
        if push_line(body, &mut columns).is_some() && columns.len() > MAX_DEPTH {
            let column = body.len() - body.trim_start_matches(' ').len();
            return Some(TooMuch::Depth(start + skip + column));
        }
        start += line.len();
    }
    (rows > MAX_LINES).then_some(TooMuch::Lines(rows))
}

/// Puts the block levels that this line can open onto the stack, and takes off those it ends.
/// `None`: the line does neither.
fn push_line(body: &str, columns: &mut Vec<usize>) -> Option<()> {
    let bytes = body.as_bytes();
    let column = bytes.iter().position(|&b| b != b' ')?;
    // Comments end nothing and start nothing, and neither does an indentation with a tab.
    let ordinary = !matches!(bytes[column], b'#' | b'\t');
    if ordinary {
        while columns.last().is_some_and(|&c| c >= column) {
            columns.pop();
        }
        columns.push(column);
    }
    let mut level = column;
    let mut i = column;
    while i < bytes.len() {
        let (end, indicators) = row(bytes, i);
        // At the start even one counts: it may be a list in the column of its key. So does the key.
        let levels = match ordinary && i == column {
            true => indicators + usize::from(end > i),
            false if indicators >= LONG_ROW => indicators + 1,
            false => 0,
        };
        for _ in 0..levels {
            columns.push(level);
            level += 1;
        }
        i = end + 1;
    }
    Some(())
}

/// The end of the row of indicators at `start`, and how many they are. Tags and anchors may stand
/// between them.
fn row(bytes: &[u8], start: usize) -> (usize, usize) {
    let blank = |i: usize| bytes.get(i).is_none_or(|b| matches!(b, b' ' | b'\t' | 0));
    let (mut i, mut indicators) = (start, 0);
    while let Some(&b) = bytes.get(i) {
        match b {
            b'-' | b'?' | b':' if blank(i + 1) => {
                indicators += 1;
                i += 1;
            }
            b'-' if bytes[i..].starts_with(b"---") && blank(i + 3) => i += 3,
            b'!' | b'&' => {
                while !blank(i) {
                    i += 1;
                }
            }
            b' ' | b'\t' | 0 => i += 1,
            _ => break,
        }
    }
    (i, indicators)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_texts_pass() {
        let mut text = String::from("a:\n");
        for depth in 1..60 {
            text += &format!("{}- k: [{{x: 1}}]\n", "  ".repeat(depth));
        }
        assert_eq!(guard(&text), None);
        let code = format!(
            "code: |\n{}",
            "  x = {'a': 1, 'b': 2, 'c': [1, 2]}\n".repeat(5_000)
        );
        assert_eq!(guard(&code), None);
    }

    #[test]
    fn code_with_many_colons_and_brackets_passes() {
        let json = "{\"key\": [1, {\"other\": 2}]}, ".repeat(400);
        let sql = "case when a ? b : c then '{' else '- - -' end, ".repeat(400);
        let python = "x = d[a: b: c] - - - y if z else {'[': 1}  # : : :\n";
        let mut text = String::from("value:\n  modules:\n");
        for i in 0..150 {
            text += &format!("    - id: s{i}\n      value:\n        type: rawscript\n");
            text += &format!("        content: |\n          {json}\n              {sql}\n");
            for depth in 5..20 {
                text += &format!("{}{python}", "  ".repeat(depth));
            }
        }
        assert!(text.lines().count() > 3_000);
        assert_eq!(guard(&text), None);
        assert_eq!(guard(&format!("a: {{{}}}\n", "b: 1, ".repeat(5_000))), None);
    }

    #[test]
    fn deep_or_long_texts_are_stopped() {
        for indicator in ["- ", "? ", ": ", "-\t", "&a - ", "!t - ", "- ? : "] {
            let run = indicator.repeat(300) + "x";
            assert!(
                matches!(guard(&run), Some(TooMuch::Depth(0))),
                "{indicator}"
            );
        }
        for line_break in ["\n", "\r", "\r\n"] {
            let mut keys = String::new();
            for depth in 0..300 {
                keys += &format!("{}k:{line_break}", " ".repeat(depth));
            }
            assert!(
                matches!(guard(&keys), Some(TooMuch::Depth(_))),
                "{line_break:?}"
            );
        }
        assert_eq!(
            guard(&"a: 1\n".repeat(40_000)),
            Some(TooMuch::Lines(40_000))
        );
        assert_eq!(
            guard(&"a: 1\r\n".repeat(17_000)),
            Some(TooMuch::Lines(34_000))
        );
    }

    #[test]
    fn what_ends_no_block_does_not_hide_depth() {
        for between in ["# comment\n", "\t# comment\n", "\tx\n", "\n", "   \n"] {
            let mut keys = String::new();
            for depth in 0..300 {
                keys += &format!("{}k:\n", " ".repeat(depth));
                if depth % 100 == 99 {
                    keys += between;
                }
            }
            assert!(
                matches!(guard(&keys), Some(TooMuch::Depth(_))),
                "{between:?}"
            );
        }
    }

    #[test]
    fn short_rows_do_not_add_up() {
        // What passes the guard must not abort the process: reading these would.
        for row in [
            "- - - ",
            "? ? ? ",
            ": : : ",
            "- - - - - - - ",
            "- ? : - ",
            "a: b: ",
        ] {
            for between in [
                "x ", "'q' ", "\"q\" ", "[a] ", "{b} ", "!t ", "&a ", "*a ", "# ", "| ", "\t",
            ] {
                let line = format!("{between}{row}").repeat(300);
                for text in [
                    line.clone(),
                    format!("k: {line}"),
                    format!("k:\n  {line}\n  {line}\n"),
                    format!("- {line}\n- {line}"),
                ] {
                    let yaml = crate::yaml::Yaml::new(text.as_str().into());
                    assert!(yaml.too_much().is_some() || yaml.text().len() == text.len());
                }
            }
        }
    }
}
