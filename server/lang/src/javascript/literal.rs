//! String literals and words, as JavaScript reads them.

/// What the inside of a string literal stands for. Broken escapes stay as they are written.
pub(super) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let Some(c) = after.chars().next() else {
            rest = &rest[at..];
            break;
        };
        let plain = &after[c.len_utf8()..];
        let (text, left) = match c {
            'n' => ("\n", plain),
            't' => ("\t", plain),
            'r' => ("\r", plain),
            'b' => ("\u{8}", plain),
            'f' => ("\u{c}", plain),
            'v' => ("\u{b}", plain),
            '0' => ("\0", plain),
            // A line break after a backslash is not part of the string.
            '\r' => ("", plain.strip_prefix('\n').unwrap_or(plain)),
            '\n' | '\u{2028}' | '\u{2029}' => ("", plain),
            'x' | 'u' => match code(after) {
                Some((decoded, left)) => {
                    out.push(decoded);
                    ("", left)
                }
                None => ("\\", after),
            },
            _ => (&after[..c.len_utf8()], plain),
        };
        out.push_str(text);
        rest = left;
    }
    out.push_str(rest);
    out
}

/// The character that `x41`, `u0041`, `u{41}` or a pair of surrogates stands for, and what follows.
fn code(text: &str) -> Option<(char, &str)> {
    if let Some(inner) = text.strip_prefix("u{") {
        let (digits, rest) = inner.split_once('}')?;
        return Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, rest));
    }
    let unit = |text: &str, len: usize| {
        let digits = text
            .get(1..1 + len)
            .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let len = if text.starts_with('x') { 2 } else { 4 };
    let first = unit(text, len)?;
    let rest = text.get(1 + len..)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, rest));
    }
    let second = unit(rest.strip_prefix('\\').filter(|r| r.starts_with('u'))?, 4)?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    let high = first.checked_sub(0xd800).filter(|high| *high < 0x400)?;
    Some((
        char::from_u32(0x10000 + (high << 10) + low)?,
        rest.get(6..)?,
    ))
}

/// Words that cannot be the name of a value.
pub(super) fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "await"
            | "break"
            | "case"
            | "catch"
            | "class"
            | "const"
            | "continue"
            | "debugger"
            | "default"
            | "delete"
            | "do"
            | "else"
            | "enum"
            | "export"
            | "extends"
            | "false"
            | "finally"
            | "for"
            | "function"
            | "if"
            | "import"
            | "in"
            | "instanceof"
            | "let"
            | "new"
            | "null"
            | "return"
            | "static"
            | "super"
            | "switch"
            | "this"
            | "throw"
            | "true"
            | "try"
            | "typeof"
            | "undefined"
            | "var"
            | "void"
            | "while"
            | "with"
            | "yield"
    )
}
