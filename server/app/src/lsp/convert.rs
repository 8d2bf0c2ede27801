//! The border of the protocol: addresses and places in, addresses and places out. No byte column
//! leaves this file, and no LSP place enters further.

use std::path::Path;

use ide::{
    Completion, CompletionKind, Finding, Hint, Hover, Level, Markdown, Signature, StubTarget,
    Target,
};
use model::file::{File, FileKind, Source};
use model::workspace::Workspace;
use syntax::{Encoding, LineCol, LineIndex, Span};
use tower_lsp::ls_types as lsp;

use super::address;
use super::initialize::Client;
use crate::disk::{self, Style};
use crate::escape::{label, lines};
use crate::stubs;

/// The path behind an address; `None` for documents that are no files.
pub(super) fn path(uri: &lsp::Uri) -> Option<String> {
    disk::to_model(Path::new(&address::path(uri, Style::HERE)?))
}

/// The address of a path.
pub(super) fn uri(path: &str) -> Option<lsp::Uri> {
    address::uri(path, Style::HERE)
}

/// The byte offset of a place, clamped to the text.
pub(super) fn offset(file: &File, at: lsp::Position, encoding: Encoding) -> usize {
    let at = LineCol {
        line: at.line,
        col: at.character,
    };
    file.lines().offset(file.text(), at, encoding)
}

/// A span as the client counts.
pub(super) fn range(file: &File, span: Span, encoding: Encoding) -> lsp::Range {
    let place = |offset: u32| {
        let at = file
            .lines()
            .line_col(file.text(), offset as usize, encoding);
        lsp::Position::new(at.line, at.col)
    };
    lsp::Range::new(place(span.start), place(span.end))
}

/// Spans as the client counts, in their order. Takes as long as the text has bytes and there are spans, however long
/// its lines are.
pub(super) fn ranges(file: &File, spans: &[Span], encoding: Encoding) -> Vec<lsp::Range> {
    let mut offsets: Vec<u32> = spans.iter().flat_map(|s| [s.start, s.end]).collect();
    offsets.sort_unstable();
    offsets.dedup();
    let places = file.lines().line_cols(file.text(), &offsets, encoding);
    let place = |offset: u32| {
        let at = places[offsets.partition_point(|o| *o < offset)];
        lsp::Position::new(at.line, at.col)
    };
    let range = |s: &Span| lsp::Range::new(place(s.start), place(s.end));
    spans.iter().map(range).collect()
}

/// Where the client ends up behind `text` that starts at a place.
pub(super) fn after(start: lsp::Position, text: &str, encoding: Encoding) -> lsp::Position {
    let end = LineIndex::new(text).line_col(text, text.len(), encoding);
    let before = if end.line == 0 { start.character } else { 0 };
    lsp::Position::new(start.line + end.line, before + end.col)
}

