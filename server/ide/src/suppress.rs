//! Ignore comments: which findings they silence, and which of them silence nothing.
//!
//! `# windmill-ls: ignore[rule, rule] reason` at the end of a line covers the line (and the block
//! scalar that starts on it); on a line of its own it covers the next line, the whole scalar that starts
//! there, and the whole step. `ignore-file[rule]` covers the file. In code `//` serves as well.

use model::file::{File, FileId};
use syntax::{LineIndex, Span};

use crate::Snapshot;
use crate::context::Context;
use crate::finding::Finding;
use crate::rules::{RULES, did_you_mean, unused_ignore};

const MARK: &str = "windmill-ls:";

/// One rule named in one comment.
struct Ignore {
    rule: String,
    /// The rule's name in the comment.
    span: Span,
    /// What it covers; `None`: the whole file.
    covers: Option<Vec<Span>>,
    used: bool,
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
    let shapes = std::cell::OnceCell::new();
    let values = std::cell::OnceCell::new();
    let mut cx = Context {
        workspace: &snapshot.workspace,
        id,
        file,
        shapes: &shapes,
        values: &values,
        rule: &unused_ignore::RULE,
        findings: Vec::new(),
    };
    let mut ignores = ignores(&cx);
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
    for ignore in ignores
        .iter()
        .filter(|i| !i.used && i.rule != unused_ignore::RULE.name)
    {
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
    }
    findings.append(&mut cx.findings);
    findings
}

fn ignores(cx: &Context<'_>) -> Vec<Ignore> {
    let file = cx.file;
    let text = file.text();
    let mut ignores = Vec::new();
    if file.script().is_none() {
        for &comment in file.yaml().comments() {
            add(&mut ignores, text, comment, |own_line| {
                yaml_cover(cx, comment, own_line)
            });
        }
    }
    for code in cx.code() {
        let inner = &code.script.text;
        let lines = LineIndex::new(inner);
        for (comment, at) in code_comments(inner) {
            let line = lines.line_of(at);
            let place = code.outer(comment);
            let own = inner[lines.line_range(inner, line)]
                .trim_start()
                .starts_with(['#', '/']);
            let target = if own {
                next_line(inner, &lines, line, &["#", "//"])
            } else {
                line
            };
            let cover = code.outer(lines.line_range(inner, target).into());
            add(&mut ignores, text, place, |_| vec![cover]);
        }
    }
    ignores
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

/// Reads one comment: `windmill-ls: ignore[a, b]` or `ignore-file[a]`.
fn add(ignores: &mut Vec<Ignore>, text: &str, comment: Span, cover: impl Fn(bool) -> Vec<Span>) {
    let raw = comment.slice(text);
    let Some(mark) = raw.find(MARK) else { return };
    let rest = &raw[mark + MARK.len()..];
    let verb = rest.trim_start();
    let whole_file = verb.starts_with("ignore-file[");
    if !whole_file && !verb.starts_with("ignore[") {
        return;
    }
    let (Some(open), Some(close)) = (raw.find('['), raw.find(']')) else {
        return;
    };
    if close < open {
        return;
    }
    let line_start = text[..comment.start as usize]
        .rfind(['\n', '\r'])
        .map_or(0, |i| i + 1);
    let own_line = text[line_start..comment.start as usize].trim().is_empty();
    let mut at = open + 1;
    for part in raw[open + 1..close].split(',') {
        let rule = part.trim();
        let start = comment.start as usize + at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        if rule.is_empty() {
            continue;
        }
        ignores.push(Ignore {
            rule: rule.to_owned(),
            span: Span::new(start, start + rule.len()),
            covers: (!whole_file).then(|| cover(own_line)),
            used: false,
        });
    }
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
