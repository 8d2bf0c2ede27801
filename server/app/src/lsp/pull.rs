//! Findings for who asks: of one document, or of the whole workspace.
//!
//! Each set of findings has an id made of what it says ([`super::findings::id`]), so that nothing is sent
//! twice. The question for the workspace is answered when there is something else to say than the client
//! knows, however long that takes; a newer question ends an older one, so that at most one waits.
//!
//! Not every client that asked once asks again by itself. Where something changes and nobody has asked for a
//! while, the client is told to.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportKind,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, ProgressToken,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::convert;
use super::findings::{self, Findings, Found};
use super::requests::{self, Request};
use super::server::{Backend, ask_again};
use super::state::{Shared, State};

/// After this time nobody asks again by himself.
const AGAIN: Duration = Duration::from_secs(5);

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
        let mut asked = Question {
            known: Known::of(&params),
            is_over: false,
            number,
            runtime: Handle::current(),
            shared,
        };
        let items = asked.answer(is_first).await;
        asked.known.note(&items);
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
        let found = |id, uri: &Uri, version| {
            let file = workspace.get(id)?;
            let findings = snapshot.check(id).into_iter();
            let diagnostics = findings.map(|f| convert::diagnostic(workspace, file, &f, client));
            Some(Found::new(uri.clone(), version, diagnostics.collect()))
        };
        let uses = |script, user| {
            workspace
                .uses()
                .of_file(script)
                .iter()
                .any(|u| u.file == user)
        };
        let others = request.others.iter().filter_map(|(path, uri, version)| {
            let id = workspace.id(path)?;
            let is_concerned = uses(request.id, id) || uses(id, request.id);
            let is_checked = workspace.get(id).is_some_and(|f| f.kind.is_checked());
            let found = (is_concerned && is_checked).then(|| found(id, uri, Some(*version)));
            Some((path.clone(), found??))
        });
        let own = found(request.id, &request.uri, request.version);
        Pulled {
            own: own.unwrap_or_else(|| Found::new(request.uri.clone(), None, Vec::new())),
            related: others.collect(),
        }
    }
}

fn full(found: &Found) -> FullDocumentDiagnosticReport {
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
            let is_same_text = open.version == version && now.version == Some(version);
            if is_same_text && now.id != id && open.refreshed != Some(now.id) {
                open.refreshed = Some(now.id);
                is_old = true;
            }
        }
        is_old
    }
}

/// What a client knows of the findings of all files: ids by path.
#[derive(Debug, Default)]
struct Known {
    files: FxHashMap<String, (Uri, String)>,
}

impl Known {
    fn of(params: &WorkspaceDiagnosticParams) -> Known {
        let previous = params.previous_result_ids.iter();
        let previous = previous
            .filter_map(|p| Some((convert::path(&p.uri)?, (p.uri.clone(), p.value.clone()))));
        Known {
            files: previous.collect(),
        }
    }

    fn note(&mut self, items: &[WorkspaceDocumentDiagnosticReport]) {
        for item in items {
            let WorkspaceDocumentDiagnosticReport::Full(report) = item else {
                continue;
            };
            let id = report.full_document_diagnostic_report.result_id.clone();
            if let Some(path) = convert::path(&report.uri) {
                let known = (report.uri.clone(), id.unwrap_or_default());
                self.files.insert(path, known);
            }
        }
    }

