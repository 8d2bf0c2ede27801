//! String literals of Python, in text that need not parse.

/// The offset after the string literal whose quote stands at `at`.
pub fn after_string(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = bytes[at];
    let triple = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
    let mut i = if triple { at + 3 } else { at + 1 };
    loop {
        match *bytes.get(i)? {
            b'\\' => i += 2,
            b'\n' if !triple => return None,
            b if b != quote => i += 1,
            _ if !triple => return Some(i + 1),
            _ if bytes.get(i + 1) == Some(&quote) && bytes.get(i + 2) == Some(&quote) => {
                return Some(i + 3);
            }
            _ => i += 1,
        }
    }
}
