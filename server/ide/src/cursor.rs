//! What the cursor is on, classified once for every feature.
//!
//! Flows are read around broken lines, with the cursor's line as the first suspect, so that all of this
//! works while a line is half typed. Where the line itself is not in the tree yet, its indentation says
//! which mapping it belongs to.

mod brackets;

mod place;

use std::sync::Arc;

use model::file::{File, FileKind};
use model::flow::{Flow, ModuleIdx, Position};
use model::openflow::{Reading, openflow, place_of};
use model::script::Script;
use syntax::yaml::{Node, NodeId, Style};
use syntax::{SourceMap, Span, Spanned};

pub(crate) use place::owner;
use place::{colon, key_node, mapping_of, position_of, position_under, take_apart};

/// What the cursor is on.
pub(crate) enum Cursor {
    /// In an expression of a flow.
    Expression(InExpression),
    /// In the code of a script's file, or of a flow.
    Code(InCode),
    /// At a key of a flow's mapping.
    Key(InKey),
    /// At a value that stands on the line of its key.
    Value(InValue),
    /// Anywhere else.
    None,
}

/// In an expression.
pub(crate) struct InExpression {
    pub(crate) flow: Arc<Flow>,
    pub(crate) module: Option<ModuleIdx>,
    pub(crate) position: Position,
    pub(crate) text: String,
    pub(crate) map: SourceMap,
    /// The cursor's offset in the text.
    pub(crate) inner: usize,
    /// How its scalar is written.
    pub(crate) style: Style,
}

/// In code.
pub(crate) struct InCode {
    pub(crate) script: Arc<Script>,
    pub(crate) map: Option<SourceMap>,
    /// The cursor's offset in the code.
    pub(crate) inner: usize,
}

impl InCode {
    /// A span of the code, in the file.
    pub(crate) fn outer(&self, span: Span) -> Span {
        self.map.as_ref().map_or(span, |m| m.outer_span(span))
    }
}

/// At a key.
pub(crate) struct InKey {
    pub(crate) flow: Arc<Flow>,
    /// How the mapping is read.
    pub(crate) reading: Reading,
    /// The mapping, where it has other keys already.
    pub(crate) mapping: Option<NodeId>,
    /// The key that the mapping is the value of.
    pub(crate) owner: String,
    /// The key as far as it is typed up to the cursor; the span covers all of it.
    pub(crate) partial: Spanned<String>,
    /// Whether a colon follows already.
    pub(crate) has_colon: bool,
    pub(crate) module: Option<ModuleIdx>,
}

/// At a value.
pub(crate) struct InValue {
    pub(crate) flow: Arc<Flow>,
    /// How the mapping is read.
    pub(crate) reading: Reading,
    pub(crate) mapping: NodeId,
    pub(crate) key: String,
    /// The value as it stands on the line, without trailing blanks.
    pub(crate) raw: Spanned<String>,
    /// The cursor's offset in the file.
    pub(crate) offset: usize,
    pub(crate) module: Option<ModuleIdx>,
}

/// Classifies the cursor at a byte offset of the file.
pub(crate) fn cursor(file: &File, offset: usize) -> Cursor {
    let offset = floor(file.text(), offset);
    if let Some(script) = file.script() {
        let script = Arc::clone(script);
        return Cursor::Code(InCode {
            script,
            map: None,
            inner: offset,
        });
    }
    if file.kind != FileKind::Flow {
        return Cursor::None;
    }
    let line = file.lines().line_of(offset);
    let Some(flow) = file.flow() else {
        return Cursor::None;
    };
    if let Some(found) = in_expression(file.text(), flow, offset) {
        return Cursor::Expression(found);
    }
    // Blanks at the end of a block scalar are text of it, though its node ends before them.
    let is_in = |span: Span| {
        let blanks = file.text().get(span.end as usize..offset);
        span.touches(offset) || blanks.is_some_and(|b| b.chars().all(|c| c == ' '))
    };
    let embedded = file
        .embedded()
        .iter()
        .find(|e| is_in(flow_span(file, e.node)));
    if let Some(inner) = embedded.and_then(|e| Some((e, e.map.inner(offset)?))) {
        let (embedded, inner) = inner;
        let (script, map) = (Arc::clone(&embedded.script), Some(embedded.map.clone()));
        return Cursor::Code(InCode { script, map, inner });
    }
    in_yaml(file, Arc::clone(flow), offset, line)
}

