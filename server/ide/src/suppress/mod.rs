//! Ignore comments: which findings they silence, and which of them silence nothing.
//!
//! `# windmill-ls: ignore[rule, rule] reason` at the end of a line covers the line (and the block
//! scalar that starts on it); on a line of its own it covers the next line, the whole scalar that starts
//! there, and the whole step. `ignore-file[rule]` covers the file. In code `//` serves as well.

use model::file::{File, FileId};
use syntax::{LineIndex, Span};

use crate::Snapshot;
use crate::context::{Context, Shared};
use crate::finding::Finding;
use crate::rules::{RULES, did_you_mean, invalid_ignore, unused_ignore};

const MARK: &str = "windmill-ls:";

mod add;
mod comment;

pub use add::Ignored;

use comment::{Comment, parse};

/// One rule named in one comment.
struct Ignore {
    rule: String,
    /// The rule's name in the comment.
    span: Span,
    /// Which comment, and which of its names.
    comment: usize,
    /// What it covers; `None`: the whole file.
    covers: Option<Vec<Span>>,
    used: bool,
}

/// Whether any comment of a file may silence something.
pub(crate) fn is_asked(file: &File) -> bool {
    file.text().contains(MARK)
}

/// The findings that no comment silences, and one for each comment that silences nothing.
pub(crate) fn apply(
    snapshot: &Snapshot,
    id: FileId,
    file: &File,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    if !file.text().contains(MARK) {
        return findings;
    }
    let shared = Shared::default();
    let mut cx = Context {
        workspace: &snapshot.workspace,
        settings: &snapshot.settings,
        id,
        file,
        shared: &shared,
        rule: &unused_ignore::RULE,
        findings: Vec::new(),
    };
    let (comments, mut ignores) = ignores(&cx);
    findings.retain(|finding| {
        let at = finding.span.start as usize;
        let mut silenced = false;
        for ignore in ignores.iter_mut().filter(|i| i.rule == finding.rule.name) {
            let covers = |spans: &Vec<Span>| spans.iter().any(|s| s.touches(at));
            if ignore.covers.as_ref().is_none_or(covers) {
                ignore.used = true;
                silenced = true;
            }
        }
        !silenced
    });
    // On a broken flow most rules did not run: nothing can be said of what they would have found.
    if cx.is_broken_yaml() {
        return findings;
    }
    let unused = |i: &&Ignore| !i.used && i.rule != unused_ignore::RULE.name;
    for ignore in ignores.iter().filter(unused) {
        let known = RULES.iter().map(|r| r.name);
        let finding = if known.clone().any(|k| k == ignore.rule) {
            cx.report(
                ignore.span,
                format!("`{}` is not reported here", ignore.rule),
            )
        } else {
            cx.report(ignore.span, format!("there is no rule `{}`", ignore.rule))
        };
        match did_you_mean(&ignore.rule, known).filter(|near| *near != ignore.rule) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it from the comment"),
        };
        let of_comment = ignores.iter().filter(|i| i.comment == ignore.comment);
        let keeps_some = of_comment
            .clone()
            .any(|i| i.used || i.rule == unused_ignore::RULE.name);
        let comment = &comments[ignore.comment];
        let fix = match keeps_some {
            true => comment.without_name(file.text(), ignore.span),
            false => comment.removed(file.text()),
        };
        finding.fix = fix;
    }
    findings.append(&mut cx.findings);
    cx.rule = &invalid_ignore::RULE;
    for comment in comments.iter() {
        if let Some((span, message)) = &comment.invalid {
            cx.report(*span, message.clone())
                .help("write `windmill-ls: ignore[rule-name] reason`");
        }
    }
    findings.append(&mut cx.findings);
    findings
}

fn ignores(cx: &Context<'_>) -> (Vec<Comment>, Vec<Ignore>) {
    let file = cx.file;
    let text = file.text();
    let (mut comments, mut ignores) = (Vec::new(), Vec::new());
    let mut add = |comment: Comment, cover: &dyn Fn(bool) -> Vec<Span>| {
        for (rule, span) in &comment.rules {
            ignores.push(Ignore {
                rule: rule.clone(),
                span: *span,
                comment: comments.len(),
                covers: (!comment.whole_file).then(|| cover(comment.own_line)),
                used: false,
            });
        }
        comments.push(comment);
    };
    if file.script().is_none() {
        for &span in file.yaml().comments() {
            if let Some(comment) = parse(text, span) {
                add(comment, &|own_line| yaml_cover(cx, span, own_line));
            }
        }
    }
    for code in cx.code() {
        let inner = &code.script.text;
        let lines = LineIndex::new(inner);
        for (span, at) in code_comments(inner) {
            let line = lines.line_of(at);
            let own = inner[lines.line_range(inner, line)]
                .trim_start()
                .starts_with(['#', '/']);
            let target = if own {
                next_line(inner, &lines, line, &["#", "//"])
            } else {
                line
            };
            let cover = code.outer(lines.line_range(inner, target).into());
            if let Some(comment) = parse(text, code.outer(span)) {
                add(comment, &|_| vec![cover]);
            }
        }
    }
    (comments, ignores)
}

/// Comments with the mark in code, and where each starts. A mark in a string is no harm: it would
/// have to name a rule that fires on the next line.
fn code_comments(text: &str) -> Vec<(Span, usize)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let line_start = text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1);
        let before = &text[line_start..at];
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
        let start = before.rfind('#').or_else(|| before.rfind("//"));
        if let Some(start) = start
            && before[start..]
                .trim_start_matches(['#', '/'])
                .trim()
                .is_empty()
        {
            found.push((Span::new(line_start + start, end), line_start + start));
        }
    }
    found
}

/// What a YAML comment covers.
fn yaml_cover(cx: &Context<'_>, comment: Span, own_line: bool) -> Vec<Span> {
    let (text, lines) = (cx.file.text(), cx.file.lines());
    let line = lines.line_of(comment.start as usize);
    let line = if own_line {
        next_line(text, lines, line, &["#"])
    } else {
        line
    };
    let range = Span::from(lines.line_range(text, line));
    let mut covers = vec![range];
    let yaml = cx.file.yaml();
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
    if let Some(flow) = cx.flow().filter(|_| own_line) {
        let steps = flow.modules().map(|(_, m)| flow.node(m.node).span());
        covers.extend(steps.filter(|s| lines.line_of(s.start as usize) == line));
    }
    covers
}

/// The scalar of a pair whose key stands on this line, where it goes on below.
fn next_scalar(yaml: &syntax::yaml::Yaml, line: Span) -> Option<Span> {
    let start = line.start as usize;
    let indent = line.slice(yaml.text()).len() - line.slice(yaml.text()).trim_start().len();
    let key = yaml.at(start + indent)?;
    let pair = key.parent()?.pairs().find(|p| p.key == key)?;
    pair.value.filter(|v| v.style().is_some()).map(|v| v.span())
}

/// The next line that is neither blank nor a comment; the last line where there is none.
fn next_line(text: &str, lines: &LineIndex, from: usize, comments: &[&str]) -> usize {
    let rest = from + 1..lines.lines();
    let mut rest = rest.filter(|&l| {
        let line = text[lines.line_range(text, l)].trim_start();
        !line.is_empty() && !comments.iter().any(|c| line.starts_with(c))
    });
    rest.next().unwrap_or(lines.lines() - 1)
}
