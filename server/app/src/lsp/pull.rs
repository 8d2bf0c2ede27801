//! Findings for who asks: of one document, or of the whole workspace.
//!
//! Each set of findings has an id made of what it says ([`super::findings::id`]), so that nothing is sent
//! twice. The question for the workspace waits ([`super::question`]); a newer one ends an older one, so that at
//! most one does.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportKind,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, ProgressToken,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
};

use super::convert;
use super::findings::{self, Found};
use super::question::Question;
use super::requests::{self, Request};
use super::server::{Backend, ask_again};
use super::state::{Shared, State};
use super::writing::Writing;

/// How many files are told of in one part of an answer.
const PART: usize = 100;

/// A part of an answer.
#[derive(Debug)]
enum Part {}

impl Notification for Part {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// What is answered for a document.
struct Pulled {
    own: Found,
    /// Open documents that this one concerns, by path.
    related: Vec<(String, Found)>,
    /// Documents of which something is told later, with their versions.
    held: Vec<(String, i32)>,
}

impl Backend {
    /// The findings of a document.
    pub(super) async fn pull(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let pulled = requests::answer_settled(&self.shared, &uri, |r| Pulled::of(&r)).await?;
        let Some(pulled) = pulled.ok_or_else(ask_again)? else {
            let report = RelatedFullDocumentDiagnosticReport::default();
            return Ok(DocumentDiagnosticReport::Full(report).into());
        };
        let related = {
            let mut state = self.shared.lock();
            if let Some(path) = convert::path(&uri) {
                state.has_pulled(&path, &pulled.own);
            }
            let told = pulled.related.into_iter();
            let told = told.map(|(path, found)| state.related(&path, found));
            told.collect::<HashMap<_, _>>()
        };
        for (path, version) in pulled.held {
            self.shared.holds(&path, version);
        }
        if self.shared.shows_old_findings() {
            self.shared.refresh.notify_one();
        }
        let related_documents = (!related.is_empty()).then_some(related);
        let result_id = findings::result_id(pulled.own.id);
        if params.previous_result_id.as_ref() == Some(&result_id) {
            let unchanged_document_diagnostic_report =
                UnchangedDocumentDiagnosticReport { result_id };
            let report = RelatedUnchangedDocumentDiagnosticReport {
                related_documents,
                unchanged_document_diagnostic_report,
            };
            return Ok(DocumentDiagnosticReport::Unchanged(report).into());
        }
        let report = RelatedFullDocumentDiagnosticReport {
            related_documents,
            full_document_diagnostic_report: full(&pulled.own),
        };
        Ok(DocumentDiagnosticReport::Full(report).into())
    }

    /// The findings of all files, as soon as they are others than the client knows.
    pub(super) async fn pull_all(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let shared = Arc::clone(&self.shared);
        let (number, is_first) = shared.lock().asks_for_all();
        shared.questions.send_replace(number);
        if is_first {
            shared.changed.notify_one();
        }
        let mut asked = Question::new(shared, number, &params);
        let items = asked.answer(is_first).await;
        let items = match params.partial_result_params.partial_result_token {
            Some(token) => self.in_parts(&token, items).await,
            None => items,
        };
        Ok(WorkspaceDiagnosticReport { items }.into())
    }

    /// Tells of files in parts; gives what is left for the answer.
    async fn in_parts(
        &self,
        token: &ProgressToken,
        items: Vec<WorkspaceDocumentDiagnosticReport>,
    ) -> Vec<WorkspaceDocumentDiagnosticReport> {
        for part in items.chunks(PART) {
            let part = json!({"token": token, "value": {"items": part}});
            self.client.send_notification::<Part>(part).await;
        }
        self.flush().await;
        Vec::new()
    }
}

impl Pulled {
    fn of(request: &Request) -> Pulled {
        let (snapshot, client) = (&request.snapshot, &request.client);
        let workspace = &snapshot.workspace;
        let held = RefCell::new(Vec::new());
        let found = |id, uri: &Uri, version: Option<i32>| {
            let file = workspace.get(id)?;
            let checked = request.check(id)?;
            let findings = checked.findings();
            // Who cannot be told to ask again is told everything.
            let writing = request.writing.get(&*file.path).filter(|_| client.pulls);
            let told = findings
                .iter()
                .filter(|f| !Writing::holds_back(writing.copied(), f));
            let told = told.map(|f| convert::diagnostic(workspace, file, f, client));
            let told: Vec<_> = told.collect();
            if let Some(version) = version.filter(|_| told.len() < findings.len()) {
                held.borrow_mut().push((file.path.to_string(), version));
            }
            Some(Found::new(uri.clone(), version, told))
        };
        let uses = |script, user| workspace.uses(script).iter().any(|u| u.file == user);
        let others = request.others.iter();
        let others = others.filter(|_| client.related_documents);
        let others = others.filter_map(|(path, uri, version)| {
            let id = workspace.id(path)?;
            let is_concerned = uses(request.id, id) || uses(id, request.id);
            let is_checked = workspace.get(id).is_some_and(|f| f.kind.is_checked());
            let found = (is_concerned && is_checked).then(|| found(id, uri, Some(*version)));
            Some((path.to_string(), found??))
        });
        let own = found(request.id, &request.uri, request.version);
        let related = others.collect();
        Pulled {
            own: own.unwrap_or_else(|| Found::new(request.uri.clone(), None, Vec::new())),
            related,
            held: held.into_inner(),
        }
    }
}

/// A report of what was found.
pub(super) fn full(found: &Found) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport {
        result_id: Some(findings::result_id(found.id)),
        items: found.diagnostics.to_vec(),
    }
}

impl State {
    /// Notes what the client was answered for an open document.
    fn has_pulled(&mut self, path: &str, found: &Found) {
        if let Some(open) = self.open.get_mut(path)
            && let Some(version) = found.version
        {
            open.pulled = Some((version, found.id));
        }
    }

    /// What is told of a related document, which counts as asked for.
    fn related(&mut self, path: &str, found: Found) -> (Uri, DocumentDiagnosticReportKind) {
        let known = self.open.get(path).and_then(|o| o.pulled);
        let report = match known {
            Some((_, id)) if id == found.id => UnchangedDocumentDiagnosticReport {
                result_id: findings::result_id(id),
            }
            .into(),
            _ => full(&found).into(),
        };
        self.has_pulled(path, &found);
        (found.uri, report)
    }

    /// Notes a question for the findings of all files: its number, and whether it is the first.
    fn asks_for_all(&mut self) -> (u64, bool) {
        let is_first = !self.pulls_all;
        self.pulls_all = true;
        self.all_dirty |= is_first;
        self.questions += 1;
        (self.questions, is_first)
    }
}

impl Shared {
    /// Whether the client shows an open document with other findings than the last round had, and was not
    /// told so before.
    pub(super) fn shows_old_findings(&self) -> bool {
        let mut state = self.lock();
        if !state.client.refreshes {
            return false;
        }
        let findings = self.findings();
        let mut is_old = false;
        #[expect(clippy::iter_over_hash_type, reason = "each is looked at by itself")]
        for (path, open) in &mut state.open {
            let (Some((version, id)), Some(now)) = (open.pulled, findings.files.get(path)) else {
                continue;
            };
            // An edit since then is asked about anyway.
            let is_same_text = open.version() == version && now.version == Some(version);
            if is_same_text && now.id != id && open.refreshed != Some(now.id) {
                open.refreshed = Some(now.id);
                is_old = true;
            }
        }
        is_old
    }
}
