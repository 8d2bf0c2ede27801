//! What a document is made of, as the client takes it: symbols in each other, or one after the other; folds, what a
//! selection grows to, links.

use ide::{DeclaredKind, FoldKind, LinkTarget, OutlineItem, OutlineKind};
use syntax::Span;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::initialize::Client;
use super::requests::Request;
use crate::escape::label;

/// The symbols of the document.
pub(super) fn symbols(request: &Request) -> lsp::DocumentSymbolResponse {
    let items = request.snapshot.outline(request.id);
    let spans: Vec<Span> = items.iter().flat_map(|i| [i.span, i.name_span]).collect();
    let ranges = convert::ranges(&request.file, &spans, request.client.encoding);
    let items = items.iter().zip(ranges.chunks_exact(2));
    match request.client.nests_symbols {
        true => lsp::DocumentSymbolResponse::Nested(nested(items, &request.client)),
        false => lsp::DocumentSymbolResponse::Flat(flat(items, request)),
    }
}

/// Items with their ranges: all of them, and what is selected.
type Items<'a> =
    std::iter::Zip<std::slice::Iter<'a, OutlineItem>, std::slice::ChunksExact<'a, lsp::Range>>;

fn nested(items: Items<'_>, client: &Client) -> Vec<lsp::DocumentSymbol> {
    // For each depth, what is there so far of what the last one above holds.
    let mut levels: Vec<Vec<lsp::DocumentSymbol>> = vec![Vec::new()];
    for (item, ranges) in items {
        close(&mut levels, item.depth);
        let [range, selection_range] = ranges else {
            continue;
        };
        #[expect(deprecated, reason = "the field is part of the type")]
        let symbol = lsp::DocumentSymbol {
            name: label(&item.name).into_owned(),
            detail: (!item.detail.is_empty()).then(|| label(&item.detail).into_owned()),
            kind: kind(item.kind, client),
            tags: None,
            deprecated: None,
            range: *range,
            selection_range: *selection_range,
            children: None,
        };
        if let Some(level) = levels.last_mut() {
            level.push(symbol);
        }
        levels.push(Vec::new());
    }
    close(&mut levels, 0);
    levels.pop().unwrap_or_default()
}

/// Gives what is deeper to the last one above it, until things of this depth come next.
fn close(levels: &mut Vec<Vec<lsp::DocumentSymbol>>, depth: usize) {
    while levels.len() > depth + 1 {
        let children = levels.pop().filter(|c| !c.is_empty());
        let above = levels.last_mut().and_then(|level| level.last_mut());
        if let Some(above) = above {
            above.children = children;
        }
    }
}

fn flat(items: Items<'_>, request: &Request) -> Vec<lsp::SymbolInformation> {
    // The names of the last ones at each depth.
    let mut around: Vec<String> = Vec::new();
    let symbol = |(item, ranges): (&OutlineItem, &[lsp::Range])| {
        around.truncate(item.depth);
        let container_name = around.last().cloned();
        let name = label(&item.name).into_owned();
        around.push(name.clone());
        #[expect(deprecated, reason = "the field is part of the type")]
        let symbol = lsp::SymbolInformation {
            name,
            kind: kind(item.kind, &request.client),
            tags: None,
            deprecated: None,
            location: lsp::Location::new(request.uri.clone(), ranges[0]),
            container_name,
        };
        symbol
    };
    items.map(symbol).collect()
}

