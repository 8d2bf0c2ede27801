//! `{ … }` and `[ … ]` on one line, up to the cursor, closed or not.

use syntax::Span;

/// An open bracket around the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bracket {
    /// Where it stands.
    pub open: usize,
    /// Whether it is a mapping.
    pub is_mapping: bool,
    /// The key before the cursor that has its colon, and where its value starts.
    pub key: Option<(Span, usize)>,
    /// Where the entry at the cursor starts.
    pub entry: usize,
}

/// The brackets open at `to`, outermost first. `from` is the first one.
pub(crate) fn open_brackets(text: &str, from: usize, to: usize) -> Vec<Bracket> {
    let mut open: Vec<Bracket> = Vec::new();
    let mut quote = None;
    let mut at_start = true;
    for (i, c) in text[from..to].char_indices().map(|(i, c)| (from + i, c)) {
        if let Some(q) = quote {
            if c == q {
                quote = None;
            }
            continue;
        }
        let inside_mapping = open.last().is_some_and(|b| b.is_mapping);
        match c {
            '{' | '[' if at_start => {
                let is_mapping = c == '{';
                open.push(Bracket {
                    open: i,
                    is_mapping,
                    key: None,
                    entry: i + 1,
                });
                continue;
            }
            '"' | '\'' if at_start => quote = Some(c),
            '}' if inside_mapping => drop(open.pop()),
            ']' if !inside_mapping => drop(open.pop()),
            ',' => {
                if let Some(last) = open.last_mut() {
                    (last.key, last.entry) = (None, i + 1);
                }
            }
            ':' if inside_mapping && matches!(text.as_bytes().get(i + 1), None | Some(b' ')) => {
                if let Some(last) = open.last_mut().filter(|l| l.key.is_none()) {
                    let raw = &text[last.entry..i];
                    let start = last.entry + (raw.len() - raw.trim_start().len());
                    let name = raw.trim();
                    let quotes = usize::from(name.len() > 1 && name.starts_with(['"', '\'']));
                    let end = (start + name.len()).saturating_sub(quotes);
                    let value = text[i + 1..].len() - text[i + 1..].trim_start_matches(' ').len();
                    last.key = Some((Span::new(start + quotes, end), i + 1 + value));
                }
            }
            _ => {}
        }
        at_start = matches!(c, ',' | ':') || at_start && c == ' ';
    }
    open
}

/// Where the entry at `from` ends: at a comma, its bracket or the line's end.
pub(crate) fn entry_end(text: &str, from: usize, line_end: usize) -> usize {
    let rest = &text[from..line_end];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote
        && let Some(close) = rest[1..].find(quote)
    {
        return from + 1 + close + 1;
    }
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    from + rest[..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        let brackets = open_brackets(text, 0, text.len());
        let show = |b: &Bracket| match &b.key {
            Some((key, value)) => format!("{}={}", key.slice(text), &text[*value..]),
            None if b.is_mapping => format!("{{{}", &text[b.entry..]),
            None => format!("[{}", &text[b.entry..]),
        };
        brackets.iter().map(show).collect()
    }

    #[test]
    fn what_is_open() {
        assert_eq!(show("{type: javascript, expr: results."), ["expr=results."]);
        assert_eq!(show("{type: javascript, ex"), ["{ ex"]);
        assert_eq!(
            show("{ a: {type: x, 'b c': \"d, e"),
            ["a={type: x, 'b c': \"d, e", "b c=\"d, e"]
        );
        assert_eq!(show("{a: [1, "), ["a=[1, ", "[ "]);
        assert_eq!(show("{a: results[0]"), ["a=results[0]"]);
        assert!(show("{a: 1}").is_empty());
        assert!(show("[1, {a: 1}]").is_empty());
    }
}