/// A finding as a diagnostic.
pub(super) fn diagnostic(
    workspace: &Workspace,
    file: &File,
    finding: &Finding,
    client: &Client,
) -> lsp::Diagnostic {
    let name = finding.rule.name;
    let severity = match finding.level {
        Level::Error => lsp::DiagnosticSeverity::ERROR,
        Level::Warning => lsp::DiagnosticSeverity::WARNING,
        Level::Hint => lsp::DiagnosticSeverity::HINT,
    };
    let message = match &finding.help {
        Some(help) => format!("{}\n{}", label(&finding.message), label(help)),
        None => label(&finding.message).into_owned(),
    };
    let related = finding.related.iter().filter_map(|r| {
        let target = workspace.get(r.file)?;
        Some(lsp::DiagnosticRelatedInformation {
            location: lsp::Location {
                uri: uri(&target.path)?,
                range: range(target, r.span, client.encoding),
            },
            message: label(&r.message).into_owned(),
        })
    });
    let related: Vec<_> = related.filter(|_| client.related).collect();
    let tag = match () {
        () if name.starts_with("unused-") => Some(lsp::DiagnosticTag::UNNECESSARY),
        () if name.starts_with("deprecated-") => Some(lsp::DiagnosticTag::DEPRECATED),
        () => None,
    };
    let href = finding.rule.url().and_then(|url| url.parse().ok());
    lsp::Diagnostic {
        range: range(file, finding.span, client.encoding),
        severity: Some(severity),
        code: Some(lsp::NumberOrString::String(name.to_owned())),
        code_description: href.map(|href| lsp::CodeDescription { href }),
        source: Some("windmill-ls".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: tag.filter(|t| client.tags.contains(t)).map(|t| vec![t]),
        data: None,
    }
}

/// Proposals in the order given.
pub(super) fn completions(
    file: &File,
    items: Vec<Completion>,
    client: &Client,
) -> Vec<lsp::CompletionItem> {
    let convert = |(i, item): (usize, Completion)| {
        let replaced = item.replace.slice(file.text());
        let shown = label(&item.label).into_owned();
        // Clients filter by the text they replace: where that starts with a dot, so must ours.
        let filter = replaced
            .chars()
            .next()
            .filter(|c| !c.is_alphanumeric() && *c != '_' && !item.label.starts_with(*c))
            .map(|c| format!("{c}{}", item.label))
            .or_else(|| (shown != item.label).then(|| item.label.clone()));
        let mut shape = lsp::CompletionItem::default();
        client.choosing.put(&item, i, &mut shape);
        let filter = item.filter.or(filter);
        let (new_text, format, mode) =
            inserted(file, item.replace, item.insert, item.snippet, client);
        let said: Vec<&str> = [&item.detail, &item.way]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        lsp::CompletionItem {
            kind: Some(kind(item.kind)),
            detail: (!said.is_empty()).then(|| label(&said.join(" · ")).into_owned()),
            documentation: item.documentation.map(|text| markup(&text, &client.items)),
            deprecated: item.deprecated.then_some(true),
            additional_text_edits: (!item.also.is_empty()).then(|| {
                let edit = |e: &ide::TextEdit| lsp::TextEdit {
                    range: range(file, e.span, client.encoding),
                    new_text: e.text.clone(),
                };
                item.also.iter().map(edit).collect()
            }),
            sort_text: Some(format!("{i:05}")),
            filter_text: filter,
            text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit {
                range: range(file, item.replace, client.encoding),
                new_text,
            })),
            insert_text_format: format,
            insert_text_mode: mode,
            command: (item.reopens && client.suggests_again).then(|| lsp::Command {
                title: "Suggest".to_owned(),
                command: "editor.action.triggerSuggest".to_owned(),
                arguments: None,
            }),
            label: shown,
            ..shape
        }
    };
    items.into_iter().enumerate().map(convert).collect()
}

/// What a proposal inserts, as the client takes it, with its form and whose work the indentation of its lines is.
///
/// Text of several lines comes with its whole indentation. Who can be told so leaves it as it is. Of the others
/// all that is known adds the first line's indentation to the lines of a snippet, and to nothing else.
fn inserted(
    file: &File,
    replace: Span,
    insert: String,
    snippet: Option<ide::Snippet>,
    client: &Client,
) -> (
    String,
    Option<lsp::InsertTextFormat>,
    Option<lsp::InsertTextMode>,
) {
    let is_multi = insert.contains('\n');
    let mode = (is_multi && client.keeps_indentation).then_some(lsp::InsertTextMode::AS_IS);
    let Some(snippet) = snippet.filter(|_| client.snippets) else {
        return (insert, None, mode);
    };
    let text = file.text();
    let line =
        &text[syntax::text::line_start(text, replace.start as usize)..replace.start as usize];
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let base = match mode {
        Some(_) => "",
        None => &line[..blanks],
    };
    let format = Some(lsp::InsertTextFormat::SNIPPET);
    (snippet.to_lsp(base), format, mode)
}

fn kind(kind: CompletionKind) -> lsp::CompletionItemKind {
    match kind {
        CompletionKind::Step => lsp::CompletionItemKind::FIELD,
        CompletionKind::Property | CompletionKind::Key => lsp::CompletionItemKind::PROPERTY,
        CompletionKind::Variable | CompletionKind::Parameter => lsp::CompletionItemKind::VARIABLE,
        CompletionKind::Value => lsp::CompletionItemKind::ENUM_MEMBER,
        CompletionKind::File => lsp::CompletionItemKind::FILE,
        CompletionKind::Path => lsp::CompletionItemKind::REFERENCE,
        CompletionKind::Function => lsp::CompletionItemKind::FUNCTION,
        CompletionKind::Class => lsp::CompletionItemKind::CLASS,
        CompletionKind::Snippet => lsp::CompletionItemKind::SNIPPET,
    }
}

fn markup(text: &Markdown, kind: &lsp::MarkupKind) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(content(text, kind))
}

fn content(text: &Markdown, kind: &lsp::MarkupKind) -> lsp::MarkupContent {
    let value = match kind {
        lsp::MarkupKind::Markdown => text.to_markdown(),
        lsp::MarkupKind::PlainText => text.to_plain(),
    };
    lsp::MarkupContent {
        kind: kind.clone(),
        value: lines(&value).into_owned(),
    }
}

