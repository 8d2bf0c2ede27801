//! What the cursor is on where neither an expression nor code is: a key, a value, an item of a list.
//!
//! Told by the cursor's line alone where that line is not in the tree yet: what is typed there may be a key, or
//! the value of the key above, and which of both is said by what the key takes.

use std::sync::Arc;

use lang::javascript::Snippet;
use model::file::File;
use model::flow::{Flow, ModuleIdx};
use model::openflow::{Reading, openflow, place_of};
use syntax::yaml::{Node, NodeId, Style, Yaml};
use syntax::{SourceMap, Span, Spanned};

use super::brackets::{self, Bracket};
use super::place::{
    Line, Under, colon, key_node, mapping_of, owner, position_of, position_under, take_apart,
};
use super::{Cursor, InExpression, InKey, InValue, Written};

pub(super) fn in_yaml(file: &File, flow: Arc<Flow>, offset: usize, line: usize) -> Cursor {
    let (text, lines) = (file.text(), file.lines());
    let yaml = Arc::clone(flow.yaml());
    // In a scalar that began on a line above: text, nothing to say of it.
    let begun = yaml
        .at(offset)
        .filter(|n| n.style().is_some_and(|s| s != Style::Plain));
    if begun.is_some_and(|n| lines.line_of(n.span().start as usize) < line) {
        return Cursor::None;
    }
    let parts = line_at(&yaml, text, lines.line_range(text, line), offset);
    let key_start = parts.start + parts.column;
    if offset < key_start || offset > key_start + parts.body.len() {
        return Cursor::None;
    }
    let on = On {
        file,
        flow: &flow,
        yaml: &yaml,
        line,
        parts: &parts,
        offset,
    };
    if parts.body.starts_with(['{', '[']) {
        return on.brackets_at_start().unwrap_or(Cursor::None);
    }
    let colon = colon(parts.body);
    let key_end = key_start + colon.unwrap_or(parts.body.trim_end().len());
    match colon {
        Some(_) if offset > key_end => on.value(key_start, key_end),
        _ => on.key(key_end, colon.is_some()),
    }
    .unwrap_or(Cursor::None)
}

/// The cursor's line without the comment at its end, and without blanks behind the cursor where nothing else is.
fn line_at<'t>(
    yaml: &Yaml,
    text: &'t str,
    line: std::ops::Range<usize>,
    offset: usize,
) -> Line<'t> {
    let comments = yaml.comments();
    let next = comments.partition_point(|c| (c.start as usize) < line.start);
    let comment = comments.get(next).map(|c| c.start as usize);
    let end = match comment.filter(|at| *at < line.end) {
        // Right before the comment nothing can be typed that would not become one with it.
        Some(at) => text[..at]
            .trim_end_matches(' ')
            .len()
            .max(at.saturating_sub(1)),
        None => line.end,
    };
    let parts = take_apart(text, line.start..end.max(line.start));
    let is_blank = text
        .get(offset..end)
        .is_some_and(|rest| rest.trim().is_empty());
    match parts.body.trim().is_empty() && is_blank {
        true => take_apart(text, line.start..offset),
        false => parts,
    }
}

/// The cursor on a line of YAML.
struct On<'a> {
    file: &'a File,
    flow: &'a Arc<Flow>,
    yaml: &'a Yaml,
    line: usize,
    parts: &'a Line<'a>,
    offset: usize,
}

