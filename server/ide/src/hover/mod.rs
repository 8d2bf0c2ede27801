//! Hover: what stands under the cursor, one file for each kind of thing.

pub(crate) mod expression;
mod flow;
pub(crate) mod sdk;

pub(crate) mod expression;
pub(crate) mod input;
mod key;
mod sdk;
pub(crate) mod step;
pub(crate) mod value;

use model::file::{File, FileId};
use model::flow::Flow;
use model::workspace::Workspace;
use syntax::Span;

use crate::cursor::{self, Cursor};

use crate::cursor::{Cursor, cursor};

/// What stands under the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// Markdown.
    pub text: String,
    /// What it is about, in bytes of the file.
    pub span: Span,
}

/// A flow and the file it was read from.
pub(crate) struct Site<'a> {
    pub workspace: &'a Workspace,
    pub file: &'a File,
    pub flow: &'a Flow,
}

/// What stands at `offset`.
pub(crate) fn hover(workspace: &Workspace, file: FileId, offset: usize) -> Option<Hover> {
    let file = workspace.get(file)?;
    if let Some(code) = cursor::in_script(file, offset) {
        return sdk::hover(&code);
    }
    let flow = cursor::reading(file, offset)?;
    let site = Site {
        workspace,
        file,
        flow: &flow,
    };
    match cursor::classify(file, &flow, offset)? {
        Cursor::Expression(expr) => expression::hover(&site, &expr),
        Cursor::Key(key) => key::hover(&site, &key),
        Cursor::Value(value) => value::hover(&site, &value),
        Cursor::Code(code) => sdk::hover(&code),
    }
}
