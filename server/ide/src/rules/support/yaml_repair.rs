//! What a broken YAML text most likely lacks: one small change at the first mistake, after which the text
//! can be read at least beyond that line.
//!
//! A space that is missing after a `-` makes ten lines below look wrong. Whoever reads "remove 2 spaces" at
//! the first of them, and does so, is worse off. So what people forget is tried, and the change that helps
//! is told in place of all that came from it.

use model::openflow::openflow;
use syntax::yaml::{Cause, Mistake, Style, Yaml};
use syntax::{LineIndex, Span};

use crate::finding::{Applicability, Fix};

/// Most bytes that are read for the repairs of one text: each change that is tried is a reading of the whole of it.
const MAX_READ: usize = 1024 * 1024;

/// Most changes to one text.
const MAX_REPAIRS: usize = 20;

/// A change after which the text can be read further, with the words for it.
pub(in crate::rules) struct Repair {
    /// The word at fault.
    pub(in crate::rules) at: Span,
    /// What is wrong.
    pub(in crate::rules) message: String,
    /// What to do.
    pub(in crate::rules) help: String,
    /// The change, as a fix.
    pub(in crate::rules) fix: Fix,
}

/// A broken text with its repairs made.
pub(in crate::rules) struct Repaired {
    /// The text, read anew.
    pub(in crate::rules) yaml: Yaml,
    /// Its lines.
    pub(in crate::rules) lines: LineIndex,
    /// The repairs, by the places of the text as it was.
    pub(in crate::rules) repairs: Vec<Repair>,
    edits: Vec<Edit>,
    /// How many bytes were read so far.
    read: usize,
}

/// A replacement: where, and the old and the new length in bytes.
struct Edit {
    start: usize,
    old: usize,
    new: usize,
}

impl Repaired {
    /// Makes the changes that help, one after the other; `None` where none does.
    pub(in crate::rules) fn new(yaml: &Yaml, lines: &LineIndex) -> Option<Repaired> {
        let mut done = Repaired {
            yaml: yaml.clone(),
            lines: lines.clone(),
            repairs: Vec::new(),
            edits: Vec::new(),
            read: 0,
        };
        while done.repairs.len() < MAX_REPAIRS && done.repair() {}
        (!done.repairs.is_empty()).then_some(done)
    }

    /// A place of the text as it is now, in the text as it was.
    pub(in crate::rules) fn before(&self, span: Span) -> Span {
        let place = |offset: u32| {
            self.edits.iter().rev().fold(offset as usize, |at, edit| {
                if at <= edit.start {
                    at
                } else if at < edit.start + edit.new {
                    edit.start + (at - edit.start).min(edit.old)
                } else {
                    at - edit.new + edit.old
                }
            })
        };
        Span::new(place(span.start), place(span.end))
    }

    /// Makes the change that helps with the first mistake, if one does.
    fn repair(&mut self) -> bool {
        let Some(&first) = self.yaml.mistakes().first() else {
            return false;
        };
        let broken = Broken {
            yaml: &self.yaml,
            text: self.yaml.text(),
            lines: &self.lines,
            first,
        };
        let line = broken.line();
        let mut best: Option<(usize, Repair, Yaml, LineIndex)> = None;
        for repair in broken.repairs() {
            let [edit] = &repair.fix.edits[..] else {
                continue;
            };
            self.read += broken.text.len();
            if self.read > MAX_READ {
                break;
            }
            let text = crate::fix::edited(broken.text, std::slice::from_ref(edit));
            let yaml = Yaml::new(text.into());
            let lines = LineIndex::new(yaml.text());
            // No repair changes the number of lines.
            let next = yaml.mistakes().first();
            let reached = next.map_or(usize::MAX, |m| lines.line_of(m.span.start as usize));
            if reached > line && best.as_ref().is_none_or(|b| reached > b.0) {
                best = Some((reached, repair, yaml, lines));
            }
            if reached == usize::MAX {
                break;
            }
        }
        let Some((_, mut repair, yaml, lines)) = best else {
            return false;
        };
        repair.at = self.before(repair.at);
        let mut made = Vec::new();
        for edit in &mut repair.fix.edits {
            made.push(Edit {
                start: edit.span.start as usize,
                old: edit.span.len(),
                new: edit.text.len(),
            });
            edit.span = self.before(edit.span);
        }
        self.edits.extend(made);
        self.repairs.push(repair);
        (self.yaml, self.lines) = (yaml, lines);
        true
    }
}

/// A text at its first mistake.
pub(in crate::rules) struct Broken<'a> {
    yaml: &'a Yaml,
    pub(in crate::rules) text: &'a str,
    pub(in crate::rules) lines: &'a LineIndex,
    pub(in crate::rules) first: Mistake,
}

impl<'a> Broken<'a> {
    /// The mistake's line, from 0.
    pub(in crate::rules) fn line(&self) -> usize {
        self.lines.line_of(self.first.span.start as usize)
    }

