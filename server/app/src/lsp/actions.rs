//! Code actions: a fix for the finding at the cursor, what can be done without one, and one action that fixes all of a file.

use std::collections::HashMap;

use ide::fix::{applied, together};
use ide::{Applicability, Finding, Fix, NewFile, TextEdit};
use syntax::Span;
use tower_lsp::ls_types as lsp;

use super::commands::{SELECT, TURN_OFF};
use super::convert;
use super::initialize::fix_all;
use super::requests::Request;
use crate::escape;

/// What can be done in the range that was asked about.
pub(super) fn actions(
    request: &Request,
    params: &lsp::CodeActionParams,
) -> lsp::CodeActionResponse {
    let encoding = request.client.encoding;
    let start = convert::offset(&request.file, params.range.start, encoding);
    let end = convert::offset(&request.file, params.range.end, encoding);
    let asked = Span::new(start, end.max(start));
    let wants = |kind: &lsp::CodeActionKind| {
        params.context.only.as_ref().is_none_or(|only| {
            // `source` and `source.fixAll` ask for everything below them too.
            let below = |o: &lsp::CodeActionKind| {
                let rest = kind.as_str().strip_prefix(o.as_str());
                rest.is_some_and(|r| r.is_empty() || r.starts_with('.'))
            };
            only.iter().any(below)
        })
    };
    let checked = request.check(request.id);
    let findings = checked.as_ref().map_or(&[][..], |c| &c.all);
    let mut actions = Vec::new();
    if wants(&lsp::CodeActionKind::QUICKFIX) {
        let here = |f: &&Finding| f.span.start <= asked.end && asked.start <= f.span.end;
        let here: Vec<&Finding> = findings.iter().filter(here).collect();
        for finding in &here {
            let Some(fix) = &finding.fix else { continue };
            let edit = match &fix.creates {
                None => edit(request, params, &fix.edits),
                Some(new) if request.client.creates => match creation(new) {
                    Some(edit) => edit,
                    None => continue,
                },
                Some(_) => continue,
            };
            let workspace = &request.snapshot.workspace;
            let diagnostic =
                convert::diagnostic(workspace, &request.file, finding, &request.client);
            actions.push(lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
                title: escape::label(&fix.title).into_owned(),
                kind: Some(lsp::CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic]),
                edit: Some(edit),
                command: selection(request, params, fix),
                is_preferred: Some(fix.is_safe()),
                ..lsp::CodeAction::default()
            }));
        }
        actions.extend(offers(request, params, asked));
        actions.extend(ignoring(request, params, &here));
    }
    if wants(&fix_all()) {
        let edits = together(findings.iter().filter_map(|f| applied(f, false)));
        if !edits.is_empty() {
            actions.push(lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
                title: "Fix all that is safe to fix (windmill-ls)".to_owned(),
                kind: Some(fix_all()),
                edit: Some(edit(request, params, &edits)),
                ..lsp::CodeAction::default()
            }));
        }
    }
    actions
}

/// What can be done in the range without a finding.
fn offers(
    request: &Request,
    params: &lsp::CodeActionParams,
    asked: Span,
) -> Vec<lsp::CodeActionOrCommand> {
    let offers = request.snapshot.offers(request.id, asked).into_iter();
    let action = |fix: Fix| lsp::CodeAction {
        title: escape::label(&fix.title).into_owned(),
        kind: Some(lsp::CodeActionKind::QUICKFIX),
        edit: Some(edit(request, params, &fix.edits)),
        ..lsp::CodeAction::default()
    };
    let offers = offers.map(action);
    offers.map(lsp::CodeActionOrCommand::CodeAction).collect()
}

/// Most rules that are offered to be ignored at a time: each is looked at with its comment in the text.
const MOST_IGNORED: usize = 5;

