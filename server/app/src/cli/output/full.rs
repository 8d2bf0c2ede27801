//! `--output-format full`: the finding, the text it speaks of with carets under it, what to do.
//!
//! The renderer gets only the lines that it shows: handing it whole files would cost their length
//! for every finding. Lines are cut around the place, so a file of one long line stays readable.

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};
use ide::{Finding, Level, Related};
use model::file::File;
use rustc_hash::FxHashMap;
use syntax::{FileId, Span};

use super::Report;
use super::place::place;
use crate::escape;

/// Most characters of a line that are shown.
const WIDTH: usize = 120;

/// Characters shown before a place in a line that is cut.
const LEAD: usize = 40;

/// Related places this many lines away at most are shown in the same excerpt.
const NEAR: usize = 50;

/// From so many equal findings of a file on, only the first is shown, with the number of the others.
const ALIKE: usize = 4;

/// Lines of the others that are named.
const LINES: usize = 5;

/// `all`: each finding on its own, also where one cause makes many of them.
pub(super) fn render(report: &Report<'_>, colored: bool, all: bool) -> String {
    let renderer = if colored {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    let mut alike: FxHashMap<Alike<'_>, Vec<Span>> = FxHashMap::default();
    for (id, finding) in report.findings.iter().filter(|_| !all) {
        alike
            .entry(Alike::of(*id, finding))
            .or_default()
            .push(finding.span);
    }
    for (id, finding) in &report.findings {
        let Some(file) = report.file(*id) else {
            continue;
        };
        let others = alike.get(&Alike::of(*id, finding));
        let others = others.filter(|o| o.len() >= ALIKE).map_or(&[][..], |o| o);
        if others.first().is_some_and(|first| *first != finding.span) {
            continue;
        }
        let mut places = Vec::new();
        let mut groups = groups(report, *id, file, finding, &mut places);
        if !others.is_empty() {
            let note = Title::NOTE.message(more(file, &others[1..]));
            let first = groups.remove(0).element(note);
            groups.insert(0, first);
        }
        let mut text = renderer.render(&groups);
        if file.text().is_empty() {
            // Without lines there is no gutter, and the arrow would stand at the margin.
            text = text.replacen('\n', "\n ", 1);
        }
        for (shown, real) in places {
            text = text.replacen(&shown, &real, 1);
        }
        out.push_str(&text);
        out.push_str("\n\n");
    }
    out
}

/// Findings that say the same of a file, at different places.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'a> {
    file: FileId,
    rule: &'static str,
    message: &'a str,
}

impl<'a> Alike<'a> {
    fn of(file: FileId, finding: &'a Finding) -> Alike<'a> {
        Alike {
            file,
            rule: finding.rule.name,
            message: &finding.message,
        }
    }
}

fn more(file: &File, others: &[Span]) -> String {
    let lines = others.iter().take(LINES);
    let lines = lines.map(|s| (file.lines().line_of(s.start as usize) + 1).to_string());
    let lines: Vec<String> = lines.collect();
    let rest = if others.len() > LINES { ", …" } else { "" };
    format!(
        "+ {} more like this, on lines {}{rest} (--verbose shows all)",
        others.len(),
        lines.join(", ")
    )
}

/// The finding and the places it speaks of. `places` gets what the renderer will write above an
/// excerpt whose lines are cut, and what it should say.
fn groups<'a>(
    report: &Report<'_>,
    id: FileId,
    file: &File,
    finding: &'a Finding,
    places: &mut Vec<(String, String)>,
) -> Vec<Group<'a>> {
    let level = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Hint => Title::INFO.with_name("hint"),
    };
    let line = |span: Span| file.lines().line_of(span.start as usize);
    let is_near = |r: &&Related| r.file == id && line(r.span).abs_diff(line(finding.span)) <= NEAR;
    let (near, far): (Vec<_>, Vec<_>) = finding.related.iter().partition(is_near);
    let mut marks = vec![Mark {
        span: finding.span,
        label: None,
    }];
    marks.extend(near.iter().map(|r| Mark {
        span: r.span,
        label: Some(&r.message),
    }));

    let title = level
        .primary_title(escape::line(&finding.message))
        .id(finding.rule.name);
    let mut group = excerpt(
        &report.path(id),
        file,
        &marks,
        Group::with_title(title),
        places,
    );
    if let Some(help) = &finding.help {
        group = group.element(Title::HELP.message(escape::line(help)));
    }
    let mut groups = vec![group];
    for related in far {
        let Some(file) = report.file(related.file) else {
            continue;
        };
        let title = Title::NOTE.secondary_title(escape::line(&related.message));
        let mark = [Mark {
            span: related.span,
            label: None,
        }];
        let path = report.path(related.file);
        groups.push(excerpt(
            &path,
            file,
            &mark,
            Group::with_title(title),
            places,
        ));
    }
    groups
}

/// A place to show; without a label it is the one that the finding is about.
struct Mark<'a> {
    span: Span,
    label: Option<&'a str>,
}

