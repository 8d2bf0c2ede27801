//! Edits of code, be it a file's or embedded in a flow: only where the text stands in the file as it is
//! in the code, so that nothing has to be escaped or folded.

use std::ops::Range;

use model::flow::{Expression, Flow};
use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::{Pair, Style};

use crate::context::{CheckedCode, Context};
use crate::finding::{Applicability, Fix, TextEdit};

/// A span of an expression replaced in the file.
pub(in crate::rules) fn in_expression(
    cx: &Context<'_>,
    flow: &Flow,
    expression: &Expression,
    inner: Span,
    text: &str,
) -> Option<TextEdit> {
    let span = expression.outer(inner);
    let same = span.slice(cx.file.text()) == inner.slice(&expression.text);
    let quote = match flow.node(expression.node).style() {
        Some(Style::Double) => Some('"'),
        Some(Style::Single) => Some('\''),
        _ => None,
    };
    let free = quote.is_none_or(|q| !text.contains([q, '\\']));
    // In plain text these would end the scalar.
    let plain = !matches!(flow.node(expression.node).style(), Some(Style::Plain))
        || !text.contains(": ") && !text.contains(" #");
    (same && free && plain).then(|| TextEdit {
        span,
        text: text.to_owned(),
    })
}

/// A span of code replaced in the file.
pub(in crate::rules) fn replaced(
    cx: &Context<'_>,
    code: &CheckedCode,
    inner: Span,
    text: &str,
) -> Option<TextEdit> {
    let span = code.outer(inner);
    let same = span.slice(cx.file.text()) == inner.slice(&code.script.text);
    let of_file = code.key.is_none() || is_block(cx, code);
    (same && of_file).then(|| TextEdit {
        span,
        text: text.to_owned(),
    })
}

/// Lines put above the line of code that holds `inner`, without a line break at their end.
pub(in crate::rules) fn above(
    cx: &Context<'_>,
    code: &CheckedCode,
    inner: usize,
    lines: &str,
) -> Option<TextEdit> {
    let source = &code.script.text;
    let start = line_at(source, inner).start;
    let (at, indent) = outer_line(cx, code, start)?;
    let newline = line_break(cx.file.text());
    let text: String = lines.lines().map(|l| line(&indent, l) + newline).collect();
    Some(TextEdit {
        span: Span::at(at),
        text,
    })
}

/// A line put below the one of code that holds `inner`.
pub(in crate::rules) fn below(
    cx: &Context<'_>,
    code: &CheckedCode,
    inner: usize,
    new: &str,
) -> Option<TextEdit> {
    let at = line_at(&code.script.text, inner);
    let (_, indent) = outer_line(cx, code, at.start)?;
    Some(TextEdit {
        span: Span::at(code.outer(Span::at(at.end)).start as usize),
        text: format!("{}{}", line_break(cx.file.text()), line(&indent, new)),
    })
}

/// Lines put below all code.
pub(in crate::rules) fn at_end(
    cx: &Context<'_>,
    code: &CheckedCode,
    lines: &str,
) -> Option<TextEdit> {
    let source = &code.script.text;
    let text = cx.file.text();
    let newline = line_break(text);
    let last = source.trim_end().len();
    if code.key.is_none() {
        let gap = if last == 0 {
            String::new()
        } else {
            newline.repeat(3)
        };
        let lines: String = lines.lines().map(|l| format!("{l}{newline}")).collect();
        return Some(TextEdit {
            span: Span::new(last, text.len()),
            text: gap + &lines,
        });
    }
    if last == 0 {
        return None;
    }
    let (_, indent) = outer_line(cx, code, line_at(source, last - 1).start)?;
    let end = code.outer(Span::at(last)).start as usize;
    let lines: String = lines
        .lines()
        .map(|l| format!("{newline}{}", line(&indent, l)))
        .collect();
    Some(TextEdit {
        span: Span::at(end),
        text: newline.repeat(2) + &lines,
    })
}

/// The lines that hold a span, from the first one's start to past the last one's line break, where
/// nothing else stands on them.
pub(in crate::rules) fn whole_lines(
    cx: &Context<'_>,
    code: &CheckedCode,
    inner: Span,
) -> Option<Span> {
    let source = &code.script.text;
    let first = line_at(source, inner.start as usize);
    let last = line_at(source, inner.end as usize);
    let before = source[first.start..inner.start as usize].trim();
    let after = source[inner.end as usize..last.end].trim();
    if !before.is_empty() || !after.is_empty() {
        return None;
    }
    let (start, _) = outer_line(cx, code, first.start)?;
    let end = code.outer(inner).end as usize;
    let text = cx.file.text();
    let rest = text[end..].find('\n').map_or(text.len(), |i| end + i + 1);
    Some(Span::new(start, rest))
}