/// What a part is for the protocol, of the kinds that the client knows.
fn kind(kind: OutlineKind, client: &Client) -> lsp::SymbolKind {
    use lsp::SymbolKind as Symbol;
    // The second one is of the protocol's first version.
    let (best, old) = match kind {
        OutlineKind::Inputs => (Symbol::NAMESPACE, Symbol::NAMESPACE),
        OutlineKind::Input => (Symbol::FIELD, Symbol::FIELD),
        OutlineKind::Script => (Symbol::FUNCTION, Symbol::FUNCTION),
        OutlineKind::Flow => (Symbol::MODULE, Symbol::MODULE),
        OutlineKind::Loop => (Symbol::ARRAY, Symbol::ARRAY),
        OutlineKind::Branches => (Symbol::ENUM, Symbol::ENUM),
        OutlineKind::Branch => (Symbol::ENUM_MEMBER, Symbol::CONSTANT),
        OutlineKind::Step => (Symbol::OPERATOR, Symbol::FUNCTION),
        OutlineKind::Special => (Symbol::EVENT, Symbol::FUNCTION),
        OutlineKind::Mapping => (Symbol::OBJECT, Symbol::MODULE),
        OutlineKind::List => (Symbol::ARRAY, Symbol::ARRAY),
        OutlineKind::Text => (Symbol::STRING, Symbol::STRING),
        OutlineKind::Number => (Symbol::NUMBER, Symbol::NUMBER),
        OutlineKind::Boolean => (Symbol::BOOLEAN, Symbol::BOOLEAN),
        OutlineKind::Null => (Symbol::NULL, Symbol::CONSTANT),
        OutlineKind::Code(declared) => match declared {
            DeclaredKind::Function => (Symbol::FUNCTION, Symbol::FUNCTION),
            DeclaredKind::Class => (Symbol::CLASS, Symbol::CLASS),
            DeclaredKind::Method => (Symbol::METHOD, Symbol::METHOD),
            DeclaredKind::Field => (Symbol::FIELD, Symbol::FIELD),
            DeclaredKind::Interface => (Symbol::INTERFACE, Symbol::INTERFACE),
            DeclaredKind::Enum => (Symbol::ENUM, Symbol::ENUM),
            DeclaredKind::EnumMember => (Symbol::ENUM_MEMBER, Symbol::CONSTANT),
            DeclaredKind::Namespace => (Symbol::NAMESPACE, Symbol::NAMESPACE),
        },
    };
    let known = client.symbol_kinds.as_ref();
    match known.is_some_and(|k| k.contains(&best)) {
        true => best,
        false => old,
    }
}

/// What can be folded.
pub(super) fn folds(request: &Request) -> Vec<lsp::FoldingRange> {
    let client = &request.client;
    let folds = request.snapshot.folds(request.id, client.fold_limit);
    let spans: Vec<Span> = folds.iter().map(|f| f.span).collect();
    let ranges = convert::ranges(&request.file, &spans, client.encoding);
    let fold = |(fold, range): (ide::Fold, lsp::Range)| {
        let text = fold.text.filter(|_| client.fold_texts);
        // What is shown for all of it takes the place of its first line as well.
        let start = text.as_ref().map(|_| range.start.character);
        lsp::FoldingRange {
            start_line: range.start.line,
            start_character: start.filter(|_| !client.folds_lines),
            end_line: range.end.line,
            end_character: (!client.folds_lines).then_some(range.end.character),
            kind: match fold.kind {
                FoldKind::Plain => None,
                FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
                FoldKind::Imports => Some(lsp::FoldingRangeKind::Imports),
            },
            collapsed_text: text.map(|t| label(&t).into_owned()),
        }
    };
    folds.into_iter().zip(ranges).map(fold).collect()
}

/// What a selection at each of these places grows to.
pub(super) fn selections(request: &Request, places: &[lsp::Position]) -> Vec<lsp::SelectionRange> {
    let encoding = request.client.encoding;
    let mut spans = Vec::new();
    let mut counts = Vec::new();
    for place in places {
        let offset = convert::offset(&request.file, *place, encoding);
        let found = request.snapshot.selections(request.id, offset);
        counts.push(found.len());
        spans.extend(found);
    }
    let ranges = convert::ranges(&request.file, &spans, encoding);
    let mut rest = &ranges[..];
    let mut selections = Vec::new();
    for (count, place) in counts.into_iter().zip(places) {
        let (own, others) = rest.split_at(count);
        rest = others;
        let grown = own.iter().rev().fold(None, |parent, range| {
            Some(Box::new(lsp::SelectionRange {
                range: *range,
                parent,
            }))
        });
        // There is one for each place.
        let none = || lsp::SelectionRange {
            range: lsp::Range::new(*place, *place),
            parent: None,
        };
        selections.push(grown.map_or_else(none, |grown| *grown));
    }
    selections
}

/// The links of the document.
pub(super) fn links(request: &Request) -> Vec<lsp::DocumentLink> {
    let links = request.snapshot.links(request.id);
    let spans: Vec<Span> = links.iter().map(|l| l.span).collect();
    let ranges = convert::ranges(&request.file, &spans, request.client.encoding);
    let link = |(link, range): (ide::Link, lsp::Range)| {
        let workspace = &request.snapshot.workspace;
        let (target, tooltip) = match link.target {
            LinkTarget::File(id) => {
                let path = &workspace.get(id)?.path;
                (convert::uri(path)?, workspace.shown(path).to_owned())
            }
            LinkTarget::Url(url) => (url.parse().ok()?, "Script of Windmill's hub".to_owned()),
        };
        Some(lsp::DocumentLink {
            range,
            target: Some(target),
            tooltip: (request.client.link_tooltips).then(|| label(&tooltip).into_owned()),
            data: None,
        })
    };
    links.into_iter().zip(ranges).filter_map(link).collect()
}
