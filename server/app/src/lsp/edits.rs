//! Changes of several files, as the client takes them: with versions, with moved files, with a word on what else changes.

use std::collections::{BTreeMap, HashMap};

use ide::{Change, Snapshot};
use model::path::FilePath;
use syntax::FileId;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::initialize::Client;

/// What a change is told with.
pub(super) struct Edits<'r> {
    pub(super) snapshot: &'r Snapshot,
    pub(super) client: &'r Client,
    /// The open documents: path, address and version.
    pub(super) open: Vec<(FilePath, lsp::Uri, i32)>,
    /// The document that was asked about.
    pub(super) own: Option<FileId>,
}

impl Edits<'_> {
    /// The change as one edit. An error says in a sentence what the client cannot do.
    pub(super) fn of(&self, change: &Change) -> Result<lsp::WorkspaceEdit, String> {
        if !change.moves.is_empty() && !self.client.moves_files {
            return Err("This editor does not let a rename move files".to_owned());
        }
        let mut documents: Vec<(FileId, lsp::Uri, Vec<lsp::TextEdit>)> = Vec::new();
        for (id, edits) in &change.edits {
            let Some(file) = self.snapshot.workspace.get(*id) else {
                continue;
            };
            let Some(uri) = self.uri(&file.path) else {
                continue;
            };
            let edits = edits.iter().map(|e| lsp::TextEdit {
                range: convert::range(file, e.span, self.client.encoding),
                new_text: e.text.clone(),
            });
            documents.push((*id, uri, edits.collect()));
        }
        if !self.client.versions_edits {
            let changes: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = documents
                .into_iter()
                .map(|(_, uri, edits)| (uri, edits))
                .collect();
            return Ok(lsp::WorkspaceEdit {
                changes: Some(changes),
                ..lsp::WorkspaceEdit::default()
            });
        }
        let mut annotations = BTreeMap::new();
        let documents = documents.into_iter().map(|(id, uri, edits)| {
            let annotation = self.annotation(id);
            let edits = edits.into_iter().map(|text_edit| match &annotation {
                Some(label) => lsp::OneOf::Right(lsp::AnnotatedTextEdit {
                    text_edit,
                    annotation_id: label.clone(),
                }),
                None => lsp::OneOf::Left(text_edit),
            });
            let edits = edits.collect();
            if let Some(label) = annotation {
                annotations.insert(
                    label.clone(),
                    lsp::ChangeAnnotation {
                        label,
                        needs_confirmation: None,
                        description: None,
                    },
                );
            }
            lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                    version: self.version(&uri),
                    uri,
                },
                edits,
            }
        });
        let documents: Vec<lsp::TextDocumentEdit> = documents.collect();
        let moves = change.moves.iter().filter_map(|m| {
            Some(lsp::RenameFile {
                old_uri: convert::uri(&m.from)?,
                new_uri: convert::uri(&m.to)?,
                options: None,
                annotation_id: None,
            })
        });
        let moves: Vec<lsp::RenameFile> = moves.collect();
        let changes = match moves.is_empty() {
            true => lsp::DocumentChanges::Edits(documents),
            // The texts first, where they still are.
            false => {
                let edits = documents
                    .into_iter()
                    .map(lsp::DocumentChangeOperation::Edit);
                let moves = moves
                    .into_iter()
                    .map(|m| lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Rename(m)));
                lsp::DocumentChanges::Operations(edits.chain(moves).collect())
            }
        };
        Ok(lsp::WorkspaceEdit {
            changes: None,
            document_changes: Some(changes),
            change_annotations: (!annotations.is_empty())
                .then(|| annotations.into_iter().collect()),
        })
    }

    /// As the client calls it, where it has it open.
    fn uri(&self, path: &str) -> Option<lsp::Uri> {
        let open = self.open.iter().find(|(open, ..)| **open == *path);
        let open = open.map(|(_, uri, _)| uri.clone());
        open.or_else(|| convert::uri(path))
    }

    fn version(&self, uri: &lsp::Uri) -> Option<i32> {
        let open = self.open.iter().find(|(_, open, _)| open == uri);
        open.map(|(.., version)| *version)
    }

    /// What is said of the edits of a file that was not asked about.
    fn annotation(&self, id: FileId) -> Option<String> {
        if !self.client.annotates || self.own == Some(id) {
            return None;
        }
        let workspace = &self.snapshot.workspace;
        let file = workspace.get(id)?;
        Some(format!("Also in {}", workspace.shown(&file.path)))
    }
}