impl<'a> On<'a> {
    fn text(&self) -> &'a str {
        self.file.text()
    }

    fn module_of(&self, node: NodeId) -> Option<ModuleIdx> {
        let start = self.yaml.node(node).span().start as usize;
        self.flow.module_at(start)
    }

    /// At a key, or at what could be one.
    fn key(&self, key_end: usize, has_colon: bool) -> Option<Cursor> {
        let (text, parts, offset) = (self.text(), self.parts, self.offset);
        let key_start = parts.start + parts.column;
        let under = mapping_of(self.file, self.yaml, self.line, parts)?;
        if !has_colon && let Some(found) = self.bare(&under, Span::new(key_start, key_end)) {
            return Some(found);
        }
        let typed = text.get(key_start..offset.min(key_end))?.to_owned();
        let around = under
            .mapping
            .or(under.holder.filter(|_| parts.dash.is_none()));
        Some(Cursor::Key(InKey {
            module: around
                .and_then(|m| self.module_of(m))
                .or(self.flow.module_at(offset)),
            flow: Arc::clone(self.flow),
            holder: under.holder,
            in_braces: false,
            reading: under.reading,
            mapping: under.mapping,
            owner: under.owner,
            partial: Spanned::new(typed, Span::new(key_start, key_end)),
            has_colon,
        }))
    }

    /// A scalar on a line of its own: the value of the key above, or an item of its list.
    fn bare(&self, under: &Under, span: Span) -> Option<Cursor> {
        let reading = &under.reading;
        let takes_keys = reading.fields().next().is_some()
            || reading.other_fields().is_some()
            || reading.undecided
            // A schema: any object, with keys that are not OpenFlow's.
            || reading.defs.iter().any(|d| d.free && d.types().eq(["object"]));
        let is_item = self.parts.dash.is_some();
        if takes_keys || under.mapping.is_some() || !is_item && is_list(reading) {
            return None;
        }
        let holder = self.yaml.node(under.holder?);
        let value = holder.get(&under.owner);
        let is_here = |v: Node<'_>| {
            let start = v.span().start as usize;
            !v.is_mapping() && !v.is_sequence() && self.file.lines().line_of(start) == self.line
        };
        // What reads like neither stays a key: what the schema does not know may be anything.
        let known = place_of(holder).reading;
        let known = known.field(&under.owner).is_some() || known.undecided;
        if !is_item && (!known || value.is_some_and(|v| !is_here(v))) {
            return None;
        }
        self.scalar(holder, &under.owner, span, !is_item)
    }

    /// At the value of the key on this line.
    fn value(&self, key_start: usize, key_end: usize) -> Option<Cursor> {
        let (text, parts, offset) = (self.text(), self.parts, self.offset);
        let rest = text.get(key_end + 1..key_start + parts.body.len())?;
        let value = rest.trim();
        let start = key_end + 1 + (rest.len() - rest.trim_start().len());
        let span = Span::new(start, start + value.len());
        let key = key_node(self.yaml, key_start)?;
        let mapping = key.parent()?;
        let name = key.as_str().unwrap_or_default();
        if !value.is_empty() && offset < start {
            return None;
        }
        if value.starts_with(['{', '[']) && position_of(mapping, &name).is_none() {
            let node = mapping.get(&name);
            let above = place_of(mapping).reading;
            return self.brackets(Level {
                reading: openflow().child(&above, &name, node).reading,
                node: node.map(Node::id),
                owner: name.into_owned(),
                above: owner(mapping),
                holder: Some(mapping.id()),
                at: span,
                module: self.module_of(mapping.id()),
            });
        }
        self.scalar(mapping, &name, span, true)
    }

    /// A scalar that is the value of `name` in `mapping`, or an item of that value.
    fn scalar(&self, mapping: Node<'_>, name: &str, span: Span, is_value: bool) -> Option<Cursor> {
        let (text, offset) = (self.text(), self.offset);
        let value = span.slice(text);
        // The step of the mapping: a value that is not there yet lies outside the step's own text.
        let module = self.flow.module_at(mapping.span().start as usize);
        if let Some(position) = position_of(mapping, name).filter(|_| is_value) {
            let quote = usize::from(value.starts_with(['"', '\'']));
            let start = match value.is_empty() {
                true => offset,
                false => span.start as usize + quote,
            };
            let inner = value[quote..].to_owned();
            return expression(
                self.flow,
                module,
                position,
                inner,
                start,
                style_of(value),
                offset,
            );
        }
        Some(Cursor::Value(InValue {
            reading: place_of(mapping).reading,
            mapping: mapping.id(),
            key: name.to_owned(),
            raw: Spanned::new(value.to_owned(), span),
            offset,
            module,
            flow: Arc::clone(self.flow),
        }))
    }

    /// In brackets that begin the line, or what follows its dash.
    fn brackets_at_start(&self) -> Option<Cursor> {
        let start = self.parts.start + self.parts.column;
        let at = Span::new(start, start + self.parts.body.trim_end().len());
        if let Some(node) = bracket_node(self.yaml, start) {
            let holder = holder(node);
            return self.brackets(Level {
                reading: place_of(node).reading,
                node: Some(node.id()),
                owner: owner(node),
                above: holder.map(owner).unwrap_or_default(),
                holder: holder.map(Node::id),
                at,
                module: self.flow.module_at(start),
            });
        }
        let under = mapping_of(self.file, self.yaml, self.line, self.parts)?;
        let holder = under.holder.map(|h| self.yaml.node(h));
        self.brackets(Level {
            reading: under.reading,
            node: None,
            owner: under.owner,
            above: holder.map(owner).unwrap_or_default(),
            holder: under.holder,
            at,
            module: under.holder.and_then(|h| self.module_of(h)),
        })
    }

    /// In `{ … }` and `[ … ]` on one line, closed or not.
    fn brackets(&self, outermost: Level) -> Option<Cursor> {
        let (text, offset) = (self.text(), self.offset);
        let from = outermost.at.start as usize;
        let end = (outermost.at.end as usize).max(offset);
        if offset <= from {
            return None;
        }
        let open = brackets::open_brackets(text, from, offset);
        let (first, deeper) = open.split_first()?;
        let mut level = outermost;
        let mut bracket = first;
        for next in deeper {
            level = level.inner(self.yaml, self.flow, text, bracket, next.open)?;
            bracket = next;
        }
        match bracket.key {
            Some((key, start)) if bracket.is_mapping => {
                self.value_in_braces(level, key.slice(text), start.min(offset), end)
            }
            None if bracket.is_mapping => Some(self.key_in_braces(level, bracket, end)),
            _ => self.item_in_brackets(&level, bracket, end),
        }
    }

    fn key_in_braces(&self, level: Level, bracket: &Bracket, end: usize) -> Cursor {
        let (text, offset) = (self.text(), self.offset);
        let entry = &text[bracket.entry..end];
        let start = (end - entry.trim_start_matches(' ').len()).min(offset);
        let stop = text[start..end]
            .find([',', '}', ':', ' '])
            .map_or(end, |i| start + i);
        let stop = stop.max(offset);
        Cursor::Key(InKey {
            flow: Arc::clone(self.flow),
            holder: level.holder,
            in_braces: true,
            reading: level.reading,
            mapping: level.node,
            owner: level.owner,
            partial: Spanned::new(text[start..offset].to_owned(), Span::new(start, stop)),
            has_colon: text[stop..].starts_with(':'),
            module: level.module,
        })
    }

    fn value_in_braces(
        &self,
        level: Level,
        name: &str,
        start: usize,
        end: usize,
    ) -> Option<Cursor> {
        let (text, offset) = (self.text(), self.offset);
        let stop = brackets::entry_end(text, start, end).max(offset);
        let value = &text[start..stop];
        if let Some(position) = position_under(&level.owner, &level.above, name) {
            let style = style_of(value);
            let start = start + usize::from(style != Style::Plain);
            let inner = text.get(start..stop)?.to_owned();
            return expression(
                self.flow,
                level.module,
                position,
                inner,
                start,
                style,
                offset,
            );
        }
        let value = value.trim_end();
        Some(Cursor::Value(InValue {
            reading: level.reading,
            mapping: level.node?,
            key: name.to_owned(),
            raw: Spanned::new(value.to_owned(), Span::new(start, start + value.len())),
            offset,
            module: level.module,
            flow: Arc::clone(self.flow),
        }))
    }

    fn item_in_brackets(&self, level: &Level, bracket: &Bracket, end: usize) -> Option<Cursor> {
        let (text, offset) = (self.text(), self.offset);
        let entry = text.get(bracket.entry..offset)?;
        let start = offset - entry.trim_start_matches(' ').len();
        let rest = text.get(offset..end)?;
        let stop = offset + rest.find([',', ']']).unwrap_or(rest.len());
        let value = text[start..stop].trim_end();
        let stop = (start + value.len()).max(offset);
        let holder = self.yaml.node(level.holder?);
        self.scalar(holder, &level.owner, Span::new(start, stop), false)
    }
}

