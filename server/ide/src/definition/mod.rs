//! Definition: where the thing under the cursor comes from.

use model::expr::{analyze, chain_at};
use model::file::{File, FileId};
use model::flow::{Content, Kind};
use model::path;
use model::script::EntryName;
use model::workspace::callee::entry_name;
use model::workspace::{Callee, InlineTarget, Workspace};
use syntax::Span;
use syntax::yaml::Node;

use crate::cursor::{Cursor, InExpression, InKey, InValue, cursor};

/// A place to go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// What the jump starts from, in bytes of the file that was asked about.
    pub origin: Span,
    /// The file to go to.
    pub file: FileId,
    /// The whole thing there.
    pub full: Span,
    /// Its name there.
    pub name: Span,
}

/// Where the thing at `offset` comes from.
pub(crate) fn definition(workspace: &Workspace, file: FileId, offset: usize) -> Vec<Target> {
    at(workspace, file, offset).into_iter().collect()
}

fn at(workspace: &Workspace, id: FileId, offset: usize) -> Option<Target> {
    let file = workspace.get(id)?;
    let flow = cursor::reading(file, offset)?;
    let site = Site {
        workspace,
        file,
        flow: &flow,
    };
    match cursor::classify(file, &flow, offset)? {
        Cursor::Expression(expr) => expression::definition(&site, id, &expr),
        Cursor::Key(key) => parameter::definition(&site, id, &key),
        Cursor::Value(value) => value::definition(&site, &value),
        Cursor::Code(_) => None,
    }
}

/// The file itself, where it has no better place.
fn start_of(origin: Span, file: FileId) -> Target {
    Target {
        origin,
        file,
        full: Span::at(0),
        name: Span::at(0),
    }
}

/// The entry function of a script's file, else its start.
fn entry_of(workspace: &Workspace, origin: Span, id: FileId, first: EntryName) -> Target {
    let other = match first {
        EntryName::Main => EntryName::Preprocessor,
        EntryName::Preprocessor => EntryName::Main,
    };
    let script = workspace.get(id).and_then(|f| f.script());
    let signature = script.and_then(|s| {
        [first, other]
            .into_iter()
            .find_map(|n| s.entry(n).signature())
    });
    match signature {
        Some(found) => Target {
            origin,
            file: id,
            full: found.span,
            name: found.name.span,
        },
        None => start_of(origin, id),
    }
}