fn flow_span(file: &File, node: NodeId) -> Span {
    file.yaml().node(node).span()
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn in_expression(text: &str, flow: &Arc<Flow>, offset: usize) -> Option<InExpression> {
    let Some(expression) = flow.expression_at(offset) else {
        return behind_expression(text, flow, offset);
    };
    let inner = expression.map.inner(offset)?;
    Some(InExpression {
        flow: Arc::clone(flow),
        module: expression.module,
        position: expression.position,
        text: expression.text.clone(),
        map: expression.map.clone(),
        inner: floor(&expression.text, inner),
        style: flow.node(expression.node).style()?,
    })
}

/// In the blanks after an expression: the node ends before them, whoever types does not.
fn behind_expression(text: &str, flow: &Arc<Flow>, offset: usize) -> Option<InExpression> {
    let end = |e: &model::flow::Expression| flow.node(e.node).span().end as usize;
    let expression = flow.expressions().iter().rev().find(|e| end(e) < offset)?;
    let node = flow.node(expression.node);
    let (span, style) = (node.span(), node.style()?);
    let gap = text.get(span.end as usize..offset)?;
    if !gap.trim().is_empty() {
        return None;
    }
    let line_start = |at: usize| text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let start = match style {
        Style::Plain if !gap.contains(['\n', '\r']) => span.start as usize,
        Style::Literal | Style::Folded => {
            // The block goes on as far as its lines stand deeper than its key.
            let own = line_start(span.start as usize);
            let key = take_apart(text, own..span.start as usize).column;
            if offset - line_start(offset) <= key {
                return None;
            }
            span.start as usize + text.get(span.range())?.find('\n')? + 1
        }
        _ => return None,
    };
    let text = text.get(start..offset)?.to_owned();
    Some(InExpression {
        flow: Arc::clone(flow),
        module: expression.module,
        position: expression.position,
        map: SourceMap::verbatim(start, text.len()),
        inner: text.len(),
        text,
        style,
    })
}

fn in_yaml(file: &File, flow: Arc<Flow>, offset: usize, line: usize) -> Cursor {
    let (text, lines) = (file.text(), file.lines());
    let yaml = Arc::clone(flow.yaml());
    // In a scalar that began on a line above: text, nothing to say of it.
    let begun = yaml
        .at(offset)
        .filter(|n| n.style().is_some_and(|s| s != Style::Plain));
    if begun.is_some_and(|n| lines.line_of(n.span().start as usize) < line) {
        return Cursor::None;
    }
    let parts = take_apart(text, lines.line_range(text, line));
    let key_start = parts.start + parts.column;
    if parts.body.starts_with('#') || offset < key_start {
        return Cursor::None;
    }
    let module = flow.module_at(offset);
    let colon = colon(parts.body);
    let key_end = key_start + colon.unwrap_or(parts.body.trim_end().len());
    if colon.is_none() || offset <= key_end {
        let Some((reading, mapping, owner)) = mapping_of(file, &yaml, line, &parts) else {
            return Cursor::None;
        };
        let typed = text[key_start..offset.min(key_end)].to_owned();
        return Cursor::Key(InKey {
            module: mapping
                .and_then(|m| flow.module_at(yaml.node(m).span().start as usize))
                .or(module),
            flow,
            reading,
            mapping,
            owner,
            partial: Spanned::new(typed, Span::new(key_start, key_end)),
            has_colon: colon.is_some(),
        });
    }
    let rest = &text[key_end + 1..parts.start + parts.column + parts.body.len()];
    let value = rest.trim();
    let value_start = key_end + 1 + (rest.len() - rest.trim_start().len());
    let Some(key) = key_node(&yaml, key_start) else {
        return Cursor::None;
    };
    let Some(mapping) = key.parent() else {
        return Cursor::None;
    };
    // The step of the mapping: a value that is not there yet lies outside the step's own text.
    let module = flow.module_at(mapping.span().start as usize);
    let name = key.as_str().unwrap_or_default().into_owned();
    let raw = Spanned::new(
        value.to_owned(),
        Span::new(value_start, value_start + value.len()),
    );
    let quote = usize::from(value.starts_with(['"', '\'']));
    if !value.is_empty() && offset < value_start {
        return Cursor::None;
    }
    let position = position_of(mapping, &name);
    if position.is_none() && value.starts_with('{') {
        let around = Around {
            mapping,
            key: &name,
            value: raw.span,
            module,
        };
        return in_brackets(text, &flow, &around, offset).unwrap_or(Cursor::None);
    }
    if let Some(position) = position {
        let text = value[quote..].to_owned();
        let start = if value.is_empty() {
            offset
        } else {
            value_start + quote
        };
        if offset < start || offset > start + text.len() {
            return Cursor::None;
        }
        let inner = floor(&text, offset.saturating_sub(start));
        let map = SourceMap::verbatim(start, text.len());
        let style = style_of(value);
        return Cursor::Expression(InExpression {
            flow,
            module,
            position,
            text,
            map,
            inner,
            style,
        });
    }
    Cursor::Value(InValue {
        reading: place_of(mapping).reading,
        mapping: mapping.id(),
        key: name,
        raw,
        offset,
        module,
        flow,
    })
}

/// How a scalar that starts like this is written.
fn style_of(value: &str) -> Style {
    match value.chars().next() {
        Some('"') => Style::Double,
        Some('\'') => Style::Single,
        _ => Style::Plain,
    }
}

/// What stands around `{ … }` on one line.
struct Around<'a> {
    mapping: Node<'a>,
    key: &'a str,
    value: Span,
    module: Option<ModuleIdx>,
}

