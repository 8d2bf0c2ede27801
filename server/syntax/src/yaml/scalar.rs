//! Scalars: decoding each style with a source map, and the JSON type of a plain one.
//!
//! Follows YAML 1.2.2 chapters 7.3 (flow scalars) and 8.1 (block scalars), and the core schema 10.3.

use super::Style;
use crate::source_map::Builder;
use crate::{Decoded, SourceMap, Span};

/// JSON's types, with integers told apart from other numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without fraction or exponent.
    Integer,
    /// Any other number.
    Number,
    /// Text.
    String,
    /// A sequence.
    Array,
    /// A mapping.
    Object,
}

impl JsonType {
    /// JSON Schema's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            JsonType::Null => "null",
            JsonType::Boolean => "boolean",
            JsonType::Integer => "integer",
            JsonType::Number => "number",
            JsonType::String => "string",
            JsonType::Array => "array",
            JsonType::Object => "object",
        }
    }
}

/// The type the core schema gives a plain scalar.
pub(super) fn plain_type(text: &str) -> JsonType {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return JsonType::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return JsonType::Boolean,
        ".nan" | ".NaN" | ".NAN" => return JsonType::Number,
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF") {
        return JsonType::Number;
    }
    let all = |s: &str, f: fn(&char) -> bool| !s.is_empty() && s.chars().all(|c| f(&c));
    if all(digits, char::is_ascii_digit)
        || text
            .strip_prefix("0x")
            .is_some_and(|h| all(h, char::is_ascii_hexdigit))
        || text
            .strip_prefix("0o")
            .is_some_and(|o| all(o, |c| ('0'..='7').contains(c)))
    {
        return JsonType::Integer;
    }
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    if numeric && digits.parse::<f64>().is_ok() {
        JsonType::Number
    } else {
        JsonType::String
    }
}

/// Whether a plain scalar of this text is text, and no number, boolean or null.
pub fn is_plain_text(text: &str) -> bool {
    plain_type(text) == JsonType::String
}

/// The value of a plain scalar that [`plain_type`] calls a number.
pub(super) fn number(text: &str) -> Option<f64> {
    if let Some(hex) = text.strip_prefix("0x") {
        return i64::from_str_radix(hex, 16).ok().map(|n| n as f64);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return i64::from_str_radix(octal, 8).ok().map(|n| n as f64);
    }
    text.replacen('.', "", usize::from(text.ends_with(['f', 'F', 'n', 'N'])))
        .parse()
        .ok()
}

/// The text of `span` as it stands, without an opening quote: for text that is being typed.
pub(super) fn verbatim(text: &str, span: Span) -> Decoded {
    let raw = span.slice(text);
    let skip = usize::from(raw.starts_with(['"', '\'']));
    copied(&raw[skip..], span.start as usize + skip)
}

/// A text that is read as it stands, from `start`.
fn copied(text: &str, start: usize) -> Decoded {
    Decoded {
        text: text.to_owned(),
        map: SourceMap::verbatim(start, text.len()),
    }
}

/// Decodes the scalar at `span`. `indent` is the column of the block that holds a block scalar; `None`:
/// it is the root.
pub(super) fn decode(text: &str, span: Span, style: Style, indent: Option<usize>) -> Decoded {
    let raw = span.slice(text);
    let start = span.start as usize;
    match style {
        Style::Plain if is_verbatim(raw, None) => copied(raw, start),
        Style::Plain => flow(raw, start, span, |_, _, _| None),
        Style::Single => {
            let inner = unquote(raw, '\'');
            if is_verbatim(inner, Some(b'\'')) {
                return copied(inner, start + 1);
            }
            flow(
                inner,
                start + 1,
                inner_span(start, inner),
                |rest, at, out| {
                    rest.starts_with("''").then(|| {
                        out.replace(at, 2, "'");
                        2
                    })
                },
            )
        }
        Style::Double => {
            let inner = unquote(raw, '"');
            if is_verbatim(inner, Some(b'\\')) {
                return copied(inner, start + 1);
            }
            flow(inner, start + 1, inner_span(start, inner), escape)
        }
        Style::Literal | Style::Folded => block(text, span, style == Style::Folded, indent),
    }
}

/// Whether a text stands there as it is read: on one line, without `sign`, which begins what is written otherwise.
fn is_verbatim(text: &str, sign: Option<u8>) -> bool {
    let is_plain = |b: u8| !matches!(b, b'\n' | b'\r') && Some(b) != sign;
    !text.is_empty() && text.bytes().all(is_plain)
}

