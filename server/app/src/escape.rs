//! Text from strangers, made harmless for where it goes: one function for each medium, used at the border
//! where text leaves the program. Names, paths and messages stay as they are everywhere inside.
//!
//! What could steer a terminal, hide, or turn the order of letters round is written as `\u{1b}`, or as the
//! format writes such a character. The services that run checks take commands from what is printed:
//! GitHub a line that begins with `::`, or `##[` anywhere in it, Azure `##vso[`, TeamCity `##teamcity[`.

use std::borrow::Cow;
use std::fmt::Write;
use std::io;

use serde::Serialize;
use serde::ser::Error;
use serde_json::ser::{Formatter, Serializer};

/// For a terminal: all on one line.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    written(text, |_| false, shown)
}

/// For a log: an entry with its line's end, as bytes. Nothing in the entry ends the line.
pub(crate) fn log(entry: &[u8]) -> String {
    let entry = String::from_utf8_lossy(entry);
    format!("{}\n", line(entry.trim_end_matches('\n')))
}

/// For a terminal: a piece of a source line, which keeps its tabs. The start of a text is written as the
/// start of what the whole is written as.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    written(text, |c| c == '\t', shown)
}

/// For a terminal: a path at the start of a line, which no service may take for a command.
pub(crate) fn leading_path(path: &str) -> Cow<'_, str> {
    let path = line(path);
    match path.trim_start().starts_with(':') {
        true => format!("./{path}").into(),
        false => path,
    }
}

/// For an editor: one line of plain text.
pub(crate) fn label(text: &str) -> Cow<'_, str> {
    written(text, |c| c == '[', shown)
}

/// For an editor: lines of plain text, or Markdown.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    written(text, |c| matches!(c, '\n' | '\t' | '['), shown)
}

/// For a diff: the text of a line behind its `+`, `-` or blank, without its end. A carriage return at its
/// end and a byte order mark at its start are part of many files.
pub(crate) fn diff(text: &str) -> Cow<'_, str> {
    let (mark, text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let (text, end) = match text.strip_suffix('\r') {
        Some(start) => (start, "\r"),
        None => (text, ""),
    };
    let body = match text.trim_start().strip_prefix("::") {
        Some(_) => text.replacen(':', "\\u{3a}", 1).into(),
        None => Cow::from(text),
    };
    match written(&body, |c| c == '\t', shown) {
        Cow::Borrowed(same) if mark.len() + end.len() == 0 && same.len() == text.len() => {
            text.into()
        }
        body => format!("{mark}{body}{end}").into(),
    }
}

/// For the head of a diff: a path as git quotes it, so that what applies diffs finds the file.
pub(crate) fn diff_path(path: &str) -> Cow<'_, str> {
    if matches!(line(path), Cow::Borrowed(_)) && !path.contains(['"', '\\']) {
        return path.into();
    }
    let mut out = String::from("\"");
    for (i, c) in path.char_indices() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => out.extend(['\\', c]),
            c if is_unsafe(path, i, c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a string does not fail.
                    let _ = write!(out, "\\{byte:03o}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out.into()
}

/// For GitHub's commands: what stands behind the second `::`.
pub(crate) fn github_data(text: &str) -> String {
    // Line breaks come back there as they were, and the commands are on one line all the same.
    written(text, |c| matches!(c, '\n' | '\r' | '\t'), shown)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// For GitHub's commands: the value of a property.
pub(crate) fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// For XML 1.0, in attributes and between tags. Characters that it has no form for are shown as on a
/// terminal.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let has_form = matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ if !has_form => shown(&mut out, c),
            // A line of it must not begin like a command.
            c if is_unsafe(text, i, c) || c == ':' && text[..i].trim_start().is_empty() => {
                // Writing to a string does not fail.
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// As JSON on one line. It is read as what was written; only what is unsafe in a terminal stands as
/// `\u001b`.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let mut out = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut out, Ascii))?;
    String::from_utf8(out).map_err(serde_json::Error::custom)
}

/// For a message in SARIF, where `[text](address)` is a link.
pub(crate) fn sarif(text: &str) -> Cow<'_, str> {
    match text.contains("](") {
        true => text.replace("](", "]\\(").into(),
        false => text.into(),
    }
}

/// A path as a relative URI.
pub(crate) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                out.push(byte as char)
            }
            _ => {
                // Writing to a string does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Writes what is unsafe with `form`, but for what is kept.
fn written(
    text: &str,
    is_kept: impl Fn(char) -> bool,
    form: impl Fn(&mut String, char),
) -> Cow<'_, str> {
    let is_written = |(i, c): (usize, char)| is_unsafe(text, i, c) && !is_kept(c);
    let Some((first, _)) = text.char_indices().find(|&found| is_written(found)) else {
        return text.into();
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for (i, c) in text[first..].char_indices() {
        match is_written((first + i, c)) {
            true => form(&mut out, c),
            false => out.push(c),
        }
    }
    out.into()
}

/// A character as Rust writes it: `\n`, `\u{1b}`.
fn shown(out: &mut String, c: char) {
    match c {
        '\n' | '\r' | '\t' => out.extend(c.escape_default()),
        c => out.extend(c.escape_unicode()),
    }
}

/// Whether the character at `i` could steer, hide, turn round, or open a command. Only what stands before
/// it counts beside it.
fn is_unsafe(text: &str, i: usize, c: char) -> bool {
    match c {
        ' '..='Z' | '\\'..='~' => false,
        '[' => {
            let word = text[..i].trim_end_matches(|c: char| c.is_ascii_alphabetic());
            word.ends_with("##")
        }
        // Part of emoji and of several scripts; between plain letters they only hide.
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => {
            let before = text[..i].chars().next_back();
            before.is_none_or(|b| b.is_ascii() || is_hidden(b))
        }
        c => c.is_control() || is_hidden(c),
    }
}

/// Marks of direction, characters without a shape, line breaks that are none in source, and numbers that
/// are no characters.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
        || c as u32 & 0xfffe == 0xfffe
}

/// JSON as usual, with escapes for what is unsafe.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let form = |out: &mut String, c: char| {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        };
        writer.write_all(written(fragment, |_| false, form).as_bytes())
    }
}

#[cfg(test)]
mod tests;