    /// Changes that may help, the most certain first.
    fn repairs(&self) -> Vec<Repair> {
        let line = self.line();
        let is_text = |l: &usize| !self.at(*l).1.trim().is_empty();
        let above = (0..line).rev().find(is_text);
        let lines: Vec<usize> = std::iter::once(line).chain(above).collect();
        let of_lines = |change: fn(&Self, usize) -> Option<Repair>| {
            lines
                .iter()
                .filter(|l| self.is_structure(**l))
                .filter_map(move |l| change(self, *l))
        };
        of_lines(Broken::space_after_dash)
            .chain(self.commas())
            .chain(self.inner_quote())
            .chain(of_lines(Broken::space_after_colon))
            .chain(of_lines(Broken::colon))
            .chain(self.dash())
            .chain(self.pipe())
            .chain(self.text_of_block())
            .chain(self.shifts())
            .collect()
    }

    /// Where a line starts, in bytes, and its text without its end.
    pub(in crate::rules) fn at(&self, line: usize) -> (usize, &'a str) {
        let range = self.lines.line_range(self.text, line);
        (range.start, &self.text[range.start..range.end])
    }

    /// Whether a line is none of a text that goes over several.
    fn is_structure(&self, line: usize) -> bool {
        let (start, text) = self.at(line);
        let indent = text.len() - text.trim_start().len();
        let style = self.yaml.at(start + indent).and_then(|n| n.style());
        !matches!(style, Some(Style::Literal | Style::Folded))
    }

    /// `-id: a`
    fn space_after_dash(&self, line: usize) -> Option<Repair> {
        let (start, text) = self.at(line);
        let dash = start + text.len() - text.trim_start_matches(' ').len();
        let rest = self.text[dash..start + text.len()].strip_prefix('-')?;
        let key = key(rest)?;
        rest[key.len()..]
            .strip_prefix(':')
            .filter(|r| r.is_empty() || r.starts_with(' '))?;
        Some(Repair {
            at: Span::new(dash, dash + 1 + key.len()),
            message: format!("A space is missing after the `-` of `-{key}`"),
            help: format!("write `- {key}:`; without the space this is not an item of the list"),
            fix: Fix::replace("Add the space", Span::at(dash + 1), " "),
        })
    }

    /// `type:static`
    fn space_after_colon(&self, line: usize) -> Option<Repair> {
        let (start, text) = self.at(line);
        let rest = text.trim_start_matches([' ', '-']);
        let at = start + text.len() - rest.len();
        let key = key(rest)?;
        let value = rest[key.len()..].strip_prefix(':')?;
        if value.trim().is_empty() || value.starts_with([' ', '/', ':']) || !is_field(key) {
            return None;
        }
        let behind = at + key.len() + 1;
        Some(Repair {
            at: Span::new(at, behind),
            message: format!("`{key}` needs a space after its colon"),
            help: format!("write `{key}: …`"),
            fix: Fix::replace("Add the space", Span::at(behind), " "),
        })
    }

    /// `type static`
    fn colon(&self, line: usize) -> Option<Repair> {
        let (start, text) = self.at(line);
        let rest = text.trim_start_matches([' ', '-']);
        let at = start + text.len() - rest.len();
        let key = key(rest)?;
        if !is_field(key) || !rest[key.len()..].starts_with(' ') {
            return None;
        }
        let behind = at + key.len();
        let sign = ["= ", ": ", "; "]
            .into_iter()
            .find(|s| rest[key.len() + 1..].starts_with(s));
        let old = sign.map_or(0, |_| 2);
        let mut fix = Fix::replace("Add the colon", Span::new(behind, behind + old), ":");
        fix.applicability = Applicability::Unsafe;
        Some(Repair {
            at: Span::new(at, behind),
            message: format!("`{key}` has no colon"),
            help: format!("write `{key}:` before the value"),
            fix,
        })
    }

    /// `id: b` where the other items are `- id: a`.
    fn dash(&self) -> Option<Repair> {
        if !matches!(self.first.cause, Cause::Misindented | Cause::StrayLine) {
            return None;
        }
        let line = self.line();
        let (start, text) = self.at(line);
        let rest = text.trim_start_matches(' ');
        let column = text.len() - rest.len();
        let key = key(rest)?;
        let is_name = rest.len() == key.len();
        let item = match &rest[key.len()..] {
            // One of several names.
            "" => "- ".to_owned(),
            pair if pair.starts_with(':') => format!("- {key}:"),
            _ => return None,
        };
        let is_item = |l: usize, column: usize| {
            let text = self.at(l).1;
            let rest = text
                .get(column..)
                .filter(|_| text[..column].trim().is_empty());
            // Names stand beside names, not beside mappings.
            rest.is_some_and(|t| t.starts_with(&item) && !(is_name && t.contains(':')))
        };
        let outside = |l: &usize, column: usize| {
            let text = self.at(*l).1;
            let indent = text.len() - text.trim_start().len();
            !text.trim().is_empty() && indent < column
        };
        let all = self.lines.lines();
        let near = |column: usize| {
            let above = (0..line).rev().take_while(|l| !outside(l, column));
            let below = (line + 1..all).take_while(|l| !outside(l, column));
            above.chain(below).any(|l| is_item(l, column))
        };
        let at = start + column;
        // The dash stands in the column of the key, or two before it.
        let edit = match column.checked_sub(2) {
            _ if near(column) => Fix::replace("Add the dash", Span::at(at), "- "),
            Some(left) if near(left) && !is_name => {
                Fix::replace("Add the dash", Span::new(at - 2, at), "- ")
            }
            _ => return None,
        };
        Some(Repair {
            at: Span::new(at, at + key.len()),
            message: format!("A `-` is missing before `{key}`: it starts an item of the list"),
            help: format!("write `- {key}{}`", if item == "- " { "" } else { ":" }),
            fix: Fix {
                applicability: Applicability::Unsafe,
                ..edit
            },
        })
    }

