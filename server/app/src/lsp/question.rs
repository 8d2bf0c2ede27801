//! The question for the findings of all files: it is answered when there is something else to say than the
//! client knows, however long that takes.
//!
//! Not every client that asked once asks again by itself. Where something changes and nobody has asked for a
//! while, the client is told to.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::runtime::Handle;
use tower_lsp::ls_types::{
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::convert;
use super::findings::{self, Findings, Found};
use super::pull::full;
use super::state::Shared;

/// After this time nobody asks again by himself.
const AGAIN: Duration = Duration::from_secs(5);

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
pub(super) struct Question {
    shared: Arc<Shared>,
    number: u64,
    known: Known,
    /// Whether a newer one was asked, or no more is going to be.
    is_over: bool,
    runtime: Handle,
}

impl Question {
    /// The question of this number.
    pub(super) fn new(
        shared: Arc<Shared>,
        number: u64,
        params: &WorkspaceDiagnosticParams,
    ) -> Question {
        Question {
            shared,
            number,
            known: Known::of(params),
            is_over: false,
            runtime: Handle::current(),
        }
    }

    /// What there is to say, as soon as there is something; nothing where the question is over.
    pub(super) async fn answer(
        &mut self,
        is_first: bool,
    ) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let mut rounds = self.shared.rounds.subscribe();
        let mut questions = self.shared.questions.subscribe();
        loop {
            rounds.borrow_and_update();
            if *questions.borrow_and_update() != self.number {
                self.is_over = true;
                return Vec::new();
            }
            if let Some(items) = self.look(is_first) {
                self.known.note(&items);
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