/// What silences the findings that are asked about: here, in this file, everywhere. Each rule comes once.
fn ignoring(
    request: &Request,
    params: &lsp::CodeActionParams,
    findings: &[&Finding],
) -> Vec<lsp::CodeActionOrCommand> {
    let mut first: Vec<&Finding> = Vec::new();
    for &finding in findings {
        if !first.iter().any(|f| f.rule.name == finding.rule.name) {
            first.push(finding);
        }
    }
    first.truncate(MOST_IGNORED);
    let workspace = &request.snapshot.workspace;
    let action = |finding: &Finding, title: String| lsp::CodeAction {
        title,
        kind: Some(lsp::CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![convert::diagnostic(
            workspace,
            &request.file,
            finding,
            &request.client,
        )]),
        is_preferred: Some(false),
        ..lsp::CodeAction::default()
    };
    let mut actions = Vec::new();
    for finding in first {
        let rule = finding.rule;
        let comments = [
            (
                format!("Ignore `{}` here", rule.name),
                request.snapshot.ignored_here(request.id, finding),
            ),
            (
                format!("Ignore `{}` in this file", rule.name),
                request.snapshot.ignored_in_file(request.id, rule),
            ),
        ];
        for (title, comment) in comments {
            if let Some(comment) = comment {
                actions.push(lsp::CodeAction {
                    edit: Some(edit(request, params, &[comment])),
                    ..action(finding, title)
                });
            }
        }
        if request.client.applies && request.client.creates {
            let title = format!("Turn `{}` off in windmill-ls.toml", rule.name);
            let command = lsp::Command {
                title: title.clone(),
                command: TURN_OFF.to_owned(),
                arguments: Some(vec![serde_json::json!({ "rule": rule.name })]),
            };
            actions.push(lsp::CodeAction {
                command: Some(command),
                ..action(finding, title)
            });
        }
    }
    actions
        .into_iter()
        .map(lsp::CodeActionOrCommand::CodeAction)
        .collect()
}

/// Selects what a fix leaves for a person to write, once it is made.
fn selection(request: &Request, params: &lsp::CodeActionParams, fix: &Fix) -> Option<lsp::Command> {
    let Applicability::Placeholder(yet) = fix.applicability else {
        return None;
    };
    let encoding = request.client.encoding;
    let (uri, start, text) = match (&fix.creates, &fix.edits[..]) {
        (Some(new), _) => (
            convert::uri(&new.path)?,
            lsp::Position::default(),
            &new.text,
        ),
        (None, [edit]) => {
            let uri = params.text_document.uri.clone();
            let range = convert::range(&request.file, edit.span, encoding);
            (uri, range.start, &edit.text)
        }
        _ => return None,
    };
    let place = |offset: u32| {
        let before = text.get(..offset as usize)?;
        Some(convert::after(start, before, encoding))
    };
    let shown = lsp::ShowDocumentParams {
        uri,
        external: None,
        take_focus: Some(true),
        selection: Some(lsp::Range::new(place(yet.start)?, place(yet.end)?)),
    };
    request.client.selects.then(|| lsp::Command {
        title: "Select what is left to write".to_owned(),
        command: SELECT.to_owned(),
        arguments: serde_json::to_value(shown).ok().map(|shown| vec![shown]),
    })
}

/// A new file with its text. Should there be one by now, nothing happens to it.
fn creation(new: &NewFile) -> Option<lsp::WorkspaceEdit> {
    let uri = convert::uri(&new.path)?;
    let create = lsp::CreateFile {
        uri: uri.clone(),
        options: None,
        annotation_id: None,
    };
    let write = lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![lsp::OneOf::Left(lsp::TextEdit {
            range: lsp::Range::default(),
            new_text: new.text.clone(),
        })],
    };
    Some(lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Operations(vec![
            lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(create)),
            lsp::DocumentChangeOperation::Edit(write),
        ])),
        ..lsp::WorkspaceEdit::default()
    })
}

fn edit(
    request: &Request,
    params: &lsp::CodeActionParams,
    edits: &[TextEdit],
) -> lsp::WorkspaceEdit {
    let convert = |e: &TextEdit| lsp::TextEdit {
        range: convert::range(&request.file, e.span, request.client.encoding),
        new_text: e.text.clone(),
    };
    let edits = edits.iter().map(convert).collect();
    lsp::WorkspaceEdit {
        changes: Some(HashMap::from([(params.text_document.uri.clone(), edits)])),
        ..lsp::WorkspaceEdit::default()
    }
}
