//! What the YAML grammar cannot carry: its scanner keeps rows as 16-bit numbers and aborts the whole
//! process when its indentation stack outgrows its buffer (254 levels). Such texts are not parsed.

/// Most lines that are read; the grammar's rows end at 32,767.
pub const MAX_LINES: usize = 32_767;

/// Most nested block levels that are read; the grammar aborts at 254.
pub const MAX_DEPTH: usize = 240;

/// Deepest nesting of `[` and `{`.
const MAX_FLOW_DEPTH: usize = 500;

/// Why a text is not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TooMuch {
    /// More lines than [`MAX_LINES`]; the number of lines.
    Lines(usize),
    /// Deeper than [`MAX_DEPTH`]; the byte offset where it gets too deep.
    Depth(usize),
}

/// Whether `text` is more than can be read safely. Errs on the careful side: depth is counted from
/// columns and indicators alone, inside block scalars too.
pub fn guard(text: &str) -> Option<TooMuch> {
    let mut columns: Vec<usize> = Vec::new();
    let mut flow = 0usize;
    let mut start = 0;
    let mut lines = 0usize;
    for line in text.split_inclusive('\n') {
        // The grammar counts `\r\n` as two rows.
        lines += if line.ends_with("\r\n") { 2 } else { 1 };
        lines += line.trim_end_matches(['\r', '\n']).matches('\r').count();
        let body = line.trim_end_matches(['\r', '\n']);
        let column = body.len() - body.trim_start_matches(' ').len();
        if column < body.len() {
            while columns.last().is_some_and(|&c| c >= column) {
                columns.pop();
            }
            // A sequence may stand in the column of the key it belongs to, and a block scalar
            // pushes a level of its own.
            columns.extend([column, column]);
            let bytes = body.as_bytes();
            for (i, pair) in bytes.windows(2).enumerate().skip(column) {
                if matches!(pair[0], b'-' | b'?' | b':') && matches!(pair[1], b' ' | b'\t') {
                    columns.push(i + 1);
                }
            }
            if columns.len() > MAX_DEPTH {
                return Some(TooMuch::Depth(start + column));
            }
            for (i, b) in bytes.iter().enumerate() {
                match b {
                    b'[' | b'{' => flow += 1,
                    b']' | b'}' => flow = flow.saturating_sub(1),
                    _ => {}
                }
                if flow > MAX_FLOW_DEPTH {
                    return Some(TooMuch::Depth(start + i));
                }
            }
        }
        start += line.len();
    }
    (lines > MAX_LINES).then_some(TooMuch::Lines(lines))
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
        let code = format!("code: |\n{}", "  x = {'a': 1, 'b': 2, 'c': [1, 2]}\n".repeat(5_000));
        assert_eq!(guard(&code), None);
    }

    #[test]
    fn deep_or_long_texts_are_stopped() {
        let dashes = "- ".repeat(300) + "x";
        assert!(matches!(guard(&dashes), Some(TooMuch::Depth(0))));
        let mut keys = String::new();
        for depth in 0..300 {
            keys += &format!("{}k:\n", " ".repeat(depth));
        }
        assert!(matches!(guard(&keys), Some(TooMuch::Depth(_))));
        assert!(matches!(guard(&"[".repeat(100_000)), Some(TooMuch::Depth(_))));
        assert_eq!(guard(&"a: 1\n".repeat(40_000)), Some(TooMuch::Lines(40_000)));
        assert_eq!(guard(&"a: 1\r\n".repeat(17_000)), Some(TooMuch::Lines(34_000)));
    }
}
