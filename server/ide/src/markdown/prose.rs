//! What somebody wrote for people, a summary or a docstring, as Markdown: paragraphs, line breaks, code
//! spans and code blocks stay, everything else is shown as it was written.

use syntax::text::{is_blank, leading};

use super::text::{LONGEST, code, escaped, fenced};

/// A line that is shorter was not broken for want of room.
const FULL: usize = 60;

pub(super) fn markdown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        let start = at;
        if first.trim().is_empty() {
            at += 1;
        } else if let Some((marks, language)) = fence(first) {
            let is_end = |l: &&str| l.trim().starts_with(marks) && is_run(l.trim());
            let rest = &lines[start + 1..];
            let len = rest.iter().position(is_end).unwrap_or(rest.len());
            blocks.push(fenced(language, &rest[..len].join("\n")));
            at = start + len + 2;
        } else if is_indented(first) {
            let is_more = |l: &&str| l.trim().is_empty() || is_indented(l);
            let len = lines[start..].iter().take_while(|l| is_more(l)).count();
            blocks.push(fenced("", dedented(&lines[start..start + len]).trim_end()));
            at = start + len;
        } else {
            let is_more = |l: &&str| !l.trim().is_empty() && fence(l).is_none();
            let len = lines[start..].iter().take_while(|l| is_more(l)).count();
            let mut out = String::new();
            line(&mut out, &lines[start..start + len].join("\n"));
            blocks.push(out);
            at = start + len;
        }
    }
    blocks.join("\n\n")
}

/// The marks of a line that opens a block of code, and its language.
fn fence(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start_matches(' ');
    let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = bare.trim_start_matches(mark);
    let marks = &bare[..bare.len() - info.len()];
    if marks.len() < 3 || line.len() - bare.len() > 3 || mark == '`' && info.contains('`') {
        return None;
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-#".contains(c);
    let language = info.trim();
    Some((
        marks,
        if language.chars().all(is_plain) {
            language
        } else {
            ""
        },
    ))
}

fn is_run(text: &str) -> bool {
    text.bytes().all(|b| b == b'`') || text.bytes().all(|b| b == b'~')
}

fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

fn dedented(lines: &[&str]) -> String {
    let indent = |l: &&&str| leading(l, is_blank).len();
    let own = lines.iter().filter(|l| !l.trim().is_empty());
    let least = own.map(|l| indent(&l)).min().unwrap_or(0);
    let lines = lines.iter().map(|l| l.get(least..).unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

/// Adds a paragraph: lines without a blank one among them.
pub(super) fn line(out: &mut String, text: &str) {
    let mut done = 0;
    let runs = runs(text);
    let ends = ends(&runs);
    let mut next = 0;
    while let Some(&(start, len)) = runs.get(next) {
        match ends[next] {
            Some(end) => {
                lines(out, text, done..start);
                let inner = &text[start + len..runs[end].0];
                let bare = inner.strip_prefix(' ').and_then(|i| i.strip_suffix(' '));
                code(out, bare.filter(|b| !b.trim().is_empty()).unwrap_or(inner));
                done = runs[end].0 + len;
                next = end + 1;
            }
            None => next += 1,
        }
    }
    lines(out, text, done..text.len());
}

/// The runs of backticks: where each starts, and its length.
fn runs(text: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some((start, len)) if *start + *len == at => *len += 1,
            _ => runs.push((at, 1)),
        }
    }
    runs
}

/// For each run the one that closes it.
fn ends(runs: &[(usize, usize)]) -> Vec<Option<usize>> {
    let mut nearest = [None; LONGEST + 1];
    let mut ends = vec![None; runs.len()];
    for (i, (_, len)) in runs.iter().enumerate().rev() {
        if let Some(nearest) = nearest.get_mut(*len) {
            ends[i] = nearest.replace(i);
        }
    }
    ends
}

/// Adds a part of a paragraph that is no code.
fn lines(out: &mut String, paragraph: &str, part: std::ops::Range<usize>) {
    let mut at = part.start;
    for (i, line) in paragraph[part].split('\n').enumerate() {
        if i > 0 {
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            out.push_str(match is_meant(&paragraph[..at - 1], &paragraph[at..]) {
                true => "  \n",
                false => "\n",
            });
        }
        escaped(out, line);
        at += line.len() + 1;
    }
}

/// Whether a line was broken on purpose, not for want of room.
fn is_meant(before: &str, after: &str) -> bool {
    let before = before.rsplit('\n').next().unwrap_or("");
    let after = after.split('\n').next().unwrap_or("");
    let is_item = |c: char| c.is_whitespace() || "-*+>|#@:=•".contains(c);
    let number = after.trim_start_matches(|c: char| c.is_ascii_digit());
    before.chars().count() < FULL
        || after.starts_with(is_item)
        || number.len() < after.len() && number.starts_with(['.', ')'])
}
