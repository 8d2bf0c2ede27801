//! What the cursor is on, classified once for every feature.
//!
//! Flows are read around broken lines, with the cursor's line as the first suspect, so that all of this
//! works while a line is half typed. Where the line itself is not in the tree yet, its indentation says
//! which mapping it belongs to.

mod brackets;
mod place;
mod yaml;

use std::sync::Arc;

use lang::javascript::Snippet;
use model::code::Code;
use model::file::{File, FileKind};
use model::flow::{Flow, ModuleIdx, Position};
use model::openflow::Reading;
use model::script::Script;
use syntax::text::line_start;
use syntax::yaml::{NodeId, Style};
use syntax::{SourceMap, Span, Spanned};

pub(crate) use place::{Line, key_node, owner, take_apart};

/// What the cursor is on.
pub(crate) enum Cursor {
    /// In an expression of a flow.
    Expression(InExpression),
    /// In the code of a script's file, or of a flow.
    Code(InCode),
    /// At a key of a flow's mapping.
    Key(InKey),
    /// At a value that stands on the line of its key or on the one below, or at an item of a list.
    Value(InValue),
    /// Anywhere else.
    None,
}

/// In an expression.
pub(crate) struct InExpression {
    pub(crate) flow: Arc<Flow>,
    pub(crate) module: Option<ModuleIdx>,
    pub(crate) position: Position,
    pub(crate) text: Arc<str>,
    pub(crate) map: SourceMap,
    /// The cursor's offset in the text.
    pub(crate) inner: usize,
    /// How its scalar is written.
    pub(crate) style: Style,
    written: Written,
}

/// Where the text of an expression is kept.
enum Written {
    /// In the flow, by its place among the expressions there.
    InFlow(usize),
    /// Nowhere: it is not the flow's yet.
    Here(Snippet),
}

impl InExpression {
    /// The text with what is read of it: what the flow keeps, so that no question parses it anew.
    pub(crate) fn snippet(&self) -> &Snippet {
        match &self.written {
            Written::InFlow(at) => &self.flow.expressions()[*at],
            Written::Here(snippet) => snippet,
        }
    }
}

/// In code.
pub(crate) struct InCode {
    pub(crate) code: Code,
    /// The cursor's offset in the code.
    pub(crate) inner: usize,
}

