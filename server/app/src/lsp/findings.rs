//! What was found in all files, as the last round of checks left it: for whoever asks for all of it, counts
//! it, or wants to know whether what was told still holds.
//!
//! The publisher alone changes it ([`super::publish`]), a round at a time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, Uri};

/// The findings of all files.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Files by path: those with findings, and open documents.
    pub(super) files: FxHashMap<String, Found>,
    /// How many files were looked at.
    pub(super) checked: usize,
    /// The path and address of one of them, if there are any.
    pub(super) some: Option<(String, Uri)>,
    /// Whether there was a round at all.
    pub(super) is_complete: bool,
    /// Whether there was one that looked at everything, open documents as well.
    pub(super) is_whole: bool,
}

/// What was found in a file.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its address, of an open document as the client writes it.
    pub(super) uri: Uri,
    /// The version of an open document.
    pub(super) version: Option<i32>,
    /// The findings.
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
    /// What tells them from others: [`id`].
    pub(super) id: u64,
}

/// How many findings there are, by what they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) files: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) hints: usize,
}

impl Found {
    /// These findings of a file.
    pub(super) fn new(uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) -> Found {
        Found {
            uri,
            version,
            id: id(&diagnostics),
            diagnostics: Arc::new(diagnostics),
        }
    }
}

impl Findings {
    /// How many there are.
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts {
            files: self.checked,
            ..Counts::default()
        };
        #[expect(clippy::iter_over_hash_type, reason = "sums have no order")]
        for found in self.files.values() {
            for diagnostic in found.diagnostics.iter() {
                match diagnostic.severity {
                    Some(DiagnosticSeverity::ERROR) => counts.errors += 1,
                    Some(DiagnosticSeverity::WARNING) => counts.warnings += 1,
                    _ => counts.hints += 1,
                }
            }
        }
        counts
    }
}

/// What tells these findings from others, now and in every later session: made of what they say, so that the
/// same findings have the same id whatever happened in between.
pub(super) fn id(diagnostics: &[Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    // Diagnostics are plain values: they can always be written.
    serde_json::to_vec(diagnostics)
        .unwrap_or_default()
        .hash(&mut hasher);
    hasher.finish()
}

/// An id as it goes over the wire.
pub(super) fn result_id(id: u64) -> String {
    format!("{id:016x}")
}
