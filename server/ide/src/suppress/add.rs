//! Ignore comments for what is found now: written above the lines, where they silence what they are
//! meant for and nothing else is changed; else at the top of the file.

use std::sync::Arc;

use model::file::{File, FileKind, Source};
use model::language::ScriptLanguage;
use syntax::FileId;
use syntax::text::{is_blank, leading};
use syntax::yaml::Style;

use super::{INVALID_IGNORE, MARK, UNUSED_IGNORE};
use crate::Snapshot;
use crate::finding::{Finding, TextEdit};
use crate::fix::edited;

/// Most comments for one file.
const MAX_COMMENTS: usize = 1_000;

/// A file's text with ignore comments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignored {
    /// The text.
    pub text: Arc<str>,
    /// How many findings are silenced.
    pub silenced: usize,
    /// How many no comment can silence.
    pub left: usize,
}

impl Snapshot {
    /// The text of a file with ignore comments for all its findings; `None` where it has none.
    /// `reason` stands behind each comment.
    pub fn ignored(&self, file: FileId, reason: &str) -> Option<Ignored> {
        let mut snapshot = self.clone();
        let path = snapshot.workspace.get(file)?.path.to_string();
        let start = snapshot.check_all(file).len();
        let mut left: Vec<(u32, &'static str, String)> = Vec::new();
        for _ in 0..MAX_COMMENTS {
            let findings = snapshot.check_all(file);
            let known = |f: &Finding| {
                left.iter()
                    .any(|(_, rule, message)| *rule == f.rule.name && *message == f.message)
            };
            let own = |f: &Finding| [UNUSED_IGNORE, INVALID_IGNORE].contains(&f.rule.name);
            let Some(finding) = findings.iter().find(|f| !known(f) && !own(f)) else {
                break;
            };
            let current = snapshot.workspace.get(file)?;
            let candidates = candidates(current, finding, reason);
            let better = candidates.into_iter().find_map(|edit| {
                let text = edited(current.text(), &[edit]);
                let mut next = snapshot.clone();
                next.workspace.set(&path, Source::Text(text.into()));
                let after = next.check_all(file);
                let fewer = after.len() < findings.len()
                    && !after.iter().any(|f| {
                        own(f) && !findings.iter().any(|o| own(o) && o.message == f.message)
                    });
                fewer.then_some(next)
            });
            match better {
                Some(next) => snapshot = next,
                None => left.push((
                    finding.span.start,
                    finding.rule.name,
                    finding.message.clone(),
                )),
            }
        }
        let remaining = snapshot.check_all(file).len();
        let text = snapshot.workspace.get(file)?.text();
        (start > 0).then(|| Ignored {
            text: Arc::from(text),
            silenced: start - remaining.min(start),
            left: remaining,
        })
    }
}

/// Places for a comment that may silence a finding, the nearest first, the top of the file last.
fn candidates(file: &File, finding: &Finding, reason: &str) -> Vec<TextEdit> {
    let mut edits = near(file, finding, reason);
    edits.extend(on_top(file, finding.rule.name, reason));
    edits
}

/// Places for a comment about a finding, the nearest first.
pub(super) fn near(file: &File, finding: &Finding, reason: &str) -> Vec<TextEdit> {
    let Some(own_sign) = sign_of(file) else {
        return Vec::new();
    };
    let text = file.text();
    let (rule, at) = (finding.rule.name, finding.span.start as usize);
    let mut edits = Vec::new();
    let (line, sign) = match place(file, at) {
        Some(place) => place,
        None => (file.lines().line_of(at), own_sign),
    };
    let start = file.lines().line_range(text, line).start.max(top(text));
    if is_markup(file, start) {
        return Vec::new();
    }
    // What is found of a whole file is told on its first line, where its comment may stand already.
    for near in line.checked_sub(1).into_iter().chain([line]) {
        edits.extend(merged(
            text,
            file.lines().line_range(text, near),
            "ignore[",
            rule,
        ));
    }
    let indent = leading(&text[start..], is_blank);
    edits.push(inserted(text, start, indent, sign, "ignore", rule, reason));
    edits
}

/// A comment about a rule at the top of a file, for all of it; `None` where the file takes no comments.
pub(super) fn on_top(file: &File, rule: &str, reason: &str) -> Option<TextEdit> {
    let (text, sign) = (file.text(), sign_of(file)?);
    let at = top(text);
    if is_markup(file, at) {
        return None;
    }
    let line = file.lines().line_range(text, file.lines().line_of(at));
    let joined = merged(text, line, "ignore-file[", rule);
    joined.or_else(|| Some(inserted(text, at, "", sign, "ignore-file", rule, reason)))
}

/// Where the first line starts that a comment may stand on: behind a byte order mark, and what runs a script.
fn top(text: &str) -> usize {
    let mut top = if text.starts_with('\u{feff}') { 3 } else { 0 };
    if text[top..].starts_with("#!") {
        top += text[top..].find('\n').map_or(0, |i| i + 1);
    }
    top
}

/// Whether a comment on a line that starts there would be text of a page.
fn is_markup(file: &File, start: usize) -> bool {
    let mut markup = file.frontend().into_iter().flat_map(|f| &f.markup);
    markup.any(|part| part.start as usize <= start && start < part.end as usize)
}

/// How a comment begins; `None` where none does that an ignore comment can have.
fn sign_of(file: &File) -> Option<&'static str> {
    if file.kind == FileKind::Frontend {
        return Some("//");
    }
    if file.path.ends_with(".json") {
        return None;
    }
    match file.script().map(|s| &s.language) {
        None | Some(ScriptLanguage::Python3 | ScriptLanguage::Bash) => Some("#"),
        Some(language) if language.is_typescript() => Some("//"),
        Some(_) => None,
    }
}

