//! Types of Python parameters, taken apart as text: what is asked of them is simple, and trees of
//! scripts are not kept.

use syntax::text::{is_word, leading};

/// The names in a type, attributes after a dot and quoted text left out.
pub(in crate::rules) fn names(ty: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = ty;
    let mut after_dot = false;
    while let Some(c) = rest.chars().next() {
        if c == '"' || c == '\'' {
            let inner = &rest[1..];
            rest = inner.find(c).map_or("", |end| &inner[end + 1..]);
            after_dot = false;
            continue;
        }
        if c == '#' {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
            continue;
        }
        let len = word(rest);
        if len > 0 {
            if !after_dot && !c.is_numeric() {
                found.push(&rest[..len]);
            }
            rest = &rest[len..];
            after_dot = false;
            continue;
        }
        after_dot = c == '.' || after_dot && c.is_whitespace();
        rest = &rest[c.len_utf8()..];
    }
    found
}

/// The members of `a | b | c`; one where there is no bar.
pub(in crate::rules) fn members(ty: &str) -> Vec<&str> {
    split(ty, '|')
}

/// `head[a, b]` taken apart; `None` for any other form.
pub(in crate::rules) fn generic(ty: &str) -> Option<(&str, Vec<&str>)> {
    let (head, rest) = ty.split_once('[')?;
    let inner = rest.strip_suffix(']')?;
    let plain = |c: char| is_word(c) || c == '.';
    let head = head.trim();
    (!head.is_empty() && head.chars().all(plain)).then(|| (head, split(inner, ',')))
}

/// The parts between top-level separators, without the blanks around them.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '(' | '{') => depth += 1,
            (None, ']' | ')' | '}') => depth = depth.saturating_sub(1),
            (None, _) if c == separator && depth == 0 => {
                parts.push(text[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

fn word(text: &str) -> usize {
    leading(text, is_word).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_picked() {
        let ty = "Optional[a.B | list['C', é1]] # D\n | x";
        assert_eq!(names(ty), ["Optional", "a", "list", "é1", "x"]);
        assert_eq!(names("'open"), Vec::<&str>::new());
        assert_eq!(names("a . b"), ["a"]);
    }

    #[test]
    fn forms_are_taken_apart() {
        assert_eq!(members("a | b[c | d] | 'e|f'"), ["a", "b[c | d]", "'e|f'"]);
        assert_eq!(members("a"), ["a"]);
        assert_eq!(
            generic("d[str, e[f, g]]"),
            Some(("d", vec!["str", "e[f, g]"]))
        );
        assert_eq!(generic("t.X [ a ]"), Some(("t.X", vec!["a"])));
        assert_eq!(
            (generic("a"), generic("a | b[c]"), generic("a[b")),
            (None, None, None)
        );
        assert_eq!(generic("a[b] | c[d]").map(|g| g.0), Some("a"));
    }
}