/// A hover.
pub(super) fn hover(file: &File, hover: Hover, client: &Client) -> lsp::Hover {
    lsp::Hover {
        contents: lsp::HoverContents::Markup(content(&hover.text, &client.hovers)),
        range: Some(range(file, hover.span, client.encoding)),
    }
}

/// An inlay hint.
pub(super) fn hint(file: &File, hint: Hint, client: &Client) -> lsp::InlayHint {
    let place = range(file, Span::at(hint.offset), client.encoding);
    let tooltip = hint.whole.map(|w| label(&w).into_owned());
    lsp::InlayHint {
        position: place.start,
        label: lsp::InlayHintLabel::String(label(&hint.label).into_owned()),
        kind: Some(lsp::InlayHintKind::TYPE),
        text_edits: None,
        tooltip: tooltip.map(lsp::InlayHintTooltip::String),
        padding_left: None,
        padding_right: None,
        data: None,
    }
}

/// A signature.
pub(super) fn signature(signature: Signature, client: &Client) -> lsp::SignatureHelp {
    // Places in labels count in UTF-16, whatever the encoding of places in documents.
    let units = |at: u32| {
        let before = signature.label.get(..at as usize).unwrap_or("");
        label(before).encode_utf16().count() as u32
    };
    let parameter = |p: &ide::Parameter| lsp::ParameterInformation {
        label: match client.label_offsets {
            true => lsp::ParameterLabel::LabelOffsets([units(p.span.start), units(p.span.end)]),
            false => {
                lsp::ParameterLabel::Simple(label(p.span.slice(&signature.label)).into_owned())
            }
        },
        documentation: (!p.documentation.is_empty())
            .then(|| markup(&p.documentation, &client.signatures)),
    };
    let parameters: Vec<_> = signature.parameters.iter().map(parameter).collect();
    // No parameter is told by the index behind the last: left out, it would mean the first.
    let active = signature.active.unwrap_or(parameters.len()) as u32;
    let about = signature.documentation;
    lsp::SignatureHelp {
        signatures: vec![lsp::SignatureInformation {
            documentation: (!about.is_empty()).then(|| markup(&about, &client.signatures)),
            parameters: Some(parameters),
            active_parameter: Some(active),
            label: label(&signature.label).into_owned(),
        }],
        active_signature: Some(0),
        active_parameter: Some(active),
    }
}

/// Places to go to, as links where the client takes them. `None` where there are none.
pub(super) fn definition(
    workspace: &Workspace,
    file: &File,
    targets: &[Target],
    client: &Client,
) -> Option<lsp::GotoDefinitionResponse> {
    let mut links = Vec::new();
    for target in targets {
        let (Some(there), encoding) = (workspace.get(target.file), client.encoding) else {
            continue;
        };
        let Some(target_uri) = uri(&there.path) else {
            continue;
        };
        links.push(lsp::LocationLink {
            origin_selection_range: Some(range(file, target.origin, encoding)),
            target_uri,
            target_range: range(there, target.full, encoding),
            target_selection_range: range(there, target.name, encoding),
        });
    }
    locations(links, client)
}

/// A place in a stub, which is written where editors can open it; `None` where that fails.
pub(super) fn stub(
    file: &File,
    target: StubTarget,
    client: &Client,
) -> Option<lsp::GotoDefinitionResponse> {
    let path = match stubs::file(target.file, target.text) {
        Ok(path) => crate::disk::to_model(&path)?,
        Err(error) => {
            tracing::warn!("the stub cannot be written: {error}");
            return None;
        }
    };
    let there = File::new(
        path.as_str().into(),
        FileKind::Other,
        Source::Text(target.text.into()),
    );
    let place = range(&there, target.name, client.encoding);
    let link = lsp::LocationLink {
        origin_selection_range: Some(range(file, target.origin, client.encoding)),
        target_uri: uri(&path)?,
        target_range: place,
        target_selection_range: place,
    };
    locations(vec![link], client)
}

fn locations(
    links: Vec<lsp::LocationLink>,
    client: &Client,
) -> Option<lsp::GotoDefinitionResponse> {
    if links.is_empty() {
        return None;
    }
    if client.links {
        return Some(lsp::GotoDefinitionResponse::Link(links));
    }
    let place = |l: lsp::LocationLink| lsp::Location::new(l.target_uri, l.target_selection_range);
    Some(lsp::GotoDefinitionResponse::Array(
        links.into_iter().map(place).collect(),
    ))
}