    /// What there is to say, sorted by path; whether any of it is new.
    fn compare(&self, findings: &Findings) -> (Vec<WorkspaceDocumentDiagnosticReport>, bool) {
        let nothing = findings::result_id(findings::id(&[]));
        let mut items = Vec::new();
        let mut is_new = false;
        let mut tell = |path: &String, found: &Found| {
            let id = findings::result_id(found.id);
            let known = self.files.get(path).map(|(_, id)| id);
            let version = found.version.map(i64::from);
            let report = if known.unwrap_or(&nothing) != &id {
                is_new = true;
                WorkspaceFullDocumentDiagnosticReport {
                    uri: found.uri.clone(),
                    version,
                    full_document_diagnostic_report: full(found),
                }
                .into()
            } else if known.is_some() {
                let unchanged_document_diagnostic_report =
                    UnchangedDocumentDiagnosticReport { result_id: id };
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri: found.uri.clone(),
                    version,
                    unchanged_document_diagnostic_report,
                }
                .into()
            } else {
                return;
            };
            items.push((path.clone(), report));
        };
        #[expect(clippy::iter_over_hash_type, reason = "sorted right after")]
        for (path, found) in &findings.files {
            tell(path, found);
        }
        #[expect(clippy::iter_over_hash_type, reason = "sorted right after")]
        for (path, (uri, _)) in &self.files {
            if !findings.files.contains_key(path) {
                tell(path, &Found::new(uri.clone(), None, Vec::new()));
            }
        }
        items.sort_by(|a: &(String, _), b| a.0.cmp(&b.0));
        (
            items.into_iter().map(|(_, report)| report).collect(),
            is_new,
        )
    }
}

/// A question for the findings of all files.
struct Question {
    shared: Arc<Shared>,
    number: u64,
    known: Known,
    /// Whether a newer one was asked, or no more is going to be.
    is_over: bool,
    runtime: Handle,
}

impl Question {
    async fn answer(&mut self, is_first: bool) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let mut rounds = self.shared.rounds.subscribe();
        let mut questions = self.shared.questions.subscribe();
        loop {
            rounds.borrow_and_update();
            if *questions.borrow_and_update() != self.number {
                self.is_over = true;
                return Vec::new();
            }
            if let Some(items) = self.look(is_first) {
                return items;
            }
            // The senders live as long as the server.
            tokio::select! {
                _ = rounds.changed() => {}
                _ = questions.changed() => {}
            }
        }
    }

    /// What there is to say now; `None`: nothing yet.
    fn look(&self, is_first: bool) -> Option<Vec<WorkspaceDocumentDiagnosticReport>> {
        let findings = self.shared.findings();
        if !findings.is_whole {
            return None;
        }
        let (mut items, is_new) = self.known.compare(&findings);
        if is_new {
            return Some(items);
        }
        if !self.known.files.is_empty() {
            return None;
        }
        // Who knows nothing is answered at once, and with something to know: the next time there is an id to
        // wait with.
        let Some((path, uri)) = &findings.some else {
            return is_first.then_some(items);
        };
        let found = match findings.files.get(path) {
            Some(found) => found.clone(),
            None => Found::new(uri.clone(), None, Vec::new()),
        };
        items.push(
            WorkspaceFullDocumentDiagnosticReport {
                uri: found.uri.clone(),
                version: found.version.map(i64::from),
                full_document_diagnostic_report: full(&found),
            }
            .into(),
        );
        Some(items)
    }
}

/// However a question ends: if nobody asks again for a while, the client is told of what is new by then.
impl Drop for Question {
    fn drop(&mut self) {
        if self.is_over || !self.shared.lock().client.refreshes {
            return;
        }
        let (shared, number) = (Arc::clone(&self.shared), self.number);
        let known = std::mem::take(&mut self.known);
        self.runtime.spawn(async move {
            let mut questions = shared.questions.subscribe();
            let is_asked = questions.wait_for(|&n| n != number);
            if tokio::time::timeout(AGAIN, is_asked).await.is_ok() {
                return;
            }
            let mut rounds = shared.rounds.subscribe();
            loop {
                rounds.borrow_and_update();
                if *questions.borrow_and_update() != number {
                    return;
                }
                if known.compare(&shared.findings()).1 {
                    break;
                }
                tokio::select! {
                    _ = rounds.changed() => {}
                    _ = questions.changed() => {}
                }
            }
            shared.refresh.notify_one();
        });
    }
}