/// [`whole_lines`] without which the code reads on as well: of the empty lines above and below the fewer go along, and at
/// the end of the code all of them.
pub(in crate::rules) fn removed(
    cx: &Context<'_>,
    code: &CheckedCode,
    inner: Span,
) -> Option<TextEdit> {
    let (source, text) = (&code.script.text, cx.file.text());
    let span = whole_lines(cx, code, inner)?;
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let first = line_at(source, inner.start as usize).start;
    let last = line_at(source, inner.end as usize).end;
    let is_first = source[..first].trim().is_empty();
    let is_last = source[last..].trim().is_empty();
    // Where the empty lines above start, and those below end.
    let kept = text[..start]
        .trim_end_matches([' ', '\t', '\r', '\n'])
        .len();
    let above = kept + text[kept..start].find('\n').map_or(start - kept, |i| i + 1);
    let more = text[end..].trim_start_matches([' ', '\t', '\r', '\n']);
    let below = line_start(text, text.len() - more.len()).max(end);
    let lines = |span: Range<usize>| text[span].matches('\n').count();
    match (is_first, is_last) {
        (true, true) => {}
        (_, true) => {
            start = above;
            end = match code.key {
                Some(_) => below,
                None => text.len(),
            };
        }
        (true, false) => end = below,
        (false, false) if lines(end..below) <= lines(above..start) => end = below,
        (false, false) => start = above,
    }
    Some(TextEdit {
        span: Span::new(start, end),
        text: String::new(),
    })
}

/// Where a line of code starts in the file, and the blanks that the file puts before it.
fn outer_line(cx: &Context<'_>, code: &CheckedCode, start: usize) -> Option<(usize, String)> {
    if code.key.is_none() {
        return Some((start, String::new()));
    }
    if !is_block(cx, code) || code.script.text[start..].starts_with(['\n', '\r']) {
        return None;
    }
    let text = cx.file.text();
    let at = code.outer(Span::at(start)).start as usize;
    let line = line_start(text, at);
    let indent = &text[line..at];
    indent
        .chars()
        .all(|c| c == ' ')
        .then(|| (line, indent.to_owned()))
}

/// Whether code stands in a `|` block.
fn is_block(cx: &Context<'_>, code: &CheckedCode) -> bool {
    let style = code
        .module
        .zip(cx.flow())
        .and_then(|(m, f)| f.node(f.code_node(m)?).style());
    style == Some(Style::Literal)
}

fn line(indent: &str, line: &str) -> String {
    match line.is_empty() {
        true => String::new(),
        false => format!("{indent}{line}"),
    }
}

/// The line break that a text has first. Looking through all of it for each fix would take too long.
pub(crate) fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        _ => "\n",
    }
}

/// The line that holds `at`, without its break.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = line_start(text, at);
    let end = text[at..].find(['\n', '\r']);
    start..end.map_or(text.len(), |i| at + i)
}

/// Several edits as one fix; `None` where one of them cannot be made.
pub(in crate::rules) fn fix(
    title: impl Into<String>,
    is_safe: bool,
    edits: Vec<Option<TextEdit>>,
) -> Option<Fix> {
    let mut edits: Vec<TextEdit> = edits.into_iter().collect::<Option<_>>()?;
    edits.sort_by_key(|e| e.span.start);
    (!edits.is_empty()).then(|| Fix {
        title: title.into(),
        applicability: match is_safe {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        },
        edits,
        creates: None,
    })
}

/// The lines of a pair in a block mapping, from the start of its first line to past the last one's line
/// break. `None`: something else stands on them, or the mapping is in braces.
pub(in crate::rules) fn pair_lines(text: &str, pair: &Pair<'_>) -> Option<Span> {
    let (start, end) = (pair.span.start as usize, pair.span.end as usize);
    let line = line_start(text, start);
    let rest = text[end..].find('\n').map_or(text.len(), |i| end + i + 1);
    let tail = text[end..rest].trim();
    // A block scalar's span may end on its last line's break.
    let ended = text[..end].ends_with('\n');
    let rest = if ended { end } else { rest };
    let alone = text[line..start].chars().all(|c| c == ' ')
        && (ended || tail.is_empty() || tail.starts_with('#'));
    alone.then(|| Span::new(line, rest))
}
