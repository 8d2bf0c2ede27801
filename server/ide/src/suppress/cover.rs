//! The ignore comments of a file, each with the places that it covers.
//!
//! A file may have as many comments as lines: what is asked of lines and steps is worked out once for
//! all of them.

use std::cell::OnceCell;

use model::file::FileKind;
use rustc_hash::FxHashMap;
use syntax::text::line_start;
use syntax::yaml::Yaml;
use syntax::{LineIndex, Span};

use super::MARK;
use super::comment::{Comment, parse};
use crate::context::Context;

/// A comment, and what it covers; `None`: the whole file.
pub(super) type Covering = (Comment, Option<Vec<Span>>);

/// All ignore comments of a file.
pub(super) fn comments(cx: &Context<'_>) -> Vec<Covering> {
    let text = cx.file.text();
    let mut comments = Vec::new();
    let mut add = |comment: Comment, cover: &dyn Fn(bool) -> Vec<Span>| {
        let covers = (!comment.whole_file).then(|| cover(comment.own_line));
        comments.push((comment, covers));
    };
    if cx.file.kind == FileKind::Frontend {
        in_code(text, text, &|span| span, Span::at(0), &mut add);
        return comments;
    }
    if cx.file.script().is_none() {
        let flow = OfYaml {
            cx,
            next: OnceCell::new(),
            head: OnceCell::new(),
            steps: OnceCell::new(),
        };
        for &span in cx.file.yaml().comments() {
            if let Some(comment) = parse(text, span) {
                add(comment, &|own_line| flow.covers(span, own_line));
            }
        }
    }
    for code in cx.code() {
        let outer = |span| code.outer(span);
        let absent = code.place_of_absent();
        in_code(text, &code.script.text, &outer, absent, &mut add);
    }
    comments
}

/// Takes a comment, and what it covers if it has a line of its own or not.
type Add<'a> = dyn FnMut(Comment, &dyn Fn(bool) -> Vec<Span>) + 'a;

/// Adds those of the code `inner` of a file; `absent`: where it is told what the code as a whole lacks.
fn in_code(text: &str, inner: &str, outer: &dyn Fn(Span) -> Span, absent: Span, add: &mut Add<'_>) {
    if !inner.contains(MARK) {
        return;
    }
    let lines = LineIndex::new(inner);
    let signs = &["#", "//"];
    let next = next_lines(inner, &lines, signs);
    let head = head(inner, &lines, signs);
    for (span, at) in code_comments(inner) {
        let line = lines.line_of(at);
        let own = inner[lines.line_range(inner, line)]
            .trim_start_matches(BYTE_ORDER_MARK)
            .trim_start()
            .starts_with(['#', '/']);
        let target = if own { next[line] } else { line };
        let mut covers = vec![outer(lines.line_range(inner, target).into())];
        // What is found in a comment itself, right below.
        if own && line + 1 < target {
            covers.push(outer(lines.line_range(inner, line + 1).into()));
        }
        if own && line < head {
            covers.push(absent);
        }
        if let Some(comment) = parse(text, outer(span)) {
            add(comment, &|_| covers.clone());
        }
    }
}

/// Comments with the mark in code, and where each starts. A mark in a string is no harm: it would
/// have to name a rule that fires on the next line.
fn code_comments(text: &str) -> Vec<(Span, usize)> {
    let mut found = Vec::new();
    let (mut read, mut end) = (0, 0);
    for (at, _) in text.match_indices(MARK) {
        // Before the mark above, no comment of this one can start.
        let before = &text[read..at];
        let line_start = line_start(before, before.len());
        let before = &before[line_start..];
        if end <= at {
            end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
        }
        let start = before.rfind('#').or_else(|| before.rfind("//"));
        if let Some(start) = start
            && before[start..]
                .trim_start_matches(['#', '/'])
                .trim()
                .is_empty()
        {
            let start = read + line_start + start;
            found.push((Span::new(start, end), start));
        }
        read = at + MARK.len();
    }
    found
}

