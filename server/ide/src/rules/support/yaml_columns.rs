//! Repairs of broken YAML by columns: lines that stand too far to the left or to the right, and text of several
//! lines whose `|` or whose spaces are missing.

use syntax::Span;
use syntax::yaml::Cause;

use super::yaml_repair::{Broken, Repair, is_field, key};
use crate::finding::{Applicability, Fix};

impl<'a> Broken<'a> {
    /// The line above that the lines here stand below, by their indentation; it ends with a colon or with
    /// what comes behind one, and its key holds text of several lines.
    fn text_key(&self) -> Option<(usize, &'a str, usize)> {
        let column = |l: usize| {
            let text = self.at(l).1;
            text.len() - text.trim_start_matches([' ', '-']).len()
        };
        let mut line = self.line();
        let mut indent = usize::MAX;
        while let Some(above) = line.checked_sub(1).filter(|l| self.line() - l < MAX_TEXT) {
            line = above;
            let text = self.at(line).1;
            if text.trim().is_empty() || column(line) >= indent {
                continue;
            }
            indent = column(line);
            let key = key(&text[indent..])?;
            let rest = &text[indent + key.len()..];
            if OF_TEXT.contains(&key) && rest.starts_with(':') {
                return Some((line, key, indent));
            }
            if rest.starts_with(':') && is_field(key) {
                return None;
            }
        }
        None
    }

    /// `content:` with code on the lines below, and no `|`.
    pub(in crate::rules) fn pipe(&self) -> Option<Repair> {
        let (line, key, indent) = self.text_key()?;
        let (start, text) = self.at(line);
        if !text.trim_end().ends_with(':') {
            return None;
        }
        let at = start + indent;
        let end = start + text.trim_end().len();
        let mut fix = Fix::replace("Add the `|`", Span::at(end), " |");
        fix.applicability = Applicability::Unsafe;
        Some(Repair {
            at: Span::new(at, at + key.len()),
            message: format!("A `|` is missing behind `{key}:`"),
            help: format!("write `{key}: |` where the text stands on the lines below"),
            fix,
        })
    }

    /// `content: |` with code below that is not indented.
    pub(in crate::rules) fn text_of_block(&self) -> Option<Repair> {
        let (line, key, indent) = self.text_key()?;
        let head = self.at(line).1.trim_end();
        if !head.trim_end_matches(['+', '-']).ends_with([':', '|', '>']) || head.ends_with(':') {
            return None;
        }
        let first = (line + 1..self.lines.lines()).find(|l| !self.at(*l).1.trim().is_empty())?;
        let column = |l: usize| {
            let text = self.at(l).1;
            text.len() - text.trim_start_matches(' ').len()
        };
        if column(first) > indent {
            return None;
        }
        let ends = |l: &usize| {
            let text = self.at(*l).1;
            let rest = text.trim_start_matches([' ', '-']);
            let word = super::yaml_repair::key(rest)
                .filter(|k| rest[k.len()..].starts_with(':') && is_field(k));
            word.is_some() && column(*l) <= indent
        };
        let last = (first..self.lines.lines())
            .take_while(|l| !ends(l))
            .last()?;
        let more = " ".repeat(indent + 2 - column(first));
        let from = self.at(first).0;
        let (last_start, last_text) = self.at(last);
        let span = Span::new(from, last_start + last_text.len());
        let body: String = span
            .slice(self.text)
            .split_inclusive('\n')
            .map(|l| match l.trim().is_empty() {
                true => l.to_owned(),
                false => format!("{more}{l}"),
            })
            .collect();
        let mut fix = Fix::replace("Indent the text", span, body);
        fix.applicability = Applicability::Unsafe;
        let at = from + column(first);
        Some(Repair {
            at: Span::new(at, from + self.at(first).1.trim_end().len()),
            message: format!(
                "This text is not indented further than `{key}:`, which it belongs to"
            ),
            help: format!(
                "put {} before each of its lines",
                spaces(indent + 2 - column(first))
            ),
            fix,
        })
    }

    /// A line, or the one above it, that stands a little too far to the left or to the right.
    pub(in crate::rules) fn shifts(&self) -> Vec<Repair> {
        if self.first.cause != Cause::Misindented {
            return Vec::new();
        }
        let line = self.line();
        let column = |l: usize| {
            let text = self.at(l).1;
            text.len() - text.trim_start_matches(' ').len()
        };
        let is_text = |l: &usize| !self.at(*l).1.trim().is_empty();
        let above: Vec<usize> = (0..line).rev().filter(is_text).take(MAX_ABOVE).collect();
        let mut columns: Vec<usize> = Vec::new();
        for l in &above {
            let inner = column(*l)
                + if self.at(*l).1.trim_start().starts_with("- ") {
                    2
                } else {
                    0
                };
            for c in [column(*l), inner] {
                if c != column(line) && !columns.contains(&c) && columns.len() < MAX_COLUMNS {
                    columns.push(c);
                }
            }
        }
        let own = columns.iter().filter_map(|c| self.shift(line, *c));
        // What stands alone in its column above is more likely to be wrong than all that is below.
        let other = above.first().filter(|l| column(**l) > column(line));
        own.chain(other.and_then(|l| self.shift(*l, column(line))))
            .collect()
    }

    /// The line moved to a column.
    fn shift(&self, line: usize, to: usize) -> Option<Repair> {
        let (start, text) = self.at(line);
        let rest = text.trim_start_matches(' ');
        let from = text.len() - rest.len();
        if rest.starts_with('\t') || from.abs_diff(to) > MAX_SHIFT {
            return None;
        }
        let len = match rest.strip_prefix('-') {
            Some(_) => 1,
            None => key(rest)?.len(),
        };
        let mut fix = Fix::replace(
            "Indent the line",
            Span::new(start, start + from),
            " ".repeat(to),
        );
        fix.applicability = Applicability::Unsafe;
        let at = start + from;
        let what = &self.text[at..at + len];
        Some(Repair {
            at: Span::new(at, at + len),
            message: format!("`{what}` is not aligned with the lines around it"),
            help: match to > from {
                true => format!("add {} before it", spaces(to - from)),
                false => format!("remove {} before it", spaces(from - to)),
            },
            fix,
        })
    }
}

/// Fields that hold text of several lines.
const OF_TEXT: &[&str] = &["content", "expr", "lock", "description"];

/// Most lines of text between a key and the mistake.
const MAX_TEXT: usize = 200;

/// Most lines above that say where a line may stand, most columns that are tried, and how far a line is moved.
const MAX_ABOVE: usize = 12;
const MAX_COLUMNS: usize = 4;
const MAX_SHIFT: usize = 4;

fn spaces(count: usize) -> String {
    format!("{count} space{}", if count == 1 { "" } else { "s" })
}