/// What an open bracket on the way to the cursor is.
struct Level {
    reading: Reading,
    node: Option<NodeId>,
    /// The key that it, or the list around it, is the value of.
    owner: String,
    /// The key that the mapping of `owner` is the value of.
    above: String,
    /// The mapping of `owner`.
    holder: Option<NodeId>,
    /// From where to where the outermost one goes, as far as the line goes.
    at: Span,
    module: Option<ModuleIdx>,
}

impl Level {
    /// What the bracket at `open` is, which stands in this one.
    fn inner(
        self,
        yaml: &Yaml,
        flow: &Flow,
        text: &str,
        bracket: &Bracket,
        open: usize,
    ) -> Option<Level> {
        let schema = openflow();
        let node = bracket_node(yaml, open);
        let module = node
            .and_then(|n| flow.module_at(n.span().start as usize))
            .or(self.module);
        let id = node.map(Node::id);
        if !bracket.is_mapping {
            let reading = match node {
                Some(node) => schema.item(&self.reading, node),
                None => schema.new_item(&self.reading),
            };
            return Some(Level {
                reading,
                node: id,
                module,
                ..self
            });
        }
        let key = bracket.key?.0.slice(text);
        Some(Level {
            reading: schema.child(&self.reading, key, node).reading,
            node: id,
            owner: key.to_owned(),
            above: self.owner,
            holder: self.node,
            at: self.at,
            module,
        })
    }
}