/// In `{ … }` on the line of its key, closed or not; `None` deeper inside and in lists.
fn in_brackets(text: &str, flow: &Arc<Flow>, around: &Around<'_>, offset: usize) -> Option<Cursor> {
    let (from, end) = (around.value.start as usize, around.value.end as usize);
    let end = end.max(offset);
    if offset <= from {
        return None;
    }
    let open = brackets::open_brackets(text, from, offset);
    let [bracket] = open.as_slice() else {
        return None;
    };
    let written = around.mapping.get(around.key).filter(|n| n.is_mapping());
    let above = place_of(around.mapping).reading;
    let reading = openflow().child(&above, around.key, written).reading;
    let (flow, module) = (Arc::clone(flow), around.module);
    let Some((key, start)) = bracket.key else {
        let entry = &text[bracket.entry..end];
        let start = (end - entry.trim_start_matches(' ').len()).min(offset);
        let stop = text[start..end]
            .find([',', '}', ':', ' '])
            .map_or(end, |i| start + i);
        let stop = stop.max(offset);
        return Some(Cursor::Key(InKey {
            flow,
            reading,
            mapping: written.map(Node::id),
            owner: around.key.to_owned(),
            partial: Spanned::new(text[start..offset].to_owned(), Span::new(start, stop)),
            has_colon: text[stop..].starts_with(':'),
            module,
        }));
    };
    let name = key.slice(text).to_owned();
    let start = start.min(offset);
    let stop = brackets::entry_end(text, start, end).max(offset);
    let value = &text[start..stop];
    if let Some(position) = position_under(around.key, &owner(around.mapping), &name) {
        let style = style_of(value);
        let start = start + usize::from(style != Style::Plain);
        let text = text.get(start..stop)?.to_owned();
        return Some(Cursor::Expression(InExpression {
            flow,
            module,
            position,
            inner: offset.checked_sub(start)?,
            map: SourceMap::verbatim(start, text.len()),
            text,
            style,
        }));
    }
    let value = value.trim_end();
    Some(Cursor::Value(InValue {
        reading,
        mapping: written?.id(),
        key: name,
        raw: Spanned::new(value.to_owned(), Span::new(start, start + value.len())),
        offset,
        module,
        flow,
    }))
}
