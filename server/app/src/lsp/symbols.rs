//! Where a symbol is written, and its rename, as the protocol has them.

use ide::{Use, UseRole};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types as lsp;

use super::convert;
use super::edits::Edits;
use super::requests::Request;

/// Everywhere the symbol at a place is written; `declared`: where it is declared as well.
pub(super) fn references(
    request: &Request,
    at: lsp::Position,
    declared: bool,
) -> Vec<lsp::Location> {
    let mut uses = uses(request, at);
    uses.retain(|u| declared || u.role != UseRole::Definition);
    locations(request, &uses)
}

/// Where these places are.
pub(super) fn locations(request: &Request, uses: &[Use]) -> Vec<lsp::Location> {
    let place = |u: &Use| {
        let file = request.snapshot.workspace.get(u.file)?;
        let range = convert::range(file, u.span, request.client.encoding);
        let uri = match u.file == request.id {
            true => request.uri.clone(),
            false => convert::uri(&file.path)?,
        };
        Some(lsp::Location::new(uri, range))
    };
    uses.iter().filter_map(place).collect()
}

/// What may be typed in all places at once.
pub(super) fn linked(request: &Request, at: lsp::Position) -> Option<lsp::LinkedEditingRanges> {
    let offset = convert::offset(&request.file, at, request.client.encoding);
    let spans = request.snapshot.linked(request.id, offset).into_iter();
    let ranges = spans.map(|s| convert::range(&request.file, s, request.client.encoding));
    let ranges: Vec<lsp::Range> = ranges.collect();
    (!ranges.is_empty()).then(|| lsp::LinkedEditingRanges {
        ranges,
        word_pattern: Some("[A-Za-z_][A-Za-z0-9_]*".to_owned()),
    })
}

/// The same in the document alone.
pub(super) fn highlights(request: &Request, at: lsp::Position) -> Vec<lsp::DocumentHighlight> {
    let mut uses = uses(request, at);
    uses.retain(|u| u.file == request.id);
    let highlight = |u: Use| lsp::DocumentHighlight {
        range: convert::range(&request.file, u.span, request.client.encoding),
        kind: Some(match u.role {
            UseRole::Definition | UseRole::Write => lsp::DocumentHighlightKind::WRITE,
            UseRole::Use => lsp::DocumentHighlightKind::READ,
        }),
    };
    uses.into_iter().map(highlight).collect()
}

fn uses(request: &Request, at: lsp::Position) -> Vec<Use> {
    let offset = convert::offset(&request.file, at, request.client.encoding);
    request.snapshot.uses(request.id, offset)
}

/// What would be renamed; an error says why it cannot be.
pub(super) fn prepare_rename(
    request: &Request,
    at: lsp::Position,
) -> Result<Option<lsp::PrepareRenameResponse>> {
    let encoding = request.client.encoding;
    let offset = convert::offset(&request.file, at, encoding);
    let found = request.snapshot.prepare_rename(request.id, offset);
    let answer = |(span, name)| lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: convert::range(&request.file, span, encoding),
        placeholder: name,
    };
    found.map(|f| f.map(answer)).map_err(refused)
}

/// How many places that a rename leaves are named.
const NAMED: usize = 5;

/// All that a rename changes, as the client takes it, and what it leaves, in a sentence.
pub(super) fn rename(
    request: &Request,
    at: lsp::Position,
    new: &str,
) -> Result<(lsp::WorkspaceEdit, Option<String>)> {
    let offset = convert::offset(&request.file, at, request.client.encoding);
    let change = request.snapshot.rename(request.id, offset, new);
    let edits = Edits {
        snapshot: &request.snapshot,
        client: &request.client,
        open: request.open(),
        own: Some(request.id),
    };
    let made = change.and_then(|c| Ok((edits.of(&c)?, told_of_left(&c.left))));
    made.map_err(refused)
}

fn told_of_left(left: &[String]) -> Option<String> {
    let (first, rest) = left.split_at(left.len().min(NAMED));
    let more = match rest.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let named = first.join(", ");
    (!left.is_empty())
        .then(|| format!("This may be the same property, and was left: {named}{more}"))
}

/// While everything is read, not all places of a name are known.
pub(super) fn still_reading() -> Error {
    refused("The files are still being read: try again in a moment".to_owned())
}

/// RequestFailed, with the reason.
fn refused(reason: ide::Refused) -> Error {
    Error {
        code: ErrorCode::ServerError(-32803),
        message: reason.into(),
        data: None,
    }
}