    /// `{type: static value: 3}`
    fn commas(&self) -> Option<Repair> {
        if self.first.cause != Cause::UnclosedFlow {
            return None;
        }
        let start = self.first.span.start as usize;
        let (line_start, line) = self.at(self.line());
        let text = &self.text[start..line_start + line.len()];
        if !text.starts_with('{') || !text.contains('}') {
            return None;
        }
        let mut changed = String::new();
        let (mut from, mut first) = (0, None);
        let mut quote = None;
        for (at, c) in text.char_indices() {
            match c {
                '\'' | '"' if quote.is_none() => quote = Some(c),
                _ if quote == Some(c) => quote = None,
                ' ' if quote.is_none() => {
                    let before = text[..at].trim_end();
                    let Some(key) = key(&text[at + 1..]) else {
                        continue;
                    };
                    let rest = &text[at + 1 + key.len()..];
                    let is_pair = rest.starts_with(": ") || rest.starts_with(":}");
                    if is_pair && !before.ends_with([',', '{', ':', '[']) && before.len() >= from {
                        changed += &text[from..before.len()];
                        changed.push(',');
                        from = before.len();
                        first = first.or(Some((at + 1, key)));
                    }
                }
                _ => {}
            }
        }
        let (at, key) = first?;
        let mut fix = Fix::replace("Add the comma", Span::new(start, start + from), changed);
        fix.applicability = Applicability::Unsafe;
        Some(Repair {
            at: Span::new(start + at, start + at + key.len()),
            message: format!("A comma is missing before `{key}`"),
            help: "between `{` and `}` a comma stands between the fields".to_owned(),
            fix,
        })
    }

    /// `'don't'`
    fn inner_quote(&self) -> Option<Repair> {
        if self.first.cause != Cause::StrayLine {
            return None;
        }
        let stray = self.first.span.start as usize;
        let (start, line) = self.at(self.line());
        let before = self.text[start..stray].trim_end();
        let quote = before
            .chars()
            .next_back()
            .filter(|c| matches!(c, '\'' | '"'))?;
        let close = start + before.len() - 1;
        let open = self.yaml.at(close)?.span().start as usize;
        if !self.text[open..].starts_with(quote) || open < start || open >= close {
            return None;
        }
        let value = self.text[open..start + line.len()].trim_end();
        let inside = value.strip_prefix(quote)?;
        let (text, help) = match (inside.strip_suffix(quote), quote) {
            (Some(inside), '\'') => (
                format!("'{}'", inside.replace("''", "'").replace('\'', "''")),
                "write `''` for each `'` inside, or put the whole value in double quotes",
            ),
            (Some(inside), _) => (
                format!("\"{}\"", inside.replace("\\\"", "\"").replace('"', "\\\"")),
                "write `\\\"` for each `\"` inside, or put the whole value in single quotes",
            ),
            (None, '\'') if !value.contains(['"', '\\']) => (
                format!("\"{value}\""),
                "put the whole value in double quotes",
            ),
            _ => (
                format!("'{}'", value.replace('\'', "''")),
                "put the whole value in single quotes, with `''` for each `'` inside",
            ),
        };
        let span = Span::new(open, open + value.len());
        let mut fix = Fix::replace("Put the whole value in quotes", span, text);
        fix.applicability = Applicability::Unsafe;
        Some(Repair {
            at: Span::new(close, close + 1),
            message: format!("The value ends at this `{quote}`, and text is left behind it"),
            help: help.to_owned(),
            fix,
        })
    }
}

/// The word at the start that can be a key.
pub(in crate::rules) fn key(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '$'))
        .unwrap_or(text.len());
    let key = &text[..end];
    key.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'))
        .then_some(key)
}

/// Whether the word is a field of a flow, or of the schema of its inputs.
pub(in crate::rules) fn is_field(word: &str) -> bool {
    const OF_SCHEMAS: &[&str] = &[
        "default",
        "description",
        "enum",
        "format",
        "items",
        "order",
        "properties",
        "required",
        "schema",
        "title",
        "type",
    ];
    OF_SCHEMAS.contains(&word) || openflow().has_field(word)
}