/// What is known of the lines of a YAML file.
struct OfYaml<'c, 'a> {
    cx: &'c Context<'a>,
    next: OnceCell<Vec<usize>>,
    head: OnceCell<usize>,
    /// The steps that start on a line.
    steps: OnceCell<FxHashMap<usize, Vec<Span>>>,
}

impl OfYaml<'_, '_> {
    /// What a comment covers.
    fn covers(&self, comment: Span, own_line: bool) -> Vec<Span> {
        let (text, lines) = (self.cx.file.text(), self.cx.file.lines());
        let line = lines.line_of(comment.start as usize);
        let next = || self.next.get_or_init(|| next_lines(text, lines, &["#"]));
        let head = *self.head.get_or_init(|| head(text, lines, &["#"]));
        let is_head = own_line && line < head;
        let line = if own_line { next()[line] } else { line };
        let range = Span::from(lines.line_range(text, line));
        let mut covers = vec![range];
        if is_head {
            covers.push(lines.line_range(text, 0).into());
        }
        let yaml = self.cx.file.yaml();
        // A scalar that starts on the line: the innermost node at the end of its first line.
        let end = (range.start as usize) + range.slice(text).trim_end().len();
        let header = if own_line {
            end
        } else {
            comment.start as usize
        };
        let header = text[..header].trim_end().len();
        if let Some(node) = yaml.at(header).filter(|n| n.style().is_some()) {
            covers.push(node.span());
        }
        if let Some(value) = next_scalar(yaml, range) {
            covers.push(value);
        }
        if own_line {
            let steps = self.steps.get_or_init(|| self.steps());
            covers.extend(steps.get(&line).into_iter().flatten());
        }
        covers
    }

    fn steps(&self) -> FxHashMap<usize, Vec<Span>> {
        let lines = self.cx.file.lines();
        let mut steps: FxHashMap<usize, Vec<Span>> = FxHashMap::default();
        if let Some(flow) = self.cx.flow() {
            for (_, module) in flow.modules() {
                let span = flow.node(module.node).span();
                let line = lines.line_of(span.start as usize);
                steps.entry(line).or_default().push(span);
            }
        }
        steps
    }
}

/// The scalar of a pair whose key stands on this line, where it goes on below.
fn next_scalar(yaml: &Yaml, line: Span) -> Option<Span> {
    let start = line.start as usize;
    let indent = line.slice(yaml.text()).len() - line.slice(yaml.text()).trim_start().len();
    let key = yaml.at(start + indent)?;
    let value = key.own_pair()?.value;
    value.filter(|v| v.style().is_some()).map(|v| v.span())
}

/// How many lines stand before the first that is neither blank nor a comment. An ignore comment on one of
/// them also covers what is found of the whole text.
fn head(text: &str, lines: &LineIndex, comments: &[&str]) -> usize {
    let has_blocks = comments.contains(&"//");
    let mut in_block = false;
    for at in 0..lines.lines() {
        let line = text[lines.line_range(text, at)].trim_start_matches(BYTE_ORDER_MARK);
        let line = line.trim();
        let opens = has_blocks && line.starts_with("/*");
        if in_block || opens {
            let inner = if opens && !in_block { &line[2..] } else { line };
            match inner.split_once("*/") {
                Some((_, behind)) if behind.trim().is_empty() => in_block = false,
                Some(_) => return at,
                None => in_block = true,
            }
        } else if !line.is_empty() && !comments.iter().any(|c| line.starts_with(c)) {
            return at;
        }
    }
    lines.lines()
}

/// It is no blank to Rust, and part of the first line.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// For each line the next one that is neither blank nor a comment; the last line where there is none.
fn next_lines(text: &str, lines: &LineIndex, comments: &[&str]) -> Vec<usize> {
    let last = lines.lines() - 1;
    let mut next = vec![last; lines.lines()];
    for line in (0..last).rev() {
        let below = text[lines.line_range(text, line + 1)].trim_start();
        let is_next = !below.is_empty() && !comments.iter().any(|c| below.starts_with(c));
        next[line] = if is_next { line + 1 } else { next[line + 1] };
    }
    next
}
