//! Behind a key, on its own line, where its value goes on lines below: the same values as there, from the line break on.

use model::file::File;
use model::flow::Flow;
use model::openflow::{openflow, place_of};
use model::workspace::Workspace;
use syntax::text::line_start;
use syntax::{Span, Spanned};

use super::key::{held, keys};
use super::whole::{self, Spot};
use super::{Completion, CompletionKind};
use crate::cursor::{InKey, InValue};
use crate::finding::TextEdit;

/// Values of several lines, then the brackets of an empty one. Empty where the value is a scalar or stands there.
pub(super) fn completions(workspace: &Workspace, file: &File, at: &InValue) -> Vec<Completion> {
    let Some((inner, column)) = below(file, at) else {
        return Vec::new();
    };
    let spot = Spot::below_key(workspace, file, &inner, column);
    if !spot.is_free() {
        return Vec::new();
    }
    let mut found = whole::of_value(&spot, at);
    let are_there = |c: &Completion| found.iter().any(|f| f.label == c.label);
    let others: Vec<Completion> = keys(&spot).into_iter().filter(|c| !are_there(c)).collect();
    found.extend(others);
    found.retain(|c| c.insert.starts_with('\n'));
    let empty = empty_value(&inner).map(|brackets| {
        Completion::new(brackets, CompletionKind::Value, inner.partial.span)
            .inserting(format!(" {brackets}"))
    });
    let is_given = found.iter().any(|c| c.kind == CompletionKind::Parameter);
    match is_given || inner.owner != "input_transforms" {
        true => found.extend(empty),
        false => found.splice(0..0, empty).for_each(drop),
    }
    // What is replaced begins with the colon's blanks, and clients look for all of it.
    let blanks = inner.partial.span.slice(file.text());
    let blanks = &blanks[..blanks.len() - blanks.trim_start_matches(' ').len()];
    for item in &mut found {
        let by = item.filter.as_deref().unwrap_or(&item.label);
        item.filter = Some(format!("{blanks}{by}"));
    }
    found
}

/// In or behind `{}` that is the whole value of the key on its line: what the mapping can hold, on the lines below. The
/// braces go.
pub(super) fn in_empty_braces(
    workspace: &Workspace,
    file: &File,
    offset: usize,
) -> Vec<Completion> {
    let Some((inner, column)) = emptied(file, offset) else {
        return Vec::new();
    };
    let spot = Spot::below_key(workspace, file, &inner, column);
    if !spot.is_free() {
        return Vec::new();
    }
    let mut found = keys(&spot);
    found.retain(|c| c.insert.starts_with('\n'));
    let replaced = Span::new(inner.partial.span.start as usize, offset);
    for item in &mut found {
        let by = item.filter.as_deref().unwrap_or(&item.label);
        item.filter = Some(format!("{}{by}", replaced.slice(file.text())));
    }
    found
}

/// The edit that puts an input into the flow's schema, where that has `properties: {}`, as completion there does.
pub(crate) fn input_in_empty_schema(
    workspace: &Workspace,
    file: &File,
    flow: &Flow,
    name: &str,
) -> Option<TextEdit> {
    let properties = flow.node(flow.schema()?.node).get("properties")?;
    let all = in_empty_braces(workspace, file, properties.span().end as usize);
    let mut item = all
        .into_iter()
        .find(|c| c.label == name && c.kind == CompletionKind::Property)?;
    if file.text().contains("\r\n") {
        item.break_lines_twice();
    }
    Some(TextEdit {
        span: item.replace,
        text: item.insert,
    })
}

/// The cursor as it stands for what the key of the braces holds, and the key's column.
fn emptied(file: &File, offset: usize) -> Option<(InKey, usize)> {
    let (text, flow) = (file.text(), file.flow()?);
    let start = line_start(text, offset);
    let line = text[start..].lines().next()?.trim_end();
    let open = start
        + line
            .strip_suffix('}')?
            .trim_end_matches(' ')
            .strip_suffix('{')?
            .len();
    let close = start + line.len();
    if offset <= open || offset > close {
        return None;
    }
    let node = flow.yaml().at(open)?;
    let (pair, mapping) = (node.pair_above()?, node.parent()?);
    let key = pair.key.span();
    let is_here = node.is_mapping()
        && node.span() == Span::new(open, close)
        && key.start as usize >= start
        && !text[mapping.span().start as usize..].starts_with('{');
    let between = text.get(key.end as usize..open)?.strip_prefix(':')?;
    if !is_here || !between.trim_matches(' ').is_empty() {
        return None;
    }
    let name = pair.key.as_str()?.into_owned();
    let reading = openflow().child(&place_of(mapping).reading, &name, None);
    let partial = Spanned::new(String::new(), Span::new(key.end as usize + 1, close));
    let module = flow.module_at(mapping.span().start as usize);
    let inner = InKey {
        partial,
        ..held(flow, name, reading.reading, Some(mapping.id()), module)
    };
    Some((inner, key.start as usize - start))
}

/// The cursor as it stands for what the key holds, with all behind the colon to be replaced, and the key's column.
fn below(file: &File, at: &InValue) -> Option<(InKey, usize)> {
    let text = file.text();
    let mapping = at.flow.node(at.mapping);
    let pair = mapping.pair(&at.key)?;
    let key = pair.key.span();
    let start = line_start(text, key.start as usize);
    if line_start(text, at.offset) != start {
        return None;
    }
    let line_end = text[at.offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |i| at.offset + i);
    let behind = text.get(key.end as usize..at.offset)?.strip_prefix(':')?;
    let typed = behind.trim_start_matches(' ');
    let is_word = typed.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_last = text[at.offset..line_end].trim_matches(' ').is_empty();
    let is_scalar = pair
        .value
        .is_none_or(|v| !v.is_mapping() && !v.is_sequence());
    let in_braces = text[mapping.span().start as usize..].starts_with('{');
    if !is_word || !is_last || !is_scalar || in_braces {
        return None;
    }
    let reading = openflow().child(&at.reading, &at.key, None).reading;
    let inner = InKey {
        partial: Spanned::new(typed.to_owned(), Span::new(key.end as usize + 1, at.offset)),
        ..held(
            &at.flow,
            at.key.clone(),
            reading,
            Some(at.mapping),
            at.module,
        )
    };
    Some((inner, key.start as usize - start))
}

/// What stands for a list or a mapping without anything in it, where flows have such.
fn empty_value(at: &InKey) -> Option<&'static str> {
    let is_list = at.reading.defs.iter().any(|d| d.items.is_some());
    match at.owner.as_str() {
        _ if is_list => Some("[]"),
        "input_transforms" | "properties" => Some("{}"),
        "required" | "order" => Some("[]"),
        _ => None,
    }
}