fn inner_span(start: usize, inner: &str) -> Span {
    Span::new(start + 1, start + 1 + inner.len())
}

fn unquote(raw: &str, quote: char) -> &str {
    let inner = raw.strip_prefix(quote).unwrap_or(raw);
    inner.strip_suffix(quote).unwrap_or(inner)
}

/// Plain and quoted scalars: line folding, and `special` for what else is not copied. It appends
/// what it decodes and says how many bytes it took.
fn flow(
    raw: &str,
    start: usize,
    span: Span,
    special: impl Fn(&str, usize, &mut Builder) -> Option<usize>,
) -> Decoded {
    let mut out = Builder::default();
    let mut i = 0;
    while let Some(c) = raw[i..].chars().next() {
        let rest = &raw[i..];
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            let gap = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            let breaks = line_breaks(&rest[..gap]);
            match breaks {
                0 => out.copy(start + i, &rest[..gap]),
                1 => out.replace(start + i, gap, " "),
                n => out.replace(start + i, gap, &"\n".repeat(n - 1)),
            }
            i += gap;
        } else if let Some(len) = special(rest, start + i, &mut out) {
            i += len;
        } else {
            out.copy(start + i, &rest[..c.len_utf8()]);
            i += c.len_utf8();
        }
    }
    out.finish(span.start as usize, span.end as usize)
}

fn line_breaks(text: &str) -> usize {
    let pairs = text.matches("\r\n").count();
    text.matches('\n').count() + text.matches('\r').count() - pairs
}

/// The first escape in a text in double quotes that YAML does not know, in bytes of the file. `span` is the
/// scalar's, with its quotes.
pub(super) fn bad_escape(text: &str, span: Span) -> Option<Span> {
    let raw = span.slice(text);
    let mut at = 0;
    while let Some(next) = raw[at..].find('\\') {
        at += next;
        let rest = &raw[at..];
        let read = escape(rest, 0, &mut Builder::default()).or_else(|| code_unit(rest));
        let Some(read) = read else {
            let len = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            let start = span.start as usize + at;
            return Some(Span::new(start, start + len));
        };
        at += read;
    }
    None
}

/// How long an escape of a number is that is no character, as half a surrogate pair: readers differ over those.
fn code_unit(rest: &str) -> Option<usize> {
    let len = match rest.as_bytes().get(1)? {
        b'u' => 6,
        b'U' => 10,
        _ => return None,
    };
    let digits = rest.get(2..len)?;
    digits.chars().all(|c| c.is_ascii_hexdigit()).then_some(len)
}

