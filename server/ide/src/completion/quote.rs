//! Names as the code around them writes them, so that what is inserted means the name.

use std::fmt::Write;

/// What stands between these quotes in JavaScript or Python for a name.
pub(super) fn in_code(name: &str, quote: char) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            // YAML takes none of them as they are, and JavaScript not all of them.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}') =>
            {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a property of this name can follow a dot in JavaScript.
pub(super) fn is_js_name(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    name.chars().all(is_word) && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A key that YAML reads as this name.
pub(super) fn yaml_key(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-. /".contains(c);
    let starts = |c: char| c.is_alphabetic() || c == '_';
    let is_text = syntax::yaml::is_plain_text(name);
    if is_text && name.chars().all(is_plain) && name.starts_with(starts) && !name.ends_with(' ') {
        return name.to_owned();
    }
    let in_double = in_code(name, '"');
    match name.contains(|c: char| c.is_control()) || in_double.contains("\\u") {
        true => format!("\"{in_double}\""),
        false => format!("'{}'", name.replace('\'', "''")),
    }
}

/// A scalar on one line that YAML reads as this text, without quotes where it needs none.
pub(crate) fn yaml_scalar(text: &str) -> String {
    let is_taken = |c: char| "-?:,[]{}#&*!|>'\"%@` ".contains(c);
    let is_text = syntax::yaml::is_plain_text(text);
    let is_plain = is_text
        && !text.starts_with(is_taken)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(|c: char| c.is_control());
    match is_plain {
        true => text.to_owned(),
        false if text.contains(|c: char| c.is_control()) => format!("\"{}\"", in_code(text, '"')),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_code, yaml_key};

    #[test]
    fn names_are_written_as_their_place_reads_them() {
        assert_eq!(in_code("a\"b'\\\n\u{1b}é", '"'), "a\\\"b'\\\\\\n\\u001bé");
        assert_eq!(in_code("a\"b'", '\''), "a\"b\\'");
        for (name, key) in [
            ("a-b c", "a-b c"),
            ("a ", "'a '"),
            ("1a", "'1a'"),
            ("it's: #", "'it''s: #'"),
            ("a\nb", "\"a\\nb\""),
            ("\u{ffff}\"", "\"\\uffff\\\"\""),
        ] {
            assert_eq!(yaml_key(name), key);
        }
    }
}
