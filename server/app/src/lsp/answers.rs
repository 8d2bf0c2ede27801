//! Small answers about a place: an offset in, what the engine says, converted back.

use syntax::Span;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::requests::Request;

/// The hints in a part of a document.
pub(super) fn hints(r: &Request, range: lsp::Range) -> Vec<lsp::InlayHint> {
    let start = convert::offset(&r.file, range.start, r.client.encoding);
    let end = convert::offset(&r.file, range.end, r.client.encoding);
    let part = Span::new(start, end.max(start));
    let hints = r.snapshot.hints(r.id, part).into_iter();
    hints
        .map(|hint| convert::hint(&r.file, hint, &r.client))
        .collect()
}

/// Where the name at a place leads.
pub(super) fn definition(
    r: &Request,
    position: lsp::Position,
) -> Option<lsp::GotoDefinitionResponse> {
    let offset = convert::offset(&r.file, position, r.client.encoding);
    let targets = r.snapshot.definition(r.id, offset);
    convert::definition(&r.snapshot.workspace, &r.file, &targets, &r.client).or_else(|| {
        let target = r.snapshot.stub_definition(r.id, offset)?;
        convert::stub(&r.file, target, &r.client)
    })
}

/// The blanks of a line that was just begun, where `typed` is what began it.
pub(super) fn new_line(
    r: &Request,
    position: lsp::Position,
    typed: &str,
) -> Option<Vec<lsp::TextEdit>> {
    let offset = convert::offset(&r.file, position, r.client.encoding);
    let edit = r.snapshot.new_line(r.id, offset)?;
    let range = convert::range(&r.file, edit.span, r.client.encoding);
    (typed == "\n").then(|| vec![lsp::TextEdit::new(range, edit.text)])
}