/// Adds the lines of the marks. The first mark's place is the one named above them.
fn excerpt<'a>(
    path: &str,
    file: &File,
    marks: &[Mark<'a>],
    group: Group<'a>,
    places: &mut Vec<(String, String)>,
) -> Group<'a> {
    let Some(main) = marks.first() else {
        return group;
    };
    let at = place(file, main.span.start as usize);
    let path = escape::line(path).into_owned();
    if file.text().is_empty() {
        let origin = Origin::path(path)
            .line(at.line as usize)
            .char_column(at.column as usize);
        return group.element(origin);
    }
    let line_of = |m: &Mark<'_>| {
        file.lines()
            .line_of((m.span.start as usize).min(file.text().len()))
    };
    let first = marks.iter().map(line_of).min().unwrap_or(0);
    let last = marks.iter().map(line_of).max().unwrap_or(0);
    let mut source = String::new();
    let mut annotations = Vec::new();
    for line in first..=last {
        let here: Vec<&Mark<'_>> = marks.iter().filter(|m| line_of(m) == line).collect();
        let start = source.len();
        let cut = Cut::new(file, line, here.first().map(|m| m.span));
        source.push_str(&cut.shown);
        for mark in here {
            let span = start + cut.at(mark.span.start)..start + cut.at(mark.span.end);
            annotations.push(match mark.label {
                None => {
                    let column = cut.shown[..cut.at(mark.span.start)].chars().count() + 1;
                    if column != at.column as usize {
                        let named = |c| format!("{path}:{}:{c}\n", at.line);
                        places.push((named(column), named(at.column as usize)));
                    }
                    AnnotationKind::Primary.span(span)
                }
                Some(label) => AnnotationKind::Context
                    .span(span)
                    .label(escape::line(label)),
            });
        }
        source.push('\n');
    }
    let snippet = Snippet::source(source)
        .path(path)
        .line_start(first + 1)
        .annotations(annotations);
    group.element(snippet)
}

/// One line as shown, at most [`WIDTH`] characters of it.
struct Cut<'t> {
    /// The line as a terminal may have it.
    shown: String,
    /// The part of the file that is shown, as it is.
    raw: &'t str,
    /// Where that part is in the file, in bytes.
    bytes: std::ops::Range<usize>,
    /// Bytes put before them.
    before: usize,
}

impl<'t> Cut<'t> {
    /// Cuts a line so that the start of `place` is seen.
    fn new(file: &'t File, line: usize, place: Option<Span>) -> Cut<'t> {
        let text = file.text();
        let mut bytes = file.lines().line_range(text, line);
        if text[bytes.clone()].starts_with('\u{feff}') {
            bytes.start += '\u{feff}'.len_utf8();
        }
        let start = place.map_or(bytes.start, |p| {
            (p.start as usize).clamp(bytes.start, bytes.end)
        });
        let (lead, rest) = text[bytes.clone()].split_at(start - bytes.start);
        let back = |n: usize| lead.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
        let ahead = |n: usize| rest.char_indices().nth(n).map_or(rest.len(), |(i, _)| i);
        let whole = bytes.clone();
        if ahead(WIDTH) < rest.len() || back(WIDTH) > 0 || lead.len() + rest.len() > 4 * WIDTH {
            bytes = whole.start + back(LEAD)..start + ahead(WIDTH - LEAD);
        }
        let mark = |cut: bool| if cut { "…" } else { "" };
        let (left, right) = (mark(bytes.start > whole.start), mark(bytes.end < whole.end));
        let raw = &text[bytes.clone()];
        Cut {
            shown: format!("{left}{}{right}", escape::excerpt(raw)),
            raw,
            before: left.len(),
            bytes,
        }
    }

    /// Where a byte of the file is in what is shown; the nearest end where it is not shown.
    fn at(&self, offset: u32) -> usize {
        let at = (offset as usize).clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
        let at = self.raw.floor_char_boundary(at);
        self.before + escape::excerpt(&self.raw[..at]).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::file::{FileKind, Source};

    fn cut(text: &str, line: usize, span: std::ops::Range<usize>) -> (String, String) {
        let file = File::new("/f.py".into(), FileKind::Other, Source::Text(text.into()));
        let span = Span::new(span.start, span.end);
        let cut = Cut::new(&file, line, Some(span));
        let marked = cut.shown[cut.at(span.start)..cut.at(span.end)].to_owned();
        (cut.shown, marked)
    }

    #[test]
    fn short_lines_stay_whole() {
        assert_eq!(
            cut("\u{feff}a: bé\r\nc\r\n", 0, 6..9),
            ("a: bé".into(), "bé".into())
        );
        assert_eq!(
            cut("a\r\nc\r\n", 1, 4..6),
            ("c".into(), "".into()),
            "past the line"
        );
        assert_eq!(
            cut("a\n", 1, 2..2),
            (String::new(), String::new()),
            "the end of the file"
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}WHERE{}", "é".repeat(5000), "ü".repeat(5000));
        let (shown, marked) = cut(&text, 0, 10_000..10_005);
        assert_eq!(marked, "WHERE");
        assert!(shown.starts_with("…é") && shown.ends_with("ü…"), "{shown}");
        assert_eq!(shown.chars().count(), WIDTH + 2);
    }
}
