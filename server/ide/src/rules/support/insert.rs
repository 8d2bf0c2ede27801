//! Fixes that add lines to a flow: in the column of what stands there, with its line breaks.

use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::Node;

use super::code_edit::line_break;
use crate::finding::{Applicability, Fix, TextEdit};

/// `name: value` as one more field of a block mapping, below its `type` or else its first field.
/// `None`: the mapping is in braces, or is not written where it counts.
pub(in crate::rules) fn add_field(
    text: &str,
    mapping: Node<'_>,
    name: &str,
    value: &str,
) -> Option<Fix> {
    let first = mapping.pairs().next()?;
    let anchor = mapping.pairs().find(|p| {
        let is_type = p.key.as_str().is_some_and(|k| k == "type");
        is_type && p.value.is_some_and(|v| v.style().is_some())
    });
    let anchor = anchor.unwrap_or(first);
    let column = column(text, first.span.start as usize);
    let line = format!("{name}: {value}");
    below(text, mapping, anchor.span, &" ".repeat(column), &line)
        .map(|(span, text)| Fix::replace(format!("Add `{name}: {value}`"), span, text))
}

/// A transform as the last one of a step's. `same`: it reads the flow's input of this name; else what it
/// gives is left for a person to write.
pub(in crate::rules) fn add_input(
    text: &str,
    value: Node<'_>,
    name: &str,
    same: bool,
) -> Option<Fix> {
    let written = |edit: TextEdit| {
        let end = edit.text.len();
        Fix {
            title: match same {
                true => format!("Add `{name}`: `flow_input.{name}`"),
                false => format!("Add the input `{name}`"),
            },
            applicability: match same {
                true => Applicability::Unsafe,
                false => Applicability::Placeholder(Span::new(end - "null".len(), end)),
            },
            edits: vec![edit],
            creates: None,
        }
    };
    let transforms = value.pair("input_transforms")?;
    let map = transforms.value?;
    let newline = line_break(text);
    let lines = |indent: &str| {
        let inner = format!("{newline}{indent}  ");
        match same {
            true => format!("{name}:{inner}type: javascript{inner}expr: flow_input.{name}"),
            false => format!("{name}:{inner}type: static{inner}value: null"),
        }
    };
    if map.pairs().next().is_none() {
        // `{}` becomes lines of its own.
        if map.span().slice(text) != "{}" || !value.span().contains(map.span()) {
            return None;
        }
        let indent = " ".repeat(column(text, transforms.span.start as usize) + 2);
        let start = text[..map.span().start as usize]
            .trim_end_matches(' ')
            .len();
        let span = Span::new(start, map.span().end as usize);
        let text = format!("{newline}{indent}{}", lines(&indent));
        return Some(written(TextEdit { span, text }));
    }
    let (first, last) = (map.pairs().next()?, map.pairs().next_back()?);
    let indent = " ".repeat(column(text, first.span.start as usize));
    below(text, map, last.span, &indent, &lines(&indent))
        .map(|(span, text)| written(TextEdit { span, text }))
}

/// An input of any type, as the last one of the `properties` of a flow's schema, and of its `order` and `required` where these
/// name all that there is: who lists everything lists this one too.
pub(in crate::rules) fn add_property(text: &str, schema: Node<'_>, name: &str) -> Option<Fix> {
    let properties = schema.get("properties")?;
    let (first, last) = (properties.pairs().next()?, properties.pairs().next_back()?);
    let indent = " ".repeat(column(text, first.span.start as usize));
    let newline = line_break(text);
    let lines = format!("{name}:{newline}{indent}  description: ''");
    let (span, new) = below(text, properties, last.span, &indent, &lines)?;
    let mut edits = vec![TextEdit { span, text: new }];
    let lists = ["order", "required"].into_iter();
    edits.extend(lists.filter_map(|list| add_item(text, schema.get(list)?, properties, name)));
    edits.sort_by_key(|e| e.span.start);
    Some(Fix {
        title: format!("Add the input `{name}`"),
        applicability: Applicability::Unsafe,
        edits,
        creates: None,
    })
}

/// A name as the last one of a list that has all keys of a mapping.
fn add_item(text: &str, list: Node<'_>, mapping: Node<'_>, name: &str) -> Option<TextEdit> {
    let names: Vec<_> = list.items().filter_map(|i| i.as_str()).collect();
    let mut keys = mapping.pairs().filter_map(|p| p.key.as_str());
    let last = list.items().last()?.span();
    if !keys.all(|k| names.contains(&k)) || !list.span().contains(last) {
        return None;
    }
    if list.span().slice(text).starts_with('[') {
        let span = Span::at(last.end as usize);
        let text = format!(", {name}");
        return Some(TextEdit { span, text });
    }
    let first = list.items().next()?.span().start as usize;
    let start = line_start(text, first);
    let lead = text[start..first].trim_end_matches(' ').strip_suffix('-')?;
    let is_plain = lead.chars().all(|c| c == ' ') && !text[last.range()].contains('\n');
    let (span, new) = below(text, list, last, lead, &format!("- {name}")).filter(|_| is_plain)?;
    Some(TextEdit { span, text: new })
}

/// Lines below what ends with `above`, in a block mapping.
fn below(
    text: &str,
    mapping: Node<'_>,
    above: Span,
    indent: &str,
    lines: &str,
) -> Option<(Span, String)> {
    let in_braces = mapping.span().slice(text).starts_with('{');
    let here = mapping.span().contains(above);
    if in_braces || !here {
        return None;
    }
    let rest = &text[above.end as usize..];
    // Up to the end of the line only a comment may follow.
    let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let tail = rest[..len].trim_start();
    if !tail.is_empty() && !tail.starts_with('#') {
        return None;
    }
    let at = above.end as usize + len;
    Some((Span::at(at), format!("{}{indent}{lines}", line_break(text))))
}

/// The column of an offset in characters, from 0.
fn column(text: &str, offset: usize) -> usize {
    let start = line_start(text, offset);
    text[start..offset].chars().count()
}
