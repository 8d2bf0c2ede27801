//! Comments of a script that Windmill reads: words in its first lines, and the names of files in `dependencies/`.

use model::annotation::{self, Source};
use model::file::File;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_ascii_word, line_start};

use super::layout::Layout;
use super::{Completion, CompletionKind};
use crate::cursor::InCode;

/// What fits in a comment; `None`: the cursor is in no comment that Windmill reads.
pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
) -> Option<Vec<Completion>> {
    let script = &at.code.script;
    let sign = annotation::sign(&script.language)?;
    let start = line_start(&script.text, at.inner);
    let rest = &script.text[start..];
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    if !line.starts_with(sign) || at.inner < start + sign.len() {
        return None;
    }
    Layout::of(file, at)?;
    let source = Source::of(&script.language);
    let head = source.and_then(|s| Some((s, annotation::heads(s, line).next()?)));
    if let Some((source, head)) = head
        && at.inner > start + head.keyword.end as usize
    {
        let span = part(&script.text, at.inner);
        let taken: Vec<&str> = head.names().map(|n| n.0).collect();
        let names = names(workspace, file, source);
        // Windmill takes one.
        let is_only = taken.len() <= usize::from(!span.is_empty()) && !head.is_extra;
        let items = names.filter(|_| is_only).map(|(name, file)| {
            Completion::new(name, CompletionKind::File, at.outer(span)).detail(file)
        });
        return Some(items.collect());
    }
    words(workspace, file, at, sign)
}

/// The names that scripts may give for the files of `dependencies/`, each with its file.
fn names<'w>(
    workspace: &'w Workspace,
    file: &File,
    source: &'static Source,
) -> impl Iterator<Item = (&'w str, &'w str)> {
    let files = workspace.all_dependencies(&file.path);
    files.filter_map(|f| Some((source.name(f)?, f)))
}

/// The name at an offset behind the colon, without the blanks around it.
fn part(text: &str, offset: usize) -> Span {
    let is_end = |c: char| matches!(c, ':' | ',' | '\n' | '\r');
    let from = text[..offset].rfind(is_end).map_or(0, |at| at + 1);
    let to = text[offset..]
        .find(is_end)
        .map_or(text.len(), |at| offset + at);
    let blanks = |s: &str| s.len() - s.trim_start().len();
    let from = (from + blanks(&text[from..to])).min(offset);
    let to = (from + text[from..to].trim_end().len()).max(offset);
    Span::new(from, to)
}

/// The words that may stand alone in a comment of the first lines.
fn words(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    sign: &'static str,
) -> Option<Vec<Completion>> {
    let script = &at.code.script;
    let text = &*script.text;
    if !annotation::is_in_first_lines(sign, text, at.inner) {
        return None;
    }
    let start = line_start(text, at.inner) + sign.len();
    let end = text[at.inner..]
        .find(['\n', '\r'])
        .map_or(text.len(), |e| at.inner + e);
    let line = &text[start..end];
    let word = line.trim();
    if !word.chars().all(|c| is_ascii_word(c) || c == '-') {
        return None;
    }
    let from = (start + line.len() - line.trim_start().len()).min(at.inner);
    if !word.is_empty() && from + word.len() < at.inner {
        return Some(Vec::new());
    }
    let replace = at.outer(Span::new(from, (from + word.len()).max(at.inner)));
    let is_written = |name: &str| {
        let mut lines = annotation::first_lines(sign, text);
        lines.any(|(l, span)| l == name && !span.touches(at.inner))
    };
    let mut items = Vec::new();
    if let Some(source) = Source::of(&script.language)
        && annotation::heads(source, text).next().is_none()
    {
        let has_files = names(workspace, file, source).next().is_some();
        let item = |label: String, about: &'static str| {
            Completion::new(label, CompletionKind::Key, replace).about(about)
        };
        let named = item(format!("{}:", source.keyword), source.about());
        items.push(match has_files {
            true => named.inserting(format!("{}: ", source.keyword)).reopening(),
            false => named,
        });
        if source.has_extra() {
            let extra = annotation::EXTRA.to_owned() + source.keyword + ":";
            items.push(item(extra, annotation::ABOUT_EXTRA));
        }
    }
    let known = annotation::words(&script.language).iter();
    let known = known.filter(|w| !is_written(w.name));
    items.extend(known.map(|w| {
        Completion::new(w.name, CompletionKind::Value, replace)
            .detail("read by Windmill")
            .about(w.about)
    }));
    Some(items)
}
