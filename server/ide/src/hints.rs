//! Inlay hints: what an input's expression gives, behind it. Off unless the settings ask for them.

use std::sync::Arc;

use model::flow::{Expression, Position};
use model::results::Shapes;
use shape::Shape;
use syntax::{FileId, Span};

use crate::Snapshot;

/// A hint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// Where it stands, in bytes of the file.
    pub offset: usize,
    /// A colon and a shape, cut short.
    pub label: String,
    /// The shape in full, where the label does not show all of it.
    pub whole: Option<String>,
}

/// Most characters of a label's shape.
const MAX_LABEL: usize = 40;

/// The hints in a part of a file.
pub(crate) fn hints(snapshot: &Snapshot, id: FileId, part: Span) -> Vec<Hint> {
    if !snapshot.settings.has_shape_hints() {
        return Vec::new();
    }
    let file = snapshot.workspace.get(id);
    let Some((file, flow)) = file.and_then(|f| Some((f, f.flow()?))) else {
        return Vec::new();
    };
    let shapes = Shapes::new(&snapshot.workspace, id, file, Arc::clone(flow));
    let mut hints = Vec::new();
    for expression in flow.expressions() {
        let given = matches!(
            expression.position,
            Position::Transform | Position::Iterator
        );
        let at = end(expression);
        if !given || !part.touches(at) {
            continue;
        }
        let shape = shapes.read(expression).shape;
        if let Some(label) = label(&shape) {
            let whole = shape.brief();
            hints.push(Hint {
                offset: at,
                whole: (whole != label).then_some(whole),
                label: format!(": {label}"),
            });
        }
    }
    hints
}

/// Where an expression ends, without blanks and line breaks.
fn end(expression: &Expression) -> usize {
    let len = expression.text.trim_end().len();
    let last = expression.text[..len].chars().next_back();
    let start = len - last.map_or(0, char::len_utf8);
    expression.outer(Span::new(start, len)).end as usize
}

/// A shape in a few words; `None` where nothing is known of it.
fn label(shape: &Shape) -> Option<String> {
    if shape.is_unknown() {
        return None;
    }
    let whole = shape.brief();
    Some(match whole.char_indices().nth(MAX_LABEL) {
        None => whole,
        Some(_) => whole.chars().take(MAX_LABEL - 1).chain(['…']).collect(),
    })
}
