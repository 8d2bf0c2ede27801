//! Hover: what stands under the cursor, one file for each kind of thing.

mod annotation;
mod client;
mod expression;
mod flow;
mod frontend;
pub(crate) mod imports;
mod item;
pub(crate) mod sdk;
mod users;

use model::file::FileKind;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::cursor::{Cursor, cursor};
use crate::markdown::Markdown;

/// What stands under the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// What there is to say.
    pub text: Markdown,
    /// What it is about, in bytes of the file.
    pub span: Span,
}

/// What stands at `offset`.
pub(crate) fn hover(snapshot: &Snapshot, id: FileId, offset: usize) -> Option<Hover> {
    let workspace = &snapshot.workspace;
    let file = workspace.get(id)?;
    let at_cursor = || match cursor(file, offset) {
        Cursor::Expression(at) => expression::hover(workspace, file, &at),
        Cursor::Code(at) => {
            let of_sdk = || sdk::hover(workspace, file, &at);
            let found = snapshot.settings.has_sdk().then(of_sdk).flatten();
            let found = found.or_else(|| client::hover(&at));
            let found = found.or_else(|| imports::hover(workspace, file, &at));
            found.or_else(|| annotation::hover(workspace, file, &at))
        }
        Cursor::Key(at) => flow::key(workspace, file, &at),
        Cursor::Value(at) => flow::value(workspace, file, &at),
        Cursor::None if file.kind == FileKind::Frontend => {
            frontend::argument(workspace, file, offset)
        }
        Cursor::None => item::hover(file, offset),
    };
    let hover = flow::referred(workspace, file, offset).or_else(at_cursor)?;
    let users = users::users(workspace, id, offset);
    Some(match users {
        Some(users) => Hover {
            text: hover.text.line(users),
            ..hover
        },
        None => hover,
    })
}
