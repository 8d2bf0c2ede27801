//! Text and code in Markdown: what is put in comes out of a renderer as the same characters.

use syntax::text::line_start;

/// Longest run of backticks that a code span is put round: renderers take longer ones for text.
pub(super) const LONGEST: usize = 8;

/// Adds text without line breaks. Blanks that would start a line are left out: they could make it code.
pub(super) fn escaped(out: &mut String, text: &str) {
    let line = line_start(out, out.len());
    let mut last = out[line..].chars().next_back();
    for (i, c) in text.char_indices() {
        let next = text[i + c.len_utf8()..].chars().next();
        let before = &out[line..];
        let starts = before.is_empty();
        if starts && matches!(c, ' ' | '\t') {
            continue;
        }
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_number = || !starts && before.bytes().all(|b| b.is_ascii_digit());
        let is_mark = match c {
            '\\' | '*' | '[' | ']' | '<' | '|' | '~' | '&' => true,
            '#' | '>' | '=' => starts,
            '-' | '+' => starts && (is_blank(next) || next == Some(c) || next == Some(':')),
            '_' => !(is_word(last) && is_word(next)),
            // Addresses become links by themselves.
            ':' => starts || next == Some('/'),
            '@' => !is_blank(last) && !is_blank(next),
            '.' if ends_with_www(before) => true,
            '.' | ')' => is_blank(next) && is_number(),
            _ => false,
        };
        match c {
            // Escaped with a backslash it could still end up beside the backticks of a code span.
            '`' => out.push_str("&#96;"),
            _ if is_mark => out.extend(['\\', c]),
            _ => out.push(c),
        }
        last = Some(c);
    }
}

fn ends_with_www(text: &str) -> bool {
    let at = text.len().saturating_sub(3);
    text.get(at..)
        .is_some_and(|t| t.eq_ignore_ascii_case("www"))
}

/// Adds a code span; line breaks become blanks.
pub(super) fn code(out: &mut String, code: &str) {
    let code = code.replace("\r\n", " ").replace(['\n', '\r'], " ");
    let longest = longest_run(&code);
    if longest > LONGEST {
        return escaped(out, code.trim());
    }
    if out.ends_with('`') {
        out.push(' ');
    }
    let marks = "`".repeat(longest + 1);
    // One blank at both ends is taken away.
    let both = |c| code.starts_with(c) && code.ends_with(c);
    let is_padded = code.starts_with('`')
        || code.ends_with('`')
        || both(' ') && !code.bytes().all(|b| b == b' ');
    let blank = if is_padded || code.is_empty() {
        " "
    } else {
        ""
    };
    let tail = if code.is_empty() { "" } else { blank };
    out.extend([marks.as_str(), blank, code.as_str(), tail, marks.as_str()]);
}

/// Lines of code between fences that none of them can close.
pub(super) fn fenced(language: &str, code: &str) -> String {
    let code = code.replace("\r\n", "\n").replace('\r', "\n");
    let marks = "`".repeat(longest_run(&code).max(2) + 1);
    format!(
        "{marks}{language}\n{}\n{marks}",
        code.trim_end_matches('\n')
    )
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}