/// Escapes of double quotes (YAML 1.2.2, 5.7). An unknown escape is kept as written.
fn escape(rest: &str, at: usize, out: &mut Builder) -> Option<usize> {
    let mut chars = rest.strip_prefix('\\')?.chars();
    let c = chars.next()?;
    let hex = match c {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if hex > 0 {
        let digits = rest.get(2..2 + hex)?;
        let code = u32::from_str_radix(digits, 16).ok()?;
        // JSON-style surrogate pairs are two `\u` escapes for one character.
        if (0xd800..0xdc00).contains(&code) && rest.get(6..8) == Some("\\u") {
            let low = u32::from_str_radix(rest.get(8..12)?, 16).ok()?;
            let both = 0x10000 + ((code - 0xd800) << 10) + low.checked_sub(0xdc00)?;
            out.replace(at, 12, char::from_u32(both)?.encode_utf8(&mut [0; 4]));
            return Some(12);
        }
        out.replace(at, 2 + hex, char::from_u32(code)?.encode_utf8(&mut [0; 4]));
        return Some(2 + hex);
    }
    let plain = match c {
        '0' => "\0",
        'a' => "\u{7}",
        'b' => "\u{8}",
        't' | '\t' => "\t",
        'n' => "\n",
        'v' => "\u{b}",
        'f' => "\u{c}",
        'r' => "\r",
        'e' => "\u{1b}",
        ' ' => " ",
        '"' => "\"",
        '/' => "/",
        '\\' => "\\",
        'N' => "\u{85}",
        '_' => "\u{a0}",
        'L' => "\u{2028}",
        'P' => "\u{2029}",
        '\n' | '\r' => {
            let after = &rest[1..];
            let gap = after.len() - after.trim_start_matches([' ', '\t', '\n', '\r']).len();
            // Further line breaks after the escaped one are kept.
            out.replace(at, 1 + gap, &"\n".repeat(line_breaks(&after[..gap]) - 1));
            return Some(1 + gap);
        }
        _ => return None,
    };
    out.replace(at, 1 + c.len_utf8(), plain);
    Some(1 + c.len_utf8())
}

/// `|` and `>`: header, indentation, folding, chomping.
fn block(text: &str, span: Span, folded: bool, indent: Option<usize>) -> Decoded {
    let raw = span.slice(text);
    // A scalar without lines may end before its header's blanks and comment do.
    let rest = &text[span.start as usize..];
    let header_len = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let header = raw
        .get(1..header_len.min(raw.len()))
        .unwrap_or("")
        .split([' ', '\t', '#'])
        .next()
        .unwrap_or("");
    let explicit = header
        .chars()
        .find_map(|c| c.to_digit(10))
        .map(|d| d as usize);
    let (strip, keep) = (header.contains('-'), header.contains('+'));

    let lines = block_lines(text, span, header_len);
    let leading = |l: &str| l.len() - l.trim_start_matches(' ').len();
    let blank = |l: &str| leading(l) == l.len();
    let least = indent.map_or(0, |i| i + 1);
    let width = match explicit {
        Some(d) => d + indent.unwrap_or(0),
        None => {
            let text = lines.iter().map(|l| l.text);
            let first = text.clone().find(|l| !blank(l) && leading(l) >= least);
            // Without text, the widest blank line says what is indentation: all of it.
            let none = || text.map(leading).max().unwrap_or(0).max(least);
            first.map_or_else(none, leading)
        }
    };
    // Blanks beyond the indentation are text.
    let has_text =
        |l: &str| l.len() > width && leading(l) >= width || !l.trim_matches([' ', '\t']).is_empty();
    let content = lines.iter().rposition(|l| has_text(l.text));
    let content = content.map_or(0, |i| i + 1);

    let mut out = Builder::default();
    let mut spaced_before = true; // the start counts as such: leading blank lines are kept
    let mut breaks: Vec<(usize, usize)> = Vec::new(); // not yet written: offset and width
    for line in &lines[..content] {
        let cut = width.min(leading(line.text));
        let body = &line.text[cut..];
        if !body.is_empty() {
            let spaced = body.starts_with([' ', '\t']);
            match breaks[..] {
                [(at, width)] if folded && !spaced_before && !spaced => out.replace(at, width, " "),
                [_, ref rest @ ..] if folded && !spaced_before && !spaced => {
                    rest.iter().for_each(|&b| line_feed(&mut out, text, b));
                }
                _ => breaks.iter().for_each(|&b| line_feed(&mut out, text, b)),
            }
            breaks.clear();
            spaced_before = spaced;
            out.copy(line.start + cut, body);
        }
        breaks.extend(line.line_break());
    }
    let last = breaks.pop();
    if !strip && content > 0 {
        last.iter().for_each(|&b| line_feed(&mut out, text, b));
    }
    if keep {
        // A tab is no indentation: a line with one left of the text is behind the scalar.
        let blanks = lines[content..].iter().take_while(|l| blank(l.text));
        let trailing = blanks.filter_map(BlockLine::line_break);
        trailing.for_each(|b| line_feed(&mut out, text, b));
    }
    out.finish(span.start as usize, span.end as usize)
}

/// A line of a block scalar without its break, which is `width` bytes long.
struct BlockLine<'t> {
    start: usize,
    text: &'t str,
    width: usize,
}

impl BlockLine<'_> {
    /// Offset and width of its break; `None` at the end of the file.
    fn line_break(&self) -> Option<(usize, usize)> {
        (self.width > 0).then(|| (self.start + self.text.len(), self.width))
    }
}

/// The lines after the header, and the blank ones behind, which the grammar leaves out.
fn block_lines(text: &str, span: Span, header_len: usize) -> Vec<BlockLine<'_>> {
    let mut lines = Vec::new();
    let mut at = span.start as usize + header_len;
    at += break_width(&text[at..]);
    while at < text.len() {
        let len = text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
        let line = &text[at..at + len];
        if at >= span.end as usize && line.bytes().any(|b| !matches!(b, b' ' | b'\t')) {
            break;
        }
        let width = break_width(&text[at + len..]);
        lines.push(BlockLine {
            start: at,
            text: line,
            width,
        });
        at += len + width;
    }
    lines
}

fn break_width(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with(['\n', '\r']))
    }
}

/// Appends a line break of the file, which reads as `\n` however it is written.
fn line_feed(out: &mut Builder, text: &str, (at, width): (usize, usize)) {
    if text[at..].starts_with('\n') {
        out.copy(at, "\n");
    } else {
        out.replace(at, width, "\n");
    }
}
