//! One ignore comment: what it says, and the text without it.

use syntax::Span;
use syntax::text::{is_blank, leading, line_start};

use super::MARK;
use crate::finding::Fix;

/// A comment that silences rules, or tries to.
pub(super) struct Comment {
    /// All of it, from its sign on.
    span: Span,
    /// From the mark on.
    mark: usize,
    /// Whether it covers the whole file.
    pub(super) whole_file: bool,
    /// Whether nothing stands before it on its line.
    pub(super) own_line: bool,
    /// The rules it names, with their places.
    pub(super) rules: Vec<(String, Span)>,
    /// Why it silences nothing, and where that shows.
    pub(super) invalid: Option<(Span, String)>,
}

/// Reads a comment: `windmill-ls: ignore[a, b]` or `ignore-file[a]`. `None`: it says something else.
pub(super) fn parse(text: &str, span: Span) -> Option<Comment> {
    let raw = span.slice(text);
    let start = span.start as usize;
    let mark = raw.find(MARK)?;
    let after = mark + MARK.len();
    let verb_at = after + (raw[after..].len() - raw[after..].trim_start().len());
    let verb = &raw[verb_at..];
    if !verb.starts_with("ignore") {
        return None;
    }
    let line_start = line_start(text, start);
    let mut comment = Comment {
        span,
        mark: start + mark,
        whole_file: verb.starts_with("ignore-file"),
        own_line: text[line_start..start]
            .trim_start_matches('\u{feff}')
            .trim()
            .is_empty(),
        rules: Vec::new(),
        invalid: None,
    };
    let word = verb
        .find(|c: char| !(c.is_alphanumeric() || c == '-'))
        .unwrap_or(verb.len());
    let verb_span = Span::new(start + verb_at, start + verb_at + word);
    let invalid = |message: String| Some((verb_span, message));
    let name = &verb[..word];
    if !matches!(name, "ignore" | "ignore-file") {
        comment.invalid = invalid(format!(
            "`{name}` is not known: only `ignore` and `ignore-file` are"
        ));
        return Some(comment);
    }
    let Some(list) = verb[word..].strip_prefix('[') else {
        comment.invalid = invalid(format!("`{name}` names no rule, so nothing is silenced"));
        return Some(comment);
    };
    let Some(close) = list.find(']') else {
        comment.invalid = invalid(format!("The bracket of `{name}` is not closed"));
        return Some(comment);
    };
    let mut at = start + verb_at + word + 1;
    for part in list[..close].split(',') {
        let rule = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        if !rule.is_empty() {
            comment
                .rules
                .push((rule.to_owned(), Span::new(from, from + rule.len())));
        }
    }
    if comment.rules.is_empty() {
        comment.invalid = invalid(format!("`{name}` names no rule, so nothing is silenced"));
    }
    Some(comment)
}

impl Comment {
    /// The text without the comment; without its line, where that holds nothing else. `None` where the
    /// comment says something of its own before the mark.
    pub(super) fn removed(&self, text: &str) -> Option<Fix> {
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let sign = text.get(start..self.mark)?;
        if !sign.trim_matches(['#', '/', ' ', '\t']).is_empty() {
            return None;
        }
        let title = "Remove the comment";
        let line_start = line_start(text, start);
        if !self.own_line {
            let kept = text[..start].trim_end_matches([' ', '\t']).len();
            return Some(Fix::replace(title, Span::new(kept, end), ""));
        }
        let rest = &text[end..];
        let line_end = match rest {
            r if r.starts_with("\r\n") => end + 2,
            r if r.starts_with(['\n', '\r']) => end + 1,
            _ => end,
        };
        Some(Fix::replace(title, Span::new(line_start, line_end), ""))
    }

    /// The text without one of the comment's names.
    pub(super) fn without_name(&self, text: &str, name: Span) -> Option<Fix> {
        let (start, end) = (name.start as usize, name.end as usize);
        let after = text.get(end..self.span.end as usize)?;
        let blanks = leading(after, is_blank).len();
        let span = match after[blanks..].strip_prefix(',') {
            Some(rest) => {
                let more = leading(rest, is_blank).len();
                Span::new(start, end + blanks + 1 + more)
            }
            None => {
                let before = text[..start]
                    .trim_end_matches([' ', '\t'])
                    .strip_suffix(',')?;
                Span::new(before.len(), end)
            }
        };
        Some(Fix::replace("Remove the rule from the comment", span, ""))
    }
}