impl InCode {
    /// A span of the code, in the file.
    pub(crate) fn outer(&self, span: Span) -> Span {
        self.code.outer(span)
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
    /// Whether it stands in `{ … }`.
    pub(crate) in_braces: bool,
    /// The mapping of the key that this one's mapping is the value of, where its line says so.
    pub(crate) holder: Option<NodeId>,
    pub(crate) module: Option<ModuleIdx>,
}

/// At a value, or at an item of the list that is the value.
pub(crate) struct InValue {
    pub(crate) flow: Arc<Flow>,
    /// How the mapping is read.
    pub(crate) reading: Reading,
    pub(crate) mapping: NodeId,
    pub(crate) key: String,
    /// The value or the item as it stands on the line, without trailing blanks.
    pub(crate) raw: Spanned<String>,
    /// The cursor's offset in the file.
    pub(crate) offset: usize,
    pub(crate) module: Option<ModuleIdx>,
}

/// Classifies the cursor at a byte offset of the file.
pub(crate) fn cursor(file: &File, offset: usize) -> Cursor {
    let offset = file.text().floor_char_boundary(offset);
    if let Some(script) = file.script() {
        return Cursor::Code(InCode {
            code: Code::whole(Arc::clone(script), None),
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
    let is_at = |code: &&Code| {
        let node = code.module.and_then(|m| flow.code_node(m));
        node.is_some_and(|n| is_in(file, n, offset))
    };
    let embedded = file.embedded().iter().find(is_at);
    if let Some(code) = embedded {
        let inner = code.map.as_ref().and_then(|m| m.inner(offset));
        let found = match inner {
            Some(inner) => Some((code.clone(), inner)),
            None => behind_code(file, code, flow, offset),
        };
        if let Some((code, inner)) = found {
            return Cursor::Code(InCode { code, inner });
        }
    }
    yaml::in_yaml(file, Arc::clone(flow), offset, line)
}

/// On a blank line behind a block of code, where the next line of it is to come: the code up to there, with the blank lines
/// between and what is indented, and its end.
fn behind_code(file: &File, code: &Code, flow: &Flow, offset: usize) -> Option<(Code, usize)> {
    let node = flow.node(flow.code_node(code.module?)?);
    let is_block = matches!(node.style(), Some(Style::Literal | Style::Folded));
    if !is_block || node.span().end as usize >= offset {
        return None;
    }
    let (map, script) = (code.map.clone()?, &code.script);
    let column = |at: usize| at - line_start(file.text(), at);
    // A block is as deep as its first line; the line at the cursor is none of it where it stands less deep.
    let first = script.text.find(|c| !matches!(c, '\n' | '\r'));
    let depth = first.map_or(column(offset), |at| column(map.outer(at)));
    let indent = column(offset).checked_sub(depth)?;
    let written = script.text.trim_end_matches(['\n', '\r']);
    let line = |at: usize| file.lines().line_of(at);
    let breaks = match written.char_indices().next_back() {
        Some((last, _)) => line(offset).checked_sub(line(map.outer(last)))?,
        None => 0,
    };
    let text = format!("{written}{}{}", "\n".repeat(breaks), " ".repeat(indent));
    let inner = text.len();
    let code = Code {
        script: Arc::new(Script::new(script.language.clone(), Arc::from(text))),
        map: Some(map.ending_at(inner, offset)),
        ..code.clone()
    };
    Some((code, inner))
}

/// Whether an offset is in a scalar with code. Blanks behind a block are text of it, though its node ends before them, as
/// far as they stand deeper than its key.
fn is_in(file: &File, node: NodeId, offset: usize) -> bool {
    let node = file.yaml().node(node);
    let span = node.span();
    if span.touches(offset) {
        return true;
    }
    let text = file.text();
    let Some(gap) = text.get(span.end as usize..offset) else {
        return false;
    };
    if gap.chars().all(|c| c == ' ') {
        return true;
    }
    let is_block = matches!(node.style(), Some(Style::Literal | Style::Folded));
    let own = line_start(text, span.start as usize);
    let key = take_apart(text, own..span.start as usize).column;
    is_block && gap.trim().is_empty() && offset - line_start(text, offset) > key
}

fn in_expression(text: &str, flow: &Arc<Flow>, offset: usize) -> Option<InExpression> {
    let is_at = |e: &model::flow::Expression| flow.node(e.node).span().touches(offset);
    let Some(at) = flow.expressions().iter().position(is_at) else {
        return behind_expression(text, flow, offset);
    };
    let expression = &flow.expressions()[at];
    let inner = expression.map.inner(offset)?;
    Some(InExpression {
        flow: Arc::clone(flow),
        module: expression.module,
        position: expression.position,
        text: Arc::clone(&expression.text),
        map: expression.map.clone(),
        inner: expression.text.floor_char_boundary(inner),
        style: flow.node(expression.node).style()?,
        written: Written::InFlow(at),
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
    let start = match style {
        Style::Plain if !gap.contains(['\n', '\r']) => span.start as usize,
        Style::Literal | Style::Folded => {
            // The block goes on as far as its lines stand deeper than its key.
            let own = line_start(text, span.start as usize);
            let key = take_apart(text, own..span.start as usize).column;
            if offset - line_start(text, offset) <= key {
                return None;
            }
            span.start as usize + text.get(span.range())?.find('\n')? + 1
        }
        _ => return None,
    };
    let text: Arc<str> = text.get(start..offset)?.into();
    Some(InExpression {
        flow: Arc::clone(flow),
        module: expression.module,
        position: expression.position,
        map: SourceMap::verbatim(start, text.len()),
        inner: text.len(),
        written: Written::Here(Snippet::new(Arc::clone(&text))),
        text,
        style,
    })
}