/// The line that a comment goes above, and the sign of a comment there. `None`: the finding's own line.
fn place(file: &File, at: usize) -> Option<(usize, &'static str)> {
    let flow = file.flow()?;
    let lines = file.lines();
    for embedded in file.embedded() {
        let Some(node) = embedded.module.and_then(|m| flow.code_node(m)) else {
            continue;
        };
        let node = flow.node(node);
        if !node.span().touches(at)
            || lines.line_of(at) == lines.line_of(node.span().start as usize)
        {
            continue;
        }
        let is_block = matches!(node.style(), Some(Style::Literal));
        let sign = if embedded.script.language.is_typescript() {
            "//"
        } else {
            "#"
        };
        return Some(match is_block {
            true => (lines.line_of(at), sign),
            false => (lines.line_of(node.span().start as usize), "#"),
        });
    }
    // Inside of a scalar a comment would be text of it: above the line where it starts.
    let scalar = file.yaml().at(at).filter(|n| n.style().is_some())?;
    let first = lines.line_of(scalar.span().start as usize);
    (first < lines.line_of(at)).then_some((first, "#"))
}

/// The rule added to an ignore comment that has a line of its own.
fn merged(text: &str, line: std::ops::Range<usize>, verb: &str, rule: &str) -> Option<TextEdit> {
    let raw = &text[line.clone()];
    if !raw.trim_start().starts_with(['#', '/']) {
        return None;
    }
    let mark = raw.find(MARK)?;
    let list = raw[mark..].find(verb).map(|i| mark + i)?;
    let close = raw[list..].find(']').map(|i| list + i)?;
    Some(TextEdit {
        span: syntax::Span::at(line.start + close),
        text: format!(", {rule}"),
    })
}

fn inserted(
    text: &str,
    at: usize,
    indent: &str,
    sign: &str,
    verb: &str,
    rule: &str,
    reason: &str,
) -> TextEdit {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let reason = reason.replace(['\n', '\r'], " ");
    let comment = format!("{indent}{sign} {MARK} {verb}[{rule}] {reason}");
    TextEdit {
        span: syntax::Span::at(at),
        text: format!("{}{line_end}", comment.trim_end()),
    }
}
