//! The outline of a file: what it is made of, for the list of symbols and the breadcrumbs of an editor.
//!
//! Of a flow: its inputs, its steps with their branches, and what their code declares. Of a script: functions and classes.
//! Of any other file that is YAML: its keys. Works on broken text, as far as it can be read.

mod fit;
mod flow;
mod keys;

pub(crate) use fit::trimmed;
pub(crate) use flow::{item_span, step_span};

use lang::outline::{Declared, DeclaredKind};
use model::code::Code;
use model::file::{File, FileKind};
use syntax::{FileId, Span};

use crate::Snapshot;

/// Most characters of a name or a detail.
const MAX_TEXT: usize = 120;

/// A part of a file.
///
/// It lies in the last one before it that is less deep, if there is any, and beside all others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineItem {
    /// Its name, on one line and never empty.
    pub name: String,
    /// What else is to be said of it, on one line; empty where that is nothing.
    pub detail: String,
    /// What it is.
    pub kind: OutlineKind,
    /// All of it, without blanks and line breaks at its end, in bytes of the file.
    pub span: Span,
    /// What is to be selected of it, inside of `span`.
    pub name_span: Span,
    /// How many others it lies in.
    pub depth: usize,
}

/// What a part of a file is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OutlineKind {
    /// All inputs of a flow.
    Inputs,
    /// An input of a flow, or a property of one.
    Input,
    /// A step that runs code.
    Script,
    /// A step that runs a flow.
    Flow,
    /// A step that repeats others.
    Loop,
    /// A step that chooses between others.
    Branches,
    /// What it chooses between.
    Branch,
    /// A step of another kind.
    Step,
    /// What runs before or instead of the steps.
    Special,
    /// What code declares.
    Code(DeclaredKind),
    /// A key of YAML with a mapping.
    Mapping,
    /// One with a list.
    List,
    /// One with text.
    Text,
    /// One with a number.
    Number,
    /// One with `true` or `false`.
    Boolean,
    /// One with nothing.
    Null,
}

/// What a file is made of, in the order of its text.
pub(crate) fn outline(snapshot: &Snapshot, id: FileId) -> Vec<OutlineItem> {
    let Some(file) = snapshot.workspace.get(id) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    match &file.kind {
        FileKind::Flow => {
            if let Some(flow) = file.flow() {
                flow::outline(file, flow, &mut items);
            }
        }
        FileKind::Script(_) => {
            if let Some(script) = file.script() {
                code(&Code::whole(script.clone(), None), 0, &mut items);
            }
        }
        _ if is_yaml(file) => keys::outline(file, &mut items),
        _ => return Vec::new(),
    }
    let comments = match file.kind {
        FileKind::Script(_) => &[][..],
        _ => file.yaml().comments(),
    };
    fit::fit(file.text(), comments, items)
}

/// Whether a file that is neither a flow nor a script is read as YAML.
pub(crate) fn is_yaml(file: &File) -> bool {
    let data = [".yaml", ".yml", ".json"];
    data.iter().any(|end| file.path.ends_with(end))
}

/// What code declares, `depth` levels down.
fn code(code: &Code, depth: usize, items: &mut Vec<OutlineItem>) {
    let item = |declared: Declared| OutlineItem {
        name: short(&declared.name),
        detail: String::new(),
        kind: OutlineKind::Code(declared.kind),
        span: code.outer(declared.span),
        name_span: code.outer(declared.name_span),
        depth: depth + declared.depth,
    };
    items.extend(code.script.outline().into_iter().map(item));
}

/// A text on one line, cut where it is too long.
pub(crate) fn short(text: &str) -> String {
    let mut out = String::new();
    let mut left = MAX_TEXT;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if left == 0 {
                out.push('…');
                return out;
            }
            out.push(c);
            left -= 1;
        }
        left = left.saturating_sub(1);
    }
    out
}

/// Some texts with dots between them, those left out that are empty.
fn joined(parts: &[&str]) -> String {
    let parts = parts.iter().map(|p| short(p));
    let parts: Vec<String> = parts.filter(|p| !p.is_empty()).collect();
    parts.join(" · ")
}
