//! What can be a name.

use syntax::text::is_ascii_word;

/// Whether a text can be a name in Python, of the letters that any editor can type: an identifier of ASCII that is
/// no keyword.
pub fn is_identifier(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
        "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
        "yield", "None", "True", "False",
    ];
    let digit = name.starts_with(|c: char| c.is_ascii_digit());
    !name.is_empty() && name.chars().all(is_ascii_word) && !digit && !KEYWORDS.contains(&name)
}
