//! Symbols of the workspace, as the client takes them.

use ide::{Found, FoundKind};
use tower_lsp::ls_types as lsp;

use super::convert;
use super::requests::Everything;
use crate::escape::label;

/// Most symbols of one answer: who sees that many types on.
const MOST: usize = 256;

/// What a few letters find, best first.
pub(super) fn symbols(all: &Everything, query: &str) -> lsp::WorkspaceSymbolResponse {
    let found = all.snapshot.find(query, MOST).into_iter();
    lsp::WorkspaceSymbolResponse::Flat(found.filter_map(|f| symbol(all, f)).collect())
}

fn symbol(all: &Everything, found: Found) -> Option<lsp::SymbolInformation> {
    let file = all.snapshot.workspace.get(found.file)?;
    let open = all.open.iter().find(|(path, ..)| *path == file.path);
    let uri = match open {
        Some((_, uri, _)) => uri.clone(),
        None => convert::uri(&file.path)?,
    };
    let range = convert::range(file, found.span, all.client.encoding);
    let container = label(&found.container).into_owned();
    #[expect(deprecated, reason = "the field is part of the type")]
    let symbol = lsp::SymbolInformation {
        name: label(&found.name).into_owned(),
        kind: kind(found.kind, all),
        tags: None,
        deprecated: None,
        location: lsp::Location::new(uri, range),
        container_name: (!container.is_empty()).then_some(container),
    };
    Some(symbol)
}

/// What something is for the protocol, of the kinds that the client knows.
fn kind(kind: FoundKind, all: &Everything) -> lsp::SymbolKind {
    use lsp::SymbolKind as Symbol;
    // The second one is of the protocol's first version.
    let (best, old) = match kind {
        FoundKind::Script => (Symbol::FILE, Symbol::FILE),
        FoundKind::Flow => (Symbol::MODULE, Symbol::MODULE),
        FoundKind::Step | FoundKind::Function => (Symbol::FUNCTION, Symbol::FUNCTION),
        FoundKind::Input => (Symbol::FIELD, Symbol::FIELD),
        FoundKind::Method => (Symbol::METHOD, Symbol::METHOD),
        FoundKind::Class => (Symbol::CLASS, Symbol::CLASS),
        FoundKind::Resource => (Symbol::OBJECT, Symbol::CONSTANT),
        FoundKind::Variable => (Symbol::VARIABLE, Symbol::VARIABLE),
        FoundKind::ResourceType => (Symbol::STRUCT, Symbol::CLASS),
        FoundKind::Trigger => (Symbol::EVENT, Symbol::CONSTANT),
    };
    let known = all.client.found_kinds.as_ref();
    match known.is_some_and(|k| k.contains(&best)) {
        true => best,
        false => old,
    }
}