/// The mapping or list that the bracket at `open` begins.
fn bracket_node(yaml: &Yaml, open: usize) -> Option<Node<'_>> {
    let mut node = yaml.at(open + 1)?;
    loop {
        let starts = node.span().start as usize == open;
        if starts && (node.is_mapping() || node.is_sequence()) {
            return Some(node);
        }
        node = node.parent()?;
    }
}

/// The mapping that has the node, or the list around it, as a value.
fn holder(node: Node<'_>) -> Option<Node<'_>> {
    let mut above = node.parent();
    while let Some(list) = above.filter(|n| n.is_sequence()) {
        above = list.parent();
    }
    above
}

/// Whether it is read as a list.
fn is_list(reading: &Reading) -> bool {
    reading.defs.iter().any(|d| d.items.is_some())
}

/// In the text of an expression that starts at `start`; `None` outside it.
fn expression(
    flow: &Arc<Flow>,
    module: Option<ModuleIdx>,
    position: model::flow::Position,
    text: String,
    start: usize,
    style: Style,
    offset: usize,
) -> Option<Cursor> {
    let inner = offset.checked_sub(start).filter(|at| *at <= text.len())?;
    let text: Arc<str> = text.into();
    Some(Cursor::Expression(InExpression {
        flow: Arc::clone(flow),
        module,
        position,
        inner: text.floor_char_boundary(inner),
        map: SourceMap::verbatim(start, text.len()),
        written: Written::Here(Snippet::new(Arc::clone(&text))),
        text,
        style,
    }))
}

/// How a scalar that starts like this is written.
fn style_of(value: &str) -> Style {
    match value.chars().next() {
        Some('"') => Style::Double,
        Some('\'') => Style::Single,
        _ => Style::Plain,
    }
}
